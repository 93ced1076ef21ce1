"""Reading: every format gives its whole text in the right order, every bad file one Chinese sentence with its code."""

import io
import os
import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from docx import Document
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from analysis.reading import LINES, LONGEST, ending_of, read
from analysis.reading.columns import continuity
from analysis.reading.numbering import chinese
from analysis.report import ReadingError
from tests import documents
from tests.documents import Page, pdf, run, sentences, web_page, word, zipped

TEXT = "一年来，县政协围绕中心、服务大局，开展协商议政12次，提出意见建议90余条。\n委员们走进乡村，办理实事。\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(data: bytes, name: str) -> ReadingError:
    """The error for a bad file: within ten seconds, one Chinese sentence that says what to do."""
    start = time.perf_counter()
    with pytest.raises(ReadingError) as caught:
        read(data, name)
    assert time.perf_counter() - start < 10
    message = str(caught.value)
    assert message.endswith("。") and message.count("。") == 1 and "\n" not in message
    assert any("\u4e00" <= letter <= "\u9fff" for letter in message) and "Error" not in message
    return caught.value


# -- plain text ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"), ("gbk", "GB18030"), ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16 LE"), ("utf-16-be", "UTF-16 BE"), ("utf-32", "UTF-32"),
    ],
)  # fmt: skip
def test_encodings(encoding: str, named: str) -> None:
    found = read(TEXT.encode(encoding), "报告.txt")
    assert (found.text, found.encoding, found.format, found.notes) == (TEXT, named, "txt", ())


def test_traditional_script_in_big5_is_kept_and_named() -> None:
    text = "一年來，縣政協圍繞中心、服務大局，開展協商議政12次，提出意見建議90餘條。"
    found = read(text.encode("big5"), "report.txt")
    assert (found.text, found.encoding) == (text, "Big5")
    assert found.notes == ("原文为繁体，分析时按简体处理，原文不变。",)


@pytest.mark.parametrize("length", [10, 20, 50, 1000])
def test_short_chinese_texts_are_told_apart(length: int) -> None:
    for seed in range(5):
        text = (TEXT + sentences(seed, length))[seed : seed + length].strip()
        assert read(text.encode("gb18030"), "a.txt").text == text


def test_two_marks_windows_lines_and_rare_characters() -> None:
    assert read("\ufeff\ufeff县政协工作\r\n𠮷村委员\r\n".encode(), "a.md").text == "县政协工作\r\n𠮷村委员\r\n"
    assert read("委员𠮷某提交提案12件。".encode("gb18030"), "a.txt").text == "委员𠮷某提交提案12件。"


def test_a_broken_byte_is_named_and_not_silent() -> None:
    data = TEXT.encode("gb18030") * 20
    found = read(data[:200] + b"\xff" + data[200:], "a.txt")
    assert "\ufffd" in found.text
    assert any("无法解码" in note for note in found.notes)


def test_single_null_is_taken_out_and_named() -> None:
    found = read(TEXT.encode() + b"\x00" + TEXT.encode(), "a.txt")
    assert found.text == TEXT * 2 and found.notes == ("文件中的空字符已去除。",)


def test_ending_does_not_need_to_be_known_for_text() -> None:
    assert read(TEXT.encode(), "粘贴的文字").text == TEXT
    assert read(TEXT.encode(), "报告.docx.txt").format == "txt"


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.TXT", ".txt"),
        ("../../etc/passwd", ""),
        ("C:\\x.Docx", ".docx"),
        (".docx", ".docx"),
        ("x.docx.exe", ".exe"),
        ("名\n字", ""),
        ("-rf", ""),
    ],
)
def test_endings(name: str, ending: str) -> None:
    assert ending_of(name) == ending


# -- DOCX ------------------------------------------------------------------------------------------------------------------------


