"""What the daemon listens to: its socket, and the signals that end it."""

from __future__ import annotations

import os
import signal
import socket

from settings import SettingsError

SOCKET_PATH_MAX = 107


def bind(path: str) -> socket.socket:
    """Binds the socket for this user alone; takes the place of one that nobody answers on.

    It answers only when the self-test is over: until then connections are refused.
    """
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


def end_signals() -> int:
    """A descriptor that becomes readable at SIGTERM or SIGINT."""
    receive, send = os.pipe()
    os.set_blocking(send, False)
    signal.set_wakeup_fd(send)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    return receive
