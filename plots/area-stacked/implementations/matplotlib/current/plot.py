"""Draw what each group adds to the whole with matplotlib.

Stacked Area Chart: Shows how a whole and its parts change over time, each part on top
of the one below.
"""

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

SAMPLE = "data/examples/iowa-electricity.csv"
TITLE = "Stacked Area Chart"
LABELS: dict[str, str] = {
    "year": "Year",
    "net_generation_twh": "Electricity generated in Iowa (TWh)",
    "source": "Source",
}
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
    ax.spines[["left", "right", "top"]].set_visible(False)
    ax.spines["bottom"].set_color("#9A9A9A")


def plot(data: pd.DataFrame, x: str, y: str, color: str) -> Figure:
    """Draw what each group adds to the whole.

    Args:
        data: Table with one row per observation.
        x: Position along the areas: a temporal or quantitative column.
        y: Thickness of the area: a quantitative column.
        color: Group with an area of its own: a nominal or ordinal column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[x, y, color])
    groups = frame[color].convert_dtypes().astype(str)
    table = frame.pivot_table(
        values=y,
        index=x,
        columns=groups,
        aggfunc="sum",
        fill_value=0,
    )
    table = table[groups.unique()]
    fig = Figure(
        figsize=(8, 4.5),
        layout=ConstrainedLayoutEngine(w_pad=0.16, h_pad=0.16),
    )
    ax = fig.subplots()
    ax.stackplot(
        table.index,
        table.to_numpy().T,
        labels=table.columns,
        colors=PALETTE,
        edgecolor="white",
        linewidth=0.8,
    )
    ax.margins(x=0)
    legend = ax.legend(
        title=LABELS.get(color, color),
        reverse=True,
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
    picture = plot(pd.read_csv(path), x="year", y="net_generation_twh", color="source")
    picture.savefig("plot.png", dpi=200)
