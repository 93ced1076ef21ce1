"""Names by their form, and sayings of four characters."""

import pytest

from analysis.fold import fold
from analysis.words.namings import named
from analysis.words.quartets import sayings
from analysis.words.segment import segmenter


def names(text: str) -> dict[str, str]:
    text = fold(text)
    return dict(named(text, segmenter().tagged(text), segmenter()))


def said(text: str, *, opens: bool = False) -> list[str]:
    text = fold(text)
    return list(sayings(text, segmenter().tagged(text), segmenter(), opens=opens))


@pytest.mark.parametrize(
    ("sentence", "name", "kind"),
    [
        ("自九届四次会议以来，渠道修了三条。", "九届四次会议", "meeting"),
        ("在政协河东县第九届委员会第四次会议上作报告。", "第九届委员会第四次会议", "meeting"),
        ("传达市第十二次党代会要求。", "市第十二次党代会", "meeting"),
        ("审议常务委员会工作报告。", "常务委员会工作报告", "title"),
        ("学习习近平总书记视察河东重要讲话精神。", "视察河东重要讲话精神", "policy"),
        ("学习在庆祝水利建设大会上的重要讲话精神。", "庆祝水利建设大会上的重要讲话精神", "policy"),
        ("庆祝河东县政协成立40周年。", "庆祝河东县政协成立40周年", "number"),
        ("修订渠道巡查工作规则，照章办事。", "渠道巡查工作规则", "rule"),
        ("制定渠道管护考核办法和水费收缴公示制度。", "渠道管护考核办法", "rule"),
        ("制定渠道管护考核办法和水费收缴公示制度。", "水费收缴公示制度", "rule"),
        ("健全渠道巡查、登记、报修、回访机制。", "渠道巡查、登记、报修、回访机制", "rule"),
        ("落实用水小队向水站每季度报告的制度。", "用水小队向水站每季度报告的制度", "rule"),
        ("把修好渠道作为首要政治任务。", "首要政治任务", "slogan"),
        ("今年是龙舟节的开局之年。", "开局之年", "slogan"),
        ("建成委员议事长廊平台，新设龙舟议事驿站两处。", "龙舟议事驿站", "organ"),
        ("实施渠道清淤提升行动。", "渠道清淤提升行动", "activity"),
        ("组织渠道大摸排活动。", "渠道大摸排活动", "activity"),
        ("水利界委员下乡看渠。", "水利界委员", "role"),
    ],
)
def test_what_a_name_is_told_by_its_form(sentence: str, name: str, kind: str) -> None:
    assert names(sentence).get(name) == kind


@pytest.mark.parametrize(
    "sentence",
    [
        "完善制度，健全机制。",  # nothing of their own
        "各项工作机制更加完善。",
        "协商机制更加健全。",
        "想办法把水引来，到现场找解决的办法。",
        "搭建平台，创造条件。",
        "群众一起行动起来。",
        "这一次会议开得很好。",
        "发表重要讲话，作出重要指示。",
        "完善同民主党派、工商联的联系制度。",  # a list of organs
        "社会各界委员踊跃发言。",
        "十年来，渠道成立了三个队。",
    ],
)
def test_ordinary_words_are_no_names(sentence: str) -> None:
    assert not names(sentence)


@pytest.mark.parametrize(
    ("sentence", "saying"),
    [("工程终于达产达效了。", "达产达效"), ("在学讲写练中前行。", "学讲写练"), ("好处入脑入心。", "入脑入心")],
)
def test_sayings_of_four_characters(sentence: str, saying: str) -> None:
    assert saying in said(sentence)


@pytest.mark.parametrize(
    "sentence", ["收到提案立案。", "普及法律法规。", "渠道越修越宽。", "党员委员到场。", "今年很好。", "来到黄渠桥镇集市。"]
)
def test_what_only_sounds_alike_is_no_saying(sentence: str) -> None:
    assert not said(sentence)


def test_four_characters_that_open_a_paragraph() -> None:
    assert said("同舟共济，修渠不是空话。", opens=True) == ["同舟共济"]
    assert not said("同舟共济，修渠不是空话。")
    assert not said("全县群众，都来看渠。", opens=True)
    assert not said("新的一年，渠道更宽。", opens=True)
