"""Repaired text -> figures: every countable statement of work with its clause, what it counts, its scope, status and period.

Numbers are read by `quantities`, judged by `vetoes`, named by `binding` with the words of the catalogue, and placed by `scope`. What is
written twice (lead and body, a repeated paragraph) is one figure with several places of evidence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from analysis.binding import Binder, Binding, binder
from analysis.catalogue import Catalogue, default_catalogue
from analysis.clauses import Sentence, marks
from analysis.fold import fold, table
from analysis.quantities import NUMERALS, Quantity, load_units, scan
from analysis.report import COUNTED_KINDS, Block, Figure, Period, Repaired, Span
from analysis.scope import Draft, Scopes, merge, scopes, settle
from analysis.vetoes import Vetoes, vetoes

QUOTE_LENGTH = 60
_SENTENCE = regex.compile(r"[^。！？!?;；\n…]++")
_ONE_YEAR = regex.compile(r"\D{0,6}(?:20\d\d年|今年|去年|上年)(?!以来|至|到|-|—|来)")
_TERM = regex.compile("(?P<years>[三四五])年(?:来|间)")
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
    """Where a quantity may stand in text that is not folded: a digit that begins no date, or a Chinese numeral before a numeral, 余 or a
    measure word. 一 counts before another numeral only: 一批 is no quantity, and in a list (两名、一名) the other number is found."""
    wanted, numerals = set(NUMERALS) | set("余多几分 ") | {name[0] for name in load_units()}, set(NUMERALS) | set("数几")
    more = set(NUMERALS) - {"一"} | set("余多几")
    for old, new in table().items():
        for known in (wanted, numerals, more):
            if chr(new) in known:
                known.add(chr(old))
    first, second, other = ("".join(sorted(map(regex.escape, found))) for found in (numerals - {"一"}, wanted, more))
    return regex.compile(f"[0-9０-９]{{1,12}}+(?![0-9０-９年月日])|[{first}][{second}]|一[{other}]")


def extract(repaired: Repaired, period: Period, *, catalogue: Catalogue | None = None) -> Extraction:
    """Figures of a repaired report. Only title, lead, heading and paragraph blocks are read; repeated blocks add places of evidence.

    Linear in the length of the text. `catalogue`: the one of data/reference unless given (CatalogueError when that is wrong).
    """
    known = catalogue or default_catalogue()
    rules = binder(known), vetoes(known), scopes(known)
    found: list[Draft] = []
    unbound: list[Draft] = []
    heading = ""
    for block in repaired.blocks:
        if block.kind == "heading":
            heading = block.text
        if block.kind in COUNTED_KINDS and block.repeat_of is None:
            for draft, is_work in _Reader(repaired.text, block, heading, period, *rules).read():
                (found if is_work else unbound).append(draft)
    settle(found)
    kept = merge(found)
    if any(block.repeat_of is not None for block in repaired.blocks):
        for draft in kept:
            draft.repeats += _in_repeated_blocks(draft, repaired)
    return Extraction(tuple(map(_figure, kept)), tuple(map(_figure, unbound)))


class _Reader:
    """Reads the figures of one block, as drafts whose scope is what their sentence says."""

    def __init__(self, text: str, block: Block, heading: str, period: Period, bind: Binder, veto: Vetoes, scope: Scopes) -> None:
        self.text, self.block, self.heading, self.period = text, block, heading, period
        self.bind, self.veto, self.scope = bind, veto, scope
        self.known: tuple[int, int] | None = None

    def read(self) -> Iterator[tuple[Draft, bool]]:
        """Drafts in text order, each with whether it is a statement of work."""
        hot = _hot()
        for match in _SENTENCE.finditer(self.text, self.block.start, self.block.end):
            start, end = match.span()
            if hot.search(self.text, start, end):
                yield from self._sentence(start, fold(self.text[start:end]))

    def _sentence(self, start: int, folded: str) -> Iterator[tuple[Draft, bool]]:
        read = list(scan(folded))
        if not read:
            return
        sentence = Sentence(folded, marks(folded))
        kept, aside = self._sift(sentence, read)
        if not kept:
            return
        years, telling = self._years(folded), self.scope.telling(folded)
        plans = self.scope.plans(folded, self.block.plan) if telling or self.block.plan else len(folded)
        before: list[Quantity] = []
        for quantity, binding in self.bind.bind(sentence, kept, lambda: self._context(start)):
            draft = self._draft(start, sentence, quantity, binding)
            draft.years, draft.status = years, "plan" if plans <= quantity.start else "done"
            draft.scope, draft.firm = self.scope.judge(sentence, quantity, binding.indicator, before, self.block.text, telling=telling)
            before.append(quantity)
            yield draft, quantity.start not in aside

    def _sift(self, sentence: Sentence, read: Sequence[Quantity]) -> tuple[list[Quantity], set[int]]:
        """What the vetoes leave, and where the numbers start that are read but are no work."""
        kept: list[Quantity] = []
        aside: set[int] = set()
        text = sentence.text
        doubtful = self.veto.doubtful(text)
        for index, quantity in enumerate(read):
            left, right = sentence.left(quantity.start), sentence.right(quantity.stop, len(text))
            listed = quantity.form == "one" and _listed(text, read, index)
            verdict = self.veto.verdict(text, quantity, left=left, right=right, listed=listed, doubtful=doubtful)
            if verdict != "drop":
                kept.append(quantity)
            if verdict == "unbound":
                aside.add(quantity.start)
        return kept, aside

    def _context(self, start: int) -> int:
        """Mask of the heading and of the paragraph before the sentence at `start`; each stretch is looked up once."""
        done, mask = self.known or (self.block.start, self.bind.cues.mask(fold(self.heading)))
        if done < start:
            mask |= self.bind.cues.mask(fold(self.text[done:start]))
        self.known = (max(done, start), mask)
        return mask

    def _years(self, folded: str) -> int:
        """Years that the numbers of a sentence cover: the report's, unless it says 五年来, or names one year of several."""
        if self.period.years > 1:
            return 1 if _ONE_YEAR.match(folded) else self.period.years
        match = _TERM.search(folded) if "年" in folded else None
        return "三四五".index(match.group("years")) + 3 if match else 1

    def _draft(self, start: int, sentence: Sentence, quantity: Quantity, binding: Binding) -> Draft:
        text, length = self.text, len(sentence.text)
        left = max(sentence.left(quantity.start), quantity.start - QUOTE_LENGTH)
        right = min(sentence.right(quantity.stop, length), quantity.stop + QUOTE_LENGTH)
        named = quantity.kind == "money" or quantity.kind == "rate"
        unit = quantity.unit if named else text[start + quantity.unit_start : start + quantity.unit_end]
        word = text[start + binding.word[0] : start + binding.word[1]]
        confidence, reason = _REASONS[binding.place]
        return Draft(
            quantity=quantity, indicator=binding.indicator, unit=unit, sentence=start, start=start + quantity.start, end=start + quantity.end,
            number_text=text[start + quantity.start : start + quantity.end], quote=text[start + left : start + right].strip(),
            topic=self.scope.topic(text[start + binding.subject[0] : start + binding.subject[1]], word, binding.indicator),
            confidence=confidence, reason=reason.format(word=word) if word else reason,
        )  # fmt: skip


