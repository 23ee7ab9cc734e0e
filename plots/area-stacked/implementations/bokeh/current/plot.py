"""Draw what each group adds to the whole with bokeh.

Stacked Area Chart: Shows how a whole and its parts change over time, each part on top
of the one below.
"""

from pathlib import Path

import pandas as pd
from bokeh.models import ColumnDataSource, Legend, NumeralTickFormatter, Spacer
from bokeh.plotting import figure, save
from bokeh.resources import INLINE

SAMPLE = "data/examples/iowa-electricity.csv"
TITLE = "Stacked Area Chart"
LABELS: dict[str, str] = {
    "year": "Year",
    "net_generation_twh": "Electricity generated in Iowa (TWh)",
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


def plot(data: pd.DataFrame, x: str, y: str, color: str) -> figure:
    """Draw what each group adds to the whole.

    Args:
        data: Table with one row per observation.
        x: Position along the areas: a temporal or quantitative column.
        y: Thickness of the area: a quantitative column.
        color: Group with an area of its own: a nominal or ordinal column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[x, y, color])
    groups = frame[color].convert_dtypes().astype(str)
    table = frame.pivot_table(
        values=y,
        index=x,
        columns=groups,
        aggfunc="sum",
        fill_value=0,
    )
    table = table[groups.unique()]
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
    fields = [f"part{i}" for i in range(len(table.columns))]
    parts = dict(zip(fields, table.to_numpy().T, strict=True))
    source = ColumnDataSource({"x": table.index, **parts})
    stack = fig.varea_stack(
        stackers=fields,
        x="x",
        source=source,
        color=[PALETTE[i % len(PALETTE)] for i in range(len(fields))],
    )
    fig.x_range.range_padding = 0
    fig.y_range.start = 0
    layers = [(name, [part]) for name, part in zip(table, stack, strict=True)][::-1]
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
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), x="year", y="net_generation_twh", color="source")
    save(picture, "plot.html", title=TITLE, resources=INLINE)
