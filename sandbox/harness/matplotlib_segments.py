"""Straight lines along one category of a matplotlib axes: stems, whiskers, connectors."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.container import ErrorbarContainer

from .matplotlib_scale import AxisScale

Values = dict[str, list[Any]]


def of_collection(artist: Any, x: AxisScale, y: AxisScale) -> Values | None:
    """The lines of a collection along categories, or None where it holds any other."""
    if not isinstance(artist, LineCollection) or _category_axis(x, y) is None:
        return None
    pieces = [np.asarray(piece, float) for piece in artist.get_segments()]
    if not pieces or any(len(piece) != 2 for piece in pieces):
        return None
    return _values([piece for piece in pieces if np.isfinite(piece).all()], x, y)


def of_line(points: Any, x: AxisScale, y: AxisScale) -> Values | None:
    """The stretches of a line that stays within one category, its caps left out; else None."""
    points = np.asarray(points, float)
    across = _category_axis(x, y)
    if across is None or len(points) < 2:
        return None
    drawn = points[np.isfinite(points).all(axis=1)]
    if not len(drawn) or np.ptp(drawn[:, across]) >= 0.5:
        return None
    low, high = drawn[:, 1 - across].min(), drawn[:, 1 - across].max()
    middle = (drawn[:, across].min() + drawn[:, across].max()) / 2
    if low == high:
        return None
    piece = np.empty((2, 2))
    piece[:, across] = middle
    piece[:, 1 - across] = (low, high)
    return _values([piece], x, y)


def caps_of(axes: Axes) -> set[int]:
    """The caps of error bars, which are markers but no points of the data."""
    bars = [each for each in axes.containers if isinstance(each, ErrorbarContainer)]
    return {id(cap) for bar in bars for cap in bar.lines[1]}


def _category_axis(x: AxisScale, y: AxisScale) -> int | None:
    if x.kind == "category":
        return 0
    return 1 if y.kind == "category" else None


def _values(pieces: list[np.ndarray], x: AxisScale, y: AxisScale) -> Values:
    return {
        "x": x.values(piece[0, 0] for piece in pieces),
        "y": y.values(piece[0, 1] for piece in pieces),
        "x2": x.values(piece[1, 0] for piece in pieces),
        "y2": y.values(piece[1, 1] for piece in pieces),
    }
