"""Many reports as parts of a briefing: one indicator across them, along the years, the indicators that all of them state."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import pairwise
from statistics import median
from typing import Any

import pandas as pd

from analysis import captions
from analysis.charts import bars, lines, look, matrix
from analysis.charts.frame import Caption
from analysis.comparison.limits import chinese_number
from analysis.comparison.summary import FIRST
from analysis.export.briefing import NativeChart, Picture, Series
from analysis.export.compose_parts import Cite, Context, Part, Said, bound, frame, number, stated
from analysis.figures.catalogue import Catalogue
from analysis.study.indicatorstudy import Matrix, along_years, differs, headline, limits, rows_of
from analysis.study.indicatorstudy import scale as told_scale
from analysis.study.ranking import alike, peers, places
from analysis.tables import records
from analysis.wording import number as digits

#: Bars on one picture; indicators that are offered, and that are chosen as long as nobody chooses; indicators of the matrix.
MOST_BARS, OFFERED, USUAL, MOST_ROWS = 20, 16, 6, 12
#: Reports beside each other in the picture of the matrix.
MOST_COLUMNS = 8
SENTENCES = 5

RANKING, YEARS = "各地排列", "逐年走势"


def order(found: Matrix) -> list[str]:
    """Indicators that two reports or more state: those that most state first, then those a leader asks for first."""
    said = found.cells.groupby("indicator", sort=False)["values"].agg(lambda values: sum(map(bool, values)))
    rank = {name: place for place, name in enumerate(FIRST)}
    names = [str(name) for name in said[said > 1].index]
    return sorted(names, key=lambda name: (-int(said[name]), rank.get(name, len(rank))))


def pictures(context: Context, found: Matrix, catalogue: Catalogue) -> list[Part]:
    """Bars for the indicators that most reports state."""
    return [_bars(context, found, catalogue, name, usual=place < USUAL) for place, name in enumerate(order(found)[:OFFERED])]


def _bars(context: Context, found: Matrix, catalogue: Catalogue, name: str, *, usual: bool) -> Part:
    rows = rows_of(found.cells, name)
    ordered = _largest_first(rows)
    cites = tuple(tuple((str(report), int(index)) for report, index in row.figures) for row in ordered)
    title = f"{context.who}：{headline(rows).replace('：', '，')}"
    return Part(
        f"排列:{name}", "图", RANKING, title, usual, drawn=cache(partial(_drawn, context, found, catalogue, name, title)), cites=cites
    )


def _largest_first(rows: pd.DataFrame) -> list[Any]:
    """未提及 last; equal ones in the sides' order."""
    return sorted(records(rows), key=lambda row: (not row.values, -max(row.values, default=0.0), int(row.side)))


def _drawn(context: Context, found: Matrix, catalogue: Catalogue, name: str, whole_title: str) -> Picture:
    rows, marks, unlike = rows_of(found.cells, name), limits(found, name, catalogue), differs(found, name, catalogue)
    why, ordered = _alike(found, rows, catalogue, name), _largest_first(rows)
    first = ordered[:MOST_BARS]
    drawn = rows[rows["side"].isin([row.side for row in first])]
    more = f"只画最大的 {len(first)} 份，共 {len(ordered)} 份。" if len(ordered) > len(first) else ""
    source = captions.source(found.sides, context.today)
    title = headline(rows)
    caption = Caption(title, (), context.switched or catalogue.by_id[name].meaning, (), unlike + more, source)
    colours = captions.chart_sides(found.sides)
    figure = bars.bars(drawn, colours, caption, marks=marks)
    series = Series(
        str(rows["name"].iloc[0]), tuple(max(row.values, default=None) for row in first), look.MUTED, look.AXIS,
        tuple(_limited(row, marks.get(int(row.side), ())) for row in first),
        tuple((colours[int(row.side)].colour, colours[int(row.side)].fill) for row in first),
    )  # fmt: skip
    native = NativeChart("bar", tuple(found.sides[int(row.side)].label for row in first), (series,))
    own = [_marks(row, marks.get(int(row.side), ()), why[row.side]) for row in ordered]
    table = frame(
        [
            (found.sides[int(row.side)].label, number(row.values), bound(row.bounds), _unit(row), stated(row.texts), "，".join(mark))
            for row, mark in zip(ordered, own, strict=True)
        ],
        ["报告", "数值", "界限", "单位", "写法", "标记"],
    )
    table.insert(0, "指标", str(rows["name"].iloc[0]))
    place_of = places(rows, found.sides, why)
    table.insert(1, "名次", [place_of.get(int(row.side)) for row in ordered])
    limit = tuple(dict.fromkeys(mark for marks_of in own for mark in marks_of if look.MARKS.get(mark) == "comparison"))
    return Picture(
        title, whole_title, figure, table, native=native, topic="排名", absent=("数值",),
        marks=(*(("口径不同",) if unlike else ()), *limit), note=unlike + more, source=source,
        shown=_shown(table, ordered),
    )  # fmt: skip


