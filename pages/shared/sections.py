"""The sections of 对比: at a glance, figures, share of text, words, expressions, carried-over text."""

from dataclasses import dataclass
from functools import partial
from hashlib import sha256

import pandas as pd
import streamlit as st

from analysis.charts import butterfly, dots, shares
from analysis.charts.dots import MOST_ROWS
from analysis.study.results import Comparison
from pages.shared import blocks, cached, opened
from pages.shared.copying import copy_text
from pages.shared.picture import caption, chart_sides, page_marks
from pages.shared.plain import plain


@dataclass(frozen=True, slots=True)
class Switches:
    """What the reader has switched on above the figures."""

    yearly: bool
    per_head: bool
    view: str


def switches() -> Switches:
    """The present state of the switches; they are drawn by `numbers`, below, and read before anything is computed."""
    return Switches(_switched("yearly") in (True, "true"), _switched("per_head") in (True, "true"), str(_switched("view") or "图"))


def _switched(key: str) -> object:
    """Value of a bound widget that is drawn further down; on the first run of a link it stands in the address only."""
    return st.session_state[key] if key in st.session_state else st.query_params.get(key)


def tag(result: Comparison) -> str:
    """Short name of the choice, for keys of charts: a selection must not outlive its choice."""
    return sha256("|".join(report.id for side in result.sides for report in side.reports).encode()).hexdigest()[:8]


def at_a_glance(result: Comparison) -> None:
    """One sentence of scale, at most five sentences of substance; each opens its evidence."""
    st.header("一眼看去")
    st.write(plain(result.scale.text))
    with st.container(gap=None):
        for number, sentence in enumerate(result.sentences):
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.markdown(f"· {plain(sentence.text)}", width="content")
                if st.button("看原句", key=f"glance-{tag(result)}-{number}", type="tertiary"):
                    st.session_state[f"glance-{tag(result)}"] = sentence.indicator
    chosen = st.session_state.get(f"glance-{tag(result)}")
    if chosen:
        opened.indicator(result, chosen, key=f"glance-{tag(result)}-{chosen}")
    if result.sentences:
        copy_text(
            "复制这几句", "\n".join([result.scale.text, *(sentence.text for sentence in result.sentences)]), key=f"copy-{tag(result)}"
        )


def numbers(result: Comparison, now: Switches) -> None:
    """Figures by group: one ruler a row, or the table."""
    st.header("数字")
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.segmented_control(
            "看法", ["图", "表"], default="图", required=True, key="view", label_visibility="collapsed", bind="query-params"
        )
        long = any(side.years > 1 for side in result.sides)
        st.toggle(
            "年均",
            key="yearly",
            disabled=not long,
            help="把几年合计除以年数。" if long else "两边都是一年的报告，不用年均。",
            bind="query-params",
        )
        known = all(side.population for side in result.sides)
        reason = "按 2020 年人口普查的常住人口折算成每十万人。" if known else "有一方的常住人口不在参考表里，不能折算。"
        st.toggle("每十万人", key="per_head", disabled=not known, help=reason, bind="query-params")
    if result.cells.empty:
        st.write("这几份报告里没有读到可以对照的数，可到“原文”页看看文字是否完整。")
        return
    if now.view == "表":
        _table(result)
        return
    st.caption(
        "每行一把尺，从 0 起，尺端的数印在右边，行与行之间不比长短。有连线的才可比；箭尾是“余”，只知下限；虚线空圈是未提及，不是 0。"
    )
    left, right = st.columns(2, gap="large")
    heights = [0, 0]
    for title, rows in _groups(result.cells):
        place = 0 if heights[0] <= heights[1] else 1
        heights[place] += 130 + 50 * rows["indicator"].nunique()
        with (left, right)[place]:
            _group(result, title, rows, now)


