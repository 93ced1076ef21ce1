"""What a figure speaks of: its topic, whether it is the year's whole or a part, done or planned, and where it is said again.

The rules are about the genre: 其中 opens a share, 围绕一个题目 gives advice on one thing, 累计 and 全年 sum up, a named activity is one
activity, and of two numbers of one indicator the smaller one is a part when the larger one says that it is the sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from analysis.catalogue import Catalogue
from analysis.clauses import Clause, clause_left
from analysis.fold import fold
from analysis.quantities import Quantity, choice
from analysis.report import Figure, Scope, Span, Status

_QUOTE = regex.compile("“[^“”\n]{2,40}”|《[^《》\n]{2,60}》")
_NAMED = regex.compile("(?<!、)“[^“”\n]{4,40}”(?!等)[^,;“”等]{0,8}+$")
_ADVICE = frozenset("条份篇项个件")
_EVENTS = frozenset({"次", "场", "场次", "期", "轮", "批次", "批"})
_FORMULA = regex.compile(r"(?<!\d)\d{1,3}(?:\+\d{1,3}){1,6}+")
_THINGS = frozenset({"个家", "处", "所", "座"})
TOPIC_LENGTH = 24


@dataclass(frozen=True, slots=True)
class Judgement:
    """scope: total or part, as far as the sentence tells. firm: it says that it is the sum of the year or term. sentence: where that begins."""

    scope: Scope
    firm: bool = False
    sentence: int = 0


class Scopes:
    """The phrases of one catalogue that tell parts, totals and plans, compiled once."""

    def __init__(self, catalogue: Catalogue) -> None:
        phrases = {name: tuple(map(fold, words)) for name, words in catalogue.phrases.items()}
        self._share = regex.compile(choice(phrases["share"]))
        self._topic = regex.compile(f"(?<!先后|分别|[成造迁早])(?:{choice(phrases['topic'])})(?![性业是要会医近能地餐读学诊职])")
        self._total = regex.compile(choice(phrases["total"]))
        self._group = regex.compile(choice(phrases["subset"]))
        self._relief = regex.compile(choice(phrases["relief"]))
        self._plan = regex.compile(f"(?P<no>{choice(phrases['plan_not'])})|{choice(phrases['plan'])}")
        self._trim = regex.compile(f"^(?:{choice(phrases['filler'])}|[了的、和及与]|并)++|(?:{choice(phrases['filler'])}|[了的等、和及与])++$")
        self._parts = frozenset(indicator.id for indicator in catalogue.indicators if indicator.part)
        first, second = catalogue.groups[:2]
        self._study = frozenset(indicator.id for indicator in catalogue.indicators if indicator.group == first)
        self._brands = frozenset(indicator.id for indicator in catalogue.indicators if indicator.group == second)
        self._names = {indicator.id: indicator.name for indicator in catalogue.indicators}

    def status(self, sentence: str, quantity: Quantity) -> Status:
        """plan when the folded sentence speaks of what is to come before the number."""
        for match in self._plan.finditer(sentence, max(0, quantity.start - 80), quantity.start):
            if match.lastgroup != "no":
                return "plan"
        return "done"

    def judge(self, sentence: str, quantity: Quantity, indicator: str, before: Quantity | None, events: bool, paragraph: str) -> Judgement:
        """What the folded sentence says about the scope of a number. before: the number before it in the sentence. events: whether a number
        of events stands before it. paragraph: the block, as written."""
        if quantity.kind == "rate":
            return Judgement("part" if indicator in self._parts else "total")
        left = clause_left(sentence, quantity.start)
        clause, earlier = sentence[left : quantity.start], sentence[max(0, quantity.start - 120) : quantity.start]
        part = (
            self._shares(sentence, quantity, before)
            or indicator in self._parts
            or _addend(sentence, quantity)
            or (indicator == "donations" and self._relief.search(paragraph))
        )  # fmt: skip
        if part:
            return Judgement("part")
        if self._total.search(clause):
            return Judgement("total", firm=True)
        named = quantity.unit in _EVENTS and indicator not in self._brands and _NAMED.search(clause)
        topical = indicator not in self._study and self._one_topic(earlier, quantity, events)
        if named or topical or self._group.search(clause):
            return Judgement("part")
        return Judgement("total", firm=self._total.search(earlier) is not None)

    def _shares(self, sentence: str, quantity: Quantity, before: Quantity | None) -> bool:
        """Whether 其中 opens the clause, or the one before it whose number has the same unit."""
        match = None
        for match in self._share.finditer(sentence, max(0, quantity.start - 80), quantity.start):
            pass
        if match is None:
            return False
        commas = sentence.count(",", match.end() + 1, quantity.start)
        return commas == 0 or (commas == 1 and before is not None and before.start > match.start() and before.unit == quantity.unit)

    def _one_topic(self, before: str, quantity: Quantity, events: bool) -> bool:
        """Advice on one topic, or events on one topic that is not the first of a list."""
        match = None
        for match in self._topic.finditer(before):
            pass
        if match is None or len(_QUOTE.findall(before, match.start())) > 1:
            return False
        if quantity.unit in _EVENTS:
            return "等" not in before[match.start() :]
        return quantity.unit in _ADVICE and not events

    def topic(self, text: str, quantity: Quantity, clause: Clause, predicates: Sequence[int], word: str, indicator: str) -> str:
        """What was counted in the report's own words: the object behind the number, else what stands before it without its verb.

        text: the sentence as written. predicates: ends of the words that begin a predicate, ascending.
        """
        if clause.object_end > clause.stop:
            found = text[clause.stop : clause.object_end]
        else:
            start = max((place for place in predicates if clause.left <= place < clause.number - 2), default=clause.left)
            found = text[start : clause.number]
        found = self._trim.sub("", self._trim.sub("", found).strip(" ")).strip("“‘ ") if found else found
        if len(found) > TOPIC_LENGTH:
            found = found[-TOPIC_LENGTH:].partition("的")[2] or found[-TOPIC_LENGTH:]
        return found if len(found) > 1 else word or self._names.get(indicator, "")


def _addend(sentence: str, quantity: Quantity) -> bool:
    """Whether the sentence sums the number up in a formula: 1个县级、3个区域、7个基层 make “1+3+7+N”."""
    return any(str(quantity.value) in match.group().split("+") for match in _FORMULA.finditer(sentence)) if "+" in sentence else False


def settle(figures: Sequence[Figure], judgements: Sequence[Judgement]) -> list[Figure]:
    """Scopes that only the whole report can tell. Beside a sum of the year the other numbers of its indicator and unit are parts; without
    one, numbers of one indicator in different sentences are parts, unless one is far larger than the others."""
    settled = [replace(figure, scope=judgement.scope) for figure, judgement in zip(figures, judgements, strict=True)]
    alike: dict[tuple[str, str], list[int]] = {}
    for index, figure in enumerate(settled):
        if figure.indicator != "other" and figure.status == "done" and figure.unit not in ("%", "字") and figure.scope == "total":
            alike.setdefault((figure.indicator, _family(figure.unit)), []).append(index)
    for (_, family), members in alike.items():
        values = sorted({settled[index].value for index in members})
        if len(values) < 2:
            continue
        firm = {index for index in members if judgements[index].firm}
        apart = len({judgements[index].sentence for index in members}) > 1 and family not in _THINGS
        for index in members:
            outstanding = settled[index].value == values[-1] and values[-1] >= 3 * values[-2]
            if (firm and index not in firm and not outstanding) or (not firm and apart and not outstanding):
                settled[index] = replace(settled[index], scope="part")
    return settled


def _family(unit: str) -> str:
    """Measure words that count the same thing."""
    for words in ("次场回", "条篇份则", "人名位", "个家", "册本部辑"):
        if unit[0] in words and "人次" not in unit:
            return words
    return unit


def merge(figures: Sequence[Figure]) -> list[Figure]:
    """One figure for each fact: a later figure with the same number, unit and indicator and like words becomes a place of evidence."""
    kept: list[Figure] = []
    at: dict[tuple[float, str, str, str], list[int]] = {}
    for figure in figures:
        key = (figure.value, figure.unit, figure.indicator, figure.status)
        for index in at.get(key, ()):
            if kept[index].bound == figure.bound and _alike(kept[index], figure):
                place = Span(figure.start, figure.end)
                kept[index] = replace(kept[index], repeats=(*kept[index].repeats, place))
                break
        else:
            at.setdefault(key, []).append(len(kept))
            kept.append(figure)
    return kept


def _alike(one: Figure, other: Figure) -> bool:
    """The same fact told again: the same topic, or clauses that share most of their character pairs."""
    if one.start == other.start:
        return False
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
