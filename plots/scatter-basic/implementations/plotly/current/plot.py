"""Draw one point per row, coloured by group with plotly.

Basic Scatter Plot: Shows how two measurements of the same things relate, one point per
row, with an optional colour per group.
"""

from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/penguins.csv"
TITLE = "Basic Scatter Plot"
LABELS: dict[str, str] = {
    "flipper_length_mm": "Flipper length (mm)",
    "body_mass_g": "Body mass (g)",
    "species": "Species",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]
SYMBOLS = ["circle", "square", "triangle-up", "diamond", "triangle-down", "cross"]


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
        legend={
            "x": 1.02,
            "y": 1,
            "title": {"font": {"size": 12, "weight": 600}},
            "itemsizing": "constant",
        },
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
    """Draw one point per row, coloured by group.

    Args:
        data: Table with one row per observation.
        x: Horizontal position: a quantitative or temporal column.
        y: Vertical position: a quantitative column.
        color: Group shown by colour: a nominal column, or None.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    needed = [x, y] if color is None else [x, y, color]
    frame = data.dropna(subset=needed)
    if color is not None:
        frame = frame.assign(**{color: frame[color].convert_dtypes().astype(str)})
    fig = px.scatter(
        frame,
        x=x,
        y=y,
        color=color,
        symbol=color,
        color_discrete_sequence=PALETTE,
        symbol_sequence=SYMBOLS,
        opacity=0.8 if len(frame) < 1000 else 0.4,
        render_mode="svg",
        labels=LABELS,
        title=TITLE,
        template="plotly_white",
        width=800,
        height=450,
    )
    fig.update_traces(marker={"size": 7})
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path),
        x="flipper_length_mm",
        y="body_mass_g",
        color="species",
    )
    picture.write_html("plot.html")
