"""总览, 对比 and 原文 with an empty library, one report, the five samples: what they say, without a browser."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.library import Library
from analysis.study import Study, sample_files
from pages.shared import cached
from tests import documents
from tests.page_app import components

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("dashboard.py", "pages/compare.py", "pages/reader.py")


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A library of this test alone."""
    address = f"sqlite:///{(tmp_path / 'reports.db').as_posix()}"
    monkeypatch.setenv("REPORT_LIBRARY", address)
    cached.study.clear()
    return address


def empty(url: str) -> None:
    study = Study.open(url)
    for report in study.reports():
        study.library.delete(report.id)


def opened(page: str, query: dict[str, str] | None = None) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, value in (query or {}).items():
        app.query_params[key] = value
    app.run()
    if page != "dashboard.py":
        app.switch_page(page).run()
    assert not app.exception
    assert not any("没有画出来" in error.value for error in app.error), page
    return app


def titles(app: AppTest) -> list[str]:
    return [title.value for title in app.title]


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_library_says_what_to_do(url: str, page: str) -> None:
    empty(url)
    app = opened(page)
    labels = [button.label for button in app.button]
    assert "导入报告" in labels and "先看五份样稿" in labels


def test_the_samples_come_back_with_one_click(url: str) -> None:
    empty(url)
    app = opened("dashboard.py")
    next(button for button in app.button if button.label == "先看五份样稿").click().run()
    assert titles(app) == ["五份报告，四个地方"]


def test_one_report_cannot_be_compared(url: str) -> None:
    empty(url)
    library = Library(url)
    first = sample_files()[0]
    Study(library).add(first.read_bytes(), first.name)
    assert titles(opened("dashboard.py")) == ["一份报告，一个地方"]
    assert titles(opened("pages/compare.py")) == ["还不能对比"]
    assert titles(opened("pages/reader.py")) == ["平罗县 2022 年的报告"]


def test_five_samples_open_with_the_named_comparison(url: str) -> None:
    app = opened("pages/compare.py")
    assert titles(app) == ["平罗县 2022 年与 2024 年"]
    assert [header.value for header in app.header][:2] == ["一眼看去", "数字"]
    charts = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    assert len(charts) >= 8
    written = json.dumps(charts, ensure_ascii=False)
    assert "未提及" in written and "100余" in written and "增 70" in written


def test_the_table_holds_the_same_numbers(url: str) -> None:
    app = opened("pages/compare.py")
    app.session_state["view"] = "表"
    app.run()
    table = next(frame.value for frame in app.dataframe if "指标" in frame.value.columns)
    row = table[table["指标"].str.startswith("提案立案")].iloc[0]
    assert row["平罗县 2022"] == "42 件" and row["平罗县 2024"] == "未提及"


def test_a_link_with_ids_opens_that_comparison(url: str) -> None:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    app.switch_page("pages/compare.py")
    app.query_params["left"], app.query_params["right"] = "永宁县-2022", "中卫市-2024"
    app.run()
    assert titles(app) == ["永宁县 2022 年与中卫市 2024 年"]


def test_the_overview_counts_what_the_library_holds(url: str) -> None:
    app = opened("dashboard.py")
    assert titles(app) == ["五份报告，四个地方"]
    assert any("样稿" in caption.value for caption in app.caption)
    grid, table = components(app, "held")
    assert [row["place"] for row in grid["rows"]][:2] == ["平罗县", "永宁县"] and grid["years"] == list(range(2018, 2025))
    assert [line["values"][0] for line in table["rows"]][:2] == ["平罗县 2022", "平罗县 2024"]
    assert all(line["values"][2] > 10 for line in table["rows"])
    assert not app.get("plotly_chart") and not app.dataframe  # what draws them would be fetched before the page stands still


def test_a_long_library_shows_the_latest_reports_and_where_the_others_are(url: str) -> None:
    study = Study.open(url)
    text = sample_files()[0].read_text(encoding="utf-8")
    for year in range(2009, 2018):
        study.add(text.replace("时期：2022", f"时期：{year}").replace("2022年", f"{year}年").encode(), f"{year}.txt")
    app = opened("dashboard.py")
    [_, table] = components(app, "held")
    assert len(table["rows"]) == 12
    assert "最近导入的报告" in [header.value for header in app.header]
    assert any(link.proto.label.startswith("全部 14 份") for link in app.get("page_link"))


def test_a_number_that_is_written_twice_is_marked_twice_and_counted_once(url: str) -> None:
    study = Study.open(url)
    report = next(one for one in study.reports() if one.label == "平罗县 2022")
    again = [span for figure in study.figures(report.id) for span in figure.repeats]
    app = opened("pages/reader.py", {"report": report.id})
    marks = [piece for block in components(app, "reading_room")[0]["blocks"] for piece in block["pieces"] if piece.get("title")]
    told = [piece for piece in marks if "只计一次" in piece["title"]]
    assert again and len(told) == len(again)
    assert len(marks) - len(told) == len({(figure.start, figure.end) for figure in study.figures(report.id)})


def test_pages_that_could_not_be_read_are_said_wherever_something_may_be_absent(url: str) -> None:
    page = documents.Page()
    lines = ["政协丙川县委员会2023年工作综述", *documents.lines_of("一年来，丙川县政协开展视察12次，立案提案85件，办复率100%。" * 6, 40)]
    page.column(60, 780, lines)
    study = Study.open(url)
    added = study.add(documents.pdf([page, documents.scan("2")]), "丙川.pdf", given={"地方": "永宁县", "时期": "2023"})
    assert study.unread([added.id, "平罗县-2022"]) == [(2,), ()]
    warnings = [warning.value for warning in opened("dashboard.py").warning]
    assert len(warnings) == 1 and "永宁县 2023 共有 1 页没有读出文字" in warnings[0].replace("\\", "")
    for name in ("compare", "keywords", "indicators"):
        query = {"left": added.id, "right": "永宁县-2022"} if name == "compare" else {"reports": added.id}
        badges = [badge.value for badge in opened(f"pages/{name}.py", query).markdown]
        assert any("缺页：永宁县 2023 第 2 页" in badge for badge in badges), name
