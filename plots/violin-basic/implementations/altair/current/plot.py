"""Draw one violin per category with altair.

Gentoo Penguins Have the Longest Flippers: Compares how a measurement is distributed in
several groups by the shape of each distribution.
"""

import textwrap
from pathlib import Path

import altair as alt
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/penguins.csv"
TITLE = "Gentoo Penguins Have the Longest Flippers"
LABELS: dict[str, str] = {
    "species": "Species",
    "flipper_length_mm": "Flipper length (mm)",
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
    """Draw one violin per category.

    Args:
        data: Table with one row per observation.
        category: One violin each: a nominal or ordinal column.
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
    # Gaussian kernels; Vega chooses their bandwidth by Scott's rule.
    chart = (
        alt.Chart(table, title=TITLE, width=800, height=450)
        .transform_density(
            "value",
            as_=["value", "density"],
            groupby=["category"],
            resolve="independent",
        )
        .mark_area(
            orient="horizontal",
            color=COLOR,
            fillOpacity=0.3,
            stroke=COLOR,
            strokeWidth=1.5,
        )
        .encode(
            x=alt.X(
                "density:Q",
                axis=None,
                stack="center",
                impute=None,
                scale=alt.Scale(nice=False),
            ),
            y=alt.Y("value:Q", title=_title(value)).scale(zero=False),
            column=alt.Column(
                "category:N",
                title=_title(category),
                sort=names,
                spacing=0,
                header=alt.Header(
                    labelOrient="bottom",
                    labelColor="#4A4A4A",
                    labelFontSize=12,
                    titleOrient="bottom",
                    titleColor="#4A4A4A",
                    titleFontSize=13,
                    titleFontWeight="normal",
                ),
            ),
        )
    )
    chart = chart.properties(width=660 // len(names), height=330)
    return _style(chart)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="species", value="flipper_length_mm")
    picture.save("plot.png", scale_factor=2)
