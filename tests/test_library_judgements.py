"""A person's last word, saved views, the dictionary, and the labels of all these: kept as given, and only text."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.library import Library
from analysis.library.labels import clean_file_name, clean_label
from analysis.report import LibraryError
from tests.shelf import ANCHOR, FIGURE, WHOLE, about, fresh_url, tampered


@pytest.fixture
def url(tmp_path: Path) -> str:
    return fresh_url(tmp_path)


@pytest.fixture
def library(url: str) -> Iterator[Library]:
    opened = Library(url)
    yield opened
    opened.close()


# -- a person's last word


def test_corrections_are_kept_with_who_and_what(library: Library) -> None:
    library.add(b"a", "a.txt", about())
    first = library.add_correction("甲县-2022", "correct", ANCHOR, before=FIGURE, after='{"value": 24}', who="李四", seen=0)
    second = library.add_correction("甲县-2022", "confirm", ANCHOR, before=FIGURE, seen=first.id)
    assert library.corrections("甲县-2022") == (first, second)
    assert (first.report_id, first.action, first.anchor, first.who, first.after) == ("甲县-2022", "correct", ANCHOR, "李四", '{"value":24}')
    assert json.loads(first.before) == WHOLE
    assert library.corrections_many(["甲县-2022", "没有-1"]) == {"甲县-2022": (first, second)}
    undone = library.undo_correction(second.id)
    assert undone.undone and library.corrections("甲县-2022") == (first, undone)
    with pytest.raises(LibraryError, match="已经撤销"):
        library.undo_correction(second.id)
    assert library.undo("甲县-2022").id == "甲县-2022"
    assert all(one.undone for one in library.corrections("甲县-2022")), "undo takes the correction back that was the last change"
    assert [one.what for one in library.history("甲县-2022")] == ["import", "correct", "confirm", "undo", "undo"]


def test_the_slower_of_two_people_is_told_and_both_values_are_in_the_history(library: Library) -> None:
    library.add(b"a", "a.txt", about())
    first = library.add_correction("甲县-2022", "correct", ANCHOR, before=FIGURE, after='{"value":24}', who="甲", seen=0)
    with pytest.raises(LibraryError, match="已被他人修改") as raised:
        library.add_correction("甲县-2022", "correct", ANCHOR, before=FIGURE, after='{"value":44}', who="乙", seen=0)
    assert raised.value.code == "E131"
    assert library.corrections("甲县-2022") == (first,)
    entry = library.history("甲县-2022")[-1]
    assert (entry.what, entry.who, entry.before, entry.after) == ("conflict", "乙", '{"value":24}', '{"value":44}')
    library.undo_correction(first.id)
    with pytest.raises(LibraryError, match="已被他人修改"):
        library.add_correction("甲县-2022", "confirm", ANCHOR, before=FIGURE, seen=first.id)
    elsewhere = replace(ANCHOR, number_text="18", quote="视察18次", start=40)
    assert library.add_correction("甲县-2022", "confirm", elsewhere, before=FIGURE, seen=0).id > first.id, "another figure is free"


@pytest.mark.parametrize(
    "after",
    [
        '{"value": 1e999}', '{"value": NaN}', '{"value": -Infinity}', '{"value": "多"}', '{"value": true}', '{"value": null}',
        '{"bound": "perhaps"}', '{"scope": "all"}', '{"period_years": 1.5}', '{"start": -1}', '{"nonsense": 1}', '{"topic": 7}',
        "[]", "7", "{", "", "null", '{"value": 1e300}', '{"repeats": [1]}', "[" * 10_000, '{"topic": "' + "长" * 30_000 + '"}',
    ],
)  # fmt: skip
def test_values_that_are_none_are_refused(library: Library, after: str) -> None:
    library.add(b"a", "a.txt", about())
    with pytest.raises(LibraryError) as raised:
        library.add_correction("甲县-2022", "correct", ANCHOR, before=FIGURE, after=after)
    assert raised.value.code == "E130"
    assert library.corrections("甲县-2022") == ()


def test_text_of_a_correction_is_only_text(library: Library) -> None:
    library.add(b"a", "a.txt", about())
    hostile = "'; DROP TABLE corrections-- =cmd|' /c calc'!A1 <img src=x>"
    anchor = replace(ANCHOR, quote=hostile + "\x00\ud800")
    made = library.add_correction("甲县-2022", "correct", anchor, before=FIGURE, after=json.dumps({"topic": hostile}), who=hostile)
    assert library.corrections("甲县-2022") == (made,)
    assert (made.anchor, json.loads(made.after)["topic"]) == (anchor, hostile)


def test_a_person_adds_a_whole_figure_or_none(library: Library) -> None:
    library.add(b"a", "a.txt", about())
    with pytest.raises(LibraryError, match="缺少"):
        library.add_correction("甲县-2022", "add", ANCHOR, after='{"value": 7}')
    with pytest.raises(LibraryError, match="缺少"):
        library.add_correction("甲县-2022", "correct", ANCHOR, after='{"value": 7}')
    assert library.add_correction("甲县-2022", "add", ANCHOR, after=FIGURE).action == "add"


def test_a_damaged_correction_is_told_and_not_shown(library: Library, url: str) -> None:
    library.add(b"a", "a.txt", about())
    library.add_correction("甲县-2022", "correct", ANCHOR, before=FIGURE, after='{"value":24}')
    tampered(url, "UPDATE corrections SET after = :value", value='{"value":94}')
    with pytest.raises(LibraryError, match="更正记录已损坏"):
        library.corrections("甲县-2022")


# -- views, dictionary, settings, revision


def test_views_settings_and_dictionary(library: Library) -> None:
    library.save_view("年度对比", "?left=甲县-2022&right=甲县-2024", who="王五")
    library.save_view("年度对比", "left=甲县-2022\n&right=甲县-2023")
    library.save_view("A", "x=1")
    assert [(one.name, one.query) for one in library.views()] == [("A", "x=1"), ("年度对比", "left=甲县-2022&right=甲县-2023")]
    library.delete_view("A")
    for call in (lambda: library.delete_view("A"), lambda: library.save_view(" ", "x"), lambda: library.save_view("b", "x" * 9_000)):
        with pytest.raises(LibraryError):
            call()
    change = library.add_dictionary_change("merge", "社情民意信息", "社情民意", who="王五")
    library.add_dictionary_change("stop", "我们")
    assert [(one.action, one.term, one.value) for one in library.dictionary_changes()] == [
        ("merge", "社情民意信息", "社情民意"), ("stop", "我们", ""),
    ]  # fmt: skip
    library.undo_dictionary_change(change.number)
    assert [one.term for one in library.dictionary_changes()] == ["我们"]
    assert len(library.dictionary_changes(include_undone=True)) == 2
    refused: list[tuple[Any, str, str]] = [("merge", "词", ""), ("merge", "词", "词"), ("add", "", ""), ("explode", "词", "")]
    for action, term, value in refused:
        with pytest.raises(LibraryError):
            library.add_dictionary_change(action, term, value)
    with pytest.raises(LibraryError):
        library.undo_dictionary_change(change.number)
    assert library.setting("unit", "默认") == "默认"
    library.set_setting("unit", "某县政协")
    library.set_setting("unit", "另县政协")
    assert library.setting("unit") == "另县政协"


def test_every_change_changes_the_revision_and_no_question_does(library: Library) -> None:
    library.add(b"a", "a.txt", about())
    library.add(b"b", "b.txt", about())
    seen = {library.revision()}
    changes = [
        lambda: library.revise("甲县-2022", about(title="新题")),
        lambda: library.choose_version("甲县-2022"),
        lambda: library.delete("甲县-2022"),
        lambda: library.restore("甲县-2022"),
        lambda: library.add_correction("甲县-2022", "confirm", ANCHOR, before=FIGURE),
        lambda: library.undo_correction(1),
        lambda: library.undo(),
        lambda: library.put_derived("甲县-2022", "text", "r", "{}"),
        lambda: library.save_view("v", "x"),
        lambda: library.delete_view("v"),
        lambda: library.add_dictionary_change("add", "词"),
        lambda: library.undo_dictionary_change(1),
        lambda: library.set_setting("a", "b"),
    ]
    for change in changes:
        change()
        assert library.revision() not in seen
        seen.add(library.revision())
    last = library.revision()
    (
        library.reports(),
        library.get("甲县-2022", include_deleted=True),
        library.history("甲县-2022"),
        library.stale("text", "r"),
        library.views(),
    )
    library.create_job(["a"]), library.beat(1), library.mark_item(1, 0, "done")
    assert library.revision() == last


# -- labels


@given(st.text(max_size=400))
def test_labels_are_clean_and_stay_so(text: str) -> None:
    label = clean_label(text, "title")
    assert clean_label(label, "title") == label
    assert len(label) <= 300 and label == label.strip()
    label.encode("utf-8")  # raises for a lone surrogate
    assert not set(label) & {"\n", "\r", "\t", "\0", "\u202e", "\u200b", "\ufeff"}


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\资料\\报告.docx", "报告.docx"), ("\\\\host\\s\\x", "x"), ("a\nb.txt", "a b.txt"),
        ("报\u202e告\x00.txt", "报告.txt"), ("..", "未命名"), ("", "未命名"), ("-rf", "-rf"), ("CON.txt", "CON.txt"),
        ("caf\u0065\u0301.txt", "café.txt"), ("𠮷田.txt", "𠮷田.txt"), ("<b>=1+1</b>.txt", "b>.txt"),
    ],
)  # fmt: skip
def test_file_names_are_labels(name: str, label: str) -> None:
    assert clean_file_name(name) == label


def test_long_and_heaped_labels_are_cut() -> None:
    assert len(clean_file_name("长" * 10_000)) == 200
    assert len(clean_label("e" + "\u0301" * 10_000, "title")) <= 5
    assert clean_label("一行\n两行") == "一行 两行"


@settings(max_examples=25, deadline=None)
@given(place=st.text(min_size=1, max_size=80), title=st.text(max_size=400), start=st.integers(1949, 2099))
def test_any_name_is_kept_and_found_again(place: str, title: str, start: int) -> None:
    library = Library("sqlite://")
    try:
        report = library.add(b"x", title, about(place, start, start + 1, title=title))
    except LibraryError as error:
        assert error.code == "E130" and not clean_label(place, "place")
    else:
        assert library.get(report.id) == report and "~" not in report.id
        assert report.id == report.metadata.base_id
    finally:
        library.close()
