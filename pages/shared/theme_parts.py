"""The views of 主题 that are about single reports: the terms that mark each, and on what functions its text is spent."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis.charts import heat, look, ranks, shares
from analysis.report import Report
from analysis.study import themestudy
from analysis.tables import records
from analysis.themes.functions import NONE, functions
from analysis.themes.weights import LIBRARY_ENOUGH
from analysis.words import background
from pages.shared import blocks, cached, cached_themes, cached_words, kwic, several
from pages.shared.plain import plain

VIEWS = ("主题词", "职能", "话题", "相近", "沿用")
RANKED, PICTURES = 12, 6


@dataclass(frozen=True)
class Looked:
    """The reports, how they are looked at, and whether as a table."""

    reports: tuple[Report, ...]
    view: str
    table: bool

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(report.id for report in self.reports)

    def key(self, name: str) -> str:
        """Key of a widget or chart that must not outlive the choice."""
        return f"{name}-{sha256('|'.join((*self.ids, cached_words.dictionary_version())).encode()).hexdigest()[:8]}"

    def one(self, report_id: str) -> list[Report]:
        return [report for report in self.reports if report.id == report_id]


def look_at(reports: Sequence[Report]) -> Looked:
    """The switches of the page, bound to the address bar."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        view = st.segmented_control(
            "看什么", VIEWS, default=VIEWS[0], required=True, key="themes", label_visibility="collapsed", bind="query-params"
        )
        form = st.segmented_control(
            "看法", ["图", "表"], default="图", required=True, key="view", label_visibility="collapsed", bind="query-params"
        )
    return Looked(tuple(reports), view, form == "表")


def marking(now: Looked) -> None:
    """TF-IDF terms: a small picture a report, or one table."""
    found = cached_themes.marking_terms(now.ids)
    if found.empty:
        st.write("这几份报告里没有数到词，可到“原文”页看看文字是否完整。")
        return
    st.caption(plain(_basis(found)))
    if now.table:
        _marking_table(now, found)
        return
    if len(now.reports) > PICTURES:
        st.caption(f"选了 {len(now.reports)} 份，图只画前 {PICTURES} 份；全部见“表”。")
    top = float(found["tfidf"].max())
    drawn = now.reports[:PICTURES]
    for cell, report, side in zip(several.cells(len(drawn)), drawn, several.sides(now.reports), strict=False):
        own = found[found["document"] == report.id].head(RANKED)
        key = now.key(f"marking-{report.id}")
        with cell:
            figure = cached.drawn(key, partial(_marked, own, report, side, top))
            clicked = blocks.chart(figure, name=several.file_name([report], "主题词"), key=key)
            if clicked:
                kwic.word([report], str(clicked[0]), key=key)


def _marked(own: pd.DataFrame, report: Report, side: look.Side, top: float) -> go.Figure:
    rows = pd.DataFrame({"term": own["term"], "value": own["tfidf"]})
    rows["text"] = [f"{weight:.2f}" for weight in own["tfidf"]]
    rows["more"] = [f"{count} 次" for count in own["count"]]
    note = "" if own.empty else _short_basis(own)
    words = several.caption(report.label, [report], legend=(), subtitle="最能标明这份报告的词（TF-IDF 权重）", note=note)
    return ranks.ranks(rows, side, words, top=top)


def _basis(found: pd.DataFrame) -> str:
    """What a term is weighed against."""
    held = sum(report.counts for report in cached.reports())
    rule = "词在这份里用得多、在别的材料里少见，权重就高。"
    if str(found["basis"].iloc[0]) == "library":
        return f"{rule}别的材料指本库 {held} 份报告。"
    texts = background.shipped().texts
    return (
        f"{rule}库里只有 {held} 份报告，不到 {LIBRARY_ENOUGH} 份，别的材料暂用随软件附带的 {texts} 份政府工作报告的词频底表，"
        "再按库里各份都用的词修正；报告满 30 份后改用本库。"
    )


def _short_basis(found: pd.DataFrame) -> str:
    return "与本库其他报告比。" if str(found["basis"].iloc[0]) == "library" else "与政府工作报告词频底表比。"


def _marking_table(now: Looked, found: pd.DataFrame) -> None:
    labels = several.labels(now.reports)
    whole = "本库几份用到" if str(found["basis"].iloc[0]) == "library" else "底表几份用到"
    frame = pd.DataFrame(
        {
            "词": list(found["term"]),
            "报告": [labels[report] for report in found["document"]],
            "权重": [round(weight, 3) for weight in found["tfidf"]],
            "次数": list(found["count"]),
            whole: list(found["documents"]),
        }
    )
    clicked = blocks.table(frame, key=now.key("marking"), first=160)
    st.caption(plain(f"每份列出前 30 个词。点一行，看原句。{several.source(now.reports)}"))
    if clicked:
        row = found.iloc[clicked[0]]
        kwic.word(now.one(str(row["document"])), str(row["term"]), key=now.key(f"marking-{row['document']}"))


