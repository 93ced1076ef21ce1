"""The Streamlit caches (with `cached_ranks`): the study of this server, and what it computes for a choice of reports.

Keys are report ids and the library's revision, never tables: a table of many rows would be recognised by a sample of them only.
"""

import os
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis import indicatorstudy, passages, reading, repairview, themestudy, wordstudy
from analysis.identity import split_head
from analysis.indicatorstudy import Matrix
from analysis.lexicon import Change
from analysis.likeness import Likeness
from analysis.phrases import PhraseChange
from analysis.results import Comparison, compare
from analysis.study import DEFAULT_LIBRARY, Study
from pages.shared.waiting import WaitingRoom

if TYPE_CHECKING:
    from analysis.export.compose_parts import Draft


Drawn = TypeVar("Drawn", go.Figure, list[go.Figure])


@st.cache_resource(show_spinner="正在打开报告库……")
def study() -> Study:
    """The library named by REPORT_LIBRARY, or the default one, seeded with the samples when it is new."""
    return Study.open(os.environ.get("REPORT_LIBRARY", DEFAULT_LIBRARY))


def revision() -> str:
    """Changes whenever anything in the library does."""
    return str(study().library.revision())


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
    _fresh()["revision"] = revision()


def drawn(key: str, draw: Callable[[], Drawn]) -> Drawn:
    """A chart, or the charts of one table, drawn before for this key, this state of the library and this day.

    Drawing takes longer than showing.

    The figure is shared by all who look at it: show it, never change it.
    """
    return _drawn(key, revision(), date.today(), draw)


@st.cache_resource(show_spinner=False, max_entries=400)
def _drawn(key: str, revision: str, today: date, _draw: Callable[[], Drawn]) -> Drawn:
    return _draw()


def comparison(groups: tuple[tuple[str, ...], ...], *, yearly: bool = False, per_head: bool = False) -> Comparison:
    """The sides compared; `groups` are the report ids of each side."""
    return _comparison(groups, yearly, per_head, revision())


@st.cache_data(show_spinner="正在对照……", max_entries=64)
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


def dictionary_version() -> str:
    """Version of the dictionary that words are counted with just now."""
    return str(study().dictionary.version)


def texts() -> str:
    """Changes with the reports, the rules and the dictionary; not with corrections, views or settings."""
    return _texts(revision())


@st.cache_data(show_spinner=False, max_entries=4)
def _texts(revision: str) -> str:
    return wordstudy.texts_key(study())


def stock() -> frozenset[str]:
    """Words that nearly every report of this library uses; none in a small library."""
    return _stock(texts())


@st.cache_data(show_spinner="正在数全库的词……", max_entries=4)
def _stock(texts: str) -> frozenset[str]:
    return wordstudy.stock(study())


def word_contrast(left: tuple[str, ...], right: tuple[str, ...]) -> wordstudy.Contrast:
    """The words of two groups of reports against each other."""
    return _word_contrast(left, right, texts())


@st.cache_data(show_spinner="正在对照用词……", max_entries=32)
def _word_contrast(left: tuple[str, ...], right: tuple[str, ...], texts: str) -> wordstudy.Contrast:
    return wordstudy.contrasted(study(), left, right, stock())


def word_places(ids: tuple[str, ...], term: str) -> pd.DataFrame:
    """Every counted occurrence of a term, in the order of the reports and their text."""
    return _word_places(ids, term, texts())


@st.cache_data(show_spinner=False, max_entries=64)
def _word_places(ids: tuple[str, ...], term: str, texts: str) -> pd.DataFrame:
    return wordstudy.places(study(), ids, term)


def expression_change(left: tuple[str, ...], right: tuple[str, ...]) -> PhraseChange:
    """Expressions that came, stayed and went between two groups of reports."""
    return _expression_change(left, right, texts())


@st.cache_data(show_spinner="正在比对提法……", max_entries=32)
def _expression_change(left: tuple[str, ...], right: tuple[str, ...], texts: str) -> PhraseChange:
    return wordstudy.changed_expressions(study(), left, right)


def expression_timeline(ids: tuple[str, ...]) -> pd.DataFrame:
    """Expressions along reports, in the order given."""
    return _expression_timeline(ids, texts())


