"""The report of an execution: what the supervisor saw, and what the user process said."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

import runner
from collect import Collection
from user_process import MB, UserProcess

NOTES_MAX = 20
MESSAGE_MAX = 4000
TYPE_MAX = 200


@dataclass(frozen=True)
class Reaped:
    """How the user process ended, once no process of the execution is left."""

    exit_code: int | None
    signal: int | None
    cpu_s: float
    wall_s: float


def report_of(
    outcome: str,
    user: UserProcess,
    reaped: Reaped,
    status: dict[str, Any],
    collection: Collection,
) -> dict[str, Any]:
    """A report but for the digests of its files and the tier, which the daemon adds."""
    error, audit = _parse_events(user.events.text())
    if outcome == "ok" or outcome == "no_output":
        error = None
    elif status.get("error"):
        error = _parse_error(json.dumps(status["error"]))
    elif outcome == "error" and error is None:
        error = _silent_end(reaped)
    elif outcome == "sandbox_error":
        error = _plain_error("SandboxError", user.err.text()[:MESSAGE_MAX])
    return {
        "outcome": outcome,
        "exitCode": reaped.exit_code,
        "signal": reaped.signal,
        "wallMs": round(reaped.wall_s * 1000, 1),
        "cpuMs": round(reaped.cpu_s * 1000, 1),
        "peakMemoryMb": round(max(0, user.peak - user.baseline) / MB, 1),
        "stdout": user.out.text(),
        "stderr": user.err.text(),
        "stdoutBytes": user.out.total,
        "stderrBytes": user.err.total,
        "error": error,
        "denied": status.get("denied", []),
        "audit": audit,
        "files": [{"name": name, "size": len(data)} for name, data in collection.files],
        "notes": collection.notes[:NOTES_MAX],
        "python": sys.version.split()[0],
    }


def _parse_events(text: str) -> tuple[dict[str, Any] | None, list[str]]:
    """The last reported exception and the attempts: claims, so their form is checked here."""
    error = None
    audit: dict[str, None] = {}
    for line in text.splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "audit" and rest in runner.AUDITED:
            audit[rest] = None
        if kind == "error":
            error = _parse_error(rest) or error
    return error, list(audit)


def _parse_error(text: str) -> dict[str, Any] | None:
    try:
        claimed = json.loads(text)
        line = claimed["line"]
        return {
            "type": _clean(claimed["type"])[:TYPE_MAX],
            "message": _clean(claimed["message"])[:MESSAGE_MAX],
            "line": line if type(line) is int and 0 < line < 1 << 31 else None,
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _clean(text: str) -> str:
    """Without null characters and lone surrogates, which a database would refuse."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def _silent_end(reaped: Reaped) -> dict[str, Any]:
    return _plain_error(
        "SystemExit", f"the code ended the process with exit code {reaped.exit_code}"
    )


def _plain_error(kind: str, message: str) -> dict[str, Any]:
    return {"type": kind, "message": message, "line": None}


def parse_status(user: UserProcess) -> dict[str, Any]:
    """What was said before the author's code began; empty when that was nothing."""
    try:
        status = json.loads(bytes(user.status.content) or b"{}")
    except ValueError:
        return {}
    return status if isinstance(status, dict) else {}
