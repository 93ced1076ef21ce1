"""A whole text as an array of code points: folded at once, and asked at once where sentences end and where numbers may stand.

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
PLANE = 0x10000  # characters of the basic plane
_DOT = ord(".")
Codes = NDArray[np.int64]  # as wide as numpy's own indices: asking a table for them converts nothing
Bits = NDArray[np.uint16]


class Letters(NamedTuple):
    """A folded text (see `analysis.fold.fold`) and its code points, those outside the basic plane all as the last one of it.

    A dot behind a Chinese character, a closing mark or % is a full stop, never a decimal point: some papers print 协商5次.走访20家.
    """

    text: str
    codes: Codes

    @classmethod
    def of(cls, text: str) -> "Letters":
        codes = _folding().take(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32))
        dots = (codes[1:] == _DOT).nonzero()[0] + 1
        if len(dots):
            codes[dots[_before_stop()[np.minimum(codes[dots - 1], np.uint32(PLANE - 1))]]] = ord("。")
        return cls(codes.tobytes().decode("utf-32-le", "surrogatepass"), np.minimum(codes, np.uint32(PLANE - 1)).astype(np.int64))


class Classes:
    """Up to sixteen named classes of characters; a character may be in several. Characters outside the basic plane are in none."""

    def __init__(self, **classes: Iterable[str]) -> None:
        self._table = np.zeros(PLANE, np.uint16)
        self.bits = {name: np.uint16(1 << number) for number, name in enumerate(classes)}
        for name, characters in classes.items():
            self._table[[ord(character) for character in characters]] |= self.bits[name]
        self._table[-1] = 0

    def of(self, letters: Letters) -> Bits:
        """The classes of each character, as bits."""
        found: Bits = self._table.take(letters.codes)
        return found


def ascending(flags: NDArray[Any]) -> list[int]:
    """Places of the flags that are set."""
    places: list[int] = flags.nonzero()[0].tolist()
    return places


def between(places: Sequence[int], start: int, end: int) -> Sequence[int]:
    """The ascending places in [start, end)."""
    return places[bisect_left(places, start) : bisect_left(places, end)]


@cache
def _folding() -> NDArray[np.uint32]:
    points = np.arange(_POINTS, dtype=np.uint32)
    for old, new in table().items():
        points[old] = new
    return points


@cache
def _before_stop() -> NDArray[np.bool_]:
    """Which characters make the dot behind them a full stop."""
    found = np.zeros(PLANE, np.bool_)
    found[0x4E00:0xA000] = True
    found[[ord(character) for character in "%”’)》"]] = True
    found[[ord(character) for character in "〇零一二三四五六七八九十"]] = False
    return found
