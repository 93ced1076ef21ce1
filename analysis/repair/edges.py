"""The right edge of wrapped lines: where a text was wrapped by a machine, a line that leaves room for the next word ends a paragraph.

How exactly a text keeps its edge is measured on lines that go on for certain; a text that does not keep one says nothing. Where the
indents of a text were lost on its way, first lines of paragraphs end that much earlier, and are known by it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.joins import cuts_word
from analysis.repair.lines import Line, Run
from analysis.repair.marks import APART, CLOSERS, GOES_ON, width

#: Lines on either side in which the edge is looked for; columns change within a run.
NEAR = 5
#: Fewest lines that go on for certain from which an edge can be told, and the share (0–1) of them that has to keep it.
SURE, KEPT = 4, 0.88
#: Room, in full-width characters, that a line may leave free beyond what the next word needs: none by machine, some in set type.
SLACKS = (0.0, 0.5, 1.0, 1.5)
#: By how much first lines end earlier whose indent was lost, and how much room shows that the line above them closes a paragraph.
LOST, CLOSES = 2.0, 3.0
#: A line whose border seems to cut a word ends short none the less when it leaves free so many times its own width.
CLEAR = 0.5
#: Shares of lines for which more slack of one character, and lost indents, are taken.
PRICE, PRICE_LOST = 0.04, 0.01
#: Marks that may hang over the edge.
HANGING = "，。、；：！？,.;:!?" + CLOSERS

Measure = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Edge:
    """How a text keeps its edge: with how much slack, and by how much its first lines end earlier."""

    slack: float
    lost: float


def mark_short(runs: Sequence[Run]) -> None:
    """Set `short` and `opens` of every wrapped run of a text that keeps its right edge: line by line, whether the next line's first word
    had room, and whether the line begins a paragraph because it ends as early as first lines do."""
    wrapped = [run for run in runs if run.wrapped]
    sure = [[_goes_on(run.lines, place) for place in range(1, len(run.lines))] for run in wrapped]
    count = sum(map(sum, sure))
    if count < SURE:
        return
    best, beyond, marks = float("inf"), 0.0, list[tuple[list[bool], list[bool]]]()
    for measure in (width, len):
        rooms = [_free(run.lines, measure, front=run is runs[0]) for run in wrapped]
        for edge, price in _edges(wrapped, rooms):
            if price >= best:
                continue  # it costs more than it can bring
            judged = [_judged(run.lines, free, on, edge) for run, free, on in zip(wrapped, rooms, sure, strict=True)]
            lost = sum(broken for _, _, broken in judged) / count
            if lost + price < best:
                best, beyond, marks = lost + price, lost, [(short, opens) for short, opens, _ in judged]
    if beyond <= max(1 / count, 1 - KEPT):
        for run, (short, opens) in zip(wrapped, marks, strict=True):
            run.short, run.opens = short, opens


def _edges(runs: Sequence[Run], rooms: Sequence[Sequence[float]]) -> Iterator[tuple[Edge, float]]:
    """The edges that a text may keep, each with the share of lines for which it is taken."""
    for slack in SLACKS:
        if _indents_lost(runs, rooms, slack):
            yield Edge(slack, LOST), PRICE * slack
        else:
            yield Edge(slack, 0.0), PRICE * slack
            yield Edge(slack, LOST), PRICE * slack + PRICE_LOST


def _indents_lost(runs: Sequence[Run], rooms: Sequence[Sequence[float]], slack: float) -> bool:
    """Whether most lines below one that closes a paragraph for certain end as much earlier as the indents of first lines were wide."""
    early = full = 0
    for run, free in zip(runs, rooms, strict=True):
        for place in range(1, len(free)):
            above, line = run.lines[place - 1], run.lines[place]
            if free[place - 1] >= CLOSES and above.mark not in APART and line.mark in ("text", "number", "item") and not line.ends:
                early += slack <= free[place] < slack + LOST
                full += free[place] < slack
    return early >= 2 and early > 2 * full


def _judged(lines: Sequence[Line], free: Sequence[float], sure: Sequence[bool], edge: Edge) -> tuple[list[bool], list[bool], int]:
    """For each line whether it ends short and whether it is known to begin a paragraph, and how many lines that go on end short."""
    short: list[bool] = []
    opens = [False] * len(lines)
    broken, first = 0, True
    for place, (line, room, on) in enumerate(zip(lines, free, sure, strict=False)):
        if not first and edge.lost and lines[place - 1].ends and not line.ends and edge.slack <= room < edge.slack + edge.lost:
            first = opens[place] = True
        left = room - edge.lost * first
        broken += on and left >= edge.slack
        short.append(left >= max(edge.slack, CLEAR * line.extent if on else 0.0))
        first = short[-1]
    return [*short, _last_short(lines)], opens, broken


def _last_short(lines: Sequence[Line]) -> bool:
    """Whether the last line, which no other follows, is clearly shorter than those above it."""
    return lines[-1].extent + 2 <= max(line.extent for line in lines[-NEAR:])


def _goes_on(lines: Sequence[Line], place: int) -> bool:
    """Whether a paragraph certainly goes on to the line at `place`: after a comma, before a closing mark, in the middle of a word, or
    because the sentence that the line above began, which has a comma and so is no heading, has not ended yet."""
    before, line = lines[place - 1], lines[place]
    above = lines[place - 2] if place > 1 else None
    heading = before.phrase and (above is None or above.ends)
    if before.mark in APART or line.mark in APART or before.ends or heading:
        return False
    inside = above is not None and above.mark == before.mark == line.mark == "text" and not (above.ends or above.phrase or before.phrase)
    return inside or before.text[-1] in "，、," or line.text[0] in GOES_ON or cuts_word(before.text, line.text)


def _free(lines: Sequence[Line], measure: Measure, *, front: bool) -> list[float]:
    """Room that each line but the last would leave if the next one's first word stood in it; negative when that has no place there.

    The very first line is measured by those below it where it is a heading by its number, or may be the title at the front of the text.
    """
    cores = [line.indent + measure(line.text.rstrip(HANGING) or line.text) for line in lines]
    found: list[float] = []
    for place, (before, line) in enumerate(pairwise(lines)):
        above, below = max(cores[max(0, place - NEAR) : place + 1]), max(cores[place : place + NEAR + 1])
        heading = place == 0 and (before.mark == "number" or (front and before.phrase))
        room = below if heading else min(above, below)
        found.append(room - before.indent - measure(before.text) - measure(line.opening))
    return found
