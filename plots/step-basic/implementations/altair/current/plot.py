"""Draw one line of steps per group with altair.

Basic Step Plot: Shows a number that stays the same until it changes, such as a price, a
rate or a stock.
"""

import textwrap
from pathlib import Path

import altair as alt
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/us-government-jobs.csv"
TITLE = "Basic Step Plot"
LABELS: dict[str, str] = {
    "month": "Month",
    "jobs_millions": "Government jobs in the United States (millions)",
}
COLOR = "#0072B2"
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]
DASHES = [[1, 0], [6, 3], [2, 2], [6, 2, 2, 2]]


def _title(column: str) -> list[str]:
    """Give the lines of a title; Vega-Lite would read its backslashes as code."""
    words = LABELS.get(column, column).replace("\\", "\N{SET MINUS}")
    return textwrap.wrap(words, 46)


def _style(chart: alt.Chart) -> alt.Chart:
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
        .configure_legend(
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight=600,
            rowPadding=6,
            labelColor=text,
            titleColor=text,
            offset=20,
        )
    )


def plot(data: pd.DataFrame, x: str, y: str, color: str | None = None) -> alt.Chart:
    """Draw one line of steps per group.

    Args:
        data: Table with one row per observation.
        x: From when on the value holds: a temporal or quantitative column.
        y: The value: a quantitative column.
        color: Group with a line of its own: a nominal column, or None.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    needed = [x, y] if color is None else [x, y, color]
    frame = data.dropna(subset=needed)
    table = pd.DataFrame({"x": frame[x], "y": frame[y]})
    if color is not None:
        table["color"] = frame[color].convert_dtypes().astype(str)
    if pd.api.types.is_datetime64_any_dtype(frame[x]):
        place = alt.X("x:T")
    else:
        pattern = ",~f" if frame[x].abs().max() >= 10_000 else "~f"
        place = alt.X("x:Q").axis(format=pattern).scale(zero=False, nice=False)
    chart = (
        alt.Chart(table, title=TITLE, width=800, height=450)
        .mark_line(strokeWidth=2, interpolate="step-after", color=COLOR)
        .encode(
            x=place.title(_title(x)),
            y=alt.Y("y:Q", title=_title(y)).scale(zero=False),
            tooltip=[
                alt.Tooltip("x", title=_title(x)),
                alt.Tooltip("y", title=_title(y)),
            ],
        )
    )
    if color is not None:
        names = list(table["color"].unique())
        chart = chart.encode(
            color=alt.Color(
                "color:N",
                title=_title(color),
            ).scale(domain=names, range=PALETTE),
            strokeDash=alt.StrokeDash(
                "color:N",
                title=_title(color),
            ).scale(domain=names, range=DASHES),
        )
    return _style(chart)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path, parse_dates=["month"]),
        x="month",
        y="jobs_millions",
    )
    picture.save("plot.png", scale_factor=2)
