"""Which years a report covers: from its title, its meeting, what it says of the years behind it, its date of publication."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import regex

from analysis.fold import fold
from analysis.report import IdentityError, Period, Repaired

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A value and, in Chinese, why we believe it."""

    value: Value
    reason: str


ASK = "没有在报告中找到年份，请填写报告所写的年份（如 2024 或 2018-2021）。"
DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
YEAR = regex.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
CHINESE_YEAR = regex.compile(r"[一二][九〇零○][〇零○一二三四五六七八九]{2}(?=年)")
CHINESE_DAY = regex.compile(r"(?<=\d年)([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})日)?")
RANGE = regex.compile(r"(?<!\d)((?:19|20)\d{2})年?(?:\s?(?:[-—~至到]|——|--)\s?)((?:19|20)?\d{2})年?(?!\d)")
#: A range that belongs to a plan or a document and not to the report.
PLANNED = regex.compile(r"规划|纲要|计划|方案|行动|五年规划")
YEARS_BACK = regex.compile(
    r"(?:过去|近|这|在过去的?|届以来的?)?([二两三四五六])年(?:来|多来|以来|间|里|的工作|工作(?:回顾|总结))|(?:过去的?|任期的?|本届的?)([二两三四五六])年"
)
SINCE = regex.compile(r"((?:19|20)\d{2})年以来的?(?:这)?([两三四五六])年")
MEETING = regex.compile(r"((?:19|20)\d{2})年(\d{1,2})月(?:\d{1,2}日)?[^。\n]{0,30}(?:会议|全会|大会)")
DATE = regex.compile(r"((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日|((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})")
#: What a report says of the year it tells about.
SAYS = regex.compile(
    r"(?:回望|回眸|回首|回顾|盘点|翻开|走过|过去的)((?:19|20)\d{2})年?|((?:19|20)\d{2})年(?:以来|度)?[,，]?[^。；\n]{0,14}政协|((?:19|20)\d{2})年(?:主要)?工作(?:回顾|总结|情况)|((?:19|20)\d{2})年是[^。]{0,30}(?:一年|之年)"
)
#: What follows a year that a report looks forward to, in a title: 2023年工作总结和2024年工作要点.
AHEAD = regex.compile(r"年?度?[^\d]{0,8}?(?:计划|打算|要点|安排|思路|建议|任务)")
#: A title that tells of less than a year.
PART_OF_YEAR = regex.compile(r"[上下]半年|[前第]?[一二三四]个?季度|1[-—~至到]\d{1,2}月份?|\d{1,2}月份")
FOUNDED = regex.compile(r"成立|建国|建党|周年|《[^》]{0,40}$")


def period_of(repaired: Repaired, *, title: str, head: Mapping[str, str], file_name: str, kind: str = "") -> Found[Period]:
    """The years a report covers. First what the head says, then title, meeting and years looked back on, text, date, file name.

    A report given in January to April of a year tells of the year before; 四年来 counts back from the year told of.
    Raises IdentityError E121 when no year can be found.
    """
    if head.get("时期", "").strip():
        found = written_period(head["时期"])
        if found is None:
            raise IdentityError(f"时期“{head['时期'].strip()[:20]}”看不出年份，请写成 2024 或 2018-2021。", "E121")
        return Found(found, "文件开头写明。")
    title = _arabic(fold(title))
    body = _arabic(fold("\n".join(block.text for block in repaired.blocks if block.kind != "furniture")))
    opening = body[:1500]
    last = _last_year(repaired, title, body, kind, file_name)
    spans = _title_range(title) or _back(title, opening, body, last)
    if spans is not None:
        return spans
    if last is None:
        raise IdentityError(ASK, "E121")
    part = PART_OF_YEAR.search(title)
    short = f"标题写有“{part.group()}”，不是全年，与全年的数不宜直接相比。" if part else ""
    return Found(Period(last.value, last.value), last.reason + short + _conflict(last.value, body))


def written_period(text: str) -> Period | None:
    """`2024`, `2024年`, `2018-2021`, `2018—2021年`, 二〇二四年 as a period; None when there is no year in it."""
    text = _arabic(fold(text))
    match = RANGE.search(text)
    if match:
        return Period(int(match[1]), _full_year(match[2], int(match[1])))
    year = YEAR.search(text)
    return Period(int(year[1]), int(year[1])) if year else None


def _full_year(text: str, first: int) -> int:
    return int(text) if len(text) == 4 else first // 100 * 100 + int(text)


def _arabic(text: str) -> str:
    """二〇二四年一月十日 as 2024年1月10日. Changes the length, so offsets of the result mean nothing."""
    text = CHINESE_YEAR.sub(lambda match: "".join(str(DIGITS[character]) for character in match.group()), text)
    return CHINESE_DAY.sub(lambda match: f"{_number(match[1])}月" + (f"{_number(match[2])}日" if match[2] else ""), text)


def _number(text: str) -> int:
    """十 as 10, 二十三 as 23."""
    tens, ten, ones = text.rpartition("十")
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0)


