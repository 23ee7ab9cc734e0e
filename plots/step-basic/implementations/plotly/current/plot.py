"""Draw one line of steps per group with plotly.

Basic Step Plot: Shows a number that stays the same until it changes, such as a price, a
rate or a stock.
"""

from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/us-government-jobs.csv"
TITLE = "Basic Step Plot"
LABELS: dict[str, str] = {
    "month": "Month",
    "jobs_millions": "Government jobs in the United States<br>(millions)",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]
DASHES = ["solid", "dash", "dot", "dashdot"]


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


def plot(data: pd.DataFrame, x: str, y: str, color: str | None = None) -> go.Figure:
    """Draw one line of steps per group.

    Args:
        data: Table with one row per observation.
        x: From when on the value holds: a temporal or quantitative column.
        y: The value: a quantitative column.
        color: Group with a line of its own: a nominal column, or None.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    needed = [x, y] if color is None else [x, y, color]
    frame = data.dropna(subset=needed)
    frame = frame.sort_values(x, kind="stable")
    if color is not None:
        frame = frame.assign(**{color: frame[color].convert_dtypes().astype(str)})
    fig = px.line(
        frame,
        x=x,
        y=y,
        color=color,
        line_dash=color,
        color_discrete_sequence=PALETTE,
        line_dash_sequence=DASHES,
        line_shape="hv",
        render_mode="svg",
        labels=LABELS,
        title=TITLE,
        template="plotly_white",
        width=800,
        height=450,
    )
    fig.update_traces(line={"width": 2})
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path, parse_dates=["month"]),
        x="month",
        y="jobs_millions",
    )
    picture.write_html("plot.html")
