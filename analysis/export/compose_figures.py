"""Figures of one to four sides as parts of a briefing: ruler charts with their native twins, and the table of all indicators."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

import pandas as pd

from analysis import captions
from analysis.charts import dots
from analysis.charts.rulers import ruler
from analysis.charts.text import width
from analysis.comparison import APPROXIMATE, PART, Side
from analysis.comparison.limits import chinese_number
from analysis.export.briefing import NativeChart, Picture, Series, Table
from analysis.export.compose_parts import Cite, Context, Part, bound, frame, number, stated
from analysis.tables import records
from analysis.wording import ABSENT, cell_text, row_unit

#: One row a figure, and one for every indicator that a report does not mention.
FIGURE_COLUMNS = ("板块", "指标", "报告", "数值", "界限", "单位", "写法", "口径", "核对")
#: Up to so many reports stand as columns of a printed table; more stand as rows, with the indicators that most of them state.
MOST_ACROSS, MOST_DOWN = 4, 7
#: Up to so many reports also have a row for what they do not mention.
MOST_ABSENT = 12

#: Pixels that a row of a ruler chart has for name and unit.
ROOM = 130

HEADING = "数字对照"
READING = "每行一把尺，从 0 起，尺端的数印在右边。标“口径不同”的不作比较；“余”只知下限；虚线空圈是未提及，不是 0。"


def pictures(context: Context, cells: pd.DataFrame, pairs: pd.DataFrame) -> list[Part]:
    """First what several sides state, side by side; then the groups of the catalogue. Columns: comparison.CELL_COLUMNS, PAIR_COLUMNS."""
    found = list(_shared(context, cells, pairs))
    for group in dict.fromkeys(cells["group"]):
        rows = cells[cells["group"] == group]
        for place, names in enumerate(_pieces(list(dict.fromkeys(rows["indicator"])))):
            title = str(group) + ("（续）" if place else "")
            own = rows[rows["indicator"].isin(names)]
            key = f"数字:{group}" + (f":{place + 1}" if place else "")
            found.append(_picture(context, own, pairs, f"{context.who}：{title}", key=key, usual=len(context.sides) == 1))
    return found


def _shared(context: Context, cells: pd.DataFrame, pairs: pd.DataFrame) -> Iterator[Part]:
    """Indicators that two sides or more state: those that compare first."""
    if len(context.sides) < 2 or cells.empty:
        return
    said = cells.groupby("indicator", sort=False)["values"].agg(lambda values: sum(map(bool, values)))
    comparable = {str(row.indicator) for row in records(pairs) if row.comparable}
    names = [str(name) for name in said[said > 1].index]
    ordered = sorted(names, key=lambda name: name not in comparable)
    both = "两边都写到的" if len(context.sides) == 2 else "至少两份写到的"
    rows = cells[cells["indicator"].isin(ordered)]
    rows = rows.assign(label=[_label(row) for row in records(rows)])
    for place, piece in enumerate(_pieces(ordered)):
        own = pd.concat([rows[rows["indicator"] == name] for name in piece], ignore_index=True)
        count = "两" if len(piece) == 2 else chinese_number(len(piece))
        title = f"{context.who}：{both}{'另外' if place else ''}{count}项"
        yield _picture(context, own, pairs, title, key=f"数字:共有:{place + 1}", usual=True)


def _label(row: Any) -> str:
    """The indicator's name, outside of its group; its short one, if it tells enough, where the name would be cut."""
    fits = width(f"{row.name} {row.unit}", 13) <= ROOM
    return str(row.name if fits or len(row.label) < 4 else row.label)


