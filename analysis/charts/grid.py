"""总览: places x years, the shade of the place where a report is held, the number of figures inside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import look
from analysis.charts.frame import Canvas, Caption
from analysis.charts.hover import hover
from analysis.charts.look import Side
from analysis.charts.text import cut, width, wrap, years_together
from analysis.tables import records

#: One row a report. region groups the places of a tall grid (city or province, may be empty); figures is the number shown.
HELD_COLUMNS = ("id", "place", "place_number", "start", "end", "figures", "region")

#: Places with tall cells; places on one picture; years on it.
TALL, MOST, YEARS = 12, 60, 7
#: Up to so many places all have their hue, for the name stands beside it; beyond, hues would repeat and mean nothing.
HUED = 8


@dataclass(frozen=True, slots=True)
class _Cell:
    """One report in the grid: row and lane (0 to 1 of the row's height), columns, and what is written."""

    row: int
    top: float
    high: float
    first: int
    last: int
    side: Side
    words: str
    hover: str
    id: str


def grid(table: pd.DataFrame, caption: Caption, *, last_year: int | None = None, chosen: Sequence[str] = ()) -> go.Figure:
    """Rows are places in the table's order, columns the seven years up to `last_year` (the newest year held, when not given).

    table: HELD_COLUMNS. A report of several years is one bar over its years, cut at the edge of the picture. Reports that
    share years of one place (a term's and a year's) stand one under the other. More than 60 places: the first 60, and the note
    says so. With more than eight places only the `chosen` ones, at most four, are coloured. customdata is [report id].
    """
    newest = last_year if last_year is not None else int(table["end"].max()) if len(table) else 2024
    first = newest - YEARS + 1
    order = list(dict.fromkeys(table["place"]))
    if len(order) > MOST:
        caption = replace(caption, note=f"这里画出前 {MOST} 个地方，另有 {len(order) - MOST} 个，请筛选后再看。{caption.note}")
    order = order[:MOST]
    tall = len(order) <= TALL
    regions = {str(row.place): str(row.region) for row in records(table)}
    rows, heads = _rows(order, regions, grouped=not tall)
    pitch = 52 if tall else 26
    longest = max((width(place, 14 if tall else 13) for place in order), default=0)
    left = 14 + round(min(max(longest + 10, 60), 84 if tall else 118))
    canvas = Canvas(caption, left=left, head=25)
    coloured = set(order if len(order) <= HUED else chosen[: look.COLOURED])
    cells = list(_cells(table, rows, (first, newest), coloured))
    for place in order:
        _place(canvas, place, rows[place], left - 22, tall=tall)
    for number, region in heads:
        canvas.words([(region, look.INK, True)], 0, number, dx=14 - left, size=13)
        canvas.path(f"M {14 - left} 0 L 0 0", 0, number - 0.46, colour=look.RULE)
        canvas.line(0, 1, number - 0.46, colour=look.RULE)
    for column in range(YEARS):
        canvas.words([(str(first + column), look.MUTED, False)], (column + 0.5) / YEARS, 1, dy=11, anchor="center", size=13, yref="paper")
    for cell in cells:
        x, y = ((cell.first + cell.last + 1) / 2 - first) / YEARS, cell.row + cell.top + cell.high / 2
        size = 12 if cell.high < 0.5 else look.VALUE if tall else 13
        canvas.words([(cell.words, cell.side.on_fill, True)], x, y, anchor="center", size=size)
    total = len(rows) + len(heads)
    axes: dict[str, Any] = {
        "xaxis": {"range": [0, YEARS], "visible": False},
        "yaxis": {"range": [max(total, 1) - 0.5, -0.5], "visible": False},
    }
    traces = [_empty(cells, list(rows.values()), (first, newest), 0.74 if tall else 0.84), _held(cells, first)]
    held = [f"{cell.hover.split('<br>')[0].removeprefix('<b>').removesuffix('</b>')} {cell.words}" for cell in cells]
    alt = f"{caption.title}：{len(order)} 个地方，{first}—{newest} 年。" + "；".join(held[:40]) + "。"
    return canvas.figure(traces, max(total, 1) * pitch, alt=alt, barmode="overlay", **axes)


def _rows(order: list[str], regions: dict[str, str], *, grouped: bool) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Row number of every place, and (row number, region) of the headings when the places are grouped."""
    rows: dict[str, int] = {}
    heads: list[tuple[int, str]] = []
    number, current = 0, None
    ordered = sorted(order, key=lambda place: list(dict.fromkeys(regions.values())).index(regions[place])) if grouped else order
    for place in ordered:
        if grouped and regions[place] and regions[place] != current:
            current = regions[place]
            heads.append((number, current))
            number += 1
        rows[place] = number
        number += 1
    return rows, heads


def _place(canvas: Canvas, place: str, row: int, room: float, *, tall: bool) -> None:
    size = 14 if tall else 13
    lines = wrap(place, room, size, lines=2) if tall else [cut(place, room + 8, size)]
    for number, line in enumerate(lines):
        canvas.words(line, 0, row, dx=14 - canvas.left, dy=(len(lines) - 1) * 9 - number * 18, size=size)


def _cells(table: pd.DataFrame, rows: dict[str, int], window: tuple[int, int], coloured: set[str]) -> Iterator[_Cell]:
    """Reports inside the window, with shade, lane and words; lanes only where years of one place overlap."""
    first, newest = window
    for place, row in rows.items():
        own = [report for report in records(table[table["place"] == place]) if report.end >= first and report.start <= newest]
        own.sort(key=lambda report: (report.start, report.end, report.id))
        shades = look.shades([(int(report.start), int(report.end)) for report in own])
        lanes: list[int] = []
        placed = []
        for report in own:
            lane = next((index for index, end in enumerate(lanes) if end < report.start), len(lanes))
            lanes[lane : lane + 1] = [int(report.end)]
            placed.append(lane)
        high = (0.74 if len(rows) <= TALL else 0.84) / max(1, len(lanes))
        for report, shade, lane in zip(own, shades, placed, strict=True):
            cell = _cell(report, row, (-high * len(lanes) / 2 + lane * high, high * (0.9 if len(lanes) > 1 else 1)), shade, window)
            yield cell if place in coloured else replace(cell, side=replace(cell.side, muted=True))


def _cell(report: Any, row: int, lane: tuple[float, float], shade: look.Shade, window: tuple[int, int]) -> _Cell:
    start, end = max(int(report.start), window[0]), min(int(report.end), window[1])
    years = int(report.end) - int(report.start) + 1
    label = f"{report.place} {look.long_period((int(report.start), int(report.end)))}"
    words = f"{int(report.figures)}"
    if end - start >= 2:
        words += f" {years_together(years)}"
    own = Side(label, label, int(report.place_number), shade)
    text = hover(label, [f"读出 {int(report.figures)} 个数"], click="点一下，打开原文")
    return _Cell(row, lane[0], lane[1], start, end, own, words, text, str(report.id))


def _empty(cells: list[_Cell], rows: list[int], window: tuple[int, int], high: float) -> go.Bar:
    """Cells of years without a report, in paper colour."""
    first, newest = window
    taken = {(cell.row, year) for cell in cells for year in range(cell.first, cell.last + 1)}
    free = [(row, year - first) for row in rows for year in range(first, newest + 1) if (row, year) not in taken]
    place = {"y": [row for row, _ in free], "base": [column + 0.04 for _, column in free], "x": [0.92] * len(free)}
    return go.Bar(
        orientation="h", width=high, marker={"color": look.PAPER, "line": {"width": 0}}, hoverinfo="skip", name="没有报告", **place
    )


def _held(cells: list[_Cell], first: int) -> go.Bar:
    whole = {"marker": {"opacity": 1}}
    return go.Bar(
        orientation="h",
        y=[cell.row + cell.top + cell.high / 2 for cell in cells],
        base=[cell.first - first + 0.04 for cell in cells],
        x=[cell.last - cell.first + 0.92 for cell in cells],
        width=[cell.high for cell in cells],
        marker={"color": [cell.side.fill for cell in cells], "line": {"color": [cell.side.colour for cell in cells], "width": 1.5}},
        selected=whole,
        unselected=whole,
        name="报告",
        hoverinfo="text",
        hovertext=[cell.hover for cell in cells],
        customdata=[[cell.id] for cell in cells],
    )