def _shown(table: pd.DataFrame, ordered: Sequence[Any]) -> pd.DataFrame:
    """The same for print: place, report, the number as written, marks."""
    return pd.DataFrame(
        {"名次": table["名次"], "报告": table["报告"], "数": [_said(row) or look.ABSENT for row in ordered], "标记": table["标记"]}
    )


def _marks(row: Any, limiting: Sequence[str], why: str) -> tuple[str, ...]:
    """What limits one report's figure: 层级不同, 跨年累计, 约数, and why it may not be compared: 局部, 口径不同, 单位不同."""
    if not row.values:
        return ()
    bounds = ("约数",) if any(one != "exact" for one in row.bounds) else ()
    return tuple(dict.fromkeys((*limiting, *bounds, *((why,) if why else ()))))


def _unit(row: Any) -> str:
    return "｜".join(dict.fromkeys(row.units))


def _said(row: Any) -> str:
    """90余条, 6／9 次, 100%."""
    if not row.values:
        return ""
    unit, said = _unit(row), stated(row.texts)
    return said if unit in ("", "%") else f"{said}{'' if said[-1] in '余亿万' else ' '}{unit}"


def _limited(row: Any, limiting: Sequence[str]) -> str:
    """The value for a bar that cannot carry a mark of its own: 171 条〔层级不同〕."""
    own = [*limiting, *(["局部"] if row.scope == "part" else [])]
    return _said(row) + (f"〔{'，'.join(own)}〕" if own and row.values else "")


def _alike(found: Matrix, rows: pd.DataFrame, catalogue: Catalogue, name: str) -> dict[int, str]:
    rate = name in catalogue.by_id and catalogue.by_id[name].kind == "rate"
    return alike(rows, found.sides, rate=rate, yearly=found.yearly)


def along(context: Context, found: Matrix, catalogue: Catalogue) -> list[Part]:
    """Lines along the years for the indicators that most reports state."""
    parts = []
    for place, name in enumerate(order(found)[:OFFERED]):
        rows = rows_of(found.cells, name)
        title = f"{context.who}：{headline(rows).replace('：', '，')}"
        cites = tuple(tuple((str(report), int(index)) for report, index in row.figures) for row in _by_years(rows, found))
        drawn = cache(partial(_years, context, found, catalogue, name, title))
        parts.append(Part(f"走势:{name}", "图", YEARS, title, place < USUAL, drawn=drawn, cites=cites))
    return parts


def _by_years(rows: pd.DataFrame, found: Matrix) -> list[Any]:
    return sorted(records(rows), key=lambda row: found.sides[int(row.side)].reports[0].metadata.period.start)


def _years(context: Context, found: Matrix, catalogue: Catalogue, name: str, title: str) -> Picture:
    rows = rows_of(found.cells, name)
    points, ordered, note = along_years(rows, found.sides), _by_years(rows, found), differs(found, name, catalogue)
    source = captions.source(found.sides, context.today)
    caption = Caption(title, lines.legend(points), context.switched, captions.page_marks(found.sides), note, source)
    figure = lines.lines(points, caption, summed=catalogue.by_id[name].kind != "rate" and not found.yearly)
    table = frame(
        [
            (row.name, found.sides[int(row.side)].label, number(row.values), bound(row.bounds), _unit(row), stated(row.texts))
            for row in ordered
        ],
        ["指标", "报告", "数值", "界限", "单位", "写法"],
    )
    shown = frame([(found.sides[int(row.side)].label, _said(row) or look.ABSENT) for row in ordered], ["报告", str(rows["name"].iloc[0])])
    return Picture(
        f"走势_{rows['name'].iloc[0]}", title, figure, table, native=_line(points, _unit(ordered[0])), topic="走势", absent=("数值",),
        marks=("口径不同",) if note else (), note=note, source=source, shown=shown,
    )  # fmt: skip


def _line(points: pd.DataFrame, unit: str) -> NativeChart | None:
    """The lines as Office draws them: from each year to the next. None where the page leaves a gap that Office would close.

    That is where a report covers several years, or where two years running state several figures, or a part and a whole.
    """
    rows = records(points)
    if any(row.start != row.end for row in rows):
        return None
    for before, after in pairwise(rows):
        following = before.place == after.place and after.start == before.end + 1 and before.values and after.values
        if following and (len(before.values) > 1 or len(after.values) > 1 or before.scope != after.scope):
            return None
    years = range(min(int(row.start) for row in rows), max(int(row.end) for row in rows) + 1)
    series = []
    for side in lines.legend(points):
        own = {int(row.start): row for row in rows if row.place == side.label}
        values = tuple(max(own[year].values, default=None) if year in own else None for year in years)
        texts = tuple(stated(own[year].texts) if year in own else "" for year in years)
        series.append(Series(side.label, values, side.colour, side.fill, texts))
    return NativeChart("line", tuple(map(str, years)), tuple(series), unit=unit)


