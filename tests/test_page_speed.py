"""What keeps the pages quick: figures ready for the browser, the library asked once a drawing, the server warm, the document its own."""

import gc
import json
import sys
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
import streamlit as st

import serving
from analysis.charts import look
from analysis.charts.frame import Canvas, Caption
from analysis.charts.lettering import lettered
from analysis.library.store import Store
from analysis.study import Study
from pages.shared import cached, warming
from pages.shared.shown import SET_ANYWAY, Shown, filled, without_template
from tests.page_app import charts, opened


def figure() -> go.Figure:
    canvas = Canvas(Caption("甲县：立案提案"))
    canvas.words("甲县", 0, 1)
    return canvas.figure([go.Scatter(x=[1], y=[2], xaxis="x2")], 120, alt="甲县一件。", xaxis={"range": [0, 2]}, xaxis2={"overlaying": "x"})


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{(tmp_path / 'reports.db').as_posix()}"
    monkeypatch.setenv("REPORT_LIBRARY", url)
    st.cache_resource.clear()
    st.cache_data.clear()
    return url


# -- figures


def test_a_shown_figure_holds_nothing_that_plotly_takes_for_new_each_time() -> None:
    shown = Shown(figure())
    layout = shown.to_dict()["layout"]
    assert "template" not in layout and "meta" not in layout
    assert layout.items() >= SET_ANYWAY.items()
    assert shown.to_dict() is shown.to_dict()
    assert (shown.height, shown.alt) == (int(figure().layout.height), "甲县一件。")


def test_a_shown_figure_looks_like_the_figure() -> None:
    made = figure()
    layout = Shown(made).to_dict()["layout"]
    assert layout["font"]["family"] == look.FONT and layout["paper_bgcolor"] == look.WHITE
    assert layout["margin"] == made.to_dict()["layout"]["margin"]  # the figure's own, not the template's
    usual = look.TEMPLATE.to_plotly_json()["layout"]["xaxis"]
    assert layout["xaxis"] == usual | {"range": [0, 2]} and layout["xaxis2"] == usual | {"overlaying": "x"}
    assert layout["yaxis"] == look.TEMPLATE.to_plotly_json()["layout"]["yaxis"]
    assert made.layout.template.layout.font.family == look.FONT and made.layout.meta["alt"]  # the figure itself is as before


def test_what_is_given_stands_before_what_is_usual() -> None:
    assert filled({"a": {"b": 1}, "c": None}, {"a": {"b": 2, "d": 3}, "c": 4, "e": 5}) == {"a": {"b": 1, "d": 3}, "c": None, "e": 5}
    assert filled({"a": 1}, {"a": {"b": 2}}) == {"a": 1} and filled({"a": {"b": 2}}, {"a": 1}) == {"a": {"b": 2}}
    bare = {"data": [], "layout": {"height": 1}}
    assert without_template(bare)["layout"]["height"] == 1 and bare == {"data": [], "layout": {"height": 1}}


def test_words_on_a_shown_figure_are_labels_at_the_same_places() -> None:
    canvas = Canvas(Caption("甲县"))
    canvas.words([("四十二件", look.INK, True)], 0.5, 3, dx=7, dy=18, size=18, anchor="right")
    canvas.mark("约数", 1, 3, dx=10)
    canvas.annotations.append({"text": "箭头", "x": 1, "y": 1, "showarrow": True, "textangle": 0})
    layout = lettered({"annotations": canvas.annotations, "shapes": [{"type": "line"}]})
    line, words, mark = layout["shapes"]
    assert line == {"type": "line"} and [note["text"] for note in layout["annotations"]] == ["箭头"]  # what is more than words stays
    assert (words["xanchor"], words["yanchor"], words["x0"], words["y0"]) == (0.5, 3, 7, 16)
    assert words["label"]["xanchor"] == "right" and words["label"]["text"] == canvas.annotations[0]["text"]
    assert mark["fillcolor"] == look.WHITE and mark["line"]["width"] == 1 and mark["x0"] == 10 and 24 < mark["x1"] - mark["x0"] < 34
    assert "label" in mark and len(canvas.annotations) == 3


def test_no_word_of_a_shown_figure_is_lost() -> None:
    made = figure()
    layout = Shown(made).to_dict()["layout"]
    assert not layout["annotations"]
    said = [shape["label"]["text"] for shape in layout["shapes"] if "label" in shape]
    assert said == [note.text for note in made.layout.annotations] and len(made.layout.annotations) > 1


