"""Where in a folded text sentences end, clauses end and numbers may stand, asked of all its characters at once."""

import re
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.figures.clauses import ENDS, MARKS
from analysis.figures.quantities import NUMERALS, load_units
from analysis.letters import Bits, Classes, Letters, ascending

#: A bracket that breaks no clause: 党组（扩大）会议, 村（社区）.
_ASIDE = re.compile(r"\((?![一二三四五六七八九十]{1,3}\))[^()\d,;:。]{1,6}\)")


class Places(NamedTuple):
    """Ascending places of a folded text. ends: where sentences end, with −1 before and the length of the text behind them; marks: where
    clauses end; numbers: where numbers may stand, with the length of the text behind them."""

    ends: list[int]
    marks: list[int]
    numbers: list[int]

    @classmethod
    def of(cls, letters: Letters) -> "Places":
        """The places of a text."""
        found, bits, text = _classes().of(letters), _classes().bits, letters.text
        marks = found & bits["mark"] != 0
        for match in _ASIDE.finditer(text):
            marks[match.start()] = marks[match.end() - 1] = False
        numbers = ascending(_numbers(found, wide="百分之" in text))
        return cls([-1, *ascending(found & bits["end"] != 0), len(text)], ascending(marks), [*numbers, len(text)])


def _numbers(found: Bits, *, wide: bool) -> NDArray[np.bool_]:
    """Digits that no date follows, and Chinese numerals before a numeral, 余 or a measure word. 一 counts before a numeral or 余 only: 一批
    is no quantity, and in a list (两名、一名) the other number is found.

    Numbers with nothing behind them that could begin a measure word (二十大, 第3号) are passed over, and with them every fourth sentence;
    but not in a text that is `wide`, has numbers without a measure word (百分之五), or says 十来个.
    """
    bits = _classes().bits
    here, after = found[:-1], found[1:]
    digit, one, numeral = here & bits["digit"] != 0, here & bits["one"] != 0, here & bits["head"] != 0
    measure, scale = after & bits["measure"] != 0, after & bits["numeral"] != 0
    digit &= after & (bits["digit"] | bits["date"]) == 0
    some = after & bits["some"] != 0
    numbers = np.zeros(len(found), np.bool_)
    if wide or bool((some & (numeral | one)).any()):
        numbers[:-1] = digit | numeral & (measure | scale) | one & (scale | (after & bits["over"] != 0))
        numbers[-1:] = found[-1:] & bits["digit"] != 0
    else:
        numbers[:-1] = digit & (measure | scale | some) | numeral & measure | one & (scale | (after & bits["over"] != 0))
        numbers[1:-1] |= (numeral | one)[:-1] & (one & measure)[1:]
    return numbers


@cache
def _classes() -> Classes:
    """What `Places` asks of a character: does it end a sentence or a clause; is it a digit, or makes it a date of one; is it a numeral, or
    another character that begins a Chinese number; may a measure word or a qualifier begin with it."""
    return Classes(
        end=ENDS, mark=MARKS, digit="0123456789", date="年月日", numeral=NUMERALS, head=(set(NUMERALS) - {"一"}) | set("数几"), one="一",
        measure={name[0] for name in load_units()} | set("余多几分 "), over="余多几", some="来",
    )  # fmt: skip
