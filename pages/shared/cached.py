"""The only Streamlit caches: the study of this server, and what it computes for a choice of reports.

Keys are report ids and the library's revision, never tables: a table of many rows would be recognised by a sample of them only.
"""

import os

import streamlit as st

from analysis import passages, reading
from analysis.results import Comparison, compare
from analysis.study import DEFAULT_LIBRARY, Study


@st.cache_resource(show_spinner="正在打开报告库……")
def study() -> Study:
    """The library named by REPORT_LIBRARY, or the default one, seeded with the samples when it is new."""
    return Study.open(os.environ.get("REPORT_LIBRARY", DEFAULT_LIBRARY))


def revision() -> str:
    """Changes whenever anything in the library does."""
    return str(study().library.revision())


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
