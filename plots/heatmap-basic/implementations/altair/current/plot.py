"""Draw one cell per pair of names, coloured by a number with altair.

Seattle Is Warmest in Late Summer Afternoons: Compares a measurement across all pairs of
two sets of names, as a grid of cells that are coloured by the number.
"""

import textwrap
from pathlib import Path

import altair as alt
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/seattle-hourly-temperature.csv"
TITLE = "Seattle Is Warmest in Late Summer Afternoons"
LABELS: dict[str, str] = {
    "hour": "Hour of the day",
    "month": "Month",
    "temperature": "Mean temperature (°C)",
}
SHADES = "yellowgreenblue"


def _title(column: str) -> list[str]:
    """Give the lines of a title; Vega-Lite would read its backslashes as code."""
    words = LABELS.get(column, column).replace("\\", "\N{SET MINUS}")
    return textwrap.wrap(words, 46)


def _style(chart: alt.Chart) -> alt.Chart:
    """Set the texts."""
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
        .configure_axisY(domain=False, grid=False)
        .configure_axisX(domain=False, grid=False, labelAngle=0)
        .configure_legend(
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight=600,
            rowPadding=6,
            labelColor=text,
            titleColor=text,
            gradientLength=280,
            gradientThickness=16,
            offset=20,
        )
    )


def plot(data: pd.DataFrame, x: str, y: str, value: str) -> alt.Chart:
    """Draw one cell per pair of names, coloured by a number.

    Args:
        data: Table with one row per observation.
        x: The columns of the grid: a nominal or ordinal column.
        y: The rows of the grid: a nominal or ordinal column.
        value: The measurement that the colour shows: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[x, y, value])
    table = pd.DataFrame(
        {
            "column": frame[x].convert_dtypes().astype(str),
            "row": frame[y].convert_dtypes().astype(str),
            "value": frame[value],
        },
    )
    columns, rows = list(table["column"].unique()), list(table["row"].unique())
    cells = table.groupby(["column", "row"], sort=False, as_index=False)["value"].mean()
    chart = (
        alt.Chart(cells, title=TITLE, width=800, height=450)
        .mark_rect(stroke="white", strokeWidth=1)
        .encode(
            x=alt.X("column:O", title=_title(x), sort=columns),
            y=alt.Y("row:O", title=_title(y), sort=rows),
            color=alt.Color("value:Q", title=_title(value)).scale(scheme=SHADES),
            tooltip=[
                alt.Tooltip("column:N", title=_title(x)),
                alt.Tooltip("row:N", title=_title(y)),
                alt.Tooltip("value:Q", title=_title(value)),
            ],
        )
    )
    return _style(chart)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), x="hour", y="month", value="temperature")
    picture.save("plot.png", scale_factor=2)
