"""Plans and lessons: which sentences and sections speak of them, and which only look like it."""

import pytest

from analysis.fold import fold
from analysis.themes.functions import functions
from analysis.themes.outlook import outlook, section_kinds
from tests.theme_texts import text_of


@pytest.mark.parametrize(
    "sentence",
    [
        "明年，举办培训班两期。",
        "　下一步，继续办好委员讲堂。",
        "要选好题目，要多走基层，力求说到点子上。",
        "一是要强化学习，二是要改进作风。",
        "拟召开协商会六次，力争采纳率有提高。",
        "调查研究不够深，联系界别不紧，个别委员参加活动不多。",
    ],
)
def test_plans_and_shortcomings(sentence: str) -> None:
    assert outlook(fold(sentence), functions()) == ("reflection" if "不够" in sentence else "plan")


@pytest.mark.parametrize(
    "sentence",
    [
        "按照县委要求，要素保障得到加强，要事及时报告。",
        "委员提出，今后要把旧桥修好。",
        "县里要修路，政协出人出力。",
        "视察组指出，灭火器数量不足，通道宽度不够。",
        "路不够宽，车却一天比一天多。",
        "拟定方案，三次征求意见。",
    ],
)
def test_work_that_looks_like_it(sentence: str) -> None:
    assert outlook(fold(sentence), functions()) is None


def test_a_section_ends_with_a_heading_of_its_rank() -> None:
    blocks = text_of(
        ("heading", "一、回顧", 1), ("paragraph", "甲"),
        ("heading", "二、幾點體會", 1), ("heading", "（一）團結", 2), ("paragraph", "乙"),
        ("heading", "三、下一年工作安排", 1), ("paragraph", "丙"),
        ("heading", "附件", 1), ("paragraph", "丁"),
    ).blocks  # fmt: skip
    kinds = section_kinds(blocks, functions())
    assert [kinds[index] for index in (1, 4, 6, 8)] == [None, "reflection", "plan", None]
