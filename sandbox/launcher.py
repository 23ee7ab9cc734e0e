"""Starts zygotes and has executions run in them; whatever happens, no process is left behind."""

from __future__ import annotations

import hashlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

import frames
import jail
from gate import Watch
from settings import HERE, Environment, Settings, environment_in
from workspace import Workspace, Workspaces

START_TIMEOUT_S = 60
FORK_TIMEOUT_S = 20
# Beyond the wall limit: collecting and sending. The supervisor ends executions in time by itself;
# this is for a supervisor that does not.
BACKSTOP_S = 30
END_TIMEOUT_S = 10
MESSAGE_MAX = 4096
PAGE = os.sysconf("SC_PAGE_SIZE")

Request = tuple[dict[str, Any], bytes]
Result = tuple[dict[str, Any], list[bytes]]


class LaunchError(RuntimeError):
    """An execution could not be started or gave no answer."""


@dataclass
class Slot:
    """A locked-down execution that waits for its request."""

    connection: socket.socket
    first: int
    workspace: Workspace

    def run(self, request: Request, watch: Watch) -> Result:
        """Serves one request. Raises LaunchError, and what `watch` raises; `close` must follow."""
        header, body = request
        deadline = time.monotonic() + header["limits"]["wallMs"] / 1000 + BACKSTOP_S
        self.workspace.limit_memory(header["limits"]["memoryMb"])
        self.connection.settimeout(BACKSTOP_S)
        try:
            self._send(header, body)
            if not watch.wait(self.connection.fileno(), deadline=deadline):
                raise LaunchError("the execution did not end in time and was stopped")
            report, content = frames.read_frame(self.connection.recv)
        except (OSError, EOFError) as error:
            raise LaunchError(
                f"the execution ended without a report: {error}"
            ) from error
        if "failure" in report:
            raise LaunchError(
                f"the execution could not be prepared: {report['failure']}"
            )
        self.workspace.add_usage(report)
        return _with_digests(report, content)

    def _send(self, header: dict[str, Any], body: bytes) -> None:
        try:
            frames.write_frame(self.connection.sendall, header, body)
        except BrokenPipeError:
            pass  # it has ended; what it said before is still to be read

    def is_alive(self) -> bool:
        """Whether its first process is still there."""
        return not select.select([self.first], [], [], 0)[0]

    def close(self) -> None:
        """Ends the execution and everything it left behind."""
        self.connection.close()
        self.workspace.kill()
        _end(self.first)
        self.workspace.close()


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
        with theirs:
            self._process = self._launch(theirs)
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
            _end(self._first)
            self._first = None
        self._process.wait()
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
        passed = [theirs.fileno(), *workspace.descriptors]
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


def _with_digests(report: dict[str, Any], content: bytes) -> Result:
    parts, offset = [], 0
    for file in report["files"]:
        part = content[offset : offset + file["size"]]
        file["sha256"] = hashlib.sha256(part).hexdigest()
        parts.append(part)
        offset += file["size"]
    return report, parts


def _pid_of(pidfd: int) -> int:
    with open(f"/proc/self/fdinfo/{pidfd}", encoding="ascii") as file:
        lines = dict(line.split(":\t", 1) for line in file if ":\t" in line)
    return int(lines["Pid"])


def _end(pidfd: int) -> None:
    """Ends the first process of an execution or a zygote, and with it all others; waits for it."""
    try:
        signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        poll = select.poll()
        poll.register(pidfd, select.POLLIN)
        poll.poll(END_TIMEOUT_S * 1000)
    except ProcessLookupError:
        pass  # it has ended
    finally:
        os.close(pidfd)
