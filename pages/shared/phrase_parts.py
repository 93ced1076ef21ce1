"""The views of 提法: what came, stayed and went between two reports; expressions along many; the list of one report."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analysis.report import Report
from analysis.tables import records
from analysis.words.expressions import KIND_NAMES
from analysis.words.phrases import CHANGES, PhraseChange
from pages.shared import blocks, cached, cached_words, phrase_course, several
from pages.shared.copying import copy_text
from pages.shared.phrase_lists import LISTED, Looked, grown, sentences
from pages.shared.picklist import Item
from pages.shared.plain import plain

BETWEEN, ALONG = "新旧对照", "逐份沿革"


def look_at(reports: Sequence[Report]) -> Looked:
    """The switches of the page, bound to the address bar."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        view = BETWEEN
        if len(reports) > 2:
            view = st.segmented_control(
                "怎么看", [BETWEEN, ALONG], default=BETWEEN, required=True, key="phrases", label_visibility="collapsed", bind="query-params"
            )
        form = st.segmented_control(
            "看法", ["图", "表"], default="图", required=True, key="view", label_visibility="collapsed", bind="query-params"
        )
    return Looked(tuple(reports), view, form == "表")


def draw(now: Looked) -> None:
    """The view that was chosen."""
    if len(now.reports) == 1:
        _inventory(now)
    elif now.view == BETWEEN:
        _between(now)
    else:
        phrase_course.along(now)


def _inventory(now: Looked) -> None:
    """One report has no before and after: its own expressions, the most important first."""
    report = now.reports[0]
    found = cached_words.expressions(report.id)
    st.write(plain(f"只选了一份报告，先列它的提法，共 {len(found)} 条；再选一份，就能看新提法、沿用和不再出现。"))
    if now.table:
        shown = found.head(LISTED)
        frame = {"提法": list(shown["expression"]), "次数": list(shown["count"]), "几句": list(shown["sentences"])}
        clicked = blocks.table(pd.DataFrame(frame | {"类别": [KIND_NAMES[kind] for kind in shown["kind"]]}), key=now.key("own"), first=260)
        if clicked:
            sentences(now.reports, str(shown.iloc[clicked[0]]["expression"]), key=now.key("own"))
        return
    items = [Item(row.expression, row.expression, f"{row.count} 次", "", KIND_NAMES[row.kind]) for row in records(found)]
    with st.columns([1, 1], gap="large")[0]:
        grown(items, now.reports, key=now.key("own"))


def _between(now: Looked) -> None:
    pair = _pair(now)
    if pair is None:
        return
    left, right = pair
    change = cached_words.expression_change((left.id,), (right.id,))
    kept = change.kept["change"]
    stronger, weaker = int((kept == "stronger").sum()), int((kept == "weaker").sum())
    moved = f"（加强 {stronger}，减弱 {weaker}）" if stronger or weaker else ""
    st.write(
        plain(
            f"{right.label} 与 {left.label} 相比：新提法 {len(change.new)} 条，沿用 {len(change.kept)} 条{moved}，"
            f"不再出现 {len(change.dropped)} 条。在全文里查，出现一次也算；“不再出现”只说文字，不说工作停了。"
        )
    )
    st.caption(plain(several.source([left, right])))
    if now.table:
        _table(now, change, (left, right))
    else:
        _columns(now, change, (left, right))


def _pair(now: Looked) -> tuple[Report, Report] | None:
    """Earlier and later of the two reports that are set against each other."""
    known = now.in_order
    places = [report.metadata.place for report in known]
    first = next((index for index in range(len(known) - 1) if places[index] == places[index + 1]), 0)
    columns = st.columns(2, gap="small")
    with columns[0]:
        left = several.one_of("先", known, "earlier", known[first])
    with columns[1]:
        right = several.one_of("后", known, "later", known[first + 1])
    if left.id == right.id:
        st.write("两边选了同一份报告，请换一份。")
        return None
    return left, right


def _columns(now: Looked, change: PhraseChange, pair: tuple[Report, Report]) -> None:
    """新提法, 沿用 and 不再出现 beside each other; an expression pressed opens its sentences under its column."""
    left, right = pair
    parts: tuple[tuple[str, pd.DataFrame, tuple[Report, ...]], ...] = (
        (f"新提法：只见于 {right.label}", change.new, (right,)),
        ("沿用：两份都有", change.kept, (left, right)),
        (f"不再出现：只见于 {left.label}", change.dropped, (left,)),
    )
    for column, (title, table, reports) in zip(st.columns(3, gap="large"), parts, strict=True):
        with column:
            st.markdown(f"**{plain(title)}**　{len(table)} 条")
            if table.empty:
                st.caption("没有找到。")
                continue
            key = now.key(f"{title}-{left.id}-{right.id}")
            items = [_item(row, pair) for row in records(table)]
            grown(items, reports, key=key)
            copy_text("复制这一栏", "\n".join(f"{item.label}\t{item.detail}" for item in items), key=f"copy-{key}")


def _item(row: Any, pair: tuple[Report, Report]) -> Item:
    both = row.left and row.right
    detail = f"{row.left} → {row.right} 次" if both else f"{row.left or row.right} 次"
    report, at = (pair[1], row.first_right) if row.right else (pair[0], row.first_left)
    said = [] if both else [f"首见：{heading}" if (heading := _heading(report, at)) else ""]
    said.append(f"也作：{row.variants}" if row.variants else "")
    return Item(row.expression, row.expression, detail, CHANGES[row.change], "；".join(part for part in said if part))


def _heading(report: Report, at: int) -> str:
    return cached.study().repaired(report.id).heading_at(at) if at >= 0 else ""


def _table(now: Looked, change: PhraseChange, pair: tuple[Report, Report]) -> None:
    """All three columns as one table; a click on a row opens the sentences."""
    parts = (("新提法", change.new), ("沿用", change.kept), ("不再出现", change.dropped))
    joined = [(name, row) for name, table in parts for row in records(table)]
    shown = joined[:LISTED]
    frame = pd.DataFrame(
        {
            "提法": [row.expression for _, row in shown],
            "变化": [name if not row.change else f"{name}，{CHANGES[row.change]}" for name, row in shown],
            pair[0].label: [row.left for _, row in shown],
            pair[1].label: [row.right for _, row in shown],
            "类别": [KIND_NAMES[row.kind] for _, row in shown],
            "也作": [row.variants for _, row in shown],
            "首见": [_heading(pair[1], row.first_right) or _heading(pair[0], row.first_left) for _, row in shown],
        }
    )
    key = now.key(f"table-{pair[0].id}-{pair[1].id}")
    clicked = blocks.table(frame, key=key, first=240)
    st.caption(f"共 {len(joined)} 条" + (f"，列出前 {LISTED} 条" if len(joined) > LISTED else "") + "。点一行，看原句。")
    if clicked:
        sentences(pair, str(shown[clicked[0]][1].expression), key=key)
