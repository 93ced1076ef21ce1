"""词典: what the office adds to the words, merges, protects and stops; what it would change is seen before it is kept, and taken back."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analysis.library import DictionaryChange
from analysis.report import CatalogueError, Report, ReportError
from analysis.study import wordstudy
from analysis.study.governing import lexicon_change, library_change
from analysis.tables import records
from analysis.words import lexicon
from analysis.words.lexicon import GENRE_REASON, KIND_NAMES, Change
from pages.shared import blocks, cached, cached_words
from pages.shared.plain import plain

#: What a person can do. The last but one is a stop word with a reason that only dims.
ACTIONS = {
    "add": "新增一个词",
    "merge": "把一个词并入另一个",
    "protect": "保护一个词，不许切开",
    "stop": "停用一个词，不再计数",
    "genre": "列为体裁词，只淡化",
    "remove": "撤除词典里的一个词",
}
DONE = {"add": "新增", "merge": "归并", "protect": "保护", "stop": "停用", "genre": "列为体裁词", "remove": "撤除"}
LISTED = 30


def draw(reports: Sequence[Report]) -> None:
    """Version, a change and its effect on the chosen reports, the changes made so far, and the file to carry them elsewhere."""
    study = cached.study()
    dictionary, made = study.dictionary, study.library.dictionary_changes()
    st.header("词典")
    own = f"本单位改动 {len(made)} 条" if made else "本单位还没有改动"
    st.caption(
        f"版本 {dictionary.version}：词条 {len(dictionary.terms)} 个，停用词和体裁词 {len(dictionary.stopwords)} 个，"
        f"同义词 {len(dictionary.synonyms)} 组；{own}。改动对全库生效，随时可以撤回。"
    )
    left, right = st.columns(2, gap="large")
    with left:
        _change(reports)
    with right:
        _made(made)
        _file(made, reports)


def _change(reports: Sequence[Report]) -> None:
    action = st.selectbox("做什么", list(ACTIONS), format_func=ACTIONS.__getitem__, key="dictionary-action")
    number = st.session_state.get("dictionary-number", 0)  # a new number empties the boxes after a change is kept
    word = st.text_input("词语", max_chars=lexicon.LONGEST, key=f"dictionary-word-{number}", placeholder="两个字以上").strip()
    target = ""
    if action == "merge":
        target = st.text_input("并入", max_chars=lexicon.LONGEST, key=f"dictionary-target-{number}", placeholder="按哪个词计数").strip()
    if action == "add":
        target = st.selectbox("类别", list(KIND_NAMES), format_func=KIND_NAMES.__getitem__, index=5, key="dictionary-kind")
    if not word or (action == "merge" and not target):
        st.caption("填好后先看会改变哪些词的次数，再决定保留不保留。")
        return
    change = _meant(action, word, target)
    _preview((change,), reports, key=f"dictionary-{number}")


def _meant(action: str, word: str, target: str) -> Change:
    if action == "genre":
        return Change("stop", word, "", f"{GENRE_REASON}：本单位认定")
    return Change(action, word, target)  # type: ignore[arg-type]


def _preview(changes: tuple[Change, ...], reports: Sequence[Report], *, key: str) -> None:
    """What the changes do to the counts of the chosen reports, and the button that keeps them."""
    try:
        found = cached_words.dictionary_effect(changes, tuple(report.id for report in reports))
    except CatalogueError as error:
        st.info(plain(str(error)))
        return
    where = f"所选 {len(reports)} 份报告"
    if found.empty:
        dims = all(change.note.startswith(GENRE_REASON) for change in changes)
        st.write(f"{where}里次数都不变，这些词以后在图里淡化。" if dims else f"{where}里没有一个词的次数会变。")
    else:
        st.write(f"{where}里有 {len(found)} 个词的次数会变：")
        rows = records(found.head(LISTED))
        shown = {
            "词": [row.term for row in rows],
            "现在": [row.before for row in rows],
            "改后": [row.after for row in rows],
            "增减": [f"{row.change:+d}" for row in rows],
            "几份": [row.reports for row in rows],
        }
        blocks.table(pd.DataFrame(shown), key=f"{key}-effect")
    if st.button("保留这个改动" if len(changes) == 1 else f"保留这 {len(changes)} 条改动", key=f"{key}-keep"):
        _keep(changes)


def _keep(changes: Sequence[Change]) -> None:
    library = cached.study().library
    try:
        for change in changes:
            action, term, value = library_change(change)
            library.add_dictionary_change(action, term, value)
    except ReportError as error:
        st.error(plain(str(error)))
        return
    st.session_state["dictionary-number"] = st.session_state.get("dictionary-number", 0) + 1
    st.toast("已保留，各页的次数已按新词典重算。")
    st.rerun()


def _made(made: Sequence[DictionaryChange]) -> None:
    """The changes made so far, the newest first, each with the way back."""
    st.markdown("**已有的改动**")
    if not made:
        st.caption("还没有。改动会列在这里，可以一条条撤回。")
        return
    idle = wordstudy.overtaken(cached.study())
    for change in list(reversed(made))[:LISTED]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.text(_said(lexicon_change(change)) + ("（已不起作用）" if change.number in idle else ""), width="content")
            if st.button("撤回", key=f"undo-{change.number}", type="tertiary"):
                _undo(change.number)
    if len(made) > LISTED:
        st.caption(f"只列最近 {LISTED} 条，全部见导出的文件。")


def _undo(number: int) -> None:
    try:
        cached.study().library.undo_dictionary_change(number)
    except ReportError as error:
        st.toast(str(error))
        return
    st.rerun()


def _said(change: Change) -> str:
    """归并：二十大 → 党的二十大."""
    action = "genre" if change.action == "stop" and change.note.startswith(GENRE_REASON) else change.action
    aim = f" → {change.target}" if change.action == "merge" else f"（{KIND_NAMES[change.target]}）" if change.target in KIND_NAMES else ""
    return f"{DONE[action]}：{change.word}{aim}"


def _file(made: Sequence[DictionaryChange], reports: Sequence[Report]) -> None:
    """Export and import as a table that another office can read."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if made:
            text = lexicon.to_tsv([lexicon_change(change) for change in made])
            name = f"词典改动_{cached_words.dictionary_version()}.tsv"
            st.download_button("导出改动（TSV）", text.encode("utf-8-sig"), name, "text/tab-separated-values", on_click="ignore")
        with st.popover("导入改动"):
            given = st.file_uploader("选一个导出的 TSV 文件", type=["tsv", "txt"], key="dictionary-file")
            if given is not None:
                _import(given.getvalue(), made, reports)


def _import(data: bytes, made: Sequence[DictionaryChange], reports: Sequence[Report]) -> None:
    try:
        changes = lexicon.from_tsv(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        st.info("这个文件不是 UTF-8 编码，请用本页导出的文件，或在表格软件里另存为 UTF-8 再试。")
        return
    except CatalogueError as error:
        st.info(plain(str(error)))
        return
    known = {library_change(lexicon_change(change)) for change in made}
    new = tuple(change for change in changes if library_change(change) not in known)
    held = len(changes) - len(new)
    st.write(f"文件里有 {len(changes)} 条改动" + (f"，其中 {held} 条已经有了。" if held else "。"))
    if new:
        _preview(new, reports, key="dictionary-import")
