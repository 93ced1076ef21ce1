"""Repairs: each kind, its near misses, round trips of damaged texts, and the score against texts repaired by hand."""

import json
import pickle
import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.evaluation.repair_scores import score
from analysis.reading import read
from analysis.repair import repair
from analysis.report import Repaired
from tests.documents import Page, lines_of, pdf, sentences

TITLE = "凝心聚力开新局 履职为民谱新篇"
SUBTITLE = "——2023年河东县政协工作综述"
BYLINE = "本报记者 林小禾"
HEADINGS = ("强基固本 把牢前进方向", "建言资政 服务发展大局", "情系民生 解决急难愁盼")


def kinds(repaired: Repaired) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in repaired.blocks]


def texts(repaired: Repaired, *wanted: str) -> list[str]:
    return [block.text for block in repaired.blocks if not wanted or block.kind in wanted]


def counted(repaired: Repaired) -> dict[str, int]:
    return {one.kind: one.count for one in repaired.repairs}


def leads_back(source: str, repaired: Repaired) -> bool:
    """Every character of the repaired text stands at its offset in the source; a joining line feed may stand for other white space."""
    for offset, character in enumerate(repaired.text):
        origin = source[repaired.source_offset(offset)]
        if character != "\n" and character != origin and not (character.isspace() and origin.isspace()):
            return False
    return True


def paragraph(seed: int, characters: int = 160) -> str:
    """Invented prose with one number."""
    half = characters // 2
    return f"{sentences(seed, half)[:-1]}，提出意见建议{20 + seed % 70}余条，{sentences(seed + 500, half)}"


def clean_report(seed: int) -> list[tuple[str, str]]:
    """A clean newspaper report as (kind, text)."""
    blocks = [("title", TITLE), ("title", SUBTITLE), ("byline", BYLINE), ("lead", paragraph(seed, 120))]
    for number, heading in enumerate(HEADINGS):
        blocks.append(("heading", heading))
        blocks += [("paragraph", paragraph(seed + 10 * number + step, 140 + 30 * step)) for step in range(1, 3)]
    return blocks


# -- texts that need no repair ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n", "\n　　"])
def test_clean_text_comes_back_untouched(gap: str) -> None:
    blocks = clean_report(3)
    found = repair(gap.join(text for _, text in blocks))
    assert kinds(found) == blocks
    assert set(counted(found)) <= {"署名分出"}


@pytest.mark.parametrize(
    "line",
    [
        "雄关漫道真如铁，\n而今迈步从头越。",
        "好风凭借力，\n送我上青云。\n扬帆正当时，\n奋进新征程。",
        "委员们天天向上，人人好好学习，事事研究研究。",
        "举办“互观互学 共促提升”活动和“老委员 看新貌”视察。",
        "高高兴兴 快快乐乐",
        "工作机制为“1+3+7+N”，热线12345，网址 example.com 不变。",
        "项目\t数量\t单位\n提案\t42\t件\n信息\t120\t篇",
        "提案    42    件\n信息    120    篇",
        "回望 2022 奋进新程",
        "5G 网络和 APP 平台",
    ],
)
def test_near_misses_stay(line: str) -> None:
    found = repair(line)
    assert found.text == line
    assert found.repairs == ()


def test_numbered_report_keeps_its_headings_and_lists() -> None:
    source = "\n".join(
        [
            "政协河东县第十届委员会常务委员会工作报告",
            "——2024年1月8日在政协河东县第十届委员会第三次会议上",
            "县政协主席 周大川",
            "各位委员：",
            "我受常务委员会委托，向大会报告工作，请予审议。",
            "一、2023年工作回顾",
            "（一）坚持党的领导，把牢政治方向",
            "1.强化理论武装。全年组织集中学习12次。",
            "2.强化组织建设。建立临时党支部3个。",
            "（二）坚持服务大局，积极建言献策",
            "围绕县域经济开展协商5次。",
            "二、2024年工作建议",
            "（一）突出政治引领",
            "举办委员培训班2期。",
        ]
    )
    found = repair(source)
    assert found.text == source
    headings = [(block.heading_level, block.text[:4]) for block in found.blocks if block.kind == "heading"]
    assert headings == [(1, "一、20"), (2, "（一）坚"), (2, "（二）坚"), (1, "二、20"), (2, "（一）突")]
    assert texts(found, "title") == source.split("\n")[:2]
    assert texts(found, "byline") == ["县政协主席 周大川"]
    assert [block.text for block in found.blocks if block.plan] == ["二、2024年工作建议", "（一）突出政治引领", "举办委员培训班2期。"]


