"""Shapes and colours of matplotlib artists, as plain numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.collections import Collection
from matplotlib.lines import Line2D


def visible_colors(collection: Collection) -> np.ndarray:
    """Face colours, or the edges where the faces are empty."""
    faces = collection.get_facecolor()
    if len(faces) and faces[:, 3].max() > 0:
        return faces
    edges = collection.get_edgecolor()
    return edges if len(edges) else np.zeros((1, 4))


def area_color(artist: Any) -> Any:
    """The colour of a filled area, whatever artist it is."""
    if isinstance(artist, Collection):
        return tuple(visible_colors(artist)[0])
    return seen_color(artist)


def per_item(colors: np.ndarray, count: int) -> np.ndarray:
    """One colour per item, repeated in turn as matplotlib does."""
    return colors[np.arange(count) % len(colors)]


def shape(path: Any) -> Any:
    """A marker's outline without its size."""
    vertices = path.vertices
    extent = np.abs(vertices).max() or 1.0
    return tuple(np.round(vertices / extent, 2).ravel().tolist())


def span(patch: Any, upright: bool) -> tuple[float, float, float, float]:
    """Start and end along the axis of the bars, then base and end of the bar itself."""
    x0, y0 = patch.get_x(), patch.get_y()
    x1, y1 = x0 + patch.get_width(), y0 + patch.get_height()
    (a, b), ends = ((x0, x1), (y0, y1)) if upright else ((y0, y1), (x0, x1))
    return (min(a, b), max(a, b), *ends)


def touch(spans: list[tuple[float, ...]]) -> bool:
    """True when at least two bars follow each other without a gap."""
    if len(spans) < 2:
        return False
    ordered = sorted(spans)
    reach = ordered[-1][1] - ordered[0][0]
    return all(
        abs(before[1] - after[0]) <= 1e-6 * reach
        for before, after in zip(ordered, ordered[1:], strict=False)
    )


def vertices(box: Any) -> np.ndarray:
    """The corners of a box, whatever artist it is."""
    if isinstance(box, Line2D):
        return box.get_xydata()
    vertices = box.get_path().vertices
    # The last vertex of a closed path stands for no place of its own.
    return box.get_patch_transform().transform(vertices[: min(len(vertices), 4)])


def empty_boxes() -> dict[str, list[Any]]:
    """The columns of a series of boxes."""
    return {key: [] for key in ("category", "q1", "median", "q3", "low", "high")}


def same(numbers: np.ndarray) -> bool:
    """Whether all numbers are one, rounding noise allowed."""
    return bool(np.ptp(numbers) <= 1e-12 * max(1.0, float(np.abs(numbers).max())))


def finite(number: Any) -> float | None:
    """A number, or None where there is none."""
    return float(number) if np.isfinite(number) else None


def is_blended(transform: Any) -> bool:
    """Whether only one direction of a transform belongs to the data."""
    return "Blended" in type(transform).__name__


def seen_color(patch: Any) -> Any:
    """The colour a patch shows: its face, or its edge where the face is empty."""
    face = patch.get_facecolor()
    return face if face[3] > 0 or patch.get_linewidth() == 0 else patch.get_edgecolor()
