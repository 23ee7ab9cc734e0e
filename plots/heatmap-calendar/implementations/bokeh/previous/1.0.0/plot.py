"""Draw one cell per day, coloured by a number, a column per week with bokeh.

Daily Maximum Temperature in Seattle, 2015: Shows a measurement for each day of a
calendar, with a column per week and a row per day of the week.
"""

from pathlib import Path

import pandas as pd
from bokeh.models import ColumnDataSource, HoverTool, NumeralTickFormatter, Spacer
from bokeh.palettes import YlGnBu9, interp_palette
from bokeh.plotting import figure, save
from bokeh.resources import INLINE
from bokeh.transform import linear_cmap

SAMPLE = "data/examples/seattle-temperature-2015.csv"
TITLE = "Daily Maximum Temperature in Seattle, 2015"
LABELS: dict[str, str] = {
    "date": "Week",
    "temp_max": "Maximum temperature (°C)",
}
SHADES = interp_palette(YlGnBu9[::-1], 256)
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def _style(fig: figure) -> None:
    """Set the texts."""
    fig.toolbar.autohide = True
    fig.toolbar.logo = None
    fig.outline_line_color = None
    for side in ("left", "right", "below"):
        fig.add_layout(Spacer(width=14, height=14), side)
    fig.title.text_font = "sans-serif"
    fig.title.text_font_size = "16px"
    fig.title.text_color = "#1F1F1F"
    fig.title.padding = (0, 14)
    fig.axis.axis_label_text_font = "sans-serif"
    fig.axis.axis_label_text_font_size = "13px"
    fig.axis.axis_label_text_color = "#4A4A4A"
    fig.axis.axis_label_text_font_style = "normal"
    fig.axis.axis_label_standoff = 12
    fig.axis.major_label_text_font = "sans-serif"
    fig.axis.major_label_text_font_size = "12px"
    fig.axis.major_label_text_color = "#4A4A4A"
    fig.axis.major_label_standoff = 8
    fig.axis.major_tick_line_color = None
    fig.axis.minor_tick_line_color = None
    fig.axis.axis_line_color = None
    fig.grid.grid_line_color = None


def plot(data: pd.DataFrame, date: str, value: str) -> figure:
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
    cells["row"] = [WEEKDAYS[at] for at in weekday]
    cells["middle"] = cells["week"] + pd.Timedelta(days=3.5)
    fig = figure(
        width=800,
        height=450,
        title=TITLE,
        x_axis_label=LABELS.get(date, date),
        y_axis_label="Day of the week",
        x_axis_type="datetime",
        y_range=WEEKDAYS[::-1],
        tools="pan,box_zoom,save,reset",
        toolbar_location="above",
    )
    low, high = cells["value"].min(), cells["value"].max()
    colors = linear_cmap("value", SHADES, low, high)
    glyphs = fig.rect(
        "middle",
        "row",
        width=pd.Timedelta(days=7),
        height=1,
        source=ColumnDataSource(cells),
        fill_color=colors,
        line_color="white",
    )
    fig.x_range.range_padding = 0
    scale = glyphs.construct_color_bar(
        title=LABELS.get(value, value),
        title_text_font="sans-serif",
        title_text_font_size="13px",
        title_text_color="#4A4A4A",
        title_text_font_style="normal",
        title_standoff=10,
        major_label_text_font="sans-serif",
        major_label_text_font_size="12px",
        major_label_text_color="#4A4A4A",
        major_tick_line_color=None,
        bar_line_color=None,
        width=16,
        formatter=NumeralTickFormatter(format="0,0.[000000]"),
    )
    fig.add_layout(Spacer(width=16, height=16), "right")
    fig.add_layout(scale, "right")
    tips = [
        (LABELS.get(date, date), "@day{%F}"),
        (LABELS.get(value, value), "@value{0,0.[000]}"),
    ]
    fig.add_tools(HoverTool(tooltips=tips, formatters={"@day": "datetime"}))
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
    save(picture, "plot.html", title=TITLE, resources=INLINE)
