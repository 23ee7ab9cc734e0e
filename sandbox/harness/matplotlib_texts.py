"""Where the texts of a drawn matplotlib figure are."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Text

from .matplotlib_color_scales import color_scales
from .matplotlib_view import hex_color

CSS_WIDTH = 800
CSS_HEIGHT = 450


def texts_of(figure: Figure, renderer: Any) -> list[dict[str, Any]]:
    """Every visible text with its role and its box in CSS pixels from the top left."""
    roles: dict[int, str] = {}
    found: list[Text] = []
    for text, role in _candidates(figure):
        if text is None or id(text) in roles:
            continue
        roles[id(text)] = role
        if text.get_visible() and text.get_text().strip():
            found.append(text)
    return [_described(text, roles[id(text)], figure, renderer) for text in found]


def box_of(extent: Any, figure: Figure) -> dict[str, float]:
    """A box of the renderer's pixels, counted from the bottom, in CSS pixels from the top left."""
    factor = CSS_WIDTH / figure.bbox.width
    return {
        "x": float(extent.x0 * factor),
        "y": float(CSS_HEIGHT - extent.y1 * factor),
        "width": float(extent.width * factor),
        "height": float(extent.height * factor),
    }


def _candidates(figure: Figure) -> list[tuple[Any, str]]:
    found: list[tuple[Any, str]] = [
        (getattr(figure, "_suptitle", None), "title"),
        (getattr(figure, "_supxlabel", None), "axis-label"),
        (getattr(figure, "_supylabel", None), "axis-label"),
    ]
    scales = color_scales(figure)
    for legend in figure.legends:
        found += [(text, "legend") for text in _legend_texts(legend)]
    for axes in figure.axes:
        if axes.get_visible():
            found += [
                (text, "legend" if axes in scales else role)
                for text, role in _axes_candidates(axes)
            ]
    return [*found, *((text, "annotation") for text in figure.texts)]


def _axes_candidates(axes: Any) -> list[tuple[Any, str]]:
    found: list[tuple[Any, str]] = [
        (axes.title, "title"),
        (axes._left_title, "title"),
        (axes._right_title, "title"),
    ]
    if axes.axison:
        for axis in (axes.xaxis, axes.yaxis):
            if axis.get_visible():
                found += [(axis.label, "axis-label"), (axis.offsetText, "tick")]
                found += [(text, "tick") for text in _tick_texts(axis)]
    kept = [artist for artist in axes.artists if isinstance(artist, Legend)]
    for legend in [*kept, axes.get_legend()]:
        if legend is not None and legend.get_visible():
            found += [(text, "legend") for text in _legend_texts(legend)]
    inside = [text for artist in axes.artists for text in artist.findobj(Text)]
    return [*found, *((text, "annotation") for text in [*axes.texts, *inside])]


def _tick_texts(axis: Any) -> list[Text]:
    """Labels of the ticks that are drawn, not of those kept outside the view."""
    return [
        text for tick in axis._update_ticks() for text in (tick.label1, tick.label2)
    ]


def _legend_texts(legend: Any) -> list[Text]:
    return [legend.get_title(), *legend.get_texts()]


def _described(text: Text, role: str, figure: Figure, renderer: Any) -> dict[str, Any]:
    pixels = text.get_fontsize() * figure.dpi / 72
    return {
        "text": text.get_text(),
        "role": role,
        **box_of(text.get_window_extent(renderer), figure),
        "sizePx": float(pixels * CSS_WIDTH / figure.bbox.width),
        "color": hex_color(text.get_color()),
        "rotation": float(text.get_rotation()),
    }
