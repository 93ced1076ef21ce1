"""One report in 报告库: how it was repaired, what is known of it, its versions, its history."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd
import streamlit as st

from analysis.checking import verdicts
from analysis.library.changes import UNDOABLE
from analysis.report import LEVEL_NAMES, Report, ReportError
from analysis.study import revising
from analysis.wording import moment
from pages.shared import blocks, cached, choice
from pages.shared.checking import person
from pages.shared.library_parts import OPEN, delete
from pages.shared.plain import plain

ROOMS = ("整理", "信息", "版本", "记录")
#: Characters of a file's text in which the repairs are marked; a longer text is cut here.
LONGEST = 60_000
APART = "（字不改，只是分出来另列）"
KINDS = ("工作报告", "常委会工作报告", "提案工作报告", "工作综述", "工作总结", "工作要点")

CSS = """
.page{font-family:var(--st-font);color:#101317;font-size:15px;line-height:1.9;white-space:pre-wrap;overflow-wrap:anywhere;
 max-height:560px;overflow-y:auto;border-top:1px solid #101317;padding:12px 4px}
del{color:#8C1F12;background:#FBE9E5;text-decoration:line-through} ins{color:#1F5A3A;background:#E3EFE6;text-decoration:underline}
del.break{color:#8C8A83;font-size:12px;text-decoration:none}
"""

SCRIPT = """
export default function({data, parentElement}) {
  const page = parentElement.querySelector('.page');
  page.replaceChildren();
  for (const [mark, text] of data.stretches) {
    if (mark === 'kept') { page.append(text); continue; }
    const made = document.createElement(mark === 'gone' ? 'del' : 'ins');
    if (mark === 'gone' && !text.trim()) {
      made.className = 'break';
      made.textContent = text.includes('\\n') ? '⏎' : '·';
      if (/\\n[ \\t]*\\n/.test(text)) made.append('\\n\\n');
    } else made.textContent = text;
    page.append(made);
  }
}
"""


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    return st.components.v2.component("repairs", html='<div class="page" tabindex="0"></div>', css=CSS, js=SCRIPT)


def panel() -> None:
    """The report that stands open, or nothing."""
    report_id = st.session_state.get(OPEN)
    if not report_id:
        return
    try:
        report = cached.study().report(report_id)
    except ReportError as error:
        st.warning(plain(str(error)))
        return
    st.header(plain(report.label), anchor=False)
    st.text(report.metadata.title)
    _actions(report)
    room = st.segmented_control("看什么", list(ROOMS), default=ROOMS[0], required=True, key="room", label_visibility="collapsed")
    {"整理": _repairs, "信息": _facts, "版本": _versions, "记录": _history}[room or ROOMS[0]](report)


def _actions(report: Report) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link("pages/reader.py", label="看整理后的原文", query_params=choice.query("one", [report.id]))
        st.page_link("pages/indicators.py", label="看它的指标", query_params=choice.query("reports", [report.id]))
        library = cached.study().library
        # Loaded when somebody presses it: a library of large files would else be read at every change of the page.
        st.download_button(
            "下载原件", data=lambda: library.original(report.id)[0], file_name=report.file_name, icon=":material/download:", key="original"
        )
        st.button("删除", icon=":material/delete:", key=f"delete-{report.id}", on_click=delete, args=([report.id],))
        st.button("收起", key="close-panel", type="tertiary", on_click=lambda: st.session_state.pop(OPEN, None))


def _repairs(report: Report) -> None:
    """What was repaired, by kind, with the first place of each; then the file's text with every place marked."""
    text = cached.study().text(report.id)
    st.write(plain(f"读作 {text.format.upper()}，整理后 {text.repaired.characters} 字，分成 {len(text.repaired.blocks)} 段。"))
    for note in text.notes:
        st.caption(plain(note))
    repairs = text.repaired.repairs
    if not repairs:
        st.write("原文很干净，没有需要整理的地方。")
        return
    rows = [(one.kind, one.count, before, APART if before == after else after) for one in repairs for before, after in [one.example]]
    shown = pd.DataFrame(rows, columns=["整理了什么", "处数", "例：整理前", "整理后"])
    blocks.table(shown, key=f"repairs-{report.id}", first=150)
    if st.toggle("在文件原文里标出每一处", key="mark-repairs", help="划去的是去掉的字，⏎ 是并掉的换行，下划线是改写的字。原文件不变。"):
        found = cached.stretches(report.id)
        _component()(data={"stretches": _cut(found)}, key=f"stretches-{report.id}")


def _cut(found: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    kept, room = [], LONGEST
    for mark, text in found:
        if room <= 0:
            kept.append(("kept", "\n……（文字过长，只标到这里）"))
            break
        kept.append((mark, text[:room]))
        room -= len(text)
    return kept


def _facts(report: Report) -> None:
    """What is known of the report, each with its reason; one form corrects it all."""
    known = report.metadata
    reasons = known.reasons
    with st.form(f"facts-{report.id}-{cached.revision()}", border=False):
        title = st.text_input("标题", value=known.title, max_chars=300, help=_why(reasons, "标题"))
        left, middle, right = st.columns(3)
        place = left.text_input("地方", value=known.place, max_chars=60, help=_why(reasons, "地方"))
        province = middle.text_input("省份", value=known.province, max_chars=60, help=_why(reasons, "省份"))
        levels = list(LEVEL_NAMES.values())
        level = right.selectbox("层级", levels, index=levels.index(LEVEL_NAMES[known.level]), help=_why(reasons, "层级"))
        left, middle, right = st.columns(3)
        period = left.text_input("年份", value=_written(report), max_chars=20, help=_why(reasons, "时期"), placeholder="2024 或 2018-2021")
        kinds = list(dict.fromkeys([known.kind, *KINDS]))
        kind = middle.selectbox("文体", kinds, help=_why(reasons, "文体"))
        source = right.text_input("来源", value=known.source, max_chars=500, help=_why(reasons, "来源"))
        sent = st.form_submit_button("保存")
    st.caption("为什么这样认：" + "".join(plain(f"{name}——{why}") for name, why in reasons.items()))
    if sent:
        told = {"标题": title, "地方": place, "省份": province, "层级": level, "时期": period, "文体": kind, "来源": source}
        _revise(report, told)


def _written(report: Report) -> str:
    period = report.metadata.period
    return str(period.start) if period.years == 1 else f"{period.start}-{period.end}"


def _why(reasons: Mapping[str, str], field: str) -> str | None:
    return plain(reasons[field]) if reasons.get(field) else None


def _revise(report: Report, told: Mapping[str, str]) -> None:
    """Keep what the form says; its words go through the same reading as those of a file, so that 平罗 becomes 平罗县."""
    try:
        new = revising.restate(cached.study(), report.id, told, seen=report.metadata, who=person())
    except ReportError as error:
        st.error(plain(str(error)))
        return
    st.session_state[OPEN] = new.id
    st.toast("已保存；指标按新的年份和地方重新算过。" if asdict(new.metadata) != asdict(report.metadata) else "没有改动。")
    st.rerun()


def _versions(report: Report) -> None:
    """All versions of the same place and period; one of them counts."""
    found = cached.study().library.versions(report.id)
    if len(found) < 2:
        st.write("同一地方、同一年份只有这一份。再导入另一份同地同年的报告，就成为第二版，两版都留着。")
        return
    st.write("对比、指标和各个页面默认用“采用”的那一版；另一版留着，随时可以换。")
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{one.label}　{one.file_name}　{moment(one.imported_at)} 导入", width="content")
            if one.counts:
                st.badge("采用", color="green")
            else:
                st.button("改用这一版", key=f"choose-{one.id}", on_click=_choose, args=(one.id,))
            if one.id != report.id:
                st.button("看这一版", key=f"open-{one.id}", type="tertiary", on_click=_open, args=(one.id,))


def _choose(report_id: str) -> None:
    try:
        cached.study().library.choose_version(report_id, who=person())
        st.toast("已改用这一版。")
    except ReportError as error:
        st.toast(plain(str(error)))


def _open(report_id: str) -> None:
    st.session_state[OPEN] = report_id


def _history(report: Report) -> None:
    """All that happened to the report, newest first; the last change can be taken back."""
    study = cached.study()
    entries = study.library.history(report.id)
    if any(entry.what in UNDOABLE and not entry.undone for entry in entries):
        st.button("撤销上一步", icon=":material/undo:", key="undo-report", on_click=_undo, args=(report.id,))
    rows = [
        (moment(entry.when), entry.who, verdicts.entry_text(entry, study.catalogue) + ("（已撤销）" if entry.undone else ""))
        for entry in reversed(entries)
    ]
    blocks.table(pd.DataFrame(rows, columns=["时间", "经手", "做了什么"]), key=f"history-{report.id}-{len(rows)}", first=150)


def _undo(report_id: str) -> None:
    try:
        report = revising.undo(cached.study(), report_id, who=person())
    except ReportError as error:
        st.toast(plain(str(error)))
        return
    st.session_state[OPEN] = report.id
    st.toast("已撤销上一步。")
