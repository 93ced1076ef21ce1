"""Characters written in pieces are one in every reading, counted and told; what only looks alike stays as it is."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading import read
from analysis.reading.compose import MARKS, composed
from analysis.repair import repair
from tests.documents import run, web_page, word
from tests.test_repair import leads_back


@pytest.mark.parametrize(
    ("pieces", "whole", "count"),
    [
        ("Cafe\u0301", "Café", 1),
        ("Nu\u0308\u0304", "N\u01d6", 1),
        ("县\uf9d1\uf92f", "县\u516d\u52de", 2),
        ("か\u3099", "が", 1),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글", 2),
        ("\u212b", "\u00c5", 1),
        ("\U0002f804", "\u4f60", 1),
    ],
)
def test_pieces_become_one_character(pieces: str, whole: str, count: int) -> None:
    assert composed(pieces) == (whole, count)
    assert whole == unicodedata.normalize("NFC", pieces)


@pytest.mark.parametrize(
    "text",
    [
        "县政协开展协商12次。",
        "１２．５％",
        "ｶﾞｷﾞｸﾞ",
        "ﬁ ﬂ ²",
        "①⑳㈠",
        "𠮷",
        "委员 \u0301",
        "〈〉",
        "Café",
        "\uf9d1"[:0],
        "e\u0301" * 0,
        "神",
        "﨑﨔",
    ],
)
def test_what_stays_as_it_is(text: str) -> None:
    """Full- and half-width forms, ligatures and circled numbers differ in more than their writing; a mark alone has no letter."""
    assert composed(text) == (text, 0)


@given(st.text(alphabet="县政协aeo\u0301\u0308\u0323\u3099かﾊﾞ１\uf900\u1100\u1161\u11a8가\u212b ", max_size=40))
def test_agrees_with_the_standard_where_marks_are_few(text: str) -> None:
    once, _ = composed(text)
    assert composed(once) == (once, 0)
    if not any(unicodedata.combining(character) for character in text):
        assert once == unicodedata.normalize("NFC", text)


def test_heaps_of_marks_stay_and_take_no_time() -> None:
    heap = "e" + "\u0301\u0323" * 200_000
    start = time.perf_counter()
    assert composed(heap) == (heap, 0)
    assert time.perf_counter() - start < 2
    assert composed("e" + "\u0323" + "\u0301" * (MARKS - 1))[1] == 1


@pytest.mark.parametrize("make", [lambda text: (text.encode(), "a.txt"), lambda text: (word(run(text)), "a.docx")])
def test_every_reader_composes_counts_and_says_so(make) -> None:
    source = "委员李\uf9d1提出“Cafe\u0301”改造建议12条。"
    found = read(*make(source))
    assert found.text == "委员李\u516d提出“Café”改造建议12条。"
    assert [note for note in found.notes if note.startswith("有 2 处分开书写的字符")]
    assert not [note for note in read(*make(found.text)).notes if "分开书写" in note]


def test_web_page_in_pieces() -> None:
    assert "Café" in read(web_page(["县政协组织委员视察Cafe\u0301" * 10]).encode(), "a.html").text


def test_offsets_are_those_of_the_composed_text() -> None:
    text = read(("委员李\uf9d1提出 12 条\ne\u0301建议。" * 20).encode(), "a.txt").text
    assert leads_back(text, repair(text))
