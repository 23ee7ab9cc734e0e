"""Draw one line per series between the moments with altair.

Slope Chart: Compares many series between two moments by the slope of their lines.
"""

import textwrap
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

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


def _title(column: str) -> list[str]:
    """Give the lines of a title; Vega-Lite would read its backslashes as code."""
    words = LABELS.get(column, column).replace("\\", "\N{SET MINUS}")
    return textwrap.wrap(words, 46)


def _style(chart: alt.LayerChart) -> alt.LayerChart:
    """Set the texts and a light grid behind the values."""
    text = "#4A4A4A"
    return (
        chart.properties(
            autosize=alt.AutoSizeParams(type="fit", contains="padding"),
            padding=16,
        )
        .configure(font="sans-serif", lineBreak="\n")
        .configure_view(stroke=None)
        .configure_title(
            anchor="start",
            frame="group",
            fontSize=16,
            fontWeight=600,
            color="#1F1F1F",
            offset=16,
        )
        .configure_axis(
            labelFontSize=12,
            labelColor=text,
            labelPadding=8,
            labelFlush=False,
            ticks=False,
            titleFontSize=13,
            titleFontWeight="normal",
            titleColor=text,
            titlePadding=12,
            tickCount=6,
            gridColor="#E6E6E6",
            domainColor="#9A9A9A",
        )
        .configure_axisY(domain=False)
        .configure_axisX(grid=False, labelAngle=0)
    )


def plot(data: pd.DataFrame, series: str, x: str, y: str) -> alt.LayerChart:
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
    colors = alt.Scale(domain=["rise", "fall"], range=[RISE, FALL])
    layers = [
        (
            alt.Chart(lines)
            .mark_line(strokeWidth=2, point={"filled": True, "size": 60})
            .encode(
                x=alt.X("moment:N", title=_title(x), sort=moments).scale(padding=0.6),
                y=alt.Y("value:Q", title=_title(y)).scale(zero=False),
                detail="series:N",
                color=alt.Color("trend:N", scale=colors, legend=None),
                tooltip=[
                    alt.Tooltip("series:N", title=_title(series)),
                    alt.Tooltip("moment:N", title=_title(x)),
                    alt.Tooltip("value:Q", title=_title(y)),
                ],
            )
        ),
    ]
    gap = 0.055 * (table.max(axis=None) - table.min(axis=None))
    sides = [(moments[0], -10, "right"), (moments[-1], 10, "left")]
    for moment, reach, align in sides:
        places = _spread(table[moment].dropna(), gap)
        words = [f"{key}  {table.loc[key, moment]:,.10g}" for key in places.index]
        labels = pd.DataFrame({"moment": moment, "value": places, "text": words})
        texts = (
            alt.Chart(labels)
            .mark_text(fontSize=12, color="#4A4A4A", align=align, dx=reach)
            .encode(x=alt.X("moment:N", sort=moments), y="value:Q", text="text:N")
        )
        layers.append(texts)
    chart = alt.layer(*layers, title=TITLE, width=800, height=450)
    return _style(chart)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), series="country", x="year", y="life_expectancy")
    picture.save("plot.png", scale_factor=2)
