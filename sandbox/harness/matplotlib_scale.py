"""From positions on a matplotlib axis to the values they stand for."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from matplotlib import dates
from matplotlib.ticker import FixedFormatter, FuncFormatter


@dataclass(frozen=True)
class AxisScale:
    """How one axis is read: its kind and, for categories, which label stands where."""

    kind: str
    labels: dict[float, str] = field(default_factory=dict)

    def value(self, position: Any) -> float | str | None:
        """The value at a position: a category's name, an ISO date, a number, or None."""
        number = _number(position)
        if number is None:
            return None
        if self.kind == "category":
            return self._category(number)
        if self.kind == "time":
            return iso(number)
        return number

    def values(self, positions: Any) -> list[float | str | None]:
        """The values at many positions."""
        return [self.value(position) for position in positions]

    def _category(self, position: float) -> str | float:
        nearest = min(
            self.labels, key=lambda at: abs(at - position), default=float("inf")
        )
        return self.labels[nearest] if abs(nearest - position) <= 0.5 else position


def title_of(axis: Any) -> str | None:
    """What the title of an axis says: its own, or one that all axes of the figure share."""
    axes = axis.axes
    own = axis.label.get_text() if axes.axison and axis.label.get_visible() else ""
    shared = getattr(axes.get_figure(), f"_sup{axis.axis_name}label", None)
    return own or (shared.get_text() if shared is not None else "") or None


def scale_of(axis: Any) -> AxisScale:
    """Say whether an axis shows categories, dates, or numbers on a linear or logarithmic scale."""
    converter = type(axis.get_converter()).__name__
    if converter == "StrCategoryConverter" and axis.units is not None:
        names = {
            float(at): str(name)
            for name, at in getattr(axis.units, "_mapping", {}).items()
        }
        return AxisScale("category", names)
    if "Date" in converter:
        return AxisScale("time")
    names = _fixed_labels(axis)
    if names:
        return AxisScale("category", names)
    return AxisScale("log" if axis.get_scale() == "log" else "linear")


def iso(days: float) -> str:
    """A matplotlib date as ISO 8601 without a zone, to the second."""
    moment = dates.num2date(days).replace(tzinfo=None)
    rounded = moment + datetime.timedelta(microseconds=500_000)
    return rounded.replace(microsecond=0).isoformat()


def _fixed_labels(axis: Any) -> dict[float, str]:
    """Labels given by hand at neighbouring whole positions; empty when they are just numbers."""
    formatter = axis.get_major_formatter()
    positions = [float(at) for at in axis.get_majorticklocs()]
    if isinstance(formatter, FixedFormatter):
        texts = [str(text) for text in formatter.seq]
    elif isinstance(formatter, FuncFormatter) and isinstance(formatter.func, partial):
        # What set_xticks and set_xticklabels make of a list of labels.
        texts = formatter.format_ticks(positions)
    else:
        return {}
    pairs = sorted(zip(positions, texts, strict=False))
    gaps = {
        round(after - before, 6)
        for (before, _), (after, _) in zip(pairs, pairs[1:], strict=False)
    }
    if (
        not pairs
        or not gaps <= {1.0}
        or all(_is_label_of(at, text) for at, text in pairs)
    ):
        return {}
    return {at: text for at, text in pairs if text}


def _is_label_of(position: float, text: str) -> bool:
    try:
        return math.isclose(
            float(text.replace("\N{MINUS SIGN}", "-").replace(",", "")), position
        )
    except ValueError:
        return False


def _number(position: Any) -> float | None:
    try:
        number = float(position)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None
