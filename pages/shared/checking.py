"""A person's last word on a figure: confirm, correct, reject; kept with who, when, before and after, and taken back at any time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import streamlit as st

from analysis.checking import marking, verdicts
from analysis.checking.corrections import Judged, figure_to_json
from analysis.evidence import excerpt
from analysis.report import Bound, Correction, Figure, LibraryError, Report, ReportError
from analysis.wording import moment
from pages.shared import cached, choice
from pages.shared.plain import plain

SCOPES = {"total": "全年（全部）", "part": "局部（一件事或一部分）"}
BOUNDS: dict[Bound, str] = {"exact": "准数", "at_least": "余、多、以上", "below": "近、不到", "about": "约、左右"}

Entry = tuple[Report, Sequence[Figure], int]


@dataclass(frozen=True, slots=True)
class _Open:
    """A figure as it stands on the screen: what people said of it is kept with it, so that nobody overwrites anybody unseen."""

    report: Report
    judged: Judged
    history: tuple[Correction, ...]

    @property
    def figure(self) -> Figure:
        return self.judged.figure


def person() -> str:
    """The name under which this session's corrections are kept; empty when nobody gave one."""
    return str(st.session_state.get("person", ""))


def actions(entries: Sequence[Entry], *, key: str, first: int = 0) -> None:
    """Under the opened sentences: which number is meant, 核对无误 · 改正 · 在原文中看, and what people said of it before.

    first: the entry that is meant when the sentences are opened.
    """
    shown = _opened(entries)
    if not shown:
        return
    number = 0
    with st.container(horizontal=True, vertical_alignment="center"):
        if len(shown) > 1:
            # A new key after each word that was kept, or the browser would go on showing the number as it was.
            stamp = max(one.judged.seen for one in shown)
            number = st.selectbox(
                "哪一个数",
                range(len(shown)),
                index=min(st.session_state.get(f"at-{key}", first), len(shown) - 1),
                format_func=lambda place: _named(shown[place]),
                key=f"which-{key}-{stamp}",
                label_visibility="collapsed",
                width=260,
            )
            st.session_state[f"at-{key}"] = number
        one = shown[number]
        if one.figure.checked:
            st.badge("已核", color="green", icon=":material/check:")
        else:
            st.button("核对无误", icon=":material/check:", key=f"confirm-{key}", on_click=_confirm, args=([one],))
        # Another key after each word that was kept: the form closes, and opens with what stands now.
        popover = st.popover("改正", key=f"correct-{key}-{number}-{one.judged.seen}", on_change="rerun")
        if popover.open:
            with popover:
                _form(one, key=f"{key}-{number}-{one.judged.seen}")
        st.page_link(
            "pages/reader.py",
            label="在原文中看",
            query_params=choice.query("one", [one.report.id]) | {"at": str(one.figure.start)},
        )
        unchecked = [other for other in shown if not other.figure.checked]
        if len(unchecked) > 1:
            st.button(f"这 {len(unchecked)} 个都无误", key=f"confirm-all-{key}", type="tertiary", on_click=_confirm, args=(unchecked,))
    history(one.report, one.history, key=f"{key}-{number}")


def history(report: Report, corrections: Sequence[Correction], *, key: str) -> None:
    """What people said of a figure, newest first; each can be taken back."""
    catalogue = cached.study().catalogue
    with st.container(gap=None):
        for one in corrections:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                state = "（已撤销）" if one.undone else ""
                st.caption(plain(f"{moment(one.when)} {one.who}　{verdicts.said(one, catalogue)}{state}"), width="content")
                if not one.undone:
                    st.button("撤销", key=f"undo-{key}-{one.id}", type="tertiary", on_click=_undo, args=(one.id,))


def rejected(reports: Sequence[Report], *, key: str, indicator: str = "") -> None:
    """Figures (of an indicator, if one is given) that somebody has struck out: they count no more, and can be brought back."""
    study = cached.study()
    corrections = study.library.corrections_many([report.id for report in reports])
    for report in reports:
        if report.id not in corrections:
            continue
        for judged in study.judged(report.id):
            if judged.action == "reject" and indicator in ("", judged.figure.indicator):
                found = excerpt(study.repaired(report.id), judged.figure)
                st.caption(plain(f"已剔除，不再计入：{report.label} {verdicts.counted(judged.figure)}（{found.text}）"))
                history(report, verdicts.of(judged, corrections[report.id]), key=f"rejected-{key}-{judged.seen}")


