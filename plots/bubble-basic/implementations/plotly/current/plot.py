"""Draw one bubble per row, coloured by group with plotly.

Basic Bubble Chart: Shows how two measurements relate and how much each thing weighs, as
the area of its bubble.
"""

import math
from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/countries-2005.csv"
TITLE = "Basic Bubble Chart"
LABELS: dict[str, str] = {
    "fertility": "Children per woman",
    "life_expectancy": "Life expectancy (years)",
    "population_millions": "Population (millions)",
    "region": "Region",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]
RADIUS = 18  # of the largest bubble, in pixels


def _keys(largest: float) -> list[float]:
    """Give three round numbers up to the largest, for the legend of sizes."""
    power = 10 ** math.floor(math.log10(largest))
    top = largest // power * power
    return [top / 10, top / 2, top]


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


def _add_sizes(fig: go.Figure, largest: float, title: str) -> None:
    """Add bubbles of round sizes to the right of the plot."""
    bottom = 0.0
    for key in reversed(_keys(largest)):
        radius = RADIUS * math.sqrt(key / largest)
        fig.add_shape(
            type="circle",
            xref="paper",
            yref="paper",
            xsizemode="pixel",
            ysizemode="pixel",
            xanchor=1,
            yanchor=0,
            x0=20 + RADIUS - radius,
            x1=20 + RADIUS + radius,
            y0=bottom,
            y1=bottom + 2 * radius,
            fillcolor="#8A8A8A",
            line_width=0,
        )
        fig.add_annotation(
            text=f"{key:,.10g}",
            x=1,
            y=0,
            xref="paper",
            yref="paper",
            xshift=34 + 2 * RADIUS,
            yshift=bottom + radius,
            yanchor="middle",
            xanchor="left",
            showarrow=False,
        )
        bottom += 2 * radius + 12
    fig.add_annotation(
        text=f"<b>{title}</b>",
        x=1,
        y=0,
        xref="paper",
        yref="paper",
        xshift=18,
        yshift=bottom,
        yanchor="bottom",
        font_size=12,
        xanchor="left",
        showarrow=False,
    )
    fig.update_layout(margin_r=170)


def plot(
    data: pd.DataFrame,
    x: str,
    y: str,
    size: str,
    color: str | None = None,
) -> go.Figure:
    """Draw one bubble per row, coloured by group.

    Args:
        data: Table with one row per observation.
        x: Horizontal position: a quantitative or temporal column.
        y: Vertical position: a quantitative column.
        size: Area of the bubble: a quantitative column.
        color: Group shown by colour: a nominal column, or None.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    needed = [x, y, size] if color is None else [x, y, size, color]
    frame = data.dropna(subset=needed)
    frame = frame.sort_values(size, ascending=False, kind="stable", ignore_index=True)
    largest = frame[size].clip(lower=0).max() or 1
    frame = frame.assign(**{size: frame[size].clip(lower=0)})
    if color is not None:
        frame = frame.assign(**{color: frame[color].convert_dtypes().astype(str)})
    fig = px.scatter(
        frame,
        x=x,
        y=y,
        size=size,
        color=color,
        color_discrete_sequence=PALETTE,
        opacity=0.65,
        render_mode="svg",
        labels=LABELS,
        title=TITLE,
        template="plotly_white",
        width=800,
        height=450,
    )
    fig.update_traces(
        marker={"sizeref": largest / (2 * RADIUS**2), "line": {"width": 0}},
    )
    _style(fig)
    _add_sizes(fig, largest, LABELS.get(size, size))
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path),
        x="fertility",
        y="life_expectancy",
        size="population_millions",
        color="region",
    )
    picture.write_html("plot.html")
