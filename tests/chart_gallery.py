"""One maker per picture of the gallery, by name; the tests draw them all too."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from analysis.charts import bars, butterfly, cloud, dots, heat, lines, matrix, scatter, shares, slide
from analysis.charts.frame import Caption
from tests import chart_frames as demo

Maker = Callable[[], Any]


def _group(name: str) -> Any:
    return demo.ROWS[demo.ROWS["group"] == name]


SLIDES = (
    "dots-years",
    "dots-places",
    "dots-four",
    "shares-two",
    "shares-four",
    "butterfly",
    "bars",
    "heat",
    "lines",
    "scatter",
    "cloud",
    "matrix",
)
SMALL_TEXT = "文本太少（4353 字与 3942 字）：单个词的差别都没有通过多重比较校正，只供参考，不作判断"
BAR_CAPTION = Caption(
    "收集社情民意信息：四份写到，一份未提及",
    subtitle="全年收到或收集的条数；空心是较早的一年",
    source="来源：五份政协工作报告（2018—2024）；自动读数，未核",
)


def _first(rows: Any, sides: int) -> Any:
    return rows[rows["side"] < sides]


def _between_places() -> Any:
    caption = Caption(
        "社情民意",
        demo.PLACES,
        marks=("层级不同", "未核"),
        source="来源：乙水县 2022、丙州市 2024 年工作报告；自动读数，未核；2026 年 11 月 20 日",
    )
    return dots.dots(_group("社情民意"), demo.PAIRS, demo.PLACES, caption)


def figures() -> Mapping[str, Maker]:
    """All pictures: every chart on the page, then some of them framed for a slide."""
    page = _page()
    return {**page, **{f"slide-{name}": _framed(make) for name, make in page.items() if name in SLIDES}}


def _framed(make: Maker) -> Maker:
    return lambda: slide.slide(make())


def _page() -> Mapping[str, Maker]:
    return {
        "dots-years": lambda: dots.dots(_group("党建与学习"), demo.PAIRS, demo.YEARS, demo.CAPTION),
        "dots-bounds": lambda: dots.dots(_group("社情民意"), demo.PAIRS, demo.YEARS, replace(demo.CAPTION, title="社情民意")),
        "dots-money": lambda: dots.dots(_group("民生公益"), demo.PAIRS, demo.YEARS, replace(demo.CAPTION, title="民生公益")),
        "dots-places": _between_places,
        "dots-three": lambda: dots.dots(
            _first(demo.MANY, 3), demo.MANY_PAIRS, demo.THREE, Caption("社情民意", demo.THREE, source=demo.SOURCE)
        ),
        "dots-four": lambda: dots.dots(
            demo.MANY, demo.MANY_PAIRS, demo.FOUR, Caption("社情民意", demo.FOUR, marks=("层级不同",), source=demo.SOURCE)
        ),
        "shares-two": lambda: shares.shares(
            demo.share_table(2),
            demo.YEARS,
            Caption("各职能占全文字数的份额（%）", demo.YEARS, note="按小句归类；12.3% 与 8.6% 的文字未归入"),
        ),
        "shares-places": lambda: shares.shares(
            demo.share_table(2), demo.PLACES, Caption("各职能占全文字数的份额（%）", demo.PLACES, source=demo.SOURCE)
        ),
        "shares-four": lambda: shares.shares(
            demo.share_table(4), demo.FOUR, Caption("各职能占全文字数的份额（%）", demo.FOUR, source=demo.SOURCE)
        ),
        "butterfly": lambda: butterfly.butterfly(
            demo.WORDS, demo.YEARS, Caption("两年用得多少不同的词", subtitle="每万字次数；条端是原始次数", note=SMALL_TEXT)
        ),
        "butterfly-places": lambda: butterfly.butterfly(
            demo.WORDS, demo.PLACES, Caption("用得多少不同的词", subtitle="每万字次数；条端是原始次数", source=demo.SOURCE)
        ),
        "bars": lambda: bars.bars(demo.ONE_INDICATOR, demo.FIVE, BAR_CAPTION, marks={3: ("层级不同",)}),
        "heat": lambda: heat.heat(
            demo.heat_table(), Caption("五份报告里的六个词", subtitle="每万字次数", source=demo.SOURCE), by_column=True
        ),
        "heat-likeness": lambda: heat.heat(
            demo.likeness_table(), Caption("八份报告用词的相似程度", subtitle="百分数，越深越像", source=demo.SOURCE), span=(0, 100)
        ),
        "lines": lambda: lines.lines(demo.LINES, Caption("收集社情民意信息，2018—2024 年", lines.legend(demo.LINES), source=demo.SOURCE)),
        "scatter": lambda: scatter.scatter(demo.scatter_table(), demo.PLACES, Caption("两份报告的用词", demo.PLACES, source=demo.SOURCE)),
        "scatter-years": lambda: scatter.scatter(demo.scatter_table(), demo.YEARS, Caption("两年的用词", demo.YEARS, source=demo.SOURCE)),
        "cloud": lambda: cloud.cloud(
            demo.cloud_table(), demo.YEARS[1], Caption("甲山县 2024 年常用词", subtitle="字越大，次数越多；小字是次数", source=demo.SOURCE)
        ),
        "matrix": lambda: matrix.matrix(demo.five_rows(), demo.FIVE, Caption("五份报告的指标", source=demo.SOURCE)),
    }
