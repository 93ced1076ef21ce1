"""Where the words of a number may stand: its own clause, the object behind it, chains (20批次300余人) and lists (分别为5次、6次).

All offsets point into one folded sentence. A clause ends at , ; : brackets and dashes, and at the words that an earlier number claims.
"""

from collections.abc import Sequence
from typing import NamedTuple

import regex

from analysis.quantities import Quantity

REACH = 120  # how far before a number its words may stand
TAIL = 40  # how far behind it
_MARKS = ",;:(—"
_STOP = regex.compile("[,;:。()—]")
_LINK = regex.compile("[、,和及与共约计]{0,2}+")
_EACH = regex.compile("分别|依次|各自")
_AND = regex.compile("[、,和及与以]")
_FOLLOWING_KINDS = frozenset({"people", "words", "money", "event"})


class Clause(NamedTuple):
    """Where to look for a number's words: from left to number before it, from stop to right behind it.

    number, stop: edges of the number, or of the chain it belongs to. object_end: end of the object behind it; equal to stop when nothing
    stands there. follows: index of the number before it in its chain, or -1. shared: left to number is its item of a list.
    """

    left: int
    number: int
    stop: int
    right: int
    object_end: int
    follows: int = -1
    shared: bool = False


class Cut(NamedTuple):
    """Places where a predicate begins, ascending."""

    places: Sequence[int]

    def first(self, start: int, end: int) -> int:
        """The first predicate in [start, end), else `end`."""
        for place in self.places:
            if place >= start:
                return min(place, end)
        return end


def clause_left(text: str, place: int, low: int = 0) -> int:
    """Start of the clause that holds `place`, not before `low`."""
    return max(low, *(text.rfind(mark, low, place) + 1 for mark in _MARKS))


def clauses(text: str, quantities: Sequence[Quantity], cuts: Cut) -> list[Clause]:
    """One clause for each quantity of the folded sentence, in order."""
    found: list[Clause] = []
    lists = _lists(text, quantities)
    claimed = index = 0
    while index < len(quantities):
        last = index
        while last + 1 < len(quantities) and _chained(text, quantities[last], quantities[last + 1]):
            last += 1
        head, tail = quantities[index], quantities[last]
        following = quantities[last + 1].start if last + 1 < len(quantities) else len(text)
        left = clause_left(text, head.start, max(claimed, head.start - REACH))
        right = _right(text, tail.stop, following)
        end = _object_end(text, tail.stop, right, cuts)
        for member in range(index, last + 1):
            if member in lists:
                start, stop = lists[member]
                found.append(Clause(start, stop, quantities[member].stop, right if member == last else quantities[member].stop, quantities[member].stop, shared=True))
            else:
                found.append(Clause(left, head.start, tail.stop, right, end, member - 1 if member > index else -1))
        claimed = end
        index = last + 1
    return found


def _chained(text: str, one: Quantity, other: Quantity) -> bool:
    """Two numbers of one event stand side by side: 20余批次300余人, 两部、四十万字."""
    if one.unit == other.unit or other.kind not in _FOLLOWING_KINDS or one.kind == "rate":
        return False
    return other.start - one.stop <= 2 and _LINK.fullmatch(text, one.stop, other.start) is not None


def _right(text: str, start: int, following: int) -> int:
    """End of the words behind a number: the next mark, the next number, or in a list the 、 before it."""
    limit = min(following, start + TAIL)
    stop = _STOP.search(text, start, limit)
    if stop:
        return stop.start()
    if limit == following < len(text):
        mark = text.find("、", start, limit)
        return mark if mark >= 0 else limit
    return limit


def _object_end(text: str, start: int, right: int, cuts: Cut) -> int:
    end = cuts.first(start, right)
    return end if text[start:end].strip("的 、和及与了。!…”并") else start


def _lists(text: str, quantities: Sequence[Quantity]) -> dict[int, tuple[int, int]]:
    """Numbers given one by one for a list of things: index of the number -> span of its thing. 甲、乙分别为5次、6次."""
    found: dict[int, tuple[int, int]] = {}
    for match in _EACH.finditer(text):
        first = next((index for index, quantity in enumerate(quantities) if quantity.start >= match.end()), -1)
        if first < 0 or quantities[first].start - match.end() > 12 or first in found:
            continue
        members = [first]
        while members[-1] + 1 < len(quantities):
            one, other = quantities[members[-1]], quantities[members[-1] + 1]
            if other.start - one.stop > 2 or not _AND.match(text, one.stop):
                break
            members.append(members[-1] + 1)
        low = max(text.rfind(";", 0, match.start()) + 1, match.start() - REACH, quantities[first - 1].stop if first else 0)
        edges = [low, *(mark.start() for mark in _AND.finditer(text, low, match.start())), match.start()]
        things = [(start, end) for start, end in zip(edges, edges[1:], strict=False) if end - start > 1]
        if len(members) > 1 and len(things) >= len(members):
            found.update(zip(members, things[-len(members) :], strict=True))
    return found
