"""Draw every pair of numbers as points, and each as a histogram with matplotlib.

Gentoo Penguins Stand Apart in Most Pairs of Measurements: Shows how three or four
measurements of the same things relate, a scatter plot per pair and a histogram of each.
"""

import textwrap
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

SAMPLE = "data/examples/penguins-sizes.csv"
TITLE = "Gentoo Penguins Stand Apart in Most Pairs of Measurements"
LABELS: dict[str, str] = {
    "bill_length_mm": "Bill length (mm)",
    "bill_depth_mm": "Bill depth (mm)",
    "flipper_length_mm": "Flipper length (mm)",
    "body_mass_g": "Body mass (g)",
    "species": "Species",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]
MARKERS = ["o", "s", "^", "D", "v", "P"]
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


def _title(column: str) -> str:
    """Give the lines of a title that stands beside one row of panels."""
    lines = textwrap.wrap(LABELS.get(column, column), width=12)
    return "\n".join(lines)


def _points(
    ax: Axes,
    groups: list[tuple[str | None, pd.DataFrame]],
    pair: tuple[str, str],
    alpha: float,
) -> None:
    """Draw the points of two columns."""
    x, y = pair
    for i, (name, part) in enumerate(groups):
        ax.scatter(
            part[x],
            part[y],
            s=12,
            linewidths=0,
            color=PALETTE[i % len(PALETTE)],
            marker=MARKERS[i % len(MARKERS)],
            alpha=alpha,
            label=name,
        )


def _counts(
    ax: Axes,
    groups: list[tuple[str | None, pd.DataFrame]],
    column: str,
) -> None:
    """Draw how the values of a column are distributed."""
    columns = [part[column] for _, part in groups]
    edges = np.histogram_bin_edges(pd.concat(columns), bins=16)
    ax.hist(
        columns,
        bins=edges,
        stacked=True,
        color=[PALETTE[i % len(PALETTE)] for i in range(len(groups))],
    )
    ax.yaxis.set_visible(False)
    ax.spines["left"].set_visible(False)


def _style(ax: Axes) -> None:
    """Set the lines and the labels of one panel."""
    ax.tick_params(length=0, pad=6, labelcolor=TEXT, labelsize=8.6)
    ax.spines[["right", "top"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color("#9A9A9A")
    ax.label_outer()


def plot(
    data: pd.DataFrame,
    first: str,
    second: str,
    third: str,
    fourth: str | None = None,
    color: str | None = None,
) -> Figure:
    """Draw every pair of numbers as points, and each as a histogram.

    Args:
        data: Table with one row per observation.
        first: First measurement: a quantitative column.
        second: Second measurement: a quantitative column.
        third: Third measurement: a quantitative column.
        fourth: Fourth measurement: a quantitative column, or None.
        color: Group shown by colour: a nominal column, or None.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    needed = [
        first,
        second,
        third,
        *(name for name in (fourth, color) if name is not None),
    ]
    frame = data.dropna(subset=needed)
    names = [name for name in (first, second, third, fourth) if name is not None]
    groups = _groups(frame, color)
    looks = {"color": TEXT, "fontsize": 8.6, "parse_math": False}
    alpha = 0.8 if len(frame) < 1000 else 0.4
    fig = Figure(
        figsize=(8, 4.5),
        layout=ConstrainedLayoutEngine(w_pad=0.11, h_pad=0.11, wspace=0, hspace=0),
    )
    grid = fig.subplots(nrows=len(names), ncols=len(names), sharex="col", squeeze=False)
    for i, row in enumerate(names):
        for ax in grid[i, i + 1 :]:
            ax.remove()
        for j, column in enumerate(names[:i]):
            _points(grid[i, j], groups, (column, row), alpha)
        _counts(grid[i, i], groups, row)
        for ax in grid[i, : i + 1]:
            _style(ax)
        grid[-1, i].set_xlabel(_title(row), **looks)
        if i > 0:
            grid[i, 0].set_ylabel(_title(row), **looks)
    if color is not None:
        legend = fig.legend(
            *grid[-1, 0].get_legend_handles_labels(),
            title=LABELS.get(color, color),
            loc="upper right",
            bbox_to_anchor=(0.96, 0.86),
            frameon=False,
            alignment="left",
            labelcolor=TEXT,
            fontsize=8.6,
            title_fontproperties={"size": 8.6, "weight": "bold"},
        )
        for entry in [legend.get_title(), *legend.get_texts()]:
            entry.set(color=TEXT, parse_math=False)
    title = fig.suptitle(
        TITLE,
        ha="left",
        color="#1F1F1F",
        fontsize=11.5,
        fontweight="bold",
        parse_math=False,
    )
    # The title begins where the panels do, which the layout decides.
    fig.draw_without_rendering()
    title.set_x(grid[0, 0].get_position().x0)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path),
        first="bill_length_mm",
        second="bill_depth_mm",
        third="flipper_length_mm",
        fourth="body_mass_g",
        color="species",
    )
    picture.savefig("plot.png", dpi=200)