def _pieces(names: list[str]) -> Iterator[list[str]]:
    """Names in pieces of about equal size that fit a picture: nine make five and four."""
    parts = -(-len(names) // dots.MOST_ROWS)
    size = -(-len(names) // max(1, parts))
    for start in range(0, len(names), max(1, size)):
        yield names[start : start + size]


def _picture(context: Context, rows: pd.DataFrame, pairs: pd.DataFrame, title: str, *, key: str, usual: bool) -> Part:
    """A ruler chart of these rows in their order, with its table, its native twin, and the figures it shows."""
    own = pairs[pairs["indicator"].isin(rows["indicator"])]
    return Part(key, "图", HEADING, title, usual, drawn=cache(partial(_drawn, context, rows, own, title)), cites=_cites(rows))


def _drawn(context: Context, rows: pd.DataFrame, pairs: pd.DataFrame, title: str) -> Picture:
    sides = context.sides
    caption = captions.caption(title, sides, context.today, subtitle=context.switched)
    return Picture(
        name=title.replace("：", "_"),
        title=title,
        figure=dots.dots(rows, pairs, captions.chart_sides(sides), caption),
        table=_table(sides, rows, pairs),
        native=_native(sides, rows, pairs),
        topic="对照",
        absent=tuple(side.label for side in sides),
        marks=captions.page_marks(sides),
        note=READING,
        source=caption.source,
        shown=printed(sides, rows, pairs),
    )


def _by_indicator(rows: pd.DataFrame) -> list[list[Any]]:
    """The rows of each indicator in their order, one a side, in the sides' order."""
    return [sorted(records(own), key=lambda row: int(row.side)) for _, own in rows.groupby("indicator", sort=False)]


def _limits(pairs: pd.DataFrame) -> Mapping[str, Any]:
    return {str(row.indicator): row for row in records(pairs)}


def _cites(rows: pd.DataFrame) -> tuple[tuple[Cite, ...], ...]:
    return tuple(tuple((str(report), int(index)) for row in own for report, index in row.figures) for own in _by_indicator(rows))


def _table(sides: Sequence[Side], rows: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """One row an indicator: number and bound of every side in columns of their own, difference, marks, and why they hold."""
    limits = _limits(pairs)
    made = []
    for own in _by_indicator(rows):
        limit = limits[str(own[0].indicator)]
        cells = [cell for row in own for cell in (number(row.values), bound(row.bounds))]
        made.append((own[0].name, _unit(own), *cells, limit.difference, "，".join(limit.marks), "".join(limit.reasons)))
    columns = [column for side in sides for column in (side.label, f"{side.label} 界限")]
    return frame(made, ["指标", "单位", *columns, "差", "标记", "说明"])


def _unit(own: Sequence[Any]) -> str:
    return "｜".join(dict.fromkeys(unit for row in own for unit in row.units))


def _native(sides: Sequence[Side], rows: pd.DataFrame, pairs: pd.DataFrame) -> NativeChart:
    """The same rulers as Office draws them. Of several figures of a side the largest has the bar, all are written."""
    limits, all_rows = _limits(pairs), _by_indicator(rows)
    colours = captions.chart_sides(sides)
    series = tuple(
        Series(
            side.label,
            tuple(max(own[index].values, default=None) for own in all_rows),
            colour.colour,
            colour.fill,
            tuple(stated(own[index].texts) for own in all_rows),
        )
        for index, (side, colour) in enumerate(zip(sides, colours, strict=True))
    )
    return NativeChart(
        "dot",
        tuple(str(own[0].label) for own in all_rows),
        series,
        ends=tuple(_end(own) for own in all_rows),
        units=tuple(_unit(own) for own in all_rows),
        marks=tuple(tuple(limits[str(own[0].indicator)].marks[:2]) for own in all_rows),
        remarks=tuple(str(limits[str(own[0].indicator)].difference) for own in all_rows),
    )


def _end(own: Sequence[Any]) -> float:
    values = [value for row in own for value in row.values]
    bounds = [one for row in own for one in row.bounds]
    return ruler(values, bounds, percent=_unit(own) == "%")[1]


def printed(sides: Sequence[Side], rows: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The table as a reader sees it: values as written, 差 of two sides, marks; a column without a word is left out."""
    limits = _limits(pairs)
    made = []
    for own in _by_indicator(rows):
        limit, unit = limits[str(own[0].indicator)], row_unit([unit for row in own for unit in row.units])
        said = [cell_text(row.texts, row.units, row.scope, unit=unit) for row in own]
        marks = "，".join(mark for mark in limit.marks if mark != PART)  # 局部 stands beside its value
        made.append((f"{own[0].name} {unit}".strip(), *said, limit.difference or "", marks))
    shown = frame(made, ["指标", *(side.label for side in sides), "差", "标记"])
    return shown.drop(columns=[name for name in ("差", "标记") if not any(shown[name])])


def whole(context: Context, cells: pd.DataFrame, pairs: pd.DataFrame) -> Part:
    """The table of all indicators: a row a figure for the workbook, a matrix for paper and slides."""
    sides = context.sides
    across = len(sides) <= MOST_ACROSS
    first = None if across else _most_stated(cells)
    shown = printed(sides, cells, pairs) if first is None else _down(sides, cells, first)
    made: list[tuple[object, ...]] = []
    cites: list[tuple[Cite, ...]] = []
    unprinted: list[Cite] = []
    for row in (row for own in _by_indicator(cells) for row in own):
        for fields, cite in _figures(sides[int(row.side)], row, absent=len(sides) <= MOST_ABSENT):
            made.append((row.group, row.name, sides[int(row.side)].label, *fields))
            cites.append(cite)
            unprinted += cite if first is not None and row.indicator not in first else ()
    title = f"{context.who}：指标对照" + (f"（{context.switched}）" if context.switched else "")
    note = "" if across else f"列出写到的报告最多的 {len(shown.columns) - 1} 项，全部指标见同一简报的 XLSX 工作簿。"
    unlisted = "" if len(sides) <= MOST_ABSENT else f"工作簿里没有列出的就是{ABSENT}。"
    source = captions.source(sides, context.today)
    table = Table("指标对照", title, frame(made, FIGURE_COLUMNS), "数字", ("数值",), note + unlisted, source, shown=shown)
    shown_cites = _cites(cells) if first is None else ()
    return Part("数字:全部", "表", HEADING, title, table=table, cites=tuple(cites), unprinted=frozenset(unprinted), shown_cites=shown_cites)


def _figures(side: Side, row: Any, *, absent: bool) -> Iterator[tuple[tuple[object, ...], tuple[Cite, ...]]]:
    """FIGURE_COLUMNS from 数值 on, and the figure itself."""
    of_report = {report.id: figures for report, figures in zip(side.reports, side.figures, strict=True)}
    for value, text, limit, unit, (report, index) in zip(row.values, row.texts, row.bounds, row.units, row.figures, strict=True):
        figure = of_report[report][index]
        scope = PART if figure.scope == "part" else "全年" if figure.period_years == 1 else f"{figure.period_years} 年合计"
        yield (value, bound((limit,)), unit, text, scope, "已核" if figure.checked else "未核"), ((str(report), int(index)),)
    if absent and not row.values:
        yield (None, "", "", ABSENT, "", ""), ()


def _most_stated(cells: pd.DataFrame) -> list[str]:
    """The indicators that most reports state, in the catalogue's order where as many do."""
    stated_by = cells.groupby("indicator", sort=False)["values"].agg(lambda values: sum(map(bool, values)))
    return [str(name) for name in stated_by.sort_values(ascending=False, kind="stable").index[:MOST_DOWN]]


def _down(sides: Sequence[Side], cells: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Reports as rows, these indicators as columns."""
    columns, rows = ["报告"], [[side.label] for side in sides]
    for name in names:
        own = sorted(records(cells[cells["indicator"] == name]), key=lambda row: int(row.side))
        columns.append(str(own[0].name))
        for place, row in zip(rows, own, strict=True):
            place.append(cell_text(row.texts, row.units, row.scope, unit=""))
    return frame(rows, columns)


def notes(pairs: pd.DataFrame) -> tuple[str, ...]:
    """What the marks of these pairs mean, for 说明."""
    used = {mark for row in records(pairs) for mark in row.marks}
    told = {
        "口径不同": "口径不同：数的不是一回事，并列而不比较。",
        "跨年累计": "跨年累计：几年合计的数不与一年的数直接比。",
        APPROXIMATE: "约数：写余、多、近、约的，只知上限或下限。",
        PART: "局部：只说一件事或一部分，不是全年总数。",
    }
    absent = "未提及：没有找到这种写法，不是没做，更不是 0。"
    return (*(words for mark, words in told.items() if mark in used), absent)
