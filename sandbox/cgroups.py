"""Where a cgroup can be made for each execution, found out by trying.

The groups stand in the daemon's own group of each hierarchy of v1 or v2.
"""

from __future__ import annotations

import errno
import itertools
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cgroup import Cgroup, Folder, read, remove, removed, write

CONTROLLERS = ("cpu", "memory", "pids")
TRIAL_MEMORY_BYTES = 64 << 20

_ADVICE = "delegate one (systemd: Delegate=yes) to limit CPU share and processes of each execution"
_NAME = re.compile(r"pyplots-(?:daemon-)?(\d+)-(\d+)(?:-\d+)?")


def discover(own: Sequence[Folder] | None = None) -> Cgroups:
    """Tries out where groups can be made and limited, once per process.

    Never raises: `describe()` tells what there is, and why there is not more. On v2 it moves the
    calling process into a group below, until `close()`. `own` are its own groups if not those of
    /proc; the controllers of a v2 one are read from its files.
    """
    cgroups = Cgroups()
    try:
        folders = _read_own_folders() if own is None else own
    except OSError as error:
        cgroups.refuse(CONTROLLERS, str(error))
        return cgroups
    for folder in sorted(folders, key=lambda each: each.version):
        cgroups.try_folder(folder)
    return cgroups


class Cgroups:
    """The places where groups can be made; there may be none."""

    def __init__(self) -> None:
        self._folders: list[Folder] = []
        self._leaves: list[Leaf] = []
        self._refusals: list[tuple[frozenset[str], str]] = []
        self._own = f"{os.getpid()}-{_start_of(os.getpid())}"
        self._numbers = itertools.count(1)

    def describe(self) -> str:
        """One line: `v1: cpu, memory, pids`, or what is missing with its reason."""
        missing = set(CONTROLLERS).difference(
            *(each.controllers for each in self._folders)
        )
        reasons = [
            text for controllers, text in self._refusals if controllers & missing
        ]
        if not self._folders:
            reason = ", ".join(reasons) or "no cgroup here offers cpu, memory or pids"
            return f"none: {reason}; {_ADVICE}"
        found = "; ".join(_by_version(self._folders))
        if not missing:
            return found
        reason = ", ".join(reasons) or "not offered by any cgroup here"
        return f"{found} (without {', '.join(sorted(missing))}: {reason})"

    def make(self, pids_max: int = 16, cpus: float = 1) -> Cgroup | None:
        """A group for one execution; None where `describe()` says none. Raises OSError.

        `cpus` is how many processors it may keep busy on average.
        """
        if not self._folders:
            return None
        return Cgroup(self._children(self._folders), pids_max, cpus)

    def close(self) -> list[str]:
        """Undoes what discovery changed, once no execution is left. Returns the folders that
        could not be removed."""
        self._folders.clear()
        return [path for leaf in self._leaves for path in leaf.close()]

    def try_folder(self, folder: Folder) -> None:
        """Uses the folder from now on, or remembers why not."""
        try:
            if folder.version == 2:
                folder = replace(folder, controllers=_offered(folder.path))
            had = {name for each in self._folders for name in each.controllers}
            if had.issuperset(folder.controllers):
                return
            _remove_stale(folder.path)
            if folder.version == 2:
                self._hand_out(folder)
            trial = Cgroup(self._children([folder]), pids_max=16, cpus=1)
            try:
                trial.limit_memory(TRIAL_MEMORY_BYTES)
            finally:
                trial.remove()
            self._folders.append(folder)
        except OSError as error:
            self.refuse(folder.controllers, _reason(folder.path, error))

    def refuse(self, controllers: Iterable[str], reason: str) -> None:
        """Remembers why these controllers cannot be had."""
        self._refusals.append((frozenset(controllers), reason))

    def _hand_out(self, folder: Folder) -> None:
        enabled = read(f"{folder.path}/cgroup.subtree_control").split()
        missing = [name for name in folder.controllers if name not in enabled]
        if missing:
            path = f"{folder.path}/pyplots-daemon-{self._own}"
            self._leaves.append(Leaf(folder.path, path, missing))

    def _children(self, folders: Sequence[Folder]) -> list[Folder]:
        name = f"pyplots-{self._own}-{next(self._numbers)}"
        return [replace(folder, path=f"{folder.path}/{name}") for folder in folders]


