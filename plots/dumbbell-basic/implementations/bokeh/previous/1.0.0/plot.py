"""Draw the groups of each category as points that a line joins with bokeh.

Dumbbell Chart: Shows the distance between two groups or moments in each of many
categories.
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

SAMPLE = "data/examples/countries-1955-2005.csv"
TITLE = "Dumbbell Chart"
LABELS: dict[str, str] = {
    "country": "Country",
    "fertility": "Children per woman",
    "year": "Year",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]
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


def plot(data: pd.DataFrame, category: str, value: str, color: str) -> figure:
    """Draw the groups of each category as points that a line joins.

    Args:
        data: Table with one row per observation.
        category: One line each: a nominal or ordinal column.
        value: Position of the point: a quantitative column.
        color: One point per line each: an ordinal or nominal column.

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
    bars = keyed[value].mean()
    sums = bars.groupby(level=0, sort=False).sum()
    names = list(sums.sort_values(ascending=False, kind="stable").index)
    groups = list(bars.index.unique(1))
    table = pd.DataFrame(
        {group: bars.xs(group, level=1) for group in groups},
        index=names,
    )
    room = 0.06 * (bars.max() - bars.min())
    reach = (bars.min() - room, bars.max() + room)
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
    source = ColumnDataSource(
        {"category": names, "low": table.min(axis=1), "high": table.max(axis=1)},
    )
    fig.segment(
        y0="category",
        x0="low",
        y1="category",
        x1="high",
        source=source,
        line_color=STEM,
        line_width=2,
    )
    layers = []
    for i, group in enumerate(groups):
        source = ColumnDataSource(
            {"category": names, "group": [group] * len(names), "value": table[group]},
        )
        glyphs = fig.scatter(
            "value",
            "category",
            source=source,
            size=11,
            color=PALETTE[i % len(PALETTE)],
        )
        layers.append((group, [glyphs]))
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
    tips = [
        (LABELS.get(category, category), "@category"),
        (LABELS.get(color, color), "@group"),
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
    picture = plot(
        pd.read_csv(path),
        category="country",
        value="fertility",
        color="year",
    )
    save(picture, "plot.html", title=TITLE, resources=INLINE)
