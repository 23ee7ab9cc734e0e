"""Draw one line per series between the moments with seaborn.

Slope Chart: Compares many series between two moments by the slope of their lines.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

SAMPLE = "data/examples/countries-1955-2005.csv"
TITLE = "Slope Chart"
LABELS: dict[str, str] = {
    "country": "Country",
    "year": "Year",
    "life_expectancy": "Life expectancy at birth (years)",
}
RISE = "#0072B2"
FALL = "#D55E00"
TEXT = "#4A4A4A"


def _spread(places: pd.Series, gap: float) -> pd.Series:
    """Move places apart until no two are nearer than a gap."""
    ordered = places.sort_values()
    steps = gap * np.arange(len(ordered))
    up = np.maximum.accumulate(ordered - steps)
    down = np.minimum.accumulate((ordered - steps)[::-1])[::-1]
    return (up + down) / 2 + steps


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


def plot(data: pd.DataFrame, series: str, x: str, y: str) -> Figure:
    """Draw one line per series between the moments.

    Args:
        data: Table with one row per observation.
        series: One line each: a nominal or ordinal column.
        x: Moments that are compared: an ordinal or nominal column.
        y: Height at each moment: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[series, x, y], ignore_index=True)
    keyed = frame.groupby(
        [
            frame[series].convert_dtypes().astype(str),
            frame[x].convert_dtypes().astype(str),
        ],
        sort=False,
    )[y]
    means = keyed.mean()
    moments = list(means.index.unique(1))
    table = pd.DataFrame(
        {moment: means.xs(moment, level=1) for moment in moments},
        index=means.index.unique(0),
    )
    rising = table[moments[-1]] >= table[moments[0]]
    lines = means.rename_axis(["series", "moment"]).reset_index(name="value")
    lines["trend"] = lines["series"].map(rising.map({True: "rise", False: "fall"}))
    fig = Figure(
        figsize=(8, 4.5),
        layout=ConstrainedLayoutEngine(w_pad=0.16, h_pad=0.16),
    )
    ax = fig.subplots()
    sns.lineplot(
        data=lines,
        x="moment",
        y="value",
        hue="trend",
        palette={"rise": RISE, "fall": FALL},
        units="series",
        estimator=None,
        marker="o",
        markersize=6,
        markeredgewidth=0,
        linewidth=2,
        legend=False,
        ax=ax,
    )
    gap = 0.055 * (table.max(axis=None) - table.min(axis=None))
    sides = [(moments[0], -10, "right"), (moments[-1], 10, "left")]
    for moment, reach, align in sides:
        for key, place in _spread(table[moment].dropna(), gap).items():
            words = f"{key}  {table.loc[key, moment]:,.10g}"
            ax.annotate(
                words,
                (moment, place),
                xytext=(reach, 0),
                textcoords="offset points",
                ha=align,
                va="center",
                color=TEXT,
                fontsize=8.6,
                parse_math=False,
            )
    ax.margins(x=0.6, y=0.08)
    ax.yaxis.set_major_formatter("{x:,.10g}")
    _style(ax, LABELS.get(x, x), LABELS.get(y, y))
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), series="country", x="year", y="life_expectancy")
    picture.savefig("plot.png", dpi=200)
