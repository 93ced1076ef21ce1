"""Repaired text -> figures: every countable statement of work with its clause, what it counts, its scope, status and period.

Numbers are read by `quantities`, judged by `vetoes`, named by `binding` with the words of the catalogue, and placed by `scope`. What is
written twice (lead and body, a repeated paragraph) is one figure with several places of evidence.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import NamedTuple

from analysis.figures.binding import Binding, Words, binder
from analysis.figures.catalogue import Catalogue, default_catalogue
from analysis.figures.clauses import ENDS, MARKS, Sentence
from analysis.figures.cues import Cues, Hit
from analysis.figures.quantities import NUMERALS, Quantity, load_units, scan
from analysis.figures.scope import Draft, Paragraph, merge, plans, scopes, settle
from analysis.figures.vetoes import vetoes
from analysis.letters import Classes, Letters, ascending, between
from analysis.report import COUNTED_KINDS, Block, CatalogueError, Figure, Period, Repaired, Span

QUOTE_LENGTH = 60
_ONE_YEAR = re.compile(r"\D{0,6}(?:20\d\d年|今年|去年|上年)(?!以来|至|到|-|—|来)")
#: A bracket that breaks no clause: 党组（扩大）会议, 村（社区）.
_ASIDE = re.compile(r"\((?![一二三四五六七八九十]{1,3}\))[^()\d,;:。]{1,6}\)")
_TERM = re.compile("(?P<years>[三四五])年(?:来|间)")
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


class _Places(NamedTuple):
    """Places of a folded text, ascending: where sentences end, where clauses end, where words of the catalogue may begin (and by which
    opening), where numbers may stand."""

    ends: list[int]
    marks: list[int]
    words: list[int]
    openings: list[int]
    numbers: list[int]


@cache
def _classes() -> Classes:
    """What `_places` asks of a character: does it end a sentence or a clause; is it a digit, or makes it a date of one; may it begin a
    Chinese quantity, follow such a beginning, or follow 一."""
    numerals = set(NUMERALS)
    measures = {name[0] for name in load_units()} | set("余多几分 ")
    return Classes(
        end=ENDS, mark=MARKS, digit="0123456789", date="年月日", head=(numerals - {"一"}) | set("数几"), one="一",
        tail=numerals | measures, more=numerals | set("余多几"),
    )  # fmt: skip


def _places(letters: Letters, cues: Cues) -> _Places:
    """Numbers: the last digit where no date follows; a Chinese numeral before a numeral, 余 or a measure word. 一 counts before a numeral
    or 余 only: 一批 is no quantity, and in a list (两名、一名) the other number is found."""
    classes, bits = _classes(), _classes().bits
    found = classes.of(letters)
    here, after = found[:-1], found[1:]
    numbers = (found & bits["digit"]) != 0
    numbers[:-1] &= (after & (bits["digit"] | bits["date"])) == 0
    numbers[:-1] |= ((here & bits["head"]) != 0) & ((after & bits["tail"]) != 0)
    numbers[:-1] |= ((here & bits["one"]) != 0) & ((after & bits["more"]) != 0)
    marks = ascending(found & bits["mark"])
    asides = {place for match in _ASIDE.finditer(letters.text) for place in (match.start(), match.end() - 1)}
    if asides:
        marks = [place for place in marks if place not in asides]
    return _Places(ascending(found & bits["end"]), marks, *cues.openings.of(letters), ascending(numbers))


def extract(repaired: Repaired, period: Period, *, catalogue: Catalogue | None = None) -> Extraction:
    """Figures of a repaired report. Only title, lead, heading and paragraph blocks are read; repeated blocks add places of evidence.

    Linear in the length of the text. `catalogue`: the one of data/reference unless given (CatalogueError when that is wrong).
    """
    reader = _Reader(repaired, period, catalogue or default_catalogue())
    found: list[Draft] = []
    unbound: list[Draft] = []
    heading = ""
    for block in repaired.blocks:
        if block.kind == "heading":
            heading = block.text
        if block.kind in COUNTED_KINDS and block.repeat_of is None:
            for draft, is_work in reader.read(block, heading):
                (found if is_work else unbound).append(draft)
    settle(found)
    kept = merge(found)
    if any(block.repeat_of is not None for block in repaired.blocks):
        for draft in kept:
            draft.repeats += _in_repeated_blocks(draft, repaired)
    return Extraction(tuple(map(_figure, kept)), tuple(map(_figure, unbound)))


def check_examples(catalogue: Catalogue) -> None:
    """Try the catalogue's own tests: an example must yield a figure of its indicator, a near miss must not.

    Raises CatalogueError that names the line of the indicator and the first example or near miss that fails.
    """
    for indicator in catalogue.indicators:
        tried = [(text, True) for text in indicator.examples] + [(text, False) for text in indicator.near_misses]
        for text, wanted in tried:
            figures = extract(Repaired(text, (Block("paragraph", text, 0, len(text)),)), Period(2020, 2020), catalogue=catalogue).figures
            found = [figure.indicator for figure in figures]
            if (indicator.id in found) != wanted:
                got = "、".join(dict.fromkeys(found)) or "没有数字"
                reason = f"例句“{text}”应读作它，却读成 {got}" if wanted else f"反例“{text}”不应读作它"
                raise CatalogueError(
                    f"指标目录 indicators.yaml 第 {indicator.line} 行：指标“{indicator.id}”的{reason}，请改例句或 wordings。", "E140"
                )


class _Reader:
    """Reads a report block by block, as drafts whose scope is what their sentence says."""

    def __init__(self, repaired: Repaired, period: Period, catalogue: Catalogue) -> None:
        self.bind, self.veto, self.scope = binder(catalogue), vetoes(catalogue), scopes(catalogue)
        self.original, self.period = repaired.text, period
        letters = Letters.of(repaired.text)
        self.text, self.places = letters.text, _places(letters, self.bind.cues)

    def read(self, block: Block, heading: str) -> Iterator[tuple[Draft, bool]]:
        """Drafts of a block in text order, each with whether it is a statement of work. Only sentences that hold a number are looked at."""
        scene = _Scene(self, block, heading)
        ends, done = self.places.ends, block.start - 1
        for place in between(self.places.numbers, block.start, block.end):
            if place <= done:
                continue
            index = bisect_left(ends, place)
            start = max(block.start, ends[index - 1] + 1) if index else block.start
            done = min(block.end, ends[index]) if index < len(ends) else block.end
            yield from self._sentence(scene, Sentence(self.text, start, done, between(self.places.marks, start, done)))

    def _sentence(self, scene: "_Scene", sentence: Sentence) -> Iterator[tuple[Draft, bool]]:
        read = list(scan(self.text, sentence.start, sentence.end))
        if not read:
            return
        words = self.bind.words(sentence, self.hits(sentence.start, sentence.end), partial(scene.before, sentence.start))
        kept, aside = self._sift(words, read)
        years, planned = self._years(sentence), 0 if scene.block.plan else plans(words.roles)
        before: list[Quantity] = []
        for quantity, binding in self.bind.bind(words, kept):
            draft = self._draft(scene.block, words.sentence, quantity, binding)
            draft.years, draft.status = years, "plan" if planned <= quantity.start else "done"
            draft.scope, draft.firm = self.scope.judge(words, quantity, binding.indicator, before, scene.about)
            before.append(quantity)
            yield draft, quantity.start not in aside

    def hits(self, start: int, end: int) -> list[Hit]:
        """Words of the catalogue in [start, end)."""
        places = self.places.words
        first, last = bisect_left(places, start), bisect_left(places, end)
        return self.bind.cues.hits(self.text, places[first:last], self.places.openings[first:last])

    def _sift(self, words: Words, read: Sequence[Quantity]) -> tuple[list[Quantity], set[int]]:
        """What the vetoes leave, and where the numbers start that are read but are no work."""
        kept: list[Quantity] = []
        aside: set[int] = set()
        for index, quantity in enumerate(read):
            listed = quantity.form == "one" and _listed(self.text, read, index)
            verdict = self.veto.verdict(words.sentence, quantity, words.roles, listed=listed)
            if verdict != "drop":
                kept.append(quantity)
            if verdict == "unbound":
                aside.add(quantity.start)
        return kept, aside

    def _years(self, sentence: Sentence) -> int:
        """Years that the numbers of a sentence cover: the report's, unless it says 五年来, or names one year of several."""
        text, start, end = sentence.text, sentence.start, sentence.end
        if self.period.years > 1:
            return 1 if _ONE_YEAR.match(text, start, end) else self.period.years
        match = _TERM.search(text, start, end)
        return "三四五".index(match.group("years")) + 3 if match else 1

    def _draft(self, block: Block, sentence: Sentence, quantity: Quantity, binding: Binding) -> Draft:
        text, start, end = self.original, quantity.start, quantity.end
        left = max(sentence.left(start), start - QUOTE_LENGTH)
        right = sentence.right(quantity.stop, quantity.stop + QUOTE_LENGTH)
        named = quantity.kind == "money" or quantity.unit == "%"
        word = text[binding.word[0] : binding.word[1]]
        confidence, reason = _REASONS[binding.place]
        return Draft(
            quantity=quantity, indicator=binding.indicator, unit=quantity.unit if named else text[quantity.unit_start : quantity.unit_end],
            sentence=sentence.start, start=start, end=end, number_text=text[start:end], quote=text[left:right].strip(),
            topic=self.scope.topic(text, self.text, binding.subject, word, binding.indicator),
            confidence=confidence, reason=reason.format(word=word) if word else reason,
            opening=block.kind in ("title", "lead"), context=text[max(sentence.start, start - QUOTE_LENGTH) : right],
        )  # fmt: skip


