"""Where a drawn matplotlib figure's marks are, so that the picture can bear them out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib import dates
from matplotlib.axes import Axes
from matplotlib.collections import Collection, PathCollection
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from .matplotlib_scale import scale_of, title_of
from .matplotlib_shapes import is_blended

Box = dict[str, float]

CSS_WIDTH = 800
POINTS_PER_INCH = 72
MS_PER_DAY = 86_400_000
SHAPES_MAX = 400


class Places:
    """Turns the renderer's pixels of one figure, counted from the bottom, into CSS pixels from the top."""

    def __init__(self, figure: Figure) -> None:
        root = figure.get_figure(root=True) if hasattr(figure, "get_figure") else None
        self.figure = root or figure
        self.factor = CSS_WIDTH / self.figure.bbox.width
        self.height = self.figure.bbox.height

    def box(self, extent: Any) -> Box | None:
        """A box of the renderer's pixels; None where it has no place."""
        numbers = np.array([extent.x0, extent.y0, extent.x1, extent.y1], float)
        if not np.isfinite(numbers).all():
            return None
        x0, y0, x1, y1 = (float(number) for number in numbers)
        left, right, bottom, top = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        return {
            "x": self._css(left),
            "y": self._css(self.height - top),
            "width": self._css(right - left),
            "height": self._css(top - bottom),
        }

    def boxes(self, extents: Iterable[Any]) -> list[Box | None]:
        """Many boxes."""
        return [self.box(extent) for extent in extents]

    def known(self, extents: Iterable[Any]) -> list[Box]:
        """Those of many boxes that have a place."""
        return [box for box in self.boxes(extents) if box is not None]

    def around(self, centers: Any, halves: Any) -> list[Box | None]:
        """Squares around places, with half their sides."""
        points = np.asarray(centers, float).reshape(-1, 2)
        sides = np.broadcast_to(np.asarray(halves, float), (len(points),))
        return self.boxes(
            Bbox.from_extents(x - half, y - half, x + half, y + half)
            for (x, y), half in zip(points, sides, strict=True)
        )

    def pixels(self, points: float) -> float:
        """Typographic points as pixels of the renderer."""
        return points * self.figure.dpi / POINTS_PER_INCH

    def scatter(self, collection: PathCollection, indices: list[int]) -> list[Any]:
        """The markers of a scatter plot."""
        offsets = np.ma.filled(np.ma.asarray(collection.get_offsets(), float), np.nan)
        centers = collection.get_offset_transform().transform(offsets[indices])
        sizes = np.sqrt(np.resize(collection.get_sizes(), len(offsets))[indices])
        reach = max(np.abs(path.vertices).max() for path in collection.get_paths())
        edge = max([0.0, *np.atleast_1d(collection.get_linewidths())])
        return self.around(centers, self.pixels(1) * (sizes * reach + edge / 2))

    def line(self, line: Line2D) -> list[Any]:
        """The vertices of a line, or its markers."""
        wide = line.get_markersize() if has_markers(line) else 0.0
        half = self.pixels(max(wide, line.get_linewidth()) / 2)
        return self.around(line.get_transform().transform(line.get_xydata()), half)

    def beside_boxes(self, drawn: list[dict[str, list[Any]]]) -> list[Box]:
        """Whiskers, caps, medians, means and outliers of box plots."""
        found: list[Box | None] = []
        for artists in drawn:
            for name in sorted(set(artists) - {"boxes"}):
                for artist in artists[name]:
                    apart = name in ("fliers", "means") and isinstance(artist, Line2D)
                    found += self.line(artist) if apart else self.boxes(extents(artist))
        return [box for box in found if box is not None]

    def _css(self, pixels: float) -> float:
        return round(float(pixels * self.factor), 2)


def has_markers(line: Line2D) -> bool:
    """Whether a line shows its vertices."""
    return line.get_marker() not in ("None", "none", None, " ", "")


