"""Wrapped text in which nothing but a short last line parts the paragraphs: what the right edge tells, and where it tells nothing."""

import random
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.identity import split_head
from analysis.repair import repair
from analysis.report import Repaired
from tests.documents import lines_of
from tests.test_heldout import OPENED
from tests.test_repair import HEADINGS, clean_report, kinds, leads_back, paragraph
from tests.wrapping import Borders, Wrap, borders, by_count, by_width, hanging

WIDTHS = (15, 20, 26, 33, 40)
FOLDER = Path(__file__).parent
MARKED = regex.compile(r"\[\[(.*?)\|.*?\]\]")


def paragraphs_of(path: Path) -> list[str]:
    """The paragraphs of a clean report of one paragraph a line, without head, signs of headings and annotations."""
    text = MARKED.sub(r"\1", path.read_text(encoding="utf-8"))
    lines = [line.strip().lstrip("#").replace("**", "").strip() for line in text[split_head(text)[1] :].split("\n")]
    return [line for line in lines if line]


def reports(root: Path) -> list[list[str]]:
    """The samples, the invented reports and the opened ones of the held-out reports; one of these is wrapped already."""
    opened = [FOLDER / "heldout" / f"{name}.txt" for name in OPENED if name != "lintao-2023"]
    return [
        paragraphs_of(path) for path in (*sorted((root / "data/samples").glob("*.txt")), *sorted(FOLDER.glob("invented/*.txt")), *opened)
    ]


def texts(repaired: Repaired) -> list[str]:
    return [block.text for block in repaired.blocks]


@pytest.mark.parametrize("layout", ["bare", "lost indents"])
@pytest.mark.parametrize("wrap", [by_width, hanging])
def test_borders_that_only_short_lines_tell(root: Path, layout: str, wrap: Wrap, capsys) -> None:
    """Before the edge was looked at: precision 0.96–0.99, recall 0.88–0.90."""
    told, everything = [], Borders()
    for width in WIDTHS:
        found = sum((borders(report, wrap, width, layout) for report in reports(root)), Borders())
        told.append(f"{width}: {found.precision:.3f}/{found.recall:.3f}")
        everything += found
    with capsys.disabled():
        print(f"\nborders, {layout}, {wrap.__name__}: {everything.precision:.3f}/{everything.recall:.3f} ({'  '.join(told)})")
    assert everything.precision >= 0.98 and everything.recall >= 0.95


@pytest.mark.parametrize("layout", ["indents", "blank lines", "both"])
def test_borders_that_the_layout_tells(root: Path, layout: str, capsys) -> None:
    found = sum((borders(report, by_width, width, layout) for report in reports(root) for width in WIDTHS[::2]), Borders())
    with capsys.disabled():
        print(f"\nborders, {layout}: {found.precision:.3f}/{found.recall:.3f}")
    assert found.precision >= 0.99 and found.recall >= 0.99


def ends_short(text: str, width: int) -> str:
    """The text with some words more, so that its last line leaves room for two, by width and by number of characters."""
    while max(len(wrap(text, width)[-1]) for wrap in (by_width, by_count)) > width - 4:
        text = f"{text[:-1]}果园。"
    return text


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 9999), width=st.integers(16, 40))
def test_round_trip_when_every_paragraph_ends_short(seed: int, width: int) -> None:
    blocks = [(kind, ends_short(text, width) if kind in ("lead", "paragraph") else text) for kind, text in clean_report(seed)]
    source = "\n".join("\n".join(lines_of(text, width)) if kind in ("lead", "paragraph") else text for kind, text in blocks)
    found = repair(source)
    assert kinds(found) == blocks
    assert leads_back(source, found)


def page(*paragraphs: str, width: int = 20) -> str:
    return "\n".join("\n".join(by_width(text, width)) for text in paragraphs)


#: Twenty lines that keep the edge, for what stands among them.
BODY = [ends_short(paragraph(seed, 120), 20) for seed in range(1, 5)]


