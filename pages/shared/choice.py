"""Which reports are looked at: one choice for all pages, held in the address bar and carried from page to page.

The widgets are bound to the address bar by Streamlit itself; this module only names the keys and offers the choice of the page
that is left to the page that is opened.
"""

from collections.abc import Sequence

import streamlit as st

from analysis.report import Report

SIDES = ("left", "right", "third", "fourth")
MANY = "reports"
ONE = "report"


def current() -> list[str]:
    """Report ids of the present choice, whichever page made it; without one, an empty list. Order kept, nothing twice."""
    found: list[str] = []
    for key in (*SIDES, MANY, ONE):
        value = st.session_state.get(key) or st.query_params.get_all(key)
        found += [value] if isinstance(value, str) else list(value or [])
    return list(dict.fromkeys(item for item in found if item)) or list(st.session_state.get("chosen", []))


def keep(ids: Sequence[str]) -> None:
    """Remember the choice of this page for the menu of the next one."""
    st.session_state["chosen"] = tuple(ids)


def carried(kind: str) -> dict[str, str | list[str]]:
    """Query parameters that bring the present choice to a page of this kind."""
    ids = current()
    if not ids:
        return {}
    if kind == "sides":
        return dict(zip(SIDES, ids, strict=False)) if len(ids) > 1 else {}
    if kind == "reports":
        return {MANY: ids}
    return {ONE: ids[0]} if kind == "one" else {}


def known(ids: Sequence[str], reports: Sequence[Report]) -> tuple[list[str], list[str]]:
    """Split ids of a link into those the library holds and those it does not."""
    held = {report.id for report in reports}
    return [item for item in ids if item in held], [item for item in ids if item not in held]
