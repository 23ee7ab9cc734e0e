"""Draw one panel per value of the facet, all on the same scales with plotly.

Construction Lost Most in the Recession, Education and Health Least: Compares the same
course between several groups, one small panel per group, all on the same scales.
"""

import math
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

SAMPLE = "data/examples/unemployment-2000-2010.csv"
TITLE = "Construction Lost Most in the Recession, Education and Health Least"
LABELS: dict[str, str] = {
    "month": "Month",
    "unemployment_rate": "Unemployment rate (%)",
    "industry": "Industry",
}
COLOR = "#0072B2"


def _groups(
    frame: pd.DataFrame,
    by: str | None,
) -> list[tuple[str | None, pd.DataFrame]]:
    """Split the rows by group, in the order of the data."""
    if by is None:
        return [(None, frame)]
    names = frame[by].convert_dtypes().astype(str)
    return [(name, frame[names == name]) for name in names.unique()]


def _columns(count: int) -> int:
    """Give the number of columns of a grid that is a little wider than high."""
    return count if count < 4 else math.ceil(count**0.5)


def _cells(count: int, columns: int) -> list[list[dict[str, str] | None]]:
    """Give the rows of a grid, whose last cells are empty where panels end before."""
    cells = [{} if i < count else None for i in range(-(-count // columns) * columns)]
    return [cells[i : i + columns] for i in range(0, len(cells), columns)]


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
        margin={"l": 84, "r": 28, "t": 90, "b": 68},
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


def plot(data: pd.DataFrame, x: str, y: str, facet: str) -> go.Figure:
    """Draw one panel per value of the facet, all on the same scales.

    Args:
        data: Table with one row per observation.
        x: Position along each line: a temporal or quantitative column.
        y: Height of each line: a quantitative column.
        facet: Group with a panel of its own: a nominal column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[x, y, facet])
    panels = _groups(frame, facet)
    columns = _columns(len(panels))
    rows = math.ceil(len(panels) / columns)
    fig = make_subplots(
        rows=rows,
        cols=columns,
        specs=_cells(len(panels), columns),
        shared_xaxes="all",
        shared_yaxes="all",
        horizontal_spacing=0.06,
        vertical_spacing=0.3 / rows,
        subplot_titles=[name for name, _ in panels],
        x_title=LABELS.get(x, x),
        y_title=LABELS.get(y, y),
    )
    for i, (name, part) in enumerate(panels):
        part = part.sort_values(x, kind="stable")
        at = {"row": i // columns + 1, "col": i % columns + 1}
        trace = go.Scatter(
            x=part[x],
            y=part[y],
            name=name,
            mode="lines",
            line={"color": COLOR, "width": 2},
            showlegend=False,
        )
        fig.add_trace(trace, **at)
        fig.update_xaxes(showticklabels=i + columns >= len(panels), **at)
        left, _ = next(fig.select_xaxes(**at)).domain
        fig.layout.annotations[i].update(
            x=left,
            xanchor="left",
            xshift=-2,
            yshift=2,
            font_color="#1F1F1F",
        )
    fig.update_annotations(font_size=13)
    fig.layout.annotations[-2].update(yshift=-34)
    fig.layout.annotations[-1].update(xshift=-52)
    fig.update_layout(
        title={"text": TITLE},
        template="plotly_white",
        width=800,
        height=450,
    )
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path, parse_dates=["month"]),
        x="month",
        y="unemployment_rate",
        facet="industry",
    )
    picture.write_html("plot.html")
