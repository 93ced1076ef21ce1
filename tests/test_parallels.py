"""Parallel wording is one expression; what only enumerates is none."""

import pytest

from analysis.fold import fold
from analysis.words.parallels import parallel
from analysis.words.segment import segmenter


def runs(text: str) -> dict[str, str]:
    text = fold(text)
    return {found.replace(",", "，"): kind for found, kind in parallel(text, segmenter().tagged(text), segmenter())}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("做到问村于民、问路于民、问水于民，修通了水渠。", "问村于民、问路于民、问水于民"),
        ("老人看渠、青年修渠、孩子护渠相结合。", "老人看渠、青年修渠、孩子护渠"),
        ("全体队员扛沙袋、守堤坝、护粮仓。", "扛沙袋、守堤坝、护粮仓"),
        ("推动果园管理标准化、机械化、绿色化。", "标准化、机械化、绿色化"),
        ("戏曲下乡、电影下乡、图书下乡轮流开展。", "戏曲下乡、电影下乡、图书下乡"),
        ("在河边听取意见、在河边画出图纸、在河边验收工程。", "在河边听取意见、在河边画出图纸、在河边验收工程"),
        ("形成党委有布置、政协有回应的局面。", "党委有布置、政协有回应"),
        ("让水渠变得从源头上查、从源头上治。", "从源头上查、从源头上治"),
        ("凡修渠必先量地，凡架桥必先探底，凡种树必先挖坑。", "凡修渠必先量地，凡架桥必先探底，凡种树必先挖坑"),
        ("众手才能筑堤，齐心才会通渠。", "众手才能筑堤，齐心才会通渠"),
        ("推进渠道管护规范化、制度化水平提升。", "规范化、制度化"),
    ],
)
def test_members_of_one_make_are_one_expression(sentence: str, expected: str) -> None:
    assert expected in runs(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "委员走进海原县、盐池县、西吉县。",  # places
        "走访财政局、水利局、林业局。",  # offices
        "协调县委办、政府办、政协办。",
        "清理清水河、大沙河、小石河。",
        "考察养老机构、医疗机构、教育机构。",  # sectors
        "安排重点工作、重大项目、重要会议。",
        "会前、会中、会后都有人记录。",  # stages
        "支持民主党派、工商联、人民团体、无党派人士发言。",  # organs
        "邀请张建国、李卫东、王小明座谈。",  # persons
        "就灌溉渠道、冬季取暖、摊点用电等问题协商。",  # topics
        "工作更有章法、更见成效。",  # ordinary predicates
        "内容充实、形式多样。",
        "渠道修好了、道路变宽了。",
        "今年天气很好，明年天气怎样还不知道。",
    ],
)
def test_lists_are_no_expressions(sentence: str) -> None:
    assert not runs(sentence)


def test_objects_of_one_verb_have_less_weight() -> None:
    """讲渠道、讲堤坝、讲粮仓 lists what is talked about."""
    assert set(runs("会上讲渠道、讲堤坝、讲粮仓。").values()) <= {"series"}


def test_the_first_and_the_last_member_end_where_the_others_do() -> None:
    assert list(runs("县里的老队员带头扛沙袋、守堤坝、护粮仓的故事传开了。")) == ["扛沙袋、守堤坝、护粮仓"]


def test_a_long_list_takes_time_in_proportion() -> None:
    assert not runs("、".join(["渠"] * 20_000))
    assert not runs("，".join(["凡"] * 20_000))
