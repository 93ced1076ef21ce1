"""Rows of a table as named tuples: the one place where the columns' types, which pandas does not know, are let go."""

from typing import Any

import pandas as pd


def records(table: pd.DataFrame) -> list[Any]:
    """One named tuple a row, its fields named like the columns."""
    return list(table.itertuples(index=False))
