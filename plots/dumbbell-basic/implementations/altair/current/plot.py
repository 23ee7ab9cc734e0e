"""Draw the groups of each category as points that a line joins with altair.

Dumbbell Chart: Shows the distance between two groups or moments in each of many
categories.
"""

import textwrap
from pathlib import Path

import altair as alt
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/countries-1955-2005.csv"
TITLE = "Dumbbell Chart"
LABELS: dict[str, str] = {
    "country": "Country",
    "fertility": "Children per woman",
    "year": "Year",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]
STEM = "#8A8A8A"


def _title(column: str) -> list[str]:
    """Give the lines of a title; Vega-Lite would read its backslashes as code."""
    words = LABELS.get(column, column).replace("\\", "\N{SET MINUS}")
    return textwrap.wrap(words, 46)


def _style(chart: alt.LayerChart) -> alt.LayerChart:
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
        .configure_axisX(domain=False)
        .configure_axisY(grid=False, labelAngle=0)
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


def plot(data: pd.DataFrame, category: str, value: str, color: str) -> alt.LayerChart:
    """Draw the groups of each category as points that a line joins.

    Args:
        data: Table with one row per observation.
        category: One line each: a nominal or ordinal column.
        value: Position of the point: a quantitative column.
        color: One point per line each: an ordinal or nominal column.

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
    bars = keyed[value].mean()
    sums = bars.groupby(level=0, sort=False).sum()
    names = list(sums.sort_values(ascending=False, kind="stable").index)
    groups = list(bars.index.unique(1))
    table = bars.rename_axis(["category", "color"]).reset_index(name="value")
    place = alt.Y("category:N", title=_title(category), sort=names)
    lines = (
        alt.Chart(table)
        .mark_rule(color=STEM, strokeWidth=2)
        .encode(
            y=place,
            x=alt.X("min(value):Q", title=_title(value)).scale(zero=False),
            x2="max(value):Q",
        )
    )
    dots = (
        alt.Chart(table)
        .mark_point(filled=True, size=110, opacity=1)
        .encode(
            y=place,
            x=alt.X("value:Q", title=_title(value)).scale(zero=False),
            color=alt.Color(
                "color:N",
                title=_title(color),
            ).scale(domain=groups, range=PALETTE),
            tooltip=[
                alt.Tooltip("category:N", title=_title(category)),
                alt.Tooltip("color:N", title=_title(color)),
                alt.Tooltip("value:Q", title=_title(value)),
            ],
        )
    )
    chart = alt.layer(lines, dots, title=TITLE, width=800, height=450)
    return _style(chart)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path),
        category="country",
        value="fertility",
        color="year",
    )
    picture.save("plot.png", scale_factor=2)
