"""The library keeps what it is given, tells versions apart, forgets nothing, and knows the way back."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from analysis.library import Library
from analysis.report import DuplicateError, LibraryError
from tests.shelf import about, fresh_url, tampered


@pytest.fixture
def url(tmp_path: Path) -> str:
    return fresh_url(tmp_path)


@pytest.fixture
def library(url: str) -> Iterator[Library]:
    opened = Library(url)
    yield opened
    opened.close()


# -- going in and coming out


def test_a_report_comes_back_as_it_went_in(library: Library) -> None:
    metadata = about(start=2018, end=2021, source="某报", sample=True, reasons={"place": "标题写明"})
    report = library.add("正文".encode(), "报告.txt", metadata, derived={"text": '{"a":1}'}, rules="r1")
    assert (report.id, report.place_number, report.counts, report.deleted) == ("甲县-2018-2021", 1, True, False)
    assert report.metadata == metadata
    assert report.sha256 == hashlib.sha256("正文".encode()).hexdigest()
    assert library.get(report.id) == report == library.reports()[0] == library.find(report.sha256)
    assert library.original(report.id) == ("正文".encode(), "报告.txt")
    assert library.derived(report.id, "text", "r1") == '{"a":1}'


def test_what_was_kept_is_there_after_opening_again(library: Library, url: str) -> None:
    report = library.add(b"a", "a.txt", about())
    again = Library(url)
    assert again.get(report.id) == report
    assert again.revision() == library.revision()
    again.close()


def test_the_same_bytes_are_refused_by_the_id_they_have(library: Library) -> None:
    library.add(b"same", "a.txt", about())
    before = library.revision()
    with pytest.raises(DuplicateError, match="甲县-2022") as raised:
        library.add(b"same", "b.txt", about("乙县"))
    assert (raised.value.report_id, raised.value.code) == ("甲县-2022", "E120")
    assert len(library.reports()) == 1
    assert library.revision() == before


def test_other_bytes_of_one_place_and_period_are_versions_and_the_latest_counts(library: Library) -> None:
    for number in range(3):
        library.add(b"text %d" % number, f"{number}.txt", about())
    assert [(one.id, one.counts) for one in library.reports()] == [("甲县-2022", False), ("甲县-2022~2", False), ("甲县-2022~3", True)]
    assert library.choose_version("甲县-2022").counts
    assert [one.counts for one in library.versions("甲县-2022~3")] == [True, False, False]
    library.delete("甲县-2022")
    assert [(one.id, one.counts) for one in library.reports()] == [("甲县-2022~2", False), ("甲县-2022~3", True)]
    with pytest.raises(LibraryError, match="请先恢复"):
        library.choose_version("甲县-2022")
    library.restore("甲县-2022")
    assert [one.counts for one in library.versions("甲县-2022")] == [True, False, False]
    assert library.add(b"text 9", "9.txt", about()).id == "甲县-2022~4"


def test_versions_of_one_period_leave_other_periods_and_places_alone(library: Library) -> None:
    library.add(b"1", "1.txt", about(start=2021, end=2022))
    library.add(b"2", "2.txt", about(start=2022))
    library.add(b"3", "3.txt", about("乙县", 2022))
    assert all(one.counts for one in library.reports())


def test_places_keep_the_number_of_their_first_import(library: Library) -> None:
    for number, place in enumerate(("丙县", "甲县", "乙县")):
        library.add(b"%d" % number, "a.txt", about(place))
    library.delete("丙县-2022")
    assert library.add(b"more", "a.txt", about("丁县")).place_number == 4
    assert library.add(b"again", "a.txt", about("丙县", 2024)).place_number == 1
    assert [one.id for one in library.reports()] == ["丙县-2024", "甲县-2022", "乙县-2022", "丁县-2022"]


def test_namesakes_in_two_provinces_are_two_places_that_both_count(library: Library) -> None:
    first = library.add(b"1", "1.txt", about("鼓楼区", province="江苏省"))
    second = library.add(b"2", "2.txt", about("鼓楼区", province="福建省"))
    third = library.add(b"3", "3.txt", about("鼓楼区", 2023, province="江苏省"))
    assert (first.place_number, second.place_number, third.place_number) == (1, 2, 1)
    assert all(one.counts for one in library.reports())
    assert second.id != first.id


def test_a_province_learnt_later_does_not_change_the_number(library: Library) -> None:
    first = library.add(b"1", "1.txt", about(province=""))
    assert library.add(b"2", "2.txt", about(start=2023)).place_number == first.place_number
    assert library.revise("甲县-2023", replace(about(start=2023), province="另省")).place_number == 2, "two reports share number 1"
    only = library.add(b"3", "3.txt", about("戊县", province="甲省"))
    assert library.revise(only.id, about("戊县", province="乙省")).place_number == only.place_number


def test_reports_stand_in_order_of_place_period_and_version(library: Library) -> None:
    for number, (place, year) in enumerate([("乙县", 2024), ("甲县", 2023), ("乙县", 2022)]):
        library.add(b"%d" % number, "a.txt", about(place, year))
    for number in range(11):
        library.add(b"v%d" % number, "a.txt", about("甲县", 2023))
    expected = ["乙县-2022", "乙县-2024", "甲县-2023", *(f"甲县-2023~{n}" for n in range(2, 13))]
    assert [one.id for one in library.reports()] == expected


def test_an_empty_file_and_a_nameless_place_are_refused(library: Library) -> None:
    with pytest.raises(LibraryError, match="文件为空"):
        library.add(b"", "a.txt", about())
    with pytest.raises(LibraryError, match="地方"):
        library.add(b"a", "a.txt", about("\u202e \u200b"))
    assert library.reports() == ()


def test_nothing_of_a_failed_import_stays(library: Library, url: str) -> None:
    before = library.revision()
    with pytest.raises(LibraryError) as raised:
        library.add(b"a", "a.txt", about(), derived={"good": "{}", "zz": "\ud800"}, rules="r")
    assert raised.value.code == "E130"
    assert (library.reports(), library.revision()) == ((), before)
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        for table in ("originals", "reports", "derived", "history", "places"):
            assert connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar() == 0, table
    engine.dispose()


# -- changes and the way back


def test_revise_gives_a_new_id_and_the_old_one_still_leads_there(library: Library) -> None:
    library.add(b"a", "a.txt", about(start=2021), derived={"text": "{}"}, rules="r")
    revised = library.revise("甲县-2021", about(start=2022, title="更正后的标题"), who="张三")
    assert (revised.id, library.get("甲县-2021"), library.get("甲县-2022")) == ("甲县-2022", revised, revised)
    assert library.derived("甲县-2021", "text", "r") == "{}"
    assert library.derived_many(["甲县-2021", "甲县-2022"], "text", "r") == {"甲县-2021": "{}", "甲县-2022": "{}"}
    entry = library.history("甲县-2022")[-1]
    assert (entry.what, entry.who, entry.label) == ("revise", "张三", "修改信息")
    assert (json.loads(entry.before)["id"], json.loads(entry.after)["id"]) == ("甲县-2021", "甲县-2022")
    assert json.loads(entry.after)["metadata"]["title"] == "更正后的标题"


def test_revise_to_what_is_there_already_is_no_change(library: Library) -> None:
    library.add(b"a", "a.txt", about())
    before = library.revision()
    assert library.revise("甲县-2022", about()).id == "甲县-2022"
    assert (library.revision(), len(library.history("甲县-2022"))) == (before, 1)


def test_revise_into_a_taken_place_and_period_becomes_a_version(library: Library) -> None:
    library.add(b"a", "a.txt", about())
    library.add(b"b", "b.txt", about("乙县"))
    assert library.revise("乙县-2022", about()).id == "甲县-2022~2"
    assert [(one.id, one.counts) for one in library.reports()] == [("甲县-2022", False), ("甲县-2022~2", True)]


def test_a_former_id_gives_way_to_the_report_that_rightly_bears_it(library: Library) -> None:
    library.add(b"a", "a.txt", about(start=2022))
    library.revise("甲县-2022", about(start=2021))
    assert library.get("甲县-2022").id == "甲县-2021"
    assert library.add(b"b", "b.txt", about(start=2022)).id == "甲县-2022"
    assert library.original("甲县-2022")[0] == b"b"


def test_two_people_at_the_metadata_of_one_report(library: Library) -> None:
    seen = library.add(b"a", "a.txt", about()).metadata
    library.revise("甲县-2022", replace(seen, title="第一人的标题"), seen=seen)
    with pytest.raises(LibraryError, match="已被他人修改") as raised:
        library.revise("甲县-2022", replace(seen, title="第二人的标题"), seen=seen)
    assert raised.value.code == "E131"
    assert library.get("甲县-2022").metadata.title == "第一人的标题"


def test_delete_hides_and_restore_brings_all_back(library: Library) -> None:
    library.add(b"a", "a.txt", about(), derived={"text": "{}"}, rules="r")
    assert library.delete("甲县-2022").deleted
    assert library.reports() == () and len(library.reports(include_deleted=True)) == 1
    with pytest.raises(LibraryError, match="已删除"):
        library.get("甲县-2022")
    assert library.get("甲县-2022", include_deleted=True).deleted
    assert library.stale("text", "r2") == ()
    assert not library.restore("甲县-2022").deleted
    assert library.original("甲县-2022")[0] == b"a"
    assert library.derived("甲县-2022", "text", "r") == "{}"


def test_importing_deleted_bytes_brings_the_report_back_under_the_metadata_given_now(library: Library) -> None:
    library.add(b"a", "a.txt", about(start=2021), derived={"text": "1"}, rules="r1")
    library.delete("甲县-2021")
    report = library.add(b"a", "a.txt", about(start=2022), derived={"text": "2"}, rules="r2")
    assert (report.id, report.deleted, report.counts) == ("甲县-2022", False, True)
    assert library.derived("甲县-2022", "text", "r2") == "2"
    assert [one.what for one in library.history("甲县-2022")] == ["import", "delete", "restore", "revise"]


def test_undo_takes_changes_back_one_by_one(library: Library) -> None:
    library.add(b"a", "a.txt", about())
    library.add(b"b", "b.txt", about())
    library.choose_version("甲县-2022")
    library.revise("甲县-2022", about(start=2023))
    library.delete("甲县-2023")
    assert not library.undo("甲县-2023").deleted
    assert (library.undo("甲县-2023").id, library.get("甲县-2023").id) == ("甲县-2022", "甲县-2022")
    assert library.get("甲县-2022").counts
    assert not library.undo("甲县-2022").counts
    with pytest.raises(LibraryError, match="没有可以撤销"):
        library.undo("甲县-2022")
    assert [(one.what, one.undone) for one in library.history("甲县-2022")] == [
        ("import", False), ("choose", True), ("revise", True), ("delete", True), ("undo", False), ("undo", False), ("undo", False),
    ]  # fmt: skip


def test_undo_without_an_id_takes_back_the_last_change_anywhere(library: Library) -> None:
    library.add(b"a", "a.txt", about())
    library.add(b"b", "b.txt", about("乙县"))
    library.delete("甲县-2022")
    library.delete("乙县-2022")
    assert library.undo().id == "乙县-2022"
    assert library.undo().id == "甲县-2022"


@pytest.mark.parametrize("method", ["get", "original", "delete", "restore", "history", "versions", "choose_version", "corrections"])
def test_an_unknown_id_is_answered_in_chinese(library: Library, method: str) -> None:
    for wrong in ("没有-2022", "", "../../etc/passwd", "1 OR 1=1", "'; DROP TABLE reports--"):
        with pytest.raises(LibraryError, match="报告库中没有") as raised:
            getattr(library, method)(wrong)
        assert raised.value.code == "E130"


# -- derived values


def test_derived_values_carry_their_rules(library: Library) -> None:
    ids = [library.add(b"%d" % n, "a.txt", about(f"{n}县"), derived={"text": f'"{n}"'}, rules="r1").id for n in range(5)]
    assert library.derived_many(ids[::-1], "text", "r1") == {report_id: f'"{report_id[0]}"' for report_id in ids[::-1]}
    assert list(library.derived_many(ids[::-1], "text", "r1")) == ids[::-1]
    assert library.derived_many(ids, "text", "r2") == {} == library.derived_many(["没有-2022"], "text", "r1")
    assert library.stale("text", "r1") == () and library.stale("text", "r2") == tuple(ids) == library.stale("words", "r1")
    library.put_derived(ids[0], "text", "r2", "{}")
    assert library.stale("text", "r2") == tuple(ids[1:])
    assert library.derived(ids[0], "text", "r1") is None and library.derived(ids[0], "text") == "{}"
    library.put_derived_many({report_id: "[]" for report_id in ids}, "text", "r2")
    assert library.stale("text", "r2") == ()


def test_putting_the_same_value_again_changes_nothing(library: Library) -> None:
    library.add(b"a", "a.txt", about(), derived={"text": "{}"}, rules="r")
    before = library.revision()
    library.put_derived("甲县-2022", "text", "r", "{}")
    assert library.revision() == before
    library.put_derived("甲县-2022", "text", "r", "[]")
    assert library.revision() != before


def test_a_flipped_bit_is_noticed(library: Library, url: str) -> None:
    library.add(b"original", "a.txt", about(), derived={"figures": '{"value":42}'}, rules="r")
    tampered(url, "UPDATE derived SET payload = :value", value='{"value":43}')
    assert library.derived("甲县-2022", "figures", "r") is None, "what rules made is made again"
    assert library.derived_many(["甲县-2022"], "figures", "r") == {}
    tampered(url, "UPDATE originals SET data = :value", value=b"0riginal")
    with pytest.raises(LibraryError, match="原件已损坏"):
        library.original("甲县-2022")
    tampered(url, "UPDATE reports SET metadata = replace(metadata, '2022', '2023')")
    with pytest.raises(LibraryError, match="记录已损坏"):
        library.reports()
