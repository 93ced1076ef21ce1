"""The views of 关键词 that need no second side: ranking, trend, heat map, word cloud. A word clicked opens its sentences."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis.charts import cloud, heat, lines, ranks
from analysis.report import Report
from analysis.study import wordstudy
from analysis.tables import records
from analysis.words import keywords
from pages.shared import blocks, cached, cached_words, head, kwic, several
from pages.shared.plain import plain

VIEWS = ("排行", "趋势", "热图", "词云", "对照")
RANKED, HEATED, LISTED = 15, 20, 200
PICTURES = 6


@dataclass(frozen=True)
class Looked:
    """What is looked at: the reports, their words, and the switches of the page."""

    reports: tuple[Report, ...]
    words: wordstudy.Words
    dimmed: bool
    view: str
    table: bool

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(report.id for report in self.reports)

    def key(self, name: str) -> str:
        """Key of a widget or chart that must not outlive the choice."""
        return f"{name}-{sha256('|'.join((*self.ids, str(self.dimmed), cached_words.dictionary_version())).encode()).hexdigest()[:8]}"

    def kept(self, table: pd.DataFrame) -> pd.DataFrame:
        """The rows that the switch leaves."""
        return table[~table["genre"].astype(bool)] if self.dimmed else table


def look_at(reports: Sequence[Report]) -> Looked:
    """The switches of the page, bound to the address bar, and the words they are about."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        view = st.segmented_control(
            "怎么看", VIEWS, default=VIEWS[0], required=True, key="words", label_visibility="collapsed", bind="query-params"
        )
        form = st.segmented_control(
            "看法", ["图", "表"], default="图", required=True, key="view", label_visibility="collapsed", bind="query-params"
        )
        dimmed = st.toggle(
            "淡化体裁词",
            value=True,
            key="dim",
            bind="query-params",
            help="工作、开展、推进一类词，篇篇都有，说明不了哪一份。打开时图里不列，表里仍列出并注明。",
        )
    words = wordstudy.words(cached.study(), [report.id for report in reports], cached_words.stock())
    return Looked(tuple(reports), words, bool(dimmed), view, form == "表")


def draw(now: Looked) -> None:
    """The view that was chosen, as a picture or as a table."""
    if not any(len(table) for table in now.words.tables.values()):
        st.write("这几份报告里没有数到词，可到“原文”页看看文字是否完整。")
    elif now.table:
        _table(now)
    else:
        if said := _dimmed(now):
            st.caption(plain(said))
        {"排行": _ranking, "趋势": _trend, "热图": _heat, "词云": _cloud}[now.view](now)


def _dimmed(now: Looked) -> str:
    """Which stock words are left out of the pictures."""
    ranked = wordstudy.ranking(now.words)
    hidden = ranked[ranked["genre"].astype(bool)]
    return f"图里不列 {len(hidden)} 个体裁词：{'、'.join(hidden['term'].head(8))}等。" if now.dimmed and len(hidden) else ""


def _rule(now: Looked) -> str:
    return "不含体裁词。" if now.dimmed else ""


def _pictures(now: Looked, draw_one: Callable[[Report, pd.DataFrame, Any], Any], name: str) -> None:
    """One picture a report in two columns, each with the sentences of its clicked word under it."""
    if len(now.reports) > PICTURES:
        st.caption(f"选了 {len(now.reports)} 份，图只画前 {PICTURES} 份；全部见“表”或“热图”。")
    drawn = now.reports[:PICTURES]
    for cell, report, side in zip(several.cells(len(drawn)), drawn, several.sides(now.reports), strict=False):
        with cell:
            key = now.key(f"{name}-{report.id}")
            figure = cached.drawn(key, partial(draw_one, report, now.kept(now.words.tables[report.id]), side))
            clicked = blocks.chart(figure, name=several.file_name([report], name), key=key)
            if clicked:
                kwic.word([report], str(clicked[0]), key=key)


