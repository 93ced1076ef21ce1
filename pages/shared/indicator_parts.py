"""The parts of 指标: the choice and its switches, the matrix as table or picture, one indicator with its chart and sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from analysis.charts import bars, lines, look, matrix
from analysis.charts.frame import Caption
from analysis.comparison.limits import chinese_number
from analysis.report import Report
from analysis.study import indicatorstudy
from analysis.study.indicatorstudy import Matrix
from pages.shared import blocks, cached, cached_ranks, choice, head, indicator_views, opened
from pages.shared.copying import copy_link
from pages.shared.picture import chart_sides, page_marks, source
from pages.shared.plain import plain

ALL = "全部"
VIEWS = ("表", "图", indicator_views.HEAT, indicator_views.YEARS, indicator_views.RANK)
READING = (
    "点一格，看它的原句。余：只知下限。局部：只说一件事或一部分。／：同一指标写了几个数，并列，不相加。未提及：没有读到这项的写法，不是 0。"
)
#: Reports in one picture of the matrix: so many columns can still be read on a phone.
IN_A_PICTURE = 5
#: The indicator that stands open, in the address bar.
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Switches:
    """What the reader has switched on above the matrix; only what applies."""

    group: str
    view: str
    yearly: bool
    per_head: bool
    everywhere: bool
    unchecked: bool


def nothing() -> None:
    """An empty library."""
    st.title("还没有指标可看")
    st.write("报告库还是空的，导入政协工作报告后，这里按指标列出每份报告写到的数。")
    with st.container(horizontal=True):
        if st.button("导入报告", type="primary", icon=":material/upload_file:"):
            st.switch_page("pages/library.py")
        if st.button("先看五份样稿"):
            cached.study().add_samples()
            st.rerun()


def none_picked() -> None:
    """A library with reports, and none of them chosen."""
    st.write("上面还没有选报告，请选一份或几份，最多十二份。")


def pick(reports: Sequence[Report]) -> list[Report]:
    """Title, picker, and what can be done with the choice."""
    title = st.container()
    picked = head.pick_many(reports, most=indicatorstudy.MOST_REPORTS)
    title.title(plain(_title(picked)))
    if picked:
        keys = ("group", "view", "yearly", "per_head", "everywhere", "unchecked", OPEN, "rank_by", "rank_in", "rank_mark")
        query: dict[str, str | list[str]] = {choice.MANY: [report.label for report in picked]}
        query |= {key: st.query_params[key] for key in keys if key in st.query_params}
        with st.container(horizontal=True, vertical_alignment="center", key=head.TOOLS):
            copy_link("复制链接", urlencode(query, doseq=True), key="copy-link")
            head.save_view("indicators", query)
            head.to_briefing([report.id for report in picked])
    return picked


def _title(picked: Sequence[Report]) -> str:
    if not picked:
        return "选几份报告看指标"
    if len(picked) == 1:
        return f"{picked[0].label} 年的指标"
    places = {report.metadata.place for report in picked}
    if len(places) == 1:
        return f"{picked[0].metadata.place}{chinese_number(len(picked))}份报告的指标"
    return f"{chinese_number(len(picked))}份报告的指标"


def switches(found: Matrix) -> Switches:
    """Groups, 图/表, and the switches; each that cannot apply is disabled and says why."""
    groups = [ALL, *dict.fromkeys(found.cells["group"])]
    if st.session_state.get("group", ALL) not in groups:
        st.session_state["group"] = ALL  # none of the reports chosen now says anything of that group
    group = st.segmented_control(
        "板块", groups, default=None if "group" in st.session_state else ALL, required=True, key="group", label_visibility="collapsed",
        bind="query-params",
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        view = st.segmented_control(
            "看法", VIEWS, default="表", required=True, key="view", label_visibility="collapsed", bind="query-params"
        )
        yearly = _toggle("年均", "yearly", indicatorstudy.why_not_yearly(found.sides), "把几年合计除以年数，比率不除。")
        reason = indicatorstudy.why_not_per_head(found.sides)
        per_head = _toggle("每十万人", "per_head", reason, "按 2020 年第七次全国人口普查的常住人口折算成每十万人，比率不折算。")
        single = "只选了一份报告。" if len(found.sides) < 2 else ""
        everywhere = _toggle("只看都写到的", "everywhere", single, "只留下每份报告都写到的指标。")
        left = any(not figure.checked for side in found.sides for own in side.figures for figure in own)
        unchecked = _toggle("只看未核的", "unchecked", "" if left else "所选报告的数都已核过。", "只留下还有数没人核对的指标。")
    return Switches("" if group in (None, ALL) else group, view or "表", yearly, per_head, everywhere, unchecked)


def _toggle(label: str, key: str, reason: str, explained: str) -> bool:
    on = st.toggle(label, key=key, disabled=bool(reason), help=reason or explained, bind="query-params")
    return on and not reason


def limits(found: Matrix) -> None:
    """What the reports share and what limits their comparison, and one sentence of scale."""
    head.chips(found.chips)
    st.write(plain(indicatorstudy.scale(found.cells, found.sides)))


def table(found: Matrix, now: Switches) -> str:
    """The matrix; returns the indicator that stands open, or an empty string."""
    cells = indicatorstudy.narrowed(found, group=now.group, everywhere=now.everywhere, unchecked=now.unchecked)
    if cells.empty:
        st.write(plain(_empty(found, now)))
        return ""
    shown, order = indicatorstudy.layout(cells, found.sides)
    known = st.query_params.get(OPEN, "")
    clicked = _view(found, cells, now) if now.view != "表" else _cells(found, shown, order)
    if now.view == indicator_views.RANK:
        return ""  # it opens the sentences itself, also those of reports that are not among the chosen
    name = clicked[0] if clicked else known
    if name not in order or not name:
        return ""
    if clicked:
        st.session_state["open_side"] = clicked[1]
    if name != known:
        st.query_params[OPEN] = name
    return name


def _view(found: Matrix, cells: pd.DataFrame, now: Switches) -> tuple[str, int] | None:
    """The picture that is looked at, or the sentence why it cannot be drawn; the indicator and the side that were clicked."""
    reason = indicator_views.why_not(now.view, found)
    if reason:
        st.write(plain(reason))
    elif now.view == indicator_views.HEAT:
        return indicator_views.heat_map(found, cells, now.group or "指标")
    elif now.view == indicator_views.YEARS:
        return indicator_views.along(found, cells)
    elif now.view == indicator_views.RANK:
        indicator_views.rank(found, cells)
    else:
        _picture(found, cells, now)
    return None


def _empty(found: Matrix, now: Switches) -> str:
    if found.cells.empty:
        return "这几份报告里没有读到指标，可到“原文”页看看文字是否完整，也可在那里补一个数。"
    if now.unchecked:
        return "这里的数都已核过。关掉“只看未核的”可看全部。"
    return "没有哪一项是每份报告都写到的。关掉“只看都写到的”可看全部。" if now.everywhere else "这一板块没有读到数，请换一个板块。"


def _tag(found: Matrix, *more: object) -> str:
    """Short name of what is drawn, for keys: a selection must not outlive the rows it points at."""
    ids = [report.id for side in found.sides for report in side.reports]
    return sha256("|".join(map(str, (*ids, *more))).encode()).hexdigest()[:8]


def _cells(found: Matrix, shown: pd.DataFrame, order: Sequence[str]) -> tuple[str, int] | None:
    """The matrix as a table; the indicator and the side of the cell that was clicked."""
    labels = list(shown.columns[1:])
    clicked = blocks.table(
        shown,
        key=f"matrix-{_tag(found, *order)}",
        width="stretch" if len(labels) > 3 else 180 + 200 * len(labels),
        first=170,
        right=labels,
        style=lambda frame: _style(frame, order),
    )
    st.caption(READING)
    if not clicked or not order[clicked[0]]:
        return None
    row, column = clicked
    return order[row], labels.index(column) if column in labels else 0


def _style(frame: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    css = pd.DataFrame("", index=frame.index, columns=frame.columns)
    css = css.mask(frame == look.ABSENT, f"color: {look.MISSING}")
    for row, indicator in enumerate(order):
        if not indicator:
            css.iloc[row] = f"background-color: {look.GROUP_ROW}; font-weight: bold"
    return css


def _picture(found: Matrix, cells: pd.DataFrame, now: Switches) -> None:
    """The matrix as pictures that can be saved: a group each, and as many reports as find room."""
    pieces = -(-len(found.sides) // IN_A_PICTURE)
    step = -(-len(found.sides) // pieces)
    titles = [(str(group), rows) for group, rows in cells.groupby("group", sort=False)]
    if pieces > 1 and len(titles) > 1:
        st.caption(plain(f"报告较多，这里只画“{titles[0][0]}”，其余板块请在上面选。"))
        titles = titles[:1]
    columns = st.columns(2, gap="large")
    heights = [0, 0]
    for title, rows in titles:
        for first in range(0, len(found.sides), step):
            sides = found.sides[first : first + step]
            own = rows[rows["side"].between(first, first + step - 1)].assign(side=rows["side"] - first)
            place = heights.index(min(heights))
            heights[place] += 140 + 30 * own["indicator"].nunique()
            with columns[place]:
                words = _caption(found, title if not first else f"{title}（续）", sides, now)
                key = f"picture-{_tag(found, title, first, now)}"
                drawing = partial(matrix.matrix, own, chart_sides(found.sides)[first : first + step], words)
                blocks.chart(cached.drawn(key, drawing), name=f"指标_{title}", key=key)
    st.caption("指针移到图上，右上角可下载图片。要看原句，请换到“表”。")


def _caption(found: Matrix, title: str, sides: Sequence[indicatorstudy.Side], now: Switches) -> Caption:
    on = "、".join(name for name, yes in (("年均", now.yearly), ("每十万人", now.per_head)) if yes)
    return Caption(title, (), on, page_marks(found.sides), "", source(sides))


def one(found: Matrix, indicator: str) -> None:
    """The opened indicator: at the left its chart, at the right its sentences."""
    st.header(plain(cached.study().catalogue.by_id[indicator].name), anchor=False)
    left, right = st.columns(2, gap="large")
    side = st.session_state.get("open_side", 0)
    side = side if side < len(found.sides) else 0
    with left:
        _chart(found, indicator)
        place = cached_ranks.standing(found.sides[side].reports[0].id, indicator)
        if place:
            st.caption(plain(place))
    with right:
        opened.indicator(found, indicator, key=f"one-{_tag(found)}-{indicator}", first=side, title="原句")


def _chart(found: Matrix, indicator: str) -> None:
    """Bars by report; along years where a place has periods enough, with the bars one press away."""
    study = cached.study()
    rows = indicatorstudy.rows_of(found.cells, indicator)
    along = indicatorstudy.has_series(found.sides)
    if along:
        how = st.segmented_control(
            "怎样画", ["按年份", "按报告"], default="按年份", required=True, key="how", label_visibility="collapsed", bind="query-params"
        )
        along = how == "按年份"
    on = "、".join(name for name, yes in (("年均", found.yearly), ("每十万人", found.per_head)) if yes)
    title, note = indicatorstudy.headline(rows), indicatorstudy.differs(found, indicator, study.catalogue)
    key = f"{_tag(found, found.yearly, found.per_head)}-{indicator}"
    if along:
        points = indicatorstudy.along_years(rows, found.sides)
        words = Caption(title, lines.legend(points), on, page_marks(found.sides), note, source(found.sides))
        blocks.chart(cached.drawn(f"lines-{key}", partial(lines.lines, points, words)), name=title, key=f"lines-{key}")
        return
    words = Caption(title, (), on or study.catalogue.by_id[indicator].meaning, (), note, source(found.sides))
    marks = indicatorstudy.limits(found, indicator, study.catalogue)
    drawing = partial(bars.bars, rows, chart_sides(found.sides), words, marks=marks)
    blocks.chart(cached.drawn(f"bars-{key}", drawing), name=title, key=f"bars-{key}")
