"""The time a number speaks of: one event or the year's whole, and how many years.

A news item that opens with a day (3月5日上午, 近日, 活动现场) tells of one event, until it says 今年以来, 截至目前, 一年来. A report of
years tells of one year where it names its session (三届二次会议受理…) or its day, and a report of one year of several where it says 三年来.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from analysis.figures.catalogue import Catalogue
from analysis.figures.clauses import Sentence
from analysis.figures.quantities import choice, number
from analysis.fold import fold
from analysis.report import Block, Period

OPENING = 500  # so many characters of its paragraphs tell what a text is about
FAR = 300  # so far before a number its years and its day may stand
LONG = 3000  # a longer text is no news of one event
LONGEST = 30  # years a span may have
_DAY = (
    r"(?:(?<!\d)\d{1,2}月\d{1,2}[日号](?![电讯至到\-—~]|以来)|(?<!\d)\d{1,2}[日号](?=上午|下午|傍晚|晚)"
    r"|(?<![^。!?;,:\n(年])\d{1,2}月(?:[上中下]旬|份)?(?=,))"
)
#: A day that something lasts to, or began on and lasts since, is none of one event.
_TO_DAY = r"截[至止][^,;。]{0,16}?\d[日号]|(?<!\d)\d{1,2}月\d{1,2}[日号][至到\-—~][^,;。]{0,8}"
_YEAR = (
    r"截[至止][^,;。]{0,16}|(?<![^。!?;,:\n(])20\d\d年(?!\d)(?!\d?\d月)|今年1月?[至到\-—~]\d{1,2}月|[二两三四五六七八九十\d]{1,3}年来"
    r"|十[一二三四五]五”?(?:时期|期间)|(?<![^。!?;,:\n])今年(?=,)|全年(?!重点|工作|任务|目标|计划)|届以来|会议以来|成立以来"
)
_DATE = re.compile(f"(?P<to>{_TO_DAY})|{_DAY}")
_WHOLE_YEAR = re.compile(_YEAR)
#: What opens a clause behind its years: 五年召开…; a plan (五年规划), a disease or a rhythm (三年疫情, 两年一次) is none.
_DONE = "(?:先后|总计)?(?:开展|组织|召开|接待|提出|收到|举办|完成|形成|立案|办理|编辑|编印|出版|协商|视察|调研|报送)"
_SPANS = re.compile(
    r"(?P<first>(?<!\d)(?:19|20)\d\d)年?(?:[初底末]|\d{1,2}月)?(?:至|到|—{1,2}|-{1,2}|~)(?P<last>(?:19|20)\d\d)年(?![^,;。]{0,6}(?:规划|计划|纲要|方案|行动))"
    r"|(?P<since>(?<!\d)(?:19|20)\d\d)年(?:\d{1,2}月)?(?:[^,;:。\d]{0,10}以来|至今)"
    r"|(?P<back>[一二两三四五六七八九十]{1,3}|(?<!\d)\d{1,2})年(?:来|间|共|累计|里)(?!的第|同)"
    r"|过去(?P<past>[二两三四五六七八九十])年"
    rf"|(?<![^。!?;,:\n])(?P<led>[二两三四五六七八九十])年(?={_DONE})"
)
#: What every span has, found faster than all that it may be.
_SPAN = re.compile(r"年(?:来|间|共|累计|里|至|到|—|-|~|[初底末]|\d{1,2}月[至到—~-]|[^,;:。\d]{0,10}以来|" + _DONE + ")")
_RANGES = ("—20", "-20", "至20", "过去")
_ONE_YEAR = re.compile(r"(?<![^。!?;,:\n(])(?!截)[^\d,;:(。\n]{0,6}(?:20\d\d年|今年|去年|上年)(?![^,;:。\d]{0,10}以来|至|到|-|—|~|来)")
#: A five-year plan as the time of what was done; not 在“十三五”规划编制中.
_FIVE = re.compile("十[一二三四五]五”?(?:时期|期间)(?!的?(?:规划|目标|任务|思路|发展目标))")
#: One session of several: 三届二次会议受理…; not 一次会议以来, which is the whole term.
_SESSION = re.compile(r"[一二三四五六七八九十]{1,3}届[^,;。]{0,8}?[一二三四五六七八九十]{1,2}次(?:全体)?会议(?!以来|至|到|-|—|精神)")
_PLAN = re.compile("(?:印发|下发|出台|通过|制定|发布)[^。;《]{0,16}《[^《》]{0,24}(?:工作要点|计划|工作安排)》")


class Mark(NamedTuple):
    """A place from which on a text tells of one event, or no longer does."""

    place: int
    event: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What the opening of a text says about all of it. marks ascend, and are there only in a text that opens with an event. plan: it tells
    what a plan of work holds."""

    marks: tuple[Mark, ...] = ()
    plan: bool = False

    def event(self, place: int) -> bool:
        """Whether what stands at `place` is told of one event."""
        if not self.marks:
            return False
        index = bisect_right(self.marks, place, key=_place)
        return index > 0 and self.marks[index - 1].event


