"""Draw one point per category, with a line from zero with bokeh.

Lollipop Chart: Compares one number between many categories with points at the ends of
thin lines.
"""

from pathlib import Path

import pandas as pd
from bokeh.models import ColumnDataSource, HoverTool, NumeralTickFormatter, Spacer
from bokeh.plotting import figure, save
from bokeh.resources import INLINE

SAMPLE = "data/examples/unemployment-by-industry.csv"
TITLE = "Lollipop Chart"
LABELS: dict[str, str] = {
    "industry": "Industry",
    "unemployment_rate": "Mean unemployment rate in 2009 (%)",
}
COLOR = "#0072B2"
STEM = "#8A8A8A"


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
    """Draw one point per category, with a line from zero.

    Args:
        data: Table with one row per observation.
        category: One point each: a nominal or ordinal column.
        value: Distance of the point from zero: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value])
    keyed = frame.groupby(frame[category].convert_dtypes().astype(str), sort=False)
    bars = keyed[value].mean().sort_values(ascending=False, kind="stable")
    names = list(bars.index)
    source = ColumnDataSource({"category": names, "value": bars})
    reach = (min(0, 1.05 * bars.min()), max(0, 1.05 * bars.max()))
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
    fig.segment(
        y0="category",
        x0=0,
        y1="category",
        x1="value",
        source=source,
        line_color=STEM,
        line_width=2,
    )
    fig.scatter("value", "category", source=source, size=11, color=COLOR)
    tips = [
        (LABELS.get(category, category), "@category"),
        (LABELS.get(value, value), "@value{0,0.[000]}"),
    ]
    fig.add_tools(HoverTool(tooltips=tips))
    fig.xaxis.formatter = NumeralTickFormatter(format="0,0.[000000]")
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="industry", value="unemployment_rate")
    save(picture, "plot.html", title=TITLE, resources=INLINE)
