"""指标目录: what the office adds to the indicators; a mistake is told with its line, and the last good ones stay."""

import streamlit as st

from analysis.figures import tried_indicators
from analysis.figures.catalogue import Catalogue
from analysis.reference import REFERENCE
from analysis.report import ReportError
from pages.shared import cached
from pages.shared.plain import plain

YAML, TEMPLATE, FILE = "application/yaml", "indicators-own.yaml", "本单位指标.yaml"
NAMED = 6


def draw() -> None:
    """How many indicators there are and which are the office's own, the file to carry them elsewhere, and the way back."""
    study = cached.study()
    catalogue, text = study.catalogue, study.own_indicators
    st.header("指标目录")
    shipped = len(catalogue.indicators) - len(catalogue.own)
    own = f"本单位另加 {len(catalogue.own)} 项：{_names(catalogue)}" if catalogue.own else "本单位没有另加"
    st.caption(plain(f"随软件目录 {shipped} 项；{own}。要数别的事，不用改程序：下载样例，照样写好，再导入。"))
    if text and not catalogue.own:
        st.warning("本单位另加的指标与新版随软件目录对不上，暂未启用；请导出后修改，再导入一次。")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button("下载样例", (REFERENCE / TEMPLATE).read_bytes(), TEMPLATE, YAML, on_click="ignore")
        with st.popover("导入本单位指标"):
            given = st.file_uploader("选一个 YAML 文件", type=["yaml", "yml", "txt"], key="indicators-file")
            if given is not None:
                _import(given.getvalue())
        if text:
            st.download_button("导出本单位指标", text.encode("utf-8-sig"), FILE, YAML, on_click="ignore")
            if st.button("撤下本单位指标", type="tertiary"):
                _keep("")
        before = study.indicators_before
        if before and before != text and st.button("恢复上一次的", type="tertiary"):
            _keep(before)


def _names(catalogue: Catalogue) -> str:
    names = [catalogue.name(one) for one in catalogue.own]
    return "、".join(names[:NAMED]) + (f"等 {len(names)} 项" if len(names) > NAMED else "")


def _import(data: bytes) -> None:
    """Try the file, say what is in it, and keep it when the person says so."""
    try:
        text = data.decode("utf-8-sig")
        found = tried_indicators(text)
    except UnicodeDecodeError:
        st.info("这个文件不是 UTF-8 编码，请另存为 UTF-8 再导入；原来的目录照旧。")
        return
    except ReportError as error:
        st.info(plain(f"{error} 原来的目录照旧。"))
        return
    if not found.own:
        st.info("文件里没有指标，请照样例写好再导入。")
        return
    st.write(plain(f"文件里有 {len(found.own)} 项：{_names(found)}。例句和反例都试过了。"))
    if st.button(f"启用这 {len(found.own)} 项", type="primary"):
        _keep(text)


def _keep(text: str) -> None:
    try:
        cached.study().keep_indicators(text)
    except ReportError as error:
        st.toast(str(error))
        return
    st.toast("已保存，各份报告按新目录重读。")
    st.rerun()
