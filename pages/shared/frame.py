"""The frame round every page: browser title, our style sheet, the Chinese menu, and one Chinese sentence for every failure."""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path

import streamlit as st

from analysis.report import ReportError
from pages.shared import cached, choice
from pages.shared.plain import plain

NAME = "政协报告对读"
ICON = str(Path(__file__).with_name("icon.png"))

#: Title, file, and how the page takes the choice of reports: "sides", "reports", "one", or not at all.
MENU: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "看",
        (
            ("总览", "dashboard.py", ""),
            ("对比", "pages/compare.py", "sides"),
            ("指标", "pages/indicators.py", "reports"),
            ("关键词", "pages/keywords.py", "reports"),
            ("提法", "pages/phrases.py", "reports"),
            ("主题", "pages/themes.py", "reports"),
            ("原文", "pages/reader.py", "one"),
        ),
    ),
    ("管", (("报告库", "pages/library.py", ""),)),
    ("做", (("简报", "pages/briefing.py", "reports"),)),
)

#: How pages take the choice of reports.
KINDS = tuple(dict.fromkeys(kind for _, pages in MENU for _, _, kind in pages))

ROOT = Path(__file__).resolve().parents[2]

STYLE = """<style>
[data-testid="stMainBlockContainer"]{max-width:1180px;padding:2.2rem 2rem 4rem}
[data-testid="stSidebar"]{width:184px!important;min-width:184px!important}
[data-testid="stHeader"]{background:transparent;height:2.4rem}
html,body,[class*="st-"]{font-variant-numeric:tabular-nums}
h1{padding-top:0!important} [data-testid="stMain"] h2{margin-top:1.4rem!important;padding:0 0 .35rem!important}
[data-testid="InputInstructions"]{font-size:0!important} [data-testid="InputInstructions"]::after{content:"按回车确认";font-size:12px}
[data-testid="stTextArea"] [data-testid="InputInstructions"]::after{content:"按 Ctrl+回车确认"}
[data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-secondary"] p{font-size:0!important}
[data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-secondary"] p::after{content:"选择文件";font-size:14px}
[class*="st-key-upload-folder"] [data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-secondary"] p::after{content:"选择文件夹"}
[data-testid="stFileUploaderDropzoneInstructions"] span{font-size:0!important}
[data-testid="stFileUploaderDropzoneInstructions"] span::after{content:"也可以拖到这里，每个文件不超过 30 MB";font-size:14px}
[data-testid="stFileUploaderDropzone"]>div>span{font-size:0!important}
[data-testid="stFileUploaderDropzone"]>div>span::after{content:"松开，放在这里";font-size:1rem}
[data-testid="stFileChip"][aria-invalid="true"]::after{content:"没有上传：超过 30 MB";font-size:12px;padding-left:8px;max-width:6rem}
[data-testid="stTooltipErrorContent"]{font-size:0!important}
[data-testid="stTooltipErrorContent"]::after{content:"文件超过 30 MB，请删去图片或拆分后再导入。";font-size:14px}
[data-testid="stElementContainer"]:has([data-testid="stPlotlyChart"]){margin-left:-14px;margin-right:-14px;
 width:calc(100% + 28px)!important;max-width:none!important}
[data-testid="stBaseButton-tertiary"] p{color:#A63A24;text-decoration:underline;text-underline-offset:3px}
[data-testid="stMultiSelect"] [data-tag]{background:#FFF!important;color:#101317!important;border:1px solid #B9B5AA!important}
@media (max-width:640px){[data-testid="stMainBlockContainer"]{padding:2.6rem 1rem 3rem} h1{font-size:24px!important}}
@media print{
 @page{size:A4;margin:15mm 14mm}
 [data-testid="stSidebar"],[data-testid="stHeader"],[data-testid="stToolbar"],.stButton,.stSelectbox,.stMultiSelect,.stPopover,.stButtonGroup,.stCheckbox,.st-key-tools{display:none!important}
 [data-testid="stApp"],[data-testid="stAppViewContainer"],[data-testid="stMain"]{position:static!important;overflow:visible!important;height:auto!important;display:block!important}
 [data-testid="stMainBlockContainer"]{max-width:none;padding:0}
 [data-testid="stColumn"]{min-width:100%!important}
 [data-testid="stElementContainer"]:not(:has([data-testid="stDataFrame"])){break-inside:avoid} h1,h2,h3{break-after:avoid}
 [data-testid="stDataFrame"]{zoom:.6}
}
</style>"""

log = logging.getLogger(__name__)


def show(title: str, draw: Callable[[], None]) -> None:
    """Draw one page inside the frame. Whatever goes wrong ends in one Chinese sentence; the traceback goes to the log."""
    st.set_page_config(page_title=f"{title} · {NAME}", page_icon=ICON, layout="wide", initial_sidebar_state="auto")
    st.html(STYLE)
    st.session_state["opened"] = st.session_state.get("page") != title
    if st.session_state["opened"]:
        # A page that is left takes its pickers along; that its picker was emptied then was nobody's wish.
        st.session_state.pop("emptied", None)
        st.session_state["page"] = title
    try:
        with cached.one_state():
            _menu()
            cached.bring_up_to_date()
            draw()
    except ReportError as error:
        st.error(plain(str(error)))
    except Exception:
        log.exception("page %s failed", title)
        st.error("这一页没有画出来，库里的报告和核对结果都还在。请刷新重试；若仍如此，请把运行窗口里的记录交给管理员。")


def _menu() -> None:
    carried = _carried()
    with st.sidebar:
        st.markdown(f"**{NAME}**")
        for group, pages in MENU:
            present = [page for page in pages if (ROOT / page[1]).exists()]
            if present:
                st.caption(group)
            for label, file, kind in present:
                st.page_link(file, label=label, width="stretch", query_params=carried.get(kind))


def _carried() -> dict[str, dict[str, str | Iterable[str]]]:
    """The present choice of reports by kind of page; none when the library cannot be opened, which the page itself says."""
    try:
        ids = choice.current()
        return {kind: choice.query(kind, ids) if ids else {} for kind in KINDS}
    except ReportError:
        return {}
