"""Draw one cell per day, coloured by a number, a column per week with altair.

Daily Maximum Temperature in Seattle, 2015: Shows a measurement for each day of a
calendar, with a column per week and a row per day of the week.
"""

import textwrap
from pathlib import Path

import altair as alt
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/seattle-temperature-2015.csv"
TITLE = "Daily Maximum Temperature in Seattle, 2015"
LABELS: dict[str, str] = {
    "date": "Week",
    "temp_max": "Maximum temperature (°C)",
}
SHADES = "yellowgreenblue"
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def _title(column: str) -> list[str]:
    """Give the lines of a title; Vega-Lite would read its backslashes as code."""
    words = LABELS.get(column, column).replace("\\", "\N{SET MINUS}")
    return textwrap.wrap(words, 46)


def _style(chart: alt.Chart) -> alt.Chart:
    """Set the texts."""
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
        .configure_axisY(domain=False, grid=False)
        .configure_axisX(domain=False, grid=False, labelAngle=0)
        .configure_legend(
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight=600,
            rowPadding=6,
            labelColor=text,
            titleColor=text,
            gradientLength=280,
            gradientThickness=16,
            offset=20,
        )
    )


def plot(data: pd.DataFrame, date: str, value: str) -> alt.Chart:
    """Draw one cell per day, coloured by a number, a column per week.

    Args:
        data: Table with one row per observation.
        date: The day of each row: a temporal column.
        value: The measurement that the colour shows: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[date, value])
    table = pd.DataFrame(
        {"day": pd.to_datetime(frame[date]).dt.normalize(), "value": frame[value]},
    )
    cells = table.groupby("day", as_index=False)["value"].mean()
    in_week = cells["day"].dt.day_of_week
    cells["week"] = cells["day"] - pd.to_timedelta(in_week, unit="D")
    cells["next_week"] = cells["week"] + pd.Timedelta(days=7)
    cells["row"] = [WEEKDAYS[at] for at in in_week]
    chart = (
        alt.Chart(cells, title=TITLE, width=800, height=450)
        .mark_rect(stroke="white", strokeWidth=1)
        .encode(
            x=alt.X("week:T", title=_title(date)).scale(nice=False),
            x2="next_week:T",
            y=alt.Y("row:O", title="Day of the week", sort=WEEKDAYS),
            color=alt.Color("value:Q", title=_title(value)).scale(scheme=SHADES),
            tooltip=[
                alt.Tooltip("day:T", title=_title(date)),
                alt.Tooltip("value:Q", title=_title(value)),
            ],
        )
    )
    return _style(chart)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path, parse_dates=["date"]),
        date="date",
        value="temp_max",
    )
    picture.save("plot.png", scale_factor=2)
