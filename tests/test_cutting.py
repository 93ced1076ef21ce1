"""Tokens of jieba's that are several words are cut, and what is one word stays."""

import pytest

from analysis.words.lexicon import Change, shipped
from analysis.words.segment import segmenter


def cut(text: str) -> list[str]:
    return [word.text for word in segmenter().words(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("第十届", ["第十", "届"]),
        ("十一届", ["十一", "届"]),
        ("十余年", ["十", "余", "年"]),
        ("百余", ["百", "余"]),
        ("四十周年", ["四十", "周年"]),
        ("340万元", ["340", "万", "元"]),
        ("30多万元", ["30", "多", "万", "元"]),
        ("9.7亿元", ["9.7", "亿", "元"]),
        ("好几个", ["好几", "个"]),
        ("三个月", ["三个", "月"]),
        ("前三季度", ["前", "三", "季度"]),
        ("不是光环", ["不", "是", "光环"]),
        ("不少于两次", ["不", "少于", "两次"]),
        ("打招呼", ["打", "招呼"]),
        ("进校园", ["进", "校园"]),
        ("新机制", ["新", "机制"]),
        ("融资难", ["融资", "难"]),
        ("认识到", ["认识", "到"]),
        ("修缮一新", ["修缮", "一新"]),
        ("开花结果", ["开花", "结果"]),
        ("田间地头", ["田间", "地头"]),
        ("综合治理", ["综合", "治理"]),
    ],
)
def test_phrases_and_figures_are_cut(text: str, words: list[str]) -> None:
    assert cut(text) == words


@pytest.mark.parametrize(
    "word",
    "十届 三个 五年 第一 十分 千家万户 而是 老百姓 新能源 得到 收到 找到 存在 困难 灾难 高速公路 社会主义".split(),
)
def test_words_stay_whole(word: str) -> None:
    assert cut(word) == [word]


@pytest.mark.parametrize("idiom", "来之不易 守正创新 蔚然成风 深入人心 有声有色 走深走实 功不可没 后继乏人 肺腑之言".split())
def test_idioms_and_set_slogans_stay_whole(idiom: str) -> None:
    assert cut(f"大家说{idiom}。") == ["大家", "说", idiom]


def test_what_an_office_adds_is_never_cut() -> None:
    dictionary = shipped().with_changes([Change("add", "田间地头", "slogan"), Change("add", "十余年", "slogan")])
    assert [word.text for word in segmenter(dictionary).words("田间地头十余年")] == ["田间地头", "十余年"]
