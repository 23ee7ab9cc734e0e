"""Draw one cell per pair of names, coloured by a number with bokeh.

Seattle Is Warmest in Late Summer Afternoons: Compares a measurement across all pairs of
two sets of names, as a grid of cells that are coloured by the number.
"""

from pathlib import Path

import pandas as pd
from bokeh.models import ColumnDataSource, HoverTool, NumeralTickFormatter, Spacer
from bokeh.palettes import YlGnBu9, interp_palette
from bokeh.plotting import figure, save
from bokeh.resources import INLINE
from bokeh.transform import linear_cmap

SAMPLE = "data/examples/seattle-hourly-temperature.csv"
TITLE = "Seattle Is Warmest in Late Summer Afternoons"
LABELS: dict[str, str] = {
    "hour": "Hour of the day",
    "month": "Month",
    "temperature": "Mean temperature (°C)",
}
SHADES = interp_palette(YlGnBu9[::-1], 256)


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


def plot(data: pd.DataFrame, x: str, y: str, value: str) -> figure:
    """Draw one cell per pair of names, coloured by a number.

    Args:
        data: Table with one row per observation.
        x: The columns of the grid: a nominal or ordinal column.
        y: The rows of the grid: a nominal or ordinal column.
        value: The measurement that the colour shows: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[x, y, value])
    table = pd.DataFrame(
        {
            "column": frame[x].convert_dtypes().astype(str),
            "row": frame[y].convert_dtypes().astype(str),
            "value": frame[value],
        },
    )
    columns, rows = list(table["column"].unique()), list(table["row"].unique())
    cells = table.groupby(["column", "row"], sort=False, as_index=False)["value"].mean()
    fig = figure(
        width=800,
        height=450,
        title=TITLE,
        x_axis_label=LABELS.get(x, x),
        y_axis_label=LABELS.get(y, y),
        x_range=columns,
        y_range=rows[::-1],
        tools="pan,box_zoom,save,reset",
        toolbar_location="above",
    )
    low, high = cells["value"].min(), cells["value"].max()
    colors = linear_cmap("value", SHADES, low, high)
    glyphs = fig.rect(
        "column",
        "row",
        width=1,
        height=1,
        source=ColumnDataSource(cells),
        fill_color=colors,
        line_color="white",
    )
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
        (LABELS.get(x, x), "@column"),
        (LABELS.get(y, y), "@row"),
        (LABELS.get(value, value), "@value{0,0.[000]}"),
    ]
    fig.add_tools(HoverTool(tooltips=tips))
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), x="hour", y="month", value="temperature")
    save(picture, "plot.html", title=TITLE, resources=INLINE)
