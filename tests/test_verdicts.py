"""The words of the history: what a correction and an entry say, and that a broken record stops nobody."""

import json
from dataclasses import replace
from pathlib import Path

from analysis.checking import verdicts
from analysis.checking.corrections import anchor_of, figure_to_json, judge
from analysis.figures.catalogue import load_catalogue
from analysis.library import HistoryEntry
from analysis.report import Correction
from analysis.study import Study
from analysis.study.revising import restate, undo
from tests.builders import figure

CATALOGUE = load_catalogue()
FILED = figure("proposals_filed", 42, "件", quote="立案提案42件", number_text="42", start=4, end=6)


def correction(number: int, action: str, before: str = "", after: str = "", *, undone: bool = False) -> Correction:
    return Correction(number, "甲县-2022", action, anchor_of(FILED), before, after, "张三", "2024-03-05T06:07:08+00:00", undone)  # type: ignore[arg-type]


def test_a_correction_names_what_it_changed_and_only_that() -> None:
    changed = replace(FILED, value=45, scope="part")
    told = verdicts.said(correction(1, "correct", figure_to_json(FILED), figure_to_json(changed)), CATALOGUE)
    assert told == "更正数字：数 42 → 45，范围 全部 → 局部"
    assert verdicts.said(correction(1, "confirm", figure_to_json(FILED)), CATALOGUE) == "确认数字：提案立案 42 件"


def test_a_record_that_cannot_be_read_is_named_by_its_action() -> None:
    assert verdicts.said(correction(1, "correct", "{}", "[]"), CATALOGUE) == "更正数字"


def test_the_history_of_one_figure_is_newest_first() -> None:
    found = [correction(1, "confirm", figure_to_json(FILED)), correction(2, "reject", figure_to_json(FILED), undone=True)]
    judged = judge([FILED], found)[0]
    assert [one.id for one in verdicts.of(judged, found)] == [2, 1]


def entry(what: str, before: object = None, after: object = None) -> HistoryEntry:
    dump = [json.dumps(value) if value else "" for value in (before, after)]
    return HistoryEntry(1, "甲县-2022", "2024-03-05T06:07:08+00:00", "张三", what, *dump)


def test_entries_of_a_report() -> None:
    assert verdicts.entry_text(entry("import", None, {"file_name": "甲.docx"}), CATALOGUE) == "导入：甲.docx"
    revised = entry("revise", {"metadata": {"place": "甲县", "level": "county"}}, {"metadata": {"place": "乙县", "level": "prefecture"}})
    assert verdicts.entry_text(revised, CATALOGUE) == "修改信息：地方 甲县 → 乙县，层级 县级 → 地市级"
    assert verdicts.entry_text(entry("delete"), CATALOGUE) == "删除"
    assert verdicts.entry_text(replace(entry("revise"), before="not json"), CATALOGUE) == "修改信息"


def test_a_revision_by_hand_is_read_like_a_head_and_can_be_taken_back(tmp_path: Path) -> None:
    study = Study.open(f"sqlite:///{(tmp_path / 'reports.db').as_posix()}")
    before = study.report("平罗县-2022")
    new = restate(study, before.id, {"地方": "永宁", "时期": "2020-2021"}, seen=before.metadata)
    assert (new.id, new.metadata.period.years, new.metadata.reasons["地方"]) == ("永宁县-2020-2021", 2, "由人改正。")
    assert {one.period_years for one in study.figures(new.id)} >= {2}
    assert restate(study, new.id, {"地方": "永宁县"}) == new  # nothing changed, nothing written
    back = undo(study, new.id)
    assert back.id == "平罗县-2022" and {one.period_years for one in study.figures(back.id)} == {1}


def test_a_new_place_brings_its_own_province_and_level_and_an_unknown_one_takes_what_is_written(tmp_path: Path) -> None:
    study = Study.open(f"sqlite:///{(tmp_path / 'reports.db').as_posix()}")
    form = {"地方": "阜新市", "省份": "宁夏回族自治区", "层级": "县级"}  # only the place was changed in the form
    moved = restate(study, "平罗县-2022", form).metadata
    assert (moved.place, moved.province, moved.level) == ("阜新市", "辽宁省", "prefecture")
    founded = restate(study, "永宁县-2022", {"地方": "新设县", "省份": "宁夏回族自治区", "层级": "县级"}).metadata
    assert (founded.place, founded.province, founded.level) == ("新设县", "宁夏回族自治区", "county")


def test_a_report_of_a_place_of_many_namesakes_can_still_be_retitled(tmp_path: Path) -> None:
    study = Study.open(f"sqlite:///{(tmp_path / 'reports.db').as_posix()}")
    old = study.report("平罗县-2022")
    study.revise(old.id, replace(old.metadata, place="铁西区", province="辽宁省"))
    study.refresh("铁西区-2022")  # what is in the library is never turned away by the rules of identity
    assert restate(study, "铁西区-2022", {"标题": "新的标题"}).metadata.title == "新的标题"
    assert restate(study, "铁西区-2022", {"时期": "2021"}).id == "铁西区-2021"