# -- one repair each -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("着 力 加 强 委 员 教 育 管 理 ，提 升 本 领 。", "着力加强委员教育管理，提升本领。", "字间空格"),
        ("踔 厉 奋 发　凝 心 聚 力 向 前 行", "踔厉奋发　凝心聚力向前行", "字间空格"),
        ("让 130 多户群众受益，举办培训班 5 期。", "让130多户群众受益，举办培训班5期。", "数字旁空格"),
        ("2024 年 3 月，接待 6 批 70 余人次。", "2024年3月，接待6批70余人次。", "数字旁空格"),
        ("满意率达 95% 以上。", "满意率达95%以上。", "数字旁空格"),
        ("深入乡镇（ 社区 ） ，开展协商。", "深入乡镇（社区），开展协商。", "标点旁空格"),
        ("用初心履职尽责用初心履职尽责", "用初心履职尽责", "重影文字"),
        ("————20232023年河东县政协工作综述年河东县政协工作综述", "——2023年河东县政协工作综述", "重影文字"),
        ("用用初初心心履履职职尽尽责责", "用初心履职尽责", "重影文字"),
        ("提出意\u200b见建\u202e议90余条。", "提出意见建议90余条。", "不可见字符"),
        ("**一、工作回顾**", "一、工作回顾", "标题标记"),
        ("### 情系民生 解决急难愁盼", "情系民生 解决急难愁盼", "标题标记"),
    ],
)
def test_one_repair(before: str, after: str, kind: str) -> None:
    found = repair(before)
    assert found.text == after
    assert counted(found)[kind] == 1
    assert next(one.example for one in found.repairs if one.kind == kind) != ("", "")
    assert leads_back(before, found)


def test_doubled_byline_and_spaced_names() -> None:
    found = repair(f"{TITLE}\n本报记者本报记者 赵小满赵小满 罗罗 川川\n{paragraph(1)}")
    assert texts(found, "byline") == ["本报记者 赵小满 罗川"]


def test_markdown_titles_and_headings() -> None:
    found = repair(f"# {TITLE}\n\n## {SUBTITLE}\n\n{paragraph(1)}\n\n### {HEADINGS[0]}\n\n{paragraph(2)}")
    assert texts(found, "title") == [TITLE, SUBTITLE]
    assert [(block.text, block.heading_level) for block in found.blocks if block.kind == "heading"] == [(HEADINGS[0], 1)]


def test_headline_of_two_lines_is_one_title() -> None:
    found = repair(f"用真情凝聚共识\n用初心履职为民\n{SUBTITLE}\n{BYLINE}\n\n{paragraph(1)}")
    assert texts(found, "title") == ["用真情凝聚共识 用初心履职为民", SUBTITLE]


def test_title_in_the_middle_of_a_page_with_its_lead_before_it() -> None:
    body = [lines_of(paragraph(seed), 24) for seed in (1, 2)]
    lead = [
        lines_of(text, 16)
        for text in ("聚焦高质量发展，提出一批有分量的意见；", "聚焦急难愁盼，解决一批群众身边的难题；", paragraph(4, 90))
    ]
    source = "\n\n".join("\n".join(lines) for lines in [*body, *lead]) + f"\n{TITLE}\n{SUBTITLE}\n\n{BYLINE}\n\n" + paragraph(5)
    found = repair(source + f"\n\n{HEADINGS[0]}\n")
    assert [block.kind for block in found.blocks] == ["paragraph"] * 2 + ["lead"] * 3 + ["title", "title", "byline", "paragraph", "heading"]


