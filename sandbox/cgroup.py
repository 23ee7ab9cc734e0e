"""The cgroup of one execution: v1, v2 or both at once.

A process enters by writing `0` to the `descriptors`, so it needs no cgroup file system inside the
jail. What it has allocated before stays with the group it came from.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass

PERIOD_US = 100_000
REMOVE_TIMEOUT_S = 0.5
REMOVE_PAUSE_S = 0.002

_MEMORY_LIMITS = {
    1: ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes"),
    2: ("memory.max",),
}
_MEMORY_PEAK = {1: "memory.max_usage_in_bytes", 2: "memory.peak"}
_MEMORY_EVENTS = {1: "memory.oom_control", 2: "memory.events"}
# Absent from kernels that are too old or do not account for swap.
_OPTIONAL = {
    "memory.memsw.limit_in_bytes",
    "memory.swappiness",
    "memory.swap.max",
    "memory.oom.group",
}


@dataclass(frozen=True)
class Folder:
    """A group in one hierarchy, with the controllers it is limited by."""

    version: int
    path: str
    controllers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Usage:
    """What a group has used. None where the host does not count it.

    `oom_kills` is above 0 when the memory limit killed; v2 counts one process more than once.
    """

    peak_memory_bytes: int | None
    oom_kills: int
    cpu_us: int | None


class Cgroup:
    """The group of one execution, which is a folder in each hierarchy."""

    def __init__(self, folders: list[Folder], pids_max: int, cpus: float) -> None:
        self._folders = folders
        self.descriptors: list[int] = []
        try:
            for folder in folders:
                os.mkdir(folder.path, 0o755)
                for name, value in _limits(folder, pids_max, cpus):
                    write(f"{folder.path}/{name}", value)
                entrance = f"{folder.path}/cgroup.procs"
                self.descriptors.append(os.open(entrance, os.O_WRONLY | os.O_CLOEXEC))
        except OSError:
            self.remove()
            raise

    def close_descriptors(self) -> None:
        """To be called once they are sent; nobody enters after that but who received them."""
        while self.descriptors:
            os.close(self.descriptors.pop())

    def limit_memory(self, limit_bytes: int) -> None:
        """Limits what is allocated from inside, without swap. Raises OSError."""
        for folder in self._holding("memory"):
            for name in _MEMORY_LIMITS[folder.version]:
                write(f"{folder.path}/{name}", limit_bytes)

    def usage(self) -> Usage:
        """What was used since the group was made. Raises OSError."""
        peak = cpu = None
        oom_kills = 0
        for folder in self._holding("memory"):
            peak = _number(read(f"{folder.path}/{_MEMORY_PEAK[folder.version]}"))
            events = read(f"{folder.path}/{_MEMORY_EVENTS[folder.version]}")
            oom_kills = _field(events, "oom_kill") or 0
        for folder in self._holding("cpu"):
            cpu = _field(read(f"{folder.path}/cpu.stat"), "usage_usec")
        return Usage(peak, oom_kills, cpu)

    def kill(self) -> bool:
        """Kills every process inside at once. False where the kernel cannot, as in v1."""
        killed = False
        for folder in self._folders:
            if os.path.exists(f"{folder.path}/cgroup.kill"):
                write(f"{folder.path}/cgroup.kill", 1)
                killed = True
        return killed

    def remove(self) -> list[str]:
        """Removes the group when its processes have ended, waiting shortly for those that are
        about to. Returns the folders that could not be removed."""
        self.close_descriptors()
        return remove([folder.path for folder in self._folders])

    def _holding(self, controller: str) -> Iterator[Folder]:
        return (each for each in self._folders if controller in each.controllers)


def _limits(folder: Folder, pids_max: int, cpus: float) -> Iterator[tuple[str, object]]:
    """Files with the values that do not depend on the request."""
    if "pids" in folder.controllers:
        yield "pids.max", pids_max
    if "cpu" in folder.controllers and folder.version == 1:
        yield "cpu.cfs_period_us", PERIOD_US
        yield "cpu.cfs_quota_us", int(cpus * PERIOD_US)
    if "cpu" in folder.controllers and folder.version == 2:
        yield "cpu.max", f"{int(cpus * PERIOD_US)} {PERIOD_US}"
    if "memory" in folder.controllers and folder.version == 1:
        yield "memory.swappiness", 0
    if "memory" in folder.controllers and folder.version == 2:
        yield "memory.swap.max", 0
        yield "memory.oom.group", 1


def remove(paths: list[str]) -> list[str]:
    """Removes groups as soon as they are empty, and returns those that stay inhabited."""
    deadline = time.monotonic() + REMOVE_TIMEOUT_S
    while True:
        paths = [path for path in paths if not removed(path)]
        if not paths or time.monotonic() > deadline:
            return paths
        time.sleep(REMOVE_PAUSE_S)


def removed(path: str) -> bool:
    """Removes a group if it is empty; whether it is gone."""
    try:
        os.rmdir(path)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def write(path: str, value: object) -> None:
    """Writes to a file of the kernel. Raises OSError that names it and the value."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.write(descriptor, str(value).encode())
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno == errno.ENOENT and os.path.basename(path) in _OPTIONAL:
            return
        text = f"{path} cannot be set to {value}: {error.strerror}"
        raise OSError(error.errno, text) from error


def read(path: str) -> str:
    """A small file of the kernel; empty where there is none."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def _number(text: str) -> int | None:
    return int(text) if text.strip().isdigit() else None


def _field(text: str, name: str) -> int | None:
    """The value of `name` in lines of a name and a number."""
    for line in text.splitlines():
        key, _, value = line.partition(" ")
        if key == name:
            return _number(value)
    return None
