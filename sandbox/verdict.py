"""How an execution ended, decided from what its supervisor saw and not from what it claims."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from typing import Any

EXIT_SYNTAX = 65
EXIT_POLICY = 66
EXIT_SETUP = 69
EXIT_MEMORY = 71
EXIT_DISK = 72

# The kernel counts CPU time in ticks, so a process stopped at its limit can read slightly below it.
_CPU_TOLERANCE_S = 0.3


@dataclass(frozen=True)
class Ending:
    """What the supervisor saw. `status` was written before the author's code began."""

    exit_code: int | None
    signal: int | None
    status: dict[str, Any]
    cpu_s: float
    cpu_limit_s: int
    timed_out: bool
    over_memory: bool
    flooded: bool
    disk_full: bool


def outcome_of(ending: Ending) -> str:
    """The outcome, apart from `no_output` and too many files, which the collection decides."""
    if ending.timed_out:
        return "timeout"
    if ending.over_memory:
        return "memory_limit"
    if ending.flooded:
        return "output_limit"
    if not ending.status.get("started"):
        before = _before_start(ending)
        if before:
            return before
    if ending.signal is not None:
        return _of_signal(ending)
    return _of_exit_code(ending)


def _before_start(ending: Ending) -> str | None:
    """Exit codes that only count while the author's code had no chance to use them."""
    if ending.exit_code == EXIT_SYNTAX:
        return "syntax_error"
    if ending.exit_code == EXIT_POLICY:
        return "policy_denied"
    return "sandbox_error" if ending.exit_code == EXIT_SETUP else None


def _of_signal(ending: Ending) -> str:
    used_up = ending.cpu_s >= ending.cpu_limit_s - _CPU_TOLERANCE_S
    if used_up and ending.signal in (signal.SIGXCPU, signal.SIGKILL):
        return "cpu_limit"
    if ending.signal == signal.SIGKILL:
        return "killed"
    return "disk_limit" if ending.signal == signal.SIGXFSZ else "crashed"


def _of_exit_code(ending: Ending) -> str:
    if ending.exit_code == 0:
        return "ok"
    if ending.exit_code == EXIT_MEMORY:
        return "memory_limit"
    if ending.exit_code == EXIT_DISK or ending.disk_full:
        return "disk_limit"
    return "error"
