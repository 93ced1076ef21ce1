"""Tables on PDF and OFD pages are read row by row, newspaper columns beside, above and below them column by column."""

import random
import time
from collections.abc import Callable, Sequence

import pytest

from analysis.reading import read
from analysis.reading.boxes import Box
from analysis.reading.columns import reading_order
from analysis.repair import repair
from tests.documents import LEADING, Page, lines_of, ofd, pdf, sentences

ROWS = [
    ["项目", "数量", "单位", "备注"],
    ["立案提案", "42", "件", "含并案"],
    ["社情民意", "120", "篇", ""],
    ["协商议政", "9", "次", "专题4次"],
    ["走访委员", "356", "人次", ""],
]
SMALL = [row[:3] for row in ROWS]
COLUMNS = (0, 120, 200, 280)


def put_table(page: Page, x: float, top: float, rows: Sequence[Sequence[str]], places: Sequence[float], *, leading: float = 20) -> None:
    for number, row in enumerate(rows):
        for place, cell in zip(places, row, strict=True):
            if cell:
                page.put(x + place, top - number * leading, cell)


def as_read(page: Page, order: str, make: Callable[[Sequence[Page]], bytes]) -> list[str]:
    """The lines that are read of a page drawn in this order."""
    drawn = Page()
    drawn.items = list(page.items)
    if order == "rows":
        drawn.by_rows()
    elif order == "columns":
        drawn.items.sort(key=lambda item: (item[0], -item[1]))
    elif order == "shuffled":
        drawn.shuffled()
    return read(make([drawn]), "a.pdf" if make is pdf else "a.ofd").text.split("\n")


def tabbed(lines: Sequence[str]) -> list[list[str]]:
    return [line.split("\t") for line in lines if "\t" in line]


@pytest.mark.parametrize("make", [pdf, ofd])
@pytest.mark.parametrize("order", ["as put", "rows", "columns", "shuffled"])
@pytest.mark.parametrize("leading", [14, 20])
def test_table_between_paragraphs(order: str, leading: float, make: Callable[[Sequence[Page]], bytes]) -> None:
    page = Page()
    page.put(150, 800, "河东县政协2023年工作数据", 18)
    above, below = lines_of(sentences(1, 300), 46), lines_of(sentences(2, 300), 46)
    page.column(60, 760, above)
    top = 760 - len(above) * LEADING
    put_table(page, 80, top, ROWS, COLUMNS, leading=leading)
    page.column(60, top - len(ROWS) * leading, below)
    found = as_read(page, order, make)
    assert tabbed(found) == ROWS
    assert [line for line in found if line and "\t" not in line] == ["河东县政协2023年工作数据", *above, *below]


def test_rows_of_a_table_stay_rows_in_the_report() -> None:
    page = Page()
    page.put(150, 800, "河东县政协2023年工作数据", 18)
    put_table(page, 80, 760, ROWS, COLUMNS)
    found = repair("\n".join(as_read(page, "rows", pdf)))
    assert [block.text.split("\t") for block in found.blocks if block.kind == "paragraph"] == [row if row[-1] else row[:-1] for row in ROWS]


def test_cells_of_several_lines() -> None:
    """Cells stand in the middle of their row; those of two lines are joined."""
    page = Page()
    for x, text in ((60, "序号"), (120, "提案标题"), (400, "承办单位")):
        page.put(x, 700, text)
    rows = (
        ("1", ["关于加快推进老旧小区加装电梯和改造", "公共照明的提案"], "县住建局"),
        ("2", ["关于办好学校食堂的提案"], "县教育体育局"),
        ("3", ["关于修缮乡村道路并把管护资金列入财", "政预算的提案"], "县交通局"),
    )
    for number, (first, lines, last) in enumerate(rows):
        middle = 670 - number * 30
        page.put(60, middle, first)
        for place, line in enumerate(lines):
            page.put(120, middle + (7 - 14 * place if len(lines) > 1 else 0), line)
        page.put(400, middle, last)
    for order in ("as put", "rows", "columns", "shuffled"):
        assert tabbed(as_read(page, order, pdf)) == [
            ["序号", "提案标题", "承办单位"],
            *([first, "".join(lines), last] for first, lines, last in rows),
        ]


