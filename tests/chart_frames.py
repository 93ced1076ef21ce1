"""Invented tables in the shapes that the charts take; the gallery draws them too. No figure here is of a real report."""

import pandas as pd

from analysis.charts import look
from analysis.charts.dots import PAIR_COLUMNS, ROW_COLUMNS
from analysis.charts.frame import Caption

YEARS = look.sides(["甲山县", "甲山县"], [(2022, 2022), (2024, 2024)], [1, 1])
PLACES = look.sides(["乙水县", "丙州市"], [(2022, 2022), (2024, 2024)], [2, 3])
THREE = look.sides(["甲山县"] * 3, [(2022, 2022), (2023, 2023), (2024, 2024)], [1, 1, 1])
FOUR = look.sides(
    ["甲山县", "乙水县", "丙州市", "丁海蒙古族自治县"],
    [(2024, 2024), (2022, 2022), (2024, 2024), (2018, 2021)],
    [1, 2, 3, 4],
    shorts={"丁海蒙古族自治县": "丁海"},
)
SOURCE = "来源：甲山县政协 2022、2024 年工作报告；自动读数，未核"
CAPTION = Caption("党建与学习", YEARS, source=SOURCE)

Entry = tuple[tuple[float, ...], tuple[str, ...], tuple[str, ...], str]
NONE: Entry = ((), (), (), "")


def one(value: float, text: str = "", bound: str = "exact", scope: str = "total") -> Entry:
    return (value,), (text or f"{value:g}",), (bound,), scope


def rows(*indicators: tuple[str, str, str, str, tuple[Entry, ...]]) -> pd.DataFrame:
    """ROW_COLUMNS from (group, id, label, unit, entries of the sides)."""
    table = [
        (group, key, label, unit, side, values, texts, bounds, scope, (unit.split("｜")[-1 if side else 0],) * len(values))
        for group, key, label, unit, entries in indicators
        for side, (values, texts, bounds, scope) in enumerate(entries)
    ]
    return pd.DataFrame(table, columns=list(ROW_COLUMNS))


def pairs(*limits: tuple[str, bool, str, tuple[str, ...]]) -> pd.DataFrame:
    """PAIR_COLUMNS from (indicator, comparable, difference, marks); every mark gets a reason."""
    table = [
        (key, comparable, difference, marks, tuple(f"{mark}：两边的写法不一样。" for mark in marks))
        for key, comparable, difference, marks in limits
    ]
    return pd.DataFrame(table, columns=list(PAIR_COLUMNS))


ROWS = rows(
    ("党建与学习", "study", "集中学习", "次", (one(31), one(96))),
    ("党建与学习", "talk", "交流研讨", "期｜人次", (one(4), one(86))),
    ("党建与学习", "ask", "向党委请示报告", "次", (one(12), ((6, 9), ("6", "9"), ("exact", "exact"), "part"))),
    ("党建与学习", "rules", "修订制度", "项", (one(12), NONE)),
    ("党建与学习", "members", "编入支部的党员委员", "名", (one(66), NONE)),
    ("党建与学习", "warn", "警示教育", "次", (NONE, one(36, scope="part"))),
    ("社情民意", "collect", "收集", "条｜篇", (one(100, "100余", "at_least"), one(120, "120余", "at_least"))),
    ("社情民意", "edit", "编发", "期", (one(53), one(94))),
    ("社情民意", "near", "采用", "篇", (one(80, "近80", "below"), one(30, "约30", "about"))),
    ("社情民意", "hall", "委员讲堂", "场", (one(12), one(12))),
    ("社情民意", "rate", "办复率", "%", (one(100, "100%"), one(95.5, "95.5%"))),
    ("民生公益", "money", "捐款捐物", "元", (one(970000, "97万"), one(800000, "80余万", "at_least"))),
    ("民生公益", "advice", "意见建议", "条", (one(40, "40余", "at_least"), one(25))),
)
PAIRS = pairs(
    ("study", True, "增 65", ()),
    ("talk", False, "", ("口径不同",)),
    ("ask", False, "", ("口径不同", "局部")),
    ("rules", False, "", ()),
    ("members", False, "", ()),
    ("warn", False, "", ("局部",)),
    ("collect", True, "", ("约数", "未核")),
    ("edit", True, "增 41", ()),
    ("near", True, "", ("约数",)),
    ("hall", True, "持平", ()),
    ("rate", True, "减 4.5 个百分点", ()),
    ("money", False, "", ("约数", "局部", "口径不同")),
    ("advice", True, "至少少 15", ("约数",)),
)

