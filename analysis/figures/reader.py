"""A report, block by block and sentence by sentence, as drafts of its figures. Only sentences that hold a number are looked at."""

import re
from bisect import bisect_left
from collections.abc import Mapping

from analysis.figures.binding import Binding, binder
from analysis.figures.catalogue import Catalogue
from analysis.figures.clauses import TAIL, Sentence
from analysis.figures.cues import PLAN
from analysis.figures.drafts import QUOTE_LENGTH, Draft, Unfinished
from analysis.figures.framing import Frame, framing, spanning, years
from analysis.figures.places import Places
from analysis.figures.quantities import Quantity, scan
from analysis.figures.scope import Paragraph, announced, plans, scopes, to_come
from analysis.figures.spotting import Spotted, Words, in_stretch
from analysis.figures.vetoes import vetoes
from analysis.letters import Letters, between
from analysis.report import Block, Period, Repaired

#: What is done, after a sentence about what is to come.
_DONE = re.compile("[了已]|截[至止]|目前|去年|上年|一年来|累计|全年")
#: Confidence by the place of the word that named the figure, and the sentence that explains it, around that word.
_REASONS: Mapping[str, tuple[float, str, str]] = {
    "behind": (0.95, "数字后面写明“", "”"),
    "before": (0.95, "数字前面写明“", "”"),
    "distant": (0.7, "同一分句前面写有“", "”，数字后面另有所指"),
    "predicate": (0.75, "数字后面的说法是“", "”"),
    "earlier": (0.65, "上一分句写有“", "”"),
    "chain": (0.85, "与前一个数字连写，随“", "”"),
    "beside": (0.6, "与前一分句并列，随“", "”"),
}
#: The same where no word named it.
_WORDLESS: Mapping[str, tuple[float, str]] = {
    "unit": (0.6, "分句里没有写明，按单位和上文判断"),
    "chain": (0.85, "与前一个数字连写，随前一个数字判断"),
    "none": (0.4, "读到数字，目录里没有说法与它相合"),
}


class Reader:
    """found: drafts of statements of work; unbound: of numbers that are none. Both in text order, the scope as their sentence tells it."""

    def __init__(self, repaired: Repaired, period: Period, catalogue: Catalogue) -> None:
        self.found: list[Draft] = []
        self.unbound: list[Draft] = []
        self._bind, self._veto, self._scope = binder(catalogue), vetoes(catalogue), scopes(catalogue)
        letters = Letters.of(repaired.text)
        self._original, self._text, self._period = repaired.text, letters.text, period
        self._frame = framing(catalogue).of(letters.text, repaired.blocks)
        self._places, self._spotted = Places.of(letters), Spotted(self._bind.cues, letters)

    def read(self, block: Block, heading: Block | None) -> None:
        """Add the figures of a block that stands under `heading`."""
        ends, numbers = self._places.ends, self._places.numbers
        index = bisect_left(numbers, block.start)
        if numbers[index] >= block.end:
            return
        scene = _Scene(self._text, block, heading, self._spotted, self._frame)
        while (place := numbers[index]) < block.end:
            at = bisect_left(ends, place)
            end = min(block.end, ends[at])
            start = max(block.start, ends[at - 1] + 1)
            scene.turn(max(block.start, ends[at - 2] + 1) if start > block.start else start, start, end)
            self._sentence(scene, start, end)
            index = bisect_left(numbers, end, index + 1)

    def _sentence(self, scene: "_Scene", start: int, end: int) -> None:
        quantities = scan(self._text, start, end)
        if not quantities:
            return
        sentence = Sentence(self._text, start, end, between(self._places.marks, start, end))
        last = min(end, quantities[-1].stop + 2 * TAIL)  # what stands behind it is asked for by none of them
        words = Words(self._spotted, sentence, last, lambda: scene.before(start))
        sentence.place(quantities)
        kept, aside = self._veto.sift(words, quantities)
        planned = 0 if scene.planned else plans(words)
        dated = self._period.years > 1 or spanning(self._text, start, end)
        before: list[Quantity] = []
        for quantity, binding in self._bind.bind(words, kept):
            covered = self._period.years
            if dated:
                covered = 1 if self._frame.event(quantity.start) else years(sentence, quantity.start, self._period)
            figure = self._figure(quantity, binding, covered)
            if planned <= quantity.start or (words.phrases & PLAN and to_come(words, quantity)):
                figure.status = "plan"
            figure.scope, firm, share = self._scope.judge(words, quantity, binding.indicator, before, scene.about)
            if covered == 1 < self._period.years and quantity.kind != "rate":
                figure.scope = "part"  # one year of several
            before.append(quantity)
            draft = Draft(figure, quantity, start, scene.opening, firm, [], share)
            (self.unbound if quantity.start in aside else self.found).append(draft)

    def _figure(self, quantity: Quantity, binding: Binding, years: int) -> Unfinished:
        """A number and what it counts, taken as done and as a total."""
        text, start, end, unit, upper = self._original, quantity.start, quantity.end, quantity.unit, quantity.upper
        quote = text[max(quantity.left, start - QUOTE_LENGTH) : min(quantity.right, quantity.stop + QUOTE_LENGTH)].strip()
        if quantity.kind != "money" and unit != "%":
            unit = text[quantity.unit_start : quantity.unit_end]
        word = text[binding.word[0] : binding.word[1]]
        if word:
            confidence, opening, closing = _REASONS[binding.place]
            reason = f"{opening}{word}{closing}"
        else:
            confidence, reason = _WORDLESS[binding.place]
        topic = self._scope.topic(text, self._text, binding.subject, word, binding.indicator)
        # By position: eighteen names to look up would take longer than the figure.
        return Unfinished(
            _plain(quantity.value), None if upper is None else _plain(upper), quantity.bound, unit, binding.indicator, topic,
            "total", "done", years, quote, start, end, text[start:end], (), confidence, reason, False, "rule",
        )  # fmt: skip


class _Scene:
    """A block as its sentences see it: what was said before them, and what the whole of it is about. Both are looked up when asked for."""

    def __init__(self, text: str, block: Block, heading: Block | None, spotted: Spotted, frame: Frame) -> None:
        self._text, self._plan, self._coming = text, block.plan or frame.plan, -1
        self.planned = self._plan
        self.block, self._heading, self._spotted = block, heading, spotted
        self.about = Paragraph(text, block.start, block.end, frame)
        self.opening = block.kind in ("title", "lead")
        self._known: tuple[int, int] | None = None

    def turn(self, before: int, start: int, end: int) -> None:
        """Turn to the sentence [start, end), and to whether it goes on with what the one before it (from `before`) says will be done."""
        if self._plan or start == before:
            return
        text, phrases = self._text, self._spotted.phrases
        self.planned = before == self._coming or (
            text.find("将", before, start) >= 0 and announced(text, in_stretch(phrases, before, start))
        )
        self.planned = self.planned and _DONE.search(text, start, end) is None
        if self.planned:
            self._coming = start

    def before(self, start: int) -> int:
        """Mask of the heading and of the block before `start`; every stretch is looked up once."""
        if self._known is None:
            self._known = self.block.start, self._spotted.said(self._heading.start, self._heading.end) if self._heading else 0
        done, mask = self._known
        self._known = max(done, start), mask | self._spotted.said(done, start)
        return self._known[1]


def _plain(value: float) -> float:
    """1.2 × 10,000 is 12000, not 12000.000000000002."""
    if isinstance(value, int):
        return value
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded
