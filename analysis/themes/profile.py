"""Which of the ten functions each paragraph of a report speaks of, and what share of the text each function has.

How a paragraph is decided, in this order:

1. Leads, plans and reflections (by block, or by the heading above) are `none`; so is a slogan: a short paragraph that names
   nobody who acts and no number, and holds no strong seed.
2. Every word that the table of telling words knows gives its points (`telling`). A sentence is read by its own words and, with
   the same say, by those of the whole paragraph; its characters are divided among the functions by the points. So the function
   with most text wins, as the annotation asks. A sentence of plans or shortcomings is `none`, wherever it stands.
3. Headings and a short first sentence add to it; a heading takes a part of what the words leave unclassified. In some newspaper
   pages headings stand below their text: whichever direction agrees better with the paragraphs is used for the whole report.
   Paragraphs outside the headings and the last one lean towards `none`, those of a report about one function towards that.

What is told as the reason are the words that speak most for the function that won.
"""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
import regex

from analysis.fold import fold
from analysis.report import Block, Repaired, Span
from analysis.themes import headings
from analysis.themes.functions import NONE, STRONG, Functions, functions
from analysis.themes.outlook import Outlook, outlook, section_kinds
from analysis.themes.telling import Found, Points, Telling, parts, telling

SHARE_COLUMNS = ("function", "name", "share", "characters", "paragraphs")

Reason = Literal["lead", "plan", "reflection", "slogan", "terms", "heading", "no evidence"]

#: A dot between digits, or after the number of an item, ends no sentence.
_SENTENCE = regex.compile(r"(?:[^。！？!?；;\n.]|(?<=\d)\.)++[。！？!?；;.]*+")
_NUMBER = regex.compile(r"\d|[一二三四五六七八九十百千万两]{2,8}+余?[\u4E00-\u9FFF]")
_ACTORS = ("政协", "委员", "常委会", "主席", "我们", "专委会", "机关", "党组", "我市", "我县", "我区")

HEADING_SHARE = 0.35  # of the paragraph's characters, at most of HEADING_CHARACTERS
HEADING_CHARACTERS = 200
VAGUE_SHARE = 0.3  # of what the words leave unclassified, the part that goes where a heading points
TITLE_SHARE = 0.5  # the same for a title that says the whole report is about one function
TOPIC_CHARACTERS = 30  # a first sentence as short as this is a heading in the line
TOPIC_SHARE = 0.2
OUTSIDE_SHARE = 0.35  # what a paragraph outside the headings, or the last one, gives to none
SLOGAN_CHARACTERS = 30
DECIDING = 0.4  # a word is told as deciding when it says at least this part of what the strongest word says


@dataclass(frozen=True, slots=True)
class ParagraphFunction:
    """The function of the paragraph `repaired.blocks[block]`. `decided_by` are the words that speak most for it, in order.

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
    """The telling words of one paragraph, and `mass`: its characters divided among the functions."""

    index: int
    block: Block
    found: Found
    mass: Points
    outlooks: dict[Outlook, int] = field(default_factory=dict)  # characters of sentences of plans and of shortcomings

    @property
    def characters(self) -> int:
        return _length(self.block.text)


def _length(text: str) -> int:
    return len("".join(text.split()))


def profile(repaired: Repaired, *, catalogue: Functions | None = None, words: Telling | None = None) -> Profile:
    """Give every counted paragraph and lead of a report to one function or to `none`. Raises CatalogueError for a bad table."""
    known = catalogue or functions()
    told = words or telling()
    decided = by_place(repaired, known)
    readings = {index: _read(index, repaired.blocks[index], known, told) for index, reason in decided.items() if reason is None}
    above = headings.read(repaired.blocks, known, {index: reading.mass for index, reading in readings.items()})
    found = []
    for index, reason in decided.items():
        if reason is None:
            mass = _leaning(readings[index], above)
            found.append(_decide(readings[index], mass, known, told))
        else:
            found.append(ParagraphFunction(index, NONE, (), 1.0, _length(repaired.blocks[index].text), reason))
    return Profile(tuple(found), known)


def by_place(repaired: Repaired, catalogue: Functions) -> dict[int, Reason | None]:
    """For every counted paragraph and lead: why it is `none` whatever its words say, or None when its words decide."""
    kinds = section_kinds(repaired.blocks, catalogue)
    found: dict[int, Reason | None] = {}
    for index, block in enumerate(repaired.blocks):
        if headings.is_text(block):
            plan: Reason | None = "plan" if block.plan else kinds[index]
            slogan: Reason | None = "slogan" if _is_slogan(fold(block.text), catalogue) else None
            found[index] = "lead" if block.kind == "lead" else plan or slogan
    return found


def _leaning(reading: _Reading, above: headings.Headings) -> Points:
    """The paragraph's characters by function, with what heading, title and place add."""
    none = len(reading.mass) - 1
    base = min(reading.characters, HEADING_CHARACTERS)
    heading = above.of.get(reading.index, np.zeros(len(reading.mass)))
    mass = reading.mass + (heading * HEADING_SHARE + above.title * TITLE_SHARE) * base
    if reading.index in above.outside:
        mass[none] += base * OUTSIDE_SHARE
    else:
        vague = heading * mass[none] * VAGUE_SHARE
        mass += vague
        mass[none] -= vague.sum()
    return mass


