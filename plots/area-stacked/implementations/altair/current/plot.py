"""Draw what each group adds to the whole with altair.

Stacked Area Chart: Shows how a whole and its parts change over time, each part on top
of the one below.
"""

import textwrap
from pathlib import Path

import altair as alt
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/iowa-electricity.csv"
TITLE = "Stacked Area Chart"
LABELS: dict[str, str] = {
    "year": "Year",
    "net_generation_twh": "Electricity generated in Iowa (TWh)",
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


def plot(data: pd.DataFrame, x: str, y: str, color: str) -> alt.Chart:
    """Draw what each group adds to the whole.

    Args:
        data: Table with one row per observation.
        x: Position along the areas: a temporal or quantitative column.
        y: Thickness of the area: a quantitative column.
        color: Group with an area of its own: a nominal or ordinal column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[x, y, color])
    groups = frame[color].convert_dtypes().astype(str)
    table = frame.pivot_table(
        values=y,
        index=x,
        columns=groups,
        aggfunc="sum",
        fill_value=0,
    )
    table = table[groups.unique()]
    table = table.rename_axis("x").melt(
        ignore_index=False,
        var_name="color",
        value_name="y",
    )
    table = table.reset_index()
    names = list(groups.unique())
    table["rank"] = table["color"].map(names.index)
    shades = [PALETTE[i % len(PALETTE)] for i in range(len(names))]
    if pd.api.types.is_datetime64_any_dtype(frame[x]):
        place = alt.X("x:T")
    else:
        pattern = ",~f" if frame[x].abs().max() >= 10_000 else "~f"
        place = alt.X("x:Q").axis(format=pattern).scale(zero=False, nice=False)
    chart = (
        alt.Chart(table, title=TITLE, width=800, height=450)
        .mark_area(stroke="white", strokeWidth=0.8)
        .encode(
            x=place.title(_title(x)),
            y=alt.Y("y:Q", title=_title(y), stack="zero"),
            color=alt.Color(
                "color:N",
                title=_title(color),
                sort=names[::-1],
            ).scale(domain=names[::-1], range=shades[::-1]),
            order="rank:Q",
            tooltip=[
                alt.Tooltip("color", title=_title(color)),
                alt.Tooltip("x", title=_title(x)),
                alt.Tooltip("y", title=_title(y)),
            ],
        )
    )
    return _style(chart)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), x="year", y="net_generation_twh", color="source")
    picture.save("plot.png", scale_factor=2)
