"""What a figure speaks of: its topic, whether it is the year's whole or a part, done or planned, and where it is said again.

The rules are about the genre: 其中 opens a share, 围绕一个题目 gives advice on one thing, 累计 and 全年 sum up, a named activity is one
activity, and beside the sum of an indicator its other numbers are parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from analysis.catalogue import Catalogue
from analysis.clauses import Sentence
from analysis.fold import fold
from analysis.quantities import Quantity, choice
from analysis.report import Scope, Span, Status

TOPIC_LENGTH = 24
_QUOTE = regex.compile("“[^“”\n]{2,40}”|《[^《》\n]{2,60}》")
_NAMED = regex.compile("(?r)(?<!、)“[^“”\n]{4,40}”(?!等)[^,;“”等]{0,8}$")
_FORMULA = regex.compile(r"(?<!\d)\d{1,3}(?:\+\d{1,3}){1,6}+")
_ADVICE = frozenset("条份篇项个件")
_EVENTS = frozenset({"次", "场", "场次", "期", "轮", "批次", "批"})
_THINGS = frozenset({"个家", "处", "所", "座"})
_FAMILIES = ("次场回", "条篇份则", "人名位", "个家", "册本部辑")
_NEVER = 1 << 60


@dataclass(slots=True)
class Draft:
    """A figure before the whole report is known. sentence: where its sentence starts; firm: it says that it is the sum of the year or term."""

    quantity: Quantity
    indicator: str
    unit: str
    sentence: int
    start: int
    end: int
    number_text: str
    quote: str
    topic: str
    confidence: float
    reason: str
    scope: Scope = "total"
    firm: bool = False
    status: Status = "done"
    years: int = 1
    repeats: tuple[Span, ...] = ()


class Scopes:
    """The phrases of one catalogue that tell parts, totals and plans, compiled once."""

    def __init__(self, catalogue: Catalogue) -> None:
        phrases = {name: choice(map(fold, words)) for name, words in catalogue.phrases.items()}
        self._share = regex.compile(phrases["share"])
        self._topic = regex.compile(f"(?<!先后|分别|[成造迁早])(?:{phrases['topic']})(?![性业是要会医近能地餐读学诊职])")
        self._total = regex.compile(phrases["total"])
        self._group = regex.compile(phrases["subset"])
        self._telling = regex.compile("|".join(phrases[name] for name in ("share", "topic", "total", "subset", "plan")) + r"|”|\+\d")
        self._relief = regex.compile(phrases["relief"])
        self._plan = regex.compile(f"(?P<no>{phrases['plan_not']})|{phrases['plan']}")
        self._head = regex.compile(f"(?:{phrases['filler']}|[了的、和及与“‘ ]|并)++")
        self._tail = regex.compile(f"(?r)(?:{phrases['filler']}|[了的等、和及与 ])++")
        first, second = catalogue.groups[:2]
        self._parts = frozenset(indicator.id for indicator in catalogue.indicators if indicator.part)
        self._study = frozenset(indicator.id for indicator in catalogue.indicators if indicator.group == first)
        self._brands = frozenset(indicator.id for indicator in catalogue.indicators if indicator.group == second)
        self._names = {indicator.id: indicator.name for indicator in catalogue.indicators}

    def plans(self, text: str, block: bool) -> int:
        """From which place on the folded sentence speaks of what is to come. block: the whole paragraph does."""
        if block:
            return 0
        return next((match.end() for match in self._plan.finditer(text) if match.lastgroup != "no"), _NEVER)

    def telling(self, text: str) -> bool:
        """Whether the folded sentence has any word or mark that can make a part, a sum or a plan of its numbers."""
        return self._telling.search(text) is not None

    def judge(
        self, sentence: Sentence, quantity: Quantity, indicator: str, before: Sequence[Quantity], paragraph: str, *, telling: bool
    ) -> tuple[Scope, bool]:  # fmt: skip
        """Scope of a number as its sentence tells it, and whether it says to be the sum of the year or term.

        before: the numbers before it in the sentence. paragraph: the block, as written. telling: what `telling` says of the sentence.
        """
        if indicator in self._parts:
            return "part", False
        if quantity.kind == "rate":
            return "total", False
        text = sentence.text
        if not telling and indicator != "donations":
            return "total", False
        if self._shares(text, quantity, before[-1] if before else None) or _addend(text, quantity):
            return "part", False
        if indicator == "donations" and self._relief.search(paragraph):
            return "part", False
        low = max(0, quantity.start - 120)
        left = sentence.left(quantity.start, low)
        if self._total.search(text, left, quantity.start):
            return "total", True
        named = quantity.unit in _EVENTS and indicator not in self._brands and _NAMED.search(text, left, quantity.start)
        topical = indicator not in self._study and self._one_topic(text, low, quantity, any(one.kind == "event" for one in before))
        if named or topical or self._group.search(text, left, quantity.start):
            return "part", False
        return "total", self._total.search(text, low, left) is not None

    def _shares(self, text: str, quantity: Quantity, before: Quantity | None) -> bool:
        """Whether 其中 opens the clause, or the one before it whose number has the same unit."""
        match = _last(self._share, text, max(0, quantity.start - 80), quantity.start)
        if match is None:
            return False
        commas = text.count(",", match.end() + 1, quantity.start)
        return commas == 0 or (commas == 1 and before is not None and before.start > match.start() and before.unit == quantity.unit)

    def _one_topic(self, text: str, low: int, quantity: Quantity, events: bool) -> bool:
        """Advice on one topic, or events on one topic that is not the first of a list."""
        match = _last(self._topic, text, low, quantity.start)
        if match is None or len(_QUOTE.findall(text, match.start(), quantity.start)) > 1:
            return False
        if quantity.unit in _EVENTS:
            return text.find("等", match.start(), quantity.start) < 0
        return quantity.unit in _ADVICE and not events

    def topic(self, subject: str, word: str, indicator: str) -> str:
        """What was counted in the report's own words. subject: the words that name it; word: the word that named the indicator."""
        folded = fold(subject[-60:])
        head = self._head.match(folded)
        start = len(subject) - len(folded) + (head.end() if head else 0)
        tail = self._tail.match(folded)
        found = subject[start : len(subject) - (tail.end() - tail.start() if tail else 0)]
        if len(found) > TOPIC_LENGTH:
            found = found[-TOPIC_LENGTH:].partition("的")[2] or found[-TOPIC_LENGTH:]
        return found if len(found) > 1 else word or self._names.get(indicator, "")


