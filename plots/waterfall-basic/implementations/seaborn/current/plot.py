"""Draw how steps add up to a total with seaborn.

Waterfall Chart: Shows step by step how rises and falls add up to a total.
"""

from pathlib import Path

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

SAMPLE = "data/examples/us-jobs-recession.csv"
TITLE = "Waterfall Chart"
LABELS: dict[str, str] = {
    "sector": "Sector",
    "change_thousands": "Change in jobs since December 2007 (thousands)",
}
TOTAL = "Total"
COLORS = {"rise": "#0072B2", "fall": "#D55E00", "total": "#595959"}
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
    """Draw how steps add up to a total.

    Args:
        data: Table with one row per observation.
        category: One step each: a nominal or ordinal column.
        value: Change that the step makes: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value], ignore_index=True)
    changes = frame.groupby(
        frame[category].convert_dtypes().astype(str),
        sort=False,
    )[value].sum()
    table = pd.DataFrame(
        {
            "category": [*changes.index, TOTAL],
            "change": [*changes, changes.sum()],
            "start": [*changes.cumsum().shift(fill_value=0), 0],
            "end": [*changes.cumsum(), changes.sum()],
        },
    )
    table["kind"] = ["rise" if step >= 0 else "fall" for step in table["change"]]
    table.loc[table.index[-1], "kind"] = "total"
    table["text"] = [f"{step:+,.10g}" for step in table["change"]]
    table.loc[table.index[-1], "text"] = f"{changes.sum():,.10g}"
    fig = Figure(
        figsize=(8, 4.5),
        layout=ConstrainedLayoutEngine(w_pad=0.16, h_pad=0.16),
    )
    ax = fig.subplots()
    sns.barplot(
        data=table,
        y="category",
        x=table["end"] - table["start"],
        left=table["start"],
        width=0.7,
        color=COLORS["total"],
        saturation=1,
        ax=ax,
    )
    for bar, trend in zip(ax.patches, table["kind"], strict=True):
        bar.set_facecolor(COLORS[trend])
    ax.bar_label(
        ax.containers[0],
        labels=table["text"],
        padding=4,
        color=TEXT,
        fontsize=8.6,
    )
    least, most = min(0, table["end"].min()), max(0, table["end"].max())
    room = 0.12 * (most - least)
    ax.set_xlim(least - room * (least < 0), most + room * (most > 0))
    ax.xaxis.set_major_formatter("{x:,.10g}")
    for tick in ax.get_yticklabels():
        tick.set(parse_math=False)
    _style(ax, LABELS.get(value, value), LABELS.get(category, category))
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="sector", value="change_thousands")
    picture.savefig("plot.png", dpi=200)
