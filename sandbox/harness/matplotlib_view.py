"""One axes of a matplotlib figure: its scales, its special artists, and how a mark of it is told."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgba

from .matplotlib_places import Places
from .matplotlib_scale import scale_of
from .matplotlib_segments import caps_of
from .matplotlib_shapes import is_blended

Mark = dict[str, Any]


def hex_color(color: Any) -> str:
    """A colour as ``#rrggbb``, its opacity left out."""
    return to_hex(color, keep_alpha=False)


class AxesView:
    """What the readers of marks know of one axes."""

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

    def mark(
        self,
        kind: str,
        name: str | None,
        color: Any,
        shape: Any,
        values: dict[str, Any],
        places: list[Any] | None = None,
    ) -> Mark:
        """A series of marks; ``shape`` None: nothing but its colour tells it apart."""
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

    def name(self, artist: Any, color: Any) -> str | None:
        """What the artist is called, or what the legend calls its colour."""
        label = str(artist.get_label())
        if label and not label.startswith("_"):
            return label
        return self.names.get(hex_color(color))

    def is_in_data(self, transform: Any) -> bool:
        """Whether places in it are places on both scales."""
        return transform.contains_branch(self.axes.transData) and not is_blended(
            transform
        )
