"""Landlock: a process gives up the files it will not need. A second wall beside the namespaces."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable

import kernel

_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1

_FILE_RIGHTS_BY_ABI = {
    1: (1 << 13) - 1,
    2: (1 << 14) - 1,
    3: (1 << 15) - 1,
    4: (1 << 15) - 1,
}
_FILE_RIGHTS_NEWEST = (1 << 16) - 1
_READ_FILE = 1 << 2
_READ = _READ_FILE | (1 << 3)
# Execute, and making of devices, sockets, fifos and links, moving across folders, device ioctl.
_NEVER = sum(1 << bit for bit in (0, 6, 9, 10, 11, 12, 13, 15))
_TCP_RIGHTS = 3
_SCOPES = 3


def abi() -> int:
    """The kernel's Landlock version; 0 where it has none."""
    try:
        return kernel.syscall(
            "landlock_create_ruleset", None, 0, _CREATE_RULESET_VERSION
        )
    except OSError:
        return 0


def restrict(readable: Iterable[str], writable: Iterable[str]) -> int:
    """Leaves the caller with these paths alone, and without TCP, outside signals and sockets
    where the kernel knows them. Returns the Landlock version, 0 where the kernel has none.
    """
    version = abi()
    if version == 0:
        return 0
    rights = _FILE_RIGHTS_BY_ABI.get(version, _FILE_RIGHTS_NEWEST)
    attributes = _ruleset_attributes(version, rights)
    ruleset = kernel.syscall("landlock_create_ruleset", attributes, len(attributes), 0)
    try:
        for path in readable:
            _allow(ruleset, path, _READ if os.path.isdir(path) else _READ_FILE)
        for path in writable:
            _allow(ruleset, path, rights & ~_NEVER)
        kernel.syscall("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)
    return version


def _ruleset_attributes(version: int, rights: int) -> bytes:
    if version < 4:
        return struct.pack("<Q", rights)
    if version < 6:
        return struct.pack("<QQ", rights, _TCP_RIGHTS)
    return struct.pack("<QQQ", rights, _TCP_RIGHTS, _SCOPES)


def _allow(ruleset: int, path: str, rights: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("<Qi", rights, descriptor)
        kernel.syscall("landlock_add_rule", ruleset, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(descriptor)
