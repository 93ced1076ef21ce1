"""The head of a page about several reports, and what its pictures say of them: title, picker, chips, colours, source line."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.charts import look
from analysis.charts.frame import Caption
from analysis.comparison.limits import Chip, chinese_number, gaps
from analysis.reference_places import load_places
from analysis.report import LEVEL_NAMES, Report
from pages.shared import cached, cached_words, choice, head
from pages.shared.copying import copy_link
from pages.shared.picture import day
from pages.shared.plain import plain

#: One text this many times as long as another one: its rare words say less.
UNEVEN = 2.0
NAMED = 3


def nothing(what: str) -> None:
    """The empty library: what is not there, what to do, and a second way."""
    st.title("报告库还是空的")
    st.write(f"还没有报告，看不了{what}。请先导入政协工作报告；也可以先看五份样稿。")
    with st.container(horizontal=True):
        if st.button("导入报告", type="primary", icon=":material/upload_file:"):
            st.switch_page("pages/library.py")
        if st.button("先看五份样稿"):
            cached.study().add_samples()
            st.rerun()


def pick(reports: Sequence[Report], page: str, *, most: int = 12) -> list[Report]:
    """Title, picker, buttons and chips; returns the reports chosen, which may be none. `page` is the file's name, for links."""
    title = st.container()
    picked = head.pick_many(reports, most=most)
    choice.keep([report.id for report in picked])
    title.title(plain(named(picked)))
    if not picked:
        st.write("请在上面选一份或几份报告。")
        return picked
    with st.container(horizontal=True, vertical_alignment="center", key=head.TOOLS):
        query = _query(picked)
        copy_link("复制链接", urlencode(query, doseq=True), key=f"copy-link-{page}")
        head.save_view(page, query)
        head.to_briefing([report.id for report in picked])
    head.chips(chips(picked))
    return picked


def _query(picked: Sequence[Report]) -> dict[str, str | list[str]]:
    """The address of this view: the reports, and every switch of the page that stands in the address bar."""
    here = {key: st.query_params.get_all(key) for key in st.query_params if key != choice.MANY}
    return {choice.MANY: [report.label for report in picked], **here}


def named(reports: Sequence[Report]) -> str:
    """The choice in words: 平罗县 2022 年与 2024 年."""
    if not reports:
        return "先选报告"
    if len(reports) == 1:
        return f"{reports[0].label} 年的报告"
    if len(reports) > NAMED:
        return f"{reports[0].label} 年等{chinese_number(len(reports))}份报告"
    if len({report.metadata.place for report in reports}) == 1:
        years = [f"{report.metadata.period} 年" for report in reports]
        return f"{reports[0].metadata.place} " + "、".join(years[:-1]) + f"与 {years[-1]}"
    return "、".join(f"{report.label} 年" for report in reports[:-1]) + f"与{reports[-1].label} 年"


def chips(reports: Sequence[Report]) -> tuple[Chip, ...]:
    """What the reports share, and what limits a comparison of their words."""
    levels = list(dict.fromkeys(LEVEL_NAMES[report.metadata.level] for report in reports))
    sizes = [cached.study().repaired(report.id).characters for report in reports]
    found = []
    if len(reports) > 1 and len({report.metadata.place for report in reports}) == 1:
        found.append(Chip("同一地方", False))
    if len(reports) > 1 and len(levels) == 1:
        found.append(Chip(f"同为{levels[0]}", False))
    found.append(Chip(f"每份 {min(sizes)}—{max(sizes)} 字" if len(set(sizes)) > 1 else f"{sizes[0]} 字", False))
    if len(levels) > 1:
        found.append(Chip("层级不同：" + "、".join(levels), True, "各级政协的职责不同，用词多少不能直接说明工作多少。"))
    if min(sizes) and max(sizes) > UNEVEN * min(sizes):
        reason = "次数已折算成每万字；短的一份里少见的词多一次少一次都会变很多。"
        found.append(Chip(f"篇幅相差 {max(sizes) / min(sizes):.1f} 倍", True, reason))
    found += gaps(list(zip([report.label for report in reports], cached.study().unread([report.id for report in reports]), strict=True)))
    if any(report.metadata.sample for report in reports):
        found.append(Chip("样稿", True, "样稿按公开报告编写，数字与公开报告一致，文字不是原文；导入原报告后以原报告为准。"))
    return tuple(found)


