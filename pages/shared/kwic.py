"""Sentences in context: the word in the middle, what stands left and right of it, and the way to the original.

Report text goes to the browser as data and is set as text there: never HTML, never Markdown.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analysis.report import Report, ReportError
from analysis.study import wordstudy
from analysis.tables import records
from analysis.words.concordance import LONGEST_QUERY, SORTS
from pages.shared import cached, cached_words, choice, several
from pages.shared.listening import heard
from pages.shared.plain import plain

#: Rows at first, and rows that each press on 再列 adds.
FIRST, MORE = 12, 40
#: Characters on each side that the engine gives; a full side was cut.
WINDOW = 30

CSS = """
.kwic{font-family:var(--st-font);color:#101317;font-variant-numeric:tabular-nums;container-type:inline-size}
h4{margin:0 0 8px;font-size:15px;line-height:1.5}
.row{padding:4px 0 6px 12px;border-left:3px solid var(--c);margin-bottom:10px;line-height:1.8;font-size:16px;overflow-wrap:anywhere}
mark{background:#FFE9A8;color:inherit;font-weight:700;padding:0 2px}
button{font:inherit;font-size:14px;color:#5C6168;background:none;border:0;padding:0;cursor:pointer;text-align:left;display:block}
button:hover,button:focus-visible{color:#A63A24;text-decoration:underline;outline:none}
.row .note{color:#5C6168;font-size:14px;display:block;line-height:1.6}
@container (min-width:760px){
 .aligned{display:grid;grid-template-columns:minmax(0,1fr) max-content minmax(0,1fr) max-content;column-gap:2px;row-gap:2px}
 .aligned .row{display:contents}
 .aligned .left,.aligned .right{overflow:hidden;white-space:nowrap;min-width:0}
 .aligned .left{display:flex;justify-content:flex-end;border-left:3px solid var(--c);padding-left:6px}
 .aligned .left span{flex:none} .aligned .right{text-overflow:ellipsis}
 .aligned button{padding-left:12px;line-height:1.8;white-space:nowrap}
}
@media print{mark{background:none;border-bottom:2px solid #101317}}
"""

SCRIPT = """
export default function({data, parentElement, setTriggerValue}) {
  const root = parentElement.querySelector('.kwic');
  root.replaceChildren();
  const element = (tag, name, text) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  if (data.title) root.append(element('h4', '', data.title));
  const rows = element('div', data.aligned ? 'aligned' : 'prose');
  for (const line of data.lines) {
    const row = element('div', 'row'), left = element('span', 'left'), middle = element('span', 'middle');
    row.style.setProperty('--c', line.color);
    left.append(element('span', '', line.left));
    if (line.match) middle.append(element('mark', '', line.match));
    const source = element('button', 'source', line.source);
    source.type = 'button';
    source.title = '在原文中看';
    source.onclick = () => setTriggerValue('open', [line.report, String(line.start)]);
    row.append(left, middle, element('span', 'right', line.right), source);
    if (line.note) row.append(element('span', 'note', line.note));
    rows.append(row);
  }
  root.append(rows);
}
"""


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    return st.components.v2.component("kwic", html='<div class="kwic"></div>', css=CSS, js=SCRIPT)


def word(reports: Sequence[Report], term: str, *, key: str) -> None:
    """The counted occurrences of a term, under the chart or table that was clicked."""
    found = cached_words.word_places(tuple(report.id for report in reports), term)
    where = "、".join(report.label for report in reports) if len(reports) <= several.NAMED else f"{len(reports)} 份报告"
    show(found, reports, f"“{term}”　{where}，共 {len(found)} 次", key=f"{key}-{term}", absent=f"{where}里没有“{term}”。")


def search(reports: Sequence[Report]) -> None:
    """A box for words, phrases and patterns with `*`, over the chosen reports."""
    st.header("查词")
    query = st.text_input(
        "在所选报告里查",
        placeholder="词、短语；* 代替任意几个字，空格隔开的几个词须在同一句里",
        key="find",
        bind="query-params",
        max_chars=LONGEST_QUERY,
    )
    query = (query or "").strip()
    if not query:
        st.caption("输入后按回车，列出每一处的上下文；也可以点上面图里的任何一个词。")
        return
    try:
        found = wordstudy.search(cached.study(), [report.id for report in reports], query)
    except ReportError as error:
        st.info(plain(str(error)))
        return
    counts = found["report"].value_counts()
    said = "，".join(f"{report.label} {counts.get(report.id, 0)} 处" for report in reports[: several.NAMED + 3])
    absent = f"所选报告里没有“{query}”，可换一个说法或缩短再查。"
    show(found, reports, f"“{query}”　共 {len(found)} 处：{said}", key=f"search-{query}", absent=absent)


def show(table: pd.DataFrame, reports: Sequence[Report], title: str, *, key: str, absent: str = "") -> None:
    """Places (wordstudy.PLACE_COLUMNS) with the switch for their order; the source of a line opens the original."""
    if table.empty:
        st.write(plain(absent or "没有找到。"))
        return
    order = "text"
    if len(table) > 2:
        order = st.segmented_control(
            "排列",
            list(SORTS),
            default="text",
            required=True,
            format_func=SORTS.__getitem__,
            key=f"order-{key}",
            label_visibility="collapsed",
        )
    shown = st.session_state.get(f"shown-{key}", FIRST)
    lines = _lines(wordstudy.sorted_places(table, order).head(shown), reports)
    _drawn({"title": title, "lines": lines, "aligned": True}, key=f"kwic-{key}-{order}-{shown}")
    if len(table) > shown and st.button(f"还有 {len(table) - shown} 处，再列一些", key=f"more-{key}", type="tertiary"):
        st.session_state[f"shown-{key}"] = shown + MORE
        st.rerun()


def prose(table: pd.DataFrame, reports: Sequence[Report], title: str, *, key: str, first: int = 6) -> None:
    """Whole sentences with what is said about each. Columns: report, start, left, match (may be empty), right, note."""
    shown = st.session_state.get(f"shown-{key}", first)
    labels, colours = several.labels(reports), several.colours(reports)
    lines = [
        {
            "left": row.left,
            "match": row.match,
            "right": row.right,
            "report": row.report,
            "start": row.start,
            "source": f"{labels[row.report]}，看原文",
            "note": row.note,
            "color": colours[row.report],
        }
        for row in records(table.head(shown))
    ]
    _drawn({"title": title, "lines": lines, "aligned": False}, key=f"prose-{key}-{shown}")
    if len(table) > shown and st.button(f"还有 {len(table) - shown} 处，再列一些", key=f"more-{key}", type="tertiary"):
        st.session_state[f"shown-{key}"] = shown + MORE
        st.rerun()


def _drawn(data: dict[str, Any], *, key: str) -> None:
    """The component; a press on a source opens the original there."""
    opened = _component()(data=data, key=key, on_open_change=heard).open
    if opened:
        st.switch_page("pages/reader.py", query_params=choice.query("one", [opened[0]]) | {"at": opened[1]})


def _lines(table: pd.DataFrame, reports: Sequence[Report]) -> list[dict[str, Any]]:
    labels, colours = several.labels(reports), several.colours(reports)
    return [
        {
            "left": ("…" if len(row.left) >= WINDOW else "") + row.left,
            "match": row.match,
            "right": row.right + ("…" if len(row.right) >= WINDOW else ""),
            "report": row.report,
            "start": row.start,
            "source": labels[row.report],
            "color": colours[row.report],
        }
        for row in records(table)
    ]
