"""The parts of 原文: what is known of the report, search in context, and the text with its figures marked."""

from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.look import hue
from analysis.report import LEVEL_NAMES, Block, Figure, Report, Span
from analysis.wording import figure_text
from analysis.words import concordance
from pages.shared import adding, blocks, cached, checking
from pages.shared.evidence import Quote, quotes
from pages.shared.listening import heard
from pages.shared.plain import plain

CSS = """
.page{font-family:var(--st-font);color:#101317;font-variant-numeric:tabular-nums;max-width:760px;overflow-wrap:anywhere}
p,h2,h3{margin:0 0 12px} p{font-size:16px;line-height:1.8}
h2{font-size:22px;line-height:1.5} h3{font-size:17px;line-height:1.6;margin-top:24px}
.lead{border-left:3px solid #D8D4CA;padding-left:14px} .aside{font-size:14px;color:#5C6168} .again{color:#72767C}
.tag{font-size:12px;color:#5C6168;border:1px solid #D8D4CA;border-radius:2px;padding:0 4px;margin-right:6px;white-space:nowrap}
mark{background:#FFE9A8;color:inherit;font-weight:700;padding:0 2px} mark.here{outline:2px solid #A63A24} mark.checked{background:#E3EFE6}
@media print{mark{background:none;border-bottom:2px solid #101317}}
"""

SCRIPT = """
export default function({data, parentElement, setTriggerValue}) {
  const page = parentElement.querySelector('.page');
  page.replaceChildren();
  let here = null;
  for (const block of data.blocks) {
    const made = document.createElement(block.tag);
    made.className = block.look;
    made.dataset.start = block.start;
    if (block.label) {
      const tag = document.createElement('span');
      tag.className = 'tag'; tag.textContent = block.label; made.append(tag);
    }
    for (const piece of block.pieces) {
      if (!piece.title) { made.append(piece.text); continue; }
      const mark = document.createElement('mark');
      mark.textContent = piece.text; mark.title = piece.title;
      if (piece.checked) mark.classList.add('checked');
      if (piece.here) { mark.classList.add('here'); here = mark; }
      made.append(mark);
    }
    page.append(made);
  }
  // Where a point of a selection stands in the repaired text, in characters as Python counts them.
  const offset = (node, inside) => {
    const block = (node.nodeType === 1 ? node : node.parentElement).closest('[data-start]');
    if (!block || !page.contains(block)) return null;
    let at = Number(block.dataset.start);
    const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let text = walk.nextNode(); text; text = walk.nextNode()) {
      if (text.parentElement.className === 'tag') continue;
      if (text === node) return at + [...text.data.slice(0, inside)].length;
      at += [...text.data].length;
    }
    return node === block && inside === 0 ? Number(block.dataset.start) : at;
  };
  page.onmouseup = !data.marking ? null : () => {
    const root = page.getRootNode(), chosen = (root.getSelection ? root : document).getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.toString().trim()) return;
    const range = chosen.getRangeAt(0);
    const start = offset(range.startContainer, range.startOffset), end = offset(range.endContainer, range.endOffset);
    if (start !== null && end !== null && end > start) setTriggerValue('marked', [start, end]);
  };
  if (here) setTimeout(() => here.scrollIntoView({block: 'center'}), 300);
}
"""

LOOKS = {"title": ("h2", ""), "heading": ("h3", ""), "lead": ("p", "lead"), "paragraph": ("p", "")}
LABELS = {"caption": "图片说明", "byline": "署名", "credit": "供稿", "furniture": "版面文字"}


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    return st.components.v2.component("reading_room", html='<div class="page"></div>', css=CSS, js=SCRIPT)


def facts(report: Report) -> None:
    """Title, period, kind, source, and how the text came to be."""
    known, text = report.metadata, cached.study().text(report.id)
    figures = cached.study().figures(report.id)
    with st.container(horizontal=True):
        for chip in (LEVEL_NAMES[known.level], f"{known.period} 年", known.kind, f"{text.repaired.characters} 字", f"{len(figures)} 个数"):
            st.badge(plain(chip), color="gray")
        if known.sample:
            st.badge("样稿", color="orange", help="参照公开报告另行编写，数字与公开报告一致，文字不是原文。")
    st.text(known.title)
    if known.source:
        st.caption(plain(known.source))
    if text.repaired.repairs:
        st.caption("整理过：" + "、".join(f"{plain(repair.kind)} {repair.count} 处" for repair in text.repaired.repairs))
    for note in text.notes:
        st.caption(plain(note))