def test_docx_with_tables_headings_and_lists_of_a_word_processor() -> None:
    document = Document()
    document.add_heading("河东县政协2023年工作综述", 0)
    document.add_heading("强基固本", 1)
    document.add_paragraph("一年来，县政协开展活动12次。")
    table = document.add_table(2, 3)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), ("项目", "数量", "单位", "提案", "42", "件"), strict=True):
        cell.text = text
    document.add_paragraph("全年工作圆满完成。")
    out = io.BytesIO()
    document.save(out)
    found = read(out.getvalue(), "报告.docx")
    assert found.text.split("\n") == [
        "# 河东县政协2023年工作综述", "## 强基固本", "一年来，县政协开展活动12次。",
        "项目\t数量\t单位", "提案\t42\t件", "全年工作圆满完成。",
    ]  # fmt: skip


def test_docx_text_boxes_layout_tables_notes_and_revisions() -> None:
    box = f"<w:txbxContent>{run('文本框里的话。')}</w:txbxContent>"
    long = sentences(3, 90)
    body = (
        f"<w:p><w:r><w:t>正文甲。</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc>{run(long)}{run('栏中第二段。')}</w:tc><w:tc>{run('右栏。')}</w:tc></w:tr></w:tbl>"
        "<w:p><w:ins><w:r><w:t>新增</w:t></w:r></w:ins><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        "<w:r><w:t>保留</w:t><w:br/><w:t>换行</w:t><w:tab/><w:t>制表</w:t></w:r></w:p>"
    )
    notes = documents.WORD.replace("w:document", "w:footnotes").replace("<w:body>%s</w:body>", "<w:footnote>%s</w:footnote>") % run(
        "脚注的话。"
    )
    found = read(word(body, word__footnotes__xml="x", **{"word/footnotes.xml": notes}), "a.docx")
    assert found.text.split("\n") == ["文本框里的话。", "正文甲。", long, "栏中第二段。", "右栏。", "新增保留", "换行\t制表", "脚注的话。"]


def test_docx_automatic_numbers() -> None:
    numbers = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )

    def item(level: int, text: str) -> str:
        return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'

    body = item(0, "工作回顾") + item(1, "学习") + item(1, "协商") + item(0, "工作打算") + item(1, "培训") + run("无编号")
    found = read(word(body, **{"word/numbering.xml": numbers}), "a.docx")
    assert found.text.split("\n") == ["一、工作回顾", "1.学习", "2.协商", "二、工作打算", "1.培训", "无编号"]
    assert [chinese(number) for number in (1, 10, 12, 20, 35, 100)] == ["一", "十", "十二", "二十", "三十五", "100"]


def test_docx_with_macros_external_links_and_embedded_files_gives_text_and_a_remark() -> None:
    link = '<Relationship Id="r1" Type="x/hyperlink" Target="http://127.0.0.1:9/x" TargetMode="External"/>'
    links = f"<Relationships>{link}</Relationships>"
    more = {"word/vbaProject.bin": b"x", "word/embeddings/o.bin": b"x", "word/_rels/document.xml.rels": links}
    found = read(word(run("正文。"), **more), "a.docm")
    assert (found.text, found.notes) == ("正文。", ("文件中的宏与嵌入对象已忽略。",))


def test_docx_bombs_of_structure_are_read_or_refused_quickly() -> None:
    wide = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr>' + run("格") + "</w:tc></w:tr></w:tbl>"
    assert read(word(wide), "a.docx").text == "格"
    assert refused(word("<w:tbl><w:tr><w:tc>" * 240 + run("深") + "</w:tc></w:tr></w:tbl>" * 240), "a.docx").code == "E105"
    assert refused(word(run("字" * 9_000_000)), "a.docx").code == "E106"
    assert refused(word(run("字"), **{"word/media/i.png": bytes(150_000_000)}), "a.docx").code == "E106"


