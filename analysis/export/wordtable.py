"""Tables of a document: three ruled lines as print has them, a head that is repeated, widths by what stands in the columns."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from analysis.charts.look import HIGHLIGHT, INK, PAPER, RULE
from analysis.export.cells import Grid
from analysis.export.wordstyle import TABLE_HEAD, TABLE_TEXT, TIGHT_HEAD, TIGHT_TEXT, WIDTH

#: Millimetres of one half-width character of 五号 and of 小五 type, and of the white in a cell.
_LETTER, _SMALL_LETTER, _WHITE = 1.9, 1.65, 5.0


def add_table(
    document: Any, grid: Grid, *, widths: Sequence[float] | None = None, marked: Mapping[tuple[int, int], str] | None = None
) -> None:
    """A table over the full width. widths: millimetres of the columns; marked: (row, column) -> words to mark inside that cell."""
    table = document.add_table(rows=1 + len(grid.rows), cols=len(grid.heads))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _borders(table)
    letter = _LETTER if widths or sum(_needed(grid, _LETTER)) <= WIDTH or len(grid.heads) < 5 else _SMALL_LETTER
    columns = list(widths or fitted(grid, letter))
    names = (TABLE_HEAD, TABLE_TEXT) if letter == _LETTER else (TIGHT_HEAD, TIGHT_TEXT)
    # Looked up once: the library searches all styles for every paragraph.
    head, body = (document.styles[name].style_id for name in names)
    for column, width in zip(table.columns, columns, strict=True):
        column.width = Mm(width)
    for index, row in enumerate(table.rows):
        texts = grid.heads if index == 0 else grid.rows[index - 1]
        _keep_whole(row, repeated=index == 0)
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = Mm(columns[place])
            paragraph = cell.paragraphs[0]
            paragraph._p.style = head if index == 0 else body
            if grid.numeric[place]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _write(paragraph, text, (marked or {}).get((index - 1, place), ""))
            if index == 0:
                _shade(cell._tc.get_or_add_tcPr(), PAPER)
                _edge(cell, "bottom", 6, INK)


def _needed(grid: Grid, letter: float, *, heads: bool = True) -> list[float]:
    """Widths in millimetres that let every cell stand on one line, up to 30 Chinese characters; of the body alone with `heads` off."""
    needed = []
    for column, head in enumerate(grid.heads):
        words = [head if heads else "", *(row[column] for row in grid.rows)]
        longest = max((_wide(line) for text in words for line in text.splitlines()), default=1)
        needed.append(min(max(longest, 4), 60) * letter + _WHITE)
    return needed


def fitted(grid: Grid, letter: float = _LETTER) -> list[float]:
    """Widths in millimetres that fill the type area: what a column needs, long text giving way first."""
    needed = _needed(grid, letter)
    spare = WIDTH - sum(needed)
    if spare >= 0:
        return [width + spare / len(needed) for width in needed]
    # A column of numbers may break its head, never a number; text keeps eight characters or so.
    bodies = _needed(grid, letter, heads=False)
    halves = [_wide(head) / 2 * letter + _WHITE for head in grid.heads]
    needed = [max(body, half) if number else width for body, half, width, number in zip(bodies, halves, needed, grid.numeric, strict=True)]
    if sum(needed) <= WIDTH:
        return [width + (WIDTH - sum(needed)) / len(needed) for width in needed]
    # The first column names the row; it gives way last.
    room = [36.0, *[22.0] * (len(needed) - 1)]
    least = [body if number else min(width, most) for body, width, most, number in zip(bodies, needed, room, grid.numeric, strict=True)]
    give = sum(needed) - sum(least)
    if give <= 0 or sum(least) >= WIDTH:
        return [width * WIDTH / sum(least) for width in least]
    share = (WIDTH - sum(least)) / give
    return [low + (width - low) * share for low, width in zip(least, needed, strict=True)]


def _wide(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in words)


def _write(paragraph: Any, text: str, marked: str) -> None:
    """The words of a cell, line feeds kept, with the marked ones bold on the highlight, underlined in no print."""
    before, found, after = text.partition(marked) if marked else (text, "", "")
    paragraph.add_run(before)
    if found:
        run = paragraph.add_run(found)
        run.font.bold = True
        _shade(run._r.get_or_add_rPr(), HIGHLIGHT)
        paragraph.add_run(after)


def _shade(properties: Any, colour: str) -> None:
    element = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour[1:])):
        element.set(qn(f"w:{name}"), value)
    properties.append(element)


def _borders(table: Any) -> None:
    """Ink above and below, a thin rule between the rows, nothing upright."""
    borders = OxmlElement("w:tblBorders")
    for edge, size, colour in (("top", 12, INK), ("bottom", 12, INK), ("insideH", 4, RULE)):
        borders.append(_line(edge, size, colour))
    properties = table._tbl.tblPr
    later = next(
        (found for tag in ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook") if (found := properties.find(qn(tag))) is not None), None
    )
    properties.append(borders) if later is None else later.addprevious(borders)


def _edge(cell: Any, edge: str, size: int, colour: str) -> None:
    borders = OxmlElement("w:tcBorders")
    borders.append(_line(edge, size, colour))
    properties = cell._tc.get_or_add_tcPr()
    shade = properties.find(qn("w:shd"))
    shade.addprevious(borders) if shade is not None else properties.append(borders)


def _line(edge: str, size: int, colour: str) -> Any:
    """A border; size in eighths of a point."""
    line = OxmlElement(f"w:{edge}")
    for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", colour[1:])):
        line.set(qn(f"w:{name}"), value)
    return line


def _keep_whole(row: Any, *, repeated: bool) -> None:
    """Rows are not torn by the page's end; the head comes again on the next page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))
