"""Where the words of a number may stand: its own clause, the object behind it, chains (20批次300余人) and lists (分别为5次、6次).

All offsets point into the folded text. A clause ends at , ; : brackets and dashes, and at the words that an earlier number claims.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.figures.quantities import Quantity

#: Where a clause ends; a sentence ends at one of ENDS.
MARKS, ENDS = ",;:(—)。", "。!?;\n…"
REACH = 120  # how far before a number its words may stand
TAIL = 40  # how far behind it
_LINK = re.compile("[、,和及与共约计]{0,2}+")
_EACH = re.compile("分别|依次|各自")
_AND = re.compile("[、,和及与以]")
_FOLLOWING_KINDS = frozenset({"people", "words", "money", "event"})
_NO_OBJECT = "的 、和及与了。!…”并"


@dataclass(slots=True)
class Clause:
    """Where to look for a number's words: from left to number before it, from stop to right behind it.

    number, stop: edges of the number, or of the chain it belongs to. object_end: end of the object behind it; equal to stop when nothing
    stands there. whole_left, whole_right: edges of the clause whatever other numbers claim of it. follows: index of the number before it
    in its chain, or -1. shared: left to number is its item of a list.
    """

    left: int
    number: int
    stop: int
    right: int
    object_end: int
    whole_left: int
    whole_right: int
    follows: int = -1
    shared: bool = False


@dataclass(slots=True)
class Sentence:
    """The stretch [start, end) of a folded text, the places of its marks, and of the words that begin a predicate, both ascending."""

    text: str
    start: int
    end: int
    marks: Sequence[int]
    cuts: Sequence[int] = ()

    def left(self, place: int, low: int = 0) -> int:
        """Start of the clause that holds `place`, not before `low`."""
        index = bisect_left(self.marks, place)
        return max(low, self.marks[index - 1] + 1 if index else self.start)

    def right(self, place: int, limit: int) -> int:
        """End of the clause that holds `place`, not behind `limit`."""
        index = bisect_left(self.marks, place)
        return min(self.marks[index] if index < len(self.marks) else self.end, limit)

    def place(self, quantities: Iterable[Quantity]) -> None:
        """Tell the quantities the edges of their clauses; they are asked for over and over."""
        marks, size = self.marks, len(self.marks)
        for quantity in quantities:
            index = bisect_left(marks, quantity.start)
            quantity.left = marks[index - 1] + 1 if index else self.start
            index = bisect_left(marks, quantity.stop, index)
            quantity.right = marks[index] if index < size else self.end

    def object_end(self, start: int, right: int) -> int:
        """End of the object that stands in [start, right): where a predicate begins; `start` when there is none."""
        index = bisect_left(self.cuts, start)
        end = min(self.cuts[index], right) if index < len(self.cuts) else right
        return end if self.text[start:end].strip(_NO_OBJECT) else start


def clauses(sentence: Sentence, quantities: Sequence[Quantity]) -> list[Clause]:
    """One clause for each quantity of the sentence, in order; `sentence.place` has placed them."""
    found: list[Clause] = []
    count = len(quantities)
    lists = _lists(sentence, quantities) if count > 1 else {}
    claimed = last = 0
    while last < count:
        first, head = last, quantities[last]
        tail, last = head, last + 1
        while last < count and quantities[last].start - tail.stop <= 2 and _chained(sentence, tail, quantities[last]):
            tail, last = quantities[last], last + 1
        whole_left, whole_right = max(head.left, head.start - REACH), min(tail.right, tail.stop + TAIL)
        right = whole_right if last == count else _before(sentence.text, tail.stop, whole_right, quantities[last].start)
        object_end = sentence.object_end(tail.stop, right)
        left, claimed = max(whole_left, claimed), object_end
        found.append(Clause(left, head.start, tail.stop, right, object_end, whole_left, whole_right))
        for member in range(first + 1, last):
            found.append(Clause(left, head.start, tail.stop, right, object_end, whole_left, whole_right, member - 1))
    for member, thing in lists.items():
        found[member] = _of_list(sentence, quantities[member], thing)
    return found


def _of_list(sentence: Sentence, quantity: Quantity, thing: tuple[int, int]) -> Clause:
    """The clause of a number whose thing stands in a list before it."""
    start, end = thing
    return Clause(start, end, quantity.stop, quantity.stop, quantity.stop, sentence.left(end, end - REACH), end, shared=True)


def _before(text: str, start: int, right: int, following: int) -> int:
    """End of the words behind a number, when another number follows: the next mark, the next number, or in a list the 、 before it."""
    if right < following:
        return right
    mark = text.find("、", start, following)
    return mark if mark >= 0 else following


def _chained(sentence: Sentence, one: Quantity, other: Quantity) -> bool:
    """Two numbers of one event, at most two characters apart: 20余批次300余人, 两部、四十万字; not 协商48次,15位领导出席."""
    if one.unit == other.unit or other.kind not in _FOLLOWING_KINDS or one.kind == "rate":
        return False
    if _LINK.fullmatch(sentence.text, one.stop, other.start) is None:
        return False
    return other.start == one.stop or sentence.object_end(other.stop, min(other.right, other.stop + TAIL)) == other.stop


def _lists(sentence: Sentence, quantities: Sequence[Quantity]) -> dict[int, tuple[int, int]]:
    """Numbers given one by one for a list of things: index of the number -> span of its thing. 甲、乙分别为5次、6次."""
    found: dict[int, tuple[int, int]] = {}
    text = sentence.text
    starts = [quantity.start for quantity in quantities]
    for match in _EACH.finditer(text, sentence.start, starts[-1]):
        first = bisect_left(starts, match.end())
        if first == len(quantities) or starts[first] - match.end() > 12 or first in found:
            continue
        members = [first]
        while members[-1] + 1 < len(quantities):
            one, other = quantities[members[-1]], quantities[members[-1] + 1]
            if other.start - one.stop > 2 or not _AND.match(text, one.stop):
                break
            members.append(members[-1] + 1)
        low = max(sentence.start, match.start() - REACH, quantities[first - 1].stop if first else 0)
        edges = [low, *(mark.start() for mark in _AND.finditer(text, low, match.start())), match.start()]
        things = [(start, end) for start, end in pairwise(edges) if end - start > 1]
        if len(members) > 1 and len(things) >= len(members):
            found.update(zip(members, things[-len(members) :], strict=True))
    return found