def _ranking(now: Looked) -> None:
    shown = [now.kept(now.words.tables[report.id]).head(RANKED) for report in now.reports[:PICTURES]]
    top = max((float(table["per_10k"].max()) for table in shown if len(table)), default=1.0)

    def one(report: Report, table: pd.DataFrame, side: Any) -> Any:
        first = table.head(RANKED)
        rows = pd.DataFrame({"term": first["term"], "value": first["per_10k"]})
        rows["text"] = [f"{count} 次" for count in first["count"]]
        rows["more"] = [f"（{rate:.1f}）" for rate in first["per_10k"]]
        words = several.caption(
            report.label, [report], legend=(), subtitle=f"用得最多的 {len(first)} 个词；括号里是每万字次数", note=_rule(now)
        )
        return ranks.ranks(rows, side, words, top=top)

    _pictures(now, one, "关键词")


def _cloud(now: Looked) -> None:
    def one(report: Report, table: pd.DataFrame, side: Any) -> Any:
        note = f"字越大次数越多，位置没有含义。{_rule(now)}"
        words = several.caption(report.label, [report], legend=(), subtitle="常用词，词旁的小字是次数", note=note)
        return cloud.cloud(table[["term", "count"]], side, words)

    _pictures(now, one, "词云")


def _heat(now: Looked) -> None:
    for number, figure in enumerate(cached.drawn(now.key("heat"), partial(_heated, now))):
        clicked = blocks.chart(figure, name=several.file_name(now.reports, f"词频热图{number or ''}"), key=now.key(f"heat-{number}"))
        if clicked:
            report_id, _, term = str(clicked[0]).partition("|")
            kwic.word([report for report in now.reports if report.id == report_id], term, key=now.key(f"heat-{number}-{report_id}"))


def _heated(now: Looked) -> list[go.Figure]:
    kept = {report: now.kept(table) for report, table in now.words.tables.items()}
    found, heads = keywords.top(kept, HEATED, genre=True), several.heads(now.reports)
    cells = pd.DataFrame(
        {
            "row": found["term"],
            "column": [heads[report] for report in found["report"]],
            "value": found["per_10k"],
            "text": [f"{rate:.0f}" if rate >= 9.95 else f"{rate:.1f}".removesuffix(".0") for rate in found["per_10k"]],
            "key": [f"{report}|{term}" for report, term in zip(found["report"], found["term"], strict=True)],
        }
    )
    subtitle, note = f"各份平均用得最多的 {found['term'].nunique()} 个词", "格里是每万字次数，用得越多颜色越深。"
    return heat.pages(cells, several.caption("每份报告每万字用几次", now.reports, legend=(), subtitle=subtitle, note=note))


def _trend(now: Looked) -> None:
    """Chosen words along the years, one small picture each."""
    years = {(report.metadata.place, report.metadata.period.start) for report in now.reports}
    if len(now.reports) == 1:
        st.write("趋势要同一个地方两年以上的报告，请在上面再选几年。")
        return
    if len(years) == len({place for place, _ in years}):
        st.write("所选报告每个地方只有一年，还看不出趋势，下面只是各地的点；请再选同一个地方的其他年份。")
    ranked = now.kept(wordstudy.ranking(now.words))
    options = list(dict.fromkeys([*_moved(now), *ranked["term"].head(LISTED)]))
    if "terms" in st.session_state:  # what another choice of reports does not say cannot stay picked
        st.session_state["terms"] = [term for term in st.session_state["terms"] if term in options]
    else:
        head.preset("terms", options[:4])
    picked = st.multiselect(
        "看哪几个词",
        options,
        key="terms",
        bind="query-params",
        max_selections=8,
        placeholder="选几个词",
        help="先列出各份之间变化最大的词。",
        select_all=False,
    )
    for cell, term in zip(several.cells(len(picked)), picked, strict=True):
        with cell:
            key = now.key(f"trend-{term}")
            clicked = blocks.chart(
                cached.drawn(key, partial(_trended, now, term)), name=several.file_name(now.reports, f"趋势_{term}"), key=key
            )
            if clicked:
                kwic.word([report for report in now.reports if report.id == clicked[0]], term, key=f"{key}-{clicked[0]}")


