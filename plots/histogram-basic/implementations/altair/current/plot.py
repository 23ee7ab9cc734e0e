"""Draw how many values lie in each of equal intervals with altair.

Basic Histogram: Shows how the values of one measurement are distributed, as counts in
equal intervals.
"""

import textwrap
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/seattle-weather.csv"
TITLE = "Basic Histogram"
LABELS: dict[str, str] = {
    "temp_max": "Daily maximum temperature (°C)",
}
COLOR = "#0072B2"


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
    )


def plot(data: pd.DataFrame, value: str) -> alt.Chart:
    """Draw how many values lie in each of equal intervals.

    Args:
        data: Table with one row per observation.
        value: The measurement: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[value])
    counts, edges = np.histogram(frame[value], bins=24)
    table = pd.DataFrame({"start": edges[:-1], "end": edges[1:], "count": counts})
    pattern = ",~f" if frame[value].abs().max() >= 10_000 else "~f"
    place = alt.X("start:Q", bin="binned").axis(format=pattern).scale(nice=False)
    chart = (
        alt.Chart(table, title=TITLE, width=800, height=450)
        .mark_bar(color=COLOR, binSpacing=0, stroke="white", strokeWidth=0.6)
        .encode(
            x=place.title(_title(value)),
            x2="end:Q",
            y=alt.Y("count:Q", title="Count"),
            tooltip=[
                alt.Tooltip("start:Q", title="From"),
                alt.Tooltip("end:Q", title="To"),
                alt.Tooltip("count:Q", title="Count"),
            ],
        )
    )
    return _style(chart)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), value="temp_max")
    picture.save("plot.png", scale_factor=2)
