"""The workbook, opened again: types, sheets, evidence, safety."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText

from analysis.export.workbook import EVIDENCE_HEADS, build
from tests.export_briefings import ROWS, briefing, hostile, large, rulers_table


@pytest.fixture(scope="module")
def book() -> Any:
    return load_workbook(BytesIO(build(briefing())), rich_text=True)


def cells(sheet: Any) -> list[list[Any]]:
    return [[None if cell is None else str(cell) if isinstance(cell, CellRichText) else cell for cell in row] for row in sheet.values]


def test_one_sheet_a_topic_in_order(book: Any) -> None:
    assert book.sheetnames == ["对照", "数字", "篇幅", "用词", "提法", "证据", "说明"]


def test_values_are_the_tables_values(book: Any) -> None:
    rows = cells(book["对照"])
    table = rulers_table()
    assert rows[0] == list(table.columns)
    expected = [
        [None if value == "" else value for value in row] for row in table.astype(object).where(table.notna(), "未提及").values.tolist()
    ]
    assert [[cell or None for cell in row] for row in rows[1:]] == expected


def test_numbers_are_numbers_and_bounds_stand_beside_them(book: Any) -> None:
    sheet = book["对照"]
    assert all(sheet.cell(row, 3).data_type == "n" for row in range(2, 8))
    assert (sheet["C4"].value, sheet["D4"].value) == (80, "余")
    assert sheet["E7"].value == "未提及" and sheet["E7"].data_type == "s"
    assert sheet["C5"].number_format == "[>=10000]#,##0;[<=-10000]-#,##0;General"
    years = book["数字"]
    assert [years.cell(row, 1).value for row in (2, 9)] == [2017, 2024] and years["A2"].data_type == "n"
    assert years["B4"].value == "未提及"  # 2019 of the first county


def test_every_sheet_reads_filters_and_prints(book: Any) -> None:
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2" and sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.paperSize == 9 and sheet.page_setup.fitToHeight == 0 and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&P" in sheet.oddFooter.center.text
        assert sheet.cell(1, 1).font.bold and sheet.cell(1, 1).font.name == "微软雅黑"
        assert all(8 <= sheet.column_dimensions[letter].width <= 96 for letter in "AB") or sheet.title == "证据"
    assert book["对照"].auto_filter.ref == "A1:H7" and book["证据"].auto_filter.ref == "A1:M9"


def test_evidence_has_report_place_and_the_number_in_bold(book: Any) -> None:
    rows = cells(book["证据"])
    assert tuple(rows[0]) == EVIDENCE_HEADS
    assert rows[3] == [
        3,
        "青禾县 2022",
        "二、知民情，畅通反映渠道",
        "意见建议",
        "80余",
        80,
        "余",
        "条",
        "约数",
        "未核",
        "围绕城乡供水等议题提出意见建议80余条",
        1116,
        1119,
    ]
    rich = book["证据"]["K4"].value
    assert isinstance(rich, CellRichText)
    assert [str(part) for part in rich if getattr(part, "font", None) is not None and part.font.b] == ["80余条"]


def test_about_says_what_the_file_is_made_from(book: Any) -> None:
    lines = {(row[0], row[1]) for row in cells(book["说明"])[1:]}
    assert ("日期", "2026年11月20日") in lines and ("版本", "规则 2026.11，词典 a1b2c3") in lines
    words = " ".join(str(text) for _, text in lines)
    assert "样稿" in words and "未核" in words and "更不是 0" in words
    assert ("工作表", "对照：6 行") in lines and ("报告", "青禾县 2022　踔厉奋发谱新篇（样稿）") in lines


def test_limits_are_amber_and_missing_is_grey(book: Any) -> None:
    sheet = book["对照"]
    assert (
        sheet["H6"].value == "口径不同"
        and sheet["H6"].fill.start_color.rgb.endswith("F7ECD8")
        and sheet["H6"].font.color.rgb.endswith("74490A")
    )
    assert sheet["H4"].value == "约数" and sheet["H4"].fill.fill_type is None
    assert sheet["E7"].font.color.rgb.endswith("72767C")


def test_same_input_same_file() -> None:
    assert build(briefing()) == build(briefing())


def test_hostile_words_stay_words() -> None:
    book = load_workbook(BytesIO(build(hostile())), rich_text=True)
    found = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in found if cell.data_type == "f"]
    assert not [cell for cell in found if cell.hyperlink]
    risky = [cell for cell in found if isinstance(cell.value, str) and cell.value[:1] in "=+-@"]
    assert len(risky) >= 6 and all(cell.quotePrefix for cell in risky)
    assert all(len(str(cell.value)) <= 32_767 for cell in found)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in book.sheetnames)
    assert len(set(book.sheetnames)) == len(book.sheetnames)
    evidence = book["证据"]
    assert evidence["F2"].value is None  # infinity is no number of a report


def test_tables_with_the_same_columns_share_a_sheet_and_are_named() -> None:
    book = load_workbook(BytesIO(build(large(30, figures=60))))
    rows = list(book["对照"].values)
    assert rows[0][:2] == ("图表", "报告") and len(rows) == 1 + 3 * 30
    assert rows[31][0] == "指标2排名"
    assert len(list(book["数字"].values)) == 31 and len(list(book["证据"].values)) == 61


def test_fixture_holds_a_missing_value() -> None:
    assert any(row[3] is None for row in ROWS)