NO_FRAME = Frame()


def _place(mark: Mark) -> int:
    return mark.place


class Framing:
    """The marks of one catalogue, compiled once."""

    def __init__(self, catalogue: Catalogue) -> None:
        moments, years = ([fold(word) for word in catalogue.phrases[name]] for name in ("moment", "year"))
        first = "".join(sorted({word[0] for word in (*moments, *years)}))
        self._marks = re.compile(
            f"(?=[0-9截今全届会成二两三四五六七八九十{re.escape(first)}])"
            f"(?:(?P<year>{_YEAR}|{choice(years)})|(?P<to>{_TO_DAY})|{_DAY}|(?<![^。!?;,:\n])会上(?=,)|{choice(moments)})"
        )

    def of(self, text: str, blocks: Sequence[Block]) -> Frame:
        """The frame of a folded text: where it opens with an event, that lasts until it first speaks of the year; an event told later
        lasts to the end of its paragraph. A long text is a report of years, whatever scene it opens with."""
        told = [block for block in blocks if block.kind in ("lead", "paragraph")]
        if sum([block.end - block.start for block in told]) > LONG:
            return NO_FRAME
        left, opening = OPENING, []
        for block in told:
            if left > 0:
                opening.append((block.start, min(block.end, block.start + left)))
                left -= block.end - block.start
        plan = any(_PLAN.search(text, start, end) for start, end in opening[:2])
        if not any(self._opens(text, start, end) for start, end in opening):
            return Frame(plan=plan)
        marks: list[Mark] = []
        settled = False
        for block in told:
            for match in self._marks.finditer(text, block.start, block.end):
                settled = settled or match.lastgroup == "year"
                if match.lastgroup != "to":
                    marks.append(Mark(match.end(), match.lastgroup is None))
            if settled:
                marks.append(Mark(block.end, False))
        return Frame(tuple(marks), plan)

    def _opens(self, text: str, start: int, end: int) -> bool:
        return any(match.lastgroup is None for match in self._marks.finditer(text, start, end))


def dated(text: str, start: int, end: int) -> bool:
    """Whether the end of the stretch names a day, 3月5日, and no year behind it: 3月5日,…在会上了解到,2024年…"""
    start = max(start, end - FAR)
    if text.find("月", start, end) < 0:
        return False
    days = [match.end() for match in _DATE.finditer(text, start, end) if match.lastgroup != "to"]
    return bool(days) and _WHOLE_YEAR.search(text, days[-1], end) is None


def spanning(text: str, start: int, end: int) -> bool:
    """Whether a stretch may name several years; finds it out faster than `years`."""
    if _five(text, start, end):
        return True
    if text.find("年", start, end) < 0:
        return False
    return _SPAN.search(text, start, end) is not None or any([text.find(mark, start, end) >= 0 for mark in _RANGES])


def years(sentence: Sentence, place: int, period: Period) -> int:
    """Years that a number at `place` covers: the report's, unless its sentence says 五年来, or names one year or session of several."""
    text, start = sentence.text, max(sentence.start, place - FAR)
    if text.find("年", start, place) >= 0:
        for match in _SPANS.finditer(text, start, place):
            span = _span(match, period)
            if 1 < span <= LONGEST:
                return span
        if period.years > 1 and _ONE_YEAR.search(text, start, place):
            return 1
    if _five(text, start, place):
        return 5
    if period.years > 1 and ((text.find("届", start, place) >= 0 and _SESSION.search(text, start, place)) or dated(text, start, place)):
        return 1
    return period.years


def _five(text: str, start: int, end: int) -> bool:
    """Whether a stretch names a five-year plan's years."""
    return text.find("五", start, end) >= 0 and _FIVE.search(text, start, end) is not None


def _span(match: "re.Match[str]", period: Period) -> int:
    first, last, since, back, past, led = match.groups()
    if first:
        return int(last) - int(first) + 1
    if since:
        return period.end - int(since) + 1
    return int(number(back or past or led)[0])


@lru_cache(maxsize=4)
def framing(catalogue: Catalogue) -> Framing:
    """The compiled marks of a catalogue; catalogues are compared by identity."""
    return Framing(catalogue)
