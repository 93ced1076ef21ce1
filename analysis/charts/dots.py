"""Several sides, many indicators: one ruler a row, from zero to a printed round end, every value written out.

Rows of different units cannot share an axis, so each row is its own ruler. A connecting line means "this may be compared";
a bound is a dot with an arrow, an absent wording a dashed ring left of zero.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import look
from analysis.charts.columns import heads, value_cell
from analysis.charts.frame import Canvas, Caption, Part
from analysis.charts.hover import hover
from analysis.charts.look import Side
from analysis.charts.rulers import ruler
from analysis.charts.text import cut, width
from analysis.tables import records
from analysis.wording import number

#: One row per indicator and side. values, texts, bounds, units are tuples, empty when the side does not mention the indicator.
ROW_COLUMNS = ("group", "indicator", "label", "unit", "side", "values", "texts", "bounds", "scope", "units")
#: One row per indicator; marks and reasons are tuples of the same length.
PAIR_COLUMNS = ("indicator", "comparable", "difference", "marks", "reasons")

#: Most rows of one picture; a longer group is continued in a second one.
MOST_ROWS = 8

#: x of the plot runs over a gutter for the rings, the ruler (0 to 1) and a little white for the last dot.
_LEFT, _RIGHT = -0.12, 1.03
_GUTTER = -0.078

READING = "每行一把尺，从 0 起，尺端的数印在右边。有连线的才可比；箭头向右是“余”，只知下限，向左是“近”；虚线空圈是未提及，不是 0。"

_ARROWS = {
    "at_least": "M 8 0 L 21 0 M 16 -4.5 L 21 0 L 16 4.5",
    "below": "M -8 0 L -21 0 M -16 -4.5 L -21 0 L -16 4.5",
    "about": "M -15 0 L -8 0 M 8 0 L 15 0",
}


def _paper(fraction: float) -> float:
    """Place on the ruler (0 to 1) -> fraction of the plot's width."""
    return (fraction - _LEFT) / (_RIGHT - _LEFT)


def dots(rows: pd.DataFrame, pairs: pd.DataFrame, sides: Sequence[Side], caption: Caption) -> go.Figure:
    """One picture of at most eight indicators for one to four sides. rows: ROW_COLUMNS, pairs: PAIR_COLUMNS, in the order shown.

    Points carry customdata [indicator, side index], also the rings of 未提及, so that a click can open the sentence.
    """
    many = len(sides) > 2
    lines = _height_of_many(pairs) if many else (50, 0.2)
    canvas = Canvas(caption, right=182, head=12 if many else 27 + heads(None, sides))
    order = list(dict.fromkeys(rows["indicator"]))
    limits = {str(row.indicator): row for row in records(pairs)}
    points: list[list[dict[str, Any]]] = [[] for _ in sides]
    said = []
    for index, indicator in enumerate(order):
        own = {int(row.side): row for row in records(rows[rows["indicator"] == indicator])}
        drawn = _Row(canvas, sides, own, limits.get(str(indicator)), index + lines[1])
        drawn.draw(points)
        said.append(drawn.said())
    if not many:
        heads(canvas, sides)
    alt = f"{caption.title}：{'、'.join(side.label for side in sides)}。" + "；".join(said) + "。"
    axes = {"xaxis": {"range": [_LEFT, _RIGHT], "visible": False}, "yaxis": {"range": [len(order) - 0.5, -0.5], "visible": False}}
    traces = [_trace(side, found) for side, found in zip(sides, points, strict=True)]
    return canvas.figure(traces, max(1, len(order)) * lines[0], alt=alt, reading=READING, **axes)


def _height_of_many(pairs: pd.DataFrame) -> tuple[int, float]:
    """Row height of three or four sides, and where in the row the ruler lies: a third line only when there are marks to write."""
    marked = any(_row_marks(row.marks) or row.difference for row in records(pairs))
    return (76, 0.03) if marked else (58, 0.16)


def _row_marks(marks: Sequence[str]) -> list[str]:
    """At most two marks, comparison first. 未核 and 层级不同 hold for the whole picture and stand in its head and foot."""
    order = list(look.MARKS)
    shown = [mark for mark in dict.fromkeys(marks) if mark not in ("未核", "层级不同")]
    return sorted(shown, key=lambda mark: order.index(mark) if mark in order else len(order))[:2]