def extents(artist: Any) -> list[Bbox]:
    """The boxes of everything that an artist draws: a collection's paths apart from each other."""
    if isinstance(artist, Line2D):
        return [_grown(artist.get_window_extent(), artist)]
    if not isinstance(artist, Collection):
        return [_grown(artist.get_window_extent(), artist)]
    offsets = np.ma.filled(np.ma.asarray(artist.get_offsets(), float), np.nan)
    if isinstance(artist, PathCollection) or len(offsets) != 1 or offsets.any():
        return [artist.get_window_extent()]
    transform = artist.get_transform()
    return [
        _grown(path.get_extents(transform), artist)
        for path in artist.get_paths()
        if len(path.vertices)
    ]


def _grown(extent: Bbox, artist: Any) -> Bbox:
    """A box with room for the stroke on its edge."""
    widths = [
        float(width)
        for name in ("get_linewidth", "get_markersize")
        if hasattr(artist, name)
        for width in np.atleast_1d(getattr(artist, name)())
    ]
    dpi = artist.get_figure().dpi
    return extent.padded(max([0.0, *widths]) / 2 * dpi / POINTS_PER_INCH)


def panels_of(axes: list[Axes], places: Places) -> list[dict[str, Any]]:
    """The area of each axes, and which numbers its edges stand for."""
    return [
        {
            "name": _name(each),
            "box": places.box(each.get_window_extent()),
            "x": _view(each, each.xaxis),
            "y": _view(each, each.yaxis),
        }
        for each in axes
    ]


def _name(axes: Axes) -> str | None:
    titles = (axes.title, axes._left_title, axes._right_title)
    texts = [title.get_text().strip() for title in titles]
    return next((text for text in texts if text), None)


def _view(axes: Axes, axis: Any) -> dict[str, Any]:
    """The numbers at the left or lower and at the right or upper end; dates in milliseconds."""
    scale = scale_of(axis)
    first, last = (float(limit) for limit in axis.get_view_interval())
    known = axes.name == "rectilinear" and axis.get_scale() in ("linear", "log")
    if scale.kind == "time":
        first, last = (_milliseconds(limit) for limit in (first, last))
    return {
        "scale": scale.kind,
        "from": first if known else None,
        "to": last if known else None,
        "label": title_of(axis),
    }


def _milliseconds(days: float) -> float:
    return dates.num2date(days).timestamp() * 1000


def shapes_of(figure: Figure, axes: list[Axes], places: Places) -> list[Box]:
    """The boxes of what is drawn besides marks, texts and legends: spines, arrows, bands, colour scales."""
    loose = [*figure.artists, *figure.lines, *figure.patches, *figure.images]
    scales = [each for each in figure.axes if each.get_visible() and each not in axes]
    found = [
        extent for artist in loose if artist.get_visible() for extent in extents(artist)
    ]
    found += [each.get_window_extent() for each in scales]
    for each in axes:
        found += [extent for artist in _loose(each) for extent in extents(artist)]
        found += [
            spine.get_window_extent()
            for spine in each.spines.values()
            if spine.get_visible()
        ]
    return places.known(found[:SHAPES_MAX])


def _loose(axes: Axes) -> list[Any]:
    """Artists of one axes that are no marks."""
    bars = {
        id(patch)
        for container in axes.containers
        if isinstance(container, BarContainer)
        for patch in container.patches
    }
    boxed = {
        id(artist)
        for drawn in getattr(axes, "_pyplots_boxes", [])
        for group in drawn.values()
        for artist in group
    }
    children = [*axes.lines, *axes.patches, *axes.artists, *axes.tables]
    arrows = [
        text.arrow_patch
        for text in axes.texts
        if getattr(text, "arrow_patch", None) is not None
    ]
    return [
        artist
        for artist in [*children, *arrows]
        if artist.get_visible()
        and id(artist) not in bars
        and id(artist) not in boxed
        and not isinstance(artist, (Text, AxesImage, Legend))
        and not _is_data_line(axes, artist)
    ]


def _is_data_line(axes: Axes, artist: Any) -> bool:
    if not isinstance(artist, Line2D):
        return False
    transform = artist.get_transform()
    return transform.contains_branch(axes.transData) and not is_blended(transform)
