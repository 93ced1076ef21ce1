"""Cached wrappers over the words of reports: contrast, places, expressions, the dictionary."""

import pandas as pd
import streamlit as st

from analysis.study import wordstudy
from analysis.words.lexicon import Change
from analysis.words.phrases import PhraseChange
from pages.shared import cached


def dictionary_version() -> str:
    """Version of the dictionary that words are counted with just now."""
    return _dictionary_version(cached.revision())


@st.cache_data(show_spinner=False, max_entries=4)
def _dictionary_version(revision: str) -> str:
    return str(cached.study().dictionary.version)


def stock() -> frozenset[str]:
    """Words that nearly every report of this library uses; none in a small library."""
    return _stock(cached.texts())


@st.cache_data(show_spinner="正在数全库的词……", max_entries=4)
def _stock(texts: str) -> frozenset[str]:
    return wordstudy.stock(cached.study())


def word_contrast(left: tuple[str, ...], right: tuple[str, ...]) -> wordstudy.Contrast:
    """The words of two groups of reports against each other."""
    return _word_contrast(left, right, cached.texts())


@st.cache_data(show_spinner="正在对照用词……", max_entries=32)
def _word_contrast(left: tuple[str, ...], right: tuple[str, ...], texts: str) -> wordstudy.Contrast:
    return wordstudy.contrasted(cached.study(), left, right, stock())


def word_places(ids: tuple[str, ...], term: str) -> pd.DataFrame:
    """Every counted occurrence of a term, in the order of the reports and their text."""
    return _word_places(ids, term, cached.texts())


@st.cache_data(show_spinner=False, max_entries=64)
def _word_places(ids: tuple[str, ...], term: str, texts: str) -> pd.DataFrame:
    return wordstudy.places(cached.study(), ids, term)


def expression_change(left: tuple[str, ...], right: tuple[str, ...]) -> PhraseChange:
    """Expressions that came, stayed and went between two groups of reports."""
    return _expression_change(left, right, cached.texts())


@st.cache_data(show_spinner="正在比对提法……", max_entries=32)
def _expression_change(left: tuple[str, ...], right: tuple[str, ...], texts: str) -> PhraseChange:
    return wordstudy.changed_expressions(cached.study(), left, right)


def expression_timeline(ids: tuple[str, ...]) -> pd.DataFrame:
    """Expressions along reports, in the order given."""
    return _expression_timeline(ids, cached.texts())


@st.cache_data(show_spinner="正在逐份比对提法……", max_entries=16)
def _expression_timeline(ids: tuple[str, ...], texts: str) -> pd.DataFrame:
    return wordstudy.expression_timeline(cached.study(), ids)


def expressions(report_id: str) -> pd.DataFrame:
    """The fixed expressions of one report."""
    return _expressions(report_id, cached.texts())


@st.cache_data(show_spinner="正在找提法……", max_entries=32)
def _expressions(report_id: str, texts: str) -> pd.DataFrame:
    return wordstudy.expressions(cached.study(), report_id)


def dictionary_effect(changes: tuple[Change, ...], ids: tuple[str, ...]) -> pd.DataFrame:
    """Which counts of these reports a change of the dictionary would change; nothing is kept. Raises CatalogueError."""
    return _dictionary_effect(changes, ids, cached.texts())


@st.cache_data(show_spinner="正在重新数词……", max_entries=16)
def _dictionary_effect(changes: tuple[Change, ...], ids: tuple[str, ...], texts: str) -> pd.DataFrame:
    return wordstudy.effect(cached.study(), changes, ids)
