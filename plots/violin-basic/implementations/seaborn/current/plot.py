"""Draw one violin per category with seaborn.

Gentoo Penguins Have the Longest Flippers: Compares how a measurement is distributed in
several groups by the shape of each distribution.
"""

from pathlib import Path

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

SAMPLE = "data/examples/penguins.csv"
TITLE = "Gentoo Penguins Have the Longest Flippers"
LABELS: dict[str, str] = {
    "species": "Species",
    "flipper_length_mm": "Flipper length (mm)",
}
COLOR = "#0072B2"
TEXT = "#4A4A4A"


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
    sns.despine(ax=ax, left=True)
    ax.spines["bottom"].set_color("#9A9A9A")


def plot(data: pd.DataFrame, category: str, value: str) -> Figure:
    """Draw one violin per category.

    Args:
        data: Table with one row per observation.
        category: One violin each: a nominal or ordinal column.
        value: The measurement: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value], ignore_index=True)
    names = list(frame[category].convert_dtypes().astype(str).unique())
    fig = Figure(
        figsize=(8, 4.5),
        layout=ConstrainedLayoutEngine(w_pad=0.16, h_pad=0.16),
    )
    ax = fig.subplots()
    # Gaussian kernels; their bandwidth follows Scott's rule.
    sns.violinplot(
        data=frame,
        x=frame[category].convert_dtypes().astype(str),
        y=value,
        order=names,
        width=0.8,
        cut=0,
        density_norm="width",
        inner="quart",
        facecolor=(COLOR, 0.3),
        linecolor=COLOR,
        linewidth=1.3,
        ax=ax,
    )
    ax.yaxis.set_major_formatter("{x:,.10g}")
    for tick in ax.get_xticklabels():
        tick.set(parse_math=False)
    _style(ax, LABELS.get(category, category), LABELS.get(value, value))
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="species", value="flipper_length_mm")
    picture.savefig("plot.png", dpi=200)
