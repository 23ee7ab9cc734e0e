"""What each library's figure is, and how it leaves the process."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, BinaryIO, Protocol


class Output(Protocol):
    """How one library's figure is checked and written."""

    def warm_up(self) -> None:
        """Import the library and use it once, so that nothing is left to be set up later."""

    def prepare(self) -> None:
        """Set the library up before the author's code is loaded."""

    def check(self, figure: Any) -> None:
        """Raise TypeError unless ``figure`` is what ``plot()`` must return."""

    def write(self, figure: Any, folder: Path) -> None:
        """Write the figure's files into ``folder``."""


def of(library: str) -> Output:
    """Return the output of a library, or raise ValueError naming the known ones."""
    if library not in _OUTPUTS:
        raise ValueError(
            f"unknown library {library!r}; known are {', '.join(sorted(_OUTPUTS))}"
        )
    return _OUTPUTS[library](library)


class _Output:
    def __init__(self, library: str) -> None:
        self.library = library


class MatplotlibOutput(_Output):
    """matplotlib and seaborn: a picture drawn here, and facts read from the live figure."""

    def warm_up(self) -> None:
        """Import the library and draw a figure that belongs to no window."""
        self.prepare()
        from . import warming

        figure = (
            warming.seaborn() if self.library == "seaborn" else warming.matplotlib()
        )
        self._draw(figure, io.BytesIO())

    def prepare(self) -> None:
        """Choose the drawing backend, register the shipped fonts, watch box plots."""
        from . import matplotlib_picture

        matplotlib_picture.prepare()

    def check(self, figure: Any) -> None:
        """Refuse anything but a matplotlib figure."""
        from matplotlib.figure import Figure

        _require(figure, Figure, "matplotlib.figure.Figure")

    def write(self, figure: Any, folder: Path) -> None:
        """Write ``figure.png`` and ``facts.json``."""
        with open(folder / "figure.png", "wb") as file:
            facts = self._draw(figure, file)
        _write_json(folder / "facts.json", facts)

    def _draw(self, figure: Any, file: BinaryIO) -> Any:
        from . import matplotlib_picture, matplotlib_probe

        renderer = matplotlib_picture.draw(figure, file)
        return matplotlib_probe.facts(figure, renderer, self.library)


class PlotlyOutput(_Output):
    """plotly: the figure's own JSON."""

    def warm_up(self) -> None:
        """Import the library and serialise a figure."""
        from . import warming

        warming.plotly().to_json()

    def prepare(self) -> None:
        """Nothing to set up."""

    def check(self, figure: Any) -> None:
        """Refuse anything but a plotly figure."""
        from plotly.basedatatypes import BaseFigure

        _require(figure, BaseFigure, "plotly.graph_objects.Figure")

    def write(self, figure: Any, folder: Path) -> None:
        """Write ``figure.json``."""
        (folder / "figure.json").write_text(figure.to_json(), encoding="utf-8")


class BokehOutput(_Output):
    """bokeh: the document as ``json_item`` makes it."""

    def warm_up(self) -> None:
        """Import the library and serialise a figure."""
        import bokeh.plotting  # noqa: F401  what authors import; it makes models
        from bokeh.util import serialization

        from . import warming

        # Bokeh numbers its models: an author's figure starts at the same number as in a script.
        number = serialization._simple_id
        self._text(warming.bokeh())
        serialization._simple_id = number

    def prepare(self) -> None:
        """Nothing to set up."""

    def check(self, figure: Any) -> None:
        """Refuse anything that bokeh cannot lay out."""
        from bokeh.models import LayoutDOM

        _require(figure, LayoutDOM, "bokeh.models.LayoutDOM")

    def write(self, figure: Any, folder: Path) -> None:
        """Write ``figure.json``."""
        (folder / "figure.json").write_text(self._text(figure), encoding="utf-8")

    def _text(self, figure: Any) -> str:
        from bokeh.core.json_encoder import serialize_json
        from bokeh.embed import json_item

        return serialize_json(json_item(figure))


class AltairOutput(_Output):
    """altair: the Vega-Lite specification with its data inline."""

    def warm_up(self) -> None:
        """Import the library and validate a chart against its schema."""
        from . import warming

        self.prepare()
        warming.altair().to_dict()

    def prepare(self) -> None:
        """Let any number of rows travel inside the specification."""
        import altair

        altair.data_transformers.enable("default", max_rows=None)
        altair.data_transformers.consolidate_datasets = False

    def check(self, figure: Any) -> None:
        """Refuse anything but a chart that can stand alone."""
        from altair import TopLevelMixin

        _require(figure, TopLevelMixin, "altair.Chart")

    def write(self, figure: Any, folder: Path) -> None:
        """Write ``figure.json``."""
        self.prepare()
        _write_json(folder / "figure.json", figure.to_dict())


def _require(figure: Any, kind: type, name: str) -> None:
    if not isinstance(figure, kind):
        found = f"{type(figure).__module__}.{type(figure).__qualname__}"
        raise TypeError(f"plot() returned {found}; return the {name}")


def _write_json(path: Path, value: Any) -> None:
    path.write_text(
        json.dumps(value, ensure_ascii=False, allow_nan=False), encoding="utf-8"
    )


_OUTPUTS: dict[str, Any] = {
    "matplotlib": MatplotlibOutput,
    "seaborn": MatplotlibOutput,
    "plotly": PlotlyOutput,
    "bokeh": BokehOutput,
    "altair": AltairOutput,
}
