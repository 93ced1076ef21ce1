"""Where the words of a long list stand in a text: all its places are looked at together, one character of the words after the other.

Walking along a tree of the words from every place would touch far more memory, one cell after the other; here each step is one look-up
for all places that are still on their way. After the fifth character few of them are, and the rest of their words is compared.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.letters import PLANE, Codes, Letters

Numbers = NDArray[np.int16]
_STEPS = 5  # so many characters are looked up step by step
_END = np.zeros(_STEPS, np.int64)  # no character


class WordPlaces:
    """The words of a list (at most 32,767, of the basic plane), numbered as they stand in it."""

    def __init__(self, words: Sequence[str]) -> None:
        numbers = {word: number for number, word in enumerate(words)}
        heads = [sorted({word[:length] for word in words if len(word) >= length}) for length in range(1, _STEPS + 1)]
        self._single = np.full(PLANE, -1, np.int16)
        self._single[[ord(head) for head in heads[0]]] = [numbers.get(head, -1) for head in heads[0]]
        self._steps = [_Step(length, shorter, these, numbers) for length, (shorter, these) in enumerate(pairwise(heads), 2)]
        #: By the number of the last beginning what is still to come, the longest first, and the number of the whole word.
        self._rest: list[list[tuple[str, int]]] = [[] for _ in heads[-1]]
        for word in sorted(words, key=len, reverse=True):
            if len(word) > _STEPS:
                self._rest[heads[-1].index(word[:_STEPS])].append((word[_STEPS:], numbers[word]))
        self._goes_on = np.array([bool(rest) for rest in self._rest], np.bool_)

    def of(self, letters: Letters) -> tuple[Codes, Numbers]:
        """Places of the text where a word begins, ascending, and the number of the longest one that begins there."""
        codes = np.concatenate((letters.codes, _END))
        first, second, step = letters.codes, codes[1 : len(letters.codes) + 1], self._steps[0]
        slots, single = step.slots(first, second), self._single.take(first)
        places = ((slots >= 0) | (single >= 0)).nonzero()[0]
        heads = step.heads(slots.take(places), first.take(places), second.take(places))
        found = np.where(heads >= 0, step.words.take(heads), single.take(places))
        alive = (heads >= 0).nonzero()[0]
        heads = heads.take(alive)
        for depth, step in enumerate(self._steps[1:], 2):
            added = codes.take(places.take(alive) + depth)
            heads = step.heads(step.slots(heads, added), heads, added)
            on = (heads >= 0).nonzero()[0]
            alive, heads = alive.take(on), heads.take(on)
            found[alive] = step.words.take(heads)
        self._finish(letters.text, places, found, alive, heads)
        known = (found >= 0).nonzero()[0]
        return places.take(known), found.take(known)

    def _finish(self, text: str, places: Codes, found: Numbers, alive: Codes, heads: Numbers) -> None:
        """Put the longer words into `found`. alive: which places are still on their way; heads: what they have read."""
        on = self._goes_on.take(heads).nonzero()[0]
        at = alive.take(on)
        for index, place, head in zip(at.tolist(), (places.take(at) + _STEPS).tolist(), heads.take(on).tolist(), strict=True):
            for rest, number in self._rest[head]:
                if text.startswith(rest, place):
                    found[index] = number
                    break


class _Step:
    """The beginnings of words that have one length, numbered. Each is known by what comes before its last character (a character itself, or
    the number of the beginning that is one shorter) and by that character. words: by its number the longest word that it holds, or −1.

    They are kept in one short table: every `before` has an offset, so chosen that the cells offset + character are its own. The table
    stays in the nearest cache of the processor, and thousands of places are looked up in microseconds.
    """

    def __init__(self, length: int, shorter: Sequence[str], heads: Sequence[str], numbers: Mapping[str, int]) -> None:
        number = {head: number for number, head in enumerate(shorter)}
        before = [ord(head[0]) if length == 2 else number[head[:-1]] for head in heads]
        held = [[head[:end] for end in range(length, 0, -1) if head[:end] in numbers] for head in heads]
        # One entry more than there are numbers: the one of −1, which is no beginning.
        self._before = np.array([*before, -1], np.int64)
        self._added = np.array([*(ord(head[-1]) for head in heads), -1], np.int64)
        self.words = np.array([*(numbers[words[0]] if words else -1 for words in held), -1], np.int16)
        self._offsets = np.zeros(PLANE if length == 2 else max(1, len(shorter)), np.int64)
        size = 1 << (12 * len(heads)).bit_length()
        while not self._arrange(size):
            size *= 2

    def _arrange(self, size: int) -> bool:
        """Choose the offsets for a table of `size` cells, a power of two; those with the most beginnings first. False if there are none."""
        self._table = np.full(size, -1, np.int16)
        groups = [(self._before == before).nonzero()[0] for before in np.unique(self._before[:-1])]
        offset = 0
        for members in sorted(groups, key=len, reverse=True):
            added = self._added[members]
            if len(np.unique(added % size)) < len(added):
                return False
            tries = range(offset, offset + size)  # from where the last one was placed: before it there is little room
            offset = next((one for one in tries if (self._table[(added + one) % size] < 0).all()), -1)
            if offset < 0:
                return False
            self._offsets[self._before[members[0]]] = offset
            self._table[(added + offset) % size] = members
        return True

    def slots(self, before: Codes | Numbers, added: Codes) -> Numbers:
        """Numbers of the beginnings in whose cells these would be; −1 where the cell is empty."""
        return self._table.take((self._offsets.take(before) + added) & (len(self._table) - 1))

    def heads(self, slots: Numbers, before: Codes | Numbers, added: Codes) -> Numbers:
        """Numbers of the beginnings that these are, −1 for none. slots: what `slots` says of them."""
        same = (self._before.take(slots) == before) & (self._added.take(slots) == added)
        return np.where(same, slots, np.int16(-1))