class _Scene:
    """A block as its sentences see it: what was said before them, and what the whole of it is about. Both are looked up when asked for."""

    def __init__(self, reader: _Reader, block: Block, heading: str) -> None:
        self.reader, self.block, self.heading = reader, block, heading
        self.known: tuple[int, int] | None = None

    @cached_property
    def about(self) -> Paragraph:
        return Paragraph.of(self.reader.text, self.block.start, self.block.end, self.reader.scope.relief)

    def before(self, start: int) -> int:
        """Mask of the heading and of the block before `start`; every stretch is looked up once."""
        cues = self.reader.bind.cues
        done, mask = self.known or (self.block.start, cues.mask(Letters.of(self.heading)))
        for _, word in self.reader.hits(done, start):
            mask |= word.mask
        self.known = (max(done, start), mask)
        return mask


def _figure(draft: Draft) -> Figure:
    quantity = draft.quantity
    return Figure(
        value=_plain(quantity.value),
        upper=None if quantity.upper is None else _plain(quantity.upper),
        bound=quantity.bound,
        unit=draft.unit,
        indicator=draft.indicator,
        topic=draft.topic,
        scope=draft.scope,
        status=draft.status,
        period_years=draft.years,
        quote=draft.quote,
        start=draft.start,
        end=draft.end,
        number_text=draft.number_text,
        repeats=tuple(draft.repeats),
        confidence=draft.confidence,
        reason=draft.reason,
    )


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


def _in_repeated_blocks(draft: Draft, repaired: Repaired) -> list[Span]:
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
    return places
