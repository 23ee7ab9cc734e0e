"""Draw one line per series between the moments with bokeh.

Slope Chart: Compares many series between two moments by the slope of their lines.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from bokeh.models import (
    ColumnDataSource,
    FactorRange,
    HoverTool,
    NumeralTickFormatter,
    Spacer,
)
from bokeh.plotting import figure, save
from bokeh.resources import INLINE

SAMPLE = "data/examples/countries-1955-2005.csv"
TITLE = "Slope Chart"
LABELS: dict[str, str] = {
    "country": "Country",
    "year": "Year",
    "life_expectancy": "Life expectancy at birth (years)",
}
RISE = "#0072B2"
FALL = "#D55E00"


def _spread(places: pd.Series, gap: float) -> pd.Series:
    """Move places apart until no two are nearer than a gap."""
    ordered = places.sort_values()
    steps = gap * np.arange(len(ordered))
    up = np.maximum.accumulate(ordered - steps)
    down = np.minimum.accumulate((ordered - steps)[::-1])[::-1]
    return (up + down) / 2 + steps


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


def plot(data: pd.DataFrame, series: str, x: str, y: str) -> figure:
    """Draw one line per series between the moments.

    Args:
        data: Table with one row per observation.
        series: One line each: a nominal or ordinal column.
        x: Moments that are compared: an ordinal or nominal column.
        y: Height at each moment: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[series, x, y])
    keyed = frame.groupby(
        [
            frame[series].convert_dtypes().astype(str),
            frame[x].convert_dtypes().astype(str),
        ],
        sort=False,
    )[y]
    means = keyed.mean()
    moments = list(means.index.unique(1))
    table = pd.DataFrame(
        {moment: means.xs(moment, level=1) for moment in moments},
        index=means.index.unique(0),
    )
    room = 0.1 * (table.max(axis=None) - table.min(axis=None))
    fig = figure(
        width=800,
        height=450,
        title=TITLE,
        x_axis_label=LABELS.get(x, x),
        y_axis_label=LABELS.get(y, y),
        x_range=FactorRange(*moments, range_padding=0.1),
        y_range=(table.min(axis=None) - room, table.max(axis=None) + room),
        tools="pan,box_zoom,save,reset",
        toolbar_location="above",
    )
    for key, row in table.iterrows():
        hue = RISE if row[moments[-1]] >= row[moments[0]] else FALL
        source = ColumnDataSource(
            {"moment": moments, "value": row, "series": [key] * len(moments)},
        )
        fig.line("moment", "value", source=source, color=hue, line_width=2)
        fig.scatter("moment", "value", source=source, color=hue, size=8)
    gap = 0.055 * (table.max(axis=None) - table.min(axis=None))
    sides = [(moments[0], -0.03, "right"), (moments[-1], 0.03, "left")]
    for moment, reach, align in sides:
        for key, place in _spread(table[moment].dropna(), gap).items():
            words = f"{key}  {table.loc[key, moment]:,.10g}"
            fig.text(
                x=[(moment, reach)],
                y=[place],
                text=[words],
                text_align=align,
                text_baseline="middle",
                text_color="#4A4A4A",
                text_font_size="12px",
            )
    tips = [
        (LABELS.get(series, series), "@series"),
        (LABELS.get(x, x), "@moment"),
        (LABELS.get(y, y), "@value{0,0.[000]}"),
    ]
    fig.add_tools(HoverTool(tooltips=tips))
    fig.yaxis.formatter = NumeralTickFormatter(format="0,0.[000000]")
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), series="country", x="year", y="life_expectancy")
    save(picture, "plot.html", title=TITLE, resources=INLINE)
