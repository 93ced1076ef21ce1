"""From a number to what it counts: the wordings of the catalogue, looked up in the clause around the number.

All words of the catalogue are compiled once into one table. A sentence is walked through once and its hits are kept with their places;
a number then asks only the hits of its own clause. Lists of a wording (beside, with, about …) are bits of a mask.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import add, or_
from typing import NamedTuple

import regex

from analysis.catalogue import Catalogue, Indicator, Wording
from analysis.clauses import Clause, Sentence, clauses, marks
from analysis.fold import fold
from analysis.quantities import Quantity, choice

_LONG_QUOTE = regex.compile("“[^“”\n]{13,80}”|《[^《》\n]{15,80}》")

#: Scores by the place of a wording's word: behind the number, right before it, before it while an object stands behind it,
#: behind the object, in the clause before.
BEHIND, BEFORE, DISTANT, PREDICATE, EARLIER = 100.0, 100.0, 62.0, 52.0, 30.0
#: Score of a wording that names no word (near: ["*"]): the unit and what the sentence is about must do.
ANYWHERE = 25.0
_OWN_OBJECT = regex.compile("(?:会|活动|论坛|班|课|赛|展|报告|建议|问题|项目|提案|个|场)$(?<!委员会)")
#: What each list that a wording asks for adds, once it is there.
_BESIDE, _CONTEXT, _ALSO, _ABOUT = 8.0, 6.0, 4.0, 5.0


class Entry(NamedTuple):
    """One wording as the search needs it: the length of its word, and bits instead of lists."""

    order: int
    indicator: str
    length: int
    beside: int
    context: int
    also: int
    about: int
    without: int
    weight: float


class Hit(NamedTuple):
    """Words of the catalogue that begin at `start`; the longest ends at `end`. by_unit: what they can mean for a number with a unit."""

    start: int
    end: int
    mask: int
    cut: bool
    by_unit: dict[str, tuple[Entry, ...]]


class Binding(NamedTuple):
    """What a number counts. indicator: an id or other. place: where its word stands (behind, before, distant, predicate, earlier, chain,
    beside, unit, none). word: that word's span in the sentence. clause: where it was looked for. subject: span of what is counted."""

    indicator: str
    place: str
    score: float
    word: tuple[int, int]
    clause: Clause
    subject: tuple[int, int] = (0, 0)


class _Words(NamedTuple):
    """A sentence with its hits; masks[i] is what the first i hits say; context asks the paragraph before it."""

    sentence: Sentence
    hits: list[Hit]
    starts: list[int]
    masks: list[int]
    context: Callable[[], int]


