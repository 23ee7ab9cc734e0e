"""Draw one bar per category with plotly.

Basic Bar Chart: Compares one number between categories; several rows of a category are
averaged.
"""

from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/life-expectancy.csv"
TITLE = "Basic Bar Chart"
LABELS: dict[str, str] = {
    "region": "Region",
    "life_expectancy": "Mean life expectancy (years)",
}
COLOR = "#0072B2"


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
    """Draw one bar per category.

    Args:
        data: Table with one row per observation.
        category: One bar each: a nominal or ordinal column.
        value: Length of the bar: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value])
    keyed = frame.groupby(frame[category].convert_dtypes().astype(str), sort=False)
    bars = keyed[value].mean().sort_values(ascending=False, kind="stable")
    fig = px.bar(
        bars.reset_index(),
        x=value,
        y=category,
        orientation="h",
        color_discrete_sequence=[COLOR],
        labels=LABELS,
        title=TITLE,
        template="plotly_white",
        width=800,
        height=450,
    )
    fig.update_layout(bargap=0.3)
    _style(fig)
    fig.update_yaxes(type="category", autorange="reversed")
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="region", value="life_expectancy")
    picture.write_html("plot.html")
