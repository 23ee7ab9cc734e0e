"""Candles of a matplotlib axes: bars or thick lines from open to close, thin lines between the extremes."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.transforms import Bbox

from .matplotlib_places import Places
from .matplotlib_scale import AxisScale
from .matplotlib_shapes import per_item, visible_colors

Mark = dict[str, Any]
Ends = tuple[Any, Any]


class Stroke(NamedTuple):
    """A straight line, from where it starts; ``place`` is None where it is not upright."""

    place: Any
    ends: Ends
    width: float
    color: tuple[float, ...]
    box: Any


def strokes_of(axes: Axes, x: AxisScale, y: AxisScale, places: Places) -> list[Stroke]:
    """Every straight line of the collections of lines on an axis that names no categories."""
    found: list[Stroke] = []
    for lines in axes.collections if x.kind != "category" else []:
        if not isinstance(lines, LineCollection) or not lines.get_visible():
            continue
        pieces = [np.asarray(piece, float) for piece in lines.get_segments()]
        widths = np.resize(lines.get_linewidths(), len(pieces))
        colors = per_item(visible_colors(lines), len(pieces))
        for piece, width, color in zip(pieces, widths, colors, strict=True):
            if len(piece) == 2:
                upright = piece[0, 0] == piece[1, 0]
                found.append(
                    Stroke(
                        place=x.value(piece[0, 0]) if upright else None,
                        ends=(y.value(piece[0, 1]), y.value(piece[1, 1])),
                        width=float(width),
                        color=tuple(float(part) for part in color),
                        box=places.box(_extent(axes, piece, places.pixels(width))),
                    )
                )
    return found


def _extent(axes: Axes, piece: np.ndarray, width: float) -> Bbox:
    """What a line without caps covers, in the renderer's pixels."""
    (x0, y0), (x1, y1) = axes.transData.transform(piece)
    half = width / 2
    if x0 == x1:
        return Bbox.from_extents(x0 - half, min(y0, y1), x0 + half, max(y0, y1))
    return Bbox.from_extents(min(x0, x1), y0 - half, max(x0, x1), y0 + half)


def with_candles(marks: list[Mark], strokes: list[Stroke]) -> list[Mark]:
    """The marks of an axes; bodies that have a wick at each place become candles."""
    upright = [each for each in strokes if each.place is not None]
    thin = min((each.width for each in upright), default=0)
    wicks = {each.place: each.ends for each in upright if each.width == thin}
    bars = [mark for mark in marks if _has_wicks(mark, wicks)]
    if bars:
        candles = [_of_bars(mark, wicks, strokes) for mark in bars]
    else:
        bodies = [each for each in upright if each.width > thin]
        candles = _of_strokes(bodies, wicks, strokes)
    if not candles:
        return marks
    rest = [mark for mark in marks if mark not in bars and mark["shape"] != "lines"]
    return candles + rest


def _has_wicks(mark: Mark, wicks: dict[Any, Ends]) -> bool:
    places = mark["values"].get("category", []) if mark["type"] == "bar" else []
    return bool(places) and all(place in wicks for place in places)


def _of_bars(mark: Mark, wicks: dict[Any, Ends], strokes: list[Stroke]) -> Mark:
    """A series of bars as candles: the base of each is its open, the end its close."""
    bars = mark["values"]
    values = _values(bars["category"], bars["base"], bars["value"], wicks)
    beside = [each for each in strokes if _hex(each.color) == mark["color"]]
    around = [each.box for each in beside if each.box is not None]
    return {**mark, "type": "candle", "values": values, "around": around}


def _of_strokes(
    bodies: list[Stroke], wicks: dict[Any, Ends], strokes: list[Stroke]
) -> list[Mark]:
    """A series of candles for each colour of thick lines."""
    colors = dict.fromkeys(each.color for each in bodies if each.place in wicks)
    found = []
    for color in colors:
        own = [each for each in bodies if each.color == color and each.place in wicks]
        values = _values(
            [each.place for each in own],
            [each.ends[0] for each in own],
            [each.ends[1] for each in own],
            wicks,
        )
        beside = [each for each in strokes if each.color == color and each not in own]
        found.append(
            {
                "type": "candle",
                "series": None,
                "color": _hex(color),
                "opacity": color[3],
                "redundant": False,
                "values": values,
                "shape": None,
                "places": [each.box for each in own],
                "around": [each.box for each in beside if each.box is not None],
            }
        )
    return found


def _hex(color: Any) -> str:
    return to_hex(color, keep_alpha=False)


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
