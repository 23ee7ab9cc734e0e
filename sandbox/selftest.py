"""What the daemon lets an execution try before it serves anybody: each attempt must fail."""

from __future__ import annotations

import json
from typing import Any

from gate import Watch
from launcher import Zygote
from settings import Settings
from workspace import Workspaces

ATTEMPTS = {
    "connect to this machine": "socket.create_connection(('127.0.0.1', 1), 1)",
    "make a local socket": "socket.socket(socket.AF_UNIX)",
    "fork": "os.fork() or os._exit(0)",
    "run a program": "os.execv('/bin/true', ['true'])",
    "list processes": "os.listdir('/proc')",
    "read the users of the host": "open('/etc/passwd').read()",
    "write outside of its folder": "open('/var/tmp/pyplots-self-test', 'w')",
    "make a link": "os.symlink('/', 'link')",
    "stop its parent": "os.kill(os.getppid() or 1, 9)",
    "make memory files": "os.memfd_create('x')",
    "raise a limit": "resource.setrlimit(resource.RLIMIT_NOFILE, (1 << 20, 1 << 20))",
    "make a namespace": "call('unshare', 0x10000000)",
    "trace": "call('ptrace', 0, 0, 0, 0)",
}

_CODE = """
import ctypes, os, resource, socket
libc = ctypes.CDLL(None, use_errno=True)

def call(name, *arguments):
    if getattr(libc, name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), name)

succeeded = []
for name, attempt in {attempts}.items():
    try:
        eval(attempt)
        succeeded.append(name)
    except (OSError, ValueError):
        pass
print(succeeded)
"""

_LIMITS = {
    "wallMs": 10_000,
    "cpuS": 5,
    "memoryMb": 64,
    "diskMb": 64,
    "files": 1,
    "outputMb": 1,
    "textKb": 64,
}


class Breached(Exception):
    """The walls do not hold on this host."""


def run(settings: Settings, workspaces: Workspaces, watch: Watch) -> None:
    """Runs one execution that tries everything, on the newest Python and without a library.

    Raises Breached unless every attempt was made and none succeeded, LaunchError when it could not
    be run.
    """
    environment = list(settings.environments.values())[-1]
    zygote = Zygote(settings, environment, None, workspaces)
    try:
        zygote.wait_until_ready(watch)
        slot = zygote.take_slot(_LIMITS["diskMb"])
        try:
            report, _ = slot.run((_request(environment.name), b""), watch)
        finally:
            slot.close()
    finally:
        zygote.close()
    _judge(report)


def _request(python: str) -> dict[str, Any]:
    return {
        "id": "self-test",
        "python": python,
        "library": None,
        "code": _CODE.replace("{attempts}", json.dumps(ATTEMPTS)),
        "entry": {"kind": "script"},
        "seed": 0,
        "pool": "batch",
        "policy": "warn",
        "limits": _LIMITS,
        "files": [],
    }


def _judge(report: dict[str, Any]) -> None:
    if report["outcome"] == "no_output" and report["stdout"] == "[]\n":
        return
    if report["outcome"] == "no_output":
        what = f"an execution could do this: {report['stdout'].strip()}"
    else:
        what = f"it ended with {report['outcome']}: {report['stderr'][-1000:]}"
    raise Breached(
        f"the sandbox's self-test failed on this host, so it does not start: {what}"
    )
