"""Cells of a matplotlib grid that is coloured by numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.image import AxesImage
from matplotlib.transforms import Bbox

from .matplotlib_scale import AxisScale
from .matplotlib_shapes import finite


def cells_of(artist: Any, x: AxisScale, y: AxisScale) -> dict[str, list[Any]] | None:
    """Where each cell of a mesh or an image is and its number; None for what is no such grid."""
    centers = _centers(artist)
    if centers is None:
        return None
    numbers = np.ma.filled(np.ma.asarray(artist.get_array(), float), np.nan).ravel()
    return {
        "x": x.values(centers[..., 0].ravel()),
        "y": y.values(centers[..., 1].ravel()),
        "value": [finite(number) for number in numbers],
    }


def cell_extents(artist: Any) -> list[Bbox]:
    """The box of each cell, in the order of their values; one without a number has no place."""
    corners = _corners(artist)
    if corners is None:
        return []
    seen = artist.axes.transData.transform(corners.reshape(-1, 2)).reshape(
        corners.shape
    )
    numbers = np.ma.filled(np.ma.asarray(artist.get_array(), float), np.nan).ravel()
    four = np.stack([seen[:-1, :-1], seen[:-1, 1:], seen[1:, :-1], seen[1:, 1:]])
    low, high = (ends.reshape(-1, 2) for ends in (four.min(axis=0), four.max(axis=0)))
    low[np.isnan(numbers)] = np.nan
    return [Bbox([first, last]) for first, last in zip(low, high, strict=True)]


def _centers(artist: Any) -> np.ndarray | None:
    """The middle of each cell, by row and column."""
    corners = _corners(artist)
    if corners is None:
        return None
    sums = corners[:-1, :-1] + corners[:-1, 1:] + corners[1:, :-1] + corners[1:, 1:]
    return sums / 4


def _corners(artist: Any) -> np.ndarray | None:
    """The corners of the cells, one row and one column more than there are of them."""
    numbers = artist.get_array() if hasattr(artist, "get_array") else None
    if numbers is None:
        return None
    if isinstance(artist, AxesImage):
        return _pixels(artist) if numbers.ndim == 2 else None
    if not hasattr(artist, "get_coordinates"):
        return None
    corners = np.ma.filled(np.ma.asarray(artist.get_coordinates(), float), np.nan)
    rows, columns = corners.shape[0] - 1, corners.shape[1] - 1
    return corners if numbers.size == rows * columns else None


def _pixels(image: AxesImage) -> np.ndarray:
    rows, columns = image.get_array().shape
    left, right, bottom, top = image.get_extent()
    if image.origin == "upper":
        bottom, top = top, bottom
    across = np.linspace(left, right, columns + 1)
    return np.stack(np.meshgrid(across, np.linspace(bottom, top, rows + 1)), axis=-1)
