"""指标 and checking a figure, without a browser: what the matrix shows, what a click opens, and that a person has the last word."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.library import Library
from analysis.study import Study, sample_files
from pages.shared import cached

ROOT = Path(__file__).resolve().parent.parent
PAGE = "pages/indicators.py"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A library of this test alone, with the five samples once a page is opened."""
    address = f"sqlite:///{(tmp_path / 'reports.db').as_posix()}"
    monkeypatch.setenv("REPORT_LIBRARY", address)
    cached.study.clear()
    return address


def opened(page: str = PAGE, **query: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    app.switch_page(page)
    for key, value in query.items():
        app.query_params[key] = value
    return sound(app.run())


def sound(app: AppTest) -> AppTest:
    assert not app.exception
    assert not any("没有画出来" in error.value for error in app.error)
    return app


def press(app: AppTest, label: str) -> AppTest:
    return sound(next(button for button in app.button if button.label == label).click().run())


def matrix(app: AppTest) -> dict[str, tuple[str, ...]]:
    frame = next(frame.value for frame in app.dataframe if frame.value.columns[0] == "指标")
    return {row[0]: tuple(row[1:]) for row in frame.itertuples(index=False)}


def words(app: AppTest) -> str:
    return "\n".join(element.value for kind in (app.markdown, app.caption, app.text) for element in kind)


def charts(app: AppTest) -> list[dict[str, object]]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def test_the_matrix_writes_values_as_the_reports_do(url: str) -> None:
    app = opened()
    assert [title.value for title in app.title] == ["五份报告的指标"]
    rows = matrix(app)
    assert rows["提案立案 件"] == ("42", "未提及", "未提及", "未提及", "未提及")
    assert rows["社情民意收集 条、篇"][:4] == ("100余", "120余", "140", "137")
    assert rows["提案"] == ("",) * 5  # a group heading is a row of its own
    assert any("跨年累计" in text for text in words(app).splitlines())


def test_switches_that_cannot_apply_are_disabled_and_say_why(url: str) -> None:
    app = opened(reports=["平罗县 2022", "平罗县 2024"])
    toggles = {toggle.label: toggle for toggle in app.toggle}
    assert toggles["年均"].disabled and "一年" in toggles["年均"].help
    assert not toggles["每十万人"].disabled
    app = opened(reports="平罗县 2022")
    toggles = {toggle.label: toggle for toggle in app.toggle}
    assert toggles["只看都写到的"].disabled


def test_the_yearly_mean_divides_and_says_so(url: str) -> None:
    before, app = matrix(opened()), opened(yearly="true")
    assert before["对口协商 次"][-1] == "63" and matrix(app)["对口协商 次"][-1] == "15.8"
    assert "年均" in words(app)


def test_filters_by_group_and_by_what_all_reports_state(url: str) -> None:
    app = opened(group="提案")
    assert "提案立案 件" in matrix(app) and "意见建议 条" not in matrix(app)
    app = opened(everywhere="true")
    assert "意见建议 条" in matrix(app) and "提案立案 件" not in matrix(app)


def test_a_group_that_nobody_writes_of_falls_back_to_all(url: str) -> None:
    app = opened(group="没有的板块")
    assert "提案立案 件" in matrix(app)


def test_a_link_opens_the_indicator_with_its_chart(url: str) -> None:
    app = opened(open="opinions_collected")
    assert "社情民意收集" in [header.value for header in app.header]
    written = json.dumps(charts(app), ensure_ascii=False)
    assert "四份写到，一份未提及" in written and "120余" in written and "层级不同" in written
    assert "核对无误" in [button.label for button in app.button]


def test_an_unknown_indicator_in_a_link_opens_nothing(url: str) -> None:
    assert not charts(opened(open="no_such_thing"))


def test_the_picture_of_the_matrix_can_be_saved(url: str) -> None:
    app = opened(view="图", group="提案")
    (chart,) = app.get("plotly_chart")
    assert "立案" in json.dumps(charts(app), ensure_ascii=False) and "toImage" in chart.proto.config


def test_a_person_confirms_and_takes_it_back(url: str) -> None:
    app = opened(reports=["平罗县 2022", "平罗县 2024"], open="proposals_filed")
    press(app, "核对无误")
    library = Library(url)
    (said,) = library.corrections("平罗县-2022")
    assert said.action == "confirm" and not said.undone
    assert "核对无误" not in [button.label for button in app.button] and "确认数字：提案立案 42 件" in words(app)
    press(app, "撤销")
    assert library.corrections("平罗县-2022")[0].undone and "核对无误" in [button.label for button in app.button]


def correcting(app: AppTest) -> AppTest:
    """The form under 改正, opened."""
    key = next(str(button.key) for button in app.button if str(button.key).startswith("confirm-one"))
    app.session_state[key.replace("confirm-", "correct-", 1) + "-0-0"] = True
    return sound(app.run())


def test_a_person_corrects_a_value_and_every_page_shows_it(url: str) -> None:
    app = correcting(opened(reports=["平罗县 2022", "平罗县 2024"], open="proposals_filed"))
    next(box for box in app.text_input if box.label == "数值").set_value("四十五").run()
    press(app, "保存改正")
    assert matrix(app)["提案立案 件"][0] == "45"
    assert "更正数字：数 42 → 45" in words(app)
    assert "45" in matrix(opened(reports="平罗县 2022"))["提案立案 件"][0]


@pytest.mark.parametrize("typed", ["1e999", "NaN", "很多", "'; DROP TABLE--"])
def test_a_value_that_is_none_is_refused_in_one_sentence(url: str, typed: str) -> None:
    app = correcting(opened(reports="平罗县 2022", open="proposals_filed"))
    sound(next(box for box in app.text_input if box.label == "数值").set_value(typed).run())
    assert next(button for button in app.button if button.label == "保存改正").disabled
    assert not Library(url).corrections("平罗县-2022")


def test_a_figure_struck_out_leaves_the_matrix_and_comes_back(url: str) -> None:
    app = correcting(opened(reports="平罗县 2022", open="proposal_reply_rate"))
    press(app, "这不是工作数字，剔除")
    assert "提案办复率" not in matrix(app)
    (said,) = Library(url).corrections("平罗县-2022")
    assert said.action == "reject"
    Library(url).undo_correction(said.id)
    assert matrix(sound(app.run()))["提案办复率"] == ("100%",)


def test_only_unchecked_figures_can_be_shown(url: str) -> None:
    app = opened(reports="平罗县 2022", open="proposals_filed")
    press(app, "核对无误")
    app = opened(reports="平罗县 2022", unchecked="true")
    assert "提案立案 件" not in matrix(app) and "提案办复率" in matrix(app)


def test_an_empty_library_says_what_to_do(url: str) -> None:
    study = Study.open(url)
    for report in study.reports():
        study.library.delete(report.id)
    app = opened()
    assert {"导入报告", "先看五份样稿"} <= {button.label for button in app.button}
    press(app, "先看五份样稿")
    assert [title.value for title in app.title] == ["五份报告的指标"]


def test_one_report_is_enough(url: str) -> None:
    study = Study.open(url)
    for report in study.reports()[1:]:
        study.library.delete(report.id)
    app = opened()
    assert [title.value for title in app.title] == ["平罗县 2022 年的指标"]
    assert "只选了一份报告。" in [toggle.help for toggle in app.toggle]


def test_three_years_of_one_place_make_a_line(url: str) -> None:
    study = Study.open(url)
    text = sample_files()[0].read_text(encoding="utf-8")
    for year in ("2020", "2021"):
        study.add(text.replace("2022", year).encode(), f"{year}.txt")
    app = opened(reports=["平罗县 2020", "平罗县 2021", "平罗县 2022"], open="proposals_filed")
    assert "按年份" in [option for group in app.get("button_group") for option in group.options]
    (chart,) = charts(app)
    assert [trace["type"] for trace in chart["data"]] == ["scatter"] * len(chart["data"])  # type: ignore[index,union-attr]


def test_many_reports_are_found_by_place_and_year(url: str) -> None:
    study = Study.open(url)
    text = sample_files()[0].read_text(encoding="utf-8")
    for year in range(2006, 2016):
        study.add(text.replace("2022", str(year)).encode(), f"{year}.txt")
    app = opened()
    boxes = {box.label: box for box in app.multiselect}
    assert "宁夏回族自治区（全部）" in boxes["按地方找"].options
    sound(boxes["按年份找"].set_value([2024]).run())
    press(app, "看这 2 份")
    assert app.multiselect(key="reports").value == ["平罗县 2024", "中卫市 2024"]
    sound(app.multiselect(key="find_places").set_value(["平罗县"]).run())
    sound(app.multiselect(key="find_years").set_value([]).run())
    press(app, "看这 12 份")
    assert len(app.multiselect(key="reports").value) == 12


def adding(app: AppTest) -> AppTest:
    """The form of 补一个数. A dialog stays open in a browser; here every run opens it again."""
    return press(app, "补一个数")


def reader(url: str) -> AppTest:
    return adding(opened("pages/reader.py", report="平罗县 2022"))


def choose(app: AppTest, label: str, value: str) -> AppTest:
    next(box for box in app.selectbox if box.label == label).set_value(value)
    return adding(app)


def test_a_figure_is_added_by_its_clause(url: str) -> None:
    app = reader(url)
    app.text_area[0].set_value("修 订制度12项")
    adding(app)
    assert [box.value for box in app.text_input if box.label in ("数值", "单位")] == ["12", "项"]
    choose(app, "数的是什么", "aspects")
    next(button for button in app.button if button.key == "add-save").click()
    adding(app)
    (said,) = Library(url).corrections("平罗县-2022")
    added = json.loads(said.after)
    study = cached.study()
    text = study.repaired("平罗县-2022").text
    assert said.action == "add" and text[added["start"] : added["end"]] == "12" and added["indicator"] == "aspects"
    assert any(figure.origin == "person" for figure in study.figures("平罗县-2022"))
    assert matrix(opened(reports="平罗县 2022"))["涉及方面 项"] == ("12",)


def test_a_clause_that_is_not_in_the_text_is_refused(url: str) -> None:
    app = reader(url)
    app.text_area[0].set_value("开展了从未有过的活动99次")
    adding(app)
    assert "没有这一句" in words(app) and "add-save" not in [button.key for button in app.button]
    assert not Library(url).corrections("平罗县-2022")


def test_what_was_read_already_is_not_added_twice(url: str) -> None:
    app = reader(url)
    app.text_area[0].set_value("全年提案立案42件")
    choose(adding(app), "数的是什么", "proposals_filed")
    assert next(button for button in app.button if button.key == "add-save").disabled and "不用再补" in words(app)


def written(app: AppTest) -> str:
    return json.dumps(charts(app), ensure_ascii=False)


def test_the_heat_map_compares_within_a_row_and_says_so(url: str) -> None:
    app = opened(view="热图", group="社情民意")
    assert "每行以最大值为 100%，只在同一行里比" in written(app).replace("<br>", "") and "120余" in written(app)
    assert "热图要在几份报告之间比" in words(opened(view="热图", reports="平罗县 2022"))


def test_the_years_need_two_of_one_place(url: str) -> None:
    app = opened(view="年度", group="社情民意")
    (chart,) = charts(app)
    assert "100余" in json.dumps(chart, ensure_ascii=False) and "永宁县" not in json.dumps(chart["data"], ensure_ascii=False)
    app = opened(view="年度", reports=["平罗县 2022", "永宁县 2022"])
    assert not charts(app) and "没有哪个地方有两个年份" in words(app)


def test_the_ranking_marks_a_place_and_lists_what_is_not_ranked(url: str) -> None:
    app = opened(view="排名", rank_by="意见建议", rank_mark="永宁县")
    (chart,) = charts(app)
    drawn = json.dumps(chart, ensure_ascii=False)
    assert "中卫市 2024" in drawn and "1 中卫市 2024" not in drawn and "80余" in drawn, "a city has no place among counties"
    left = next(frame.value for frame in app.dataframe if frame.value.columns[0] == "报告")
    assert dict(zip(left["报告"], left["标记"], strict=True)) == {"平罗县 2024": "局部", "阜新蒙古族自治县 2018—2021": "跨年累计"}
    assert {box.label: box.value for box in app.selectbox}["标出"] == "永宁县"


def test_the_ranking_of_a_year_in_the_library_and_an_unknown_choice_in_a_link(url: str) -> None:
    app = opened(view="排名", rank_by="意见建议", rank_in="2022 年全库")
    assert "永宁县 2022" in written(app) and "中卫市" not in written(app)
    boxes = {box.label: box.value for box in opened(view="排名", rank_by="没有的", rank_in="1900 年全库", rank_mark="别县").selectbox}
    assert boxes["在哪些报告里排"] == "所选报告" and boxes["标出"] == "平罗县"


def test_an_office_adds_indicators_of_its_own_and_takes_them_out(url: str) -> None:
    app = opened()
    assert "本单位没有另加" in words(app)
    template = (ROOT / "data/reference/indicators-own.yaml").read_bytes()
    app.get("file_uploader")[0].upload("坏.yaml", template.replace(b"weight", b"wieght"), "application/yaml")
    app = sound(app.run())
    (told,) = [info.value for info in app.info if "第 14 行" in info.value]
    assert "原来的目录照旧" in told and "启用这 1 项" not in [button.label for button in app.button]
    app.get("file_uploader")[0].upload("好.yaml", template, "application/yaml")
    app = press(sound(app.run()), "启用这 1 项")
    assert "本单位另加 1 项：委员热线接听" in words(app) and Library(url).setting("indicators") == template.decode()
    app = press(app, "撤下本单位指标")
    assert "本单位没有另加" in words(app)
    assert "本单位另加 1 项" in words(press(app, "恢复上一次的"))
