"""报告库 without a browser: files go in or say why not, missing place and year are asked for, everything can be taken back."""

import io
import time
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.library import Job, Library
from analysis.study import Study, sample_files
from pages.shared import cached

ROOT = Path(__file__).resolve().parent.parent
PAGE = "pages/library.py"
SAMPLE = sample_files()[0].read_text(encoding="utf-8")
NO_PLACE = "今年以来，我们召开协商会议12次，收集社情民意信息45条，提出意见建议30余条。\n\n开展视察活动6次。\n"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A library of this test alone, with the five samples once a page is opened."""
    address = f"sqlite:///{(tmp_path / 'reports.db').as_posix()}"
    monkeypatch.setenv("REPORT_LIBRARY", address)
    cached.study.clear()
    return address


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    app.switch_page(PAGE)
    for key, value in query.items():
        app.query_params[key] = value
    return sound(app.run())


def sound(app: AppTest) -> AppTest:
    assert not app.exception
    assert not any("没有画出来" in error.value for error in app.error)
    return app


def press(app: AppTest, label: str) -> AppTest:
    return sound(next(button for button in app.button if button.label == label).click().run())


def words(app: AppTest) -> str:
    return "\n".join(element.value for kind in (app.markdown, app.caption, app.text, app.subheader) for element in kind)


def table(app: AppTest, first: str) -> list[tuple[object, ...]]:
    frame = next(frame.value for frame in app.dataframe if frame.value.columns[0] == first)
    return list(frame.itertuples(index=False, name=None))


def titles(app: AppTest) -> list[str]:
    return [title.value for title in app.title]


def panel(url: str, report_id: str, room: str = "整理") -> AppTest:
    """The page with the panel of a report open, as after a click on its row."""
    app = opened()
    app.session_state["library-open"] = report_id
    app.session_state["room"] = room
    return sound(app.run())


def finished(url: str) -> Job:
    """The newest import, when it has ended."""
    library = Library(url)
    for _ in range(300):
        job = library.jobs(limit=1)[0]
        if job.state != "running":
            return library.job(job.id)
        time.sleep(0.2)
    raise AssertionError("the import did not end")


def test_good_and_bad_files_together(url: str) -> None:
    app = opened()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("贺兰县-2023.txt", SAMPLE.replace("平罗", "贺兰").replace("2022", "2023"))
        archive.writestr("半份.pdf", b"%PDF-1.7\n")
    box = app.get("file_uploader")[0]
    box.upload("两份.zip", packed.getvalue(), "application/zip")
    box.upload("又一份.txt", sample_files()[0].read_bytes(), "text/plain")
    box.upload("空.docx", b"", "application/octet-stream")
    box.upload("图.txt", b"\x89PNG\r\n\x1a\n0000", "text/plain")
    box.upload("没有地方.txt", NO_PLACE.encode(), "text/plain")
    sound(app.run())
    press(app, "导入这 5 个文件")
    job = finished(url)
    sound(app.run())
    sound(app.run())  # the first run ends the progress bar, the second shows what came of it
    assert job.counts == {"done": 1, "duplicate": 1, "failed": 4}
    assert "共 6 个文件：1 个已导入，1 个已在库中，4 个未导入" in words(app)
    told = {row[0]: (row[1], row[2]) for row in table(app, "文件")}
    assert told["又一份.txt"][0] == "已在库中" and "平罗县-2022" in str(told["又一份.txt"][1])
    assert "图片" in str(told["图.txt"][1]) and "为空" in str(told["空.docx"][1])
    assert all(str(why).endswith("。") for state, why in told.values() if state == "未导入")
    assert titles(app) == ["报告库：六份报告"]

    # What has no place is asked for, and goes in without being chosen again.
    assert "还有 1 个文件要补地方或年份" in words(app)
    next(box for box in app.text_input if box.label == "地方").set_value("灵武")
    next(box for box in app.text_input if box.label == "年份").set_value("2021")
    press(app, "补上并导入")
    assert finished(url).counts == {"done": 1}
    found = Library(url).get("灵武市-2021")
    assert found.metadata.reasons["地方"] == "导入时由人填写。" and found.file_name == "没有地方.txt"


def test_pasted_text_goes_in_under_its_title(url: str) -> None:
    app = opened()
    app.session_state["import-way"] = "粘贴文字"
    sound(app.run())
    assert next(button for button in app.button if button.label == "导入").disabled
    next(box for box in app.text_input if box.label == "标题（选填）").set_value("盐池县政协2023年工作综述")
    app.text_area[0].set_value(NO_PLACE)
    sound(app.run())
    press(app, "导入")
    assert finished(url).counts == {"done": 1}
    assert Library(url).get("盐池县-2023").metadata.title == "盐池县政协2023年工作综述"


def test_a_running_import_shows_its_files_and_can_be_cancelled(url: str) -> None:
    opened()
    library = Library(url)
    number = library.create_job(["甲.docx", "乙.docx", "丙.docx"])
    library.mark_item(number, 0, "done")
    library.mark_item(number, 1, "running")
    app = opened()
    (bar,) = app.get("progress")
    assert "正在导入：1／3　乙\\.docx".replace("\\", "") in bar.proto.text.replace("\\", "")
    press(app, "取消")
    assert library.beat(number)  # the worker reads that it has been asked to stop
    library.finish_job(number, "cancelled", "导入已取消，已导入的报告保留。")
    app = opened()
    app.session_state["import-shown"] = number
    sound(app.run())
    assert "2 个已取消（已取消）" in words(app) and "已导入的报告保留" in words(app)


def test_search_filters_and_pages_of_three_hundred(url: str) -> None:
    study = Study.open(url)
    made = study.prepare(SAMPLE.encode(), "a.txt")
    for number in range(60):
        place = f"第{number:02d}县"
        given = {"地方": place, "省份": "某省", "层级": "县级", "时期": str(2020 + number % 5), "样稿": "否"}
        metadata = study.prepare(f"{SAMPLE}{number}".encode(), "a.txt", given=given).metadata
        study.library.add(f"{SAMPLE}{number}".encode(), f"{place}.txt", metadata, derived=made.derived, rules=made.rules)
    app = opened()
    assert titles(app) == ["报告库：六十五份报告"] and len(table(app, "报告")) == 30
    options = next(group.options for group in app.get("button_group") if "1—30" in group.options)
    assert list(options) == ["1—30", "31—60", "61—65"]
    app.text_input(key="q").set_value("某省 第07")
    sound(app.run())
    assert [row[0] for row in table(app, "报告")] == ["第07县 2022"]
    app.text_input(key="q").set_value("没有的地方")
    sound(app.run())
    assert "没有符合的报告" in words(app)
    app.text_input(key="q").set_value("")
    app.selectbox(key="state").set_value("样稿")
    sound(app.run())
    assert len(table(app, "报告")) == 5


def test_repairs_are_told_by_kind_with_an_example(url: str) -> None:
    app = panel(url, "平罗县-2022")
    kinds = {row[0]: row[1] for row in table(app, "整理了什么")}
    assert kinds["标题标记"] > 0
    app.toggle(key="mark-repairs").set_value(True)
    sound(app.run())
    (marked,) = [element for element in app.get("bidi_component") if element.proto.component_name == "repairs"]
    assert "stretches-平罗县-2022" in marked.proto.id


def test_what_is_known_is_corrected_in_one_form_and_taken_back(url: str) -> None:
    app = panel(url, "平罗县-2022", "信息")
    assert "为什么这样认" in words(app)
    fields = {box.label: box for box in app.text_input}
    fields["地方"].set_value("盐池")
    fields["年份"].set_value("2019-2020")
    press(app, "保存")
    library = Library(url)
    assert library.get("盐池县-2019-2020").metadata.place == "盐池县"
    assert library.get("平罗县-2022").id == "盐池县-2019-2020"  # an old link still leads here
    app = panel(url, "盐池县-2019-2020", "记录")
    assert any("地方 平罗县 → 盐池县" in str(row[2]) for row in table(app, "时间"))
    press(app, "撤销上一步")
    assert library.get("平罗县-2022").id == "平罗县-2022"


@pytest.mark.parametrize(("label", "value", "said"), [("年份", "去年", "看不出年份"), ("地方", " ", ""), ("年份", "1800", "年份")])
def test_a_form_with_nonsense_changes_nothing(url: str, label: str, value: str, said: str) -> None:
    app = panel(url, "平罗县-2022", "信息")
    before = Library(url).get("平罗县-2022")
    next(box for box in app.text_input if box.label == label).set_value(value)
    press(app, "保存")
    after = Library(url).get("平罗县-2022")
    assert after.id == before.id and after.metadata.place == before.metadata.place
    assert not said or any(said in error.value for error in app.error)


def test_versions_of_one_year_and_which_counts(url: str) -> None:
    study = Study.open(url)
    study.add(SAMPLE.replace("样稿：是", "样稿：否").encode(), "原报告.txt")
    app = panel(url, "平罗县-2022~2", "版本")
    assert "平罗县 2022（第2版）" in words(app)
    press(app, "改用这一版")
    assert study.library.get("平罗县-2022").counts and not study.library.get("平罗县-2022~2").counts


def test_samples_step_back_when_the_report_has_come(url: str) -> None:
    study = Study.open(url)
    study.add(SAMPLE.replace("样稿：是", "样稿：否").encode(), "原报告.txt")
    app = opened()
    assert "平罗县 2022已有原报告" in words(app)
    press(app, "删去这 1 份样稿")
    assert {report.id for report in study.reports()} >= {"平罗县-2022~2", "永宁县-2022"}
    assert "平罗县-2022" not in {report.id for report in study.reports()}
    press(app, "恢复样稿")
    assert "平罗县-2022" in {report.id for report in study.reports()}


def test_a_deletion_is_undone_at_once_or_from_the_bin(url: str) -> None:
    app = panel(url, "中卫市-2024")
    press(app, "删除")
    assert titles(app) == ["报告库：四份报告"] and "已删除 中卫市 2024" in words(app)
    press(app, "撤销删除")
    assert titles(app) == ["报告库：五份报告"] and "已删除" not in words(app)
    Study.open(url).library.delete("永宁县-2022")
    app = opened()
    app.session_state["bin"] = True
    sound(app.run())
    assert "永宁县 2022" in words(app)
    press(app, "恢复")
    assert "永宁县-2022" in {report.id for report in Study.open(url).reports()}


def test_the_original_can_be_downloaded(url: str) -> None:
    app = panel(url, "平罗县-2022")
    (button,) = app.get("download_button")
    assert button.proto.label == "下载原件"


def test_an_empty_library_still_takes_reports(url: str) -> None:
    study = Study.open(url)
    for report in study.reports():
        study.library.delete(report.id)
    app = opened()
    assert titles(app) == ["报告库还是空的"]
    assert app.get("file_uploader") and "恢复样稿" in [button.label for button in app.button]
    press(app, "恢复样稿")
    assert titles(app) == ["报告库：五份报告"]


def test_a_name_from_outside_is_text(url: str) -> None:
    opened()
    library = Library(url)
    evil = "<img src=x onerror=alert(1)>[x](javascript:1)$x$.docx"
    number = library.create_job([evil])
    library.mark_item(number, 0, "failed", message="文件为空，请确认选对了文件。", code="E101")
    library.finish_job(number, "done")
    app = opened()
    app.session_state["import-shown"] = number
    sound(app.run())
    assert table(app, "文件")[0][0] == library.job(number).items[0].name
    assert not any("<img" in markdown.value for markdown in app.markdown)