def test_captions_bylines_credits_and_furniture_are_set_apart() -> None:
    source = (
        f"{TITLE}\n{SUBTITLE}\n{BYLINE}\n\n{paragraph(1)}\n\n"
        "河东县政协委员视察夜间照明。\n\n河东县政协召开专题协商会。 河东县政协组织委员开展植树活动。\n\n"
        f"{HEADINGS[0]}\n{paragraph(2)}（下转第四版）\n— 3 —\n（上接第一版）{paragraph(3)}\n\n"
        "（本版图片由河东县政协提供）\n责编：王某 校对：李某"
    )
    found = repair(source)
    assert texts(found, "caption") == ["河东县政协委员视察夜间照明。", "河东县政协召开专题协商会。", "河东县政协组织委员开展植树活动。"]
    assert texts(found, "credit") == ["（本版图片由河东县政协提供）", "责编：王某 校对：李某"]
    assert texts(found, "furniture") == ["（下转第四版）", "— 3 —", "（上接第一版）"]
    assert texts(found, "paragraph") == [paragraph(2), paragraph(3)]
    assert not any(block.counted for block in found.blocks if block.kind in ("caption", "credit", "furniture", "byline"))


def test_short_sentence_without_photographs_is_a_paragraph() -> None:
    assert texts(repair(f"{paragraph(1)}\n河东县政协组织委员开展视察活动。\n{paragraph(2)}"), "caption") == []


@pytest.mark.parametrize(
    "sentence",
    ["河东县政协全年组织委员开展视察20次。", "县政协机关荣获先进单位称号。", "民心所向，政之所行。", "深入协商议政 当好发展“助推器”"],
)
def test_what_is_no_caption_beside_photographs(sentence: str) -> None:
    assert texts(repair(f"{paragraph(1)}\n\n{sentence}\n\n{paragraph(2)}\n\n（本版图片由河东县政协提供）"), "caption") == []


def test_running_heads_are_furniture() -> None:
    pages = [f"河东日报专刊\n{paragraph(seed)}" for seed in range(4)]
    found = repair("\f".join(pages))
    assert texts(found, "furniture") == ["河东日报专刊"] * 4
    assert texts(found, "paragraph") == [paragraph(seed) for seed in range(4)]


def test_repeated_paragraph_counts_once() -> None:
    found = repair(f"{paragraph(1)}\n\n{paragraph(2)}\n\n{paragraph(1).replace('，', ',')}\n\n{paragraph(3)}")
    assert [block.repeat_of for block in found.blocks] == [None, None, 0, None]
    assert counted(found)["重复段落"] == 1
    once = repair(f"{paragraph(1)}\n\n{paragraph(2)}\n\n{paragraph(3)}")
    assert found.characters == once.characters


def test_short_slogan_may_be_said_twice() -> None:
    assert all(block.repeat_of is None for block in repair("团结就是力量！\n" + paragraph(1) + "\n团结就是力量！").blocks)


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("新的一年，县政协将继续围绕中心、服务大局。", True),
        ("今后，我们要不断改进工作。", True),
        ("去年提出的今后五年规划已经编制完成。", False),
        ("一年来，县政协开展协商12次。", False),
        ("2023年，县政协将社情民意工作摆上重要位置，全年报送信息90篇。", False),
    ],
)
def test_plan_or_past(text: str, plan: bool) -> None:
    assert repair(f"{paragraph(1)}\n{text}").blocks[1].plan is plan


@pytest.mark.parametrize(("name", "plan"), [("工作要点", True), ("工作计划", True), ("工作要点完成情况的报告", False), ("工作总结", False)])
def test_plan_of_work_is_all_plan(name: str, plan: bool) -> None:
    found = repair(f"河东县政协2024年{name}\n\n一、突出政治引领\n{paragraph(1)}")
    assert {block.plan for block in found.blocks if block.kind != "title"} == {plan}


def test_full_name_of_a_report_is_its_title() -> None:
    name = "中国人民政治协商会议第十届河东蒙古族自治县委员会常务委员会工作报告(摘要)"
    found = repair(f"{name}\n各位委员:\n现在,我受常务委员会委托,向大会报告工作。\n一、工作回顾\n{paragraph(1)}")
    assert [block.kind for block in found.blocks] == ["title", "lead", "lead", "heading", "paragraph"]


