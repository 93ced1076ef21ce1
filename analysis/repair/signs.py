"""How a text parts its paragraphs: by indents, by blank lines, or by nothing but short last lines."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.repair.lines import Line, Run
from analysis.repair.marks import numbered_level


@dataclass(frozen=True, slots=True)
class Signs:
    """How this text parts its paragraphs: by indents, by blank lines; and whether its numbered headings stand apart."""

    indents: bool
    blank_lines: bool
    apart: frozenset[int] = frozenset()  # levels of numbered headings that have a line to themselves


def signs_of(runs: Sequence[Run]) -> Signs:
    """The signs of a text in runs whose short lines are marked."""
    return Signs(_indents(runs), _blank_lines_part(runs), _levels_apart(runs))


def fills(before: Line, line: Line, room: float, share: float) -> bool:
    """Whether `before` fills its column, so that the first word of `line` had no place left in it."""
    return before.extent + line.token - 1 >= share * room


def _indents(runs: Sequence[Run]) -> bool:
    """Whether the text marks the beginning of a paragraph by an indent: some lines have one of two characters, others none. Headings,
    which are set in the middle or further in, do not count."""
    lines = [line for run in runs for line in run.lines if not line.phrase]
    deep = sum(line.indent >= 1.5 for line in lines)
    return 0 < deep < 0.9 * len(lines)


def _levels_apart(runs: Sequence[Run]) -> frozenset[int]:
    """Levels of which at least two numbered lines end short of the edge without ending a sentence: headings, not first words of text."""
    found = Counter(
        numbered_level(line.text)
        for run in runs
        for line, short in zip(run.lines, run.short, strict=False)
        if short and line.mark == "number" and not line.ends
    )
    return frozenset(level for level, count in found.items() if level is not None and count >= 2)


def _blank_lines_part(runs: Sequence[Run]) -> bool:
    """Whether paragraphs are parted by blank lines alone: hardly a sentence inside a wrapped run ends short of the column's width."""
    ends = short = 0
    if len(runs) < 2:
        return False
    for run in runs:
        for place, line in enumerate(run.lines[:-1] if run.wrapped else ()):
            follows = run.lines[place + 1]
            if line.ends and line.mark == follows.mark == "text" and (follows.ends or not follows.phrase):
                ends += 1
                short += not fills(line, follows, run.room_before(place), 0.85)
    return short <= 0.1 * ends