def _groups(cells: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Groups of the catalogue, in its order, a long one cut into pictures of at most eight rows."""
    found = []
    for group, rows in cells.groupby("group", sort=False):
        names = list(dict.fromkeys(rows["indicator"]))
        for number, first in enumerate(range(0, len(names), MOST_ROWS)):
            title = str(group) if number == 0 else f"{group}（续）"
            found.append((title, rows[rows["indicator"].isin(names[first : first + MOST_ROWS])]))
    return found


def _group(result: Comparison, title: str, rows: pd.DataFrame, now: Switches) -> None:
    added = "、".join(name for name, on in (("年均", now.yearly), ("每十万人", now.per_head)) if on)
    found = result.pairs[result.pairs["indicator"].isin(rows["indicator"])]
    words = caption(title, result.sides, subtitle=added, marks=page_marks(result.sides))
    key = f"dots-{tag(result)}-{title}-{now.yearly}-{now.per_head}"
    name = "与".join(side.label for side in result.sides) + f"_{title}"
    figure = cached.drawn(key, lambda: dots.dots(rows, found, chart_sides(result.sides), words))
    clicked = blocks.chart(figure, name=name, key=key)
    if clicked:
        opened.indicator(result, str(clicked[0]), key=f"{key}-{clicked[0]}")


def _table(result: Comparison) -> None:
    """Every indicator in one table; a click on a row opens its sentences."""
    wide = result.cells.assign(shown=[_shown(row) for row in result.cells.itertuples()])
    order = list(dict.fromkeys(result.cells["indicator"]))
    names = result.cells.drop_duplicates("indicator").set_index("indicator")
    shown = wide.pivot(index="indicator", columns="side", values="shown").reindex(order)
    pairs = result.pairs.set_index("indicator").reindex(order)
    frame = pd.DataFrame({"指标": [f"{names.at[name, 'name']} {names.at[name, 'unit']}" for name in order]})
    for index, side in enumerate(result.sides):
        frame[side.label] = shown[index].tolist()
    if len(result.sides) == 2:
        frame["差"] = pairs["difference"].tolist()
    frame["说明"] = [" ".join(marks) for marks in pairs["marks"]]
    frame.insert(0, "板块", [names.at[name, "group"] for name in order])
    clicked = blocks.table(frame[["指标", *[column for column in frame.columns if column != "指标"]]], key=f"table-{tag(result)}")
    if clicked:
        opened.indicator(result, order[clicked[0]], key=f"table-{tag(result)}-{clicked[0]}")


def _shown(row: object) -> str:
    texts, units, scope = row.texts, row.units, row.scope  # type: ignore[attr-defined]
    if not texts:
        return "未提及"
    return "／".join(texts) + (f" {units[0]}" if units[0] != "%" else "") + (" 局部" if scope == "part" else "")


def share_of_text(result: Comparison) -> None:
    """On what the words were spent: share of text by function."""
    st.header("篇幅")
    table = result.functions
    none = table[table["function"] == "none"].sort_values("side")["share"]
    left_over = "、".join(f"{value:.1%}" for value in none if value == value)
    words = caption("各职能占全文字数的份额", result.sides, note=f"按段落归类；未归类的占 {left_over}" if left_over else "")
    drawing = partial(shares.shares, table[table["function"] != "none"], chart_sides(result.sides), words)
    figure = cached.drawn(f"shares-{tag(result)}", drawing)
    clicked = blocks.chart(figure, name="篇幅_" + "与".join(side.label for side in result.sides), key=f"shares-{tag(result)}")
    if clicked:
        opened.paragraphs(result, str(clicked[0]), key=f"shares-{tag(result)}-{clicked[0]}")


def words(result: Comparison) -> None:
    """Words that tell the two sides apart, as far as so little text can say."""
    st.header("用词")
    told = result.contrast[result.contrast["verdict"].isin(["characteristic", "suggestive"])]
    shown = told if len(told) else result.contrast[result.contrast["side"] != ""]
    if shown.empty:
        st.write(result.caution)
        return
    sides = result.sides[:2]
    note = "每万字次数；条端是原始次数。" + result.caution
    words_ = caption("两边用得多少不同的词", sides, note=note)
    left, right = chart_sides(sides)
    figure = cached.drawn(f"words-{tag(result)}", lambda: butterfly.butterfly(shown, (left, right), words_))
    clicked = blocks.chart(figure, name="用词_" + "与".join(side.label for side in sides), key=f"words-{tag(result)}")
    if clicked:
        opened.word(result, str(clicked[0]), key=f"words-{tag(result)}-{clicked[0]}")


def expressions(result: Comparison) -> None:
    """Fixed expressions: only on the right, on both, only on the left."""
    st.header("提法")
    left, right = result.sides[0].label, result.sides[1].label
    columns = st.columns(3, gap="large")
    parts = (
        (f"新提法：只见于{right}", result.phrases.new),
        ("沿用", result.phrases.kept),
        (f"不再出现：只见于{left}", result.phrases.dropped),
    )
    for column, (title, table) in zip(columns, parts, strict=True):
        with column:
            st.markdown(f"**{plain(title)}**")
            for row in table.head(8).itertuples():
                count = f"{row.left} → {row.right} 次" if row.left and row.right else f"{row.left or row.right} 次"
                st.text(f"{row.expression}　{count}")
            if table.empty:
                st.caption("没有找到。")


def carried_over(result: Comparison) -> None:
    """Sentences that both reports have, and how much of the right one they are."""
    work = result.carried[result.carried["kind"] != "formula"]
    st.header("沿用的文字")
    right = result.sides[1].label
    if work.empty:
        st.write(plain(f"{right} 没有整句沿用 {result.sides[0].label} 的工作文字。"))
        return
    share = cached.carried_share(result)
    st.write(plain(f"{right} 有 {len(work)} 句与 {result.sides[0].label} 相同或相近，占正文字数的 {share:.1%}。"))
    opened.passages(result, work.head(5), key=f"carried-{tag(result)}")
