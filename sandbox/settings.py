"""The daemon's configuration, the fixed environment of executions, and the bounds of a request."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jail

TIERS = ("ns", "lsm")
HERE = Path(__file__).resolve().parent

# Everything that could make two runs differ, and nothing of the daemon's own environment.
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "HOME": jail.WORK,
    "TMPDIR": f"{jail.WORK}/.tmp",
    "MPLCONFIGDIR": f"{jail.WORK}/.matplotlib",
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
    "MALLOC_ARENA_MAX": "2",
}


class SettingsError(ValueError):
    """The configuration is wrong; the message lists every fault."""


@dataclass(frozen=True)
class Environment:
    """A Python with its libraries, and what is laid beside it in the jail."""

    name: str
    python: str
    binds: tuple[jail.Bind, ...]
    font_lists: dict[str, str]


@dataclass(frozen=True)
class Settings:
    """What the daemon is started with."""

    tier: str
    slots: int
    uid: int
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
    return Settings(raw["tier"], raw["slots"], raw["uid"], environments)


def _faults(raw: dict[str, Any]) -> list[str]:
    faults = []
    if raw.get("tier") not in TIERS:
        faults.append(f"tier: {raw.get('tier')!r} is none of {', '.join(TIERS)}")
    for key, low, high in (("slots", 1, 256), ("uid", 1, 2**31 - 1)):
        value = raw.get(key)
        if type(value) is not int or not low <= value <= high:
            faults.append(f"{key}: {value!r} is no whole number from {low} to {high}")
    environments = raw.get("environments")
    if not isinstance(environments, dict) or not environments:
        return [
            *faults,
            "environments: name at least one Python, as {'3.12': {'python': …}}",
        ]
    for name, value in environments.items():
        faults += _environment_faults(f"environments.{name}", value)
    return faults


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
    fonts = [os.path.realpath(path) for path in value.get("fonts", [])]
    binds = [jail.Bind(harness, jail.HARNESS)]
    binds += [
        jail.Bind(path, f"{jail.FONTS}/{os.path.basename(path)}") for path in fonts
    ]
    folder = value.get("mplconfig")
    lists = _font_list_files(folder) if folder else []
    font_lists = {path.name: _own_fonts_only(path) for path in lists}
    # Not resolved: the name of the interpreter is how it finds its environment.
    return Environment(name, os.path.abspath(value["python"]), tuple(binds), font_lists)


def _own_fonts_only(path: Path) -> str:
    """A font list without the fonts of this machine, which the jail does not show.

    matplotlib writes its own fonts with relative paths and all others with absolute ones.
    """
    fonts = json.loads(path.read_text("utf-8"))
    for key in ("ttflist", "afmlist"):
        fonts[key] = [font for font in fonts[key] if not os.path.isabs(font["fname"])]
    return json.dumps(fonts)
