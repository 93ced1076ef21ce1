"""Which reports are looked at: one choice for all pages, held in the address bar and carried from page to page.

The widgets are bound to the address bar by Streamlit itself, which writes what an option shows: a link says `left=平罗县 2022`.
This module names the keys, also understands ids (`left=平罗县-2022`) in links written by hand, and brings the choice of the page
that is left to the page that is opened.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

import streamlit as st

from analysis.report import Report, ReportError
from pages.shared import cached
from pages.shared.plain import plain

SIDES = ("left", "right", "third", "fourth")
MANY = "reports"
ONE = "report"
#: How many names of a link are said when they are not in the library, and how long each.
NAMED, LONGEST_NAME = 3, 40
#: How many reports of a link are looked up; no page shows as many.
MOST_READ = 60


def current() -> list[str]:
    """Report ids of the present choice, whichever page made it; without one, an empty list. Order kept, nothing twice."""
    found: list[str] = []
    for key in (*SIDES, MANY, ONE):
        value = st.session_state.get(key) or st.query_params.get_all(key)
        found += [value] if isinstance(value, str) else list(value or [])
    named = _by_name(cached.reports())
    ids = [report.id for report in (_meant(name, named) for name in found[:MOST_READ]) if report is not None]
    held = {report.id for report in named.values()}
    return list(dict.fromkeys(ids)) or [one for one in st.session_state.get("chosen", ()) if one in held]


def keep(ids: Sequence[str]) -> None:
    """Remember the choice of this page for the menu of the next one."""
    st.session_state["chosen"] = tuple(ids)


def query(kind: str, ids: Sequence[str]) -> dict[str, str | Iterable[str]]:
    """Query parameters that bring these reports to a page. kind: "sides", "reports", "one"; anything else takes no reports."""
    labels = {report.id: report.label for report in cached.reports()}
    names = [labels[one] for one in ids if one in labels]
    if kind == "sides":
        return dict(zip(SIDES, names, strict=False)) if len(names) > 1 else {}
    if kind == "reports":
        return {MANY: names}
    return {ONE: names[0]} if kind == "one" and names else {}


def settle(keys: Sequence[str], reports: Sequence[Report], *, most: int = 0) -> None:
    """Before the widgets: turn ids of a link into what the widgets show, and say which reports of a link have gone.

    most: how many reports the page shows at one time, 0 for any number; a link with more of them keeps the first.
    """
    named = _by_name(reports)
    gone: dict[str, None] = {}
    for key in keys:
        values = st.query_params.get_all(key)
        meant = {value: _meant(value, named) for value in values[:MOST_READ]}
        held = list(dict.fromkeys(report.label for report in meant.values() if report is not None))
        gone |= dict.fromkeys(value for value, report in meant.items() if value and report is None)
        if most and len(held) > most:
            st.warning(f"选了 {len(held)} 份报告，这一页一次看 {most} 份，先看前 {most} 份。")
            held = held[:most]
        if held != values and key not in st.session_state:
            # A widget takes its first value from the address only when the address says exactly what the widget shows.
            st.session_state[key] = held if key == MANY else (held or [None])[0]
    if gone:
        st.warning(plain(f"链接里的报告{_quoted(list(gone))}不在库里，可能已改名或删除，请另选。"))


def _quoted(names: Sequence[str]) -> str:
    """The first of the names that anybody may have written into a link: what shows nothing left out, each cut to be read."""
    seen = ["".join(character for character in name[:400] if character.isprintable()) for name in names[:NAMED]]
    short = [name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…" for name in seen]
    return f"“{'、'.join(short)}”" + (f"等 {len(names)} 份" if len(names) > NAMED else "")


def _by_name(reports: Iterable[Report]) -> dict[str, Report]:
    return {name: report for report in reports for name in (report.id, report.label)}


def _meant(value: str, named: Mapping[str, Report]) -> Report | None:
    """The report a link means: by its present label or id, else by an id it had before its place or period was put right."""
    if value in named:
        return named[value]
    place, _, rest = value.rpartition(" ")
    period, _, version = rest.partition("（第")
    former = f"{place}-{period.replace('—', '-')}" + (f"~{version.removesuffix('版）')}" if version else "")
    for name in (value, former):
        with suppress(ReportError):
            return named.get(cached.study().report(name).id)
    return None
