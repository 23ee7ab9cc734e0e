"""Turning the author's source into a callable ``plot``."""

from __future__ import annotations

import linecache
import sys
import types
from collections.abc import Callable
from typing import Any

FILE_NAME = "plot.py"


def load_plot(source: str) -> Callable[..., Any]:
    """Execute ``source`` as the module ``plot`` (never as ``__main__``) and return its ``plot``."""
    module = types.ModuleType("plot")
    module.__file__ = FILE_NAME
    linecache.cache[FILE_NAME] = (len(source), None, source.splitlines(True), FILE_NAME)
    code = compile(source, FILE_NAME, "exec", dont_inherit=True)
    sys.modules["plot"] = module
    exec(code, module.__dict__)
    plot = getattr(module, "plot", None)
    if not callable(plot):
        raise NameError(
            "plot.py defines no function named plot; write def plot(data, ...) and return the figure"
        )
    return plot