@pytest.mark.parametrize(
    "lines",
    [
        ["雄关漫道真如铁，", "而今迈步从头越。"],
        ["好风凭借力，", "送我上青云。", "扬帆正当时，", "奋进新征程。"],
        ["——提案42件；", "——信息120篇；", "——协商9次。"],
        ["项目\t数量\t单位", "提案\t42\t件"],
        ["（一）强化学习。", "（二）强化服务。", "（三）强化自身建设。"],
    ],
)
def test_verse_lists_and_tables_among_wrapped_paragraphs(lines: list[str]) -> None:
    assert texts(repair(page(*BODY[:2]) + "\n" + "\n".join(lines) + "\n" + page(*BODY[2:]))) == [*BODY[:2], *lines, *BODY[2:]]


def test_numbered_headings_that_fill_their_line_are_known_by_their_kind() -> None:
    """（二） is as long as the line and ends without a mark; the others of its level show that it is a heading."""
    heads = ["（一）坚持政治引领", "（二）服务中心大局，助推高质量发展行稳", "（三）广泛凝聚共识"]
    blocks = [text for head, body in zip(heads, BODY, strict=False) for text in (head, body)]
    assert len(heads[1]) == 19
    found = repair("河东县政协2023年工作报告\n" + page(*blocks, width=19))
    assert [block.text for block in found.blocks if block.kind == "heading"] == heads


def test_first_sentences_behind_a_number_stay_with_their_paragraph() -> None:
    blocks = [f"（{number}）坚持履职为民是做好政协工作的根本要求。{body}" for number, body in zip("一二三四", BODY, strict=True)]
    assert texts(repair(page(*blocks))) == blocks


def test_a_heading_below_a_full_last_line() -> None:
    """The line above fills its column and ends a sentence: that a shorter line without an end follows tells the border."""
    full = BODY[0]
    while len(by_width(full, 20)[-1]) != 20:
        full = full[:-1] + "渠。"
    assert texts(repair(page(full, HEADINGS[0], BODY[1], HEADINGS[1], BODY[2]))) == [full, HEADINGS[0], BODY[1], HEADINGS[1], BODY[2]]


def test_who_is_addressed_begins_a_paragraph() -> None:
    full = BODY[0]
    while len(by_width(full, 20)[-1]) != 20:
        full = full[:-1] + "渠。"
    thanks = "各位委员，过去一年的工作得到大家的支持，常务委员会向大家表示感谢，并请提出意见，共谋发展。"
    assert texts(repair(page(full, thanks, BODY[1]))) == [full, thanks, BODY[1]]


def test_lines_that_keep_no_edge_are_not_judged_by_it() -> None:
    """Lines cut by hand, each of another length: what ends short in mid-sentence ends by chance."""
    draw = random.Random(3)
    source, rest = "", "".join(BODY)
    while rest:
        cut = draw.randint(12, 20)
        source, rest = f"{source}{rest[:cut]}\n", rest[cut:]
    found = texts(repair(source))
    assert "".join(found) == "".join(BODY)
    assert all(text[-1] in "。；" for text in found)


def test_a_full_stop_written_as_a_dot_ends_a_sentence() -> None:
    blocks = [text.replace("。", ".").replace("，", ",") for text in BODY]
    assert texts(repair("\n".join("\n".join(lines_of(text, 22)) for text in blocks))) == blocks


def test_borders_in_traditional_script() -> None:
    text = "縣政協緊扣協商議政主責主業開展專題視察，組織委員深入鄉村道路養護現場聽取群眾意見，形成視察報告報送縣委，推動問題逐項解決。"
    blocks = [f"{text}全年走訪農戶{number}戶，辦理實事{number + 3}件，群眾十分滿意。" for number in range(10, 16)]
    assert texts(repair(page(*blocks, width=22))) == blocks


def test_paragraphs_behind_a_sign_are_no_captions() -> None:
    """▲ opens the paragraphs of some lists; under a photograph it opens one sentence."""
    heads = (("协商有深度", 12), ("监督有力度", 9))
    items = [ends_short(f"▲{head}。全年开展活动{count}次，提出意见建议{count * 3}余条，{BODY[0]}", 20) for head, count in heads]
    found = repair("\n".join(["河东县政协2023年工作亮点", *items, "▲县政协委员视察果园。"]))
    assert [block.kind for block in found.blocks] == ["title", "paragraph", "paragraph", "caption"]
    assert texts(repair(page("河东县政协2023年工作亮点", *items, BODY[1], BODY[2])))[1:3] == items
