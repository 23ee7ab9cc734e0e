"""Draw how many points lie in each hexagon of a grid with plotly.

Most Days in Seattle Are Mild With Little Wind: Shows where many points of two
measurements lie, by the number of points in each hexagon of a grid.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/seattle-weather.csv"
TITLE = "Most Days in Seattle Are Mild With Little Wind"
LABELS: dict[str, str] = {
    "temp_max": "Daily maximum temperature (°C)",
    "wind": "Wind speed (m/s)",
}
COLUMNS, ROWS = 28, 7
SHADES = "YlGnBu"


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


def _range(middles: pd.Series, steps: int) -> list[float]:
    """Give the ends of an axis on which whole hexagons fit."""
    room = 0.7 * ((middles.max() - middles.min()) / steps or 1)
    return [middles.min() - room, middles.max() + room]


def _style(fig: go.Figure) -> None:
    """Set the texts."""
    fig.update_layout(
        font={"family": "sans-serif", "size": 12, "color": "#4A4A4A"},
        title={
            "x": 0,
            "xref": "paper",
            "y": 0.95,
            "yanchor": "top",
            "font": {"size": 16, "color": "#1F1F1F", "weight": 600},
        },
        margin={"l": 84, "r": 28, "t": 68, "b": 68},
    )
    axis = {
        "ticks": "",
        "zeroline": False,
        "automargin": True,
        "exponentformat": "none",
        "ticklabelstandoff": 6,
        "title": {"standoff": 14, "font": {"size": 13}},
    }
    fig.update_xaxes(axis, showgrid=False)
    fig.update_yaxes(axis, showgrid=False)


def plot(data: pd.DataFrame, x: str, y: str) -> go.Figure:
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
    fig = px.scatter(
        cells,
        x="x",
        y="y",
        color="count",
        color_continuous_scale=SHADES,
        labels={
            "x": LABELS.get(x, x),
            "y": LABELS.get(y, y),
            "count": "Number of rows",
        },
        title=TITLE,
        template="plotly_white",
        width=800,
        height=450,
    )
    # The size makes the hexagons touch at 800 x 450 pixels.
    fig.update_traces(
        marker={
            "symbol": "hexagon",
            "size": 23.7,
            "opacity": 1,
            "line": {"color": "#9A9A9A", "width": 0.4},
        },
    )
    bar = {
        "title": {"text": "Number of rows", "side": "right", "font": {"size": 13}},
        "thickness": 16,
        "outlinewidth": 0,
        "ticks": "",
        "ticksuffix": "  ",
    }
    fig.update_coloraxes(colorbar=bar)
    fig.update_xaxes(range=_range(cells["x"], COLUMNS))
    fig.update_yaxes(range=_range(cells["y"], ROWS))
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), x="temp_max", y="wind")
    picture.write_html("plot.html")
