"""What unlucky links and libraries do to the pages: every page opens, says in one sentence what is wrong, and shows names as text."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.study import Study, revising
from pages.shared import cached
from tests.page_app import opened, said, whole

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("dashboard.py", *(f"pages/{path.name}" for path in sorted((ROOT / "pages").glob("*.py"))))
ABOUT_SEVERAL = ("pages/indicators.py", "pages/keywords.py", "pages/phrases.py", "pages/themes.py", "pages/briefing.py")
EVIL = "<img src=x onerror=alert(1)>**县**:material/x:"
SHORT = "县政协召开协商会议{number}次，收到提案{number}件。\n"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{(tmp_path / 'reports.db').as_posix()}"
    monkeypatch.setenv("REPORT_LIBRARY", address)
    cached.study.clear()
    return address


def add(study: Study, number: int, place: str = "平罗县") -> str:
    head = {
        "地方": place,
        "省份": "" if place == "平罗县" else "某省",
        "层级": "县级",
        "时期": str(2000 + number),
        "标题": f"*{place}* 综述",
    }
    return study.add(f"{2000 + number}年，{SHORT.format(number=number)}".encode(), f"{number}.txt", given=head).id


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("address", ["nonsense", "damaged"])
def test_a_library_that_cannot_be_opened_is_one_sentence_on_every_page(
    page: str, address: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if address == "damaged":
        Path(url.removeprefix("sqlite:///")).write_bytes(b"no library " * 500)
    else:
        monkeypatch.setenv("REPORT_LIBRARY", address)
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    if page != "dashboard.py":
        app.switch_page(page).run()
    assert not app.exception
    (error,) = app.error
    assert "报告库" in error.value and "请" in error.value


def test_an_empty_library_has_nothing_to_read(url: str) -> None:
    study = Study.open(url)
    for report in study.reports():
        study.library.delete(report.id)
    app = opened("pages/reader.py")
    assert [title.value for title in app.title] == ["报告库还是空的"] and "看不了原文" in said(app)


@pytest.mark.parametrize("page", ABOUT_SEVERAL)
def test_a_link_with_more_reports_than_a_page_shows_keeps_the_first(page: str, url: str) -> None:
    study = Study.open(url)
    ids = [add(study, number) for number in range(14)]
    app = opened(page, {"reports": ids})
    assert "选了 14 份报告，这一页一次看 12 份，先看前 12 份。" in said(app)
    assert app.multiselect(key="reports").value == [study.report(one).label for one in ids[:12]]


@pytest.mark.parametrize("page", PAGES[1:])
def test_rubbish_in_a_link_is_named_once_and_hurts_nothing(page: str, url: str) -> None:
    rubbish = f"甲\u202e{EVIL}"
    keys = ("left", "right", "third", "report", "reports", "view", "how", "find", "q", "year", "group", "terms", "words", "template")
    query: dict[str, str | list[str]] = dict.fromkeys(keys, rubbish)
    app = opened(page, {**query, "at": "9" * 5000, "until": "NaN", "yearly": "x", "per_head": "'; DROP TABLE--"})
    warnings = [one.value for one in app.warning if "不在库里" in one.value]
    assert len(warnings) == (page != "pages/library.py") and not any("\u202e" in one for one in warnings)
    assert not any("<img" in one.replace("\\<", "") for one in warnings)


def test_one_report_against_itself_asks_for_another(url: str) -> None:
    app = opened("pages/compare.py", {"left": "平罗县 2022", "right": "平罗县-2022"})
    assert "两边是同一份报告，请把一边换成另一份。" in said(app) and not app.get("plotly_chart")
    gone = opened("pages/compare.py", {"left": "平罗县 2022", "right": "无此县 2022"})
    assert "“无此县 2022”不在库里" in said(gone) and "请在上面选两份报告。" in said(gone)


@pytest.mark.parametrize("link", ["阜新蒙古族自治县-2018-2021", "阜新蒙古族自治县 2018—2021"])
def test_links_lead_to_a_report_whose_place_or_year_was_put_right(link: str, url: str) -> None:
    study = Study.open(url)
    opened("pages/reader.py")
    assert revising.restate(study, "阜新蒙古族自治县-2018-2021", {"时期": "2022"}).id == "阜新蒙古族自治县-2022"
    cached.study.clear()
    app = opened("pages/reader.py", {"report": link})
    assert not app.warning and "阜新蒙古族自治县 2022 年的报告" in said(app)
    compared = opened("pages/compare.py", {"left": link, "right": "平罗县 2024"})
    assert not compared.warning and "阜新蒙古族自治县 2022 年与平罗县 2024 年" in said(compared)


@pytest.mark.parametrize("page", PAGES)
def test_names_that_mean_something_elsewhere_are_shown_as_they_are(page: str, url: str) -> None:
    study = Study.open(url)
    for report in study.reports():
        study.library.delete(report.id)
    ids = [add(study, number, EVIL) for number in (1, 2)]
    query = {"dashboard.py": {}, "pages/compare.py": {"left": ids[0], "right": ids[1]}, "pages/reader.py": {"report": ids[0]}}
    app = opened(page, query.get(page, {"reports": ids}))
    markdown = [str(one.value) for kind in ("title", "header", "subheader", "markdown", "caption") for one in app.get(kind)]
    assert not [text for text in markdown if "<img" in text.replace("\\<img", "") or "**县**" in text or ":material/x" in text]
    whole(app)
