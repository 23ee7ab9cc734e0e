"""Draw which share of each group is at most as large as each value with seaborn.

Half of All Adelie Penguins Weigh 3.7 kg or Less: Shows which share of the values is at
most as large as each value, as a curve of steps for each group.
"""

import itertools
from pathlib import Path

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import PercentFormatter

SAMPLE = "data/examples/penguins.csv"
TITLE = "Half of All Adelie Penguins Weigh 3.7 kg or Less"
LABELS: dict[str, str] = {
    "body_mass_g": "Body mass (g)",
    "species": "Species",
}
COLOR = "#0072B2"
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


def plot(data: pd.DataFrame, value: str, color: str | None = None) -> Figure:
    """Draw which share of each group is at most as large as each value.

    Args:
        data: Table with one row per observation.
        value: The measurement: a quantitative column.
        color: One curve each: a nominal or ordinal column, or None.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    needed = [value] if color is None else [value, color]
    frame = data.dropna(subset=needed, ignore_index=True)
    fig = Figure(
        figsize=(8, 4.5),
        layout=ConstrainedLayoutEngine(w_pad=0.16, h_pad=0.16),
    )
    ax = fig.subplots()
    looks: dict[str, object] = {"color": COLOR}
    if color is not None:
        names_by_row = frame[color].convert_dtypes().astype(str)
        looks = {
            "hue": names_by_row,
            "palette": dict(zip(names_by_row.unique(), itertools.cycle(PALETTE))),
        }
    sns.ecdfplot(data=frame, x=value, linewidth=2, ax=ax, **looks)
    ax.yaxis.set_major_formatter(PercentFormatter(1))
    ax.margins(x=0.01)
    if ax.get_legend() is not None:
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
    if frame[value].abs().max() >= 10_000:
        ax.xaxis.set_major_formatter("{x:,.10g}")
    _style(ax, LABELS.get(value, value), "Share of rows")
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), value="body_mass_g", color="species")
    picture.savefig("plot.png", dpi=200)
