"""The document, opened again: page and faces of GB/T 9704-2012, numbering, captions, evidence, safety."""

import struct
import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from analysis.export.document import build
from analysis.export.wordstyle import SONG_TITLE, STAND_INS
from tests.export_briefings import briefing, hostile, large


def blank_png(width: int = 1890, height: int = 1200) -> bytes:
    """A white PNG made without a browser."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = zlib.compress((b"\0" + b"\xff" * ((width + 7) // 8)) * height)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


IMAGES: Sequence[bytes | None] = (blank_png(), blank_png(1890, 900), None, blank_png(1890, 6000))


@pytest.fixture(scope="module")
def opened() -> Any:
    return Document(BytesIO(build(briefing(), IMAGES)))


def faces(style: Any) -> set[str]:
    found = style.element.rPr.find(qn("w:rFonts"))
    assert not [name for name in found.attrib if "heme" in name]
    return {found.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")}


def test_page_is_that_of_an_official_document(opened: Any) -> None:
    section = opened.sections[0]
    millimetres = [round(length / Mm(1)) for length in (section.page_width, section.page_height, section.top_margin, section.bottom_margin)]
    assert millimetres == [210, 297, 37, 35]
    assert [round(length / Mm(1)) for length in (section.left_margin, section.right_margin)] == [28, 26]
    assert section.page_width - section.left_margin - section.right_margin == pytest.approx(Mm(156), abs=2000)


@pytest.mark.parametrize(
    ("name", "face", "size"),
    [
        ("Title", SONG_TITLE, 22), ("Subtitle", "楷体", 16), ("Body Text", "仿宋", 16), ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体", 16), ("Heading 3", "仿宋", 16), ("Caption", "黑体", 12), ("Normal", "仿宋", 16),
    ],
)  # fmt: skip
def test_faces_and_sizes(opened: Any, name: str, face: str, size: float) -> None:
    style = opened.styles[name]
    assert faces(style) == {face} and style.font.size == Pt(size)
    assert name in ("Caption", "Title") or style.paragraph_format.line_spacing == Pt(28)


def test_28_letters_fit_a_line_and_22_lines_a_page(opened: Any) -> None:
    closer = int(opened.styles["Body Text"].element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * (16 + closer) <= 156 / 25.4 * 72 < 29 * (16 + closer)
    assert 22 * 28 <= 225 / 25.4 * 72 < 23 * 28
    assert opened.styles["Body Text"].paragraph_format.first_line_indent == Pt(32)


def test_headings_are_numbered_by_level(opened: Any) -> None:
    found = [(p.style.name, p.text) for p in opened.paragraphs if p.style.name.startswith("Heading")]
    assert found == [
        ("Heading 1", "一、数字对照"), ("Heading 1", "二、篇幅与走势"), ("Heading 2", "（一）篇幅"), ("Heading 2", "（二）走势"),
        ("Heading 1", "三、提法"), ("Heading 1", "四、说明"), ("Heading 1", "附件"),
    ]  # fmt: skip


def test_title_date_and_state(opened: Any) -> None:
    texts = [p.text for p in opened.paragraphs]
    assert texts[0].replace("\n", "").replace(" ", "") == "青禾县政协2022年与2024年工作报告对比简报"
    assert texts[2] == "（2026年11月20日　样稿　未核）"


def test_pictures_have_captions_sizes_and_descriptions(opened: Any) -> None:
    captions = [p.text for p in opened.paragraphs if p.style.name == "Caption"]
    assert captions == [
        "图1　青禾县 2022 年与 2024 年：报告写到的六项", "图2　各板块所占篇幅",
        "图3　提案立案数，2017—2024 年（没有浏览器，画不了图，改列数据）",
        "图4　高频词", "表1　新提法与沿用的提法",
    ]  # fmt: skip
    shapes = opened.inline_shapes
    assert len(shapes) == 3
    assert all(shape.width <= Mm(156) + 10 and shape.height <= Mm(225) for shape in shapes)
    assert shapes[1].width == pytest.approx(Mm(156), rel=0.001)  # a flat one fills the line
    assert shapes[0]._inline.docPr.get("descr").startswith("青禾县 2022 年与 2024 年：履职数字，横条图")


def test_picture_lines_are_not_clipped_by_the_fixed_line(opened: Any) -> None:
    pictured = [p for p in opened.paragraphs if p._p.findall(f".//{qn('w:drawing')}")]
    assert len(pictured) == 3
    assert all(p.paragraph_format.line_spacing == 1.0 and p.alignment == WD_ALIGN_PARAGRAPH.CENTER for p in pictured)


def test_tables_say_what_the_data_say(opened: Any) -> None:
    drawn_instead, phrases, annex = opened.tables
    assert [cell.text for cell in drawn_instead.rows[0].cells] == ["年份", "青禾县", "白塔市"]
    assert [cell.text for cell in drawn_instead.rows[3].cells] == ["2019", "未提及", "31"]
    assert [[cell.text for cell in row.cells] for row in phrases.rows] == [
        ["提法", "2022", "2024", "走向"], ["有事好商量", "3", "6", "沿用"], ["书香政协", "0", "4", "新提法"],
        ["全过程人民民主", "5", "7", "沿用"],
    ]  # fmt: skip
    assert len(annex.rows) == 9


def test_evidence_is_numbered_cited_and_marked(opened: Any) -> None:
    annex = opened.tables[-1]
    assert annex.rows[4].cells[1].text == "讲堂受众 5000余人次\n〔约数，已核〕"
    third = [cell.text for cell in annex.rows[3].cells]
    assert third == [
        "3",
        "意见建议 80余条\n〔约数〕",
        "青禾县 2022 · 二、知民情，畅通反映渠道",
        "围绕城乡供水等议题提出意见建议80余条",
    ]
    bold = [run for run in annex.rows[3].cells[3].paragraphs[0].runs if run.bold]
    assert [run.text for run in bold] == ["80余条"] and bold[0]._r.rPr.find(qn("w:shd")).get(qn("w:fill")) == "FFE9A8"
    cited = next(p for p in opened.paragraphs if "增 19" in p.text)
    assert cited.text.endswith("增 19[1,5]。") and [run.text for run in cited.runs if run.font.superscript] == ["[1,5]"]
    assert annex.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_page_numbers_stand_outside_between_dashes(opened: Any) -> None:
    section = opened.sections[0]
    assert opened.settings.odd_and_even_pages_header_footer
    for footer, edge in ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):
        paragraph = footer.paragraphs[0]
        field = paragraph._p.find(qn("w:fldSimple"))
        assert paragraph.alignment == edge and field.get(qn("w:instr")) == "PAGE"
        assert paragraph.text.startswith("— ") and paragraph.text.endswith(" —")
        assert all(run.font.size == Pt(14) and run._r.rPr.rFonts.get(qn("w:eastAsia")) == "宋体" for run in paragraph.runs)


def test_language_and_stand_in_faces(opened: Any) -> None:
    lang = opened.styles.element.find(f".//{qn('w:docDefaults')}").find(f".//{qn('w:lang')}")
    assert lang.get(qn("w:eastAsia")) == "zh-CN"
    table = next(part for part in opened.part.package.iter_parts() if str(part.partname).endswith("fontTable.xml")).blob.decode()
    assert all(name in table and others in table for name, others in STAND_INS.items())


def test_credits_name_reports_versions_and_samples(opened: Any) -> None:
    text = "\n".join(p.text for p in opened.paragraphs)
    for words in (
        "日期：2026年11月20日",
        "报告：青禾县 2022、青禾县 2024",
        "样稿：青禾县 2022",
        "未核",
        "版本：规则 2026.11，词典 a1b2c3",
        "没有标“已核”的数由程序读出",
    ):
        assert words in text
    assert "1．约数：" in text
    assert opened.core_properties.title == "青禾县政协 2022 年与 2024 年工作报告对比简报"


def test_same_input_same_file() -> None:
    assert build(briefing(), IMAGES) == build(briefing(), IMAGES)


def test_hostile_words_stay_words() -> None:
    opened = Document(BytesIO(build(hostile(), [None] * 4)))
    text = "\n".join(p.text for p in opened.paragraphs)
    assert "<b>甲县</b>与=cmd|'/c calc'!A1" in text and "\u202e" not in text and "\x00" not in text
    assert len(opened.paragraphs[0].text.replace("\n", "")) <= 72
    assert "…" in opened.tables[-1].rows[1].cells[3].text and "90余条" in opened.tables[-1].rows[1].cells[3].text
    assert "没有数据。" in text


def test_long_tables_are_cut_and_say_so() -> None:
    opened = Document(BytesIO(build(large(100, figures=230), [blank_png()] * 3)))
    assert [len(table.rows) for table in opened.tables] == [61, 201]
    text = "\n".join(p.text for p in opened.paragraphs)
    assert "其余 40 行、3 列见同一简报的 XLSX 工作簿。" in text and "其余 30 条见同一简报的 XLSX 工作簿。" in text
