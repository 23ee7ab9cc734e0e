"""Draw which share of each group is at most as large as each value with bokeh.

Half of All Adelie Penguins Weigh 3.7 kg or Less: Shows which share of the values is at
most as large as each value, as a curve of steps for each group.
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

SAMPLE = "data/examples/penguins.csv"
TITLE = "Half of All Adelie Penguins Weigh 3.7 kg or Less"
LABELS: dict[str, str] = {
    "body_mass_g": "Body mass (g)",
    "species": "Species",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]


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


def plot(data: pd.DataFrame, value: str, color: str | None = None) -> figure:
    """Draw which share of each group is at most as large as each value.

    Args:
        data: Table with one row per observation.
        value: The measurement: a quantitative column.
        color: One curve each: a nominal or ordinal column, or None.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    needed = [value] if color is None else [value, color]
    frame = data.dropna(subset=needed)
    fig = figure(
        width=800,
        height=450,
        title=TITLE,
        x_axis_label=LABELS.get(value, value),
        y_axis_label="Share of rows",
        y_range=(0, 1.02),
        tools="pan,box_zoom,save,reset",
        toolbar_location="above",
    )
    layers = []
    for i, (legend_name, part) in enumerate(_groups(frame, color)):
        reached = part[value].value_counts(normalize=True).sort_index().cumsum()
        source = ColumnDataSource(
            {"x": [reached.index[0], *reached.index], "y": [0, *reached]},
        )
        glyphs = fig.step(
            "x",
            "y",
            source=source,
            mode="after",
            line_width=2,
            color=PALETTE[i % len(PALETTE)],
        )
        layers.append((legend_name, [glyphs]))
    fig.x_range.range_padding = 0.02
    pattern = "0,0.[000000]" if frame[value].abs().max() >= 10_000 else "0.[000000]"
    fig.xaxis.formatter = NumeralTickFormatter(format=pattern)
    fig.yaxis.formatter = NumeralTickFormatter(format="0%")
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
    tips = [(LABELS.get(value, value), "@x{0,0.[000]}"), ("Share of rows", "@y{0.0%}")]
    fig.add_tools(HoverTool(tooltips=tips))
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), value="body_mass_g", color="species")
    save(picture, "plot.html", title=TITLE, resources=INLINE)
