"""XLSX: one sheet a topic, numbers as numbers, evidence with its place in the text, ready for filter and printer."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from analysis.charts.look import GROUP_ROW, INK, MARK_COLOURS, MARKS, MISSING, MUTED, PAPER, RULE
from analysis.export.briefing import ABSENT, TOPICS, Briefing
from analysis.export.cells import plain_value
from analysis.export.pack import settle
from analysis.export.plain import clean, is_formula, shorten

FACE = "微软雅黑"
EVIDENCE, ABOUT = "证据", "说明"
EVIDENCE_HEADS = ("序号", "报告", "所在部分", "指标", "写法", "数值", "界限", "单位", "标记", "核对", "原句", "起", "止")
_EVIDENCE_WIDTHS = (7.0, 16.0, 22.0, 15.0, 10.0, 10.0, 8.0, 8.0, 11.0, 8.0, 54.0, 8.0, 8.0)
#: Characters that Excel keeps in one cell.
CELL = 32_767
#: Excel cuts sheet names here and refuses these characters.
_SHEET, _REFUSED = 31, "[]:*?/\\'"
_WIDEST = 46

#: Thousands are set apart from 10,000 on; years stay 2024.
_WHOLE = "[>=10000]#,##0;[<=-10000]-#,##0;General"


def build(briefing: Briefing, images: Sequence[bytes | None] = ()) -> bytes:
    """The workbook; pictures are not part of it, their tables are."""
    book = Workbook()
    book.remove(book.active)
    taken: set[str] = set()
    for topic, columns in _sheets(briefing):
        _table_sheet(book, _sheet_name(topic, taken), columns)
    _evidence_sheet(book, briefing)
    _about_sheet(book, briefing)
    _properties(book, briefing)
    target = BytesIO()
    book.save(target)
    return settle(target.getvalue(), briefing.date)


@dataclass(frozen=True, slots=True)
class _Entry:
    topic: str
    title: str
    frame: pd.DataFrame
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Tables of one topic with the same columns: heads, rows of plain values, and the columns where nothing means 未提及."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    absent: frozenset[str]
    title: str


def _sheets(briefing: Briefing) -> Iterator[tuple[str, _Sheet]]:
    """(topic, sheet): known topics first; tables with the same columns stand in one sheet, named by a first column 图表."""
    entries = [_Entry(picture.topic, picture.title, picture.table, picture.absent) for picture in briefing.pictures]
    entries += [_Entry(table.topic, table.title, table.frame, table.absent) for table in briefing.tables]
    topics = list(dict.fromkeys([*TOPICS, *(entry.topic for entry in entries)]))
    for topic in topics:
        alike: dict[tuple[str, ...], list[_Entry]] = {}
        for entry in entries:
            if entry.topic == topic and len(entry.frame.columns):
                alike.setdefault(tuple(str(name) for name in entry.frame.columns), []).append(entry)
        for heads, group in alike.items():
            yield topic, _joined(heads, group)


def _joined(heads: tuple[str, ...], group: list[_Entry]) -> _Sheet:
    absent = frozenset(str(name) for entry in group for name in entry.absent)
    titles = _apart([clean(entry.title) for entry in group])
    rows = [(title, row) for title, entry in zip(titles, group, strict=True) for row in entry.frame.itertuples(index=False, name=None)]
    if len(group) == 1:
        return _Sheet(heads, tuple(tuple(map(plain_value, row)) for _, row in rows), absent, clean(group[0].title))
    joined = tuple((title, *map(plain_value, row)) for title, row in rows)
    return _Sheet(("图表", *heads), joined, absent, clean(group[0].topic))


def _apart(titles: list[str]) -> list[str]:
    """Titles without the words before a colon that all of them share: the sheet is printed one page wide."""
    heads = {title.partition("：")[0] for title in titles}
    rests = [title.partition("：")[2] for title in titles]
    return rests if len(heads) == 1 and len(titles) > 1 and all(rests) else titles


def _sheet_name(topic: str, taken: set[str]) -> str:
    base = "".join(character for character in clean(topic) if character not in _REFUSED)[:_SHEET] or "表"
    name, number = base, 1
    while name.casefold() in taken or name in (EVIDENCE, ABOUT):
        number += 1
        name = f"{base[: _SHEET - 4]} {number}"
    taken.add(name.casefold())
    return name


def _table_sheet(book: Workbook, name: str, sheet: _Sheet) -> None:
    made = book.create_sheet(name)
    _head(made, sheet.heads, _numeric(sheet.heads, sheet.rows))
    places = [_places([row[column] for row in sheet.rows]) for column in range(len(sheet.heads))]
    for row, values in enumerate(sheet.rows, 2):
        for column, (head, value) in enumerate(zip(sheet.heads, values, strict=True), 1):
            _put(made, row, column, ABSENT if value is None and head in sheet.absent else value, head=head)
            if places[column - 1] and isinstance(value, float):
                made.cell(row, column).number_format = places[column - 1]
    _finish(made, sheet.title, len(sheet.heads), _widths(sheet.heads, sheet.rows))


def _places(values: Sequence[Any]) -> str:
    """One format for a column of shares and rates, so that its points stand under each other; empty for any other column."""
    numbers = [value for value in values if value is not None]
    if not numbers or not all(isinstance(value, float) for value in numbers) or all(value == round(value) for value in numbers):
        return ""
    return next((f"0.{'0' * digits}" for digits in (1, 2) if all(abs(value - round(value, digits)) < 1e-9 for value in numbers)), "")


def _evidence_sheet(book: Workbook, briefing: Briefing) -> None:
    if not briefing.evidence:
        return
    made = book.create_sheet(EVIDENCE)
    _head(made, EVIDENCE_HEADS, frozenset({"序号", "数值", "起", "止"}))
    for row, item in enumerate(briefing.evidence, 2):
        start = None if item.start is None else item.start + 1
        values = (
            item.number, item.report, item.section, item.indicator, item.value, plain_value(item.amount), item.bound, item.unit,
            "，".join(item.marks), "已核" if item.checked else "未核", item.quote, start, item.end,
        )  # fmt: skip
        for column, (head, value) in enumerate(zip(EVIDENCE_HEADS, values, strict=True), 1):
            if head == "原句":
                _quote(made, row, column, item.quote, item.number_text)
            else:
                _put(made, row, column, value, head=head)
    _finish(made, "证据：每个数的原句", len(EVIDENCE_HEADS), list(_EVIDENCE_WIDTHS))


def _about_sheet(book: Workbook, briefing: Briefing) -> None:
    made = book.create_sheet(ABOUT)
    others = [(sheet.title, sheet.max_row - 1) for sheet in book.worksheets[:-1]]
    lines: list[tuple[str, str]] = [("标题", briefing.title), ("副题", briefing.subtitle), *briefing.credits()]
    lines += [("报告", f"{origin.label}　{origin.title}{'（样稿）' if origin.sample else ''}".strip()) for origin in briefing.reports]
    lines += [("说明", note) for note in briefing.notes]
    lines += [("说明", f"{ABSENT}：没有找到相应的写法，不等于没有做，更不是 0。"), ("说明", "界限列写余、近、约；空着的是准数。")]
    if briefing.evidence:
        lines.append(("说明", f"“{EVIDENCE}”的起、止是数字在整理后原文里的位置，从第 1 个字数起。"))
    lines += [("工作表", f"{name}：{rows} 行") for name, rows in others]
    _head(made, ("项目", "内容"))
    for row, (name, words) in enumerate(((name, words) for name, words in lines if words), 2):
        _put(made, row, 1, name)
        _put(made, row, 2, words)
    _finish(made, ABOUT, 2, [12.0, 96.0], filters=False, landscape=False)


def _numeric(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> frozenset[str]:
    """Heads of the columns that hold numbers and nothing else."""
    found = []
    for column, head in enumerate(heads):
        values = [row[column] for row in rows if row[column] is not None]
        if values and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
            found.append(head)
    return frozenset(found)


def _head(sheet: Worksheet, heads: Sequence[str], numeric: frozenset[str] = frozenset()) -> None:
    for column, head in enumerate(heads, 1):
        cell = sheet.cell(1, column)
        _text(cell, clean(head))
        cell.font = Font(name=FACE, size=10, bold=True, color=_hex(INK))
        cell.fill = PatternFill("solid", start_color=_hex(PAPER))
        cell.border = Border(top=Side("medium", color=_hex(INK)), bottom=Side("thin", color=_hex(INK)))
        side = "right" if head in numeric else "left"
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True, indent=1 if head in numeric else 0)
    sheet.row_dimensions[1].height = 30


_BORDER = Border(bottom=Side("thin", color=RULE[1:]))
_PLAIN = Font(name=FACE, size=10, color=INK[1:])
_QUIET = Font(name=FACE, size=10, color=MISSING[1:])
_LIMIT = Font(name=FACE, size=10, color=MARK_COLOURS["comparison"][0][1:])
_AMBER = PatternFill("solid", start_color=MARK_COLOURS["comparison"][1][1:])
_LABEL = PatternFill("solid", start_color=GROUP_ROW[1:])
_LEFT = Alignment(horizontal="left", vertical="top", wrap_text=True)
_RIGHT = Alignment(horizontal="right", vertical="top", indent=1)


def _put(sheet: Worksheet, row: int, column: int, value: Any, *, head: str = "") -> None:
    """A value with its type: numbers as numbers, text as text whatever it begins with, 未提及 in grey, limits in amber."""
    cell = sheet.cell(row, column)
    cell.border, cell.font = _BORDER, _PLAIN
    if isinstance(value, bool):
        value = "是" if value else "否"
    if isinstance(value, int | float):
        cell.value, cell.number_format, cell.alignment = value, _format(value), _RIGHT
        return
    cell.alignment = _LEFT
    if value is None:
        return
    words = clean(value, lines=True)
    _text(cell, words)
    if words == ABSENT:
        cell.font, cell.alignment = _QUIET, _RIGHT
    elif head == "标记" and any(mark in words for mark, kind in MARKS.items() if kind == "comparison"):
        cell.font, cell.fill = _LIMIT, _AMBER


def _text(cell: Any, words: str) -> None:
    """Text that stays text: Excel keeps it even when somebody edits the cell."""
    cell.value = shorten(words, CELL)
    cell.data_type = "s"
    if is_formula(words) or is_formula(words.lstrip()):
        cell.quotePrefix = True


def _format(value: int | float) -> str:
    if value == round(value):
        return _WHOLE
    return "0.00E+00" if abs(value) < 0.001 else "0.0###"


def _quote(sheet: Worksheet, row: int, column: int, quote: str, number: str) -> None:
    """The clause with its number in bold."""
    words, wanted = shorten(clean(quote, lines=True), CELL), clean(number)
    before, found, after = words.partition(wanted) if wanted else (words, "", "")
    _put(sheet, row, column, words)
    if found:
        plain, bold = InlineFont(rFont=FACE, sz=10), InlineFont(rFont=FACE, sz=10, b=True)
        parts = [TextBlock(font, part) for font, part in ((plain, before), (bold, found), (plain, after)) if part]
        sheet.cell(row, column).value = CellRichText(*parts)


def _finish(sheet: Worksheet, title: str, columns: int, widths: Sequence[float], *, filters: bool = True, landscape: bool = True) -> None:
    """Frozen head, filter, widths, and a page that prints: A4, one page wide, the head on every page."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    if filters and sheet.max_row > 1:
        sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{sheet.max_row}"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.page_margins = PageMargins(left=0.6, right=0.6, top=0.8, bottom=0.7, header=0.4, footer=0.35)
    sheet.oddHeader.left.text = shorten(title, 80).replace("&", "&&")
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    for part in (sheet.oddHeader.left, sheet.oddFooter.center):
        part.font, part.size, part.color = FACE, 9, _hex(MUTED)


def _widths(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[float]:
    """Column widths in characters: what the first 300 rows need, from 8 to 46; long text wraps, heads stand on up to two lines."""
    widths = []
    for column, head in enumerate(heads):
        needed = max([-(-_wide(clean(head)) // 2) + 5, *(_wide(_as_text(row[column])) for row in rows[:300])])
        widths.append(float(min(max(needed + 3, 8), _WIDEST)))
    return widths


def _as_text(value: Any) -> str:
    if value is None:
        return ABSENT
    return f"{value:.4g}" if isinstance(value, float) else str(value)[:200]


def _wide(words: str) -> int:
    return max(
        (sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in line) for line in words.splitlines()), default=0
    )


def _hex(colour: str) -> str:
    return colour.removeprefix("#")


def _properties(book: Workbook, briefing: Briefing) -> None:
    properties = book.properties
    properties.title, properties.subject = shorten(clean(briefing.title), 255), shorten(clean(briefing.subtitle), 255)
    properties.creator = "政协报告对读"
    properties.created = properties.modified = datetime.combine(briefing.date, time())
    book.active = 0
