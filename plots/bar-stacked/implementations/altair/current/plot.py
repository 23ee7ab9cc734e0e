"""Draw the groups of each category on top of each other with altair.

Stacked Bar Chart: Shows how parts add up to the whole of each category, and how both
change.
"""

import textwrap
from pathlib import Path

import altair as alt
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/iowa-electricity.csv"
TITLE = "Stacked Bar Chart"
LABELS: dict[str, str] = {
    "year": "Year",
    "net_generation_twh": "Net generation (TWh)",
    "source": "Source",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]


def _title(column: str) -> list[str]:
    """Give the lines of a title; Vega-Lite would read its backslashes as code."""
    words = LABELS.get(column, column).replace("\\", "\N{SET MINUS}")
    return textwrap.wrap(words, 46)


def _style(chart: alt.Chart) -> alt.Chart:
    """Set the texts and a light grid behind the values."""
    text = "#4A4A4A"
    return (
        chart.properties(
            autosize=alt.AutoSizeParams(type="fit", contains="padding"),
            padding=16,
        )
        .configure(font="sans-serif", lineBreak="\n")
        .configure_view(stroke=None)
        .configure_title(
            anchor="start",
            frame="group",
            fontSize=16,
            fontWeight=600,
            color="#1F1F1F",
            offset=16,
        )
        .configure_axis(
            labelFontSize=12,
            labelColor=text,
            labelPadding=8,
            labelFlush=False,
            ticks=False,
            titleFontSize=13,
            titleFontWeight="normal",
            titleColor=text,
            titlePadding=12,
            tickCount=6,
            gridColor="#E6E6E6",
            domainColor="#9A9A9A",
        )
        .configure_axisY(domain=False)
        .configure_axisX(grid=False, labelAngle=0)
        .configure_legend(
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight=600,
            rowPadding=6,
            labelColor=text,
            titleColor=text,
            offset=20,
        )
    )


def plot(data: pd.DataFrame, category: str, value: str, color: str) -> alt.Chart:
    """Draw the groups of each category on top of each other.

    Args:
        data: Table with one row per observation.
        category: One bar each: an ordinal or nominal column.
        value: Length of the part: a quantitative column.
        color: One part of each bar: a nominal or ordinal column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value, color])
    keyed = frame.groupby(
        [
            frame[category].convert_dtypes().astype(str),
            frame[color].convert_dtypes().astype(str),
        ],
        sort=False,
    )
    bars = keyed[value].sum()
    names = list(bars.index.unique(0))
    groups = list(bars.index.unique(1))
    table = bars.rename_axis(["category", "color"]).reset_index(name="value")
    table["place"] = table["color"].map(groups.index)
    chart = (
        alt.Chart(table, title=TITLE, width=800, height=450)
        .mark_bar()
        .encode(
            y=alt.Y("value:Q", title=_title(value)),
            x=alt.X(
                "category:N",
                title=_title(category),
                sort=names,
            ).scale(paddingInner=0.3, paddingOuter=0.15),
            order="place:Q",
            color=alt.Color(
                "color:N",
                title=_title(color),
                legend=alt.Legend(values=groups[::-1]),
            ).scale(domain=groups, range=PALETTE),
            tooltip=[
                alt.Tooltip("category:N", title=_title(category)),
                alt.Tooltip("color:N", title=_title(color)),
                alt.Tooltip("value:Q", title=_title(value)),
            ],
        )
    )
    return _style(chart)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path),
        category="year",
        value="net_generation_twh",
        color="source",
    )
    picture.save("plot.png", scale_factor=2)
