"""What a report sets in marks."""

import pytest

from analysis.words.quotations import marked
from analysis.words.segment import segmenter


def kinds(text: str) -> list[tuple[str, str]]:
    return [(each.text, each.kind) for each in marked(text, segmenter())]


@pytest.mark.parametrize(
    ("text", "expected", "kind"),
    [
        ("打造“龙舟议事”品牌。", "龙舟议事", "quoted"),
        ("推行“渠长走在前、队长带好头、队员齐跟上”示范机制。", "渠长走在前、队长带好头、队员齐跟上", "quoted"),
        ("围绕“加快推进龙舟产业集群化、品牌化、绿色化发展”开展协商。", "加快推进龙舟产业集群化、品牌化、绿色化发展", "topic"),
        ("作了题为“修好一条渠，造福一方人”的发言。", "修好一条渠，造福一方人", "topic"),
        ("落实教育‘双减’要求。", "双减", "quoted"),
        ("印发《龙舟议事规则》。", "龙舟议事规则", "title"),
        ("起草《贯彻〈关于加强龙舟保护的意见〉任务方案》。", "关于加强龙舟保护的意见", "title"),
        ("起草《贯彻〈关于加强龙舟保护的意见〉任务方案》。", "贯彻〈关于加强龙舟保护的意见〉任务方案", "title"),
        ("深化1+2+N模式。", "1+2+N", "number"),
        ("抓住“查、改、管”三个环节。", "查、改、管", "quoted"),
    ],
)
def test_marks_and_kinds(text: str, expected: str, kind: str) -> None:
    assert (expected, kind) in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "“渠道堵了三年，开了一次会就通了”，村民老赵说。",
        "老赵说：“渠道堵了三年，开了一次会就通了”",
        "村民感慨：“以前没人管，现在有人问”",
        "这叫“好”。",
        "村里人都叫它“" + "长" * 45 + "”。",
    ],
)
def test_what_somebody_says_is_no_expression(text: str) -> None:
    assert not kinds(text)
