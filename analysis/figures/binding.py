"""From a number to what it counts: the wordings of the catalogue, looked up in the clause around the number.

A sentence is walked through once and its hits are kept with their places; a number then asks only the hits of its own clause.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from analysis.figures.catalogue import Catalogue
from analysis.figures.clauses import REACH, TAIL, Clause, Sentence, clauses
from analysis.figures.cues import ANY_UNIT, Cues, Hit, Role
from analysis.figures.quantities import Quantity, choice
from analysis.fold import fold

#: A long quotation names a topic; its words say nothing about what is counted.
_LONG_QUOTE = re.compile("“[^“”\n]{13,80}”|《[^《》\n]{15,80}》")

#: Scores by the place of a wording's word: behind the number, right before it, before it while an object stands behind it,
#: behind the object.
BEHIND, BEFORE, DISTANT, PREDICATE = 100.0, 100.0, 62.0, 52.0
ASIDE = 15.0  # what a word loses that is not the head of the object
ABOUT = 5.0  # what `about` adds when it stands in the sentence itself
#: What a clause ends in when it has an object of its own; 委员会 is no meeting.
_OWN_OBJECT = ("会", "活动", "论坛", "班", "课", "赛", "展", "报告", "建议", "问题", "项目", "提案", "个", "场")


class Binding(NamedTuple):
    """What a number counts. indicator: an id or other. place: where its word stands (behind, before, distant, predicate, earlier, chain,
    beside, unit, none). word: that word's span in the sentence. subject: span of the words that say what is counted."""

    indicator: str
    place: str
    word: tuple[int, int]
    subject: tuple[int, int]


class _Candidate(NamedTuple):
    """A word that may name the number. Compared by score first."""

    score: float
    start: int
    end: int
    place: str
    indicator: str


_Found = tuple[str, str, tuple[int, int]]  # indicator, place, word


class Words(NamedTuple):
    """A sentence with its hits and their starts; masks[i] is what the first i hits say; roles are the phrases among them; context asks
    the paragraph before it."""

    sentence: Sentence
    hits: list[Hit]
    starts: list[int]
    masks: list[int]
    roles: list[Role]
    context: Callable[[], int]


