"""Draw which share of each group is at most as large as each value with altair.

Half of All Adelie Penguins Weigh 3.7 kg or Less: Shows which share of the values is at
most as large as each value, as a curve of steps for each group.
"""

import textwrap
from pathlib import Path

import altair as alt
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/penguins.csv"
TITLE = "Half of All Adelie Penguins Weigh 3.7 kg or Less"
LABELS: dict[str, str] = {
    "body_mass_g": "Body mass (g)",
    "species": "Species",
}
COLOR = "#0072B2"
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]


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


def plot(data: pd.DataFrame, value: str, color: str | None = None) -> alt.Chart:
    """Draw which share of each group is at most as large as each value.

    Args:
        data: Table with one row per observation.
        value: The measurement: a quantitative column.
        color: One curve each: a nominal or ordinal column, or None.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    needed = [value] if color is None else [value, color]
    frame = data.dropna(subset=needed)
    table = pd.DataFrame({"value": frame[value]})
    groups: list[str] = []
    if color is not None:
        table["color"] = frame[color].convert_dtypes().astype(str)
        groups = ["color"]
    pattern = ",~f" if frame[value].abs().max() >= 10_000 else "~f"
    place = alt.X("value:Q").axis(format=pattern).scale(zero=False, nice=False)
    chart = (
        alt.Chart(table, title=TITLE, width=800, height=450)
        .transform_window(
            share="cume_dist()",
            sort=[alt.SortField("value")],
            groupby=groups,
        )
        .mark_line(interpolate="step-after", strokeWidth=2, color=COLOR)
        .encode(
            x=place.title(_title(value)),
            y=alt.Y("share:Q", title="Share of rows").axis(format="%"),
            tooltip=[
                alt.Tooltip("value:Q", title=_title(value)),
                alt.Tooltip("share:Q", title="Share of rows", format=".1%"),
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
        )
    return _style(chart)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), value="body_mass_g", color="species")
    picture.save("plot.png", scale_factor=2)
