"""What of the whole library is remembered for one indicator: where a report stands, and the ranking. Keyed like `cached`."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import streamlit as st

from analysis.study import indicatorstudy, ranking
from analysis.study.ranking import Ranked
from pages.shared.cached import revision, study

T = TypeVar("T")


def kept(key: str, make: Callable[[], T]) -> T:
    """What was made before for this key, this state of the library and this day: tables, or pictures that come as a list.

    It is shared by all who look at it: show it, never change it.
    """
    found: T = _kept(key, revision(), date.today(), make)
    return found


@st.cache_resource(show_spinner=False, max_entries=200)
def _kept(key: str, revision: str, today: date, _make: Callable[[], T]) -> T:
    return _make()


def standing(report_id: str, indicator: str) -> str:
    """Where a report's count stands among its like in the library; an empty string where no rank would be fair."""
    return _standing(report_id, indicator, revision())


@st.cache_data(show_spinner=False, max_entries=256)
def _standing(report_id: str, indicator: str, revision: str) -> str:
    return indicatorstudy.standing(study(), report_id, indicator)


def ranked(ids: tuple[str, ...], indicator: str, *, yearly: bool, per_head: bool) -> Ranked:
    """These reports by one indicator; never changed by who reads it."""
    return _ranked(ids, indicator, yearly, per_head, revision())


@st.cache_resource(show_spinner="正在排名……", max_entries=64)
def _ranked(ids: tuple[str, ...], indicator: str, yearly: bool, per_head: bool, revision: str) -> Ranked:
    return ranking.ranked_reports(study(), ids, indicator, yearly=yearly, per_head=per_head)
