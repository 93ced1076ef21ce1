"""Frequency against frequency: a dot a word, the diagonal where both sides use it alike, labels for the words farthest from it."""

from collections.abc import Sequence
from math import sqrt
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import look
from analysis.charts.frame import Canvas, Caption
from analysis.charts.hover import hover
from analysis.charts.look import Side
from analysis.charts.text import Box, first_free, meets, width
from analysis.tables import records

#: One row a word, as in `butterfly`.
SCATTER_COLUMNS = ("term", "left_count", "right_count", "left_per_10k", "right_per_10k")

LABELLED = 12
#: Plot of a phone, on which labels must not meet.
_WIDE, HIGH = 286, 300

#: White left of and below zero, as a share of the axis.
_EDGE = 0.02
_SPOTS = ((9, 0, "left"), (-9, 0, "right"), (0, 15, "center"), (0, -15, "center"))
_Label = tuple[int, tuple[int, int, str]]

READING = "一个点是一个词；斜线上的词两边用得一样多，离斜线越远差别越大。两轴按平方根排布，好让少见的词也看得清。"


def scatter(table: pd.DataFrame, sides: tuple[Side, Side], caption: Caption, *, unit: str = "次") -> go.Figure:
    """Words of two sides by their rates. table: SCATTER_COLUMNS. customdata is [term, side index of the more frequent side].

    Both axes run to the same end and by the square root: rates are skewed, zero has its place, and no logarithm must be read.
    """
    rows = records(table)
    top = max([1.0, *(float(rate) for row in rows for rate in (row.left_per_10k, row.right_per_10k))])
    end = sqrt(top) * 1.06
    canvas = Canvas(caption, left=46, right=26, head=28, foot=40)
    canvas.shapes.append(
        {
            "type": "line",
            "xref": "x",
            "yref": "y",
            "x0": 0,
            "y0": 0,
            "x1": end,
            "y1": end,
            "line": {"color": look.AXIS, "width": 1},
            "layer": "between",
        }
    )
    spots = [(sqrt(float(row.left_per_10k)), sqrt(float(row.right_per_10k))) for row in rows]
    far = sorted(range(len(rows)), key=lambda index: (-abs(spots[index][0] - spots[index][1]), str(rows[index].term)))[:LABELLED]
    for index, (dx, dy, anchor) in _labels([(str(rows[index].term), spots[index], index) for index in far], spots, end):
        x, y = spots[index]
        canvas.words(str(rows[index].term), (x / end + _EDGE) / (1 + _EDGE), y, dx=dx, dy=dy, anchor=anchor, size=13)
    ticks = [value for value in (0, 1, 5, 10, 20, 50, 100, 200, 500) if value <= top and (value != 1 or top < 25)]
    axis = {
        "range": [-_EDGE * end, end],
        "tickvals": [sqrt(value) for value in ticks],
        "ticktext": [str(value) for value in ticks],
        "showgrid": True,
    }
    axis |= {"tickfont": {"size": look.SMALL, "color": look.MUTED}, "ticklabelstandoff": 4}
    left, right = sides
    canvas.words([(f"{left.short} 每万字{unit}数 →", left.letters, True)], 1, 0, dx=0, dy=-31, anchor="right", size=13, yref="paper")
    canvas.words([(f"↑ {right.short} 每万字{unit}数", right.letters, True)], 0, 1, dx=14 - 46, dy=13, size=13, yref="paper")
    said = "、".join(str(rows[index].term) for index in far)
    alt = f"{caption.title}：横轴{left.label}，纵轴{right.label}，{len(rows)} 个词。差别最大的是{said}。"
    return canvas.figure([_trace(rows, spots, sides, unit)], HIGH, alt=alt, reading=READING, xaxis=axis, yaxis=axis)


def _labels(far: Sequence[tuple[str, tuple[float, float], int]], spots: Sequence[tuple[float, float]], end: float) -> list[_Label]:
    """Where each label stands, beside its dot or above or below; a label that fits nowhere on a phone is left to the hover."""
    across, up = _WIDE / end, HIGH / end
    boxes: list[Box] = [(x * across - 6, y * up - 6, x * across + 6, y * up + 6) for x, y in spots]
    boxes += [(-60.0, -40.0, -2.0, HIGH), (_WIDE + 24.0, -40.0, _WIDE + 90.0, HIGH), (-60.0, -60.0, _WIDE, -8.0)]  # the picture's edges
    done = []
    for term, (x, y), index in far:
        size, before = (width(term, 13), 16.0), len(boxes)
        dx, dy, anchor = first_free(_SPOTS, (x * across, y * up), size, boxes)
        if any(meets(boxes[-1], other) for other in boxes[:before]):
            boxes.pop()
        else:
            done.append((index, (dx, dy, anchor)))
    return done


def _told(row: Any, sides: tuple[Side, Side], unit: str) -> list[str]:
    numbers = ((row.left_count, row.left_per_10k), (row.right_count, row.right_per_10k))
    return [f"{side.label}：{count:g} {unit}，每万字 {rate:.1f} {unit}" for side, (count, rate) in zip(sides, numbers, strict=True)]


def _trace(rows: Sequence[Any], spots: Sequence[tuple[float, float]], sides: tuple[Side, Side], unit: str) -> go.Scatter:
    more = [0 if x > y else 1 for x, y in spots]
    whole = {"marker": {"opacity": 1}}
    marker = {
        "size": 9,
        "symbol": [sides[side].symbol for side in more],
        "color": [sides[side].fill for side in more],
        "line": {"width": 1.5, "color": [sides[side].colour for side in more]},
        "opacity": 1,
    }
    return go.Scatter(
        x=[x for x, _ in spots],
        y=[y for _, y in spots],
        mode="markers",
        marker=marker,
        selected=whole,
        unselected=whole,
        cliponaxis=False,
        hoverinfo="text",
        hovertext=[hover(str(row.term), _told(row, sides, unit)) for row in rows],
        customdata=[[str(row.term), side] for row, side in zip(rows, more, strict=True)],
    )
