"""Draw every pair of numbers as points, and each as a histogram with bokeh.

Gentoo Penguins Stand Apart in Most Pairs of Measurements: Shows how three or four
measurements of the same things relate, a scatter plot per pair and a histogram of each.
"""

import textwrap
from pathlib import Path

import numpy as np
import pandas as pd
from bokeh.layouts import column, gridplot
from bokeh.models import (
    ColumnDataSource,
    DataRange1d,
    Div,
    GlyphRenderer,
    LayoutDOM,
    Legend,
    NumeralTickFormatter,
    Range1d,
)
from bokeh.plotting import figure, save
from bokeh.resources import INLINE

SAMPLE = "data/examples/penguins-sizes.csv"
TITLE = "Gentoo Penguins Stand Apart in Most Pairs of Measurements"
LABELS: dict[str, str] = {
    "bill_length_mm": "Bill length (mm)",
    "bill_depth_mm": "Bill depth (mm)",
    "flipper_length_mm": "Flipper length (mm)",
    "body_mass_g": "Body mass (g)",
    "species": "Species",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]
MARKERS = ["circle", "square", "triangle", "diamond", "inverted_triangle", "plus"]


def _groups(
    frame: pd.DataFrame,
    by: str | None,
) -> list[tuple[str | None, pd.DataFrame]]:
    """Split the rows by group, in the order of the data."""
    if by is None:
        return [(None, frame)]
    names = frame[by].convert_dtypes().astype(str)
    return [(name, frame[names == name]) for name in names.unique()]


def _title(column: str) -> str:
    """Give the lines of a title that stands beside one row of panels."""
    lines = textwrap.wrap(LABELS.get(column, column), width=12)
    return "\n".join(lines)


def _add_points(
    fig: figure,
    groups: list[tuple[str | None, pd.DataFrame]],
    pair: tuple[str, str],
    alpha: float,
) -> list[GlyphRenderer]:
    """Draw the points of two columns."""
    x, y = pair
    glyphs = []
    for i, (_, part) in enumerate(groups):
        source = ColumnDataSource({"x": part[x], "y": part[y]})
        glyph = fig.scatter(
            "x",
            "y",
            source=source,
            size=5,
            marker=MARKERS[i % len(MARKERS)],
            fill_color=PALETTE[i % len(PALETTE)],
            line_color=None,
            alpha=alpha,
        )
        glyphs.append(glyph)
    return glyphs


def _add_counts(
    fig: figure,
    groups: list[tuple[str | None, pd.DataFrame]],
    column: str,
) -> list[GlyphRenderer]:
    """Draw how the values of a column are distributed."""
    values = pd.concat([part[column] for _, part in groups])
    edges = np.histogram_bin_edges(values, bins=16)
    below = np.zeros(len(edges) - 1)
    glyphs = []
    for i, (_, part) in enumerate(groups):
        counts, _ = np.histogram(part[column], bins=edges)
        source = ColumnDataSource(
            {
                "x": (edges[:-1] + edges[1:]) / 2,
                "width": np.diff(edges),
                "bottom": below,
                "top": below + counts,
            },
        )
        glyph = fig.vbar(
            x="x",
            width="width",
            bottom="bottom",
            top="top",
            source=source,
            fill_color=PALETTE[i % len(PALETTE)],
            line_color="white",
            line_width=0.4,
        )
        glyphs.append(glyph)
        below = below + counts
    fig.y_range = Range1d(0, 1.05 * below.max())
    return glyphs


def _style(fig: figure) -> None:
    """Set the texts and the lines of a panel."""
    fig.outline_line_color = None
    fig.grid.grid_line_color = None
    fig.axis.axis_label_text_font = "sans-serif"
    fig.axis.axis_label_text_font_size = "12px"
    fig.axis.axis_label_text_color = "#4A4A4A"
    fig.axis.axis_label_text_font_style = "normal"
    fig.axis.axis_label_standoff = 6
    fig.axis.major_label_text_font = "sans-serif"
    fig.axis.major_label_text_font_size = "12px"
    fig.axis.major_label_text_color = "#4A4A4A"
    fig.axis.major_label_standoff = 4
    fig.axis.major_tick_line_color = None
    fig.axis.minor_tick_line_color = None
    fig.axis.axis_line_color = "#9A9A9A"
    fig.axis.ticker.desired_num_ticks = 4
    fig.axis.formatter = NumeralTickFormatter(format="0,0.[000000]")


