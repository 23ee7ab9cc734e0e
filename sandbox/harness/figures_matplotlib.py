"""What a matplotlib figure shows; seaborn draws such figures too."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from matplotlib.figure import Figure

from .drawn import Drawn
from .matplotlib_marks import marks_of, plot_axes
from .matplotlib_probe import legends_of, names_of
from .matplotlib_scale import title_of


def look_at(figure: Figure) -> Drawn:
    """Count the artists of a figure, drawn or not."""
    legends = legends_of(figure)
    marks = marks_of(figure, names_of(legends))
    axes = plot_axes(figure)
    return Drawn(
        library="matplotlib",
        points=_length(marks, "point", "x") + _length(marks, "bubble", "x"),
        line_points=_length(marks, "line", "x") + _length(marks, "step", "x"),
        bars=_length(marks, "bar", "category") + _length(marks, "histogram", "count"),
        rows_binned=round(sum(_all(marks, "histogram", "count"))),
        boxes=_length(marks, "box", "category"),
        rows_in_hexagons=round(sum(_all(marks, "hexagon", "count"))),
        curves=sum(mark["type"] in ("line", "step", "area") for mark in marks),
        violins=sum(mark["type"] == "violin" for mark in marks),
        cells=_length(marks, "cell", "value"),
        areas=len([mark for mark in marks if mark["type"] == "area"]),
        candles=_length(marks, "candle", "x"),
        x_title=_titles(each.xaxis for each in axes),
        y_title=_titles(each.yaxis for each in axes),
        legend=tuple(text.get_text() for each in legends for text in each.get_texts()),
        content=json.dumps([mark["values"] for mark in marks]),
    )


def _titles(axes: Iterable[Any]) -> str:
    return " ".join(dict.fromkeys(title for axis in axes if (title := title_of(axis))))


def _all(marks: list[dict[str, Any]], kind: str, key: str) -> list[Any]:
    return [
        value for mark in marks if mark["type"] == kind for value in mark["values"][key]
    ]


def _length(marks: list[dict[str, Any]], kind: str, key: str) -> int:
    return len([value for value in _all(marks, kind, key) if value is not None])
