"""The sandbox daemon: runs an author's code behind locked doors, one execution per request.

Each execution is a fork of a zygote, a process in the jail that has the library loaded. Zygotes are
kept for the next execution as far as memory allows.

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
import socket
import sys
import threading
import time
from collections import Counter
from datetime import datetime, timezone
from typing import Any

import cgroups
import frames
import listener
import probe
import selftest
from gate import ClientGone, Gate, QueueFull, Stopping, Watch
from request import InvalidRequest, check_request, refusal
from settings import Settings, SettingsError, load_settings, with_tier
from slot import LaunchError, Result
from waited import Waited
from workspace import Workspaces
from zygotes import Zygotes

WAITING_MAX = 64
CONNECTIONS_MAX = 256
SEND_TIMEOUT_S = 60
STOP_TIMEOUT_S = 10


def main() -> int:
    arguments = _arguments()
    try:
        settings = load_settings(arguments.config, arguments.harness)
        host = probe.probe(settings.uid)
        settings = _choose_tier(settings, host)
        delegated = cgroups.discover()
        daemon = Daemon(settings, host, delegated, arguments.executions)
        server = listener.bind(arguments.socket)
    except (SettingsError, OSError) as error:
        _say(str(error))
        return 1
    try:
        daemon.test_itself()
        server.listen(CONNECTIONS_MAX)
        _say(
            f"listening on {arguments.socket}, tier {settings.tier}, Landlock"
            f" {host.landlock or 'absent'}, cgroups {delegated.describe()}, slots"
            f" {settings.slots}, Python {', '.join(settings.environments)}"
        )
        daemon.serve(server, with_parent=arguments.with_parent)
        return 0
    except (selftest.Breached, LaunchError) as error:
        _say(str(error))
        return 1
    finally:
        daemon.close()
        os.unlink(arguments.socket)


def _choose_tier(settings: Settings, host: probe.Host) -> Settings:
    """The first accepted tier that the host offers. Raises SettingsError with all that is missing."""
    for tier in settings.tiers:
        if not host.missing_for(tier):
            return with_tier(settings, tier)
    raise SettingsError(probe.explain(host, settings.tiers))


class Daemon:
    """Serves connections, each in a thread of its own."""

    def __init__(
        self,
        settings: Settings,
        host: probe.Host,
        delegated: cgroups.Cgroups,
        log: str | None,
    ) -> None:
        self._settings = settings
        self._host = host
        self._cgroups = delegated
        self._workspaces = Workspaces(settings, delegated)
        self._zygotes = Zygotes(settings, self._workspaces)
        self._gates = {
            pool: Gate(slots, WAITING_MAX) for pool, slots in settings.slots.items()
        }
        self._log = None
        if log is not None:
            self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self._stop = os.eventfd(0, os.EFD_CLOEXEC)
        self._lock = threading.Lock()
        self._executions = 0
        self._by_outcome: Counter[str] = Counter()
        self._waited = Waited()
        self._connections: set[threading.Thread] = set()

    def serve(self, server: socket.socket, with_parent: bool) -> None:
        """Returns after SIGTERM or SIGINT, or when the parent is gone, with every execution ended."""
        poll = select.poll()
        poll.register(server, select.POLLIN)
        poll.register(listener.end_signals(), select.POLLIN)
        if with_parent:
            poll.register(0, select.POLLIN)
        while [descriptor for descriptor, _ in poll.poll()] == [server.fileno()]:
            connection, _ = server.accept()
            self._accept(connection)
        server.close()
        os.eventfd_write(self._stop, 1)
        deadline = time.monotonic() + STOP_TIMEOUT_S
        with self._lock:
            threads = list(self._connections)
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def test_itself(self) -> None:
        """Lets an execution try to get out. Raises Breached when it does, LaunchError."""
        ours, theirs = socket.socketpair()
        with ours, theirs:
            selftest.run(self._settings, self._workspaces, Watch(ours, self._stop))

    def close(self) -> None:
        """Ends every zygote and leaves no cgroup behind."""
        self._zygotes.close()
        self._cgroups.close()

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

    def _answer(self, header: dict[str, Any], body: bytes, watch: Watch) -> Result:
        if header.get("control") == "status":
            return self._status(), []
        try:
            check_request(header, len(body), list(self._settings.environments))
        except InvalidRequest as error:
            return self._told(refusal("sandbox_error", "InvalidRequest", str(error)))
        gate, begun = self._gates[header["pool"]], time.monotonic()
        try:
            gate.enter(watch)
        except QueueFull:
            message = f"{WAITING_MAX} executions are waiting; try again later"
            self._count_end("queue_full")
            return self._told(refusal("queue_full", "QueueFull", message))
        try:
            queue_ms = self._count_start(header, time.monotonic() - begun)
            report, parts = self._execute(header, body, watch)
            return self._told({**report, "queueMs": queue_ms}, parts)
        finally:
            gate.leave()

    def _execute(self, header: dict[str, Any], body: bytes, watch: Watch) -> Result:
        outcome = "killed"
        try:
            report, parts = self._run(header, body, watch)
            outcome = report["outcome"]
            return report, parts
        except (LaunchError, OSError, ValueError) as error:
            outcome = "sandbox_error"
            _say(f"{header['id']}: {error}")
            return refusal("sandbox_error", "SandboxError", str(error)), []
        finally:
            self._count_end(outcome)

    def _run(self, header: dict[str, Any], body: bytes, watch: Watch) -> Result:
        environment = self._settings.environments[header["python"]]
        library, disk_mb = header["library"], header["limits"]["diskMb"]
        with self._zygotes.slot(environment, library, disk_mb, watch) as slot:
            return slot.run((header, body), watch)

    def _told(self, report: dict[str, Any], parts: list[bytes] | None = None) -> Result:
        return {**report, "tier": self._settings.tier}, parts or []

    def _count_start(self, header: dict[str, Any], waited_s: float) -> float:
        """Returns how long the execution waited for its slot, in ms."""
        waited_ms = round(waited_s * 1000, 1)
        with self._lock:
            self._executions += 1
            self._waited.add(waited_ms)
            if self._log is None:
                return waited_ms
            entry = {key: header[key] for key in ("id", "python", "library")}
            entry["at"] = datetime.now(timezone.utc).isoformat()
            frames.write_all(self._log, (json.dumps(entry) + "\n").encode())
            return waited_ms

    def _count_end(self, outcome: str) -> None:
        with self._lock:
            self._by_outcome[outcome] += 1

    def _status(self) -> dict[str, Any]:
        counts = {pool: gate.counts() for pool, gate in self._gates.items()}
        with self._lock:
            own = {
                "executions": self._executions,
                "byOutcome": dict(self._by_outcome),
                "slotWait": self._waited.status(),
            }
        return {
            **own,
            "tier": self._settings.tier,
            "landlock": self._host.landlock,
            "cgroups": self._cgroups.describe(),
            "pools": {
                pool: {
                    "slots": self._settings.slots[pool],
                    "running": running,
                    "waiting": waiting,
                }
                for pool, (running, waiting) in counts.items()
            },
            "zygotes": self._zygotes.status(),
            "residentMb": _own_resident_mb(),
            "pythons": list(self._settings.environments),
        }


def _own_resident_mb() -> int:
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


def _say(text: str) -> None:
    try:
        print(f"sandboxd: {text}", file=sys.stderr, flush=True)
    except OSError:
        pass  # nobody reads it any more, which must not stop the service


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
