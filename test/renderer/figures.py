"""Makes the figures of the renderer's tests with the real libraries.

Usage: figures.py LIBRARY DATA_FOLDER; prints a JSON object of name → figure JSON text.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

COLORS = ["#0072B2", "#D55E00", "#009E73"]
DATA = Path(sys.argv[2])
TITLES = {
    "flipper": "Flipper length (mm)",
    "mass": "Body mass (g)",
    "co2": "CO₂ concentration (ppm)",
    "life": "Mean life expectancy (years)",
    "temperature": "Daily maximum temperature (°C)",
}

penguins = pd.read_csv(DATA / "penguins.csv")
co2 = pd.read_csv(DATA / "mauna-loa-co2.csv", parse_dates=["date"])
life = pd.read_csv(DATA / "life-expectancy.csv")
weather = pd.read_csv(DATA / "seattle-weather.csv", parse_dates=["date"])
means = life.groupby("region")["life_expectancy"].mean().sort_values()


def box_stats() -> pd.DataFrame:
    """Quartiles and whiskers of the temperature for each weather."""
    rows = []
    for name, values in weather.groupby("weather")["temp_max"]:
        q1, median, q3 = values.quantile([0.25, 0.5, 0.75])
        reach = 1.5 * (q3 - q1)
        inside = values[values.between(q1 - reach, q3 + reach)]
        rows.append((name, q1, median, q3, inside.min(), inside.max()))
    columns = ["weather", "q1", "median", "q3", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def outliers(stats: pd.DataFrame) -> pd.DataFrame:
    """The rows beyond the whiskers."""
    joined = weather.merge(stats, on="weather")
    return joined[(joined.temp_max < joined.low) | (joined.temp_max > joined.high)]


def plotly_figures() -> dict[str, str]:
    """Figures of plotly."""
    import plotly.express as px
    import plotly.graph_objects as go
    from plotly.subplots import make_subplots

    def finished(figure: Any, title: str, x: str, y: str, **layout: Any) -> str:
        figure.update_layout(
            title=title,
            xaxis_title=x,
            yaxis_title=y,
            width=800,
            height=450,
            template="plotly_white",
            **layout,
        )
        return figure.to_json()

    scatter = go.Figure()
    for (name, rows), color, symbol in zip(
        penguins.groupby("species"), COLORS, ["circle", "square", "diamond"]
    ):
        marker = {"color": color, "opacity": 0.7, "size": 8, "symbol": symbol}
        scatter.add_scatter(
            x=rows.flipper_length_mm,
            y=rows.body_mass_g,
            mode="markers",
            name=name,
            marker=marker,
        )
    line = go.Figure(
        go.Scatter(x=co2.date, y=co2.co2_ppm, mode="lines", line_color=COLORS[0])
    )
    bar = go.Figure(
        go.Bar(x=means.values, y=means.index, orientation="h", marker_color=COLORS[0])
    )
    histogram = go.Figure(
        go.Histogram(x=weather.temp_max, nbinsx=24, marker_color=COLORS[0])
    )
    boxplot = go.Figure(
        go.Box(x=weather.weather, y=weather.temp_max, marker_color=COLORS[0])
    )
    counts, edges = np.histogram(weather.temp_max, bins=24)
    counted = go.Figure(
        go.Bar(
            x=(edges[:-1] + edges[1:]) / 2,
            y=counts,
            width=np.diff(edges),
            marker={"color": [COLORS[0]] * len(counts)},
        )
    )
    stats = box_stats()
    summary = go.Figure(
        go.Box(
            x=stats.weather,
            q1=stats.q1,
            median=stats["median"],
            q3=stats.q3,
            lowerfence=stats.low,
            upperfence=stats.high,
            fillcolor="rgba(0, 114, 178, 0.5)",
        )
    )
    named = go.Figure(
        [
            go.Box(x=rows.temp_max, name=name, orientation="h")
            for name, rows in weather.groupby("weather")
        ]
    )
    panels = make_subplots(rows=1, cols=2)
    panels.add_bar(x=["a", "b"], y=[1, 2], base=[1, 1], row=1, col=1)
    panels.add_scatter(
        x=[1, 2, None, 4], y=[1, 10, 5, 100], fill="tozeroy", row=1, col=2
    )
    panels.update_yaxes(type="log", range=[0, 3], row=1, col=2)
    panels.update_layout(title_text="Two <b>panels</b> &amp; more", showlegend=False)
    scaled = px.scatter(
        penguins, x="flipper_length_mm", y="body_mass_g", color="body_mass_g"
    )
    grouped = px.line(
        pd.DataFrame({"t": [1, 2, 1, 2], "v": [1, 2, 3, 4], "g": ["a", "a", "b", "b"]}),
        x="t",
        y="v",
        color="g",
        line_dash="g",
        title="Grouped",
    )
    grid = make_subplots(
        rows=2,
        shared_xaxes="all",
        shared_yaxes="all",
        subplot_titles=["First", "Second"],
        x_title="Below",
        y_title="Beside",
    )
    days = pd.to_datetime(["2020-01-01", "2020-01-05"])
    for row_number in (1, 2):
        grid.add_scatter(
            x=days, y=[1, row_number], mode="lines", row=row_number, col=1
        )
    grid.update_yaxes(range=[0, 9])
    return {
        "grid": grid.to_json(),
        "scatter": finished(
            scatter,
            "Scatter",
            TITLES["flipper"],
            TITLES["mass"],
            legend_title="Species",
        ),
        "line": finished(line, "Line", "Month", TITLES["co2"]),
        "bar": finished(bar, "Bar", TITLES["life"], "Region"),
        "histogram": finished(histogram, "Histogram", TITLES["temperature"], "Count"),
        "boxplot": finished(boxplot, "Box", "Weather", TITLES["temperature"]),
        "counted": finished(counted, "Counted", TITLES["temperature"], "Count"),
        "summary": finished(summary, "Summary", "Weather", TITLES["temperature"]),
        "named": finished(named, "Named", TITLES["temperature"], "Weather"),
        "panels": panels.to_json(),
        "scaled": scaled.to_json(),
        "grouped": grouped.to_json(),
    }


def bokeh_figures() -> dict[str, str]:
    """Figures of bokeh."""
    from bokeh.embed import json_item
    from bokeh.layouts import column, gridplot, row
    from bokeh.models import (
        BooleanFilter,
        CDSView,
        ColumnDataSource,
        Div,
        GroupFilter,
        IndexFilter,
        Plot,
        Whisker,
    )
    from bokeh.plotting import figure
    from bokeh.transform import factor_cmap, factor_mark

    def empty(title: str, x: str, y: str, **options: Any) -> Any:
        return figure(
            width=800,
            height=450,
            title=title,
            x_axis_label=x,
            y_axis_label=y,
            toolbar_location=None,
            **options,
        )

    def done(plot: Any) -> str:
        return json.dumps(json_item(plot))

    species = sorted(penguins.species.unique())
    scatter = empty("Scatter", TITLES["flipper"], TITLES["mass"])
    markers = ["circle", "square", "diamond"]
    for name, color, marker in zip(species, COLORS, markers):
        rows = penguins[penguins.species == name]
        scatter.scatter(
            "flipper_length_mm",
            "body_mass_g",
            source=ColumnDataSource(rows),
            legend_label=name,
            color=color,
            alpha=0.7,
            marker=marker,
        )
    scatter.legend.title = "Species"
    mapped = empty("Mapped", TITLES["flipper"], TITLES["mass"])
    mapped.scatter(
        "flipper_length_mm",
        "body_mass_g",
        source=ColumnDataSource(penguins),
        legend_group="species",
        color=factor_cmap("species", COLORS, species),
        marker=factor_mark("species", markers, species),
        alpha=0.7,
    )
    line = empty("Line", "Month", TITLES["co2"], x_axis_type="datetime")
    line.line("date", "co2_ppm", source=ColumnDataSource(co2), color=COLORS[0])
    bar = empty("Bar", TITLES["life"], "Region", y_range=list(means.index))
    bar.hbar(y=list(means.index), right=list(means.values), height=0.7, color=COLORS[0])
    bar.x_range.start = 0
    counts, edges = np.histogram(weather.temp_max, bins=24)
    histogram = empty("Histogram", TITLES["temperature"], "Count")
    histogram.quad(
        top=counts,
        bottom=0,
        left=edges[:-1],
        right=edges[1:],
        fill_color=COLORS[0],
        line_color="white",
    )
    histogram.y_range.start = 0
    counted = empty("Counted", TITLES["temperature"], "Count")
    counted.vbar(
        x=(edges[:-1] + edges[1:]) / 2, top=counts, width=np.diff(edges), color="navy"
    )
    stats = box_stats()
    source = ColumnDataSource(stats)
    beyond = outliers(stats)
    boxplot = empty(
        "Box", "Weather", TITLES["temperature"], x_range=list(stats.weather)
    )
    boxplot.segment("weather", "q3", "weather", "high", source=source)
    boxplot.segment("weather", "low", "weather", "q1", source=source)
    for bottom, top in (("q1", "median"), ("median", "q3")):
        boxplot.vbar(
            "weather", 0.6, top, bottom, source=source, color=COLORS[0], alpha=0.8
        )
    boxplot.scatter(list(beyond.weather), list(beyond.temp_max), color="gray")
    lying = empty(
        "Lying", TITLES["temperature"], "Weather", y_range=list(stats.weather)
    )
    source = ColumnDataSource(stats)
    lying.add_layout(
        Whisker(
            base="weather", lower="low", upper="high", source=source, dimension="width"
        )
    )
    lying.hbar("weather", 0.6, "q3", "q1", source=source, color=COLORS[1])
    lying.scatter("median", "weather", source=source, marker="dash", color="white")
    lying.scatter(list(weather.temp_max[:9]), list(weather.weather[:9]))
    views = empty("Views", "x", "y", y_axis_type="log")
    table = ColumnDataSource({"x": [1, 2, 3], "y": [1, 10, 100], "g": ["a", "b", "a"]})
    views.scatter("x", "y", source=table, view=CDSView(filter=IndexFilter([0, 1])))
    views.scatter(
        "x", "y", source=table, view=CDSView(filter=BooleanFilter([True, False, True]))
    )
    views.varea("x", 0, "y", source=table, color="#00000080")
    views.scatter(
        "x",
        "y",
        source=table,
        view=CDSView(filter=GroupFilter(column_name="g", group="a")),
    )
    pair = row(empty("Left", "a", "b"), empty("Right", "c", "d"))
    for plot in pair.children:
        plot.line([1, 2, 3], [1, 4, 9], line_dash="dashed")
    table_of = gridplot([[empty("One", "", "b"), empty("Two", "c", "")]])
    for plot in table_of.select({"type": Plot}):
        plot.line([1, 2, 3], [1, 4, 9])
    page = column(
        Div(text="Page"), row(Div(text="Beside"), table_of), Div(text="Below")
    )
    return {
        name: done(plot)
        for name, plot in {
            "scatter": scatter,
            "mapped": mapped,
            "line": line,
            "bar": bar,
            "histogram": histogram,
            "counted": counted,
            "boxplot": boxplot,
            "lying": lying,
            "views": views,
            "pair": pair,
            "page": page,
        }.items()
    }


def altair_figures() -> dict[str, str]:
    """Figures of altair."""
    import altair as alt

    alt.data_transformers.disable_max_rows()
    size = {"width": 800, "height": 450}

    def start(data: pd.DataFrame, title: str) -> Any:
        return alt.Chart(data, title=title).properties(**size)

    def quantity(column: str, title: str) -> dict[str, Any]:
        return {
            "shorthand": f"{column}:Q",
            "title": title,
            "scale": alt.Scale(zero=False),
        }

    x = alt.X(**quantity("flipper_length_mm", TITLES["flipper"]))
    y = alt.Y(**quantity("body_mass_g", TITLES["mass"]))
    color = alt.Color("species:N", title="Species", scale=alt.Scale(range=COLORS))
    scatter = (
        start(penguins, "Scatter")
        .mark_point(filled=True, opacity=0.7)
        .encode(x, y, color, alt.Shape("species:N", title="Species"))
    )
    line = (
        start(co2, "Line")
        .mark_line(color=COLORS[0])
        .encode(
            alt.X("date:T", title="Month"), alt.Y(**quantity("co2_ppm", TITLES["co2"]))
        )
    )
    bar = (
        start(life, "Bar")
        .mark_bar(color=COLORS[0])
        .encode(
            alt.X("mean(life_expectancy):Q", title=TITLES["life"]),
            alt.Y("region:N", sort="-x", title="Region"),
        )
    )
    histogram = (
        start(weather, "Histogram")
        .mark_bar(color=COLORS[0])
        .encode(
            alt.X("temp_max:Q", bin=alt.Bin(maxbins=24), title=TITLES["temperature"]),
            alt.Y("count()", title="Count"),
        )
    )
    boxplot = (
        start(weather, "Box")
        .mark_boxplot(color=COLORS[0], size=40)
        .encode(
            alt.X("weather:N", title="Weather"),
            alt.Y("temp_max:Q", title=TITLES["temperature"]),
        )
    )
    lines = pd.DataFrame(
        {"t": [1, 2, 1, 2], "v": [1.0, 2.0, 3.0, 4.0], "g": ["a", "a", "b", "b"]}
    )
    grouped = (
        start(lines, "Grouped")
        .mark_line()
        .encode(x="t:Q", y="v:Q", color="g:N", strokeDash="g:N")
    )
    stacked = (
        start(lines, "Stacked").mark_bar().encode(x="t:O", y="sum(v):Q", color="g:N")
    )
    sideways = (
        start(weather, "Sideways")
        .mark_bar()
        .encode(y=alt.Y("temp_max:Q", bin=True), x="count()")
    )
    heat = start(lines, "Heat").mark_rect().encode(x="t:O", y="g:N", color="v:Q")
    noted = start(lines, "Noted").mark_area(opacity=0.5).encode(
        x="t:Q", y=alt.Y("max(v):Q", scale=alt.Scale(type="log"))
    ) + alt.Chart(lines).mark_text().encode(x="t:Q", y="v:Q", text="g:N")
    pair = start(lines, "Left").mark_line().encode(x="t:Q", y="v:Q", detail="g:N") | (
        start(lines, "Right").mark_circle().encode(x="t:Q", y="v:Q")
    )
    facet = (
        alt.Chart(lines)
        .mark_point()
        .encode(x="t:Q", y="v:Q", column="g:N")
        .properties(title=["Two lines", "of title"])
    )
    header = alt.Header(title="Below", titleOrient="bottom")
    cells = (
        alt.Chart(lines)
        .mark_point()
        .encode(
            x=alt.X("t:Q", title=None),
            y=alt.Y("v:Q", title=None),
            facet=alt.Facet("g:N", columns=2, header=header),
        )
        .properties(width=200, height=200)
    )
    beside = alt.TitleParams("Beside", orient="left")
    return {
        name: json.dumps(chart.to_dict())
        for name, chart in {
            "scatter": scatter,
            "line": line,
            "bar": bar,
            "histogram": histogram,
            "boxplot": boxplot,
            "grouped": grouped,
            "stacked": stacked,
            "sideways": sideways,
            "heat": heat,
            "noted": noted,
            "pair": pair,
            "facet": facet,
            "wrapped": alt.vconcat(cells.properties(title=beside), title="Wrapped"),
            "own scales": cells.resolve_scale(y="independent"),
        }.items()
    }


MAKERS = {
    "plotly": plotly_figures,
    "bokeh": bokeh_figures,
    "altair": altair_figures,
}

if __name__ == "__main__":
    json.dump(MAKERS[sys.argv[1]](), sys.stdout)
