"""Share of text by function: the dots of `dots`, but on one shared axis, for the unit is one."""

from collections.abc import Sequence
from math import isnan
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import look
from analysis.charts.columns import split_head
from analysis.charts.frame import Canvas, Caption
from analysis.charts.hover import hover
from analysis.charts.look import Side
from analysis.charts.rulers import nice_end, ticks
from analysis.charts.text import cut

#: One row per function and side; share is a fraction of the text, 0 to 1.
SHARE_COLUMNS = ("function", "name", "side", "share")

ROW, TALL_ROW = 33, 46
STEP = 44


def shares(table: pd.DataFrame, sides: Sequence[Side], caption: Caption) -> go.Figure:
    """A row a function, a dot a side, values at the right; sorted by the last side, largest first.

    table: SHARE_COLUMNS. Up to two sides have the name at the left of the axis; with three and four the name stands above its
    row, for a phone is too narrow for both. customdata is [function, side index].
    """
    wide = table.pivot_table(index=["function", "name"], columns="side", values="share", aggfunc="sum", sort=False)
    wide = wide.reindex(columns=range(len(sides)))
    order = sorted(range(len(wide)), key=lambda row: (-_number(wide.iloc[row, -1]) if len(sides) else 0.0, str(wide.index[row][0])))
    above = len(sides) > 2
    left, right = (14 if above else 118), 14 + STEP * max(1, len(sides))
    size = 12 if any("—" in side.short for side in sides) else 13
    lines = [split_head(side, STEP - 2, size=size) for side in sides]
    canvas = Canvas(caption, left, right, head=27 + 16 * (max(map(len, lines), default=1) - 1), foot=22)
    top = max([_number(value) for value in wide.to_numpy().ravel()], default=0.0) * 100
    axis = ticks(nice_end(max(top, 1.0)))
    end = axis[-1] if axis[-1] >= top else axis[-1] + axis[1]
    axis = axis if end == axis[-1] else [*axis, end]
    points: list[list[dict[str, Any]]] = [[] for _ in sides]
    said = []
    for y, row in enumerate(order):
        function, name = (str(part) for part in wide.index[row])
        values = [_number(value) * 100 for value in wide.iloc[row]]
        _row(canvas, sides, (function, name, values), y + (0.18 if above else 0), above=above)
        for side, value in enumerate(values):
            points[side].append(
                {
                    "x": value,
                    "y": y + (0.18 if above else 0),
                    "data": [function, side],
                    "hover": hover(name, [f"{sides[side].label}：{value:.1f}%"]),
                }
            )
        said.append(f"{name} " + "、".join(f"{value:.1f}%" for value in values))
    _joins(canvas, sides, points, end)
    _heads(canvas, sides, lines, size)
    alt = f"{caption.title}：{'、'.join(side.label for side in sides)}。" + "；".join(said) + "。"
    xaxis = {
        "range": [-0.03 * end, 1.03 * end],
        "tickvals": axis,
        "ticktext": [f"{value:g}%" for value in axis],
        "showgrid": True,
        "ticklabelstandoff": 4,
    }
    yaxis = {"range": [len(order) - 0.5, -0.5], "visible": False}
    traces = [_trace(side, found) for side, found in zip(sides, points, strict=True)]
    return canvas.figure(traces, max(1, len(order)) * (TALL_ROW if above else ROW), alt=alt, xaxis=xaxis, yaxis=yaxis)


def _number(value: Any) -> float:
    return 0.0 if value is None or isnan(float(value)) else float(value)


def _row(canvas: Canvas, sides: Sequence[Side], row: tuple[str, str, list[float]], y: float, *, above: bool) -> None:
    _, name, values = row
    if above:
        canvas.words(cut(name, 170, look.LABEL), 0, y, dy=19)
    else:
        canvas.words(cut(name, 104, look.LABEL), 0, y, dx=-14, anchor="right")
    for side, value in enumerate(values):
        edge = STEP * (side + 1) + 2 - (2 if len(sides) > 2 else 0)
        canvas.words([(f"{value:.1f}", look.INK, True)], 1, y, dx=edge, dy=19 if above else 0, anchor="right", size=look.LABEL)


def _heads(canvas: Canvas, sides: Sequence[Side], lines: Sequence[Sequence[str]], size: int) -> None:
    """Short names over the value columns, right edges in line with the digits."""
    for side, (own, words) in enumerate(zip(sides, lines, strict=True)):
        for number, word in enumerate(reversed(words)):
            edge = STEP * (side + 1) + 2 - (2 if len(sides) > 2 else 0)
            canvas.words([(word, own.letters, True)], 1, 1, dx=edge, dy=13 + 16 * number, size=size, anchor="right", yref="paper")


def _joins(canvas: Canvas, sides: Sequence[Side], points: Sequence[Sequence[dict[str, Any]]], end: float) -> None:
    colours = {side.colour for side in sides}
    colour = colours.pop() if len(colours) == 1 else look.AXIS
    for row in zip(*points, strict=True):
        ends = [(point["x"] / end + 0.03) / 1.06 for point in row]
        if max(ends) > min(ends):
            canvas.line(min(ends), max(ends), row[0]["y"], colour=colour, thick=3)


def _trace(side: Side, points: Sequence[dict[str, Any]]) -> go.Scatter:
    whole = {"marker": {"opacity": 1}}
    return go.Scatter(
        x=[point["x"] for point in points],
        y=[point["y"] for point in points],
        mode="markers",
        marker={"symbol": side.symbol, "size": 12, "color": side.fill, "line": {"width": 2, "color": side.colour}, "opacity": 1},
        selected=whole,
        unselected=whole,
        name=side.label,
        cliponaxis=False,
        hoverinfo="text",
        hovertext=[point["hover"] for point in points],
        customdata=[point["data"] for point in points],
    )