class Binder:
    """The words of one catalogue, compiled."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._bits: dict[tuple[str, ...], int] = {}
        entries: dict[str, list[tuple[Entry, tuple[str, ...]]]] = {}
        for order, indicator in enumerate(catalogue.indicators):
            for wording in indicator.wordings:
                entry = self._entry(order, indicator, wording)
                for word in wording.near:
                    entries.setdefault(word, []).append((entry._replace(length=len(word)), wording.units))
        self._anywhere: dict[str, list[Entry]] = {}
        for entry, units in entries.pop("*", ()):
            for unit in units:
                self._anywhere.setdefault(unit, []).append(entry)
        self._cuts = frozenset(map(fold, catalogue.phrases["cut"]))
        self._filler = regex.compile(f"(?:{choice(map(fold, catalogue.phrases['filler']))}|[、的 ])*+")
        self._units = {indicator.id: frozenset(indicator.units) for indicator in catalogue.indicators}
        self._followers = {indicator.id: indicator.followers for indicator in catalogue.indicators}
        words = set(entries) | self._cuts | {word for listed in self._bits for word in listed}
        masks = dict.fromkeys(words, 0)
        for listed, bit in self._bits.items():
            for word in listed:
                masks[word] |= bit
        self._table = {word: self._info(word, masks, entries) for word in words}
        lengths: dict[str, set[int]] = {}
        for word in words:
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}
        self._single = frozenset(word for word in words if len(word) == 1)

    def _entry(self, order: int, indicator: Indicator, wording: Wording) -> Entry:
        lists = (wording.beside, wording.context, wording.also, wording.about, wording.without)
        bits = [self._bits.setdefault(words, 1 << len(self._bits)) if words else 0 for words in lists]
        return Entry(order, indicator.id, 0, *bits, wording.weight)

    def _info(self, word: str, masks: dict[str, int], entries: dict[str, list[tuple[Entry, tuple[str, ...]]]]) -> tuple[int, bool, dict[str, tuple[Entry, ...]]]:
        """Mask, cut and entries of a word together with those of the words it begins with."""
        mask = 0
        by_unit: dict[str, list[Entry]] = {"*": []}
        for length in range(1, len(word) + 1):
            prefix = word[:length]
            mask |= masks.get(prefix, 0)
            for entry, units in entries.get(prefix, ()):
                for unit in units:
                    by_unit.setdefault(unit, []).append(entry)
        every = by_unit.pop("*")
        table = {unit: tuple(found + every) for unit, found in by_unit.items()}
        if every:
            table["*"] = tuple(every)
        cut = word in self._cuts or (not entries.get(word) and any(word[:length] in self._cuts for length in range(2, len(word))))
        return mask, cut, table

    def hits(self, text: str) -> list[Hit]:
        """Words of the catalogue in the folded `text`: for each place where one begins, the longest, which speaks for those it begins with."""
        table, lengths, single = self._table, self._lengths, self._single
        found = [Hit(place, place + 1, *table[character]) for place, character in enumerate(text) if character in single]
        alone = {hit.start: index for index, hit in enumerate(found)}
        for place in [place for place, pair in enumerate(map(add, text, text[1:])) if pair in lengths]:
            for length in lengths[text[place : place + 2]]:
                word = text[place : place + length]
                if word in table:
                    hit = Hit(place, place + len(word), *table[word])
                    if place in alone:
                        found[alone[place]] = hit
                    else:
                        found.append(hit)
                    break
        found.sort()
        return found

    def mask(self, text: str) -> int:
        """Which lists of the catalogue have a word in the folded text: what `about` asks of a paragraph."""
        mask = 0
        for hit in self.hits(text):
            mask |= hit.mask
        return mask

    def bind(self, text: str, quantities: Sequence[Quantity], context: Callable[[], int]) -> Iterator[tuple[Quantity, Binding]]:
        """Quantities of the folded sentence `text` with their bindings, in order; a rate that several things share stands once for each.

        context: mask of the heading and of the paragraph before the sentence, asked only when a wording wants to know.
        """
        plain = _LONG_QUOTE.sub(_blank, text) if "“" in text or "《" in text else text
        hits = self.hits(plain)
        seen = list(accumulate((hit.mask for hit in hits), or_, initial=0))
        cuts = [hit.start for hit in hits if hit.cut]
        words = _Words(Sentence(plain, marks(plain), cuts), hits, [hit.start for hit in hits], seen, context)
        singles: list[Binding] = []
        for quantity, clause in zip(quantities, clauses(words.sentence, quantities), strict=True):
            bindings = self._of(words, quantity, clause, singles, quantities)
            singles.append(bindings[-1])
            for binding in bindings:
                yield quantity, binding._replace(subject=self._subject(words, binding.clause))

    def _subject(self, words: "_Words", clause: Clause) -> tuple[int, int]:
        """Span of the words that name what is counted: the object behind the number, else what stands before it without its verb."""
        if clause.object_end > clause.stop:
            return clause.stop, clause.object_end
        start = clause.left
        for index in range(bisect_left(words.starts, clause.number) - 1, -1, -1):
            hit = words.hits[index]
            if hit.start < clause.left:
                break
            if hit.cut and hit.end < clause.number - 1:
                start = hit.end
                break
        return start, clause.number

    def _of(self, words: _Words, quantity: Quantity, clause: Clause, before: Sequence[Binding], quantities: Sequence[Quantity]) -> list[Binding]:
        """Bindings of one quantity: its own words, the chain's, those of the clause before, or those of the like number beside it."""
        if clause.follows >= 0:
            head = before[clause.follows]
            if quantity.unit in self._units.get(head.indicator, ()):
                return [head._replace(place="chain", clause=clause)]
        candidates = self._candidates(words, quantity, clause)
        if candidates:
            candidates = _mixed(words.sentence.text, candidates, clause)
            if quantity.unit == "%" and not clause.shared:
                return _shared(words.sentence.text, candidates, clause)
            return [max(candidates, key=lambda found: found.score)]
        if clause.follows >= 0 and quantity.kind == "people" and self._followers.get(before[clause.follows].indicator):
            return [before[clause.follows]._replace(indicator=self._followers[before[clause.follows].indicator], place="chain", clause=clause)]
        nothing = self._by_unit(words, quantity, clause)
        if clause.object_end > clause.stop or nothing.place == "unit":
            return [nothing]
        if self._filler.fullmatch(words.sentence.text, clause.left, clause.number):
            return [self._earlier(words, quantity, clause) or nothing]
        return [self._like(words, quantity, clause, before, quantities) or nothing]

    def _by_unit(self, words: _Words, quantity: Quantity, clause: Clause) -> Binding:
        """A wording without a word of its own: 字 where the paragraph is about 文史. Else other."""
        nowhere = (quantity.start, quantity.start)
        seen = words.masks[bisect_left(words.starts, clause.right)]
        for entry in self._anywhere.get(quantity.unit, ()):
            wanted = entry.beside or entry.context or entry.also
            if wanted and not wanted & seen or entry.without & seen:
                continue
            if not entry.about or entry.about & seen or entry.about & words.context():
                return Binding(entry.indicator, "unit", ANYWHERE + entry.weight, nowhere, clause)
        return Binding("other", "none", 0.0, nowhere, clause)

    def _earlier(self, words: _Words, quantity: Quantity, clause: Clause) -> Binding | None:
        """The words of the clause before, when the number's own has none: 开展义诊等活动，累计23场次."""
        if clause.left < 2:
            return None
        left = words.sentence.left(clause.left - 1, max(0, clause.left - 60))
        candidates = self._candidates(words, quantity, clause._replace(left=left, stop=clause.right))
        best = max(candidates, key=lambda found: found.score, default=None)
        return best and best._replace(place="earlier", score=best.score - BEFORE + EARLIER)

    def _like(
        self, words: _Words, quantity: Quantity, clause: Clause, before: Sequence[Binding], quantities: Sequence[Quantity]
    ) -> Binding | None:  # fmt: skip
        """A short clause beside one with the same unit says the same of somebody else: 经济委开展调研5次，文史委3次."""
        if not before or clause.number - clause.left > 8 or _OWN_OBJECT.search(words.sentence.text, clause.left, clause.number):
            return None
        last, one = before[-1], quantities[len(before) - 1]
        if one.unit == quantity.unit and clause.left - one.stop <= 1 and last.place == "before":
            return last._replace(place="beside", score=EARLIER, clause=clause)
        return None

    def _candidates(self, words: _Words, quantity: Quantity, clause: Clause) -> list[Binding]:
        """Wordings whose word and lists are there, the most telling word only where one contains another."""
        first, last = bisect_left(words.starts, clause.left), bisect_left(words.starts, clause.right)
        if clause.shared:
            last = bisect_left(words.starts, quantity.start)
        own, seen = 0, words.masks[last]
        for hit in words.hits[first:last]:
            own |= hit.mask
        found: list[Binding] = []
        for hit in words.hits[first:last]:
            for entry in hit.by_unit.get(quantity.unit) or hit.by_unit.get("*", ()):
                score, place = _score(hit, entry, clause)
                if not place or entry.without & own or (entry.beside and not entry.beside & own):
                    continue
                if (entry.context and not entry.context & seen) or (entry.also and not entry.also & seen):
                    continue
                if entry.about:
                    if entry.about & seen:
                        score += _ABOUT
                    elif not entry.about & words.context():
                        continue
                found.append(Binding(entry.indicator, place, score - entry.order * 1e-6, (hit.start, hit.start + entry.length), clause))
        return list(_longest(found))


