"""Words on their way into a file, file names, and files that are whole or not there."""

import csv
import errno
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.export.archive import csv_bytes
from analysis.export.cells import cell_text, grid, plain_value
from analysis.export.names import LIMIT, file_name, file_names
from analysis.export.plain import around, balanced, clean, is_formula, numeral, plain_number, shorten, unspreadsheet
from analysis.export.safe import ExportError, write
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("given_", "made"),
    [
        ("甲\x00乙\x07丙", "甲 乙 丙"),
        ("甲\u202e乙\u200b丙\ufeff", "甲乙丙"),
        ("\ud800孤\ufffe立\uffff", "孤立"),
        ("第一行\r\n第二行", "第一行 第二行"),
        ("𠮷野家，《书》“好”", "𠮷野家，《书》“好”"),  # stays as it is
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("a ]]> <b>", "a ]]> <b>"),
        (None, "None"),
    ],
)
def test_clean(given_: object, made: str) -> None:
    assert clean(given_) == made


def test_clean_keeps_lines_when_asked() -> None:
    assert clean("一\r\n二\u2028三", lines=True) == "一\n二\n三"


@given(st.text())
def test_clean_leaves_nothing_that_xml_refuses(text: str) -> None:
    made = clean(text)
    assert all(character >= " " and not 0xD800 <= ord(character) < 0xE000 and ord(character) not in (0xFFFE, 0xFFFF) for character in made)
    assert clean(made) == made


def test_shorten_cuts_at_a_mark_and_says_so() -> None:
    assert shorten("围绕供水、教育，开展协商并提出建议", 12) == "围绕供水、教育…"
    assert shorten("围绕供水，教育开展协商并提出建议", 12) == "围绕供水，教育开展协商…"  # the mark lies too far ahead
    assert shorten("围绕供水教育养老，开展协商", 11) == "围绕供水教育养老…"
    assert shorten("正好十个字的一句话啊", 10) == "正好十个字的一句话啊"
    assert len(shorten("长" * 500, 78)) == 78


def test_around_keeps_the_number_in_sight() -> None:
    quote = "前" * 300 + "90余条" + "后" * 300
    cut = around(quote, "90余条", 100)
    assert "90余条" in cut
    assert cut.startswith("…") and cut.endswith("…") and len(cut) <= 100
    assert around("短句90余条", "90余条", 100) == "短句90余条"
    assert around("早90余条" + "后" * 300, "90余条", 100).startswith("早90余条")
    assert len(around("无" * 300, "", 100)) == 100


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝cmd", "＋1"])
def test_formulas_are_seen(text: str) -> None:
    assert is_formula(text) or is_formula(text.lstrip())
    assert unspreadsheet(text).startswith("'")


@pytest.mark.parametrize("text", ["", "提案", "1=1", "—", "90余", "（=）", "增 41"])
def test_other_words_are_no_formulas(text: str) -> None:
    assert unspreadsheet(text) == text


def test_numerals_and_numbers() -> None:
    assert [numeral(n) for n in (1, 10, 11, 20, 21, 99, 100)] == ["一", "十", "十一", "二十", "二十一", "九十九", "100"]
    assert [plain_number(n) for n in (5.0, 970000.0, 12.5, 33.333, 0.0004, -3.0)] == ["5", "970000", "12.5", "33.33", "0.0004", "-3"]


def test_titles_break_into_even_lines_and_never_within_a_number() -> None:
    lines = balanced("青禾县政协 2022 年与 2024 年工作报告对比简报", 19).splitlines()
    assert len(lines) == 2
    assert all("202" not in line[-3:] for line in lines)
    assert "".join(lines).replace(" ", "") == "青禾县政协2022年与2024年工作报告对比简报"
    assert balanced("短题", 19) == "短题"
    assert balanced("", 19) == ""


