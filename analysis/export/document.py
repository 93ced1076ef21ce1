"""DOCX: a briefing in the layout of official documents, with pictures, tables, and every number's sentence in an annex."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pandas as pd
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt

from analysis.export.briefing import Briefing, EvidenceItem, Picture, Section, Sentence, Table
from analysis.export.cells import Grid, grid
from analysis.export.images import pixels
from analysis.export.pack import settle
from analysis.export.plain import around, balanced, clean, numeral, shorten
from analysis.export.wordstyle import HEIGHT, SMALL, WIDTH, new_document
from analysis.export.wordtable import add_table

#: A title is read, not studied: four lines of 20 characters.
TITLE = 72
#: Rows of a table in the text, and of the annex; the workbook has them all.
MOST_ROWS, MOST_EVIDENCE = 60, 200
MOST_COLUMNS = 10
#: Characters of a clause in the annex.
CLAUSE = 240

#: Millimetres of a picture that leaves room for a second one on the page.
HALF = 93

ANNEX = "数字出处"


def build(briefing: Briefing, images: Sequence[bytes | None]) -> bytes:
    """The document; `images` are PNGs parallel to `briefing.pictures`. Where one is missing, its table stands in its place."""
    writer = _Writer(new_document(briefing), briefing, list(images))
    writer.head()
    for section in briefing.sections:
        writer.section(section)
    writer.notes()
    writer.annex()
    target = BytesIO()
    writer.document.save(target)
    return settle(target.getvalue(), briefing.date)


@dataclass
class _Writer:
    """Writes from top to bottom and counts headings, pictures and tables on the way."""

    document: Any
    briefing: Briefing
    images: list[bytes | None]
    pictures: int = 0
    tables: int = 0

    def __post_init__(self) -> None:
        self.counts = [0, 0, 0]
        self.cited = {item.number for item in self.briefing.printed[:MOST_EVIDENCE]}

    def head(self) -> None:
        briefing = self.briefing
        self.document.add_paragraph(balanced(shorten(clean(briefing.title), TITLE), 19), "Title")
        if briefing.subtitle:
            self.document.add_paragraph(shorten(clean(briefing.subtitle), TITLE), "Subtitle")
        status = "".join(f"　{word}" for word in briefing.status())
        self.document.add_paragraph(f"（{briefing.chinese_date}{status}）", "Subtitle")
        self.document.add_paragraph()
        for sentence in briefing.summary:
            self.sentence(sentence)

    def sentence(self, sentence: Sentence) -> None:
        """A paragraph of body text with the numbers of its evidence raised behind it."""
        words = clean(sentence.text)
        if not words:
            return
        numbers = [number for number in sentence.evidence if number in self.cited]
        if not numbers:
            self.document.add_paragraph(words, "Body Text")
            return
        stop = words[-1:] if words[-1:] in "。！？；" else ""
        paragraph = self.document.add_paragraph(words.removesuffix(stop), "Body Text")
        paragraph.add_run(f"[{','.join(map(str, numbers))}]").font.superscript = True
        paragraph.add_run(stop)

    def section(self, section: Section) -> None:
        if section.heading:
            self.heading(section.heading, section.level)
        for sentence in section.sentences:
            self.sentence(sentence)
        for picture in section.pictures:
            image = self.images[self.pictures] if self.pictures < len(self.images) else None
            self.pictures += 1
            self.picture(picture, image)
        for table in section.tables:
            self.table(table)

    def heading(self, words: str, level: int) -> None:
        """一、 （一） 1. — counted anew under every higher heading."""
        level = min(max(level, 1), 3)
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (3 - level)
        count = self.counts[level - 1]
        label = {1: f"{numeral(count)}、", 2: f"（{numeral(count)}）", 3: f"{count}．"}[level]
        self.document.add_paragraph(label + shorten(clean(words), TITLE), f"Heading {level}")

    def picture(self, picture: Picture, image: bytes | None) -> None:
        words = f"图{self.pictures}　{shorten(clean(picture.caption or picture.title), TITLE)}"
        if image is None:
            self._caption(f"{words}（没有浏览器，画不了图，改列数据）", before=True)
            self._grid(picture.printed, picture.absent)
            return
        paragraph = self.document.add_paragraph()
        lay_out = paragraph.paragraph_format
        lay_out.alignment, lay_out.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
        lay_out.line_spacing_rule, lay_out.space_before = WD_LINE_SPACING.SINGLE, Pt(10)
        wide, high = pixels(image)
        room = HEIGHT - 18  # the caption stays on the picture's page
        natural = WIDTH * high / wide
        # A little smaller, and two pictures share a page; much smaller, and nobody can read them.
        tall = HALF if HALF < natural <= HALF / 0.85 else min(natural, room)
        inline = paragraph.add_run().add_picture(BytesIO(image), height=Mm(tall))
        drawn = inline._inline.docPr
        drawn.set("name", f"图{self.pictures}")
        drawn.set("descr", shorten(_alt(picture), 1000))
        self._caption(words)

    def table(self, table: Table) -> None:
        self.tables += 1
        self._caption(f"表{self.tables}　{shorten(clean(table.title), TITLE)}", before=True)
        self._grid(table.printed, table.absent, after="　".join(clean(words) for words in (table.note, table.source) if words))

    def _caption(self, words: str, *, before: bool = False) -> None:
        paragraph = self.document.add_paragraph(words, "Caption")
        if before:
            paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(10), Pt(4)
            paragraph.paragraph_format.keep_with_next = True

    def _grid(self, frame: pd.DataFrame, absent: tuple[str, ...], *, after: str = "") -> None:
        shown = frame.iloc[:, :MOST_COLUMNS]
        add_table(self.document, grid(shown, absent, most=MOST_ROWS))
        left = [f"{len(frame) - MOST_ROWS} 行"] if len(frame) > MOST_ROWS else []
        left += [f"{len(frame.columns) - MOST_COLUMNS} 列"] if len(frame.columns) > MOST_COLUMNS else []
        words = f"其余 {'、'.join(left)}见同一简报的 XLSX 工作簿。" if left else "没有数据。" if frame.empty else ""
        self.document.add_paragraph(words + after, SMALL)

    def notes(self) -> None:
        """说明: what limits the comparison, and what the file is made from."""
        self.heading("说明", 1)
        for number, words in enumerate(self.briefing.notes, 1):
            self.document.add_paragraph(f"{number}．{clean(words)}", "Body Text")
        for index, (name, words) in enumerate(self.briefing.credits()):
            paragraph = self.document.add_paragraph(f"{name}：{clean(words)}", SMALL)
            paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(0 if index else 10), Pt(2)

    def annex(self) -> None:
        """附件: the numbered evidence."""
        items = self.briefing.printed[:MOST_EVIDENCE]
        if not items:
            return
        label = self.document.add_paragraph("附件", "Heading 1")
        label.paragraph_format.page_break_before, label.paragraph_format.first_line_indent = True, Pt(0)
        self.document.add_paragraph()
        self.document.add_paragraph(ANNEX, "Title")
        if not all(item.checked for item in items):
            note = self.document.add_paragraph("没有标“已核”的数由程序读出，还没有人核对。", SMALL)
            note.alignment = WD_ALIGN_PARAGRAPH.CENTER
        heads = ("序号", "指标与数", "报告与位置", "原句")
        rows = tuple((str(item.number), _value(item), shorten(clean(item.place_in_text), 60), _clause(item)) for item in items)
        add_table(
            self.document,
            Grid(heads, rows, (True, False, False, False)),
            widths=(13, 35, 36, 72),
            marked={(row, 3): clean(item.number_text) for row, item in enumerate(items) if item.number_text},
        )
        left = len(self.briefing.evidence) - len(items)
        if left:
            self.document.add_paragraph(f"其余 {left} 条见同一简报的 XLSX 工作簿。", SMALL)


def _value(item: EvidenceItem) -> str:
    """编发 90余期, then its marks on a line of their own."""
    unit = item.unit if item.unit and not item.value.endswith(item.unit) else ""
    marks = [*(mark for mark in item.marks if mark != "未核"), *(["已核"] if item.checked else [])]
    return clean(f"{item.indicator} {item.value}{unit}") + (f"\n〔{'，'.join(marks)}〕" if marks else "")


def _clause(item: EvidenceItem) -> str:
    return around(clean(item.quote), clean(item.number_text), CLAUSE)


def _alt(picture: Picture) -> str:
    meta = picture.figure.layout.meta
    return clean(meta["alt"] if isinstance(meta, dict) and meta.get("alt") else picture.title)
