"""Draw one cell per pair of names, coloured by a number with plotly.

Seattle Is Warmest in Late Summer Afternoons: Compares a measurement across all pairs of
two sets of names, as a grid of cells that are coloured by the number.
"""

from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/seattle-hourly-temperature.csv"
TITLE = "Seattle Is Warmest in Late Summer Afternoons"
LABELS: dict[str, str] = {
    "hour": "Hour of the day",
    "month": "Month",
    "temperature": "Mean temperature (°C)",
}
SHADES = "YlGnBu"


def _style(fig: go.Figure) -> None:
    """Set the texts."""
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
    fig.update_xaxes(axis, showgrid=False)
    fig.update_yaxes(axis, showgrid=False)


def plot(data: pd.DataFrame, x: str, y: str, value: str) -> go.Figure:
    """Draw one cell per pair of names, coloured by a number.

    Args:
        data: Table with one row per observation.
        x: The columns of the grid: a nominal or ordinal column.
        y: The rows of the grid: a nominal or ordinal column.
        value: The measurement that the colour shows: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[x, y, value])
    table = pd.DataFrame(
        {
            "column": frame[x].convert_dtypes().astype(str),
            "row": frame[y].convert_dtypes().astype(str),
            "value": frame[value],
        },
    )
    columns, rows = list(table["column"].unique()), list(table["row"].unique())
    cells = table.pivot_table("value", "row", "column", aggfunc="mean")
    cells = cells.reindex(index=rows, columns=columns)
    fig = px.imshow(
        cells,
        color_continuous_scale=SHADES,
        aspect="auto",
        labels={
            "x": LABELS.get(x, x),
            "y": LABELS.get(y, y),
            "color": LABELS.get(value, value),
        },
        title=TITLE,
        template="plotly_white",
        width=800,
        height=450,
    )
    fig.update_traces(xgap=1, ygap=1)
    bar = {
        "title": {
            "text": LABELS.get(value, value),
            "side": "right",
            "font": {"size": 13},
        },
        "thickness": 16,
        "outlinewidth": 0,
        "ticks": "",
        "ticksuffix": "  ",
    }
    fig.update_coloraxes(colorbar=bar)
    _style(fig)
    fig.update_xaxes(type="category")
    fig.update_yaxes(type="category")
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), x="hour", y="month", value="temperature")
    picture.write_html("plot.html")
