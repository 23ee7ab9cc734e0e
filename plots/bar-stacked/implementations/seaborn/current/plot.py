"""Draw the groups of each category on top of each other with seaborn.

Stacked Bar Chart: Shows how parts add up to the whole of each category, and how both
change.
"""

import itertools
from pathlib import Path

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

SAMPLE = "data/examples/iowa-electricity.csv"
TITLE = "Stacked Bar Chart"
LABELS: dict[str, str] = {
    "year": "Year",
    "net_generation_twh": "Net generation (TWh)",
    "source": "Source",
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
    """Draw the groups of each category on top of each other.

    Args:
        data: Table with one row per observation.
        category: One bar each: an ordinal or nominal column.
        value: Length of the part: a quantitative column.
        color: One part of each bar: a nominal or ordinal column.

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
    bars = keyed[value].sum()
    names = list(bars.index.unique(0))
    groups = list(bars.index.unique(1))
    palette = dict(zip(groups, itertools.cycle(PALETTE)))
    fig = Figure(
        figsize=(8, 4.5),
        layout=ConstrainedLayoutEngine(w_pad=0.16, h_pad=0.16),
    )
    ax = fig.subplots()
    table = bars.rename_axis(["category", "color"]).reset_index(name="value")
    table["category"] = pd.Categorical(table["category"], names)
    sns.histplot(
        data=table,
        x="category",
        weights="value",
        hue="color",
        hue_order=groups[::-1],
        multiple="stack",
        discrete=True,
        shrink=0.7,
        palette=palette,
        alpha=1,
        linewidth=0,
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
        category="year",
        value="net_generation_twh",
        color="source",
    )
    picture.savefig("plot.png", dpi=200)
