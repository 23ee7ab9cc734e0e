"""Draw one line of steps per group with matplotlib.

Basic Step Plot: Shows a number that stays the same until it changes, such as a price, a
rate or a stock.
"""

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

SAMPLE = "data/examples/us-government-jobs.csv"
TITLE = "Basic Step Plot"
LABELS: dict[str, str] = {
    "month": "Month",
    "jobs_millions": "Government jobs in the United States\n(millions)",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]
DASHES = ["-", "--", ":", "-."]
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


def plot(data: pd.DataFrame, x: str, y: str, color: str | None = None) -> Figure:
    """Draw one line of steps per group.

    Args:
        data: Table with one row per observation.
        x: From when on the value holds: a temporal or quantitative column.
        y: The value: a quantitative column.
        color: Group with a line of its own: a nominal column, or None.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    needed = [x, y] if color is None else [x, y, color]
    frame = data.dropna(subset=needed)
    frame = frame.sort_values(x, kind="stable")
    fig = Figure(
        figsize=(8, 4.5),
        layout=ConstrainedLayoutEngine(w_pad=0.16, h_pad=0.16),
    )
    ax = fig.subplots()
    for i, (legend_name, part) in enumerate(_groups(frame, color)):
        ax.plot(
            part[x],
            part[y],
            linewidth=1.6,
            drawstyle="steps-post",
            color=PALETTE[i % len(PALETTE)],
            linestyle=DASHES[i % len(DASHES)],
            label=legend_name,
        )
    ax.margins(x=0.01)
    if color is not None:
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
        pd.read_csv(path, parse_dates=["month"]),
        x="month",
        y="jobs_millions",
    )
    picture.savefig("plot.png", dpi=200)
