"""Does an implementation of ecdf-basic show what its specification asks for?

Generated from spec.yaml. Each test is called with what it names: the figure that
plot() returned, its data, the column of each slot, and plot() itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from harness.figures import look_at


def complete(
    data: pd.DataFrame, columns: dict[str, str], slots: list[str]
) -> pd.DataFrame:
    """The rows that have a value in every one of these slots, and only those columns."""
    used = [columns[slot] for slot in slots if slot in columns]
    return data[used].dropna()


def test_returns_a_figure(figure: Any) -> None:
    """plot() returns a figure of a plotting library."""
    assert look_at(figure).library in {"matplotlib", "plotly", "bokeh", "altair"}


def test_draws_a_curve_for_each_group(
    figure: Any, data: pd.DataFrame, columns: dict[str, str]
) -> None:
    """One curve per group."""
    slots = [
        "color",
    ]
    rows = complete(data, columns, slots)
    expected = len(rows.drop_duplicates()) if len(rows.columns) else 1
    drawn = look_at(figure).curves
    assert drawn == expected, f"{drawn} drawn of {expected}"


def test_titles_both_axes(figure: Any, columns: dict[str, str]) -> None:
    """Both axes have a title for people, not the name of a column."""
    shown = look_at(figure)
    for title in (shown.x_title, shown.y_title):
        assert title, "an axis has no title"
        raw = "_" in title and title in columns.values()
        assert not raw, f"{title} is the name of a column"


def test_names_the_units(figure: Any) -> None:
    """The unit of each measurement stands in the title of its axis."""
    for unit in [
        "g",
    ]:
        assert look_at(figure).names_unit(unit), f"no axis title names {unit}"


def test_explains_the_colors(
    figure: Any, data: pd.DataFrame, columns: dict[str, str]
) -> None:
    """A legend names each group that has a colour of its own."""
    slot = "color"
    groups = set(data[columns[slot]].dropna().astype(str)) if slot in columns else set()
    named = set(look_at(figure).legend)
    assert len(groups) < 2 or groups <= named, f"the legend lacks {groups - named}"


def test_follows_its_data(
    figure: Any,
    data: pd.DataFrame,
    columns: dict[str, str],
    plot: Callable[..., Any],
) -> None:
    """Other numbers give another figure."""
    changed = data.copy()
    for column in set(columns.values()):
        if pd.api.types.is_numeric_dtype(data[column]):
            changed[column] = data[column].max() + data[column].min() - data[column]
    assert look_at(plot(changed, **columns)).content != look_at(figure).content
