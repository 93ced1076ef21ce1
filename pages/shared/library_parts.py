"""The parts of 报告库 beside the import: the table of all reports, the samples, the bin, and the way back from a deletion."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analysis.comparison.limits import chinese_number
from analysis.report import Report, ReportError
from analysis.wording import moment
from pages.shared import blocks, cached
from pages.shared.checking import person
from pages.shared.plain import plain

#: Reports on one page of the table.
PAGE = 30
#: Reports of the bin that are listed at one time.
MOST_BIN = 20
ANY, OPEN_FIGURES, SAMPLES, VERSIONS = "全部", "有数未核", "样稿", "有几版的"

#: Session keys: the report whose panel stands open, and the ids that were deleted last.
OPEN, DELETED = "library-open", "library-deleted"


def title(reports: Sequence[Report]) -> None:
    """报告库：五份报告."""
    count = chinese_number(len(reports))
    st.title(f"报告库：{count}{' ' if count.isdecimal() else ''}份报告" if reports else "报告库还是空的")
    if not reports:
        st.write("还没有报告。把手头的政协工作报告导入，或先看五份样稿。")


def told() -> None:
    """What was just deleted, with the way back."""
    ids = st.session_state.get(DELETED, ())
    if not ids:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        named = "、".join(_label(one) for one in ids[:3]) + (f"等 {len(ids)} 份" if len(ids) > 3 else "")
        st.markdown(plain(f"已删除 {named}，放进了回收站。"), width="content")
        st.button("撤销删除", key="undo-delete", on_click=_restore, args=(tuple(ids),))


def _label(report_id: str) -> str:
    return cached.study().library.get(report_id, include_deleted=True).label


def delete(ids: Sequence[str]) -> None:
    """Put reports into the bin and remember them for the way back."""
    library = cached.study().library
    gone = []
    try:
        for report_id in ids:
            library.delete(report_id, who=person())
            gone.append(report_id)
    except ReportError as error:
        st.toast(plain(str(error)))
    st.session_state[DELETED] = tuple(gone)
    st.session_state.pop(OPEN, None)


def _restore(ids: Sequence[str]) -> None:
    library = cached.study().library
    try:
        for report_id in ids:
            library.restore(report_id, who=person())
        st.toast("已恢复。")
    except ReportError as error:
        st.toast(plain(str(error)))
    st.session_state[DELETED] = tuple(one for one in st.session_state.get(DELETED, ()) if one not in ids)


def table(reports: Sequence[Report]) -> None:
    """All reports with search, filters and pages; a click on a row opens its panel below."""
    st.header("全部报告")
    whole = cached.reports_table()
    words, year, state = _filters(whole) if len(reports) > 1 else ("", None, ANY)
    found = _matching(whole, words=words, year=year, state=state)
    if found.empty:
        st.write("没有符合的报告，请换一个词，或把年份和状态改回“全部”。")
        return
    first = _page(len(found))
    part = found.iloc[first : first + PAGE]
    shown = pd.DataFrame(
        {
            "报告": part["label"],
            "文体": part["kind"],
            "读出": part["figures"],
            "核过": part["checked"],
            "来历": ["样稿" if sample else "导入" for sample in part["sample"]],
            "版本": ["采用" if counts else "未采用" for counts in part["counts"]],
            "导入时间": [moment(when) for when in part["imported_at"]],
            "标题": part["title"],
        }
    )
    clicked = blocks.table(shown, key=f"library-{words}-{year}-{state}-{first}-{len(found)}", first=190)
    st.caption("点一行，在下面看这份报告怎样整理、改它的信息、管它的版本。")
    if clicked:
        st.session_state[OPEN] = str(part.iloc[clicked[0]]["id"])


def _filters(whole: pd.DataFrame) -> tuple[str, int | None, str]:
    left, middle, right = st.columns([3, 1, 1])
    words = left.text_input("查找", placeholder="地方、标题、文体，几个词用空格隔开", key="q", bind="query-params", max_chars=60)
    years = sorted({*whole["start"], *whole["end"]}, reverse=True)
    year = middle.selectbox("年份", ["全部", *map(str, years)], key="year", bind="query-params")
    state = right.selectbox("状态", [ANY, OPEN_FIGURES, SAMPLES, VERSIONS], key="state", bind="query-params")
    return (words or "").strip(), int(year) if year and year.isdecimal() else None, state or ANY


def _matching(whole: pd.DataFrame, *, words: str, year: int | None, state: str) -> pd.DataFrame:
    found = whole
    for word in words.split():
        text = found["label"] + " " + found["province"] + " " + found["title"] + " " + found["kind"]
        found = found[text.str.contains(word, regex=False, case=False)]
    if year is not None:
        found = found[(found["start"] <= year) & (found["end"] >= year)]
    if state == OPEN_FIGURES:
        found = found[found["checked"] < found["figures"]]
    elif state == SAMPLES:
        found = found[found["sample"]]
    elif state == VERSIONS:
        found = found[found.duplicated(["place", "province", "start", "end"], keep=False)]
    return found


def _page(rows: int) -> int:
    """The first row of the page that is shown; pages are offered only where there are several."""
    pages = -(-rows // PAGE)
    if pages < 2:
        return 0
    options = [f"{number * PAGE + 1}—{min(rows, (number + 1) * PAGE)}" for number in range(pages)]
    chosen = st.segmented_control("第几页", options, default=options[0], required=True, key=f"page-{rows}", label_visibility="collapsed")
    return options.index(chosen) * PAGE if chosen in options else 0


def samples(reports: Sequence[Report]) -> None:
    """Samples step back when the report itself has come; they can be brought back at any time."""
    held = [report for report in reports if report.metadata.sample]
    own = {_where(report) for report in reports if not report.metadata.sample}
    replaced = [report for report in held if _where(report) in own]
    st.header("样稿")
    if replaced:
        named = "、".join(report.label.partition("（")[0] for report in replaced)
        st.write(plain(f"{named}已有原报告，对比以原报告为准，样稿可以删去。"))
    elif held:
        st.write(f"库里有 {len(held)} 份样稿：按公开发表的报告编写，数字与公开报告一致，文字不是原文。导入原报告后可以删去。")
    else:
        st.write("库里没有样稿。样稿共五份，可以用来熟悉各个页面。")
    with st.container(horizontal=True):
        if replaced:
            st.button(f"删去这 {len(replaced)} 份样稿", key="drop-replaced", on_click=delete, args=([one.id for one in replaced],))
        if held and len(held) > len(replaced):
            st.button("删去全部样稿", key="drop-samples", on_click=delete, args=([one.id for one in held],))
        st.button("恢复样稿", key="add-samples", on_click=_add_samples, disabled=len(held) >= 5)


def _where(report: Report) -> tuple[str, str, int, int]:
    known = report.metadata
    return known.place, known.province, known.period.start, known.period.end


def _add_samples() -> None:
    try:
        made = cached.study().add_samples()
        st.toast(f"已放回 {len(made)} 份样稿。" if made else "样稿都在库里。")
    except ReportError as error:
        st.toast(plain(str(error)))


def bin_() -> None:
    """Deleted reports: nothing of them is lost."""
    gone = [report for report in cached.study().library.reports(include_deleted=True) if report.deleted]
    if not gone:
        return
    with st.expander(f"回收站（{len(gone)} 份）", key="bin", on_change="rerun") as folded:
        if not folded.open:
            return
        st.caption("原件、核对结果和记录都还在，恢复后照旧。")
        for report in gone[:MOST_BIN]:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(f"{report.label}　{report.metadata.title[:40]}", width="content")
                st.button("恢复", key=f"restore-{report.id}", type="tertiary", on_click=_restore, args=((report.id,),))
        if len(gone) > MOST_BIN:
            st.button(f"全部恢复（{len(gone)} 份）", key="restore-all", on_click=_restore, args=(tuple(one.id for one in gone),))
