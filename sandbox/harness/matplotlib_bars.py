"""The bars and histograms of a matplotlib figure."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.container import BarContainer
from matplotlib.patches import StepPatch
from matplotlib.transforms import Bbox

from .matplotlib_shapes import finite, seen_color, span, touch
from .matplotlib_view import AxesView, Mark, hex_color


def bars_of(view: AxesView) -> list[Mark]:
    """Bars by colour, and bins, whether drawn as bars or as one staircase."""
    containers = [c for c in view.axes.containers if isinstance(c, BarContainer)]
    found = [mark for each in containers for mark in _bars(view, each)]
    steps = [patch for patch in view.axes.patches if isinstance(patch, StepPatch)]
    return found + [_steps(view, patch) for patch in steps]


def _bars(view: AxesView, container: BarContainer) -> list[Mark]:
    """Bars that touch are one histogram; others are a series per colour."""
    patches = [patch for patch in container.patches if patch.get_visible()]
    upright = container.orientation != "horizontal"
    along = view.x if upright else view.y
    numeric = along.kind in ("linear", "log", "time")
    if numeric and touch([span(patch, upright)[:2] for patch in patches]):
        return [_intervals(view, container, patches, upright)]
    groups: dict[str, list[Any]] = {}
    for patch in patches:
        groups.setdefault(hex_color(seen_color(patch)), []).append(patch)
    return [_row(view, container, group, upright) for group in groups.values()]


def _intervals(
    view: AxesView, container: BarContainer, patches: list[Any], upright: bool
) -> Mark:
    spans = [span(patch, upright) for patch in patches]
    along = view.x if upright else view.y
    color = seen_color(patches[0])
    same = len({hex_color(seen_color(patch)) for patch in patches}) == 1
    return view.mark(
        "histogram",
        view.name(container, color),
        color if same else None,
        None,
        {
            "start": along.values(s[0] for s in spans),
            "end": along.values(s[1] for s in spans),
            "count": [float(s[3] - s[2]) for s in spans],
        },
        view.places.boxes(patch.get_window_extent() for patch in patches),
    )


def _row(
    view: AxesView, container: BarContainer, patches: list[Any], upright: bool
) -> Mark:
    spans = [span(patch, upright) for patch in patches]
    along = view.x if upright else view.y
    color = seen_color(patches[0])
    return view.mark(
        "bar",
        view.name(container, color),
        color,
        None,
        {
            "category": along.values((s[0] + s[1]) / 2 for s in spans),
            "value": [finite(s[3]) for s in spans],
            "base": [finite(s[2]) for s in spans],
        },
        view.places.boxes(patch.get_window_extent() for patch in patches),
    )


def _steps(view: AxesView, patch: StepPatch) -> Mark:
    data = patch.get_data()
    upright = patch.orientation == "vertical"
    edges = (view.x if upright else view.y).values(data.edges)
    color = patch.get_facecolor() if patch.get_fill() else patch.get_edgecolor()
    counts = np.asarray(data.values, float) - np.asarray(data.baseline or 0, float)
    return view.mark(
        "histogram",
        view.name(patch, color),
        color,
        None,
        {
            "start": edges[:-1],
            "end": edges[1:],
            "count": [finite(count) for count in counts],
        },
        view.places.boxes(_step_extents(patch)),
    )


def _step_extents(patch: StepPatch) -> list[Bbox]:
    data = patch.get_data()
    bases = np.broadcast_to(
        np.asarray(data.baseline or 0, float), np.shape(data.values)
    )
    upright = patch.orientation == "vertical"
    corners = [
        [(start, base), (end, value)] if upright else [(base, start), (value, end)]
        for start, end, base, value in zip(
            data.edges[:-1], data.edges[1:], bases, data.values, strict=True
        )
    ]
    transform = patch.get_transform()
    return [Bbox(transform.transform(pair)) for pair in corners]
