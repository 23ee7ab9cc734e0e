"""Draw where the values of each group are dense with plotly.

Gentoo Penguins Weigh the Most: Shows where the values of a measurement are dense, as a
smooth curve for each group.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from scipy.stats import gaussian_kde

SAMPLE = "data/examples/penguins.csv"
TITLE = "Gentoo Penguins Weigh the Most"
LABELS: dict[str, str] = {
    "body_mass_g": "Body mass (g)",
    "species": "Species",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]


def _groups(
    frame: pd.DataFrame,
    by: str | None,
) -> list[tuple[str | None, pd.DataFrame]]:
    """Split the rows by group, in the order of the data."""
    if by is None:
        return [(None, frame)]
    names = frame[by].convert_dtypes().astype(str)
    return [(name, frame[names == name]) for name in names.unique()]


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
    """Draw where the values of each group are dense.

    Args:
        data: Table with one row per observation.
        value: The measurement: a quantitative column.
        color: One curve each: a nominal or ordinal column, or None.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    needed = [value] if color is None else [value, color]
    frame = data.dropna(subset=needed)
    # A density can be estimated from two different values on.
    spread = frame.groupby(color or (lambda _: 0))[value].transform("nunique")
    frame = frame[spread > 1]
    least, most = frame[value].min(), frame[value].max()
    pad = 0.15 * (most - least) or 1
    at = np.linspace(least - pad, most + pad, 200)
    fig = go.Figure()
    # Gaussian kernels; their bandwidth follows Scott's rule.
    for i, (legend_name, part) in enumerate(_groups(frame, color)):
        fig.add_scatter(
            x=at,
            y=gaussian_kde(part[value])(at),
            mode="lines",
            name=legend_name,
            line={"color": PALETTE[i % len(PALETTE)], "width": 2},
        )
    fig.update_layout(
        title=TITLE,
        xaxis_title=LABELS.get(value, value),
        yaxis_title="Density",
        template="plotly_white",
        width=800,
        height=450,
    )
    if color is not None:
        fig.update_layout(legend_title_text=LABELS.get(color, color))
    fig.update_yaxes(rangemode="tozero")
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), value="body_mass_g", color="species")
    picture.write_html("plot.html")
