"""预览 of a briefing: its pictures small, its tables with their first rows; what is clicked opens its sentence, as on every page."""

from typing import Any

import streamlit as st

from analysis.export import compose
from analysis.export.compose_parts import Part
from pages.shared import blocks, cached, kwic, opened
from pages.shared.briefing_parts import Wanted
from pages.shared.plain import plain

#: Rows of a table.
ROWS = 8


def draw(wanted: Wanted) -> None:
    """Sentences, then pictures and tables in their order, two beside each other."""
    st.header("预览")
    briefing = wanted.briefing()
    with st.container(gap=None):
        for sentence in briefing.summary:
            st.markdown(f"· {plain(sentence.text)}")
    body = [part for part in wanted.parts if part.heading]
    if not wanted.parts:
        st.write("内容里一项也没有选，请先加上图、表或句子。")
    for first in range(0, len(body), 2):
        columns = st.columns(2, gap="large")
        for place, part in enumerate(body[first : first + 2]):
            with columns[place]:
                _shown(part, wanted)
    for name, words in briefing.credits():
        if name != "版本":  # a row of letters and digits that only a file has to carry
            st.caption(plain(f"{name}：{words}"))


def _shown(part: Part, wanted: Wanted) -> None:
    for said in part.said:
        st.write(plain(said.text))
    key = f"{wanted.tag}-{part.key}-{wanted.yearly}-{wanted.per_head}"
    if part.picture is not None:
        figure = part.picture.figure
        clicked = blocks.chart(cached.drawn(f"picture-{key}", lambda: figure), name=part.picture.name, key=f"picture-{key}")
        if clicked:
            _open(part, clicked, wanted, f"{key}-{clicked[0]}")
    elif part.table is not None:
        st.markdown(f"**{plain(part.table.title)}**")
        shown = part.table.printed
        blocks.table(shown.head(ROWS), key=f"table-{key}", first=150 if shown.columns[0] == "指标" else 110)
        if len(shown) > ROWS:
            st.caption(f"共 {len(shown)} 行，这里列出前 {ROWS} 行。")


def _open(part: Part, clicked: list[Any], wanted: Wanted, key: str) -> None:
    """The sentences behind a point of a picture."""
    kind, _, name = part.key.partition(":")
    ids = wanted.ids
    if kind in ("数字", "篇幅", "用词") and wanted.draft.template == compose.YEARS and (kind == "用词" or len(ids) > compose.ABREAST):
        ids = (ids[0], ids[-1])
    if kind == "走势":
        ids = tuple(one for one in ids if one == clicked[0])
    if kind in ("数字", "排列", "走势", "一览"):
        found = cached.matrix(ids, yearly=wanted.yearly, per_head=wanted.per_head)
        indicator = name if kind in ("排列", "走势") else str(clicked[0])
        opened.indicator(found, indicator, key=key, first=int(clicked[1]) if len(clicked) > 1 else 0)
    elif kind == "关键词":
        kwic.word([cached.study().report(ids[0])], str(clicked[0]), key=key)
    elif len(ids) > 1:
        result = cached.comparison(tuple((one,) for one in ids))
        if kind == "用词":
            opened.word(result, str(clicked[0]), key=key)
        elif kind == "篇幅":
            opened.paragraphs(result, str(clicked[0]), key=key)
