"""Draw one bubble per row, coloured by group with altair.

Basic Bubble Chart: Shows how two measurements relate and how much each thing weighs, as
the area of its bubble.
"""

import math
import textwrap
from pathlib import Path

import altair as alt
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/countries-2005.csv"
TITLE = "Basic Bubble Chart"
LABELS: dict[str, str] = {
    "fertility": "Children per woman",
    "life_expectancy": "Life expectancy (years)",
    "population_millions": "Population (millions)",
    "region": "Region",
}
COLOR = "#0072B2"
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]
AREA = 1018  # of the largest bubble, in square pixels


def _keys(largest: float) -> list[float]:
    """Give three round numbers up to the largest, for the legend of sizes."""
    power = 10 ** math.floor(math.log10(largest))
    top = largest // power * power
    return [top / 10, top / 2, top]


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


def plot(
    data: pd.DataFrame,
    x: str,
    y: str,
    size: str,
    color: str | None = None,
) -> alt.Chart:
    """Draw one bubble per row, coloured by group.

    Args:
        data: Table with one row per observation.
        x: Horizontal position: a quantitative or temporal column.
        y: Vertical position: a quantitative column.
        size: Area of the bubble: a quantitative column.
        color: Group shown by colour: a nominal column, or None.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    needed = [x, y, size] if color is None else [x, y, size, color]
    frame = data.dropna(subset=needed)
    frame = frame.sort_values(size, ascending=False, kind="stable", ignore_index=True)
    largest = frame[size].clip(lower=0).max() or 1
    table = pd.DataFrame(
        {"x": frame[x], "y": frame[y], "size": frame[size].clip(lower=0)},
    )
    if color is not None:
        table["color"] = frame[color].convert_dtypes().astype(str)
    if pd.api.types.is_datetime64_any_dtype(frame[x]):
        place = alt.X("x:T")
    else:
        pattern = ",~f" if frame[x].abs().max() >= 10_000 else "~f"
        place = alt.X("x:Q").axis(format=pattern).scale(zero=False)
    area = alt.Size("size:Q", title=_title(size))
    area = area.scale(domain=[0, largest], range=[0, AREA])
    area = area.legend(
        values=_keys(largest),
        symbolFillColor="#8A8A8A",
        symbolStrokeWidth=0,
    )
    chart = (
        alt.Chart(table, title=TITLE, width=800, height=450)
        .mark_circle(opacity=0.65, color=COLOR)
        .encode(
            x=place.title(_title(x)),
            y=alt.Y("y:Q", title=_title(y)).scale(zero=False),
            size=area,
            tooltip=[
                alt.Tooltip("x", title=_title(x)),
                alt.Tooltip("y", title=_title(y)),
                alt.Tooltip("size", title=_title(size)),
            ],
        )
    )
    if color is not None:
        names = list(table["color"].unique())
        chart = chart.encode(
            color=alt.Color(
                "color:N",
                title=_title(color),
            ).scale(domain=names, range=PALETTE),
        )
    return _style(chart)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path),
        x="fertility",
        y="life_expectancy",
        size="population_millions",
        color="region",
    )
    picture.save("plot.png", scale_factor=2)
