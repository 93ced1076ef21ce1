"""The parts of 总览: scale, the grid of places and years, comparisons worth opening, the latest reports."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations, pairwise
from urllib.parse import parse_qs

import pandas as pd
import streamlit as st

from analysis.charts import grid
from analysis.comparison.limits import chinese_number
from analysis.report import LEVEL_NAMES, Report
from analysis.tables import records
from pages.shared import cached, choice, held
from pages.shared.head import USUAL
from pages.shared.picture import day
from pages.shared.plain import plain

MOST_LINKS = 6
#: Reports in the table; of more it shows those that were imported last.
LATEST = 12


def title(table: pd.DataFrame) -> None:
    """五份报告，四个地方; from a hundred on in digits."""
    places = table["place"].nunique()
    few = f"{chinese_number(len(table))}份报告，{chinese_number(places)}个地方"
    st.title("报告库还是空的" if table.empty else few if len(table) < 100 else f"{len(table)} 份报告，{places} 个地方")


def nothing() -> None:
    """The empty library: what is not there, what to do, and a second way."""
    st.write("还没有导入政协工作报告，导入后这里会列出每个地方、每一年的报告。")
    with st.container(horizontal=True):
        if st.button("导入报告", type="primary", icon=":material/upload_file:"):
            st.switch_page("pages/library.py")
        if st.button("先看五份样稿"):
            cached.study().add_samples()
            st.rerun()


def scale(table: pd.DataFrame) -> None:
    """One sentence of scale and the two things to do."""
    start, end, figures, checked = table["start"].min(), table["end"].max(), table["figures"].sum(), table["checked"].sum()
    years = f"{start} 年" if start == end else f"{start}—{end} 年"
    st.markdown(f"库里有 **{len(table)}** 份政协工作报告，覆盖 {years}。读出 **{figures}** 个数，核过 **{checked}** 个。")
    unread = table[table["unread"] > 0]
    if len(unread):
        named = "、".join(unread["label"][:3]) + (f"等 {len(unread)} 份" if len(unread) > 3 else "")
        st.warning(
            plain(f"{named} 共有 {unread['unread'].sum()} 页没有读出文字，多半是扫描图片；请先做文字识别（OCR），再从“报告库”导入。")
        )
    samples = int(table["sample"].sum())
    if samples:
        st.caption(
            f"其中 {samples} 份是样稿：按公开发表的报告编写，数字与公开报告一致，文字不是原文。"
            "把手头的原报告从“报告库”导入后，同地同年的样稿可以删去，对比即以原报告为准。"
        )
    with st.container(horizontal=True):
        if st.button("导入报告", type="primary", icon=":material/upload_file:"):
            st.switch_page("pages/library.py")
        if st.button("做一份简报", icon=":material/description:"):
            st.switch_page("pages/briefing.py")


def years(table: pd.DataFrame) -> None:
    """Places and years; a click on a cell opens the report."""
    newest, oldest = int(table["end"].max()), int(table["start"].min())
    last = newest
    if newest - oldest >= grid.YEARS:
        last = st.select_slider(
            "看到哪一年", list(range(oldest + grid.YEARS - 1, newest + 1)), value=newest, key="until", bind="query-params"
        )
    found = grid.grid(table.assign(region=table["province"])[list(grid.HELD_COLUMNS)], last_year=last)
    left_out = f"；这里列出前 {grid.MOST} 个地方，另有 {found.left_out} 个在“报告库”页" if found.left_out else ""
    under = f"格里是读出的数；颜色浅的是较早的一年{left_out}"
    foot = f"来源：报告库，{day(date.today())}。点一格，打开原文。"
    _open(held.grid(found, title="库里有哪些年的报告", under=under, foot=foot, key=f"grid-{last}"))


def _open(report_id: str | None) -> None:
    if report_id:
        st.switch_page("pages/reader.py", query_params=choice.query("one", [report_id]))


def worth_opening(reports: Sequence[Report]) -> None:
    """Comparisons that say something: one place over years first, then one year over places; and the named views."""
    st.header("值得打开的对比")
    if len(reports) < 2:
        st.write("再导入一份报告，就能两份对比。")
    labels = {report.id: report.label for report in reports}
    for number, (left, right, why, limits) in enumerate(_pairs(reports)):
        if number == MOST_LINKS:
            break
        with st.container(horizontal=True, vertical_alignment="center"):
            label = plain(f"{labels[left.id]} 与 {labels[right.id]}")
            query = choice.query("sides", (left.id, right.id))
            st.page_link("pages/compare.py", label=label, icon=":material/arrow_forward:", query_params=query)
            st.badge(why, color="orange" if limits else "gray")
    for view in cached.study().library.views():
        page, _, query = view.query.partition("?")
        pairs = parse_qs(query)
        if (page := f"pages/{page}.py") in {
            "pages/compare.py",
            "pages/indicators.py",
            "pages/keywords.py",
            "pages/phrases.py",
            "pages/themes.py",
        }:
            st.page_link(page, label=plain(view.name), icon=":material/bookmark:", query_params=pairs)


def _pairs(reports: Sequence[Report]) -> Iterator[tuple[Report, Report, str, bool]]:
    """Pairs with what they share (grey) or what limits them (amber)."""
    counting = [report for report in reports if report.counts]
    by_place: dict[str, list[Report]] = {}
    for report in counting:
        by_place.setdefault(report.metadata.place, []).append(report)
    for found in by_place.values():
        ordered = sorted(found, key=lambda report: report.metadata.period.start)
        for earlier, later in pairwise(ordered[-3:]):
            gap = later.metadata.period.start - earlier.metadata.period.start
            yield earlier, later, f"同一地方，相隔{chinese_number(gap)}年", False
    unlike = []
    for a, b in combinations(counting, 2):
        if a.metadata.place == b.metadata.place:
            continue
        if a.metadata.period.years != b.metadata.period.years:
            unlike.append((a, b, "跨年累计", True))
        elif a.metadata.level != b.metadata.level:
            unlike.append((a, b, "层级不同", True))
        elif a.metadata.period == b.metadata.period:
            yield a, b, f"同一年，同为{LEVEL_NAMES[a.metadata.level]}", False
    first = [pair for pair in unlike if (pair[0].id, pair[1].id) in USUAL]
    yield from first
    unlike = [pair for pair in unlike if pair not in first]
    same_year = [pair for pair in unlike if pair[0].metadata.period.end == pair[1].metadata.period.end]
    yield from [*same_year, *(pair for pair in unlike if pair not in same_year)]


def reports(table: pd.DataFrame) -> None:
    """The reports, or those of them that were imported last; a click on a row opens the text."""
    few = len(table) <= LATEST
    st.header("报告" if few else "最近导入的报告")
    shown = table if few else table.sort_values("imported_at", ascending=False, kind="stable").head(LATEST)
    lines = []
    for row in records(shown):
        kind = f"{row.kind}（样稿）" if row.sample else str(row.kind)
        lines.append(held.Line(str(row.id), (str(row.label), kind, int(row.figures), int(row.bounded), int(row.checked))))
    _open(held.lines(lines, title="报告", key="reports"))
    st.caption("点一行，打开原文。")
    if not few:
        st.page_link("pages/library.py", label=f"全部 {len(table)} 份，可查找、筛选", icon=":material/arrow_forward:")
