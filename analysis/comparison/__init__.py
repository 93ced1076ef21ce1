"""Figures of several sides -> what stands beside what, what may be compared, and what limits it.

A side is one report or a group of reports. Figures of one indicator are never added: a side that states several shows all.
Missing stays missing. A pair that counts different things gets no difference, and a sentence that says why.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.figures.catalogue import Catalogue, Indicator
from analysis.fold import fold
from analysis.report import Bound, Figure, Level, Report
from analysis.tables import records
from analysis.wording import difference, figure_text, ratio, same_unit, written

CELL_COLUMNS = (
    "group",  # group of the catalogue
    "indicator",  # id
    "name",  # Chinese name, for tables
    "label",  # short name inside its group, for charts
    "unit",  # units of all sides as the row head writes them: 条｜篇
    "side",  # index of the side
    "values",  # tuple of float, the shown figures
    "texts",  # tuple of str, as written: 90余
    "bounds",  # tuple of Bound
    "units",  # tuple of str
    "scope",  # total | part | "" when nothing was found
    "figures",  # tuple of (report id, index among that report's figures), parallel to values
    "others",  # the same for figures of this indicator that are not shown: parts beside a total, plans, other units
)
PAIR_COLUMNS = ("indicator", "comparable", "difference", "ratio", "marks", "reasons")

#: A body takes part in what another one holds.
_ATTENDED = re.compile("选派|选送|参加(?:全国|中央|自治区|省|市|上级)")

APPROXIMATE, PART, DIFFERENT, CUMULATIVE = "约数", "局部", "口径不同", "跨年累计"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a label, its reports and, parallel to them, their figures. population: inhabitants, if known.

    unread: parallel to the reports, numbers of the pages that could not be read.
    """

    label: str
    reports: tuple[Report, ...]
    figures: tuple[tuple[Figure, ...], ...]
    population: int | None = None
    unread: tuple[tuple[int, ...], ...] = ()

    @property
    def places(self) -> frozenset[str]:
        return frozenset(report.metadata.place for report in self.reports)

    @property
    def levels(self) -> frozenset[Level]:
        return frozenset(report.metadata.level for report in self.reports)

    @property
    def years(self) -> int:
        """Length of the longest period on this side."""
        return max(report.metadata.period.years for report in self.reports)


@dataclass(frozen=True, slots=True)
class _Cell:
    """The figures of one indicator on one side, split into those shown and the rest."""

    shown: tuple[tuple[str, int, Figure], ...]
    others: tuple[tuple[str, int, Figure], ...]

    @property
    def scope(self) -> str:
        return self.shown[0][2].scope if self.shown else ""


def _of_side(side: Side, indicator: str) -> list[tuple[str, int, Figure]]:
    return [
        (report.id, index, figure)
        for report, figures in zip(side.reports, side.figures, strict=True)
        for index, figure in enumerate(figures)
        if figure.indicator == indicator
    ]


def _choose(found: Sequence[tuple[str, int, Figure]], units: Sequence[str]) -> _Cell:
    """Work done before plans, the year's whole before a part, the indicator's own unit before another one."""
    done = [entry for entry in found if entry[2].status == "done"]
    totals = [entry for entry in done if entry[2].scope == "total"]
    pool = totals or done
    if pool:
        rank = {unit: place for place, unit in enumerate(units)}
        unit = min((fold(entry[2].unit) for entry in pool), key=lambda unit: (rank.get(unit, len(rank)), unit))
        pool = [entry for entry in pool if same_unit(entry[2].unit, unit)]
    shown = tuple(pool)
    return _Cell(shown, tuple(entry for entry in found if entry not in shown))


def cells(sides: Sequence[Side], catalogue: Catalogue, *, yearly: bool = False, per_head: bool = False) -> pd.DataFrame:
    """One row per indicator that any side states, and side: what it shows. Columns: CELL_COLUMNS.

    yearly: counts of several years divided by the years. per_head: counts per 100,000 inhabitants, where the population is known.
    Order: the catalogue's, then the sides'.
    """
    rows = []
    for indicator in catalogue.indicators:
        found = [_choose(_of_side(side, indicator.id), indicator.units) for side in sides]
        if not any(cell.shown for cell in found):
            continue
        unit = "｜".join(dict.fromkeys(figure.unit for cell in found for _, _, figure in cell.shown))
        for index, (side, cell) in enumerate(zip(sides, found, strict=True)):
            adapted = [_adapt(figure, side, indicator, yearly=yearly, per_head=per_head) for _, _, figure in cell.shown]
            rows.append(
                (
                    indicator.group,
                    indicator.id,
                    indicator.name,
                    indicator.label,
                    unit,
                    index,
                    tuple(value for value, _ in adapted),
                    tuple(text for _, text in adapted),
                    tuple(figure.bound for _, _, figure in cell.shown),
                    tuple(figure.unit for _, _, figure in cell.shown),
                    cell.scope,
                    tuple((report, place) for report, place, _ in cell.shown),
                    tuple((report, place) for report, place, _ in cell.others),
                )
            )
    return pd.DataFrame(rows, columns=list(CELL_COLUMNS))


