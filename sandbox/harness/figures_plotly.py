"""What a plotly figure shows."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .drawn import Drawn

LINES_ONLY_FROM = 20


def look_at(figure: Any) -> Drawn:
    """Count the marks of a figure's traces."""
    traces = [
        trace for trace in figure.data if trace.visible not in (False, "legendonly")
    ]
    bars = [trace for trace in traces if trace.type in ("bar", "waterfall")]
    return Drawn(
        library="plotly",
        points=sum(_pairs(trace) for trace in traces if "markers" in _mode(trace)),
        line_points=sum(_pairs(trace) for trace in traces if "lines" in _mode(trace)),
        bars=sum(_pairs(trace) for trace in bars),
        rows_binned=round(sum(_binned(trace) for trace in traces)),
        boxes=sum(_boxes(trace) for trace in traces if trace.type == "box"),
        rows_in_hexagons=round(sum(_hexagons(trace) for trace in traces)),
        curves=sum("lines" in _mode(trace) for trace in traces),
        violins=sum(_boxes(trace) for trace in traces if trace.type == "violin"),
        cells=sum(_cells(trace) for trace in traces if trace.type == "heatmap"),
        areas=len([trace for trace in traces if _is_filled(trace)]),
        candles=sum(_candles(trace) for trace in traces),
        x_title=_titles(figure, "x"),
        y_title=_titles(figure, "y"),
        legend=_legend(figure, traces),
        content=figure.to_json(),
    )


def _mode(trace: Any) -> str:
    """What a scatter trace draws; plotly joins the points where nothing is said."""
    if trace.type not in ("scatter", "scattergl"):
        return ""
    if trace.mode is not None:
        return str(trace.mode)
    return "lines" if _length(trace.x) >= LINES_ONLY_FROM else "lines+markers"


def _is_filled(trace: Any) -> bool:
    filled = trace.type == "scatter" and trace.fill not in (None, "none")
    return filled or (trace.type == "scatter" and trace.stackgroup is not None)


def _candles(trace: Any) -> int:
    if trace.type != "candlestick":
        return 0
    ends = {name: list(trace[name]) for name in ("x", "open", "high", "low", "close")}
    return len(pd.DataFrame(ends).dropna())


def _length(values: Any) -> int:
    return 0 if values is None else len(values)


def _pairs(trace: Any) -> int:
    x, y = (
        pd.Series([] if values is None else list(values), dtype=object)
        for values in (trace.x, trace.y)
    )
    return int((x.notna() & y.notna()).sum())


def _binned(trace: Any) -> float:
    if trace.type == "histogram":
        values = trace.x if trace.x is not None else trace.y
        return float(pd.Series([] if values is None else list(values)).notna().sum())
    if trace.type == "bar":
        counts = trace.x if trace.orientation == "h" else trace.y
        return float(
            pd.to_numeric(
                pd.Series([] if counts is None else list(counts)), errors="coerce"
            ).sum()
        )
    return 0.0


def _boxes(trace: Any) -> int:
    groups = trace.y if trace.orientation == "h" else trace.x
    if groups is not None:
        return len(set(groups))
    return _length(trace.q1) or 1


def _hexagons(trace: Any) -> float:
    """The sum of the counts that colour the markers of a trace."""
    counts = trace.marker.color if "markers" in _mode(trace) else None
    if counts is None or isinstance(counts, str):
        return 0.0
    return float(pd.to_numeric(pd.Series(list(counts)), errors="coerce").sum())


def _cells(trace: Any) -> int:
    return int(pd.DataFrame([] if trace.z is None else list(trace.z)).count().sum())


def _titles(figure: Any, side: str) -> str:
    """What the titles of all axes of a direction say, and the text that stands for them."""
    axes = figure.select_xaxes() if side == "x" else figure.select_yaxes()
    own = [axis.title.text for axis in axes]
    shared = [
        note.text
        for note in figure.layout.annotations
        if note.xref == note.yref == "paper" and _is_beside(note, side)
    ]
    return " ".join(dict.fromkeys(title for title in own + shared if title))


def _is_beside(note: Any, side: str) -> bool:
    if side == "x":
        return note.x == 0.5 and note.y is not None and note.y <= 0
    return note.y == 0.5 and note.x is not None and note.x <= 0


def _legend(figure: Any, traces: list[Any]) -> tuple[str, ...]:
    named = [trace for trace in traces if trace.showlegend is not False]
    shown = figure.layout.showlegend
    if shown is False or (len(named) < 2 and not shown):
        return ()
    return tuple(str(trace.name) for trace in named if trace.name)
