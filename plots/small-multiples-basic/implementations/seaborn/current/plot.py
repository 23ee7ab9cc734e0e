"""Draw one panel per value of the facet, all on the same scales with seaborn.

Construction Lost Most in the Recession, Education and Health Least: Compares the same
course between several groups, one small panel per group, all on the same scales.
"""

import math
from pathlib import Path

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

SAMPLE = "data/examples/unemployment-2000-2010.csv"
TITLE = "Construction Lost Most in the Recession, Education and Health Least"
LABELS: dict[str, str] = {
    "month": "Month",
    "unemployment_rate": "Unemployment rate (%)",
    "industry": "Industry",
}
COLOR = "#0072B2"
TEXT = "#4A4A4A"


def _columns(count: int) -> int:
    """Give the number of columns of a grid that is a little wider than high."""
    return count if count < 4 else math.ceil(count**0.5)


def _style(ax: Axes, name: str) -> None:
    """Add the name of a panel and a light grid behind the values."""
    ax.set_title(
        name,
        loc="left",
        pad=6,
        color="#1F1F1F",
        fontsize=9.4,
        parse_math=False,
    )
    ax.tick_params(length=0, pad=6, labelcolor=TEXT, labelsize=8.6)
    ax.grid(axis="y", color="#E6E6E6", linewidth=0.8)
    ax.set_axisbelow(True)
    sns.despine(ax=ax, left=True)
    ax.spines["bottom"].set_color("#9A9A9A")


def plot(data: pd.DataFrame, x: str, y: str, facet: str) -> Figure:
    """Draw one panel per value of the facet, all on the same scales.

    Args:
        data: Table with one row per observation.
        x: Position along each line: a temporal or quantitative column.
        y: Height of each line: a quantitative column.
        facet: Group with a panel of its own: a nominal column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[x, y, facet], ignore_index=True)
    names = frame[facet].convert_dtypes().astype(str)
    grid = sns.relplot(
        data=frame,
        x=x,
        y=y,
        col=names,
        col_wrap=_columns(names.nunique()),
        kind="line",
        estimator=None,
        linewidth=1.6,
        color=COLOR,
    )
    fig, ax = grid.figure, grid.axes.flat[0]
    fig.set_size_inches(8, 4.5)
    fig.set_layout_engine(
        ConstrainedLayoutEngine(w_pad=0.11, h_pad=0.11, wspace=0, hspace=0),
    )
    ax.margins(x=0.01)
    if pd.api.types.is_datetime64_any_dtype(frame[x]):
        ax.xaxis.set_major_locator(AutoDateLocator(maxticks=6))
    if pd.api.types.is_datetime64_any_dtype(frame[x]):
        dates = ConciseDateFormatter(ax.xaxis.get_major_locator())
        dates.offset_formats[2] = "%Y"
        ax.xaxis.set_major_formatter(dates)
        ax.xaxis.get_offset_text().set(color=TEXT, fontsize=8.6)
    elif frame[x].abs().max() >= 10_000:
        ax.xaxis.set_major_formatter("{x:,.10g}")
    ax.yaxis.set_major_formatter("{x:,.10g}")
    grid.set(xlabel="", ylabel="", title="")
    for name, ax in grid.axes_dict.items():
        _style(ax, name)
    fig.supxlabel(LABELS.get(x, x), color=TEXT, fontsize=9.4, parse_math=False)
    fig.supylabel(LABELS.get(y, y), color=TEXT, fontsize=9.4, parse_math=False)
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
    title.set_x(grid.axes.flat[0].get_position().x0)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path, parse_dates=["month"]),
        x="month",
        y="unemployment_rate",
        facet="industry",
    )
    picture.savefig("plot.png", dpi=200)
