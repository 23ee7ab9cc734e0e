"""Draw one bubble per row, coloured by group with seaborn.

Basic Bubble Chart: Shows how two measurements relate and how much each thing weighs, as
the area of its bubble.
"""

import itertools
import math
from pathlib import Path

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.dates import ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

SAMPLE = "data/examples/countries-2005.csv"
TITLE = "Basic Bubble Chart"
LABELS: dict[str, str] = {
    "fertility": "Children per woman",
    "life_expectancy": "Life expectancy (years)",
    "population_millions": "Population (millions)",
    "region": "Region",
}
COLOR = "#0072B2"
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]
AREA = 670  # of the largest bubble, in square points
TEXT = "#4A4A4A"


def _keys(largest: float) -> list[float]:
    """Give three round numbers up to the largest, for the legend of sizes."""
    power = 10 ** math.floor(math.log10(largest))
    top = largest // power * power
    return [top / 10, top / 2, top]


def _add_sizes(ax: Axes, largest: float, title: str) -> None:
    """Add bubbles of round sizes to the right of the plot."""
    handles = []
    for key in _keys(largest):
        bubble = ax.scatter(
            [],
            [],
            s=key * AREA / largest,
            color="#8A8A8A",
            label=f"{key:,.10g}",
        )
        handles.append(bubble)
    legend = ax.legend(
        handles=handles,
        title=title,
        loc="lower left",
        bbox_to_anchor=(1.01, 0.02),
        labelspacing=2.2,
        handletextpad=1.2,
        frameon=False,
        alignment="left",
        labelcolor=TEXT,
        fontsize=8.6,
        title_fontproperties={"size": 8.6, "weight": "bold"},
    )
    for entry in [legend.get_title(), *legend.get_texts()]:
        entry.set(color=TEXT, parse_math=False)


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


def plot(
    data: pd.DataFrame,
    x: str,
    y: str,
    size: str,
    color: str | None = None,
) -> Figure:
    """Draw one bubble per row, coloured by group.

    Args:
        data: Table with one row per observation.
        x: Horizontal position: a quantitative or temporal column.
        y: Vertical position: a quantitative column.
        size: Area of the bubble: a quantitative column.
        color: Group shown by colour: a nominal column, or None.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    needed = [x, y, size] if color is None else [x, y, size, color]
    frame = data.dropna(subset=needed, ignore_index=True)
    frame = frame.sort_values(size, ascending=False, kind="stable", ignore_index=True)
    largest = frame[size].clip(lower=0).max() or 1
    fig = Figure(
        figsize=(8, 4.5),
        layout=ConstrainedLayoutEngine(w_pad=0.16, h_pad=0.16),
    )
    ax = fig.subplots()
    palette: dict[str, str] = {}
    looks: dict[str, object] = {"color": COLOR}
    if color is not None:
        names_by_row = frame[color].convert_dtypes().astype(str)
        palette = dict(zip(names_by_row.unique(), itertools.cycle(PALETTE)))
        looks = {"hue": names_by_row, "palette": palette}
    sns.scatterplot(
        data=frame,
        x=x,
        y=y,
        size=frame[size].clip(lower=0),
        sizes=(0, AREA),
        size_norm=(0, largest),
        alpha=0.65,
        linewidth=0,
        legend=False,
        ax=ax,
        **looks,
    )
    if color is not None:
        for legend_name, shade in palette.items():
            ax.scatter([], [], s=40, color=shade, alpha=0.65, label=legend_name)
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
        ax.add_artist(legend).set_clip_on(False)
    _add_sizes(ax, largest, LABELS.get(size, size))
    if pd.api.types.is_datetime64_any_dtype(frame[x]):
        dates = ConciseDateFormatter(ax.xaxis.get_major_locator())
        dates.offset_formats[2] = "%Y"
        ax.xaxis.set_major_formatter(dates)
        ax.xaxis.get_offset_text().set(color=TEXT, fontsize=8.6)
    elif frame[x].abs().max() >= 10_000:
        ax.xaxis.set_major_formatter("{x:,.10g}")
    ax.yaxis.set_major_formatter("{x:,.10g}")
    _style(ax, LABELS.get(x, x), LABELS.get(y, y))
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path),
        x="fertility",
        y="life_expectancy",
        size="population_millions",
        color="region",
    )
    picture.savefig("plot.png", dpi=200)
