"""Starts Chromium where it can reach nothing: no network, no files but its own, no other process.

Usage: chromium_launcher.py SETUP ARGUMENT…

SETUP is a JSON object: `program` is the browser's path in the jail, `binds` maps a path in the jail to
the host's file or folder that is shown there read-only, `files` maps a path in the jail to a text,
`environment` is the browser's whole environment and `uid` the user root becomes. The browser gets the
file descriptors 0 to 4: it is driven through 3 and 4. It ends when it wants to, when standard input
ends, or when this process does.

Chromium puts its own sandbox around the pages. Where the host does not let it, this launcher says so
in a line `note: …` on standard error and starts it without.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import select
import signal
import sys
from typing import Any, NoReturn

NEWNS, NEWUTS, NEWIPC = 0x00020000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
NAMESPACES = NEWNS | NEWUTS | NEWIPC | NEWPID | NEWNET
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 32, 4096, 16384, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 24, 38
LOCKED_FLAGS = {
    MS_NOSUID: os.ST_NOSUID,
    MS_NODEV: os.ST_NODEV,
    MS_NOEXEC: os.ST_NOEXEC,
}

SYSTEM_FOLDERS = ("/usr", "/bin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache")
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random", "/dev/full")
SCRATCH = "size=256m,mode=1777"
DATA_LIMIT = 3 << 30
CANNOT_ISOLATE = 71

libc = ctypes.CDLL(None, use_errno=True)


def checked(result: int, what: str) -> None:
    """Raises the C library's last error when a call returned less than zero."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def mount(
    source: str | None, target: str, kind: str | None, flags: int, data: str = ""
) -> None:
    """mount(2)."""
    texts = [None if text is None else text.encode() for text in (source, target, kind)]
    result = libc.mount(*texts, ctypes.c_ulong(flags), data.encode())
    checked(result, f"mount {target}")


def pivot_root(new: str, old: str) -> None:
    """pivot_root(2), which the C library has no function for."""
    numbers = {"x86_64": 155, "aarch64": 41}
    number = numbers[os.uname().machine]
    checked(libc.syscall(number, new.encode(), old.encode()), "pivot_root")


def become(uid: int) -> None:
    """Gives up root for good."""
    for capability in range(64):
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def enter_namespaces(uid: int) -> bool:
    """Unshares all namespaces. True: the caller is still root and must give that up later."""
    if os.geteuid() == 0:
        if libc.unshare(NAMESPACES) == 0:
            return True
        become(uid)
        libc.prctl(4, 1, 0, 0, 0)
    user, group = os.geteuid(), os.getegid()
    checked(libc.unshare(NEWUSER | NAMESPACES), "unshare")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)
    return False


def show(source: str, target: str) -> None:
    """Shows a file or folder of the host in the jail, read-only; a link stays a link."""
    if os.path.islink(source) and source in SYSTEM_FOLDERS:
        os.symlink(os.readlink(source), target)
        return
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb"):
            pass
    mount(source, target, None, MS_BIND | MS_REC)
    kept = os.statvfs(target).f_flag
    flags = sum(flag for flag, bit in LOCKED_FLAGS.items() if kept & bit)
    flags |= MS_NOSUID if source in DEVICES else MS_NOSUID | MS_NODEV
    mount(None, target, None, MS_REMOUNT | MS_BIND | MS_RDONLY | flags)


def build_root(setup: dict[str, Any]) -> None:
    """Replaces the root folder by one that holds only what Chromium needs."""
    mount(None, "/", None, MS_REC | MS_PRIVATE)
    root = "/tmp"
    binds = {target: os.path.realpath(path) for target, path in setup["binds"].items()}
    sources = {path: os.open(path, os.O_PATH | os.O_CLOEXEC) for path in binds.values()}
    mount("tmpfs", root, "tmpfs", MS_NOSUID | MS_NODEV, "size=4m,mode=755")
    for folder in SYSTEM_FOLDERS:
        if os.path.lexists(folder):
            show(folder, root + folder)
    for device in DEVICES:
        show(device, root + device)
    for target, path in binds.items():
        show(f"/proc/self/fd/{sources[path]}", root + target)
    for path, text in setup["files"].items():
        os.makedirs(os.path.dirname(root + path), exist_ok=True)
        with open(root + path, "w", encoding="utf-8") as file:
            file.write(text)
    for folder in ("/proc", "/tmp", "/dev/shm"):
        os.makedirs(root + folder)
    mount("proc", root + "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    for folder in ("/tmp", "/dev/shm"):
        flags = MS_NOSUID | MS_NODEV | MS_NOEXEC
        mount("tmpfs", root + folder, "tmpfs", flags, SCRATCH)
    os.chdir(root)
    pivot_root(".", ".")
    checked(libc.umount2(b".", MNT_DETACH), "umount")
    os.chdir("/")
    flags = MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV
    mount(None, "/", None, flags)


def user_namespaces_work() -> bool:
    """Whether an unprivileged process may make the namespaces of Chromium's own sandbox."""
    child = os.fork()
    if child == 0:
        os._exit(0 if libc.unshare(NEWUSER | NEWPID | NEWNET) == 0 else 1)
    return os.waitpid(child, 0)[1] == 0


def say(text: str) -> None:
    """One line for the engine."""
    os.write(2, f"{text}\n".encode())


def run_browser(setup: dict[str, Any], arguments: list[str], root: bool) -> NoReturn:
    """Turns this process, the first of its process namespace, into Chromium."""
    build_root(setup)
    if root:
        become(setup["uid"])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (DATA_LIMIT, DATA_LIMIT))
    checked(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    checked(libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "pdeathsig")
    if not user_namespaces_work():
        say(
            "note: this host does not let Chromium make user namespaces, so it draws without "
            "its own sandbox; the jail around it stays"
        )
        arguments = [*arguments, "--no-sandbox"]
    os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
    os.closerange(5, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    program = setup["program"]
    os.execve(program, [program, *arguments], setup["environment"])


def attend(child: int) -> int:
    """Waits for the browser, and ends it when the engine is gone. Returns the exit code."""
    os.closerange(3, 5)
    ended = os.pidfd_open(child)
    while True:
        ready, _, _ = select.select([ended, 0], [], [])
        if ended in ready:
            break
        if not os.read(0, 4096):
            os.kill(child, signal.SIGKILL)
            break
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code if code >= 0 else 128 - code


def main() -> int:
    """Isolates, starts, waits."""
    setup = json.loads(sys.argv[1])
    try:
        root = enter_namespaces(setup["uid"])
    except OSError as error:
        say(
            f"error: cannot take Chromium off the network: {error}; allow user namespaces "
            "(kernel.unprivileged_userns_clone, a container's seccomp profile) or run as root"
        )
        return CANNOT_ISOLATE
    child = os.fork()
    if child == 0:
        try:
            run_browser(setup, sys.argv[2:], root)
        except OSError as error:
            say(f"error: cannot prepare Chromium's jail: {error}")
            os._exit(CANNOT_ISOLATE)
    return attend(child)


if __name__ == "__main__":
    sys.exit(main())
