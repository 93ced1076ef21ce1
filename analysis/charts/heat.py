"""Heat map: report x term, indicator x place, likeness. One grey ramp, for hue belongs to places; every value is printed."""

import re
from collections.abc import Sequence
from dataclasses import replace
from math import isnan
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import look
from analysis.charts.frame import Canvas, Caption
from analysis.charts.hover import CLICK, hover
from analysis.charts.look import RAMP
from analysis.charts.text import cut, width, wrap
from analysis.tables import records

#: One row a cell. value: number, or NaN where nothing was found; text: as printed; key: what a click returns.
HEAT_COLUMNS = ("row", "column", "value", "text", "key")

ROW, LEFT = 32, 118
#: Pixels that a phone leaves for the cells.
_PHONE = 358 - LEFT - 14
#: Most rows of one picture.
MOST_ROWS = 40


def heat(
    table: pd.DataFrame,
    caption: Caption,
    *,
    by_column: bool = False,
    span: tuple[float, float] | None = None,
    click: str = CLICK,
    limited: bool = False,
) -> go.Figure:
    """Rows and columns in the order of the table. table: HEAT_COLUMNS. customdata is [key].

    The six steps of the ramp divide `span`, by default from the smallest value to the largest; with by_column those of each
    column, which the note then says. Cells without a value are hatched, never the lightest step. limited: such a cell may have a
    text all the same, which is printed over its hatches: something was found that may not be compared.
    """
    rows, columns = list(dict.fromkeys(table["row"])), list(dict.fromkeys(table["column"]))
    cells = records(table)
    spans = {column: span or _span([float(cell.value) for cell in cells if not by_column or cell.column == column]) for column in columns}
    heads = [_head(str(column), _PHONE / max(1, len(columns))) for column in columns]
    deep = max((len(lines) for lines in heads), default=1)
    canvas = Canvas(_noted(caption, cells, by_column=by_column, limited=limited), left=LEFT, head=14 + 15 * deep)
    for number, lines in enumerate(heads):
        for line, words in enumerate(reversed(lines)):
            place = (number + 0.5) / len(columns)
            canvas.words([(words, look.MUTED, False)], place, 1, dy=10 + 15 * line, anchor="center", size=look.SMALL, yref="paper")
    for y, row in enumerate(rows):
        for number, words in enumerate(lines := wrap(str(row), LEFT - 26, 13, lines=2)):
            canvas.words(words, 0, y, dx=-8, dy=(len(lines) - 1) * 7 - 14 * number, anchor="right", size=13 if len(lines) == 1 else 12)
    size = 13 if all(width(str(cell.text), 13) <= _PHONE / max(1, len(columns)) - 4 for cell in cells) else 12
    steps = [_step(float(cell.value), spans[cell.column]) for cell in cells]
    for cell, step in zip(cells, steps, strict=True):
        if step is not None:
            place = (columns.index(cell.column) + 0.5) / len(columns)
            letters = look.WHITE if step >= 4 else look.INK
            canvas.words([(str(cell.text), letters, False)], place, rows.index(cell.row), anchor="center", size=size)
        elif limited and cell.text:
            place = (columns.index(cell.column) + 0.5) / len(columns)
            ground: dict[str, Any] = {"bgcolor": look.WHITE, "borderpad": 1}
            canvas.words([(str(cell.text), look.MUTED, False)], place, rows.index(cell.row), anchor="center", size=look.SMALL, **ground)
    traces = [_trace(cells, steps, rows, columns, click=click, limited=limited), _hatching(cells, rows, columns)]
    alt = f"{caption.title}。" + "；".join(f"{cell.row} {cell.column} {_said(cell, limited)}" for cell in cells[:80]) + "。"
    axes: dict[str, Any] = {
        "xaxis": {"range": [0, max(1, len(columns))], "visible": False},
        "yaxis": {"range": [max(1, len(rows)) - 0.5, -0.5], "visible": False},
    }
    return canvas.figure(traces, max(1, len(rows)) * ROW, alt=alt, barmode="overlay", **axes)


