"""Names, titles and other short texts as the library keeps them: one line, NFC, nothing invisible.

A name is a label only and never a path: what a user calls a file decides nothing about where or how it is stored.
"""

import json
import unicodedata
from typing import Any

from analysis.report import LibraryError

#: Longest label of each sort, in characters. Longer ones are cut and end in "…".
LIMITS = {"file_name": 200, "title": 300, "place": 60, "province": 60, "kind": 60, "source": 500, "who": 60, "name": 100, "reason": 500}

_MARKS_IN_A_ROW = 3  # more combining marks on one letter than any script needs: they would draw over other lines
_HIDDEN = frozenset({"Cc", "Cf", "Cs"})  # control, format (direction marks, zero width), lone surrogates


def clean_label(text: str, sort: str = "name") -> str:
    """NFC text on one line without control, direction and zero-width characters, cut to the limit of its sort."""
    kept: list[str] = []
    marks = 0
    limit = LIMITS[sort]
    # What is cut off anyway need not be walked through: a label of 10 MB costs no more than one of a few thousand letters.
    for character in unicodedata.normalize("NFC", text[: limit * 8]):
        category = unicodedata.category(character)
        marks = marks + 1 if category == "Mn" else 0
        if character.isspace():
            kept.append(" ")
        elif category not in _HIDDEN and marks <= _MARKS_IN_A_ROW:
            kept.append(character)
    label = " ".join("".join(kept).split())
    return label if len(label) <= limit else label[: limit - 1] + "…"


def clean_file_name(name: str) -> str:
    """The last part of a path of any system as a label; `未命名` when nothing is left."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    label = clean_label(last, "file_name")
    return label if label.strip(". ") else "未命名"


def to_json(value: object) -> str:
    """Compact JSON with stable key order; Chinese stays readable in the database."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def check_json(text: str, *, limit: int = 20_000) -> dict[str, Any]:
    """The JSON object in `text`, an empty one for empty text.

    Raises LibraryError (E130) for anything else, for more than `limit` characters, and for numbers that are no number
    (NaN, Infinity, 1e999): they would travel silently into sums and charts.
    """
    if not text:
        return {}
    if len(text) > limit:
        raise LibraryError(f"填写的内容过长（{len(text)} 字），请缩短到 {limit} 字以内。", "E130")
    try:
        value = json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError):
        raise LibraryError("填写的内容不是有效的数据，请检查数值后重新填写。", "E130") from None
    if not isinstance(value, dict):
        raise LibraryError("填写的内容不是有效的数据，请检查后重新填写。", "E130")
    return value


def _no_number(text: str) -> float:
    raise ValueError(text)


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(text)
    return number
