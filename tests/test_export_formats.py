"""All formats through the one door: what comes out, what is said when something is missing, and what LibreOffice makes of it."""

import os
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from analysis.export import FORMATS, MIME, WITHOUT_BROWSER, Format, export, save
from analysis.export.archive import CONTENTS
from analysis.export.briefing import Briefing
from analysis.export.browser import Browser, find_browser
from analysis.export.images import SQUARE, pixels
from analysis.export.safe import ExportError
from tests.export_briefings import DAY, briefing, hostile

needs_browser = pytest.mark.skipif(find_browser() is None, reason="no Chrome, Edge or Chromium on this computer")
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice on this computer (soffice)")

EMPTY = Briefing("空", "", DAY, (), ())


@needs_browser
@pytest.mark.parametrize("format", FORMATS)
def test_same_briefing_same_bytes(format: Format) -> None:
    first, second = export(briefing(), format), export(briefing(), format)
    assert [(file.name, file.data) for file in first] == [(file.name, file.data) for file in second]
    assert all(file.mime == MIME[format] and file.name.endswith(f".{format}") and not file.remark for file in first)
    assert len(first) == {"png": 4, "svg": 4, "csv": 5}.get(format, 1)


@needs_browser
def test_zip_holds_every_picture_and_says_what_it_holds() -> None:
    with zipfile.ZipFile(BytesIO(export(briefing(), "zip")[0].data)) as archive:
        assert archive.namelist() == [CONTENTS, "01_履职数字.png", "02_篇幅.png", "03_提案立案.png", "04_词云.png"]
        assert archive.testzip() is None
        contents = archive.read(CONTENTS).decode("utf-8-sig")
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 20, 0, 0, 0)}
        assert [pixels(archive.read(name)) for name in archive.namelist()[1:]] == [(3840, 2160)] * 4
    for words in (
        "日期：2026年11月20日",
        "样稿",
        "未核",
        "版本：规则 2026.11，词典 a1b2c3",
        "01_履职数字.png  青禾县 2022 年与 2024 年：报告写到的六项〔未核〕",
        "来源：",
    ):
        assert words in contents


@needs_browser
def test_size_can_be_chosen() -> None:
    assert {pixels(file.data) for file in export(briefing(), "png", size=SQUARE)} == {(2160, 2160)}


@needs_browser
def test_progress_ends_with_the_end() -> None:
    told: list[tuple[int, int, str]] = []
    export(briefing(), "docx", progress=lambda *step: told.append(step))
    assert told[0] == (0, 4, "正在画第 1 张图，共 4 张") and told[-2:] == [(4, 5, "正在排版"), (5, 5, "完成")]


@needs_browser
@pytest.mark.parametrize("format", FORMATS)
def test_hostile_briefing_becomes_a_file(format: Format) -> None:
    files = export(hostile(), format)
    assert files and all(file.data and len(file.name.encode()) <= 120 for file in files)
    assert len({file.name.casefold() for file in files}) == len(files)
    for file in files:
        if format in ("zip", "pptx", "docx", "xlsx"):
            with zipfile.ZipFile(BytesIO(file.data)) as archive:
                assert archive.testzip() is None
                assert not [name for name in archive.namelist() if name.startswith(("/", "\\")) or ".." in name.split("/")]
                assert len({name.casefold() for name in archive.namelist()}) == len(archive.namelist())
                assert not [name for name in archive.namelist() if "thumbnail" in name]  # the template's, not this file's


def test_without_a_browser_what_can_be_made_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chrome")
    own = Browser()
    for format in FORMATS:
        if format in WITHOUT_BROWSER:
            files = export(briefing(), format, using=own)
            assert files and (("没有找到" in files[0].remark) == (format in ("pptx", "docx")))
        else:
            with pytest.raises(ExportError) as found:
                export(briefing(), format, using=own)
            assert found.value.code == "E161"
    own.close()


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_briefing(format: Format) -> None:
    if format in ("png", "svg", "zip", "csv"):
        with pytest.raises(ExportError, match="没有"):
            export(EMPTY, format)
    else:
        assert export(EMPTY, format)[0].data.startswith(b"PK")


def test_saving_one_file_or_a_folder(tmp_path: Path) -> None:
    book = export(briefing(), "xlsx")
    assert save(book, tmp_path / "我的.xlsx") == (tmp_path / "我的.xlsx",)
    assert save(book, tmp_path) == (tmp_path / book[0].name,)
    tables = export(briefing(), "csv")
    assert [path.name for path in save(tables, tmp_path / "表")] == ["履职数字.csv", "篇幅.csv", "提案立案.csv", "词云.csv", "提法.csv"]
    assert (tmp_path / "我的.xlsx").read_bytes() == book[0].data


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"")
    with pytest.raises(ExportError) as found:
        save(export(briefing(), "csv"), tmp_path / "x")
    assert found.value.code == "E163"


@needs_office
@needs_browser
def test_libreoffice_opens_every_office_file(tmp_path: Path) -> None:
    """No error, the right words, no page too many: what a reader without Microsoft Office sees."""
    for name, made in (("good", briefing()), ("bad", hostile())):
        for format in ("pptx", "docx", "xlsx"):
            (tmp_path / f"{name}-{format}.{format}").write_bytes(export(made, format)[0].data)
    sources, out = sorted(str(path) for path in tmp_path.iterdir()), tmp_path / "pdf"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(out), *sources]
    done = subprocess.run(command, capture_output=True, text=True, timeout=150, env={**os.environ, "HOME": str(tmp_path)})
    assert done.returncode == 0 and "Error" not in done.stderr, done.stderr
    texts = {}
    for path in sorted(out.iterdir()):
        pdf = pypdfium2.PdfDocument(path)
        name, format = path.stem.split("-")
        texts[format, name] = (len(pdf), "".join(page.get_textpage().get_text_range() for page in pdf))
    assert len(texts) == 6
    assert texts["pptx", "good"][0] == 11 and 5 <= texts["docx", "good"][0] <= 8 and texts["xlsx", "good"][0] == 7
    for format in ("pptx", "docx", "xlsx"):
        words = texts[format, "good"][1].replace(" ", "")
        assert "意见建议" in words and "80余" in words and "样稿" in words
        assert "未提及" in words or format == "docx"  # there it stands inside the pictures
        assert texts[format, "bad"][0] >= 1 and "cmd" in texts[format, "bad"][1]
