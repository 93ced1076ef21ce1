"""Many places, many years: which figures of one indicator may stand in one row, one line or one rank, and why the others may not.

Everything starts from `comparison.cells`. Figures are never added; a figure that may not be compared keeps its text and its reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.comparison import CUMULATIVE, DIFFERENT, PART, Side, attended, cells
from analysis.comparison.limits import chinese_number
from analysis.figures.catalogue import Catalogue
from analysis.reference_places import population
from analysis.report import LEVEL_NAMES, Report
from analysis.study import Study
from analysis.study.indicatorstudy import Matrix, along_years, of_other_level, rows_of
from analysis.tables import records
from analysis.wording import ABSENT, cell_text, row_unit, same_unit

#: Why a figure stands beside the others and is not compared with them.
OTHER_UNIT = "单位不同"

#: One row a cell of the heat map: share of the row's largest value (0 to 1) or NaN; the text of the cell; what a click opens; the reason.
HEAT_COLUMNS = ("row", "column", "value", "text", "key", "why")
#: `indicatorstudy.YEAR_COLUMNS` with what a panel is called.
COURSE_COLUMNS = (
    "group", "indicator", "name", "id", "place", "place_number", "start", "end", "values", "texts", "bounds", "scope", "unit",
)  # fmt: skip
#: One row a report that is not ranked: its label, its figure as written, the mark and the sentence that says why.
LEFT_COLUMNS = ("side", "label", "text", "why", "reason")

#: On which side of the number written a bound lies: 90余 is above 90, 近百 below 100.
_TENDENCY = {"at_least": 1, "below": -1}

_REASONS = {
    DIFFERENT: "写了几个数，或是参加上级举办的，与别的报告数的不是一回事。",
    OTHER_UNIT: "单位与多数报告不同，数的不是一回事。",
    PART: "只说一件事或一部分，不是全年总数。",
    CUMULATIVE: "是几年合计，不能与一年的数排在一起。",
    ABSENT: "没有读到这项的写法，不是 0。",
}


def alike(rows: pd.DataFrame, sides: Sequence[Side], *, rate: bool, yearly: bool = False) -> dict[int, str]:
    """Side -> why its figure of this one indicator may not be compared with the others; an empty string for those that may.

    rows: comparison.CELL_COLUMNS of one indicator. May be compared: one total, exact or bounded, of the same unit and length of
    period as most of the others (of as many, the one-year period and the first unit). yearly: counts are divided by the years already.
    """
    found: dict[int, str] = {}
    open_: list[tuple[int, str, int]] = []
    for row in records(rows):
        figures = _figures(sides[row.side], row)
        if not row.values:
            found[row.side] = ABSENT
        elif row.scope != "total":
            found[row.side] = PART
        elif len(row.values) > 1 or any(attended(figure) for figure in figures):
            found[row.side] = DIFFERENT
        else:
            found[row.side] = ""
            open_.append((row.side, row.units[0], 1 if rate or yearly else figures[0].period_years))
    if not open_:
        return found
    spans = [years for _, _, years in open_]
    span = min(sorted(set(spans)), key=lambda years: (-spans.count(years), years))
    kept = [(number, unit) for number, unit, years in open_ if years == span]
    found |= {number: CUMULATIVE if years > span else "年限不同" for number, _, years in open_ if years != span}
    usual = max(kept, key=lambda one: sum(same_unit(one[1], unit) for _, unit in kept))[1]
    return found | {number: OTHER_UNIT for number, unit in kept if not same_unit(unit, usual)}


def peers(rows: pd.DataFrame, sides: Sequence[Side], why: Mapping[int, str]) -> frozenset[int]:
    """Sides whose figures of one indicator make up one ranking: `alike` found nothing against them (`why`), and the report is of
    the level that most are of. A city stands beside counties, not above them."""
    return frozenset(row.side for row in records(rows) if not why[row.side]) - of_other_level(sides)


def places(rows: pd.DataFrame, sides: Sequence[Side], why: Mapping[int, str]) -> dict[int, int]:
    """Side -> its place among its peers, from 1, largest first; equal figures share the better place. Of one peer alone: nothing.

    A bound has no place, but those below it know that it is above them: 45 comes second after 90余.
    """
    own = {row.side: row for row in records(rows) if row.side in peers(rows, sides, why)}
    if len(own) < 2:
        return {}
    written = {side: (row.values[0], _TENDENCY.get(row.bounds[0], 0)) for side, row in own.items()}
    return {side: 1 + sum(other > written[side] for other in written.values()) for side, row in own.items() if row.bounds == ("exact",)}


def _figures(side_: Side, row: Any) -> list[Any]:
    of_report = {report.id: figures for report, figures in zip(side_.reports, side_.figures, strict=True)}
    return [of_report[report_id][index] for report_id, index in row.figures]


def heat_cells(found: Matrix, table: pd.DataFrame, catalogue: Catalogue, columns: Sequence[str]) -> pd.DataFrame:
    """Cells of a heat map, one a report of every indicator in `table` that two reports or more can be compared by.

    columns: names of the sides. Columns: HEAT_COLUMNS. value: the figure as a share of the largest one of its row that may be compared;
    NaN for a figure that may not, which keeps its text. Rows of fewer than two comparable figures are left out: one figure alone is
    neither large nor small. row: name with unit. key: indicator|side.
    """
    cells_: list[tuple[object, ...]] = []
    for name in dict.fromkeys(table["indicator"]):
        rows = rows_of(table, str(name))
        why = alike(rows, found.sides, rate=_rate(catalogue, str(name)), yearly=found.yearly)
        free = {row.side: row for row in records(rows) if not why[row.side]}
        top = max((row.values[0] for row in free.values()), default=0.0)
        if len(free) < 2 or top <= 0:
            continue
        unit = row_unit([row.units[0] for row in free.values()])
        for row in records(rows):
            share = row.values[0] / top if row.side in free else float("nan")
            head = f"{row.name} {unit.partition('、')[0]}".strip()
            cells_.append((head, columns[row.side], share, _heat_text(row, unit), f"{name}|{row.side}", why[row.side]))
    return pd.DataFrame(cells_, columns=list(HEAT_COLUMNS))


def _heat_text(row: Any, unit: str) -> str:
    """Short, for a cell is narrow: 90余, 6／9, 四个数, 86 人次 where the row's unit is another one."""
    if not row.values:
        return ""
    if len(row.values) > 2:
        return f"{chinese_number(len(row.values))}个数"
    alike_ = row_unit([*row.units, *unit.split("、")]) if unit else ""
    return cell_text(row.texts, row.units, "total", unit=alike_)


