"""Draw one point per category, with a line from zero with altair.

Lollipop Chart: Compares one number between many categories with points at the ends of
thin lines.
"""

import textwrap
from pathlib import Path

import altair as alt
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/unemployment-by-industry.csv"
TITLE = "Lollipop Chart"
LABELS: dict[str, str] = {
    "industry": "Industry",
    "unemployment_rate": "Mean unemployment rate in 2009 (%)",
}
COLOR = "#0072B2"
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
    )


def plot(data: pd.DataFrame, category: str, value: str) -> alt.LayerChart:
    """Draw one point per category, with a line from zero.

    Args:
        data: Table with one row per observation.
        category: One point each: a nominal or ordinal column.
        value: Distance of the point from zero: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value])
    keyed = frame.groupby(frame[category].convert_dtypes().astype(str), sort=False)
    bars = keyed[value].mean().sort_values(ascending=False, kind="stable")
    table = bars.rename_axis("category").reset_index(name="value")
    names = list(bars.index)
    place = alt.Y("category:N", title=_title(category), sort=names)
    lines = (
        alt.Chart(table)
        .mark_rule(color=STEM, strokeWidth=2)
        .encode(y=place, x=alt.X("value:Q", title=_title(value)), x2=alt.datum(0))
    )
    dots = (
        alt.Chart(table)
        .mark_point(filled=True, size=110, opacity=1, color=COLOR)
        .encode(
            y=place,
            x=alt.X("value:Q", title=_title(value)),
            tooltip=[
                alt.Tooltip("category:N", title=_title(category)),
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
    picture = plot(pd.read_csv(path), category="industry", value="unemployment_rate")
    picture.save("plot.png", scale_factor=2)
