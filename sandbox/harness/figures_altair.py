"""What an altair chart shows, read from its Vega-Lite specification."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .drawn import Drawn

POINTS = ("point", "circle", "square")
SERIES = ("color", "detail", "facet", "row", "column")
POSITIONS = ("x", "y", "xOffset", "yOffset", "color", "detail")


def look_at(chart: Any) -> Drawn:
    """Count the marks that a chart's data and encodings ask for."""
    spec = chart.to_dict()
    units = list(_units(spec, [], {}, spec.get("datasets", {})))
    return Drawn(
        library="altair",
        points=sum(_marks(unit) for unit in units if unit["mark"] in POINTS),
        line_points=sum(_marks(unit) for unit in units if unit["mark"] == "line"),
        bars=sum(_marks(unit) for unit in units if unit["mark"] == "bar"),
        rows_binned=round(sum(_counted(unit) for unit in units if _is_binned(unit))),
        boxes=sum(_groups(unit) for unit in units if unit["mark"] == "boxplot"),
        rows_in_hexagons=round(
            sum(_shades(unit) for unit in units if unit["mark"] in POINTS)
        ),
        curves=sum(_series(unit) for unit in units if unit["mark"] in ("line", "area")),
        violins=sum(_series(unit) for unit in units if unit["mark"] == "area"),
        cells=sum(_marks(unit) for unit in units if unit["mark"] == "rect"),
        areas=sum(_areas(unit) for unit in units if unit["mark"] == "area"),
        candles=sum(_marks(unit) for unit in units if _is_candle(unit, units)),
        x_title=_title(units, "x") or _shared(spec, "bottom"),
        y_title=_title(units, "y") or _shared(spec, "left"),
        legend=_legend(units),
        content=json.dumps(spec, sort_keys=True),
    )


def _units(
    spec: dict[str, Any],
    rows: list[Any],
    encoding: dict[str, Any],
    named: dict[str, Any],
) -> Iterator[dict[str, Any]]:
    """Every single view with the data and the encodings it inherits."""
    rows = _rows(spec.get("data"), rows, named)
    encoding = {**encoding, **spec.get("encoding", {})}
    children = [
        child
        for key in ("layer", "hconcat", "vconcat", "concat")
        for child in spec.get(key, [])
    ]
    if "spec" in spec:
        children.append(spec["spec"])
    for child in children:
        yield from _units(child, rows, encoding, named)
    if "mark" in spec:
        mark = spec["mark"]
        yield {
            "mark": mark if isinstance(mark, str) else mark["type"],
            "encoding": encoding,
            "rows": rows,
            "transform": spec.get("transform", []),
        }


def _rows(data: Any, inherited: list[Any], named: dict[str, Any]) -> list[Any]:
    if not isinstance(data, dict):
        return inherited
    if "name" in data and data["name"] in named:
        return list(named[data["name"]])
    return list(data.get("values", []))


def _channels(unit: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        name: channel
        for name, channel in unit["encoding"].items()
        if name in POSITIONS and isinstance(channel, dict)
    }


def _complete(unit: dict[str, Any], fields: list[str]) -> list[Any]:
    return [
        row
        for row in unit["rows"]
        if all(row.get(field) is not None for field in fields)
    ]


def _marks(unit: dict[str, Any]) -> int:
    """One mark per row, or per group where something is aggregated."""
    grouping = [each["groupby"] for each in unit["transform"] if "groupby" in each]
    if grouping:
        return len(_distinct(unit, grouping[-1]))
    if any("aggregate" in channel for channel in _channels(unit).values()):
        return _groups(unit)
    fields = [
        channel["field"]
        for name, channel in _channels(unit).items()
        if name in ("x", "y") and "field" in channel
    ]
    return len(_complete(unit, fields))


