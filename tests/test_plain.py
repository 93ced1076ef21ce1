"""Words from outside, written so that Markdown shows exactly them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.shared.plain import JOINER, READ_LATER, plain


def shown(markdown: str) -> str:
    """What is left when Markdown takes its escapes away."""
    kept, escaped = [], False
    for character in markdown:
        if character == "\\" and not escaped:
            escaped = True
            continue
        assert escaped or character not in "\\`*_{}[]()#+-.!|<>~$^=&:", f"{character!r} means something"
        kept.append(character)
        escaped = False
    return "".join(kept)


@pytest.mark.parametrize("text", ["平罗县 2022", "阜新蒙古族自治县 2018—2021（第2版）", "提案办复率100%，同比“持平”", "", "甲、乙；丙"])
def test_ordinary_names_are_passed_on(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "**粗** _斜_ `码` ~~删~~", "[甲](javascript:1)", "![](x)", "<img src=x onerror=y>", ":red[红] :blue-badge[蓝]", "$x^2$", "# 题", "> 引", "| 表 |",
        "1. 一", "- 列", "+ 列", "1) 一", "&nbsp;&#65;", "\\<b>", "{{7*7}} %s", "平罗县-2022~2",
    ],
)  # fmt: skip
def test_signs_of_markdown_are_escaped(text: str) -> None:
    assert shown(plain(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        ":material/delete:",
        ":streamlit:",
        "http://a.cn/x",
        "HTTPS://A.CN",
        "www.a.cn",
        "WWW.a.cn",
        "a@b.cn",
        "-- --- ----",
        "-> <- <->",
        ">= <= ~=",
    ],
)
def test_what_streamlit_reads_later_is_parted_by_a_sign_that_shows_nothing(text: str) -> None:
    made = shown(plain(text))
    assert made.replace(JOINER, "") == text and JOINER in made
    assert not any(left + right in made for left, right in READ_LATER if right)


def test_one_line_that_is_no_block_of_code() -> None:
    assert shown(plain("甲\n乙\r丙")) == "甲 乙 丙"
    assert plain("    甲\t") == "\u00a0\u00a0\u00a0\u00a0甲\t"


@given(st.text(alphabet=string.printable + "政协：“”<>-", max_size=60))
def test_nothing_is_lost_and_nothing_means_anything(text: str) -> None:
    made = shown(plain(text)).replace(JOINER, "")
    body = text.lstrip(" \t")
    assert made == "\u00a0" * (len(text) - len(body)) + body.replace("\n", " ").replace("\r", " ")
