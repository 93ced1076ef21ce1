"""对比: two sides and more, each a report. What is compared and what limits it, then figures, text, words, expressions."""

import streamlit as st

from pages.shared import cached, choice, frame, head, sections


def draw() -> None:
    reports = cached.reports()
    if len(reports) < 2:
        head.too_few(len(reports))
        return
    groups = head.pick_sides(reports)
    if len(set(groups)) < 2:
        st.write("请在上面选两份报告。" if len(groups) < 2 else "两边是同一份报告，请把一边换成另一份。")
        return
    switches = sections.switches()
    result = cached.comparison(groups, yearly=switches.yearly, per_head=switches.per_head)
    choice.keep([report_id for group in groups for report_id in group])
    head.chips(result.chips)
    sections.at_a_glance(result)
    sections.numbers(result, switches)
    left, right = st.columns(2, gap="large")
    with left:
        sections.share_of_text(result)
    with right:
        sections.words(result)
    sections.expressions(result)
    sections.carried_over(result)


frame.show("对比", draw)
