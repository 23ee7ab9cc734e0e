"""What a bokeh figure shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from bokeh.core.property.vectorization import Field, Value
from bokeh.models import (
    BooleanFilter,
    Div,
    GlyphRenderer,
    GroupFilter,
    HBar,
    HexTile,
    IndexFilter,
    Legend,
    Line,
    Patch,
    Plot,
    Quad,
    Rect,
    Scatter,
    Segment,
    Step,
    VArea,
    VBar,
)

from .drawn import Drawn

BARS = (VBar, HBar, Quad)


def look_at(figure: Any) -> Drawn:
    """Count the glyphs of the plots in a layout."""
    plots = list(figure.select({"type": Plot})) or [figure]
    glyphs = [
        each
        for plot in plots
        for each in plot.renderers
        if isinstance(each, GlyphRenderer) and each.visible
    ]
    bars = [each for each in glyphs if isinstance(each.glyph, BARS)]
    around = _around(figure)
    return Drawn(
        library="bokeh",
        points=_rows(each for each in glyphs if isinstance(each.glyph, Scatter)),
        line_points=_rows(
            each for each in glyphs if isinstance(each.glyph, (Line, Step))
        ),
        bars=_rows(bars),
        rows_binned=round(sum(_heights(each) for each in bars)),
        boxes=len({place for each in bars for place in _places(each)}),
        rows_in_hexagons=round(
            sum(_shades(each) for each in glyphs if isinstance(each.glyph, HexTile))
        ),
        curves=sum(isinstance(each.glyph, (Line, Step)) for each in glyphs),
        violins=sum(isinstance(each.glyph, Patch) for each in glyphs),
        cells=_rows(each for each in glyphs if isinstance(each.glyph, Rect)),
        areas=len([each for each in glyphs if isinstance(each.glyph, VArea)]),
        candles=_rows(bars) if _has_wicks(glyphs) else 0,
        x_title=" ".join([_titles(plots, "xaxis"), around["x"]]).strip(),
        y_title=" ".join([_titles(plots, "yaxis"), around["y"]]).strip(),
        legend=tuple(label for plot in plots for label in _legend(plot)),
        content=repr(
            [
                {name: list(column) for name, column in each.data_source.data.items()}
                for each in glyphs
            ]
        ),
    )


def _has_wicks(glyphs: list[Any]) -> bool:
    return any(isinstance(each.glyph, Segment) for each in glyphs)


def _frame(renderer: GlyphRenderer) -> pd.DataFrame:
    """The rows of a glyph's source that its view lets through."""
    frame = pd.DataFrame(
        {name: list(column) for name, column in renderer.data_source.data.items()}
    )
    chosen = renderer.view.filter
    if isinstance(chosen, IndexFilter) and chosen.indices is not None:
        return frame.iloc[list(chosen.indices)]
    if isinstance(chosen, BooleanFilter) and chosen.booleans is not None:
        return frame[list(chosen.booleans)]
    if isinstance(chosen, GroupFilter):
        return frame[frame[chosen.column_name] == chosen.group]
    return frame


def _column(renderer: GlyphRenderer, frame: pd.DataFrame, name: str) -> pd.Series:
    spec = getattr(renderer.glyph, name, None)
    field = getattr(spec, "field", spec)
    if isinstance(field, str) and field in frame.columns:
        return frame[field]
    value = getattr(spec, "value", spec)
    return pd.Series([value] * len(frame), index=frame.index, dtype=object)


def _rows(renderers: Any) -> int:
    """Rows whose place and extent are all given."""
    count = 0
    for renderer in renderers:
        frame = _frame(renderer)
        complete = pd.Series(True, index=frame.index)
        for name in ("x", "y", "top", "right"):
            if hasattr(renderer.glyph, name):
                complete &= _column(renderer, frame, name).notna()
        count += int(complete.sum())
    return count


def _heights(renderer: GlyphRenderer) -> float:
    ends = ("right", "left") if isinstance(renderer.glyph, HBar) else ("top", "bottom")
    frame = _frame(renderer)
    end, base = (
        pd.to_numeric(_column(renderer, frame, name), errors="coerce") for name in ends
    )
    return float((end - base).abs().sum())


def _places(renderer: GlyphRenderer) -> list[str]:
    name = {VBar: "x", HBar: "y"}.get(type(renderer.glyph), "left")
    return [str(place) for place in _column(renderer, _frame(renderer), name)]


def _shades(renderer: GlyphRenderer) -> float:
    """The sum of the numbers that colour a glyph."""
    shades = _column(renderer, _frame(renderer), "fill_color")
    return float(pd.to_numeric(shades, errors="coerce").sum())


def _around(figure: Any) -> dict[str, str]:
    """Titles of a layout: the second text before its plots is upright, the next one stands below."""
    parts = list(_parts(figure))
    plots = [at for at, part in enumerate(parts) if isinstance(part, Plot)]
    before = [part.text for part in parts[: min(plots, default=0)]]
    after = [part.text for part in parts[max(plots, default=0) + 1 :]]
    return {"x": (after or [""])[0], "y": (before[1:] or [""])[0]}


def _parts(model: Any) -> Iterator[Any]:
    """The plots and texts of a layout in their order."""
    if isinstance(model, (Plot, Div)):
        yield model
    for child in getattr(model, "children", []):
        yield from _parts(child[0] if isinstance(child, tuple) else child)


def _titles(plots: list[Any], side: str) -> str:
    axes = [axis for plot in plots for axis in getattr(plot, side, [])]
    return " ".join(str(axis.axis_label) for axis in axes if axis.axis_label).strip()


def _legend(plot: Any) -> list[str]:
    labels: list[str] = []
    for item in [item for each in plot.select({"type": Legend}) for item in each.items]:
        label = item.label
        if isinstance(label, Value):
            labels.append(str(label.value))
        elif isinstance(label, Field) and item.renderers:
            names = _frame(item.renderers[0])[label.field]
            labels += [str(name) for name in names.drop_duplicates()]
        elif isinstance(label, str):
            labels.append(label)
    return labels
