"""逐份沿革 of 提法: expressions along three and more reports, what several say as pictures, what one alone says as lists."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis.charts import heat
from analysis.comparison.limits import chinese_number
from analysis.report import Report
from analysis.tables import records
from analysis.words.expressions import KIND_NAMES
from pages.shared import blocks, cached, cached_words, several
from pages.shared.phrase_lists import LISTED, Looked, grown, sentences
from pages.shared.picklist import Item
from pages.shared.plain import plain

#: Rows of a picture, and of a list at first; more than so many is the darkest step of the picture.
DRAWN, ALONE, DARKEST = 14, 8, 6


def along(now: Looked) -> None:
    """Expressions against reports in order; one picture a kind of course."""
    known = now.in_order
    table = cached_words.expression_timeline(tuple(report.id for report in known))
    if table.empty:
        st.write("这几份报告里没有找到提法。")
        return
    one_place = len({report.metadata.place for report in known}) == 1
    groups = _courses(table, len(known)) if one_place else _shared(table, len(known))
    order = "按时间" if one_place else "按地方和时间"
    count = table["expression"].nunique()
    st.write(f"{chinese_number(len(known))}份报告里共找到 {count} 条提法，各份{order}排列；格里是次数，点一格看原句。")
    if now.table:
        _along_table(now, table, known)
        return
    held = [group for group in groups if group[1]]
    for cell, (title, expressions) in zip(several.cells(len(held)), held, strict=True):
        with cell:
            _picture(now, table[table["expression"].isin(expressions[:DRAWN])], known, (title, len(expressions)))
    _alone(now, table, known)


def _courses(table: pd.DataFrame, reports: int) -> list[tuple[str, list[str]]]:
    """One place over its years: what stayed, what came back, what went; in at least two reports."""
    first = table.drop_duplicates("expression")
    counts = table.assign(held=table["count"] > 0).groupby("expression", sort=False)["held"].sum()
    always = [one for one in first["expression"] if counts[one] == reports]
    names = {"kept": "最近几份都有", "returned": "中断后又出现", "dropped": "最近一份不再出现"}
    groups = [("每一份都有", always)]
    for status, title in names.items():
        found = [row.expression for row in records(first) if row.status == status and 1 < counts[row.expression] < reports]
        groups.append((title, sorted(found, key=lambda one: -counts[one]) if status == "dropped" else found))
    return groups


def _shared(table: pd.DataFrame, reports: int) -> list[tuple[str, list[str]]]:
    """Several places: what all of them say, and what most say."""
    held = table[table["count"] > 0].groupby("expression", sort=False)["report"].agg(["size", "first"])
    groups = [("每一份都有", [str(one) for one in held.index[held["size"] == reports]])]
    most = held[(held["size"] < reports) & (held["size"] * 2 >= reports) & (held["size"] > 1)].sort_values(
        "size", ascending=False, kind="stable"
    )
    groups.append(("多数报告有", [str(one) for one in most.index]))
    return groups


def _alone(now: Looked, table: pd.DataFrame, known: Sequence[Report]) -> None:
    """What only one of the reports says: a list each, for a picture would have one column."""
    held = table[table["count"] > 0].groupby("expression", sort=False).agg({"report": ["size", "first"], "count": "sum"})
    single = held[held["report", "size"] == 1]
    st.header("只有一份有")
    for cell, report in zip(several.cells(len(known), 3), known, strict=True):
        own = single[single["report", "first"] == report.id]
        items = [Item(str(name), str(name), f"{count} 次") for name, count in zip(own.index, own["count", "sum"], strict=True)]
        with cell:
            st.markdown(f"**{plain(report.label)}**　{len(items)} 条")
            if items:
                grown(items, (report,), key=now.key(f"alone-{report.id}"), first=ALONE)
            else:
                st.caption("没有。")


def _picture(now: Looked, table: pd.DataFrame, known: Sequence[Report], title: tuple[str, int]) -> None:
    figures = cached.drawn(now.key(f"along-{title[0]}"), partial(_drawn, table, known, title))
    for number, figure in enumerate(figures):
        key = now.key(f"along-{title[0]}-{number}")
        clicked = blocks.chart(figure, name=several.file_name(known, f"提法_{title[0]}"), key=key)
        if clicked:
            report_id, _, expression = str(clicked[0]).partition("|")
            sentences([report for report in known if report.id == report_id], expression, key=f"{key}-{report_id}")


def _drawn(table: pd.DataFrame, known: Sequence[Report], title: tuple[str, int]) -> list[go.Figure]:
    heads = several.heads(known)
    cells = pd.DataFrame(
        {
            "row": table["expression"],
            "column": [heads[report] for report in table["report"]],
            "value": table["count"].clip(upper=DARKEST - 1),
            "text": [str(count) for count in table["count"]],
            "key": [f"{report}|{expression}" for report, expression in zip(table["report"], table["expression"], strict=True)],
        }
    )
    drawn = table["expression"].nunique()
    subtitle = f"共 {title[1]} 条" + (f"，画出前 {drawn} 条" if drawn < title[1] else "")
    note = "格里是次数，5 次以上一样深；0 是全文没有这个写法。"
    return heat.pages(cells, several.caption(title[0], known, legend=(), subtitle=subtitle, note=note), span=(0, DARKEST))


def _along_table(now: Looked, table: pd.DataFrame, known: Sequence[Report]) -> None:
    labels = {report.id: report.label for report in known}
    first = table.drop_duplicates("expression").head(LISTED)
    wide = table.pivot(index="expression", columns="report", values="count").reindex(first["expression"])
    frame = pd.DataFrame({"提法": list(first["expression"])})
    for report in known:
        frame[report.label] = wide[report.id].tolist()
    if len({report.metadata.place for report in known}) == 1:  # first and last mean nothing between places
        frame["首见于"] = [labels[one] for one in first["first"]]
        frame["末见于"] = [labels[one] for one in first["last"]]
    else:
        frame["几份有"] = (wide > 0).sum(axis=1).tolist()
    frame["类别"] = [KIND_NAMES[kind] for kind in first["kind"]]
    clicked = blocks.table(frame, key=now.key("along"), first=240)
    st.caption(plain(f"列出前 {len(first)} 条。点一格，看原句。{several.source(known)}"))
    if clicked:
        own = [report for report in known if report.label == clicked[1]] or list(known)
        sentences(own, str(frame.iloc[clicked[0]]["提法"]), key=now.key(f"along-{clicked[1]}"))
