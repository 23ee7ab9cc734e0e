"""Draw every pair of numbers as points, and each as a histogram with altair.

Gentoo Penguins Stand Apart in Most Pairs of Measurements: Shows how three or four
measurements of the same things relate, a scatter plot per pair and a histogram of each.
"""

import textwrap
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/penguins-sizes.csv"
TITLE = "Gentoo Penguins Stand Apart in Most Pairs of Measurements"
LABELS: dict[str, str] = {
    "bill_length_mm": "Bill length (mm)",
    "bill_depth_mm": "Bill depth (mm)",
    "flipper_length_mm": "Flipper length (mm)",
    "body_mass_g": "Body mass (g)",
    "species": "Species",
}
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#595959"]


def _title(column: str) -> list[str]:
    """Give the lines of a title; Vega-Lite would read its backslashes as code."""
    words = LABELS.get(column, column).replace("\\", "\N{SET MINUS}")
    return textwrap.wrap(words, 12)


def _axis(channel: alt.X | alt.Y, values: pd.Series, name: str | None) -> alt.X | alt.Y:
    """Set an axis; those at the outer edge of the grid have texts."""
    title = None if name is None else _title(name)
    span = [float(values.min()), float(values.max())]
    shown = channel.scale(domain=span, nice=True).title(title)
    return shown.axis(labels=name is not None, tickCount=4, format=",~f")


def _counts(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Count how many values of each group lie in equal intervals."""
    edges = np.histogram_bin_edges(table[column], bins=16)
    parts = []
    for kind, part in table.groupby("color", sort=False):
        counts, _ = np.histogram(part[column], bins=edges)
        part = pd.DataFrame({"start": edges[:-1], "end": edges[1:], "count": counts})
        parts.append(part.assign(color=kind))
    return pd.concat(parts)


def _style(chart: alt.ConcatChart) -> alt.ConcatChart:
    """Set the texts and a light grid behind the values."""
    text = "#4A4A4A"
    return (
        chart.properties(padding=16)
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
            tickCount=4,
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
    first: str,
    second: str,
    third: str,
    fourth: str | None = None,
    color: str | None = None,
) -> alt.ConcatChart:
    """Draw every pair of numbers as points, and each as a histogram.

    Args:
        data: Table with one row per observation.
        first: First measurement: a quantitative column.
        second: Second measurement: a quantitative column.
        third: Third measurement: a quantitative column.
        fourth: Fourth measurement: a quantitative column, or None.
        color: Group shown by colour: a nominal column, or None.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    needed = [
        first,
        second,
        third,
        *(name for name in (fourth, color) if name is not None),
    ]
    frame = data.dropna(subset=needed)
    names = [name for name in (first, second, third, fourth) if name is not None]
    table = pd.DataFrame({f"v{i}": frame[name] for i, name in enumerate(names)})
    table["color"] = ""
    looks = {"color": alt.value(PALETTE[0])}
    if color is not None:
        table["color"] = frame[color].convert_dtypes().astype(str)
        kinds = list(table["color"].unique())
        place = alt.Legend(orient="none", legendX=560, legendY=0)
        hue = alt.Color("color:N", title=_title(color))
        looks = {"color": hue.scale(domain=kinds, range=PALETTE).legend(place)}
    alpha = 0.8 if len(frame) < 1000 else 0.4
    room = {"width": 560 / len(names), "height": 290 / len(names)}
    cells = []
    for i, row in enumerate(names):
        for j, column in enumerate(names):
            below = column if i == len(names) - 1 else None
            if j > i:
                cell = alt.Chart(table[:0]).mark_point()
            elif j == i:
                cell = (
                    alt.Chart(_counts(table, f"v{i}"))
                    .mark_bar(binSpacing=0, stroke="white", strokeWidth=0.4)
                    .encode(
                        x=_axis(alt.X("start:Q", bin="binned"), table[f"v{i}"], below),
                        x2="end:Q",
                        y=alt.Y("count:Q", axis=None),
                        **looks,
                    )
                )
            else:
                cell = (
                    alt.Chart(table)
                    .mark_point(filled=True, size=20, opacity=alpha)
                    .encode(
                        x=_axis(alt.X(f"v{j}:Q"), table[f"v{j}"], below),
                        y=_axis(
                            alt.Y(f"v{i}:Q"),
                            table[f"v{i}"],
                            row if j == 0 else None,
                        ),
                        **looks,
                    )
                )
            cells.append(cell.properties(**room))
    chart = alt.concat(*cells, columns=len(names), title=TITLE, spacing=14)
    return _style(chart)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(
        pd.read_csv(path),
        first="bill_length_mm",
        second="bill_depth_mm",
        third="flipper_length_mm",
        fourth="body_mass_g",
        color="species",
    )
    picture.save("plot.png", scale_factor=2)