def _legend(layers: list[tuple[str | None, list[GlyphRenderer]]], title: str) -> figure:
    """Make a legend that fills a panel of its own."""
    key = figure(toolbar_location=None, outline_line_color=None)
    key.axis.visible = key.grid.visible = False
    items = []
    for i, (name, glyphs) in enumerate(layers):
        handle = key.scatter(
            [np.nan],
            [np.nan],
            size=7,
            line_color=None,
            marker=MARKERS[i % len(MARKERS)],
            fill_color=PALETTE[i % len(PALETTE)],
        )
        items.append((name, [handle, *glyphs]))
    key.add_layout(
        Legend(
            items=items,
            title=title,
            location="top_right",
            ncols=1 if len(items) < 5 else 2,
            padding=0,
            margin=0,
            spacing=2,
            title_standoff=2,
            glyph_height=14,
            label_height=14,
            label_text_font="sans-serif",
            label_text_font_size="12px",
            label_text_color="#4A4A4A",
            title_text_font="sans-serif",
            title_text_font_size="12px",
            title_text_color="#4A4A4A",
            title_text_font_style="bold",
            border_line_color=None,
        ),
    )
    return key


def _page(grid: LayoutDOM) -> LayoutDOM:
    """Put the title above the panels."""
    head = {
        "font": "bold 16px sans-serif",
        "color": "#1F1F1F",
        "padding": "12px 0 4px 92px",
    }
    title = Div(text=TITLE, styles=head, render_as_text=True, disable_math=True)
    grid.margin = (0, 12, 12, 12)
    return column(title, grid, width=800, height=450)


def plot(
    data: pd.DataFrame,
    first: str,
    second: str,
    third: str,
    fourth: str | None = None,
    color: str | None = None,
) -> LayoutDOM:
    """Draw every pair of numbers as points, and each as a histogram.

    Args:
        data: Table with one row per observation.
        first: First measurement: a quantitative column.
        second: Second measurement: a quantitative column.
        third: Third measurement: a quantitative column.
        fourth: Fourth measurement: a quantitative column, or None.
        color: Group shown by colour: a nominal column, or None.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    needed = [
        first,
        second,
        third,
        *(name for name in (fourth, color) if name is not None),
    ]
    frame = data.dropna(subset=needed)
    names = [name for name in (first, second, third, fourth) if name is not None]
    groups = _groups(frame, color)
    alpha = 0.8 if len(frame) < 1000 else 0.4
    grid = [[None] * len(names) for _ in names]
    spans = [DataRange1d() for _ in names]
    layers = [(name, []) for name, _ in groups]
    for i, row in enumerate(names):
        for j, other in enumerate(names[: i + 1]):
            fig = figure(
                x_range=spans[j],
                tools="pan,box_zoom,save,reset",
                min_border_left=8,
            )
            if i == j:
                glyphs = _add_counts(fig, groups, row)
            else:
                glyphs = _add_points(fig, groups, (other, row), alpha)
            for (_, layer), glyph in zip(layers, glyphs, strict=True):
                layer.append(glyph)
            _style(fig)
            fig.yaxis.visible = i != j and j == 0
            if j == 0 and i > 0:
                fig.yaxis.axis_label = _title(row)
            if i == len(names) - 1:
                fig.xaxis.axis_label = _title(other)
            else:
                fig.xaxis.major_label_text_font_size = "0px"
            grid[i][j] = fig
    if color is not None:
        grid[0][-1] = _legend(layers, LABELS.get(color, color))
    grid = gridplot(grid, toolbar_location=None, sizing_mode="stretch_both")
    return _page(grid)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path),
        first="bill_length_mm",
        second="bill_depth_mm",
        third="flipper_length_mm",
        fourth="body_mass_g",
        color="species",
    )
    save(picture, "plot.html", title=TITLE, resources=INLINE)
