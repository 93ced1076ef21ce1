"""Adding a figure by hand: the clause as it stands in the text, the number in it, and what it counts."""

from collections.abc import Callable
from typing import get_args

import streamlit as st

from analysis.checking import marking
from analysis.checking.corrections import anchor_of, figure_to_json
from analysis.checking.verdicts import STATES, counted
from analysis.evidence import around
from analysis.report import Bound, LibraryError, Report, ReportError, Scope, Span, Status
from pages.shared import cached
from pages.shared.checking import BOUNDS, SCOPES, person, pick_indicator
from pages.shared.plain import plain

OTHER = "不在上面，自己写"


def offer(report: Report) -> None:
    """The button that opens the empty form."""
    if st.button("补一个数", icon=":material/add:", key="add-figure", help="程序没有读出的数，可以照原文补上；也可在下面的文字里划选。"):
        form(report, "")


def from_selection(report: Report, start: int, end: int) -> None:
    """The form for a stretch of the repaired text that was marked with the pointer."""
    repaired = cached.study().repaired(report.id)
    place = marking.sentence(repaired, start, end)
    form(report, repaired.text[place.start : place.end].strip())


@st.dialog("补一个数", width="large")
def form(report: Report, clause: str) -> None:
    """Clause, number, value, unit, indicator, scope; kept only when the text has the clause and the clause has the number."""
    typed = st.text_area("原文里的这一句", value=clause, max_chars=marking.LONGEST, placeholder="照原文写或粘贴含有这个数的一句")
    if not typed.strip():
        st.caption("程序要在整理后的文字里找到这一句，这样每个数都能点回原文。")
        return
    try:
        place = _place(report, typed)
        marked = _number(report, place)
        if marked is None:
            return
        statement = _statement(marked, key=f"{marked.start}-{marked.end}")
        study = cached.study()
        figure = marking.figure(study.repaired(report.id), place, marked, statement, report.metadata.period)
        here = (figure.start, figure.end, figure.indicator)
        known = [one for one in study.figures(report.id) if (one.start, one.end, one.indicator) == here]
        if known:
            st.caption(plain(f"这个数已经读出：{study.catalogue.name(figure.indicator)} {counted(known[0])}，不用再补。"))
    except ReportError as error:
        st.caption(plain(str(error)))
        return
    if st.button("保存", key="add-save", disabled=bool(known)):
        _save(lambda: study.library.add_correction(report.id, "add", anchor_of(figure), after=figure_to_json(figure), who=person()))


def _save(act: Callable[[], object]) -> None:
    try:
        act()
    except ReportError as error:
        st.error(plain(str(error)))
        return
    st.toast("已补上，可在“读出的数”或指标页的更正记录里撤销。")
    st.rerun()


def _place(report: Report, typed: str) -> Span:
    """Where the clause stands; the person says which, when it stands there several times."""
    repaired = cached.study().repaired(report.id)
    found = marking.places(repaired, typed)
    if len(found) == 1:
        return found[0]
    number = st.selectbox(
        f"这一句在文中出现 {len(found)} 次，是哪一处",
        range(len(found)),
        format_func=lambda index: _where(report, found[index]),
        key="add-place",
    )
    return found[number]


def _where(report: Report, place: Span) -> str:
    found = around(cached.study().repaired(report.id), place.start, place.end)
    return f"{found.heading}：{found.before[-16:]}{found.number[:20]}" if found.heading else f"{found.before[-16:]}{found.number[:20]}"


def _number(report: Report, place: Span) -> marking.Marked | None:
    """The number in the clause: one of those that were read there, or one that the person writes out."""
    repaired = cached.study().repaired(report.id)
    read = marking.numbers(repaired, place)
    labels = [f"{one.text} {one.unit}" if one.unit != "%" else one.text for one in read]
    if read:
        picked = st.radio(
            "哪个数", [*range(len(read)), -1], format_func=lambda index: labels[index] if index >= 0 else OTHER, horizontal=True
        )
        if picked is not None and picked >= 0:
            return read[picked]
    written = st.text_input("这个数在句中怎样写", max_chars=24, placeholder="如 36、三十六、90余", key="add-written")
    return marking.number_at(repaired, place, written) if written.strip() else None


def _statement(marked: marking.Marked, *, key: str) -> marking.Statement:
    left, right = st.columns(2)
    shown = f"{marked.value:.6f}".rstrip("0").rstrip(".") if marked.value else ""
    typed = left.text_input("数值", value=shown, max_chars=24, key=f"add-value-{key}")
    unit = right.text_input("单位", value=marked.unit, max_chars=8, key=f"add-unit-{key}")
    bounds = list(get_args(Bound))
    bound: Bound = st.segmented_control(
        "原文写的是", bounds, default=marked.bound, required=True, format_func=BOUNDS.__getitem__, key=f"add-bound-{key}"
    )
    indicator = pick_indicator("other", key=f"add-id-{key}")
    scopes, states = list(get_args(Scope)), list(get_args(Status))
    scope: Scope = st.radio("范围", scopes, format_func=SCOPES.__getitem__, horizontal=True, key=f"add-scope-{key}")
    status: Status = st.radio("已做还是计划", states, format_func=STATES.__getitem__, horizontal=True, key=f"add-status-{key}")
    if not typed.strip():
        raise LibraryError("请写出数值，如 36、97万。", "E130")
    value = marking.value_of(typed)
    upper = marked.upper if value == marked.value else None
    return marking.Statement(value, unit, indicator, scope, bound, upper, status)
