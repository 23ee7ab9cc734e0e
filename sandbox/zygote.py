"""Starts inside the interpreter of an environment, enters the jail, and forks executions.

usage: zygote.py < SPEC    (JSON, see `main`)

It never reads a request: it hands the connection on to the execution it forks, so no data of one
execution is ever in memory that another one inherits.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
import traceback
from typing import Any

# Everything an execution needs is imported here: the jail does not contain this folder.
import execution
import frames
import jail
import kernel
import runner
import seccomp

MESSAGE_MAX = 4096
DESCRIPTORS_MAX = 8


def main() -> None:
    """SPEC: `control` (descriptor of the daemon's socket), `tier`, `ids` [uid, gid], `work` (a
    folder to write to), `harness`, `fonts` [path], `fontLists` {name: text}, `library` or null."""
    spec = json.load(sys.stdin)
    sys.path.pop(0)
    proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
    _close_all_but(spec["control"], proc)
    ids = tuple(spec["ids"])
    place = jail.move_in(spec["tier"], proc, ids, spec["harness"], spec["fonts"])
    kernel.install_filter(seccomp.supervisor_filter())
    os.environ["PYPLOTS_FONTS"] = os.pathsep.join(place.fonts)
    os.chdir(spec["work"])
    execution.furnish(spec["fontLists"])
    _warm_up(place.harness, spec["library"])
    gc.collect()
    gc.freeze()
    _refuse_threads(proc)
    control = socket.socket(fileno=spec["control"])
    _say_hello(control)
    _serve(control, proc, place, spec)


def _warm_up(harness: str, library: str | None) -> None:
    """Loads what executions need, so that each starts from the very same state."""
    if library is not None:
        runner.import_harness(harness).warm_up(library)


def _close_all_but(*kept: int) -> None:
    low = 3
    for descriptor in sorted(kept):
        os.closerange(low, descriptor)
        low = descriptor + 1
    os.closerange(low, 4096)


def _refuse_threads(proc: int) -> None:
    tasks = os.open("self/task", os.O_RDONLY | os.O_DIRECTORY, dir_fd=proc)
    count = len(os.listdir(tasks))
    os.close(tasks)
    if count != 1:
        raise RuntimeError(
            f"a library left {count - 1} threads behind: forking is not safe"
        )


def _say_hello(control: socket.socket) -> None:
    """Tells that the jail is closed, with a pidfd of this process, the first of its namespace."""
    own = os.pidfd_open(os.getpid())
    hello = {"python": sys.version.split()[0]}
    socket.send_fds(control, [json.dumps(hello).encode()], [own])
    os.close(own)


def _serve(
    control: socket.socket, proc: int, place: jail.Place, spec: dict[str, Any]
) -> None:
    """Forks one execution per message, until the daemon's end of the socket is gone.

    Executions end with this process: it is the first of their pid namespace or the parent whose
    death they asked to be told of.
    """
    ended, wake = os.pipe()
    os.set_blocking(ended, False)
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    poll = select.poll()
    poll.register(control, select.POLLIN)
    poll.register(ended, select.POLLIN)
    while True:
        ready = [descriptor for descriptor, _ in poll.poll()]
        if ended in ready:
            os.read(ended, MESSAGE_MAX)
            _reap_ended()
        if control.fileno() not in ready:
            continue
        message, descriptors, _, _ = socket.recv_fds(
            control, MESSAGE_MAX, DESCRIPTORS_MAX
        )
        if not message:
            return
        wanted = json.loads(message)
        slot = execution.Slot(
            place=place,
            ids=(os.getuid(), os.getgid()),
            work=wanted["work"],
            disk_mb=wanted["diskMb"],
            font_lists=spec["fontLists"],
            cgroups=tuple(descriptors[1:]),
        )
        _start(control, descriptors[0], proc, slot, [ended, wake])
        for descriptor in descriptors:
            os.close(descriptor)


def _reap_ended() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass  # none is left


def _start(
    control: socket.socket,
    connection: int,
    proc: int,
    slot: execution.Slot,
    own: list[int],
) -> None:
    """Forks an execution and answers with a pidfd of its first process, or with an error."""
    namespaces = jail.EXECUTION_NAMESPACES if slot.place.tier == jail.NS else 0
    try:
        pid = kernel.fork_into(namespaces)
    except OSError as error:
        control.send(json.dumps({"error": str(error)}).encode())
        return
    if pid == 0:
        _be_execution(control, connection, proc, slot, own)
    first = os.pidfd_open(pid)
    socket.send_fds(control, [b"{}"], [first])
    os.close(first)


def _be_execution(
    control: socket.socket,
    connection: int,
    proc: int,
    slot: execution.Slot,
    own: list[int],
) -> None:
    try:
        kernel.die_with_parent()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        control.close()
        for descriptor in own:
            os.close(descriptor)
        execution.supervise(connection, proc, slot)
    except BaseException:
        _report_failure(connection, traceback.format_exc())
    finally:
        os._exit(0)


def _report_failure(connection: int, text: str) -> None:
    report: dict[str, Any] = {"outcome": "sandbox_error", "failure": text[-2000:]}
    try:
        frames.write_frame(frames.writer(connection), report)
    except OSError:
        pass  # the daemon is gone; there is nobody to tell


if __name__ == "__main__":
    main()
