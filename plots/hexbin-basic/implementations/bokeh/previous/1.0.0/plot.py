"""Draw how many points lie in each hexagon of a grid with bokeh.

Most Days in Seattle Are Mild With Little Wind: Shows where many points of two
measurements lie, by the number of points in each hexagon of a grid.
"""

from pathlib import Path

import pandas as pd
from bokeh.models import ColumnDataSource, HoverTool, NumeralTickFormatter, Spacer
from bokeh.palettes import YlGnBu9, interp_palette
from bokeh.plotting import figure, save
from bokeh.resources import INLINE
from bokeh.transform import linear_cmap
from bokeh.util.hex import hexbin

SAMPLE = "data/examples/seattle-weather.csv"
TITLE = "Most Days in Seattle Are Mild With Little Wind"
LABELS: dict[str, str] = {
    "temp_max": "Daily maximum temperature (°C)",
    "wind": "Wind speed (m/s)",
}
COLUMNS, ROWS = 28, 9
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


def plot(data: pd.DataFrame, x: str, y: str) -> figure:
    """Draw how many points lie in each hexagon of a grid.

    Args:
        data: Table with one row per observation.
        x: The horizontal measurement: a quantitative column.
        y: The vertical measurement: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[x, y])
    across = (frame[x].max() - frame[x].min()) / COLUMNS or 1
    up = (frame[y].max() - frame[y].min()) / ROWS or 1
    # Stretched so that the hexagons look regular in the picture.
    size, aspect = up / 3, (up / 3) * 3**0.5 / across
    tiles = hexbin(frame[x].to_numpy(), frame[y].to_numpy(), size, aspect_scale=aspect)
    source = ColumnDataSource({"q": tiles.q, "r": tiles.r, "count": tiles.counts})
    fig = figure(
        width=800,
        height=450,
        title=TITLE,
        x_axis_label=LABELS.get(x, x),
        y_axis_label=LABELS.get(y, y),
        tools="pan,box_zoom,save,reset",
        toolbar_location="above",
    )
    colors = linear_cmap("count", SHADES, tiles.counts.min(), tiles.counts.max())
    glyphs = fig.hex_tile(
        q="q",
        r="r",
        size=size,
        aspect_scale=aspect,
        source=source,
        fill_color=colors,
        line_color="#9A9A9A",
        line_width=0.4,
    )
    scale = glyphs.construct_color_bar(
        title="Number of rows",
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
    fig.add_tools(HoverTool(tooltips=[("Number of rows", "@count")]))
    pattern = "0,0.[000000]" if frame[x].abs().max() >= 10_000 else "0.[000000]"
    fig.xaxis.formatter = NumeralTickFormatter(format=pattern)
    fig.yaxis.formatter = NumeralTickFormatter(format="0,0.[000000]")
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), x="temp_max", y="wind")
    save(picture, "plot.html", title=TITLE, resources=INLINE)
