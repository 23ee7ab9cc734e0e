"""The walls that a zygote and its executions live in, for both tiers.

Tier `ns` has namespaces and a root file system of its own. Tier `lsm` asks nothing of the host but
Landlock and seccomp: paths are those of the host, and the execution itself is what is restricted.
"""

from __future__ import annotations

import os
import sys
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

NS = "ns"
LSM = "lsm"

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


@dataclass(frozen=True)
class Place:
    """What an execution finds inside, by the paths it has there."""

    tier: str
    harness: str
    fonts: tuple[str, ...]
    readable: tuple[str, ...]


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


def move_in(
    tier: str, proc: int, ids: tuple[int, int], harness: str, fonts: list[str]
) -> Place:
    """Shuts the calling zygote in, with this interpreter's libraries, the harness and the fonts.

    Raises OSError; PermissionError where executions could not read what they need.
    """
    libraries = interpreter_binds([sys.base_prefix, sys.prefix])
    if tier == NS:
        shown = [f"{FONTS}/{os.path.basename(font)}" for font in fonts]
        extra = [Bind(harness, HARNESS), *map(Bind, fonts, shown)]
        enter(proc, [*libraries, *extra], ids)
        place = Place(tier, HARNESS, tuple(shown), ("/",))
    else:
        confine(ids)
        extra = [Bind(path, path) for path in (harness, *fonts, *DEVICES)]
        paths = [bind.source for bind in [*libraries, *extra]]
        place = Place(tier, harness, tuple(fonts), tuple(paths))
    _refuse_unreadable([*libraries, *extra])
    return place


def confine(ids: tuple[int, int]) -> None:
    """Gives up every privilege for good; a real root becomes `ids` (uid, gid) on the way."""
    os.umask(0o022)
    kernel.drop_privileges(ids if os.geteuid() == 0 else None)
    kernel.set_dumpable(True)
    kernel.no_new_privileges()


def _refuse_unreadable(binds: list[Bind]) -> None:
    """An author must not be blamed for libraries that the uid of executions cannot read."""
    for bind in binds:
        if not os.access(bind.target, os.R_OK):
            raise PermissionError(
                f"uid {os.getuid()} may not read {bind.source}: open it to all"
            )


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
    """Gives the calling execution its own empty work folder."""
    options = f"size={disk_mb}m,nr_inodes={inodes},mode=0700"
    kernel.mount("tmpfs", WORK, "tmpfs", _LOCKED | kernel.MS_NOEXEC, options)


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
    # The zygote's own, for libraries that want to write while they are imported.
    options = "size=8m,nr_inodes=256,mode=0777"
    kernel.mount("tmpfs", f"/new{WORK}", "tmpfs", _LOCKED | kernel.MS_NOEXEC, options)
    if not os.path.lexists("/new/tmp"):
        os.symlink(f"{WORK}/.tmp", "/new/tmp")
    kernel.detach("/old")
    os.chdir("/new")
    kernel.syscall("pivot_root", ".", ".")
    kernel.detach(".")
    os.chdir("/")
    kernel.add_mount_flags("/", kernel.MS_RDONLY, recursive=False)
