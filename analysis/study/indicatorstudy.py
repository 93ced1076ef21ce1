"""Indicators by reports: the matrix of 指标, what of it is shown, and one indicator along the years. A report is a side of its own.

Everything is `comparison.cells`, so that matrix, comparison, export and command line tell the same number.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.comparison import CUMULATIVE, Side, cells, pairs
from analysis.comparison.limits import Chip, chinese_number, chips
from analysis.figures.catalogue import Catalogue
from analysis.report import LEVEL_NAMES, Report
from analysis.study import Study
from analysis.study.results import side
from analysis.tables import records
from analysis.wording import cell_text, row_unit, same_unit

#: Most reports side by side: more columns cannot be read.
MOST_REPORTS = 12
#: So many periods of one place make a line along years.
SERIES = 3
#: Fewer reports than this make no rank.
FAIR = 5

#: Columns of `along_years`, those that the chart of lines takes.
YEAR_COLUMNS = ("id", "place", "place_number", "start", "end", "values", "texts", "bounds", "scope", "unit")


@dataclass(frozen=True)
class Matrix:
    """Indicators by reports. sides: one a report, in the order chosen. cells: comparison.CELL_COLUMNS. yearly, per_head: switches on."""

    sides: tuple[Side, ...]
    chips: tuple[Chip, ...]
    cells: pd.DataFrame
    yearly: bool = False
    per_head: bool = False


def matrix(study: Study, ids: Sequence[str], *, yearly: bool = False, per_head: bool = False) -> Matrix:
    """The matrix of these reports. A switch that cannot apply is left off. Raises LibraryError for an id the library does not hold."""
    sides = tuple(side(study, [report_id]) for report_id in ids)
    yearly, per_head = yearly and not why_not_yearly(sides), per_head and not why_not_per_head(sides)
    table = cells(sides, study.catalogue, yearly=yearly, per_head=per_head)
    found = tuple(chip for chip in chips(sides) if not (yearly and chip.text.startswith(CUMULATIVE)))
    return Matrix(sides, (*found, *_switched(sides, yearly=yearly, per_head=per_head)), table, yearly, per_head)


def _switched(sides: Sequence[Side], *, yearly: bool, per_head: bool) -> list[Chip]:
    """What the switches have changed: a divided number must say so."""
    found = []
    if yearly:
        long = [report for one in sides for report in one.reports if report.metadata.period.years > 1]
        named = "、".join(f"{report.label} 除以 {report.metadata.period.years}" for report in long)
        found.append(Chip("年均", True, f"几年合计已除以年数：{named}；比率不除。"))
    if per_head:
        named = "，".join(f"{place} {people / 10_000:.1f} 万人" for place, people in sorted(_inhabitants(sides).items()))
        found.append(Chip("每十万人", True, f"已按 2020 年第七次全国人口普查的常住人口折算：{named}；比率不折算。"))
    return found


def _inhabitants(sides: Sequence[Side]) -> dict[str, int]:
    return {place: one.population for one in sides if one.population for place in one.places}


def why_not_yearly(sides: Sequence[Side]) -> str:
    """Why the yearly mean cannot be switched on; an empty string when it can."""
    return "" if any(one.years > 1 for one in sides) else "所选都是一年的报告，不用年均。"


def why_not_per_head(sides: Sequence[Side]) -> str:
    """Why numbers per 100,000 inhabitants cannot be switched on; an empty string when they can."""
    unknown = list(dict.fromkeys(place for one in sides if not one.population for place in sorted(one.places)))
    if not unknown:
        return ""
    named = "、".join(unknown[:3]) + (f"等 {len(unknown)} 个地方" if len(unknown) > 3 else "")
    return f"参考表里没有{named}的常住人口，不能折算。"


def narrowed(found: Matrix, *, group: str = "", everywhere: bool = False, unchecked: bool = False) -> pd.DataFrame:
    """The cells of a group (all by default), of indicators that every report states, of indicators with a figure nobody has checked."""
    table = found.cells
    if group:
        table = table[table["group"] == group]
    if everywhere:
        stated = table.groupby("indicator")["values"].transform(lambda values: all(map(len, values)))
        table = table[stated.astype(bool)]
    if unchecked:
        open_ = {str(row.indicator) for row in records(table) if _unchecked(found.sides[row.side], row.figures)}
        table = table[table["indicator"].isin(open_)]
    return table.reset_index(drop=True)


def _unchecked(one: Side, places: Sequence[tuple[str, int]]) -> int:
    figures = dict(zip((report.id for report in one.reports), one.figures, strict=True))
    return sum(not figures[report_id][index].checked for report_id, index in places)


def layout(table: pd.DataFrame, sides: Sequence[Side]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Rows as a reader sees them: a heading for each group, then its indicators, values as written; and the indicator of each row.

    Columns: 指标 and the labels of the sides. A heading has an empty string for an indicator.
    """
    own: dict[tuple[str, str], list[Any]] = {}
    for row in records(table):
        own.setdefault((row.group, row.indicator), []).append(row)
    rows: list[list[str]] = []
    order: list[str] = []
    last = ""
    for (group, indicator), found in own.items():
        if group != last:
            rows.append([group, *[""] * len(sides)])
            order.append("")
            last = group
        unit = row_unit([unit for row in found for unit in row.units])
        said = {row.side: cell_text(row.texts, row.units, row.scope, unit=unit) for row in found}
        rows.append([f"{found[0].name} {unit}".strip(), *[said[index] for index in range(len(sides))]])
        order.append(indicator)
    return pd.DataFrame(rows, columns=["指标", *[one.label for one in sides]]), tuple(order)


