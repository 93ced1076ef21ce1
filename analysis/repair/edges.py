"""The right edge of wrapped lines: where a text was wrapped by a machine, a line that leaves room for the next word ends a paragraph.

How exactly a text keeps its edge is measured on lines that go on for certain; a text that does not keep one says nothing.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from analysis.repair.marks import CLOSERS

#: Lines on either side in which the edge is looked for; columns change within a run.
NEAR = 5
#: Fewest lines that go on for certain from which an edge can be told, and the share (0–1) of them that has to keep it.
SURE, KEPT = 6, 0.95
#: Room, in full-width characters, that lines may leave free beyond what the next word needs: none by machine, some in set type.
SLACKS = (0.0, 0.5, 1.0, 1.5)
#: Marks that may hang over the edge.
HANGING = "，。、；：！？,.;:!?" + CLOSERS

Measure = Callable[[str], float]


def short_lines(texts: Sequence[str], indents: Sequence[float], goes_on: Sequence[bool], token: Measure, width: Measure) -> list[bool]:
    """Whether each line ends short of the edge, so that the next line's first word had room in it. Empty when the lines keep no edge.

    indents: width of the white space before each line. goes_on: whether it is certain that the line does not end a paragraph.
    token, width: width of a line's first word that cannot be parted, and of a whole text, in full-width characters. Lines may also
    have been counted out in characters; the measure that fits better is taken.
    """
    if sum(goes_on) < SURE:
        return []
    tokens = [token(text) for text in texts[1:]]
    by_width = _free(texts, indents, width, tokens)
    by_count = _free(texts, indents, len, [float(max(1, round(one))) for one in tokens])
    for slack in SLACKS:
        for free in (by_width, by_count):
            sure = [room for room, on in zip(free, goes_on, strict=False) if on]
            if sum(room < slack or room <= 0 < slack for room in sure) >= KEPT * len(sure):
                return [*(room >= slack and room >= 0 for room in free), False]
    return []


def _free(texts: Sequence[str], indents: Sequence[float], width: Measure, tokens: Sequence[float]) -> list[float]:
    """Room that each line but the last leaves after the first word of the next one was set into it; negative when that has no place."""
    ends = [indent + width(text) for text, indent in zip(texts, indents, strict=True)]
    cores = [indent + width(text.rstrip(HANGING) or text) for text, indent in zip(texts, indents, strict=True)]
    found: list[float] = []
    for place, needed in enumerate(tokens):
        above, below = cores[max(0, place - NEAR) : place + 1], cores[place : place + NEAR + 1]
        found.append(min(max(above), max(below)) - ends[place] - needed)
    return found
