"""话题 of 主题: topics over the whole library, how far each report and year speaks of them, and their names."""

from functools import partial

import pandas as pd
import streamlit as st

from analysis.charts import heat
from analysis.comparison.limits import chinese_number
from analysis.report import Report, ReportError
from analysis.study import themestudy
from analysis.tables import records
from pages.shared import blocks, cached, kwic, several, theme_parts, topic_job
from pages.shared.picklist import Item, picklist
from pages.shared.plain import plain
from pages.shared.theme_parts import Looked

#: A library of fewer reports gives coarse topics.
ENOUGH = 30
TERMS, YEARS = 8, 7


def draw(now: Looked) -> None:
    """The topics when they are made, or how far the making is."""
    library = themestudy.topic_reports(cached.study())
    coarse = len(library) < ENOUGH
    if coarse:
        st.write(f"库里有{chinese_number(len(library))}份报告，不到 {ENOUGH} 份，归纳出的话题很粗，只能看个大概；先看按职能分的篇幅。")
        theme_parts.weights(now)
        st.header("归纳出的话题")
    job = topic_job.job()
    if job.state == "running":
        _waiting(len(library))
        return
    if job.state != "done" or job.topics is None:
        st.write(
            "归纳已停止，没有留下结果。" if job.state == "stopped" else plain(job.message or "归纳话题没有完成，报告和其他结果都还在。")
        )
        if st.button("重新归纳"):
            topic_job.again()
            st.rerun()
        return
    if not job.topics.topics:
        st.write("文字太少，归纳不出话题：没有足够多的词出现在两段以上。")
        return
    found = job.topics.renamed({topic.id: themestudy.topic_names(cached.study()).get(topic.name, "") for topic in job.topics.topics})
    made = {topic.id: topic.name for topic in job.topics.topics}
    _shown(now, found, made)


@st.fragment(run_every=1.0)
def _waiting(reports: int) -> None:
    """Looked at once a second by itself; the rest of the page stays as it is."""
    job = topic_job.job()
    if job.state != "running":
        st.rerun()
    st.progress(min(job.part, 1.0), text=f"正在从 {reports} 份报告的段落里归纳话题，已完成 {job.part:.0%}。可以先看别的页，做完会留着。")
    if st.button("停止"):
        job.stop.set()


def _rows(found: "topic_job.Topics") -> dict[int, str]:
    """Names for the rows of a picture: the two leading terms of a name that was made from three, if that tells the topics apart."""
    short = {topic.id: "·".join(topic.name.split("·")[:2]) for topic in found.topics}
    values = list(short.values())
    return {topic.id: short[topic.id] if values.count(short[topic.id]) == 1 else topic.name for topic in found.topics}


def _shown(now: Looked, found: "topic_job.Topics", made: dict[int, str]) -> None:
    chosen = found.stability[found.stability["chosen"]]
    sure = f"，重复抽样时有 {chosen['stability'].iloc[0]:.0%} 的主要词相同" if len(chosen) else ""
    st.caption(
        f"从全库 {len(found.documents)} 份报告的段落里归纳出 {len(found.topics)} 个话题（非负矩阵分解）{sure}。"
        "话题名取自最突出的三个词，可以改。一段可以同时谈几个话题。"
    )
    shares = found.shares()
    if now.table:
        _table(now, found, shares)
    else:
        left, right = st.columns(2, gap="large")
        with left:
            _by_report(now, found, shares)
        with right:
            _by_year(now, found)
    _topics(now, found, made)


def _by_report(now: Looked, found: "topic_job.Topics", shares: pd.DataFrame) -> None:
    known = shares[shares["document"].isin(now.ids)]
    heads = several.heads(now.reports)
    missing = [report.label for report in now.reports if report.id not in set(known["document"])]
    note = (
        f"每列合计 100%。点一格，看最贴近的段落。{'、'.join(missing)}没有足够长的段落。"
        if missing
        else "每列合计 100%。点一格，看最贴近的段落。"
    )
    values, names = {(row.topic, row.document): row.share for row in records(known)}, _rows(found)
    cells = [
        (names[topic.id], heads[report.id], values[topic.id, report.id], f"{values[topic.id, report.id]:.0%}", f"{topic.id}|{report.id}")
        for topic in found.topics
        for report in now.reports
        if (topic.id, report.id) in values
    ]
    if not cells:
        st.write("所选报告没有足够长的段落，算不出话题份额。")
        return
    words = several.caption("各份报告谈各话题的份额", now.reports, legend=(), note=note)
    draw_it = partial(heat.pages, pd.DataFrame(cells, columns=list(heat.HEAT_COLUMNS)), words, click="点一下，看段落")
    for number, figure in enumerate(cached.drawn(now.key("topics-heat"), draw_it)):
        clicked = blocks.chart(figure, name=several.file_name(now.reports, f"话题份额{number or ''}"), key=now.key(f"topics-{number}"))
        if clicked:
            topic, _, report_id = str(clicked[0]).partition("|")
            _paragraphs(found, int(topic), now.one(report_id), key=now.key(f"topics-{topic}-{report_id}"))


