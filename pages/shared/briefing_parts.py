"""The parts of 简报: what it is about, what goes in and in which order, and how it looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from analysis.export import compose
from analysis.export.briefing import Briefing
from analysis.export.compose_parts import Draft, Part
from analysis.report import Report
from analysis.study import indicatorstudy
from pages.shared import cached, choice, head, several
from pages.shared.copying import copy_link
from pages.shared.plain import plain

#: Reports in the picker; the last report of every place of a larger library can be taken by a switch.
MOST = 12
#: Width of a title in the lists, in pixels: the three buttons fit beside it, on a phone under it.
ROOM = 330
#: What the address bar holds besides the reports: the keys of the parts in their order, and the title, where they are not the usual ones.
PARTS, TITLE = "parts", "title"


@dataclass(frozen=True)
class Wanted:
    """A draft, the keys chosen of it in their order, the title, switches that are on, and where the buttons over the page go."""

    draft: Draft
    keys: tuple[str, ...]
    title: str
    tag: str
    yearly: bool
    per_head: bool
    actions: Any

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(report.id for side in self.draft.sides for report in side.reports)

    @property
    def parts(self) -> tuple[Part, ...]:
        known = {part.key: part for part in self.draft.parts}
        return tuple(known[key] for key in self.keys)

    def briefing(self, keys: Sequence[str] | None = None) -> Briefing:
        return compose.compose(cached.study(), self.draft, self.keys if keys is None else keys, title=self.title)


def pick(reports: Sequence[Report]) -> Wanted | None:
    """Reports, template, switches and title, all in the address bar; None while no report is chosen."""
    heading = st.container()
    picked = _reports(reports)
    heading.title(plain(several.named(picked)))
    if not picked:
        st.write("请在上面选一份或几份报告。")
        return None
    actions = st.container(horizontal=True, vertical_alignment="center", key=head.TOOLS)
    fitting = compose.possible(picked)
    if st.session_state.get("template") not in (None, *fitting):
        st.session_state["template"] = fitting[0]  # another choice of reports, which this template does not fit
    ids = tuple(report.id for report in picked)
    sides = cached.matrix(ids).sides
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        template = st.segmented_control(
            "模板", fitting, default=None if "template" in st.session_state else fitting[0], required=True, key="template",
            format_func=compose.TEMPLATES.__getitem__, label_visibility="collapsed", bind="query-params",
        )  # fmt: skip
        yearly = _switch("年均", head.SWITCHES["yearly"], indicatorstudy.why_not_yearly(sides), "把几年合计除以年数，比率不除。")
        reason = indicatorstudy.why_not_per_head(sides)
        per_head = _switch(
            "每十万人", head.SWITCHES["per_head"], reason, "按 2020 年第七次全国人口普查的常住人口折算成每十万人，比率不折算。"
        )
    draft = cached.draft(ids, template or fitting[0], yearly=yearly, per_head=per_head)
    tag = sha256("|".join((*sorted(ids), draft.template)).encode()).hexdigest()[:8]
    _forget(tag)
    keys = _keys(draft, tag)
    title = st.text_input("标题", value=st.query_params.get(TITLE) or draft.title, key=f"title-{tag}", max_chars=100).strip()
    _address(TITLE, [title] if title and title != draft.title else [])
    return Wanted(draft, keys, title or draft.title, tag, yearly, per_head, actions)


def _reports(reports: Sequence[Report]) -> list[Report]:
    """The reports of the picker, or, in a library that is larger than it, the last one of every place."""
    last = compose.latest(reports)
    explained = "库里每个地方最近一年的报告都放进来，做排名。"
    if len(reports) > MOST and st.toggle(f"每个地方最近的一份，共 {len(last)} 份", key="all", bind="query-params", help=explained):
        choice.keep([report.id for report in last[:MOST]])
        return last
    picked = head.pick_many(reports, most=MOST)
    choice.keep([report.id for report in picked])
    return picked


def _switch(label: str, key: str, reason: str, explained: str) -> bool:
    on = st.toggle(label, key=key, disabled=bool(reason), help=reason or explained, bind="query-params")
    return on and not reason


def _forget(tag: str) -> None:
    """Another choice of reports or template: parts and title of the address bar were those of the choice before."""
    if st.session_state.get("briefing", tag) != tag:
        _address(PARTS, [])
        _address(TITLE, [])
        st.session_state.pop("briefing_parts", None)
    st.session_state["briefing"] = tag


def _keys(draft: Draft, tag: str) -> tuple[str, ...]:
    """The parts chosen: as they were left, else as the link says, else the usual ones."""
    known = {part.key for part in draft.parts}
    linked = st.query_params.get_all(PARTS)
    kept = st.session_state.setdefault("briefing_parts", linked or list(draft.usual))
    return tuple(key for key in dict.fromkeys(kept) if key in known)


def _keep(keys: Sequence[str], usual: Sequence[str]) -> None:
    st.session_state["briefing_parts"] = list(keys)
    _address(PARTS, [] if tuple(keys) == tuple(usual) else list(keys) or ["-"])


def _address(key: str, values: list[str]) -> None:
    """Write a part of the address, or take it away."""
    if values and st.query_params.get_all(key) != values:
        st.query_params[key] = values
    elif not values and key in st.query_params:
        del st.query_params[key]


def limits(wanted: Wanted) -> None:
    """What the reports share and what limits their comparison."""
    head.chips(wanted.draft.chips)


def contents(wanted: Wanted) -> None:
    """Two lists to put in order, sentences and the rest, and what else could go in."""
    st.header("内容")
    opening = [part for part in wanted.parts if not part.heading]
    body = [part for part in wanted.parts if part.heading]
    left, right = st.columns(2, gap="large")
    with left:
        _listed("开头的句子", opening, wanted)
        _add(wanted)
    with right:
        _listed("图和表", body, wanted)


def _listed(title: str, parts: Sequence[Part], wanted: Wanted) -> None:
    st.markdown(f"**{title}**")
    if not parts:
        st.caption("一项也没有选。")
    for place, part in enumerate(parts):
        before = parts[place - 1].key if place else ""
        after = parts[place + 1].key if place + 1 < len(parts) else ""
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"row-{wanted.tag}-{part.key}"):
            st.text(f"{part.kind}　{_short(part, wanted)}", width=ROOM)
            st.button("去掉", key=f"out-{wanted.tag}-{part.key}", type="tertiary", on_click=_without, args=(part.key, wanted))
            for label, other in (("上移", before), ("下移", after)):
                if other:
                    key = f"{label}-{wanted.tag}-{part.key}"
                    st.button(label, key=key, type="tertiary", on_click=_swapped, args=(part.key, other, wanted))


def _short(part: Part, wanted: Wanted) -> str:
    """The title without the names that all of them begin with."""
    head_, colon, rest = part.title.partition("：")
    return rest if part.heading and colon and sum(one.title.startswith(head_) for one in wanted.draft.parts) > 2 else part.title


def _swapped(key: str, other: str, wanted: Wanted) -> None:
    keys = list(wanted.keys)
    here, there = keys.index(key), keys.index(other)
    keys[here], keys[there] = keys[there], keys[here]
    _keep(keys, wanted.draft.usual)


def _without(key: str, wanted: Wanted) -> None:
    _keep([one for one in wanted.keys if one != key], wanted.draft.usual)


def _add(wanted: Wanted) -> None:
    """What the template offers besides; taken in where the template has it."""
    rest = {part.key: part for part in wanted.draft.parts if part.key not in wanted.keys}
    if rest:
        st.multiselect(
            "还可以加上", list(rest), format_func=lambda key: f"{rest[key].kind}　{_short(rest[key], wanted)}" if key in rest else key,
            key=f"add-{wanted.tag}-{len(wanted.keys)}-{len(rest)}", placeholder="选一句、一图或一表", select_all=False,
            on_change=_added, args=(f"add-{wanted.tag}-{len(wanted.keys)}-{len(rest)}", wanted),
        )  # fmt: skip
    if wanted.keys != wanted.draft.usual:
        st.button("恢复模板原样", key=f"usual-{wanted.tag}", on_click=_keep, args=(wanted.draft.usual, wanted.draft.usual))


def _added(widget: str, wanted: Wanted) -> None:
    """Put the part before the first chosen one that the template has after it."""
    order = [part.key for part in wanted.draft.parts]
    keys = list(wanted.keys)
    for key in st.session_state[widget]:
        later = order[order.index(key) :]
        place = next((place for place, one in enumerate(keys) if one in later), len(keys))
        keys.insert(place, key)
    _keep(keys, wanted.draft.usual)


def link(wanted: Wanted) -> None:
    """The buttons over the page, filled when everything that stands in the address bar is there."""
    here = {key: st.query_params.get_all(key) for key in st.query_params}
    with wanted.actions:
        copy_link("复制链接", urlencode(here, doseq=True), key="copy-link-briefing")
