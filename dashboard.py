"""总览: what the library holds, how complete it is, and where to start."""

import streamlit as st

from pages.shared import cached, frame, overview


def draw() -> None:
    table = cached.reports_table()
    overview.title(table)
    if table.empty:
        overview.nothing()
        return
    overview.scale(table)
    overview.years(table)
    left, right = st.columns([5, 6], gap="large")  # the table has five columns, the links one
    with left:
        overview.worth_opening(cached.reports())
    with right:
        overview.reports(table)


frame.show("总览", draw)
