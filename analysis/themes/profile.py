"""Which of the ten functions each paragraph of a report speaks of, and what share of the text each function has.

How a paragraph is decided, in this order:

1. Leads, plans and reflections (by block, or by the heading above) are `none`; so is a slogan: a short paragraph that names
   nobody who acts and no number, and holds no strong term.
2. Every sentence is read for the seed terms of `functions.yaml`, longest term first, each stretch of text once. Terms in a
   quotation or in the subject of 围绕…, 就… count less: they say what was talked about, not what was done.
3. A sentence's characters are divided among the functions by the squares of their evidence; a sentence with hardly any
   evidence half follows the one before it. So the function with most text wins, as the annotation asks.
4. Headings above and a short first sentence add evidence. In some newspaper pages headings stand below their text: whichever
   direction agrees better with the paragraphs is used for the whole report. First and last paragraphs lean towards `none`.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
import regex
from numpy.typing import NDArray

from analysis.report import Block, Repaired, Span
from analysis.themes.functions import NONE, Finder, Functions, functions

SHARE_COLUMNS = ("function", "name", "share", "characters", "paragraphs")

Reason = Literal["lead", "plan", "reflection", "slogan", "terms", "heading", "no evidence"]
Evidence = NDArray[np.float64]

_SENTENCE = regex.compile(r"[^。！？!?；;\n]++[。！？!?；;]*+")
_QUOTED = regex.compile(r"[“《]([^“”《》\n]{6,60}+)[”》]")
_SUBJECT = regex.compile(
    r"(?:围绕|聚焦|针对|紧扣|(?<!成)就(?![业医是地近读学要能会跟]))([^，,。；;！!？?\n]{2,60}?)(?=开展|组织|进行|举行|举办|召开|深入|提出|[，,。；;！!？?\n]|$)"
)
_DIGIT = regex.compile(r"\d")
_ACTORS = ("政协", "委员", "常委会", "我们", "专委会", "机关", "党组", "我市", "我县", "我区")

QUOTED_WEIGHT = 0.2  # what is quoted is what was talked about
SUBJECT_WEIGHT = 0.34
HEADING_SHARE = 0.35  # of the paragraph's characters, at most of HEADING_CHARACTERS
HEADING_CHARACTERS = 200
PARENT_WEIGHT = 0.5
TOPIC_CHARACTERS = 30  # a first sentence as short as this is a heading in the line
TOPIC_SHARE = 0.2
EDGE_SHARE = 0.35  # what a first or last paragraph gives to none
FAINT = 2.0  # less evidence than this in a whole paragraph says nothing
STRONG = 3.0
SLOGAN_CHARACTERS = 50


@dataclass(frozen=True, slots=True)
class ParagraphFunction:
    """The function of the paragraph `repaired.blocks[block]`. `decided_by` are its seed terms in the text, in order.

    `score` is the winner's part (0–1) of all evidence; `characters` leaves white space out.
    """

    block: int
    function: str
    decided_by: tuple[Span, ...]
    score: float
    characters: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Profile:
    """The paragraphs of one report with their functions, in the order of the text."""

    paragraphs: tuple[ParagraphFunction, ...]
    catalogue: Functions = field(repr=False)

    def shares(self) -> pd.DataFrame:
        """SHARE_COLUMNS in catalogue order, `none` last; shares sum to 1, or are all missing when there is no paragraph."""
        characters = dict.fromkeys(self.catalogue.ids, 0)
        paragraphs = dict.fromkeys(self.catalogue.ids, 0)
        for paragraph in self.paragraphs:
            characters[paragraph.function] += paragraph.characters
            paragraphs[paragraph.function] += 1
        total = sum(characters.values())
        return pd.DataFrame(
            {
                "function": pd.Series([function.id for function in self.catalogue.all], dtype="str"),
                "name": pd.Series([function.name for function in self.catalogue.all], dtype="str"),
                "share": [characters[i] / total if total else float("nan") for i in self.catalogue.ids],
                "characters": [characters[i] for i in self.catalogue.ids],
                "paragraphs": [paragraphs[i] for i in self.catalogue.ids],
            },
            columns=list(SHARE_COLUMNS),
        )

    def function_of(self, block: int) -> str | None:
        """Function of a block, or None when the block is no counted paragraph."""
        return next((paragraph.function for paragraph in self.paragraphs if paragraph.block == block), None)


@dataclass(slots=True)
class _Reading:
    """What the sentences of one paragraph say."""

    index: int
    block: Block
    mass: Evidence
    spans: list[tuple[Span, int]]
    strength: float  # weight of all terms
    strong: int  # number of terms of weight 3 outside quotations

    @property
    def characters(self) -> int:
        return len("".join(self.block.text.split()))


def profile(repaired: Repaired, *, catalogue: Functions | None = None) -> Profile:
    """Give every counted paragraph and lead of a report to one function or to `none`. Raises CatalogueError for a bad catalogue."""
    known = catalogue or functions()
    seeds = known.finder
    readings = [_read(index, block, seeds) for index, block in enumerate(repaired.blocks) if _is_text(block)]
    headings = _headings(repaired, seeds, readings)
    last = readings[-1].index if readings else -1
    first_heading = next((index for index, block in enumerate(repaired.blocks) if block.kind == "heading"), 0)
    edges = {reading.index for reading in readings if reading.index == last or reading.index < first_heading}
    kinds = _section_kinds(repaired.blocks, known)
    return Profile(
        tuple(_decide(reading, headings.get(reading.index), kinds[reading.index], reading.index in edges, known) for reading in readings),
        known,
    )


def _is_text(block: Block) -> bool:
    return block.counted and block.kind in ("paragraph", "lead")


def _decide(reading: _Reading, heading: Evidence | None, section: Reason | None, edge: bool, catalogue: Functions) -> ParagraphFunction:
    none = catalogue.ids.index(NONE)
    block = reading.block
    forced: Reason | None = "lead" if block.kind == "lead" else "plan" if block.plan else section
    if forced is None and reading.strong == 0 and _is_slogan(block.text):
        forced = "slogan"
    if forced is not None:
        return ParagraphFunction(reading.index, NONE, (), 1.0, reading.characters, forced)
    mass = reading.mass.copy()
    own = float(mass.sum())
    base = min(reading.characters, HEADING_CHARACTERS)
    if heading is not None:
        mass += heading * base * HEADING_SHARE
    if edge:
        mass[none] += base * EDGE_SHARE
    total = float(mass.sum())
    if total <= 0.0 or (reading.strength < FAINT and heading is None):
        return ParagraphFunction(reading.index, NONE, (), 1.0, reading.characters, "no evidence")
    winner = int(np.argmax(np.round(mass, 9)))
    spans = tuple(span for span, function in reading.spans if function == winner)
    reason: Reason = "terms" if own > 0.0 and spans else "heading"
    return ParagraphFunction(reading.index, catalogue.ids[winner], spans, float(mass[winner] / total), reading.characters, reason)


def _is_slogan(text: str) -> bool:
    return len(text) <= SLOGAN_CHARACTERS and not any(actor in text for actor in _ACTORS) and _DIGIT.search(text) is None


def _read(index: int, block: Block, seeds: Finder) -> _Reading:
    text = block.text
    discounts = _discounts(text)
    starts = [start for start, _, _ in discounts]
    reading = _Reading(index, block, np.zeros(seeds.size), [], 0.0, 0)
    before = np.zeros(seeds.size)
    for sentence in _SENTENCE.finditer(text):
        evidence = np.zeros(seeds.size)
        for start, end, function, weight in seeds.find(text, sentence.start(), sentence.end()):
            value = weight * _discount(discounts, starts, start, end)
            evidence[function] += value
            reading.strong += value >= STRONG and function < seeds.size - 1
            reading.spans.append((Span(block.start + start, block.start + end), function))
        reading.strength += float(evidence.sum())
        trust = _trust(evidence)
        if sentence.start() == 0 and len(sentence.group()) <= TOPIC_CHARACTERS:
            reading.mass += _parts(evidence) * trust * TOPIC_SHARE * min(reading.characters, HEADING_CHARACTERS)
        here = _parts(evidence) * trust + before * (1.0 - trust) / 2
        reading.mass += here * len("".join(sentence.group().split()))
        before = here
    return reading


def _parts(evidence: Evidence) -> Evidence:
    squares = evidence * evidence
    total = squares.sum()
    return squares / total if total > 0.0 else squares


def _trust(evidence: Evidence) -> float:
    """How far a heading or a sentence is believed: fully from one term of weight 3 on."""
    return min(1.0, float(evidence.sum()) / STRONG)


def _discounts(text: str) -> list[tuple[int, int, float]]:
    found = [(*match.span(1), QUOTED_WEIGHT) for match in _QUOTED.finditer(text)]
    found += [(*match.span(1), SUBJECT_WEIGHT) for match in _SUBJECT.finditer(text)]
    return sorted(found)


def _discount(discounts: Sequence[tuple[int, int, float]], starts: Sequence[int], start: int, end: int) -> float:
    weight = 1.0
    for left, right, factor in discounts[: bisect_right(starts, start)]:
        if end <= right and (end - start) * 2 <= right - left:
            weight = min(weight, factor)
    return weight


def _section_kinds(blocks: Sequence[Block], catalogue: Functions) -> dict[int, Reason | None]:
    """For every block: whether a heading above says that plans or reflections follow, until a heading of the same rank."""
    kinds: dict[int, Reason | None] = {}
    kind: Reason | None = None
    rank = 0
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            level = block.heading_level or 1
            if kind is None or level <= rank:
                kind = _heading_kind(block.text, catalogue)
                rank = level
        kinds[index] = kind
    return kinds


def _heading_kind(text: str, catalogue: Functions) -> Reason | None:
    if any(word in text for word in catalogue.plan_headings):
        return "plan"
    return "reflection" if any(word in text for word in catalogue.reflection_headings) else None


def _headings(repaired: Repaired, seeds: Finder, readings: Sequence[_Reading]) -> Mapping[int, Evidence]:
    """Evidence of the headings for every paragraph, in the direction (below or above) that fits the report better."""
    below, above = _below(repaired.blocks, seeds), _above(repaired.blocks, seeds)
    own = {reading.index: _unit(reading.mass) for reading in readings}

    def agreement(side: Mapping[int, Evidence]) -> float:
        return float(sum(np.dot(_unit(evidence), own[index]) for index, evidence in side.items() if index in own))

    return above if agreement(above) > 1.25 * agreement(below) else below


def _unit(vector: Evidence) -> Evidence:
    length = float(np.sqrt((vector * vector).sum()))
    return vector / length if length > 0.0 else vector


def _heading_evidence(block: Block, seeds: Finder) -> Evidence:
    evidence = np.zeros(seeds.size)
    for _, _, function, weight in seeds.find(block.text, 0, len(block.text)):
        evidence[function] += weight
    evidence[-1] = 0.0  # a heading's slogan words say nothing of its section
    return _parts(evidence) * _trust(evidence)


def _below(blocks: Sequence[Block], seeds: Finder) -> dict[int, Evidence]:
    """Headings read as usual: each with its parents, for the paragraphs that follow it."""
    path: list[tuple[int, Evidence]] = []
    found: dict[int, Evidence] = {}
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            level = block.heading_level or 1
            path = [(rank, evidence) for rank, evidence in path if rank < level]
            path.append((level, _heading_evidence(block, seeds)))
        elif path and _is_text(block):
            total = sum((evidence * PARENT_WEIGHT**age for age, (_, evidence) in enumerate(reversed(path))), np.zeros(seeds.size))
            found[index] = total / max(1.0, float(total.sum()))
    return found


def _above(blocks: Sequence[Block], seeds: Finder) -> dict[int, Evidence]:
    """Headings read backwards: each for the paragraphs that stand between the heading before and itself."""
    found: dict[int, Evidence] = {}
    waiting: list[int] = []
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            evidence = _heading_evidence(block, seeds)
            found.update(dict.fromkeys(waiting, evidence))
            waiting = []
        elif _is_text(block):
            waiting.append(index)
    return found
