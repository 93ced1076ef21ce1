"""A person's last word on a figure: confirm, correct, reject; kept with who, when, before and after, and taken back at any time."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from analysis.corrections import anchor_of, figure_to_json
from analysis.evidence import excerpt
from analysis.report import Figure, Report, ReportError
from analysis.wording import figure_text
from pages.shared import cached, choice
from pages.shared.plain import plain

SCOPES = {"total": "全年（全部）", "part": "局部（一件事或一部分）"}

Entry = tuple[Report, Sequence[Figure], int]


def actions(entries: Sequence[Entry], *, key: str) -> None:
    """Buttons under the opened sentences: 核对无误 · 改正 · 在原文中看."""
    if not entries:
        return
    unchecked = [(report, figures, index) for report, figures, index in entries if not figures[index].checked]
    with st.container(horizontal=True, vertical_alignment="center"):
        if unchecked:
            st.button("核对无误", icon=":material/check:", key=f"confirm-{key}", on_click=_confirm, args=(unchecked,))
        with st.popover("改正", key=f"correct-{key}"):
            _form(entries, key=key)
        for report in {report.id: report for report, _, _ in entries}.values():
            start = next(figures[index].start for owner, figures, index in entries if owner.id == report.id)
            st.page_link(
                "pages/reader.py",
                label=f"在原文中看（{plain(report.label)}）",
                query_params=choice.query("one", [report.id]) | {"at": str(start)},
            )


def _confirm(entries: Sequence[Entry]) -> None:
    for report, figures, index in entries:
        _keep(report, figures, index, "confirm")


def _keep(report: Report, figures: Sequence[Figure], index: int, action: str, after: Figure | None = None) -> None:
    figure = figures[index]
    try:
        cached.study().library.add_correction(
            report.id,
            action,
            anchor_of(figure, figures),
            before=figure_to_json(figure),
            after=figure_to_json(after) if after else "",
        )
    except ReportError as error:
        st.toast(str(error))


def _form(entries: Sequence[Entry], *, key: str) -> None:
    """One figure at a time: value, unit, indicator, scope; or strike it out."""
    study = cached.study()
    names = {one.id: f"{one.group} · {one.name}" for one in study.catalogue.indicators}
    number = 0
    if len(entries) > 1:
        number = st.selectbox("哪一个数", range(len(entries)), format_func=lambda place: _named(entries[place]), key=f"which-{key}")
    report, figures, index = entries[number]
    figure = figures[index]
    st.text(excerpt(study.repaired(report.id), figure).text)
    value = st.number_input("数值", value=float(figure.value), min_value=0.0, format="%g", key=f"value-{key}-{number}")
    unit = st.text_input("单位", value=figure.unit, max_chars=8, key=f"unit-{key}-{number}")
    ids = [*names, *([figure.indicator] if figure.indicator not in names else [])]
    indicator = st.selectbox(
        "数的是什么", ids, index=ids.index(figure.indicator), format_func=lambda one: names.get(one, "其他"), key=f"id-{key}-{number}"
    )
    scope = st.radio(
        "范围",
        list(SCOPES),
        index=list(SCOPES).index(figure.scope),
        format_func=SCOPES.__getitem__,
        horizontal=True,
        key=f"scope-{key}-{number}",
    )
    changed = replace(figure, value=value, unit=unit.strip(), indicator=indicator, scope=scope)
    with st.container(horizontal=True):
        if st.button("保存改正", key=f"save-{key}-{number}", disabled=changed == figure or not unit.strip()):
            _keep(report, figures, index, "correct", changed)
            st.rerun()
        if st.button("这不是工作数字，剔除", key=f"reject-{key}-{number}"):
            _keep(report, figures, index, "reject")
            st.rerun()


def _named(entry: Entry) -> str:
    report, figures, index = entry
    return f"{report.label}：{figure_text(figures[index])}{figures[index].unit if figures[index].unit != '%' else ''}"
