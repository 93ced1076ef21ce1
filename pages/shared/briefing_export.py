"""导出 of a briefing: the format, the size of pictures, the one primary button of the page, and the finished file."""

from dataclasses import dataclass
from hashlib import sha256

import streamlit as st

from analysis import export
from analysis.export import Format
from analysis.export.browser import find_browser
from analysis.export.bundle import bundle
from analysis.export.images import ARTICLE, PAGE, SLIDE, SQUARE, Size, own_size
from pages.shared import cached
from pages.shared.briefing_parts import Wanted
from pages.shared.plain import plain

ABOUT: dict[Format, str] = {
    "pptx": "演示文稿：一页一图或一表，图在演示软件里可以改，备注栏里是每个数的原句。",
    "docx": "公文版式（GB/T 9704）：标题、图、表、说明，附件列出每个数的原句。",
    "xlsx": "工作簿：一类一张表，数是数，余、近另成一列，附每个数的出处和原句。",
    "png": "单张图片，大小可选。",
    "zip": "全部图片打成一个压缩包，附目录。",
    "svg": "矢量图，放大不糊，可在绘图软件里改。",
    "csv": "数据表，Excel 可直接打开。",
}
ORDER: tuple[Format, ...] = ("pptx", "docx", "xlsx", "png", "zip", "svg", "csv")
DRAWN = ("png", "zip", "svg")
OWN = "自定大小"
SIZES: dict[str, Size | None] = {
    "幻灯片 16:9（3840 × 2160）": SLIDE,
    "公文插图（宽 16 厘米，300 dpi）": ARTICLE,
    "方图（2160 × 2160）": SQUARE,
    "同网页（宽 3840，高随内容）": PAGE,
    OWN: None,
}
ALL = "全部（打成一个 ZIP）"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made. one: the place of a single picture or table, or None for all."""

    format: Format
    one: int | None
    size: Size | None

    def tag(self, wanted: Wanted) -> str:
        """Changes with whatever changes the file."""
        what = (wanted.tag, wanted.keys, wanted.title, wanted.draft.subtitle, wanted.draft.today, cached.revision(), self)
        return sha256(repr(what).encode()).hexdigest()[:16]


def draw(wanted: Wanted) -> None:
    st.header("导出")
    there = find_browser() is not None
    formats = [one for one in ORDER if there or one not in DRAWN]
    if st.session_state.get("format") not in (None, *formats):
        st.session_state["format"] = formats[0]
    chosen: Format = st.segmented_control(
        "格式", formats, default=None if "format" in st.session_state else formats[0], required=True, key="format",
        format_func=str.upper, label_visibility="collapsed", bind="query-params",
    ) or formats[0]  # fmt: skip
    st.caption(ABOUT[chosen])
    if not there:
        _no_browser()
    order = Order(chosen, _which(chosen, wanted), _size(chosen))
    pressed = st.button("导出", type="primary", icon=":material/description:", disabled=not wanted.keys)
    if pressed:
        _make(order, wanted)
    _take(order, wanted)


def _no_browser() -> None:
    st.info(
        "服务器上没有找到 Chrome、Edge 或 Chromium，做不了 PNG、SVG 和 ZIP；DOCX 里的图改列数据。"
        "要恢复：在服务器上安装其中一个（Debian、Ubuntu：apt-get install chromium fonts-noto-cjk），"
        "或用环境变量 BROWSER_PATH 指明它的位置，再刷新这一页。\n\n"
        "现在也能拿到图：把指针移到下面任何一张图上，右上角可下载 PNG；PPTX 里的图由演示软件自己画，不受影响。"
    )


def _which(chosen: Format, wanted: Wanted) -> int | None:
    """For formats of one file a picture or table: which one."""
    if chosen not in ("png", "svg", "csv"):
        return None
    briefing = wanted.briefing()
    titles = [picture.title for picture in briefing.pictures]
    titles += [table.title for table in briefing.tables] if chosen == "csv" else []
    names = [f"{number}. {title}" for number, title in enumerate(titles, 1)]
    if len(names) < 2:
        return None
    found = st.selectbox("哪一张", [*names, ALL], key=f"which-{wanted.tag}-{chosen}-{len(names)}")
    return None if found in (None, ALL) else names.index(found)


def _size(chosen: Format) -> Size | None:
    if chosen not in DRAWN:
        return None
    size = SIZES[st.selectbox("大小", list(SIZES), key="size") or next(iter(SIZES))]
    if size is not None:
        return size
    left, right = st.columns(2)
    width = left.number_input("宽（像素）", 200, 12_000, 1920, step=10)
    height = right.number_input("高（像素）", 200, 12_000, 1080, step=10)
    return own_size(int(width), int(height))


def _make(order: Order, wanted: Wanted) -> None:
    """Make the file under a bar that says how far it is; what goes wrong is one sentence, and the file before it is gone."""
    st.session_state.pop("made", None)
    bar = st.progress(0.0, "正在备料……")

    def progress(done: int, total: int, what: str) -> None:
        bar.progress(min(1.0, (done + 0.5) / (total + 1)), f"{what}……")

    try:
        briefing = wanted.briefing()
        if order.format == "csv":
            files = export.export(briefing, "csv")
            files = files if order.one is None else files[order.one : order.one + 1]
        elif order.one is not None:
            key = [part.key for part in wanted.parts if part.drawn is not None][order.one]
            files = export.export(wanted.briefing([key]), order.format, size=order.size, progress=progress)
        else:
            made: Format = "zip" if order.format == "png" else order.format
            files = export.export(briefing, made, size=order.size, progress=progress)
        st.session_state["made"] = (order.tag(wanted), bundle(files, briefing, what=order.format.upper()))
    finally:
        bar.empty()


def _take(order: Order, wanted: Wanted) -> None:
    """The button that saves the finished file, as long as nothing has been changed since."""
    tag, file = st.session_state.get("made", ("", None))
    if file is None or tag != order.tag(wanted):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button("下载", data=file.data, file_name=file.name, mime=file.mime, on_click="ignore", icon=":material/download:")
        st.text(f"{file.name}　{_bytes(len(file.data))}")
    if file.remark and find_browser() is not None:  # that there is none is said above
        st.warning(plain(file.remark))


def _bytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} KB"
