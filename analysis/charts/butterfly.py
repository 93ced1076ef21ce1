"""Words of two sides: the word in the middle, bars outward as long as its rate, raw counts at the ends."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import look
from analysis.charts.frame import Canvas, Caption
from analysis.charts.hover import hover
from analysis.charts.look import Side
from analysis.charts.text import cut, width
from analysis.tables import records

#: One row a word. counts are raw, rates per 10,000 characters.
WORD_COLUMNS = ("term", "left_count", "right_count", "left_per_10k", "right_per_10k")

ROW, HEADING, BAR = 34, 34, 22
#: Most words of a block.
MOST = 6
#: Width of the plot on a phone, to which words and counts are fitted.
_PHONE = 330


def butterfly(table: pd.DataFrame, sides: tuple[Side, Side], caption: Caption, *, unit: str = "次", heading: str = "更多见于") -> go.Figure:
    """Two blocks, words more frequent at the left and at the right, each in the given order and at most six.

    table: WORD_COLUMNS. heading stands before the side's name over each block; it is neutral unless the caller's test allows
    more. A word of equal rates goes to the right block. customdata is [term, side index].
    """
    left = table[table["left_per_10k"] > table["right_per_10k"]].head(MOST)
    right = table[table["left_per_10k"] <= table["right_per_10k"]].head(MOST)
    blocks = [(side, block) for side, block in zip(sides, (left, right), strict=True) if len(block)]
    canvas = Canvas(caption, head=27)
    words = [str(term) for _, block in blocks for term in block["term"]]
    middle = max(0.22, (max((width(*_fitted(word), bold=True) for word in words), default=0) + 16) / _PHONE)
    scale = _scale(pd.concat([left, right]), unit, 0.5 - middle / 2)
    y, bars = 0.0, [_Bars(sides[0], -1, middle / 2, scale), _Bars(sides[1], 1, middle / 2, scale)]
    for side, block in blocks:
        gap = " " if side.short[:1].isdigit() else ""
        canvas.words([(f"{heading}{gap}{side.short}", look.MUTED, False)], 0.5, y + HEADING / 2 + 2, anchor="center", size=13)
        y += HEADING
        for row in records(block):
            _row(canvas, bars, row, y + ROW / 2, unit)
            y += ROW
    for own in bars:
        _head(canvas, own.side, own.end(0.0), right=own.direction > 0)
    said = [f"{row.term} {row.left_count:g}、{row.right_count:g} {unit}" for _, block in blocks for row in records(block)]
    alt = f"{caption.title}：左为{sides[0].label}，右为{sides[1].label}。" + "；".join(said) + "。"
    axes: dict[str, Any] = {"xaxis": {"range": [0, 1], "visible": False}, "yaxis": {"range": [max(y, ROW), 0], "visible": False}}
    return canvas.figure([own.trace() for own in bars], max(round(y), ROW), alt=alt, barmode="overlay", **axes)


def _fitted(word: str) -> tuple[str, float]:
    """The word and its size: smaller when long, cut when it would fill a third of a phone."""
    size = 15 if width(word, 15, bold=True) <= 94 else 13
    return cut(word, 122, size, bold=True), size


def _scale(table: pd.DataFrame, unit: str, room: float) -> float:
    """Share of the plot's width for one per 10,000, so that the longest bar and the widest count fit into `room` on a phone."""
    top = float(table[["left_per_10k", "right_per_10k"]].to_numpy().max()) if len(table) else 0.0
    counts = [width(f"{value:g} {unit}", 13) for value in table[["left_count", "right_count"]].to_numpy().ravel()]
    return (room - (max(counts, default=0) + 9) / _PHONE) / (top or 1.0)


class _Bars:
    """The bars of one side; direction -1 goes left from the middle, 1 right."""

    def __init__(self, side: Side, direction: int, gap: float, scale: float) -> None:
        self.side, self.direction, self.gap, self.scale = side, direction, gap, scale
        self.rows: list[tuple[float, float, str, list[Any]]] = []

    def end(self, rate: float) -> float:
        return 0.5 + self.direction * (self.gap + rate * self.scale)

    def trace(self) -> go.Bar:
        whole = {"marker": {"opacity": 1}}
        return go.Bar(
            orientation="h",
            base=[0.5 + self.direction * self.gap] * len(self.rows),
            x=[self.direction * rate * self.scale for _, rate, _, _ in self.rows],
            y=[y for y, _, _, _ in self.rows],
            width=BAR,
            marker={"color": self.side.fill, "line": {"color": self.side.colour, "width": 1.5}},
            selected=whole,
            unselected=whole,
            name=self.side.label,
            hoverinfo="text",
            hovertext=[words for _, _, words, _ in self.rows],
            customdata=[data for _, _, _, data in self.rows],
        )


def _row(canvas: Canvas, bars: Sequence[_Bars], row: Any, y: float, unit: str) -> None:
    term = str(row.term)
    word, size = _fitted(term)
    canvas.words([(word, look.INK, True)], 0.5, y, anchor="center", size=size)
    for side, (own, count, rate) in enumerate(
        zip(bars, (row.left_count, row.right_count), (row.left_per_10k, row.right_per_10k), strict=True)
    ):
        anchor = "left" if side else "right"
        dx = 7 * own.direction
        if count:
            label = hover(term, [f"{own.side.label}：{count:g} {unit}，每万字 {rate:.1f} {unit}"])
            own.rows.append((y, float(rate), label, [term, side]))
            canvas.words(f"{count:g} {unit}", own.end(float(rate)), y, dx=dx, anchor=anchor, size=13)
        else:
            canvas.words([("0", look.MUTED, False)], own.end(0.0), y, dx=dx, anchor=anchor, size=13)


def _head(canvas: Canvas, side: Side, x: float, *, right: bool) -> None:
    """Square and short name over the bars of a side, at the middle's edge."""
    label = cut(side.short, 110, 14, bold=True)
    far = 18 if right else -width(label, 14, bold=True)
    box: dict[str, Any] = {"yref": "paper", "thick": 1.5}
    start = 0 if right else far - 18
    canvas.path(f"M {start} 7 L {start + 11} 7 L {start + 11} 18 L {start} 18 Z", x, 1, colour=side.colour, fillcolor=side.fill, **box)
    canvas.words([(label, side.letters, True)], x, 1, dx=start + 17, dy=13, size=14, yref="paper")
