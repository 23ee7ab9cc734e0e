"""The user process after lock-down: checks the author's code, then runs it.

What it says before the author's code begins goes to the status channel, which is closed by then.
Everything later, the error included, is a claim of a process that the author's code could change;
the outcome does not depend on it.
"""

from __future__ import annotations

import errno
import importlib
import io
import json
import linecache
import os
import random
import sys
import traceback
import types
from typing import Any, NoReturn

import policy
import verdict
from policy import FILE_NAME

AUDITED = frozenset(
    """
    ctypes.dlopen os.exec os.fork os.forkpty os.kill os.link os.posix_spawn os.symlink os.system
    pty.spawn shutil.unpack_archive socket.__new__ socket.connect socket.getaddrinfo
    socket.gethostbyname subprocess.Popen urllib.Request
    """.split()
)

_FINDINGS_MAX = 20
_MESSAGE_MAX = 2000
_FRAMES_MAX = 8


def run(
    request: dict[str, Any], channels: tuple[int, int], folders: tuple[str, str]
) -> NoReturn:
    """Runs a request to its end and leaves the process; `verdict` tells what the exit codes mean.

    `channels` are the descriptors for status and for events, `folders` the execution's work folder
    and the one of the harness.
    """
    code = verdict.EXIT_SETUP
    try:
        code = _run(request, channels, folders)
    except (
        BaseException
    ) as error:  # what is wrong here is the sandbox, not the author's code
        _write(2, f"the runner failed: {error!r}")
    finally:
        os._exit(code & 0xFF)


def _run(
    request: dict[str, Any], channels: tuple[int, int], folders: tuple[str, str]
) -> int:
    status, events = channels
    work, harness_folder = folders
    try:
        checked = policy.check(request["code"])
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        _write(status, json.dumps({"error": _syntax_error(error)}))
        return verdict.EXIT_SYNTAX
    denied = checked.denied[:_FINDINGS_MAX]
    if denied and request["policy"] == "enforce":
        _write(status, json.dumps({"denied": denied}))
        return verdict.EXIT_POLICY
    is_function = request["entry"]["kind"] == "function"
    _open_streams()
    harness = import_harness(harness_folder) if is_function else None
    _seed(request["seed"], with_numpy=is_function or checked.uses_libraries)
    main = _main_module(request["code"], work)
    _write(status, json.dumps({"started": True, "denied": denied}))
    os.close(status)
    sys.addaudithook(_audit_hook(events))
    try:
        if harness is not None:
            harness.run(request, work)
        else:
            exec(checked.program, main.__dict__)
        return 0
    except BaseException as error:
        return _failed(error, events, is_function)
    finally:
        _flush()


def _failed(error: BaseException, events: int, is_function: bool) -> int:
    """Reports an exception of the author's code and returns the exit code for it."""
    if isinstance(error, SystemExit) and not is_function and error.code in (None, 0):
        return 0
    code = _exit_code(error)
    try:
        line = _line_of(error)
        if isinstance(
            error, MemoryError
        ):  # frees what the code held, for the message to fit
            traceback.clear_frames(error.__traceback__)
        _report_error(error, line, events)
        sys.stderr.write("".join(_traceback_of(error)))
    except BaseException:
        pass  # there is no room left for a message; the exit code carries the verdict
    return code


def _exit_code(error: BaseException) -> int:
    if isinstance(error, MemoryError):
        return verdict.EXIT_MEMORY
    if isinstance(error, OSError) and error.errno in (
        errno.ENOSPC,
        errno.EFBIG,
        errno.EDQUOT,
    ):
        return verdict.EXIT_DISK
    return 1


def _report_error(error: BaseException, line: int | None, events: int) -> None:
    report = {
        "type": type(error).__qualname__[:200],
        "message": str(error)[:_MESSAGE_MAX],
        "line": line,
    }
    _write(events, "error " + json.dumps(report) + "\n")


def _syntax_error(error: BaseException) -> dict[str, Any]:
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    return {
        "type": type(error).__name__,
        "message": str(message)[:_MESSAGE_MAX],
        "line": getattr(error, "lineno", None),
    }


def _line_of(error: BaseException) -> int | None:
    """The line of the author's file that was being executed when the exception was raised."""
    lines = [
        line
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == FILE_NAME
    ]
    return lines[-1] if lines else None


def _traceback_of(error: BaseException) -> list[str]:
    """The traceback with the author's own frames only; with the last frames if it has none."""
    described = traceback.TracebackException.from_exception(error, compact=True)
    part: traceback.TracebackException | None = described
    while part is not None:
        own = [frame for frame in part.stack if frame.filename == FILE_NAME]
        part.stack[:] = own[-_FRAMES_MAX:] or part.stack[-_FRAMES_MAX:]
        part = part.__cause__ or part.__context__
    return list(described.format())


def import_harness(folder: str) -> types.ModuleType:
    """The harness as a module, imported before any author's code could take its place."""
    parent, name = os.path.split(folder)
    sys.path.append(parent)
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(parent)


def _main_module(code: str, work: str) -> types.ModuleType:
    main = types.ModuleType("__main__")
    main.__file__ = f"{work}/{FILE_NAME}"
    sys.modules["__main__"] = main
    sys.argv[:] = [main.__file__]
    # No modification time: the cache is then not checked against a file.
    linecache.cache[FILE_NAME] = (len(code), None, code.splitlines(True), FILE_NAME)
    return main


def _seed(seed: int, with_numpy: bool) -> None:
    random.seed(seed)
    if with_numpy:
        importlib.import_module("numpy").random.seed(seed & 0xFFFFFFFF)


def _audit_hook(events: int):
    """Tells each kind of attempt once. Advisory: it makes good messages and stops nothing."""
    told: set[str] = set()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in AUDITED or event in told:
            return
        if event == "ctypes.dlopen" and arguments[:1] == (None,):
            return
        told.add(event)
        _write(events, f"audit {event}\n")

    return hook


def _open_streams() -> None:
    out, err = io.FileIO(1, "w", closefd=False), io.FileIO(2, "w", closefd=False)
    sys.stdout = io.TextIOWrapper(out, "utf-8", "replace", write_through=True)
    sys.stderr = io.TextIOWrapper(err, "utf-8", "backslashreplace", line_buffering=True)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            pass  # the author's code may have put anything in place of a stream


def _write(descriptor: int, text: str) -> None:
    try:
        os.write(descriptor, text.encode("utf-8", "backslashreplace"))
    except OSError:
        pass  # full or closed: nobody is there to be told
