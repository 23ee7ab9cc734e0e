"""Draw one point per category, with its interval with bokeh.

Error Bar Chart: Shows the mean of each category with one standard deviation to both
sides.
"""

from pathlib import Path

import pandas as pd
from bokeh.models import (
    ColumnDataSource,
    HoverTool,
    NumeralTickFormatter,
    Spacer,
    TeeHead,
    Whisker,
)
from bokeh.plotting import figure, save
from bokeh.resources import INLINE

SAMPLE = "data/examples/seattle-weather.csv"
TITLE = "Error Bar Chart"
LABELS: dict[str, str] = {
    "weather": "Weather",
    "temp_max": "Mean daily maximum ± 1 standard deviation (°C)",
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
    fig.xaxis.axis_line_color = None
    fig.yaxis.axis_line_color = "#9A9A9A"
    fig.xgrid.grid_line_color = "#E6E6E6"
    fig.ygrid.grid_line_color = None


def plot(data: pd.DataFrame, category: str, value: str) -> figure:
    """Draw one point per category, with its interval.

    Args:
        data: Table with one row per observation.
        category: One point each: a nominal or ordinal column.
        value: Measurements that are averaged: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value])
    keyed = frame.groupby(
        frame[category].convert_dtypes().astype(str),
        sort=False,
    )[value]
    # One standard deviation to both sides; a single value has none.
    center, reach = keyed.mean(), keyed.std().fillna(0)
    table = pd.DataFrame(
        {"value": center, "low": center - reach, "high": center + reach},
    )
    table = table.rename_axis("category")
    table = table.sort_values("value", ascending=False, kind="stable")
    names = list(dict.fromkeys(table.index))
    source = ColumnDataSource(table)
    room = 0.08 * (table["high"].max() - table["low"].min())
    reach = (table["low"].min() - room, table["high"].max() + room)
    fig = figure(
        width=800,
        height=450,
        title=TITLE,
        x_axis_label=LABELS.get(value, value),
        y_axis_label=LABELS.get(category, category),
        x_range=reach,
        y_range=names[::-1],
        tools="pan,box_zoom,save,reset",
        toolbar_location="above",
    )
    head = TeeHead(size=12, line_color=COLOR, line_width=2)
    fig.add_layout(
        Whisker(
            base="category",
            lower="low",
            upper="high",
            dimension="width",
            source=source,
            line_color=COLOR,
            line_width=2,
            upper_head=head,
            lower_head=head,
        ),
    )
    fig.scatter("value", "category", source=source, size=11, color=COLOR)
    tips = [
        (LABELS.get(category, category), "@category"),
        (LABELS.get(value, value), "@value{0,0.[000]}"),
        ("From", "@low{0,0.[000]}"),
        ("To", "@high{0,0.[000]}"),
    ]
    fig.add_tools(HoverTool(tooltips=tips))
    fig.xaxis.formatter = NumeralTickFormatter(format="0,0.[000000]")
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="weather", value="temp_max")
    save(picture, "plot.html", title=TITLE, resources=INLINE)
