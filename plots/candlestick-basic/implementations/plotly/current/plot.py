"""Draw one candle per row, from open to close and from low to high with plotly.

Basic Candlestick Chart: Shows for each stretch of time where a measurement began and
ended and how far it went.
"""

from pathlib import Path

import pandas as pd
import plotly.graph_objects as go

SAMPLE = "data/examples/seattle-weeks.csv"
TITLE = "Basic Candlestick Chart"
LABELS: dict[str, str] = {
    "week": "Week",
    "first": "First day (°C)",
    "highest": "Warmest day (°C)",
    "lowest": "Coldest day (°C)",
    "last": "Daily maximum temperature (°C)",
}
DIRECTIONS = {"Rising": "#0072B2", "Falling": "#D55E00"}


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
        legend={"x": 1.02, "y": 1, "title": {"font": {"size": 12, "weight": 600}}},
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


def plot(
    data: pd.DataFrame,
    x: str,
    open: str,
    high: str,
    low: str,
    close: str,
) -> go.Figure:
    """Draw one candle per row, from open to close and from low to high.

    Args:
        data: Table with one row per observation.
        x: Position of the candle: a temporal or quantitative column.
        open: Where the bar begins: a quantitative column.
        high: Upper end of the line: a quantitative column.
        low: Lower end of the line: a quantitative column.
        close: Where the bar ends: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[x, open, high, low, close])
    fig = go.Figure(
        go.Candlestick(
            x=frame[x],
            open=frame[open],
            high=frame[high],
            low=frame[low],
            close=frame[close],
            increasing={
                "line": {"color": DIRECTIONS["Rising"], "width": 1.2},
                "fillcolor": DIRECTIONS["Rising"],
            },
            decreasing={
                "line": {"color": DIRECTIONS["Falling"], "width": 1.2},
                "fillcolor": DIRECTIONS["Falling"],
            },
            showlegend=False,
        ),
    )
    for name, shade in DIRECTIONS.items():
        fig.add_trace(
            go.Scatter(
                x=[None],
                y=[None],
                mode="markers",
                marker={"symbol": "square", "size": 10, "color": shade},
                name=name,
                showlegend=True,
            ),
        )
    fig.update_layout(
        title=TITLE,
        xaxis_title=LABELS.get(x, x),
        yaxis_title=LABELS.get(close, close),
        xaxis_rangeslider_visible=False,
        template="plotly_white",
        width=800,
        height=450,
    )
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path, parse_dates=["week"]),
        x="week",
        open="first",
        high="highest",
        low="lowest",
        close="last",
    )
    picture.write_html("plot.html")
