"""Tables on a page: short cells that stand in rows across white stripes. Newspaper columns stand so too, but their lines fill the
column and go on from one to the next, and those of cells do not.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from analysis.joins import cuts_word
from analysis.reading.boxes import GUTTER, Box, columns, rows

#: Fewest rows and cells of a table; fewer may be a line of names, or a number beside a heading.
ROWS, CELLS = 2, 6
#: Most columns of a table that stands beside columns of text.
WIDEST = 12
#: Longest usual cell, in letters, where the column is no running text.
CELL = 16
#: Running text: at least so many letters on a usual line, so many of its lines as wide as the column, or so many that cut a word.
TEXT, FULL, CUT = 8, 0.6, 0.2
#: Or so many letters on a usual line, and such a share (0–1) of lines with a mark that divides sentences.
MARKED, SENTENCES = 5, 0.4
#: Rows of one table are nearer to each other than so many of their heights.
FAR = 2.5
#: Lines of one cell stand closer than rows do by at least this much of their height.
CLOSER = 0.3


def is_table(boxes: Sequence[Box], parts: Sequence[Sequence[Box]]) -> bool:
    """Whether boxes that white stripes cut into `parts` are a table: rows over several parts, of which at most one is running text."""
    if len(boxes) < CELLS or len(parts) < 2:
        return False
    number = _numbers(parts)
    crossing = [row for row in rows(boxes) if len({number[id(box)] for box in row}) > 1]
    if len(crossing) < ROWS or sum(map(len, crossing)) < 0.5 * len(boxes):
        return False
    running = [place for place, part in enumerate(parts) if _is_text(part)]
    return not running or (len(running) == 1 and len(parts) > 2 and not _runs_on(boxes, parts, running[0]))


def _runs_on(boxes: Sequence[Box], parts: Sequence[Sequence[Box]], place: int) -> bool:
    """Whether a column goes on from row to row: at most borders its last line is as wide as the column. Then it stands beside a table."""
    number = _numbers(parts)
    widest = max(box.width for box in parts[place])
    last = [[box for box in band if number[id(box)] == place][-1:] for band in _bands(rows(boxes), parts, number)[:-1]]
    ends = [box[0] for box in last if box]
    return sum(box.width >= 0.9 * widest for box in ends) > 0.5 * len(ends)


def tables(boxes: Sequence[Box]) -> list[list[Box]]:
    """The boxes cut, top to bottom, into what stands above a table, the table, and so on; empty when there is no table among them."""
    parts: list[list[Box]] = [[]]
    found = False
    for group in _groups(rows(boxes)):
        members = [box for row in group for box in row]
        if len(group) >= ROWS and is_table(members, columns(members)):
            parts += [members, []]
            found = True
        else:
            parts[-1] += members
    return [part for part in parts if part] if found else []


def beside(parts: Sequence[list[Box]]) -> list[list[Box]]:
    """The columns of a page, left to right, those that are columns of one table made one."""
    made: list[list[Box]] = []
    start = 0
    while start < len(parts):
        ends = range(min(len(parts), start + WIDEST), start + 1, -1)
        end = next((end for end in ends if is_table([box for part in parts[start:end] for box in part], parts[start:end])), start + 1)
        made.append([box for part in parts[start:end] for box in part])
        start = end
    return made


def table_lines(boxes: Sequence[Box]) -> list[str]:
    """The rows of a table, their cells with a tab between them; the lines of one cell joined."""
    parts = columns(boxes)
    number = _numbers(parts)
    lines: list[str] = []
    for band in _bands(rows(boxes), parts, number):
        cells = [""] * len(parts)
        for row in rows(band):
            for box in row:
                cells[number[id(box)]] += box.text
        lines.append("\t".join(cell.strip() for cell in cells))
    return lines


def _numbers(parts: Sequence[Sequence[Box]]) -> dict[int, int]:
    """By the identity of a box, which part it is in."""
    return {id(box): number for number, part in enumerate(parts) for box in part}


def _groups(found: Sequence[list[Box]]) -> list[list[list[Box]]]:
    """Runs of rows that may be of one table: each has several boxes, or stands within a column of those above it."""
    groups: list[list[list[Box]]] = []
    spans: list[tuple[float, float]] = []  # of the columns of the last group
    for row in found:
        several = len(row) > 1 and all(after.left - before.right >= GUTTER * after.size for before, after in pairwise(row))
        near = bool(groups) and groups[-1][-1][0].bottom - row[0].top < FAR * row[0].size
        if spans and near and (several or sum(left < row[0].right and row[0].left < right for left, right in spans) == 1):
            groups[-1].append(row)
        else:
            groups.append([row])
            spans = []
        if several:
            spans = _merged([*spans, *((box.left, box.right) for box in row)])
    return groups


def _merged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The stretches, left to right, those that overlap made one."""
    found: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if found and left < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def _is_text(part: Sequence[Box]) -> bool:
    """Whether a column is running text: its lines have the marks of sentences, or are of some length and nearly all as wide as the
    column, or run over into the next."""
    lines = [box.text for row in rows(part) for box in row]
    usual = median(map(len, lines))
    if usual >= MARKED and sum(any(mark in line for mark in "，。；！？") for line in lines) >= SENTENCES * len(lines):
        return True
    if usual > CELL and len(lines) > 2:
        return True
    if usual < TEXT or len(lines) < 3:
        return usual > CELL
    widest = max(box.width for box in part)
    full = sum(box.width >= 0.85 * widest for box in part) / len(part)
    cut = sum(cuts_word(before, line) for before, line in pairwise(lines)) / (len(lines) - 1)
    return full >= FULL or cut >= CUT


def _bands(found: Sequence[list[Box]], parts: Sequence[Sequence[Box]], number: Mapping[int, int]) -> list[list[Box]]:
    """The rows of the table: lines that stand clearly closer than others are of one cell, and a line without a first cell that goes on
    below a full one is of the row above."""
    gaps = [min(box.bottom for box in before) - max(box.top for box in row) for before, row in pairwise(found)]
    size = median(box.size for row in found for box in row)
    close = (min(gaps) + max(gaps)) / 2 if max(gaps) - min(gaps) > CLOSER * size else float("-inf")
    widest = [max(box.width for box in part) for part in parts]
    bands = [list(found[0])]
    above = _full_cells(found[0], number, widest)
    for gap, row in zip(gaps, found[1:], strict=True):
        places = {number[id(box)] for box in row}
        goes_on = 0 not in places and 2 * len(places) <= len(parts) and places <= above
        if gap < close or goes_on:
            bands[-1] += row
        else:
            bands.append(list(row))
        above = _full_cells(row, number, widest)
    return bands


def _full_cells(row: Sequence[Box], number: Mapping[int, int], widest: Sequence[float]) -> set[int]:
    """The columns whose cell in this row is as wide as the column, so that its text may go on below."""
    return {number[id(box)] for box in row if box.width >= 0.8 * widest[number[id(box)]]}
