"""一眼看去: a comparison in a few plain sentences, made from its tables by rules.

No sentence without a figure and the indicator that opens its evidence; no cause is ever given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.comparison import DIFFERENT, Side
from analysis.tables import records

#: Indicators that a leader asks for first; the rest follow in the catalogue's order.
FIRST = tuple(
    "study_sessions proposals_filed proposal_reply_rate opinions_collected opinions_edited opinions_forwarded suggestions "
    "supervision_suggestions consultations thematic_consultations member_lectures issues_resolved delegations_received".split()
)
LIMIT = 5


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the indicator whose figures it speaks of (empty for the sentence of scale); all of them where it names several."""

    text: str
    indicator: str = ""
    indicators: tuple[str, ...] = ()


def scale(table: pd.DataFrame, pairs: pd.DataFrame, sides: Sequence[Side]) -> Sentence:
    """How many indicators the sides state, how many of them compare, and how many stand on one side only."""
    said = table.assign(filled=table["values"].map(len) > 0).groupby("indicator", sort=False)["filled"].sum()
    shared = int((said > 1).sum())
    comparable = int(pairs["comparable"].sum())
    who = (
        "两份报告"
        if len(sides) == 2 and all(len(side.reports) == 1 for side in sides)
        else f"{sum(len(side.reports) for side in sides)} 份报告"
    )
    if said.empty:
        return Sentence(f"{who}里没有读到可以对照的数。")
    return Sentence(
        f"{who}共写到 {len(said)} 项指标：{comparable} 项可以直接比，{shared - comparable} 项口径不同或跨年累计，"
        f"{len(said) - shared} 项只有一方提及。"
    )


def sentences(table: pd.DataFrame, pairs: pd.DataFrame, sides: Sequence[Side]) -> tuple[Sentence, ...]:
    """At most five sentences, two sides only: what compares first, then what stands on one side."""
    if len(sides) != 2 or table.empty:
        return ()
    rank = {indicator: place for place, indicator in enumerate((*FIRST, *(name for name in pairs["indicator"] if name not in FIRST)))}
    by_indicator = {str(key): rows.sort_values("side") for key, rows in table.groupby("indicator", sort=False)}
    ordered = sorted(records(pairs), key=lambda pair: (not pair.comparable, rank[str(pair.indicator)]))
    compared = [_compared(pair, by_indicator[str(pair.indicator)], sides) for pair in ordered if pair.comparable][: LIMIT - 1]
    unlike = [_unlike(pair, by_indicator[str(pair.indicator)], sides) for pair in ordered if DIFFERENT in pair.marks][:1]
    lonely = _lonely([by_indicator[str(pair.indicator)] for pair in ordered], sides)
    return tuple([*compared, *unlike, *lonely][:LIMIT])


def _who(side: Side) -> str:
    """平罗县 2022 年."""
    return f"{side.label} 年" if side.label[-1:].isdigit() else side.label


def _stated(row: pd.Series) -> str:
    """37 次, 100余条, 6 次、9 次, 100%."""
    units = row["units"] if len(set(row["units"])) > 1 else [""] * (len(row["units"]) - 1) + [row["units"][-1]]
    return "／".join(_with_unit(text, unit) for text, unit in zip(row["texts"], units, strict=True))


def _with_unit(text: str, unit: str) -> str:
    return text if unit in ("", "%") else f"{text}{'' if text[-1] in '余亿万' else ' '}{unit}"


def _compared(pair: Any, rows: pd.DataFrame, sides: Sequence[Side]) -> Sentence:
    left, right = (rows.iloc[index] for index in (0, 1))
    head = f"{left['name']}：{_who(sides[0])} {_stated(left)}，{_who(sides[1])} {_stated(right)}"
    tail = pair.difference
    return Sentence(f"{head}，{tail}。" if tail else f"{head}；原文都是概数，不算增减。", str(left["indicator"]))


def _unlike(pair: Any, rows: pd.DataFrame, sides: Sequence[Side]) -> Sentence:
    left, right = (rows.iloc[index] for index in (0, 1))
    reason = pair.reasons[pair.marks.index(DIFFERENT)]
    text = f"{left['name']}：{_who(sides[0])} {_stated(left)}，{_who(sides[1])} {_stated(right)}，口径不同，不作比较。{reason}"
    return Sentence(text, str(left["indicator"]))


def _lonely(tables: Sequence[pd.DataFrame], sides: Sequence[Side]) -> list[Sentence]:
    """One sentence for each side that is alone with some of the indicators a leader asks for."""
    found = []
    for index, side in enumerate(sides):
        rows = [table.iloc[index] for table in tables if table.iloc[index]["values"] and not table.iloc[1 - index]["values"]]
        rows = [row for row in rows if row["indicator"] in FIRST][:3]
        if rows:
            named = "、".join(f"{row['name']} {_stated(row)}" for row in rows)
            text = f"{named}只见于{_who(side)}；{_who(sides[1 - index])}未提及，不等于没有。"
            found.append(Sentence(text, str(rows[0]["indicator"]), tuple(str(row["indicator"]) for row in rows)))
    return found
