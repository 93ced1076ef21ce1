"""Repaired text -> figures: every countable statement of work with its clause, what it counts, its scope, status and period.

Numbers are read by `quantities`, judged by `vetoes`, named by `binding` with the words of the catalogue. What is written twice (lead and
body, a repeated paragraph) is one figure with several places of evidence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import regex

from analysis.binding import Binder, Binding, binder
from analysis.catalogue import Catalogue, default_catalogue
from analysis.fold import fold, table
from analysis.quantities import NUMERALS, Quantity, load_units, scan
from analysis.report import COUNTED_KINDS, Block, Figure, Period, Repaired, Span
from analysis.vetoes import Vetoes, vetoes


@dataclass(frozen=True, slots=True)
class Extraction:
    """figures in text order; unbound: numbers that were read but are no statement of work (figures of the place)."""

    figures: tuple[Figure, ...]
    unbound: tuple[Figure, ...] = ()


_SENTENCE = regex.compile(r"[^。！？!?;；\n…]++")
_BREAKS = ",;:"


@cache
def _hot() -> regex.Pattern[str]:
    """Where a quantity may stand, in text that is not folded: a digit, or a Chinese numeral before a numeral, 余 or a measure word."""
    wanted = set(NUMERALS) | set("余多几 ") | {name[0] for name in load_units()}
    wanted |= {chr(old) for old, new in table().items() if chr(new) in wanted}
    numerals = set(NUMERALS) | set("数几")
    numerals |= {chr(old) for old, new in table().items() if chr(new) in numerals and not chr(old).isdigit()}
    digits = "0-9０-９"
    return regex.compile(f"[{digits}]|[{''.join(sorted(numerals))}][{''.join(sorted(map(regex.escape, wanted)))}]")


def extract(repaired: Repaired, period: Period, *, catalogue: Catalogue | None = None) -> Extraction:
    """Figures of a repaired report. Only title, lead, heading and paragraph blocks are read; repeated blocks add places of evidence."""
    known = catalogue or default_catalogue()
    bind, veto = binder(known), vetoes(known)
    figures: list[Figure] = []
    unbound: list[Figure] = []
    heading = ""
    for block in repaired.blocks:
        if block.kind == "heading":
            heading = block.text
        if block.kind in COUNTED_KINDS and block.repeat_of is None:
            for figure, kept in _Reader(repaired.text, block, heading, period, bind, veto).read():
                (figures if kept else unbound).append(figure)
    return Extraction(tuple(figures), tuple(unbound))


class _Reader:
    """Reads one block."""

    def __init__(self, text: str, block: Block, heading: str, period: Period, bind: Binder, veto: Vetoes) -> None:
        self.text, self.block, self.heading, self.period, self.bind, self.veto = text, block, heading, period, bind, veto
        self.mask: int | None = None

    def read(self) -> Iterator[tuple[Figure, bool]]:
        hot = _hot()
        for match in _SENTENCE.finditer(self.text, self.block.start, self.block.end):
            if hot.search(self.text, match.start(), match.end()):
                yield from self.sentence(match.start(), match.end())

    def sentence(self, start: int, end: int) -> Iterator[tuple[Figure, bool]]:
        folded = fold(self.text[start:end])
        read = list(scan(folded))
        if not read:
            return
        kept: list[Quantity] = []
        loose: set[int] = set()
        for index, quantity in enumerate(read):
            left = max(folded.rfind(mark, 0, quantity.start) for mark in _BREAKS) + 1
            ends = [place for mark in _BREAKS if (place := folded.find(mark, quantity.stop)) >= 0]
            listed = any(
                0 <= index + step < len(read) and read[index + step].kind == quantity.kind and "、" in folded[min(quantity.stop, read[index + step].stop) : max(quantity.start, read[index + step].start)]
                for step in (-1, 1)
            )
            verdict = self.veto.verdict(folded, quantity, left=left, right=min(ends, default=len(folded)), listed=listed)
            if verdict == "drop":
                continue
            if verdict == "unbound":
                loose.add(quantity.start)
            kept.append(quantity)
        before = lambda: self.before(start)  # noqa: E731
        for quantity, binding in self.bind.bind(folded, kept, before):
            yield self.figure(folded, start, quantity, binding), quantity.start not in loose

    def before(self, start: int) -> int:
        """Mask of the heading and the paragraph up to `start`."""
        head = fold(self.heading)
        folded = fold(self.text[self.block.start : start])
        return self.bind.mask(head) | self.bind.mask(folded)

    def figure(self, folded: str, start: int, quantity: Quantity, binding: Binding) -> Figure:
        text = self.text
        left = max(folded.rfind(mark, 0, quantity.start) for mark in _BREAKS) + 1
        ends = [place for mark in _BREAKS if (place := folded.find(mark, quantity.stop)) >= 0]
        right = min(ends, default=len(folded))
        money = quantity.kind in ("money", "rate")
        unit = quantity.unit if money else text[start + quantity.unit_start : start + quantity.unit_end]
        return Figure(
            value=quantity.value, upper=quantity.upper, bound=quantity.bound, unit=unit, indicator=binding.indicator, topic="", scope="total",
            status="plan" if self.block.plan else "done", period_years=self.period.years, quote=text[start + left : start + right],
            start=start + quantity.start, end=start + quantity.end, number_text=text[start + quantity.start : start + quantity.end],
            reason=f"{binding.place} {binding.score:.0f} {binding.word}", confidence=min(1.0, binding.score / 110),
        )  # fmt: skip
