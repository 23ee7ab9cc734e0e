"""The sandbox daemon: runs an author's code behind locked doors, one execution per request.

usage: sandboxd.py --socket PATH --config FILE [--executions FILE] [--harness FOLDER] [--with-parent]

The engine talks to it over a Unix socket in frames (`frames`): a `SandboxRequest` with its files
goes in, a `SandboxReport` with the files that were left comes out, one after another on each
connection. A client that closes its connection ends its execution. SIGTERM ends the daemon.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import signal
import socket
import sys
import threading
import time
from collections import Counter
from datetime import datetime, timezone
from typing import Any

import frames
import launcher
import probe
from gate import ClientGone, Gate, QueueFull, Stopping, Watch
from request import InvalidRequest, check_request, refusal
from settings import Settings, SettingsError, load_settings

WAITING_MAX = 64
CONNECTIONS_MAX = 256
SEND_TIMEOUT_S = 60
STOP_TIMEOUT_S = 10
SOCKET_PATH_MAX = 107


def main() -> int:
    arguments = _arguments()
    try:
        settings = load_settings(arguments.config, arguments.harness)
        host = probe.probe(settings.uid)
        if host.missing:
            raise SettingsError(probe.explain(host, settings.tier))
        daemon = Daemon(settings, host, arguments.executions)
        listener = _listen(arguments.socket)
    except (SettingsError, OSError) as error:
        _say(str(error))
        return 1
    _say(
        f"listening on {arguments.socket}, tier ns, Landlock {host.landlock or 'absent'},"
        f" {settings.slots} slots, Python {', '.join(settings.environments)}"
    )
    try:
        daemon.serve(listener, with_parent=arguments.with_parent)
    finally:
        os.unlink(arguments.socket)
    return 0


class Daemon:
    """Serves connections, each in a thread of its own."""

    def __init__(self, settings: Settings, host: probe.Host, log: str | None) -> None:
        self._settings = settings
        self._host = host
        self._gate = Gate(settings.slots, WAITING_MAX)
        self._log = None
        if log is not None:
            self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self._stop = os.eventfd(0, os.EFD_CLOEXEC)
        self._lock = threading.Lock()
        self._executions = 0
        self._by_outcome: Counter[str] = Counter()
        self._connections: set[threading.Thread] = set()

    def serve(self, listener: socket.socket, with_parent: bool) -> None:
        """Returns after SIGTERM or SIGINT, or when the parent is gone, with every execution ended."""
        poll = select.poll()
        poll.register(listener, select.POLLIN)
        poll.register(_signals(), select.POLLIN)
        if with_parent:
            poll.register(0, select.POLLIN)
        while [descriptor for descriptor, _ in poll.poll()] == [listener.fileno()]:
            connection, _ = listener.accept()
            self._accept(connection)
        listener.close()
        os.eventfd_write(self._stop, 1)
        deadline = time.monotonic() + STOP_TIMEOUT_S
        with self._lock:
            threads = list(self._connections)
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _accept(self, connection: socket.socket) -> None:
        with self._lock:
            if len(self._connections) >= CONNECTIONS_MAX:
                connection.close()
                return
            thread = threading.Thread(target=self._serve_connection, args=(connection,))
            thread.daemon = True
            self._connections.add(thread)
        thread.start()

    def _serve_connection(self, connection: socket.socket) -> None:
        watch = Watch(connection, self._stop)
        try:
            with connection:
                while True:
                    watch.wait_for_client()
                    header, body = frames.read_frame(connection.recv)
                    report, parts = self._answer(header, body, watch)
                    connection.settimeout(SEND_TIMEOUT_S)
                    frames.write_frame(connection.sendall, report, *parts)
                    connection.settimeout(None)
        except (ClientGone, Stopping, EOFError, OSError):
            pass  # the connection is over, which is all there is to say
        except frames.FrameError as error:
            _say(f"connection refused: {error}")
        finally:
            with self._lock:
                self._connections.discard(threading.current_thread())

    def _answer(
        self, header: dict[str, Any], body: bytes, watch: Watch
    ) -> launcher.Result:
        if header.get("control") == "status":
            return self._status(), []
        try:
            check_request(header, len(body), list(self._settings.environments))
        except InvalidRequest as error:
            return _told(refusal("sandbox_error", "InvalidRequest", str(error)))
        try:
            self._gate.enter(watch)
        except QueueFull:
            message = f"{WAITING_MAX} executions are waiting; try again later"
            self._count_end("queue_full")
            return _told(refusal("queue_full", "QueueFull", message))
        try:
            return self._execute(header, body, watch)
        finally:
            self._gate.leave()

    def _execute(
        self, header: dict[str, Any], body: bytes, watch: Watch
    ) -> launcher.Result:
        environment = self._settings.environments[header["python"]]
        self._count_start(header)
        outcome = "killed"
        try:
            request = (header, body)
            report, parts = launcher.run_cold(
                self._settings, environment, request, watch
            )
            outcome = report["outcome"]
            return _told(report, parts)
        except (launcher.LaunchError, OSError, ValueError) as error:
            outcome = "sandbox_error"
            _say(f"{header['id']}: {error}")
            return _told(refusal("sandbox_error", "SandboxError", str(error)))
        finally:
            self._count_end(outcome)

    def _count_start(self, header: dict[str, Any]) -> None:
        with self._lock:
            self._executions += 1
            if self._log is None:
                return
            entry = {key: header[key] for key in ("id", "python", "library")}
            entry["at"] = datetime.now(timezone.utc).isoformat()
            frames.write_all(self._log, (json.dumps(entry) + "\n").encode())

    def _count_end(self, outcome: str) -> None:
        with self._lock:
            self._by_outcome[outcome] += 1

    def _status(self) -> dict[str, Any]:
        running, waiting = self._gate.counts()
        with self._lock:
            return {
                "tier": "ns",
                "landlock": self._host.landlock,
                "slots": self._settings.slots,
                "running": running,
                "waiting": waiting,
                "executions": self._executions,
                "byOutcome": dict(self._by_outcome),
                "pythons": list(self._settings.environments),
            }


def _say(text: str) -> None:
    try:
        print(f"sandboxd: {text}", file=sys.stderr, flush=True)
    except OSError:
        pass  # nobody reads it any more, which must not stop the service


def _told(report: dict[str, Any], parts: list[bytes] | None = None) -> launcher.Result:
    return {**report, "tier": "ns"}, parts or []


def _signals() -> int:
    """A descriptor that becomes readable at SIGTERM or SIGINT."""
    receive, send = os.pipe()
    os.set_blocking(send, False)
    signal.set_wakeup_fd(send)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    return receive


def _listen(path: str) -> socket.socket:
    """Binds the socket for this user alone; takes the place of one that nobody answers on."""
    if len(os.fsencode(path)) > SOCKET_PATH_MAX:
        raise SettingsError(
            f"{path}: a socket's path may have {SOCKET_PATH_MAX} bytes; choose a shorter one"
        )
    if os.path.lexists(path):
        _refuse_second(path)
        os.unlink(path)
    listener = socket.socket(socket.AF_UNIX)
    mask = os.umask(0o177)
    try:
        listener.bind(path)
    finally:
        os.umask(mask)
    listener.listen(CONNECTIONS_MAX)
    return listener


def _refuse_second(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as attempt:
        try:
            attempt.connect(path)
        except OSError:
            return
    raise SettingsError(
        f"{path}: another sandboxd answers there; stop it or use another path"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Runs untrusted plotting code in a jail."
    )
    parser.add_argument("--socket", required=True, help="path of the Unix socket")
    parser.add_argument("--config", required=True, help="configuration (JSON)")
    parser.add_argument("--executions", help="log with one line per started execution")
    parser.add_argument(
        "--harness", help="folder of the harness instead of the configured one"
    )
    parser.add_argument(
        "--with-parent", action="store_true", help="end when standard input ends"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
