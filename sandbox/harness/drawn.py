"""The few numbers that a figure comes down to, whatever library drew it."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Drawn:
    """Counts and texts of one figure.

    ``content`` changes whenever the drawn data does; ``rows_binned`` is the sum of a histogram's
    counts.
    """

    library: str
    points: int = 0
    line_points: int = 0
    bars: int = 0
    rows_binned: int = 0
    boxes: int = 0
    cells: int = 0
    rows_in_hexagons: int = 0
    curves: int = 0
    violins: int = 0
    areas: int = 0
    candles: int = 0
    x_title: str = ""
    y_title: str = ""
    legend: tuple[str, ...] = ()
    content: str = ""

    @property
    def places(self) -> int:
        """Points, and the points that lines join."""
        return self.points + self.line_points

    def names_unit(self, unit: str) -> bool:
        """Whether a unit stands in an axis title, as a word of its own."""
        word = rf"(?<!\w){re.escape(unit)}(?!\w)"
        return any(re.search(word, title) for title in (self.x_title, self.y_title))
