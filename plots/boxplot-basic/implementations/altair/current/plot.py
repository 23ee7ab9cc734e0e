"""Draw one box per category with altair.

Basic Box Plot: Compares how a measurement is distributed in several groups by median,
quartiles and outliers.
"""

import textwrap
from pathlib import Path

import altair as alt
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/seattle-weather.csv"
TITLE = "Basic Box Plot"
LABELS: dict[str, str] = {
    "weather": "Weather",
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


def plot(data: pd.DataFrame, category: str, value: str) -> alt.Chart:
    """Draw one box per category.

    Args:
        data: Table with one row per observation.
        category: One box each: a nominal or ordinal column.
        value: The measurement: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value])
    names = list(frame[category].convert_dtypes().astype(str).unique())
    table = pd.DataFrame(
        {
            "category": frame[category].convert_dtypes().astype(str),
            "value": frame[value],
        },
    )
    size_px = max(4, 380 // len(names))
    chart = (
        alt.Chart(table, title=TITLE, width=800, height=450)
        .mark_boxplot(
            extent=1.5,
            size=size_px,
            color=COLOR,
            box={"fillOpacity": 0.3, "stroke": COLOR, "strokeWidth": 1.5},
            median={"color": COLOR, "thickness": 3, "opacity": 1},
            ticks={"color": COLOR, "thickness": 1.5, "size": size_px // 2},
            rule={"color": COLOR, "strokeWidth": 1.5},
            outliers={"filled": True, "size": 22, "opacity": 0.7},
        )
        .encode(
            x=alt.X("category:N", title=_title(category), sort=names),
            y=alt.Y("value:Q", title=_title(value)).scale(zero=False),
        )
    )
    return _style(chart)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="weather", value="temp_max")
    picture.save("plot.png", scale_factor=2)
