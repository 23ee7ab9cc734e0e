"""One small figure per library: drawn before any execution, to have everything loaded."""

from __future__ import annotations

from typing import Any

import pandas as pd

DATA = pd.DataFrame(
    {"x": [1.0, 2.0, 3.0], "y": [3.0, 1.0, 2.0], "kind": ["a", "b", "a"]}
)


def matplotlib() -> Any:
    """A scatter plot with a legend, outside of pyplot's list of figures."""
    import matplotlib.pyplot  # noqa: F401  what authors import
    from matplotlib.figure import Figure

    figure = Figure(layout="constrained")
    axes = figure.subplots()
    axes.scatter("x", "y", data=DATA, label="kind")
    axes.set(title="title", xlabel="x", ylabel="y")
    axes.legend()
    return figure


def seaborn() -> Any:
    """The same, drawn by seaborn."""
    import seaborn as sns
    from matplotlib.figure import Figure

    figure = Figure(layout="constrained")
    sns.scatterplot(DATA, x="x", y="y", hue="kind", ax=figure.subplots())
    return figure


def plotly() -> Any:
    """A scatter plot by plotly.express, which loads graph_objects and the templates."""
    import plotly.express as px

    return px.scatter(DATA, x="x", y="y", color="kind", title="title")


def bokeh() -> Any:
    """A scatter plot with a tool for hovering."""
    from bokeh.models import ColumnDataSource
    from bokeh.plotting import figure

    plot = figure(title="title", tools="hover")
    plot.scatter("x", "y", source=ColumnDataSource(DATA), legend_group="kind")
    return plot


def altair() -> Any:
    """A chart with points."""
    import altair as alt

    return alt.Chart(DATA).mark_point().encode(x="x", y="y", color="kind")
