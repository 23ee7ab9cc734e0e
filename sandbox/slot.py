"""An execution that is locked down and waits for its request, as the daemon sees it."""

from __future__ import annotations

import hashlib
import os
import select
import signal
import socket
import time
from dataclasses import dataclass
from typing import Any

import frames
from gate import Watch
from workspace import Workspace

# Beyond the wall limit: collecting and sending. The supervisor ends executions in time by itself;
# this is for a supervisor that does not.
BACKSTOP_S = 30
END_TIMEOUT_S = 10

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
        end(self.first)
        self.workspace.close()


def end(pidfd: int) -> None:
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


def _with_digests(report: dict[str, Any], content: bytes) -> Result:
    parts, offset = [], 0
    for file in report["files"]:
        part = content[offset : offset + file["size"]]
        file["sha256"] = hashlib.sha256(part).hexdigest()
        parts.append(part)
        offset += file["size"]
    return report, parts
