"""关键词 with an empty library, one report, the five samples: counts that open their places, views, search, the dictionary."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.study import Study
from pages.shared import cached, cached_words
from tests.page_app import charts, components, only, opened, press, said, whole, words_in

PAGE = "pages/keywords.py"
TWO = {"reports": ["平罗县 2022", "平罗县 2024"]}


@pytest.fixture(autouse=True)
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{(tmp_path / 'reports.db').as_posix()}"
    monkeypatch.setenv("REPORT_LIBRARY", address)
    cached.study.clear()
    return address


def test_an_empty_library_says_what_to_do(url: str) -> None:
    only(url, 0)
    app = opened(PAGE)
    assert [title.value for title in app.title] == ["报告库还是空的"]
    assert {"导入报告", "先看五份样稿"} <= {button.label for button in app.button}


def test_one_report_has_its_ranking_but_no_second_side(url: str) -> None:
    only(url, 1)
    assert len(charts(opened(PAGE))) == 1
    assert "对照要两方" in said(opened(PAGE, {"words": "对照"}))
    assert "请在上面再选几年" in said(opened(PAGE, {"words": "趋势"}))


def test_five_reports_rank_side_by_side_without_stock_words(url: str) -> None:
    app = opened(PAGE)
    assert len(charts(app)) == 5
    assert "图里不列" in said(app) and "样稿" in words_in(charts(app)[0]) and "词典" in words_in(charts(app)[0])
    ranked = [label for chart in charts(app) for trace in chart["data"] for (label,) in trace["customdata"]]
    assert "工作" not in ranked and "75周年" in ranked
    app.session_state["dim"] = False
    shown = [label for chart in charts(whole(app.run())) for trace in chart["data"] for (label,) in trace["customdata"]]
    assert "工作" in shown


def test_a_number_opens_exactly_its_places(url: str) -> None:
    app = opened(PAGE, TWO)
    bar = charts(app)[1]["data"][0]
    terms = [term for (term,) in bar["customdata"]]
    press(app, 1, ["75周年"])
    [lines] = components(app, "kwic")
    written = next(label for label in bar["hovertext"] if "75周年" in label)
    assert f"{len(lines['lines'])} 次" in written and f"共 {len(lines['lines'])} 次" in lines["title"]
    assert {line["match"] for line in lines["lines"]} == {"75周年"} and "75周年" in terms


def test_the_heat_map_and_the_cloud_open_sentences(url: str) -> None:
    app = opened(PAGE, {"words": "热图"} | TWO)
    data = charts(app)[0]["data"][0]["customdata"]
    key = next(cell for cell in data if cell[0].startswith("平罗县-2024|"))
    press(app, 0, key)
    assert all(line["report"] == "平罗县-2024" for line in components(app, "kwic")[0]["lines"])
    app = opened(PAGE, {"words": "词云"} | TWO)
    press(app, 0, charts(app)[0]["data"][0]["customdata"][0])
    assert components(app, "kwic")[0]["lines"]


def test_a_trend_keeps_the_gap_between_years(url: str) -> None:
    app = opened(PAGE, {"words": "趋势"} | TWO)
    assert len(charts(app)) == 4
    assert not any(trace.get("mode") == "lines" for chart in charts(app) for trace in chart["data"]), "2023 is missing: no line over it"


def test_the_table_holds_what_the_pictures_show_and_names_stock_words(url: str) -> None:
    app = opened(PAGE, {"view": "表"} | TWO)
    table = app.dataframe[0].value.set_index("词")
    assert table.at["75周年", "平罗县 2022"] == 0 and table.at["75周年", "平罗县 2024"] == 7
    assert "工作" not in table.index[:20]
    app.session_state["dim"] = False
    table = whole(app.run()).dataframe[0].value.set_index("词")
    assert table.at["工作", "体裁词"] == "是"


def test_the_contrast_says_how_little_a_report_can_say(url: str) -> None:
    app = opened(PAGE, {"words": "对照"} | TWO)
    assert "文本太少" in said(app)
    butterfly = charts(app)[0]
    assert "75周年" in words_in(butterfly) and "工作" not in [row[0] for trace in butterfly["data"] for row in trace["customdata"]]
    press(app, 1, ["75周年", 1])
    assert components(app, "kwic")[0]["lines"]
    app = opened(PAGE, {"words": "对照", "view": "表"} | TWO)
    table = app.dataframe[0].value.set_index("词")
    assert table.at["75周年", "判断"] == "倾向" and table.at["75周年", "G²"] < 0
    assert "G²" in said(app) and "校正" in said(app)


def test_one_report_on_both_sides_is_refused(url: str) -> None:
    app = opened(PAGE, {"words": "对照", "one_side": ["平罗县 2022"], "other_side": ["平罗县 2022"]} | TWO)
    assert any("同一份报告不能同时在两方" in warning.value for warning in app.warning)


def test_search_takes_phrases_and_stars_and_refuses_a_lone_star(url: str) -> None:
    app = opened(PAGE, {"find": "提案*办理"})
    [found] = components(app, "kwic")
    assert found["lines"] and all(line["match"].startswith("提案") and line["match"].endswith("办理") for line in found["lines"])
    app = opened(PAGE, {"find": "*"})
    assert any("代替" in info.value for info in app.info)
    assert "没有“量子计算机”" in said(opened(PAGE, {"find": "量子计算机"}))


def change(app: AppTest, action: str, word: str, target: str = "") -> AppTest:
    app.selectbox(key="dictionary-action").set_value(action).run()
    next(box for box in app.text_input if box.label == "词语").set_value(word).run()
    if target:
        next(box for box in app.text_input if box.label == "并入").set_value(target).run()
    return whole(app)


def test_a_change_of_the_dictionary_is_seen_before_it_is_kept(url: str) -> None:
    app = opened(PAGE, TWO)
    before = cached_words.dictionary_version()
    change(app, "merge", "视察", "调研")
    effect = next(frame.value for frame in app.dataframe if "改后" in frame.value.columns).set_index("词")
    assert effect.at["视察", "改后"] == 0 and effect.at["调研", "改后"] == effect["现在"].sum()
    assert cached_words.dictionary_version() == before, "looking changes nothing"
    next(button for button in app.button if button.label == "保留这个改动").click().run()
    assert cached_words.dictionary_version() != before and "视察 → 调研" in said(whole(app))
    assert cached_words.dictionary_version() in words_in(charts(app)[0])
    next(button for button in app.button if button.label == "撤回").click().run()
    assert cached_words.dictionary_version() == before and "本单位还没有改动" in said(whole(app))


def test_a_stopped_word_keeps_its_reason_and_a_genre_word_is_only_dimmed(url: str) -> None:
    app = opened(PAGE, TWO)
    change(app, "genre", "政治")
    assert "图里淡化" in said(app)
    next(button for button in app.button if button.label == "保留这个改动").click().run()
    table = Study.open(url).words(["平罗县-2022"])[0].set_index("term")
    assert table.at["政治", "genre"] and table.at["政治", "count"] == 6
    change(app, "stop", "界别")
    next(button for button in app.button if button.label == "保留这个改动").click().run()
    assert "界别" not in set(Study.open(url).words(["平罗县-2022"])[0]["term"])


def test_a_change_that_makes_no_sense_is_refused(url: str) -> None:
    app = opened(PAGE, TWO)
    change(app, "remove", "并无此词")
    assert any("无需撤除" in info.value for info in app.info)
    assert not any(button.label == "保留这个改动" for button in app.button)


def test_the_dictionary_travels_as_a_table(url: str) -> None:
    app = opened(PAGE, TWO)
    rows = "action\tword\ttarget\tnote\nadd\t书香平罗\tslogan\t\nstop\t界别\t\t本单位不用\n"
    app.get("file_uploader")[0].upload("词典.tsv", rows.encode("utf-8-sig"), "text/tab-separated-values")
    whole(app.run())
    next(button for button in app.button if button.label == "保留这 2 条改动").click().run()
    kept = [(one.action, one.term, one.value) for one in Study.open(url).library.dictionary_changes()]
    assert kept == [("add", "书香平罗", "slogan"), ("stop", "界别", "本单位不用")]
    app.get("file_uploader")[0].upload("别的.tsv", "一,二\n".encode(), "text/plain")
    app.run()
    assert any("表头" in info.value for info in app.info)