def scale(table: pd.DataFrame, sides: Sequence[Side]) -> str:
    """One sentence: how many indicators there are, and how many every report states."""
    stated = table.groupby("indicator")["values"].agg(lambda values: sum(map(bool, values)))
    common = int((stated == len(sides)).sum())
    if len(sides) < 2:
        return f"写到 {len(stated)} 项指标。"
    return f"共写到 {len(stated)} 项指标：{common} 项各份都有，{int((stated == 1).sum())} 项只有一份提及。"


def rows_of(table: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """The cells of one indicator, one row a side."""
    return table[table["indicator"] == indicator].reset_index(drop=True)


def limits(found: Matrix, indicator: str, catalogue: Catalogue) -> dict[int, tuple[str, ...]]:
    """What limits single reports beside the others: side -> 层级不同, 跨年累计. Sides without a mark are left out."""
    kind = catalogue.by_id[indicator].kind if indicator in catalogue.by_id else "count"
    others = of_other_level(found.sides)
    marks: dict[int, tuple[str, ...]] = {}
    for index, one in enumerate(found.sides):
        own = ("层级不同",) if index in others else ()
        if one.years > 1 and kind != "rate" and not found.yearly:
            own = (*own, CUMULATIVE)
        if own:
            marks[index] = own
    return marks


def of_other_level(sides: Sequence[Side]) -> frozenset[int]:
    """Numbers of the sides, each one report, that are not of the level that most of them are of."""
    levels = [next(iter(one.levels)) for one in sides]
    usual = max(sorted(set(levels)), key=levels.count, default="")
    return frozenset(index for index, level in enumerate(levels) if level != usual)


def differs(found: Matrix, indicator: str, catalogue: Catalogue) -> str:
    """Why the figures of this indicator do not count the same thing, as a sentence; an empty string when they do."""
    told = pairs(rows_of(found.cells, indicator), found.sides, catalogue, yearly=found.yearly)
    reasons = [reason for row in records(told) for mark, reason in zip(row.marks, row.reasons, strict=True) if mark == "口径不同"]
    return "".join(reasons)


def headline(rows: pd.DataFrame) -> str:
    """The title of an indicator's chart: 社情民意收集：四份写到，一份未提及."""
    stated = sum(map(bool, rows["values"]))
    name = str(rows["name"].iloc[0]) if len(rows) else ""
    missing = len(rows) - stated
    said = "各份都写到" if not missing and len(rows) > 1 else f"{_many(stated)}份写到" if stated else ""
    return f"{name}：" + "，".join(part for part in (said, f"{_many(missing)}份未提及" if missing else "") if part)


def _many(count: int) -> str:
    return "两" if count == 2 else chinese_number(count)


def standing(study: Study, report_id: str, indicator: str) -> str:
    """Where a report's count stands among those of the library, as a sentence; an empty string where no rank would be fair.

    Ranked are reports of the same level, last year and length that state one exact total in the same unit, at least FAIR of them.
    Counts that are only bounds are told and not ranked. Equal counts share the better rank.
    """
    own = study.report(report_id)
    level, period = own.metadata.level, own.metadata.period
    peers = [one for one in study.reports() if one.id == own.id or (one.counts and one.metadata.level == level)]
    peers = [one for one in peers if (one.metadata.period.end, one.metadata.period.years) == (period.end, period.years)]
    known = study.catalogue.by_id[indicator]
    if len(peers) < FAIR or known.kind == "rate":
        return ""
    sides = [Side(one.label, (one,), (figures,)) for one, figures in zip(peers, study.figures_of([one.id for one in peers]), strict=True)]
    rows = records(cells(sides, replace(study.catalogue, indicators=(known,))))
    stated = {sides[row.side].reports[0].id: row for row in rows if len(row.values) == 1 and row.scope == "total"}
    mine = stated.get(own.id)
    if mine is None or mine.bounds != ("exact",):
        return ""
    alike = [row for row in stated.values() if same_unit(row.units[0], mine.units[0])]
    exact = [row.values[0] for row in alike if row.bounds == ("exact",)]
    if len(exact) < FAIR:
        return ""
    rank = 1 + sum(value > mine.values[0] for value in exact)
    year = f"{period.end} 年" if period.years == 1 else f"{period} 年"
    rest = f"另有 {len(alike) - len(exact)} 份只写约数，没有排。" if len(alike) > len(exact) else ""
    count = cell_text(mine.texts, mine.units, "total", unit="")
    return f"{own.label}的 {count}，在库里 {len(exact)} 份同为{LEVEL_NAMES[level]}、{year}、写了准数的报告中由多到少列第 {rank}。{rest}"


def has_series(sides: Sequence[Side]) -> bool:
    """Whether some place has periods enough for a line along years."""
    periods: dict[tuple[str, str], set[tuple[int, int]]] = {}
    for report in (report for one in sides for report in one.reports):
        known = report.metadata
        periods.setdefault((known.place, known.province), set()).add((known.period.start, known.period.end))
    return any(len(found) >= SERIES for found in periods.values())


def along_years(rows: pd.DataFrame, sides: Sequence[Side]) -> pd.DataFrame:
    """One indicator's cells as points along years. Columns: YEAR_COLUMNS; ordered by place as chosen, then by year.

    Of two versions of one place and period only the first chosen is kept: a year has one point.
    """
    places = {name: position for position, name in reversed(list(enumerate(one.reports[0].metadata.place for one in sides)))}
    unit = row_unit([unit for units in rows["units"] for unit in units])
    found: dict[tuple[str, int, int], tuple[object, ...]] = {}
    for row in records(rows):
        report: Report = sides[row.side].reports[0]
        known, period = report.metadata, report.metadata.period
        point = (report.id, known.place, report.place_number, period.start, period.end, row.values, row.texts, row.bounds, row.scope)
        found.setdefault((known.place, period.start, period.end), (*point, unit or "｜".join(dict.fromkeys(row.units))))
    ordered = sorted(found.items(), key=lambda item: (places[item[0][0]], item[0][1:]))
    return pd.DataFrame([point for _, point in ordered], columns=list(YEAR_COLUMNS))
