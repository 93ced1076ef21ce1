"""From a comparison to what the charts want: sides with their colours, captions with legend, marks and source line."""

from collections.abc import Sequence
from datetime import date

from analysis.charts import look
from analysis.charts.frame import Caption
from analysis.comparison import Side
from analysis.reference_places import short_name


def chart_sides(sides: Sequence[Side]) -> tuple[look.Side, ...]:
    """Colours of the sides: hue by place, shade by year. A side of several places takes the hue of its first report."""
    firsts = [side.reports[0] for side in sides]
    periods = [(min(r.metadata.period.start for r in side.reports), max(r.metadata.period.end for r in side.reports)) for side in sides]
    places = [report.metadata.place if len(side.places) == 1 else side.label for report, side in zip(firsts, sides, strict=True)]
    known = {report.metadata.place: short_name(report.metadata.place, report.metadata.province) for report in firsts}
    shorts = {place: short for place, short in known.items() if len(short) > 1}
    return look.sides(places, periods, [report.place_number for report in firsts], shorts=shorts, labels=[side.label for side in sides])


def source(sides: Sequence[Side]) -> str:
    """The source line: reports by place, how the numbers were read, samples, today's date."""
    reports = [report for side in sides for report in side.reports]
    places = dict.fromkeys(report.metadata.place for report in reports)
    named = [f"{place}政协 {'、'.join(str(r.metadata.period) for r in reports if r.metadata.place == place)} 年" for place in places]
    figures = [figure for side in sides for found in side.figures for figure in found]
    checked = "已核" if figures and all(figure.checked for figure in figures) else "自动读数，未核"
    sample = "样稿；" if any(report.metadata.sample for report in reports) else ""
    if len(named) > 3:
        years = sorted(year for r in reports for year in (r.metadata.period.start, r.metadata.period.end))
        span = f"{years[0]}—{years[-1]}" if years[0] < years[-1] else str(years[0])
        named = [f"{len(reports)} 份政协（{span} 年）"]
    return f"来源：{'，'.join(named)}工作报告；{sample}{checked}；{day(date.today())}"


def day(when: date) -> str:
    return f"{when.year} 年 {when.month} 月 {when.day} 日"


def caption(title: str, sides: Sequence[Side], *, subtitle: str = "", note: str = "", marks: Sequence[str] = ()) -> Caption:
    """A caption whose legend and source line are those of the sides."""
    return Caption(title, chart_sides(sides), subtitle, tuple(marks), note, source(sides))


def page_marks(sides: Sequence[Side]) -> tuple[str, ...]:
    """Marks that hold for a whole picture, for its legend line."""
    levels = frozenset().union(*(side.levels for side in sides))
    return ("层级不同",) if len(levels) > 1 else ()
