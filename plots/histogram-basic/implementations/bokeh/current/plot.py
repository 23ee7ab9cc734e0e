"""Draw how many values lie in each of equal intervals with bokeh.

Basic Histogram: Shows how the values of one measurement are distributed, as counts in
equal intervals.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from bokeh.models import ColumnDataSource, HoverTool, NumeralTickFormatter, Spacer
from bokeh.plotting import figure, save
from bokeh.resources import INLINE

SAMPLE = "data/examples/seattle-weather.csv"
TITLE = "Basic Histogram"
LABELS: dict[str, str] = {
    "temp_max": "Daily maximum temperature (°C)",
}
COLOR = "#0072B2"


def _style(fig: figure) -> None:
    """Set the texts and a light grid behind the values."""
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
    fig.yaxis.axis_line_color = None
    fig.xaxis.axis_line_color = "#9A9A9A"
    fig.ygrid.grid_line_color = "#E6E6E6"
    fig.xgrid.grid_line_color = None


def plot(data: pd.DataFrame, value: str) -> figure:
    """Draw how many values lie in each of equal intervals.

    Args:
        data: Table with one row per observation.
        value: The measurement: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[value])
    counts, edges = np.histogram(frame[value], bins=24)
    bins = {"start": edges[:-1], "end": edges[1:], "count": counts}
    source = ColumnDataSource(bins)
    fig = figure(
        width=800,
        height=450,
        title=TITLE,
        x_axis_label=LABELS.get(value, value),
        y_axis_label="Count",
        y_range=(0, 1.05 * counts.max()),
        tools="pan,box_zoom,save,reset",
        toolbar_location="above",
    )
    fig.quad(
        left="start",
        right="end",
        bottom=0,
        top="count",
        source=source,
        fill_color=COLOR,
        line_color="white",
        line_width=0.6,
    )
    fig.x_range.range_padding = 0.02
    tips = [("From", "@start{0,0.[00]}"), ("To", "@end{0,0.[00]}"), ("Count", "@count")]
    fig.add_tools(HoverTool(tooltips=tips))
    pattern = "0,0.[000000]" if frame[value].abs().max() >= 10_000 else "0.[000000]"
    fig.xaxis.formatter = NumeralTickFormatter(format=pattern)
    fig.yaxis.formatter = NumeralTickFormatter(format="0,0.[000000]")
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), value="temp_max")
    save(picture, "plot.html", title=TITLE, resources=INLINE)
