"""Filled areas of a matplotlib axes, as their upper and lower edges."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Polygon

from .matplotlib_scale import AxisScale

Values = dict[str, list[Any]]


def edges_of(artist: Any, x: AxisScale, y: AxisScale) -> Values | None:
    """Both edges of an area between two curves; None for any other shape."""
    if isinstance(artist, PolyCollection):
        outlines = [path.vertices for path in artist.get_paths()]
    elif isinstance(artist, Polygon):
        outlines = [artist.get_xy()]
    else:
        return None
    cuts = [_cuts(np.asarray(outline, float)) for outline in outlines]
    if not cuts or any(len(each) == 0 for each in cuts):
        return None
    rows = np.concatenate(cuts)
    return {
        "x": x.values(rows[:, 0]),
        "y": y.values(rows[:, 2]),
        "base": y.values(rows[:, 1]),
    }


def _cuts(outline: np.ndarray) -> np.ndarray:
    """Place, lower and upper end of each upright cut; none where the outline is no band."""
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
