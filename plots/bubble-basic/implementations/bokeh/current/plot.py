"""Draw one bubble per row, coloured by group with bokeh.

Basic Bubble Chart: Shows how two measurements relate and how much each thing weighs, as
the area of its bubble.
"""

from pathlib import Path

import pandas as pd
from bokeh.models import (
    ColumnDataSource,
    HoverTool,
    Legend,
    NumeralTickFormatter,
    Spacer,
    Title,
)
from bokeh.plotting import figure, save
from bokeh.resources import INLINE

SAMPLE = "data/examples/countries-2005.csv"
TITLE = "Basic Bubble Chart"
LABELS: dict[str, str] = {
    "fertility": "Children per woman",
    "life_expectancy": "Life expectancy (years)",
    "population_millions": "Population (millions)",
    "region": "Region",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]
WIDTH = 36  # of the largest bubble, in pixels


def _groups(
    frame: pd.DataFrame,
    by: str | None,
) -> list[tuple[str | None, pd.DataFrame]]:
    """Split the rows by group, in the order of the data."""
    if by is None:
        return [(None, frame)]
    names = frame[by].convert_dtypes().astype(str)
    return [(name, frame[names == name]) for name in names.unique()]


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
    y: str,
    size: str,
    color: str | None = None,
) -> figure:
    """Draw one bubble per row, coloured by group.

    Args:
        data: Table with one row per observation.
        x: Horizontal position: a quantitative or temporal column.
        y: Vertical position: a quantitative column.
        size: Area of the bubble: a quantitative column.
        color: Group shown by colour: a nominal column, or None.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    needed = [x, y, size] if color is None else [x, y, size, color]
    frame = data.dropna(subset=needed)
    frame = frame.sort_values(size, ascending=False, kind="stable", ignore_index=True)
    largest = frame[size].clip(lower=0).max() or 1
    is_date = pd.api.types.is_datetime64_any_dtype(frame[x])
    fig = figure(
        width=800,
        height=450,
        title=TITLE,
        x_axis_label=LABELS.get(x, x),
        y_axis_label=LABELS.get(y, y),
        x_axis_type="datetime" if is_date else "linear",
        tools="pan,box_zoom,save,reset",
        toolbar_location="above",
    )
    sized = LABELS.get(size, size)
    words = f"Area of a bubble: {sized}, the largest one {largest:,.4g}"
    line = Title(
        text=words,
        text_font="sans-serif",
        text_font_size="12px",
        text_font_style="normal",
        text_color="#4A4A4A",
    )
    fig.add_layout(line, "above")
    layers = []
    for i, (legend_name, part) in enumerate(_groups(frame, color)):
        areas = part[size].clip(lower=0)
        source = ColumnDataSource(
            {
                "x": part[x],
                "y": part[y],
                "amount": part[size],
                "width": WIDTH * (areas / largest) ** 0.5,
            },
        )
        glyphs = fig.scatter(
            "x",
            "y",
            source=source,
            size="width",
            fill_color=PALETTE[i % len(PALETTE)],
            fill_alpha=0.65,
            line_color=None,
        )
        layers.append((legend_name, [glyphs]))
    if color is not None:
        fig.add_layout(Spacer(width=12, height=12), "right")
        fig.add_layout(
            Legend(
                items=layers,
                title=LABELS.get(color, color),
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
        (LABELS.get(y, y), "@y{0,0.[000]}"),
        (LABELS.get(size, size), "@amount{0,0.[000]}"),
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
        pd.read_csv(path),
        x="fertility",
        y="life_expectancy",
        size="population_millions",
        color="region",
    )
    save(picture, "plot.html", title=TITLE, resources=INLINE)
