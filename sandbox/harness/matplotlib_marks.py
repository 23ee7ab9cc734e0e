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
from matplotlib.colors import to_hex, to_rgba
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import StepPatch, Wedge
from matplotlib.transforms import Bbox

from .matplotlib_areas import cuts_of, edges_of, strips_of
from .matplotlib_bubbles import with_bubbles
from .matplotlib_candles import strokes_of, with_candles
from .matplotlib_cells import cell_extents, cells_of
from .matplotlib_color_scales import color_scales
from .matplotlib_hexagons import hexagon_extents, hexagons_of
from .matplotlib_places import Places, extents
from .matplotlib_scale import scale_of
from .matplotlib_segments import caps_of, of_collection, of_line
from .matplotlib_shapes import (
    area_color,
    empty_boxes,
    finite,
    is_blended,
    per_item,
    same,
    seen_color,
    shape,
    span,
    touch,
    vertices,
    visible_colors,
)
from .matplotlib_violins import violin_extents, violin_of

Mark = dict[str, Any]
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
            + reader.bars()
            + reader.boxes()
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


def hex_color(color: Any) -> str:
    """A colour as ``#rrggbb``, its opacity left out."""
    return to_hex(color, keep_alpha=False)


class _AxesReader:
    """Reads the artists of one axes."""

    def __init__(self, axes: Axes, names: dict[str, str], places: Places) -> None:
        self.axes = axes
        self.names = names
        self.places = places
        self.x = scale_of(axes.xaxis)
        self.y = scale_of(axes.yaxis)
        self.box_artists = getattr(axes, "_pyplots_boxes", [])
        self.caps = caps_of(axes)
        self.in_boxes = {
            id(artist)
            for drawn in self.box_artists
            for group in drawn.values()
            for artist in group
        }

    def points(self) -> list[Mark]:
        found: list[Mark] = []
        for collection in self.axes.collections:
            if (
                isinstance(collection, PathCollection)
                and collection.get_visible()
                and self._in_data(collection.get_offset_transform())
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
            self._mark(
                "point",
                self._name(collection, color),
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
            and self._in_data(line.get_transform())
        ]

    def _line(self, line: Line2D) -> Mark:
        joined = line.get_linestyle() not in ("None", "none", " ", "")
        color = line.get_color() if joined else line.get_markerfacecolor()
        rgba = to_rgba(color, line.get_alpha())
        stretch = of_line(line.get_xydata(), self.x, self.y) if joined else None
        if stretch is not None:
            mark = self._mark("segment", self._name(line, rgba), rgba, None, stretch)
            return {**mark, "around": self.places.known(extents(line))}
        course = "step" if line.get_drawstyle() == "steps-post" else "line"
        return self._mark(
            course if joined and len(line.get_xdata()) > 1 else "point",
            self._name(line, rgba),
            rgba,
            (line.get_linestyle(), str(line.get_marker())),
            {
                "x": self.x.values(line.get_xdata(orig=False)),
                "y": self.y.values(line.get_ydata(orig=False)),
            },
            self.places.line(line),
        )

    def bars(self) -> list[Mark]:
        containers = [c for c in self.axes.containers if isinstance(c, BarContainer)]
        found = [mark for each in containers for mark in self._bars(each)]
        steps = [patch for patch in self.axes.patches if isinstance(patch, StepPatch)]
        return found + [self._steps(patch) for patch in steps]

    def _bars(self, container: BarContainer) -> list[Mark]:
        """Bars that touch are one histogram; others are a series per colour."""
        patches = [patch for patch in container.patches if patch.get_visible()]
        upright = container.orientation != "horizontal"
        along = self.x if upright else self.y
        numeric = along.kind in ("linear", "log", "time")
        if numeric and touch([span(patch, upright)[:2] for patch in patches]):
            return [self._intervals(container, patches, upright)]
        groups: dict[str, list[Any]] = {}
        for patch in patches:
            groups.setdefault(hex_color(seen_color(patch)), []).append(patch)
        return [self._row(container, group, upright) for group in groups.values()]

    def _intervals(
        self, container: BarContainer, patches: list[Any], upright: bool
    ) -> Mark:
        spans = [span(patch, upright) for patch in patches]
        along = self.x if upright else self.y
        color = seen_color(patches[0])
        same = len({hex_color(seen_color(patch)) for patch in patches}) == 1
        return self._mark(
            "histogram",
            self._name(container, color),
            color if same else None,
            None,
            {
                "start": along.values(s[0] for s in spans),
                "end": along.values(s[1] for s in spans),
                "count": [float(s[3] - s[2]) for s in spans],
            },
            self.places.boxes(patch.get_window_extent() for patch in patches),
        )

    def _row(self, container: BarContainer, patches: list[Any], upright: bool) -> Mark:
        spans = [span(patch, upright) for patch in patches]
        along = self.x if upright else self.y
        color = seen_color(patches[0])
        return self._mark(
            "bar",
            self._name(container, color),
            color,
            None,
            {
                "category": along.values((s[0] + s[1]) / 2 for s in spans),
                "value": [finite(s[3]) for s in spans],
                "base": [finite(s[2]) for s in spans],
            },
            self.places.boxes(patch.get_window_extent() for patch in patches),
        )

    def _steps(self, patch: StepPatch) -> Mark:
        data = patch.get_data()
        upright = patch.orientation == "vertical"
        edges = (self.x if upright else self.y).values(data.edges)
        color = patch.get_facecolor() if patch.get_fill() else patch.get_edgecolor()
        counts = np.asarray(data.values, float) - np.asarray(data.baseline or 0, float)
        return self._mark(
            "histogram",
            self._name(patch, color),
            color,
            None,
            {
                "start": edges[:-1],
                "end": edges[1:],
                "count": [finite(count) for count in counts],
            },
            self.places.boxes(_step_extents(patch)),
        )

    def boxes(self) -> list[Mark]:
        groups: dict[Any, Mark] = {}
        for drawn in self.box_artists:
            for index, box in enumerate(drawn["boxes"]):
                color = (
                    to_rgba(box.get_color())
                    if isinstance(box, Line2D)
                    else seen_color(box)
                )
                name = self._name(box, color)
                mark = groups.setdefault(
                    (name, hex_color(color)),
                    self._mark("box", name, color, None, empty_boxes(), []),
                )
                row = self._box(drawn, index)
                for key, value in row.items():
                    mark["values"][key].append(value)
                mark["places"].append(self.places.box(box.get_window_extent()))
        around = self.places.beside_boxes(self.box_artists)
        return [{**mark, "around": around} for mark in groups.values()]

    def _box(self, drawn: dict[str, list[Any]], index: int) -> dict[str, Any]:
        median = drawn["medians"][index].get_xydata()
        upright = same(median[:, 1]) and not same(median[:, 0])
        axis, along = (1, self.x) if upright else (0, self.y)
        box = vertices(drawn["boxes"][index])
        whiskers = np.concatenate(
            [w.get_xydata() for w in drawn["whiskers"][2 * index : 2 * index + 2]]
        )
        return {
            "category": along.value(
                (box[:, 1 - axis].min() + box[:, 1 - axis].max()) / 2
            ),
            "q1": finite(box[:, axis].min()),
            "median": finite(median[0, axis]),
            "q3": finite(box[:, axis].max()),
            "low": finite(whiskers[:, axis].min()),
            "high": finite(whiskers[:, axis].max()),
        }

    def segments(self) -> list[Mark]:
        found: list[Mark] = []
        for artist in self.axes.collections:
            values = of_collection(artist, self.x, self.y)
            if values is None or not self._is_shown(artist):
                continue
            color = tuple(visible_colors(artist)[0])
            name = self._name(artist, color)
            mark = self._mark("segment", name, color, None, values)
            around = self.places.known(extents(artist)) + self._cap_boxes()
            found.append({**mark, "around": around})
        return found

    def _cap_boxes(self) -> list[Any]:
        caps = [line for line in self.axes.lines if id(line) in self.caps]
        boxes = [box for cap in caps for box in self.places.line(cap)]
        return [box for box in boxes if box is not None]

    def _is_shown(self, artist: Any) -> bool:
        return artist.get_visible() and self._in_data(artist.get_transform())

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
            return [self._mark("cell", None, None, None, cells, places)]
        hexagons = hexagons_of(artist, self.x, self.y)
        if hexagons is not None:
            places = self.places.boxes(hexagon_extents(artist))
            return [self._mark("hexagon", None, None, None, hexagons, places)]
        violin = violin_of(artist, self.x, self.y)
        if violin is not None:
            color = tuple(visible_colors(artist)[0])
            places = self.places.boxes(violin_extents(artist))
            return [self._mark("violin", None, color, None, violin, places)]
        cuts = cuts_of(artist)
        if cuts is not None or isinstance(artist, PolyCollection):
            color = area_color(artist)
            name = self._name(artist, color)
            if cuts is not None:
                edges = edges_of(cuts, self.x, self.y)
                strips = strips_of(cuts, self.axes, self.places)
                return [self._mark("area", name, color, None, edges, strips)]
            mark = self._mark("area", name, color, None, {})
        elif of_collection(artist, self.x, self.y) is not None:
            return []
        elif isinstance(artist, LineCollection):
            mark = self._mark("other", None, None, "lines", {})
        elif isinstance(artist, (Wedge, AxesImage, Collection)):
            mark = self._mark("other", None, None, None, {})
        else:
            return []
        return [{**mark, "around": self.places.known(extents(artist))}]

    def _mark(
        self,
        kind: str,
        name: str | None,
        color: Any,
        shape: Any,
        values: dict[str, Any],
        places: list[Any] | None = None,
    ) -> Mark:
        return {
            "type": kind,
            "series": name,
            "color": None if color is None else hex_color(color),
            "opacity": 1.0 if color is None else float(to_rgba(color)[3]),
            "redundant": False,
            "values": values,
            "shape": shape,
            "places": places,
            "around": [],
        }

    def _name(self, artist: Any, color: Any) -> str | None:
        label = str(artist.get_label())
        if label and not label.startswith("_"):
            return label
        return self.names.get(hex_color(color))

    def _in_data(self, transform: Any) -> bool:
        return transform.contains_branch(self.axes.transData) and not is_blended(
            transform
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
