"""Points of a matplotlib figure whose areas say something."""

from __future__ import annotations

from typing import Any

Mark = dict[str, Any]


def with_bubbles(marks: list[Mark]) -> list[Mark]:
    """The marks; points are bubbles where the sizes within any series differ, else sizes say nothing."""
    sized = [mark for mark in marks if "size" in mark["values"]]
    differ = any(len(set(mark["values"]["size"])) > 1 for mark in sized)
    return [_settled(mark, differ) for mark in marks]


def _settled(mark: Mark, differ: bool) -> Mark:
    if "size" not in mark["values"]:
        return mark
    if differ:
        return {**mark, "type": "bubble"}
    values = {key: each for key, each in mark["values"].items() if key != "size"}
    return {**mark, "values": values}
