"""The order of reading on a newspaper page: pieces of lines with their places become lines in the order of the columns.

The page is cut along white space, first between columns, else between bands, as often as it can be cut; what cannot be cut is read
from top to bottom. A headline over several columns parts the band above it from the band below.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from analysis.joins import cuts_word
from analysis.reading import grid
from analysis.reading.boxes import Box, columns, rows

#: A line that begins this many letter heights right of its column's edge begins a paragraph; more than the second is centred.
INDENT = (1.5, 3.5)
#: A band ends at a gap this many times as high as the usual one between lines.
BAND = 1.8
#: Cuts inside cuts; a page is never nested deeper than that.
DEEPEST = 40


def reading_order(boxes: Sequence[Box]) -> list[str]:
    """The lines of a page in the order in which its columns are read; an empty string where a column or a band ends."""
    lines: list[str] = []
    for block in _blocks(list(boxes), 0):
        if lines:
            lines.append("")
        lines.extend(grid.table_lines(block) if grid.is_table(block, columns(block)) else _lines(block))
    return lines


def continuity(lines: Sequence[str]) -> float:
    """How well lines go on from one to the next, 0–1: of the line ends in mid-sentence, the share at which the border cuts a word of the
    dictionary or the next line begins with a mark. Right order gives 0.2–0.5, columns read across hardly anything. 0.0 for fewer than 4."""
    good, tried = joins(lines)
    return good / tried if tried >= 4 else 0.0


def joins(lines: Sequence[str]) -> tuple[int, int]:
    """At how many line ends in mid-sentence the next line goes on, and how many there are; rows of tables are not looked at."""
    kept = [line.strip() for line in lines if line.strip() and "\t" not in line]
    tried = good = 0
    for before, line in pairwise(kept):
        if before[-1] in "。！？；：”）》…" or not _han(before[-1]) or len(before) < 4:
            continue
        tried += 1
        good += line[0] in "，。、；：！？”）》" or (_han(line[0]) and cuts_word(before, line))
    return good, tried


def _han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _blocks(boxes: list[Box], depth: int) -> list[list[Box]]:
    """The boxes in blocks that are read one after the other."""
    if len(boxes) < 2 or depth > DEEPEST:
        return [boxes] if boxes else []
    parts = columns(boxes)
    table = bool(parts) and grid.is_table(boxes, parts)
    if table or not parts:
        parts = grid.tables(boxes)
        if len(parts) == 1 or (table and not parts):
            return [boxes]
        parts = parts or _bands(boxes) or _around_wide(boxes)
    else:
        parts = grid.beside(parts)
    if not parts:
        return [boxes]
    return [block for part in parts for block in _blocks(part, depth + 1)]


def _bands(boxes: Sequence[Box]) -> list[list[Box]]:
    """The boxes top to bottom, cut where the white space over the whole width is clearly higher than between lines."""
    ordered = sorted(boxes, key=lambda box: (-box.top, box.left))
    gaps: list[tuple[float, int]] = []
    bottom = ordered[0].bottom
    for place, box in enumerate(ordered[1:], 1):
        if box.top < bottom:
            gaps.append((bottom - box.top, place))
        bottom = min(bottom, box.bottom)
    if not gaps:
        return []
    usual = median(gap for gap, _ in gaps)
    small = min(box.size for box in ordered) * 0.6
    cuts = [place for gap, place in gaps if gap > max(BAND * usual, small)] or _size_changes(ordered, gaps)
    edges = [0, *cuts, len(ordered)]
    return [ordered[first:last] for first, last in pairwise(edges)] if cuts else []


def _size_changes(ordered: Sequence[Box], gaps: Sequence[tuple[float, int]]) -> list[int]:
    """Gaps at which the height of letters changes by half: a headline set close to its story."""
    return [place for _, place in gaps if not 0.66 < ordered[place].size / ordered[place - 1].size < 1.5]


def _around_wide(boxes: Sequence[Box]) -> list[list[Box]]:
    """Without white space to cut at, the widest boxes part the page: what stands above, each of them, and what stands below."""
    by_width = sorted(boxes, key=lambda box: box.left - box.right)
    for count in range(1, max(2, len(boxes) // 4)):
        wide, rest = by_width[:count], by_width[count:]
        if not rest or wide[-1].right - wide[-1].left < 1.3 * median(box.right - box.left for box in rest):
            return []
        if not columns(rest):
            continue
        parts: list[list[Box]] = []
        left = sorted(rest, key=lambda box: -box.middle)
        for line in sorted(wide, key=lambda box: -box.middle):
            above = [box for box in left if box.middle > line.middle]
            left = [box for box in left if box.middle <= line.middle]
            parts += [part for part in (above, [line]) if part]
        return [*parts, left] if left else parts
    return []


def _lines(block: Sequence[Box]) -> list[str]:
    """The boxes of one block as lines: side by side what stands at one height, top to bottom."""
    edge = min(box.left for box in block)
    return [_row(row, edge) for row in rows(block)]


def _row(row: Sequence[Box], edge: float) -> str:
    indented = INDENT[0] <= (row[0].left - edge) / row[0].size <= INDENT[1]
    text = ("　　" if indented else "") + row[0].text
    for before, box in pairwise(row):
        text += (" " if box.left - before.right > 0.5 * box.size else "") + box.text
    return text
