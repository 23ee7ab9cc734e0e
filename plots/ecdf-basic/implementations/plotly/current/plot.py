"""Draw which share of each group is at most as large as each value with plotly.

Half of All Adelie Penguins Weigh 3.7 kg or Less: Shows which share of the values is at
most as large as each value, as a curve of steps for each group.
"""

from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/penguins.csv"
TITLE = "Half of All Adelie Penguins Weigh 3.7 kg or Less"
LABELS: dict[str, str] = {
    "body_mass_g": "Body mass (g)",
    "species": "Species",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]


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


def plot(data: pd.DataFrame, value: str, color: str | None = None) -> go.Figure:
    """Draw which share of each group is at most as large as each value.

    Args:
        data: Table with one row per observation.
        value: The measurement: a quantitative column.
        color: One curve each: a nominal or ordinal column, or None.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    needed = [value] if color is None else [value, color]
    frame = data.dropna(subset=needed)
    if color is not None:
        frame = frame.assign(**{color: frame[color].convert_dtypes().astype(str)})
    fig = px.ecdf(
        frame,
        x=value,
        color=color,
        color_discrete_sequence=PALETTE,
        labels=LABELS,
        render_mode="svg",
        title=TITLE,
        template="plotly_white",
        width=800,
        height=450,
    )
    fig.update_traces(line={"width": 2})
    _style(fig)
    fig.update_yaxes(title_text="Share of rows", tickformat=".0%")
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), value="body_mass_g", color="species")
    picture.write_html("plot.html")
