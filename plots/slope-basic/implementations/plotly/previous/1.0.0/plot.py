"""Draw one line per series between the moments with plotly.

Slope Chart: Compares many series between two moments by the slope of their lines.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

SAMPLE = "data/examples/countries-1955-2005.csv"
TITLE = "Slope Chart"
LABELS: dict[str, str] = {
    "country": "Country",
    "year": "Year",
    "life_expectancy": "Life expectancy at birth (years)",
}
RISE = "#0072B2"
FALL = "#D55E00"


def _spread(places: pd.Series, gap: float) -> pd.Series:
    """Move places apart until no two are nearer than a gap."""
    ordered = places.sort_values()
    steps = gap * np.arange(len(ordered))
    up = np.maximum.accumulate(ordered - steps)
    down = np.minimum.accumulate((ordered - steps)[::-1])[::-1]
    return (up + down) / 2 + steps


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


def plot(data: pd.DataFrame, series: str, x: str, y: str) -> go.Figure:
    """Draw one line per series between the moments.

    Args:
        data: Table with one row per observation.
        series: One line each: a nominal or ordinal column.
        x: Moments that are compared: an ordinal or nominal column.
        y: Height at each moment: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[series, x, y])
    keyed = frame.groupby(
        [
            frame[series].convert_dtypes().astype(str),
            frame[x].convert_dtypes().astype(str),
        ],
        sort=False,
    )[y]
    means = keyed.mean()
    moments = list(means.index.unique(1))
    table = pd.DataFrame(
        {moment: means.xs(moment, level=1) for moment in moments},
        index=means.index.unique(0),
    )
    rising = table[moments[-1]] >= table[moments[0]]
    lines = means.rename_axis(["series", "moment"]).reset_index(name="value")
    lines["trend"] = lines["series"].map(rising.map({True: "rise", False: "fall"}))
    labels = {
        "series": LABELS.get(series, series),
        "moment": LABELS.get(x, x),
        "value": LABELS.get(y, y),
    }
    fig = px.line(
        lines,
        x="moment",
        y="value",
        line_group="series",
        color="trend",
        color_discrete_map={"rise": RISE, "fall": FALL},
        hover_name="series",
        markers=True,
        render_mode="svg",
        labels=labels,
        title=TITLE,
        template="plotly_white",
        width=800,
        height=450,
    )
    fig.update_traces(line={"width": 2}, marker={"size": 8}, showlegend=False)
    gap = 0.055 * (table.max(axis=None) - table.min(axis=None))
    sides = [(moments[0], -12, "right"), (moments[-1], 12, "left")]
    for moment, reach, align in sides:
        for key, place in _spread(table[moment].dropna(), gap).items():
            words = f"{key}  {table.loc[key, moment]:,.10g}"
            fig.add_annotation(
                x=moment,
                y=place,
                text=words,
                showarrow=False,
                xanchor=align,
                xshift=reach,
            )
    _style(fig)
    room = 0.6 * max(1, len(moments) - 1)
    fig.update_yaxes(range=[table.min(axis=None) - gap, table.max(axis=None) + gap])
    fig.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=moments,
        range=[-room, len(moments) - 1 + room],
    )
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), series="country", x="year", y="life_expectancy")
    picture.write_html("plot.html")
