"""Tables on their way to paper and slides: every cell as the words that are printed."""

import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.export.briefing import ABSENT
from analysis.export.plain import clean, plain_number, shorten


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as text. numeric: whether a column holds values, which stand at the right."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]


_VALUE = re.compile("(?:近|约|不足)?[0-9百千万]")

#: Characters of one cell on paper or on a slide; the workbook keeps them all.
LONGEST = 120


def grid(frame: pd.DataFrame, absent: tuple[str, ...] = (), *, most: int | None = None) -> Grid:
    """The first `most` rows as text, long cells cut; what is missing is 未提及 in the columns `absent` and empty in the others."""
    shown = frame if most is None else frame.head(most)
    names = [clean(name) for name in frame.columns]
    rows = tuple(
        tuple(
            shorten(cell_text(value, missing=ABSENT if name in absent else ""), LONGEST)
            for name, value in zip(frame.columns, row, strict=True)
        )
        for row in shown.itertuples(index=False, name=None)
    )
    numeric = tuple(
        (bool(pd.api.types.is_numeric_dtype(dtype)) and not pd.api.types.is_bool_dtype(dtype)) or _written([row[place] for row in rows])
        for place, dtype in enumerate(frame.dtypes)
    )
    return Grid(tuple(names), rows, numeric)


def _written(texts: list[str]) -> bool:
    """Whether a column holds values as reports write them (90余, 近百, 5 场次), so that 未提及 and they share an edge."""
    said = [text for text in texts if text and text != ABSENT]
    return bool(said) and all(_VALUE.match(text) and len(text) <= 14 for text in said)


def cell_text(value: Any, *, missing: str = "") -> str:
    """One value in words: 是 and 否, numbers in digits, several values joined by 、, nothing as `missing`."""
    value = plain_value(value)
    if value is None:
        return missing
    if isinstance(value, bool):
        return "是" if value else "否"
    return plain_number(value) if isinstance(value, int | float) else clean(value, lines=True)


def plain_value(value: Any) -> str | int | float | bool | None:
    """A cell of a DataFrame as a plain Python value; NaN, NaT, infinities and None are None, sequences are joined by 、."""
    if isinstance(value, tuple | list):
        return "、".join(cell_text(one) for one in value)
    if value is None or pd.isna(value):
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        if value in (float("inf"), float("-inf")):
            return None
        return value
    return str(value)
