"""Starts inside the interpreter of an environment, enters the jail, and forks executions.

usage: zygote.py < SPEC    (JSON, see `main`)

It never reads a request: it hands the connection on to the execution it forks, so no data of one
execution is ever in memory that another one inherits.
"""

from __future__ import annotations

import gc
import importlib
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
import seccomp

MESSAGE_MAX = 4096


def main() -> None:
    """SPEC: `control` (descriptor of the daemon's socket), `ids` [uid, gid], `binds` [[source,
    target]], `fontLists` {name: text}, `preload` [module]."""
    spec = json.load(sys.stdin)
    sys.path.pop(0)
    proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
    _close_all_but(spec["control"], proc)
    binds = jail.interpreter_binds([sys.base_prefix, sys.prefix])
    binds += [jail.Bind(source, target) for source, target in spec["binds"]]
    jail.enter(proc, binds, tuple(spec["ids"]))
    kernel.install_filter(seccomp.supervisor_filter())
    _refuse_unreadable(binds)
    for module in spec["preload"]:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    _refuse_threads(proc)
    control = socket.socket(fileno=spec["control"])
    _say_hello(control)
    _serve(control, proc, spec["fontLists"])


def _close_all_but(*kept: int) -> None:
    low = 3
    for descriptor in sorted(kept):
        os.closerange(low, descriptor)
        low = descriptor + 1
    os.closerange(low, 4096)


def _refuse_unreadable(binds: list[jail.Bind]) -> None:
    """An author must not be blamed for libraries that the uid of executions cannot read."""
    for bind in binds:
        if not os.access(bind.target, os.R_OK):
            raise PermissionError(
                f"uid {os.getuid()} may not read {bind.source}: open it to all"
            )


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


def _serve(control: socket.socket, proc: int, font_lists: dict[str, str]) -> None:
    """Forks one execution per message, until the daemon's end of the socket is gone.

    Process 1 of a pid namespace takes all others with it, so executions end with the daemon.
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
        message, descriptors, _, _ = socket.recv_fds(control, MESSAGE_MAX, 1)
        if not message:
            return
        slot = execution.Slot(
            ids=(os.getuid(), os.getgid()),
            disk_mb=json.loads(message)["diskMb"],
            font_lists=font_lists,
        )
        _start(control, descriptors[0], proc, slot, [ended, wake])


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
    try:
        pid = kernel.fork_into(jail.EXECUTION_NAMESPACES)
    except OSError as error:
        control.send(json.dumps({"error": str(error)}).encode())
        os.close(connection)
        return
    if pid == 0:
        _be_execution(control, connection, proc, slot, own)
    first = os.pidfd_open(pid)
    socket.send_fds(control, [b"{}"], [first])
    os.close(first)
    os.close(connection)


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
