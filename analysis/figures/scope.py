"""What a figure speaks of: its topic, whether it is the year's whole or a part, done or planned, and where it is said again.

The rules are about the genre: 其中 opens a share, 围绕一个题目 gives advice on one thing, 累计 and 全年 sum up, a named activity is one
activity, and beside the sum of an indicator its other numbers are parts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from itertools import pairwise, takewhile
from operator import or_
from typing import NamedTuple

from analysis.figures.binding import Words
from analysis.figures.catalogue import Catalogue
from analysis.figures.clauses import REACH, Sentence
from analysis.figures.cues import PLAN, SHARE, SUBSET, TOPIC, TOTAL, Role, in_stretch
from analysis.figures.quantities import Quantity, choice
from analysis.fold import fold
from analysis.report import Scope, Span, Status

TOPIC_LENGTH = 24
NEAR = 8  # so many numbers back an event may be that a number of suggestions belongs to
FEW, ALIKE = 20, 0.6  # below FEW two equal numbers are easily two facts; ALIKE: share of common character pairs
MOST_ALIKE = 20  # so many figures with one number, unit and indicator are compared; a report has two or three
_QUOTE = re.compile("“[^“”\n]{2,40}”|《[^《》\n]{2,60}》")
#: One activity under a name of its own: “…”主题活动; a kind of event under a name is all there is of it: “…”书画展.
_NAMED = re.compile("(?<!、)“[^“”\n]{4,40}”(?!等)(?:[^,;“”等]{0,6}(?:活动|行动|学习|工程|监督|调研|视察)|[^,;“”等]{0,2})$")
#: What follows 围绕 without being a topic: 围绕县委决策部署.
_NO_TOPIC = re.compile("[^,;]{0,40}(?:部署|大局|目标|战略|中心工作|思路|要求|主线|主责|精神|任务|布局|安排)$")
#: A proposal by its title; what is told behind it is what came of this one.
_PROPOSAL = re.compile("《[^《》\n]{2,60}(?:提案|建议)》(?!等)")
_ADVICE = frozenset("条份篇项个件")
_EVENTS = frozenset({"次", "场", "场次", "期", "轮", "批次", "批"})
_OF_ALL = re.compile("[,(]?约?占")
_ITEM = re.compile(r"\([一二三四五六七八九十]{1,2}\)")
_FORMULA = re.compile(r"(?<!\d)\d{1,3}(?:\+\d{1,3}){1,6}+")
_THINGS = frozenset({"个家", "处", "所", "座"})
_FAMILIES = ("次场回", "条篇份则", "人名位", "个家", "册本部辑")
NEVER = 1 << 60  # a place behind every text


@dataclass(slots=True)
class Draft:
    """A figure before the whole report is known.

    sentence: where its sentence starts. opening: it stands in a title or lead. context: what stands around it, for telling facts apart.
    firm: its sentence says that it is the sum of the year or term.
    """

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
    opening: bool
    context: str
    scope: Scope = "total"
    firm: bool = False
    status: Status = "done"
    years: int = 1
    repeats: list[Span] = field(default_factory=list)


class Paragraph(NamedTuple):
    """What a paragraph says about all its numbers. addends: of a formula that sums them up (1个县级、3个区域、7个基层 make “1+3+7+N”).
    relief: stretches of the text, from one (一) to the next, that speak of one emergency."""

    addends: frozenset[float]
    relief: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str, start: int, end: int, relief: Sequence[str]) -> "Paragraph":
        """The paragraph [start, end) of the folded `text`."""
        own = text[start:end]
        formulas = _FORMULA.findall(own) if "+" in own else ()
        stretches: tuple[tuple[int, int], ...] = ()
        if any(word in own for word in relief):
            edges = [start, *(match.start() for match in _ITEM.finditer(text, start, end)), end]
            stretches = tuple((low, high) for low, high in pairwise(edges) if any(text.find(word, low, high) >= 0 for word in relief))
        return cls(frozenset(float(addend) for formula in formulas for addend in formula.split("+")), stretches)

    def urgent(self, place: int) -> bool:
        """Whether what stands at `place` was done in an emergency."""
        return any(low <= place < high for low, high in self.relief)


class Scopes:
    """What one catalogue says about parts, and how it trims a topic, compiled once."""

    def __init__(self, catalogue: Catalogue) -> None:
        fillers = tuple(map(fold, catalogue.phrases["filler"]))
        self._head = re.compile(f"(?:{choice(filler for filler in fillers if len(filler) > 1)}|[了的、和及与共约达并 ])*+")
        self._tails = (*fillers, *"了的等、和及与 ")
        self._last = frozenset(tail[-1] for tail in self._tails)
        self.relief = tuple(map(fold, catalogue.phrases["relief"]))
        self._parts = frozenset(indicator.id for indicator in catalogue.indicators if indicator.part)
        self._whatever_topic = frozenset(one.id for one in catalogue.indicators if {one.group, one.id} & {*catalogue.whatever_topic})
        self._whatever_name = frozenset(one.id for one in catalogue.indicators if {one.group, one.id} & {*catalogue.whatever_name})
        self._unlisted = frozenset(indicator.id for indicator in catalogue.indicators if not indicator.listed) | {"other"}
        self._names = {indicator.id: indicator.name for indicator in catalogue.indicators}

    def judge(self, words: Words, quantity: Quantity, indicator: str, before: Sequence[Quantity], about: Paragraph) -> tuple[Scope, bool]:
        """Scope of a number as its sentence tells it, and whether it says to be the sum of the year or term.

        before: the numbers before it in the sentence.
        """
        if indicator in self._parts:
            return "part", False
        if quantity.kind == "rate":
            return "total", False
        sentence = words.sentence
        low = quantity.start - REACH
        left = sentence.left(quantity.start, low)
        roles = in_stretch(words.roles, low, quantity.start)
        own = reduce(or_, (role.roles for role in roles if role.start >= left), 0)
        if indicator == "donations" and about.urgent(quantity.start):
            return "part", False
        if quantity.value in about.addends and family(quantity.unit) in _THINGS:
            return "part", False
        if _shares(sentence, quantity, roles, before) or (indicator == "other" and quantity.kind == "measure"):
            return "part", False
        if not indicator.startswith("proposal") and _of_one_proposal(sentence.text, max(sentence.start, low), quantity.start):
            return "part", False
        if own & TOTAL:
            return "total", True
        aside = indicator in self._unlisted or quantity.unit == "家"
        if own & SUBSET or (indicator not in self._whatever_topic and _one_topic(sentence, quantity, roles, before, aside=aside)):
            return "part", False
        if quantity.unit in _EVENTS and indicator not in self._whatever_name and _NAMED.search(sentence.text, left, quantity.start):
            return "part", False
        return "total", any(role.roles & TOTAL for role in roles)

    def topic(self, original: str, folded: str, span: tuple[int, int], word: str, indicator: str) -> str:
        """What was counted, in the report's own words. span: the words that name it, in both texts; word: what named the indicator."""
        start, end = max(span[0], span[1] - 60), span[1]
        head = self._head.match(folded, start, end)
        start = head.end() if head else start
        while end > start and folded[end - 1] in self._last and folded.endswith(self._tails, start, end):
            end -= max(len(tail) for tail in self._tails if folded.endswith(tail, start, end))
        found = original[start:end]
        for mark in ("等", "的"):
            if len(found) > TOPIC_LENGTH and len(found.rpartition(mark)[2]) > 1:
                found = found.rpartition(mark)[2]
        found = found[-TOPIC_LENGTH:]
        if found.count("“") != found.count("”"):
            found = found.replace("“", "").replace("”", "")
        return found if len(found) > 1 else word or self._names.get(indicator, "")


