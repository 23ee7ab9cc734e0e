"""Violins of a matplotlib figure: outlines that mirror each other at a category."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.transforms import Bbox

from .matplotlib_scale import AxisScale

POINTS_MIN = 8


def violin_of(artist: Any, x: AxisScale, y: AxisScale) -> dict[str, list[Any]] | None:
    """How wide a violin is at each place along it; None for what is no violin."""
    if not isinstance(artist, PolyCollection) or len(artist.get_paths()) != 1:
        return None
    outline = artist.get_paths()[0].vertices
    for across, names in ((0, x), (1, y)):
        found = _mirrored(outline[:, across], outline[:, 1 - across])
        if names.kind == "category" and found is not None:
            middle, at, width = found
            return {
                "category": [names.value(middle)] * len(at),
                "at": at.tolist(),
                "width": width.tolist(),
            }
    return None


def violin_extents(collection: PolyCollection) -> list[Bbox]:
    """A thin box across the violin at each place along it."""
    outline = collection.get_paths()[0].vertices
    for across in (0, 1):
        found = _mirrored(outline[:, across], outline[:, 1 - across])
        if found is not None:
            middle, at, width = found
            ends = [
                np.column_stack((middle + half * width, at)) for half in (-0.5, 0.5)
            ]
            seen = [
                collection.get_transform().transform(
                    each if across == 0 else each[:, ::-1]
                )
                for each in ends
            ]
            return [
                Bbox([first, last]).padded(1) for first, last in zip(*seen, strict=True)
            ]
    return []


def _mirrored(
    across: np.ndarray, along: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray] | None:
    """The middle of an outline that is as wide to either side, and its width by place."""
    at, place = np.unique(along, return_inverse=True)
    if len(at) < POINTS_MIN:
        return None
    low, high = np.full(len(at), np.inf), np.full(len(at), -np.inf)
    np.minimum.at(low, place, across)
    np.maximum.at(high, place, across)
    middles, width = (low + high) / 2, high - low
    slack = 1e-6 * float(np.ptp(across))
    is_mirrored = np.ptp(middles) <= slack and width.max() > width.min()
    return (float(middles.mean()), at, width) if is_mirrored else None
