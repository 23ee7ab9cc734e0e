"""The zygotes that are kept: started when wanted, shared by executions, ended for want of memory."""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import jail
from gate import Watch
from launcher import Zygote
from settings import Environment, Settings
from slot import LaunchError, Slot
from workspace import Workspaces

# After these a zygote is replaced: what the forks share (layout of memory, hash seed) gets stale.
EXECUTIONS_MAX = 500
AGE_MAX_S = 3600
IDLE_MAX_S = 600
KEEPER_PERIOD_S = 10

# Slots that wait beside those at work.
AHEAD_MAX = 2

Key = tuple[str, str]


@dataclass
class Kept:
    """A zygote with those who use it."""

    zygote: Zygote
    leases: int = 0
    used: float = 0.0
    is_retired: bool = False

    def ahead_wanted(self) -> int:
        """How many slots are to wait: none yet at the first execution, which may be the only one."""
        return min(self.zygote.executions - 1, AHEAD_MAX)


class Zygotes:
    """Zygotes by Python and library. Used by many threads; one more keeps it tidy."""

    def __init__(self, settings: Settings, workspaces: Workspaces) -> None:
        self._settings = settings
        self._workspaces = workspaces
        self._lock = threading.Lock()
        self._kept: dict[Key, Kept] = {}
        self._starts = 0
        self._failures = 0
        self._chores: queue.SimpleQueue[tuple[Kept, int] | None] = queue.SimpleQueue()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    @contextmanager
    def slot(
        self, environment: Environment, library: str, disk_mb: int, watch: Watch
    ) -> Iterator[Slot]:
        """A slot for one execution, which ends with the block.

        Raises LaunchError, OSError, and what `watch` raises.
        """
        kept = self._lease((environment.name, library), environment)
        try:
            try:
                kept.zygote.wait_until_ready(watch)
                slot = kept.zygote.take_slot(disk_mb)
            except LaunchError:
                self._give_up(kept)
                raise
            self._plan_ahead(kept, disk_mb)
            try:
                yield slot
            finally:
                slot.close()
        finally:
            self._release(kept)

    def status(self) -> dict[str, Any]:
        """What is kept, and counts since the start."""
        with self._lock:
            kept = list(self._kept.items())
            starts, failures = self._starts, self._failures
        return {
            "starts": starts,
            "failures": failures,
            "kept": [
                {
                    "python": python,
                    "library": library,
                    "executions": each.zygote.executions,
                    "ahead": each.zygote.waiting(),
                    "residentMb": each.zygote.resident_mb(),
                }
                for (python, library), each in kept
            ],
        }

    def close(self) -> None:
        """Ends every zygote."""
        self._chores.put(None)
        self._keeper.join()
        with self._lock:
            kept = list(self._kept.values())
            self._kept.clear()
        for each in kept:
            each.zygote.close()

    def _lease(self, key: Key, environment: Environment) -> Kept:
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and _is_worn(kept):
                self._retire(key, kept)
                kept = None
            if kept is None:
                zygote = Zygote(self._settings, environment, key[1], self._workspaces)
                self._starts += 1
                kept = self._kept[key] = Kept(zygote)
            kept.leases += 1
            kept.used = time.monotonic()
            return kept

    def _release(self, kept: Kept) -> None:
        with self._lock:
            kept.leases -= 1
            kept.used = time.monotonic()
            ended = self._unneeded()
            if kept.is_retired and kept.leases == 0:
                ended.append(kept)
        for each in ended:
            each.zygote.close()

    def _give_up(self, kept: Kept) -> None:
        """Forgets a zygote that failed; whoever still uses it ends it."""
        with self._lock:
            self._failures += 1
            for key, each in list(self._kept.items()):
                if each is kept:
                    self._retire(key, kept)

    def _retire(self, key: Key, kept: Kept) -> None:
        """With the lock held: the last user of a retired zygote closes it."""
        del self._kept[key]
        kept.is_retired = True
        if kept.leases == 0:
            threading.Thread(target=kept.zygote.close, daemon=True).start()

    def _unneeded(self) -> list[Kept]:
        """With the lock held: takes out the least recently used until the rest fits the memory."""
        held = [
            (key, each, max(1, each.zygote.resident_mb()))
            for key, each in self._kept.items()
        ]
        total = sum(size for _, _, size in held)
        ended = []
        for key, each, size in sorted(held, key=lambda entry: entry[1].used):
            if total <= self._settings.zygote_memory_mb:
                break
            if each.leases == 0:
                del self._kept[key]
                ended.append(each)
                total -= size
        return ended

    def _plan_ahead(self, kept: Kept, disk_mb: int) -> None:
        """Without namespaces a waiting slot would hold a folder that another execution needs."""
        if self._settings.tier == jail.NS and kept.ahead_wanted() > 0:
            self._chores.put((kept, disk_mb))

    def _keep(self) -> None:
        """Prepares slots as they are taken, and ends zygotes that nobody has used for long."""
        while True:
            try:
                chore = self._chores.get(timeout=KEEPER_PERIOD_S)
                if chore is None:
                    return
                kept, disk_mb = chore
                if not kept.is_retired:
                    kept.zygote.prepare(kept.ahead_wanted(), disk_mb)
            except queue.Empty:
                self._end_idle()
            except (LaunchError, OSError) as error:
                print(f"sandboxd: no slot ahead: {error}", file=sys.stderr, flush=True)

    def _end_idle(self) -> None:
        since = time.monotonic() - IDLE_MAX_S
        with self._lock:
            idle = [
                (key, each)
                for key, each in self._kept.items()
                if each.leases == 0 and each.used < since
            ]
            for key, _ in idle:
                del self._kept[key]
        for _, each in idle:
            each.zygote.close()


def _is_worn(kept: Kept) -> bool:
    age = time.monotonic() - kept.zygote.born
    return kept.zygote.executions >= EXECUTIONS_MAX or age > AGE_MAX_S
