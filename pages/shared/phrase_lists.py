"""What both views of 提法 use: the choice that is looked at, a list that grows, and the sentences of an expression."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import streamlit as st

from analysis.report import Report
from analysis.study import wordstudy
from pages.shared import cached, cached_words, kwic
from pages.shared.picklist import Item, picklist

#: Rows of a list at first, with each press on 再列; rows of a table.
FIRST, MORE, LISTED = 15, 25, 400


@dataclass(frozen=True)
class Looked:
    """The reports, how they are looked at, and whether as a table."""

    reports: tuple[Report, ...]
    view: str
    table: bool

    @property
    def in_order(self) -> list[Report]:
        """By place, then by time."""
        return sorted(self.reports, key=lambda report: (report.place_number, report.metadata.period.start, report.id))

    def key(self, name: str) -> str:
        parts = (*(report.id for report in self.reports), cached_words.dictionary_version())
        return f"{name}-{sha256('|'.join(parts).encode()).hexdigest()[:8]}"


def grown(items: Sequence[Item], reports: Sequence[Report], *, key: str, first: int = FIRST) -> None:
    """A list that grows, and the sentences of the row that is pressed."""
    shown = st.session_state.get(f"rows-{key}", first)
    picklist(items[:shown], lambda chosen: sentences(reports, chosen, key=key), key=key)
    if len(items) > shown and st.button(f"还有 {len(items) - shown} 条，再列一些", key=f"more-{key}", type="tertiary"):
        st.session_state[f"rows-{key}"] = shown + MORE
        st.rerun()


def sentences(reports: Sequence[Report], expression: str, *, key: str) -> None:
    found = wordstudy.expression_places(cached.study(), [report.id for report in reports], expression)
    kwic.show(found, reports, f"“{expression}”　共 {len(found)} 次", key=f"{key}-{expression}", absent=f"没有“{expression}”。")
