"""The command line as a user meets it: its JSON on standard output, its refusals in one Chinese line."""

import io
import json
import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from openpyxl import load_workbook

from analysis.__main__ import FORMATS, main
from analysis.export import FORMATS as EXPORTED
from analysis.export.browser import find_browser

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "data" / "samples"
CHINESE = re.compile("[一-鿿]")

needs_browser = pytest.mark.skipif(
    find_browser() is None and not os.environ.get("REQUIRE_BROWSER"), reason="no Chrome, Edge or Chromium on this computer"
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{(tmp_path_factory.mktemp('library') / 'reports.db').as_posix()}"


def run(*arguments: str, library: str = "") -> subprocess.CompletedProcess[str]:
    """One command in this process: what it printed, and its status."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = main(["--library", library, *arguments] if library else list(arguments))
        except SystemExit as stop:
            status = int(stop.code or 0)
    return subprocess.CompletedProcess(arguments, status, out.getvalue(), err.getvalue())


def refused(result: subprocess.CompletedProcess[str], *words: str) -> None:
    """One Chinese sentence on standard error, nothing on standard output, status 2."""
    assert result.returncode == 2, result.stderr
    assert result.stdout == ""
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1 and CHINESE.search(lines[0]) and "Traceback" not in result.stderr
    for word in words:
        assert word in lines[0]


def test_figures_of_a_sample_are_one_json_document() -> None:
    result = run("figures", str(SAMPLES / "平罗县-2022.txt"), "--json")
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert (found["document"], found["place"], found["period"]) == ("平罗县-2022", "平罗县", {"start": 2022, "end": 2022})
    filed = next(figure for figure in found["figures"] if figure["indicator"] == "proposals_filed")
    assert (filed["value"], filed["unit"], filed["bound"], filed["scope"], filed["status"]) == (42, "件", "exact", "total", "done")
    assert "42" in filed["quote"] and filed["start"] < filed["end"]


def test_repair_keywords_and_themes_have_the_stated_shape() -> None:
    path = str(SAMPLES / "中卫市-2024.txt")
    repaired = json.loads(run("repair", path, "--json").stdout)
    assert repaired["level"] == "prefecture" and {block["kind"] for block in repaired["blocks"]} >= {
        "title",
        "heading",
        "paragraph",
        "caption",
    }
    words = json.loads(run("keywords", path, "--top", "5", "--json").stdout)["documents"][0]
    assert len(words["terms"]) == 5 and set(words["terms"][0]) == {"term", "count", "per_10k", "sections"} and words["characters"] > 3000
    (themes,) = json.loads(run("themes", path, "--json").stdout)["documents"]
    assert abs(sum(row["share"] for row in themes["functions"]) - 1) < 1e-9
    assert all(set(paragraph) == {"text", "function"} for paragraph in themes["paragraphs"]) and themes["terms"]


def test_compare_and_list_use_the_library(library: str) -> None:
    held = json.loads(run("list", "--json", library=library).stdout)["reports"]
    assert [row["id"] for row in held] == ["平罗县-2022", "平罗县-2024", "永宁县-2022", "中卫市-2024", "阜新蒙古族自治县-2018-2021"]
    found = json.loads(run("compare", "平罗县-2022", "平罗县-2024", "--json", library=library).stdout)
    study = next(row for row in found["indicators"] if row["indicator"] == "study_sessions")
    assert study["comparable"] and study["difference"] == "增 70"
    assert {"new", "kept", "dropped"} == set(found["phrases"]) and found["functions"] and found["contrast"]


def test_import_names_what_it_skips(library: str, tmp_path: Path) -> None:
    good = tmp_path / "甲.txt"
    good.write_text("平罗县政协2019年工作综述\n\n一年来，平罗县政协立案提案31件，办复率98%。\n", encoding="utf-8")
    (tmp_path / "空.txt").write_bytes(b"")
    result = run("import", str(tmp_path), library=library)
    assert result.returncode == 1 and "空.txt" in result.stdout and "导入 1 份，跳过 1 份" in result.stdout
    again = run("import", str(good), library=library)
    assert again.returncode == 1 and "平罗县-2019" in again.stdout


@pytest.mark.parametrize("command", ["repair", "figures", "keywords", "themes"])
def test_a_file_that_is_not_there(command: str) -> None:
    refused(run(command, "没有这个文件.txt", "--json"), "找不到", "没有这个文件.txt")


def test_bad_files_get_one_sentence(tmp_path: Path) -> None:
    cases: list[tuple[str, bytes, str]] = [
        ("空.txt", b"", "空"),
        ("二进制.txt", bytes(range(256)) * 40, ""),
        ("无地名.txt", "一年来，各项工作取得新成效，提出意见建议12条。".encode(), "地方"),
        ("无年份.txt", "平罗县政协工作综述\n\n平罗县政协立案提案42件。".encode(), "年"),
    ]
    for name, data, word in cases:
        path = tmp_path / name
        path.write_bytes(data)
        refused(run("figures", str(path), "--json"), word)


def test_what_the_text_does_not_say_can_be_told(tmp_path: Path) -> None:
    path = tmp_path / "无年份.txt"
    path.write_text("一年来，县政协立案提案42件。", encoding="utf-8")
    found = json.loads(run("figures", str(path), "--place", "平罗县", "--period", "2018-2021", "--json").stdout)
    assert found["document"] == "平罗县-2018-2021" and found["figures"][0]["period_years"] == 4
    refused(run("figures", str(path), "--place", "平罗县", "--period", "去年"), "时期")


def test_a_place_that_no_table_knows_can_be_told_whole(tmp_path: Path) -> None:
    path = tmp_path / "新区.txt"
    path.write_text("2023年，委员开展视察4次。", encoding="utf-8")
    told = ["--place", "滨湖新区", "--period", "2023"]
    refused(run("figures", str(path), *told), "滨湖新区", "省份和层级")
    found = json.loads(run("repair", str(path), *told, "--province", "安徽省", "--level", "县级", "--json").stdout)
    assert (found["place"], found["level"]) == ("滨湖新区", "county")


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no such file on this system")
def test_what_is_no_file_is_not_read_for_ever() -> None:
    refused(run("figures", "/dev/zero"), "不是普通文件")


def test_the_library_may_be_named_before_or_after_the_command(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'a.db').as_posix()}"
    assert run("list", "--json", library=url).stdout == run("list", "--json", "--library", url).stdout
    assert (tmp_path / "a.db").exists()
    (tmp_path / "b.db").write_bytes(b"no library " * 500)
    refused(run("list", "--library", f"sqlite:///{(tmp_path / 'b.db').as_posix()}"), "报告库文件已损坏")
    refused(run("list", "--library", "nonsense"), "报告库地址")


def test_unknown_reports_and_commands(library: str) -> None:
    refused(run("compare", "平罗县-2022", "无此县-1999", library=library), "无此县-1999")
    refused(run("不是命令"), "命令")
    refused(run("figures"), "缺少")


@pytest.mark.parametrize("format", ["xlsx", "csv", "pptx"])
def test_export_writes_files_without_a_browser(library: str, tmp_path: Path, format: str) -> None:
    out = tmp_path / "简报" / f"对比.{format}"
    result = run("export", "--reports", "平罗县-2022", "平罗县-2024", "--format", format, "--out", str(out), library=library)
    assert result.returncode == 0, result.stderr
    assert f"已写出 {out}" in result.stdout and out.stat().st_size > 400
    if format == "xlsx":
        book = load_workbook(out)
        assert {"对照", "数字", "证据", "说明"} <= set(book.sheetnames)
        figures = {(row[1], row[2]): row[3] for row in book["数字"].iter_rows(min_row=2, values_only=True)}
        assert figures["提案立案", "平罗县 2022"] == 42 and figures["提案立案", "平罗县 2024"] == "未提及"
    if format == "csv":
        first, second = out, out.with_name("对比_2.csv")
        assert first.read_bytes().startswith(b"\xef\xbb\xbf") and second.exists(), "several tables stand beside each other"
    assert not list(out.parent.glob(".*")), "no half file is left"


@needs_browser
@pytest.mark.parametrize("format", ["png", "docx"])
def test_export_draws_pictures(library: str, tmp_path: Path, format: str) -> None:
    out = tmp_path / "图"
    arguments = ("--reports", "永宁县-2022", "中卫市-2024", "--format", format, "--size", "640x360", "--title", "两地对照")
    result = run("export", *arguments, "--out", str(out if format == "png" else out / "两地.docx"), library=library)
    assert result.returncode == 0, result.stderr
    files = sorted(out.iterdir())
    assert all(file.read_bytes().startswith(b"\x89PNG" if format == "png" else b"PK") for file in files)
    assert len(files) == result.stdout.count("已写出")


def test_export_takes_template_title_and_the_whole_library(library: str, tmp_path: Path) -> None:
    out = tmp_path / "全部.xlsx"
    result = run(
        "export",
        "--reports",
        "全部",
        "--format",
        "xlsx",
        "--out",
        str(out),
        "--template",
        "ranking",
        "--title",
        "全库排列",
        library=library,
    )
    assert result.returncode == 0, result.stderr
    lines = [row[:2] for row in load_workbook(out)["说明"].iter_rows(values_only=True)]
    assert ("标题", "全库排列") in lines
    assert run("export", "--reports", "最近", "--format", "xlsx", "--out", str(out), library=library).returncode == 0
    reports = [words for name, words in load_workbook(out)["说明"].iter_rows(values_only=True) if name == "报告"]
    assert any("平罗县 2024" in words for words in reports) and not any("平罗县 2022" in words for words in reports)


def test_export_refuses_in_one_sentence(library: str, tmp_path: Path) -> None:
    out = str(tmp_path / "a.xlsx")
    ids, sheet = ("--reports", "平罗县-2022", "平罗县-2024"), ("--format", "xlsx")
    refused(run("export", "--reports", "无此县-1999", *sheet, "--out", out, library=library), "无此县-1999")
    refused(run("export", *ids, *sheet, "--out", out, "--template", "places", library=library), "县自身年度对比")
    refused(run("export", *ids, *sheet, "--out", out, "--size", "大", library=library), "大小")
    refused(run("export", *ids, "--format", "doc", "--out", out, library=library), "doc")
    refused(run("export", *ids, *sheet, library=library), "--out")
    (tmp_path / "文件").write_text("", encoding="utf-8")
    result = run("export", *ids, *sheet, "--out", str(tmp_path / "文件" / "a.xlsx"), library=library)
    assert result.returncode == 2 and len(result.stderr.strip().splitlines()) == 1 and "写不进" in result.stderr
    assert not Path(out).exists()


def test_the_formats_of_the_command_are_those_of_the_exporters() -> None:
    assert sorted(FORMATS) == sorted(EXPORTED)


def test_bench_measures_against_cutting_words() -> None:
    result = run("bench", "--reports", "4")
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    for word in ("jieba.lcut", "导入 4 份", "对比两份，第一次", "对比两份，以后"):
        assert sum(word in line for line in lines) >= 1, word
    assert all("倍" in line for line in lines if line.startswith(("导入", "对比两份，", "PNG")))


def test_help_is_chinese() -> None:
    result = run("--help")
    assert result.returncode == 0 and "政协报告对读" in result.stdout and "show this help" not in result.stdout
    for command in ("repair", "figures", "keywords", "themes", "compare", "import", "list", "export", "bench"):
        assert command in result.stdout


def test_as_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "analysis", "figures", str(SAMPLES / "平罗县-2022.txt"), "--json"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120)
    assert result.returncode == 0 and result.stderr == b""
    assert json.loads(result.stdout.decode("utf-8"))["place"] == "平罗县"
