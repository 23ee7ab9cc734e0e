"""Draw one cell per pair of names, coloured by a number with seaborn.

Seattle Is Warmest in Late Summer Afternoons: Compares a measurement across all pairs of
two sets of names, as a grid of cells that are coloured by the number.
"""

from pathlib import Path

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

SAMPLE = "data/examples/seattle-hourly-temperature.csv"
TITLE = "Seattle Is Warmest in Late Summer Afternoons"
LABELS: dict[str, str] = {
    "hour": "Hour of the day",
    "month": "Month",
    "temperature": "Mean temperature (°C)",
}
SHADES = "YlGnBu"
TEXT = "#4A4A4A"


def _style(ax: Axes, xlabel: str, ylabel: str) -> None:
    """Add the titles."""
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


def plot(data: pd.DataFrame, x: str, y: str, value: str) -> Figure:
    """Draw one cell per pair of names, coloured by a number.

    Args:
        data: Table with one row per observation.
        x: The columns of the grid: a nominal or ordinal column.
        y: The rows of the grid: a nominal or ordinal column.
        value: The measurement that the colour shows: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[x, y, value])
    table = pd.DataFrame(
        {
            "column": frame[x].convert_dtypes().astype(str),
            "row": frame[y].convert_dtypes().astype(str),
            "value": frame[value],
        },
    )
    columns, rows = list(table["column"].unique()), list(table["row"].unique())
    cells = table.pivot_table("value", "row", "column", aggfunc="mean")
    cells = cells.reindex(index=rows, columns=columns)
    fig = Figure(
        figsize=(8, 4.5),
        layout=ConstrainedLayoutEngine(w_pad=0.16, h_pad=0.16),
    )
    ax = fig.subplots()
    sns.heatmap(
        cells,
        cmap=SHADES,
        linewidths=1,
        linecolor="white",
        cbar_kws={"pad": 0.02, "aspect": 24},
        xticklabels=True,
        yticklabels=True,
        ax=ax,
    )
    ax.tick_params(rotation=0)
    for tick in [*ax.get_xticklabels(), *ax.get_yticklabels()]:
        tick.set(parse_math=False)
    scale = ax.collections[0].colorbar
    scale.set_label(
        LABELS.get(value, value),
        color=TEXT,
        fontsize=9.4,
        labelpad=10,
        parse_math=False,
    )
    scale.ax.tick_params(length=0, pad=6, labelcolor=TEXT, labelsize=8.6)
    scale.outline.set_visible(False)
    _style(ax, LABELS.get(x, x), LABELS.get(y, y))
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), x="hour", y="month", value="temperature")
    picture.savefig("plot.png", dpi=200)
