"""主题 with an empty library, one report, the five samples and an edited copy: terms, functions, topics, likeness, carried-over text."""

import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.study import SAMPLES, Study
from pages.shared import cached, topic_job
from tests.page_app import charts, components, only, opened, press, said, whole, words_in

PAGE = "pages/themes.py"


@pytest.fixture(autouse=True)
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{(tmp_path / 'reports.db').as_posix()}"
    monkeypatch.setenv("REPORT_LIBRARY", address)
    cached.study.clear()
    return address


def with_copy(url: str) -> Study:
    """The samples, and next year's report of 平罗县 that says most of the last one again, two words changed."""
    study = Study.open(url)
    text = (SAMPLES / "平罗县-2024.txt").read_text(encoding="utf-8").replace("时期：2024", "时期：2025")
    study.add(text.replace("全年", "一年来").encode(), "平罗县-2025.txt")
    return study


def waited(app: AppTest) -> AppTest:
    """The page when the thread has made its topics."""
    end = time.monotonic() + 90
    while topic_job.job().state == "running" and time.monotonic() < end:
        time.sleep(0.2)
    return whole(app.run())


def test_an_empty_library_says_what_to_do(url: str) -> None:
    only(url, 0)
    app = opened(PAGE)
    assert [title.value for title in app.title] == ["报告库还是空的"]
    assert "看不了主题" in said(app)


@pytest.mark.parametrize(
    ("view", "words"), [("主题词", "底表"), ("职能", "未归类"), ("相近", "只有一份报告"), ("沿用", "请在上面再选一份")]
)
def test_one_report_is_told_what_is_missing(url: str, view: str, words: str) -> None:
    only(url, 1)
    app = opened(PAGE, {"themes": view})
    assert words in said(app) + "".join(words_in(chart) for chart in charts(app))


def test_terms_say_against_what_they_are_weighed(url: str) -> None:
    app = opened(PAGE)
    assert len(charts(app)) == 5 and "库里只有 5 份报告" in said(app)
    assert "75周年" in words_in(charts(app)[1])
    press(app, 1, ["75周年"])
    assert len(components(app, "kwic")[0]["lines"]) == 7
    table = opened(PAGE, {"view": "表"}).dataframe[0].value
    assert set(table["报告"]) == {report.label for report in Study.open(url).reports()}
    assert table["权重"].between(0, 1).all()


def test_functions_of_up_to_four_are_dots_and_of_more_a_heat_map(url: str) -> None:
    app = opened(PAGE, {"themes": "职能", "reports": ["平罗县 2022", "平罗县 2024"]})
    assert len(charts(app)[0]["data"]) == 2
    press(app, 0, ["party", 0])
    [shown] = components(app, "kwic")
    assert shown["aligned"] is False and "党建" in shown["title"]
    assert all(line["match"] and "依据“" in line["note"] for line in shown["lines"]), "each paragraph names what decided it"
    app = opened(PAGE, {"themes": "职能"})
    cells = charts(app)[0]["data"][0]["customdata"]
    assert len(cells) == 5 * 11
    press(app, 0, ["中卫市-2024|consult"])
    assert {line["report"] for line in components(app, "kwic")[0]["lines"]} == {"中卫市-2024"}


def test_the_shares_of_the_table_make_a_whole(url: str) -> None:
    table = opened(PAGE, {"themes": "职能", "view": "表"}).dataframe[0].value
    for report in Study.open(url).reports():
        assert sum(float(share.rstrip("%")) for share in table[report.label]) == pytest.approx(100, abs=0.6)


def test_topics_of_a_small_library_are_called_coarse_and_kept(url: str) -> None:
    app = waited(opened(PAGE, {"themes": "话题"}))
    text = said(app)
    assert "话题很粗" in text and "先看按职能分的篇幅" in text and "归纳出" in text
    assert "各职能占全文字数的份额" in words_in(charts(app)[0]), "the profile comes first"
    [topics] = components(app, "picklist")
    assert 2 <= len(topics["items"]) <= 8
    cached.study.clear()
    topic_job.again()
    assert topic_job.job().state == "done", "kept in the library, not made again"


def test_a_topic_can_be_named(url: str) -> None:
    app = waited(opened(PAGE, {"themes": "话题"}))
    key = next(e.proto.id.split("-", 2)[2] for e in app.get("bidi_component") if e.proto.component_name == "picklist")
    app.session_state[f"pressed-{key.removesuffix('-all')}"] = "1"
    app.run()
    assert components(whole(app), "kwic")[0]["lines"]
    next(box for box in app.text_input if box.label == "话题名").set_value("为民办事").run()
    next(button for button in app.button if button.label == "改名").click().run()
    assert components(whole(app), "picklist")[0]["items"][0]["label"] == "为民办事"
    assert "为民办事" in words_in(charts(app)[1])


def test_likeness_shows_shared_words_and_names_its_stress(url: str) -> None:
    with_copy(url)
    app = opened(PAGE, {"themes": "相近", "reports": ["平罗县 2024", "平罗县 2025", "永宁县 2022"]})
    heat, near = charts(app)
    assert "失真度" in words_in(near)
    assert len(near["data"][0]["x"]) == 3 and len(near["data"][1]["x"]) == 3, "three chosen, three grey"
    table = next(frame.value for frame in app.dataframe if "最相近的" in frame.value.columns)
    assert table.iloc[0]["报告"] == "平罗县 2024" and table.iloc[0]["最相近的"] == "平罗县 2025"
    assert ["平罗县-2024|平罗县-2025"] in heat["data"][0]["customdata"]
    press(app, 0, ["平罗县-2024|平罗县-2025"])
    assert any("共同的词" in frame.value.columns and len(frame.value) == 12 for frame in app.dataframe)


def test_carried_over_text_stands_side_by_side_with_its_changes(url: str) -> None:
    with_copy(url)
    app = opened(PAGE, {"themes": "沿用", "reports": ["平罗县 2024", "平罗县 2025"]})
    assert "平罗县 2025 有" in said(app) and "正文字数的" in said(app)
    pairs = components(app, "passage_pairs")[0]["pairs"]
    changed = [pair for pair in pairs if pair["title"].startswith("改过")]
    marked = {words for pair in changed for side in pair["sides"] for words, differs in side["pieces"] if differs}
    assert any("全年" in words for words in marked) and any("一年来" in words for words in marked)
    same = [pair for pair in pairs if pair["title"] == "相同"]
    assert same and not any(differs for pair in same for side in pair["sides"] for _, differs in side["pieces"])


def test_unrelated_reports_carry_nothing_over(url: str) -> None:
    app = opened(PAGE, {"themes": "沿用", "reports": ["永宁县 2022", "中卫市 2024"]})
    assert "没有整句沿用" in said(app) and not components(app, "passage_pairs")
