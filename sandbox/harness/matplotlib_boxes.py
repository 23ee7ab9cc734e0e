"""The boxes of a matplotlib figure, with their whiskers."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D

from .matplotlib_shapes import empty_boxes, finite, same, seen_color, vertices
from .matplotlib_view import AxesView, Mark, hex_color


def boxes_of(view: AxesView) -> list[Mark]:
    """The boxes of each name and colour."""
    groups: dict[Any, Mark] = {}
    for drawn in view.box_artists:
        for index, box in enumerate(drawn["boxes"]):
            color = (
                to_rgba(box.get_color()) if isinstance(box, Line2D) else seen_color(box)
            )
            name = view.name(box, color)
            mark = groups.setdefault(
                (name, hex_color(color)),
                view.mark("box", name, color, None, empty_boxes(), []),
            )
            row = _box(view, drawn, index)
            for key, value in row.items():
                mark["values"][key].append(value)
            mark["places"].append(view.places.box(box.get_window_extent()))
    around = view.places.beside_boxes(view.box_artists)
    return [{**mark, "around": around} for mark in groups.values()]


def _box(view: AxesView, drawn: dict[str, list[Any]], index: int) -> dict[str, Any]:
    median = drawn["medians"][index].get_xydata()
    upright = same(median[:, 1]) and not same(median[:, 0])
    axis, along = (1, view.x) if upright else (0, view.y)
    box = vertices(drawn["boxes"][index])
    whiskers = np.concatenate(
        [w.get_xydata() for w in drawn["whiskers"][2 * index : 2 * index + 2]]
    )
    return {
        "category": along.value((box[:, 1 - axis].min() + box[:, 1 - axis].max()) / 2),
        "q1": finite(box[:, axis].min()),
        "median": finite(median[0, axis]),
        "q3": finite(box[:, axis].max()),
        "low": finite(whiskers[:, axis].min()),
        "high": finite(whiskers[:, axis].max()),
    }
