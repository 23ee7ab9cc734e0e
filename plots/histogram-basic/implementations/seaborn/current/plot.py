"""Draw how many values lie in each of equal intervals with seaborn.

Basic Histogram: Shows how the values of one measurement are distributed, as counts in
equal intervals.
"""

from pathlib import Path

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

SAMPLE = "data/examples/seattle-weather.csv"
TITLE = "Basic Histogram"
LABELS: dict[str, str] = {
    "temp_max": "Daily maximum temperature (°C)",
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


def plot(data: pd.DataFrame, value: str) -> Figure:
    """Draw how many values lie in each of equal intervals.

    Args:
        data: Table with one row per observation.
        value: The measurement: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[value], ignore_index=True)
    fig = Figure(
        figsize=(8, 4.5),
        layout=ConstrainedLayoutEngine(w_pad=0.16, h_pad=0.16),
    )
    ax = fig.subplots()
    sns.histplot(
        data=frame,
        x=value,
        bins=24,
        color=COLOR,
        alpha=1,
        edgecolor="white",
        linewidth=0.6,
        ax=ax,
    )
    ax.margins(x=0.01)
    if frame[value].abs().max() >= 10_000:
        ax.xaxis.set_major_formatter("{x:,.10g}")
    ax.yaxis.set_major_formatter("{x:,.10g}")
    _style(ax, LABELS.get(value, value), "Count")
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), value="temp_max")
    picture.savefig("plot.png", dpi=200)
