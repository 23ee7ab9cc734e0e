"""Draw every pair of numbers as points, and each as a histogram with plotly.

Gentoo Penguins Stand Apart in Most Pairs of Measurements: Shows how three or four
measurements of the same things relate, a scatter plot per pair and a histogram of each.
"""

import textwrap
from pathlib import Path

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

SAMPLE = "data/examples/penguins-sizes.csv"
TITLE = "Gentoo Penguins Stand Apart in Most Pairs of Measurements"
LABELS: dict[str, str] = {
    "bill_length_mm": "Bill length (mm)",
    "bill_depth_mm": "Bill depth (mm)",
    "flipper_length_mm": "Flipper length (mm)",
    "body_mass_g": "Body mass (g)",
    "species": "Species",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]
SYMBOLS = ["circle", "square", "triangle-up", "diamond", "triangle-down", "cross"]


def _groups(
    frame: pd.DataFrame,
    by: str | None,
) -> list[tuple[str | None, pd.DataFrame]]:
    """Split the rows by group, in the order of the data."""
    if by is None:
        return [(None, frame)]
    names = frame[by].convert_dtypes().astype(str)
    return [(name, frame[names == name]) for name in names.unique()]


def _title(column: str) -> str:
    """Give the lines of a title that stands beside one row of panels."""
    lines = textwrap.wrap(LABELS.get(column, column), width=12)
    return "<br>".join(lines)


def _points(
    groups: list[tuple[str | None, pd.DataFrame]],
    x: str,
    y: str,
    alpha: float,
) -> list[go.Scatter]:
    """Make the points of two columns."""
    traces = []
    for i, (name, part) in enumerate(groups):
        marker = {
            "color": PALETTE[i % len(PALETTE)],
            "symbol": SYMBOLS[i % len(SYMBOLS)],
            "size": 5,
            "opacity": alpha,
        }
        trace = go.Scatter(
            x=part[x],
            y=part[y],
            name=name,
            mode="markers",
            marker=marker,
        )
        traces.append(trace.update(showlegend=False))
    return traces


def _add_counts(
    fig: go.Figure,
    groups: list[tuple[str | None, pd.DataFrame]],
    column: str,
    at: int,
) -> None:
    """Draw how the values of a column are distributed."""
    values = pd.concat([part[column] for _, part in groups])
    edges = np.histogram_bin_edges(values, bins=16)
    for i, (name, part) in enumerate(groups):
        counts, _ = np.histogram(part[column], bins=edges)
        trace = go.Bar(
            x=(edges[:-1] + edges[1:]) / 2,
            y=counts,
            width=np.diff(edges),
            name=name,
            marker={
                "color": PALETTE[i % len(PALETTE)],
                "line": {"color": "white", "width": 0.4},
            },
            showlegend=at == 1,
            legendgroup=name,
        )
        fig.add_trace(trace, row=at, col=at)


def _style(fig: go.Figure, count: int) -> None:
    """Set the texts and the lines; labels stand at the outer edge."""
    fig.update_layout(
        font={"family": "sans-serif", "size": 12, "color": "#4A4A4A"},
        title={
            "x": 0,
            "xref": "paper",
            "y": 0.95,
            "yanchor": "top",
            "font": {"size": 16, "color": "#1F1F1F", "weight": 600},
        },
        margin={"l": 96, "r": 28, "t": 64, "b": 72},
        legend={
            "x": 1,
            "xanchor": "right",
            "y": 1,
            "title": {"font": {"size": 12, "weight": 600}},
        },
    )
    axis = {
        "ticks": "",
        "zeroline": False,
        "showgrid": False,
        "showline": True,
        "linecolor": "#9A9A9A",
        "nticks": 5,
        "separatethousands": True,
        "exponentformat": "none",
        "ticklabelstandoff": 4,
        "title": {"standoff": 8, "font": {"size": 12}},
    }
    fig.update_xaxes(axis)
    fig.update_yaxes(axis)
    for i in range(count):
        fig.update_yaxes(visible=False, row=i + 1, col=i + 1)
        for j in range(1, i):
            fig.update_yaxes(showticklabels=False, row=i + 1, col=j + 1)


def plot(
    data: pd.DataFrame,
    first: str,
    second: str,
    third: str,
    fourth: str | None = None,
    color: str | None = None,
) -> go.Figure:
    """Draw every pair of numbers as points, and each as a histogram.

    Args:
        data: Table with one row per observation.
        first: First measurement: a quantitative column.
        second: Second measurement: a quantitative column.
        third: Third measurement: a quantitative column.
        fourth: Fourth measurement: a quantitative column, or None.
        color: Group shown by colour: a nominal column, or None.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    needed = [
        first,
        second,
        third,
        *(name for name in (fourth, color) if name is not None),
    ]
    frame = data.dropna(subset=needed)
    names = [name for name in (first, second, third, fourth) if name is not None]
    groups = _groups(frame, color)
    alpha = 0.8 if len(frame) < 1000 else 0.4
    places = range(len(names))
    fig = make_subplots(
        rows=len(names),
        cols=len(names),
        specs=[[{} if j <= i else None for j in places] for i in places],
        shared_xaxes="columns",
        horizontal_spacing=0.03,
        vertical_spacing=0.04,
    )
    for i, row in enumerate(names):
        _add_counts(fig, groups, row, i + 1)
        for j, column in enumerate(names[:i]):
            traces = _points(groups, column, row, alpha)
            fig.add_traces(traces, rows=i + 1, cols=j + 1)
        fig.update_xaxes(title_text=_title(row), row=len(names), col=i + 1)
        if i > 0:
            fig.update_yaxes(title_text=_title(row), row=i + 1, col=1)
    fig.update_layout(
        title={"text": TITLE},
        template="plotly_white",
        barmode="stack",
        bargap=0,
        width=800,
        height=450,
    )
    _style(fig, len(names))
    fig.update_layout(showlegend=color is not None)
    if color is not None:
        fig.update_layout(legend_title_text=LABELS.get(color, color))
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path),
        first="bill_length_mm",
        second="bill_depth_mm",
        third="flipper_length_mm",
        fourth="body_mass_g",
        color="species",
    )
    picture.write_html("plot.html")