def _figure(draft: Draft) -> Figure:
    quantity = draft.quantity
    return Figure(
        value=_plain(quantity.value), upper=None if quantity.upper is None else _plain(quantity.upper), bound=quantity.bound, unit=draft.unit,
        indicator=draft.indicator, topic=draft.topic, scope=draft.scope, status=draft.status, period_years=draft.years, quote=draft.quote,
        start=draft.start, end=draft.end, number_text=draft.number_text, repeats=draft.repeats, confidence=draft.confidence, reason=draft.reason,
    )  # fmt: skip


def _plain(value: float) -> float:
    """1.2 × 10,000 is 12000, not 12000.000000000002."""
    if isinstance(value, int):
        return value
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _listed(folded: str, read: Sequence[Quantity], index: int) -> bool:
    """Whether a 一 stands in a list with a larger number of its kind: 两名科长、一名干事."""
    one = read[index]
    for other in read[max(0, index - 1) : index + 2]:
        if other.form != "one" and other.kind == one.kind and (other.unit == one.unit or one.kind == "people"):
            between = folded[min(one.stop, other.stop) : max(one.start, other.start)]
            if "、" in between and "," not in between and len(between) <= 20:
                return True
    return False


def _in_repeated_blocks(draft: Draft, repaired: Repaired) -> tuple[Span, ...]:
    """Places where a repeated block says the same."""
    home = repaired.block_at(draft.start)
    places = []
    for block in repaired.blocks:
        if home is None or block.repeat_of is None or block.kind not in COUNTED_KINDS or repaired.blocks[block.repeat_of] is not home:
            continue
        within = draft.start - home.start
        if block.text != home.text:
            at, inside = block.text.find(draft.quote), draft.quote.find(draft.number_text)
            if at < 0 or inside < 0:
                continue
            within = at + inside
        places.append(Span(block.start + within, block.start + within + draft.end - draft.start))
    return tuple(places)
