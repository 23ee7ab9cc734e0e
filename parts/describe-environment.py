"""Print what a Python environment holds, as the JSON of its completeness mark."""

import json
import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

LIBRARIES = ("matplotlib", "seaborn", "plotly", "bokeh", "altair")
BOKEH_BUNDLES = ("bokeh", "bokeh-widgets", "bokeh-tables")
NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")


def normalise(name: str) -> str:
    """Return a distribution's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def closure(library: str) -> list[str]:
    """Return all that a library's drawing rests on, as sorted `name==version`.

    pandas is part of it for every library: implementations take a DataFrame.
    """
    seen: dict[str, str] = {}
    pending = [library, "pandas"]
    while pending:
        current = normalise(pending.pop())
        if current in seen:
            continue
        try:
            found = distribution(current)
        except PackageNotFoundError:
            continue
        seen[current] = found.version
        pending += [
            required(line) for line in found.requires or [] if "extra ==" not in line
        ]
    return sorted(f"{key}=={version}" for key, version in seen.items())


def required(requirement: str) -> str:
    """Return the distribution's name at the start of a requirement."""
    match = NAME.match(requirement)
    if match is None:
        raise ValueError(f"unreadable requirement: {requirement}")
    return match.group(0)


def installed(name: str, file: str) -> Path:
    """Return the path of a distribution's file, which must exist."""
    path = Path(str(distribution(name).locate_file(file)))
    if not path.is_file():
        raise FileNotFoundError(path)
    return path


def plotly_js_version(bundle: Path) -> str:
    """Return the version in the banner of plotly's JavaScript."""
    with bundle.open(encoding="utf-8") as file:
        match = re.search(r"plotly\.js v([0-9.]+)", file.read(400))
    if match is None:
        raise ValueError(f"no version in {bundle}")
    return match.group(1)


def main() -> None:
    """Write the mark to standard output."""
    plotly = installed("plotly", "plotly/package_data/plotly.min.js")
    bokeh = [
        installed("bokeh", f"bokeh/server/static/js/{name}.min.js")
        for name in BOKEH_BUNDLES
    ]
    mark = {
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "interpreter": f"{platform.python_implementation()} {sys.version}",
        "executable": sys.executable,
        "libraries": {library: closure(library) for library in LIBRARIES},
        "bundles": {"plotly": str(plotly), "bokeh": [str(path) for path in bokeh]},
        "versions": {
            **{library: distribution(library).version for library in LIBRARIES},
            "plotlyjs": plotly_js_version(plotly),
        },
    }
    json.dump(mark, sys.stdout)


main()
