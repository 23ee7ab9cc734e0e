"""The process that runs the author's code: how it is started, locked down and limited."""

from __future__ import annotations

import os
import resource
import socket
from dataclasses import dataclass, field
from typing import NoReturn

import frames
import jail
import kernel
import landlock
import runner
import seccomp
import verdict

# Threads, that is: there are no other processes. Counted per execution where each has a user
# namespace, else for all of them together.
PROCESSES_MAX = {jail.NS: 64, jail.LSM: 512}
OPEN_FILES_MAX = 64
TEXT_BYTES_MAX = 64 << 10

# Reserved and never touched: thread stacks, arenas of malloc, gaps between libraries. The resident
# size is watched; these two limits only stop what is too fast for the watch.
ADDRESS_SPACE_SLACK = 1 << 30
DATA_SLACK = 64 << 20

MB = 1 << 20
PAGE = resource.getpagesize()


@dataclass
class Stream:
    """Output of the user process: the first `keep` bytes, and how many there were."""

    descriptor: int
    keep: int
    content: bytearray = field(default_factory=bytearray)
    total: int = 0

    def read(self) -> bool:
        """Takes what is there. False at the end of the stream."""
        chunk = os.read(self.descriptor, 1 << 16)
        self.total += len(chunk)
        self.content += chunk[: max(0, self.keep - len(self.content))]
        return bool(chunk)

    def text(self) -> str:
        return bytes(self.content).decode("utf-8", "replace").replace("\0", "\ufffd")


@dataclass
class UserProcess:
    """The locked-down process, with the supervisor's ends of its channels."""

    pid: int
    statm: int
    tasks: int
    request: int
    out: Stream
    err: Stream
    status: Stream
    events: Stream
    baseline: int = 0
    peak: int = 0

    def streams(self) -> list[Stream]:
        return [self.out, self.err, self.status, self.events]

    def is_locked_down(self) -> bool:
        """Waits until it is; False when it could not be."""
        return self.statm >= 0 and os.read(self.status.descriptor, 1) == b"R"

    def drain(self) -> None:
        """Reads what is left in the pipes; no writer is alive, so their capacity bounds it."""
        for stream in self.streams():
            os.set_blocking(stream.descriptor, False)
            try:
                while stream.read():
                    pass
            except BlockingIOError:
                pass  # empty

    def resident(self) -> int:
        """Bytes in memory now; 0 once the process has ended."""
        return _resident(self.statm) or self._resident_by_threads()

    def _resident_by_threads(self) -> int:
        """The first thread may have ended before the others; its size reads as zero then."""
        sizes = (_resident_of(self.tasks, thread) for thread in os.listdir(self.tasks))
        return next(filter(None, sizes), 0)


def _resident_of(tasks: int, thread: str) -> int:
    try:
        statm = os.open(f"{thread}/statm", os.O_RDONLY, dir_fd=tasks)
    except OSError:
        return 0  # it has just ended
    try:
        return _resident(statm)
    except OSError:
        return 0
    finally:
        os.close(statm)


def _resident(statm: int) -> int:
    values = os.pread(statm, 128, 0).split()
    return int(values[1]) * PAGE if len(values) > 1 else 0


def start(
    proc: int, place: jail.Place, work: str, cgroups: tuple[int, ...]
) -> UserProcess:
    """Forks the user process and lets it lock itself down.

    `proc` is a descriptor of a /proc folder, `cgroups` some of the `cgroup.procs` to enter.
    """
    pipes = [os.pipe() for _ in range(5)]  # out, err, status, events, request
    theirs = [pipes[0][1], pipes[1][1], pipes[2][1], pipes[3][1], pipes[4][0]]
    own, other = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        for descriptor in cgroups:
            os.write(descriptor, b"0")
        _be_user_process(proc, theirs, other, (place, work))
    other.close()
    for descriptor in theirs:
        os.close(descriptor)
    _, descriptors, _, _ = socket.recv_fds(own, 1, 2)
    own.close()
    statm, tasks = descriptors if len(descriptors) == 2 else (-1, -1)
    return UserProcess(
        pid=pid,
        statm=statm,
        tasks=tasks,
        request=pipes[4][1],
        out=Stream(pipes[0][0], TEXT_BYTES_MAX),
        err=Stream(pipes[1][0], TEXT_BYTES_MAX),
        status=Stream(pipes[2][0], TEXT_BYTES_MAX),
        events=Stream(pipes[3][0], TEXT_BYTES_MAX),
    )


