"""Starts the sandbox daemon of a container: as its user, with a slot per CPU it may use.

usage: start-sandbox.py SANDBOX_JSON SOCKET

The container gives small tmpfs as /slots/0, /slots/1 and so on: one for each execution at a time,
for a container's user may mount none.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

DAEMON = Path(__file__).resolve().parent.parent / "sandbox" / "sandboxd.py"
SLOTS = Path("/slots")
SLOTS_MIN = 2
SLOTS_INTERACTIVE = 2
ZYGOTE_MEMORY_SHARE = 0.5


def main(described: str, socket: str) -> None:
    """Completes the configuration that the image was built with and becomes the daemon."""
    config = json.loads(Path(described).read_text("utf-8"))
    config["uid"] = os.getuid()
    folders = sorted(str(folder) for folder in SLOTS.glob("*"))
    batch = max(SLOTS_MIN, len(os.sched_getaffinity(0)))
    if folders:
        batch = max(1, min(batch, len(folders) - SLOTS_INTERACTIVE))
    config["slots"] = {"batch": batch, "interactive": SLOTS_INTERACTIVE}
    config["tiers"] = ["ns", "lsm"]
    config["workFolders"] = folders
    config["zygoteMemoryMb"] = int(_memory_mb() * ZYGOTE_MEMORY_SHARE)
    completed = Path("/tmp/sandbox.json")
    completed.write_text(json.dumps(config), "utf-8")
    newest = list(config["environments"].values())[-1]["python"]
    arguments = ["-s", str(DAEMON), "--socket", socket, "--config", str(completed)]
    os.execve(
        newest, [newest, *arguments], {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    )


def _memory_mb() -> int:
    """What the container may use, or what the machine has."""
    limits = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    for path in (
        "/sys/fs/cgroup/memory.max",
        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
    ):
        file = Path(path)
        text = file.read_text("ascii").strip() if file.exists() else ""
        if text.isdigit():
            limits.append(int(text))
    return min(limits) >> 20


if __name__ == "__main__":
    main(*sys.argv[1:])