class Binder:
    """Names the quantities of a sentence with the words of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.cues = Cues(catalogue)
        self._filler = re.compile(f"(?:{choice(map(fold, catalogue.phrases['filler']))}|[、的 ])*+")
        self._units = {indicator.id: frozenset(indicator.units) for indicator in catalogue.indicators}
        self._followers = {indicator.id: indicator.followers for indicator in catalogue.indicators}

    def words(self, sentence: Sentence, hits: list[Hit], context: Callable[[], int]) -> Words:
        """The words of the catalogue in a sentence. hits: all of them (`Cues.hits`). context: mask of the heading and of the paragraph
        before the sentence, asked only when a wording wants to know."""
        text, start, end, marks, _ = sentence
        if text.find("“", start, end) >= 0 or text.find("《", start, end) >= 0:
            quotes = [match.span() for match in _LONG_QUOTE.finditer(text, start, end)]
            if quotes:
                marks = _outside(marks, quotes)
                outside = frozenset(_outside([place for place, _ in hits], quotes))
                hits = [hit for hit in hits if hit[0] in outside]
        starts, masks, cuts, mask = [], [0], [], 0
        roles: list[Role] = []
        for place, (length, bits, cut, role, _) in hits:
            if bits:
                mask |= bits
            masks.append(mask)
            starts.append(place)
            if cut:
                cuts.append(place)
            if role and not (roles and roles[-1].hides(place, role)):
                roles.append(Role(place, place + length, role))
        return Words(Sentence(text, start, end, marks, cuts), hits, starts, masks, roles, context)

    def bind(self, words: Words, quantities: Sequence[Quantity]) -> Iterator[tuple[Quantity, Binding]]:
        """Quantities of a sentence with their bindings, in order; a rate that several things share stands once for each."""
        singles: list[Binding] = []
        for quantity, clause in zip(quantities, clauses(words.sentence, quantities), strict=True):
            bindings = self._of(words, quantity, clause, singles, quantities)
            singles.append(bindings[-1])
            for binding in bindings:
                yield quantity, binding

    def _subject(self, words: Words, clause: Clause) -> tuple[int, int]:
        """Span of the words that name what is counted: the object behind the number, else what stands before it without its verb."""
        if clause.object_end > clause.stop:
            return clause.stop, clause.object_end
        start = clause.left
        for index in range(bisect_left(words.starts, clause.number) - 1, -1, -1):
            place, word = words.hits[index]
            if place < clause.left:
                break
            if word.cut and place + word.length < clause.number - 1:
                start = place + word.length
                break
        return start, clause.number

    def _of(
        self, words: Words, quantity: Quantity, clause: Clause, before: Sequence[Binding], quantities: Sequence[Quantity]
    ) -> list[Binding]:
        """Bindings of one quantity: its own words, the chain's, those of the clause before, or those of the like number beside it."""
        head = before[clause.follows] if clause.follows >= 0 else None
        if head and quantity.unit in self._units.get(head.indicator, ()):
            return [head._replace(place="chain")]
        candidates = self._candidates(words, quantity, clause)
        subject = self._subject(words, clause)
        text = words.sentence.text
        if candidates:
            candidates = _mixed(text, candidates, clause)
            chosen = _shared(text, candidates) if quantity.unit == "%" and not clause.shared else [max(candidates)]
            return [
                Binding(one.indicator, one.place, (one.start, one.end), subject if len(chosen) == 1 else (one.start, one.end))
                for one in chosen
            ]
        if head and quantity.kind == "people" and self._followers.get(head.indicator):
            return [head._replace(indicator=self._followers[head.indicator], place="chain")]
        found = self._by_unit(words, quantity, clause)
        if not found and clause.object_end <= clause.stop:
            if self._filler.fullmatch(text, clause.left, clause.number):
                found = self._earlier(words, quantity, clause)
            else:
                found = self._like(text, quantity, clause, before, quantities)
        indicator, place, word = found or ("other", "none", (quantity.start, quantity.start))
        return [Binding(indicator, place, word, subject)]

    def _by_unit(self, words: Words, quantity: Quantity, clause: Clause) -> _Found | None:
        """A wording without a word of its own: 字 where the paragraph is about 文史."""
        seen = words.masks[bisect_left(words.starts, clause.right)]
        for entry in self.cues.anywhere.get(quantity.unit, ()):
            wanted = entry.beside or entry.verb or entry.context or entry.also
            if (wanted and not wanted & seen) or entry.without & seen:
                continue
            if not entry.about or entry.about & seen or entry.about & words.context():
                return entry.indicator, "unit", (quantity.start, quantity.start)
        return None

    def _earlier(self, words: Words, quantity: Quantity, clause: Clause) -> _Found | None:
        """The words of the clause before, when the number's own has none: 开展义诊等活动，累计23场次."""
        if clause.left <= words.sentence.start + 1:
            return None
        left = words.sentence.left(clause.left - 1, clause.left - 60)
        best = max(self._candidates(words, quantity, clause._replace(left=left, stop=clause.right)), default=None)
        return (best.indicator, "earlier", (best.start, best.end)) if best else None

    def _like(
        self, text: str, quantity: Quantity, clause: Clause, before: Sequence[Binding], quantities: Sequence[Quantity]
    ) -> _Found | None:
        """A short clause beside one with the same unit says the same of somebody else: 经济委开展调研5次，文史委3次."""
        own = text[clause.left : clause.number]
        if not before or len(own) > 8 or (own.endswith(_OWN_OBJECT) and not own.endswith("委员会")):
            return None
        last, one = before[-1], quantities[len(before) - 1]
        if one.unit == quantity.unit and clause.left - one.stop <= 1 and last.place == "before":
            return last.indicator, "beside", last.word
        return None

    def _candidates(self, words: Words, quantity: Quantity, clause: Clause) -> list[_Candidate]:
        """Wordings whose word and lists are there, the most telling word only where one contains another."""
        first = bisect_left(words.starts, clause.left)
        last = bisect_left(words.starts, clause.number if clause.shared else clause.right)
        hits, unit = words.hits[first:last], quantity.unit
        own = _mask(hits)
        verbs = own | _mask(words.hits[bisect_left(words.starts, words.sentence.left(clause.number, clause.number - REACH)) : first])
        right = clause.number if clause.shared else words.sentence.right(clause.stop, clause.stop + TAIL)
        seen = words.masks[bisect_left(words.starts, right)]
        found: list[_Candidate] = []
        for start, (_, _, _, _, by_unit) in hits:
            if not by_unit:
                continue
            for indicator, length, beside, verb, context, also, about, without, score in by_unit.get(unit) or by_unit.get(ANY_UNIT, ()):
                if without & own or (beside and not beside & own) or (verb and not verb & verbs):
                    continue
                if (context and not context & seen) or (also and not also & seen):
                    continue
                bonus, place = _stands(clause, start, start + length)
                if not place or (about and not about & seen and not about & words.context()):
                    continue
                told = score + bonus + (ABOUT if about & seen else 0.0)
                found.append(_Candidate(told, start, start + length, place, indicator))
        return _heads(words.sentence.text, _longest(found), clause) if len(found) > 1 else found


