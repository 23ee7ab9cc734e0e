"""Draw the groups of each category as points that a line joins with plotly.

Dumbbell Chart: Shows the distance between two groups or moments in each of many
categories.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/countries-1955-2005.csv"
TITLE = "Dumbbell Chart"
LABELS: dict[str, str] = {
    "country": "Country",
    "fertility": "Children per woman",
    "year": "Year",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]
STEM = "#8A8A8A"


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
    fig.update_xaxes(axis, gridcolor="#E6E6E6", separatethousands=True)
    fig.update_yaxes(axis, showgrid=False, showline=True, linecolor="#9A9A9A")


def plot(data: pd.DataFrame, category: str, value: str, color: str) -> go.Figure:
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
    table = bars.rename_axis(["category", "color"]).reset_index(name="value")
    labels = {
        "category": LABELS.get(category, category),
        "value": LABELS.get(value, value),
        "color": LABELS.get(color, color),
    }
    fig = px.scatter(
        table,
        x="value",
        y="category",
        color="color",
        category_orders={"color": groups},
        color_discrete_sequence=PALETTE,
        labels=labels,
        title=TITLE,
        template="plotly_white",
        width=800,
        height=450,
    )
    fig.update_traces(marker={"size": 11})
    # One line with a gap after each category; it lies below the points.
    ends = bars.groupby(level=0, sort=False).agg(["min", "max"]).assign(gap=None)
    fig.add_scatter(
        x=ends.to_numpy().ravel(),
        y=np.repeat(ends.index, 3),
        mode="lines",
        line={"color": STEM, "width": 2},
        hoverinfo="skip",
        showlegend=False,
    )
    fig.data = (fig.data[-1], *fig.data[:-1])
    _style(fig)
    fig.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=names,
        autorange="reversed",
    )
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
    picture.write_html("plot.html")
