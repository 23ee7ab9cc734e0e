"""Draw one point per category, with its interval with altair.

Error Bar Chart: Shows the mean of each category with one standard deviation to both
sides.
"""

import textwrap
from pathlib import Path

import altair as alt
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/seattle-weather.csv"
TITLE = "Error Bar Chart"
LABELS: dict[str, str] = {
    "weather": "Weather",
    "temp_max": "Mean daily maximum ± 1 standard deviation (°C)",
}
COLOR = "#0072B2"


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
    """Draw one point per category, with its interval.

    Args:
        data: Table with one row per observation.
        category: One point each: a nominal or ordinal column.
        value: Measurements that are averaged: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value])
    keyed = frame.groupby(
        frame[category].convert_dtypes().astype(str),
        sort=False,
    )[value]
    # One standard deviation to both sides; a single value has none.
    center, reach = keyed.mean(), keyed.std().fillna(0)
    table = pd.DataFrame(
        {"value": center, "low": center - reach, "high": center + reach},
    )
    table = table.rename_axis("category")
    table = table.sort_values("value", ascending=False, kind="stable")
    table = table.reset_index()
    names = list(table["category"])
    place = alt.Y("category:N", title=_title(category), sort=names)
    lines = (
        alt.Chart(table)
        .mark_errorbar(
            color=COLOR,
            thickness=2,
            ticks={"color": COLOR, "thickness": 2, "size": 12},
        )
        .encode(
            y=place,
            x=alt.X("low:Q", title=_title(value)).scale(zero=False),
            x2="high:Q",
        )
    )
    dots = (
        alt.Chart(table)
        .mark_point(filled=True, size=110, opacity=1, color=COLOR)
        .encode(
            y=place,
            x=alt.X("value:Q", title=_title(value)).scale(zero=False),
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
    picture = plot(pd.read_csv(path), category="weather", value="temp_max")
    picture.save("plot.png", scale_factor=2)