def _title_range(title: str) -> Found[Period] | None:
    match = RANGE.search(title)
    if match and not PLANNED.search(title[match.end() : match.end() + 8]):
        first, last = int(match[1]), _full_year(match[2], int(match[1]))
        if first <= last <= first + 12:
            return Found(Period(first, last), f"标题写有“{match.group()}”。")
    return None


def _back(title: str, opening: str, body: str, last: Found[int] | None) -> Found[Period] | None:
    """四年来, 过去五年: a span of years that ends with the year told of; or the span that the opening itself writes out."""
    since = SINCE.search(title) or SINCE.search(opening)
    if since:
        first, count = int(since[1]), DIGITS[since[2]]
        return Found(Period(first, first + count - 1), f"正文写有“{since.group()}”。")
    match = YEARS_BACK.search(title) or YEARS_BACK.search(opening)
    if match is None:
        return None
    count = DIGITS[match[1] or match[2]]
    spoken = len(YEARS_BACK.findall(body))
    if "一年来" in opening and spoken < 3 and not YEARS_BACK.search(title):
        return None
    for written in RANGE.finditer(body):
        first, end = int(written[1]), _full_year(written[2], int(written[1]))
        near = last is None or abs(end - last.value) <= 1
        if near and end - first + 1 in (count, count + 1) and not PLANNED.search(body[written.end() : written.end() + 8]):
            return Found(Period(first, end), f"正文写有“{written.group()}”和“{match.group()}”。")
    if last is None:
        return None
    return Found(Period(last.value - count + 1, last.value), f"正文写有“{match.group()}”，{last.reason.rstrip('。')}。")


def _last_year(repaired: Repaired, title: str, body: str, kind: str, file_name: str) -> Found[int] | None:
    """The year told of, or the last of several."""
    meeting = MEETING.search(title) or MEETING.search(body[:400])
    plain = MEETING.sub("", title)
    years = [match for match in YEAR.finditer(plain) if not FOUNDED.search(plain[match.end() : match.end() + 6])]
    years = [match for match in years if not AHEAD.match(plain, match.end())] or years
    if years:
        return Found(int(years[-1][1]), f"标题写有“{years[-1][1]}年”。")
    if meeting:
        return _told_at(int(meeting[1]), int(meeting[2]), f"报告于 {meeting[1]} 年 {int(meeting[2])} 月的会议", kind)
    said: Counter[int] = Counter()
    for match in SAYS.finditer(body):
        year = next(int(group) for group in match.groups() if group)
        if not FOUNDED.search(body[match.end() : match.end() + 6]):
            said[year] += 3 if match[1] or match[3] else 1
    if said:
        year, count = max(said.items(), key=lambda item: (item[1], item[0]))
        return Found(year, f"正文 {count} 处写到 {year} 年的工作。" if count < 3 else f"正文回顾 {year} 年的工作。")
    published = _published(repaired, body)
    if published:
        return _told_at(published[0], published[1], f"文件日期为 {published[0]} 年 {published[1]} 月", kind)
    named = YEAR.search(_arabic(fold(file_name)))
    if named:
        return Found(int(named[1]), f"文件名写有“{named[1]}”。")
    counted = Counter(int(match[1]) for match in YEAR.finditer(body) if _tells(body, match.start(), match.end()))
    if counted:
        year, count = max(counted.items(), key=lambda item: (item[1], item[0]))
        if count >= 2:
            return Found(year, f"正文写到 {year} 年最多（{count} 处），请核对。")
    return None


def _tells(body: str, start: int, end: int) -> bool:
    """Whether a year is one that a report tells of, not one that it looks forward to: not 到2035年."""
    return body[end : end + 1] == "年" and body[max(0, start - 1) : start] not in ("到", "至")


def _told_at(year: int, month: int, where: str, kind: str) -> Found[int]:
    """Reports given in the first four months tell of the year before; plans tell of their own year."""
    before = month <= 4 and kind not in ("工作要点", "工作计划")
    return Found(year - 1 if before else year, f"{where}，所写为 {year - 1 if before else year} 年。")


def _published(repaired: Repaired, body: str) -> tuple[int, int] | None:
    """Year and month of publication, from a byline or the very end of the text."""
    places = [fold(block.text) for block in repaired.blocks if block.kind in ("byline", "credit", "furniture")] + [body[-60:]]
    for text in places:
        match = DATE.search(_arabic(text))
        if match:
            year, month = int(match[1] or match[4]), int(match[2] or match[5])
            if 1 <= month <= 12:
                return year, month
    return None


def _conflict(year: int, body: str) -> str:
    """A remark when the text speaks far more often of another year."""
    counted = Counter(int(match[1]) for match in YEAR.finditer(body) if body[match.end() : match.end() + 1] == "年")
    if not counted:
        return ""
    other, count = max(counted.items(), key=lambda item: (item[1], item[0]))
    if other != year and count >= 4 and count >= 3 * max(1, counted[year]):
        return f"但正文写到 {other} 年更多（{count} 处），请核对。"
    return ""
