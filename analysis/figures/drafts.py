"""Figures while their report is still being read: scopes that only the whole of it can tell, and facts that it tells twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from analysis.figures.quantities import Quantity
from analysis.report import Bound, Figure, Scope, Span, Status

FEW, ALIKE = 20, 0.6  # below FEW two equal numbers are easily two facts; ALIKE: share of common character pairs
QUOTE_LENGTH = 60  # so far around a number its quotation goes at most
MOST_ALIKE = 20  # so many figures with one number, unit and indicator are compared; a report has two or three
THINGS = frozenset({"个家", "处", "所", "座"})
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
    term. repeats: further places that state the same fact.
    """

    figure: Unfinished
    quantity: Quantity
    sentence: int
    opening: bool
    firm: bool
    repeats: list[Span]

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
    """Scopes that only the whole report can tell. Beside a sum of the year the other numbers of its indicator and unit are parts; without
    one, numbers of one indicator in different sentences are parts, unless one is far larger than the others."""
    alike: dict[tuple[str, str], list[Draft]] = {}
    for draft in drafts:
        figure = draft.figure
        if figure.scope == "total" and figure.indicator != "other" and figure.status == "done" and figure.unit not in ("%", "字"):
            alike.setdefault((figure.indicator, family(draft.quantity.unit)), []).append(draft)
    for (_, counted), members in alike.items():
        if len(members) < 2:
            continue
        values = sorted({draft.quantity.value for draft in members})
        if len(values) < 2:
            continue
        firm = any(draft.firm for draft in members)
        apart = len({draft.sentence for draft in members}) > 1 and counted not in THINGS
        for draft in members:
            outstanding = draft.quantity.value == values[-1] and values[-1] >= 3 * values[-2]
            if not outstanding and ((firm and not draft.firm) or (not firm and apart)):
                draft.figure.scope = "part"


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
            if one.sentence != draft.sentence and _alike(one, draft, text):
                one.repeats.append(Span(figure.start, figure.end))
                break
        else:
            first.append(draft)
            kept.append(draft)
    return kept


def _alike(one: Draft, other: Draft, text: str) -> bool:
    """The same fact told again. A lead tells what the body tells; two small numbers of the body are two facts, unless their sentences are
    alike too: 培训班2期 in spring and 培训班2期 in autumn."""
    if not (one.opening or other.opening) and one.quantity.value < FEW and one.quantity.bound == "exact":
        return _overlap(one.context(text), other.context(text)) >= ALIKE
    first, second = one.figure, other.figure
    return (first.topic == second.topic and first.indicator != "other") or _overlap(first.quote, second.quote) >= ALIKE


def _overlap(one: str, other: str) -> float:
    """Share of the shorter text's character pairs that stand in the other."""
    pairs, others = _pairs(one), _pairs(other)
    return len(pairs & others) / max(1, min(len(pairs), len(others)))


def _pairs(text: str) -> set[str]:
    return {text[index : index + 2] for index in range(len(text) - 1)}