def plans(roles: Sequence[Role]) -> int:
    """From which place on a sentence speaks of what is to come. roles: its phrases."""
    return next((role.end for role in roles if role.roles & PLAN), NEVER)


def _shares(sentence: Sentence, quantity: Quantity, roles: Sequence[Role], before: Sequence[Quantity]) -> bool:
    """Whether the number's share is told with it (甲类3件，占30%), or 其中 opens its clause, or a list of clauses with numbers of the same
    unit: 其中甲类3件，乙类5件，丙类2件."""
    if _OF_ALL.match(sentence.text, quantity.stop):
        return True
    role = next((role for role in reversed(roles) if role.roles & SHARE), None)
    if role is None:
        return False
    between = list(takewhile(lambda one: one.start > role.start, reversed(before)))
    return sentence.text.count(",", role.end + 1, quantity.start) <= len(between) and all(one.unit == quantity.unit for one in between)


def _of_one_proposal(text: str, start: int, end: int) -> bool:
    return text.find("《", start, end) >= 0 and _PROPOSAL.search(text, start, end) is not None


def _one_topic(sentence: Sentence, quantity: Quantity, roles: Sequence[Role], before: Sequence[Quantity], *, aside: bool) -> bool:
    """Advice on one topic, or events on one topic that is not the first of a list; so is what such events bring along (aside): places seen,
    sheets handed out."""
    role = next((role for role in reversed(roles) if role.roles & TOPIC), None)
    if role is None or len(_QUOTE.findall(sentence.text, role.start, quantity.start)) > 1:
        return False
    if _NO_TOPIC.match(sentence.text, role.end, sentence.right(role.end)):
        return False
    if aside or quantity.unit in _EVENTS:
        return sentence.text.find("等", role.start, quantity.start) < 0
    return quantity.unit in _ADVICE and not any(one.kind == "event" for one in before[-NEAR:])


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
        for one in first[:MOST_ALIKE]:
            if one.sentence != draft.sentence and _alike(one, draft):
                one.repeats.append(Span(draft.start, draft.end))
                break
        else:
            first.append(draft)
            kept.append(draft)
    return kept


def _alike(one: Draft, other: Draft) -> bool:
    """The same fact told again. A lead tells what the body tells; two small numbers of the body are two facts, unless their sentences are
    alike too: 培训班2期 in spring and 培训班2期 in autumn."""
    if not (one.opening or other.opening) and one.quantity.value < FEW and one.quantity.bound == "exact":
        return _overlap(one.context, other.context) >= ALIKE
    return (one.topic == other.topic and one.indicator != "other") or _overlap(one.quote, other.quote) >= ALIKE


def _overlap(one: str, other: str) -> float:
    """Share of the shorter text's character pairs that stand in the other."""
    pairs, others = _pairs(one), _pairs(other)
    return len(pairs & others) / max(1, min(len(pairs), len(others)))


def _pairs(text: str) -> set[str]:
    return {text[index : index + 2] for index in range(len(text) - 1)}


@lru_cache(maxsize=4)
def scopes(catalogue: Catalogue) -> Scopes:
    """The compiled phrases of a catalogue; catalogues are compared by identity."""
    return Scopes(catalogue)
