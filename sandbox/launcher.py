"""Starts zygotes and has executions run in them; whatever happens, no process is left behind."""

from __future__ import annotations

import hashlib
import json
import os
import select
import signal
import socket
import subprocess
import time
from typing import Any

import frames
from gate import Watch
from settings import ENVIRONMENT, HERE, Environment, Settings

START_TIMEOUT_S = 60
# Beyond the wall limit: start of the slot, collecting and sending. The supervisor ends executions
# in time by itself; this is for a supervisor that does not.
BACKSTOP_S = 30
END_TIMEOUT_S = 10
MESSAGE_MAX = 4096

Result = tuple[dict[str, Any], list[bytes]]


class LaunchError(RuntimeError):
    """An execution could not be started or gave no answer."""


def run_cold(
    settings: Settings,
    environment: Environment,
    request: tuple[dict[str, Any], bytes],
    watch: Watch,
) -> Result:
    """One execution in a zygote of its own, with nothing imported in advance.

    Raises LaunchError, and what `watch` raises; the execution has ended then.
    """
    zygote = Zygote(settings, environment)
    try:
        zygote.wait_until_ready(watch)
        return zygote.run(request, watch)
    finally:
        zygote.close()


class Zygote:
    """A process in the jail that forks executions. Used by one thread at a time."""

    def __init__(
        self,
        settings: Settings,
        environment: Environment,
        preload: tuple[str, ...] = (),
    ) -> None:
        self._environment = environment
        self._first: int | None = None
        self._errors = os.memfd_create("zygote-errors")
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        spec = {
            "control": theirs.fileno(),
            "ids": [settings.uid, settings.uid],
            "binds": [[bind.source, bind.target] for bind in environment.binds],
            "fontLists": environment.font_lists,
            "preload": list(preload),
        }
        try:
            with theirs:
                self._process = self._launch(theirs)
        except OSError as error:
            self._control.close()
            os.close(self._errors)
            raise LaunchError(
                f"{environment.python} does not start: {error}"
            ) from error
        self._send_spec(json.dumps(spec).encode())

    def _launch(self, control: socket.socket) -> subprocess.Popen[bytes]:
        # Not -I: that would ignore PYTHONHASHSEED. The environment is fixed, the folder ours.
        return subprocess.Popen(
            [self._environment.python, "-s", str(HERE / "zygote.py")],
            pass_fds=[control.fileno()],
            env=ENVIRONMENT,
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
        )

    def wait_until_ready(self, watch: Watch) -> None:
        """Returns when the zygote is in the jail. Raises LaunchError with its own words."""
        hello, descriptors = self._receive(watch)
        self._first = descriptors[0]
        version = hello["python"]
        if not f"{version}.".startswith(f"{self._environment.name}."):
            raise LaunchError(
                f"{self._environment.python} is Python {version}, not"
                f" {self._environment.name}: correct the sandbox's configuration"
            )

    def run(self, request: tuple[dict[str, Any], bytes], watch: Watch) -> Result:
        """Forks an execution and has it serve the request."""
        header, body = request
        own, theirs = socket.socketpair()
        with own, theirs:
            slot = json.dumps({"diskMb": header["limits"]["diskMb"]}).encode()
            socket.send_fds(self._control, [slot], [theirs.fileno()])
            theirs.close()
            answer, descriptors = self._receive(watch)
            if not descriptors:
                raise LaunchError(f"the zygote could not fork: {answer.get('error')}")
            try:
                return self._exchange(own, header, body, watch)
            finally:
                _end(descriptors[0])

    def close(self) -> None:
        """Ends the zygote and every process below it, and waits until they are gone."""
        self._control.close()
        if self._first is not None:
            _end(self._first)
        self._process.kill()
        self._process.wait()
        os.close(self._errors)

    def _send_spec(self, spec: bytes) -> None:
        stream = self._process.stdin
        assert stream is not None
        try:
            stream.write(spec)
            stream.close()
        except BrokenPipeError:
            pass  # it died at once; the wait for its hello tells why

    def _receive(self, watch: Watch) -> tuple[dict[str, Any], list[int]]:
        ready = watch.wait(
            self._control.fileno(), deadline=time.monotonic() + START_TIMEOUT_S
        )
        if not ready:
            raise LaunchError(f"the zygote gave no answer for {START_TIMEOUT_S} s")
        message, descriptors, _, _ = socket.recv_fds(self._control, MESSAGE_MAX, 1)
        if not message:
            raise LaunchError(f"the zygote ended: {self._last_words()}")
        return json.loads(message), descriptors

    def _exchange(
        self,
        connection: socket.socket,
        header: dict[str, Any],
        body: bytes,
        watch: Watch,
    ) -> Result:
        deadline = time.monotonic() + header["limits"]["wallMs"] / 1000 + BACKSTOP_S
        connection.settimeout(BACKSTOP_S)
        try:
            frames.write_frame(connection.sendall, header, body)
            if not watch.wait(connection.fileno(), deadline=deadline):
                raise LaunchError("the execution did not end in time and was stopped")
            report, content = frames.read_frame(connection.recv)
        except (OSError, EOFError) as error:
            raise LaunchError(
                f"the execution ended without a report: {error}"
            ) from error
        if "failure" in report:
            raise LaunchError(
                f"the execution could not be prepared: {report['failure']}"
            )
        return _with_digests(report, content)

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


def _end(pidfd: int) -> None:
    """Ends the first process of a pid namespace, and with it all others; waits until it is gone."""
    try:
        signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        poll = select.poll()
        poll.register(pidfd, select.POLLIN)
        poll.poll(END_TIMEOUT_S * 1000)
    except ProcessLookupError:
        pass  # it has ended
    finally:
        os.close(pidfd)
