"""Briefings for the tests of the exporters: invented counties, invented sentences, everything of which a real one is made."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from analysis.charts import look
from analysis.charts.frame import Canvas, Caption
from analysis.export.briefing import Briefing, EvidenceItem, NativeChart, Origin, Picture, Section, Sentence, Series, Table

DAY = date(2026, 11, 20)
SIDES = look.sides(["青禾县", "青禾县"], [(2022, 2022), (2024, 2024)], [1, 1])
SOURCE = "来源：青禾县政协 2022、2024 年工作报告；自动读数，未核；2026 年 11 月 20 日"

#: label, unit, left, right, texts, ruler's end, marks, remark
ROWS = (
    ("编发社情民意", "期", 41.0, 60.0, ("41", "60"), 80.0, (), "增 19"),
    ("收集社情民意", "条", 140.0, 137.0, ("140", "137"), 150.0, (), "减 3"),
    ("意见建议", "条", 80.0, 171.0, ("80余", "171"), 200.0, ("约数",), "至多多 91"),
    ("讲堂受众", "人次", 5000.0, 1500.0, ("5000余", "1500余"), 6000.0, ("约数",), ""),
    ("委员讲堂", "场次", 18.0, 16.0, ("18", "16"), 20.0, ("口径不同",), ""),
    ("提案办复率", "%", 100.0, None, ("100%", ""), 100.0, (), ""),
)


def figure(title: str = "青禾县 2022 年与 2024 年：履职数字", *, height: int = 300, values: tuple[float, ...] = (41, 60)) -> go.Figure:
    """A small chart in the frame of the product."""
    canvas = Canvas(Caption(title, SIDES, source=SOURCE), left=80, right=40, foot=20)
    trace = go.Bar(x=list(values), y=[f"第{index}项" for index in range(len(values))], orientation="h", marker={"color": SIDES[1].fill})
    return canvas.figure([trace], height, alt=f"{title}，横条图。", xaxis={"visible": True}, yaxis={"visible": True})


def rulers() -> NativeChart:
    series = tuple(
        Series(side.label, tuple(row[2 + index] for row in ROWS), side.colour, side.fill, tuple(row[4][index] for row in ROWS))
        for index, side in enumerate(SIDES)
    )
    return NativeChart(
        "dot", tuple(row[0] for row in ROWS), series, ends=tuple(row[5] for row in ROWS), units=tuple(row[1] for row in ROWS),
        marks=tuple(row[6] for row in ROWS), remarks=tuple(row[7] for row in ROWS),
    )  # fmt: skip


def rulers_table() -> pd.DataFrame:
    rows = [
        (label, unit, left, "余" if "余" in texts[0] else "", right, "余" if "余" in texts[1] else "", remark, "，".join(marks))
        for label, unit, left, right, texts, _, marks, remark in ROWS
    ]
    return pd.DataFrame(rows, columns=["指标", "单位", "2022", "2022 界限", "2024", "2024 界限", "差", "标记"])


def shares() -> tuple[NativeChart, pd.DataFrame]:
    names = ("党建引领", "协商议政", "提案工作", "民主监督", "社情民意", "委员服务", "民生公益", "团结联谊", "中心工作", "自身建设")
    left = (12.5, 18.0, 9.4, 11.0, 6.2, 13.1, 8.8, 7.0, 9.0, 5.0)
    right = (16.2, 14.1, 8.8, 12.5, 7.7, 10.4, 6.1, 9.2, None, 4.6)
    series = tuple(Series(side.label, values, side.colour, side.fill) for side, values in zip(SIDES, (left, right), strict=True))
    table = pd.DataFrame({"板块": names, "2022（%）": left, "2024（%）": right})
    return NativeChart("bar", names, series, unit="%"), table


def trend() -> tuple[NativeChart, pd.DataFrame]:
    years = tuple(str(year) for year in range(2017, 2025))
    series = (
        Series("青禾县", (30.0, 34.0, None, 38.0, 41.0, 41.0, 52.0, 60.0), "#1762B6", "#1762B6"),
        Series("白塔市", (22.0, 25.0, 31.0, 30.0, 36.0, 44.0, None, 47.0), "#8E5B01", "#8E5B01"),
    )
    table = pd.DataFrame({"年份": [int(year) for year in years]} | {one.name: one.values for one in series})
    return NativeChart("line", years, series, unit="件"), table


def evidence(count: int = 8) -> tuple[EvidenceItem, ...]:
    clauses = (
        ("全年编发信息41期，其中9期得到上级采用", "41期", "编发社情民意", "41", 41.0, "期"),
        ("一年来收集各界反映140条", "140条", "收集社情民意", "140", 140.0, "条"),
        ("围绕城乡供水等议题提出意见建议80余条", "80余条", "意见建议", "80余", 80.0, "条"),
        ("走进乡镇社区开讲，听众达5000余人次", "5000余人次", "讲堂受众", "5000余", 5000.0, "人次"),
    )
    made = []
    for index in range(count):
        quote, number, name, text, amount, unit = clauses[index % len(clauses)]
        start = 1000 + 50 * index + quote.index(number)
        made.append(
            EvidenceItem(
                index + 1, SIDES[index % 2].label, "二、知民情，畅通反映渠道", quote, number, name, text, ("约数",) if "余" in text else (),
                index % 3 == 0, amount, "余" if "余" in text else "", unit, start, start + len(number), SIDES[0].colour,
            )
        )  # fmt: skip
    return tuple(made)


def briefing(*, title: str = "青禾县政协 2022 年与 2024 年工作报告对比简报") -> Briefing:
    """Three pictures, one table, two levels of headings."""
    bars, bar_table = shares()
    lines, line_table = trend()
    pictures = (
        Picture(
            "履职数字", "青禾县 2022 年与 2024 年：报告写到的六项", figure(), rulers_table(), native=rulers(), absent=("2022", "2024"),
            marks=("未核",), note="每行一把尺，从 0 起，尺端的数印在右边。", source=SOURCE, evidence=(1, 2, 3, 4),
        ),
        Picture("篇幅", "各板块所占篇幅", figure("各板块所占篇幅", values=(3, 5, 8)), bar_table, native=bars, topic="篇幅",
                absent=("2022（%）", "2024（%）"), source=SOURCE),
        Picture("提案立案", "提案立案数，2017—2024 年", figure("提案立案数", height=240), line_table, native=lines, topic="数字",
                absent=("青禾县", "白塔市"), source=SOURCE),
        Picture("词云", "高频词", figure("高频词", values=(9, 4)), pd.DataFrame({"词": ["协商", "提案"], "次数": [42, 31]}), topic="用词"),
    )  # fmt: skip
    phrases = pd.DataFrame(
        {"提法": ["有事好商量", "书香政协", "全过程人民民主"], "2022": [3, 0, 5], "2024": [6, 4, 7], "走向": ["沿用", "新提法", "沿用"]}
    )
    summary = (
        Sentence("两份报告共写到 12 项指标：6 项可以直接比，2 项口径不同或跨年累计，4 项只有一方提及。"),
        Sentence("编发社情民意：青禾县 2022 41 期，青禾县 2024 60 期，增 19。", (1, 5)),
        Sentence("委员讲堂：青禾县 2022 18 场次，青禾县 2024 16 场次，口径不同，不作比较。一方是自己举办，另一方是参加上级举办的。", (2,)),
    )
    sections = (
        Section("数字对照", (Sentence("下列各项按报告原文列出，原文写“余”的只知下限。"),), pictures[:1]),
        Section("篇幅与走势", (), pictures[1:3]),
        Section("篇幅", (Sentence("协商议政的篇幅有所下降，党建引领的篇幅有所上升。"),), level=2),
        Section("走势", (), pictures[3:], level=2),
        Section("提法", (Sentence("新出现的提法与沿用的提法如下。"),), (), (Table("提法", "新提法与沿用的提法", phrases, "提法", note="次数按原文计。"),)),
    )
    return Briefing(
        title, "年度对比 · 对内参考", DAY, (Origin("青禾县 2022", "踔厉奋发谱新篇", sample=True), Origin("青禾县 2024", "凝心聚力再出发")),
        sections, summary, evidence(), ("约数：原文写的是余、多、近或约，只知下限、上限或大概，不是准数。",), {"规则": "2026.11", "词典": "a1b2c3"},
    )  # fmt: skip
