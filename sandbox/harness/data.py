"""Reading the data a plot is called with."""

from __future__ import annotations

from pathlib import Path

import pandas as pd


def read_table(path: Path, temporal: list[str]) -> pd.DataFrame:
    """Read a CSV as people would; the named columns become dates without a time zone."""
    data = pd.read_csv(path)
    for column in temporal:
        if column not in data.columns:
            raise KeyError(
                f"{path.name} has no column {column!r}; it has {', '.join(map(repr, data.columns))}"
            )
        data[column] = pd.to_datetime(data[column])
    return data
