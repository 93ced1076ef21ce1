"""The indicator matrix as a picture, for briefings; on the page it is a table that can be clicked."""

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import look
from analysis.charts.columns import split_head
from analysis.charts.frame import Canvas, Caption
from analysis.charts.look import Side
from analysis.charts.text import width, wrap
from analysis.tables import records
from analysis.wording import cell_text, row_unit

ROW = 30
#: Width of the column of names, and of the whole picture for which the other columns are measured.
NAMES, FULL, PHONE = 118, 640, 358


def columns_that_fit(picture: int = FULL) -> int:
    """How many reports find room, 62 pixels each, in a picture of this width."""
    return max(1, (picture - NAMES - 14) // 62)


def matrix(rows: pd.DataFrame, sides: Sequence[Side], caption: Caption) -> go.Figure:
    """Groups as heading rows, indicators below, a column a report, values as written. rows: `dots.ROW_COLUMNS`.

    Made for a picture 640 wide with up to eight reports; five still fit a phone. Partial figures carry 局部, absent ones 未提及.
    """
    groups = list(dict.fromkeys(rows["group"]))
    lines: list[tuple[str, str]] = []
    for group in groups:
        if len(groups) > 1:  # one group alone is named by the title
            lines.append((str(group), ""))
        lines += [(str(group), str(key)) for key in dict.fromkeys(rows.loc[rows["group"] == group, "indicator"])]
    step = ((PHONE if len(sides) <= 5 else FULL) - NAMES - 14) / max(1, len(sides))
    size = 13 if len(sides) <= 3 else 12
    heads = [split_head(side, step - 4, size=size) for side in sides]
    canvas = Canvas(caption, left=NAMES, head=14 + 16 * max((len(head) for head in heads), default=1))
    for column, (side, head) in enumerate(zip(sides, heads, strict=True)):
        for number, words in enumerate(reversed(head)):
            x = (column + 1) / len(sides)
            canvas.words([(words, side.letters, True)], x, 1, dx=-4, dy=11 + 16 * number, anchor="right", size=size, yref="paper")
    cells = {(str(row.indicator), int(row.side)): row for row in records(rows)}
    said = []
    deep = 1
    for y, (group, key) in enumerate(lines):
        if not key:
            _heading(canvas, group, y)
            continue
        own = [cells.get((key, side)) for side in range(len(sides))]
        first = next(row for row in own if row is not None)
        deep = max(deep, _row(canvas, own, first, y, step))
        said.append(f"{first.label} " + "、".join(_text(row, _unit(own)) for row in own))
    alt = f"{caption.title}：{'、'.join(side.label for side in sides)}。" + "；".join(said) + "。"
    axes: dict[str, Any] = {
        "xaxis": {"range": [0, 1], "visible": False},
        "yaxis": {"range": [max(1, len(lines)) - 0.5, -0.5], "visible": False},
    }
    return canvas.figure([go.Scatter(x=[], y=[])], max(1, len(lines)) * max(ROW, 14 * deep + 4), alt=alt, **axes)


def _heading(canvas: Canvas, group: str, y: int) -> None:
    left = 14 - NAMES
    base = {"yref": "y", "y0": y - 0.5, "y1": y + 0.5, "fillcolor": look.GROUP_ROW, "line": {"width": 0}, "layer": "below"}
    canvas.shapes.append(base | {"type": "rect", "xref": "paper", "x0": 0, "x1": 1})
    canvas.shapes.append(base | {"type": "rect", "xref": "paper", "xsizemode": "pixel", "xanchor": 0, "x0": left, "x1": 0})
    canvas.words([(group, look.INK, True)], 0, y, dx=left + 4, size=13)


def _unit(own: Sequence[Any]) -> str:
    """The unit that the row's head writes: that of all its figures, where they count the same thing."""
    return row_unit([unit for row in own if row is not None for unit in row.units])


def _text(row: Any, unit: str) -> str:
    return look.ABSENT if row is None else cell_text(row.texts, row.units, row.scope, unit=unit)


def _row(canvas: Canvas, own: Sequence[Any], first: Any, y: int, step: float) -> int:
    """Name and values of one indicator; returns how many lines its deepest cell has."""
    left = 14 - NAMES
    common = _unit(own)
    unit = f" {common}" if common else ""
    room = NAMES - 20
    names = [str(first.label)] if width(f"{first.label}{unit}", 13) <= room else wrap(str(first.label), room - width(unit, 12), 12, lines=2)
    for number, line in enumerate(names):
        parts = [(line, look.INK, False), (unit if number == len(names) - 1 else "", look.MUTED, False)]
        canvas.words(parts, 0, y, dx=left + 4, dy=(len(names) - 1) * 7 - 14 * number, size=13 if len(names) == 1 else 12)
    canvas.line(0, 1, y + 0.5, colour=look.GRID, layer="below")
    canvas.path(f"M {left} 0 L 0 0", 0, y + 0.5, colour=look.GRID)
    deep = 1
    for column, row in enumerate(own):
        words = _text(row, common)
        colour = look.MISSING if words == look.ABSENT else look.INK
        whole = width(words, 13) <= step - 6
        for number, line in enumerate(lines := [words] if whole else _broken(words, step - 4)):
            dy = (len(lines) - 1) * 7 - 14 * number
            canvas.words([(line, colour, False)], (column + 1) / len(own), y, dx=-4, dy=dy, anchor="right", size=13 if whole else 12)
        deep = max(deep, len(lines))
    return deep


def _broken(words: str, room: float) -> list[str]:
    """A value too wide for its column, in smaller letters: broken before its unit or mark and between several numbers, never cut."""
    if width(words, 12) <= room:
        return [words]
    parts = [part for piece in words.split(" ") for part in re.findall("[^／]+／?", f"{piece} ")]
    small = [end for part in parts for end in ([part] if width(part, 12) <= room else re.findall("[!-~]+|[^!-~]+", part))]
    lines: list[str] = []
    for part in small:
        if lines and width(lines[-1] + part.rstrip(), 12) <= room and lines[-1][-1] in "／ ":
            lines[-1] += part
        else:
            lines.append(part)
    return [line.rstrip() for line in lines if line.strip()]
