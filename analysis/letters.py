"""A whole text as an array of code points: folded at once, and asked at once where sentences end, where numbers and words may stand.

Walking through a text character by character costs more than everything that is then done with its numbers; an array does it in
one step. Offsets are those of the text.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.fold import table

_POINTS = 0x110000
_PLANE = 0x10000
_HASHED = 1 << 18
Codes = NDArray[np.uint32]
Bits = NDArray[np.uint8]


class Letters(NamedTuple):
    """A folded text (see `analysis.fold.fold`) and its code points."""

    text: str
    codes: Codes

    @classmethod
    def of(cls, text: str) -> "Letters":
        codes = _folding()[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)]
        return cls(codes.tobytes().decode("utf-32-le", "surrogatepass"), codes)


class Classes:
    """Up to eight named classes of characters; a character may be in several. Characters outside the basic plane are in none."""

    def __init__(self, **classes: Iterable[str]) -> None:
        self._table = np.zeros(_PLANE, np.uint8)
        self.bits = {name: np.uint8(1 << number) for number, name in enumerate(classes)}
        for name, characters in classes.items():
            self._table[[ord(character) for character in characters]] |= self.bits[name]
        self._table[-1] = 0

    def of(self, letters: Letters) -> Bits:
        """The classes of each character, as bits."""
        found: Bits = self._table[np.minimum(letters.codes, _PLANE - 1)]
        return found


class Pairs:
    """Pairs of characters that may begin something, and single characters that do. A few other pairs are let through (hashing)."""

    def __init__(self, pairs: Iterable[str], singles: Iterable[str] = ()) -> None:
        known = np.array([(ord(pair[0]), ord(pair[1])) for pair in pairs], np.uint32).reshape(-1, 2)
        self._table = np.zeros(_HASHED, np.bool_)
        self._table[_hash(known[:, 0], known[:, 1])] = True
        self._single = Classes(single=singles)

    def places(self, letters: Letters) -> list[int]:
        """Places where a pair or a single character of these may begin, ascending."""
        flags = self._single.of(letters) != 0
        flags[:-1] |= self._table[_hash(letters.codes[:-1], letters.codes[1:])]
        return ascending(flags)


def ascending(flags: NDArray[Any]) -> list[int]:
    """Places of the flags that are set."""
    places: list[int] = np.flatnonzero(flags).tolist()
    return places


def between(places: Sequence[int], start: int, end: int) -> Sequence[int]:
    """The ascending places in [start, end)."""
    return places[bisect_left(places, start) : bisect_left(places, end)]


@cache
def _folding() -> Codes:
    points = np.arange(_POINTS, dtype=np.uint32)
    for old, new in table().items():
        points[old] = new
    return points


def _hash(first: Codes, second: Codes) -> Codes:
    return (first * np.uint32(40503) + second * np.uint32(10007)) & np.uint32(_HASHED - 1)
