"""A map of reports: alike ones stand near each other. The axes have no meaning of their own, so none are drawn."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import look
from analysis.charts.frame import Canvas, Caption
from analysis.charts.hover import hover
from analysis.charts.look import Side
from analysis.charts.text import Box, cut, first_free, meets, width
from analysis.tables import records

#: One row a report. x, y: its place; side: index into the sides, or -1 for a report that is drawn small and grey; near: what it
#: is most like, for the hover.
NEAR_COLUMNS = ("document", "label", "x", "y", "side", "near")

#: Plot of a phone, on which labels must not meet, and the white at both sides of it.
WIDE, HIGH, MARGIN = 290, 280, 34
_SPOTS = ((10, 0, "left"), (-10, 0, "right"), (0, 16, "center"), (0, -16, "center"), (10, 14, "left"), (-10, -14, "right"))


def near(table: pd.DataFrame, sides: Sequence[Side], caption: Caption) -> go.Figure:
    """Points in the colours of their places, all others grey and small. table: NEAR_COLUMNS. customdata is [document].

    Both axes have one scale however wide the picture is, for distance is all that the map says.
    """
    rows = records(table)
    across, up = _span([float(row.x) for row in rows]), _span([float(row.y) for row in rows])
    reach = max(across[1] - across[0], (up[1] - up[0]) * WIDE / HIGH) * 1.2 or 1.0
    middle = (sum(across) / 2, sum(up) / 2)
    spots = [(0.5 + (float(row.x) - middle[0]) / reach, (HIGH / WIDE) / 2 + (float(row.y) - middle[1]) / reach) for row in rows]
    canvas = Canvas(caption, left=MARGIN, right=MARGIN, head=24)
    shown = [(x * WIDE, y * WIDE) for (x, y), row in zip(spots, rows, strict=True) if row.side >= 0]
    boxes: list[Box] = [(x - 6, y - 6, x + 6, y + 6) for x, y in shown]
    boxes += [(-400.0, -40.0, 4.0 - MARGIN, 400.0), (WIDE + MARGIN - 4.0, -40.0, 800.0, 400.0)]  # the picture's edges
    for (x, y), row in zip(spots, rows, strict=True):
        if row.side < 0:
            continue
        words, before = cut(str(row.label), 150, 13), len(boxes)
        dx, dy, anchor = first_free(_SPOTS, (x * WIDE, y * WIDE), (width(words, 13), 16), boxes)
        if not any(meets(boxes[-1], other) for other in boxes[:before]) or len(rows) <= 12:
            canvas.words([(words, sides[row.side].letters, False)], x, y, dx=dx, dy=dy, anchor=anchor, size=13, xref="x")
    chosen = [index for index, row in enumerate(rows) if row.side >= 0]
    others = [index for index, row in enumerate(rows) if row.side < 0]
    grey = {"size": 6, "color": "#CFCBC1", "line": {"width": 1, "color": look.AXIS}, "opacity": 1}
    colours = [sides[rows[index].side] for index in chosen]
    bright = {"size": 13, "symbol": [side.symbol for side in colours], "color": [side.fill for side in colours], "opacity": 1}
    bright["line"] = {"width": 2, "color": [side.colour for side in colours]}
    traces = [_trace(rows, spots, others, grey), _trace(rows, spots, chosen, bright)]
    said = "；".join(f"{row.label}：最近的是{row.near}" for row in rows[:40] if row.near)
    axes: dict[str, Any] = {
        "xaxis": {"range": [0, 1], "visible": False},
        "yaxis": {"range": [0, HIGH / WIDE], "visible": False, "scaleanchor": "x"},
    }
    return canvas.figure(traces, HIGH, alt=f"{caption.title}。{said}。", **axes)


def _span(values: Sequence[float]) -> tuple[float, float]:
    return (min(values), max(values)) if values else (0.0, 0.0)


def _trace(rows: Sequence[Any], spots: Sequence[tuple[float, float]], own: Sequence[int], marker: Mapping[str, Any]) -> go.Scatter:
    whole = {"marker": {"opacity": 1}}
    mine = [rows[index] for index in own]
    return go.Scatter(
        x=[spots[index][0] for index in own],
        y=[spots[index][1] for index in own],
        mode="markers",
        marker=marker,
        selected=whole,
        unselected=whole,
        cliponaxis=False,
        hoverinfo="text",
        hovertext=[hover(str(row.label), [f"最近的是{row.near}"] if row.near else [], click="点一下，看像在哪里") for row in mine],
        customdata=[[str(row.document)] for row in mine],
    )
