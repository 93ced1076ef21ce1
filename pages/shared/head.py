"""The head of a page: the title that names the choice, the pickers bound to the address bar, what can be done, what limits it."""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from analysis.limits import Chip, chinese_number
from analysis.report import Report
from pages.shared import cached, choice
from pages.shared.copying import copy_link
from pages.shared.plain import plain

#: The comparisons of the first day; offered as long as their reports are in the library.
USUAL = (("平罗县-2022", "平罗县-2024"), ("永宁县-2022", "中卫市-2024"))
LABELS = ("一方", "另一方", "第三方", "第四方")


def pick_sides(reports: Sequence[Report]) -> tuple[tuple[str, ...], ...]:
    """Title, pickers and buttons of a comparison; returns the report ids of each side, one report a side."""
    labels = {report.id: report.label for report in reports}
    _forget_unknown(labels)
    title = st.container()
    first, second = _default(reports)
    wanted = 2 + sum(bool(st.session_state.get(key) or st.query_params.get(key)) for key in choice.SIDES[2:])
    shown = max(wanted, st.session_state.get("sides_shown", 2))
    columns = st.columns(shown, gap="small")
    ids: list[str] = []
    for place, (key, label, default) in enumerate(zip(choice.SIDES, LABELS, (first, second, None, None), strict=True)):
        if place >= shown:
            break
        options = list(labels)
        with columns[place]:
            picked = st.selectbox(
                label,
                options,
                index=options.index(default) if default else None,
                format_func=lambda report_id: labels.get(report_id, report_id),
                key=key,
                bind="query-params",
                placeholder="选一份报告",
            )
        if picked:
            ids.append(picked)
    _actions(ids, shown, labels)
    title.title(plain(_title([next(report for report in reports if report.id == report_id) for report_id in ids])))
    return tuple((report_id,) for report_id in ids)


def pick_one(reports: Sequence[Report]) -> Report:
    """Title and picker of a page that shows one report."""
    labels = {report.id: report.label for report in reports}
    _forget_unknown(labels, (choice.ONE,))
    title = st.container()
    ids = list(labels)
    chosen = choice.known(choice.current(), reports)[0]
    first = ids.index(chosen[0]) if chosen else 0
    picked = st.selectbox("报告", ids, index=first, format_func=lambda one: labels.get(one, one), key=choice.ONE, bind="query-params")
    report = next(report for report in reports if report.id == picked)
    title.title(plain(f"{report.label} 年的报告"))
    return report


def pick_many(reports: Sequence[Report], *, most: int = 12) -> list[Report]:
    """Picker of a page that shows several reports side by side; by default those looked at last, else the first few."""
    labels = {report.id: report.label for report in reports}
    _forget_unknown(labels, (choice.MANY,))
    chosen = choice.known(choice.current(), reports)[0]
    default = chosen or [report.id for report in reports if report.counts][:5]
    picked = st.multiselect(
        "报告",
        list(labels),
        default=default[:most],
        format_func=lambda one: labels.get(one, one),
        key=choice.MANY,
        bind="query-params",
        max_selections=most,
        placeholder="选几份报告",
    )
    by_id = {report.id: report for report in reports}
    return [by_id[one] for one in picked]


def _forget_unknown(labels: dict[str, str], keys: Sequence[str] = choice.SIDES) -> None:
    """A link may name a report that has gone: say so, and go on with what is there."""
    for key in keys:
        named = st.query_params.get_all(key)
        held = [value for value in named if value in labels]
        if held != named:
            gone = "、".join(value for value in named if value not in labels)
            st.warning(plain(f"链接里的报告“{gone}”不在库里，可能已改名或删除；下面换成了库里现有的报告。"))
            if held:
                st.query_params[key] = held
            else:
                del st.query_params[key]


def _default(reports: Sequence[Report]) -> tuple[str, str]:
    held = {report.id for report in reports}
    for pair in USUAL:
        if held.issuperset(pair):
            return pair
    by_place: dict[str, list[Report]] = {}
    for report in reports:
        by_place.setdefault(report.metadata.place, []).append(report)
    several = next((found for found in by_place.values() if len(found) > 1), None)
    pair = several[-2:] if several else list(reports[:2])
    return pair[0].id, pair[1].id


def _title(reports: Sequence[Report]) -> str:
    places = list(dict.fromkeys(report.metadata.place for report in reports))
    if len(places) == 1:
        return (
            f"{places[0]} " + "、".join(f"{report.metadata.period} 年" for report in reports[:-1]) + f"与 {reports[-1].metadata.period} 年"
        )
    return "、".join(f"{report.label} 年" for report in reports[:-1]) + f"与{reports[-1].label} 年"


def _swap() -> None:
    left, right = choice.SIDES[:2]
    st.session_state[left], st.session_state[right] = st.session_state[right], st.session_state[left]


def _more(shown: int) -> None:
    st.session_state["sides_shown"] = shown + 1


def _fewer() -> None:
    st.session_state["sides_shown"] = 2
    for key in choice.SIDES[2:]:
        st.session_state[key] = None


def _actions(ids: Sequence[str], shown: int, labels: dict[str, str]) -> None:
    query = dict(zip(choice.SIDES, ids, strict=False))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("互换", icon=":material/swap_horiz:", on_click=_swap)
        if shown < len(choice.SIDES):
            st.button("加一方", icon=":material/add:", on_click=_more, args=(shown,))
        if shown > 2:
            st.button("只留两方", on_click=_fewer)
        copy_link("复制链接", urlencode(query), key="copy-link")
        save_view("compare", query)
        for pair in USUAL:
            if set(pair) <= set(labels) and set(pair) != set(ids):
                st.page_link(
                    "pages/compare.py",
                    label=plain(f"看{labels[pair[0]]}与{labels[pair[1]]}"),
                    query_params=dict(zip(choice.SIDES, pair, strict=False)),
                )


def save_view(page: str, query: dict[str, str]) -> None:
    """Keep the present choice under a name in the library; 总览 lists the names."""
    with st.popover("存为常用", icon=":material/bookmark:", type="tertiary"):
        name = st.text_input("名称", placeholder="如：年度对比", max_chars=30, key=f"view-name-{page}")
        if st.button("保存", key=f"view-save-{page}", disabled=not name.strip()):
            cached.study().library.save_view(name.strip(), f"{page}?{urlencode(query)}")
            st.success(plain(f"已存为“{name.strip()}”，在总览页可以再打开。"))


def chips(found: Sequence[Chip]) -> None:
    """What the sides share, grey, then what limits the comparison, amber; the reason on hover."""
    with st.container(horizontal=True, gap="small"):
        for chip in found:
            st.badge(plain(chip.text), color="orange" if chip.limits else "gray", help=chip.reason or None)


def too_few(held: int) -> None:
    """A comparison needs two reports: say what is missing, and the two ways to get it."""
    st.title("还不能对比")
    st.write("库里还没有报告。" if held == 0 else f"库里只有{chinese_number(held)}份报告，对比要两份。")
    with st.container(horizontal=True):
        if st.button("导入报告", type="primary"):
            st.switch_page("pages/library.py")
        if st.button("先看五份样稿"):
            cached.study().add_samples()
            st.rerun()
