"""Cached wrappers over the themes of reports: marking terms, functions, likeness, carried-over text."""

import pandas as pd
import streamlit as st

from analysis.study import themestudy
from analysis.themes.likeness import Likeness
from pages.shared import cached


def marking_terms(ids: tuple[str, ...]) -> pd.DataFrame:
    """The terms that mark each report, by TF-IDF over the library."""
    return _marking_terms(ids, cached.texts())


@st.cache_data(show_spinner="正在算主题词……", max_entries=16)
def _marking_terms(ids: tuple[str, ...], texts: str) -> pd.DataFrame:
    return themestudy.marking(cached.study(), ids)


def function_paragraphs(ids: tuple[str, ...], function: str) -> pd.DataFrame:
    """The paragraphs of a function in these reports, with what decided each."""
    return _function_paragraphs(ids, function, cached.texts())


@st.cache_data(show_spinner=False, max_entries=64)
def _function_paragraphs(ids: tuple[str, ...], function: str, texts: str) -> pd.DataFrame:
    return themestudy.paragraphs(cached.study(), ids, function)


def likeness(ids: tuple[str, ...]) -> Likeness:
    """Which reports of the library are alike; never changed by who reads it."""
    extra = tuple(report_id for report_id in ids if not cached.study().report(report_id).counts)
    return _likeness(extra, cached.texts())


@st.cache_resource(show_spinner="正在算相近程度……", max_entries=2)
def _likeness(extra: tuple[str, ...], texts: str) -> Likeness:
    return themestudy.alike(cached.study(), extra)


def carried(left: str, right: str) -> themestudy.Carried:
    """What the right report carries over from the left one."""
    return _carried(left, right, cached.texts())


@st.cache_data(show_spinner="正在比对文字……", max_entries=32)
def _carried(left: str, right: str, texts: str) -> themestudy.Carried:
    return themestudy.carried(cached.study(), left, right)


def carried_shares(ids: tuple[str, ...]) -> pd.DataFrame:
    """How much of each report stands in each of those before it."""
    return _carried_shares(ids, cached.texts())


@st.cache_data(show_spinner="正在两两比对文字……", max_entries=16)
def _carried_shares(ids: tuple[str, ...], texts: str) -> pd.DataFrame:
    return themestudy.carried_shares(cached.study(), ids)
