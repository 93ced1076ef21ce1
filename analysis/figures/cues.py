"""The words of a catalogue as one table, and where they stand in a sentence.

All words of all wordings are compiled once. A text is walked through once by its character pairs; a place where words begin is one
`Hit`. Lists of a wording (beside, with, about …) are bits of a mask, so that asking for them is one `&`.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from analysis.figures.catalogue import ROLES, Catalogue, Indicator, Wording
from analysis.figures.quantities import load_units
from analysis.fold import fold
from analysis.letters import Letters, Openings

#: A wording that names no word: the unit and what the sentence is about must do.
ANY_WORD = "*"
#: An indicator that takes every unit.
ANY_UNIT = "*"


#: What a word adds for each of its characters, and what each list that its wording asks for adds once it is there.
_CHARACTER, _BESIDE, _CONTEXT, _ALSO = 2.0, 8.0, 6.0, 4.0
_ORDER = 1e-6  # of two equal wordings the one that stands first in the catalogue


class Entry(NamedTuple):
    """One wording as the search needs it: length of its word, bits instead of lists, and the score it has wherever it stands.

    weight does not count `about`, which may be there or only in the paragraph.
    """

    indicator: str
    length: int
    beside: int
    verb: int
    context: int
    also: int
    about: int
    without: int
    weight: float


class Word(NamedTuple):
    """A word of the catalogue, together with the words it begins with. mask: lists it stands in. cut: a predicate begins with it.

    roles: which phrases (`ROLES`) it is. by_unit: what it can mean for a number with a unit.
    """

    length: int
    mask: int
    cut: bool
    roles: int
    by_unit: dict[str, tuple[Entry, ...]]


#: Bits of `Word.roles`.
SHARE, TOPIC, TOPIC_NOT, TOTAL, SUBSET, PLAN, PLAN_NOT, BACKGROUND, RULE, RULE_NOT = (1 << number for number in range(len(ROLES)))

#: A place where a word of the catalogue begins, and the longest such word. A plain tuple: there are a dozen in every sentence.
Hit = tuple[int, Word]


class Role(NamedTuple):
    """A phrase at its place."""

    start: int
    end: int
    roles: int

    def hides(self, start: int, roles: int) -> bool:
        """Whether this phrase takes back another one that begins inside it: 计划 in 列入计划."""
        taken = (self.roles & TOPIC_NOT and TOPIC) | (self.roles & PLAN_NOT and PLAN) | (self.roles & RULE_NOT and RULE)
        return start < self.end and bool(roles & taken)


def in_stretch(roles: Sequence[Role], start: int, end: int) -> Sequence[Role]:
    """The phrases that begin in [start, end); `roles` ascend."""
    return roles[bisect_left(roles, start, key=_start) : bisect_left(roles, end, key=_start)] if roles else roles


_start = itemgetter(0)


Places = dict[str, list[tuple[Entry, tuple[str, ...]]]]


def _with_occasions(units: Sequence[str]) -> tuple[str, ...]:
    """With 篇 also 篇次, as far as units.tsv knows it; not 人次, which does not count persons."""
    known = load_units()
    return tuple(dict.fromkeys((*units, *(unit + "次" for unit in units if unit + "次" in known and known[unit].kind != "people"))))


class Cues:
    """The words of one catalogue. anywhere: by unit, the wordings that name no word."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._bits: dict[tuple[str, ...], int] = {}
        entries: Places = {}
        for order, indicator in enumerate(catalogue.indicators):
            for wording in indicator.wordings:
                entry = self._entry(order, indicator, wording)
                units = _with_occasions(wording.units)
                for word in wording.near:
                    score = entry.weight + _CHARACTER * len(word)
                    entries.setdefault(word, []).append((entry._replace(length=len(word), weight=score), units))
        self.anywhere: dict[str, list[Entry]] = {}
        for entry, units in entries.pop(ANY_WORD, ()):
            for unit in units:
                self.anywhere.setdefault(unit, []).append(entry)
        self._cuts = frozenset(map(fold, catalogue.phrases["cut"]))
        self._roles: dict[str, int] = {}
        for number, name in enumerate(ROLES):
            for word in map(fold, catalogue.phrases[name]):
                self._roles[word] = self._roles.get(word, 0) | 1 << number
        words = {*entries, *self._cuts, *self._roles, *chain.from_iterable(self._bits)}
        masks = dict.fromkeys(words, 0)
        for listed, bit in self._bits.items():
            for word in listed:
                masks[word] |= bit
        self._table = {word: self._info(word, masks, entries) for word in words}
        lengths: dict[str, set[int]] = {}
        for word in words:
            if len(word) > 1:
                lengths.setdefault(word[:2], set()).add(len(word))
        heads, single = sorted(lengths), sorted(word for word in words if len(word) == 1)
        self.openings = Openings(heads, single)
        #: By the number of an opening: the one word that it is, or else the lengths of the words that begin with it, longest first.
        self._whole = [self._table[head] if lengths[head] == {2} else None for head in heads] + [self._table[word] for word in single]
        self._lengths = [tuple(sorted(lengths[head], reverse=True)) for head in heads]

    def _entry(self, order: int, indicator: Indicator, wording: Wording) -> Entry:
        lists = (wording.beside, wording.verb, wording.context, wording.also, wording.about, wording.without)
        beside, verb, context, also, about, without = (
            self._bits.setdefault(words, 1 << len(self._bits)) if words else 0 for words in lists
        )
        score = wording.weight + _BESIDE * bool(beside or verb) + _CONTEXT * bool(context) + _ALSO * bool(also) - order * _ORDER
        return Entry(indicator.id, 0, beside, verb, context, also, about, without, score)

    def _info(self, word: str, masks: dict[str, int], entries: Places) -> Word:
        """Mask, cut and entries of a word together with those of the words it begins with."""
        mask = 0
        by_unit: dict[str, list[Entry]] = {ANY_UNIT: []}
        for length in range(1, len(word) + 1):
            prefix = word[:length]
            mask |= masks.get(prefix, 0)
            for entry, units in entries.get(prefix, ()):
                for unit in units:
                    by_unit.setdefault(unit, []).append(entry)
        every = by_unit.pop(ANY_UNIT)
        table = {unit: tuple(found + every) for unit, found in by_unit.items()}
        if every:
            table[ANY_UNIT] = tuple(every)
        cut = word in self._cuts or (not entries.get(word) and any(word[:length] in self._cuts for length in range(2, len(word))))
        named = [prefix for length in range(1, len(word) + 1) if (prefix := word[:length]) in self._roles]
        return Word(len(word), mask, cut, self._roles[named[-1]] if named else 0, table)

    def hits(self, text: str, places: Sequence[int], openings: Sequence[int]) -> list[Hit]:
        """Of the places of the folded `text` where words may open (`Openings.of`) those where words stand, each with the longest one."""
        table, whole, lengths = self._table, self._whole, self._lengths
        found: list[Hit] = []
        for place, opening in zip(places, openings, strict=True):
            word = whole[opening]
            if word is not None:
                found.append((place, word))
                continue
            for length in lengths[opening]:
                word = table.get(text[place : place + length])
                if word is not None:
                    found.append((place, word))
                    break
            else:
                word = table.get(text[place])
                if word is not None:
                    found.append((place, word))
        return found

    def mask(self, letters: Letters) -> int:
        """Which lists of the catalogue have a word in the folded text: what `about` asks of a paragraph."""
        mask = 0
        for _, word in self.hits(letters.text, *self.openings.of(letters)):
            mask |= word.mask
        return mask