def overview(context: Context, found: Matrix) -> Part | None:
    """The indicators that most reports state, as one picture of the matrix."""
    names = order(found)[:MOST_ROWS]
    if not names or not 2 < len(found.sides) <= MOST_COLUMNS:
        return None
    rows = found.cells[found.cells["indicator"].isin(names)]
    title = f"{context.who}：写到最多的{chinese_number(len(names))}项"
    caption = captions.caption(title, found.sides, context.today, subtitle=context.switched)
    figure = matrix.matrix(rows, captions.chart_sides(found.sides), replace(caption, sides=()))
    table = frame(
        [
            (
                own.name,
                *(cell for row in _sides_of(rows, str(own.indicator)) for cell in (number(row.values), bound(row.bounds), _unit(row))),
            )
            for own in records(rows.drop_duplicates("indicator"))
        ],
        ["指标", *(column for side in found.sides for column in (side.label, f"{side.label} 界限", f"{side.label} 单位"))],
    )
    shown = frame(
        [
            (own.name, *(_said(row) or look.ABSENT for row in _sides_of(rows, str(own.indicator))))
            for own in records(rows.drop_duplicates("indicator"))
        ],
        ["指标", *(side.label for side in found.sides)],
    )
    picture = Picture(
        "指标一览", title, figure, table, topic="一览", absent=tuple(side.label for side in found.sides),
        marks=captions.page_marks(found.sides), source=caption.source, shown=shown,
    )  # fmt: skip
    cites = tuple(
        tuple(cite for row in _sides_of(rows, str(own.indicator)) for cite in _figures(row))
        for own in records(rows.drop_duplicates("indicator"))
    )
    return Part("一览", "图", "总体情况", title, usual=False, drawn=lambda: picture, cites=cites)


def _sides_of(rows: pd.DataFrame, indicator: str) -> list[Any]:
    return sorted(records(rows[rows["indicator"] == indicator]), key=lambda row: int(row.side))


def _figures(row: Any) -> tuple[Cite, ...]:
    return tuple((str(report), int(index)) for report, index in row.figures)


def sentences(context: Context, found: Matrix, catalogue: Catalogue) -> Iterator[Said]:
    """How many indicators there are; who states most and least of those that may be compared; which ones may not."""
    yield Said(f"{chinese_number(len(found.sides))}份报告{told_scale(found.cells, found.sides)}")
    names = order(found)
    said = [one for one in (_ranked(found, catalogue, name) for name in names) if one is not None]
    yield from said[:SENTENCES]
    unlike = [name for name in names[:OFFERED] if _ranked(found, catalogue, name) is None and differs(found, name, catalogue)]
    if unlike:
        named = "、".join(str(rows_of(found.cells, name)["name"].iloc[0]) for name in unlike[:SENTENCES])
        more = f"等 {len(unlike)} 项" if len(unlike) > SENTENCES else ""
        yield Said(f"{named}{more}写到的报告虽多，各份数的不是一回事（单位、范围不同），并列而不排先后。")


def _ranked(found: Matrix, catalogue: Catalogue, name: str) -> Said | None:
    """One indicator in a sentence; none where the reports count different things, or fewer than three may be compared."""
    rows = rows_of(found.cells, name)
    among = peers(rows, found.sides, _alike(found, rows, catalogue, name))
    free = sorted((row for row in records(rows) if row.side in among), key=lambda row: (-row.values[0], int(row.side)))
    if len(free) < 3 or free[0].values[0] == free[-1].values[0]:
        return None
    high, low = free[0], free[-1]
    tops = [row for row in free if row.values[0] == high.values[0]]
    who = "、".join(found.sides[int(row.side)].label for row in tops[:3]) + (f"等 {len(tops)} 份" if len(tops) > 3 else "")
    middle = f"，居中的是 {digits(round(median(row.values[0] for row in free), 1))}" if len(free) > 5 else ""
    stated_by = sum(map(bool, rows["values"]))
    others = f"（另有 {stated_by - len(free)} 份层级、年限或口径不同，不在内）" if stated_by > len(free) else ""
    text = (
        f"{rows['name'].iloc[0]}：{len(free)} 份可以排列{others}，写出的数最大的是{who}（{_said(high)}）{middle}，"
        f"最小的是{found.sides[int(low.side)].label}（{_said(low)}）。"
    )
    return Said(text, (*(cite for row in tops[:3] for cite in _figures(row)), *_figures(low)))
