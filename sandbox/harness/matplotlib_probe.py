"""Facts about a drawn matplotlib figure, in the shape every library's facts have."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

from .matplotlib_color_scales import color_scale_of
from .matplotlib_marks import marks_of, plot_axes
from .matplotlib_places import Places, panels_of, shapes_of
from .matplotlib_scale import scale_of, title_of
from .matplotlib_texts import CSS_HEIGHT, CSS_WIDTH, box_of, texts_of
from .matplotlib_view import hex_color


def facts(figure: Figure, renderer: Any, library: str) -> dict[str, Any]:
    """Describe a figure after it was drawn with ``renderer``: a ``FigureFacts`` of source claim."""
    legends = legends_of(figure)
    axes = plot_axes(figure)
    places = Places(figure)
    kind = type(figure)
    return {
        "library": library,
        "figureClass": f"{kind.__module__}.{kind.__qualname__}",
        "width": CSS_WIDTH,
        "height": CSS_HEIGHT,
        "title": _title(figure),
        "axes": [fact for each in axes for fact in _axes_facts(each)],
        "legend": _legend_facts(legends) or color_scale_of(figure),
        "marks": marks_of(figure, names_of(legends)),
        "panels": panels_of(axes, places),
        "shapes": shapes_of(figure, axes, places),
        "texts": texts_of(figure, renderer),
        "plotArea": (
            box_of(
                Bbox.union([each.get_window_extent(renderer) for each in axes]), figure
            )
            if axes
            else None
        ),
        "source": "claim",
    }


def _title(figure: Figure) -> str | None:
    candidates = [getattr(figure, "_suptitle", None)]
    for axes in plot_axes(figure):
        candidates += [axes.title, axes._left_title, axes._right_title]
    texts = [text.get_text().strip() for text in candidates if text is not None]
    return next((text for text in texts if text), None)


def _axes_facts(axes: Any) -> list[dict[str, Any]]:
    found = []
    for dimension in ("x", "y"):
        axis = getattr(axes, f"{dimension}axis")
        scale = scale_of(axis)
        numeric = scale.kind in ("linear", "log")
        low, high = sorted(float(limit) for limit in axis.get_view_interval())
        found.append(
            {
                "dimension": dimension,
                "label": title_of(axis),
                "scale": scale.kind,
                "min": low if numeric else None,
                "max": high if numeric else None,
                "reversed": bool(axis.get_inverted()),
            }
        )
    return found


def legends_of(figure: Figure) -> list[Legend]:
    """The visible legends, of the figure and of its axes."""
    axes = plot_axes(figure)
    kept = [each for one in axes for each in one.artists if isinstance(each, Legend)]
    owned = [*kept, *(one.get_legend() for one in axes)]
    return [
        legend
        for legend in [*figure.legends, *owned]
        if legend is not None and legend.get_visible()
    ]


def _legend_facts(legends: list[Legend]) -> dict[str, Any] | None:
    if not legends:
        return None
    titles = [legend.get_title().get_text() for legend in legends]
    labels = [text.get_text() for legend in legends for text in legend.get_texts()]
    return {"title": next((title for title in titles if title), None), "labels": labels}


def names_of(legends: list[Legend]) -> dict[str, str]:
    """Which label a colour has in the legends."""
    names: dict[str, str] = {}
    for legend in legends:
        for handle, text in zip(
            legend.legend_handles, legend.get_texts(), strict=False
        ):
            color = _handle_color(handle)
            if color is not None:
                names.setdefault(color, text.get_text())
    return names


def _handle_color(handle: Any) -> str | None:
    if isinstance(handle, Line2D):
        joined = handle.get_linestyle() not in ("None", "none", " ", "")
        return hex_color(handle.get_color() if joined else handle.get_markerfacecolor())
    if not hasattr(handle, "get_facecolor"):
        return None
    faces = handle.get_facecolor()
    color = faces[0] if getattr(faces, "ndim", 1) == 2 and len(faces) else faces
    return hex_color(color) if len(color) in (3, 4) else None
