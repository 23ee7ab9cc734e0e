"""Draw every pair of numbers as points, and each as a histogram with seaborn.

Gentoo Penguins Stand Apart in Most Pairs of Measurements: Shows how three or four
measurements of the same things relate, a scatter plot per pair and a histogram of each.
"""

import itertools
import textwrap
from pathlib import Path

import pandas as pd
import seaborn as sns
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


def _title(column: str) -> str:
    """Give the lines of a title that stands beside one row of panels."""
    lines = textwrap.wrap(LABELS.get(column, column), width=12)
    return "\n".join(lines)


def _style(ax: Axes) -> None:
    """Set the lines and the labels of one panel."""
    ax.tick_params(length=0, pad=6, labelcolor=TEXT, labelsize=8.6)
    ax.spines[["left", "bottom"]].set_color("#9A9A9A")


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
    frame = data.dropna(subset=needed, ignore_index=True)
    names = [name for name in (first, second, third, fourth) if name is not None]
    points: dict[str, object] = {"color": PALETTE[0]}
    bars: dict[str, object] = {"color": PALETTE[0]}
    hues: dict[str, object] = {}
    if color is not None:
        names_by_row = frame[color].convert_dtypes().astype(str)
        frame = frame.assign(**{color: names_by_row})
        kinds = names_by_row.unique()
        markers = dict(zip(kinds, itertools.cycle(MARKERS)))
        points, bars = {"style": names_by_row, "markers": markers}, {}
        hues = {"hue": color, "palette": dict(zip(kinds, itertools.cycle(PALETTE)))}
    grid = sns.PairGrid(frame, vars=names, corner=True, height=1, **hues)
    grid.map_lower(
        sns.scatterplot,
        s=14,
        linewidth=0,
        alpha=0.8 if len(frame) < 1000 else 0.4,
        **points,
    )
    grid.map_diag(sns.histplot, bins=16, multiple="stack", alpha=1, linewidth=0, **bars)
    if color is not None:
        grid.add_legend()
        sns.move_legend(
            grid,
            "upper right",
            title=LABELS.get(color, color),
            bbox_to_anchor=(0.96, 0.86),
            frameon=False,
            alignment="left",
            labelcolor=TEXT,
            fontsize=8.6,
            title_fontproperties={"size": 8.6, "weight": "bold"},
        )
        for entry in [grid.legend.get_title(), *grid.legend.get_texts()]:
            entry.set(color=TEXT, parse_math=False)
    fig = grid.figure
    fig.set_size_inches(8, 4.5)
    fig.set_layout_engine(
        ConstrainedLayoutEngine(w_pad=0.11, h_pad=0.11, wspace=0, hspace=0),
    )
    looks = {"color": TEXT, "fontsize": 8.6, "parse_math": False}
    for i, name in enumerate(names):
        grid.axes[-1, i].set_xlabel(_title(name), **looks)
        grid.axes[i, 0].set_ylabel(_title(name) if i > 0 else "", **looks)
        for ax in grid.axes[i, : i + 1]:
            _style(ax)
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
    title.set_x(grid.axes[0, 0].get_position().x0)
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
