"""The import policy: a clear message before anything runs. The kernel, not this, is the boundary."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass
from types import CodeType
from typing import Any

FILE_NAME = "plot.py"

PLOTTING = frozenset(
    """
    PIL altair bokeh matplotlib mpl_toolkits narwhals numpy pandas plotly scipy seaborn
    """.split()
)

STANDARD = frozenset(
    """
    __future__ abc argparse array base64 bisect calendar cmath collections colorsys contextlib copy
    csv dataclasses datetime decimal enum fractions functools glob hashlib heapq html importlib
    inspect io itertools json locale logging math numbers operator os pathlib pprint random re
    shutil statistics string struct sys tempfile textwrap time types typing typing_extensions
    unicodedata uuid warnings xml zlib zoneinfo
    """.split()
)

DENIED_CALLS = frozenset(
    ["__import__", "breakpoint", "compile", "eval", "exec", "input"]
)
DENIED_ATTRIBUTES = frozenset(
    [
        "__bases__",
        "__builtins__",
        "__code__",
        "__globals__",
        "__mro__",
        "__subclasses__",
    ]
)

Finding = dict[str, Any]


@dataclass(frozen=True)
class Checked:
    """An author's file after the check."""

    program: CodeType
    denied: list[Finding]
    uses_libraries: bool


def check(code: str) -> Checked:
    """Parses a file with this interpreter's own grammar and lists what it may not do.

    Raises SyntaxError, ValueError (null bytes), RecursionError or MemoryError where there is
    nothing to run.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(code, FILE_NAME)
        program = compile(tree, FILE_NAME, "exec")
    denied: list[Finding] = []
    roots: set[str] = set()
    for node in ast.walk(tree):
        names = _imported(node)
        roots.update(name.split(".")[0] for name in names)
        denied += [
            _finding("import", name, node) for name in names if not _is_allowed(name)
        ]
        denied += _denied_expression(node)
    denied.sort(key=lambda finding: finding["line"])
    return Checked(program, denied, bool(roots & PLOTTING))


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return ["." * node.level + (node.module or "")]
    return []


def _is_allowed(name: str) -> bool:
    root = name.split(".")[0]
    return root in PLOTTING or root in STANDARD


def _denied_expression(node: ast.AST) -> list[Finding]:
    if isinstance(node, ast.Attribute) and node.attr in DENIED_ATTRIBUTES:
        return [_finding("attribute", node.attr, node)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id in DENIED_CALLS:
            return [_finding("call", node.func.id, node)]
    return []


def _finding(rule: str, name: str, node: Any) -> Finding:
    return {"rule": rule, "name": name[:200], "line": node.lineno}
