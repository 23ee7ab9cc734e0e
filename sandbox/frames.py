"""Length-prefixed frames: u32 header length, u32 body length (both little-endian), JSON, bytes."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable
from functools import partial
from typing import Any

HEADER_BYTES_MAX = 8 << 20
BODY_BYTES_MAX = 64 << 20
_PREFIX = struct.Struct("<II")
_CHUNK = 1 << 20

Read = Callable[[int], bytes]
Write = Callable[[bytes], object]


class FrameError(ValueError):
    """What arrived is not a frame, or one beyond the bounds."""


def read_frame(read: Read) -> tuple[dict[str, Any], bytes]:
    """Reads one frame.

    Raises EOFError when the sender is gone, FrameError when what it sent is no frame.
    """
    header_size, body_size = _PREFIX.unpack(read_exactly(read, _PREFIX.size))
    if header_size > HEADER_BYTES_MAX or body_size > BODY_BYTES_MAX:
        raise FrameError(
            f"a frame of {header_size} + {body_size} bytes is over the bounds of"
            f" {HEADER_BYTES_MAX} + {BODY_BYTES_MAX}"
        )
    try:
        header = json.loads(read_exactly(read, header_size))
    except ValueError as error:
        raise FrameError(f"the frame's header is not JSON: {error}") from error
    body = read_exactly(read, body_size)
    if not isinstance(header, dict):
        raise FrameError("the frame's header is not a JSON object")
    return header, body


def write_frame(write: Write, header: dict[str, Any], *body: bytes) -> None:
    """Writes one frame. Raises OSError when the receiver is gone."""
    text = json.dumps(header).encode()
    write(_PREFIX.pack(len(text), sum(map(len, body))) + text)
    # Not the empty ones: the receiver may have all it wanted and be gone.
    for part in filter(None, body):
        write(part)


def reader(descriptor: int) -> Read:
    """What `read_frame` needs to read from a descriptor."""
    return partial(os.read, descriptor)


def writer(descriptor: int) -> Write:
    """What `write_frame` needs to write to a descriptor."""
    return partial(write_all, descriptor)


def write_all(descriptor: int, content: bytes) -> None:
    """Writes everything, however many calls that takes."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def read_exactly(read: Read, size: int) -> bytes:
    """Reads `size` bytes. Raises EOFError when there are fewer."""
    content = bytearray()
    while len(content) < size:
        chunk = read(min(size - len(content), _CHUNK))
        if not chunk:
            raise EOFError(f"the sender ended after {len(content)} of {size} bytes")
        content += chunk
    return bytes(content)
