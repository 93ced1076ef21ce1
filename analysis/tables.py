"""Rows of a table as named tuples: the one place where the columns' types, which pandas does not know, are let go."""

from collections import namedtuple
from functools import lru_cache
from typing import Any

import pandas as pd


def records(table: pd.DataFrame) -> list[Any]:
    """One named tuple a row, its fields named like the columns: `table.itertuples(index=False)` without making its class each time."""
    make = _row(tuple(map(str, table.columns)))._make
    return [make(row) for row in zip(*(column for _, column in table.items()), strict=True)]


@lru_cache(maxsize=256)
def _row(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns, rename=True)
