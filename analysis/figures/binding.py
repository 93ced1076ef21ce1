"""From a number to what it counts: the wordings of the catalogue, looked up in the clause around the number.

A number asks only the words of its own clause (`candidates`); where there are none, those of the number or of the clause before it.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from analysis.figures.candidates import candidates, mixed, shared
from analysis.figures.catalogue import Catalogue
from analysis.figures.clauses import TAIL, Clause, clauses
from analysis.figures.cues import Cues
from analysis.figures.quantities import Quantity, choice
from analysis.figures.spotting import Words
from analysis.fold import fold

#: What a clause ends in when it has an object of its own; 委员会 is no meeting.
_OWN_OBJECT = ("会", "会议", "评议", "活动", "论坛", "班", "课", "赛", "展", "报告", "建议", "问题", "项目", "提案", "个", "场")


#: The one rate of a clause, by its name.
_RATE = re.compile("[^率]*?([一-鿿]{2,8}率)(?:均|也|分别)?(?:为|是|达|达到|超|超过|约)?$")


@dataclass(slots=True)
class Binding:
    """What a number counts. indicator: an id or other. place: where its word stands (behind, before, distant, predicate, earlier, chain,
    beside, unit, none). word: that word's span in the sentence. subject: span of the words that say what is counted."""

    indicator: str
    place: str
    word: tuple[int, int]
    subject: tuple[int, int]


_Found = tuple[str, str, tuple[int, int]]  # indicator, place, word


class Binder:
    """Names the quantities of a sentence with the words of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.cues = Cues(catalogue)
        self._filler = re.compile(f"(?:{choice(map(fold, catalogue.phrases['filler']))}|[、的 ])*+")
        self._units = {indicator.id: frozenset(indicator.units) for indicator in catalogue.indicators}
        rates = [indicator for indicator in catalogue.indicators if indicator.kind == "rate"]
        self._rates = frozenset(fold(word) for indicator in rates for wording in indicator.wordings for word in wording.near)
        self._followers = {indicator.id: indicator.followers for indicator in catalogue.indicators}

    def bind(self, words: Words, quantities: Sequence[Quantity]) -> list[tuple[Quantity, Binding]]:
        """Quantities of a sentence with their bindings, in order; a rate that several things share stands once for each."""
        found: list[tuple[Quantity, Binding]] = []
        singles: list[Binding] = []
        for quantity, clause in zip(quantities, clauses(words.sentence, quantities), strict=True):
            bindings = self._of(words, quantity, clause, singles, quantities)
            singles.append(bindings[-1])
            found += [(quantity, binding) for binding in bindings] if len(bindings) > 1 else [(quantity, bindings[0])]
        return found

    def _of(
        self, words: Words, quantity: Quantity, clause: Clause, before: Sequence[Binding], quantities: Sequence[Quantity]
    ) -> list[Binding]:
        """Bindings of one quantity: its own words, the chain's, those of the clause before, or those of the like number beside it."""
        head = before[clause.follows] if clause.follows >= 0 else None
        if head and quantity.unit in self._units.get(head.indicator, ()):
            return [replace(head, place="chain")]
        named = candidates(self.cues, words, quantity.unit, clause)
        subject = _subject(words, clause)
        text = words.sentence.text
        if quantity.unit == "%" and self._unknown_rate(text, clause):
            return [Binding("other", "none", (quantity.start, quantity.start), subject)]
        if len(named) > 1:
            named = mixed(text, named, clause)
            named = shared(text, named) if quantity.unit == "%" and not clause.shared else [max(named)]
            if len(named) > 1:
                return [Binding(one.indicator, one.place, (one.start, one.end), (one.start, one.end)) for one in named]
        if named:
            _, start, end, place, indicator = named[0]
            return [Binding(indicator, place, (start, end), subject)]
        if head and quantity.kind == "people" and self._followers.get(head.indicator):
            return [replace(head, indicator=self._followers[head.indicator], place="chain")]
        found = self._by_unit(words, quantity, clause)
        if not found and clause.object_end <= clause.stop:
            if self._filler.fullmatch(text, clause.left, clause.number):
                found = _earlier(self.cues, words, quantity, clause)
            else:
                found = _like(text, quantity, clause, before, quantities)
        indicator, place, word = found or ("other", "none", (quantity.start, quantity.start))
        return [Binding(indicator, place, word, subject)]

    def _unknown_rate(self, text: str, clause: Clause) -> bool:
        """Whether the number tells a rate by a name that the catalogue does not know: 领导审核率为100%, behind an 办复率."""
        name = _RATE.match(text, max(clause.left, text.rfind(",", clause.left, clause.number) + 1), clause.number)
        return name is not None and not any(name[1][start:] in self._rates for start in range(len(name[1]) - 1))

    def _by_unit(self, words: Words, quantity: Quantity, clause: Clause) -> _Found | None:
        """A wording without a word of its own: 字 where the paragraph is about 文史."""
        seen = words.seen(clause.right)
        for entry in self.cues.anywhere.get(quantity.unit, ()):
            if (entry.wanted and not entry.wanted & seen) or entry.without & seen:
                continue
            if not entry.about or entry.about & seen or entry.about & words.context():
                return entry.indicator, "unit", (quantity.start, quantity.start)
        return None


def _subject(words: Words, clause: Clause) -> tuple[int, int]:
    """Span of the words that name what is counted: the object behind the number, else what stands before it without its verb."""
    if clause.object_end > clause.stop:
        return clause.stop, clause.object_end
    cuts, ends = words.sentence.cuts, words.cut_ends
    for index in range(bisect_left(cuts, clause.number) - 1, -1, -1):
        if cuts[index] < clause.left:
            break
        if ends[index] < clause.number - 1:
            return ends[index], clause.number
    return clause.left, clause.number


def _earlier(cues: Cues, words: Words, quantity: Quantity, clause: Clause) -> _Found | None:
    """The words of the clause before, when the number's own has none: 开展义诊等活动，累计23场次."""
    sentence = words.sentence
    if clause.left <= sentence.start + 1:
        return None
    left = sentence.left(clause.left - 1, clause.left - 60)
    whole_right = clause.whole_right if clause.shared else sentence.right(clause.right, clause.right + TAIL)
    wider = replace(clause, left=left, stop=clause.right, whole_right=whole_right)
    best = max(candidates(cues, words, quantity.unit, wider), default=None)
    return (best.indicator, "earlier", (best.start, best.end)) if best else None


def _like(text: str, quantity: Quantity, clause: Clause, before: Sequence[Binding], quantities: Sequence[Quantity]) -> _Found | None:
    """A short clause beside one with the same unit says the same of somebody else: 经济委开展调研5次，文史委3次."""
    own = text[clause.left : clause.number]
    if not before or len(own) > 8 or (own.endswith(_OWN_OBJECT) and not own.endswith("委员会")):
        return None
    last, one = before[-1], quantities[len(before) - 1]
    if one.unit == quantity.unit and clause.left - one.stop <= 1 and last.place == "before":
        return last.indicator, "beside", last.word
    return None


@lru_cache(maxsize=4)
def binder(catalogue: Catalogue) -> Binder:
    """The compiled words of a catalogue; catalogues are compared by identity."""
    return Binder(catalogue)