MANY = rows(
    ("社情民意", "collect", "收集", "条", (one(100, "100余", "at_least"), one(120), one(120), NONE)),
    ("社情民意", "edit", "编发", "期", (one(53), one(94), NONE, NONE)),
    ("社情民意", "hall", "委员讲堂", "场", (one(12), one(12), one(12), one(5200, "5200余", "at_least"))),
    ("社情民意", "rate", "办复率", "%", (one(100, "100%"), one(95.5, "95.5%"), one(98, "98%"), one(90, "90%以上", "at_least"))),
)
MANY_PAIRS = pairs(
    ("collect", True, "", ("约数",)), ("edit", True, "", ()), ("hall", False, "", ("口径不同", "约数")), ("rate", True, "", ())
)
NAMES = ("党建与学习", "协商议政", "委员服务管理", "民生公益", "监督视察调研", "中心工作", "联谊文史宣传", "提案", "社情民意", "机关建设")


def share_table(sides: int) -> pd.DataFrame:
    """SHARE_COLUMNS of ten functions."""
    table = [(f"f{row}", name, side, ((row * 7 + side * 5) % 23 + 1) / 100) for row, name in enumerate(NAMES) for side in range(sides)]
    return pd.DataFrame(table, columns=["function", "name", "side", "share"])


WORDS = pd.DataFrame(
    [
        ("制度", 14, 4, 32.1, 10.1),
        ("文史", 6, 0, 13.8, 0.0),
        ("改革", 6, 0, 13.8, 0.0),
        ("社区", 6, 1, 13.8, 2.5),
        ("政治", 5, 14, 11.5, 35.5),
        ("75周年", 0, 7, 0.0, 17.8),
        ("学习", 8, 16, 18.4, 40.6),
        ("为民", 1, 6, 2.3, 15.2),
        ("人民政协", 3, 8, 6.9, 20.3),
        ("全过程人民民主", 1, 4, 2.3, 10.1),
    ],
    columns=["term", "left_count", "right_count", "left_per_10k", "right_per_10k"],
)

HELD = pd.DataFrame(
    [
        ("甲山县-2022", "甲山县", 1, 2022, 2022, 22, "东城"),
        ("甲山县-2023", "甲山县", 1, 2023, 2023, 31, "东城"),
        ("甲山县-2024", "甲山县", 1, 2024, 2024, 27, "东城"),
        ("乙水县-2022", "乙水县", 2, 2022, 2022, 60, "东城"),
        ("丙州市-2024", "丙州市", 3, 2024, 2024, 25, ""),
        ("丁海蒙古族自治县-2018-2021", "丁海蒙古族自治县", 4, 2018, 2021, 17, "西城"),
        ("丁海蒙古族自治县-2020", "丁海蒙古族自治县", 4, 2020, 2020, 9, "西城"),
        ("戊林县-2015-2019", "戊林县", 5, 2015, 2019, 44, "西城"),
        ("己川县-2021", "己川县", 6, 2021, 2021, 8, "西城"),
    ],
    columns=["id", "place", "place_number", "start", "end", "figures", "region"],
)


def held_many(places: int) -> pd.DataFrame:
    """HELD_COLUMNS of many places in several cities."""
    table = [
        (f"第{number}县-{year}", f"第{number}县", number % 8 + 1, year, year, (number * 7 + year) % 90, f"第{number // 9}市")
        for number in range(1, places + 1)
        for year in range(2019, 2025)
        if (number * 5 + year * 3) % 4
    ]
    return pd.DataFrame(table, columns=HELD.columns)


FIVE = look.sides(
    ["甲山县", "甲山县", "乙水县", "丙州市", "丁海蒙古族自治县"],
    [(2022, 2022), (2024, 2024), (2022, 2022), (2024, 2024), (2018, 2021)],
    [1, 1, 2, 3, 4],
)
ONE_INDICATOR = rows(
    (
        "社情民意",
        "collect",
        "收集",
        "条",
        (one(100, "100余", "at_least"), one(120, "120余", "at_least"), one(140), one(137, "近137", "below", "part"), NONE),
    ),
)


def heat_table() -> pd.DataFrame:
    """HEAT_COLUMNS: five reports by six terms, some cells missing."""
    reports = ["甲山县 2022", "甲山县 2024", "乙水县 2022", "丙州市 2024", "丁海蒙古族自治县 2018—2021"]
    terms = ["协商", "社情民意", "党建引领", "提案", "文史资料", "凝聚共识"]
    cells = []
    for row, report in enumerate(reports):
        for column, term in enumerate(terms):
            value = float("nan") if (row * 3 + column) % 7 == 5 else float((row * 13 + column * 29) % 41) / 2
            cells.append((report, term, value, f"{value:.1f}", f"{report}|{term}"))
    return pd.DataFrame(cells, columns=["row", "column", "value", "text", "key"])


