"""Repaired text -> figures: every countable statement of work with its clause, what it counts, its scope, status and period.

Numbers are read by `quantities`, judged by `vetoes`, named by `binding` with the words of the catalogue, and placed by `scope`. What is
written twice (lead and body, a repeated paragraph) is one figure with several places of evidence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import regex

from analysis.binding import Binder, Binding, binder
from analysis.catalogue import Catalogue, default_catalogue
from analysis.clauses import clause_left
from analysis.fold import fold, table
from analysis.quantities import NUMERALS, Quantity, load_units, scan
from analysis.report import COUNTED_KINDS, Block, Figure, Period, Repaired, Span
from analysis.scope import Judgement, Scopes, merge, scopes, settle
from analysis.vetoes import Vetoes, vetoes

QUOTE_LENGTH = 60
_SENTENCE = regex.compile(r"[^。！？!?;；\n…]++")
_END = regex.compile("[,;:]|$")
_ONE_YEAR = regex.compile(r"^\D{0,6}(?:20\d\d年|今年|去年|上年)(?!以来|至|到|-|—|来)")
_YEARS = {"三年": 3, "四年": 4, "五年": 5, "近三年": 3}
_SPAN = regex.compile("(?P<years>[三四五])年(?:来|间|中)")
#: Confidence by the place of the word that named the figure, and the sentence that explains it.
_REASONS = {
    "behind": (0.95, "数字后面写明“{word}”"),
    "before": (0.95, "数字前面写明“{word}”"),
    "distant": (0.7, "同一分句前面写有“{word}”，数字后面另有所指"),
    "predicate": (0.75, "数字后面的说法是“{word}”"),
    "earlier": (0.65, "上一分句写有“{word}”"),
    "chain": (0.85, "与前一个数字连写，随“{word}”"),
    "beside": (0.6, "与前一分句并列，随“{word}”"),
    "unit": (0.6, "分句里没有写明，按单位和上文判断"),
    "none": (0.4, "读到数字，目录里没有说法与它相合"),
}


@dataclass(frozen=True, slots=True)
class Extraction:
    """figures in text order; unbound: numbers that were read but are no statement of work (figures of the place), in text order."""

    figures: tuple[Figure, ...]
    unbound: tuple[Figure, ...] = ()


@cache
def _hot() -> regex.Pattern[str]:
    """Where a quantity may stand in text that is not folded: a digit, or a Chinese numeral before a numeral, 余 or a measure word."""
    wanted = set(NUMERALS) | set("余多几分 ") | {name[0] for name in load_units()}
    numerals = set(NUMERALS) | set("数几")
    for old, new in table().items():
        if chr(new) in wanted:
            wanted.add(chr(old))
        if chr(new) in numerals:
            numerals.add(chr(old))
    inside = "".join(sorted(map(regex.escape, wanted)))
    return regex.compile(f"[0-9０-９]|[{''.join(sorted(numerals))}][{inside}]")


def extract(repaired: Repaired, period: Period, *, catalogue: Catalogue | None = None) -> Extraction:
    """Figures of a repaired report. Only title, lead, heading and paragraph blocks are read; repeated blocks add places of evidence.

    Linear in the length of the text. `catalogue`: the one of data/reference unless given (CatalogueError when that is wrong).
    """
    known = catalogue or default_catalogue()
    rules = binder(known), vetoes(known), scopes(known)
    found: list[Figure] = []
    judged: list[Judgement] = []
    unbound: list[Figure] = []
    heading = ""
    for block in repaired.blocks:
        if block.kind == "heading":
            heading = block.text
        if block.kind in COUNTED_KINDS and block.repeat_of is None:
            for figure, judgement in _Reader(repaired.text, block, heading, period, *rules).read():
                if judgement is None:
                    unbound.append(figure)
                else:
                    found.append(figure)
                    judged.append(judgement)
    figures = [_with_repeats(figure, repaired) for figure in merge(settle(found, judged))]
    return Extraction(tuple(figures), tuple(unbound))


class _Reader:
    """Reads the figures of one block; a figure comes with what its sentence says about its scope, or None when it is no work."""

    def __init__(self, text: str, block: Block, heading: str, period: Period, bind: Binder, veto: Vetoes, scope: Scopes) -> None:
        self.text, self.block, self.heading, self.period = text, block, heading, period
        self.bind, self.veto, self.scope = bind, veto, scope
        self.known: tuple[int, int] | None = None

    def read(self) -> Iterator[tuple[Figure, Judgement | None]]:
        hot = _hot()
        for match in _SENTENCE.finditer(self.text, self.block.start, self.block.end):
            start, end = match.span()
            if hot.search(self.text, start, end):
                yield from self._sentence(start, fold(self.text[start:end]))

    def _sentence(self, start: int, folded: str) -> Iterator[tuple[Figure, Judgement | None]]:
        read = list(scan(folded))
        if not read:
            return
        kept, aside = self._sift(folded, read)
        years = self._years(start, folded)
        events = False
        last: Quantity | None = None
        predicates = self.bind.predicates(folded) if kept else ()
        for quantity, binding in self.bind.bind(folded, kept, lambda: self._context(start)):
            left = clause_left(folded, quantity.start)
            figure = self._figure(start, folded, quantity, binding, left=left, years=years, predicates=predicates)
            judgement = replace(self.scope.judge(folded, quantity, binding.indicator, last, events, self.block.text), sentence=start)
            events, last = events or quantity.kind == "event", quantity
            yield figure, None if quantity.start in aside else judgement

    def _sift(self, folded: str, read: Sequence[Quantity]) -> tuple[list[Quantity], set[int]]:
        """What the vetoes leave, and where the numbers start that are read but are no work."""
        kept: list[Quantity] = []
        aside: set[int] = set()
        for index, quantity in enumerate(read):
            left, right = clause_left(folded, quantity.start), _clause_right(folded, quantity.stop)
            listed = quantity.form == "one" and _listed(folded, read, index)
            verdict = self.veto.verdict(folded, quantity, left=left, right=right, listed=listed)
            if verdict != "drop":
                kept.append(quantity)
            if verdict == "unbound":
                aside.add(quantity.start)
        return kept, aside

    def _context(self, start: int) -> int:
        """Mask of the heading and of the paragraph before the sentence at `start`; each stretch is looked up once."""
        done, mask = self.known or (self.block.start, self.bind.mask(fold(self.heading)))
        if done < start:
            mask |= self.bind.mask(fold(self.text[done:start]))
        self.known = (max(done, start), mask)
        return mask

    def _years(self, start: int, folded: str) -> int:
        """Years that a number of this sentence covers: the report's, unless the sentence says five years, or one year of several."""
        if self.period.years > 1:
            return 1 if _ONE_YEAR.match(folded) else self.period.years
        match = _SPAN.search(folded) if "年" in folded else None
        return "三四五".index(match.group("years")) + 3 if match else 1

    def _figure(
        self, start: int, folded: str, quantity: Quantity, binding: Binding, *, left: int, years: int, predicates: Sequence[int]
    ) -> Figure:  # fmt: skip
        text = self.text
        right = _clause_right(folded, quantity.stop)
        left, right = max(left, quantity.start - QUOTE_LENGTH), min(right, quantity.stop + QUOTE_LENGTH)
        named = quantity.kind == "money" or quantity.kind == "rate"
        unit = quantity.unit if named else text[start + quantity.unit_start : start + quantity.unit_end]
        word = text[start + binding.word[0] : start + binding.word[1]]
        confidence, reason = _REASONS[binding.place]
        clause = binding.clause
        original = text[start : start + len(folded)]
        topic = self.scope.topic(original, quantity, clause, predicates, word, binding.indicator)
        return Figure(
            value=_plain(quantity.value), upper=None if quantity.upper is None else _plain(quantity.upper), bound=quantity.bound, unit=unit,
            indicator=binding.indicator, topic=topic, scope="total", status="plan" if self.block.plan else self.scope.status(folded, quantity),
            period_years=years, quote=text[start + left : start + right].strip(), start=start + quantity.start, end=start + quantity.end,
            number_text=text[start + quantity.start : start + quantity.end], confidence=confidence, reason=reason.format(word=word),
        )  # fmt: skip


