"""简报 without a browser: what it offers for which reports, order and choice in the address, files that can be opened again."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from analysis.library import Library
from analysis.study import Study, sample_files
from pages.shared import briefing_export, cached

ROOT = Path(__file__).resolve().parent.parent
PAGE = "pages/briefing.py"
PAIR = ["平罗县 2022", "平罗县 2024"]


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A library of this test alone, with the five samples once a page is opened."""
    address = f"sqlite:///{(tmp_path / 'reports.db').as_posix()}"
    monkeypatch.setenv("REPORT_LIBRARY", address)
    cached.study.clear()
    return address


def opened(page: str = PAGE, **query: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=90).run()
    app.switch_page(page)
    for key, value in query.items():
        app.query_params[key] = value
    return sound(app.run())


def sound(app: AppTest) -> AppTest:
    assert not app.exception
    assert not app.error, [error.value for error in app.error]
    return app


def press(app: AppTest, label: str, place: int = 0) -> AppTest:
    return sound([button for button in app.button if button.label == label][place].click().run())


def rows(app: AppTest) -> list[str]:
    """The titles of the two lists of contents, in order."""
    return [text.value for text in app.text if text.value[:2] in ("句　", "图　", "表　")]


def made(app: AppTest) -> Any:
    """The finished file behind the button 下载."""
    assert "下载" in [button.label for button in app.get("download_button")]
    return app.session_state["made"][1]


def test_the_only_primary_button_is_the_export(url: str) -> None:
    app = opened(reports=PAIR)
    assert [title.value for title in app.title] == ["平罗县 2022 年与 2024 年"]
    assert [button.label for button in app.button if button.proto.type == "primary"] == ["导出"]
    assert next(field for field in app.text_input if field.label == "标题").value == "平罗县政协 2022 年与 2024 年工作报告对比简报"
    assert rows(app)[6:] == [
        "图　两边都写到的六项",
        "图　两边都写到的另外五项",
        "表　指标对照",
        "图　各职能占全文字数的份额",
        "图　用得多少不同的词",
        "表　提法的变化",
    ]
    assert len(app.get("plotly_chart")) == 4


@pytest.mark.parametrize(
    ("reports", "template"),
    [(PAIR, "years"), (["永宁县 2022", "中卫市 2024"], "places"), ([], "ranking"), (PAIR[:1], "one")],
)
def test_the_template_follows_the_reports(url: str, reports: list[str], template: str) -> None:
    app = opened(reports=reports) if reports else opened()
    assert app.session_state["template"] == template


def test_a_template_that_no_longer_fits_gives_way(url: str) -> None:
    app = opened(reports=PAIR)
    app.multiselect(key="reports").set_value([*PAIR, "永宁县 2022"])
    sound(app.run())
    assert app.session_state["template"] == "places" and "三" not in rows(app)[0][:2]


def test_order_and_choice_can_be_changed_and_stand_in_the_address(url: str) -> None:
    app = opened(reports=PAIR)
    before = rows(app)
    press(app, "下移", 5)  # the sixth button is the first of the second list: five sentences can go down
    after = rows(app)
    assert after[6:8] == before[7:5:-1] and after[:6] == before[:6]
    press(app, "去掉", 0)
    assert rows(app) == after[1:]
    assert app.query_params["parts"][0] == "句:2"
    press(app, "恢复模板原样")
    assert rows(app) == before and "parts" not in app.query_params


def test_a_link_opens_the_same_briefing(url: str) -> None:
    app = opened(reports=PAIR, parts=["句:2", "篇幅", "数字:提案"], title="自拟标题")
    assert rows(app)[1:] == ["图　各职能占全文字数的份额", "图　提案"]
    assert next(field for field in app.text_input if field.label == "标题").value == "自拟标题"
    press(app, "去掉", 0)
    press(app, "去掉", 0)
    press(app, "去掉", 0)
    assert rows(app) == [] and next(button for button in app.button if button.label == "导出").disabled


def test_what_is_left_out_can_be_added_where_the_template_has_it(url: str) -> None:
    app = opened(reports=PAIR)
    adding = next(field for field in app.multiselect if field.label == "还可以加上")
    adding.set_value(["数字:提案"])
    sound(app.run())
    assert rows(app)[8:10] == ["图　提案", "表　指标对照"]


def test_a_workbook_is_made_and_holds_the_numbers_of_the_page(url: str) -> None:
    app = opened(reports=PAIR, format="XLSX")
    press(app, "导出")
    file = made(app)
    assert file.name == "平罗县政协_2022_年与_2024_年工作报告对比简报.xlsx"
    book = load_workbook(BytesIO(file.data))
    cells = {(row[1], row[2]): row[3] for row in book["数字"].iter_rows(min_row=2, values_only=True)}
    page = cached.comparison((("平罗县-2022",), ("平罗县-2024",)))
    for row in page.cells.itertuples():
        if len(row.values) < 2:
            assert cells[row.name, page.sides[row.side].label] == (row.values[0] if row.values else "未提及")
    next(field for field in app.text_input if field.label == "标题").set_value("另一个标题")
    sound(app.run())
    assert not app.get("download_button"), "a file of before is not offered for what has been changed since"


def test_a_deck_and_tables_need_no_browser(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(briefing_export, "find_browser", lambda: None)
    app = opened(reports=PAIR)
    assert "apt-get install chromium" in app.info[0].value and "右上角可下载 PNG" in app.info[0].value
    offered = app.session_state["format"]
    assert offered == "pptx"
    for name, start in (("pptx", b"PK"), ("csv", b"\xef\xbb\xbf")):
        app.session_state["format"] = name
        press(sound(app.run()), "导出")
        assert made(app).data.startswith(start)
    linked = opened(reports=PAIR, format="PNG")  # from a link that was made where there is a browser
    assert linked.session_state["format"] == "pptx"


def test_one_table_can_be_taken_alone(url: str) -> None:
    app = opened(reports=PAIR, format="CSV")
    choice = next(field for field in app.selectbox if field.label == "哪一张")
    choice.set_value(choice.options[2])
    press(sound(app.run()), "导出")
    file = made(app)
    assert file.name == "篇幅.csv" and file.data.decode("utf-8-sig").splitlines()[0].startswith("职能,平罗县 2022（%）")


def test_all_tables_come_as_one_archive(url: str) -> None:
    app = opened(reports=PAIR, format="CSV")
    choice = next(field for field in app.selectbox if field.label == "哪一张")
    choice.set_value(choice.options[-1])
    press(sound(app.run()), "导出")
    file = made(app)
    assert file.name == "平罗县政协_2022_年与_2024_年工作报告对比简报_CSV.zip"
    names = zipfile.ZipFile(BytesIO(file.data)).namelist()
    assert len(names) == 6 and names[0].startswith("01_") and all(name.endswith(".csv") for name in names)


def test_an_empty_library_and_a_single_report(url: str) -> None:
    library = Library(url)
    Study.open(url)
    for report in library.reports()[1:]:
        library.delete(report.id)
    app = opened()
    assert app.session_state["template"] == "one" and "这份报告写到" in rows(app)[0]
    library.delete(library.reports()[0].id)
    app = opened()
    assert {"导入报告", "先看五份样稿"} <= {button.label for button in app.button}


def test_the_other_pages_lead_here_with_their_choice(url: str) -> None:
    assert len(sample_files()) == 5
    for page in ("pages/compare.py", "pages/indicators.py", "pages/keywords.py"):
        app = opened(page)
        links = [link for link in app.get("page_link") if link.proto.label == "做成简报"]
        assert len(links) == 1 and "reports=" in links[0].proto.query_string
