"""What a request may ask for, and reports that the daemon writes itself."""

from __future__ import annotations

from typing import Any

from settings import POOLS

LIBRARIES = ("matplotlib", "seaborn", "plotly", "bokeh", "altair")
CODE_MAX = 1_000_000
FILES_MAX = 64
NAME_MAX = 200
DEPTH_MAX = 4
LIMITS_MAX = {
    "wallMs": 300_000,
    "cpuS": 120,
    "memoryMb": 4096,
    "diskMb": 1024,
    "files": 64,
    "outputMb": 48,
    "textKb": 1024,
}
_KEYS = {
    "id",
    "python",
    "library",
    "code",
    "entry",
    "seed",
    "pool",
    "policy",
    "limits",
    "files",
}


class InvalidRequest(ValueError):
    """A request that cannot be served as it is; trying again is of no use."""


def check_request(header: dict[str, Any], body_size: int, pythons: list[str]) -> None:
    """Checks the form of a request. Raises InvalidRequest that names the fault."""
    _require(set(header) == _KEYS, f"a request has the keys {', '.join(sorted(_KEYS))}")
    _require(_is_text(header["id"], 100), "id: a text of 1 to 100 characters")
    _require(
        header["python"] in pythons,
        f"python: {header['python']!r} is not configured here; there are {', '.join(pythons)}",
    )
    _require(header["library"] in LIBRARIES, f"library: one of {', '.join(LIBRARIES)}")
    _require(header["pool"] in POOLS, f"pool: one of {', '.join(POOLS)}")
    code = header["code"]
    _require(
        isinstance(code, str) and len(code) <= CODE_MAX,
        f"code: a text of at most {CODE_MAX} characters",
    )
    _require(type(header["seed"]) is int, "seed: a whole number")
    _require(header["policy"] in ("enforce", "warn"), "policy: enforce or warn")
    _check_entry(header["entry"])
    _check_limits(header["limits"])
    _check_files(header["files"], body_size)
    _require(
        body_size <= header["limits"]["diskMb"] << 20,
        f"files: {body_size} bytes are more than limits.diskMb allows",
    )


def refusal(outcome: str, kind: str, message: str) -> dict[str, Any]:
    """A report of an execution that never ran."""
    return {
        "outcome": outcome,
        "exitCode": None,
        "signal": None,
        "wallMs": 0,
        "cpuMs": 0,
        "peakMemoryMb": 0,
        "stdout": "",
        "stderr": message,
        "stdoutBytes": 0,
        "stderrBytes": len(message.encode()),
        "error": {"type": kind, "message": message, "line": None},
        "denied": [],
        "audit": [],
        "files": [],
        "notes": [],
        "queueMs": 0,
        "python": "",
    }


def _check_entry(entry: Any) -> None:
    _require(isinstance(entry, dict), "entry: an object")
    if entry.get("kind") == "script":
        return
    _require(entry.get("kind") == "function", "entry.kind: script or function")
    _require(isinstance(entry.get("data"), str), "entry.data: the name of a file")
    _require(isinstance(entry.get("columns"), dict), "entry.columns: slot to column")


def _check_limits(limits: Any) -> None:
    _require(
        isinstance(limits, dict) and set(limits) == set(LIMITS_MAX),
        "limits: all of them",
    )
    for name, highest in LIMITS_MAX.items():
        value = limits[name]
        _require(
            type(value) is int and 0 < value <= highest,
            f"limits.{name}: a whole number from 1 to {highest}",
        )


def _check_files(files: Any, body_size: int) -> None:
    _require(
        isinstance(files, list) and len(files) <= FILES_MAX,
        f"files: at most {FILES_MAX}",
    )
    names = [_checked_name(file) for file in files]
    _require(len(set(names)) == len(names), "files: each name once")
    total = sum(file["size"] for file in files)
    _require(total == body_size, f"files: {total} bytes are named, {body_size} came")


def _checked_name(file: Any) -> str:
    _require(
        isinstance(file, dict) and set(file) == {"name", "size"}, "files: {name, size}"
    )
    name, size = file["name"], file["size"]
    _require(type(size) is int and size >= 0, "files.size: a whole number")
    _require(
        _is_text(name, NAME_MAX) and name.isprintable(), f"files.name: not {name!r}"
    )
    parts = name.split("/")
    is_plain = len(parts) <= DEPTH_MAX and not any(
        p == "" or p.startswith(".") for p in parts
    )
    _require(is_plain and name != "plot.py", f"files.name: not {name!r}")
    return name


def _is_text(value: Any, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise InvalidRequest(message)