def _last(pattern: "regex.Pattern[str]", text: str, start: int, end: int) -> "regex.Match[str] | None":
    match = None
    for match in pattern.finditer(text, start, end):  # noqa: B007  the last one counts
        pass
    return match


def _addend(text: str, quantity: Quantity) -> bool:
    """Whether the sentence sums the number up in a formula: 1个县级、3个区域、7个基层 make “1+3+7+N”."""
    return "+" in text and any(str(quantity.value) in match.group().split("+") for match in _FORMULA.finditer(text))


def settle(drafts: Sequence[Draft]) -> None:
    """Scopes that only the whole report can tell. Beside a sum of the year the other numbers of its indicator and unit are parts; without
    one, numbers of one indicator in different sentences are parts, unless one is far larger than the others."""
    alike: dict[tuple[str, str], list[Draft]] = {}
    for draft in drafts:
        if draft.indicator != "other" and draft.status == "done" and draft.unit not in ("%", "字") and draft.scope == "total":
            alike.setdefault((draft.indicator, family(draft.quantity.unit)), []).append(draft)
    for (_, counted), members in alike.items():
        values = sorted({draft.quantity.value for draft in members})
        if len(values) < 2:
            continue
        firm = any(draft.firm for draft in members)
        apart = len({draft.sentence for draft in members}) > 1 and counted not in _THINGS
        for draft in members:
            outstanding = draft.quantity.value == values[-1] and values[-1] >= 3 * values[-2]
            if not outstanding and ((firm and not draft.firm) or (not firm and apart)):
                draft.scope = "part"


def family(unit: str) -> str:
    """Measure words that count the same thing, as one word; 人次 and 批次 stand for themselves."""
    if len(unit) > 1 and unit[0] in "人批":
        return unit
    return next((words for words in _FAMILIES if unit[0] in words), unit)


def merge(drafts: Sequence[Draft]) -> list[Draft]:
    """One figure for each fact: a later one with the same number, unit and indicator and like words becomes a place of evidence."""
    kept: list[Draft] = []
    at: dict[tuple[float, str, str, str, str], list[Draft]] = {}
    for draft in drafts:
        first = at.setdefault((draft.quantity.value, draft.unit, draft.indicator, draft.status, draft.quantity.bound), [])
        for one in first:
            if one.start != draft.start and _alike(one, draft):
                one.repeats = (*one.repeats, Span(draft.start, draft.end))
                break
        else:
            first.append(draft)
            kept.append(draft)
    return kept


def _alike(one: Draft, other: Draft) -> bool:
    """The same fact told again: the same topic, or clauses that share most of their character pairs."""
    if one.topic == other.topic and one.indicator != "other":
        return True
    pairs, others = _pairs(one.quote), _pairs(other.quote)
    return len(pairs & others) >= 0.6 * min(len(pairs), len(others))


def _pairs(text: str) -> set[str]:
    return {text[index : index + 2] for index in range(len(text) - 1)}


@lru_cache(maxsize=4)
def scopes(catalogue: Catalogue) -> Scopes:
    """The compiled phrases of a catalogue; catalogues are compared by identity."""
    return Scopes(catalogue)
