"""Runs plots that come as JSON on standard input and tells what they drew."""

from __future__ import annotations

import io
import json
import math
import sys
import traceback
import types
import warnings
from typing import Any

import pandas as pd


def main() -> None:
    """Answer each plot with its warnings, its figure's class and what was drawn."""
    answers = [answer(run) for run in json.load(sys.stdin)]
    json.dump(answers, sys.stdout, default=str)


# What a library does inside itself is nothing an author can mend.
DEPRECATIONS = (DeprecationWarning, PendingDeprecationWarning, FutureWarning)


def answer(run: dict[str, Any]) -> dict[str, Any]:
    """Run one plot; an exception is part of the answer."""
    found = {"name": run["name"], "error": None, "figure": None, "drawn": None}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            module = types.ModuleType("plot")
            module.__file__ = "plot.py"
            exec(compile(run["code"], "plot.py", "exec"), module.__dict__)
            data = pd.read_csv(io.StringIO(run["csv"]), parse_dates=run.get("dates"))
            figure = module.plot(data, **run["columns"])
            kind = type(figure)
            found["figure"] = f"{kind.__module__}.{kind.__qualname__}"
            found["drawn"] = describe(figure)
        except Exception:
            found["error"] = traceback.format_exc()[-1500:]
    return {
        **found,
        "warnings": [
            f"{w.category.__name__}: {w.message}"
            for w in caught
            if w.filename == "plot.py" or not issubclass(w.category, DEPRECATIONS)
        ],
    }


def describe(figure: Any) -> dict[str, Any]:
    """Draw or serialise a figure and read its marks and texts."""
    package = type(figure).__module__.split(".")[0]
    return {
        "matplotlib": describe_matplotlib,
        "plotly": lambda fig: json.loads(fig.to_json(engine="json")),
        "bokeh": describe_bokeh,
        "altair": lambda chart: chart.to_dict(),
    }[package](figure)


def describe_matplotlib(figure: Any) -> dict[str, Any]:
    """Draw the figure to memory."""
    figure.savefig(io.BytesIO(), dpi=50)
    axes = figure.axes[0]
    legend = axes.get_legend()
    return {
        "title": axes.get_title(loc="left"),
        "x": axes.get_xlabel(),
        "y": axes.get_ylabel(),
        "xticks": [label.get_text() for label in axes.get_xticklabels()],
        "yticks": [label.get_text() for label in axes.get_yticklabels()],
        "points": sum(len(c.get_offsets()) for c in axes.collections),
        "lines": [numbers(line.get_xdata(orig=False)) for line in axes.lines],
        "bars": numbers(
            p.get_height() for p in axes.patches if hasattr(p, "get_height")
        ),
        "legend": [t.get_text() for t in legend.get_texts()] if legend else None,
    }


def numbers(values: Any) -> list[float | None]:
    """Numbers as JSON knows them: what is none is nothing."""
    return [float(value) if math.isfinite(value) else None for value in values]


def describe_bokeh(figure: Any) -> dict[str, Any]:
    """Serialise the figure, its data as lists."""
    from bokeh.embed import json_item
    from bokeh.models import ColumnDataSource

    json.dumps(json_item(figure))
    sources = [
        {name: list(map(str, column)) for name, column in source.data.items()}
        for source in figure.select({"type": ColumnDataSource})
    ]
    return {
        "title": figure.title.text if hasattr(figure, "title") else None,
        "sources": sources,
        "legends": len(figure.legend) if hasattr(figure, "legend") else 0,
    }


main()