def courses(found: Matrix, table: pd.DataFrame) -> pd.DataFrame:
    """Points along the years of every indicator of which some place states two periods or more. Columns: COURSE_COLUMNS.

    Order: the catalogue's, then places as chosen, then years. Only places of which two periods stand in the choice are drawn.
    """
    parts = []
    for name in dict.fromkeys(table["indicator"]):
        rows = rows_of(table, str(name))
        points = along_years(rows, found.sides)
        stated = points[points["values"].map(bool)]
        several = [str(place) for place, count in stated.groupby("place", sort=False).size().items() if count > 1]
        if several:
            own = points[points["place"].isin(several)]
            parts.append(own.assign(group=rows["group"].iloc[0], indicator=name, name=rows["label"].iloc[0]))
    if not parts:
        return pd.DataFrame(columns=list(COURSE_COLUMNS))
    return pd.concat(parts, ignore_index=True)[list(COURSE_COLUMNS)]


def why_no_courses(sides: Sequence[Side]) -> str:
    """Why no line along the years can be drawn whatever the indicator; an empty string when one may be."""
    periods: dict[tuple[str, str], set[object]] = {}
    for report in (report for one in sides for report in one.reports):
        periods.setdefault((report.metadata.place, report.metadata.province), set()).add(report.metadata.period)
    if any(len(own) > 1 for own in periods.values()):
        return ""
    return "所选报告里没有哪个地方有两个年份，画不出逐年变化；请在上面加选同一地方另一年的报告。"


@dataclass(frozen=True, slots=True)
class Ranked:
    """One indicator ranked. rows: comparison.CELL_COLUMNS of those drawn, largest first; ranks: parallel, 0 for those that have no
    place; sides, cells: of all that were asked; left: LEFT_COLUMNS of those not drawn, those that state nothing at the end."""

    sides: tuple[Side, ...]
    cells: pd.DataFrame
    rows: pd.DataFrame
    ranks: tuple[int, ...]
    left: pd.DataFrame


