"""Draw one candle per row, from open to close and from low to high with altair.

Basic Candlestick Chart: Shows for each stretch of time where a measurement began and
ended and how far it went.
"""

import textwrap
from pathlib import Path

import altair as alt
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/seattle-weeks.csv"
TITLE = "Basic Candlestick Chart"
LABELS: dict[str, str] = {
    "week": "Week",
    "first": "First day (°C)",
    "highest": "Warmest day (°C)",
    "lowest": "Coldest day (°C)",
    "last": "Daily maximum temperature (°C)",
}
DIRECTIONS = {"Rising": "#0072B2", "Falling": "#D55E00"}


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


def plot(
    data: pd.DataFrame,
    x: str,
    open: str,
    high: str,
    low: str,
    close: str,
) -> alt.LayerChart:
    """Draw one candle per row, from open to close and from low to high.

    Args:
        data: Table with one row per observation.
        x: Position of the candle: a temporal or quantitative column.
        open: Where the bar begins: a quantitative column.
        high: Upper end of the line: a quantitative column.
        low: Lower end of the line: a quantitative column.
        close: Where the bar ends: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[x, open, high, low, close])
    table = pd.DataFrame(
        {
            "x": frame[x],
            "open": frame[open],
            "high": frame[high],
            "low": frame[low],
            "close": frame[close],
        },
    )
    falls = table["close"] < table["open"]
    table["direction"] = falls.map({False: "Rising", True: "Falling"})
    if pd.api.types.is_datetime64_any_dtype(frame[x]):
        place = alt.X("x:T")
    else:
        pattern = ",~f" if frame[x].abs().max() >= 10_000 else "~f"
        place = alt.X("x:Q").axis(format=pattern).scale(zero=False)
    shade = alt.Color("direction:N", title=None).legend(symbolType="square")
    shade = shade.scale(domain=list(DIRECTIONS), range=list(DIRECTIONS.values()))
    base = alt.Chart(table).encode(
        x=place.title(_title(x)),
        y=alt.Y("low:Q", title=_title(close)).scale(zero=False),
        color=shade,
        tooltip=[
            alt.Tooltip("x", title=_title(x)),
            alt.Tooltip("open", title=_title(open)),
            alt.Tooltip("high", title=_title(high)),
            alt.Tooltip("low", title=_title(low)),
            alt.Tooltip("close", title=_title(close)),
        ],
    )
    wicks = base.mark_rule(strokeWidth=1.2).encode(y2="high:Q")
    thick = min(14, max(2, 420 / len(table)))
    bodies = base.mark_bar(size=thick).encode(y="open:Q", y2="close:Q")
    ends = base.mark_tick(orient="horizontal", size=thick, thickness=1.2)
    ends = ends.encode(y="close:Q")
    chart = alt.layer(wicks, bodies, ends, title=TITLE, width=800, height=450)
    return _style(chart)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path, parse_dates=["week"]),
        x="week",
        open="first",
        high="highest",
        low="lowest",
        close="last",
    )
    picture.save("plot.png", scale_factor=2)
