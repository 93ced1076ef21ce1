"""Evidence ranks before counts."""

import pytest

from analysis.words import phrases
from analysis.words.segment import segmenter
from analysis.words.weighing import Group, importance, ordinary
from tests.words import report


def weight(text: str, kind: str, count: int = 1, *, quoted: bool = False) -> float:
    return importance(Group(text, text, kind, (text,), quoted), count, False, segmenter())


def test_marks_rank_before_repetition() -> None:
    assert weight("龙舟议事", "quoted") > weight("龙舟长廊", "recurrent", 8)
    assert weight("龙舟议事规则", "title") > weight("龙舟议事规则", "compound", 8)
    assert weight("小渠道", "slogan", quoted=True) > weight("小渠道", "slogan")


@pytest.mark.parametrize("text", ["履职成果", "意见建议", "新台阶", "协商机制"])
def test_everyday_words_of_the_genre_have_little_weight(text: str) -> None:
    assert ordinary(text, segmenter())
    assert weight(text, "policy") < weight("龙舟议事长廊", "organ")


@pytest.mark.parametrize("text", ["民主监督", "四下基层", "委员工作室", "新发展理念"])
def test_terms_are_not_everyday_words(text: str) -> None:
    assert not ordinary(text, segmenter())


def test_the_longest_form_stands_for_what_it_always_holds() -> None:
    found = phrases.inventory(report("庆祝人民政协成立30周年。举办人民政协成立30周年展览，河东县政协成立30周年也在今年。"))
    listed = list(found["expression"])
    assert "30周年" not in listed and any("人民政协成立30周年" in each for each in listed)
    alone = phrases.inventory(report("庆祝人民政协成立30周年。渠道通水30周年。"))
    assert "30周年" in list(alone["expression"])


def test_a_wording_that_only_adds_a_word_is_less_new() -> None:
    left = report("收集社情民意。画好同心圆。")
    change = phrases.compare([left], [report("反映社情民意。画好最大同心圆。推广龙舟议事制度，落实三会一课。")])
    listed = list(change.new["expression"])
    assert listed.index("三会一课") < listed.index("反映社情民意")