def _opened(entries: Sequence[Entry]) -> list[_Open]:
    study = cached.study()
    reports = {report.id: report for report, _, _ in entries}
    corrections = study.library.corrections_many(list(reports))
    judged = {one: [found for found in study.judged(one) if found.action != "reject"] for one in reports}
    shown = []
    for report, figures, index in entries:
        known = judged[report.id]
        if index < len(known) and known[index].figure == figures[index]:  # else the library has changed since: the next run has it
            shown.append(_Open(report, known[index], verdicts.of(known[index], corrections.get(report.id, ()))))
    return shown


def _confirm(shown: Sequence[_Open]) -> None:
    for one in shown:
        _keep(one, "confirm")


def _undo(number: int) -> None:
    _told(lambda: cached.study().library.undo_correction(number, who=person()), "已撤销，恢复为原来的数。")


def _keep(one: _Open, action: str, after: Figure | None = None) -> bool:
    said = {"confirm": "已记为核对无误。", "correct": "已保存改正。", "reject": "已剔除，可在下面撤销。"}[action]
    return _told(
        lambda: cached.study().library.add_correction(
            one.report.id,
            action,
            one.judged.anchor,
            before=figure_to_json(one.figure),
            after=figure_to_json(after) if after else "",
            who=person(),
            seen=one.judged.seen,
        ),
        said,
    )


def _told(act: Callable[[], object], said: str) -> bool:
    """Do it and say so; or say why not. Whether it was done."""
    try:
        act()
    except ReportError as error:
        st.toast(plain(str(error)))
        return False
    st.toast(said)
    return True


def _form(one: _Open, *, key: str) -> None:
    """Value, qualifier, unit, indicator, scope of one figure; or strike it out."""
    figure = one.figure
    st.text(excerpt(cached.study().repaired(one.report.id), figure).text)
    left, right = st.columns(2)
    typed = left.text_input("数值", value=_typed(figure.value), max_chars=24, key=f"value-{key}", help="如 90、46.5、97万")
    unit = right.text_input("单位", value=figure.unit, max_chars=8, key=f"unit-{key}")
    bound = st.segmented_control(
        "原文写的是", list(BOUNDS), default=figure.bound, required=True, format_func=BOUNDS.__getitem__, key=f"bound-{key}"
    )
    indicator = pick_indicator(figure.indicator, key=f"id-{key}")
    scope = st.radio(
        "范围", list(SCOPES), index=list(SCOPES).index(figure.scope), format_func=SCOPES.__getitem__, horizontal=True, key=f"scope-{key}"
    )
    st.text_input("经手人（选填）", value=person(), max_chars=20, key=f"who-{key}", on_change=_remember, args=(f"who-{key}",))
    changed, trouble = _changed(figure, typed, unit, replace(figure, bound=bound, indicator=indicator, scope=scope))
    if trouble:
        st.caption(plain(trouble))
    with st.container(horizontal=True):
        if st.button("保存改正", key=f"save-{key}", disabled=changed is None or changed == figure) and _keep(one, "correct", changed):
            st.rerun()
        if st.button("这不是工作数字，剔除", key=f"reject-{key}") and _keep(one, "reject"):
            st.rerun()


def pick_indicator(current: str, *, key: str) -> str:
    """The indicator a figure states, by group and name; one that the catalogue does not know stays 其他."""
    names = {one.id: f"{one.group} · {one.name}" for one in cached.study().catalogue.indicators}
    ids = list(dict.fromkeys(chain(names, [current])))
    return str(st.selectbox("数的是什么", ids, index=ids.index(current), format_func=lambda one: names.get(one, "其他"), key=key))


def _changed(figure: Figure, typed: str, unit: str, rest: Figure) -> tuple[Figure | None, str]:
    """The figure as the form has it, or None and the sentence that says what is missing."""
    if not unit.strip():
        return None, "没有写单位，请写上量词，如 条、次、%。"
    try:
        value = figure.value if typed == _typed(figure.value) else marking.value_of(typed)
    except LibraryError as error:
        return None, str(error)
    upper = figure.upper if value == figure.value else None
    return replace(rest, value=value, upper=upper, unit=unit.strip()), ""


def _typed(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else f"{value:.6f}".rstrip("0")


def _remember(key: str) -> None:
    st.session_state["person"] = str(st.session_state.get(key, "")).strip()


def _named(one: _Open) -> str:
    return f"{one.report.label}：{verdicts.counted(one.figure)}" + ("" if one.figure.checked else "（未核）")
