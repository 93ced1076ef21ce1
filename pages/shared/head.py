"""The head of a page: the title that names the choice, the pickers bound to the address bar, what can be done, what limits it."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from urllib.parse import urlencode

import streamlit as st
from streamlit.errors import StreamlitAPIException

from analysis.comparison.limits import Chip, chinese_number
from analysis.report import Report
from pages.shared import cached, choice, finding
from pages.shared.copying import copy_link
from pages.shared.plain import plain

#: The comparisons of the first day; offered as long as their reports are in the library.
USUAL = (("平罗县-2022", "平罗县-2024"), ("永宁县-2022", "中卫市-2024"))
LABELS = ("一方", "另一方", "第三方", "第四方")

#: Key of the row of buttons in the head of a page: what can be done with the choice, which paper needs not show.
TOOLS = "tools"


def pick_sides(reports: Sequence[Report]) -> tuple[tuple[str, ...], ...]:
    """Title, pickers and buttons of a comparison; returns the report ids of each side, one report a side."""
    choice.settle(choice.SIDES, reports)
    by_label = {report.label: report for report in reports}
    title = st.container()
    wanted = 2 + sum(bool(st.session_state.get(key) or st.query_params.get(key)) for key in choice.SIDES[2:])
    shown = max(wanted, st.session_state.get("sides_shown", 2))
    picked: list[Report] = []
    for column, key, label, default in zip(st.columns(shown, gap="small"), choice.SIDES, LABELS, _default(reports), strict=False):
        with column:
            found = _selectbox(label, list(by_label), key, default)
        if found:
            picked.append(by_label[found])
    _actions(picked, shown, by_label)
    title.title(plain(_title(picked)) if len(picked) > 1 else "选两份报告来对比")
    return tuple((report.id,) for report in picked)


def _selectbox(label: str, options: list[str], key: str, default: str | None) -> str | None:
    """A picker whose value always stands in the address bar: it has no default of its own, for a default is left out there."""
    held = _held(key)
    if default:
        preset(key, default)
    found = st.selectbox(label, options, index=None, key=key, bind="query-params", placeholder="选一份报告")
    if held and not found:
        _again(key, held)
    return found


def preset(key: str, value: str | list[str]) -> None:
    """What a bound picker shows first. It is no default of the widget: a default is left out of the address, and may change."""
    held = st.session_state.pop(f"held-{key}", None)
    if st.query_params.get_all(key) and not held:
        return
    # Said again although it may stand there: what stands there belongs to the picker of the page before, and goes with it.
    st.session_state[key] = held or st.session_state.get(key) or value
    with suppress(StreamlitAPIException):  # a key that is bound already may not be written; its widget writes it
        st.query_params[key] = st.session_state[key]


def _held(key: str) -> str | list[str] | None:
    """What a picker of this name held on the page as it was left, where a page is opened whose address says nothing of it."""
    opened = st.session_state.get("opened") and not st.query_params.get_all(key)
    return st.session_state.get(key) if opened else None


def _again(key: str, held: str | list[str]) -> None:
    """The way back of the browser empties the pickers: Streamlit forgets the address of a page that is left. Draw with what they held."""
    st.session_state[f"held-{key}"] = held
    st.rerun()


def pick_one(reports: Sequence[Report]) -> Report:
    """Title and picker of a page that shows one report."""
    choice.settle((choice.ONE,), reports)
    by_label, by_id = {report.label: report for report in reports}, {report.id: report for report in reports}
    title = st.container()
    chosen = choice.current()
    found = _selectbox("报告", list(by_label), choice.ONE, by_id[chosen[0]].label if chosen else reports[0].label)
    report = by_label[found] if found else reports[0]
    title.title(plain(f"{report.label} 年的报告"))
    return report


def pick_many(reports: Sequence[Report], *, most: int = 12) -> list[Report]:
    """Picker of a page that shows several reports side by side; at first those looked at last, else the first few."""
    choice.settle((choice.MANY,), reports, most=most)
    by_label, by_id = {report.label: report for report in reports}, {report.id: report for report in reports}
    finding.by_place_and_year(reports, most=most)
    held = _held(choice.MANY)
    if "emptied" not in st.session_state:
        first = choice.current() or [report.id for report in reports if report.counts][:5]
        preset(choice.MANY, [by_id[one].label for one in first[:most]])
    picked = st.multiselect(
        "报告",
        list(by_label),
        key=choice.MANY,
        bind="query-params",
        max_selections=most,
        placeholder="选几份报告",
        select_all=False,
        on_change=_remember_emptied,
    )
    if held and not picked:
        _again(choice.MANY, held)
    return [by_label[one] for one in picked]


def _remember_emptied() -> None:
    """Who takes the last report away wants none, not the first five back."""
    if st.session_state.get(choice.MANY):
        st.session_state.pop("emptied", None)
    else:
        st.session_state["emptied"] = True


def _default(reports: Sequence[Report]) -> tuple[str | None, ...]:
    """Labels of the first comparison: the one of the first day, else two years of one place, else any two. None for further sides."""
    left, right = first_pair(reports)
    return left, right, None, None


def first_pair(reports: Sequence[Report]) -> tuple[str, str]:
    """Labels of the comparison that the page opens with."""
    held = {report.id for report in reports}
    for pair in USUAL:
        if held.issuperset(pair):
            return next(r.label for r in reports if r.id == pair[0]), next(r.label for r in reports if r.id == pair[1])
    by_place: dict[str, list[Report]] = {}
    for report in reports:
        by_place.setdefault(report.metadata.place, []).append(report)
    several = next((found for found in by_place.values() if len(found) > 1), None)
    pair = several[-2:] if several else list(reports[:2])
    return pair[0].label, pair[1].label


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


def _take(labels: Sequence[str]) -> None:
    # Not a link: on the page it stands on, a link would leave the address bar behind the choice.
    for key, label in zip(choice.SIDES, labels, strict=False):
        st.session_state[key] = label
    _fewer()


def _more(shown: int) -> None:
    st.session_state["sides_shown"] = shown + 1


def _fewer() -> None:
    st.session_state["sides_shown"] = 2
    for key in choice.SIDES[2:]:
        st.session_state[key] = None


def _actions(picked: Sequence[Report], shown: int, by_label: dict[str, Report]) -> None:
    query = dict(zip(choice.SIDES, (report.label for report in picked), strict=False))
    ids = {report.id: report.label for report in by_label.values()}
    with st.container(horizontal=True, vertical_alignment="center", key=TOOLS):
        st.button("互换", icon=":material/swap_horiz:", on_click=_swap)
        if shown < len(choice.SIDES):
            st.button("加一方", icon=":material/add:", on_click=_more, args=(shown,))
        if shown > 2:
            st.button("只留两方", on_click=_fewer)
        copy_link("复制链接", urlencode(query), key="copy-link")
        save_view("compare", query)
        to_briefing([report.id for report in picked])
        for pair in USUAL:
            if set(pair) <= set(ids) and set(pair) != {report.id for report in picked}:
                label = plain(f"看{ids[pair[0]]} 与{ids[pair[1]]}")
                st.button(label, key=f"usual-{pair[0]}", type="tertiary", on_click=_take, args=([ids[one] for one in pair],))


#: Switches of the other pages -> those of 简报. A bound widget takes its value from a link only if no page before had its key.
SWITCHES = {"yearly": "mean", "per_head": "heads"}


def to_briefing(ids: Sequence[str]) -> None:
    """A link to 简报 with these reports and the switches that are on."""
    # A switch that is drawn further down has no value yet when a link opens the page.
    switches = {name: st.session_state.get(name, st.query_params.get(name) == "true") for name in SWITCHES}
    on: dict[str, str | Iterable[str]] = {SWITCHES[name]: "true" for name, value in switches.items() if value}
    if ids:
        st.page_link("pages/briefing.py", label="做成简报", icon=":material/description:", query_params=choice.query("reports", ids) | on)


def save_view(page: str, query: dict[str, str]) -> None:
    """Keep the present choice under a name in the library; 总览 lists the names."""
    with st.popover("存为常用", icon=":material/bookmark:", type="tertiary"):
        name = st.text_input("名称", placeholder="如：年度对比", max_chars=30, key=f"view-name-{page}")
        if st.button("保存", key=f"view-save-{page}", disabled=not name.strip()):
            cached.study().library.save_view(name.strip(), f"{page}?{urlencode(query, doseq=True)}")
            st.success(plain(f"已存为“{name.strip()}”，在总览页可以再打开。"))


def chips(found: Sequence[Chip]) -> None:
    """What the sides share, grey, then what limits the comparison, amber; the reason on hover."""
    with st.container(horizontal=True, gap="small"):
        for chip in found:
            st.badge(plain(chip.text), color="orange" if chip.limits else "gray", help=plain(chip.reason) or None)


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
