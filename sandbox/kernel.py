"""Kernel calls that the standard library of CPython 3.10 does not offer, through ctypes."""

from __future__ import annotations

import ctypes
import os
import struct

import seccomp

CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4

_AT_FDCWD = -100
_AT_RECURSIVE = 0x8000
_MNT_DETACH = 2
_SECCOMP_SET_MODE_FILTER = 1
_CAPABILITY_VERSION_3 = 0x20080522
_SIGCHLD = 17

_libc = ctypes.CDLL(None, use_errno=True)
# Keeps the interpreter's lock: a raw clone() must not return in a child whose lock another holds.
_libc_locked = ctypes.PyDLL(None, use_errno=True)


class _FilterProgram(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


class _CapabilityHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


def syscall(name: str, *arguments: object) -> int:
    """Makes a system call by name. Raises OSError, also where this machine does not know it."""
    number = seccomp.syscall_number(name)
    if number is None:
        raise OSError(38, f"{name}: this machine has no such system call")
    return _checked(_libc.syscall(number, *map(_argument, arguments)), name)


def prctl(operation: int, value: int = 0) -> None:
    """Changes an attribute of the calling process. Raises OSError."""
    result = _libc.prctl(operation, *(ctypes.c_ulong(v) for v in (value, 0, 0, 0)))
    _checked(result, f"prctl({operation})")


def no_new_privileges() -> None:
    """Makes execve() unable to grant privileges, for this process and its children, for good."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)


def die_with_parent() -> None:
    """Asks for SIGKILL at the parent's death; a change of uid clears the request."""
    prctl(PR_SET_PDEATHSIG, 9)


def set_dumpable(dumpable: bool) -> None:
    """Decides whether processes of the same uid may trace this one and read its /proc files."""
    prctl(PR_SET_DUMPABLE, int(dumpable))


def unshare(flags: int) -> None:
    """Moves the caller into new namespaces. Raises OSError."""
    _checked(_libc.unshare(flags), "unshare")


def mount(
    source: str | None, target: str, kind: str | None, flags: int, data: str = ""
) -> None:
    """mount(2). Raises OSError that names the target."""
    values = map(_argument, (source, target, kind, flags, data))
    _checked(_libc.mount(*values), f"mount {target}")


def detach(target: str) -> None:
    """Unmounts lazily. Raises OSError."""
    _checked(_libc.umount2(_argument(target), _MNT_DETACH), f"umount {target}")


def add_mount_flags(target: str, flags: int, recursive: bool = True) -> None:
    """Adds MS_* flags and clears none, which keeps the locked flags of inherited mounts."""
    attributes = struct.pack("<QQQQ", flags, 0, 0, 0)
    scope = _AT_RECURSIVE if recursive else 0
    syscall("mount_setattr", _AT_FDCWD, target, scope, attributes, len(attributes))


def install_filter(program: bytes) -> None:
    """Installs a seccomp filter; needs no_new_privileges() first."""
    buffer = ctypes.create_string_buffer(program, len(program))
    header = _FilterProgram(len(program) // 8, ctypes.addressof(buffer))
    syscall("seccomp", _SECCOMP_SET_MODE_FILTER, 0, ctypes.byref(header))


def drop_privileges(ids: tuple[int, int] | None = None) -> None:
    """Gives up every capability for good; a real root becomes `ids` (uid, gid) on the way."""
    for capability in range(64):
        if _libc.prctl(PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0) < 0:
            break
    _libc.prctl(PR_CAP_AMBIENT, ctypes.c_ulong(PR_CAP_AMBIENT_CLEAR_ALL), 0, 0, 0)
    if ids:
        os.setgroups([])
        os.setresgid(ids[1], ids[1], ids[1])
        os.setresuid(ids[0], ids[0], ids[0])
    header = _CapabilityHeader(_CAPABILITY_VERSION_3, 0)
    none = (ctypes.c_uint32 * 6)()
    _checked(_libc.capset(ctypes.byref(header), ctypes.byref(none)), "capset")


def fork_into(flags: int) -> int:
    """fork() into new namespaces, with CPython's own fork hooks. Raises OSError."""
    hooks = ctypes.pythonapi
    hooks.PyOS_BeforeFork()
    arguments = (ctypes.c_ulong(value) for value in (flags | _SIGCHLD, 0, 0, 0, 0))
    pid = _libc_locked.syscall(seccomp.syscall_number("clone"), *arguments)
    error = ctypes.get_errno()
    if pid == 0:
        hooks.PyOS_AfterFork_Child()
        return 0
    hooks.PyOS_AfterFork_Parent()
    if pid < 0:
        raise OSError(error, f"clone: {os.strerror(error)}")
    return pid


def map_own_ids(proc: int, uid: int, gid: int) -> None:
    """Maps one uid and gid to themselves in a new user namespace.

    `proc` is a descriptor of some /proc folder, whose `self` is resolved by that very mount: none
    has to be mounted where the caller is.
    """
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        descriptor = os.open(f"self/{name}", os.O_WRONLY, dir_fd=proc)
        try:
            os.write(descriptor, text.encode())
        finally:
            os.close(descriptor)


def _argument(value: object) -> object:
    if isinstance(value, str):
        return ctypes.c_char_p(value.encode())
    if isinstance(value, bytes):
        return ctypes.c_char_p(value)
    if isinstance(value, int):
        return ctypes.c_long(value)
    return value


def _checked(result: int, what: str) -> int:
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")
    return result
