"""A repair made visible: nothing of the file is lost, and what changed is where it changed."""

from analysis.repair import repair
from analysis.study.repairview import changes, stretches

WRAPPED = (
    "甲县政协二〇二二年工作综述\n\n今年以来，全体委员围绕中心、服务\n大局，开展协商活动 12 场，提出意\n见建议三十余条，得到有关部门采纳。\n"
)


def test_kept_and_gone_make_the_file_again() -> None:
    found = stretches(WRAPPED, repair(WRAPPED))
    assert "".join(one.text for one in found if one.mark != "new") == WRAPPED
    assert "".join(one.text for one in found if one.mark == "kept").replace("\n", "").startswith("甲县政协二〇二二年工作综述今年以来")


def test_a_clean_text_has_no_change_but_line_feeds() -> None:
    text = "今年以来，全体委员围绕中心工作开展协商。\n\n提出意见建议三十余条。\n"
    assert changes(stretches(text, repair(text))) == ()


def test_a_change_is_told_with_its_neighbours() -> None:
    text = "### 一、协商议政\n\n今年以来，县政协开展协商活动十二场，提出意见建议三十余条。\n"
    found = changes(stretches(text, repair(text)))
    assert [(one.gone.strip(), one.new, one.after[:4]) for one in found] == [("###", "", "一、协商")]
    assert text[found[0].start :].startswith("###")


def test_what_stands_before_the_body_is_left_out() -> None:
    text = "---\n地方：甲县\n---\n今年以来，县政协开展协商活动十二场。\n"
    start = text.index("今年")
    found = stretches(text, repair(text, start=start), start=start)
    assert "".join(one.text for one in found) == text[start:]
