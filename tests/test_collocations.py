"""Words that keep together."""

from analysis.words.collocations import compounds, couples, recurrent
from analysis.words.segment import segmenter


def cut(*texts: str) -> list[list[tuple[object, str]]]:
    return [segmenter().tagged(text) for text in texts]


def test_compounds_are_closed_by_what_an_office_does_or_makes() -> None:
    assert "渠道管网改造" in list(compounds(cut("完成渠道管网改造任务。"), segmenter()))
    assert not list(compounds(cut("群众生活水平很高。", "大家一起看天气。"), segmenter()))


def test_couples_name_their_kind() -> None:
    assert "龙舟文化" in list(couples(cut("弘扬龙舟文化。"), segmenter()))
    assert not list(couples(cut("打造文化品牌，聚焦经济，全县经济向好，加强党建。"), segmenter()))


def test_words_that_recur_must_hold_together_and_stand_three_times() -> None:
    lines = [
        "走进龙舟长廊的居民。",
        "建成龙舟长廊两处。",
        "看看龙舟长廊怎样。",
        *["春天种树，夏天修渠，秋天收稻，冬天编筐，老人下棋。"] * 6,
    ]
    words = [[word for word, _ in sentence] for sentence in cut(*lines)]
    assert "龙舟长廊" in list(recurrent(words, segmenter()))
    assert "龙舟长廊" not in list(recurrent(words[1:], segmenter()))
