"""Sentences in context: every place where a word, a phrase or a pattern with `*` stands, with what is before and after it.

Search looks at the folded text, as `phrases` does: quotation marks, 、 and spaces inside an expression do not hide it.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.report import Repaired, ReportError
from analysis.words.expressions import fold, folded
from analysis.words.segment import sentences as sentence_spans

CONTEXT_COLUMNS = ("start", "end", "left", "match", "right", "sentence", "section")
REPORT_CONTEXT_COLUMNS = ("report", *CONTEXT_COLUMNS)
SORTS = {"text": "按原文顺序", "left": "按左侧词语", "right": "按右侧词语"}

STOPS = frozenset("。！？；!?;\n")
GAP = 12  # how many characters a * may stand for; it never leaves its sentence
LONGEST_QUERY = 100


def sentences(repaired: Repaired, query: str, *, window: int = 30, sort: str = "text") -> pd.DataFrame:
    """Every place of the counted text where `query` stands: CONTEXT_COLUMNS.

    query: a word or phrase; `*` stands for up to 12 characters of the same sentence (提案*办理); several parts apart by spaces
    must stand in the same sentence, each place of each part is a row. start, end: offsets in the repaired text. left, right: up to
    `window` characters of the same sentence. sentence: the whole sentence. section: the heading above, or "".
    sort: "text"; "left" by the characters before, read backwards; "right" by those after. Ties in the order of the text.
    Raises ReportError for an empty query, one that is only `*`, or one of more than 100 characters.
    """
    parts = _parts(query)
    if sort not in SORTS:
        raise ReportError(f"不认识的排序方式“{sort}”，应为 {'、'.join(SORTS)} 之一。")
    rows = []
    text = folded(repaired)
    for block in repaired.blocks:
        if not block.counted:
            continue
        section = repaired.heading_at(block.start)
        for start, end in sentence_spans(block.text):
            first, last = block.start + start, block.start + end
            part = _slice(text.at, first, last)
            hits = [_places(text.text, pieces, part.start, part.stop) for pieces in parts]
            if not all(hits):
                continue
            for place, end_of_place in sorted(place for found in hits for place in found):
                begin, stop = text.at[place], text.at[end_of_place - 1] + 1
                left, right = repaired.text[max(first, begin - window) : begin], repaired.text[stop : min(last, stop + window)]
                rows.append((begin, stop, left, repaired.text[begin:stop], right, repaired.text[first:last].strip(), section))
    keys = {"text": lambda row: row[0], "left": lambda row: (fold(row[2])[::-1], row[0]), "right": lambda row: (fold(row[4]), row[0])}
    return _frame(sorted(rows, key=keys[sort]), CONTEXT_COLUMNS)


def in_reports(reports: Mapping[str, Repaired], query: str, *, window: int = 30, sort: str = "text") -> pd.DataFrame:
    """`sentences` over several reports: REPORT_CONTEXT_COLUMNS. sort "text" keeps the order of the reports."""
    frames = [sentences(repaired, query, window=window, sort="text").assign(report=report) for report, repaired in reports.items()]
    if not frames:
        return _frame([], REPORT_CONTEXT_COLUMNS)
    joined = pd.concat(frames, ignore_index=True)[list(REPORT_CONTEXT_COLUMNS)]
    if sort == "text":
        return joined
    if sort not in SORTS:
        raise ReportError(f"不认识的排序方式“{sort}”，应为 {'、'.join(SORTS)} 之一。")
    key = [fold(each)[::-1] if sort == "left" else fold(each) for each in joined[sort]]
    order = sorted(range(len(joined)), key=lambda index: (key[index], index))
    return joined.iloc[order].reset_index(drop=True)


def _parts(query: str) -> list[list[str]]:
    """The parts of a query that have to stand in one sentence, each as the pieces between its *."""
    if len(query) > LONGEST_QUERY:
        raise ReportError(f"检索词太长，请控制在 {LONGEST_QUERY} 个字以内。")
    parts = [[fold(piece) for piece in part.split("*")] for part in query.replace("＊", "*").split()]
    parts = [pieces for pieces in parts if any(pieces)]
    if not parts:
        raise ReportError("请输入要检索的词语；* 可以代替中间的几个字。")
    return [_trimmed(pieces) for pieces in parts]


def _places(text: str, pieces: Sequence[str], first: int, last: int) -> list[tuple[int, int]]:
    """(start, end) of every place in [first, last) where the pieces stand one after the other, at most GAP characters apart; the nearest
    next piece counts, and no two places overlap. What once led nowhere is not tried again: a pattern of many * would try it for ever."""
    if any(text.find(piece, first, last) < 0 for piece in pieces):
        return []
    dead: set[tuple[int, int]] = set()

    def end_of(number: int, at: int) -> int:
        """The end of the last piece when piece `number` may begin at `at` or up to GAP characters later; -1 when it does not."""
        if number == len(pieces):
            return at
        piece = pieces[number]
        for begin in range(at, min(at + GAP, last - len(piece)) + 1) if (number, at) not in dead else ():
            if text.startswith(piece, begin):
                end = end_of(number + 1, begin + len(piece))
                if end >= 0:
                    return end
            if text[begin] in STOPS:
                break
        dead.add((number, at))
        return -1

    found: list[tuple[int, int]] = []
    start = text.find(pieces[0], first, last)
    while start >= 0:
        end = end_of(1, start + len(pieces[0]))
        if end >= 0:
            found.append((start, end))
        start = text.find(pieces[0], max(end, start + 1), last)
    return found


def _trimmed(pieces: list[str]) -> list[str]:
    """A * at the edge of a query says nothing: 协商* finds what 协商 finds."""
    kept = [index for index, piece in enumerate(pieces) if piece]
    return [piece for piece in pieces[kept[0] : kept[-1] + 1] if piece]


def _slice(at: Sequence[int], first: int, last: int) -> slice:
    """The stretch of the folded text whose characters stand in [first, last) of the repaired text."""
    return slice(bisect_left(at, first), bisect_left(at, last))


def _frame(rows: list[tuple[object, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).astype({"start": "int64", "end": "int64"})
