"""对照 of 关键词: the words of two sides, each one report or a group, with what a test can and cannot say."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis.charts import butterfly, look, scatter
from analysis.charts.frame import Caption
from analysis.report import Report
from analysis.study.wordstudy import Contrast
from analysis.tables import records
from analysis.words import contrast
from pages.shared import blocks, cached, cached_words, kwic, several
from pages.shared.keyword_parts import Looked
from pages.shared.plain import plain

#: Most words of the table, and points of the scatter.
LISTED, POINTS = 200, 250
#: The test's words, in the order of the table.
NAMES = {"characteristic": "特有", "suggestive": "倾向", "alike": "相近", "stock": "体裁词", "too_little": "文本太少"}


def draw(now: Looked, reports: Sequence[Report]) -> None:
    """Pickers of both sides, then butterfly and scatter, or the table."""
    groups = _pick(now, reports)
    if groups is None:
        return
    found = cached_words.word_contrast(*(tuple(report.id for report in group) for group in groups))
    sides = _sides(groups)
    if found.caution:
        st.write(plain(found.caution))
    if now.table:
        _table(now, found, groups, sides)
        return
    left, right = st.columns(2, gap="large")
    with left:
        _butterfly(now, found, groups, sides)
    with right:
        _scatter(now, found, groups, sides)


def _pick(now: Looked, reports: Sequence[Report]) -> tuple[list[Report], list[Report]] | None:
    ordered = sorted(now.reports, key=lambda report: (report.place_number, report.metadata.period.start))
    pair = next((two for two in pairwise(ordered) if two[0].metadata.place == two[1].metadata.place), tuple(ordered[:2]))
    columns = st.columns(2, gap="small")
    with columns[0]:
        left = several.some_of("一方", reports, "one_side", pair[:1])
    with columns[1]:
        right = several.some_of("另一方", reports, "other_side", pair[1:])
    groups = [left, right]
    if not all(groups):
        st.write("对照要两方，请在两边各选一份或几份报告。")
        return None
    both = {report.id for report in groups[0]} & {report.id for report in groups[1]}
    if both:
        st.warning("同一份报告不能同时在两方，请从一方去掉。")
        return None
    return groups[0], groups[1]


def _sides(groups: Sequence[Sequence[Report]]) -> tuple[look.Side, look.Side]:
    """Colours of the two sides; a group takes the hue of its first report."""
    firsts = [group[0] for group in groups]
    labels = [_label(group) for group in groups]
    periods = [(min(r.metadata.period.start for r in group), max(r.metadata.period.end for r in group)) for group in groups]
    places = [_place(group) for group in groups]
    made = look.sides(places, periods, [report.place_number for report in firsts], labels=labels)
    if firsts[0].place_number == firsts[1].place_number and made[0].shade == made[1].shade:
        made = (replace(made[0], shade="pale"), made[1])  # the same hue twice must still be told apart
    shorts = [side.short if len({r.metadata.place for r in group}) == 1 else _many(group) for side, group in zip(made, groups, strict=True)]
    return replace(made[0], short=shorts[0]), replace(made[1], short=shorts[1])


def _many(group: Sequence[Report]) -> str:
    return f"{look.short_place(group[0].metadata.place)}等{len(group)}份"


def _label(group: Sequence[Report]) -> str:
    return "、".join(report.label for report in group) if len(group) <= 2 else f"{group[0].label}等 {len(group)} 份"


def _place(group: Sequence[Report]) -> str:
    places = list(dict.fromkeys(report.metadata.place for report in group))
    return places[0] if len(places) == 1 else f"{places[0]}等"


def _caption(title: str, groups: Sequence[Sequence[Report]], sides: Sequence[look.Side], found: Contrast, note: str) -> Caption:
    sizes = f"两边 {found.characters[0]} 字与 {found.characters[1]} 字。"
    return several.caption(title, [report for group in groups for report in group], legend=sides, note=note + sizes)


def _kept(now: Looked, table: pd.DataFrame) -> pd.DataFrame:
    return table[table["verdict"] != "stock"] if now.dimmed else table


def _butterfly(now: Looked, found: Contrast, groups: Sequence[Sequence[Report]], sides: tuple[look.Side, look.Side]) -> None:
    told = found.table[found.table["verdict"].isin(["characteristic", "suggestive"])]
    shown = told if len(told) else _kept(now, found.table)
    shown = shown[shown["left_count"] + shown["right_count"] > 1]
    if shown.empty:
        st.write("两边没有可以比的词。")
        return
    sure = bool((shown["verdict"] == "characteristic").any())
    note = "条长是每万字次数，条端是原始次数。" + ("" if len(told) else "差别都没有通过检验，只供参考。")
    words = _caption("两边用得多少不同的词", groups, sides, found, note)
    _opened(now, partial(butterfly.butterfly, shown, sides, words, heading="更多见于" if sure else "多见于"), groups, "用词对照")


def _scatter(now: Looked, found: Contrast, groups: Sequence[Sequence[Report]], sides: tuple[look.Side, look.Side]) -> None:
    table = _kept(now, found.table)
    table = table[table["left_count"] + table["right_count"] >= 3].head(POINTS)
    if table.empty:
        return
    note = f"画出两边合计用过 3 次以上的 {len(table)} 个词；两轴按平方根排布，离斜线越远差别越大。"
    words = _caption("每个词在两边的频率", groups, sides, found, note)
    _opened(now, partial(scatter.scatter, table, sides, words), groups, "用词散点")


def _opened(now: Looked, draw_it: Callable[[], go.Figure], groups: Sequence[Sequence[Report]], name: str) -> None:
    key = now.key(f"{name}-{'|'.join(report.id for group in groups for report in group)}-{len(groups[0])}")
    everyone = [report for group in groups for report in group]
    clicked = blocks.chart(cached.drawn(key, draw_it), name=several.file_name(everyone, name), key=key)
    if clicked:
        kwic.word(everyone, str(clicked[0]), key=key)


def _table(now: Looked, found: Contrast, groups: Sequence[Sequence[Report]], sides: Sequence[look.Side]) -> None:
    """Every figure that the test gives; a click on a row opens the sentences."""
    table = _kept(now, found.table).head(LISTED)
    rows = records(table)
    shown = pd.DataFrame(
        {
            "词": [row.term for row in rows],
            f"{sides[0].short} 次": [row.left_count for row in rows],
            f"{sides[1].short} 次": [row.right_count for row in rows],
            f"{sides[0].short} 每万字": [round(row.left_per_10k, 1) for row in rows],
            f"{sides[1].short} 每万字": [round(row.right_per_10k, 1) for row in rows],
            "判断": [NAMES[row.verdict] for row in rows],
            "G²": [round(row.g2, 1) for row in rows],
            "q": [round(row.q, 3) for row in rows],
            "对数比": [round(row.log_ratio, 1) for row in rows],
            "95% 区间": [f"{row.log_ratio_low:+.1f} ~ {row.log_ratio_high:+.1f}" for row in rows],
            "句数": [f"{row.left_sentences}／{row.right_sentences}" for row in rows],
        }
    )
    key = now.key(f"contrast-{'|'.join(report.id for group in groups for report in group)}-{len(groups[0])}")
    clicked = blocks.table(shown, key=key, first=140)
    everyone = [report for group in groups for report in group]
    if clicked:
        kwic.word(everyone, str(rows[clicked[0]].term), key=key)
    left, right = sides[0].short, sides[1].short
    st.caption(
        plain(
            f"G² 与对数比为正的词，{left} 用得更多；为负的，{right} 用得更多；对数比差 1 就是一倍。"
            "q 是校正后的显著性，小于 0.05 才算“特有”。" + "；".join(contrast.VERDICTS.values()) + f"。{several.source(everyone)}"
        )
    )