def test_docx_with_lying_directory_is_stopped_while_it_is_read() -> None:
    data = bytearray(word(run("字" * 9_000_000)))
    size = len(documents.WORD % run("字" * 9_000_000).encode().decode())
    real = (3 * 9_000_000 + len((documents.WORD % run("")).encode())).to_bytes(4, "little")
    assert size and data.count(real) == 2
    data = bytearray(bytes(data).replace(real, (1000).to_bytes(4, "little")))
    assert refused(bytes(data), "a.docx").code in ("E102", "E106")


@pytest.mark.parametrize(
    "evil",
    [
        '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="x">&b;</w:document>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
        "<x",
        "",
    ],
)
def test_docx_with_entities_or_broken_parts(evil: str) -> None:
    assert refused(zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": evil}), "a.docx").code == "E105"


@pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "..\\evil", "C:/evil"])
def test_containers_with_names_that_leave_the_folder(name: str) -> None:
    assert refused(word(run("字"), **{name: "x"}), "a.docx").code == "E105"


def test_containers_with_too_many_or_overlapping_parts() -> None:
    assert refused(word(run("字"), **{f"word/{number}.xml": "" for number in range(2100)}), "a.docx").code == "E106"
    data = word(run("字"), **{"word/two.xml": "第二部分" * 50})
    first, second = data.index(b"PK\x01\x02"), data.rindex(b"PK\x01\x02")
    overlapping = bytearray(data)
    overlapping[second + 42 : second + 46] = overlapping[first + 42 : first + 46]
    assert refused(bytes(overlapping), "a.docx").code == "E106"


# -- PDF and OFD -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["story", "rows", "shuffled"])
@pytest.mark.parametrize("made", ["three_columns", "two_bands"])
def test_newspaper_pages_are_read_column_by_column(made: str, order: str, capsys) -> None:
    page, stories = getattr(documents, made)()
    stories = [stories] if isinstance(stories[0], str) else stories
    if order == "rows":
        page.by_rows()
    elif order == "shuffled":
        page.shuffled()
    for data, name in ((pdf([page]), "a.pdf"), (documents.ofd([page]), "a.ofd")):
        share = documents.joins_right(read(data, name).text, stories)
        with capsys.disabled():
            print(f"\n{made}, drawn by {order}, {name}: {share:.3f} of line joins right")
        assert share >= 0.95


def test_pdf_pages_indents_and_headlines() -> None:
    page = Page()
    page.put(150, 800, "凝心聚力开新局 履职为民谱新篇", 22)
    for number, line in enumerate(
        ("一年来，县政协坚持围绕中心服务大局，认真履行", "职能，开展协商12次。", "委员们走进乡村社区，办理实事20件，获得群众")
    ):
        page.put(60 + (20 if number != 1 else 0), 760 - 14 * number, line)
    found = read(pdf([page, page]), "a.pdf")
    assert found.text.count("\f") == 1
    assert "凝心聚力开新局 履职为民谱新篇" in found.text
    assert "\n　　委员们走进" in found.text
    assert found.notes[0].startswith("共 2 页")


def test_print_that_is_drawn_twice_stands_once() -> None:
    page = Page()
    for shift in (0.0, 0.3):
        page.put(100 + shift, 700, "用初心为民履职尽责", 20)
    assert read(pdf([page]), "a.pdf").text.count("初") == 1


def test_continuity_tells_right_from_wrong_order() -> None:
    lines = documents.lines_of(sentences(5, 900), 17)
    mixed = list(lines)
    random.Random(2).shuffle(mixed)
    assert continuity(lines) > continuity(mixed) + 0.2
    assert continuity(lines[:3]) == 0.0


