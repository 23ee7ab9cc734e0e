"""Say what a file of Python consists of, without running it: source in, JSON out."""

from __future__ import annotations

import ast
import json
import resource
import sys
from collections.abc import Iterator

CPU_S = 5
MEMORY_BYTES = 1 << 30
NAME_LENGTH_MAX = 200


def main() -> None:
    """Read the source from standard input and write the facts to standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    source = sys.stdin.buffer.read().decode("utf-8", "replace")
    json.dump(facts_of(source), sys.stdout)


def facts_of(source: str) -> dict[str, object]:
    """Parse the source; a text that cannot be parsed is a fact as well."""
    try:
        tree = ast.parse(source, "plot.py")
        return {
            "kind": "parsed",
            "imports": _first_lines(_imports(tree)),
            "names": _first_lines(_names(tree)),
            "parameters": _parameters(tree),
        }
    except SyntaxError as error:
        return {"kind": "broken", "line": error.lineno, "message": error.msg}
    except (ValueError, RecursionError, MemoryError) as error:
        reason = f"{type(error).__name__}: it cannot be parsed"
        return {"kind": "broken", "line": None, "message": reason}


def _imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or ""), node.lineno


def _names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute) and node.attr.startswith("__"):
            yield node.attr, node.lineno


def _parameters(tree: ast.Module) -> list[str] | None:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "plot":
            given = node.args
            return [
                name.arg[:NAME_LENGTH_MAX]
                for name in [*given.posonlyargs, *given.args, *given.kwonlyargs]
            ]
    return None


def _first_lines(found: Iterator[tuple[str, int]]) -> list[dict[str, object]]:
    """Keep each name once, with the line where it comes first."""
    lines: dict[str, int] = {}
    for name, line in found:
        short = name[:NAME_LENGTH_MAX]
        lines[short] = min(line, lines.get(short, line))
    return [{"name": name, "line": line} for name, line in lines.items()]


if __name__ == "__main__":
    main()
