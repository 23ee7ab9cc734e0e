"""The daemon's configuration, the fixed environment of executions, and the bounds of a request."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jail

TIERS = (jail.NS, jail.LSM)
HERE = Path(__file__).resolve().parent

# The address of a request decides who waits for whom.
POOLS = ("batch", "interactive")

# Everything that could make two runs differ, and nothing of the daemon's own environment.
_FIXED = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "MPLBACKEND": "Agg",
    "SOURCE_DATE_EPOCH": "0",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONNOUSERSITE": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
}


def environment_in(work: str) -> dict[str, str]:
    """The environment of a process whose own folder is `work`."""
    own = {
        "HOME": work,
        "TMPDIR": f"{work}/.tmp",
        "MPLCONFIGDIR": f"{work}/.matplotlib",
    }
    return {**_FIXED, **own}


class SettingsError(ValueError):
    """The configuration is wrong; the message lists every fault."""


@dataclass(frozen=True)
class Environment:
    """A Python with its libraries, and what is laid beside it in the jail."""

    name: str
    python: str
    harness: str
    fonts: tuple[str, ...]
    font_lists: dict[str, str]


@dataclass(frozen=True)
class Settings:
    """What the daemon is started with."""

    # Tiers that are accepted, the preferred one first; `tier` is the one that this host offers.
    tiers: tuple[str, ...]
    tier: str
    slots: dict[str, int]
    uid: int
    zygote_memory_mb: int
    work_folders: tuple[str, ...]
    environments: dict[str, Environment]


def load_settings(path: str, harness: str | None = None) -> Settings:
    """Reads the configuration file; `harness` takes the place of its `harness` folder.

    Raises SettingsError with every fault and what mends it.
    """
    try:
        raw = json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: {error}") from error
    if not isinstance(raw, dict):
        raise SettingsError(f"{path}: this is no JSON object")
    faults = _faults(raw)
    if faults:
        raise SettingsError("\n".join(f"{path}: {fault}" for fault in faults))
    folder = os.path.realpath(harness or raw.get("harness") or HERE / "harness")
    if not os.path.isfile(f"{folder}/__init__.py"):
        raise SettingsError(
            f"{folder}: there is no harness (no __init__.py in this folder)"
        )
    environments = {
        name: _environment(name, raw["environments"][name], folder)
        for name in raw["environments"]
    }
    return Settings(
        tiers=tuple(raw["tiers"]),
        tier=raw["tiers"][0],
        slots={pool: raw["slots"][pool] for pool in POOLS},
        uid=raw["uid"],
        zygote_memory_mb=raw["zygoteMemoryMb"],
        work_folders=tuple(map(os.path.realpath, raw.get("workFolders", []))),
        environments=environments,
    )


def _faults(raw: dict[str, Any]) -> list[str]:
    faults = []
    tiers = raw.get("tiers")
    if not isinstance(tiers, list) or not tiers or any(t not in TIERS for t in tiers):
        faults.append(f"tiers: {tiers!r} is no list of {', '.join(TIERS)}")
    slots = raw.get("slots")
    numbers = {f"slots.{pool}": (slots, pool, 1, 256) for pool in POOLS}
    numbers["uid"] = (raw, "uid", 1, 2**31 - 1)
    numbers["zygoteMemoryMb"] = (raw, "zygoteMemoryMb", 0, 1 << 20)
    for name, (holder, key, low, high) in numbers.items():
        value = holder.get(key) if isinstance(holder, dict) else None
        if type(value) is not int or not low <= value <= high:
            faults.append(f"{name}: {value!r} is no whole number from {low} to {high}")
    faults += _work_folder_faults(raw)
    environments = raw.get("environments")
    if not isinstance(environments, dict) or not environments:
        return [
            *faults,
            "environments: name at least one Python, as {'3.12': {'python': …}}",
        ]
    for name, value in environments.items():
        faults += _environment_faults(f"environments.{name}", value)
    return faults


def _work_folder_faults(raw: dict[str, Any]) -> list[str]:
    folders = raw.get("workFolders", [])
    if not isinstance(folders, list) or not all(isinstance(f, str) for f in folders):
        return ["workFolders: give a list of paths"]
    return [f"workFolders: {f} is no mount" for f in folders if not os.path.ismount(f)]


def with_tier(settings: Settings, tier: str) -> Settings:
    """The settings for a tier. Raises SettingsError when they do not serve it."""
    wanted = sum(settings.slots.values())
    if tier == jail.LSM and len(settings.work_folders) < wanted:
        raise SettingsError(
            "workFolders: without namespaces nobody can mount a folder for each execution, so the"
            f" tier lsm needs a small tmpfs for each of the {wanted} slots; there are"
            f" {len(settings.work_folders)}. In a container:"
            " --tmpfs /slots/0:size=64m,nr_inodes=1024,mode=1777 …"
        )
    return replace(settings, tier=tier)


def _environment_faults(where: str, value: Any) -> list[str]:
    if not isinstance(value, dict) or not isinstance(value.get("python"), str):
        return [f"{where}.python: give the path of the environment's interpreter"]
    faults = []
    if not os.access(value["python"], os.X_OK):
        faults.append(
            f"{where}.python: {value['python']} is missing or cannot be run as uid"
            f" {os.geteuid()}; run `make setup`"
        )
    fonts = value.get("fonts", [])
    if not isinstance(fonts, list) or not all(isinstance(path, str) for path in fonts):
        return [*faults, f"{where}.fonts: give a list of paths"]
    faults += [
        f"{where}.fonts: {path} does not exist"
        for path in fonts
        if not os.path.exists(path)
    ]
    folder = value.get("mplconfig")
    if folder is not None and not (
        isinstance(folder, str) and _font_list_files(folder)
    ):
        faults.append(f"{where}.mplconfig: there is no fontlist-*.json in {folder}")
    return faults


def _font_list_files(folder: str) -> list[Path]:
    return sorted(Path(folder).glob("fontlist-*.json"))


def _environment(name: str, value: dict[str, Any], harness: str) -> Environment:
    fonts = tuple(os.path.realpath(path) for path in value.get("fonts", []))
    folder = value.get("mplconfig")
    lists = _font_list_files(folder) if folder else []
    font_lists = {path.name: _own_fonts_only(path) for path in lists}
    # Not resolved: the name of the interpreter is how it finds its environment.
    python = os.path.abspath(value["python"])
    return Environment(name, python, harness, fonts, font_lists)


def _own_fonts_only(path: Path) -> str:
    """A font list without the fonts of this machine, which the jail does not show.

    matplotlib writes its own fonts with relative paths and all others with absolute ones.
    """
    fonts = json.loads(path.read_text("utf-8"))
    for key in ("ttflist", "afmlist"):
        fonts[key] = [font for font in fonts[key] if not os.path.isabs(font["fname"])]
    return json.dumps(fonts)