class _Row:
    """Draws one indicator: label, ruler, connecting line, arrows, rings, values, marks."""

    def __init__(self, canvas: Canvas, sides: Sequence[Side], own: dict[int, Any], limits: Any, y: float) -> None:
        self.canvas, self.sides, self.own, self.limits, self.y = canvas, sides, own, limits, y
        first = next(iter(own.values()))
        self.indicator, self.label, self.unit = str(first.indicator), str(first.label), str(first.unit)
        self.values = [(side, value, bound) for side, row in own.items() for value, bound in zip(row.values, row.bounds, strict=True)]
        percent = self.unit == "%"
        self.start, self.end = ruler([value for _, value, _ in self.values], [bound for _, _, bound in self.values], percent=percent)
        self.many = len(sides) > 2

    def fraction(self, value: float) -> float:
        return (value - self.start) / (self.end - self.start)

    def draw(self, points: list[list[dict[str, Any]]]) -> None:
        self._ruler()
        self._connect()
        for side, value, bound in self.values:
            if bound in _ARROWS:
                self.canvas.path(_ARROWS[bound], _paper(self.fraction(value)), self.y, colour=self.sides[side].colour, thick=2)
        self._points(points)
        self._rings(points)
        for index in range(len(self.sides)):
            row = self.own.get(index)
            value_cell(
                self.canvas, self.sides, index, texts=tuple(row.texts) if row is not None else (), y=self.y, percent=self.unit == "%"
            )
        self._marks()

    def _ruler(self) -> None:
        canvas, zero = self.canvas, _paper(0)
        canvas.line(zero, _paper(1), self.y, colour=look.RULE, thick=1.5)
        for x in {zero: None, _paper(self.fraction(0)): None, _paper(1): None}:
            canvas.path("M 0 -5 L 0 5", x, self.y, colour=look.AXIS)
        end = number(self.end)
        canvas.words([(end, look.MUTED, False)], _paper(1), self.y, dy=15, size=look.SMALL, anchor="right", xanchor="right")
        if self.start < 0:
            canvas.words([(number(self.start), look.MUTED, False)], zero, self.y, dy=-15, size=look.SMALL)
        parts, size = self._label(152 - width(end, look.SMALL))
        canvas.words(parts, 0, self.y, dy=24 if self.many else 22, size=size)

    def _label(self, room: float) -> tuple[list[Part], int]:
        """Name and unit with their size: smaller, and at last cut, where on a phone they would run into the ruler's end."""
        unit = cut(self.unit, room / 2, look.LABEL)
        size = 14 if width(f"{self.label} {unit}", 14) <= room else 13
        label = cut(self.label, room - width(f" {unit}", size), size)
        return [(label, look.INK, False), *([(f" {unit}", look.MUTED, False)] if unit else [])], size

    def _connect(self) -> None:
        single = [(side, row.values[0]) for side, row in self.own.items() if len(row.values) == 1]
        if self.limits is None or not self.limits.comparable or len(single) < 2:
            return
        ends = [self.fraction(value) for _, value in single]
        if max(ends) > min(ends):
            places = {self.sides[side].colour for side, _ in single}
            colour = places.pop() if len(places) == 1 else look.AXIS
            self.canvas.line(_paper(min(ends)), _paper(max(ends)), self.y, colour=colour, thick=3)

    def _points(self, points: list[list[dict[str, Any]]]) -> None:
        """Dots; equal values of several sides stand in each other, the first side outermost as an empty ring."""
        for side, value, _ in self.values:
            equal = list(dict.fromkeys(other for other, same, _ in self.values if same == value))
            inside = len(equal) - 1 - equal.index(side)
            size = 13 if len(equal) == 1 else 11 + (6 if self.many else 9) * inside
            fill = look.WHITE if inside else self.sides[side].fill
            points[side].append(
                {
                    "x": self.fraction(value),
                    "y": self.y,
                    "size": size,
                    "fill": fill,
                    "hover": self._hover(side),
                    "data": [self.indicator, side],
                }
            )

    def _rings(self, points: list[list[dict[str, Any]]]) -> None:
        absent = [index for index in range(len(self.sides)) if index not in self.own or not self.own[index].values]
        for place, side in enumerate(absent):
            dy, radius = (5 - place * 11 if len(absent) > 1 else 0), (4.5 if len(absent) > 1 else 6)
            self.canvas.ring(_paper(_GUTTER), self.y, colour=self.sides[side].colour, dy=dy, radius=radius)
            clear = "rgba(0,0,0,0)"  # what a click meets: shapes cannot be clicked
            points[side].append(
                {
                    "x": _GUTTER,
                    "y": self.y,
                    "size": 14,
                    "fill": clear,
                    "line": clear,
                    "hover": self._hover(side),
                    "data": [self.indicator, side],
                }
            )

    def _marks(self) -> None:
        if self.limits is None:
            return
        dx, dy = 16.0, (-20 if self.many else -2)
        for mark in _row_marks(self.limits.marks):
            dx += self.canvas.mark(mark, 1, self.y, dx=dx, dy=dy, name="tail")
        if self.limits.difference:
            size = 14 if dx + width(self.limits.difference, 14) <= 180 else 12
            self.canvas.words([(str(self.limits.difference), look.MUTED, False)], 1, self.y, dx=dx, dy=dy, size=size, name="tail")

    def _written(self, side: int) -> str:
        row = self.own.get(side)
        if row is None or not row.values:
            return look.ABSENT
        units = tuple(row.units) or (self.unit,) * len(row.texts)
        return "／".join(text if text.endswith(unit) else f"{text} {unit}" for text, unit in zip(row.texts, units, strict=True))

    def _hover(self, side: int) -> str:
        reasons = tuple(self.limits.reasons) if self.limits is not None else ()
        return hover(self.label, [f"{self.sides[side].label}：{self._written(side)}", *reasons])

    def said(self) -> str:
        """The row in words, for readers who do not see it."""
        marks = "、".join(self.limits.marks) if self.limits is not None else ""
        gap = f"，{self.limits.difference}" if self.limits is not None and self.limits.difference else ""
        return (
            f"{self.label} " + "、".join(self._written(side) for side in range(len(self.sides))) + gap + (f"（{marks}）" if marks else "")
        )


