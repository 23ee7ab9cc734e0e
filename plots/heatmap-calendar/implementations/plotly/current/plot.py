"""Draw one cell per day, coloured by a number, a column per week with plotly.

Daily Maximum Temperature in Seattle, 2015: Shows a measurement for each day of a
calendar, with a column per week and a row per day of the week.
"""

from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/seattle-temperature-2015.csv"
TITLE = "Daily Maximum Temperature in Seattle, 2015"
LABELS: dict[str, str] = {
    "date": "Week",
    "temp_max": "Maximum temperature (°C)",
}
SHADES = "YlGnBu"
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def _style(fig: go.Figure) -> None:
    """Set the texts."""
    fig.update_layout(
        font={"family": "sans-serif", "size": 12, "color": "#4A4A4A"},
        title={
            "x": 0,
            "xref": "paper",
            "y": 0.95,
            "yanchor": "top",
            "font": {"size": 16, "color": "#1F1F1F", "weight": 600},
        },
        margin={"l": 84, "r": 28, "t": 68, "b": 68},
    )
    axis = {
        "ticks": "",
        "zeroline": False,
        "automargin": True,
        "exponentformat": "none",
        "ticklabelstandoff": 6,
        "title": {"standoff": 14, "font": {"size": 13}},
    }
    fig.update_xaxes(axis, showgrid=False)
    fig.update_yaxes(axis, showgrid=False)


def plot(data: pd.DataFrame, date: str, value: str) -> go.Figure:
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
    in_week = cells["day"].dt.day_of_week
    cells["week"] = cells["day"] - pd.to_timedelta(in_week, unit="D")
    weeks = pd.date_range(cells["week"].min(), cells["week"].max(), freq="7D")
    grid = cells.assign(weekday=in_week).pivot_table("value", "weekday", "week")
    grid = grid.reindex(index=range(7), columns=weeks)
    grid = grid.set_axis(WEEKDAYS)
    fig = px.imshow(
        grid,
        color_continuous_scale=SHADES,
        aspect="auto",
        labels={
            "x": LABELS.get(date, date),
            "y": "Day of the week",
            "color": LABELS.get(value, value),
        },
        title=TITLE,
        template="plotly_white",
        width=800,
        height=450,
    )
    fig.update_traces(xgap=1, ygap=1)
    bar = {
        "title": {
            "text": LABELS.get(value, value),
            "side": "right",
            "font": {"size": 13},
        },
        "thickness": 16,
        "outlinewidth": 0,
        "ticks": "",
        "ticksuffix": "  ",
    }
    fig.update_coloraxes(colorbar=bar)
    _style(fig)
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
    picture.write_html("plot.html")
