"""Draw the groups of each category on top of each other with bokeh.

Stacked Bar Chart: Shows how parts add up to the whole of each category, and how both
change.
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

SAMPLE = "data/examples/iowa-electricity.csv"
TITLE = "Stacked Bar Chart"
LABELS: dict[str, str] = {
    "year": "Year",
    "net_generation_twh": "Net generation (TWh)",
    "source": "Source",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]


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


def plot(data: pd.DataFrame, category: str, value: str, color: str) -> figure:
    """Draw the groups of each category on top of each other.

    Args:
        data: Table with one row per observation.
        category: One bar each: an ordinal or nominal column.
        value: Length of the part: a quantitative column.
        color: One part of each bar: a nominal or ordinal column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value, color])
    keyed = frame.groupby(
        [
            frame[category].convert_dtypes().astype(str),
            frame[color].convert_dtypes().astype(str),
        ],
        sort=False,
    )
    bars = keyed[value].sum()
    names = list(bars.index.unique(0))
    groups = list(bars.index.unique(1))
    table = pd.DataFrame(
        {group: bars.xs(group, level=1) for group in groups},
        index=names,
    )
    table = table.fillna(0)
    # Bars start at zero, also where some are negative.
    ends = (0, 1.05 * table.sum(axis=1).max())
    fig = figure(
        width=800,
        height=450,
        title=TITLE,
        x_axis_label=LABELS.get(category, category),
        y_axis_label=LABELS.get(value, value),
        x_range=names,
        y_range=ends,
        tools="pan,box_zoom,save,reset",
        toolbar_location="above",
    )
    layers = []
    reach = pd.Series(0.0, index=names)
    for i, group in enumerate(groups):
        source = ColumnDataSource(
            {
                "category": names,
                "group": [group] * len(names),
                "value": table[group],
                "start": reach,
                "end": reach + table[group],
            },
        )
        glyphs = fig.vbar(
            x="category",
            bottom="start",
            top="end",
            width=0.7,
            source=source,
            color=PALETTE[i % len(PALETTE)],
        )
        layers.append((group, [glyphs]))
        reach = reach + table[group]
    fig.add_layout(Spacer(width=12, height=12), "right")
    fig.add_layout(
        Legend(
            items=layers[::-1],
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
    tips = [
        (LABELS.get(category, category), "@category"),
        (LABELS.get(color, color), "@group"),
        (LABELS.get(value, value), "@value{0,0.[000]}"),
    ]
    fig.add_tools(HoverTool(tooltips=tips))
    fig.yaxis.formatter = NumeralTickFormatter(format="0,0.[000000]")
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path),
        category="year",
        value="net_generation_twh",
        color="source",
    )
    save(picture, "plot.html", title=TITLE, resources=INLINE)
