"""Places of a text: every number that can be read stands in a sentence with a place for it, and most other sentences have none."""

import pytest

from analysis.figures.places import Places
from analysis.figures.quantities import scan
from analysis.letters import Letters


def numbers(text: str) -> list[int]:
    """Places of numbers, without the length of the text behind them."""
    return Places.of(Letters.of(text)).numbers[:-1]


@pytest.mark.parametrize(
    "text",
    [
        "收到提案42件", "办复率９５％", "走访三十六家", "开展协商二十一次", "召开会议3至5次", "筹资1.2万元", "参加300余人", "参加300 余人", "撰写十余篇",
        "发放数百份", "举办十几场", "占百分之五", "占百分之三十", "惠及5千3百户", "来了十来个人，办了3件", "来了30来个人", "提升2.5个百分点", "编印一百二十一册",
    ],
)  # fmt: skip
def test_what_can_be_read_has_a_place(text: str) -> None:
    letters = Letters.of(text)
    assert scan(letters.text)
    assert numbers(text)


@pytest.mark.parametrize(
    "text", ["党的二十大精神", "第3号文件", "2023年6月8日", "两个维护的一次", "一批重点提案", "十届政协", "3.", "（一）坚持学习"]
)
def test_sentences_without_a_quantity(text: str) -> None:
    expected = {"两个维护的一次": 1}.get(text, 0)
    assert len(numbers(text)) == expected


def test_a_text_with_shares_in_words_is_looked_at_everywhere() -> None:
    assert numbers("党的二十大精神。") == []
    assert numbers("党的二十大精神。占百分之五。")


def test_sentences_and_clauses() -> None:
    places = Places.of(Letters.of("党组（扩大）会议，学习3次；（一）视察。\n完"))
    assert places.ends == [-1, 13, 19, 20, 22]
    assert places.marks == [8, 13, 14, 16, 19]


def test_empty_text() -> None:
    assert Places.of(Letters.of("")) == ([-1, 0], [], [0])
