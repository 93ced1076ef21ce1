"""总览: places x years, the shade of the place where a report is held, the number of figures inside. A table, and no picture.

It is the first thing that is seen of the dashboard, and a table of the browser stands there at once; it can be walked with the
keyboard and is read out cell by cell.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from analysis.charts import look
from analysis.charts.look import Side
from analysis.charts.text import years_together
from analysis.tables import records

#: One row a report. region groups the places of a tall grid (city or province, may be empty); figures is the number shown.
HELD_COLUMNS = ("id", "place", "place_number", "start", "end", "figures", "region")

#: Places with tall cells; places in one grid; years in it.
TALL, MOST, YEARS = 12, 60, 7
#: Up to so many places all have their hue, for the name stands beside it; beyond, hues would repeat and mean nothing.
HUED = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """One stretch of years of a place, in the order in which a table is written.

    kind: a report that is `held`; `empty`, years without one; or `blank` beside another report of the same years.
    years, lanes: columns and rows of the table that the cell takes. words: what is written in it. said: the same for who cannot see.
    """

    kind: Literal["held", "empty", "blank"]
    years: int = 1
    lanes: int = 1
    words: str = ""
    said: str = ""
    id: str = ""
    fill: str = look.PAPER
    line: str = look.PAPER
    letters: str = look.INK


@dataclass(frozen=True, slots=True)
class Row:
    """A place. head: its region, where that begins with it. lanes: reports that share years stand one under the other."""

    place: str
    head: str
    lanes: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """years: seven, ascending. low: whether rows are half as high. left_out: places beyond the first sixty."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]
    low: bool
    left_out: int


def grid(table: pd.DataFrame, *, last_year: int | None = None, chosen: Sequence[str] = ()) -> Grid:
    """Rows are places in the table's order, columns the seven years up to `last_year` (the newest year held, when not given).

    table: HELD_COLUMNS. A report of several years is one bar over its years, cut at the edge of the grid. With more than twelve
    places they are grouped by region, with more than eight only the `chosen` ones, at most four, are coloured.
    """
    newest = last_year if last_year is not None else int(table["end"].max()) if len(table) else 2024
    years = tuple(range(newest - YEARS + 1, newest + 1))
    order = list(dict.fromkeys(table["place"]))
    shown = order[:MOST]
    low = len(shown) > TALL
    regions = {str(row.place): str(row.region) for row in records(table)}
    if low:
        seen = list(dict.fromkeys(regions.values()))
        shown.sort(key=lambda place: seen.index(regions[place]))
    coloured = set(shown if len(shown) <= HUED else chosen[: look.COLOURED])
    rows = []
    current = ""
    for place in shown:
        head = regions[place] if low and regions[place] != current else ""
        current = head or current
        held = [report for report in records(table[table["place"] == place]) if report.end >= years[0] and report.start <= newest]
        rows.append(Row(place, head, tuple(_lanes(held, years, muted=place not in coloured))))
    return Grid(years, tuple(rows), low, len(order) - len(shown))


def _lanes(held: list[Any], years: tuple[int, ...], *, muted: bool) -> Iterator[tuple[Cell, ...]]:
    """The reports of a place in as many lanes as share a year; a year without any is one cell over all lanes, in the first."""
    held.sort(key=lambda report: (report.start, report.end, report.id))
    shades = look.shades([(int(report.start), int(report.end)) for report in held])
    lanes: list[dict[int, Cell]] = []
    for report, shade in zip(held, shades, strict=True):
        first, last = max(int(report.start), years[0]), min(int(report.end), years[-1])
        lane = next((lane for lane in lanes if not any(year in lane for year in range(first, last + 1))), None)
        if lane is None:
            lanes.append(lane := {})
        lane |= dict.fromkeys(range(first, last + 1), _held(report, shade, last - first + 1, muted=muted))
    lanes = lanes or [{}]
    taken = {year for lane in lanes for year in lane}
    for number, lane in enumerate(lanes):
        cells = []
        for year in years:
            if year in lane:
                if lane.get(year - 1) is not lane[year]:
                    cells.append(lane[year])
            elif year in taken:
                cells.append(Cell("blank"))
            elif number == 0:
                cells.append(Cell("empty", lanes=len(lanes)))
        yield tuple(cells)


def _held(report: Any, shade: look.Shade, years: int, *, muted: bool) -> Cell:
    side = Side("", "", int(report.place_number), shade, muted)
    label = f"{report.place} {look.long_period((int(report.start), int(report.end)))}"
    words = f"{int(report.figures)}"
    if years > 2:
        words += f" {years_together(int(report.end) - int(report.start) + 1)}"
    said = f"{label}，读出 {int(report.figures)} 个数，打开原文"
    return Cell("held", years, 1, words, said, str(report.id), side.fill, side.colour, side.on_fill)