def pages(
    table: pd.DataFrame,
    caption: Caption,
    *,
    by_column: bool = False,
    span: tuple[float, float] | None = None,
    click: str = CLICK,
    limited: bool = False,
) -> list[go.Figure]:
    """Several pictures where the columns would be too narrow for their values on a phone, or the rows too many."""
    runs = [run for column in dict.fromkeys(table["column"]) for run in re.findall(r"[!-~—]+", str(column))]
    widest = max((width(str(text), look.SMALL) for text in [*table["text"], *runs]), default=0.0) + 4
    fit = max(1, int(_PHONE // max(widest, 16)))
    columns, rows = list(dict.fromkeys(table["column"])), list(dict.fromkeys(table["row"]))
    figures: list[go.Figure] = []
    for top in range(0, max(1, len(rows)), MOST_ROWS):
        for first in range(0, max(1, len(columns)), fit):
            part = table[table["column"].isin(columns[first : first + fit]) & table["row"].isin(rows[top : top + MOST_ROWS])]
            own = caption if not figures else replace(caption, title=f"{caption.title}（续）")
            figures.append(heat(part, own, by_column=by_column, span=span, click=click, limited=limited))
    return figures


def _span(values: Sequence[float]) -> tuple[float, float]:
    known = [value for value in values if not isnan(value)]
    return (min(known), max(known)) if known else (0.0, 1.0)


def _step(value: float, span: tuple[float, float]) -> int | None:
    """Step of the ramp, 0 to 5; None for a missing value. Equal values all take the middle of the ramp."""
    if isnan(value):
        return None
    low, high = span
    if high <= low:
        return 2
    return min(len(RAMP) - 1, max(0, int((value - low) / (high - low) * len(RAMP))))


def _head(column: str, room: float) -> list[str]:
    """A column's name in short lines, at last one character a line, at most six lines."""
    longest = max((width(run, look.SMALL) for run in re.findall(r"[!-~—]+", column)), default=0.0)
    lines = max(1, -(-width(column, look.SMALL) // max(room - 6, look.SMALL)))
    even = -(-width(column, look.SMALL) / lines // look.SMALL) * look.SMALL  # whole characters a line, lines about alike
    return wrap(column, min(max(even, longest), max(room, longest)), look.SMALL, lines=6) or [""]


def _noted(caption: Caption, cells: Sequence[Any], *, by_column: bool, limited: bool) -> Caption:
    notes = [caption.note] if caption.note else []
    if by_column:
        notes.append("深浅在每一列内分六档，各列之间不比。")
    empty = [bool(limited and cell.text) for cell in cells if isnan(float(cell.value))]
    if any(empty):
        notes.append("斜线格有字：写到了，但不能与同行比。")
    if not all(empty):
        notes.append(f"{'斜线格无字' if limited else '斜线格'}：{look.ABSENT}。")
    return replace(caption, note="".join(notes))


def _said(cell: Any, limited: bool = False) -> str:
    if isnan(float(cell.value)):
        return f"{cell.text}，不能与同行比" if limited and cell.text else look.ABSENT
    return str(cell.text)


def _trace(cells: Sequence[Any], steps: Sequence[int | None], rows: list[Any], columns: list[Any], *, click: str, limited: bool) -> go.Bar:
    """Cells as bars: unlike a plotly heat map they can be clicked and read one by one."""
    whole = {"marker": {"opacity": 1}}
    colours = [look.WHITE if step is None else RAMP[step] for step in steps]
    return go.Bar(
        orientation="h",
        y=[rows.index(cell.row) for cell in cells],
        base=[columns.index(cell.column) + 0.02 for cell in cells],
        x=[0.96] * len(cells),
        width=0.92,
        marker={"color": colours, "line": {"color": look.RULE, "width": 1}},
        selected=whole,
        unselected=whole,
        hoverinfo="text",
        hovertext=[hover(str(cell.row), [f"{cut(str(cell.column), 260, 14)}：{_said(cell, limited)}"], click=click) for cell in cells],
        customdata=[[str(cell.key)] for cell in cells],
    )


def _hatching(cells: Sequence[Any], rows: list[Any], columns: list[Any]) -> go.Bar:
    """Hatches over the cells without a value; the bar under them answers the pointer."""
    empty = [cell for cell in cells if isnan(float(cell.value))]
    return go.Bar(
        orientation="h",
        y=[rows.index(cell.row) for cell in empty],
        base=[columns.index(cell.column) + 0.02 for cell in empty],
        x=[0.96] * len(empty),
        width=0.92,
        marker={"color": look.AXIS, "line": {"width": 0}, "pattern": {"shape": "/", "bgcolor": look.WHITE, "size": 7, "solidity": 0.18}},
        selected={"marker": {"opacity": 1}},  # a click must not make the hatches pale
        unselected={"marker": {"opacity": 1}},
        hoverinfo="skip",
    )
