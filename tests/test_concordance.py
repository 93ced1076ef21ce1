"""Sentences in context: found on the text, with offsets that lead back to it."""

import time

import pytest

from analysis.report import ReportError
from analysis.words import concordance
from tests.words import report, sample

TEXT = report(
    ("heading", "协商议政"),
    "委员就水渠协商三次。听取“民意”，再协商！",
    ("caption", "协商现场。"),
    ("heading", "监督"),
    "提案线索多，办理也快；提案少办理。",
)


def test_columns_hold_and_offsets_lead_to_the_text() -> None:
    for query in ("协商", "没有这个词"):
        found = concordance.sentences(TEXT, query)
        assert tuple(found.columns) == concordance.CONTEXT_COLUMNS
        assert all(TEXT.text[row.start : row.end] == row.match for row in found.itertuples())
    assert tuple(concordance.in_reports({}, "协商").columns) == concordance.REPORT_CONTEXT_COLUMNS


def test_every_place_of_the_counted_text_with_its_section() -> None:
    found = concordance.sentences(TEXT, "协商")
    assert list(found["section"]) == ["协商议政", "协商议政", "协商议政"]  # the heading itself, and two sentences; not the caption
    assert list(found["sentence"])[1:] == ["委员就水渠协商三次。", "听取“民意”，再协商！"]
    row = found.iloc[1]
    assert (row["left"], row["match"], row["right"]) == ("委员就水渠", "协商", "三次。")


def test_marks_inside_do_not_hide_a_phrase() -> None:
    assert list(concordance.sentences(TEXT, "听取民意")["match"]) == ["听取“民意"]
    assert list(concordance.sentences(TEXT, "“民意”，再")["match"]) == ["民意”，再"]


def test_a_star_stays_inside_its_sentence() -> None:
    assert list(concordance.sentences(TEXT, "提案*办理")["match"]) == ["提案线索多，办理", "提案少办理"]
    assert len(concordance.sentences(TEXT, "水渠*民意")) == 0
    assert len(concordance.sentences(TEXT, "*协商*")) == 3
    far = report("提案" + "很" * 13 + "办理。")
    assert len(concordance.sentences(far, "提案*办理")) == 0


def test_the_nearest_next_piece_counts_and_a_later_one_when_that_leads_nowhere() -> None:
    text = report("协商一次又协商一次，再报送。甲乙乙很很很很很很很很很很很丙。")
    assert list(concordance.sentences(text, "协商*次")["match"]) == ["协商一次", "协商一次"]
    assert list(concordance.sentences(text, "甲*乙*丙")["match"]) == ["甲乙乙很很很很很很很很很很很丙"]
    assert list(concordance.sentences(text, "协商**报送")["match"]) == ["协商一次又协商一次，再报送"]


def test_many_stars_end_in_linear_time() -> None:
    long = report("字" * 4000 + "。")
    start = time.perf_counter()
    assert len(concordance.sentences(long, "字*" * 40 + "乙")) == 0
    assert len(concordance.sentences(report("字" * 4000 + "乙。"), "字*" * 20 + "乙乙")) == 0
    assert len(concordance.sentences(report("字" * 2000 + "丙" * 20 + "乙。"), "字*" * 20 + "乙")) == 0
    assert time.perf_counter() - start < 5


def test_parts_apart_by_spaces_must_stand_together() -> None:
    assert list(concordance.sentences(TEXT, "民意 协商")["match"]) == ["民意", "协商"]
    assert len(concordance.sentences(TEXT, "民意 水渠")) == 0


def test_sorted_left_right_and_by_text() -> None:
    text = report("乙甲丙。丙甲乙。甲。")
    assert list(concordance.sentences(text, "甲")["start"]) == [1, 5, 8]
    assert list(concordance.sentences(text, "甲", sort="left")["left"]) == sorted(["乙", "丙", ""])
    assert list(concordance.sentences(text, "甲", sort="right")["right"]) == sorted(["丙。", "乙。", "。"])


def test_the_window_never_leaves_the_sentence() -> None:
    row = concordance.sentences(report("前一句。很长很长的左边协商很长很长的右边。后一句。"), "协商", window=3).iloc[0]
    assert (row["left"], row["right"]) == ("的左边", "很长很")
    row = concordance.sentences(report("前一句。左协商右。后一句。"), "协商", window=30).iloc[0]
    assert (row["left"], row["right"]) == ("左", "右。")


@pytest.mark.parametrize("query", ["", "  ", "*", "* *", "协" * 101])
def test_a_query_that_asks_nothing_is_refused(query: str) -> None:
    with pytest.raises(ReportError):
        concordance.sentences(TEXT, query)


def test_signs_of_patterns_are_text() -> None:
    for query in ("(协商", "[a-z]+", "协商.", "\\d"):
        assert len(concordance.sentences(TEXT, query)) == 0
    assert len(concordance.sentences(report("机制为“1+3+N”。"), "1+3+N")) == 1


def test_several_reports_keep_their_order() -> None:
    names = ["平罗县-2024", "平罗县-2022"]
    found = concordance.in_reports({name: sample(name) for name in names}, "有效衔接 协商")
    assert list(found["report"].drop_duplicates()) == [name for name in names if name in set(found["report"])]
    by_right = concordance.in_reports({name: sample(name) for name in names}, "协商", sort="right")
    keys = [concordance.fold(each) for each in by_right["right"]]
    assert keys == sorted(keys)
    with pytest.raises(ReportError):
        concordance.in_reports({name: sample(name) for name in names}, "协商", sort="up")
