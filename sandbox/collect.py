"""Picks up the files an execution left, inside the jail, after its last process is gone."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field

ENTRIES_MAX = 2000
DEPTH_MAX = 4
NAME_BYTES_MAX = 200
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


@dataclass
class Collection:
    """Files by name, and why others were left behind."""

    skip: frozenset[str]
    files_max: int
    bytes_max: int
    files: list[tuple[str, bytes]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    over_limit: bool = False
    seen: int = 0
    size: int = 0


def collect(folder: str, collection: Collection) -> Collection:
    """Fills the collection with regular, single-link, visible files below `folder`, in name order.

    Goes by folder descriptors and follows no link, so nothing outside can be picked up.
    """
    os.chmod(folder, 0o700)
    _collect_folder(os.open(folder, _FOLDER), "", collection)
    return collection


def _collect_folder(descriptor: int, prefix: str, collection: Collection) -> None:
    try:
        for name in _names(descriptor, collection):
            if name.startswith("."):
                continue
            path = prefix + name
            if not _is_plain(path):
                collection.notes.append(f"{path!r}: not a plain name")
                continue
            try:
                _collect_entry(descriptor, name, path, collection)
            except OSError as error:
                collection.notes.append(f"{path}: {error.strerror}")
    finally:
        os.close(descriptor)


def _names(descriptor: int, collection: Collection) -> list[str]:
    names: list[str] = []
    with os.scandir(descriptor) as entries:
        for entry in entries:
            collection.seen += 1
            if collection.seen > ENTRIES_MAX:
                collection.over_limit = True
                collection.notes.append(f"more than {ENTRIES_MAX} entries")
                break
            names.append(entry.name)
    return sorted(names)


def _is_plain(path: str) -> bool:
    try:
        return len(path.encode("utf-8")) <= NAME_BYTES_MAX and path.isprintable()
    except UnicodeEncodeError:
        return False


def _collect_entry(parent: int, name: str, path: str, collection: Collection) -> None:
    status = os.stat(name, dir_fd=parent, follow_symlinks=False)
    if stat.S_ISDIR(status.st_mode):
        _enter_folder(parent, name, path, collection)
        return
    if path in collection.skip:
        return
    refusal = _refusal(status, collection)
    if refusal:
        collection.notes.append(f"{path}: {refusal}")
        return
    os.chmod(name, 0o600, dir_fd=parent)
    content = _read(parent, name, status.st_size)
    collection.files.append((path, content))
    collection.size += len(content)


def _enter_folder(parent: int, name: str, path: str, collection: Collection) -> None:
    if path.count("/") >= DEPTH_MAX:
        collection.notes.append(f"{path}: too deep")
        return
    os.chmod(name, 0o700, dir_fd=parent)
    _collect_folder(os.open(name, _FOLDER, dir_fd=parent), f"{path}/", collection)


def _refusal(status: os.stat_result, collection: Collection) -> str | None:
    if not stat.S_ISREG(status.st_mode):
        return "not a regular file"
    if status.st_nlink != 1:
        return "has a second name"
    if status.st_size == 0:
        return "empty"
    if len(collection.files) >= collection.files_max:
        collection.over_limit = True
        return f"over the limit of {collection.files_max} files"
    if collection.size + status.st_size > collection.bytes_max:
        collection.over_limit = True
        return f"over the limit of {collection.bytes_max} bytes"
    return None


def _read(parent: int, name: str, size: int) -> bytes:
    descriptor = os.open(
        name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=parent
    )
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        content = bytearray()
        while len(content) < size:
            chunk = file.read(size - len(content))
            if not chunk:
                break
            content += chunk
    return bytes(content)