class Leaf:
    """A group for the daemon itself: in v2, one that hands controllers to the groups below it
    holds no process."""

    def __init__(self, parent: str, path: str, controllers: Sequence[str]) -> None:
        self._parent = parent
        self._path = path
        self._controllers = controllers
        os.mkdir(path, 0o755)
        try:
            write(f"{path}/cgroup.procs", 0)
            self._switch("+")
        except OSError:
            self.close()
            raise

    def close(self) -> list[str]:
        """Moves the process back. Returns the folder if it could not be removed."""
        try:
            self._switch("-")
            write(f"{self._parent}/cgroup.procs", 0)
        except OSError:
            pass  # then the folder cannot be removed, which the answer tells
        return remove([self._path])

    def _switch(self, sign: str) -> None:
        changes = " ".join(f"{sign}{name}" for name in self._controllers)
        write(f"{self._parent}/cgroup.subtree_control", changes)


def own_folders(cgroup: str, mountinfo: str) -> list[Folder]:
    """Finds a process's own groups in the texts of its /proc files `cgroup` and `mountinfo`."""
    own = {}
    for line in cgroup.splitlines():
        _, controllers, path = line.split(":", 2)
        own.update(dict.fromkeys(controllers.split(","), path))
    folders = []
    for line in mountinfo.splitlines():
        mount, _, system = line.partition(" - ")
        root, point = map(_unescaped, mount.split()[3:5])
        kind, _, options = system.split()[:3]
        held = tuple(name for name in CONTROLLERS if name in options.split(","))
        if kind == "cgroup2":
            version, path = 2, own.get("")
        elif kind == "cgroup" and held:
            version, path = 1, own.get(held[0])
        else:
            continue
        below = path and _below(root, path)
        if below:
            folders.append(Folder(version, os.path.normpath(f"{point}/{below}"), held))
    return folders


def _read_own_folders() -> list[Folder]:
    return own_folders(read("/proc/self/cgroup"), read("/proc/self/mountinfo"))


def _unescaped(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)


def _below(root: str, path: str) -> str | None:
    """`path` in a mount of `root`; None where the mount does not show it."""
    relative = os.path.relpath(path, root)
    outside = any(each.startswith("/..") for each in (root, path))
    return None if outside or relative.startswith("..") else relative


def _offered(path: str) -> tuple[str, ...]:
    offered = read(f"{path}/cgroup.controllers").split()
    return tuple(name for name in CONTROLLERS if name in offered)


def _by_version(folders: Sequence[Folder]) -> Iterator[str]:
    for version in (1, 2):
        held = [each.controllers for each in folders if each.version == version]
        if held:
            yield f"v{version}: {', '.join(sorted(itertools.chain(*held)))}"


def _reason(path: str, error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"{path} is not writable for uid {os.geteuid()}"
    if error.errno == errno.EROFS:
        return f"{path} is mounted read-only"
    if error.errno == errno.EBUSY:
        return f"{path} holds other processes than sandboxd, which needs it to itself"
    return str(error)


def _remove_stale(folder: str) -> None:
    """Removes what daemons left that were killed. Their numbers may be in use by others again, so
    the time of the start is part of the name."""
    for name in os.listdir(folder):
        match = _NAME.fullmatch(name)
        if match and _start_of(int(match[1])) != match[2]:
            removed(f"{folder}/{name}")


def _start_of(pid: int) -> str | None:
    """When a process was started, in the kernel's ticks; None when there is none."""
    try:
        return read(f"/proc/{pid}/stat").rpartition(")")[2].split()[19]
    except (IndexError, ProcessLookupError):
        return None
