"""Folding: one way of writing, the same length, the same places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.fold import fold, traditional_share


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("１２．５％", "12.5%"),
        ("（一）：提案，４２件；", "(一):提案,42件;"),
        ("縣政協圍繞會議開展協商", "县政协围绕会议开展协商"),
        ("「有事好商量」『平臺』", "“有事好商量”‘平台’"),
        ("⼀⽇⽣活", "一日生活"),
        ("2018－2021　年−3", "2018-2021 年-3"),
        ("立案𝟒𝟐件", "立案42件"),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["县政协开展协商12.5%。", "“两个确立”——《规划》…", "乾县、蒜薹、麴某", "一二三、①②③㎡", "𠮷"])
def test_what_stays(text: str) -> None:
    assert fold(text) == text


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_same_length_same_parts_and_twice_is_once(text: str, start: int, end: int) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
    assert fold(text[start:end]) == folded[start:end]


def test_traditional_share() -> None:
    assert traditional_share("縣政協圍繞會議開展協商") > 0.5
    assert traditional_share("县政协围绕会议开展协商，乾县来访") == 0.0
    assert traditional_share("2023, ABC") == 0.0
