"""Runs an author's ``plot()`` and writes down what came of it.

The daemon's runner calls :func:`run` after lock-down, in the process that executes the author's
code. Whatever is written here is therefore a claim; the picture is measured and the figure JSON is
parsed outside.
"""

from __future__ import annotations

import json
import random
import sys
import warnings
from pathlib import Path
from typing import Any

from . import outputs
from .data import read_table
from .plot_module import load_plot
from .spec_tests import run_tests

__all__ = ["run", "warm_up"]


def warm_up(library: str) -> None:
    """Import what a library's plots need and draw one figure, for the forks of this process to inherit.

    Every execution starts from this state, so it is part of what a plot looks like.
    """
    _answer_to_its_name()
    outputs.of(library).warm_up()


def run(request: dict[str, Any], workdir: str) -> None:
    """Call ``plot()`` of ``request["code"]`` with the data in ``workdir`` and write the results there.

    Writes ``figure.png`` and ``facts.json`` (matplotlib, seaborn) or ``figure.json`` (plotly, bokeh,
    altair), and ``run.json``. An error of the author's code is raised unchanged.
    """
    entry = request["entry"]
    if entry["kind"] != "function":
        raise ValueError(
            f"the harness runs functions only, not an entry of kind {entry['kind']!r}"
        )
    folder = Path(workdir)
    _answer_to_its_name()
    output = outputs.of(request["library"])
    output.prepare()
    _seed(int(request.get("seed", 0)))
    data = read_table(folder / entry["data"], entry["temporal"])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        plot = load_plot(request["code"])
        figure = plot(data.copy(deep=True), **entry["columns"])
        report = {
            "figureClass": _class_name(figure),
            "warnings": _texts(caught),
            "tests": None,
        }
        _write_json(folder / "run.json", report)
        output.check(figure)
        output.write(figure, folder)
    report["warnings"] = _texts(caught)
    if entry["tests"] is not None:
        report["tests"] = run_tests(
            folder / entry["tests"], figure, data, entry["columns"], plot
        )
    _write_json(folder / "run.json", report)


def _answer_to_its_name() -> None:
    """Let the generated tests import ``harness`` wherever this package was imported from."""
    sys.modules.setdefault("harness", sys.modules[__name__])


def _seed(seed: int) -> None:
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed & 0xFFFFFFFF)


def _class_name(value: object) -> str:
    kind: type = type(value)
    return f"{kind.__module__}.{kind.__qualname__}"


def _texts(caught: list[warnings.WarningMessage]) -> list[str]:
    """Each warning once, as ``Category: text``.

    Deprecations count only where the author's own line raised them: what a library does inside
    itself is nothing an author can mend.
    """
    texts = [
        f"{w.category.__name__}: {str(w.message).strip()[:400]}"
        for w in caught
        if not _is_deprecation(w) or w.filename == "plot.py"
    ]
    return list(dict.fromkeys(texts))[:20]


def _is_deprecation(warning: warnings.WarningMessage) -> bool:
    return issubclass(
        warning.category, (DeprecationWarning, PendingDeprecationWarning, FutureWarning)
    )


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