def _trace(side: Side, points: list[dict[str, Any]]) -> go.Scatter:
    marker = {
        "symbol": side.symbol,
        "size": [point["size"] for point in points],
        "color": [point["fill"] for point in points],
        "line": {"width": 2, "color": [point.get("line", side.colour) for point in points]},
        "opacity": 1,
    }
    whole = {"marker": {"opacity": 1}}  # plotly fades what is not selected
    return go.Scatter(
        x=[point["x"] for point in points],
        y=[point["y"] for point in points],
        mode="markers",
        marker=marker,
        selected=whole,
        unselected=whole,
        name=side.label,
        cliponaxis=False,
        hoverinfo="text",
        hovertext=[point["hover"] for point in points],
        customdata=[point["data"] for point in points],
    )


def by_group(rows: pd.DataFrame, pairs: pd.DataFrame, sides: Sequence[Side], caption: Caption) -> list[go.Figure]:
    """One picture a group in the catalogue's order, the group's name as title; more than eight rows are continued in the next (续)."""
    figures = []
    for group in dict.fromkeys(rows["group"]):
        order = list(dict.fromkeys(rows.loc[rows["group"] == group, "indicator"]))
        parts = -(-len(order) // MOST_ROWS)
        size = -(-len(order) // parts)  # 9 rows make 5 and 4, not 8 and 1
        for part in range(parts):
            chosen = order[part * size : (part + 1) * size]
            title = str(group) + ("（续）" if part else "")
            figures.append(
                dots(rows[rows["indicator"].isin(chosen)], pairs[pairs["indicator"].isin(chosen)], sides, replace(caption, title=title))
            )
    return figures


def two_columns(figures: Sequence[go.Figure]) -> tuple[list[go.Figure], list[go.Figure]]:
    """Pictures in two columns, in their order, cut where the heights come nearest to each other."""
    heights = [int(figure.layout.height) for figure in figures]
    cuts = range(len(figures) + 1)
    at = min(cuts, key=lambda cut: (abs(sum(heights[:cut]) - sum(heights[cut:])), -cut))
    return list(figures[:at]), list(figures[at:])
