"""Draw how many points lie in each hexagon of a grid with altair.

Most Days in Seattle Are Mild With Little Wind: Shows where many points of two
measurements lie, by the number of points in each hexagon of a grid.
"""

import textwrap
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/seattle-weather.csv"
TITLE = "Most Days in Seattle Are Mild With Little Wind"
LABELS: dict[str, str] = {
    "temp_max": "Daily maximum temperature (°C)",
    "wind": "Wind speed (m/s)",
}
COLUMNS, ROWS = 28, 9
SHADES = "yellowgreenblue"
HEXAGON = "M0,-1L0.866,-0.5L0.866,0.5L0,1L-0.866,0.5L-0.866,-0.5Z"


def _hexagons(x: pd.Series, y: pd.Series) -> pd.DataFrame:
    """Count the points of each hexagon; give its middle and their number."""
    across = (x.max() - x.min()) / COLUMNS or 1
    up = (y.max() - y.min()) / ROWS or 1
    u, v = (x - x.min()) / across, (y - y.min()) / up
    # Middles lie on two grids, one shifted by half a step; the nearer one counts.
    near = (u - u.round()) ** 2 + 3 * (v - v.round()) ** 2
    even = near < (u % 1 - 0.5) ** 2 + 3 * (v % 1 - 0.5) ** 2
    middles = pd.DataFrame(
        {
            "x": np.where(even, u.round(), u // 1 + 0.5),
            "y": np.where(even, v.round(), v // 1 + 0.5),
        },
    )
    cells = middles.groupby(["x", "y"], as_index=False).size()
    cells["x"] = x.min() + across * cells["x"]
    cells["y"] = y.min() + up * cells["y"]
    return cells.rename(columns={"size": "count"})


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


def plot(data: pd.DataFrame, x: str, y: str) -> alt.Chart:
    """Draw how many points lie in each hexagon of a grid.

    Args:
        data: Table with one row per observation.
        x: The horizontal measurement: a quantitative column.
        y: The vertical measurement: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[x, y])
    cells = _hexagons(frame[x], frame[y])
    pattern = ",~f" if frame[x].abs().max() >= 10_000 else "~f"
    place = alt.X("x:Q").axis(format=pattern).scale(zero=False, nice=False, padding=14)
    # The size makes the hexagons touch at 800 x 450 pixels.
    chart = (
        alt.Chart(cells, title=TITLE, width=800, height=450)
        .mark_point(
            shape=HEXAGON,
            size=518,
            filled=True,
            opacity=1,
            stroke="#9A9A9A",
            strokeWidth=0.4,
        )
        .encode(
            x=place.title(_title(x)),
            y=alt.Y("y:Q", title=_title(y)).scale(zero=False, nice=False, padding=14),
            color=alt.Color("count:Q", title="Number of rows").scale(scheme=SHADES),
            tooltip=[
                alt.Tooltip("x:Q", title=_title(x)),
                alt.Tooltip("y:Q", title=_title(y)),
                alt.Tooltip("count:Q", title="Number of rows"),
            ],
        )
    )
    return _style(chart)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), x="temp_max", y="wind")
    picture.save("plot.png", scale_factor=2)
