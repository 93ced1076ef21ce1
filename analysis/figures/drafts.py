"""Figures while their report is still being read: scopes that only the whole of it can tell, and facts that it tells twice."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from analysis.figures.quantities import Quantity
from analysis.report import Bound, Figure, Scope, Span, Status

FEW, ALIKE = 20, 0.6  # below FEW two equal numbers are easily two facts; ALIKE: share of common character pairs
QUOTE_LENGTH = 60  # so far around a number its quotation goes at most
LIST = 400  # characters that a list told in one sentence may run over
KINDS = 3  # so many kinds of work in one list make it a list of all that is done
MOST_ALIKE = 20  # so many figures with one number, unit and indicator are compared; a report has two or three
THINGS = frozenset({"个家", "处", "所", "座"})
#: What is no sum of a year: numbers of anything, and how many members did this or that.
_LOOSE = frozenset({"other", "member_count"})
#: What tells two facts apart whose words are alike: 三届一次会议立案90件, 三届二次会议立案90件.
_FACT = re.compile("[一二三四五六七八九十]{1,3}届|[一二三四五六七八九十]{1,2}次会议|20[0-9]{2}年")
#: Places told level by level: 建成镇级议事室5个、村级议事室9个.
_LEVEL = re.compile("[省市县区镇乡村]级")
_FAMILIES = ("次场回", "条篇份则", "人名位", "个家", "册本部辑")


@dataclass(slots=True)
class Unfinished:
    """A `Figure` whose fields can still be set: the same fields in the same order. `Draft.finished` makes it one."""

    value: float
    upper: float | None
    bound: Bound
    unit: str
    indicator: str
    topic: str
    scope: Scope
    status: Status
    period_years: int
    quote: str
    start: int
    end: int
    number_text: str
    repeats: tuple[Span, ...]
    confidence: float
    reason: str
    checked: bool
    origin: Literal["rule", "person"]


@dataclass(slots=True)
class Draft:
    """A figure before the whole report is known.

    sentence: where its sentence starts. opening: it stands in a title or lead. firm: its sentence says that it is the sum of the year or
    term. share: its sentence says that it is a share of another number (其中). repeats: further places that state the same fact.
    """

    figure: Unfinished
    quantity: Quantity
    sentence: int
    opening: bool
    firm: bool
    repeats: list[Span]
    share: bool = False

    def context(self, text: str) -> str:
        """What stands around it in the text, for telling facts apart."""
        quantity = self.quantity
        return text[max(self.sentence, quantity.start - QUOTE_LENGTH) : min(quantity.right, quantity.stop + QUOTE_LENGTH)]

    def finished(self) -> Figure:
        """The figure with its places of evidence."""
        figure = self.figure
        if self.repeats:
            figure.repeats = tuple(self.repeats)
        # Both classes have the same slots, so that one value can pass from one to the other. To set eighteen fields of a frozen value one
        # by one would take as long as to judge the scope of the figure.
        figure.__class__ = Figure  # type: ignore[assignment]
        return cast(Figure, figure)


def settle(drafts: Sequence[Draft]) -> None:
    """Scopes that only the whole report can tell. Shares (其中) that count several kinds of work are each the whole of their kind; places
    told level by level are parts. Beside a sum of the year the other numbers of its indicator and unit are parts; without
    one, numbers of one indicator in different sentences are parts, unless one is far larger than the others."""
    alike: dict[tuple[str, str], list[Draft]] = {}
    _kinds([draft for draft in drafts if draft.share])
    for draft in drafts:
        figure = draft.figure
        if figure.scope == "total" and figure.indicator not in _LOOSE and figure.status == "done" and figure.unit not in ("%", "字"):
            alike.setdefault((figure.indicator, family(draft.quantity.unit)), []).append(draft)
    for (_, counted), members in alike.items():
        if len(members) < 2:
            continue
        values = sorted({draft.quantity.value for draft in members})
        if len(values) < 2:
            continue
        firm = any(draft.firm for draft in members)
        apart = len({draft.sentence for draft in members}) > 1 and counted not in THINGS
        levels = _levels(members) if counted in THINGS else ()
        for draft in members:
            if draft.sentence in levels and _LEVEL.search(draft.figure.quote):
                draft.figure.scope = "part"
            outstanding = draft.quantity.value == values[-1] and values[-1] >= 3 * values[-2]
            if not (outstanding or _rounded(draft, values)) and ((firm and not draft.firm) or (not firm and apart)):
                draft.figure.scope = "part"


def _kinds(shares: Sequence[Draft]) -> None:
    """明确28项工作,其中协商9项、调研6项、视察3项 tells of each kind all that there is."""
    lists: dict[int, list[Draft]] = {}
    for draft in shares:
        lists.setdefault(draft.sentence, []).append(draft)
    for members in lists.values():
        named = {draft.figure.indicator for draft in members} - {"other"}
        if len(named) >= KINDS and not any("提案" in draft.figure.topic for draft in members):
            for draft in members:
                draft.figure.scope = "total"


def _levels(members: Sequence[Draft]) -> Sequence[int]:
    """The sentences that tell two numbers or more level by level."""
    told = [draft.sentence for draft in members if _LEVEL.search(draft.figure.quote)]
    return [sentence for sentence in told if told.count(sentence) > 1] if len(told) <= MOST_ALIKE else ()


def _rounded(draft: Draft, values: Sequence[float]) -> bool:
    """Whether a title tells a number of the text in round terms: 超千件 for 1082件. values: ascending, each once."""
    value = draft.quantity.value
    if not draft.opening or draft.quantity.bound == "exact":
        return False
    first = bisect_left(values, value * 0.8)
    return any(one != value and one <= value * 1.25 for one in values[first : first + 2])


@cache
def family(unit: str) -> str:
    """Measure words that count the same thing, as one word; 人次 and 批次 stand for themselves."""
    if len(unit) > 1 and unit[0] in "人批":
        return unit
    return next((words for words in _FAMILIES if unit[0] in words), unit)


def merge(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """One figure for each fact: a later one with the same number, unit and indicator and like words becomes a place of evidence.

    text: the report's own.
    """
    kept: list[Draft] = []
    at: dict[tuple[float, str, str, str, str], list[Draft]] = {}
    for draft in drafts:
        figure = draft.figure
        first = at.setdefault((draft.quantity.value, figure.unit, figure.indicator, figure.status, figure.bound), [])
        for one in first[:MOST_ALIKE]:
            if not _together(one, draft, text) and _alike(one, draft, text):
                one.repeats.append(Span(figure.start, figure.end))
                break
        else:
            first.append(draft)
            kept.append(draft)
    return kept


def _together(one: Draft, other: Draft, text: str) -> bool:
    """Whether one sentence tells both, item by item: 农业方面的14件,占12%;经济方面的14件,占12%."""
    if one.sentence == other.sentence:
        return True
    first, last = sorted((one.figure.start, other.figure.start))
    near = last - first < LIST and one.context(text) != other.context(text)
    return near and not any(text.find(mark, first, last) >= 0 for mark in "。！!？?\n")


def _alike(one: Draft, other: Draft, text: str) -> bool:
    """The same fact told again. A lead tells what the body tells; two small numbers of the body are two facts, unless their sentences are
    alike too: 培训班2期 in spring and 培训班2期 in autumn."""
    if not (one.opening or other.opening) and one.quantity.value < FEW and one.quantity.bound == "exact":
        return _overlap(one.context(text), other.context(text)) >= ALIKE
    first, second = one.figure, other.figure
    if (first.topic != second.topic or first.indicator == "other") and _overlap(first.quote, second.quote) < ALIKE:
        return False
    here, there = set(_FACT.findall(first.quote)), set(_FACT.findall(second.quote))
    return here <= there or there <= here


def _overlap(one: str, other: str) -> float:
    """Share of the shorter text's character pairs that stand in the other."""
    pairs, others = _pairs(one), _pairs(other)
    return len(pairs & others) / max(1, min(len(pairs), len(others)))


def _pairs(text: str) -> set[str]:
    return {text[index : index + 2] for index in range(len(text) - 1)}