def likeness_table(reports: int = 8) -> pd.DataFrame:
    """HEAT_COLUMNS: every report with every other, per cent."""
    names = [f"第{number}县 2024" for number in range(1, reports + 1)]
    cells = [
        (
            a,
            b,
            100.0 if a == b else float((i + 1) * (j + 1) * 7 % 61 + 30),
            "100" if a == b else str((i + 1) * (j + 1) * 7 % 61 + 30),
            f"{a}|{b}",
        )
        for i, a in enumerate(names)
        for j, b in enumerate(names)
    ]
    return pd.DataFrame(cells, columns=["row", "column", "value", "text", "key"])


def _line(place: str, number: int, start: int, entry: Entry, end: int = 0) -> tuple[object, ...]:
    values, texts, bounds, scope = entry
    return f"{place}-{start}", place, number, start, end or start, values, texts, bounds, scope, "条"


LINES = pd.DataFrame(
    [
        _line("甲山县", 1, 2018, one(42)),
        _line("甲山县", 1, 2019, one(55)),
        _line("甲山县", 1, 2020, one(61)),
        _line("甲山县", 1, 2022, one(100, "100余", "at_least")),
        _line("甲山县", 1, 2023, NONE),
        _line("甲山县", 1, 2024, one(120, "120余", "at_least")),
        _line("乙水县", 2, 2021, one(98)),
        _line("乙水县", 2, 2022, one(140)),
        _line("乙水县", 2, 2023, one(96, "近96", "below")),
        _line("乙水县", 2, 2024, one(123)),
        _line("丁海蒙古族自治县", 4, 2018, one(142), 2021),
    ],
    columns=["id", "place", "place_number", "start", "end", "values", "texts", "bounds", "scope", "unit"],
)


def scatter_table() -> pd.DataFrame:
    """SCATTER_COLUMNS of sixty invented words, rates as skewed as those of words are."""
    words = [
        "协商",
        "民主",
        "监督",
        "调研",
        "提案",
        "委员",
        "履职",
        "文史",
        "界别",
        "书香",
        "社情",
        "民意",
        "联谊",
        "团结",
        "培训",
        "制度",
        "改革",
        "社区",
        "政治",
        "学习",
        "为民",
        "凝聚",
        "共识",
        "视察",
        "宣传",
    ]
    cells = []
    for number in range(60):
        term = words[number % len(words)] + ("" if number < len(words) else "工作" if number < 2 * len(words) else "会议")
        left, right = (number * 37 % 41) // (1 + number // 6), (number * 23 % 43) // (1 + number // 6)
        cells.append((term, left, right, left * 2.3, right * 2.5))
    return pd.DataFrame(cells, columns=["term", "left_count", "right_count", "left_per_10k", "right_per_10k"])


def cloud_table() -> pd.DataFrame:
    """CLOUD_COLUMNS of forty words."""
    words = [
        "政协",
        "委员",
        "协商",
        "民主",
        "监督",
        "调研",
        "提案",
        "履职",
        "全过程人民民主",
        "社情民意",
        "凝聚共识",
        "文史",
        "界别",
        "书香政协",
        "联谊",
        "团结",
        "培训",
        "制度",
        "改革",
        "社区",
        "政治",
        "学习",
        "为民",
        "视察",
        "宣传",
        "专题协商",
        "党组",
        "座谈会",
        "民族团结",
        "乡村振兴",
        "营商环境",
        "生态",
        "教育",
        "医疗",
        "养老",
        "就业",
        "文化",
        "旅游",
        "产业",
        "项目",
    ]
    return pd.DataFrame([(word, max(2, round(90 / (1 + number * 0.45)))) for number, word in enumerate(words)], columns=["term", "count"])


def five_rows() -> pd.DataFrame:
    """ROW_COLUMNS of a matrix: two groups, five reports."""
    return rows(
        ("党建与学习", "party", "党组会议", "次", (NONE, NONE, NONE, NONE, one(56))),
        ("党建与学习", "study", "集中学习", "次", (one(37), one(107), one(40, "40余", "at_least"), NONE, NONE)),
        ("党建与学习", "talk", "交流研讨", "期｜人次", (one(4), one(86), one(7), NONE, one(52))),
        (
            "党建与学习",
            "ask",
            "向党委请示报告",
            "次",
            (one(12), ((6.0, 9.0), ("6", "9"), ("exact", "exact"), "total"), one(40, "40余", "at_least", "part"), one(33), NONE),
        ),
        ("提案", "rate", "办复率", "%", (one(100, "100%"), NONE, one(100, "100%"), NONE, NONE)),
        ("提案", "file", "立案", "件", (one(42), NONE, NONE, NONE, NONE)),
        ("民生公益", "money", "捐款捐物", "元", (one(970000, "97万"), one(800000, "80余万", "at_least"), NONE, NONE, NONE)),
    )