def _plain(value: float) -> float:
    """1.2 × 10,000 is 12000, not 12000.000000000002."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _clause_right(folded: str, place: int) -> int:
    match = _END.search(folded, place)
    return match.start() if match else len(folded)


def _listed(folded: str, read: Sequence[Quantity], index: int) -> bool:
    """Whether a 一 stands in a list with a larger number of its kind: 两名科长、一名干事."""
    one = read[index]
    for other in (read[index - 1] if index else None, read[index + 1] if index + 1 < len(read) else None):
        if other and other.form != "one" and other.kind == one.kind:
            between = folded[min(one.stop, other.stop) : max(one.start, other.start)]
            if "、" in between and "," not in between and len(between) <= 20 and (one.unit == other.unit or one.kind == "people"):
                return True
    return False


def _with_repeats(figure: Figure, repaired: Repaired) -> Figure:
    """Add the places where a repeated block says the same."""
    home = repaired.block_at(figure.start)
    if home is None:
        return figure
    places = list(figure.repeats)
    for block in repaired.blocks:
        if block.repeat_of is None or block.kind not in COUNTED_KINDS or repaired.blocks[block.repeat_of] is not home:
            continue
        within = figure.start - home.start
        if block.text != home.text:
            at = block.text.find(figure.quote)
            inside = figure.quote.find(figure.number_text)
            if at < 0 or inside < 0:
                continue
            within = at + inside
        places.append(Span(block.start + within, block.start + within + figure.end - figure.start))
    return replace(figure, repeats=tuple(places)) if len(places) > len(figure.repeats) else figure