def test_traditional_script_is_repaired_as_well() -> None:
    head = "凝心聚力開新局 履職為民譜新篇\n——2023年河東縣政協工作綜述\n本報記者 林小禾\n\n"
    found = repair(head + "一、工作回顧\n去年工作圓滿。\n二、今後工作建議\n舉辦培訓班。")
    assert [block.kind for block in found.blocks] == ["title", "title", "byline", "heading", "paragraph", "heading", "paragraph"]
    assert [block.plan for block in found.blocks[3:]] == [False, False, True, True]


def test_head_is_not_part_of_the_text() -> None:
    source = "---\n地方：河东县\n时期：2023\n---\n" + paragraph(1)
    found = repair(source, start=source.index(paragraph(1)))
    assert found.text == paragraph(1)
    assert leads_back(source, found)


def test_bold_run_in_headings_keep_their_text() -> None:
    assert texts(repair("**（一）提案办理见实效。**全年立案42件。")) == ["（一）提案办理见实效。全年立案42件。"]


@pytest.mark.parametrize("text", ["", " \n\t\n　", "\f\f"])
def test_nothing_gives_no_block(text: str) -> None:
    assert repair(text) == Repaired("", ())


# -- round trips -----------------------------------------------------------------------------------------------------------------


def as_source(blocks: list[tuple[str, str]], change: Callable[[str, str], str]) -> str:
    return "\n\n".join(change(kind, text) for kind, text in blocks)


def body_kinds(found: Repaired) -> list[tuple[str, str]]:
    return [
        (block.kind, block.text)
        for block in found.blocks
        if block.kind not in ("caption", "credit", "furniture") and block.repeat_of is None
    ]


def wrapped(text: str, width: int) -> str:
    return "\n".join(lines_of(text, width))


def cut_lines(text: str, width: int, draw: random.Random, between: str) -> str:
    """The wrapped text with `between` at one line end that is in mid-sentence. Not before 委员: a short rest that begins with who is in
    a photograph, between two sentences, may as well be its caption."""
    lines = lines_of(text, width)
    places = [place for place, line in enumerate(lines[:-1], 1) if line[-1] not in "。；：！？，”" and not lines[place].startswith("委员")]
    if places:
        lines.insert(draw.choice(places), between)
    return "\n".join(lines)


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 9999), width=st.integers(15, 40))
def test_round_trip_hard_wraps(seed: int, width: int) -> None:
    blocks = clean_report(seed)
    source = as_source(blocks, lambda kind, text: wrapped(text, width) if kind in ("lead", "paragraph") else text)
    found = repair(source)
    assert kinds(found) == blocks
    assert leads_back(source, found)


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 9999), width=st.integers(15, 40))
def test_round_trip_letter_spacing(seed: int, width: int) -> None:
    blocks, draw = clean_report(seed), random.Random(seed)

    def change(kind: str, text: str) -> str:
        if kind not in ("lead", "paragraph"):
            return " ".join(text) if kind == "heading" else text
        return "\n".join(" ".join(line) if draw.random() < 0.3 and len(line) > 6 else line for line in lines_of(text, width))

    source = as_source(blocks, change)
    found = repair(source)
    assert kinds(found) == blocks
    assert leads_back(source, found)


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 9999), width=st.integers(15, 40), caption=st.booleans())
def test_round_trip_cut_by_column_or_caption(seed: int, width: int, caption: bool) -> None:
    blocks, draw = clean_report(seed), random.Random(seed)
    between = "\n▲河东县政协组织委员视察果园。\n" if caption else ""
    source = as_source(blocks, lambda kind, text: cut_lines(text, width, draw, between) if kind in ("lead", "paragraph") else text)
    found = repair(source)
    assert body_kinds(found) == blocks
    assert leads_back(source, found)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 9999), width=st.integers(15, 40))
