"""The supervisor of one execution: process 1 of its own pid namespace where the tier has them.

It prepares the jail, starts the user process, watches clock, memory and output, collects the files
that are left, and streams one report. Everything that does not depend on the request happens
before the request is read, so that a waiting, locked-down slot is the same code.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from dataclasses import dataclass
from typing import Any

import collect
import frames
import jail
import kernel
import runner
import user_process
import verdict
from report import Reaped, parse_status, report_of
from settings import environment_in
from user_process import MB, PAGE, UserProcess

INODES_MAX = 1024
WATCH_MS = 25
FLOOD_BYTES_MAX = 8 << 20


@dataclass(frozen=True)
class Slot:
    """What an execution is started with, before there is a request."""

    place: jail.Place
    ids: tuple[int, int]
    work: str
    disk_mb: int
    font_lists: dict[str, str]
    # Descriptors of `cgroup.procs`, for the user process to enter the groups it is limited by.
    cgroups: tuple[int, ...]


@dataclass
class Watched:
    """What the watch saw."""

    timed_out: bool = False
    flooded: bool = False


def supervise(connection: int, proc: int, slot: Slot) -> None:
    """Serves one request on `connection`; returns when it is answered or the slot was not used.

    `proc` is a descriptor of a /proc folder; it is closed before the request is read.
    """
    if slot.place.tier == jail.NS:
        kernel.map_own_ids(proc, *slot.ids)
        jail.mount_work(slot.disk_mb, INODES_MAX)
    os.chdir(slot.work)
    os.environ.update(environment_in(slot.work))
    furnish(slot.font_lists)
    space, data = _own_sizes(proc)
    kernel.no_new_privileges()
    kernel.drop_privileges()
    kernel.set_dumpable(False)
    user = user_process.start(proc, slot.place, slot.work, slot.cgroups)
    for descriptor in (proc, *slot.cgroups):
        os.close(descriptor)
    if not user.is_locked_down():
        _report_setup_failure(connection, user, slot)
        return
    user.baseline = user.peak = user.resident()
    try:
        request, body = frames.read_frame(frames.reader(connection))
    except EOFError:
        return
    given = _write_files(request, body)
    del body
    user_process.set_limits(user.pid, slot.place.tier, request["limits"], (space, data))
    _serve(connection, user, request, (slot, given))


def furnish(font_lists: dict[str, str]) -> None:
    """Makes the folders that libraries expect: temporary files, matplotlib's settings and fonts."""
    os.mkdir(".tmp", 0o700)
    os.mkdir(".matplotlib", 0o700)
    if "matplotlib.font_manager" in sys.modules:
        return
    for name, text in font_lists.items():
        with open(f".matplotlib/{name}", "w", encoding="utf-8") as file:
            file.write(text)


def _own_sizes(proc: int) -> tuple[int, int]:
    """Address space and private writable memory, as RLIMIT_AS and RLIMIT_DATA count them."""
    descriptor = os.open("self/statm", os.O_RDONLY, dir_fd=proc)
    values = os.read(descriptor, 128).split()
    os.close(descriptor)
    return int(values[0]) * PAGE, int(values[5]) * PAGE


def _write_files(request: dict[str, Any], body: bytes) -> frozenset[str]:
    """Puts the request's files and the code into the work folder; returns their names."""
    offset = 0
    for file in request["files"]:
        _write_file(file["name"], body[offset : offset + file["size"]])
        offset += file["size"]
    _write_file(runner.FILE_NAME, request["code"].encode("utf-8", "replace"))
    return frozenset([runner.FILE_NAME, *(file["name"] for file in request["files"])])


def _write_file(name: str, content: bytes) -> None:
    os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    descriptor = os.open(name, flags, 0o644)
    frames.write_all(descriptor, content)
    os.close(descriptor)


