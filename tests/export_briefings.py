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
        Section(
            "提法",
            (Sentence("新出现的提法与沿用的提法如下。"),),
            (),
            (Table("提法", "新提法与沿用的提法", phrases, "提法", note="次数按原文计。"),),
        ),
    )
    return Briefing(
        title, "年度对比 · 对内参考", DAY, (Origin("青禾县 2022", "踔厉奋发谱新篇", sample=True), Origin("青禾县 2024", "凝心聚力再出发")),
        sections, summary, evidence(),
        ("约数：原文写的是余、多、近或约，只知下限、上限或大概，不是准数。",), {"规则": "2026.11", "词典": "a1b2c3"},
    )  # fmt: skip


def hostile() -> Briefing:
    """Everything that has broken an export somewhere: markup, formulas, 300 characters, emoji, controls, nothing at all."""
    title = "<b>甲县</b>与=cmd|'/c calc'!A1对比👨‍👩‍👧‍👦\n第二行]]>\x00\x07\u202e" + "很长的标题，" * 46
    names = ('=HYPERLINK("http://x")', "<img src=x onerror=1>", "http://example.invalid/a", "\x01@SUM(1)", "正常𠮷名", "很长的名字" * 40)
    sides = (
        Series("=1+1", (1.0, None, 3.0, 4.0, 5.0, -6.0), "#1762B6", "#E2EEFF", ("1", "", "3余", "4", "5", "-6")),
        Series("-乙县\x0b", (2.0, 3.0, None, None, 6.0, 7.5), "#8E5B01", "#CDA068"),
    )
    table = pd.DataFrame({"=名称": names, "数": sides[0].values, "是否": [True, False, True, True, False, True], "时": pd.NaT})
    empty = pd.DataFrame(columns=["指标", "2022"])
    pictures = (
        Picture(
            "../../etc/passwd",
            title,
            figure("坏名字"),
            table,
            native=NativeChart("bar", names, sides),
            absent=("数",),
            note=title,
            source=title,
        ),
        Picture("CON", "空图", figure("空图", values=()), empty, native=NativeChart("bar", (), ())),
        Picture("con", "", figure("无标题", values=()), pd.DataFrame(), caption="<i>说明</i>"),
        Picture("尺", "尺", figure("尺"), table, native=NativeChart("dot", names, sides, ends=(5.0,) * 6, units=("件\x02",) * 6)),
    )
    tables = (
        Table("a/b", "=表", table, "[坏:名]*?/\\'"),
        Table("a\\b", "空表", empty, "[坏:名]*?/\\'"),
        Table("a:b", "无列", pd.DataFrame(), "证据"),
    )
    item = EvidenceItem(
        7,
        "=甲县 2022",
        "",
        "一" * 100_000 + "\x00\ufffe90余条\ud800]]>",
        "90余条",
        "+指标",
        "@90余",
        ("口径不同",),
        unit="条",
        amount=float("inf"),
    )
    sections = (Section("=标题\x00", (Sentence("句" * 3000, (7, 99)), Sentence("", ())), pictures, tables), Section("", (), level=9))
    return Briefing(title, "=副题", DAY, (), sections, (Sentence("-总结", (7,)),), (item,), ("@说明\n第二行",), {"规则": "=1"})


def large(reports: int = 300, *, figures: int = 3000) -> Briefing:
    """A ranking of many places, a table of all of them, and all their evidence."""
    labels = [f"第{index}县 2024" for index in range(1, reports + 1)]
    values = tuple(float(5000 - 16 * index) if index % 7 else None for index in range(reports))
    ranking = NativeChart("bar", tuple(labels), (Series("提案立案", values, "#1762B6", "#1762B6"),), unit="件")
    table = pd.DataFrame({"报告": labels, "提案立案": values} | {f"指标{index}": range(reports) for index in range(2, 13)})
    pictures = tuple(
        Picture(f"排名{index}", f"{reports} 份报告：指标{index}排名", figure(f"排名{index}", values=tuple(range(1, 26)), height=620), table,
                native=ranking,
                absent=("提案立案",), evidence=tuple(range(1, 121)))
        for index in range(1, 4)
    )  # fmt: skip
    clause = "全年召开专题协商会若干次，形成建议案并提出意见建议{}条，其中大部分得到采纳"
    items = tuple(
        EvidenceItem(index, labels[index % reports], "三、协商议政", clause.format(index), f"{index}条", "意见建议", str(index), (), False,
                     float(index), "", "条", index * 90, index * 90 + 4)
        for index in range(1, figures + 1)
    )  # fmt: skip
    sections = (
        Section("排名", (Sentence("按提案立案数从多到少排列。", (1, 2, 3)),), pictures),
        Section("明细", (), (), (Table("明细", "各县明细", table, "数字", ("提案立案",)),)),
    )
    return Briefing(
        f"{reports} 份报告排名", "多县排名", DAY, tuple(Origin(label) for label in labels), sections, (), items, (), {"规则": "1"}
    )
