"""Colour scales of a matplotlib figure."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure


def color_scales(figure: Figure) -> list[Axes]:
    """The axes that hold a colour scale, also those that the author made for it."""
    artists = [
        artist
        for axes in figure.axes
        for artist in [*axes.collections, *axes.images]
        if getattr(artist, "colorbar", None) is not None
    ]
    owned = {id(artist.colorbar.ax) for artist in artists}
    return [
        axes
        for axes in figure.axes
        if id(axes) in owned or axes.get_label() == "<colorbar>"
    ]


def color_scale_of(figure: Figure) -> dict[str, Any] | None:
    """The first visible colour scale, described like a legend; None where there is none."""
    for axes in color_scales(figure):
        if axes.get_visible():
            texts = [axes.get_ylabel(), axes.get_xlabel(), axes.get_title()]
            return {"title": next((t for t in texts if t), None), "labels": []}
    return None