def test_cells_that_go_on_below_in_even_lines() -> None:
    page = Page()
    rows = [
        ["事项", "内容", "数量"],
        ["提案", "围绕老旧小区改造提出", "42件"],
        ["", "并跟踪督办", ""],
        ["视察", "农田水渠和乡村道路", "9次"],
        ["协商", "医养结合", "3次"],
    ]
    put_table(page, 60, 700, rows, (0, 60, 200), leading=14)
    assert tabbed(as_read(page, "rows", pdf)) == [rows[0], ["提案", "围绕老旧小区改造提出并跟踪督办", "42件"], *rows[3:]]


@pytest.mark.parametrize("order", ["rows", "shuffled"])
def test_table_beside_a_column_of_text(order: str) -> None:
    page = Page()
    lines = lines_of(sentences(3, 400), 20)
    page.column(40, 780, lines)
    put_table(page, 300, 780, SMALL, (0, 70, 140), leading=14)
    found = as_read(page, order, pdf)
    assert tabbed(found) == SMALL
    assert [line for line in found if line and "\t" not in line] == lines


def test_table_inside_a_newspaper_column() -> None:
    page = Page()
    lines = lines_of(sentences(4, 900), 16)
    page.column(40, 780, lines[:20])
    page.column(220, 780, lines[20:28])
    put_table(page, 220, 780 - 9 * LEADING, SMALL, (0, 60, 120), leading=14)
    page.column(220, 780 - 15 * LEADING, lines[28:33])
    page.column(400, 780, lines[33:53])
    found = as_read(page, "rows", pdf)
    assert tabbed(found) == SMALL
    assert [line for line in found if line and "\t" not in line] == lines[:53]


def test_list_of_names_below_a_heading() -> None:
    page = Page()
    names = "林小禾 周大川 罗鸣川 赵小满 王晓东 李玉兰 陈广平 孙立新 吴家和 郑春雷 何永平 马晓燕".split()
    page.put(60, 720, "河东县政协2023年优秀委员名单")
    for number, name in enumerate(names):
        page.put(60 + number % 4 * 90, 700 - number // 4 * 16, name)
    assert tabbed(as_read(page, "shuffled", pdf)) == [names[:4], names[4:8], names[8:]]


@pytest.mark.parametrize(("count", "width"), [(2, 12), (2, 24), (3, 8), (3, 16), (4, 10), (5, 8)])
def test_newspaper_columns_are_no_table(count: int, width: int) -> None:
    """Columns on one grid of lines, with short paragraphs and long ones: not one tab, and every line in its place."""
    for seed in range(8):
        draw = random.Random(seed)
        lines: list[str] = []
        for number in range(draw.randint(4, 12)):
            lines += lines_of("　　" + sentences(seed * 50 + number, draw.randint(20, 200)), width)
        height = -(-len(lines) // count)
        page = Page()
        for place, line in enumerate(lines):
            column, row = divmod(place, height)
            page.put(40 + column * (width * 10 + 18) + (20 if line[0] == "　" else 0), 780 - row * LEADING, line.strip("　"))
        found = as_read(page, "rows", pdf)
        assert not tabbed(found)
        assert "".join(found).replace("　", "") == "".join(lines).replace("　", "")


def test_short_items_side_by_side_are_columns() -> None:
    page = Page()
    items = ["聚焦高质量发展，提出一批意见建议；", "聚焦急难愁盼，解决一批身边难题；", "聚焦凝心聚力，画出最大同心圆；"]
    for column, item in enumerate(items):
        page.column(40 + column * 120, 700, lines_of(item, 8))
    found = as_read(page, "rows", pdf)
    assert not tabbed(found) and "".join(found) == "".join(items)


@pytest.mark.parametrize(
    "place",
    [
        lambda number: (number % 50 * 24.0, number // 50 * 12.0),
        lambda number: (number % 2 * 300.0, number // 2 * 14.0),
        lambda number: (number * 12.0, number * 12.0),
        lambda number: (number % 40 * 30.0 + number // 40 % 2 * 15, number // 40 * 13.0),
    ],
)
def test_many_pieces_take_linear_time(place: Callable[[int], tuple[float, float]]) -> None:
    def seconds(count: int) -> float:
        boxes = [Box(x, y, x + 10, y + 10, "字", 10.0) for x, y in map(place, range(count))]
        start = time.process_time()
        reading_order(boxes)
        return time.process_time() - start

    small, large = (min(seconds(count) for _ in range(3)) for count in (1500, 6000))
    assert large <= max(0.5, 12 * small), "four times the pieces, sixteen times the work: a square"
