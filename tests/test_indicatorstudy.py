"""The matrix of indicators by reports: what stands in a cell, what is filtered, what a switch says of itself."""

from pathlib import Path

import pytest

from analysis.charts import heat, panels
from analysis.charts.frame import Caption
from analysis.charts.lines import LINE_COLUMNS
from analysis.comparison import cells
from analysis.figures.catalogue import load_catalogue
from analysis.report import LibraryError
from analysis.study import Study, indicatorstudy, ranking
from analysis.study.indicatorstudy import YEAR_COLUMNS, Matrix
from tests.builders import figure, report, side

CATALOGUE = load_catalogue()
OLD, NEW = report("甲县", 2022), report("甲县", 2024)
CITY = report("丙市", 2024, level="prefecture", number=3)
TERM = report("丁县", 2018, end=2021, number=4)


def matrix(*sides: object, yearly: bool = False) -> Matrix:
    return Matrix(tuple(sides), (), cells(sides, CATALOGUE, yearly=yearly), yearly)  # type: ignore[arg-type]


FOUND = matrix(
    side(OLD, figure("proposals_filed", 42, "件", checked=True), figure("suggestions", 90, "条", bound="at_least")),
    side(NEW, figure("suggestions", 14, "条", scope="part")),
    side(TERM, figure("suggestions", 142, "条", period_years=4), figure("proposal_reply_rate", 100, "%")),
)


def test_cells_are_written_as_the_reports_write_them_under_a_heading_for_each_group() -> None:
    shown, order = indicatorstudy.layout(FOUND.cells, FOUND.sides)
    assert list(shown.columns) == ["指标", "甲县 2022", "甲县 2024", "丁县 2018—2021"]
    rows = {row[0]: row[1:] for row in shown.itertuples(index=False)}
    assert rows["意见建议 条"] == ("90余", "14 局部", "142")
    assert rows["提案立案 件"] == ("42", "未提及", "未提及")
    assert rows["提案办复率"] == ("未提及", "未提及", "100%")
    headings = [name for name, indicator in zip(shown["指标"], order, strict=True) if not indicator]
    assert headings == ["协商议政", "提案"]
    assert all(not any(rows[heading]) for heading in headings)


def test_a_unit_stands_in_the_cell_where_the_units_differ_and_in_the_row_where_they_count_the_same() -> None:
    unlike = matrix(side(OLD, figure("study_exchanges", 4, "期")), side(NEW, figure("study_exchanges", 86, "人次")))
    alike = matrix(side(OLD, figure("opinions_collected", 140, "条")), side(NEW, figure("opinions_collected", 137, "篇")))
    shown, _ = indicatorstudy.layout(unlike.cells, unlike.sides)
    assert shown.iloc[1].tolist() == ["学习研讨交流", "4 期", "86 人次"]
    shown, _ = indicatorstudy.layout(alike.cells, alike.sides)
    assert shown.iloc[1].tolist() == ["社情民意收集 条、篇", "140", "137"]


def test_several_figures_of_one_indicator_stand_side_by_side_and_are_never_added() -> None:
    found = matrix(side(OLD, figure("history_words", 460000, "字"), figure("history_words", 310000, "字", start=5, end=7)))
    shown, _ = indicatorstudy.layout(found.cells, found.sides)
    assert shown.iloc[1].tolist()[1] == "46万／31万"


def test_filters_keep_whole_indicators() -> None:
    assert set(indicatorstudy.narrowed(FOUND, group="提案")["indicator"]) == {"proposals_filed", "proposal_reply_rate"}
    assert set(indicatorstudy.narrowed(FOUND, everywhere=True)["indicator"]) == {"suggestions"}
    assert "proposals_filed" not in set(indicatorstudy.narrowed(FOUND, unchecked=True)["indicator"])
    assert len(indicatorstudy.narrowed(FOUND, everywhere=True)) == 3
    assert indicatorstudy.narrowed(FOUND, group="没有的板块").empty


def test_the_sentence_of_scale_counts_indicators() -> None:
    assert indicatorstudy.scale(FOUND.cells, FOUND.sides) == "共写到 3 项指标：1 项各份都有，2 项只有一份提及。"


def test_the_title_of_a_chart_says_who_is_silent() -> None:
    rows = indicatorstudy.rows_of(FOUND.cells, "proposals_filed")
    assert indicatorstudy.headline(rows) == "提案立案：一份写到，两份未提及"
    assert indicatorstudy.headline(indicatorstudy.rows_of(FOUND.cells, "suggestions")) == "意见建议：各份都写到"


