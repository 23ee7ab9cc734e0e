"""Draw one panel per value of the facet, all on the same scales with bokeh.

Construction Lost Most in the Recession, Education and Health Least: Compares the same
course between several groups, one small panel per group, all on the same scales.
"""

import math
from pathlib import Path

import pandas as pd
from bokeh.layouts import column, gridplot, row
from bokeh.models import (
    ColumnDataSource,
    DataRange1d,
    Div,
    HoverTool,
    LayoutDOM,
    NumeralTickFormatter,
)
from bokeh.plotting import figure, save
from bokeh.resources import INLINE

SAMPLE = "data/examples/unemployment-2000-2010.csv"
TITLE = "Construction Lost Most in the Recession, Education and Health Least"
LABELS: dict[str, str] = {
    "month": "Month",
    "unemployment_rate": "Unemployment rate (%)",
    "industry": "Industry",
}
COLOR = "#0072B2"


def _groups(
    frame: pd.DataFrame,
    by: str | None,
) -> list[tuple[str | None, pd.DataFrame]]:
    """Split the rows by group, in the order of the data."""
    if by is None:
        return [(None, frame)]
    names = frame[by].convert_dtypes().astype(str)
    return [(name, frame[names == name]) for name in names.unique()]


def _columns(count: int) -> int:
    """Give the number of columns of a grid that is a little wider than high."""
    return count if count < 4 else math.ceil(count**0.5)


def _style(fig: figure) -> None:
    """Set the texts and a light grid behind the values."""
    fig.outline_line_color = None
    fig.title.text_font = "sans-serif"
    fig.title.text_font_size = "13px"
    fig.title.text_color = "#1F1F1F"
    fig.title.padding = (0, 4)
    fig.title.text_font_style = "normal"
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


def _page(grid: LayoutDOM, xlabel: str, ylabel: str) -> LayoutDOM:
    """Put the titles around the panels."""
    head = {
        "font": "bold 16px sans-serif",
        "color": "#1F1F1F",
        "padding": "12px 0 12px 74px",
    }
    looks = {"font": "13px sans-serif", "color": "#4A4A4A", "text-align": "center"}
    turned = {
        "writing-mode": "vertical-rl",
        "transform": "rotate(180deg)",
        "padding-right": "4px",
    }
    title = Div(text=TITLE, styles=head, render_as_text=True, disable_math=True)
    left = Div(
        text=ylabel,
        styles=looks | turned,
        width=28,
        sizing_mode="stretch_height",
        render_as_text=True,
        disable_math=True,
    )
    below = Div(
        text=xlabel,
        styles=looks | {"padding": "4px 12px 12px 74px"},
        sizing_mode="stretch_width",
        render_as_text=True,
        disable_math=True,
    )
    middle = row(left, grid, sizing_mode="stretch_both", margin=(0, 20, 0, 0))
    return column(title, middle, below, width=800, height=450)


def plot(data: pd.DataFrame, x: str, y: str, facet: str) -> LayoutDOM:
    """Draw one panel per value of the facet, all on the same scales.

    Args:
        data: Table with one row per observation.
        x: Position along each line: a temporal or quantitative column.
        y: Height of each line: a quantitative column.
        facet: Group with a panel of its own: a nominal column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[x, y, facet])
    panels = _groups(frame, facet)
    columns = _columns(len(panels))
    is_date = pd.api.types.is_datetime64_any_dtype(frame[x])
    spans = {"x_range": DataRange1d(range_padding=0.02), "y_range": DataRange1d()}
    figures = []
    for i, (name, part) in enumerate(panels):
        part = part.sort_values(x, kind="stable")
        source = ColumnDataSource({"x": part[x], "y": part[y]})
        fig = figure(
            title=name,
            x_axis_type="datetime" if is_date else "linear",
            tools="pan,box_zoom,save,reset",
            **spans,
            min_border_left=40,
        )
        fig.line("x", "y", source=source, color=COLOR, line_width=2)
        if not is_date:
            pattern = "0,0.[000000]" if frame[x].abs().max() >= 10_000 else "0.[000000]"
            fig.xaxis.formatter = NumeralTickFormatter(format=pattern)
        fig.yaxis.formatter = NumeralTickFormatter(format="0,0.[000000]")
        tips = [
            (LABELS.get(x, x), "@x{%F}" if is_date else "@x{0.[000]}"),
            (LABELS.get(y, y), "@y{0,0.[000]}"),
        ]
        fig.add_tools(
            HoverTool(
                tooltips=tips,
                formatters={"@x": "datetime" if is_date else "numeral"},
            ),
        )
        _style(fig)
        if i + columns < len(panels):
            fig.xaxis.major_label_text_font_size = "0px"
        fig.yaxis.visible = i % columns == 0
        figures.append(fig)
    grid = gridplot(
        figures,
        ncols=columns,
        toolbar_location=None,
        sizing_mode="stretch_both",
    )
    return _page(grid, LABELS.get(x, x), LABELS.get(y, y))


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path, parse_dates=["month"]),
        x="month",
        y="unemployment_rate",
        facet="industry",
    )
    save(picture, "plot.html", title=TITLE, resources=INLINE)
