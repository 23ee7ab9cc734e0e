"""Draw one panel per value of the facet, all on the same scales with altair.

Construction Lost Most in the Recession, Education and Health Least: Compares the same
course between several groups, one small panel per group, all on the same scales.
"""

import math
import textwrap
from pathlib import Path

import altair as alt
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/unemployment-2000-2010.csv"
TITLE = "Construction Lost Most in the Recession, Education and Health Least"
LABELS: dict[str, str] = {
    "month": "Month",
    "unemployment_rate": "Unemployment rate (%)",
    "industry": "Industry",
}
COLOR = "#0072B2"


def _columns(count: int) -> int:
    """Give the number of columns of a grid that is a little wider than high."""
    return count if count < 4 else math.ceil(count**0.5)


def _title(column: str) -> list[str]:
    """Give the lines of a title; Vega-Lite would read its backslashes as code."""
    words = LABELS.get(column, column).replace("\\", "\N{SET MINUS}")
    return textwrap.wrap(words, 46)


def _style(chart: alt.VConcatChart) -> alt.VConcatChart:
    """Set the texts and a light grid behind the values."""
    text = "#4A4A4A"
    return (
        chart.properties(padding=16)
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
            tickCount=4,
            gridColor="#E6E6E6",
            domainColor="#9A9A9A",
        )
        .configure_axisY(domain=False)
        .configure_axisX(grid=False, labelAngle=0)
    )


def plot(data: pd.DataFrame, x: str, y: str, facet: str) -> alt.VConcatChart:
    """Draw one panel per value of the facet, all on the same scales.

    Args:
        data: Table with one row per observation.
        x: Position along each line: a temporal or quantitative column.
        y: Height of each line: a quantitative column.
        facet: Group with a panel of its own: a nominal column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[x, y, facet])
    table = pd.DataFrame(
        {
            "x": frame[x],
            "y": frame[y],
            "facet": frame[facet].convert_dtypes().astype(str),
        },
    )
    if pd.api.types.is_datetime64_any_dtype(frame[x]):
        place = alt.X("x:T")
    else:
        pattern = ",~f" if frame[x].abs().max() >= 10_000 else "~f"
        place = alt.X("x:Q").axis(format=pattern).scale(zero=False, nice=False)
    panels = list(table["facet"].unique())
    columns = _columns(len(panels))
    rows = math.ceil(len(panels) / columns)
    chart = (
        alt.Chart(
            table,
            title=alt.TitleParams(
                _title(y),
                orient="left",
                anchor="middle",
                frame="bounds",
                offset=12,
                color="#4A4A4A",
                fontSize=13,
                fontWeight="normal",
            ),
            width=(690 - 32 * (columns - 1)) / columns,
            height=(330 - 35 * rows) / rows,
        )
        .mark_line(strokeWidth=2, color=COLOR)
        .encode(
            x=place.title(None),
            y=alt.Y("y:Q", title=None).scale(zero=False),
            facet=alt.Facet(
                "facet:N",
                sort=panels,
                columns=columns,
                spacing={"row": 16, "column": 32},
                header=alt.Header(
                    title=_title(x),
                    titleOrient="bottom",
                    titleColor="#4A4A4A",
                    titleFontSize=13,
                    titleFontWeight="normal",
                    titlePadding=12,
                    labelAnchor="start",
                    labelColor="#1F1F1F",
                    labelFontSize=13,
                ),
            ),
            tooltip=[
                alt.Tooltip("x", title=_title(x)),
                alt.Tooltip("y", title=_title(y)),
            ],
        )
    )
    return _style(alt.vconcat(chart, title=TITLE))


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path, parse_dates=["month"]),
        x="month",
        y="unemployment_rate",
        facet="industry",
    )
    picture.save("plot.png", scale_factor=2)
