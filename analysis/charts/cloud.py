"""Word cloud without a package: words in one colour on a spiral, as large as they are frequent, their counts beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, sin, sqrt
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import look
from analysis.charts.frame import Canvas, Caption
from analysis.charts.hover import hover
from analysis.charts.look import Side
from analysis.charts.text import cut, escape, width

CLOUD_COLUMNS = ("term", "count")

#: The box of a phone, and letter sizes of the rarest and the most frequent word.
WIDE, HIGH, SMALLEST, LARGEST, COUNT = 330, 270, 14, 40, 12


@dataclass(frozen=True, slots=True)
class Placed:
    """A word with its size and the centre of its box, in pixels from the box's lower left corner."""

    term: str
    count: float
    size: float
    x: float
    y: float
    wide: float
    high: float

    def meets(self, other: "Placed") -> bool:
        apart_x = abs(self.x - other.x) >= (self.wide + other.wide) / 2
        return not apart_x and abs(self.y - other.y) < (self.high + other.high) / 2


def cloud(table: pd.DataFrame, side: Side, caption: Caption, *, most: int = 40, unit: str = "次") -> go.Figure:
    """The `most` first words of the table, largest first. table: CLOUD_COLUMNS, sorted by count. customdata is [term].

    Size follows the square root of the count. Words that find no free place are left out; the note says how many are drawn.
    """
    placed = place(table.head(most))
    canvas = Canvas(caption, head=10)
    for word in placed:
        text = f"<b>{escape(word.term)}</b><span style='font-size:{COUNT}px;color:{look.MUTED}'> {word.count:g}</span>"
        canvas.words("", word.x / WIDE, word.y, anchor="center", size=word.size)
        canvas.annotations[-1] |= {"text": text, "font": {"size": word.size, "color": side.letters}}
    whole, clear = {"marker": {"opacity": 1}}, "rgba(0,0,0,0)"
    trace = go.Scatter(
        x=[word.x for word in placed],
        y=[word.y for word in placed],
        mode="markers",
        marker={"size": [max(16, word.size) for word in placed], "color": clear, "line": {"width": 0}, "opacity": 1},
        selected=whole,
        unselected=whole,
        hoverinfo="text",
        hovertext=[hover(word.term, [f"{side.label}：{word.count:g} {unit}"]) for word in placed],
        customdata=[[word.term] for word in placed],
    )
    said = "、".join(f"{word.term} {word.count:g} {unit}" for word in placed)
    axes: dict[str, Any] = {"xaxis": {"range": [0, WIDE], "visible": False}, "yaxis": {"range": [0, HIGH], "visible": False}}
    return canvas.figure([trace], HIGH, alt=f"{caption.title}：{said}。", **axes)


def place(table: pd.DataFrame) -> list[Placed]:
    """Largest words first, each at the first free spot of a spiral around the middle. No chance in it: the same table, the same cloud."""
    rows = _sorted(table)
    top = max((count for _, count in rows), default=1.0) or 1.0
    placed: list[Placed] = []
    for term, count in rows:
        size = max(float(SMALLEST), round(LARGEST * sqrt(count / top)))
        word = cut(term, WIDE - 60, size, bold=True)
        wide = width(word, size, bold=True) + width(f" {count:g}", COUNT) + 8
        for x, y in _spiral():
            spot = Placed(word, count, size, x, y, wide, size * 1.22 + 2)
            inside = wide / 2 <= x <= WIDE - wide / 2 and spot.high / 2 <= y <= HIGH - spot.high / 2
            if inside and not any(spot.meets(other) for other in placed):
                placed.append(spot)
                break
    return placed


def _sorted(table: pd.DataFrame) -> list[tuple[str, float]]:
    pairs = [(str(term), float(count)) for term, count in zip(table["term"], table["count"], strict=True)]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def _spiral() -> Iterator[tuple[float, float]]:
    """Points of an Archimedean spiral that fills the box, flatter than wide."""
    for step in range(2600):
        angle = 2.2 * sqrt(step)
        yield WIDE / 2 + 1.6 * angle * cos(angle), HIGH / 2 + 1.2 * angle * sin(angle)
