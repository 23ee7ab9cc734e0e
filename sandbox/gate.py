"""Waiting that ends when it has lost its purpose, and the queue in front of the slots."""

from __future__ import annotations

import os
import select
import socket
import threading
import time
from collections import deque


class ClientGone(Exception):
    """The client closed its connection: nobody wants the result any more."""


class Stopping(Exception):
    """The daemon is about to end."""


class QueueFull(Exception):
    """More executions wait than the queue may hold."""


class Watch:
    """Waits for descriptors on behalf of one client, for as long as it is there."""

    def __init__(self, client: socket.socket, stop: int) -> None:
        self._client = client.fileno()
        self._stop = stop

    def wait(self, *descriptors: int, deadline: float | None = None) -> list[int]:
        """Returns those that are readable or at their end; none after the deadline.

        `deadline` is on the clock of `time.monotonic`. Raises ClientGone or Stopping.
        """
        poll = select.poll()
        poll.register(self._client, select.POLLRDHUP)
        poll.register(self._stop, select.POLLIN)
        for descriptor in descriptors:
            poll.register(descriptor, select.POLLIN)
        left = (
            None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
        )
        ready = [descriptor for descriptor, _ in poll.poll(left)]
        if self._stop in ready:
            raise Stopping
        if self._client in ready:
            raise ClientGone
        return ready

    def wait_for_client(self) -> None:
        """Returns when the client has sent something or has closed its connection.

        Raises Stopping.
        """
        poll = select.poll()
        poll.register(self._client, select.POLLIN)
        poll.register(self._stop, select.POLLIN)
        if self._stop in [descriptor for descriptor, _ in poll.poll()]:
            raise Stopping


class Gate:
    """Lets a number of executions in at once; the others wait in the order they came."""

    def __init__(self, slots: int, waiting_max: int) -> None:
        self._slots = slots
        self._waiting_max = waiting_max
        self._lock = threading.Lock()
        self._running = 0
        self._tickets: deque[int] = deque()

    def counts(self) -> tuple[int, int]:
        """How many run and how many wait."""
        with self._lock:
            return self._running, len(self._tickets)

    def enter(self, watch: Watch) -> None:
        """Returns when there is room; `leave` must follow.

        Raises QueueFull at once, ClientGone or Stopping while waiting.
        """
        with self._lock:
            if self._running < self._slots:
                self._running += 1
                return
            if len(self._tickets) >= self._waiting_max:
                raise QueueFull
            ticket = os.eventfd(0, os.EFD_CLOEXEC)
            self._tickets.append(ticket)
        try:
            watch.wait(ticket)
        except BaseException:
            self._give_up(ticket)
            raise
        finally:
            os.close(ticket)

    def leave(self) -> None:
        """Hands the place to the one who waits longest."""
        with self._lock:
            if self._tickets:
                os.eventfd_write(self._tickets.popleft(), 1)
            else:
                self._running -= 1

    def _give_up(self, ticket: int) -> None:
        with self._lock:
            if ticket in self._tickets:
                self._tickets.remove(ticket)
                return
        self.leave()  # the place came at the same moment