def sides(reports: Sequence[Report]) -> tuple[look.Side, ...]:
    """Colours of the reports: hue by place, shade by year."""
    known = [report.metadata for report in reports]
    return look.sides(
        [one.place for one in known],
        [(one.period.start, one.period.end) for one in known],
        [report.place_number for report in reports],
        shorts=_shorts(),
        labels=[report.label for report in reports],
    )


def heads(reports: Sequence[Report], *, places: bool = False) -> dict[str, str]:
    """A short name of each report for a narrow column, by id: 平罗 2022, or the whole label where two would be the same.

    Reports of one place are named by their years alone, unless `places`.
    """
    shorts = [_narrow(side.short) for side in sides(reports)]
    if places and len({report.metadata.place for report in reports}) == 1:
        known = reports[0].metadata.place
        shorts = [f"{_shorts().get(known) or look.short_place(known)} {short}" for short in shorts]
    return {report.id: short if shorts.count(short) == 1 else report.label for report, short in zip(reports, shorts, strict=True)}


@cache
def _shorts() -> dict[str, str]:
    """Short names of places that the table of places knows."""
    return {place.name: place.short[0] for place in load_places() if place.short}


def _narrow(short: str) -> str:
    """阜蒙 18—21 for 阜蒙 2018—21: four digits and a dash do not fit a column on a phone."""
    place, _, years = short.rpartition(" ")
    return f"{place} {years[2:]}".strip() if "—" in years else short


def colours(reports: Sequence[Report]) -> dict[str, str]:
    """Deep colour of each report's place, by id."""
    return {report.id: look.hue(report.place_number).deep for report in reports}


def source(reports: Sequence[Report], *, dictionary: bool = True) -> str:
    """The source line: reports, samples, the version of the dictionary, today's date."""
    labels = "、".join(report.label for report in reports[:NAMED]) + (f"等 {len(reports)} 份" if len(reports) > NAMED else " ")
    sample = "样稿；" if any(report.metadata.sample for report in reports) else ""
    words = f"词典 {cached_words.dictionary_version()}；" if dictionary else ""
    return f"来源：{labels}政协报告；{sample}{words}{day(date.today())}"


def caption(
    title: str, reports: Sequence[Report], *, legend: Sequence[look.Side] | None = None, subtitle: str = "", note: str = ""
) -> Caption:
    """A caption with the reports' legend, or another one, and their source line."""
    marks = ("层级不同",) if len({report.metadata.level for report in reports}) > 1 else ()
    return Caption(title, tuple(sides(reports) if legend is None else legend), subtitle, marks, note, source(reports))


def file_name(reports: Sequence[Report], what: str) -> str:
    """Name of a picture's file."""
    return f"{what}_{named(reports)}"


def cells(number: int, wide: int = 2) -> Iterator[DeltaGenerator]:
    """So many places for pictures, `wide` beside each other and row by row, so that a phone shows them in the same order."""
    for start in range(0, number, wide):
        yield from st.columns(wide, gap="large")[: number - start]


def one_of(label: str, reports: Sequence[Report], key: str, first: Report) -> Report:
    """A picker of one of these reports, bound to the address bar; `first` until somebody picks, and for a link that names none."""
    by_label = {report.label: report for report in reports}
    if st.session_state.get(key) not in (None, *by_label):
        del st.session_state[key]  # the report is not among these any more
    head.preset(key, first.label)
    found = st.selectbox(label, list(by_label), index=None, key=key, bind="query-params", placeholder="选一份报告")
    return by_label.get(found or "", first)


def some_of(label: str, reports: Sequence[Report], key: str, first: Sequence[Report]) -> list[Report]:
    """The same for one report or several that are taken together."""
    by_label = {report.label: report for report in reports}
    if key in st.session_state:
        st.session_state[key] = [one for one in st.session_state[key] if one in by_label]
    elif first:
        head.preset(key, [report.label for report in first])
    found = st.multiselect(label, list(by_label), key=key, bind="query-params", placeholder="选一份，或几份合起来看", select_all=False)
    return [by_label[one] for one in found if one in by_label]


def labels(reports: Sequence[Report]) -> Mapping[str, str]:
    return {report.id: report.label for report in reports}
