"""Draw how many points lie in each hexagon of a grid with seaborn.

Most Days in Seattle Are Mild With Little Wind: Shows where many points of two
measurements lie, by the number of points in each hexagon of a grid.
"""

from pathlib import Path

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

SAMPLE = "data/examples/seattle-weather.csv"
TITLE = "Most Days in Seattle Are Mild With Little Wind"
LABELS: dict[str, str] = {
    "temp_max": "Daily maximum temperature (°C)",
    "wind": "Wind speed (m/s)",
}
COLUMNS, ROWS = 28, 9
SHADES = "YlGnBu"
COLOR = "#0072B2"
TEXT = "#4A4A4A"


def _style(ax: Axes, xlabel: str, ylabel: str) -> None:
    """Add the titles."""
    ax.figure.suptitle(
        TITLE,
        x=0.09,
        ha="left",
        color="#1F1F1F",
        fontsize=11.5,
        fontweight="bold",
        parse_math=False,
    )
    ax.set_xlabel(xlabel, color=TEXT, fontsize=9.4, labelpad=8, parse_math=False)
    ax.set_ylabel(ylabel, color=TEXT, fontsize=9.4, labelpad=8, parse_math=False)
    ax.tick_params(length=0, pad=6, labelcolor=TEXT, labelsize=8.6)


def plot(data: pd.DataFrame, x: str, y: str) -> Figure:
    """Draw how many points lie in each hexagon of a grid.

    Args:
        data: Table with one row per observation.
        x: The horizontal measurement: a quantitative column.
        y: The vertical measurement: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[x, y], ignore_index=True)
    joint = sns.jointplot(
        data=frame,
        x=x,
        y=y,
        kind="hex",
        ratio=7,
        gridsize=(COLUMNS, ROWS),
        mincnt=1,
        cmap=SHADES,
        edgecolors="#9A9A9A",
        linewidths=0.4,
        marginal_kws={"color": COLOR, "alpha": 0.45, "linewidth": 0},
    )
    fig, ax = joint.figure, joint.ax_joint
    fig.set_size_inches(8, 4.5)
    fig.subplots_adjust(left=0.09, right=0.84, bottom=0.16, top=0.89)
    room = fig.add_axes((0.87, 0.16, 0.018, 0.62))
    scale = fig.colorbar(ax.collections[0], cax=room)
    scale.set_label(
        "Number of rows",
        color=TEXT,
        fontsize=9.4,
        labelpad=10,
        parse_math=False,
    )
    scale.ax.tick_params(length=0, pad=6, labelcolor=TEXT, labelsize=8.6)
    scale.outline.set_visible(False)
    if frame[x].abs().max() >= 10_000:
        ax.xaxis.set_major_formatter("{x:,.10g}")
    ax.yaxis.set_major_formatter("{x:,.10g}")
    _style(ax, LABELS.get(x, x), LABELS.get(y, y))
    sns.despine(fig, left=True, bottom=True)
    for side in (joint.ax_marg_x, joint.ax_marg_y):
        side.tick_params(length=0)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), x="temp_max", y="wind")
    picture.savefig("plot.png", dpi=200)
