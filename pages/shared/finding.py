"""Finding reports among hundreds: by place and by year, above the picker of the pages that show several."""

from collections.abc import Sequence

import streamlit as st

from analysis.report import Report
from pages.shared import choice
from pages.shared.plain import plain

#: Up to so many reports the picker alone is quick enough.
ENOUGH = 12

_PLACES, _YEARS = "find_places", "find_years"


def by_place_and_year(reports: Sequence[Report], *, most: int) -> None:
    """A row of filters and buttons that fill the picker; nothing in a small library."""
    reports = [report for report in reports if report.counts]
    if len(reports) <= ENOUGH:
        return
    places, years, buttons = st.columns([3, 3, 4], vertical_alignment="bottom")
    regions = _regions(reports)
    chosen = places.multiselect(
        "按地方找", list(regions), key=_PLACES, placeholder="省、市、县", select_all=False, help="选省份就是选它所有的报告。"
    )
    spans = sorted(
        {year for report in reports for year in range(report.metadata.period.start, report.metadata.period.end + 1)}, reverse=True
    )
    wanted = years.multiselect("按年份找", spans, key=_YEARS, placeholder="年份", select_all=False)
    if not chosen and not wanted:
        buttons.caption("选好地方或年份，可一次放上几份报告。")
        return
    held = {report_id for name in chosen for report_id in regions[name]}
    found = [report for report in reports if (not chosen or report.id in held) and (not wanted or _covers(report, wanted))]
    with buttons.container(horizontal=True, vertical_alignment="center"):
        if not found:
            st.caption("没有符合的报告。")
            return
        few = found[:most]
        label = f"看这 {len(few)} 份" if len(found) <= most else f"看前 {most} 份（共 {len(found)} 份）"
        st.button(label, key="find-take", on_click=_take, args=(tuple(report.label for report in few), most, False))
        st.button("加到已选", key="find-add", type="tertiary", on_click=_take, args=(tuple(report.label for report in few), most, True))


def _covers(report: Report, years: Sequence[int]) -> bool:
    period = report.metadata.period
    return any(period.start <= year <= period.end for year in years)


def _regions(reports: Sequence[Report]) -> dict[str, list[str]]:
    """Names to choose from, provinces first, each with the ids of its reports; a name that stands in two provinces says which."""
    provinces: dict[str, list[str]] = {}
    places: dict[tuple[str, str], list[str]] = {}
    for report in reports:
        known = report.metadata
        provinces.setdefault(known.province, []).append(report.id)
        places.setdefault((known.place, known.province), []).append(report.id)
    names = [place for place, _ in places]
    found = {f"{name}（全部）": ids for name, ids in sorted(provinces.items()) if name}
    for (place, province), ids in sorted(places.items()):
        found[f"{place}（{province}）" if names.count(place) > 1 else place] = ids
    return found


def _take(labels: tuple[str, ...], most: int, add: bool) -> None:
    """Fill the picker: in the place of what it holds, or after it as far as there is room."""
    held = list(st.session_state.get(choice.MANY) or []) if add else []
    wanted = list(dict.fromkeys([*held, *labels]))
    if len(wanted) > most:
        st.toast(plain(f"最多并排 {most} 份，放上了前 {most} 份。"))
    st.session_state[choice.MANY] = wanted[:most]
