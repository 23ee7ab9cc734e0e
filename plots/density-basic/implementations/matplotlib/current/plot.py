"""Draw where the values of each group are dense with matplotlib.

Gentoo Penguins Weigh the Most: Shows where the values of a measurement are dense, as a
smooth curve for each group.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from scipy.stats import gaussian_kde

SAMPLE = "data/examples/penguins.csv"
TITLE = "Gentoo Penguins Weigh the Most"
LABELS: dict[str, str] = {
    "body_mass_g": "Body mass (g)",
    "species": "Species",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]
TEXT = "#4A4A4A"


def _groups(
    frame: pd.DataFrame,
    by: str | None,
) -> list[tuple[str | None, pd.DataFrame]]:
    """Split the rows by group, in the order of the data."""
    if by is None:
        return [(None, frame)]
    names = frame[by].convert_dtypes().astype(str)
    return [(name, frame[names == name]) for name in names.unique()]


def _style(ax: Axes, xlabel: str, ylabel: str) -> None:
    """Add the titles and a light grid behind the values."""
    ax.set_title(
        TITLE,
        loc="left",
        pad=14,
        color="#1F1F1F",
        fontsize=11.5,
        fontweight="bold",
        parse_math=False,
    )
    ax.set_xlabel(xlabel, color=TEXT, fontsize=9.4, labelpad=8, parse_math=False)
    ax.set_ylabel(ylabel, color=TEXT, fontsize=9.4, labelpad=8, parse_math=False)
    ax.tick_params(length=0, pad=6, labelcolor=TEXT, labelsize=8.6)
    ax.grid(axis="y", color="#E6E6E6", linewidth=0.8)
    ax.set_axisbelow(True)
    ax.spines[["left", "right", "top"]].set_visible(False)
    ax.spines["bottom"].set_color("#9A9A9A")


def plot(data: pd.DataFrame, value: str, color: str | None = None) -> Figure:
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
    fig = Figure(
        figsize=(8, 4.5),
        layout=ConstrainedLayoutEngine(w_pad=0.16, h_pad=0.16),
    )
    ax = fig.subplots()
    # Gaussian kernels; their bandwidth follows Scott's rule.
    for i, (legend_name, part) in enumerate(_groups(frame, color)):
        ax.plot(
            at,
            gaussian_kde(part[value])(at),
            linewidth=2,
            color=PALETTE[i % len(PALETTE)],
            label=legend_name,
        )
    ax.margins(x=0)
    ax.set_ylim(bottom=0)
    ax.yaxis.set_major_formatter("{x:,.10g}")
    if ax.get_legend_handles_labels()[0]:
        legend = ax.legend(
            title=LABELS.get(color, color),
            loc="upper left",
            bbox_to_anchor=(1.01, 1.02),
            frameon=False,
            alignment="left",
            labelcolor=TEXT,
            fontsize=8.6,
            title_fontproperties={"size": 8.6, "weight": "bold"},
        )
        for entry in [legend.get_title(), *legend.get_texts()]:
            entry.set(color=TEXT, parse_math=False)
    if frame[value].abs().max() >= 10_000:
        ax.xaxis.set_major_formatter("{x:,.10g}")
    _style(ax, LABELS.get(value, value), "Density")
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), value="body_mass_g", color="species")
    picture.savefig("plot.png", dpi=200)
