"""Drawing a matplotlib figure as the catalogue's picture."""

from __future__ import annotations

import functools
import os
import sys
import warnings
from typing import Any, BinaryIO

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

PICTURE_WIDTH = 1600
PICTURE_HEIGHT = 900
FONT_FAMILIES = ["Inter", "DejaVu Sans"]


def prepare() -> None:
    """Select the Agg backend, the shipped fonts and the record of box plots."""
    matplotlib.use("Agg", force=True)
    _register_fonts(os.environ.get("PYPLOTS_FONTS", "").split(os.pathsep))
    _choose_fonts()
    _record_box_plots()


def draw(figure: Figure, file: BinaryIO) -> Any:
    """Draw at exactly 1600 × 900 pixels, write a PNG without metadata, return the renderer.

    The author's figure size stays; where its shape is not 16:9 its shorter side is widened.
    """
    _choose_fonts()
    _use_fonts(figure)
    width, height = figure.get_size_inches()
    wide = max(width, height * PICTURE_WIDTH / PICTURE_HEIGHT)
    if abs(wide * PICTURE_HEIGHT / PICTURE_WIDTH - height) > 1e-6 or wide != width:
        figure.set_size_inches(wide, wide * PICTURE_HEIGHT / PICTURE_WIDTH)
    canvas = FigureCanvasAgg(figure)
    # The nudge keeps the pixel count from being rounded down.
    figure.set_dpi(PICTURE_WIDTH / wide * (1 + 1e-9))
    canvas.draw()
    flat = _on_white(np.asarray(canvas.buffer_rgba()))
    if flat.shape != (PICTURE_HEIGHT, PICTURE_WIDTH, 3):
        raise ValueError(f"the figure was drawn as {flat.shape[1]} x {flat.shape[0]}")
    Image.fromarray(flat).save(file, format="PNG", compress_level=6)
    return canvas.get_renderer()


def _on_white(pixels: np.ndarray) -> np.ndarray:
    alpha = pixels[..., 3:]
    if alpha.min() == 255:
        return np.ascontiguousarray(pixels[..., :3])
    share = alpha.astype(np.float32) / 255
    return np.rint(pixels[..., :3] * share + 255 * (1 - share)).astype(np.uint8)


def _register_fonts(files: list[str]) -> None:
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for file in sorted(files, key=os.path.basename):
        if file.endswith(".ttf") and file not in known:
            font_manager.fontManager.addfont(file)


def _choose_fonts() -> None:
    names = set(font_manager.fontManager.get_font_names())
    families = [name for name in FONT_FAMILIES if name in names]
    matplotlib.rcParams["font.sans-serif"] = families
    matplotlib.rcParams["font.family"] = families


def _use_fonts(figure: Figure) -> None:
    """Give every text without a family of its own the shipped one, and the fallback behind it."""
    for text in figure.findobj(Text):
        if list(text.get_fontfamily()) == ["sans-serif"]:
            text.set_fontfamily(matplotlib.rcParams["font.family"])


def _record_box_plots() -> None:
    """Keep the artists of every box plot with its axes, where the probe finds them."""
    if getattr(Axes.bxp, "recorded", False):
        return
    original = Axes.bxp

    @functools.wraps(original)
    def bxp(self: Axes, *args: Any, **kwargs: Any) -> Any:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            artists = original(self, *args, **kwargs)
        _pass_on(caught)
        boxes = getattr(self, "_pyplots_boxes", [])
        self._pyplots_boxes = [*boxes, artists]  # type: ignore[attr-defined]
        return artists

    bxp.recorded = True  # type: ignore[attr-defined]
    Axes.bxp = bxp  # type: ignore[method-assign]


def _pass_on(caught: list[warnings.WarningMessage]) -> None:
    """Raise warnings again at the first caller outside of matplotlib, as it would have done."""
    frame = sys._getframe(2)
    while frame.f_back is not None and _is_matplotlib(
        frame.f_globals.get("__name__", "")
    ):
        frame = frame.f_back
    for warning in caught:
        warnings.warn_explicit(
            warning.message, warning.category, frame.f_code.co_filename, frame.f_lineno
        )


def _is_matplotlib(module: str) -> bool:
    return module.split(".")[0] in ("matplotlib", "mpl_toolkits")
