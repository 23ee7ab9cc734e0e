"""Draw the groups of each category as points that a line joins with seaborn.

Dumbbell Chart: Shows the distance between two groups or moments in each of many
categories.
"""

import itertools
from pathlib import Path

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

SAMPLE = "data/examples/countries-1955-2005.csv"
TITLE = "Dumbbell Chart"
LABELS: dict[str, str] = {
    "country": "Country",
    "fertility": "Children per woman",
    "year": "Year",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]
STEM = "#8A8A8A"
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
    ax.grid(axis="x", color="#E6E6E6", linewidth=0.8)
    ax.set_axisbelow(True)
    sns.despine(ax=ax, bottom=True)
    ax.spines["left"].set_color("#9A9A9A")


def plot(data: pd.DataFrame, category: str, value: str, color: str) -> Figure:
    """Draw the groups of each category as points that a line joins.

    Args:
        data: Table with one row per observation.
        category: One line each: a nominal or ordinal column.
        value: Position of the point: a quantitative column.
        color: One point per line each: an ordinal or nominal column.

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
    sums = bars.groupby(level=0, sort=False).sum()
    names = list(sums.sort_values(ascending=False, kind="stable").index)
    groups = list(bars.index.unique(1))
    table = pd.DataFrame(
        {group: bars.xs(group, level=1) for group in groups},
        index=names,
    )
    palette = dict(zip(groups, itertools.cycle(PALETTE)))
    fig = Figure(
        figsize=(8, 4.5),
        layout=ConstrainedLayoutEngine(w_pad=0.16, h_pad=0.16),
    )
    ax = fig.subplots()
    sns.pointplot(
        data=frame,
        y=frame[category].convert_dtypes().astype(str),
        x=value,
        order=names,
        hue=frame[color].convert_dtypes().astype(str),
        hue_order=groups,
        estimator="mean",
        errorbar=None,
        palette=palette,
        linestyle="none",
        markersize=8,
        zorder=3,
        ax=ax,
    )
    ax.hlines(
        names,
        table.min(axis=1),
        table.max(axis=1),
        color=STEM,
        linewidth=2,
        zorder=2,
    )
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
    ax.xaxis.set_major_formatter("{x:,.10g}")
    for tick in ax.get_yticklabels():
        tick.set(parse_math=False)
    _style(ax, LABELS.get(value, value), LABELS.get(category, category))
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path),
        category="country",
        value="fertility",
        color="year",
    )
    picture.savefig("plot.png", dpi=200)
