"""The Streamlit caches (with `cached_ranks`): the study of this server, and what it computes for a choice of reports.

Keys are report ids and the library's revision, never tables: a table of many rows would be recognised by a sample of them only.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis import reading
from analysis.identity import split_head
from analysis.report import Report
from analysis.study import DEFAULT_LIBRARY, Study, indicatorstudy, repairview, wordstudy
from analysis.study.indicatorstudy import Matrix
from analysis.study.results import Comparison, compare
from analysis.themes import passages
from pages.shared.shown import Shown
from pages.shared.waiting import WaitingRoom

if TYPE_CHECKING:
    from analysis.export.compose_parts import Draft


Drawn = TypeVar("Drawn", go.Figure, list[go.Figure])


#: Of the run that draws a page just now, in its thread: the library's revision and its reports, asked for once.
_run = threading.local()

#: Two that open a new library at the same moment would both bring in the samples.
_opening = threading.Lock()


@st.cache_resource(show_spinner="正在打开报告库……")
def study() -> Study:
    """The library named by REPORT_LIBRARY, or the default one, seeded with the samples when it is new."""
    return opened(library_url())


def opened(url: str) -> Study:
    """A library opened by one thread at a time."""
    with _opening:
        return Study.open(url)


@contextmanager
def one_state() -> Iterator[None]:
    """While a page is drawn the library is asked once how it stands: a page asks some thirty times, and shows one state of it."""
    _run.revision, _run.reports = None, None
    try:
        _run.drawing = True
        yield
    finally:
        _run.drawing = False


def revision() -> str:
    """Changes whenever anything in the library does; the same for the whole of one drawing."""
    if not getattr(_run, "drawing", False):
        return str(study().library.revision())
    if _run.revision is None:
        _run.revision = str(study().library.revision())
    return str(_run.revision)


def reports() -> tuple[Report, ...]:
    """Every report that is not deleted, in the library's order; the same for the whole of one drawing."""
    if not getattr(_run, "drawing", False):
        return study().reports()
    if _run.reports is None:
        _run.reports = study().reports()
    found: tuple[Report, ...] = _run.reports
    return found


@st.cache_resource(show_spinner=False)
def _fresh() -> dict[str, str]:
    """The state of the library in which nothing was found to make again."""
    return {"revision": ""}


def bring_up_to_date() -> None:
    """After new rules or a new dictionary every report is read again: with a bar that says which, not behind a blank page."""
    if _fresh()["revision"] == revision():
        return
    waiting = study().stale()
    if len(waiting) > 3:
        bar = st.progress(0.0)
        for number, report_id in enumerate(waiting, 1):
            text = f"规则或词典有更新，正在重新读第 {number} 份，共 {len(waiting)} 份；原件和核对结果不变。"
            bar.progress(number / len(waiting), text=text)
            study().refresh(report_id)
        bar.empty()
        _run.revision, _run.reports = None, None
    _fresh()["revision"] = revision()


def drawn(key: str, draw: Callable[[], Drawn]) -> Drawn:
    """A chart, or the charts of one table, drawn before for this key, this state of the library and this day.

    Drawing takes longer than showing.

    The figure is shared by all who look at it: show it, never change it.
    """
    return _drawn(key, revision(), date.today(), draw)


@st.cache_resource(show_spinner=False, max_entries=400)
def _drawn(key: str, revision: str, today: date, _draw: Callable[[], Drawn]) -> Drawn:
    made = _draw()
    return [Shown(one) for one in made] if isinstance(made, list) else Shown(made)


def comparison(groups: tuple[tuple[str, ...], ...], *, yearly: bool = False, per_head: bool = False) -> Comparison:
    """The sides compared; `groups` are the report ids of each side. Never changed by who reads it."""
    return _comparison(groups, yearly, per_head, revision())


@st.cache_resource(show_spinner="正在对照……", max_entries=64)
def _comparison(groups: tuple[tuple[str, ...], ...], yearly: bool, per_head: bool, revision: str) -> Comparison:
    return compare(study(), groups, yearly=yearly, per_head=per_head)


def carried_share(result: Comparison) -> float:
    """Share of the right side's text that was carried over from the left side (0–1)."""
    return passages.share(result.carried, study().repaired(result.sides[1].reports[-1].id))


def raw_text(report_id: str) -> str:
    """The text of a report's file as it was read, before any repair."""
    return _raw_text(report_id, study().report(report_id).sha256)  # an id can come to mean another file, a hash cannot


@st.cache_data(show_spinner=False, max_entries=16)
def _raw_text(report_id: str, sha256: str) -> str:
    data, name = study().library.original(report_id)
    return reading.read(data, name).text


def texts() -> str:
    """Changes with the reports, the rules and the dictionary; not with corrections, views or settings."""
    return _texts(revision())


@st.cache_data(show_spinner=False, max_entries=4)
def _texts(revision: str) -> str:
    return wordstudy.texts_key(study())


def library_url() -> str:
    """Where the library of this server is; what runs beside the pages opens it by this."""
    return os.environ.get("REPORT_LIBRARY", DEFAULT_LIBRARY)


@st.cache_resource(show_spinner=False)
def waiting_room() -> WaitingRoom:
    """Files of imports that may have to be asked about."""
    return WaitingRoom()


def reports_table() -> pd.DataFrame:
    """One row a report: study.REPORT_COLUMNS. Never changed by who reads it."""
    return _reports_table(revision())


@st.cache_resource(show_spinner="正在读报告库……", max_entries=4)
def _reports_table(revision: str) -> pd.DataFrame:
    return study().table()


def matrix(ids: tuple[str, ...], *, yearly: bool = False, per_head: bool = False) -> Matrix:
    """Indicators by reports, in the order of the ids. Never changed by who reads it."""
    return _matrix(ids, yearly, per_head, revision())


@st.cache_resource(show_spinner="正在排指标……", max_entries=64)
def _matrix(ids: tuple[str, ...], yearly: bool, per_head: bool, revision: str) -> Matrix:
    return indicatorstudy.matrix(study(), ids, yearly=yearly, per_head=per_head)


def draft(ids: tuple[str, ...], template: str, *, yearly: bool, per_head: bool) -> "Draft":
    """Everything that can go into a briefing about these reports; never changed by who reads it."""
    return _draft(ids, template, yearly, per_head, date.today().isoformat(), revision())


@st.cache_resource(show_spinner="正在备料……", max_entries=16)
def _draft(ids: tuple[str, ...], template: str, yearly: bool, per_head: bool, today: str, revision: str) -> "Draft":
    from analysis.export import compose  # the exporters take a second to load, and only one page needs them

    return compose.draft(study(), ids, template, yearly=yearly, per_head=per_head, today=date.fromisoformat(today))


def stretches(report_id: str) -> tuple[tuple[str, str], ...]:
    """The text of a report's file, cut into what the repair kept, took out and wrote: (kept | gone | new, text)."""
    return _stretches(report_id, revision())


@st.cache_data(show_spinner="正在标出整理处……", max_entries=8)
def _stretches(report_id: str, revision: str) -> tuple[tuple[str, str], ...]:
    source = raw_text(report_id)
    found = repairview.stretches(source, study().repaired(report_id), start=split_head(source)[1])
    return tuple((one.mark, one.text) for one in found)
