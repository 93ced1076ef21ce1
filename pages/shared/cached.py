"""The only Streamlit caches: the study of this server, and what it computes for a choice of reports.

Keys are report ids and the library's revision, never tables: a table of many rows would be recognised by a sample of them only.
"""

import os

import pandas as pd
import streamlit as st

from analysis import indicatorstudy, passages, reading, wordstudy
from analysis.indicatorstudy import Matrix
from analysis.lexicon import Change
from analysis.phrases import PhraseChange
from analysis.results import Comparison, compare
from analysis.study import DEFAULT_LIBRARY, Study


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


def comparison(groups: tuple[tuple[str, ...], ...], *, yearly: bool = False, per_head: bool = False) -> Comparison:
    """The sides compared; `groups` are the report ids of each side."""
    return _comparison(groups, yearly, per_head, revision())


@st.cache_data(show_spinner="正在对照……", max_entries=64)
def _comparison(groups: tuple[tuple[str, ...], ...], yearly: bool, per_head: bool, revision: str) -> Comparison:
    return compare(study(), groups, yearly=yearly, per_head=per_head)


def carried_share(result: Comparison) -> float:
    """Share of the right side's text that was carried over from the left side (0–1)."""
    return passages.share(result.carried, study().repaired(result.sides[1].reports[-1].id))


@st.cache_data(show_spinner=False, max_entries=16)
def raw_text(report_id: str) -> str:
    """The text of a report's file as it was read, before any repair."""
    data, name = study().library.original(report_id)
    return reading.read(data, name).text


def dictionary_version() -> str:
    """Version of the dictionary that words are counted with just now."""
    return str(study().dictionary.version)


def stock() -> frozenset[str]:
    """Words that nearly every report of this library uses; none in a small library."""
    return _stock(revision())


@st.cache_data(show_spinner=False, max_entries=4)
def _stock(revision: str) -> frozenset[str]:
    return wordstudy.stock(study())


def word_contrast(left: tuple[str, ...], right: tuple[str, ...]) -> wordstudy.Contrast:
    """The words of two groups of reports against each other."""
    return _word_contrast(left, right, revision())


@st.cache_data(show_spinner="正在对照用词……", max_entries=32)
def _word_contrast(left: tuple[str, ...], right: tuple[str, ...], revision: str) -> wordstudy.Contrast:
    return wordstudy.contrasted(study(), left, right, stock())


def word_places(ids: tuple[str, ...], term: str) -> pd.DataFrame:
    """Every counted occurrence of a term, in the order of the reports and their text."""
    return _word_places(ids, term, revision())


@st.cache_data(show_spinner=False, max_entries=64)
def _word_places(ids: tuple[str, ...], term: str, revision: str) -> pd.DataFrame:
    return wordstudy.places(study(), ids, term)


def expression_change(left: tuple[str, ...], right: tuple[str, ...]) -> PhraseChange:
    """Expressions that came, stayed and went between two groups of reports."""
    return _expression_change(left, right, revision())


@st.cache_data(show_spinner="正在比对提法……", max_entries=32)
def _expression_change(left: tuple[str, ...], right: tuple[str, ...], revision: str) -> PhraseChange:
    return wordstudy.changed_expressions(study(), left, right)


def expression_timeline(ids: tuple[str, ...]) -> pd.DataFrame:
    """Expressions along reports, in the order given."""
    return _expression_timeline(ids, revision())


@st.cache_data(show_spinner="正在逐份比对提法……", max_entries=16)
def _expression_timeline(ids: tuple[str, ...], revision: str) -> pd.DataFrame:
    return wordstudy.expression_timeline(study(), ids)


def expressions(report_id: str) -> pd.DataFrame:
    """The fixed expressions of one report."""
    return _expressions(report_id, revision())


@st.cache_data(show_spinner="正在找提法……", max_entries=32)
def _expressions(report_id: str, revision: str) -> pd.DataFrame:
    return wordstudy.expressions(study(), report_id)


def dictionary_effect(changes: tuple[Change, ...], ids: tuple[str, ...]) -> pd.DataFrame:
    """Which counts of these reports a change of the dictionary would change; nothing is kept. Raises CatalogueError."""
    return _dictionary_effect(changes, ids, revision())


@st.cache_data(show_spinner="正在重新数词……", max_entries=16)
def _dictionary_effect(changes: tuple[Change, ...], ids: tuple[str, ...], revision: str) -> pd.DataFrame:
    return wordstudy.effect(study(), changes, ids)


def library_url() -> str:
    """Where the library of this server is; what runs beside the page opens it by this."""
    return os.environ.get("REPORT_LIBRARY", DEFAULT_LIBRARY)


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
