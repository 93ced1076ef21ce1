"""Native tables on slides: a head on paper colour, thin rules, widths by what stands in the columns, rows split over slides."""

from typing import Any

from pptx.oxml.ns import qn
from pptx.util import Pt

from analysis.charts.look import INK, MISSING, PAPER, RULE
from analysis.charts.text import width
from analysis.export.briefing import ABSENT
from analysis.export.cells import Grid
from analysis.export.ooxml import child, element
from analysis.export.slideparts import EDGE, ROOM, Box, Run, fill_frame, fit, rgb

MOST_COLUMNS = 8
_SIZE, _LINE, _PAD = 13, 18.0, 9.0
#: Height for the rows of one slide, in points, and lines of one cell before it is cut.
_HEIGHT, _LINES = 372.0, 3
#: A table style of every Office without lines and fills; its name is fixed by the format.
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def fitted(grid: Grid) -> list[float]:
    """Column widths in points that fill the slide; long text gives way first."""
    needed = []
    for column, head in enumerate(grid.heads):
        texts = [head, *(row[column] for row in grid.rows)]
        needed.append(min(max((width(text[:80], _SIZE, bold=True) for text in texts), default=0) + 26, 520))
    spare = ROOM - sum(needed)
    if spare >= 0:
        return [one + spare / len(needed) for one in needed]
    least = [min(one, 84.0) for one in needed]
    give = sum(needed) - sum(least)
    share = max(0.0, ROOM - sum(least)) / give if give else 0.0
    widths = [low + (one - low) * share for low, one in zip(least, needed, strict=True)]
    return [one * ROOM / sum(widths) for one in widths]


def _height(row: tuple[str, ...], widths: list[float]) -> float:
    return _LINE * max(fit(text, room - 22, _SIZE, _LINES)[1] for text, room in zip(row, widths, strict=True)) + _PAD


def split_rows(grid: Grid) -> list[range]:
    """Which rows stand on which slide; an empty table is one slide without rows."""
    widths = fitted(grid) if grid.heads else []
    room = _HEIGHT - (_height(grid.heads, widths) - _LINE - _PAD if widths else 0)
    parts: list[range] = []
    start, used = 0, 0.0
    for index, row in enumerate(grid.rows):
        high = _height(row, widths)
        if index > start and used + high > room:
            parts.append(range(start, index))
            start, used = index, 0.0
        used += high
    return [*parts, range(start, len(grid.rows))]


def add_table(slide: Any, grid: Grid, rows: range, y: float) -> None:
    """The head and `rows` of the grid from `y` downwards."""
    widths = fitted(grid)
    shape = slide.shapes.add_table(1 + len(rows), len(grid.heads), *Box(EDGE, y, ROOM, 10).emu)
    table = shape.table
    properties = table._tbl.tblPr
    properties.set("bandRow", "0")
    for found in properties.findall(qn("a:tableStyleId")):
        found.text = _NO_STYLE
    for column, one in zip(table.columns, widths, strict=True):
        column.width = Pt(one)
    for index, row in enumerate(table.rows):
        texts = grid.heads if index == 0 else grid.rows[rows[index - 1]]
        if index == 1 and not texts[0]:
            texts = (_group(grid, rows[0]), *texts[1:])
        row.height = Pt(_height(texts, widths) + (3 if index == 0 else 0))
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            _fill(cell, text, widths[place], head=index == 0, right=grid.numeric[place] or text == ABSENT)


def _group(grid: Grid, row: int) -> str:
    """Where a group goes on from the slide before: its name, which stands in the last filled cell above."""
    return next((text for place in range(row, -1, -1) if (text := grid.rows[place][0])), "")


def _fill(cell: Any, text: str, room: float, *, head: bool, right: bool) -> None:
    colour = MISSING if text == ABSENT else INK
    words, _ = fit(text, room - 22, _SIZE, _LINES)
    fill_frame(cell.text_frame, [[Run(words, _SIZE, colour, head)]], align="right" if right else "left", anchor="middle")
    cell.margin_left = cell.margin_right = Pt(10)
    cell.margin_top = cell.margin_bottom = Pt(3)
    if head:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(PAPER)
    else:
        cell.fill.background()
    properties = cell._tc.get_or_add_tcPr()
    edges = [("a:lnT", INK, 1.5), ("a:lnB", INK, 0.75)] if head else [("a:lnB", RULE, 0.75)]
    for place, (tag, colour, thick) in enumerate(edges):
        properties.insert(place, _edge(tag, colour, thick))


def _edge(tag: str, colour: str, thick: float) -> Any:
    """A border of a cell; the library has no interface for it."""
    edge = element(qn(tag), {"w": str(int(Pt(thick))), "cap": "flat", "cmpd": "sng", "algn": "ctr"})
    fill = child(edge, qn("a:solidFill"))
    child(fill, qn("a:srgbClr"), {"val": colour[1:]})
    return edge
