"""Draw one point per category, with its interval with plotly.

Error Bar Chart: Shows the mean of each category with one standard deviation to both
sides.
"""

from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/seattle-weather.csv"
TITLE = "Error Bar Chart"
LABELS: dict[str, str] = {
    "weather": "Weather",
    "temp_max": "Mean daily maximum ± 1 standard deviation (°C)",
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
    """Draw one point per category, with its interval.

    Args:
        data: Table with one row per observation.
        category: One point each: a nominal or ordinal column.
        value: Measurements that are averaged: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value])
    keyed = frame.groupby(
        frame[category].convert_dtypes().astype(str),
        sort=False,
    )[value]
    # One standard deviation to both sides; a single value has none.
    center, reach = keyed.mean(), keyed.std().fillna(0)
    table = pd.DataFrame(
        {"value": center, "low": center - reach, "high": center + reach},
    )
    table = table.rename_axis("category")
    table = table.sort_values("value", ascending=False, kind="stable")
    table = table.reset_index()
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
        marker={"size": 10},
        error_x={
            "type": "data",
            "array": table["high"] - table["value"],
            "arrayminus": table["value"] - table["low"],
            "thickness": 2,
            "width": 6,
        },
    )
    _style(fig)
    fig.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=table["category"],
        autorange="reversed",
    )
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="weather", value="temp_max")
    picture.write_html("plot.html")
