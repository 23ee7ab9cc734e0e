"""Draw one bar per category with altair.

Basic Bar Chart: Compares one number between categories; several rows of a category are
averaged.
"""

import textwrap
from pathlib import Path

import altair as alt
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/life-expectancy.csv"
TITLE = "Basic Bar Chart"
LABELS: dict[str, str] = {
    "region": "Region",
    "life_expectancy": "Mean life expectancy (years)",
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
        .configure_axisX(domain=False)
        .configure_axisY(grid=False, labelAngle=0)
    )


def plot(data: pd.DataFrame, category: str, value: str) -> alt.Chart:
    """Draw one bar per category.

    Args:
        data: Table with one row per observation.
        category: One bar each: a nominal or ordinal column.
        value: Length of the bar: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value])
    keyed = frame.groupby(frame[category].convert_dtypes().astype(str), sort=False)
    bars = keyed[value].mean().sort_values(ascending=False, kind="stable")
    table = bars.rename_axis("category").reset_index(name="value")
    chart = (
        alt.Chart(table, title=TITLE, width=800, height=450)
        .mark_bar(color=COLOR)
        .encode(
            x=alt.X("value:Q", title=_title(value)),
            y=alt.Y(
                "category:N",
                title=_title(category),
                sort=None,
            ).scale(paddingInner=0.3, paddingOuter=0.15),
            tooltip=[
                alt.Tooltip("category:N", title=_title(category)),
                alt.Tooltip("value:Q", title=_title(value)),
            ],
        )
    )
    return _style(chart)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="region", value="life_expectancy")
    picture.save("plot.png", scale_factor=2)
