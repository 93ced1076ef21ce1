"""The words of a catalogue as one table: what each of them says wherever it stands.

All words of all wordings are numbered once. Lists of a wording (beside, with, about …) are bits of a mask, so that asking for all of them
is one `&`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import or_
from typing import NamedTuple

import numpy as np

from analysis.figures.catalogue import ROLES, Catalogue, Indicator, Wording
from analysis.figures.quantities import load_units
from analysis.figures.wordplaces import WordPlaces
from analysis.fold import fold

#: A wording that names no word: the unit and what the sentence is about must do.
ANY_WORD = "*"
#: An indicator that takes every unit.
ANY_UNIT = "*"

#: What a word adds for each of its characters, and what each list that its wording asks for adds once it is there.
_CHARACTER, _BESIDE, _CONTEXT, _ALSO = 2.0, 8.0, 6.0, 4.0
_ORDER = 1e-6  # of two equal wordings the one that stands first in the catalogue


@dataclass(slots=True, eq=False)
class Entry:
    """One wording as the search needs it: length of its word, bits instead of lists, and the score it has wherever it stands.

    tests: of the lists that must be there and of those that must not, see `Cues.failing`. about: of the list that may also stand in the
    paragraph. weight does not count `about`.
    """

    indicator: str
    length: int
    tests: int
    about: int
    weight: float


class Unworded(NamedTuple):
    """A wording that names no word, with the bits of its lists; one of `wanted` must be there, one of `about` may be in the paragraph."""

    indicator: str
    wanted: int
    without: int
    about: int


#: Bits of `Cues.roles`.
SHARE, TOPIC, TOPIC_NOT, TOTAL, SUBSET, PLAN, PLAN_NOT, BACKGROUND, RULE, RULE_NOT, MOMENT = (1 << number for number in range(len(ROLES)))

_Named = dict[str, list[tuple[Entry, tuple[str, ...]]]]  # by word the wordings that it stands near in, with their units


def _with_occasions(units: Sequence[str]) -> tuple[str, ...]:
    """With 篇 also 篇次, as far as units.tsv knows it; not 人次, which does not count persons."""
    known = load_units()
    return tuple(dict.fromkeys((*units, *(unit + "次" for unit in units if unit + "次" in known and known[unit].kind != "people"))))


class _Meanings(dict[str, dict[int, tuple[Entry, ...]]]):
    """By unit and word what the word can mean for a number with that unit, the entries of longer words first."""

    def __missing__(self, unit: str) -> dict[int, tuple[Entry, ...]]:
        return self[ANY_UNIT]


class Cues:
    """The words of one catalogue. What one says goes for the words that it begins with too; they are known by their numbers.

    places: finds them in a text. lengths; cuts: whether a predicate begins with a word; roles: which phrases (`ROLES`) it is; masks: the
    lists it stands in. anywhere: by unit, the wordings that name no word.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._bits: dict[tuple[str, tuple[str, ...]], int] = {}
        self.anywhere: dict[str, list[Unworded]] = {}
        entries: _Named = {}
        for order, indicator in enumerate(catalogue.indicators):
            for wording in indicator.wordings:
                units, named = _with_occasions(wording.units), [word for word in wording.near if word != ANY_WORD]
                if len(named) < len(wording.near):
                    for unit in units:
                        self.anywhere.setdefault(unit, []).append(self._unworded(indicator, wording))
                by_length = self._entries(order, indicator, wording, set(map(len, named))) if named else {}
                for word in named:
                    entries.setdefault(word, []).append((by_length[len(word)], units))
        self._own, self._verb, self._seen = self._of_kinds("own", "not"), self._of_kinds("verb"), self._of_kinds("seen")
        self._wanted = self._of_kinds("own", "verb", "seen")
        self._cuts = frozenset(map(fold, catalogue.phrases["cut"]))
        self._roles: dict[str, int] = {}
        for number, name in enumerate(ROLES):
            for word in map(fold, catalogue.phrases[name]):
                self._roles[word] = self._roles.get(word, 0) | 1 << number
        words = {*entries, *self._cuts, *self._roles, *chain.from_iterable(listed for _, listed in self._bits)}
        masks = dict.fromkeys(words, 0)
        for (_, listed), bit in self._bits.items():
            for word in listed:
                masks[word] |= bit
        self._know(sorted(words), masks, entries)

    def _know(self, words: Sequence[str], masks: dict[str, int], entries: _Named) -> None:
        """Number the words and note of each what it and the words it begins with say."""
        self.places = WordPlaces(words)
        self.lengths = np.array(list(map(len, words)))
        self.cuts = np.array([self._cut(word, entries) for word in words])
        self.roles = np.array([self._role(word) for word in words])
        said = [reduce(or_, (masks.get(word[:length], 0) for length in range(1, len(word) + 1)), 0) for word in words]
        same = {mask: mask for mask in said}  # one object for all equal ones: what is looked up thousands of times stays near
        self.masks = [same[mask] for mask in said]
        self.meanings = _Meanings({ANY_UNIT: {}})
        for number, word in enumerate(words):
            for unit, meant in _by_unit(word, entries).items():
                self.meanings.setdefault(unit, {})[number] = meant

    def _cut(self, word: str, entries: _Named) -> bool:
        """Whether a predicate begins with a word: it is one of cut, or it begins with one and names nothing itself."""
        return word in self._cuts or (not entries.get(word) and any(word[:length] in self._cuts for length in range(2, len(word))))

    def _role(self, word: str) -> int:
        """Which phrases a word is, or the longest phrase that it begins with."""
        return next((self._roles[word[:length]] for length in range(len(word), 0, -1) if word[:length] in self._roles), 0)

    def _bit(self, kind: str, words: tuple[str, ...]) -> int:
        """The bit of a list. kind: which words count for it, those of the number's own clause (own, not), of the whole clause (verb) or of
        the sentence up to its end (seen)."""
        return self._bits.setdefault((kind, words), 1 << len(self._bits)) if words else 0

    def _of_kinds(self, *kinds: str) -> int:
        return sum(bit for (kind, _), bit in self._bits.items() if kind in kinds)

    def _entries(self, order: int, indicator: Indicator, wording: Wording, lengths: Iterable[int]) -> dict[int, Entry]:
        """The entry of a wording for words of each length; its words share it, so that few of them are to be kept near."""
        beside, verb, without = self._bit("own", wording.beside), self._bit("verb", wording.verb), self._bit("not", wording.without)
        context, also, about = (self._bit("seen", words) for words in (wording.context, wording.also, wording.about))
        score = wording.weight + _BESIDE * bool(beside or verb) + _CONTEXT * bool(context) + _ALSO * bool(also) - order * _ORDER
        tests = beside | verb | without | context | also
        return {length: Entry(indicator.id, length, tests, about, score + _CHARACTER * length) for length in lengths}

    def _unworded(self, indicator: Indicator, wording: Wording) -> Unworded:
        wanted = wording.beside or wording.verb or wording.context or wording.also
        return Unworded(indicator.id, *(self._bit("seen", words) for words in (wanted, wording.without, wording.about)))

    def failing(self, own: int, verbs: int, seen: int) -> int:
        """Which tests of entries fail, for the masks of a number's own clause, of its whole clause, and of its sentence up to there: lists
        that must be there and are not, lists that must not be there and are. One `&` with `Entry.tests` then asks them all."""
        return (own & self._own | verbs & self._verb | seen & self._seen) ^ self._wanted


def _by_unit(word: str, entries: _Named) -> dict[str, tuple[Entry, ...]]:
    """By unit what a word, or one that it begins with, can mean for a number; the entries of longer words first."""
    found: dict[str, list[Entry]] = {}
    for length in range(len(word), 0, -1):
        for entry, units in entries.get(word[:length], ()):
            for unit in (*load_units(), ANY_UNIT) if ANY_UNIT in units else units:
                found.setdefault(unit, []).append(entry)
    same: dict[tuple[int, ...], tuple[Entry, ...]] = {}
    return {unit: same.setdefault(tuple(map(id, meant)), tuple(meant)) for unit, meant in found.items()}
