"""The marks a matplotlib figure holds, with the values they were drawn at."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import (
    Collection,
    LineCollection,
    PathCollection,
    PolyCollection,
)
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Wedge

from .matplotlib_areas import cuts_of, edges_of, strips_of
from .matplotlib_bars import bars_of
from .matplotlib_boxes import boxes_of
from .matplotlib_bubbles import with_bubbles
from .matplotlib_candles import strokes_of, with_candles
from .matplotlib_cells import cell_extents, cells_of
from .matplotlib_color_scales import color_scales
from .matplotlib_hexagons import hexagon_extents, hexagons_of
from .matplotlib_places import Places, extents
from .matplotlib_segments import of_collection, of_line
from .matplotlib_shapes import (
    area_color,
    per_item,
    shape,
    visible_colors,
)
from .matplotlib_view import AxesView, Mark
from .matplotlib_violins import violin_extents, violin_of

SERIES_MAX = 40


def marks_of(figure: Figure, names: dict[str, str]) -> list[Mark]:
    """Every series of visible marks; ``names`` maps a colour of the legend to its label."""
    marks: list[Mark] = []
    places = Places(figure)
    for panel, axes in enumerate(plot_axes(figure)):
        reader = _AxesReader(axes, names, places)
        found = (
            reader.points()
            + reader.lines()
            + bars_of(reader)
            + boxes_of(reader)
            + reader.segments()
            + reader.others()
        )
        strokes = strokes_of(axes, reader.x, reader.y, places)
        marks += [{**mark, "panel": panel} for mark in with_candles(found, strokes)]
    marks = with_bubbles(marks)
    _mark_redundant(marks)
    return [
        {key: value for key, value in mark.items() if key != "shape"} for mark in marks
    ]


def plot_axes(figure: Figure) -> list[Axes]:
    """The visible axes that hold a plot, not a colour scale."""
    scales = color_scales(figure)
    return [axes for axes in figure.axes if axes.get_visible() and axes not in scales]


class _AxesReader(AxesView):
    """Reads the other artists of one axes."""

    def points(self) -> list[Mark]:
        found: list[Mark] = []
        for collection in self.axes.collections:
            if (
                isinstance(collection, PathCollection)
                and collection.get_visible()
                and self.is_in_data(collection.get_offset_transform())
            ):
                found += self._collection(collection)
        return found

    def _collection(self, collection: PathCollection) -> list[Mark]:
        offsets = np.ma.filled(np.ma.asarray(collection.get_offsets(), float), np.nan)
        drawn = np.isfinite(offsets).all(axis=1)
        faces = per_item(visible_colors(collection), len(offsets))
        paths = collection.get_paths()
        sizes = np.resize(collection.get_sizes(), len(offsets))
        groups: dict[Any, list[int]] = {}
        for index in np.flatnonzero(drawn):
            path = paths[index % len(paths)]
            groups.setdefault((tuple(faces[index]), shape(path)), []).append(index)
        if len(groups) > SERIES_MAX:
            rows = [index for indices in groups.values() for index in indices]
            groups = {next(iter(groups)): rows}
        return [
            self.mark(
                "point",
                self.name(collection, color),
                color,
                shape,
                {
                    "x": self.x.values(offsets[indices, 0]),
                    "y": self.y.values(offsets[indices, 1]),
                    "size": [float(size) for size in sizes[indices]],
                },
                self.places.scatter(collection, indices),
            )
            for (color, shape), indices in groups.items()
        ]

    def lines(self) -> list[Mark]:
        return [
            self._line(line)
            for line in self.axes.lines
            if id(line) not in self.in_boxes | self.caps
            and line.get_visible()
            and len(line.get_xdata()) > 0
            and self.is_in_data(line.get_transform())
        ]

    def _line(self, line: Line2D) -> Mark:
        joined = line.get_linestyle() not in ("None", "none", " ", "")
        color = line.get_color() if joined else line.get_markerfacecolor()
        rgba = to_rgba(color, line.get_alpha())
        stretch = of_line(line.get_xydata(), self.x, self.y) if joined else None
        if stretch is not None:
            mark = self.mark("segment", self.name(line, rgba), rgba, None, stretch)
            return {**mark, "around": self.places.known(extents(line))}
        course = "step" if line.get_drawstyle() == "steps-post" else "line"
        return self.mark(
            course if joined and len(line.get_xdata()) > 1 else "point",
            self.name(line, rgba),
            rgba,
            (line.get_linestyle(), str(line.get_marker())),
            {
                "x": self.x.values(line.get_xdata(orig=False)),
                "y": self.y.values(line.get_ydata(orig=False)),
            },
            self.places.line(line),
        )

    def segments(self) -> list[Mark]:
        found: list[Mark] = []
        for artist in self.axes.collections:
            values = of_collection(artist, self.x, self.y)
            if values is None or not self._is_shown(artist):
                continue
            color = tuple(visible_colors(artist)[0])
            name = self.name(artist, color)
            mark = self.mark("segment", name, color, None, values)
            around = self.places.known(extents(artist)) + self._cap_boxes()
            found.append({**mark, "around": around})
        return found

    def _cap_boxes(self) -> list[Any]:
        caps = [line for line in self.axes.lines if id(line) in self.caps]
        boxes = [box for cap in caps for box in self.places.line(cap)]
        return [box for box in boxes if box is not None]

    def _is_shown(self, artist: Any) -> bool:
        return artist.get_visible() and self.is_in_data(artist.get_transform())

    def others(self) -> list[Mark]:
        found: list[Mark] = []
        for artist in [
            *self.axes.collections,
            *self.axes.patches,
            *self.axes.images,
        ]:
            if artist.get_visible() and not isinstance(artist, PathCollection):
                found += self._other(artist)
        return found

    def _other(self, artist: Any) -> list[Mark]:
        cells = cells_of(artist, self.x, self.y)
        if cells is not None:
            places = self.places.boxes(cell_extents(artist))
            return [self.mark("cell", None, None, None, cells, places)]
        hexagons = hexagons_of(artist, self.x, self.y)
        if hexagons is not None:
            places = self.places.boxes(hexagon_extents(artist))
            return [self.mark("hexagon", None, None, None, hexagons, places)]
        violin = violin_of(artist, self.x, self.y)
        if violin is not None:
            color = tuple(visible_colors(artist)[0])
            places = self.places.boxes(violin_extents(artist))
            return [self.mark("violin", None, color, None, violin, places)]
        cuts = cuts_of(artist)
        if cuts is not None or isinstance(artist, PolyCollection):
            color = area_color(artist)
            name = self.name(artist, color)
            if cuts is not None:
                edges = edges_of(cuts, self.x, self.y)
                strips = strips_of(cuts, self.axes, self.places)
                return [self.mark("area", name, color, None, edges, strips)]
            mark = self.mark("area", name, color, None, {})
        elif of_collection(artist, self.x, self.y) is not None:
            return []
        elif isinstance(artist, LineCollection):
            mark = self.mark("other", None, None, "lines", {})
        elif isinstance(artist, (Wedge, AxesImage, Collection)):
            mark = self.mark("other", None, None, None, {})
        else:
            return []
        return [{**mark, "around": self.places.known(extents(artist))}]


def _mark_redundant(marks: list[Mark]) -> None:
    """Set ``redundant`` where a shape, a dash or the category axis tells the series apart too."""
    for kind in {mark["type"] for mark in marks}:
        series = [mark for mark in marks if mark["type"] == kind]
        if len(series) < 2:
            continue
        shapes = [mark["shape"] for mark in series]
        by_shape = None not in shapes and len(set(shapes)) == len(shapes)
        by_place = _disjoint([mark["values"].get("category") for mark in series])
        for mark in series:
            mark["redundant"] = by_shape or by_place


def _disjoint(groups: list[list[Any] | None]) -> bool:
    names = [name for group in groups for name in set(group or [])]
    return all(groups) and len(names) == len(set(names))