def _serve(
    connection: int,
    user: UserProcess,
    request: dict[str, Any],
    inside: tuple[Slot, frozenset[str]],
) -> None:
    slot, given = inside
    limits = request["limits"]
    user.out.keep = user.err.keep = limits["textKb"] << 10
    start = time.monotonic()
    try:
        write = frames.writer(user.request)
        frames.write_frame(write, {**request, "files": []})
    except BrokenPipeError:
        pass  # it ended already; the watch sees how
    os.close(user.request)
    watched = _watch(user, limits, start + limits["wallMs"] / 1000)
    reaped = _reap(user, start, slot)
    user.drain()
    disk = os.statvfs(slot.work)
    status = parse_status(user)
    ending = verdict.Ending(
        exit_code=reaped.exit_code,
        signal=reaped.signal,
        status=status,
        cpu_s=reaped.cpu_s,
        cpu_limit_s=limits["cpuS"],
        timed_out=watched.timed_out,
        over_memory=user.peak - user.baseline > limits["memoryMb"] * MB,
        flooded=watched.flooded,
        disk_full=disk.f_bavail == 0 or disk.f_favail == 0,
    )
    outcome = verdict.outcome_of(ending)
    collection = collect.Collection(given, limits["files"], limits["outputMb"] * MB)
    if outcome not in ("syntax_error", "policy_denied", "sandbox_error"):
        collect.collect(slot.work, collection)
    if outcome == "ok":
        outcome = _of_files(collection)
    report = report_of(outcome, user, reaped, status, collection)
    content = [content for _, content in collection.files]
    frames.write_frame(frames.writer(connection), report, *content)


def _of_files(collection: collect.Collection) -> str:
    if collection.over_limit:
        return "output_limit"
    return "ok" if collection.files else "no_output"


def _watch(user: UserProcess, limits: dict[str, int], deadline: float) -> Watched:
    """Returns when the user process has ended or has to be stopped."""
    watched = Watched()
    ended = os.pidfd_open(user.pid)
    streams = {stream.descriptor: stream for stream in user.streams()}
    poll = select.poll()
    for descriptor in (ended, *streams):
        poll.register(descriptor, select.POLLIN)
    try:
        while True:
            left_ms = (deadline - time.monotonic()) * 1000
            user.peak = max(user.peak, user.resident())
            watched.timed_out = left_ms <= 0
            watched.flooded = user.out.total + user.err.total > FLOOD_BYTES_MAX
            over_memory = user.peak - user.baseline > limits["memoryMb"] * MB
            if watched.timed_out or watched.flooded or over_memory:
                return watched
            ready = [fd for fd, _ in poll.poll(min(WATCH_MS, int(left_ms) + 1))]
            for descriptor in ready:
                if descriptor in streams and not streams[descriptor].read():
                    poll.unregister(descriptor)
            if ended in ready:
                return watched
    finally:
        os.close(ended)


def _reap(user: UserProcess, start: float, slot: Slot) -> Reaped:
    """Ends every process of the execution. As process 1 of a namespace this one can miss none;
    without namespaces there is one only, for the filter lets it make no other.
    """
    _kill(user.pid)
    _, status, usage = os.wait4(user.pid, 0)
    wall = time.monotonic() - start
    if slot.place.tier == jail.NS:
        _kill_all_others()
    user.peak = max(user.peak, usage.ru_maxrss << 10)
    return Reaped(
        exit_code=os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
        cpu_s=usage.ru_utime + usage.ru_stime,
        wall_s=wall,
    )


def _kill_all_others() -> None:
    _kill(-1)
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        pass  # none is left


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # it has ended


def _report_setup_failure(connection: int, user: UserProcess, slot: Slot) -> None:
    """The jail could not be closed: nothing ran, and the daemon is told why."""
    start = time.monotonic()
    reaped = _reap(user, start, slot)
    user.drain()
    report = report_of(
        "sandbox_error", user, reaped, {}, collect.Collection(frozenset(), 0, 0)
    )
    frames.write_frame(frames.writer(connection), report)
