"""Starts the sandbox daemon of a container: as its user, with a slot per CPU it may use.

usage: start-sandbox.py SANDBOX_JSON SOCKET
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

DAEMON = Path(__file__).resolve().parent.parent / "sandbox" / "sandboxd.py"
SLOTS_MIN = 2


def main(described: str, socket: str) -> None:
    """Completes the configuration that the image was built with and becomes the daemon."""
    config = json.loads(Path(described).read_text("utf-8"))
    config["uid"] = os.getuid()
    config["slots"] = max(SLOTS_MIN, len(os.sched_getaffinity(0)))
    completed = Path("/tmp/sandbox.json")
    completed.write_text(json.dumps(config), "utf-8")
    newest = list(config["environments"].values())[-1]["python"]
    arguments = ["-s", str(DAEMON), "--socket", socket, "--config", str(completed)]
    os.execve(
        newest, [newest, *arguments], {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
