"""Draw how steps add up to a total with bokeh.

Waterfall Chart: Shows step by step how rises and falls add up to a total.
"""

from pathlib import Path

import pandas as pd
from bokeh.models import ColumnDataSource, HoverTool, NumeralTickFormatter, Spacer
from bokeh.plotting import figure, save
from bokeh.resources import INLINE
from bokeh.transform import factor_cmap

SAMPLE = "data/examples/us-jobs-recession.csv"
TITLE = "Waterfall Chart"
LABELS: dict[str, str] = {
    "sector": "Sector",
    "change_thousands": "Change in jobs since December 2007 (thousands)",
}
TOTAL = "Total"
COLORS = {"rise": "#0072B2", "fall": "#D55E00", "total": "#595959"}


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
    """Draw how steps add up to a total.

    Args:
        data: Table with one row per observation.
        category: One step each: a nominal or ordinal column.
        value: Change that the step makes: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value])
    changes = frame.groupby(
        frame[category].convert_dtypes().astype(str),
        sort=False,
    )[value].sum()
    table = pd.DataFrame(
        {
            "category": [*changes.index, TOTAL],
            "change": [*changes, changes.sum()],
            "start": [*changes.cumsum().shift(fill_value=0), 0],
            "end": [*changes.cumsum(), changes.sum()],
        },
    )
    table["kind"] = ["rise" if step >= 0 else "fall" for step in table["change"]]
    table.loc[table.index[-1], "kind"] = "total"
    table["text"] = [f"{step:+,.10g}" for step in table["change"]]
    table.loc[table.index[-1], "text"] = f"{changes.sum():,.10g}"
    table["edge"] = table[["start", "end"]].max(axis=1)
    source = ColumnDataSource(table)
    names = list(table["category"])
    least, most = min(0, table["end"].min()), max(0, table["end"].max())
    room = 0.12 * (most - least)
    reach = (least - room * (least < 0), most + room)
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
    fig.hbar(
        y="category",
        left="start",
        right="end",
        height=0.7,
        source=source,
        line_color=None,
        fill_color=factor_cmap(
            "kind",
            palette=list(COLORS.values()),
            factors=list(COLORS),
        ),
    )
    fig.text(
        x="edge",
        y="category",
        text="text",
        source=source,
        x_offset=6,
        text_baseline="middle",
        text_color="#4A4A4A",
        text_font_size="12px",
    )
    tips = [
        (LABELS.get(category, category), "@category"),
        (LABELS.get(value, value), "@text"),
    ]
    fig.add_tools(HoverTool(tooltips=tips))
    fig.xaxis.formatter = NumeralTickFormatter(format="0,0.[000000]")
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="sector", value="change_thousands")
    save(picture, "plot.html", title=TITLE, resources=INLINE)