def test_pages_send_figures_that_are_ready(library: str) -> None:
    for page in ("pages/themes.py", "pages/compare.py", "pages/keywords.py"):
        sent = charts(opened(page))
        assert sent and all("template" not in one["layout"] and one["layout"]["datarevision"] == 1 for one in sent)
        assert all(one["layout"]["font"]["family"] == look.FONT for one in sent)


# -- the library


def test_one_drawing_asks_the_library_once_and_the_next_one_anew(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    study, asked = cached.study(), []
    real = Store.revision
    monkeypatch.setattr(Store, "revision", lambda self: asked.append(1) or real(self))
    with cached.one_state():
        first = cached.revision()
        study.library.save_view("年度对比", "compare?left=a&right=b")
        assert cached.revision() == first and len(cached.reports()) == len(cached.reports()) == 5
    assert len(asked) <= 2  # its revision, and the reports that are kept by it
    assert cached.revision() != first
    study.library.delete(study.reports()[0].id)
    with cached.one_state():
        assert cached.revision() != first and len(cached.reports()) == 4
    assert len(cached.reports()) == 4


def test_a_drawing_that_fails_leaves_no_state_behind(library: str) -> None:
    cached.study()
    with pytest.raises(ValueError), cached.one_state():
        before = cached.revision()
        raise ValueError
    cached.study().library.save_view("年度对比", "compare?left=a&right=b")
    assert cached.revision() != before


# -- the server


def test_warming_loads_what_pages_need_and_brings_the_samples_in_once(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(gc, "freeze", lambda: done.append("frozen"))
    monkeypatch.setattr(warming, "PAUSE", 0.0)
    thread = warming.begin()
    found = cached.opened(library)  # a page that is opened at the same moment
    thread.join(timeout=120)
    assert not thread.is_alive() and done == ["frozen"]
    assert len(found.reports()) == len(Study.open(library).reports()) == 5
    assert {"pages.shared.sections", "pages.shared.briefing_export"} <= sys.modules.keys()


def test_warming_says_no_more_than_the_page_when_there_is_no_library(
    library: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("REPORT_LIBRARY", "no address")
    warming.begin().join(timeout=60)
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.mark.parametrize("charts", [True, False])
def test_the_document_is_chinese_and_knows_its_server(charts: bool) -> None:
    text = serving.document(charts=charts)
    assert '<html lang="zh-CN">' in text and "<title>政协报告对读</title>" in text
    told = text.index("window.__streamlit")
    assert told < text.index('<script type="module"')  # before Streamlit's own script reads it


def test_pages_of_charts_ask_for_what_draws_them_at_once_and_the_overview_later() -> None:
    early, later = (serving.document(charts=charts) for charts in (True, False))
    own = serving.DOCUMENT.read_text(encoding="utf-8").count("modulepreload")
    assert early.count("modulepreload") == own + 2 and later.count("modulepreload") == own
    files = [link.partition('"')[0] for link in early.split('<link rel="modulepreload" crossorigin href="./')[1:]]
    files += [part.partition("'")[0] for part in later.split("import('./")[1:]]
    assert len(files) == own + 4 and all((serving.DOCUMENT.parent / file).is_file() for file in files)


def test_every_page_and_nothing_else_is_that_document() -> None:
    paths = {route.path for route in serving.routes()}
    pages = {path.stem for path in (serving.ROOT / "pages").glob("*.py")}
    assert paths == {"/", *(f"/{page}" for page in pages)}


def test_a_streamlit_without_that_document_serves_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(serving, "DOCUMENT", tmp_path / "index.html")
    assert serving.routes() == []
    (tmp_path / "index.html").write_text("<html><head></head></html>", encoding="utf-8")
    assert serving.document(charts=True).startswith("<html><head>") and len(serving.routes()) > 5


def test_settings_are_handed_on_with_their_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, Any] = {}
    monkeypatch.setattr(type(serving.app), "run", lambda self, config: told.update(config))
    serving.main(
        ["--server.port", "8502", "--server.headless", "true", "--server.address", "127.0.0.1", "--browser.gatherUsageStats", "false"]
    )
    assert json.loads(json.dumps(told)) == {
        "server.port": 8502, "server.headless": True, "server.address": "127.0.0.1", "browser.gatherUsageStats": False,
    }  # fmt: skip


def test_ctrl_c_ends_the_server_without_a_word(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def pressed(self: object, config: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(type(serving.app), "run", pressed)
    serving.main([])
    assert capsys.readouterr() == ("", "")
