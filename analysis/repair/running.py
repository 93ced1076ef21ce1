"""Running heads and feet: short lines that come again at the edges of pages, with the number of the page or without."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from analysis.fold import fold
from analysis.repair.lines import Line
from analysis.repair.marks import WHOLE

#: Lines at the head and at the foot of a page that may be running ones, and on how many pages they have to come again; in a text of
#: few pages it is enough that two begin or end with one.
DEPTH, PAGES, FEW = 2, 3, 3
#: Longest running head, in characters.
LONGEST = 40
#: What differs from page to page.
COUNTED = regex.compile(r"[\d\s—–\-·.|/第页共]++")


def mark_running(lines: Sequence[Line]) -> list[Line]:
    """The lines, running heads and feet marked as furniture. The first one of a text may be its title: it stays when it is named as
    reports are and no other title stands below it."""
    pages = [[place for place in page if lines[place].mark != "furniture"] for page in _pages(lines)]
    edges = [_edges(page) for page in pages]
    seen = Counter(key for edge in edges for key in {_key(lines[place]) for place, _ in edge} if key)
    outermost = Counter(key for edge in edges for key in {_key(lines[place]) for place, outer in edge if outer} if key)
    running = {key for key, count in seen.items() if count >= PAGES or (len(pages) <= FEW and outermost[key] >= 2)}
    found = list(lines)
    for number, edge in enumerate(edges):
        for place, _ in edge:
            if _key(lines[place]) in running and not (number == 0 and _is_title(lines, place)):
                found[place] = replace(lines[place], mark="furniture")
    return found


def _pages(lines: Sequence[Line]) -> list[range]:
    """Where each page begins and ends: at form feeds, else at the numbers of pages that the text itself shows."""
    starts = [place for place, line in enumerate(lines) if line.page]
    if not starts:
        starts = [place + 1 for place, line in enumerate(lines) if line.mark == "furniture" and any(map(str.isdigit, line.text))]
    edges = sorted({0, *starts, len(lines)})
    return [range(first, last) for first, last in pairwise(edges)]


def _edges(page: Sequence[int]) -> Iterable[tuple[int, bool]]:
    """The first and the last lines of a page, and whether each is the very first or last."""
    head = [(place, number == 0) for number, place in enumerate(page[:DEPTH])]
    foot = [(place, number == 0) for number, place in enumerate(reversed(page[DEPTH:][-DEPTH:]))]
    return head + foot


def _key(line: Line) -> str:
    """What a line says beside its numbers; an empty string when it cannot be a running head."""
    if line.ends or not line.phrase or len(line.text) > LONGEST or line.mark not in ("text", "table", "byline"):
        return ""
    return COUNTED.sub("", fold(line.text))


def _is_title(lines: Sequence[Line], place: int) -> bool:
    """Whether a line on the first page is the name of the report itself, and not one that runs above its title."""
    below = lines[place + 1] if place + 1 < len(lines) else None
    other = below is not None and below.mark == "text" and below.phrase and not below.ends and below.width <= LONGEST
    return WHOLE.search(lines[place].text) is not None and not other
