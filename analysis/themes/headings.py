"""What the headings and titles of a report say of the paragraphs: which functions they name, and what stands outside them.

In some newspaper pages headings stand below their text. Headings are read in both directions, and the one that agrees better with
what the paragraphs themselves say is used for the whole report.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.fold import fold
from analysis.report import Block
from analysis.themes.functions import STRONG, Functions
from analysis.themes.telling import Points

PARENT_WEIGHT = 0.5  # a heading counts half as much for what stands below its subheadings
BACKWARDS = 1.25  # headings are read backwards when they agree so much better that way


@dataclass(frozen=True, slots=True, eq=False)
class Headings:
    """`of`: for each paragraph under a heading the functions it names, as parts of at most 1. `title`: the same of the whole report.

    `outside`: the paragraphs that no heading is above, and the last one.
    """

    of: Mapping[int, Points]
    title: Points
    outside: frozenset[int]


def is_text(block: Block) -> bool:
    """Whether a block is given a function: paragraphs and leads that are not repeated."""
    return block.counted and block.kind in ("paragraph", "lead")


def read(blocks: Sequence[Block], catalogue: Functions, paragraphs: Mapping[int, Points]) -> Headings:
    """`paragraphs`: for every block that words decide, what they say for each function, in the order of the text."""
    told = {index: _evidence(fold(block.text), catalogue) for index, block in enumerate(blocks) if block.kind == "heading"}
    before, after = _before(blocks, told, paragraphs), _after(blocks, told, paragraphs)
    backwards = _agreement(after, paragraphs) > BACKWARDS * _agreement(before, paragraphs)
    if backwards:
        outside = {index for index in paragraphs if index > max(told)}
    else:
        last = max((index for index, block in enumerate(blocks) if is_text(block)), default=-1)
        outside = {index for index in paragraphs if index == last or (told and index < min(told))}
    return Headings(after if backwards else before, _title(blocks, catalogue), frozenset(outside))


def _agreement(side: Mapping[int, Points], paragraphs: Mapping[int, Points]) -> float:
    return float(sum(np.dot(_unit(evidence), _unit(paragraphs[index])) for index, evidence in side.items()))


def _unit(vector: Points) -> Points:
    length = float(np.sqrt((vector * vector).sum()))
    return vector / length if length > 0.0 else vector


def _title(blocks: Sequence[Block], catalogue: Functions) -> Points:
    """What the titles give to every paragraph: something only when one says that the whole report is about one function."""
    told = np.zeros(len(catalogue.ids))
    titles = [fold(block.text) for block in blocks if block.kind == "title"]
    for function, words in catalogue.report_titles.items():
        if any(word in title for word in words for title in titles):
            told[catalogue.ids.index(function)] = 1.0
    return told


def _evidence(text: str, catalogue: Functions) -> Points:
    """A heading names its function: its seeds, by the squares of their weights; believed fully from one seed of weight 3 on."""
    evidence = np.zeros(len(catalogue.ids))
    for _, _, function, weight in catalogue.finder.find(text, 0, len(text)):
        evidence[function] += weight
    evidence[-1] = 0.0  # a heading's slogan words say nothing of its section
    trust = min(1.0, float(evidence.sum()) / STRONG)
    squares = evidence * evidence
    total = float(squares.sum())
    shares: Points = squares / total * trust if total > 0.0 else squares
    return shares


def _before(blocks: Sequence[Block], told: Mapping[int, Points], paragraphs: Collection[int]) -> dict[int, Points]:
    """Headings read as usual: each with its parents, for the paragraphs that follow it."""
    path: list[tuple[int, Points]] = []
    found: dict[int, Points] = {}
    for index, block in enumerate(blocks):
        if index in told:
            level = block.heading_level or 1
            path = [(rank, evidence) for rank, evidence in path if rank < level]
            path.append((level, told[index]))
        elif path and index in paragraphs:
            total = sum((evidence * PARENT_WEIGHT**age for age, (_, evidence) in enumerate(reversed(path))), np.zeros(len(path[0][1])))
            found[index] = total / max(1.0, float(total.sum()))
    return found


def _after(blocks: Sequence[Block], told: Mapping[int, Points], paragraphs: Collection[int]) -> dict[int, Points]:
    """Headings read backwards: each for the paragraphs that stand between the heading before and itself."""
    found: dict[int, Points] = {}
    waiting: list[int] = []
    for index in range(len(blocks)):
        if index in told:
            found.update(dict.fromkeys(waiting, told[index]))
            waiting = []
        elif index in paragraphs:
            waiting.append(index)
    return found
