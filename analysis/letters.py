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
_BITS = 18
_DOT = ord(".")
#: Of these the first one that gives every known pair a slot of its own is taken; a thousand pairs find one among the first few.
_FACTORS = tuple(np.uint32((0x9E3779B1 * (2 * step + 1)) & 0xFFFFFFFF) for step in range(4096))
Codes = NDArray[np.uint32]
Bits = NDArray[np.uint8]


class Letters(NamedTuple):
    """A folded text (see `analysis.fold.fold`) and its code points, those outside the basic plane all as the last one of it.

    A dot behind a Chinese character, a closing mark or % is a full stop, never a decimal point: some papers print 协商5次.走访20家.
    """

    text: str
    codes: Codes

    @classmethod
    def of(cls, text: str) -> "Letters":
        codes = _folding()[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)]
        dots = np.flatnonzero(codes[1:] == _DOT) + 1
        codes[dots[_before_stop()[np.minimum(codes[dots - 1], np.uint32(_PLANE - 1))]]] = ord("。")
        return cls(codes.tobytes().decode("utf-32-le", "surrogatepass"), np.minimum(codes, np.uint32(_PLANE - 1)))


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
        found: Bits = self._table[letters.codes]
        return found


class Openings:
    """Pairs of characters, and single characters, by which words begin. They are numbered: the pairs first, then the single ones."""

    def __init__(self, pairs: Sequence[str], singles: Sequence[str]) -> None:
        codes = np.array([(ord(pair[0]), ord(pair[1])) for pair in pairs], np.uint32).reshape(-1, 2)
        self._pairs = _join(codes[:, 0], codes[:, 1])
        self._factor = next(factor for factor in _FACTORS if len(np.unique(_slots(self._pairs, factor))) == len(pairs))
        self._slots = np.full(1 << _BITS, -1, np.int16)
        self._slots[_slots(self._pairs, self._factor)] = np.arange(len(pairs))
        self._single = np.full(_PLANE, -1, np.int16)
        self._single[[ord(single) for single in singles]] = np.arange(len(pairs), len(pairs) + len(singles))

    def of(self, letters: Letters) -> tuple[list[int], list[int]]:
        """Places of the text where one of them stands, ascending, and its number. A pair goes before the character it begins with."""
        codes = letters.codes
        joined = codes << np.uint32(16)
        joined[:-1] |= codes[1:]
        found, single = self._slots[_slots(joined, self._factor)], self._single[codes]
        places = np.flatnonzero((found >= 0) | (single >= 0))
        pairs = found[places]
        numbers = np.where((pairs >= 0) & (self._pairs[pairs] == joined[places]), pairs, single[places])
        known = numbers >= 0
        return places[known].tolist(), numbers[known].tolist()


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


@cache
def _before_stop() -> NDArray[np.bool_]:
    """Which characters make the dot behind them a full stop."""
    found = np.zeros(_PLANE, np.bool_)
    found[0x4E00:0xA000] = True
    found[[ord(character) for character in "%”’)》"]] = True
    found[[ord(character) for character in "〇零一二三四五六七八九十"]] = False
    return found


def _join(first: Codes, second: Codes) -> Codes:
    joined: Codes = first << np.uint32(16) | second
    return joined


def _slots(joined: Codes, factor: np.uint32) -> Codes:
    """Where each pair stands in a table of 2 ** _BITS slots."""
    slots: Codes = (joined * factor) >> np.uint32(32 - _BITS)
    return slots