def _adapt(figure: Figure, side: Side, indicator: Indicator, *, yearly: bool, per_head: bool) -> tuple[float, str]:
    """Value and text of a figure after the switches; a rate is never divided."""
    if indicator.kind == "rate" or not (yearly or per_head):
        return figure.value, figure_text(figure)
    value = figure.value / (figure.period_years if yearly else 1)
    if per_head and side.population:
        value = value / side.population * 100_000
    if value == figure.value:
        return value, figure_text(figure)
    return value, written(round(value, 1), figure.bound)


def pairs(table: pd.DataFrame, sides: Sequence[Side], catalogue: Catalogue, *, yearly: bool = False) -> pd.DataFrame:
    """One row per indicator of `cells`: whether the sides may be compared, the difference (two sides), marks and reasons.

    Columns: PAIR_COLUMNS. marks has at most 口径不同, 跨年累计, 约数, 局部, in this order; reasons are sentences, parallel to marks.
    ratio is right / left or NaN. With more than two sides difference and ratio stay empty.
    """
    kinds = {indicator.id: indicator.kind for indicator in catalogue.indicators}
    rows = [_pair(str(key), rows, sides, kinds[str(key)], yearly=yearly) for key, rows in table.groupby("indicator", sort=False)]
    return pd.DataFrame(rows, columns=list(PAIR_COLUMNS))


def _pair(indicator: str, rows: pd.DataFrame, sides: Sequence[Side], kind: str, *, yearly: bool) -> tuple[object, ...]:
    stated = [_Stated.of(sides[row.side], row) for row in records(rows) if row.values]
    notes = list(_unlike(stated)) if len(stated) > 1 else []
    spans = sorted({figure.period_years for one in stated for figure in one.figures})
    if len(spans) > 1 and kind != "rate" and not yearly:
        notes.append((CUMULATIVE, f"一方是 {spans[-1]} 年合计，另一方是 {spans[0]} 年的数，打开“年均”再比。"))
    comparable = len(stated) > 1 and not notes
    if any(bound != "exact" for one in stated for bound in one.bounds):
        notes.append((APPROXIMATE, "原文写的是余、多、近或约，只知下限、上限或大概，不是准数。"))
    if any(one.scope == "part" for one in stated):
        notes.append((PART, "这个数只说一件事，或只是全部中的一部分，不是全年总数。"))
    gap, factor = "", float("nan")
    if comparable and len(sides) == 2:
        left, right = ((one.values[0], one.bounds[0]) for one in stated)
        one_place = sides[0].places == sides[1].places and len(sides[0].places) == 1
        gap = difference(left, right, one_place=one_place, percent=kind == "rate")
        factor = ratio(left, right) or float("nan")
    marks = tuple(dict.fromkeys(mark for mark, _ in notes))
    reasons = tuple("".join(dict.fromkeys(reason for name, reason in notes if name == mark)) for mark in marks)
    return indicator, comparable, gap, factor, marks, reasons


@dataclass(frozen=True, slots=True)
class _Stated:
    """What one side states of one indicator."""

    values: tuple[float, ...]
    bounds: tuple[Bound, ...]
    scope: str
    figures: tuple[Figure, ...]
    reports: int

    @classmethod
    def of(cls, side: Side, row: Any) -> "_Stated":
        of_report = {report.id: figures for report, figures in zip(side.reports, side.figures, strict=True)}
        figures = tuple(of_report[report][index] for report, index in row.figures)
        return cls(row.values, row.bounds, row.scope, figures, len({report for report, _ in row.figures}))


def _unlike(stated: Sequence[_Stated]) -> Iterator[tuple[str, str]]:
    """Why the sides do not count the same thing, as (口径不同, sentence)."""
    if any(one.reports > 1 for one in stated):
        yield DIFFERENT, "一方含几份报告，各报各数，不相加。"
    elif any(len(one.values) > 1 for one in stated):
        yield DIFFERENT, "一方写了几个数，各说各事，并列而不相加。"
    units = list(dict.fromkeys(figure.unit for one in stated for figure in one.figures))
    if not all(same_unit(units[0], unit) for unit in units):
        yield DIFFERENT, f"单位不同（{'、'.join(units)}），数的不是一回事。"
    scopes = {one.scope for one in stated}
    topics = {figure.topic for one in stated for figure in one.figures}
    if scopes == {"total", "part"}:
        yield DIFFERENT, "一方是全年总数，另一方只说一件事或一部分。"
    elif scopes == {"part"} and len(topics) > 1:
        yield DIFFERENT, "两边说的都是局部，各指不同的事。"
    if len({attended(figure) for one in stated for figure in one.figures}) > 1:
        yield DIFFERENT, "一方是自己举办，另一方是参加上级举办的。"


def attended(figure: Figure) -> bool:
    """Whether the report says that it took part in what a higher body held, rather than held it."""
    return bool(_ATTENDED.search(_before(figure)))


def _before(figure: Figure) -> str:
    """The part of the quotation that stands before the number, where the verb is."""
    return figure.quote.partition(figure.number_text)[0] if figure.number_text else figure.quote
