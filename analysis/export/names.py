"""Names of files: legal on Windows, macOS and Linux, short enough for all of them, and never the same twice."""

import unicodedata
from collections.abc import Sequence

from analysis.export.plain import clean

#: Bytes in UTF-8, suffix included. File systems take 255; the rest is room for folders and for " (1)" of a browser.
LIMIT = 120

_ILLEGAL = set('\\/:*?"<>|')
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}
_EDGES = " ._-、，。"


def file_name(name: str, suffix: str = "", *, limit: int = LIMIT) -> str:
    """A legal file name for `name`, with `suffix` (".png"); at most `limit` bytes in UTF-8. Nothing left: 简报."""
    characters = ["_" if character in _ILLEGAL or character.isspace() else character for character in clean(name)]
    stem = unicodedata.normalize("NFC", "".join(characters))
    while "__" in stem:
        stem = stem.replace("__", "_")
    stem = _fit(stem.strip(_EDGES), limit - len(suffix.encode())).rstrip(_EDGES) or "简报"
    if stem.split(".")[0].upper() in _RESERVED:
        stem = f"_{stem}"
    return stem + suffix


def _fit(stem: str, room: int) -> str:
    """The longest beginning of `stem` of at most `room` bytes that does not end within a character."""
    return stem.encode()[: max(0, room)].decode(errors="ignore").rstrip("\u200d")


def file_names(names: Sequence[str], suffix: str = "", *, numbered: bool = False) -> tuple[str, ...]:
    """Legal names for `names`, in order, all distinct also where capitals do not count; numbered: 01_… in front."""
    digits = max(2, len(str(len(names))))
    taken: set[str] = set()
    made = []
    for index, name in enumerate(names, 1):
        base = f"{index:0{digits}}_{name}" if numbered else name
        chosen, number = file_name(base, suffix), 1
        while chosen.casefold() in taken:
            number += 1
            chosen = file_name(base, f"_{number}{suffix}")
        taken.add(chosen.casefold())
        made.append(chosen)
    return tuple(made)
