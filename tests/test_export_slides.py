"""The deck, opened again: titles, native charts with the page's values, notes, faces, safety."""

from io import BytesIO
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches

from analysis.export.briefing import Briefing, NativeChart, Section, Series, Table
from analysis.export.slidechart import absences, per_slide
from analysis.export.slides import build
from tests.export_briefings import DAY, ROWS, briefing, hostile, large, shares, trend
from tests.test_export_document import blank_png

IMAGES = [None, None, None, blank_png(3840, 2160)]


@pytest.fixture(scope="module")
def deck() -> Any:
    return Presentation(BytesIO(build(briefing(), IMAGES)))


def titles(deck: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def charts(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def by_title(deck: Any, title: str) -> Any:
    return next(slide for slide in deck.slides if slide.shapes.title.text_frame.text == title)


def texts(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def test_slides_are_wide_and_titled(deck: Any) -> None:
    assert (deck.slide_width, deck.slide_height) == (Inches(13.333333333333334), Inches(7.5))
    assert [title.replace("\n", "") for title in titles(deck)] == [
        "青禾县政协 2022 年与2024 年工作报告对比简报", "一眼看去", "青禾县 2022 年与 2024 年：报告写到的六项", "各板块所占篇幅",
        "提案立案数，2017—2024 年",
        "篇幅", "高频词", "新提法与沿用的提法", "数字出处（1／2）", "数字出处（2／2）", "说明",
    ]  # fmt: skip


def test_rulers_are_native_charts_with_the_tables_values(deck: Any) -> None:
    found = charts(by_title(deck, "青禾县 2022 年与 2024 年：报告写到的六项"))
    assert len(found) == len(ROWS)
    for chart, row in zip(found, ROWS, strict=True):
        assert list(chart.plots[0].categories) == [row[0]]
        assert [series.name for series in chart.plots[0].series] == ["青禾县 2022", "青禾县 2024"]
        assert [series.values[0] for series in chart.plots[0].series] == [row[2], row[3]]
        assert (chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) == (0, row[5])
    written = texts(by_title(deck, "青禾县 2022 年与 2024 年：报告写到的六项"))
    for words in ("80余", "5000余", "未提及", "约数", "口径不同", "增 19", "至多多 91", "未核", "100%"):
        assert words in written


def test_bars_and_lines_carry_the_tables_values(deck: Any) -> None:
    for title, (native, table) in (("各板块所占篇幅", shares()), ("提案立案数，2017—2024 年", trend())):
        (chart,) = charts(by_title(deck, title))
        assert list(chart.plots[0].categories) == list(native.categories)
        for series, column in zip(chart.plots[0].series, table.columns[1:], strict=True):
            assert [None if value != value else value for value in table[column]] == list(series.values)


def test_charts_can_be_edited_in_their_workbook(deck: Any) -> None:
    (chart,) = charts(by_title(deck, "各板块所占篇幅"))
    rows = list(load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active.values)
    assert rows[0] == (None, "青禾县 2022", "青禾县 2024") and rows[1] == ("党建引领", 12.5, 16.2) and rows[9] == ("中心工作", 9, None)


def test_colours_are_those_of_the_place(deck: Any) -> None:
    (chart,) = charts(by_title(deck, "各板块所占篇幅"))
    fills = [str(series.format.fill.fore_color.rgb) for series in chart.plots[0].series]
    lines = [str(series.format.line.color.rgb) for series in chart.plots[0].series]
    assert fills == ["E2EEFF", "1762B6"] and lines == ["1762B6", "1762B6"]


def test_absent_values_are_said_in_words(deck: Any) -> None:
    written = " ".join(texts(by_title(deck, "各板块所占篇幅")))
    assert "未提及（空着，不是 0）——青禾县 2024：中心工作。" in written
    assert absences(shares()[0], slice(0, 3)) == ""


def test_every_letter_has_an_east_asian_face(deck: Any) -> None:
    for slide in deck.slides:
        for run in slide._element.iter(qn("a:r")):
            east, latin = run.find(qn("a:rPr")).find(qn("a:ea")), run.find(qn("a:rPr")).find(qn("a:latin"))
            assert east is not None and east.get("typeface") == latin.get("typeface") and east.get("typeface") in {"微软雅黑", "华文中宋"}
        for chart in charts(slide):
            for properties in chart._chartSpace.iter(qn("a:defRPr")):
                if properties.find(qn("a:latin")) is not None:
                    assert properties.find(qn("a:ea")).get("typeface") == "微软雅黑"
        title = slide.shapes.title._element.find(f".//{qn('a:ea')}")
        assert title.get("typeface") == "华文中宋"


def test_theme_names_our_faces_and_colours(deck: Any) -> None:
    theme = next(part for part in deck.part.package.iter_parts() if "theme1" in str(part.partname)).blob.decode()
    assert 'typeface="华文中宋"' in theme and 'typeface="微软雅黑"' in theme and '<a:srgbClr val="1762B6"/>' in theme
    assert "Calibri" not in theme.split("fmtScheme")[0].split("majorFont")[1][:80]


def test_notes_hold_the_sentences(deck: Any) -> None:
    notes = by_title(deck, "青禾县 2022 年与 2024 年：报告写到的六项").notes_slide.notes_text_frame.text
    assert "[3] 意见建议 80余条〔约数〕（未核）——青禾县 2022 · 二、知民情，畅通反映渠道：围绕城乡供水等议题提出意见建议80余条" in notes
    assert "[1]" in notes and "[5]" not in notes  # only what stands on the slide


def test_picture_without_native_chart_fills_the_slide_and_keeps_its_title(deck: Any) -> None:
    slide = by_title(deck, "高频词")
    (picture,) = [shape for shape in slide.shapes if shape.shape_type == 13]
    assert (picture.left, picture.top, picture.width, picture.height) == (0, 0, deck.slide_width, deck.slide_height)
    assert picture._element.nvPicPr.cNvPr.get("descr") == "高频词，横条图。"


def test_table_is_a_table(deck: Any) -> None:
    (table,) = [shape.table for shape in by_title(deck, "新提法与沿用的提法").shapes if shape.has_table]
    assert [[cell.text for cell in row.cells] for row in table.rows][2] == ["书香政协", "0", "4", "新提法"]


def test_evidence_slides_mark_the_number(deck: Any) -> None:
    slide = by_title(deck, "数字出处（1／2）")
    marked = [
        run.find(qn("a:t")).text for run in slide._element.iter(qn("a:r")) if run.find(qn("a:rPr")).find(qn("a:highlight")) is not None
    ]
    assert marked[:3] == ["41期", "140条", "80余条"]


def test_nothing_lies_outside_the_slide(deck: Any) -> None:
    for made in (deck, Presentation(BytesIO(build(hostile()))), Presentation(BytesIO(build(large(60, figures=300))))):
        for slide in made.slides:
            for shape in slide.shapes:
                assert shape.left >= 0 and shape.top >= 0, shape.name
                assert shape.left + shape.width <= made.slide_width + 90_000 and shape.top + shape.height <= made.slide_height, (
                    slide.shapes.title.text,
                    shape.name,
                )


def test_source_and_page_number_on_every_slide(deck: Any) -> None:
    for number, slide in enumerate(list(deck.slides)[1:], 2):
        assert str(number) in texts(slide)
        if slide.shapes.title.text_frame.text not in ("说明", "高频词"):
            assert any(text.startswith("来源：") for text in texts(slide))


def test_same_input_same_file() -> None:
    assert build(briefing(), IMAGES) == build(briefing(), IMAGES)


def test_without_a_browser_the_table_stands_in() -> None:
    deck = Presentation(BytesIO(build(briefing())))
    (table,) = [shape.table for shape in by_title(deck, "高频词").shapes if shape.has_table]
    assert table.cell(1, 0).text == "协商"


def test_hostile_words_run_nowhere() -> None:
    deck = Presentation(BytesIO(build(hostile())))
    for slide in deck.slides:
        assert len(slide.shapes.title.text_frame.text) <= 90
        for chart in charts(slide):
            book = load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
            cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
            assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
        links = [relation.target_ref for relation in slide.part.rels.values() if relation.is_external]
        assert links == []


def test_long_rankings_take_three_slides_and_say_that_there_is_more() -> None:
    deck = Presentation(BytesIO(build(large(100, figures=400))))
    ranked = [slide for slide in deck.slides if slide.shapes.title.text_frame.text.startswith("100 份报告：指标1排名")]
    assert len(ranked) == 3
    assert any("其余见同一简报的 XLSX 工作簿。" in text for text in texts(ranked[-1]))
    shown = [name for slide in ranked for name in charts(slide)[0].plots[0].categories]
    assert shown == [f"第{index}县 2024" for index in range(1, len(shown) + 1)] and len(shown) == 3 * per_slide(ranked_native())
    assert len([title for title in titles(deck) if title.startswith("数字出处")]) == 10


def ranked_native() -> NativeChart:
    return NativeChart("bar", ("a",), (Series("x", (1.0,), "#000000", "#000000"),))


def test_a_native_chart_must_have_a_value_for_every_row() -> None:
    with pytest.raises(ValueError, match="2 entries for 1 categories"):
        NativeChart("bar", ("a",), (Series("x", (1.0, 2.0), "#000000", "#000000"),))


def test_a_group_that_goes_on_names_itself_again_and_a_long_head_keeps_its_height() -> None:
    frame = pd.DataFrame(
        {
            "板块": ["甲组", *[""] * 29],
            "指标": [f"指标{index}" for index in range(30)],
            "阜新蒙古族自治县 2018—2021 年（第二版）" * 3: range(30),
        }
    )
    made = Briefing("表", "", DAY, (), (Section("", (), (), (Table("t", "表", frame),)),))
    tables = [shape.table for slide in Presentation(BytesIO(build(made))).slides for shape in slide.shapes if shape.has_table]
    assert len(tables) == 3 and [table.cell(1, 0).text for table in tables] == ["甲组"] * 3
    assert all(table.cell(2, 0).text == "" for table in tables)
    assert tables[0].rows[0].height > tables[0].rows[1].height
