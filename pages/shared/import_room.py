"""Bringing reports in: files, a folder, pasted text; the running import and what came of it; what a person must add."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from analysis import importing
from analysis.importing import Input, Upload
from analysis.library import ITEM_STATES, JOB_STATES, Job, JobItem
from analysis.report import ReportError
from analysis.wording import moment
from pages.shared import blocks, cached
from pages.shared.checking import person
from pages.shared.plain import plain

WAYS = ("文件", "文件夹", "粘贴文字")
KINDS = "可读 TXT、Markdown、Word（docx、doc）、PDF、网页（html）、OFD、WPS，也可以是装着它们的 ZIP。扫描件要先做文字识别。"
LEVELS = ("按地名表", "县级", "地市级", "省级")
#: Place or year could not be found in the text; a person can say it.
ASKED = "E121"
#: Most files that are asked about at one time, and most jobs that are listed.
MOST_ASKED, MOST_JOBS = 8, 6


def choose() -> None:
    """Choose what to import, and begin. The import itself goes on in the background, whoever leaves the page."""
    st.header("导入")
    way = st.segmented_control("怎样导入", list(WAYS), default=WAYS[0], required=True, key="import-way", label_visibility="collapsed")
    turn = st.session_state.get("import-turn", 0)
    inputs: list[Input] = []
    if way == WAYS[2]:
        inputs = _pasted(turn)
    else:
        folder = way == WAYS[1]
        files = st.file_uploader(
            "把报告文件放到这里" if not folder else "选一个文件夹，里面的报告都会导入",
            accept_multiple_files="directory" if folder else True,
            key=f"upload-{'folder' if folder else 'files'}-{turn}",
        )
        st.caption(KINDS)
        inputs = [Upload(file.name, file.getvalue()) for file in files or ()]
    label = f"导入这 {len(inputs)} 个文件" if inputs and way != WAYS[2] else "导入"
    if st.button(label, type="primary", icon=":material/upload_file:", disabled=not inputs, key=f"import-{turn}"):
        _begin(inputs)


def _pasted(turn: int) -> list[Input]:
    title = st.text_input("标题（选填）", max_chars=100, key=f"paste-title-{turn}", placeholder="文中没有标题时写上")
    text = st.text_area("报告文字", height=220, key=f"paste-{turn}", placeholder="把报告全文粘贴到这里")
    if not text.strip():
        return []
    fields = {"标题": title.strip()} if title.strip() else {}
    return [Upload(f"{title.strip()[:40] or '粘贴的文字'}.txt", text.encode("utf-8", "replace"), fields)]


def _begin(inputs: Sequence[Input]) -> None:
    """Start the job, keep the bytes for what may have to be asked, and empty the box."""
    try:
        number = importing.start(cached.library_url(), inputs, cached.study().process, who=person())
    except ReportError as error:
        st.error(plain(str(error)))
        return
    cached.waiting_room().keep(number, importing.gather(inputs))
    st.session_state["import-turn"] = st.session_state.get("import-turn", 0) + 1
    st.session_state["import-shown"] = number
    st.rerun()


def jobs() -> None:
    """Running imports with their progress, then what came of the last one, then the earlier ones."""
    found = cached.study().library.jobs(limit=MOST_JOBS)
    running = [job for job in found if job.state == "running"]
    if running:
        st.fragment(_running, run_every=1.0)([job.id for job in running])
    done = [job for job in found if job.state != "running"]
    last = next((job for job in done if job.id == st.session_state.get("import-shown")), None)
    if last is not None:
        _result(last)
    earlier = [job for job in done if job is not last]
    if earlier:
        with st.expander("以前的导入", key="earlier-imports", on_change="rerun") as folded:
            if folded.open:
                for job in earlier:
                    st.text(f"{moment(job.created_at)}　{summary(job)}")
                    st.button("看结果", key=f"show-job-{job.id}", type="tertiary", on_click=_show, args=(job.id,))


def _show(number: int) -> None:
    st.session_state["import-shown"] = number


def _running(numbers: Sequence[int]) -> None:
    """The bars of the running imports; the whole page is drawn again when one of them ends."""
    library = cached.study().library
    for number in numbers:
        job = library.job(number)
        if job.state != "running":
            st.session_state["import-shown"] = number
            st.rerun(scope="app")
        now = [item.name for item in job.items if item.state == "running"]
        said = f"正在导入：{job.settled}／{job.total}" + (f"　{'、'.join(now[:2])}" if now else "")
        st.progress(job.settled / max(1, job.total), text=plain(said))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("取消", key=f"cancel-{number}", on_click=library.cancel_job, args=(number,))
            st.caption("可以离开这一页，导入照常进行，回来看结果。")


def summary(job: Job) -> str:
    """共 12 个文件：10 个已导入，1 个已在库中，1 个未导入."""
    parts = [f"{job.counts[state]} 个{name}" for state, name in ITEM_STATES.items() if job.counts.get(state)]
    state = "" if job.state in ("done", "running") else f"（{JOB_STATES[job.state]}）"
    return f"共 {job.total} 个文件：" + "，".join(parts) + state


def _result(job: Job) -> None:
    """What went in and what did not, and why; what is missing can be added at once."""
    whole = cached.study().library.job(job.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(summary(whole))}**", width="content")
        st.button("收起", key=f"hide-job-{job.id}", type="tertiary", on_click=_show, args=(0,))
    if whole.message:
        st.write(plain(whole.message))
    bad = [item for item in whole.items if item.state not in ("done", "duplicate")]
    items = sorted(whole.items, key=lambda item: (item.state == "done", item.position))
    shown = pd.DataFrame([_row(item) for item in items], columns=["文件", "结果", "说明", "报告"])
    clicked = blocks.table(shown, key=f"job-{job.id}-{len(bad)}", height=min(len(shown) + 1, 13) * 34 + 4)
    st.caption("点一行，看这份报告；没有导入的说明写明怎样处理，其余文件不受影响。")
    if clicked and items[clicked[0]].report_id:
        st.session_state["library-open"] = items[clicked[0]].report_id
    _ask(whole.id, [item for item in bad if item.code == ASKED])


def _row(item: JobItem) -> tuple[str, str, str, str]:
    return item.name, ITEM_STATES[item.state], item.message, item.report_id


def _ask(number: int, items: Sequence[JobItem]) -> None:
    """Place and year of the files in which they could not be found."""
    cached.waiting_room().prune(number, [item.position for item in items])
    cached.waiting_room().prune(number, [item.position for item in items])
    if not items:
        return
    held = cached.waiting_room().held(number)
    asked = [item for item in items if item.position in held]
    if not asked:
        st.caption("缺地方或年份的文件，请重新选择后再导入，到时补上。")
        return
    st.subheader(f"还有 {len(asked)} 个文件要补地方或年份")
    given: dict[int, dict[str, str]] = {}
    with st.form(f"ask-{number}", border=False):
        for item in asked[:MOST_ASKED]:
            st.text(f"{item.name}：{item.message}")
            given[item.position] = _fields(f"{number}-{item.position}")
        if len(asked) > MOST_ASKED:
            st.caption(f"先补这 {MOST_ASKED} 个，补完再列其余的。")
        sent = st.form_submit_button("补上并导入")
    if sent:
        again = {position: fields for position, fields in given.items() if fields}
        if not again:
            st.error("还没有填写，请写上地方或年份。")
            return
        _begin(_again(number, again))


def _fields(key: str) -> dict[str, str]:
    place, province, level, period = st.columns(4)
    values = {
        "地方": place.text_input("地方", placeholder="如 平罗县", max_chars=30, key=f"place-{key}"),
        "省份": province.text_input("省份（选填）", placeholder="同名地方要写", max_chars=30, key=f"province-{key}"),
        "层级": level.selectbox("层级", list(LEVELS), key=f"level-{key}"),
        "时期": period.text_input("年份", placeholder="2024 或 2018-2021", max_chars=20, key=f"period-{key}"),
    }
    if values["层级"] == LEVELS[0]:
        values["层级"] = ""
    return {name: value.strip() for name, value in values.items() if value.strip()}


def _again(number: int, given: Mapping[int, Mapping[str, str]]) -> list[Input]:
    """The same files with what the person said of them."""
    held = cached.waiting_room().held(number)
    return [Upload(held[position].name, held[position].load(), {**held[position].fields, **fields}) for position, fields in given.items()]
