"""Draw one bar per category and group with seaborn.

Grouped Bar Chart: Compares one number between categories and, within each, between
groups that stand side by side.
"""

import itertools
from pathlib import Path

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

SAMPLE = "data/examples/penguins-by-sex.csv"
TITLE = "Grouped Bar Chart"
LABELS: dict[str, str] = {
    "species": "Species",
    "body_mass_g": "Mean body mass (g)",
    "sex": "Sex",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]
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


def plot(data: pd.DataFrame, category: str, value: str, color: str) -> Figure:
    """Draw one bar per category and group.

    Args:
        data: Table with one row per observation.
        category: One cluster of bars each: a nominal or ordinal column.
        value: Length of the bar: a quantitative column.
        color: One bar per cluster each: a nominal or ordinal column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value, color], ignore_index=True)
    keyed = frame.groupby(
        [
            frame[category].convert_dtypes().astype(str),
            frame[color].convert_dtypes().astype(str),
        ],
        sort=False,
    )
    bars = keyed[value].mean()
    names = list(bars.index.unique(0))
    groups = list(bars.index.unique(1))
    palette = dict(zip(groups, itertools.cycle(PALETTE)))
    fig = Figure(
        figsize=(8, 4.5),
        layout=ConstrainedLayoutEngine(w_pad=0.16, h_pad=0.16),
    )
    ax = fig.subplots()
    sns.barplot(
        data=frame,
        x=frame[category].convert_dtypes().astype(str),
        y=value,
        hue=frame[color].convert_dtypes().astype(str),
        order=names,
        hue_order=groups,
        estimator="mean",
        errorbar=None,
        width=0.8,
        gap=0.08,
        palette=palette,
        legend="full",
        saturation=1,
        ax=ax,
    )
    ax.margins(x=0.02)
    sns.move_legend(
        ax,
        "upper left",
        title=LABELS.get(color, color),
        bbox_to_anchor=(1.01, 1.02),
        frameon=False,
        alignment="left",
        labelcolor=TEXT,
        fontsize=8.6,
        title_fontproperties={"size": 8.6, "weight": "bold"},
    )
    for entry in [ax.get_legend().get_title(), *ax.get_legend().get_texts()]:
        entry.set(color=TEXT, parse_math=False)
    ax.yaxis.set_major_formatter("{x:,.10g}")
    for tick in ax.get_xticklabels():
        tick.set(parse_math=False)
    _style(ax, LABELS.get(category, category), LABELS.get(value, value))
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path),
        category="species",
        value="body_mass_g",
        color="sex",
    )
    picture.savefig("plot.png", dpi=200)
