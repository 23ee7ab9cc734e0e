"""Candles of a matplotlib axes: bars or thick lines from open to close, thin lines between the extremes."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex

from .matplotlib_scale import AxisScale
from .matplotlib_shapes import per_item, visible_colors

Mark = dict[str, Any]
Ends = tuple[Any, Any]


class _Stroke(NamedTuple):
    place: Any
    ends: Ends
    width: float
    color: Any


def with_candles(
    axes: Axes, marks: list[Mark], x: AxisScale, y: AxisScale
) -> list[Mark]:
    """The marks of an axes; bodies that have a wick at each place become candles."""
    strokes = [] if x.kind == "category" else _strokes(axes, x, y)
    thin = min((each.width for each in strokes), default=0)
    wicks = {each.place: each.ends for each in strokes if each.width == thin}
    bars = [mark for mark in marks if _has_wicks(mark, wicks)]
    if bars:
        return [_of_bars(mark, wicks) if mark in bars else mark for mark in marks]
    bodies = [each for each in strokes if each.width > thin and each.place in wicks]
    return marks + _of_strokes(bodies, wicks)


def _strokes(axes: Axes, x: AxisScale, y: AxisScale) -> list[_Stroke]:
    """Every upright line of the collections of lines, from where it starts."""
    found: list[_Stroke] = []
    for lines in axes.collections:
        if not isinstance(lines, LineCollection) or not lines.get_visible():
            continue
        pieces = [np.asarray(piece, float) for piece in lines.get_segments()]
        widths = np.resize(lines.get_linewidths(), len(pieces))
        colors = per_item(visible_colors(lines), len(pieces))
        found += [
            _Stroke(x.value(piece[0, 0]), _ends(piece, y), float(width), tuple(color))
            for piece, width, color in zip(pieces, widths, colors, strict=True)
            if len(piece) == 2 and piece[0, 0] == piece[1, 0]
        ]
    return found


def _ends(piece: np.ndarray, y: AxisScale) -> Ends:
    return (y.value(piece[0, 1]), y.value(piece[1, 1]))


def _has_wicks(mark: Mark, wicks: dict[Any, Ends]) -> bool:
    places = mark["values"].get("category", []) if mark["type"] == "bar" else []
    return bool(places) and all(place in wicks for place in places)


def _of_bars(mark: Mark, wicks: dict[Any, Ends]) -> Mark:
    """A series of bars as candles: the base of each is its open, the end its close."""
    bars = mark["values"]
    values = _values(bars["category"], bars["base"], bars["value"], wicks)
    return {**mark, "type": "candle", "values": values}


def _of_strokes(bodies: list[_Stroke], wicks: dict[Any, Ends]) -> list[Mark]:
    """A series of candles for each colour of thick lines."""
    colors = dict.fromkeys(each.color for each in bodies)
    return [
        {
            "type": "candle",
            "series": None,
            "color": to_hex(color, keep_alpha=False),
            "opacity": float(color[3]),
            "redundant": False,
            "values": _values(
                [each.place for each in own],
                [each.ends[0] for each in own],
                [each.ends[1] for each in own],
                wicks,
            ),
            "shape": None,
        }
        for color in colors
        for own in [[each for each in bodies if each.color == color]]
    ]


def _values(
    places: list[Any], opens: list[Any], closes: list[Any], wicks: dict[Any, Ends]
) -> dict[str, list[Any]]:
    return {
        "x": places,
        "open": opens,
        "close": closes,
        "low": [min(wicks[place]) for place in places],
        "high": [max(wicks[place]) for place in places],
    }
