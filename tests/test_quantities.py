"""The grammar of numbers: what is read from a piece of text, and what is left alone."""

import pytest

from analysis.figures import quantities
from analysis.figures.quantities import Quantity, load_units, number, scan
from analysis.report import CatalogueError

READ = [
    # text, (value, upper, bound, unit), the number as written
    ("立案42件", (42, None, "exact", "件"), "42"),
    ("建议九十余条", (90, None, "at_least", "条"), "九十余"),
    ("97万元", (970_000, None, "exact", "元"), "97万"),
    ("80余万元", (800_000, None, "at_least", "元"), "80余万"),
    ("1.2万人次", (12_000, None, "exact", "人次"), "1.2万"),
    ("12,600多户", (12_600, None, "at_least", "户"), "12,600多"),
    ("1亿2000万元", (120_000_000, None, "exact", "元"), "1亿2000万"),
    ("一亿二千万元", (120_000_000, None, "exact", "元"), "一亿二千万"),
    ("2万3千余人", (23_000, None, "at_least", "人"), "2万3千余"),
    ("三百六十万字", (3_600_000, None, "exact", "字"), "三百六十万"),
    ("一百二十家", (120, None, "exact", "家"), "一百二十"),
    ("二百零五件", (205, None, "exact", "件"), "二百零五"),
    ("一万零五百人", (10_500, None, "exact", "人"), "一万零五百"),
    ("三十六场", (36, None, "exact", "场"), "三十六"),
    ("两百余件", (200, None, "at_least", "件"), "两百余"),
    ("廿三篇", (23, None, "exact", "篇"), "廿三"),
    ("数十条", (10, None, "at_least", "条"), "数十"),
    ("十几篇", (10, None, "at_least", "篇"), "十几"),
    ("近百场", (100, None, "below", "场"), "近百"),
    ("上百人次", (100, None, "at_least", "人次"), "上百"),
    ("逾37亿元", (3_700_000_000, None, "at_least", "元"), "逾37亿"),
    ("约3000万元", (30_000_000, None, "about", "元"), "约3000万"),
    ("200件左右", (200, None, "about", "件"), "200"),
    ("不少于30户", (30, None, "at_least", "户"), "不少于30"),
    ("5户以上", (5, None, "at_least", "户"), "5"),
    ("95%以上", (95, None, "at_least", "%"), "95%以上"),
    ("百分之九十八点五", (98.5, None, "exact", "%"), "百分之九十八点五"),
    ("3.2个百分点", (3.2, None, "exact", "百分点"), "3.2"),
    ("3至5条", (3, 5, "exact", "条"), "3至5"),
    ("2—3次", (2, 3, "exact", "次"), "2—3"),
    ("3万至5万元", (30_000, 50_000, "exact", "元"), "3万至5万"),
    ("3至5万元", (30_000, 50_000, "exact", "元"), "3至5万"),
    ("三四十次", (30, 40, "exact", "次"), "三四十"),
    ("五六次", (5, 6, "exact", "次"), "五六"),
    ("近 200 人", (200, None, "below", "人"), "近 200"),
    ("87条次", (87, None, "exact", "条次"), "87"),
    ("17件(次)", (17, None, "exact", "件"), "17"),
    ("八省区", (8, None, "exact", "省区"), "八"),
    ("12处", (12, None, "exact", "处"), "12"),
    ("200亩", (200, None, "exact", "亩"), "200"),
    ("延伸:66名", (66, None, "exact", "名"), "66"),
]

LEFT_ALONE = [
    "第十辑", "第3版至第5版", "第一、二、三次", "十二届二次会议", "十四届三次全体会议", "“六个一”活动", "‘双减’政策",
    "《五年(2022—2026)规划》", "1+3+7+N", "2023年5月3日", "三年来", "七十周年", "3个月内", "2个多月",
    "9:30", "0553-6212345", "12345热线", "G30高速", "千家万户", "千方百计", "百花齐放", "十四五规划",
    "九三学社", "八路军", "三农问题", "两会期间", "四大班子", "三级联动", "一线", "312国道", "五位一体", "12部门",
]  # fmt: skip


def of(text: str) -> list[Quantity]:
    return list(scan(text))


@pytest.mark.parametrize(("text", "expected", "written"), READ, ids=[text for text, _, _ in READ])
def test_reads(text: str, expected: tuple[object, ...], written: str) -> None:
    (found,) = of(text)
    assert (found.value, found.upper, found.bound, found.unit) == expected
    assert text[found.start : found.end] == written
    assert 0 <= found.start < found.end <= found.stop <= len(text)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_leaves_alone(text: str) -> None:
    assert of(text) == []


def test_measure_words_longest_first() -> None:
    assert [found.unit for found in of("70人次、70人、5批次、5批、3场次、3场")] == ["人次", "人", "批次", "批", "场次", "场"]


def test_a_measure_word_that_begins_another_word_is_none() -> None:
    assert [found.unit for found in of("5条例、5部门、8处级、3所有、60人才、7篇章")] == []
    assert [found.unit for found in of("5条、5部、8处、3所、60人、7篇")] == ["条", "部", "处", "所", "人", "篇"]


def test_forms_tell_small_numerals_apart() -> None:
    assert [found.form for found in of("一件、两件、十件、十二件、十余件、8件")] == [
        "one",
        "small",
        "small",
        "chinese",
        "chinese",
        "arabic",
    ]


def test_chain_of_two() -> None:
    assert [(found.value, found.unit) for found in of("接待20余批次300余人")] == [(20, "批次"), (300, "人")]


def test_offsets_within_a_stretch() -> None:
    text = "立案42件。办复30件。"
    (found,) = scan(text, 6, len(text))
    assert text[found.start : found.end] == "30"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("98.5", (98.5, None, None)),
        ("二〇三五", (2035, None, None)),
        ("十五六", (15, 16, None)),
        ("几十", (10, None, "余")),
        ("三万亿", (3e12, None, None)),
    ],
)
def test_number(text: str, expected: tuple[float, float | None, str | None]) -> None:
    assert number(text) == expected


@pytest.mark.parametrize("text", ["٣件", "٣万件", "约٣件以上", "３٣件"])
def test_digits_of_other_scripts_do_not_raise(text: str) -> None:
    assert [found.unit for found in of(text)] == ["件"]


def test_huge_number_does_not_raise() -> None:
    assert of("9" * 5000 + "件") == []


@pytest.mark.parametrize(
    ("piece", "found"), [("9", 0), ("余", 0), ("、", 0), ("3次", 2000), ("“", 0), ("第1、", 0), ("近", 0), ("百分之", 1000)]
)
def test_hostile_text_ends_and_gives_nothing_it_does_not_say(piece: str, found: int) -> None:
    """How long it takes is measured by benchmarks/figures.py."""
    assert len(of(piece * 2000)) == found


def test_units_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*rows: dict[str, str]) -> None:
        monkeypatch.setattr(quantities, "rows", lambda *_: enumerate(rows, 2))
        load_units.__wrapped__()

    right = {"unit": "件", "kind": "count", "not_before": "-", "small": "yes"}
    broken(right)
    for change, word in (({"kind": "things"}, "things"), ({"small": "maybe"}, "maybe")):
        with pytest.raises(CatalogueError, match=f"第 2 行.*{word}"):
            broken(right | change)
    with pytest.raises(CatalogueError, match=r"第 3 行.*重复"):
        broken(right, right)
