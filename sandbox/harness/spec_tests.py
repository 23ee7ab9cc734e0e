"""Running the tests that are generated from a plot's specification."""

from __future__ import annotations

import inspect
import linecache
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd


def run_tests(
    path: Path,
    figure: Any,
    data: pd.DataFrame,
    columns: dict[str, str],
    plot: Callable[..., Any],
) -> list[dict[str, Any]]:
    """Call every ``test_*`` function of a file and say which passed.

    A test names what it needs among ``figure``, ``data``, ``columns`` and ``plot``.
    """
    source = path.read_text(encoding="utf-8")
    linecache.cache[path.name] = (
        len(source),
        None,
        source.splitlines(True),
        path.name,
    )
    module = types.ModuleType("test_spec")
    exec(
        compile(source, path.name, "exec", dont_inherit=True),
        module.__dict__,
    )
    given = {"figure": figure, "columns": columns, "plot": plot}
    return [
        _outcome(name, test, {**given, "data": data.copy(deep=True)})
        for name, test in vars(module).items()
        if name.startswith("test_") and callable(test)
    ]


def _outcome(
    name: str, test: Callable[..., None], given: dict[str, Any]
) -> dict[str, Any]:
    wanted = {key: given[key] for key in inspect.signature(test).parameters}
    try:
        test(**wanted)
    except Exception as error:
        # A test that breaks is a test that fails; the reviewers report its message.
        message = str(error).strip() or type(error).__name__
        return {"name": name, "passed": False, "message": message[:300]}
    return {"name": name, "passed": True, "message": ""}