def _trended(now: Looked, term: str) -> go.Figure:
    table = _line(now, term)
    note = "相邻两年才连线，缺的年份空着。"
    return lines.lines(
        table, several.caption(term, now.reports, legend=lines.legend(table), subtitle="每万字次数", note=note), summed=False
    )


def _moved(now: Looked) -> list[str]:
    """Words whose rate changes most along the years of a place, or between places where each has one year only."""
    ranked = now.kept(wordstudy.ranking(now.words))
    often = list(ranked[ranked["count"] >= 2 * len(now.reports)]["term"].head(LISTED))
    place = {report.id: report.metadata.place for report in now.reports}
    several_years = len(set(place.values())) < len(place)
    rates = wordstudy.rates(now.words, often)
    rates["group"] = [place[report] if several_years else "" for report in rates["report"]]
    ends = rates.groupby(["term", "group"], sort=False)["per_10k"].agg(["min", "max"]).pow(0.5)
    spread = (ends["max"] - ends["min"]).groupby(level="term", sort=False).max()
    return [str(term) for term in spread.sort_values(ascending=False, kind="stable").index[:8]]


def _line(now: Looked, term: str) -> pd.DataFrame:
    """lines.LINE_COLUMNS of one word."""
    rates = wordstudy.rates(now.words, [term]).set_index("report")["per_10k"]
    rows = []
    for report in now.reports:
        known, rate = report.metadata, float(rates[report.id])
        rows.append(
            (
                report.id,
                known.place,
                report.place_number,
                known.period.start,
                known.period.end,
                (rate,),
                (f"{rate:.1f}" if rate else "0",),
                ("exact",),
                "total",
                "次",
            )
        )
    return pd.DataFrame(rows, columns=list(lines.LINE_COLUMNS))


def _table(now: Looked) -> None:
    """All words in one table; a click on a cell opens the sentences of that report, on another cell of all."""
    ranked = wordstudy.ranking(now.words)
    if now.dimmed:
        ranked = pd.concat([now.kept(ranked), ranked[ranked["genre"].astype(bool)]], ignore_index=True)
    with st.columns([1, 2])[0]:
        found = st.text_input(
            "在表里找", placeholder="在表里找：输入词的一部分", key=now.key("filter"), label_visibility="collapsed"
        ).strip()
    if found:
        ranked = ranked[ranked["term"].str.contains(found, regex=False)].reset_index(drop=True)
    shown = ranked.head(LISTED)
    clicked = blocks.table(pd.DataFrame(dict(_columns(now, shown))), key=now.key(f"table-{found}"), first=140)
    st.caption(
        plain(
            f"共 {len(ranked)} 个词"
            + (f"，列出前 {LISTED} 个" if len(ranked) > LISTED else "")
            + f"。点一格，看原句。{several.source(now.reports)}"
        )
    )
    if clicked:
        own = [report for report in now.reports if report.label == clicked[1]] or list(now.reports)
        kwic.word(own, str(shown.iloc[clicked[0]]["term"]), key=now.key(f"table-{clicked[1]}"))


def _columns(now: Looked, shown: pd.DataFrame) -> Iterator[tuple[str, Any]]:
    terms = list(shown["term"])
    yield "词", terms
    if len(now.reports) > 1:
        yield "合计", list(shown["count"])
    yield "每万字", [round(rate, 1) for rate in shown["per_10k"]]
    rates = wordstudy.rates(now.words, terms)
    by_report = {report_id: list(rows["count"]) for report_id, rows in rates.groupby("report", sort=False)}
    for report in now.reports:
        yield report.label, by_report.get(report.id, [])
    if len(now.reports) > 1:
        yield "几份用到", list(shown["reports"])
    yield "几个板块", list(shown["sections"])
    yield "几句", list(shown["sentences"])
    yield "体裁词", ["是" if row.genre else "" for row in records(shown)]
