"""What an execution needs of the host besides a zygote: a folder to write to, and its cgroups."""

from __future__ import annotations

import os
import queue
import subprocess
from dataclasses import dataclass
from typing import Any

import jail
from cgroup import Cgroup
from cgroups import Cgroups
from settings import Settings

MB = 1 << 20
PIDS_MAX = 16
CPUS = 1


@dataclass
class Workspace:
    """Belongs to one execution; `folder` is the path that the execution itself calls it by."""

    folder: str
    disk_mb: int
    group: Cgroup | None
    lender: queue.SimpleQueue[str] | None = None

    def descriptors(self) -> list[int]:
        """What lets a process enter the group, until `release_descriptors`."""
        return self.group.descriptors if self.group else []

    def limit_memory(self, memory_mb: int) -> None:
        """Sets what the group may hold, on top of what the zygote shares with it."""
        if self.group:
            self.group.limit_memory(memory_mb * MB + self.disk_mb * MB)

    def add_usage(self, report: dict[str, Any]) -> None:
        """Tells an end by the kernel's memory killer from one by anybody else."""
        if not self.group:
            return
        usage = self.group.usage()
        if report["outcome"] in ("killed", "crashed") and usage.oom_kills:
            report["outcome"] = "memory_limit"

    def kill(self) -> None:
        """Ends what is in the group, where one exists that can do so."""
        if self.group:
            self.group.kill()

    def release_descriptors(self) -> None:
        """Closes the daemon's descriptors of the group: the execution has its own by now."""
        if self.group:
            self.group.close_descriptors()

    def close(self) -> None:
        """Removes what the execution left."""
        if self.group:
            self.group.remove()
        if self.lender is not None:
            try:
                _remove_tree(self.folder)
            finally:
                self.lender.put(os.path.dirname(self.folder))


class Workspaces:
    """Makes workspaces: a mount of the execution's own, or a folder in one of those the host gave."""

    def __init__(self, settings: Settings, cgroups: Cgroups) -> None:
        self._settings = settings
        self._cgroups = cgroups
        self._folders: queue.SimpleQueue[str] = queue.SimpleQueue()
        for folder in settings.work_folders:
            self._folders.put(folder)

    def make(self, disk_mb: int) -> Workspace:
        """Raises OSError."""
        group = self._cgroups.make(PIDS_MAX, CPUS)
        if self._settings.tier == jail.NS:
            return Workspace(jail.WORK, disk_mb, group)
        parent = self._folders.get()
        try:
            folder = self._empty_folder(parent)
        except OSError:
            self._folders.put(parent)
            if group:
                group.remove()
            raise
        return Workspace(folder, disk_mb, group, self._folders)

    def _empty_folder(self, parent: str) -> str:
        folder = os.path.join(parent, "work")
        _remove_tree(folder)
        os.mkdir(folder, 0o700)
        if os.geteuid() == 0:
            os.chown(folder, self._settings.uid, self._settings.uid)
        return folder


def _remove_tree(folder: str) -> None:
    """Removes whatever is there, however deep and whatever its permissions."""
    if not os.path.lexists(folder):
        return
    for command in (["chmod", "-R", "u+rwX"], ["rm", "-rf", "--one-file-system"]):
        subprocess.run([*command, "--", folder], check=False, stderr=subprocess.DEVNULL)
    if os.path.lexists(folder):
        raise OSError(f"{folder} cannot be removed")