def scanned() -> bytes:
    picture, out = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (120, 120), "white").save(picture, "PNG")
    canvas = Canvas(out)
    canvas.drawImage(ImageReader(io.BytesIO(picture.getvalue())), 0, 0, 400, 400)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_bad_pdf_files() -> None:
    whole = pdf([documents.three_columns()[0]])
    assert refused(b"%PDF-1.7\n", "a.pdf").code == "E102"
    assert refused(whole[: len(whole) // 2], "a.pdf").code == "E102"
    assert refused(pdf([documents.three_columns()[0]], password="geheim"), "a.pdf").code == "E104"
    assert refused(scanned(), "a.pdf").code == "E110"
    assert "扫描" in str(refused(scanned(), "a.pdf"))


def test_pages_that_are_pictures_are_named() -> None:
    """What stands on a scanned page must not be taken for absent."""
    text = Page()
    text.column(60, 780, documents.lines_of(sentences(3, 600), 40))
    found = read(pdf([text, documents.scan("2"), text, documents.scan()]), "a.pdf")
    assert found.unread == (2, 4) and any("第 2、4 页没有读出文字" in note for note in found.notes)
    assert any(note.startswith("共 4 页") for note in found.notes)
    blank = read(pdf([text, Page()]), "a.pdf")
    assert blank.unread == () and not any("没有读出" in note for note in blank.notes)  # an empty page holds nothing
    many = read(pdf([text, *[documents.scan()] * 9]), "a.pdf")
    assert len(many.unread) == 9 and any("第 2、3、4、5、6、7 页等 9 页" in note for note in many.notes)
    assert refused(pdf([documents.scan("1"), documents.scan("2")]), "a.pdf").code == "E110"  # page numbers are no text


def test_pdf_of_many_operations_and_pages_stays_in_time() -> None:
    page = Page()
    for number in range(3000):
        page.put(20 + number % 50 * 10, 820 - number // 50 * 12, "字")
    start = time.perf_counter()
    assert read(pdf([page]), "a.pdf").text.count("字") == 3000
    assert time.perf_counter() - start < 10


def test_bad_ofd_files() -> None:
    assert refused(zipped({"OFD.xml": "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>"}), "a.ofd").code == "E105"
    assert refused(documents.ofd([Page()]), "a.ofd").code == "E110"
    assert refused(zipped({"OFD.xml": "<!DOCTYPE x><OFD/>"}), "a.ofd").code == "E105"


# -- web pages -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk"])
def test_web_page_without_menu_and_footer(charset: str) -> None:
    paragraphs = [sentences(seed, 120) for seed in range(6)] + [sentences(1, 120)]
    found = read(web_page(paragraphs, charset=charset).encode("gb18030" if charset != "utf-8" else "utf-8"), "a.html")
    assert found.text.split("\n")[0] == "河东县政协2023年工作综述"
    assert [line for line in found.text.split("\n") if len(line) > 60] == paragraphs
    for outside in ("首页", "新闻中心", "相关阅读", "版权所有", "脚本文字", "color"):
        assert outside not in found.text


def test_web_page_that_names_the_wrong_encoding() -> None:
    assert "县政协" in read(web_page([TEXT * 3], charset="utf-8").encode("gb18030"), "a.html").text


def test_web_page_whose_headline_is_not_in_its_first_heading() -> None:
    name = "河东县政协2023年工作综述"
    page = web_page([sentences(seed, 120) for seed in range(6)])
    plain = page.replace(f"<h1>{name}</h1>", "").replace("<article>", f'<h1>河东新闻网</h1><div class="bt">{name}</div><article>')
    assert read(plain.encode(), "a.html").text.split("\n")[0] == name
    meta = f'<meta name="ArticleTitle" content="{name}"><meta name="PubDate" content="2024-01-09 08:15"><meta name="ContentSource" content="河东日报">'
    told = page.replace(f"<h1>{name}</h1>", "").replace("<title>", meta + "<title>")
    assert read(told.encode(), "a.html").text.split("\n")[:2] == [name, "发布时间：2024-01-09 08:15　来源：河东日报"]
    nameless = page.replace(f"<h1>{name}</h1>", "")
    assert read(nameless.encode(), "a.html").text.split("\n")[0] == sentences(0, 120)


def test_web_pages_that_bite() -> None:
    evil = web_page([TEXT * 3]).replace(
        "<article>", '<iframe srcdoc="<script>x</script>"></iframe><svg onload="x"></svg><base href="http://x/"><article>'
    )
    assert "onload" not in read(evil.encode(), "a.html").text
    start = time.perf_counter()
    for data in (("<html><body>" + "<div>" * 100_000 + TEXT + "</body></html>").encode(), b"<html><body>" + b"<a <a " * 800_000):
        try:
            read(data, "a.html")
        except ReadingError as error:
            assert error.code in ("E105", "E107", "E108", "E110")
    assert time.perf_counter() - start < 10


# -- what is refused -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.pdf", "a.html", "a.ofd", ""])
@pytest.mark.parametrize("data", [b"", b"\n \t\r\n", b"\xef\xbb\xbf"])
def test_empty_files(name: str, data: bytes) -> None:
    assert refused(data, name).code in ("E101", "E103")
    if not data:
        assert refused(data, name).code == "E101"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (web_page(["正文"]).encode(), "a.docx", "E103"),
        (b"MZ\x90\x00" + bytes(600), "a.txt", "E103"),
        (b"\x89PNG\r\n\x1a\n" + bytes(600), "a.pdf", "E103"),
        (b"\x7fELF" + bytes(600), "a.md", "E103"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(60), "a.zip", "E103"),
        (zipped({"a.txt": "x"}), "a.docx", "E103"),
        (word(run("字"))[:300], "a.docx", "E102"),
        (OLE + bytes(3000), "a.docx", "E103"),
        (OLE + bytes(3000) + "EncryptedPackage".encode("utf-16-le"), "a.docx", "E104"),
        (bytes(range(256)) * 40, "a.txt", "E103"),
        (("县政协\x00" * 400).encode(), "a.txt", "E103"),
        ((TEXT * (LONGEST // len(TEXT) + 1)).encode("gb18030"), "a.txt", "E107"),
        (("字" * 25_000_000).encode("gb18030"), "a.txt", "E107"),
        ("委员\n".encode() * (2 * LINES + 1), "a.txt", "E107"),
        (b"\n" * 50_000_000, "a.txt", "E101"),
    ],
)
def test_bad_files(data: bytes, name: str, code: str) -> None:
    assert refused(data, name).code == code


def test_old_word_without_libreoffice_names_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    for name in ("a.doc", "a.wps"):
        assert ".docx" in str(refused(OLE + bytes(3000), name))
    assert refused(rb"{\rtf1 x}", "a.rtf").code == "E103"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_old_word_through_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(_saved("一年来，县政协开展活动12次。"))
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'p').as_uri()}",
        "--headless",
        "--convert-to",
        "doc",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=120)
    found = read((tmp_path / "a.doc").read_bytes(), "a.doc")
    assert (found.text, found.format) == ("一年来，县政协开展活动12次。", "doc")


def _saved(text: str) -> bytes:
    out, document = io.BytesIO(), Document()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def test_mutated_files_give_text_or_a_sentence() -> None:
    """Bytes changed at random: never another error than ReadingError."""
    draw = random.Random(20)
    page, _ = documents.three_columns()
    for whole, name in (
        (word(run(TEXT)), "a.docx"),
        (pdf([page]), "a.pdf"),
        (documents.ofd([page]), "a.ofd"),
        (web_page([TEXT]).encode(), "a.html"),
    ):
        for _ in range(12):
            data = bytearray(whole)
            for _ in range(draw.randint(1, 30)):
                data[draw.randrange(len(data))] = draw.randrange(256)
            try:
                read(bytes(data), name)
            except ReadingError as error:
                assert str(error).endswith("。")


def test_random_bytes_are_no_report() -> None:
    assert refused(os.urandom(4000), "a.txt").code in ("E103", "E112")