def test_round_trip_everything_at_once(seed: int, width: int) -> None:
    blocks, draw = clean_report(seed), random.Random(seed)

    def change(kind: str, text: str) -> str:
        if kind == "title":
            return "".join(part * 2 if part.strip() else part for part in text.replace(" ", "\0 \0").split("\0"))
        if kind not in ("lead", "paragraph"):
            return text
        lines = cut_lines(
            text.replace("提出意见建议", "提出意见建议 "), width, draw, draw.choice(["", "\n▲河东县政协组织委员视察果园。\n"])
        ).split("\n")
        return "\n".join(" ".join(line) if len(line) > 6 and line[0] != "▲" and draw.random() < 0.15 else line for line in lines)

    source = as_source([*blocks, blocks[5]], change)
    found = repair(source)
    assert body_kinds(found) == blocks
    assert sum(block.repeat_of is not None for block in found.blocks) == 1
    assert leads_back(source, found)


def newspaper_page(blocks: list[tuple[str, str]]) -> Page:
    """The clean report as a page of three columns: paragraphs with an indent, headings between blank lines, drawn row by row."""
    page = Page()
    for (_, text), (x, y, size) in zip(blocks[:3], ((120, 800, 22), (160, 775, 14), (220, 755, 9)), strict=True):
        page.put(x, y, text, size)
    rows: list[tuple[float, str] | None] = []
    for kind, text in blocks[3:]:
        lines = lines_of("　　" + text, 16)
        rows += [None, (1.5, text), None] if kind == "heading" else [(2, lines[0][2:]), *((0, line) for line in lines[1:])]
    height = -(-len(rows) // 3)
    for number, row in enumerate(rows):
        if row:
            page.put(40 + number // height * 180 + row[0] * 10, 730 - number % height * 14, row[1])
    page.by_rows()
    return page


@pytest.mark.parametrize("seed", range(4))
def test_from_a_newspaper_page_to_blocks(seed: int) -> None:
    blocks = clean_report(seed)
    assert kinds(repair(read(pdf([newspaper_page(blocks)]), "a.pdf").text)) == blocks


# -- cost and use ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bait",
    [
        "1" * 40 + "x",
        "（" * 4000,
        "“" * 4000,
        "一、" * 3000,
        "县政协组织委员开展视察活动。" * 1000,
        " ".join("字" * 6000),
        "用用" * 3000,
        "…" * 5000,
        "图" * 5000,
    ],
)
def test_baits_take_linear_time(bait: str) -> None:
    def seconds(text: str) -> float:
        start = time.perf_counter()
        repair(text)
        return time.perf_counter() - start

    long = bait * 4
    assert seconds(long) <= max(0.25, 8 * min(seconds(bait), seconds(bait)))


def test_result_can_go_to_another_process() -> None:
    found = repair(as_source(clean_report(1), lambda kind, text: text))
    assert pickle.loads(pickle.dumps(found)) == found


def test_score_of_a_perfect_and_a_spoiled_repair() -> None:
    blocks = clean_report(2)
    expected = [{"kind": kind, "text": text} for kind, text in blocks]
    found = repair("\n".join(text for _, text in blocks))
    assert score(found, expected).blocks == 1.0 and score(found, expected).ratio == 1.0
    spoiled = score(repair("\n".join(text for _, text in blocks if text not in HEADINGS)), expected)
    assert spoiled.borders == (len(blocks) - 3) / len(blocks)
    assert {text for kind, _, text in spoiled.wrong if kind == "heading"} == set(HEADINGS)
    with pytest.raises(ValueError):
        score(found, [])


@pytest.mark.parametrize("name", ["pingluo-2022", "pingluo-2024", "yongning-2022"])
def test_real_reports_against_hand_made_repair(shared, name: str, capsys) -> None:
    source = (shared / "reports" / f"{name}.txt").read_text(encoding="utf-8")
    expected = json.loads((shared / "facts" / f"{name}.clean.json").read_text(encoding="utf-8"))["blocks"]
    found = repair(source)
    result = score(found, expected)
    with capsys.disabled():
        print(f"\n{name}: characters {result.ratio:.4f}, kinds {result.kinds:.3f}, borders {result.borders:.3f}, both {result.blocks:.3f}")
    assert result.ratio >= 0.995
    assert result.blocks >= 0.95
    assert [block.repeat_of for block in found.blocks] == [block.get("repeat_of") for block in expected]
    assert leads_back(source, found)
