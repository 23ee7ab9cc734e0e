"""Draw one point per category, with its interval with seaborn.

Error Bar Chart: Shows the mean of each category with one standard deviation to both
sides.
"""

from pathlib import Path

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

SAMPLE = "data/examples/seattle-weather.csv"
TITLE = "Error Bar Chart"
LABELS: dict[str, str] = {
    "weather": "Weather",
    "temp_max": "Mean daily maximum ± 1 standard deviation (°C)",
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
    ax.grid(axis="x", color="#E6E6E6", linewidth=0.8)
    ax.set_axisbelow(True)
    sns.despine(ax=ax, bottom=True)
    ax.spines["left"].set_color("#9A9A9A")


def plot(data: pd.DataFrame, category: str, value: str) -> Figure:
    """Draw one point per category, with its interval.

    Args:
        data: Table with one row per observation.
        category: One point each: a nominal or ordinal column.
        value: Measurements that are averaged: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value], ignore_index=True)
    keyed = frame.groupby(
        frame[category].convert_dtypes().astype(str),
        sort=False,
    )[value]
    # One standard deviation to both sides; a single value has none.
    center, reach = keyed.mean(), keyed.std().fillna(0)
    table = pd.DataFrame(
        {"value": center, "low": center - reach, "high": center + reach},
    )
    table = table.rename_axis("category")
    table = table.sort_values("value", ascending=False, kind="stable")
    names = list(table.index)
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
        errorbar="sd",
        capsize=0.12,
        err_kws={"linewidth": 2},
        color=COLOR,
        linestyle="none",
        markersize=8,
        zorder=3,
        ax=ax,
    )
    ax.xaxis.set_major_formatter("{x:,.10g}")
    for tick in ax.get_yticklabels():
        tick.set(parse_math=False)
    _style(ax, LABELS.get(value, value), LABELS.get(category, category))
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="weather", value="temp_max")
    picture.savefig("plot.png", dpi=200)
