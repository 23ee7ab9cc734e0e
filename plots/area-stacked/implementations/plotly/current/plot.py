"""Draw what each group adds to the whole with plotly.

Stacked Area Chart: Shows how a whole and its parts change over time, each part on top
of the one below.
"""

from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/iowa-electricity.csv"
TITLE = "Stacked Area Chart"
LABELS: dict[str, str] = {
    "year": "Year",
    "net_generation_twh": "Electricity generated in Iowa (TWh)",
    "source": "Source",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]


def _style(fig: go.Figure) -> None:
    """Set the texts and a light grid behind the values."""
    fig.update_layout(
        font={"family": "sans-serif", "size": 12, "color": "#4A4A4A"},
        title={
            "x": 0,
            "xref": "paper",
            "y": 0.95,
            "yanchor": "top",
            "font": {"size": 16, "color": "#1F1F1F", "weight": 600},
        },
        margin={"l": 84, "r": 28, "t": 68, "b": 68},
        legend={"x": 1.02, "y": 1, "title": {"font": {"size": 12, "weight": 600}}},
    )
    axis = {
        "ticks": "",
        "zeroline": False,
        "automargin": True,
        "exponentformat": "none",
        "ticklabelstandoff": 6,
        "title": {"standoff": 14, "font": {"size": 13}},
    }
    fig.update_yaxes(axis, gridcolor="#E6E6E6", separatethousands=True)
    fig.update_xaxes(axis, showgrid=False, showline=True, linecolor="#9A9A9A")


def plot(data: pd.DataFrame, x: str, y: str, color: str) -> go.Figure:
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
    table = table.rename_axis(x).melt(ignore_index=False, var_name=color, value_name=y)
    fig = px.area(
        table.reset_index(),
        x=x,
        y=y,
        color=color,
        color_discrete_sequence=PALETTE,
        labels=LABELS,
        title=TITLE,
        template="plotly_white",
        width=800,
        height=450,
    )
    fig.for_each_trace(lambda trace: trace.update(fillcolor=trace.line.color))
    fig.update_traces(line={"color": "white", "width": 0.8})
    _style(fig)
    fig.update_layout(legend_traceorder="reversed")
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), x="year", y="net_generation_twh", color="source")
    picture.write_html("plot.html")
