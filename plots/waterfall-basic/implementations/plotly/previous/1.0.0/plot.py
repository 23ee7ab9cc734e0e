"""Draw how steps add up to a total with plotly.

Waterfall Chart: Shows step by step how rises and falls add up to a total.
"""

from pathlib import Path

import pandas as pd
import plotly.graph_objects as go

SAMPLE = "data/examples/us-jobs-recession.csv"
TITLE = "Waterfall Chart"
LABELS: dict[str, str] = {
    "sector": "Sector",
    "change_thousands": "Change in jobs since December 2007 (thousands)",
}
TOTAL = "Total"
COLORS = {"rise": "#0072B2", "fall": "#D55E00", "total": "#595959"}


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
    """Draw how steps add up to a total.

    Args:
        data: Table with one row per observation.
        category: One step each: a nominal or ordinal column.
        value: Change that the step makes: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value])
    change = frame.groupby(
        frame[category].convert_dtypes().astype(str),
        sort=False,
    )[value].sum()
    table = pd.DataFrame(
        {
            "category": [*change.index, TOTAL],
            "change": [*change, change.sum()],
            "start": [*change.cumsum().shift(fill_value=0), 0],
            "end": [*change.cumsum(), change.sum()],
        },
    )
    table["kind"] = ["rise" if step >= 0 else "fall" for step in table["change"]]
    table.loc[table.index[-1], "kind"] = "total"
    table["text"] = [f"{step:+,.10g}" for step in table["change"]]
    table.loc[table.index[-1], "text"] = f"{change.sum():,.10g}"
    bars = go.Waterfall(
        orientation="h",
        measure=["relative"] * len(change) + ["total"],
        x=table["change"],
        y=table["category"],
        text=table["text"],
        textposition="outside",
        cliponaxis=False,
        increasing={"marker": {"color": COLORS["rise"]}},
        decreasing={"marker": {"color": COLORS["fall"]}},
        totals={"marker": {"color": COLORS["total"]}},
        connector={"line": {"color": "#B5B5B5", "width": 1}},
    )
    fig = go.Figure(bars)
    fig.update_layout(
        template="plotly_white",
        width=800,
        height=450,
        title_text=TITLE,
        xaxis_title=LABELS.get(value, value),
        yaxis_title=LABELS.get(category, category),
        waterfallgap=0.3,
    )
    _style(fig)
    fig.update_yaxes(type="category", autorange="reversed")
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="sector", value="change_thousands")
    picture.write_html("plot.html")
