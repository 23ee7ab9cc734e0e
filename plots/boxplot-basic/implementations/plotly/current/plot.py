"""Draw one box per category with plotly.

Basic Box Plot: Compares how a measurement is distributed in several groups by median,
quartiles and outliers.
"""

from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/seattle-weather.csv"
TITLE = "Basic Box Plot"
LABELS: dict[str, str] = {
    "weather": "Weather",
    "temp_max": "Daily maximum temperature (°C)",
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
    fig.update_yaxes(axis, gridcolor="#E6E6E6", separatethousands=True)
    fig.update_xaxes(axis, showgrid=False, showline=True, linecolor="#9A9A9A")


def plot(data: pd.DataFrame, category: str, value: str) -> go.Figure:
    """Draw one box per category.

    Args:
        data: Table with one row per observation.
        category: One box each: a nominal or ordinal column.
        value: The measurement: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value])
    frame = frame.assign(**{category: frame[category].convert_dtypes().astype(str)})
    names = list(frame[category].convert_dtypes().astype(str).unique())
    fig = px.box(
        frame,
        x=category,
        y=value,
        color_discrete_sequence=[COLOR],
        points="outliers",
        labels=LABELS,
        title=TITLE,
        template="plotly_white",
        width=800,
        height=450,
    )
    fig.update_traces(
        line={"color": COLOR, "width": 1.5},
        fillcolor="rgba(0, 114, 178, 0.3)",
        marker={"size": 5, "opacity": 0.7},
        width=0.55,
        whiskerwidth=0.5,
    )
    _style(fig)
    fig.update_xaxes(type="category", categoryorder="array", categoryarray=names)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="weather", value="temp_max")
    picture.write_html("plot.html")
