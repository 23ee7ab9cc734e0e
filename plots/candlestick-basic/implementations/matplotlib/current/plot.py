"""Draw one candle per row, from open to close and from low to high with matplotlib.

Basic Candlestick Chart: Shows for each stretch of time where a measurement began and
ended and how far it went.
"""

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

SAMPLE = "data/examples/seattle-weeks.csv"
TITLE = "Basic Candlestick Chart"
LABELS: dict[str, str] = {
    "week": "Week",
    "first": "First day (°C)",
    "highest": "Warmest day (°C)",
    "lowest": "Coldest day (°C)",
    "last": "Daily maximum temperature (°C)",
}
DIRECTIONS = {"Rising": "#0072B2", "Falling": "#D55E00"}
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
    ax.spines[["left", "right", "top"]].set_visible(False)
    ax.spines["bottom"].set_color("#9A9A9A")


def plot(
    data: pd.DataFrame,
    x: str,
    open: str,
    high: str,
    low: str,
    close: str,
) -> Figure:
    """Draw one candle per row, from open to close and from low to high.

    Args:
        data: Table with one row per observation.
        x: Position of the candle: a temporal or quantitative column.
        open: Where the bar begins: a quantitative column.
        high: Upper end of the line: a quantitative column.
        low: Lower end of the line: a quantitative column.
        close: Where the bar ends: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[x, open, high, low, close])
    fig = Figure(
        figsize=(8, 4.5),
        layout=ConstrainedLayoutEngine(w_pad=0.16, h_pad=0.16),
    )
    ax = fig.subplots()
    width = 0.7 * frame[x].sort_values().diff().min()
    falls = frame[close] < frame[open]
    for legend_name, shade in DIRECTIONS.items():
        part = frame[falls == (legend_name == "Falling")]
        ax.vlines(part[x], part[low], part[high], color=shade, linewidth=1.2)
        ax.bar(
            part[x],
            part[close] - part[open],
            bottom=part[open],
            width=width,
            color=shade,
            linewidth=1,
            edgecolor=shade,
            label=legend_name,
        )
    ax.legend(
        loc="upper left",
        bbox_to_anchor=(1.01, 1.02),
        frameon=False,
        alignment="left",
        labelcolor=TEXT,
        fontsize=8.6,
        title_fontproperties={"size": 8.6, "weight": "bold"},
    )
    if pd.api.types.is_datetime64_any_dtype(frame[x]):
        dates = ConciseDateFormatter(ax.xaxis.get_major_locator())
        dates.offset_formats[2] = "%Y"
        ax.xaxis.set_major_formatter(dates)
        ax.xaxis.get_offset_text().set(color=TEXT, fontsize=8.6)
    elif frame[x].abs().max() >= 10_000:
        ax.xaxis.set_major_formatter("{x:,.10g}")
    ax.yaxis.set_major_formatter("{x:,.10g}")
    _style(ax, LABELS.get(x, x), LABELS.get(close, close))
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path, parse_dates=["week"]),
        x="week",
        open="first",
        high="highest",
        low="lowest",
        close="last",
    )
    picture.savefig("plot.png", dpi=200)
