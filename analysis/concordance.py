"""Sentences in context: every place where a word, a phrase or a pattern with `*` stands, with what is before and after it.

Search looks at the folded text, as `phrases` does: quotation marks, 、 and spaces inside an expression do not hide it.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import pandas as pd
import regex

from analysis.expressions import fold, folded
from analysis.report import Repaired, ReportError
from analysis.segment import sentences as sentence_spans

CONTEXT_COLUMNS = ("start", "end", "left", "match", "right", "sentence", "section")
REPORT_CONTEXT_COLUMNS = ("report", *CONTEXT_COLUMNS)
SORTS = {"text": "按原文顺序", "left": "按左侧词语", "right": "按右侧词语"}

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
    patterns = _patterns(query)
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
            hits = [list(pattern.finditer(text.text, part.start, part.stop)) for pattern in patterns]
            if not all(hits):
                continue
            for match in sorted((match for found in hits for match in found), key=lambda each: each.span()):
                begin, stop = text.at[match.start()], text.at[match.end() - 1] + 1
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


def _patterns(query: str) -> list[regex.Pattern[str]]:
    if len(query) > LONGEST_QUERY:
        raise ReportError(f"检索词太长，请控制在 {LONGEST_QUERY} 个字以内。")
    parts = [[fold(piece) for piece in part.split("*")] for part in query.replace("＊", "*").split()]
    parts = [pieces for pieces in parts if any(pieces)]
    if not parts:
        raise ReportError("请输入要检索的词语；* 可以代替中间的几个字。")
    gap = f"[^。！？；!?;\\n]{{0,{GAP}}}?"
    return [regex.compile(gap.join(regex.escape(piece) for piece in _trimmed(pieces))) for pieces in parts]


def _trimmed(pieces: list[str]) -> list[str]:
    """A * at the edge of a query says nothing: 协商* finds what 协商 finds."""
    kept = [index for index, piece in enumerate(pieces) if piece]
    return [piece for piece in pieces[kept[0] : kept[-1] + 1] if piece]


def _slice(at: Sequence[int], first: int, last: int) -> slice:
    """The stretch of the folded text whose characters stand in [first, last) of the repaired text."""
    return slice(bisect_left(at, first), bisect_left(at, last))


def _frame(rows: list[tuple[object, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).astype({"start": "int64", "end": "int64"})