def test_reports_of_another_level_and_of_several_years_are_marked_and_rates_are_not() -> None:
    found = matrix(
        side(OLD, figure("suggestions", 90, "条")),
        side(NEW, figure("suggestions", 20, "条")),
        side(CITY, figure("suggestions", 171, "条")),
        side(TERM, figure("suggestions", 142, "条", period_years=4), figure("proposal_reply_rate", 100, "%")),
    )
    assert indicatorstudy.limits(found, "suggestions", CATALOGUE) == {2: ("层级不同",), 3: ("跨年累计",)}
    assert indicatorstudy.limits(found, "proposal_reply_rate", CATALOGUE) == {2: ("层级不同",)}


def test_a_line_along_years_needs_three_periods_of_one_place() -> None:
    middle = side(report("甲县", 2023))
    assert indicatorstudy.has_series([side(OLD), middle, side(NEW)])
    assert not indicatorstudy.has_series([side(OLD), side(NEW), side(CITY), side(TERM)])
    assert not indicatorstudy.has_series([side(OLD), side(OLD), side(NEW)])  # two versions of one year are one period


def test_points_along_years_are_what_the_chart_takes_in_the_order_of_years() -> None:
    assert YEAR_COLUMNS == LINE_COLUMNS
    found = matrix(side(NEW, figure("suggestions", 20, "条")), side(OLD, figure("suggestions", 90, "条")), side(TERM))
    points = indicatorstudy.along_years(indicatorstudy.rows_of(found.cells, "suggestions"), found.sides)
    assert tuple(points.columns) == YEAR_COLUMNS
    assert points["start"].tolist() == [2022, 2024, 2018] and points["values"].tolist() == [(90,), (20,), ()]
    empty = indicatorstudy.along_years(found.cells.head(0), ())
    assert tuple(empty.columns) == YEAR_COLUMNS and empty.empty


def test_why_a_switch_cannot_apply() -> None:
    known = side(OLD)
    assert indicatorstudy.why_not_yearly([known]) and not indicatorstudy.why_not_yearly([known, side(TERM)])
    reason = indicatorstudy.why_not_per_head([known, side(CITY)])
    assert "甲县、丙市" in reason and reason.endswith("不能折算。")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder: Path = tmp_path_factory.mktemp("matrix")
    return Study.open(f"sqlite:///{(folder / 'reports.db').as_posix()}")


def test_switches_say_what_they_divided_by(study: Study) -> None:
    ids = [one.id for one in study.reports()]
    plain, switched = indicatorstudy.matrix(study, ids), indicatorstudy.matrix(study, ids, yearly=True, per_head=True)
    assert switched.yearly and switched.per_head and not plain.yearly
    told = {chip.text: chip.reason for chip in switched.chips}
    assert "除以 4" in told["年均"] and "平罗县 27.4 万人" in told["每十万人"]
    assert any(chip.text.startswith("跨年累计") for chip in plain.chips) and not any(name.startswith("跨年累计") for name in told)
    rate = indicatorstudy.rows_of(switched.cells, "proposal_reply_rate")
    assert [texts for texts in rate["texts"] if texts] == [("100%",), ("100%",)]


def test_a_switch_that_cannot_apply_is_left_off(study: Study) -> None:
    found = indicatorstudy.matrix(study, ["平罗县-2022"], yearly=True)
    assert not found.yearly and not any(chip.text == "年均" for chip in found.chips)


def test_an_unknown_report_is_refused(study: Study) -> None:
    with pytest.raises(LibraryError, match="没有"):
        indicatorstudy.matrix(study, ["乙县-2022"])