def _shades(unit: dict[str, Any]) -> float:
    """The sum of the numbers that colour the marks."""
    color = unit["encoding"].get("color", {})
    if color.get("type") != "quantitative" or "field" not in color:
        return 0.0
    return sum(float(row[color["field"]]) for row in _complete(unit, [color["field"]]))


def _series(unit: dict[str, Any]) -> int:
    """How many lines or areas there are: one per colour, detail or facet."""
    channels = (unit["encoding"].get(name, {}) for name in SERIES)
    fields = [channel["field"] for channel in channels if "field" in channel]
    return len(_distinct(unit, fields))


def _areas(unit: dict[str, Any]) -> int:
    """One area per colour."""
    color = unit["encoding"].get("color", {})
    return len(_distinct(unit, [color["field"]])) if "field" in color else 1


def _is_candle(unit: dict[str, Any], units: list[dict[str, Any]]) -> bool:
    wicks = any(each["mark"] == "rule" for each in units)
    return unit["mark"] == "bar" and wicks and "y2" in unit["encoding"]


def _groups(unit: dict[str, Any]) -> int:
    """How many combinations the discrete channels take."""
    fields = [
        channel["field"]
        for channel in _channels(unit).values()
        if "field" in channel
        and "aggregate" not in channel
        and (unit["mark"] == "line" or channel.get("type") in ("nominal", "ordinal"))
    ]
    return len(_distinct(unit, fields))


def _distinct(unit: dict[str, Any], fields: list[str]) -> set[str]:
    return {
        json.dumps([row.get(field) for field in fields], default=str)
        for row in _complete(unit, fields)
    }


def _is_binned(unit: dict[str, Any]) -> bool:
    bins = any(channel.get("bin") for channel in _channels(unit).values())
    return unit["mark"] == "bar" and (
        bins or any("bin" in each for each in unit["transform"])
    )


def _counted(unit: dict[str, Any]) -> float:
    """The sum of counts that come with the data, or the rows that are counted while drawing."""
    heights = [
        unit["encoding"][name]["field"]
        for name in ("x", "y")
        if "field" in unit["encoding"].get(name, {})
        and not unit["encoding"][name].get("bin")
        and "aggregate" not in unit["encoding"][name]
    ]
    if len(heights) != 1:
        return len(unit["rows"])
    return sum(float(row[heights[0]]) for row in _complete(unit, heights))


def _title(units: list[dict[str, Any]], name: str) -> str:
    """The first title of an axis, and what those of other panels say besides."""
    channels = [unit["encoding"].get(name, {}) for unit in units]
    titles = [_own_title(channel) or channel.get("field", "") for channel in channels]
    first = next((title for title in titles if title), "")
    others = [_own_title(channel) for channel in channels]
    return " ".join(dict.fromkeys(each for each in [first, *others] if each))


def _own_title(channel: dict[str, Any]) -> str:
    axis = channel.get("axis") or {}
    return _joined(axis.get("title", channel.get("title")))


def _shared(spec: Any, side: str) -> str:
    """What a title says that all panels share: that of a facet's header, or of a chart's side."""
    if isinstance(spec, list):
        return next((title for each in spec if (title := _shared(each, side))), "")
    if not isinstance(spec, dict):
        return ""
    title = spec.get("title")
    if isinstance(title, dict) and title.get("orient") == side:
        return _joined(title.get("text"))
    if spec.get("titleOrient") == side:
        return _joined(title)
    keys = ("vconcat", "hconcat", "concat", "spec", "encoding", "facet", "header")
    return _shared([spec[key] for key in keys if key in spec], side)


def _joined(text: Any) -> str:
    return " ".join(text) if isinstance(text, list) else str(text or "")


def _legend(units: list[dict[str, Any]]) -> tuple[str, ...]:
    labels: dict[str, None] = {}
    for unit in units:
        color = unit["encoding"].get("color", {})
        if "field" in color and color.get("legend", True) is not None:
            for row in _complete(unit, [color["field"]]):
                labels[str(row[color["field"]])] = None
    return tuple(labels)
