"""Draw one point per category, with a line from zero with plotly.

Lollipop Chart: Compares one number between many categories with points at the ends of
thin lines.
"""

from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/unemployment-by-industry.csv"
TITLE = "Lollipop Chart"
LABELS: dict[str, str] = {
    "industry": "Industry",
    "unemployment_rate": "Mean unemployment rate in 2009 (%)",
}
COLOR = "#0072B2"
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


def plot(data: pd.DataFrame, category: str, value: str) -> go.Figure:
    """Draw one point per category, with a line from zero.

    Args:
        data: Table with one row per observation.
        category: One point each: a nominal or ordinal column.
        value: Distance of the point from zero: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value])
    keyed = frame.groupby(frame[category].convert_dtypes().astype(str), sort=False)
    bars = keyed[value].mean().sort_values(ascending=False, kind="stable")
    table = bars.rename_axis("category").reset_index(name="value")
    labels = {
        "category": LABELS.get(category, category),
        "value": LABELS.get(value, value),
    }
    fig = px.scatter(
        table,
        x="value",
        y="category",
        color_discrete_sequence=[COLOR],
        labels=labels,
        title=TITLE,
        template="plotly_white",
        width=800,
        height=450,
    )
    fig.update_traces(
        marker={"size": 11, "opacity": 1},
        error_x={
            "type": "data",
            "array": -table["value"].clip(upper=0),
            "arrayminus": table["value"].clip(lower=0),
            "color": STEM,
            "thickness": 2,
            "width": 0,
        },
    )
    _style(fig)
    fig.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=table["category"],
        autorange="reversed",
    )
    fig.update_xaxes(rangemode="tozero")
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="industry", value="unemployment_rate")
    picture.write_html("plot.html")
