"""提法 with an empty library, one report, two and five samples: three columns, their sentences, the course over several reports."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.study import SAMPLES, Study
from pages.shared import cached
from tests.page_app import charts, components, only, opened, press, said, whole, words_in

PAGE = "pages/phrases.py"
TWO = {"reports": ["平罗县 2022", "平罗县 2024"]}


@pytest.fixture(autouse=True)
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{(tmp_path / 'reports.db').as_posix()}"
    monkeypatch.setenv("REPORT_LIBRARY", address)
    cached.study.clear()
    return address


def columns(app: AppTest) -> list[dict[str, dict[str, str]]]:
    """The lists of the page: label -> row."""
    return [{item["label"]: item for item in part["items"]} for part in components(app, "picklist")]


def pressed(app: AppTest, number: int, label: str) -> AppTest:
    """Press a row of the list `number`, as the component would report it."""
    keys = [element.proto.id.split("-", 2)[2] for element in app.get("bidi_component") if element.proto.component_name == "picklist"]
    app.session_state[f"pressed-{keys[number].removesuffix('-all')}"] = label
    return whole(app.run())


def test_an_empty_library_says_what_to_do(url: str) -> None:
    only(url, 0)
    app = opened(PAGE)
    assert [title.value for title in app.title] == ["报告库还是空的"]
    assert "看不了提法" in said(app)


def test_one_report_lists_its_own_expressions(url: str) -> None:
    only(url, 1)
    app = opened(PAGE)
    assert "再选一份" in said(app)
    [found] = columns(app)
    assert "社情民意" in found and found["社情民意"]["note"] == "政策"
    app = opened(PAGE, {"view": "表"})
    assert {"提法", "次数", "几句", "类别"} == set(app.dataframe[0].value.columns)


def test_two_reports_stand_in_three_columns(url: str) -> None:
    app = opened(PAGE, TWO)
    new, kept, dropped = columns(app)
    assert new["75周年"]["detail"] == "7 次" and "75周年" not in {**kept, **dropped}
    assert "双包双联行动" in dropped and "双包双联行动" not in {**new, **kept}
    assert kept["功能型党支部"]["detail"] == "4 → 1 次" and kept["功能型党支部"]["mark"] == "减弱"
    assert "首见" in new["三项计划"]["note"]
    text = said(app)
    assert "新提法：只见于 平罗县 2024" in text and "不说工作停了" in text and "词典" in text


def test_a_row_opens_its_sentences_right_under_itself(url: str) -> None:
    app = opened(PAGE, TWO)
    before = len(components(app, "picklist"))
    pressed(app, 1, "功能型党支部")
    [lines] = components(app, "kwic")
    assert len(lines["lines"]) == 5 and {line["report"] for line in lines["lines"]} == {"平罗县-2022", "平罗县-2024"}
    lists = components(app, "picklist")
    assert len(lists) == before + 1, "the list is cut where the sentences stand"
    assert lists[1]["items"][-1]["label"] == "功能型党支部" and lists[1]["chosen"] == "功能型党支部"


def test_the_reports_can_be_turned_round(url: str) -> None:
    app = opened(PAGE, {"earlier": "平罗县 2024", "later": "平罗县 2022"} | TWO)
    new, _, dropped = columns(app)
    assert "双包双联行动" in new and "75周年" in dropped
    app = opened(PAGE, {"earlier": "平罗县 2024", "later": "平罗县 2024"} | TWO)
    assert "请换一份" in said(app)


def test_a_column_grows(url: str) -> None:
    app = opened(PAGE, TWO)
    first = len(columns(app)[0])
    next(button for button in app.button if "再列一些" in button.label).click().run()
    assert len(columns(whole(app))[0]) == first + 25


def test_the_table_holds_all_three_columns(url: str) -> None:
    app = opened(PAGE, {"view": "表"} | TWO)
    table = app.dataframe[0].value.set_index("提法")
    assert table.at["75周年", "变化"] == "新提法" and table.at["75周年", "平罗县 2022"] == 0
    assert table.at["功能型党支部", "变化"] == "沿用，减弱"
    assert {"新提法", "不再出现"} <= set(table["变化"])


def test_many_reports_show_who_says_what(url: str) -> None:
    app = opened(PAGE, {"phrases": "逐份沿革"})
    every, most = charts(app)
    rows = {cell[0].split("|")[1] for cell in every["data"][0]["customdata"]}
    assert "社情民意" in rows and "75周年" not in rows
    assert len(most["data"][0]["customdata"]) % 5 == 0
    assert "三项计划" in columns(app)[1] and "75周年" not in columns(app)[1], "中卫市 says 75周年 too"
    press(app, 0, ["永宁县-2022|社情民意"])
    lines = components(app, "kwic")[0]["lines"]
    assert lines and {line["report"] for line in lines} == {"永宁县-2022"}


def test_the_table_of_many_places_says_how_many_have_it(url: str) -> None:
    app = opened(PAGE, {"phrases": "逐份沿革", "view": "表"})
    table = app.dataframe[0].value.set_index("提法")
    assert table.at["75周年", "永宁县 2022"] == 0 and table.at["75周年", "几份有"] == 2


def test_the_years_of_one_place_have_a_first_and_a_last(url: str) -> None:
    study = Study.open(url)
    text = (SAMPLES / "平罗县-2024.txt").read_text(encoding="utf-8").replace("时期：2024", "时期：2025")
    study.add(text.replace("三项计划", "四项计划").encode(), "平罗县-2025.txt")
    years = {"reports": ["平罗县 2022", "平罗县 2024", "平罗县 2025"], "phrases": "逐份沿革"}
    table = opened(PAGE, {"view": "表"} | years).dataframe[0].value.set_index("提法")
    assert (table.at["75周年", "首见于"], table.at["75周年", "末见于"]) == ("平罗县 2024", "平罗县 2025")
    assert (table.at["三项计划", "首见于"], table.at["三项计划", "末见于"]) == ("平罗县 2024", "平罗县 2024")
    app = opened(PAGE, years)
    assert any("最近几份都有" in words_in(chart) for chart in charts(app)) and "四项计划" in columns(app)[-1]
