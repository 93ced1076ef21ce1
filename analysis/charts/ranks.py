"""Words of one report by rank: a thin bar a word, its number written out at the end. Small multiples of it stand side by side."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import look
from analysis.charts.frame import Canvas, Caption
from analysis.charts.hover import hover
from analysis.charts.look import Side
from analysis.charts.text import cut, width
from analysis.tables import records

#: One row a word, in the order in which they are drawn. value: length of the bar; text: bold at its end; more: muted behind it.
RANK_COLUMNS = ("term", "value", "text", "more")

ROW, THICK, LEFT = 27, 14, 118


def ranks(table: pd.DataFrame, side: Side, caption: Caption, *, top: float | None = None) -> go.Figure:
    """Bars in the side's colour, all from zero. table: RANK_COLUMNS. customdata is [term].

    top: value at which a bar is as long as the picture, by default the largest one; the same for small multiples that may be
    compared.
    """
    rows = records(table)
    end = top or max((float(row.value) for row in rows), default=1.0) or 1.0
    tails = [width(str(row.text), 14, bold=True) + width(f" {row.more}", 14) + 21 for row in rows]
    canvas = Canvas(caption, left=LEFT, right=round(min(130.0, max([40.0, *tails]))), head=12)
    for y, row in enumerate(rows):
        canvas.words(cut(str(row.term), LEFT - 26, look.LABEL), 0, y, dx=-8, anchor="right")
        written = [(str(row.text), look.INK, True), (f" {row.more}" if row.more else "", look.MUTED, False)]
        canvas.words(written, float(row.value) / end, y, dx=7, size=14)
    whole = {"marker": {"opacity": 1}}
    trace = go.Bar(
        orientation="h",
        x=[float(row.value) for row in rows],
        y=list(range(len(rows))),
        width=THICK / ROW,
        marker={"color": side.fill, "line": {"color": side.colour, "width": 1.5}},
        selected=whole,
        unselected=whole,
        hoverinfo="text",
        hovertext=[hover(str(row.term), [f"{side.label}：{row.text} {row.more}".strip()]) for row in rows],
        customdata=[[str(row.term)] for row in rows],
    )
    alt = f"{caption.title}：" + "、".join(f"{row.term} {row.text} {row.more}".strip() for row in rows) + "。"
    axes: dict[str, Any] = {
        "xaxis": {"range": [0, end], "visible": False},
        "yaxis": {"range": [max(1, len(rows)) - 0.5, -0.5], "visible": False},
    }
    return canvas.figure([trace], max(1, len(rows)) * ROW, alt=alt, **axes)
