"""What may be compared, what is refused, and the words for it. The table of cases was written before the code."""

from dataclasses import dataclass, field

import pandas as pd
import pytest

from analysis.comparison import CELL_COLUMNS, PAIR_COLUMNS, Side, cells, pairs
from analysis.comparison.limits import chips
from analysis.comparison.summary import scale, sentences
from analysis.figures.catalogue import load_catalogue
from tests.builders import figure, report, side

CATALOGUE = load_catalogue()
OLD, NEW = report("甲县", 2022), report("甲县", 2024)
OTHER = report("乙县", 2022, number=2)
CITY = report("丙市", 2024, level="prefecture", number=3)
TERM = report("丁县", 2018, end=2021, number=4)


@dataclass(frozen=True)
class Case:
    name: str
    left: Side
    right: Side
    comparable: bool
    difference: str = ""
    marks: tuple[str, ...] = ()
    indicator: str = ""
    texts: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    absent: tuple[str, ...] = field(default=())


CASES = [
    Case("a bound against an exact count", side(OLD, figure("suggestions", 90, "条", bound="at_least")), side(NEW, figure("suggestions", 142, "条")),
         True, "至多多 52", ("约数",), texts=(("90余",), ("142",))),
    Case("two bounds", side(OLD, figure("opinions_collected", 100, "条", bound="at_least")), side(NEW, figure("opinions_collected", 120, "篇", bound="at_least")),
         True, "", ("约数",), texts=(("100余",), ("120余",))),
    Case("four years against one", side(TERM, figure("inspection_suggestions", 107, "条", period_years=4)), side(OTHER, figure("inspection_suggestions", 25, "条")),
         False, "", ("跨年累计",)),
    Case("forwarded against collected are two indicators", side(OLD, figure("opinions_forwarded", 22, "条")), side(NEW, figure("opinions_collected", 63, "篇")),
         False, "", (), indicator="opinions_forwarded", texts=(("22",), ())),
    Case("reply rate against completion rate", side(OLD, figure("proposal_reply_rate", 100, "%")), side(NEW, figure("proposal_completion_rate", 90, "%")),
         False, "", (), indicator="proposal_reply_rate", texts=(("100%",), ())),
    Case("missing is not nought", side(OLD, figure("proposals_filed", 42, "件")), side(NEW), False, "", (), texts=(("42",), ())),
    Case("two years of one place", side(OLD, figure("study_sessions", 37, "次")), side(NEW, figure("study_sessions", 107, "场次")), True, "增 70"),
    Case("two places", side(OLD, figure("opinions_collected", 140, "条")), side(OTHER, figure("opinions_collected", 137, "篇")), True, "少 3"),
    Case("total against part", side(OLD, figure("donations", 970000, "元", scope="part")), side(NEW, figure("donations", 800000, "元", bound="at_least")),
         False, "", ("口径不同", "约数", "局部"), texts=(("97万",), ("80余万",))),
    Case("sessions against speakers", side(OLD, figure("study_exchanges", 4, "期")), side(NEW, figure("study_exchanges", 86, "人次")), False, "", ("口径不同",)),
    Case("several figures of one indicator", side(OLD, figure("reports_to_committee", 12, "次")),
         side(NEW, figure("reports_to_committee", 6, "次"), figure("reports_to_committee", 9, "次", start=5, end=6)),
         False, "", ("口径不同",), texts=(("12",), ("6", "9"))),
    Case("a rate over four years is still a rate", side(TERM, figure("proposal_reply_rate", 100, "%", period_years=4)), side(OTHER, figure("proposal_reply_rate", 95, "%")),
         True, "少 5 个百分点"),
    Case("held against attended", side(OLD, figure("member_trainings", 6, "期", quote="举办委员培训班6期", number_text="6")),
         side(NEW, figure("member_trainings", 5, "期", quote="选派委员参加全国政协培训班5期", number_text="5")), False, "", ("口径不同",)),
    Case("a plan is not work done", side(OLD, figure("proposals_filed", 42, "件")), side(NEW, figure("proposals_filed", 50, "件", status="plan")), False, "", (),
         texts=(("42",), ())),
    Case("equal counts", side(OLD, figure("member_lectures", 12, "场")), side(NEW, figure("member_lectures", 12, "场次")), True, "持平"),
    Case("persons and attendances do not mix", side(OLD, figure("audience", 300, "人")), side(NEW, figure("audience", 300, "人次")), False, "", ("口径不同",)),
    Case("a bound that falls", side(OLD, figure("supervision_suggestions", 40, "条", bound="at_least")), side(NEW, figure("supervision_suggestions", 25, "条")),
         True, "至少少 15", ("约数",)),
    Case("about says nothing of a difference", side(OLD, figure("audience", 30, "人次", bound="about")), side(NEW, figure("audience", 40, "人次")), True, "", ("约数",)),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    sides = (case.left, case.right)
    table = cells(sides, CATALOGUE)
    found = pairs(table, sides, CATALOGUE)
    if case.indicator:
        found = found[found["indicator"] == case.indicator]
        table = table[table["indicator"] == case.indicator]
    (row,) = found.itertuples()
    assert (row.comparable, row.difference, row.marks) == (case.comparable, case.difference, case.marks)
    assert len(row.reasons) == len(row.marks) and all(reason.endswith("。") for reason in row.reasons)
    if case.texts:
        assert tuple(table.sort_values("side")["texts"]) == case.texts


def test_yearly_mean_makes_four_years_comparable() -> None:
    sides = (
        side(TERM, figure("inspection_suggestions", 108, "条", period_years=4)),
        side(OTHER, figure("inspection_suggestions", 25, "条")),
    )
    table = cells(sides, CATALOGUE, yearly=True)
    assert list(table["texts"]) == [("27",), ("25",)]
    assert list(pairs(table, sides, CATALOGUE, yearly=True)["comparable"]) == [True]


def test_per_head_divides_counts_and_leaves_rates() -> None:
    county = side(OTHER, figure("opinions_collected", 140, "条"), figure("proposal_reply_rate", 100, "%"), population=320_000)
    city = side(CITY, figure("opinions_collected", 137, "篇"), figure("proposal_reply_rate", 99, "%"), population=1_067_300)
    table = cells((county, city), CATALOGUE, per_head=True).set_index(["indicator", "side"])["texts"]
    assert table["opinions_collected", 0] == ("43.8",) and table["opinions_collected", 1] == ("12.8",)
    assert table["proposal_reply_rate", 1] == ("99%",)


def test_parts_stand_behind_a_total() -> None:
    sides = (side(OLD, figure("member_trainings", 2, "期"), figure("member_trainings", 5, "期", scope="part")), side(NEW))
    row = cells(sides, CATALOGUE).iloc[0]
    assert row["texts"] == ("2",) and row["scope"] == "total" and len(row["others"]) == 1


def test_nothing_found_keeps_the_columns() -> None:
    table = cells((side(OLD), side(NEW)), CATALOGUE)
    assert tuple(table.columns) == CELL_COLUMNS and table.empty
    assert tuple(pairs(table, (side(OLD), side(NEW)), CATALOGUE).columns) == PAIR_COLUMNS


def test_swapping_the_sides_turns_the_difference_round() -> None:
    for case in CASES:
        there = pairs(cells((case.left, case.right), CATALOGUE), (case.left, case.right), CATALOGUE)
        back = pairs(cells((case.right, case.left), CATALOGUE), (case.right, case.left), CATALOGUE)
        assert list(there["comparable"]) == list(back["comparable"])
        turned = {"增": "减", "减": "增", "多": "少", "少": "多"}
        for a, b in zip(there["difference"], back["difference"], strict=True):
            word = a.removeprefix("至少").removeprefix("至多")
            assert b.removeprefix("至少").removeprefix("至多") == turned.get(word[:1], word[:1]) + word[1:]


def test_chips_name_what_is_shared_and_what_limits() -> None:
    same = [chip.text for chip in chips((side(OLD), side(NEW)))]
    assert same == ["同一地方", "同为县级", "同为一年期", "相隔两年"]
    unlike = chips((side(TERM), side(CITY, figure("suggestions", 1, "条"))))
    assert [chip.text for chip in unlike] == ["层级不同：丙市是地市级", "跨年累计：丁县是四年合计", "未核：1 个数由程序读出，尚无人核对"]
    assert all(chip.limits and chip.reason.endswith("。") for chip in unlike)


def test_summary_speaks_only_of_what_it_can_show() -> None:
    sides = (
        side(OLD, figure("study_sessions", 37, "次"), figure("proposals_filed", 42, "件")),
        side(NEW, figure("study_sessions", 107, "场次")),
    )
    table = cells(sides, CATALOGUE)
    found = pairs(table, sides, CATALOGUE)
    assert scale(table, found, sides).text == "两份报告共写到 2 项指标：1 项可以直接比，0 项口径不同或跨年累计，1 项只有一方提及。"
    told = sentences(table, found, sides)
    assert [sentence.indicator for sentence in told] == ["study_sessions", "proposals_filed"]
    assert "增 70" in told[0].text and "不等于没有" in told[1].text
    assert sentences(pd.DataFrame(columns=list(CELL_COLUMNS)), found.iloc[:0], sides) == ()