def weights(now: Looked) -> None:
    """Share of the text per function: dots for up to four reports, a heat map for more, or the table."""
    table = themestudy.shares(cached.study(), now.ids)
    if table.empty or table["share"].isna().all():
        st.write("这几份报告里没有可以归类的段落，可到“原文”页看看文字是否完整。")
        return
    st.caption("每一段按用词和标题归入一项职能，再看各项职能占全文多少字。点一处，看归入的段落和凭据。未归类的是导语、结尾、口号和打算。")
    if now.table:
        _weights_table(now, table)
    elif len(now.reports) <= 4:
        _dots(now, table)
    else:
        _heat(now, table)


def _dots(now: Looked, table: pd.DataFrame) -> None:
    none = table[table["function"] == NONE].sort_values("side")["share"]
    left_over = "、".join(f"{value:.1%}" for value in none if value == value)
    words = several.caption("各职能占全文字数的份额", now.reports, note=f"按段落归类；未归类的占 {left_over}。" if left_over else "")
    with st.columns([3, 2])[0]:
        draw_it = partial(shares.shares, table[table["function"] != NONE], several.sides(now.reports), words)
        figure = cached.drawn(now.key("shares"), draw_it)
        clicked = blocks.chart(figure, name=several.file_name(now.reports, "职能篇幅"), key=now.key("shares"))
    if clicked:
        _opened(now, now.reports, str(clicked[0]), key=now.key(f"shares-{clicked[0]}"))


def _heat(now: Looked, table: pd.DataFrame) -> None:
    for number, figure in enumerate(cached.drawn(now.key("shares-heat"), partial(_heated, now, table))):
        clicked = blocks.chart(figure, name=several.file_name(now.reports, f"职能篇幅{number or ''}"), key=now.key(f"heat-{number}"))
        if clicked:
            report_id, _, function = str(clicked[0]).partition("|")
            _opened(now, now.one(report_id), function, key=now.key(f"heat-{report_id}-{function}"))


def _heated(now: Looked, table: pd.DataFrame) -> list[go.Figure]:
    heads, ids = several.heads(now.reports), now.ids
    order = table[table["function"] != NONE].groupby("function", sort=False)["share"].mean().sort_values(ascending=False, kind="stable")
    rank = {function: index for index, function in enumerate([*order.index, NONE])}
    rows = sorted(records(table), key=lambda row: (rank[row.function], row.side))
    cells = pd.DataFrame(
        {
            "row": [row.name for row in rows],
            "column": [heads[ids[row.side]] for row in rows],
            "value": [row.share for row in rows],
            "text": [f"{row.share:.1%}" for row in rows],
            "key": [f"{ids[row.side]}|{row.function}" for row in rows],
        }
    )
    words = several.caption("各职能占全文字数的份额", now.reports, legend=(), note="每列合计 100%，按平均份额排列；颜色不看未归类一行。")
    span = (0.0, max((row.share for row in rows if row.function != NONE), default=1.0) or 1.0)
    return heat.pages(cells, words, span=span, click="点一下，看归入的段落")


def _weights_table(now: Looked, table: pd.DataFrame) -> None:
    names = dict(zip(table["function"], table["name"], strict=True))
    wide = table.pivot(index="function", columns="side", values="share").reindex(list(names))
    counted = table.pivot(index="function", columns="side", values="characters").reindex(list(names))
    full = {function.id: function.name for function in functions().all}
    frame = pd.DataFrame({"职能": [full.get(function, names[function]) for function in names]})
    for side, report in enumerate(now.reports):
        frame[report.label] = [f"{share:.1%}" for share in wide[side]]
        frame[f"{several.heads(now.reports)[report.id]} 字"] = list(counted[side])
    labels = [report.label for report in now.reports]
    clicked = blocks.table(frame, key=now.key("shares-table"), first=200, right=labels)
    st.caption(plain(f"点一格，看归入的段落。{several.source(now.reports)}"))
    if clicked:
        own = [report for report in now.reports if clicked[1].startswith(report.label)] or list(now.reports)
        function = list(names)[clicked[0]]
        _opened(now, own, function, key=now.key(f"shares-table-{function}-{clicked[1]}"))


def _opened(now: Looked, reports: Sequence[Report], function: str, *, key: str) -> None:
    """The paragraphs of a function, each with the sentence that decided it."""
    found = cached_themes.function_paragraphs(tuple(report.id for report in reports), function)
    name = next((one.name for one in functions().all if one.id == function), function)
    if found.empty:
        st.write(plain(f"没有归入“{name}”的段落。"))
        return
    notes = []
    for row in records(found):
        why = row.reason or (f"依据“{row.terms}”" if row.terms else "")
        notes.append(" · ".join(part for part in (row.heading, f"{row.characters} 字", why) if part))
    table = found.rename(columns={"before": "left", "mark": "match", "after": "right"}).assign(note=notes)
    kwic.prose(table, reports, f"归入“{name}”的 {len(found)} 段，各引最能说明的一句", key=key)
