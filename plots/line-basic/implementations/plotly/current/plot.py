"""Draw one line per group with plotly.

Basic Line Plot: Shows how a measurement changes over time or along another ordered
quantity.
"""

from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/mauna-loa-co2.csv"
TITLE = "Basic Line Plot"
LABELS: dict[str, str] = {
    "date": "Month",
    "co2_ppm": "CO₂ concentration (ppm)",
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
    """Draw one line per group.

    Args:
        data: Table with one row per observation.
        x: Position along the line: a temporal or quantitative column.
        y: Height of the line: a quantitative column.
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
    picture = plot(pd.read_csv(path, parse_dates=["date"]), x="date", y="co2_ppm")
    picture.write_html("plot.html")
