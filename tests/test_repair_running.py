"""Running heads, feet and numbers of pages, in PDF files and in text files, and what comes again at the edges of pages but is text."""

from collections.abc import Callable

import pytest

from analysis.reading import read
from analysis.repair import repair
from analysis.report import Repaired
from tests.documents import Page, lines_of, pdf
from tests.test_repair import clean_report, kinds, leads_back, paragraph

HEAD = "河东县政协2023年工作综述"
Foot = Callable[[int], str]


def long_report(seed: int) -> list[tuple[str, str]]:
    return clean_report(seed) + [block for block in clean_report(seed + 40) if block[0] in ("heading", "paragraph")]


def pages_of(
    blocks: list[tuple[str, str]], *, head: str = HEAD, first: bool = False, foot: Foot | None = None, rows: int = 24
) -> list[Page]:
    """The report in one column on pages, with a running head from the second page on (`first`: on the first as well) and a foot."""
    lines: list[tuple[float, str, float] | None] = []
    for kind, text in blocks:
        if kind in ("title", "byline"):
            lines += [(150, text, 16 if kind == "title" else 10), None]
        elif kind == "heading":
            lines.append((80, text, 10))
        else:
            lines += [(80 if line[0] == "　" else 60, line.strip("　"), 10) for line in lines_of("　　" + text, 38)]
    made = []
    for number, start in enumerate(range(0, len(lines), rows), 1):
        page = Page()
        if head and (first or number > 1):
            page.put(230, 815, head, 9)
        for place, line in enumerate(lines[start : start + rows]):
            if line:
                page.put(line[0], 780 - 16 * place, *line[1:])
        if foot:
            page.put(280, 40, foot(number), 9)
        made.append(page)
    return made


def body(found: Repaired) -> list[tuple[str, str]]:
    return [block for block in kinds(found) if block[0] != "furniture"]


def furniture(found: Repaired) -> list[str]:
    return [text for kind, text in kinds(found) if kind == "furniture"]


@pytest.mark.parametrize("seed", [1, 3])
@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize(
    "foot",
    [
        lambda number: f"— {number} —",
        lambda number: f"-{number}-",
        lambda number: str(number),
        lambda number: f"第 {number} 页 共 4 页",
        lambda number: f"河东县政协办公室　　　{number}",
    ],
)
def test_heads_and_feet_of_pdf_pages(foot: Foot, first: bool, seed: int) -> None:
    blocks = long_report(seed)
    pages = pages_of(blocks, foot=foot, first=first)
    source = read(pdf(pages), "a.pdf").text
    found = repair(source)
    assert body(found) == blocks
    assert furniture(found).count(HEAD) == len(pages) - (not first)
    assert len(set(furniture(found))) > len(pages)  # the head, and a foot for every page
    assert not any(block.counted for block in found.blocks if block.kind == "furniture")
    assert leads_back(source, found)


@pytest.mark.parametrize("order", ["as put", "rows"])
def test_two_columns_after_a_page_of_one(order: str) -> None:
    front, blocks = clean_report(2), clean_report(62)[4:]
    rows: list[tuple[float, str] | None] = []
    for kind, text in blocks:
        lines = lines_of("　　" + text, 18)
        rows += [None, (15, text), None] if kind == "heading" else [(20, lines[0][2:]), *((0, line) for line in lines[1:])]
    page, height = Page(), -(-len(rows) // 2)
    for number, row in enumerate(rows):
        if row:
            page.put(50 + number // height * 260 + row[0], 770 - number % height * 15, row[1])
    if order == "rows":
        page.by_rows()
    pages = [*pages_of(front, head="", rows=44), page]
    for number, made in enumerate(pages, 1):
        made.put(280, 30, f"— {number} —", 9)
    found = repair(read(pdf(pages), "a.pdf").text)
    assert body(found) == front + blocks
    assert furniture(found) == [f"— {number} —" for number in range(1, len(pages) + 1)]


def with_furniture(blocks: list[tuple[str, str]], width: int, every: int, lines: list[str], ends: list[str]) -> str:
    """The report as a text file, with these lines for every so many of its own, and these line ends in turn."""
    out: list[str] = []
    own = page = 0
    for kind, text in blocks:
        for line in lines_of("　　" + text, width) if kind in ("lead", "paragraph") else [text]:
            out.append(line)
            own += 1
            if own % every == 0:
                page += 1
                out += [line.format(page) for line in lines]
    return "".join(line + ends[number % len(ends)] for number, line in enumerate(out))


@pytest.mark.parametrize(
    ("width", "every", "lines", "ends"),
    [
        (30, 9999, [], ["\n", "\r\n", "\r"]),
        (30, 20, ["第 {} 页 共 12 页"], ["\n"]),
        (30, 20, ["", "第 {} 页 共 12 页", ""], ["\r\n"]),
        (30, 9, ["第{}页 共12页", HEAD], ["\r\n", "\n"]),
        (26, 12, ["", "- {} -", ""], ["\n"]),
        (26, 12, ["页码：{}"], ["\n"]),
        (26, 9999, [], ["\u2028"]),
        (26, 9999, [], ["\x0b"]),
    ],
)
@pytest.mark.parametrize("seed", [5, 6])
def test_text_files_with_pages(seed: int, width: int, every: int, lines: list[str], ends: list[str]) -> None:
    blocks = clean_report(seed)
    source = with_furniture(blocks, width, every, lines, ends)
    found = repair(source)
    assert body(found) == blocks
    assert bool(furniture(found)) == bool(lines)
    assert leads_back(source, found)


def test_title_that_runs_as_a_head_on_the_other_pages_stays_the_title() -> None:
    pages = [f"{HEAD}\n{paragraph(seed)}" for seed in range(4)]
    found = repair("\f".join(pages))
    assert [block.text for block in found.blocks if block.kind == "title"] == [HEAD]
    assert furniture(found) == [HEAD] * 3


def test_two_pages_with_one_head() -> None:
    found = repair("\f".join(f"河东县政协专刊\n{paragraph(seed)}" for seed in range(2)))
    assert furniture(found) == ["河东县政协专刊"] * 2


@pytest.mark.parametrize(
    "pages",
    [
        [f"{paragraph(seed)}\n团结就是力量！\n{paragraph(seed + 9)}" for seed in range(4)],
        [f"{paragraph(seed)}\n团结就是力量！" for seed in range(4)],
        [
            f"{name}\n{paragraph(seed)}"
            for seed, name in enumerate(("强基固本 把牢方向", "建言资政 服务大局", "情系民生 解决难题", "凝心聚力 团结奋进"))
        ],
        [f"一、工作回顾\n{paragraph(1)}", f"二、工作打算\n{paragraph(2)}", f"三、工作要求\n{paragraph(3)}"],
    ],
)
def test_what_stands_at_the_edges_of_pages_and_is_text(pages: list[str]) -> None:
    assert furniture(repair("\f".join(pages))) == []