def test_a_rank_is_told_only_among_like_reports_that_state_an_exact_total(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = {"甲县": 40, "乙县": 60, "丙县": 60, "丁县": 9, "戊县": 7}
    counts = {place: (count, "exact") for place, count in exact.items()} | {"己县": (90, "at_least")}
    reports = tuple(report(place, 2022, number=number) for number, place in enumerate(counts, 1))
    others = (report("庚市", 2022, level="prefecture", number=8), report("甲县", 2021))
    stated = {one.id: counts.get(one.metadata.place, (99, "exact")) for one in (*reports, *others)}
    figures = {key: (figure("proposals_filed", value, "件", bound=bound),) for key, (value, bound) in stated.items()}
    monkeypatch.setattr(study, "reports", lambda: (*reports, *others))
    monkeypatch.setattr(study, "report", lambda report_id: next(one for one in (*reports, *others) if one.id == report_id))
    monkeypatch.setattr(study, "figures_of", lambda ids: [figures[report_id] for report_id in ids])
    told = indicatorstudy.standing(study, "甲县-2022", "proposals_filed")
    assert told == "甲县 2022的 40 件，在库里 5 份同为县级、2022 年、写了准数的报告中由多到少列第 3。另有 1 份只写约数，没有排。"
    assert "列第 1" in indicatorstudy.standing(study, "丙县-2022", "proposals_filed")
    assert indicatorstudy.standing(study, "己县-2022", "proposals_filed") == ""  # a bound has no rank
    assert indicatorstudy.standing(study, "庚市-2022", "proposals_filed") == ""  # nobody of its level to stand among
    assert indicatorstudy.standing(study, "甲县-2022", "suggestions") == ""  # not stated


PLACES = [report(f"{name}县", 2022, number=number) for number, name in enumerate("子丑寅卯辰巳", 1)]
MIXED = matrix(
    side(PLACES[0], figure("suggestions", 90, "条", bound="at_least")),
    side(PLACES[1], figure("suggestions", 45, "条"), figure("proposals_filed", 42, "件")),
    side(PLACES[2], figure("suggestions", 14, "条", scope="part")),
    side(PLACES[3], figure("suggestions", 6, "条"), figure("suggestions", 9, "条", start=5, end=7)),
    side(PLACES[4], figure("suggestions", 30, "人次")),
    side(PLACES[5]),
    side(TERM, figure("suggestions", 142, "条", period_years=4)),
)


def test_only_one_total_of_the_usual_unit_and_length_may_be_compared() -> None:
    rows = indicatorstudy.rows_of(MIXED.cells, "suggestions")
    why = ranking.alike(rows, MIXED.sides, rate=False)
    assert why == {0: "", 1: "", 2: "局部", 3: "口径不同", 4: "单位不同", 5: "未提及", 6: "跨年累计"}
    assert ranking.alike(rows, MIXED.sides, rate=False, yearly=True)[6] == ""  # divided already
    joined = matrix(
        side(OLD, figure("study_exchanges", 4, "次")), side(NEW, figure("study_exchanges", 2, "次", quote="选派干部参加培训2次"))
    )
    assert ranking.alike(indicatorstudy.rows_of(joined.cells, "study_exchanges"), joined.sides, rate=False) == {0: "", 1: "口径不同"}


def test_a_heat_map_shades_within_a_row_and_hatches_what_may_not_be_compared() -> None:
    names = [one.label for one in MIXED.sides]
    table = ranking.heat_cells(MIXED, MIXED.cells, CATALOGUE, names)
    assert tuple(table.columns) == ranking.HEAT_COLUMNS
    assert set(table["row"]) == {"意见建议 条"}  # one report alone states filed proposals: neither large nor small
    assert table["value"].fillna(-1).tolist() == [1.0, 0.5, -1, -1, -1, -1, -1]
    assert table["text"].tolist() == ["90余", "45", "14", "6／9", "30 人次", "", "142"]
    assert table["key"].tolist()[1] == "suggestions|1"
    empty = ranking.heat_cells(MIXED, MIXED.cells.head(0), CATALOGUE, names)
    assert tuple(empty.columns) == ranking.HEAT_COLUMNS and empty.empty
    told = [note["text"] for note in heat.heat(table, Caption("热图"), limited=True).to_dict()["layout"]["annotations"]]
    assert any("6／9" in text for text in told)
    assert not any("6／9" in note["text"] for note in heat.heat(table, Caption("热图")).to_dict()["layout"]["annotations"])


def test_courses_are_drawn_of_places_with_two_years_and_of_no_others() -> None:
    found = matrix(
        side(OLD, figure("suggestions", 90, "条"), figure("proposals_filed", 42, "件")),
        side(NEW, figure("suggestions", 20, "条", scope="part")),
        side(CITY, figure("suggestions", 171, "条")),
    )
    table = ranking.courses(found, found.cells)
    assert tuple(table.columns) == ranking.COURSE_COLUMNS == ("group", *panels.PANEL_COLUMNS)
    assert list(zip(table["indicator"], table["place"], table["start"], strict=True)) == [
        ("suggestions", "甲县", 2022),
        ("suggestions", "甲县", 2024),
    ]
    drawn = panels.panels(table, Caption("逐年"))
    assert [trace.mode for trace in drawn.data] == ["markers", "markers"]  # 2023 is missing: a gap, no line
    assert "20 局部" in drawn.to_json().encode().decode("unicode_escape")
    empty = ranking.courses(found, found.cells.head(0))
    assert tuple(empty.columns) == ranking.COURSE_COLUMNS and empty.empty
    assert ranking.why_no_courses(found.sides) == "" and "另一年" in ranking.why_no_courses(found.sides[1:])


def test_panels_join_following_years_and_draw_a_term_as_a_bar() -> None:
    old = report("甲县", 2018, end=2021)
    found = matrix(
        side(old, figure("suggestions", 142, "条", period_years=4)),
        side(OLD, figure("suggestions", 90, "条")),
        side(report("甲县", 2023), figure("suggestions", 50, "条")),
        side(NEW),
    )
    drawn = panels.panels(ranking.courses(found, found.cells), Caption("逐年")).to_dict()
    assert [trace["mode"] for trace in drawn["data"]] == ["lines", *["markers"] * 4]
    assert sum(shape["type"] == "rect" for shape in drawn["layout"]["shapes"]) == 1
    words = " ".join(note["text"] for note in drawn["layout"]["annotations"])
    assert "142 四年合计" in words and "虚线圈：未提及" in words
    assert drawn["data"][1]["customdata"] == [["suggestions", "甲县-2018-2021"]]


def test_a_ranking_orders_what_may_be_compared_and_tells_why_the_rest_is_not() -> None:
    found = ranking.ranked(MIXED.sides, CATALOGUE, "suggestions")
    assert found.rows["side"].tolist() == [0, 1] and found.ranks == (0, 2)  # a bound has no place, and 45 comes after 90余
    assert tuple(found.left.columns) == ranking.LEFT_COLUMNS
    assert dict(zip(found.left["label"], found.left["why"], strict=True)) == {
        "寅县 2022": "局部",
        "卯县 2022": "口径不同",
        "辰县 2022": "单位不同",
        "丁县 2018—2021": "跨年累计",
        "巳县 2022": "未提及",
    }
    assert all(found.left["reason"]) and found.left["label"].tolist()[-1] == "巳县 2022"
    nothing = ranking.ranked(MIXED.sides, CATALOGUE, "history_words")
    assert nothing.rows.empty and nothing.ranks == () and tuple(nothing.left.columns) == ranking.LEFT_COLUMNS


def test_equal_counts_share_the_better_place() -> None:
    sides = [side(one, figure("proposals_filed", count, "件")) for one, count in zip(PLACES, (40, 60, 60, 9), strict=False)]
    found = ranking.ranked(sides, CATALOGUE, "proposals_filed")
    assert found.rows["side"].tolist() == [1, 2, 0, 3] and found.ranks == (1, 1, 3, 4)
    assert ranking.told(found, "子县") == "4 份可比的报告由多到少排列，子县 2022的 40 件列第 3。"
    assert ranking.told(found, "别县") == ""


def test_reports_are_ranked_by_year_and_by_level_where_there_are_several() -> None:
    reports = (OLD, NEW, CITY, report("乙县", 2024, number=2), TERM)
    assert list(ranking.scopes(reports)) == ["2024 年全库", "2024 年县级"]
    assert ranking.scopes(reports)["2024 年县级"] == (NEW.id, "乙县-2024")
    assert ranking.scopes(()) == {}


def test_a_city_stands_beside_counties_and_has_no_place_among_them() -> None:
    counties = [side(one, figure("suggestions", count, "条")) for one, count in zip(PLACES, (40, 60), strict=False)]
    found = ranking.ranked((*counties, side(CITY, figure("suggestions", 171, "条"))), CATALOGUE, "suggestions")
    assert found.rows["side"].tolist() == [2, 1, 0] and found.ranks == (0, 1, 2)
    assert "层级与多数报告不同，不编名次" in ranking.told(found, CITY.metadata.place)
    alone = ranking.ranked((counties[0], side(CITY, figure("suggestions", 171, "条"))), CATALOGUE, "suggestions")
    assert alone.ranks == (0, 0), "one figure alone is neither first nor last"
