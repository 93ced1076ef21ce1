"""Small multiples along the years: one low panel an indicator, one under the other over the same years, each from its own zero.

A line joins only following years of one place, as in `lines`; a year without a report is a gap, a report of several years a bar.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import look
from analysis.charts.frame import Canvas, Caption
from analysis.charts.hover import hover
from analysis.charts.lines import _BOUNDS, _along, _sides, _years  # one way to draw a year
from analysis.charts.look import Side
from analysis.charts.text import Box, first_free, width, years_together
from analysis.tables import records

#: One row a report of an indicator, like `lines.LINE_COLUMNS` with the id and the name of its panel.
PANEL_COLUMNS = ("indicator", "name", "id", "place", "place_number", "start", "end", "values", "texts", "bounds", "scope", "unit")

#: Most panels of one picture. Pixels of a panel: its name, the room over the largest value, the plot, the rings under it.
MOST, NAME, OVER, PLOT, UNDER = 8, 26, 22, 62, 24
#: Width of the plot on a phone, on which labels must not meet.
PHONE = 318
_SPOTS = (
    (0, 15, "center"),
    (0, -15, "center"),
    (10, 0, "left"),
    (-10, 0, "right"),
    (10, 12, "left"),
    (-10, 12, "right"),
    (10, -12, "left"),
    (-10, -12, "right"),
    (0, 28, "center"),
    (0, -28, "center"),
    (10, 26, "left"),
    (-10, 26, "right"),
)


def panels(table: pd.DataFrame, caption: Caption, *, unsummed: Sequence[str] = ()) -> go.Figure:
    """Panels in the order of the table, at most MOST. table: PANEL_COLUMNS. customdata is [indicator, report id].

    unsummed: indicators whose value of several years is no sum (rates, or a yearly mean). A report without the indicator is a dashed
    ring under the zero line. The caption's sides should be `lines.legend(table)`.
    """
    names = list(dict.fromkeys(table["indicator"]))[:MOST]
    rows = [row for row in records(table) if row.indicator in names]
    places = list(dict.fromkeys(row.place for row in rows))
    years = min((int(row.start) for row in rows), default=2024), max((int(row.end) for row in rows), default=2024)
    most = max((len({row.place for row in rows if row.indicator == name}) for name in names), default=1)
    if any(not row.values for row in rows):
        caption = replace(caption, note=f"{caption.note}虚线圈：{look.ABSENT}。")
    plot = _Panels(Canvas(caption, left=20, right=20, head=4, foot=22), years, PLOT + 26 * (min(most, 6) - 1))
    for number, name in enumerate(names):
        own = sorted((row for row in rows if row.indicator == name), key=lambda row: (places.index(row.place), row.start, row.end))
        plot.panel(number, own, _sides(own, places), summed=name not in unsummed)
    printed = _years(years)
    xaxis = {"range": [years[0] - 0.5, years[1] + 0.5], "tickvals": printed, "ticktext": [str(year) for year in printed]}
    yaxis = {"range": [-max(1, len(names)) * plot.pitch, 0], "visible": False}
    said = "；".join(f"{row.name} {row.place} {look.long_period((int(row.start), int(row.end)))} {_written(row)}" for row in rows[:80])
    height = max(1, len(names)) * plot.pitch
    return plot.canvas.figure([*plot.strokes, *plot.traces], height, alt=f"{caption.title}。{said}。", xaxis=xaxis, yaxis=yaxis)


def _written(row: Any) -> str:
    if not row.values:
        return look.ABSENT
    said = "／".join(row.texts)
    return said if not row.unit or said.endswith(row.unit) else f"{said} {row.unit}"


class _Panels:
    """The y axis is in pixels, downwards below zero, so that every panel has its own scale."""

    def __init__(self, canvas: Canvas, years: tuple[int, int], high: int) -> None:
        self.canvas, self.years, self.high = canvas, years, high
        self.pitch = NAME + OVER + high + UNDER
        self.traces: list[go.Scatter] = []
        self.strokes: list[go.Scatter] = []

    def x(self, year: float) -> float:
        """Year -> fraction of the plot's width."""
        first, last = self.years
        return (year - first + 0.5) / (last - first + 1)

    def panel(self, number: int, rows: Sequence[Any], sides: Sequence[Side], *, summed: bool) -> None:
        """One indicator: its name, its zero line, lines, bars, points, then the values where there is room."""
        top = -number * self.pitch
        zero = top - NAME - OVER - self.high
        end = max((float(value) for row in rows for value in row.values), default=1.0) or 1.0
        units = [row.unit for row in rows if row.values]
        unit = units[0] if len(set(units)) == 1 and units[0] != "%" else ""
        self.canvas.words([(str(rows[0].name), look.INK, True), (f" {unit}", look.MUTED, False)], 0, top - 13, dx=-6)
        if number:
            self.canvas.line(0, 1, top, colour=look.GRID)
        self.canvas.line(0, 1, zero, colour=look.AXIS)
        boxes: list[Box] = [(-60.0, zero - UNDER, PHONE + 60.0, zero - 2), (-60.0, top - NAME, PHONE + 60.0, top)]
        boxes += [(-60.0, zero - UNDER, PHONE + 60.0, zero - 2)] * 4  # rather over a line than over the years
        labels = []
        self._join(rows, sides, (zero, end), boxes)
        order = list(dict.fromkeys(row.place for row in rows))
        for row, side in zip(rows, sides, strict=True):
            middle = (row.start + row.end) / 2
            if not row.values:
                self._absent(row, side, (middle, zero - 12), 11 * (order.index(row.place) - (len(order) - 1) / 2))
            for value, text, bound in zip(row.values, row.texts, row.bounds, strict=True):
                at = (middle, zero + float(value) / end * self.high)
                self._value(row, side, at, bound, boxes)
                own = "" if unit or text.endswith(row.unit) else f" {row.unit}"
                together = f" {years_together(int(row.end) - int(row.start) + 1)}" if row.end > row.start and summed else ""
                part = " 局部" if row.scope == "part" else ""
                labels.append((*at, f"{text}{own}{together}{part}"))
        for year, y, words in sorted(labels, key=lambda label: (label[0], -label[1])):
            wide = width(words, 13, bold=True)
            spots = [spot for spot in _SPOTS if self._inside(year, spot, wide)] or list(_SPOTS)
            dx, dy, anchor = first_free(spots, (self.x(year) * PHONE, y), (wide, 14), boxes)
            self.canvas.words([(words, look.INK, True)], self.x(year), y, dx=dx, dy=dy, anchor=anchor, size=13)

    def _inside(self, year: float, spot: tuple[int, int, str], wide: float) -> bool:
        left = self.x(year) * PHONE + spot[0] - {"left": 0.0, "right": wide, "center": wide / 2}[spot[2]]
        return left >= -18 and left + wide <= PHONE + 18

    def _value(self, row: Any, side: Side, at: tuple[float, float], bound: str, boxes: list[Box]) -> None:
        """A point with its bound, or a bar over several years."""
        (middle, y), x = at, self.x(at[0]) * PHONE
        several = row.end > row.start
        if several:
            box = {"x0": row.start - 0.42, "x1": row.end + 0.42, "y0": y - 4.5, "y1": y + 4.5, "fillcolor": side.fill}
            line = {"line": {"color": side.colour, "width": 2}, "layer": "between"}
            self.canvas.shapes.append({"type": "rect", "xref": "x", "yref": "y"} | box | line)
            boxes.append((self.x(row.start - 0.42) * PHONE, y - 5, self.x(row.end + 0.42) * PHONE, y + 5))
        elif bound in _BOUNDS:
            self.canvas.path(_BOUNDS[bound], self.x(middle), y, colour=side.colour, thick=2)
            boxes.append((x - 4, y - (19 if bound == "below" else 6), x + 4, y + (19 if bound == "at_least" else 6)))
        self._point(row, side, at, hollow=several)
        boxes.append((x - 6, y - 6, x + 6, y + 6))

    def _absent(self, row: Any, side: Side, at: tuple[float, float], aside: float) -> None:
        """The ring of 未提及 under its year; rings of several places in one panel stand a little apart."""
        self.canvas.ring(self.x(at[0]), at[1], colour=side.colour, dx=max(-22.0, min(22.0, aside)), radius=4.5)
        self._point(row, side, at, hollow=True)

    def _point(self, row: Any, side: Side, at: tuple[float, float], *, hollow: bool) -> None:
        whole, clear = {"marker": {"opacity": 1}}, "rgba(0,0,0,0)"
        marker = {"symbol": side.symbol, "size": 11, "color": clear if hollow else side.fill, "opacity": 1}
        marker["line"] = {"width": 2, "color": clear if hollow else side.colour}
        text = hover(f"{row.place} {look.long_period((int(row.start), int(row.end)))}", [f"{row.name}：{_written(row)}"])
        told = {"hoverinfo": "text", "hovertext": [text], "customdata": [[str(row.indicator), str(row.id)]], "cliponaxis": False}
        self.traces.append(go.Scatter(x=[at[0]], y=[at[1]], mode="markers", marker=marker, selected=whole, unselected=whole, **told))

    def _join(self, rows: Sequence[Any], sides: Sequence[Side], scale: tuple[float, float], boxes: list[Box]) -> None:
        """Lines between reports of following years that both state one figure of the same unit and scope."""
        zero, end = scale
        for before, after, side in zip(rows, rows[1:], sides, strict=False):
            single = all(row.start == row.end and len(row.values) == 1 for row in (before, after))
            alike = before.place == after.place and before.scope == after.scope and before.unit == after.unit
            if single and alike and after.start == before.end + 1:
                heights = [zero + float(row.values[0]) / end * self.high for row in (before, after)]
                line = {"color": side.colour, "width": 2.5}
                ends = [before.end, after.start]
                self.strokes.append(go.Scatter(x=ends, y=heights, mode="lines", line=line, hoverinfo="skip", cliponaxis=False))
                left, right = ((self.x(year) * PHONE, y) for year, y in zip(ends, heights, strict=True))
                boxes += _along(left, right)
