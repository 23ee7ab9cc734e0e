"""Draw one candle per row, from open to close and from low to high with bokeh.

Basic Candlestick Chart: Shows for each stretch of time where a measurement began and
ended and how far it went.
"""

from pathlib import Path

import pandas as pd
from bokeh.models import (
    ColumnDataSource,
    HoverTool,
    Legend,
    NumeralTickFormatter,
    Spacer,
)
from bokeh.plotting import figure, save
from bokeh.resources import INLINE

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


def plot(
    data: pd.DataFrame,
    x: str,
    open: str,
    high: str,
    low: str,
    close: str,
) -> figure:
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
    is_date = pd.api.types.is_datetime64_any_dtype(frame[x])
    fig = figure(
        width=800,
        height=450,
        title=TITLE,
        x_axis_label=LABELS.get(x, x),
        y_axis_label=LABELS.get(close, close),
        x_axis_type="datetime" if is_date else "linear",
        tools="pan,box_zoom,save,reset",
        toolbar_location="above",
    )
    width = 0.7 * frame[x].sort_values().diff().min()
    falls = frame[close] < frame[open]
    layers = []
    for legend_name, shade in DIRECTIONS.items():
        part = frame[falls == (legend_name == "Falling")]
        source = ColumnDataSource(
            {
                "x": part[x],
                "open": part[open],
                "high": part[high],
                "low": part[low],
                "close": part[close],
            },
        )
        fig.segment(
            x0="x",
            y0="low",
            x1="x",
            y1="high",
            source=source,
            color=shade,
            line_width=1.2,
        )
        glyphs = fig.vbar(
            x="x",
            bottom="open",
            top="close",
            source=source,
            color=shade,
            width=width,
        )
        layers.append((legend_name, [glyphs]))
    fig.add_layout(Spacer(width=12, height=12), "right")
    fig.add_layout(
        Legend(
            items=layers,
            label_text_font="sans-serif",
            label_text_font_size="12px",
            label_text_color="#4A4A4A",
            title_text_font="sans-serif",
            title_text_font_size="12px",
            title_text_color="#4A4A4A",
            title_text_font_style="bold",
            border_line_color=None,
        ),
        "right",
    )
    if not is_date:
        pattern = "0,0.[000000]" if frame[x].abs().max() >= 10_000 else "0.[000000]"
        fig.xaxis.formatter = NumeralTickFormatter(format=pattern)
    fig.yaxis.formatter = NumeralTickFormatter(format="0,0.[000000]")
    tips = [
        (LABELS.get(x, x), "@x{%F}" if is_date else "@x{0.[000]}"),
        (LABELS.get(open, open), "@open{0,0.[000]}"),
        (LABELS.get(high, high), "@high{0,0.[000]}"),
        (LABELS.get(low, low), "@low{0,0.[000]}"),
        (LABELS.get(close, close), "@close{0,0.[000]}"),
    ]
    fig.add_tools(
        HoverTool(
            tooltips=tips,
            formatters={"@x": "datetime" if is_date else "numeral"},
        ),
    )
    _style(fig)
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
    save(picture, "plot.html", title=TITLE, resources=INLINE)
