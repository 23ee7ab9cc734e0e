"""Draw one bar per category and group with plotly.

Grouped Bar Chart: Compares one number between categories and, within each, between
groups that stand side by side.
"""

from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/penguins-by-sex.csv"
TITLE = "Grouped Bar Chart"
LABELS: dict[str, str] = {
    "species": "Species",
    "body_mass_g": "Mean body mass (g)",
    "sex": "Sex",
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


def plot(data: pd.DataFrame, category: str, value: str, color: str) -> go.Figure:
    """Draw one bar per category and group.

    Args:
        data: Table with one row per observation.
        category: One cluster of bars each: a nominal or ordinal column.
        value: Length of the bar: a quantitative column.
        color: One bar per cluster each: a nominal or ordinal column.

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
    names = list(bars.index.unique(0))
    groups = list(bars.index.unique(1))
    table = bars.rename_axis(["category", "color"]).reset_index(name="value")
    labels = {
        "category": LABELS.get(category, category),
        "value": LABELS.get(value, value),
        "color": LABELS.get(color, color),
    }
    fig = px.bar(
        table,
        x="category",
        y="value",
        color="color",
        barmode="group",
        category_orders={"color": groups},
        color_discrete_sequence=PALETTE,
        labels=labels,
        title=TITLE,
        template="plotly_white",
        width=800,
        height=450,
    )
    fig.update_layout(bargap=0.25, bargroupgap=0.08)
    _style(fig)
    fig.update_xaxes(type="category", categoryorder="array", categoryarray=names)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path),
        category="species",
        value="body_mass_g",
        color="sex",
    )
    picture.write_html("plot.html")
