"""The root file system and the namespaces that a zygote and its executions live in."""

from __future__ import annotations

import os
from dataclasses import dataclass

import kernel

HOME = "/pyplots"
WORK = f"{HOME}/work"
HARNESS = f"{HOME}/harness"
FONTS = f"{HOME}/fonts"

SYSTEM = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
)
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")

NAMESPACES = (
    kernel.CLONE_NEWNS
    | kernel.CLONE_NEWPID
    | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWUTS
    | kernel.CLONE_NEWCGROUP
)
EXECUTION_NAMESPACES = (
    kernel.CLONE_NEWUSER
    | kernel.CLONE_NEWPID
    | kernel.CLONE_NEWNS
    | kernel.CLONE_NEWIPC
)

_LOCKED = kernel.MS_NOSUID | kernel.MS_NODEV
_STAGE = "/tmp"


@dataclass(frozen=True)
class Bind:
    """Something of the host that is visible in the jail, read-only, at `target`."""

    source: str
    target: str


def interpreter_binds(prefixes: list[str]) -> list[Bind]:
    """Libraries of the system, of the interpreter and of its environment, at their own paths."""
    paths = [path for path in SYSTEM if os.path.lexists(path)]
    for prefix in prefixes:
        candidates = (os.path.join(prefix, name) for name in ("lib", "lib64"))
        paths += [
            path
            for path in candidates
            if os.path.isdir(path) and not os.path.islink(path)
        ]
    unique = list(dict.fromkeys(paths))
    return [Bind(path, path) for path in unique if not _is_covered(path, unique)]


def enter(proc: int, binds: list[Bind], ids: tuple[int, int]) -> None:
    """Moves the caller into fresh namespaces whose root holds only `binds` and a few devices.

    Returns in process 1 of a new pid namespace, without capabilities and without a way to new
    ones; the calling process stays behind, waits for it and ends with it. Real root becomes `ids`
    (uid, gid) after the mounts, so the sources may lie where `ids` could not go; anyone else gets
    a user namespace that maps only their own uid. Raises OSError.
    """
    is_root = _unshare_all(proc, ids)
    _become_first_process()
    os.umask(0o022)
    _stage_new_root()
    for bind in binds:
        _bind(bind)
    for device in DEVICES:
        _bind(Bind(device, device), kernel.MS_NOSUID | kernel.MS_NOEXEC)
    _finish_new_root()
    kernel.drop_privileges(ids if is_root else None)
    # After the change of uid, which clears both.
    kernel.set_dumpable(True)
    kernel.die_with_parent()
    kernel.no_new_privileges()


def mount_work(disk_mb: int, inodes: int) -> None:
    """Gives the calling execution its own empty work folder and makes it the current one."""
    options = f"size={disk_mb}m,nr_inodes={inodes},mode=0700"
    kernel.mount("tmpfs", WORK, "tmpfs", _LOCKED | kernel.MS_NOEXEC, options)
    os.chdir(WORK)


def _is_covered(path: str, others: list[str]) -> bool:
    """A folder that is bound as part of another one, unless that one is only a link."""
    parents = (other for other in others if other != path and not os.path.islink(other))
    return any(f"{path}/".startswith(f"{parent}/") for parent in parents)


def _unshare_all(proc: int, ids: tuple[int, int]) -> bool:
    """Returns whether real root did it, without a user namespace."""
    if os.geteuid() == 0:
        try:
            kernel.unshare(NAMESPACES)
            return True
        except PermissionError:  # root of a container without CAP_SYS_ADMIN
            kernel.drop_privileges(ids)
            kernel.set_dumpable(True)
    uid, gid = os.getuid(), os.getgid()
    kernel.unshare(kernel.CLONE_NEWUSER | NAMESPACES)
    kernel.map_own_ids(proc, uid, gid)
    return False


def _become_first_process() -> None:
    pid = os.fork()
    if pid == 0:
        kernel.die_with_parent()
        return
    os.closerange(3, 4096)
    _, status = os.waitpid(pid, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _stage_new_root() -> None:
    """Leaves the old root at /old and an empty tmpfs, the root to be, at /new."""
    kernel.mount(None, "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount("tmpfs", _STAGE, "tmpfs", _LOCKED, "size=64k,mode=0755")
    os.chdir(_STAGE)
    os.mkdir("old")
    os.mkdir("new")
    kernel.mount("tmpfs", "new", "tmpfs", _LOCKED, "size=1m,mode=0755")
    kernel.syscall("pivot_root", ".", "old")
    os.chdir("/")


def _bind(bind: Bind, flags: int = _LOCKED) -> None:
    old, new = f"/old{bind.target}", f"/new{bind.target}"
    if bind.source == bind.target and os.path.islink(old):
        os.makedirs(os.path.dirname(new), exist_ok=True)
        os.symlink(os.readlink(old), new)
        return
    old = f"/old{bind.source}"
    if os.path.isdir(old):
        os.makedirs(new, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(new), exist_ok=True)
        os.close(os.open(new, os.O_CREAT | os.O_WRONLY, 0o644))
    kernel.mount(old, new, None, kernel.MS_BIND | kernel.MS_REC)
    kernel.add_mount_flags(new, flags | kernel.MS_RDONLY)


def _finish_new_root() -> None:
    os.makedirs(f"/new{WORK}", exist_ok=True)
    if not os.path.lexists("/new/tmp"):
        os.symlink(f"{WORK}/.tmp", "/new/tmp")
    kernel.detach("/old")
    os.chdir("/new")
    kernel.syscall("pivot_root", ".", ".")
    kernel.detach(".")
    os.chdir("/")
    kernel.add_mount_flags("/", kernel.MS_RDONLY, recursive=False)
