"""What a person types about a figure, checked field by field before it is kept: what is stored can always be shown."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, get_args

from analysis.library.labels import check_json, to_json
from analysis.report import Bound, Figure, LibraryError, Scope, Status

_NAMES = frozenset(field.name for field in fields(Figure))
_REQUIRED = tuple(field.name for field in fields(Figure) if field.default is MISSING and field.default_factory is MISSING)

_NUMBERS = ("value", "upper", "confidence")
_WHOLE = ("period_years", "start", "end")
_TEXTS = ("unit", "indicator", "topic", "quote", "number_text", "reason")
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "bound": get_args(Bound),
    "scope": get_args(Scope),
    "status": get_args(Status),
    "origin": ("rule", "person"),
}
_LARGEST = 1e18  # beyond this a sum of yuan or persons is a slip of the keyboard


def check_figure(text: str, *, complete: bool = False) -> str:
    """The JSON object of figure fields in `text` in its canonical form; empty text stays empty.

    Raises LibraryError (E130) that names the field: unknown, of the wrong kind, not a number, or (if `complete`) missing.
    """
    values = check_json(text)
    for name, value in values.items():
        if name not in _NAMES or not _sound(name, value):
            raise LibraryError(f"“{name[:40]}”填写的内容无效，请检查后重新填写。", "E130")
    missing = [name for name in _REQUIRED if name not in values]
    if complete and missing:
        raise LibraryError(f"补充的数字还缺少：{'、'.join(missing)}，请补上后再保存。", "E130")
    return to_json(values) if values else ""


def _sound(name: str, value: Any) -> bool:
    if name == "upper" and value is None:
        return True
    if name in _NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _LARGEST
    if name in _WHOLE:
        return type(value) is int and 0 <= value < 1 << 31
    if name in _TEXTS:
        return isinstance(value, str)
    if name in _CHOICES:
        return value in _CHOICES[name]
    if name == "repeats":
        return isinstance(value, list) and all(_span(span) for span in value)
    return isinstance(value, bool)


def _span(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"start", "end"} and all(type(number) is int for number in value.values())
