"""Draw one cell per day, coloured by a number, a column per week with seaborn.

Daily Maximum Temperature in Seattle, 2015: Shows a measurement for each day of a
calendar, with a column per week and a row per day of the week.
"""

from pathlib import Path

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

SAMPLE = "data/examples/seattle-temperature-2015.csv"
TITLE = "Daily Maximum Temperature in Seattle, 2015"
LABELS: dict[str, str] = {
    "date": "Week",
    "temp_max": "Maximum temperature (°C)",
}
SHADES = "YlGnBu"
TEXT = "#4A4A4A"
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


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


def plot(data: pd.DataFrame, date: str, value: str) -> Figure:
    """Draw one cell per day, coloured by a number, a column per week.

    Args:
        data: Table with one row per observation.
        date: The day of each row: a temporal column.
        value: The measurement that the colour shows: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[date, value])
    table = pd.DataFrame(
        {"day": pd.to_datetime(frame[date]).dt.normalize(), "value": frame[value]},
    )
    cells = table.groupby("day", as_index=False)["value"].mean()
    weekday = cells["day"].dt.day_of_week
    cells["week"] = cells["day"] - pd.to_timedelta(weekday, unit="D")
    weeks = pd.date_range(cells["week"].min(), cells["week"].max(), freq="7D")
    grid = cells.assign(weekday=weekday).pivot_table("value", "weekday", "week")
    grid = grid.reindex(index=range(7), columns=weeks)
    fig = Figure(
        figsize=(8, 4.5),
        layout=ConstrainedLayoutEngine(w_pad=0.16, h_pad=0.16),
    )
    ax = fig.subplots()
    sns.heatmap(
        grid,
        cmap=SHADES,
        linewidths=1,
        linecolor="white",
        cbar_kws={"pad": 0.02, "aspect": 24},
        xticklabels=False,
        yticklabels=WEEKDAYS,
        ax=ax,
    )
    # A month is named below the first week that ends in it.
    ends = weeks + pd.Timedelta(days=6)
    pattern = "%b" if len(weeks) < 60 else "%b %Y"
    firsts = [i for i, end in enumerate(ends) if end.day <= 7]
    shown = firsts[:: 1 + len(firsts) // 13]
    ax.set_xticks([i + 0.5 for i in shown], [f"{ends[i]:{pattern}}" for i in shown])
    ax.tick_params(rotation=0)
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
    _style(ax, LABELS.get(date, date), "Day of the week")
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path, parse_dates=["date"]),
        date="date",
        value="temp_max",
    )
    picture.savefig("plot.png", dpi=200)
