"""Hexagons of a matplotlib figure that count rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.transforms import Bbox

from .matplotlib_scale import AxisScale
from .matplotlib_shapes import finite

CORNERS = 6


def hexagons_of(artist: Any, x: AxisScale, y: AxisScale) -> dict[str, list[Any]] | None:
    """The middle of each hexagon and its count; None for what is no such collection."""
    if not isinstance(artist, PolyCollection) or artist.get_array() is None:
        return None
    counts = np.ma.filled(np.ma.asarray(artist.get_array(), float), np.nan).ravel()
    middles = np.ma.filled(np.ma.asarray(artist.get_offsets(), float), np.nan)
    paths = artist.get_paths()
    if len(paths) != 1 or len(middles) != len(counts):
        return None
    if len(np.unique(np.round(paths[0].vertices, 9), axis=0)) != CORNERS:
        return None
    return {
        "x": x.values(middles[:, 0]),
        "y": y.values(middles[:, 1]),
        "count": [finite(count) for count in counts],
    }


def hexagon_extents(collection: PolyCollection) -> list[Bbox]:
    """The box of each hexagon, in the order of their counts."""
    around = collection.get_paths()[0].get_extents(collection.get_transform())
    offsets = np.ma.filled(np.ma.asarray(collection.get_offsets(), float), np.nan)
    moves = collection.get_offset_transform().transform(offsets)
    return [around.translated(x, y) for x, y in moves]
