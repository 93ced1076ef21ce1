"""One indicator across reports: horizontal bars, ranked, the value at the end; a bound is an arrow behind the bar."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import look
from analysis.charts.frame import Canvas, Caption
from analysis.charts.hover import hover
from analysis.charts.look import Side
from analysis.charts.rulers import ticks
from analysis.charts.text import width, wrap
from analysis.tables import records
from analysis.wording import number

#: Up to so many reports have full rows; more have narrow ones.
FULL = 12

_ARROWS = {
    "at_least": "M 2 0 L 15 0 M 10 -4.5 L 15 0 L 10 4.5",
    "below": "M -3 -7 L -10 0 L -3 7",
    "about": "M 2 0 L 9 0",
}


def bars(
    rows: pd.DataFrame, sides: Sequence[Side], caption: Caption, *, marks: Mapping[int, Sequence[str]] | None = None, ranked: bool = True
) -> go.Figure:
    """One bar a report for one indicator; several figures of one report are several thin bars in its row, never a sum.

    rows: `dots.ROW_COLUMNS` of a single indicator. marks: what limits a report beside the others (side -> 层级不同 …); 局部 is
    added by itself. ranked: largest first, 未提及 last; else in the given order. customdata is [indicator, side index].
    """
    found = sorted(records(rows), key=lambda row: (not row.values, -max(row.values, default=0.0) if ranked else 0.0, int(row.side)))
    full = len(found) <= FULL
    pitch, thick = (41, 22) if full else (28, 16)
    top = max((value for row in found for value in row.values), default=0.0) or 1.0
    ends = [
        width("／".join(row.texts), 15, bold=True)
        + width(f" {'｜'.join(dict.fromkeys(row.units))}", 15)
        + 8
        + 15 * ("at_least" in row.bounds)
        for row in found
    ]
    right = round(
        min(110, max([64.0, *(end + 14 for end, row in zip(ends, found, strict=True) if max(row.values, default=0.0) > 0.7 * top)]))
    )
    canvas = Canvas(caption, left=146, right=right, head=9, foot=22)
    whole: list[tuple[Any, float, float, float, str]] = []
    for y, row in enumerate(found):
        side = sides[int(row.side)]
        _label(canvas, side.label, y, full=full)
        text = hover(side.label, [_written(row)])
        for index, value in enumerate(row.values):
            high = thick / pitch / len(row.values)
            whole.append((row, value, y + high * (index - (len(row.values) - 1) / 2), high * (0.86 if len(row.values) > 1 else 1), text))
        own = [*(marks or {}).get(int(row.side), ()), *(["局部"] if row.scope == "part" else [])]
        _end(canvas, side, row, y, (top, own))
    axis = [tick for tick in ticks(top) if tick <= top * 1.0001]
    xaxis = {"range": [0, top], "tickvals": axis, "ticktext": [number(tick) for tick in axis], "showgrid": True, "ticklabelstandoff": 4}
    yaxis = {"range": [max(1, len(found)) - 0.5, -0.5], "visible": False}
    alt = f"{caption.title}。" + "；".join(f"{sides[int(row.side)].label} {_written(row)}" for row in found) + "。"
    return canvas.figure([_trace(whole, sides)], max(1, len(found)) * pitch, alt=alt, xaxis=xaxis, yaxis=yaxis, barmode="overlay")


def _written(row: Any) -> str:
    if not row.values:
        return look.ABSENT
    units = tuple(row.units) or (str(row.unit),) * len(row.texts)
    return "／".join(text if text.endswith(unit) else f"{text} {unit}" for text, unit in zip(row.texts, units, strict=True))


def _label(canvas: Canvas, label: str, y: float, *, full: bool) -> None:
    """Place and year at the left, on two lines when 124 pixels are not enough for one."""
    place, _, year = label.rpartition(" ")
    size = 14 if full else 13
    if width(label, size) <= 126:
        lines = [label]
    elif place and width(year, size) <= 126:
        lines = [*wrap(place, 126, size, lines=1), year]
    else:
        lines = wrap(label, 126, size, lines=2)
    size = size if len(lines) == 1 or full else 12
    step = 17 if full else 13
    for number_, line in enumerate(lines):
        canvas.words(line, 0, y, dx=-12, dy=(len(lines) - 1) * step / 2 - number_ * step, anchor="right", size=size)


def _end(canvas: Canvas, side: Side, row: Any, y: float, rest: tuple[float, Sequence[str]]) -> None:
    """What stands at the end of a bar: arrow, value, unit, marks; or the empty ring with the word."""
    top, marks = rest
    if not row.values:
        canvas.ring(0, y, colour=side.colour, dx=10)
        canvas.words([(look.ABSENT, look.MUTED, False)], 0, y, dx=24)
        return
    longest = max(row.values)
    bound = row.bounds[row.values.index(longest)]
    x, dx = longest / top, 8.0
    if bound in _ARROWS:
        colour = side.colour if bound != "below" or side.shade == "pale" else side.on_fill
        canvas.path(_ARROWS[bound], x, y, colour=colour, thick=2, layer="above")
        dx += {"at_least": 15, "about": 8}.get(bound, 0)
    words = "／".join(text.removesuffix(unit) for text, unit in zip(row.texts, row.units, strict=True))
    unit = "｜".join(dict.fromkeys(row.units))
    canvas.words([(words, look.INK, True), (f" {unit}", look.MUTED, False)], x, y, dx=dx, size=look.VALUE)
    dx += width(words, look.VALUE, bold=True) + width(f" {unit}", look.VALUE) + 6
    inside = x >= 0.45
    back = -20.0 if bound == "below" else -6.0
    for mark in marks[:2]:
        if inside:
            canvas.mark(mark, x, y, dx=back, anchor="right", name="tail")
            back -= width(mark, look.SMALL) + 11
        else:
            dx += canvas.mark(mark, x, y, dx=dx, name="tail")


def _trace(bars_: Sequence[tuple[Any, float, float, float, str]], sides: Sequence[Side]) -> go.Bar:
    whole = {"marker": {"opacity": 1}}
    own = [sides[int(row.side)] for row, *_ in bars_]
    return go.Bar(
        orientation="h",
        x=[value for _, value, _, _, _ in bars_],
        y=[y for _, _, y, _, _ in bars_],
        width=[high for _, _, _, high, _ in bars_],
        marker={"color": [side.fill for side in own], "line": {"color": [side.colour for side in own], "width": 1.5}},
        selected=whole,
        unselected=whole,
        hoverinfo="text",
        hovertext=[text for *_, text in bars_],
        customdata=[[str(row.indicator), int(row.side)] for row, *_ in bars_],
    )