@st.cache_data(show_spinner="正在逐份比对提法……", max_entries=16)
def _expression_timeline(ids: tuple[str, ...], texts: str) -> pd.DataFrame:
    return wordstudy.expression_timeline(study(), ids)


def expressions(report_id: str) -> pd.DataFrame:
    """The fixed expressions of one report."""
    return _expressions(report_id, texts())


@st.cache_data(show_spinner="正在找提法……", max_entries=32)
def _expressions(report_id: str, texts: str) -> pd.DataFrame:
    return wordstudy.expressions(study(), report_id)


def dictionary_effect(changes: tuple[Change, ...], ids: tuple[str, ...]) -> pd.DataFrame:
    """Which counts of these reports a change of the dictionary would change; nothing is kept. Raises CatalogueError."""
    return _dictionary_effect(changes, ids, texts())


@st.cache_data(show_spinner="正在重新数词……", max_entries=16)
def _dictionary_effect(changes: tuple[Change, ...], ids: tuple[str, ...], texts: str) -> pd.DataFrame:
    return wordstudy.effect(study(), changes, ids)


def library_url() -> str:
    """Where the library of this server is; what runs beside the page opens it by this."""
    return os.environ.get("REPORT_LIBRARY", DEFAULT_LIBRARY)


@st.cache_resource(show_spinner=False)
def waiting_room() -> WaitingRoom:
    """Files of imports that may have to be asked about."""
    return WaitingRoom()


def reports_table() -> pd.DataFrame:
    """One row a report: study.REPORT_COLUMNS."""
    return _reports_table(revision())


@st.cache_data(show_spinner="正在读报告库……", max_entries=4)
def _reports_table(revision: str) -> pd.DataFrame:
    return study().table()


def matrix(ids: tuple[str, ...], *, yearly: bool = False, per_head: bool = False) -> Matrix:
    """Indicators by reports, in the order of the ids."""
    return _matrix(ids, yearly, per_head, revision())


@st.cache_data(show_spinner="正在排指标……", max_entries=64)
def _matrix(ids: tuple[str, ...], yearly: bool, per_head: bool, revision: str) -> Matrix:
    return indicatorstudy.matrix(study(), ids, yearly=yearly, per_head=per_head)


def marking_terms(ids: tuple[str, ...]) -> pd.DataFrame:
    """The terms that mark each report, by TF-IDF over the library."""
    return _marking_terms(ids, texts())


@st.cache_data(show_spinner="正在算主题词……", max_entries=16)
def _marking_terms(ids: tuple[str, ...], texts: str) -> pd.DataFrame:
    return themestudy.marking(study(), ids)


def function_paragraphs(ids: tuple[str, ...], function: str) -> pd.DataFrame:
    """The paragraphs of a function in these reports, with what decided each."""
    return _function_paragraphs(ids, function, texts())


@st.cache_data(show_spinner=False, max_entries=64)
def _function_paragraphs(ids: tuple[str, ...], function: str, texts: str) -> pd.DataFrame:
    return themestudy.paragraphs(study(), ids, function)


def likeness(ids: tuple[str, ...]) -> Likeness:
    """Which reports of the library are alike; never changed by who reads it."""
    extra = tuple(report_id for report_id in ids if not study().report(report_id).counts)
    return _likeness(extra, texts())


@st.cache_resource(show_spinner="正在算相近程度……", max_entries=2)
def _likeness(extra: tuple[str, ...], texts: str) -> Likeness:
    return themestudy.alike(study(), extra)


def carried(left: str, right: str) -> themestudy.Carried:
    """What the right report carries over from the left one."""
    return _carried(left, right, texts())


@st.cache_data(show_spinner="正在比对文字……", max_entries=32)
def _carried(left: str, right: str, texts: str) -> themestudy.Carried:
    return themestudy.carried(study(), left, right)


def carried_shares(ids: tuple[str, ...]) -> pd.DataFrame:
    """How much of each report stands in each of those before it."""
    return _carried_shares(ids, texts())


@st.cache_data(show_spinner="正在两两比对文字……", max_entries=16)
def _carried_shares(ids: tuple[str, ...], texts: str) -> pd.DataFrame:
    return themestudy.carried_shares(study(), ids)


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
