"""What a report itself marks off: quotations, titles, formulas in figures, and runs that no cut into words can hide."""

from collections.abc import Iterator
from typing import NamedTuple

import regex

from analysis.words.expressions import NUMERALS, fold
from analysis.words.segment import Segmenter

LONGEST_NAME = 14  # folded characters; a longer quotation is the title of an item on an agenda, or of a speech
LONGEST = 30  # folded characters; a longer quotation is a sentence

_QUOTED = regex.compile(r"[“「『]([^“”「」『』。！？；\n]{2,40})[”」』]")
_INNER = regex.compile(r"‘([^‘’。！？；\n]{2,24})’")
_TITLE = regex.compile(r"《([^《》\n]{2,60})》")
_INNER_TITLE = regex.compile(r"〈([^〈〉\n]{2,40})〉")
_FORMULA = regex.compile(r"(?<![0-9])[0-9]++(?:(?:\+[0-9]++)++(?:\+[A-Za-z])?|周年)")
_PARALLEL = regex.compile(r"(?:\p{Han}、){2,4}\p{Han}(?=[”’])|大\p{Han}{2}大\p{Han}{2}大\p{Han}{2}")
_ITEM_BEFORE = regex.compile(r"(?:围绕|针对|关于|就|以|对|如|其中|反映|提出|提交|撰写|聚焦)(?:了|的|推进|落实|学习贯彻|贯彻落实)?$")
_ITEM_AFTER = regex.compile(
    r"(?:等)?(?:[\p{Han}0-9]{0,6}?)(?:为题|为议题|为主题|为内容|议题|课题|提案|建议|内容|问题|协商|议政|监督|调研|视察|培训|研讨|辅导|讲堂|讲座)"
)
_NAMED_AFTER = regex.compile(
    r"(?:等)?(?!开展|进行|组织|提出|举办|举行)(?:\p{Han}{0,6}?)(?:活动|行动|品牌|机制|工作法|模式|平台|制度|工程|专栏|系列|计划|体系|作用|直通车|理念|要求|定位|样板)"
)
_SPOKEN_BEFORE = regex.compile(r"(?:说|道|表示|坦言|感慨|感叹|介绍|告诉\p{Han}{0,4})[：:，,]?$")
_SPOKEN_AFTER = regex.compile(r"[，,]?\p{Han}{0,12}?(?:说|说道|表示|坦言|感慨|感叹|介绍)(?![明服])")
_LISTED = regex.compile(r"[、和与及，,]?")
_CLAUSE = regex.compile(r"[，,：:]")


class Marked(NamedTuple):
    """An expression as it stands between its marks, and its kind."""

    text: str
    kind: str


def marked(block: str, segmenter: Segmenter) -> Iterator[Marked]:
    """Quotations, titles, formulas and single characters that a block lists.

    A quotation of two characters must be written in numerals, as 双减. What the report discussed, heard or proposed (围绕“…”开展协商,
    提出“…”等建议, 以“…”为题) and what begins with a verb is the title of an item, unless it is called an activity, a brand, a mechanism.
    What somebody said is none.
    """
    for run in _runs(list(_QUOTED.finditer(block)), block):
        yield from _quotations(run, block, segmenter)
    for match in _INNER.finditer(block):
        yield from _quotation(match[1], "quoted")
    for form in (_TITLE, _INNER_TITLE):
        for match in form.finditer(block):
            yield Marked(match[1].strip(), "title")
    for match in _FORMULA.finditer(block):
        yield Marked(match[0], "number")
    for match in _PARALLEL.finditer(block):
        yield Marked(match[0], "parallel")


def _quotations(run: list["regex.Match[str]"], block: str, segmenter: Segmenter) -> Iterator[Marked]:
    """A list of quotations: what is said before the first and after the last is said of all."""
    start, end = run[0].start(), run[-1].end()
    named = _NAMED_AFTER.match(block, end) is not None
    item = not named and bool(_ITEM_BEFORE.search(block, max(0, start - 8), start) or _ITEM_AFTER.match(block, end))
    for match in run:
        size = len(fold(match[1]))
        clauses = _CLAUSE.search(match[1]) is not None
        verb = size > 3 and not named and segmenter.part_of_speech(match[1][:2]).startswith(("v", "d", "p", "ad"))
        if (size > LONGEST_NAME or clauses) and not named and not item and _spoken(block, start, end):
            continue
        titled = (clauses or size > LONGEST_NAME) and not named
        yield from _quotation(match[1], "topic" if titled or (item and size > 5) or verb else "quoted")


def _spoken(block: str, start: int, end: int) -> bool:
    """Whether somebody says what is quoted."""
    return bool(_SPOKEN_BEFORE.search(block, max(0, start - 10), start) or _SPOKEN_AFTER.match(block, end, min(len(block), end + 20)))


def _runs(matches: list["regex.Match[str]"], block: str) -> Iterator[list["regex.Match[str]"]]:
    run: list[regex.Match[str]] = []
    for match in matches:
        if run and not _LISTED.fullmatch(block, run[-1].end(), match.start()):
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _quotation(text: str, kind: str) -> Iterator[Marked]:
    key = fold(text)
    if 3 <= len(key) <= LONGEST or (len(key) == 2 and key[0] in NUMERALS):
        yield Marked(text.strip(), kind)