def _be_user_process(
    proc: int,
    theirs: list[int],
    watcher: socket.socket,
    inside: tuple[jail.Place, str],
) -> NoReturn:
    """Locks the calling process down, waits for the request, and runs it."""
    place, work = inside
    try:
        kernel.die_with_parent()
        # Its own statm, so that the supervisor can watch the memory without a /proc or a cgroup.
        statm = os.open("self/statm", os.O_RDONLY, dir_fd=proc)
        tasks = os.open("self/task", os.O_RDONLY | os.O_DIRECTORY, dir_fd=proc)
        socket.send_fds(watcher, [b"m"], [statm, tasks])
        _take_standard_places(theirs)
        os.set_blocking(4, False)
        kernel.set_dumpable(False)
        landlock.restrict(place.readable, [work])
        kernel.install_filter(seccomp.execution_filter(os.getpid()))
        os.write(3, b"R")
        request, _ = frames.read_frame(frames.reader(5))
        os.close(5)
    except BaseException as error:
        try:
            os.write(2, f"the jail could not be closed: {error!r}".encode())
        finally:
            os._exit(verdict.EXIT_SETUP)
    runner.run(request, (3, 4), (work, place.harness))


def _take_standard_places(theirs: list[int]) -> None:
    """Descriptors 0 to 5 become null, out, err, status, events, request; no other stays open."""
    null = os.open("/dev/null", os.O_RDONLY)
    high = 100
    for index, descriptor in enumerate([null, *theirs]):
        os.dup2(descriptor, high + index)
    for index in range(len(theirs) + 1):
        os.dup2(high + index, index, inheritable=False)
    os.closerange(len(theirs) + 1, 4096)


def set_limits(
    pid: int, tier: str, limits: dict[str, int], sizes: tuple[int, int]
) -> None:
    """Set from outside, on the process that cannot change them any more.

    `sizes`: address space and private writable memory before the code runs, in bytes.
    """
    space, data = sizes
    memory = limits["memoryMb"] * MB
    cpu = limits["cpuS"]
    for kind, soft, hard in (
        (resource.RLIMIT_AS, space + memory + ADDRESS_SPACE_SLACK, None),
        (resource.RLIMIT_DATA, data + memory + DATA_SLACK, None),
        (resource.RLIMIT_CPU, cpu, cpu + 1),
        (resource.RLIMIT_FSIZE, limits["diskMb"] * MB, None),
        (resource.RLIMIT_NOFILE, OPEN_FILES_MAX, None),
        (resource.RLIMIT_NPROC, PROCESSES_MAX[tier], None),
        (resource.RLIMIT_STACK, 8 * MB, None),
        (resource.RLIMIT_SIGPENDING, 64, None),
        (resource.RLIMIT_CORE, 0, None),
        (resource.RLIMIT_MEMLOCK, 0, None),
        (resource.RLIMIT_MSGQUEUE, 0, None),
        (resource.RLIMIT_NICE, 0, None),
        (resource.RLIMIT_RTPRIO, 0, None),
    ):
        _set_limit(pid, kind, soft, soft if hard is None else hard)


def _set_limit(pid: int, kind: int, soft: int, hard: int) -> None:
    _, present = resource.prlimit(pid, kind)
    if present != resource.RLIM_INFINITY:
        hard = min(hard, present)
    resource.prlimit(pid, kind, (min(soft, hard), hard))