def _decide(reading: _Reading, mass: Points, catalogue: Functions, told: Telling) -> ParagraphFunction:
    total = float(mass.sum())
    if total <= 0.0:
        return ParagraphFunction(reading.index, NONE, (), 1.0, reading.characters, "no evidence")
    winner = int(np.argmax(np.round(mass, 9)))
    spans = _deciding(reading, winner, told)
    reason: Reason = "terms" if spans else "heading"
    for kind, characters in reading.outlooks.items():
        if catalogue.ids[winner] == NONE and characters * 2 >= reading.characters:
            spans, reason = (), kind
    return ParagraphFunction(reading.index, catalogue.ids[winner], spans, float(mass[winner] / total), reading.characters, reason)


def _deciding(reading: _Reading, winner: int, told: Telling) -> tuple[Span, ...]:
    """The words that speak most for the winner, each with the longest term for it that holds it, in the order of the text."""
    found = reading.found
    said = found.say * told.rarity[found.numbers] * told.weights[found.numbers, winner]
    strong = np.flatnonzero((said > 0.0) & (said >= said.max(initial=0.0) * DECIDING))
    long = strong[found.ends[strong] - found.starts[strong] > 1]
    kept: list[tuple[int, int]] = []
    for number in long if len(long) else strong:
        start, end = found.starts[number], found.ends[number]
        near = slice(*np.searchsorted(found.starts, (end - told.longest, start + 1)))
        holding = np.flatnonzero((found.ends[near] >= end) & (said[near] > 0.0)) + near.start
        best = max(holding, key=lambda other: (found.ends[other] - found.starts[other], -other))
        if not kept or found.starts[best] >= kept[-1][1]:
            kept.append((int(found.starts[best]), int(found.ends[best])))
    return tuple(Span(reading.block.start + start, reading.block.start + end) for start, end in kept)


def _is_slogan(text: str, catalogue: Functions) -> bool:
    if len(text) > SLOGAN_CHARACTERS or any(actor in text for actor in _ACTORS) or _NUMBER.search(text):
        return False
    last = len(catalogue.ids) - 1
    return not any(weight >= STRONG and function < last for _, _, function, weight in catalogue.finder.find(text, 0, len(text)))


def _read(index: int, block: Block, catalogue: Functions, told: Telling) -> _Reading:
    text = catalogue.without_names(fold(block.text))
    none = catalogue.ids.index(NONE)
    found = told.find(text)
    reading = _Reading(index, block, found, np.zeros(len(catalogue.ids)))
    if not len(found.numbers):
        return reading
    whole = told.points(found)
    for sentence in _SENTENCE.finditer(text):
        own = told.points(found, *np.searchsorted(found.starts, sentence.span()))
        length = _length(sentence.group())
        if (kind := outlook(sentence.group(), catalogue)) is not None:
            reading.outlooks[kind] = reading.outlooks.get(kind, 0) + length
            share = np.zeros(len(catalogue.ids))
            share[none] = 1.0
        else:
            share = parts(whole + own)
            if sentence.start() == 0 and len(sentence.group()) <= TOPIC_CHARACTERS:
                reading.mass += parts(own) * TOPIC_SHARE * min(reading.characters, HEADING_CHARACTERS)
        reading.mass += share * length
    return reading