def search(report: Report) -> None:
    """Find a word or phrase and see it in its sentences; `*` stands for any characters."""
    query = st.text_input("在这份报告里查", placeholder="词、短语，可用 * 代替任意几个字", key="find", bind="query-params", max_chars=40)
    if not query or not query.strip():
        return
    found = concordance.sentences(cached.study().repaired(report.id), query.strip())
    st.write(plain(f"“{query.strip()}”出现 {len(found)} 次。" if len(found) else f"没有找到“{query.strip()}”，可换一个说法或缩短再查。"))
    colour = hue(report.place_number).deep
    quotes(
        "",
        [Quote(row.left, row.match, row.right, row.section, colour) for row in found.head(20).itertuples()],
        key=f"found-{report.id}-{query}",
    )


def text(report: Report) -> None:
    """The text, block by block, or the file's own text before the repair."""
    study = cached.study()
    view = st.segmented_control(
        "看什么",
        ["整理后的文字", "读出的数", "原文件文字"],
        default="整理后的文字",
        required=True,
        key="shown",
        label_visibility="collapsed",
    )
    if view == "原文件文字":
        st.text(cached.raw_text(report.id))
    elif view == "读出的数":
        _figures(report)
    else:
        repaired, figures = study.repaired(report.id), study.figures(report.id)
        with st.container(horizontal=True, vertical_alignment="center"):
            adding.offer(report)
            marking = st.toggle("划选补数", key="marking", help="打开后，在下面的文字里划选一段，就把那一句放进“补一个数”的表格。")
        at = int(value) if (value := st.query_params.get("at", "")[:12]).isdecimal() else -1
        data = {"blocks": [_block(block, figures, at) for block in repaired.blocks], "marking": marking}
        marked = _component()(data=data, key=f"text-{report.id}-{at}", on_marked_change=heard).marked
        if marked:
            adding.from_selection(report, int(marked[0]), int(marked[1]))


def _block(block: Block, figures: tuple[Figure, ...], at: int) -> dict[str, Any]:
    tag, look = LOOKS.get(block.kind, ("p", "aside"))
    label = "重复段落，只计一次" if block.repeat_of is not None else LABELS.get(block.kind, "")
    first = [(Span(figure.start, figure.end), figure, False) for figure in figures]
    places = first + [(span, figure, True) for figure in figures for span in figure.repeats]
    own = [place for place in places if block.start <= place[0].start and place[0].end <= block.end]
    return {
        "tag": tag,
        "look": f"{look} again" if block.repeat_of is not None else look,
        "label": label,
        "start": block.start,
        "pieces": _pieces(block, own, at),
    }


def _pieces(block: Block, places: list[tuple[Span, Figure, bool]], at: int) -> list[dict[str, Any]]:
    """The block's text cut at its figures; the mark's hover text says what was read, and whether it was written before."""
    spans: dict[tuple[int, int], list[tuple[Figure, bool]]] = {}
    for span, figure, again in sorted(places, key=lambda place: place[0].start):
        spans.setdefault((span.start, span.end), []).append((figure, again))
    pieces: list[dict[str, Any]] = []
    place = block.start
    for (start, end), found in spans.items():
        if start < place:
            continue
        pieces.append({"text": block.text[place - block.start : start - block.start]})
        title = "；".join(_read(figure) + ("（前面已写到，只计一次）" if again else "") for figure, again in found)
        own = {"here": start <= at < end, "checked": all(figure.checked for figure, _ in found)}
        pieces.append({"text": block.text[start - block.start : end - block.start], "title": title, **own})
        place = end
    pieces.append({"text": block.text[place - block.start :]})
    return pieces


def _read(figure: Figure) -> str:
    names = cached.study().catalogue.by_id
    name = names[figure.indicator].name if figure.indicator in names else "其他"
    return f"{name} {figure_text(figure)}{figure.unit if figure.unit != '%' else ''}"


def _figures(report: Report) -> None:
    """Every figure in the order of the text, and what was read but is no statement of work."""
    study = cached.study()
    names = study.catalogue.by_id
    figures = study.figures(report.id)
    rows = [
        {
            "指标": names[one.indicator].name if one.indicator in names else "其他",
            "数": figure_text(one),
            "单位": one.unit,
            "范围": "局部" if one.scope == "part" else "全部",
            "状态": "计划" if one.status == "plan" else "已做",
            "核": "已核" if one.checked else "未核",
            "原句": one.quote,
        }
        for one in figures
    ]
    if rows:
        clicked = blocks.table(pd.DataFrame(rows), key=f"figures-{report.id}-{len(rows)}")
        st.caption("点一行，核对或改正这个数。")
        if clicked:
            checking.actions([(report, figures, clicked[0])], key=f"reader-{report.id}-{clicked[0]}")
    else:
        st.write("这份报告里没有读到数；若原件里有，请看“整理后的文字”是否完整。")
    checking.rejected([report], key=f"reader-{report.id}")
    unbound = study.unbound(report.id)
    if unbound:
        st.caption("另外读到、但不算工作数字的：" + "、".join(plain(f"{one.number_text}{one.unit}（{one.quote}）") for one in unbound[:20]))
