"""One indicator along the years: a line only from year to year without a gap, a report of several years as a bar over them."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import look
from analysis.charts.frame import Canvas, Caption
from analysis.charts.hover import hover
from analysis.charts.look import Side
from analysis.charts.rulers import ticks
from analysis.charts.text import Box, first_free, width, years_together
from analysis.tables import records
from analysis.wording import number

#: One row a report. values, texts, bounds are tuples, empty when the report does not mention the indicator; scope: total, part, "".
LINE_COLUMNS = ("id", "place", "place_number", "start", "end", "values", "texts", "bounds", "scope", "unit")

#: Height of the plot, of a lane of rings under it, and the plot's width on a phone, on which labels must not meet.
HEIGHT, LANE, PHONE = 236, 18, 280

#: A bound along years points up or down, for here the value runs upwards.
_BOUNDS = {
    "at_least": "M 0 8 L 0 19 M -4 14.5 L 0 19 L 4 14.5",
    "below": "M 0 -8 L 0 -19 M -4 -14.5 L 0 -19 L 4 -14.5",
    "about": "M 0 8 L 0 14 M 0 -8 L 0 -14",
}
#: Where a value may stand beside its point, best first.
_SPOTS = (
    (0, 17, "center"),
    (0, -17, "center"),
    (0, 30, "center"),
    (0, -30, "center"),
    (11, 0, "left"),
    (-11, 0, "right"),
    (11, 14, "left"),
)


def lines(table: pd.DataFrame, caption: Caption, *, summed: bool = True) -> go.Figure:
    """Points of up to four places in colour, later ones grey, over their years. table: LINE_COLUMNS of one indicator.

    A line joins two reports only when the later year follows the earlier one, both state one figure, and both of the whole or
    both of a part. Reports without the indicator are dashed rings under the axis. The caption's sides should be `legend(table)`.
    summed: the value of a report of several years is their sum and says so; False for rates. customdata is [report id].
    """
    places = list(dict.fromkeys(table["place"]))
    rows = sorted(records(table), key=lambda row: (places.index(row.place), row.start, row.end, row.id))
    years = min((int(row.start) for row in rows), default=2024), max((int(row.end) for row in rows), default=2024)
    end = 1.15 * max((float(value) for row in rows for value in row.values), default=1.0) or 1.0
    axis = ticks(end, most=4)
    left = max(60, 22 + round(max(width(number(tick), look.SMALL) for tick in axis)))
    absent = [place for place in places if any(not row.values for row in rows if row.place == place)]
    plot = _Plot(Canvas(caption, left=left, right=26, head=22, foot=20), years, end)
    plot.summed = summed
    if not absent:  # no value stands on the years' names
        plot.boxes += [(-60.0, -60.0, PHONE + 60.0, -4.0)] * 4
    sides = _sides(rows, places)
    for row, side in zip(rows, sides, strict=True):
        plot.add(row, side, lane=absent.index(row.place) if not row.values else None)
    for lane, place in enumerate(absent):
        side = next(side for row, side in zip(rows, sides, strict=True) if row.place == place)
        plot.canvas.words([(look.ABSENT, side.letters, False)], 0, plot.lane(lane), dx=14 - left, size=look.SMALL)
    plot.join(rows, sides)
    plot.label()
    xaxis = {"range": [years[0] - 0.5, years[1] + 0.5], "tickvals": _years(years), "ticktext": [str(year) for year in _years(years)]}
    low = LANE * len(absent) or (10 if any(value == 0 for row in rows for value in row.values) else 0)  # room for a dot on the axis
    yaxis = {
        "range": [-low / HEIGHT * end, end],
        "tickvals": axis,
        "ticktext": [number(tick) for tick in axis],
        "showgrid": True,
    }
    yaxis |= {"tickfont": {"size": look.SMALL, "color": look.MUTED}, "ticklabelstandoff": 4}
    said = "；".join(f"{row.place} {look.long_period((int(row.start), int(row.end)))} {_written(row)}" for row in rows)
    return plot.canvas.figure(plot.traces, HEIGHT + low, alt=f"{caption.title}。{said}。", xaxis=xaxis, yaxis=yaxis)


def legend(table: pd.DataFrame) -> tuple[Side, ...]:
    """One deep Side a place, named by the place alone: the legend of `lines`, where the axis tells the year."""
    seen: dict[str, Side] = {}
    for row in records(table):
        place = str(row.place)
        seen.setdefault(place, Side(place, look.short_place(place), int(row.place_number), "deep", len(seen) >= look.COLOURED))
    return tuple(seen.values())


def _years(years: tuple[int, int]) -> list[int]:
    """The years that are printed: all up to ten, then every so many, the last one always."""
    first, last = years
    step = 1 if last - first < 10 else -(-(last - first + 1) // 8)
    return list(range(last, first - 1, -step))[::-1]


def _sides(rows: Sequence[Any], places: list[str]) -> list[Side]:
    found = []
    for row in rows:
        own = [(int(other.start), int(other.end)) for other in rows if other.place == row.place]
        shade = look.shades(own)[own.index((int(row.start), int(row.end)))]
        found.append(Side(str(row.place), str(row.place), int(row.place_number), shade, places.index(row.place) >= look.COLOURED))
    return found


def _written(row: Any) -> str:
    return "／".join(row.texts) + f" {row.unit}" if row.values else look.ABSENT


class _Plot:
    """Points, bars and labels over a year axis whose height in pixels is known."""

    def __init__(self, canvas: Canvas, years: tuple[int, int], end: float) -> None:
        self.canvas, self.years, self.end = canvas, years, end
        self.traces: list[go.Scatter] = []
        self.labels: list[tuple[float, float, str]] = []
        self.boxes: list[Box] = []
        self.summed = True

    def x(self, year: float) -> float:
        """Year -> fraction of the plot's width."""
        first, last = self.years
        return (year - first + 0.5) / (last - first + 1)

    def pixel(self, year: float, value: float) -> tuple[float, float]:
        """Place on a phone, in pixels from the plot's zero."""
        return self.x(year) * PHONE, value / self.end * HEIGHT

    def lane(self, lane: int) -> float:
        """Value at which the rings of a lane stand, below zero."""
        return -(lane + 0.7) * LANE / HEIGHT * self.end

    def add(self, row: Any, side: Side, *, lane: int | None) -> None:
        """The report's points, with bars and bounds; or, in a lane, its ring."""
        middle = (row.start + row.end) / 2
        if lane is not None:
            self.canvas.ring(self.x(middle), self.lane(lane), colour=side.colour)
            self._point(row, side, (middle, self.lane(lane)), hollow=True)
        for value, text, bound in zip(row.values, row.texts, row.bounds, strict=True):
            words = text
            if row.end > row.start:
                self._bar(row, side, value)
                words = f"{text} {years_together(int(row.end) - int(row.start) + 1)}" if self.summed else text
            elif bound in _BOUNDS:
                self.canvas.path(_BOUNDS[bound], self.x(middle), value, colour=side.colour, thick=2)
                x, y = self.pixel(middle, value)
                self.boxes.append((x - 3, y - (19 if bound == "below" else 6), x + 3, y + (19 if bound == "at_least" else 6)))
            self._point(row, side, (middle, value), hollow=row.end > row.start)
            self.labels.append((middle, value, words))

    def _bar(self, row: Any, side: Side, value: float) -> None:
        high = 4.5 * self.end / HEIGHT
        box = {"x0": row.start - 0.42, "x1": row.end + 0.42, "y0": value - high, "y1": value + high, "fillcolor": side.fill}
        line = {"line": {"color": side.colour, "width": 2}, "layer": "between"}
        self.canvas.shapes.append({"type": "rect", "xref": "x", "yref": "y"} | box | line)
        (left, y), (right, _) = self.pixel(row.start - 0.42, value), self.pixel(row.end + 0.42, value)
        self.boxes.append((left, y - 5, right, y + 5))

    def _point(self, row: Any, side: Side, at: tuple[float, float], *, hollow: bool) -> None:
        """A point; a `hollow` one cannot be seen and only catches the pointer, for shapes do not."""
        whole, clear = {"marker": {"opacity": 1}}, "rgba(0,0,0,0)"
        marker = {"symbol": side.symbol, "size": 12, "color": clear if hollow else side.fill, "opacity": 1}
        marker["line"] = {"width": 2, "color": clear if hollow else side.colour}
        text = hover(f"{row.place} {look.long_period((int(row.start), int(row.end)))}", [_written(row)])
        told = {"hoverinfo": "text", "hovertext": [text], "customdata": [[str(row.id)]], "cliponaxis": False}
        self.traces.append(go.Scatter(x=[at[0]], y=[at[1]], mode="markers", marker=marker, selected=whole, unselected=whole, **told))
        x, y = self.pixel(*at)
        self.boxes.append((x - 6, y - 6, x + 6, y + 6))

    def join(self, rows: Sequence[Any], sides: Sequence[Side]) -> None:
        """Lines, under the points, between reports of following years; everything else stays a gap."""
        strokes = []
        for before, after, side in zip(rows, rows[1:], sides, strict=False):
            single = all(row.start == row.end and len(row.values) == 1 for row in (before, after))
            if single and before.place == after.place and after.start == before.end + 1 and before.scope == after.scope:
                ends = (before.end, after.start), (before.values[0], after.values[0])
                line = {"color": side.colour, "width": 2.5}
                strokes.append(go.Scatter(x=ends[0], y=ends[1], mode="lines", line=line, hoverinfo="skip", cliponaxis=False))
                self.boxes += _along(self.pixel(before.end, before.values[0]), self.pixel(after.start, after.values[0]))
        self.traces = [*strokes, *self.traces]

    def label(self) -> None:
        """Write every value where it meets neither point, line nor other value on a phone, above its point if it can."""
        for year, value, words in sorted(self.labels, key=lambda label: (label[0], -label[1])):
            dx, dy, anchor = first_free(_SPOTS, self.pixel(year, value), (width(words, 13, bold=True), 15), self.boxes)
            self.canvas.words([(words, look.INK, True)], self.x(year), value, dx=dx, dy=dy, anchor=anchor, size=13)


def _along(start: tuple[float, float], end: tuple[float, float]) -> Iterable[Box]:
    """Small boxes along a line, for labels to keep away from."""
    for step in range(1, 12):
        x, y = (a + (b - a) * step / 12 for a, b in zip(start, end, strict=True))
        yield x - 2, y - 2, x + 2, y + 2
