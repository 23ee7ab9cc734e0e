"""Draw how many values lie in each of equal intervals with plotly.

Basic Histogram: Shows how the values of one measurement are distributed, as counts in
equal intervals.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/seattle-weather.csv"
TITLE = "Basic Histogram"
LABELS: dict[str, str] = {
    "temp_max": "Daily maximum temperature (°C)",
}
COLOR = "#0072B2"


def _style(fig: go.Figure) -> None:
    """Set the texts and a light grid behind the values."""
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
    fig.update_yaxes(axis, gridcolor="#E6E6E6", separatethousands=True)
    fig.update_xaxes(axis, showgrid=False, showline=True, linecolor="#9A9A9A")


def plot(data: pd.DataFrame, value: str) -> go.Figure:
    """Draw how many values lie in each of equal intervals.

    Args:
        data: Table with one row per observation.
        value: The measurement: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[value])
    edges = np.histogram_bin_edges(frame[value], bins=24)
    # plotly counts a value within 1e-9 of an interval to the next one; this hair of
    # width keeps the largest value in the last interval and moves no other.
    step = (edges[1] - edges[0]) * (1 + 1e-9 / 23.5)
    fig = px.histogram(
        frame,
        x=value,
        color_discrete_sequence=[COLOR],
        labels=LABELS,
        title=TITLE,
        template="plotly_white",
        width=800,
        height=450,
    )
    fig.update_traces(
        xbins={"start": edges[0], "end": edges[-1], "size": step},
        marker={"line": {"color": "white", "width": 0.6}},
    )
    fig.update_layout(bargap=0, yaxis_title="Count")
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), value="temp_max")
    picture.write_html("plot.html")
