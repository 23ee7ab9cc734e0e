"""Draw one violin per category with plotly.

Gentoo Penguins Have the Longest Flippers: Compares how a measurement is distributed in
several groups by the shape of each distribution.
"""

from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/penguins.csv"
TITLE = "Gentoo Penguins Have the Longest Flippers"
LABELS: dict[str, str] = {
    "species": "Species",
    "flipper_length_mm": "Flipper length (mm)",
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


def plot(data: pd.DataFrame, category: str, value: str) -> go.Figure:
    """Draw one violin per category.

    Args:
        data: Table with one row per observation.
        category: One violin each: a nominal or ordinal column.
        value: The measurement: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value])
    frame = frame.assign(**{category: frame[category].convert_dtypes().astype(str)})
    names = list(frame[category].convert_dtypes().astype(str).unique())
    fig = px.violin(
        frame,
        x=category,
        y=value,
        color_discrete_sequence=[COLOR],
        points=False,
        box=True,
        labels=LABELS,
        title=TITLE,
        template="plotly_white",
        width=800,
        height=450,
    )
    # Gaussian kernels; plotly chooses their bandwidth by Silverman's rule.
    fig.update_traces(
        line={"color": COLOR, "width": 1.5},
        fillcolor="rgba(0, 114, 178, 0.3)",
        spanmode="hard",
        scalemode="width",
        width=0.8,
    )
    _style(fig)
    fig.update_xaxes(type="category", categoryorder="array", categoryarray=names)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="species", value="flipper_length_mm")
    picture.write_html("plot.html")
