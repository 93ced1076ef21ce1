"""From reports to a briefing: which template, which parts, the numbers of the page in every table and chart, evidence for each."""

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest

from analysis import export
from analysis.charts.lines import LINE_COLUMNS
from analysis.evidence import Excerpt
from analysis.export import compose
from analysis.export.briefing import Briefing, NativeChart, Picture
from analysis.export.compose import ONE, PLACES, RANKING, YEARS, draft, latest, possible
from analysis.export.compose_briefing import marked
from analysis.export.compose_parts import Draft
from analysis.export.compose_ranking import _line
from analysis.library import Library
from analysis.report import LibraryError
from analysis.study import Study
from analysis.study.indicatorstudy import matrix
from analysis.study.results import compare
from analysis.tables import records
from tests.builders import report

DAY = date(2026, 11, 20)
YEAR_PAIR, PLACE_PAIR = ("平罗县-2022", "平罗县-2024"), ("永宁县-2022", "中卫市-2024")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The five samples."""
    return Study.open(f"sqlite:///{(tmp_path_factory.mktemp('library') / 'reports.db').as_posix()}")


@pytest.fixture(scope="module")
def years(study: Study) -> Draft:
    return draft(study, YEAR_PAIR, today=DAY)


@pytest.fixture(scope="module")
def five(study: Study) -> Draft:
    return draft(study, [one.id for one in study.reports()], today=DAY)


def natives(briefing: Briefing) -> list[tuple[Picture, NativeChart]]:
    return [(picture, picture.native) for picture in briefing.pictures if picture.native is not None]


def test_the_template_follows_from_the_reports() -> None:
    one, two = report(year=2022), report(year=2024)
    others = [report(f"第{number}县") for number in range(5)]
    assert possible([one]) == (ONE,)
    assert possible([one, two]) == (YEARS,)
    assert possible([one, two, report(year=2023)]) == (YEARS, RANKING)
    assert possible([one, others[0]]) == (PLACES,)
    assert possible([one, two, others[0]]) == (PLACES, RANKING)
    assert possible([*others]) == (RANKING,), "five abreast cannot be read"


def test_the_last_report_of_every_place() -> None:
    old, new, long = report(year=2020), report(year=2023), report("乙县", 2018, end=2021)
    assert latest([new, old, long]) == [new, long] and latest([long]) == [long] and latest([]) == []
    uncounted = replace(report(year=2024), counts=False)
    assert latest([uncounted, new]) == [new], "of several versions only the one that counts"


def test_a_template_that_does_not_fit_is_refused_in_one_sentence(study: Study) -> None:
    for ids, template, word in (
        (YEAR_PAIR, PLACES, "县自身年度对比"), (YEAR_PAIR, "没有", "没有“没有”这个模板"), ((), "", "没有选报告"), (("无此县-1999",), "", "无此县-1999"),
    ):  # fmt: skip
        with pytest.raises(LibraryError) as refused:
            draft(study, ids, template)
        assert word in str(refused.value) and "\n" not in str(refused.value)


def test_titles_name_the_reports(study: Study, years: Draft, five: Draft) -> None:
    assert years.title == "平罗县政协 2022 年与 2024 年工作报告对比简报"
    assert draft(study, PLACE_PAIR).title == "永宁县 2022 年与中卫市 2024 年政协工作报告对比简报"
    assert five.title == "四个地方五份政协工作报告排列简报"
    assert draft(study, YEAR_PAIR[:1]).title == "平罗县政协 2022 年工作报告简报"
    assert [side.label for side in draft(study, YEAR_PAIR[::-1]).sides] == ["平罗县 2022", "平罗县 2024"], "years stand in their order"
    assert [side.label for side in draft(study, PLACE_PAIR[::-1]).sides] == ["中卫市 2024", "永宁县 2022"], "places as they were chosen"


@pytest.mark.parametrize("ids", [YEAR_PAIR, PLACE_PAIR])
def test_every_number_of_the_pictures_is_the_pages(study: Study, ids: tuple[str, str]) -> None:
    """Native charts, their tables and the comparison of the page say the same, value by value."""
    made = draft(study, ids, today=DAY)
    page = compare(study, tuple((one,) for one in ids))
    names = {str(row.name): [] for row in records(page.cells)}
    for row in records(page.cells):
        names[str(row.name)].append(row)
    pairs = {str(row.indicator): row for row in records(page.pairs)}
    shown = 0
    briefing = compose.compose(study, made, [part.key for part in made.parts if part.key.startswith("数字") and part.kind == "图"])
    for picture, native in natives(briefing):
        assert native.kind == "dot" and list(picture.table["指标"]) == list(dict.fromkeys(picture.table["指标"]))
        for place, line in enumerate(picture.table.to_dict("records")):
            own = sorted(names[line["指标"]], key=lambda row: row.side)
            assert [native.series[index].values[place] for index in (0, 1)] == [max(row.values, default=None) for row in own]
            for row, side, series in zip(own, made.sides, native.series, strict=True):
                value = line[side.label]
                stated = list(value) if isinstance(value, tuple) else [] if value is None or value != value else [value]
                assert tuple(stated) == row.values, line["指标"]
                assert series.texts[place] == "／".join(row.texts)
                assert native.ends[place] >= max(row.values, default=0)
            assert line["差"] == pairs[str(own[0].indicator)].difference == native.remarks[place]
            assert line["标记"] == "，".join(pairs[str(own[0].indicator)].marks)
            shown += 1
    assert shown == page.cells["indicator"].nunique() + sum(len(own[0].values and own[1].values) > 0 for own in names.values())


def test_sentences_are_the_pages_and_carry_their_figures(study: Study, years: Draft) -> None:
    page = compare(study, tuple((one,) for one in YEAR_PAIR))
    briefing = compose.compose(study, years)
    assert [one.text for one in briefing.summary] == [page.scale.text, *(one.text for one in page.sentences)]
    for sentence in briefing.summary[1:]:
        items = briefing.items(sentence.evidence)
        assert items and all(f"{item.value}" in sentence.text for item in items)
    assert [one.number for one in briefing.evidence] == list(range(1, len(briefing.evidence) + 1))
    assert briefing.summary[1].evidence[0] == 1, "evidence is numbered as it is met"


def test_every_stated_figure_is_evidence_once_with_its_sentence(study: Study, years: Draft) -> None:
    briefing = compose.compose(study, years)
    stated = sum(len(values) for values in matrix(study, YEAR_PAIR).cells["values"])
    assert len(briefing.evidence) == stated
    assert len({(item.report, item.start, item.indicator, item.value) for item in briefing.evidence}) == stated
    for item in briefing.evidence:
        assert item.number_text and item.number_text in item.quote and item.start is not None and item.end is not None
        text = study.repaired("平罗县-2022" if item.report == "平罗县 2022" else "平罗县-2024").text
        assert text[item.start : item.end] in item.number_text
        assert ("约数" in item.marks) == bool(item.bound) and not item.checked


def test_the_number_marked_is_the_first_place_of_its_words() -> None:
    assert marked(Excerpt("开展活动15次，其中专题", "5次", "。", "", 0)) == "题5次"
    assert marked(Excerpt("开展活动", "15次", "，其中专题5次。", "", 0)) == "15次"
    assert marked(Excerpt("", "5次", "，又5次", "", 0)) == "5次"


def test_the_whole_table_has_a_row_for_each_figure_and_each_gap(study: Study, years: Draft) -> None:
    briefing = compose.compose(study, years)
    (table,) = [table for table in briefing.tables if table.topic == "数字"]
    cells = matrix(study, YEAR_PAIR).cells
    assert len(table.frame) == sum(max(1, len(values)) for values in cells["values"])
    gaps = table.frame[table.frame["数值"].isna()]
    assert len(gaps) == sum(not values for values in cells["values"]) and set(gaps["写法"]) == {"未提及"} and gaps["出处"].isna().all()
    by_number = {item.number: item for item in briefing.evidence}
    for row in table.frame.dropna(subset=["出处"]).to_dict("records"):
        item = by_number[int(row["出处"])]
        assert (item.report, item.indicator, item.amount, item.bound) == (row["报告"], row["指标"], row["数值"], row["界限"])
    printed = table.printed
    assert list(printed.columns) == ["指标", "平罗县 2022", "平罗县 2024", "差", "标记", "出处"]
    assert len(printed) == cells["indicator"].nunique() and "未提及" in set(printed["平罗县 2022"])
    assert not (printed[["平罗县 2022", "平罗县 2024", "出处"]] == "").any().any(), "every row shows where its numbers stand"


def test_text_parts_say_what_the_page_says(study: Study) -> None:
    page = compare(study, tuple((one,) for one in PLACE_PAIR))
    made = draft(study, PLACE_PAIR, today=DAY)
    parts = {part.key: part for part in made.parts}
    shares = parts["篇幅"].picture
    assert shares is not None and shares.native is not None
    none = next(row.name for row in records(page.functions) if row.function == "none")
    for row in records(page.functions):
        (line,) = shares.table[shares.table["职能"] == row.name].to_dict("records")
        assert line[f"{page.sides[row.side].label}（%）"] == round(100 * row.share, 1)
        assert (row.name in shares.native.categories) == (row.name != none)
    words = parts["用词"].picture
    assert words is not None and parts["用词"].said[0].text == page.caution
    counted = page.contrast.set_index("term")
    for line in words.table.to_dict("records"):
        assert (line["永宁县 2022 次数"], line["中卫市 2024 次数"]) == tuple(counted.loc[line["词"], ["left_count", "right_count"]])
    table = parts["提法"].table
    assert table is not None
    for way, own in (("新提法", page.phrases.new), ("沿用", page.phrases.kept), ("不再出现", page.phrases.dropped)):
        lines = table.frame[table.frame["走向"] == way]
        assert list(lines["提法"]) == list(own["expression"][: len(lines)]) and len(table.printed[table.printed["走向"] == way]) <= 8


def test_order_and_choice_are_the_persons(study: Study, years: Draft) -> None:
    keys = ["篇幅", "数字:全部", "句:3", "数字:共有:1", "没有这一项", "篇幅"]
    briefing = compose.compose(study, years, keys, title=" 自拟的标题 ")
    assert briefing.title == "自拟的标题"
    assert [one.text for one in briefing.summary] == [next(part for part in years.parts if part.key == "句:3").title]
    assert [section.heading for section in briefing.sections] == ["篇幅", "数字对照", ""], (
        "a picture after a table goes on without a heading"
    )
    assert briefing.pictures[0].name == "篇幅"
    again = compose.compose(study, years, ["数字:共有:1", "篇幅", "数字:共有:2"])
    assert [section.heading for section in again.sections] == ["数字对照", "篇幅", "数字对照（续）"]
    assert compose.compose(study, years, []).sections == () and compose.compose(study, years, [], title="  ").title == years.title


def test_a_ranking_ranks_only_what_may_be_compared(study: Study, five: Draft) -> None:
    assert five.template == RANKING
    briefing = compose.compose(study, five, [part.key for part in five.parts if part.key.startswith("排列")])
    for picture, native in natives(briefing):
        table = picture.table
        values = [max(value) if isinstance(value, tuple) else value for value in table["数值"]]
        known = [value for value in values if value == value and value is not None]
        assert known == sorted(known, reverse=True) and list(native.series[0].values)[: len(known)] == known
        limited = table["标记"].str.contains("层级不同|跨年累计|局部|口径不同|单位不同|约数")
        assert table.loc[limited, "名次"].isna().all()
        assert list(table["报告"]) == list(native.categories)
    text = "".join(one.text for one in compose.compose(study, five).summary)
    assert "阜新" not in text, "four years together are not ranked beside one year"
    assert any(table["名次"].notna().any() for table in (picture.table for picture in briefing.pictures))


def test_many_reports_print_what_most_state_and_keep_the_rest_for_the_workbook(study: Study, five: Draft) -> None:
    briefing = compose.compose(study, five)
    (table,) = [table for table in briefing.tables if table.topic == "数字"]
    assert list(table.printed["报告"]) == [side.label for side in five.sides] and len(table.printed.columns) == 8
    assert 0 < len(briefing.printed) < len(briefing.evidence)
    numbers = [item.number for item in briefing.printed]
    assert numbers == list(range(1, len(numbers) + 1)), "what paper lists has no gaps"
    cited = {number for picture in briefing.pictures for number in picture.evidence}
    assert cited <= set(numbers)


def test_switches_divide_and_say_so(study: Study) -> None:
    ids = ("平罗县-2022", "阜新蒙古族自治县-2018-2021")
    plain, mean = draft(study, ids), draft(study, ids, yearly=True)
    assert mean.subtitle == "县际对比　年均" and "年均" not in plain.subtitle
    assert any(note.startswith("跨年累计") for note in plain.notes) and any(note.startswith("年均") for note in mean.notes)
    page = compare(study, tuple((one,) for one in ids), yearly=True)
    briefing = compose.compose(study, mean)
    (table,) = [table for table in briefing.tables if table.topic == "数字"]
    stated = sorted(value for values in page.cells["values"] for value in values)
    assert sorted(table.frame["数值"].dropna()) == stated
    assert any(item.amount not in stated for item in briefing.evidence), "evidence keeps the number of the sentence"
    assert not any("；可打开" in note for note in plain.notes), "a file has no switches"


def test_a_place_over_many_years_has_lines_that_do_not_close_gaps(tmp_path: Path) -> None:
    study = Study(Library(f"sqlite:///{(tmp_path / 'a.db').as_posix()}"))
    filed = {2019: "立案提案31件", 2020: "立案提案36件", 2021: "", 2022: "立案提案42件", 2023: "立案提案45件"}
    for year, words in filed.items():
        text = f"甲县政协{year}年工作综述\n\n一年来，县政协共提出意见建议{year - 1990}条，{words or '各项工作扎实推进'}。\n"
        study.add(text.encode(), f"{year}.txt", given={"地方": "甲县", "省份": "某省", "层级": "县级"})
    made = draft(study, [one.id for one in study.reports()])
    assert made.template == YEARS and made.title == "甲县政协 2019—2023 年工作报告对比简报"
    parts = {part.key: part for part in made.parts}
    picture = parts["走势:proposals_filed"].picture
    assert picture is not None and picture.native is not None and picture.title.startswith("甲县 2019—2023 年：")
    assert picture.native.kind == "line" and picture.native.categories == ("2019", "2020", "2021", "2022", "2023")
    assert picture.native.series[0].values == (31.0, 36.0, None, 42.0, 45.0)
    assert list(picture.table["写法"]) == ["31", "36", "", "42", "45"]
    part = pd.DataFrame(
        [("a", "甲县", 1, 2022, 2022, (30.0,), ("30",), ("exact",), "total", "条"), ("b", "甲县", 1, 2023, 2023, (9.0,), ("9",), ("exact",), "part", "条")],
        columns=list(LINE_COLUMNS),
    )  # fmt: skip
    assert _line(part, "条") is None, "a part is not joined to a whole"
    assert _line(part.assign(scope="total"), "条") is not None
    assert _line(part.assign(scope="total", start=[2019, 2023]), "条") is None, "years together are no point"


def test_one_report_and_a_report_without_figures(study: Study, tmp_path: Path) -> None:
    single = compose.compose(study, draft(study, YEAR_PAIR[1:]))
    assert single.pictures and single.evidence and single.reports[0].sample
    empty = Study(Library(f"sqlite:///{(tmp_path / 'a.db').as_posix()}"))
    for year in (2020, 2021):
        empty.add(
            f"甲县政协{year}年工作综述\n\n一年来，县政协团结奋进，各项事业蒸蒸日上，委员们信心十足。\n".encode(),
            f"{year}.txt",
            given={"地方": "甲县", "省份": "某省", "层级": "县级"},
        )
    ids = [one.id for one in empty.reports()]
    for chosen in (ids[:1], ids):
        briefing = compose.compose(empty, draft(empty, chosen))
        assert briefing.evidence == () and export.export(briefing, "xlsx")[0].data.startswith(b"PK")


def test_files_are_the_same_every_time(study: Study, years: Draft) -> None:
    first, second = (compose.compose(study, draft(study, YEAR_PAIR, today=DAY)) for _ in range(2))
    for format in ("xlsx", "csv"):
        assert [file.data for file in export.export(first, format)] == [file.data for file in export.export(second, format)]
    with zipfile.ZipFile(BytesIO(export.export(first, "xlsx")[0].data)) as book:
        assert b"2026-11-20T00:00:00Z</dcterms:modified>" in book.read("docProps/core.xml"), "the clock is taken out"


def test_frames_keep_numbers_as_numbers(study: Study, years: Draft) -> None:
    briefing = compose.compose(study, years)
    for table in briefing.tables:
        if table.topic == "数字":
            assert pd.api.types.is_numeric_dtype(table.frame["数值"]) and pd.api.types.is_numeric_dtype(table.frame["出处"])
    assert briefing.credits()[0] == ("日期", "2026年11月20日") and briefing.status() == ("样稿", "未核")
    assert set(briefing.versions) == {"规则", "词典", "报告库"}