def ranked(sides: Sequence[Side], catalogue: Catalogue, indicator: str, *, yearly: bool = False, per_head: bool = False) -> Ranked:
    """These reports, each a side of its own, by one indicator. Equal figures share the better place; bounds stand at their number."""
    known = catalogue.by_id[indicator]
    own = cells(sides, replace(catalogue, indicators=(known,)), yearly=yearly, per_head=per_head)
    why = alike(own, sides, rate=known.kind == "rate", yearly=yearly)
    if per_head and known.kind != "rate":
        why |= {number: "人口不明" for number, one in enumerate(sides) if not one.population and not why.get(number, "-")}
    free = sorted((row for row in records(own) if not why[row.side]), key=lambda row: (-row.values[0], row.side))
    place = places(own, sides, why)
    ranks = tuple(place.get(row.side, 0) for row in free)
    unit = row_unit([unit for units in own["units"] for unit in units])
    rest = sorted((row for row in records(own) if why[row.side]), key=lambda row: (not row.values, why[row.side], row.side))
    left = [
        (
            row.side,
            sides[row.side].label,
            cell_text(row.texts, row.units, "total", unit=unit),
            why[row.side],
            _REASONS.get(why[row.side], "") or {"人口不明": "参考表里没有常住人口，不能折算。"}.get(why[row.side], "期限与多数报告不同。"),
        )
        for row in rest
    ]
    shown = own.set_index("side", drop=False).loc[[row.side for row in free]].reset_index(drop=True) if free else own.head(0)
    return Ranked(tuple(sides), own, shown, ranks, pd.DataFrame(left, columns=list(LEFT_COLUMNS)))


def scopes(reports: Sequence[Report]) -> dict[str, tuple[str, ...]]:
    """Which reports of a library may be ranked together: name -> ids, newest year first: 2024 年全库, and by level where several are.

    A report of several years belongs to each of them, so that it is told why it is not ranked. Only those that count.
    """
    counting = [report for report in reports if report.counts]
    years = sorted({year for one in counting for year in range(one.metadata.period.start, one.metadata.period.end + 1)}, reverse=True)
    found: dict[str, tuple[str, ...]] = {}
    for year in years:
        own = [one for one in counting if one.metadata.period.start <= year <= one.metadata.period.end]
        if len(own) < 2:
            continue
        found[f"{year} 年全库"] = tuple(one.id for one in own)
        levels = [level for level in LEVEL_NAMES if any(one.metadata.level == level for one in own)]
        for level in levels if len(levels) > 1 else ():
            same = tuple(one.id for one in own if one.metadata.level == level)
            if len(same) > 1:
                found[f"{year} 年{LEVEL_NAMES[level]}"] = same
    return found


def ranked_reports(study: Study, ids: Sequence[str], indicator: str, *, yearly: bool = False, per_head: bool = False) -> Ranked:
    """`ranked` for reports of a library, in the order given. An id that the library does not hold is left out."""
    held = {report.id: report for report in study.reports()}
    reports = [held[one] for one in ids if one in held]
    figures = study.figures_of([one.id for one in reports])  # in one reading: a year of a library may be hundreds of reports
    sides = [
        Side(one.label, (one,), (own,), population(one.metadata.place, one.metadata.province))
        for one, own in zip(reports, figures, strict=True)
    ]
    return ranked(sides, study.catalogue, indicator, yearly=yearly, per_head=per_head)


def told(found: Ranked, place: str) -> str:
    """Where the reports of one place stand, as a sentence; an empty string when none of them is ranked."""
    among = peers(
        found.cells, found.sides, dict.fromkeys(found.cells["side"], "") | dict(zip(found.left["side"], found.left["why"], strict=True))
    )
    others = of_other_level(found.sides)
    said = []
    for row, rank in zip(records(found.rows), found.ranks, strict=True):
        one = found.sides[row.side]
        if place not in one.places:
            continue
        text = cell_text(row.texts, row.units, row.scope, unit="")
        said.append(
            f"{one.label}的 {text}列第 {rank}"
            if rank
            else f"{one.label}的 {text}层级与多数报告不同，不编名次"
            if row.side in others
            else f"{one.label}的 {text}不是准数，不编名次"
            if row.bounds != ("exact",)
            else f"同层级里只有{one.label}的 {text}，没有别的可排"
        )
    if not said:
        return ""
    return (f"{len(among)} 份可比的报告由多到少排列，" if len(among) > 1 else "") + f"{'；'.join(said)}。"


def _rate(catalogue: Catalogue, indicator: str) -> bool:
    return indicator in catalogue.by_id and catalogue.by_id[indicator].kind == "rate"
