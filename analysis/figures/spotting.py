"""Where the words of a catalogue stand: in a whole text, looked up at once, and in a sentence of it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import attrgetter, itemgetter, or_

from analysis.figures.clauses import Sentence
from analysis.figures.cues import PLAN, PLAN_NOT, RULE, RULE_NOT, TOPIC, TOPIC_NOT, Cues
from analysis.letters import Letters

#: A long quotation names a topic; its words say nothing about what is counted.
_LONG_QUOTE = re.compile("“[^“”\n]{13,80}”|《[^《》\n]{15,80}》")


@dataclass(slots=True)
class Role:
    """A phrase at its place. roles: which phrases (bits of `cues`) it is."""

    start: int
    end: int
    roles: int

    def hides(self, start: int, roles: int) -> bool:
        """Whether this phrase takes back another one that begins inside it: 计划 in 列入计划."""
        taken = (self.roles & TOPIC_NOT and TOPIC) | (self.roles & PLAN_NOT and PLAN) | (self.roles & RULE_NOT and RULE)
        return start < self.end and bool(roles & taken)


_start = attrgetter("start")


def in_stretch(roles: Sequence[Role], start: int, end: int) -> Sequence[Role]:
    """The phrases that begin in [start, end); `roles` ascend."""
    return roles[bisect_left(roles, start, key=_start) : bisect_left(roles, end, key=_start)] if roles else roles


class Spotted:
    """The words of a catalogue in a folded text. starts: where they begin, ascending; numbers: which they are; cuts, cut_ends: edges of
    those that begin a predicate; phrases: those that are phrases."""

    def __init__(self, cues: Cues, letters: Letters) -> None:
        starts, numbers = cues.places.of(letters)
        ends = starts + cues.lengths.take(numbers)
        cuts, phrases = cues.cuts.take(numbers).nonzero()[0], cues.roles.take(numbers).nonzero()[0]
        self.starts: list[int] = starts.tolist()
        self.numbers: list[int] = numbers.tolist()
        self.cuts: list[int] = starts.take(cuts).tolist()
        self.cut_ends: list[int] = ends.take(cuts).tolist()
        roles = cues.roles.take(numbers.take(phrases))
        self.phrases = list(map(Role, starts.take(phrases).tolist(), ends.take(phrases).tolist(), roles.tolist()))
        self.masks = cues.masks

    def said(self, start: int, end: int) -> int:
        """The lists that have a word in [start, end)."""
        numbers = self.numbers[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return union(self.masks[number] for number in numbers)


def union(masks: Iterable[int]) -> int:
    """All bits of the masks."""
    found = 0
    for mask in masks:
        found |= mask
    return found


class Words:
    """The words of the catalogue in a sentence, up to `end`.

    starts, numbers, masks: where they begin, ascending, which they are, and what they say. roles: the phrases among them; phrases: all
    that these are. cut_ends: ends of the words that begin a predicate; they begin at `sentence.cuts`. quoted, titled: whether there is a
    “ or a 《. context: mask of the heading and of the paragraph before the sentence, asked only when a wording wants to know.
    """

    __slots__ = ("_seen", "context", "cut_ends", "masks", "numbers", "phrases", "quoted", "roles", "sentence", "starts", "titled")

    def __init__(self, spotted: Spotted, sentence: Sentence, end: int, context: Callable[[], int]) -> None:
        text, start = sentence.text, sentence.start
        self.sentence, self.context = sentence, context
        first, last = bisect_left(spotted.starts, start), bisect_left(spotted.starts, end)
        self.starts, self.numbers = spotted.starts[first:last], spotted.numbers[first:last]
        first, last = bisect_left(spotted.cuts, start), bisect_left(spotted.cuts, end)
        sentence.cuts, self.cut_ends = spotted.cuts[first:last], spotted.cut_ends[first:last]
        self.roles = in_stretch(spotted.phrases, start, end)
        self.quoted, self.titled = text.find("“", start, sentence.end) >= 0, text.find("《", start, sentence.end) >= 0
        if (self.quoted or self.titled) and (quotes := [match.span() for match in _LONG_QUOTE.finditer(text, start, sentence.end)]):
            self._leave_out(quotes)
        self.phrases = 0
        if self.roles:
            self.roles = _effective(self.roles)
            self.phrases = union(role.roles for role in self.roles)
        self.masks = list(map(spotted.masks.__getitem__, self.numbers))
        self._seen = list(accumulate(self.masks, or_, initial=0))

    def seen(self, place: int) -> int:
        """What the words say that begin before `place`."""
        return self._seen[bisect_left(self.starts, place)]

    def _leave_out(self, quotes: Sequence[tuple[int, int]]) -> None:
        """Forget the marks and words in long quotations."""
        sentence = self.sentence
        sentence.marks = [place for place in sentence.marks if not inside(place, quotes)]
        kept = [index for index, place in enumerate(self.starts) if not inside(place, quotes)]
        self.starts, self.numbers = [self.starts[index] for index in kept], [self.numbers[index] for index in kept]
        kept = [index for index, place in enumerate(sentence.cuts) if not inside(place, quotes)]
        sentence.cuts, self.cut_ends = [sentence.cuts[index] for index in kept], [self.cut_ends[index] for index in kept]
        self.roles = [role for role in self.roles if not inside(role.start, quotes)]


def inside(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place stands in one of the ascending spans."""
    index = bisect_right(spans, place, key=itemgetter(0)) - 1
    return index >= 0 and place < spans[index][1]


def _effective(phrases: Sequence[Role]) -> list[Role]:
    """Without those that another one takes back."""
    kept: list[Role] = []
    for role in phrases:
        if not (kept and kept[-1].hides(role.start, role.roles)):
            kept.append(role)
    return kept
