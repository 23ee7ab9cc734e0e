"""Starts zygotes and has executions run in them; whatever happens, no process is left behind."""

from __future__ import annotations

import json
import os
import select
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections import deque
from typing import Any

import frames
import jail
from gate import Watch
from settings import HERE, Environment, Settings, environment_in
from slot import LaunchError, Slot, end
from workspace import Workspaces

START_TIMEOUT_S = 60
FORK_TIMEOUT_S = 20
MESSAGE_MAX = 4096
PAGE = os.sysconf("SC_PAGE_SIZE")


class Zygote:
    """A process in the jail with a library loaded, which forks slots. Used by many threads.

    It starts in the background: `wait_until_ready` tells how that went.
    """

    def __init__(
        self,
        settings: Settings,
        environment: Environment,
        library: str | None,
        workspaces: Workspaces,
    ) -> None:
        self.environment = environment
        self.library = library
        self.executions = 0
        self.born = time.monotonic()
        self._settings = settings
        self._workspaces = workspaces
        self._lock = threading.Lock()
        self._ahead: deque[Slot] = deque()
        self._is_closed = False
        self._failure: LaunchError | None = None
        self._first: int | None = None
        self._started = os.eventfd(0, os.EFD_CLOEXEC)
        self._errors = os.memfd_create("zygote-errors")
        self._scratch = self._make_scratch() if settings.tier == jail.LSM else None
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with theirs:
                self._process = self._launch(theirs)
        except LaunchError:
            self._let_go()
            raise
        self._starter = threading.Thread(target=self._start, daemon=True)
        self._starter.start()

    def wait_until_ready(self, watch: Watch) -> None:
        """Returns when slots can be had. Raises LaunchError with the zygote's own words."""
        if not watch.wait(self._started, deadline=time.monotonic() + START_TIMEOUT_S):
            raise LaunchError(f"the zygote gave no answer for {START_TIMEOUT_S} s")
        if self._failure is not None:
            raise self._failure

    def take_slot(self, disk_mb: int) -> Slot:
        """A slot that waits already, or a new one. Raises LaunchError."""
        with self._lock:
            self.executions += 1
            ahead = [slot for slot in self._ahead if slot.workspace.disk_mb == disk_mb]
            slot = ahead[0] if ahead else None
            if slot is not None:
                self._ahead.remove(slot)
        if slot is not None and slot.is_alive():
            return slot
        if slot is not None:
            slot.close()
        return self._fork(disk_mb)

    def prepare(self, count: int, disk_mb: int) -> None:
        """Sees to it that `count` slots wait. Raises LaunchError."""
        while len(self._ahead) < count and not self._is_closed:
            slot = self._fork(disk_mb)
            with self._lock:
                if not self._is_closed:
                    self._ahead.append(slot)
                    continue
            slot.close()

    def waiting(self) -> int:
        """How many slots wait."""
        return len(self._ahead)

    def resident_mb(self) -> int:
        """Memory of the process itself, in MB; 0 while it starts."""
        if self._first is None:
            return 0
        try:
            with open(f"/proc/{_pid_of(self._first)}/statm", "rb") as file:
                return int(file.read().split()[1]) * PAGE >> 20
        except (OSError, ValueError):
            return 0

    def close(self) -> None:
        """Ends the zygote and every execution below it, and waits until they are gone."""
        with self._lock:
            self._is_closed = True
            slots = list(self._ahead)
            self._ahead.clear()
        for slot in slots:
            slot.close()
        self._process.kill()
        self._starter.join()
        if self._first is not None:
            end(self._first)
            self._first = None
        self._process.wait()
        self._let_go()

    def _let_go(self) -> None:
        with self._lock:
            self._control.close()
        os.close(self._errors)
        os.close(self._started)
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _make_scratch(self) -> str:
        """A folder for what libraries write while they are imported."""
        folder = tempfile.mkdtemp(prefix="pyplots-zygote-")
        if os.geteuid() == 0:
            os.chown(folder, self._settings.uid, self._settings.uid)
        return folder

    def _launch(self, control: socket.socket) -> subprocess.Popen[bytes]:
        work = self._scratch or jail.WORK
        spec = {
            "control": control.fileno(),
            "tier": self._settings.tier,
            "ids": [self._settings.uid, self._settings.uid],
            "work": work,
            "harness": self.environment.harness,
            "fonts": self.environment.fonts,
            "fontLists": self.environment.font_lists,
            "library": self.library,
        }
        spec_file = os.memfd_create("zygote-spec")
        try:
            frames.write_all(spec_file, json.dumps(spec).encode())
            os.lseek(spec_file, 0, os.SEEK_SET)
            # Not -I: that would ignore PYTHONHASHSEED. The environment is fixed, the folder ours.
            return subprocess.Popen(
                [self.environment.python, "-s", str(HERE / "zygote.py")],
                pass_fds=[control.fileno()],
                env=environment_in(work),
                cwd="/",
                stdin=spec_file,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
            )
        except OSError as error:
            raise LaunchError(
                f"{self.environment.python} does not start: {error}"
            ) from error
        finally:
            os.close(spec_file)

    def _start(self) -> None:
        try:
            self._greet()
        except (LaunchError, OSError, ValueError) as error:
            self._failure = LaunchError(str(error))
        finally:
            os.eventfd_write(self._started, 1)

    def _greet(self) -> None:
        hello, descriptors = self._receive(START_TIMEOUT_S)
        self._first = descriptors[0]
        version = hello["python"]
        if not f"{version}.".startswith(f"{self.environment.name}."):
            raise LaunchError(
                f"{self.environment.python} is Python {version}, not"
                f" {self.environment.name}: correct the sandbox's configuration"
            )

    def _fork(self, disk_mb: int) -> Slot:
        workspace = self._workspaces.make(disk_mb)
        own, theirs = socket.socketpair()
        wanted = json.dumps({"diskMb": disk_mb, "work": workspace.folder}).encode()
        passed = [theirs.fileno(), *workspace.descriptors()]
        try:
            with theirs, self._lock:
                socket.send_fds(self._control, [wanted], passed)
                answer, descriptors = self._receive(FORK_TIMEOUT_S)
            if not descriptors:
                raise LaunchError(f"the zygote could not fork: {answer.get('error')}")
        except (OSError, LaunchError) as error:
            own.close()
            workspace.close()
            raise LaunchError(str(error)) from error
        workspace.release_descriptors()
        return Slot(own, descriptors[0], workspace)

    def _receive(self, timeout_s: int) -> tuple[dict[str, Any], list[int]]:
        if not select.select([self._control], [], [], timeout_s)[0]:
            raise LaunchError(f"the zygote gave no answer for {timeout_s} s")
        message, descriptors, _, _ = socket.recv_fds(self._control, MESSAGE_MAX, 1)
        if not message:
            raise LaunchError(f"the zygote ended: {self._last_words()}")
        return json.loads(message), descriptors

    def _last_words(self) -> str:
        size = os.fstat(self._errors).st_size
        start = max(0, size - 2000)
        return os.pread(self._errors, 2000, start).decode("utf-8", "replace").strip()


def _pid_of(pidfd: int) -> int:
    with open(f"/proc/self/fdinfo/{pidfd}", encoding="ascii") as file:
        lines = dict(line.split(":\t", 1) for line in file if ":\t" in line)
    return int(lines["Pid"])
