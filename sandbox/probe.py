"""What this host offers for locking code up, tried out and not guessed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

import jail
import kernel
import landlock
import seccomp

_USER_NAMESPACE_FIX = (
    "set user.max_user_namespaces above 0, kernel.unprivileged_userns_clone=1 and"
    " kernel.apparmor_restrict_unprivileged_userns=0 where these settings exist; in a container,"
    " use a seccomp profile that allows unshare, clone, mount, umount2 and pivot_root"
)
_NAMESPACE_FIX = (
    "use a kernel with this namespace, and a seccomp profile that allows unshare"
)
_MOUNT_FIX = (
    "use Linux 5.12 or newer; in a container, a seccomp profile that allows mount, umount2,"
    " pivot_root and mount_setattr"
)
_SECCOMP_FIX = "use a kernel with CONFIG_SECCOMP_FILTER"

_LANDLOCK_FIX = (
    "use Linux 5.13 or newer with CONFIG_SECURITY_LANDLOCK and `landlock` in the list of the boot"
    " parameter lsm="
)
_LSM_NEEDS = ("Landlock", "seccomp filter")


@dataclass(frozen=True)
class Missing:
    """Something the tier needs and the host does not give."""

    feature: str
    reason: str
    fix: str


@dataclass(frozen=True)
class Host:
    """Result of the probe: what is missing for any tier, and the version of Landlock or 0."""

    missing: tuple[Missing, ...]
    landlock: int

    def missing_for(self, tier: str) -> list[Missing]:
        """What stands in the way of a tier; nothing where it can be had."""
        needs_all = tier == jail.NS
        return [
            lacking
            for lacking in self.missing
            if (needs_all and lacking.feature != "Landlock")
            or (not needs_all and lacking.feature in _LSM_NEEDS)
        ]


def probe(uid: int) -> Host:
    """Tries every primitive once, each in a child of its own; root tries them as `uid`."""
    missing = []
    for feature, fix, attempt in _attempts():
        reason = _failure(attempt, uid)
        if reason is not None:
            missing.append(Missing(feature, reason, fix))
    version = landlock.abi()
    if version == 0:
        reason = "this kernel has none, or it is switched off"
        missing.append(Missing("Landlock", reason, _LANDLOCK_FIX))
    return Host(tuple(missing), version)


def explain(host: Host, tiers: tuple[str, ...]) -> str:
    """Why the daemon does not start, with one line per missing feature."""
    lines = [
        f"  {lacking.feature}: {lacking.reason}\n    to mend it: {lacking.fix}"
        for lacking in host.missing_for(tiers[-1])
    ]
    head = (
        "this host does not offer what the sandbox needs"
        f" (accepted tiers: {', '.join(tiers)}); missing:"
    )
    other = "  or set SANDBOX_TIER=lsm, which needs Landlock and seccomp alone"
    return "\n".join([head, *lines, *([] if jail.LSM in tiers else [other])])


def _attempts() -> list[tuple[str, str, Callable[[], None]]]:
    namespaces = [
        ("mount namespace", kernel.CLONE_NEWNS),
        ("pid namespace", kernel.CLONE_NEWPID),
        ("network namespace", kernel.CLONE_NEWNET),
        ("ipc namespace", kernel.CLONE_NEWIPC),
        ("uts namespace", kernel.CLONE_NEWUTS),
        ("cgroup namespace", kernel.CLONE_NEWCGROUP),
    ]
    return [
        ("user namespace", _USER_NAMESPACE_FIX, lambda: _own_namespaces(0)),
        *(
            (name, _NAMESPACE_FIX, lambda flag=flag: _own_namespaces(flag))
            for name, flag in namespaces
        ),
        ("private root file system", _MOUNT_FIX, _private_root),
        ("seccomp filter", _SECCOMP_FIX, _filter),
    ]


def _own_namespaces(flags: int) -> None:
    proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
    uid, gid = os.getuid(), os.getgid()
    kernel.unshare(kernel.CLONE_NEWUSER | flags)
    kernel.map_own_ids(proc, uid, gid)


def _private_root() -> None:
    """The same steps as for an execution, with nothing but the system's libraries."""
    proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
    jail.enter(proc, jail.interpreter_binds([]), (os.getuid(), os.getgid()))


def _filter() -> None:
    kernel.no_new_privileges()
    kernel.install_filter(seccomp.supervisor_filter())


def _failure(attempt: Callable[[], None], uid: int) -> str | None:
    """Runs an attempt in a child; returns what went wrong there."""
    receive, send = os.pipe()
    pid = os.fork()
    if pid == 0:
        _try(attempt, uid, send)
    os.close(send)
    with os.fdopen(receive, "rb") as answers:
        answer = answers.read()
    _, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status) == 0:
        return None
    return answer.decode() or f"the attempt ended with status {status}"


def _try(attempt: Callable[[], None], uid: int, answers: int) -> None:
    code = 1
    try:
        if os.geteuid() == 0:
            kernel.drop_privileges((uid, uid))
            kernel.set_dumpable(True)
        attempt()
        code = 0
    except BaseException as error:
        os.write(answers, str(error).encode())
    finally:
        os._exit(code)