def _mask(hits: Sequence[Hit]) -> int:
    mask = 0
    for _, (_, bits, _, _, _) in hits:
        if bits:
            mask |= bits
    return mask


def _stands(clause: Clause, start: int, end: int) -> tuple[float, str]:
    """How telling a word is at its place, and what that place is called; "" where it says nothing about the number."""
    bare = clause.object_end <= clause.stop
    if end <= clause.number:
        gap = clause.number - end
        if bare:
            return BEFORE - 1.5 * (gap if gap < 30 else 30), "before"
        return (DISTANT - 1.5 * gap, "distant") if gap < 2 else (0.0, "")  # with an object behind the number only the number's verb tells
    if start < clause.stop or end > clause.right:
        return 0.0, ""
    if end <= clause.object_end:
        return BEHIND, "behind"
    return (PREDICATE, "predicate") if bare else (0.0, "")


def _outside(places: Sequence[int], spans: Sequence[tuple[int, int]]) -> list[int]:
    """The ascending places that stand in none of the ascending spans."""
    ends = [end for _, end in spans]
    return [place for place in places if (index := bisect_right(ends, place)) == len(spans) or place < spans[index][0]]


def _longest(found: list[_Candidate]) -> list[_Candidate]:
    """Leave out a word that stands inside a longer one: 协商 in 协商议政中心."""
    spans = {(one.start, one.end) for one in found}
    if len(spans) == 1:
        return found
    inner = {(start, end) for start, end in spans for low, high in spans if low <= start and end <= high and high - low > end - start}
    return [one for one in found if (one.start, one.end) not in inner] if inner else found


def _heads(text: str, found: list[_Candidate], clause: Clause) -> list[_Candidate]:
    """Of words in the object behind a number the last one of the first unbroken run is its head: 民主监督意见建议. What stands before 的
    describes it (民主党派牵头的调研课题), and what stands behind other words is something else (联系点遍布社区)."""
    behind = [one for one in found if one.place == "behind"]
    if len(behind) < 2 or all(one.end == behind[0].end for one in behind):
        return found
    behind.sort(key=lambda one: (one.start, one.end))
    ranked: list[_Candidate] = []
    begin, reach = max(clause.stop, text.rfind("的", clause.stop, behind[-1].start) + 1), -1
    for score, start, end, place, indicator in behind:
        if start < begin or (reach >= 0 and start > reach and text[reach:start].strip("、和与及“”")):
            ranked.append(_Candidate(score - ASIDE, start, end, place, indicator))
            continue
        reach = max(reach, end)
        ranked.append(_Candidate(score + 0.5 * min(end - clause.stop, 12), start, end, place, indicator))
    return [*(one for one in found if one.place != "behind"), *ranked]


def _mixed(text: str, candidates: list[_Candidate], clause: Clause) -> list[_Candidate]:
    """Examples before 等 that name several indicators leave the word to what stands behind 等: 学习交流、调研协商等活动60余次."""
    place = text.rfind("等", clause.left, clause.number)
    if place < 0 or clause.object_end > clause.stop:
        return candidates
    behind = [one for one in candidates if one.start >= place]
    named = {one.indicator for one in candidates if one.end <= place and one.place == "before"}
    return behind if behind and len(named) > 1 else candidates


def _shared(text: str, candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """A rate behind a list of rates belongs to each of them: 办结率、办复率、满意率均为100%."""
    best = max(candidates)
    if best.place != "before":
        return [best]
    chosen: dict[int, _Candidate] = {}
    for one in sorted(candidates, reverse=True):
        if one.place == "before":
            chosen.setdefault(one.start, one)
    ordered = [chosen[start] for start in sorted(chosen)]
    parts = [ordered[-1]]
    for one in reversed(ordered[:-1]):
        between = text[one.end : parts[0].start]
        if len(between) > 10 or not between or between[0] not in "、和及与,":
            break
        parts.insert(0, one)
    return parts if len({part.indicator for part in parts}) == len(parts) else [best]


@lru_cache(maxsize=4)
def binder(catalogue: Catalogue) -> Binder:
    """The compiled words of a catalogue; catalogues are compared by identity."""
    return Binder(catalogue)
