"""指标 over many places and years: 热图, 年度 and 排名. A click in a picture opens the sentences like a click in the table."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256

import pandas as pd
import streamlit as st

from analysis.charts import bars, heat, lines, look, panels
from analysis.charts.frame import Caption
from analysis.charts.text import cut
from analysis.comparison import CUMULATIVE
from analysis.study import ranking
from analysis.study.indicatorstudy import Matrix, of_other_level
from analysis.study.ranking import Ranked
from analysis.tables import records
from pages.shared import blocks, cached, cached_ranks, head, opened, several
from pages.shared.picture import chart_sides, page_marks, source
from pages.shared.plain import plain
from pages.shared.shown import Shown

HEAT, YEARS, RANK = "热图", "年度", "排名"
#: Pictures of panels on the page, bars in one ranking; pixels of a text that cannot be compared, so that five columns fit a phone.
MOST_PICTURES, MOST_BARS, CELL = 4, 40, 41
CHOSEN = "所选报告"


def why_not(view: str, found: Matrix) -> str:
    """Why a view cannot be drawn for this choice, as a sentence; an empty string when it can."""
    if view == HEAT and len(found.sides) < 2:
        return "热图要在几份报告之间比，请在上面再选一份。"
    return ranking.why_no_courses(found.sides) if view == YEARS else ""


def _tag(found: Matrix, *more: object) -> str:
    ids = [report.id for one in found.sides for report in one.reports]
    return sha256("|".join(map(str, (*ids, found.yearly, found.per_head, *more))).encode()).hexdigest()[:10]


def _on(found: Matrix) -> str:
    return "、".join(name for name, yes in (("年均", found.yearly), ("每十万人", found.per_head)) if yes)


def heat_map(found: Matrix, cells: pd.DataFrame, what: str) -> tuple[str, int] | None:
    """Indicators by reports, shaded within each row; the indicator and the side of the cell that was clicked."""
    order = list(dict.fromkeys(cells["indicator"]))
    key = f"heat-{_tag(found, what, *order)}"
    figures, drawn = cached_ranks.kept(key, partial(_heat, found, cells, what))
    if not drawn:
        st.write("这里没有哪一项是两份以上报告可以相比的，画不出热图；可换一个板块，或再选几份报告。")
        return None
    clicked = None
    for number, figure in enumerate(figures):
        clicked = blocks.chart(figure, name=f"指标热图_{what}{number or ''}", key=f"{key}-{number}") or clicked
    left = f"另有 {len(order) - drawn} 项不到两份可比，没有画，请看“表”。" if len(order) > drawn else ""
    st.caption(f"点一格，看它的原句。局部、几个数、单位或年限不同的打斜线，不上色。{left}")
    if not clicked:
        return None
    indicator, _, side = str(clicked[0]).partition("|")
    return indicator, int(side)


def _heat(found: Matrix, cells: pd.DataFrame, what: str) -> tuple[list[Shown], int]:
    """The pictures, and how many indicators stand in them."""
    reports = [one.reports[0] for one in found.sides]
    heads = several.heads(reports, places=True)
    table = ranking.heat_cells(found, cells, cached.study().catalogue, [heads[report.id] for report in reports])
    table["text"] = [cut(text, CELL, look.SMALL) if why else text for text, why in zip(table["text"], table["why"], strict=True)]
    note = "每行以最大值为 100%，只在同一行里比。"
    words = Caption(f"{what}：谁多谁少", (), _on(found), page_marks(found.sides), note, source(found.sides))
    drawn = table["row"].nunique()
    return ([Shown(one) for one in heat.pages(table, words, span=(0.0, 1.0), limited=True)] if drawn else []), drawn


def along(found: Matrix, cells: pd.DataFrame) -> tuple[str, int] | None:
    """Small multiples along the years, a picture a group; the indicator and the side of the point that was clicked."""
    table = cached_ranks.kept(f"courses-{_tag(found, *cells['indicator'].unique())}", partial(ranking.courses, found, cells))
    if table.empty:
        st.write("所选地方没有哪一项指标写了两个年份的数，画不出逐年变化；可换一个板块，或加选同一地方另一年的报告。")
        return None
    pieces: list[tuple[str, list[str]]] = []
    for group, own in table.groupby("group", sort=False):
        order = list(dict.fromkeys(own["indicator"]))
        pieces += [
            (f"{group}（续）" if first else str(group), order[first : first + panels.MOST]) for first in range(0, len(order), panels.MOST)
        ]
    shown, rest = pieces[:MOST_PICTURES], pieces[MOST_PICTURES:]
    if rest:
        named = "、".join(dict.fromkeys(title.removesuffix("（续）") for title, _ in rest))
        st.caption(plain(f"指标较多，这里先画前几个板块；{named}请在上面选板块看。"))
    columns, heights, clicked = st.columns(2, gap="large"), [0, 0], None
    for title, order in shown:
        own = table[table["indicator"].isin(order)]
        place = heights.index(min(heights))
        heights[place] += 1 + len(order)
        with columns[place]:
            key = f"years-{_tag(found, title, *order)}"
            figure = cached.drawn(key, partial(_panels, found, own, title))
            clicked = blocks.chart(figure, name=f"逐年_{title}", key=key) or clicked
    st.caption("每格从 0 画起，格与格之间不比高低。相邻两年才连线；缺一年就断开；几年合计画成横条。虚线圈：有报告，未提及。")
    if not clicked:
        return None
    sides = {one.reports[0].id: number for number, one in enumerate(found.sides)}
    return str(clicked[0]), sides.get(str(clicked[1]), 0)


def _panels(found: Matrix, table: pd.DataFrame, title: str) -> object:
    catalogue = cached.study().catalogue
    unsummed = [str(name) for name in dict.fromkeys(table["indicator"]) if found.yearly or catalogue.by_id[str(name)].kind == "rate"]
    drawn = [one for one in found.sides if one.reports[0].id in set(table["id"])]
    words = Caption(f"{title}：逐年", lines.legend(table), _on(found), page_marks(drawn), "", source(drawn))
    return panels.panels(table, words, unsummed=unsummed)


def _pick(label: str, options: Sequence[str], key: str, first: str) -> str:
    """A picker bound to the address bar; `first` for a link that names none, or none of these."""
    if st.session_state.get(key) not in (None, *options):
        del st.session_state[key]
    if key not in st.session_state and st.query_params.get(key) not in (None, *options):
        st.session_state[key] = first
    head.preset(key, first)
    found = st.selectbox(label, list(options), index=None, key=key, bind="query-params", placeholder="选一个")
    return found if found in options else first


def rank(found: Matrix, cells: pd.DataFrame) -> None:
    """One indicator ranked among the chosen reports or those of one year, with one place marked; then those not ranked, and why."""
    stated = cells[cells["values"].map(bool)].groupby("name", sort=False).size()
    ids = dict(zip(cells["name"], cells["indicator"], strict=True))
    scopes = ranking.scopes(cached.reports())
    places = list(dict.fromkeys(one.reports[0].metadata.place for one in found.sides))
    left, middle, right = st.columns(3, gap="small")
    with left:
        name = _pick("指标", list(ids), "rank_by", str(stated.idxmax()))
    with middle:
        scope = _pick("在哪些报告里排", [CHOSEN, *scopes], "rank_in", CHOSEN if len(found.sides) > 2 else next(iter(scopes), CHOSEN))
    with right:
        place = _pick("标出", places, "rank_mark", places[0])
    chosen = tuple(one.reports[0].id for one in found.sides)
    result = cached_ranks.ranked(scopes.get(scope, chosen), str(ids[name]), yearly=found.yearly, per_head=found.per_head)
    key = f"rank-{_tag(found, name, scope, place)}"
    if result.rows.empty:
        st.write(plain(f"“{name}”在{scope}里没有可以排名的数，原因列在下面。"))
    else:
        clicked = blocks.chart(
            cached.drawn(key, partial(_bars, result, (name, scope, place), _on(found))), name=f"排名_{name}_{scope}", key=key
        )
        told = ranking.told(result, place)
        st.write(plain(told or f"{place}没有可以排名的数，原因列在下面。"))
        if clicked:
            _open(result, str(ids[name]), int(clicked[1]), key)
    row = _not_ranked(result, key)
    if row is not None:
        _open(result, str(ids[name]), row, key)


def _open(result: Ranked, indicator: str, number: int, key: str) -> None:
    """The sentences of one report under what was clicked; the report need not be one of those chosen."""
    cells = result.cells[result.cells["side"] == number].assign(side=0)
    one = Matrix((result.sides[number],), (), cells)
    opened.indicator(one, indicator, key=f"{key}-{number}", title=f"{result.sides[number].label}的原句")


def _bars(result: Ranked, named: tuple[str, str, str], on: str) -> object:
    name, scope, place = named
    kept = [
        (row, rank_)
        for position, (row, rank_) in enumerate(zip(records(result.rows), result.ranks, strict=True))
        if position < MOST_BARS or place in result.sides[row.side].places
    ]
    numbers = {row.side: rank_ for row, rank_ in kept}
    # All but the marked place are grey: one colour, one question.
    sides = [
        replace(colours, label=f"{numbers.get(index) or ''} {colours.label}".strip(), muted=place not in one.places)
        for index, (colours, one) in enumerate(zip(chart_sides(result.sides), result.sides, strict=True))
    ]
    rows = result.rows[result.rows["side"].isin(list(numbers))]
    marks = dict.fromkeys(of_other_level(result.sides), ("层级不同",))
    number = next((one.reports[0].place_number for one in result.sides if place in one.places), 1)
    legend = (look.Side(place, place, number),) if any(place in one.places for one in result.sides) else ()
    notes = ["名次写在地名前，数相同名次相同。"]
    if not all(numbers.values()):
        notes.append("约数带箭头，按写出的数摆放；约数和层级不同的不编名次。")
    if len(kept) < len(result.rows):
        notes.append(f"可排的有 {len(result.rows)} 份，只画前 {MOST_BARS} 份和标出的地方。")
    words = Caption(
        f"{name}：{scope}", legend, "、".join(part for part in (on, "其余为灰色") if part), (), "".join(notes), source(result.sides)
    )
    return bars.bars(rows, sides, words, marks=marks)


def _not_ranked(result: Ranked, key: str) -> int | None:
    """Reports that are not ranked, each with its figure and the reason; returns the side of the row that was clicked."""
    silent = result.left[result.left["why"] == look.ABSENT]
    said = result.left[result.left["why"] != look.ABSENT]
    clicked = None
    if len(said):
        st.subheader(f"没有排名的 {len(said)} 份", anchor=False)
        shown = pd.DataFrame({"报告": said["label"], "写到的数": said["text"], "标记": said["why"], "为什么不排": said["reason"]})
        clicked = blocks.table(shown.reset_index(drop=True), key=f"left-{key}", first=220)
        if (said["why"] == CUMULATIVE).any():
            st.caption("打开“年均”，几年合计除以年数后可以一起排。")
    if len(silent):
        names = "、".join(silent["label"].head(12)) + (f"等 {len(silent)} 份" if len(silent) > 12 else "")
        st.caption(plain(f"未提及（没有读到这项的写法，不是 0）：{names}。"))
    return int(said["side"].iloc[clicked[0]]) if clicked else None
