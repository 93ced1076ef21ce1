"""相近 of 主题: which reports are alike, by which words, as heat map and as a map in two dimensions."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis.charts import heat, near
from analysis.report import Report
from analysis.study import themestudy
from analysis.tables import records
from analysis.themes.likeness import Likeness
from pages.shared import blocks, cached, cached_themes, choice, kwic, several
from pages.shared.plain import plain
from pages.shared.theme_parts import Looked

#: Stress below which a map can be read closely, and above which it shows rough neighbourhoods only (Kruskal).
GOOD, POOR = 0.1, 0.2
SHARED = 12


def draw(now: Looked) -> None:
    """Heat map of the chosen reports, map of the whole library, and the nearest of each."""
    library = [report for report in cached.reports() if report.counts]
    if len(library) < 2:
        st.write("库里只有一份报告，没有可比的；再导入一份，就能看哪些报告相近。")
        return
    found = cached_themes.likeness(now.ids)
    against = "本库" if found.basis == "library" else "词频底表"
    st.caption(f"两份报告用的标志性词语越一致，相近程度越接近 1；体裁词不算，权重按{against}。相近只说用词像，不说工作一样。")
    if now.table:
        _nearest(now, found)
        return
    left, right = st.columns(2, gap="large")
    with left:
        if len(now.reports) > 1:
            _heat(now, found)
        else:
            st.write("只选了一份报告，热图要两份以上；右边的地图里已标出它的位置。")
    with right:
        _map(now, found, library)
    _nearest(now, found)


def _heat(now: Looked, found: Likeness) -> None:
    chosen = {report.id: report for report in now.reports}
    ordered = [chosen[one] for one in found.order if one in chosen]
    for number, figure in enumerate(cached.drawn(now.key("alike"), partial(_heated, ordered, found))):
        clicked = blocks.chart(figure, name=several.file_name(ordered, f"相近程度{number or ''}"), key=now.key(f"alike-{number}"))
        if clicked:
            left_id, _, right_id = str(clicked[0]).partition("|")
            if left_id != right_id:
                _shared(now, found, (chosen[left_id], chosen[right_id]))


def _heated(ordered: Sequence[Report], found: Likeness) -> list[go.Figure]:
    heads = several.heads(ordered)
    pairs = [(a, b) for a in ordered for b in ordered]
    values = [float(found.cosine.at[a.id, b.id]) if a is not b else 0.0 for a, b in pairs]
    cells = pd.DataFrame(
        {
            "row": [heads[a.id] for a, _ in pairs],
            "column": [heads[b.id] for _, b in pairs],
            "value": values,
            "text": ["—" if a is b else f"{value:.2f}" for (a, b), value in zip(pairs, values, strict=True)],
            "key": [f"{a.id}|{b.id}" for a, b in pairs],
        }
    )
    note = "颜色从图中最小到最大。点一格，看是哪些词让它们相近。"
    words = several.caption("两两相近程度", ordered, legend=(), subtitle="0—1，相近的排在一起", note=note)
    known = [value for (a, b), value in zip(pairs, values, strict=True) if a is not b]
    return heat.pages(cells, words, span=(min(known), max(known)), click="点一下，看共同的词")


def _shared(now: Looked, found: Likeness, pair: tuple[Report, Report]) -> None:
    """The words that make two reports alike; a click opens their sentences."""
    left, right = pair
    table = found.shared(left.id, right.id, top=SHARED)
    whole = float(found.cosine.at[left.id, right.id])
    st.markdown(f"**{plain(left.label)} 与 {plain(right.label)}　{whole:.2f}**")
    if table.empty:
        st.write("没有共同的词。")
        return
    heads = several.heads(pair)
    frame = pd.DataFrame(
        {
            "共同的词": list(table["term"]),
            f"{heads[left.id]} 次": list(table["left_count"]),
            f"{heads[right.id]} 次": list(table["right_count"]),
            "占相近的": [f"{part:.0%}" for part in table["part"]],
        }
    )
    key = now.key(f"shared-{left.id}-{right.id}")
    clicked = blocks.table(frame, key=key, first=140, right=["占相近的"])
    if clicked:
        kwic.word(pair, str(frame.iloc[clicked[0]]["共同的词"]), key=key)
    st.page_link("pages/compare.py", label="到“对比”看这两份", query_params=choice.query("sides", [left.id, right.id]))


def _map(now: Looked, found: Likeness, library: Sequence[Report]) -> None:
    reports = {report.id: report for report in [*library, *now.reports]}
    clicked = blocks.chart(cached.drawn(now.key("map"), partial(_mapped, now, found, reports)), name="用词地图", key=now.key("map"))
    if clicked:
        _near_one(found, reports[str(clicked[0])], reports)


def _mapped(now: Looked, found: Likeness, reports: dict[str, Report]) -> go.Figure:
    number, heads = {report_id: index for index, report_id in enumerate(now.ids)}, several.heads(now.reports, places=True)
    rows = []
    for row in records(found.coordinates):
        others = found.cosine[row.document].drop(row.document)
        nearest = reports[str(others.idxmax())].label if len(others) else ""
        label = heads.get(row.document, reports[row.document].label)
        rows.append((row.document, label, row.x, row.y, number.get(row.document, -1), nearest))
    table = pd.DataFrame(rows, columns=list(near.NEAR_COLUMNS))
    subtitle = f"全库 {len(table)} 份" + ("，灰点是没有选的" if len(table) > len(number) else "")
    note = f"离得近的用词像；横竖没有含义。{_stress(found.stress)}"
    words = several.caption("用词地图", now.reports, legend=(), subtitle=subtitle, note=note)
    return near.near(table, several.sides(now.reports), words)


def _stress(stress: float) -> str:
    if stress != stress:
        return "只有两份，只看远近。"
    reading = "可以细看。" if stress < GOOD else "只能看大致远近。" if stress > POOR else "可看大致位置。"
    return f"压成平面的失真度 {stress:.2f}，{reading}"


def _near_one(found: Likeness, report: Report, reports: dict[str, Report]) -> None:
    rows = records(themestudy.nearest(found, [report.id], top=5))
    st.markdown(f"**与 {plain(report.label)} 最相近的**")
    for row in rows:
        st.text(f"{reports[row.other].label}　{row.cosine:.2f}　{row.terms}")


def _nearest(now: Looked, found: Likeness) -> None:
    """The nearest reports of each chosen one, from the whole library."""
    reports = {report.id: report for report in cached.reports()}
    table = themestudy.nearest(found, now.ids)
    st.markdown("**每份报告最相近的三份（全库）**")
    frame = pd.DataFrame(
        {
            "报告": [reports[row.report].label for row in records(table)],
            "最相近的": [reports[row.other].label for row in records(table)],
            "程度": [f"{row.cosine:.2f}" for row in records(table)],
            "共同的词": [row.terms for row in records(table)],
        }
    )
    clicked = blocks.table(frame, key=now.key("nearest"), first=200, right=["程度"])
    st.caption(plain(f"点一行，看共同的词。{several.source(now.reports)}"))
    if clicked:
        row = table.iloc[clicked[0]]
        _shared(now, found, (reports[str(row["report"])], reports[str(row["other"])]))
