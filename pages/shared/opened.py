"""What a click opens: the sentences of a figure, of a word, the paragraphs of a function; and a person's word on a figure."""

from collections.abc import Sequence
from typing import Protocol

import pandas as pd
import streamlit as st

from analysis.charts import look
from analysis.charts.look import Side
from analysis.checking import verdicts
from analysis.comparison import PART
from analysis.comparison import Side as Sides
from analysis.evidence import excerpt
from analysis.fold import fold
from analysis.report import Figure, Report
from analysis.study.results import Comparison
from analysis.tables import records
from analysis.wording import figure_text, row_unit
from analysis.words import concordance
from pages.shared import cached
from pages.shared.checking import Entry, actions, rejected
from pages.shared.evidence import Quote, quotes
from pages.shared.picture import chart_sides

MOST = 6
#: Sentences of one indicator that are shown at first; more than that push the rest of the page out of sight.
MOST_QUOTES = 6


class Sided(Protocol):
    """What holds sides and their cells: a comparison, or a matrix."""

    @property
    def sides(self) -> tuple[Sides, ...]: ...
    @property
    def cells(self) -> pd.DataFrame: ...


def indicator(result: Sided, name: str, *, key: str, first: int = 0, title: str = "") -> None:
    """The sentences of one indicator on every side; for a side without one, the wording that was looked for.

    first: the side whose cell was clicked; its sentences come first. title: in the place of the indicator's name.
    """
    known = cached.study().catalogue.by_id[name]
    rows = result.cells[result.cells["indicator"] == name].sort_values("side")
    colours = chart_sides(result.sides)
    ranked: list[tuple[int, Quote, Entry]] = []  # the clicked side whole, then what the others show, then the rest of theirs
    absent: list[tuple[str, str]] = []
    for row in sorted(records(rows), key=lambda row: row.side != first):
        side = result.sides[row.side]
        reports = {report.id: (report, figures) for report, figures in zip(side.reports, side.figures, strict=True)}
        for number, (report_id, index) in enumerate((*row.figures, *row.others)):
            report, figures = reports[report_id]
            rank = 0 if row.side == first else 1 + (number >= len(row.figures))
            ranked.append((rank, figure_quote(report, figures[index], colours[row.side]), (report, figures, index)))
        if not row.figures and not row.others:
            absent.append((side.label, colours[row.side].colour))
    ranked.sort(key=lambda one: one[0])
    found, entries = [quote for _, quote, _ in ranked], [entry for _, _, entry in ranked]
    nothing = f"没有读到{known.looked_for}的写法。"
    if len(absent) > 2:  # the same sentence many times tells no more than once
        absent = [("、".join(label for label, _ in absent), look.AXIS)]
    found += [Quote(nothing, "", "", f"{label} · 未提及，不是 0", colour) for label, colour in absent]
    unit = row_unit([unit for units in rows["units"] for unit in units])
    shown = found if st.session_state.get(f"whole-{key}") or len(found) <= MOST_QUOTES + 2 else found[:MOST_QUOTES]
    quotes(title or (f"{known.name} · {unit}" if unit else known.name), shown, key=f"quotes-{key}-{first}-{len(shown)}")
    if len(shown) < len(found) and st.button(f"还有 {len(found) - len(shown)} 句，全部列出", key=f"more-{key}-{first}", type="tertiary"):
        st.session_state[f"whole-{key}"] = True
        st.rerun()
    actions(entries, key=f"{key}-{first}")
    rejected([report for side in result.sides for report in side.reports], key=key, indicator=name)


def figure_quote(report: Report, figure: Figure, colours: Side) -> Quote:
    """One figure's sentence with where it stands and how far it can be trusted."""
    found = excerpt(cached.study().repaired(report.id), figure)
    scope = PART if figure.scope == "part" else "全年" if figure.period_years == 1 else f"{figure.period_years} 年合计"
    checked = "已核" if figure.checked else "未核"
    if figure.checked and fold(figure.number_text) != figure_text(figure):
        checked = f"已核，记为 {verdicts.counted(figure)}"
    said = [report.label, found.heading, scope, "计划" if figure.status == "plan" else "", checked]
    return Quote(found.before, found.number, found.after, " · ".join(part for part in said if part), colours.colour)


def word(result: Comparison, term: str, *, key: str) -> None:
    """Sentences with a word, from each side."""
    found = []
    for side, colours in zip(result.sides[:2], chart_sides(result.sides[:2]), strict=True):
        for report in side.reports:
            found += _sentences(report, term, colours)
        if not any(quote.source.startswith(side.label) for quote in found):
            found.append(Quote(f"没有“{term}”。", "", "", side.label, colours.colour))
    quotes(term, found, key=f"quotes-{key}")


def _sentences(report: Report, term: str, colours: Side) -> list[Quote]:
    table = concordance.sentences(cached.study().repaired(report.id), term)
    source = [f"{report.label} · {row.section}" if row.section else report.label for row in table.head(MOST).itertuples()]
    return [
        Quote(row.left, row.match, row.right, where, colours.colour)
        for row, where in zip(table.head(MOST).itertuples(), source, strict=True)
    ]


def paragraphs(result: Comparison, function: str, *, key: str) -> None:
    """The beginnings of the paragraphs that were given to a function."""
    found = []
    for side, colours in zip(result.sides, chart_sides(result.sides), strict=True):
        for report in side.reports:
            repaired = cached.study().repaired(report.id)
            blocks = [block for block, name in cached.study().functions(report.id).paragraphs if name == function]
            for block in blocks[:MOST]:
                text = repaired.blocks[block].text
                found.append(
                    Quote(text[:90] + ("……" if len(text) > 90 else ""), "", "", f"{report.label} · {len(text)} 字", colours.colour)
                )
    quotes("归入这一职能的段落", found, key=f"quotes-{key}")


def passages(result: Comparison, table: pd.DataFrame, *, key: str) -> None:
    """Sentences that stand on both sides, one under the other."""
    found: list[Quote] = []
    colours: Sequence[Side] = chart_sides(result.sides[:2])
    for row in table.itertuples():
        found.append(Quote(row.left_text, "", "", result.sides[0].label, colours[0].colour))
        found.append(Quote(row.right_text, "", "", f"{result.sides[1].label} · 相似 {row.similarity:.0%}", colours[1].colour))
    quotes("", found, key=f"quotes-{key}")
