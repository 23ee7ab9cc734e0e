"""Draw how steps add up to a total with altair.

Waterfall Chart: Shows step by step how rises and falls add up to a total.
"""

import textwrap
from pathlib import Path

import altair as alt
import pandas as pd

# A chart may hold more than altair's 5,000 rows.
alt.data_transformers.disable_max_rows()

SAMPLE = "data/examples/us-jobs-recession.csv"
TITLE = "Waterfall Chart"
LABELS: dict[str, str] = {
    "sector": "Sector",
    "change_thousands": "Change in jobs since December 2007 (thousands)",
}
TOTAL = "Total"
COLORS = {"rise": "#0072B2", "fall": "#D55E00", "total": "#595959"}


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
        .configure_axisX(domain=False)
        .configure_axisY(grid=False, labelAngle=0)
    )


def plot(data: pd.DataFrame, category: str, value: str) -> alt.LayerChart:
    """Draw how steps add up to a total.

    Args:
        data: Table with one row per observation.
        category: One step each: a nominal or ordinal column.
        value: Change that the step makes: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value])
    changes = frame.groupby(
        frame[category].convert_dtypes().astype(str),
        sort=False,
    )[value].sum()
    table = pd.DataFrame(
        {
            "category": [*changes.index, TOTAL],
            "change": [*changes, changes.sum()],
            "start": [*changes.cumsum().shift(fill_value=0), 0],
            "end": [*changes.cumsum(), changes.sum()],
        },
    )
    table["kind"] = ["rise" if step >= 0 else "fall" for step in table["change"]]
    table.loc[table.index[-1], "kind"] = "total"
    table["text"] = [f"{step:+,.10g}" for step in table["change"]]
    table.loc[table.index[-1], "text"] = f"{changes.sum():,.10g}"
    table["edge"] = table[["start", "end"]].max(axis=1)
    colors = alt.Scale(domain=list(COLORS), range=list(COLORS.values()))
    place = alt.Y(
        "category:N",
        title=_title(category),
        sort=None,
    ).scale(paddingInner=0.3, paddingOuter=0.15)
    bars = (
        alt.Chart(table)
        .mark_bar()
        .encode(
            y=place,
            x=alt.X("start:Q", title=_title(value)),
            x2="end:Q",
            color=alt.Color("kind:N", scale=colors, legend=None),
            tooltip=[
                alt.Tooltip("category:N", title=_title(category)),
                alt.Tooltip("text:N", title=_title(value)),
            ],
        )
    )
    texts = (
        alt.Chart(table)
        .mark_text(align="left", dx=6, fontSize=12, color="#4A4A4A")
        .encode(y=place, x=alt.X("edge:Q", title=_title(value)), text="text:N")
    )
    chart = alt.layer(bars, texts, title=TITLE, width=800, height=450)
    return _style(chart)


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="sector", value="change_thousands")
    picture.save("plot.png", scale_factor=2)