def test_cells_in_words() -> None:
    frame = pd.DataFrame(
        {"名": ["甲", "乙", None], "数": [1.0, float("nan"), float("inf")], "是": [True, False, True], "组": [("a", 2), (), (3.5,)]}
    )
    made = grid(frame, ("数",))
    assert made.heads == ("名", "数", "是", "组")
    assert made.rows == (("甲", "1", "是", "a、2"), ("乙", "未提及", "否", ""), ("", "未提及", "是", "3.5"))
    assert made.numeric == (False, True, False, False)
    assert grid(pd.DataFrame()).heads == ()
    written = pd.DataFrame(
        {"值": ["90余", None, "近百", "5 场次"], "差": ["增 3", "减 2", "", "持平"], "名": ["5个一工程", "甲", "乙", "丙"]}
    )
    assert grid(written, ("值",)).numeric == (True, False, False)
    assert plain_value(pd.NaT) is None and plain_value(pd.NA) is None
    assert cell_text("x" * 3 + "\x00") == "xxx"


def test_csv_opens_in_excel_and_runs_nothing() -> None:
    frame = pd.DataFrame({"=头": ["=cmd|' /C calc'!A0", "平,常\n“话”", "-5"], "数": [-5, 12, 3], "率": [0.5, float("nan"), -1.25]})
    data = csv_bytes(frame, ("率",))
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig"))))
    assert rows == [["'=头", "数", "率"], ["'=cmd|' /C calc'!A0", "-5", "0.5"], ["平,常 “话”", "12", "未提及"], ["'-5", "3", "-1.25"]]


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("编发情况", "编发情况.png"),
        ("../../etc/passwd", "etc_passwd.png"),
        ('C:\\a|b?<c>*"d"', "C_a_b_c_d.png"),
        ("CON", "_CON.png"),
        ("com1.报告", "_com1.报告.png"),
        ("CONTENT", "CONTENT.png"),  # begins like a device, but is none
        ("a\x00b\u202ec\n", "a_bc.png"),
        ("...", "简报.png"),
        ("", "简报.png"),
        ("名字. ", "名字.png"),
    ],
)
def test_file_names_are_legal(name: str, made: str) -> None:
    assert file_name(name, ".png") == made


def test_file_names_are_short_and_distinct() -> None:
    names = file_names(["长" * 300] * 3 + ["Ab", "aB", "a/b", "a\\b"], ".png")
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name.encode()) <= LIMIT for name in names)
    assert all(name.endswith(".png") for name in names)
    assert file_names(["图", "图"], ".png", numbered=True) == ("01_图.png", "02_图.png")


@given(st.lists(st.text(), max_size=6))
def test_any_names_are_legal_and_distinct(names: list[str]) -> None:
    made = file_names(names, ".png")
    assert len({name.casefold() for name in made}) == len(names)
    for name in made:
        assert not set(name) & set('\\/:*?"<>|\n\t\x00') and 0 < len(name.encode()) <= LIMIT and not name.startswith((".", " "))


def test_write_replaces_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "新文件夹" / "简报.xlsx"
    write(target, b"one")
    write(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in target.parent.iterdir()] == ["简报.xlsx"]


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "E160"), (errno.EDQUOT, "E160"), (errno.EACCES, "E163"), (errno.EROFS, "E163")]
)
def test_a_disk_that_refuses_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str) -> None:
    target = tmp_path / "简报.docx"
    target.write_bytes(b"old")

    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("analysis.export.safe.os.fsync", refuse)
    with pytest.raises(ExportError) as found:
        write(target, b"new" * 1000)
    assert found.value.code == code
    assert "简报.docx" in str(found.value) and str(found.value).count("。") == 1 and "\n" not in str(found.value)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["简报.docx"]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are a POSIX matter")
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    """A process that may write 64 KB is the nearest thing to a full disk without being root."""
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from analysis.export.safe import ExportError, write\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
        "try:\n    write(Path(sys.argv[1]) / 'a.zip', b'x' * 1_000_000)\nexcept ExportError as error:\n    print(error.code)\n"
        "print(sorted(path.name for path in Path(sys.argv[1]).iterdir()))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.split("\n")[:2] == ["E160", "[]"], done.stderr
