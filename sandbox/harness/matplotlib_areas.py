"""Filled areas of a matplotlib axes, cut upright at each of their places."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import Polygon
from matplotlib.transforms import Bbox

from .matplotlib_places import Places
from .matplotlib_scale import AxisScale

Values = dict[str, list[Any]]


def cuts_of(artist: Any) -> np.ndarray | None:
    """Place, lower and upper end of each cut through an area between two curves; None for other shapes."""
    if isinstance(artist, PolyCollection):
        outlines = [path.vertices for path in artist.get_paths()]
    elif isinstance(artist, Polygon):
        outlines = [artist.get_xy()]
    else:
        return None
    cuts = [_cuts(np.asarray(outline, float)) for outline in outlines]
    if not cuts or any(len(each) == 0 for each in cuts):
        return None
    return np.concatenate(cuts)


def edges_of(cuts: np.ndarray, x: AxisScale, y: AxisScale) -> Values:
    """Both edges of an area."""
    return {
        "x": x.values(cuts[:, 0]),
        "y": y.values(cuts[:, 2]),
        "base": y.values(cuts[:, 1]),
    }


def strips_of(cuts: np.ndarray, axes: Axes, places: Places) -> list[Any]:
    """A strip two CSS pixels wide along each cut."""
    half = 1 / places.factor
    low = axes.transData.transform(cuts[:, [0, 1]])
    high = axes.transData.transform(cuts[:, [0, 2]])
    return places.boxes(
        Bbox.from_extents(at - half, bottom, at + half, top)
        for (at, bottom), (_, top) in zip(low, high, strict=True)
    )


def _cuts(outline: np.ndarray) -> np.ndarray:
    """The cuts through one outline; none where it is no band from left to right."""
    drawn = outline[np.isfinite(outline).all(axis=1)]
    places, inverse = np.unique(drawn[:, 0], return_inverse=True)
    if len(places) < 2 or _turns(drawn[:, 0]) > 2:
        return np.empty((0, 3))
    low, high = np.full(len(places), np.inf), np.full(len(places), -np.inf)
    np.minimum.at(low, inverse, drawn[:, 1])
    np.maximum.at(high, inverse, drawn[:, 1])
    return np.column_stack([places, low, high])


def _turns(places: np.ndarray) -> int:
    """How often an outline changes its direction along the horizontal axis, all around."""
    steps = np.sign(np.diff(np.append(places, places[0])))
    moving = steps[steps != 0]
    return int((moving != np.roll(moving, 1)).sum())