def _blank(match: "regex.Match[str]") -> str:
    """A long quotation names a topic; its words say nothing about what is counted."""
    text: str = match.group()
    return text[0] + "＿" * (len(text) - 2) + text[-1]


def _score(hit: Hit, entry: Entry, clause: Clause) -> tuple[float, str]:
    """How telling a word is at its place; no place when it reaches over the number or the clause."""
    end = hit.start + entry.length
    score = 2.0 * entry.length + entry.weight + (entry.beside and _BESIDE) + (entry.context and _CONTEXT) + (entry.also and _ALSO)
    if end <= clause.number:
        bare = clause.object_end <= clause.stop
        return score + (BEFORE if bare else DISTANT) - min(clause.number - end, 30) * 1.5, "before" if bare else "distant"
    if hit.start < clause.stop or end > clause.right:
        return 0.0, "before" if clause.shared and hit.start >= clause.number else ""
    if end <= clause.object_end:
        return score + BEHIND + min(end - clause.stop, 12) * 0.5, "behind"
    return score + PREDICATE, "predicate"


def _longest(found: Sequence[Binding]) -> Iterator[Binding]:
    """Leave out a word that stands inside a longer one: 协商 in 协商议政中心."""
    for one in found:
        start, end = one.word
        if not any(other.word != one.word and other.word[0] <= start and end <= other.word[1] for other in found):
            yield one


def _mixed(text: str, candidates: Sequence[Binding], clause: Clause) -> Sequence[Binding]:
    """Examples before 等 that name several indicators leave the word to what stands behind 等: 学习交流、调研协商等活动60余次."""
    place = text.rfind("等", clause.left, clause.number)
    if place < 0 or clause.object_end > clause.stop:
        return candidates
    behind = [one for one in candidates if one.word[0] >= place]
    named = {one.indicator for one in candidates if one.word[1] <= place and one.place == "before"}
    return behind if behind and len(named) > 1 else candidates


def _shared(text: str, candidates: Sequence[Binding], clause: Clause) -> list[Binding]:
    """A rate behind a list of rates belongs to each of them: 办结率、办复率、满意率均为100%."""
    best = max(candidates, key=lambda found: found.score)
    if best.place != "before":
        return [best]
    chosen: dict[int, Binding] = {}
    for one in sorted(candidates, key=lambda found: (found.word, -found.score)):
        if one.place == "before":
            chosen.setdefault(one.word[0], one)
    ordered = [chosen[start] for start in sorted(chosen)]
    parts = [ordered[-1]]
    for one in reversed(ordered[:-1]):
        between = text[one.word[1] : parts[0].word[0]]
        if len(between) > 10 or not between or between[0] not in "、和及与,":
            break
        parts.insert(0, one)
    return parts if len({part.indicator for part in parts}) == len(parts) else [best]


@lru_cache(maxsize=4)
def binder(catalogue: Catalogue) -> Binder:
    """The compiled words of a catalogue; catalogues are compared by identity."""
    return Binder(catalogue)
