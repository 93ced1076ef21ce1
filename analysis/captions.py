"""The words round a picture of several sides, the same on a page and in a file: colours, marks of the whole picture, source line."""

from collections.abc import Sequence
from datetime import date

from analysis.charts import look
from analysis.charts.frame import Caption
from analysis.comparison import Side
from analysis.comparison.limits import chinese_number
from analysis.reference_places import short_name
from analysis.report import Report

#: Places that a source line names; of more it counts the reports.
NAMED = 3


def chart_sides(sides: Sequence[Side]) -> tuple[look.Side, ...]:
    """Colours of the sides: hue by place, shade by year. A side of several places takes the hue of its first report."""
    firsts = [side.reports[0] for side in sides]
    periods = [(min(r.metadata.period.start for r in side.reports), max(r.metadata.period.end for r in side.reports)) for side in sides]
    places = [report.metadata.place if len(side.places) == 1 else side.label for report, side in zip(firsts, sides, strict=True)]
    known = {report.metadata.place: short_name(report.metadata.place, report.metadata.province) for report in firsts}
    shorts = {place: short for place, short in known.items() if len(short) > 1}
    return look.sides(places, periods, [report.place_number for report in firsts], shorts=shorts, labels=[side.label for side in sides])


def page_marks(sides: Sequence[Side]) -> tuple[str, ...]:
    """Marks that hold for a whole picture, for its legend line."""
    levels = frozenset().union(*(side.levels for side in sides))
    return ("层级不同",) if len(levels) > 1 else ()


def source(sides: Sequence[Side], today: date, *, dictionary: str = "") -> str:
    """The source line: reports by place, samples, how the numbers were read or which dictionary counted the words, the date."""
    reports = [report for side in sides for report in side.reports]
    figures = [figure for side in sides for found in side.figures for figure in found]
    checked = "已核" if figures and all(figure.checked for figure in figures) else "自动读数，未核"
    sample = "样稿" if any(report.metadata.sample for report in reports) else ""
    how = f"词典 {dictionary}" if dictionary else checked
    return "；".join(part for part in (f"来源：{_by_place(reports)}工作报告", sample, how, day(today)) if part)


def _by_place(reports: Sequence[Report]) -> str:
    """甲县政协 2022、2024 年，乙县政协 2022 年; of more than NAMED places 12 份政协（2018—2024 年）."""
    places = dict.fromkeys(report.metadata.place for report in reports)
    if len(places) > NAMED:
        years = sorted(year for report in reports for year in (report.metadata.period.start, report.metadata.period.end))
        span = f"{years[0]}—{years[-1]}" if years[0] < years[-1] else str(years[0])
        return f"{len(reports)} 份政协（{span} 年）"
    periods = {place: "、".join(str(report.metadata.period) for report in reports if report.metadata.place == place) for place in places}
    return "，".join(f"{place}政协 {years} 年" for place, years in periods.items())


def day(when: date) -> str:
    """2026 年 11 月 20 日."""
    return f"{when.year} 年 {when.month} 月 {when.day} 日"


def named(reports: Sequence[Report]) -> str:
    """The reports in words, for titles: 平罗县 2022 年与 2024 年; of more than three 平罗县 2018—2024 年, or 五份报告."""
    one_place = len({(report.metadata.place, report.metadata.province) for report in reports}) == 1
    periods = [report.metadata.period for report in reports]
    if len(reports) > 3:
        years = f"{min(period.start for period in periods)}—{max(period.end for period in periods)} 年"
        return f"{reports[0].metadata.place} {years}" if one_place else f"{chinese_number(len(reports))}份报告"
    if one_place:
        return f"{reports[0].metadata.place} " + _listed([f"{period} 年" for period in periods])
    return _listed([f"{report.label} 年" for report in reports])


def _listed(names: Sequence[str]) -> str:
    """甲, 甲与乙, 甲、乙与丙; a year after 与 keeps its distance."""
    if len(names) < 2:
        return "".join(names)
    gap = " " if names[-1][:1].isdigit() else ""
    return "、".join(names[:-1]) + f"与{gap}{names[-1]}"


def switched(*, yearly: bool, per_head: bool) -> str:
    """Names of the switches that are on, for legend lines: 年均、每十万人."""
    return "、".join(name for name, on in (("年均", yearly), ("每十万人", per_head)) if on)


def caption(title: str, sides: Sequence[Side], today: date, *, subtitle: str = "", note: str = "") -> Caption:
    """A caption whose legend, marks and source line are those of the sides."""
    return Caption(title, chart_sides(sides), subtitle, page_marks(sides), note, source(sides, today))
