"""沿用 of 主题: what one report carries over from another, side by side, changed words marked, formulae apart."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts import heat
from analysis.report import Report
from analysis.study.themestudy import Carried
from analysis.tables import records
from pages.shared import blocks, cached, cached_themes, choice, several
from pages.shared.passage_pairs import passage_pairs
from pages.shared.plain import plain
from pages.shared.theme_parts import Looked

#: Pairs at first and with each press on 再列; formulae that are listed; reports that are compared two by two.
FIRST, MORE, FORMULAE, MATRIX = 10, 20, 40, 6
#: A smaller share of the text is no carrying over worth a picture.
LEAST = 0.0005


def draw(now: Looked) -> None:
    """How much each report carries over, then the passages of one pair."""
    if len(now.reports) < 2:
        st.write("沿用的文字要两份报告来比，请在上面再选一份。")
        return
    known = sorted(now.reports, key=lambda report: (report.metadata.period.start, report.place_number, report.id))
    if 2 < len(known) <= MATRIX and not now.table:
        _matrix(now, known)
    pair = _pair(known)
    if pair is None:
        return
    left, right = pair
    found = cached_themes.carried(left.id, right.id)
    _said(found, left, right)
    key = now.key(f"carried-{left.id}-{right.id}")
    if now.table:
        _table(found, left, right, key=key)
        return
    if len(found.pairs):
        st.caption(plain(f"左边划去的字 {right.label} 里没有了，右边标黄的字是新写的。{several.source([left, right], dictionary=False)}"))
        _pairs(found.pairs, left, right, key=key)
    if len(found.formulae):
        with st.expander(f"另有 {len(found.formulae)} 处相同的套语和固定名称，不算沿用"):
            for row in records(found.formulae.head(FORMULAE)):
                st.text("".join(text for text, _ in row.right_pieces))


def _matrix(now: Looked, known: list[Report]) -> None:
    table = cached_themes.carried_shares(tuple(report.id for report in known))
    if table["share"].fillna(0.0).max() < LEAST:
        st.write("所选报告两两之间都没有整句沿用的工作文字；下面可以选两份细看。")
        return
    heads = several.heads(known)
    cells = pd.DataFrame(
        {
            "row": [heads[one] for one in table["right"]],
            "column": [heads[one] for one in table["left"]],
            "value": table["share"],
            "text": [f"{share:.1%}" for share in table["share"]],
            "key": [f"{left}|{right}" for left, right in zip(table["left"], table["right"], strict=True)],
        }
    )
    words = several.caption(
        "后一份有多少文字来自前一份", known, legend=(), subtitle="占后一份正文字数", note="行是后一份，列是前一份；按年份先后。"
    )
    with st.columns(2)[0]:
        span = (0.0, float(table["share"].max()))
        draw_it = partial(heat.heat, _square(cells, heads, known), words, span=span, click="点一下，看并排的文字")
        figure = cached.drawn(now.key("carried-matrix"), draw_it)
        clicked = blocks.chart(figure, name=several.file_name(known, "沿用份额"), key=now.key("carried-matrix"))
    if clicked and clicked[0] and st.session_state.get("carried-cell") != clicked[0]:
        st.session_state["carried-cell"] = clicked[0]
        labels = several.labels(known)
        left, _, right = str(clicked[0]).partition("|")
        st.session_state["carried_from"], st.session_state["carried_to"] = labels[left], labels[right]


def _square(cells: pd.DataFrame, heads: dict[str, str], known: list[Report]) -> pd.DataFrame:
    """The triangle filled up to a rectangle, because a heat map wants a cell for every row and column."""
    held = {(row.row, row.column): row for row in records(cells)}
    rows, columns = [heads[report.id] for report in known[1:]], [heads[report.id] for report in known[:-1]]
    full = [held.get((row, column), (row, column, 0.0, "", "")) for row in rows for column in columns]
    return pd.DataFrame([tuple(cell) for cell in full], columns=list(heat.HEAT_COLUMNS))


def _pair(known: list[Report]) -> tuple[Report, Report] | None:
    places = [report.metadata.place for report in known]
    twice = next((place for place in places if places.count(place) > 1), None)
    own = [index for index, place in enumerate(places) if place == twice][-2:] if twice else [0, 1]
    columns = st.columns(2, gap="small")
    with columns[0]:
        left = several.one_of("前一份", known, "carried_from", known[own[0]])
    with columns[1]:
        right = several.one_of("后一份", known, "carried_to", known[own[1]])
    if left.id == right.id:
        st.write("两边选了同一份报告，请换一份。")
        return None
    return left, right


def _said(found: Carried, left: Report, right: Report) -> None:
    """One sentence of scale."""
    if found.pairs.empty:
        st.write(plain(f"{right.label} 没有整句沿用 {left.label} 的工作文字。"))
        return
    exact = int((found.pairs["kind"] == "exact").sum())
    share = f"，占 {right.label} 正文字数的 {found.share:.1%}" if found.share == found.share else ""
    st.write(
        plain(f"{right.label} 有 {len(found.pairs)} 处文字来自 {left.label}：{exact} 处相同，{len(found.pairs) - exact} 处改过{share}。")
    )


def _pairs(table: pd.DataFrame, left: Report, right: Report, *, key: str) -> None:
    shown = st.session_state.get(f"shown-{key}", FIRST)
    colours = several.colours([left, right])
    pairs: list[dict[str, Any]] = []
    for row in records(table.head(shown)):
        sides = [
            {"report": report.id, "start": start, "source": report.label, "color": colours[report.id], "before": before, "pieces": pieces}
            for report, start, pieces, before in (
                (left, row.left_start, row.left_pieces, True),
                (right, row.right_start, row.right_pieces, False),
            )
        ]
        pairs.append({"title": "相同" if row.kind == "exact" else f"改过，相似 {int(row.similarity * 100)}%", "sides": sides})
    opened = passage_pairs(pairs, key=f"pairs-{key}-{shown}")
    if opened:
        st.switch_page("pages/reader.py", query_params=choice.query("one", [opened[0]]) | {"at": opened[1]})
    if len(table) > shown and st.button(f"还有 {len(table) - shown} 处，再列一些", key=f"more-{key}", type="tertiary"):
        st.session_state[f"shown-{key}"] = shown + MORE
        st.rerun()


def _table(found: Carried, left: Report, right: Report, *, key: str) -> None:
    joined = [(row, "相同" if row.kind == "exact" else "改过") for row in records(found.pairs)]
    joined += [(row, "套语，不算") for row in records(found.formulae)]
    if not joined:
        return
    frame = pd.DataFrame(
        {
            "关系": [kind for _, kind in joined],
            "相似": [f"{int(row.similarity * 100)}%" for row, _ in joined],
            left.label: ["".join(text for text, _ in row.left_pieces) for row, _ in joined],
            right.label: ["".join(text for text, _ in row.right_pieces) for row, _ in joined],
        }
    )
    clicked = blocks.table(frame, key=f"table-{key}", first=100, right=["相似"])
    st.caption(plain(f"点一行，看并排的文字。{several.source([left, right], dictionary=False)}"))
    if clicked:
        _pairs(pd.DataFrame([joined[clicked[0]][0]]), left, right, key=f"{key}-{clicked[0]}")