def _by_year(now: Looked, found: "topic_job.Topics") -> None:
    reports = {report.id: report for report in cached.reports()}
    years = {document: str(reports[document].metadata.period.end) for document in found.documents if document in reports}
    shares = found.shares(years) if len(years) == len(found.documents) else found.shares()
    newest = sorted(set(years.values()))[-YEARS:]
    if len(newest) < 2:
        st.write("库里只有一年的报告，还看不出各年的变化。")
        return
    values, names = {(row.topic, row.document): row.share for row in records(shares)}, _rows(found)
    cells = [
        (names[topic.id], year, values[topic.id, year], f"{values[topic.id, year]:.0%}", f"{topic.id}|{year}")
        for topic in found.topics
        for year in newest
        if (topic.id, year) in values
    ]
    counted = {year: sum(own == year for own in years.values()) for year in newest}
    note = "各年份数：" + "、".join(f"{year} 年 {count} 份" for year, count in counted.items()) + "。跨年的报告算在最后一年。"
    words = several.caption("各年谈各话题的份额", list(reports.values()), legend=(), subtitle=f"全库 {len(years)} 份", note=note)
    draw_it = partial(heat.pages, pd.DataFrame(cells, columns=list(heat.HEAT_COLUMNS)), words, click="点一下，看段落")
    for number, figure in enumerate(cached.drawn(now.key("years-heat"), draw_it)):
        clicked = blocks.chart(figure, name=f"话题份额_各年{number or ''}", key=now.key(f"years-{number}"))
        if clicked:
            topic, _, year = str(clicked[0]).partition("|")
            own = [reports[document] for document, one in years.items() if one == year]
            _paragraphs(found, int(topic), own, key=now.key(f"years-{topic}-{year}"))


def _table(now: Looked, found: "topic_job.Topics", shares: pd.DataFrame) -> None:
    wide = shares.pivot(index="topic", columns="document", values="share")
    frame = pd.DataFrame({"话题": [topic.name for topic in found.topics]})
    for report in now.reports:
        if report.id in wide:
            frame[report.label] = [f"{wide.at[topic.id, report.id]:.1%}" for topic in found.topics]
    frame["主要的词"] = ["、".join(term for term, _ in topic.terms[:TERMS]) for topic in found.topics]
    labels = [report.label for report in now.reports if report.label in frame]
    clicked = blocks.table(frame, key=now.key("topics"), first=200, right=labels)
    st.caption(plain(f"点一格，看最贴近的段落。{several.source(now.reports)}"))
    if clicked:
        own = [report for report in now.reports if report.label == clicked[1]] or list(now.reports)
        topic = found.topics[clicked[0]].id
        _paragraphs(found, topic, own, key=now.key(f"topics-table-{topic}-{clicked[1]}"))


def _topics(now: Looked, found: "topic_job.Topics", made: dict[int, str]) -> None:
    """Every topic with its terms; pressed, its paragraphs and the box for its name."""
    st.markdown("**话题和它的词**")
    overall = found.shares(dict.fromkeys(found.documents, "")).set_index("topic")["share"]
    items = [
        Item(str(topic.id), topic.name, f"全库 {overall[topic.id]:.0%}", "", "、".join(term for term, _ in topic.terms[:TERMS]))
        for topic in found.topics
    ]
    by_id = {report.id: report for report in cached.reports()}
    everyone = [by_id[document] for document in found.documents if document in by_id]

    def opened(chosen: str) -> None:
        topic = int(chosen)
        _name(made[topic], next(one.name for one in found.topics if one.id == topic))
        _paragraphs(found, topic, everyone, key=now.key(f"topic-{chosen}"))

    with st.columns([3, 2])[0]:
        picklist(items, opened, key=now.key("topic-list"))


def _name(made: str, present: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        given = st.text_input("话题名", value=present, max_chars=20, key=f"topic-name-{made}")
        if st.button("改名", key=f"rename-{made}", disabled=given.strip() == present):
            try:
                themestudy.name_topic(cached.study(), made, given)
            except ReportError as error:
                st.error(plain(str(error)))
            else:
                st.rerun()


def _paragraphs(found: "topic_job.Topics", topic: int, reports: list[Report], *, key: str) -> None:
    """The paragraphs that speak most of a topic."""
    own = {report.id for report in reports}
    table = found.paragraphs(topic, top=len(own) * 400)
    table = table[table["document"].isin(own)].head(20)
    name = next(one.name for one in found.topics if one.id == topic)
    rows = []
    for row in records(table):
        repaired = cached.study().repaired(row.document)
        block = themestudy.topic_blocks(repaired)[row.paragraph]
        cut = block.text[: themestudy.SHORT] + ("……" if len(block.text) > themestudy.SHORT else "")
        heading = repaired.heading_at(block.start)
        rows.append(
            (row.document, block.start, cut, "", "", " · ".join(part for part in (heading, f"这一段有 {row.weight:.0%} 谈它") if part))
        )
    if not rows:
        st.write(plain(f"没有谈“{name}”的段落。"))
        return
    columns = ["report", "start", "left", "match", "right", "note"]
    kwic.prose(pd.DataFrame(rows, columns=columns), reports, f"“{name}”：最贴近的段落", key=key, first=4)
