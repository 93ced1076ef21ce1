"""What the sides of a comparison share, and what limits it: the chips in the page's head, each with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.comparison import Side
from analysis.report import LEVEL_NAMES

CHINESE_DIGITS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Chip:
    """A fact (limits=False) or a limit of the comparison, short enough for a badge; reason: the whole sentence."""

    text: str
    limits: bool
    reason: str = ""


def chinese_number(number: int) -> str:
    """1–99 in Chinese numerals as they stand before a measure word (两份, 十二份), others in digits."""
    if not 1 <= number <= 99:
        return str(number)
    if number == 2:
        return "两"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else CHINESE_DIGITS[tens] + "十"
    return head + (CHINESE_DIGITS[ones] if ones else "") or CHINESE_DIGITS[ones]


def chips(sides: Sequence[Side]) -> tuple[Chip, ...]:
    """Facts first, limits after: 同一地方 · 同为县级 · 同为一年期 · 相隔两年 · 层级不同 · 跨年累计 · 缺页 · 样稿 · 未核."""
    found = (*_place(sides), *_level(sides), *_period(sides), *_trust(sides))
    return tuple(sorted(found, key=lambda chip: chip.limits))


def _place(sides: Sequence[Side]) -> tuple[Chip, ...]:
    places = frozenset().union(*(side.places for side in sides))
    return (Chip("同一地方", False),) if len(places) == 1 and len(sides) > 1 else ()


def _level(sides: Sequence[Side]) -> tuple[Chip, ...]:
    levels = frozenset().union(*(side.levels for side in sides))
    if len(levels) == 1:
        return (Chip(f"同为{LEVEL_NAMES[next(iter(levels))]}", False),) if len(sides) > 1 else ()
    higher = [
        f"{report.metadata.place}是{LEVEL_NAMES[report.metadata.level]}"
        for side in sides
        for report in side.reports
        if report.metadata.level != "county"
    ]
    named = "，".join(dict.fromkeys(higher))
    return (Chip(f"层级不同：{named}", True, f"{named}，与县级的人口和职能不同，数的大小不能直接说明工作多少。"),)


def _period(sides: Sequence[Side]) -> tuple[Chip, ...]:
    lengths = {report.metadata.period.years for side in sides for report in side.reports}
    if len(lengths) > 1:
        long = [report for side in sides for report in side.reports if report.metadata.period.years > 1]
        named = "，".join(
            dict.fromkeys(f"{report.metadata.place}是{chinese_number(report.metadata.period.years)}年合计" for report in long)
        )
        return (Chip(f"跨年累计：{named}", True, f"{named}，不能与一年的数直接比；可打开“年均”。"),)
    if len(sides) < 2:
        return ()
    length = next(iter(lengths))
    found = [Chip(f"同为{chinese_number(length)}年期", False)]
    starts = sorted({report.metadata.period.start for side in sides for report in side.reports})
    if len(starts) == 1:
        found.append(Chip("同一年" if length == 1 else "同一时期", False))
    elif len(starts) == 2:
        gap = starts[1] - starts[0]
        found.append(Chip(f"相隔{chinese_number(gap)}年", False))
    return tuple(found)


def gaps(unread: Sequence[tuple[str, tuple[int, ...]]]) -> tuple[Chip, ...]:
    """Of labels of reports with their unread pages: that what is absent may stand there."""
    named = [
        f"{label} 第 {'、'.join(map(str, pages[:3]))} 页" + (f"等 {len(pages)} 页" if len(pages) > 3 else "")
        for label, pages in unread
        if pages
    ]
    if not named:
        return ()
    many = f"等 {len(named)} 份" if len(named) > 2 else ""
    reason = "这几页没有读出文字，多半是扫描图片，“未提及”的可能就写在那里；请先做文字识别（OCR）再导入。"
    return (Chip(f"缺页：{'，'.join(named[:2])}{many}", True, reason),)


def _trust(sides: Sequence[Side]) -> tuple[Chip, ...]:
    reports = [(report.label, pages) for side in sides for report, pages in zip(side.reports, side.unread, strict=False)]
    found = list(gaps(reports))
    if any(report.metadata.sample for side in sides for report in side.reports):
        found.append(Chip("样稿", True, "样稿按公开报告编写，数字与公开报告一致，文字不是原文；导入原报告后以原报告为准。"))
    figures = [figure for side in sides for found_on in side.figures for figure in found_on]
    unchecked = sum(not figure.checked for figure in figures)
    if unchecked:
        who = "尚无人核对" if unchecked == len(figures) else f"共 {len(figures)} 个"
        found.append(Chip(f"未核：{unchecked} 个数由程序读出，{who}", True, "点开每个数的原句，核对无误后按“核对无误”。"))
    return tuple(found)
