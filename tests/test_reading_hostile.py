"""Files that mean harm or lie: their text and nothing else, no file opened beside them, no connection made, no letter wrong in silence."""

import ctypes
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from analysis.reading import read
from analysis.report import ReadingError
from tests.documents import run, sentences, web_page, word

TEXT = "一年来，县政协围绕中心、服务大局，开展协商议政12次，提出意见建议90余条。"
IN_ACCESS, IN_OPEN = 0x1, 0x20
#: Glyph numbers of a font that was cut to the letters it needs.
GLYPHS = "".join(f"{number:04x}" for number in range(600, 660))


def code_of(data: bytes, name: str) -> str:
    """The code of the one Chinese sentence with which a file is refused."""
    with pytest.raises(ReadingError) as caught:
        read(data, name)
    message = str(caught.value)
    assert message.endswith("。") and message.count("。") == 1 and "\n" not in message
    return caught.value.code


@contextmanager
def opened(folder: Path) -> Iterator[Callable[[], bool]]:
    """A question whether any file of `folder` has been opened since, by Python or by a library under it. Asks the kernel of Linux."""
    if not sys.platform.startswith("linux"):
        yield lambda: False
        return
    kernel = ctypes.CDLL(None, use_errno=True)
    watch = kernel.inotify_init1(os.O_NONBLOCK)
    assert watch >= 0 and kernel.inotify_add_watch(watch, os.fsencode(folder), IN_OPEN | IN_ACCESS) >= 0

    def asked() -> bool:
        try:
            return bool(os.read(watch, 4096))
        except BlockingIOError:
            return False

    try:
        yield asked
    finally:
        os.close(watch)


@pytest.fixture
def server() -> Iterator[socket.socket]:
    """A server on this machine that nobody is to call."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.setblocking(False)
        yield listening


def called(server: socket.socket) -> bool:
    try:
        server.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def test_the_watches_notice_what_they_are_for(tmp_path: Path, server: socket.socket) -> None:
    (tmp_path / "x").write_text("x")
    with opened(tmp_path) as asked:
        assert not asked()
        (tmp_path / "x").read_text()
        assert asked() or not sys.platform.startswith("linux")
    assert not called(server)
    with socket.create_connection(server.getsockname(), timeout=5):
        assert called(server)


# -- PDF -------------------------------------------------------------------------------------------------------------------------


def stream(content: bytes, entries: str = "") -> bytes:
    return f"<<{entries}/Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream"


def pdf_of(*objects: bytes | str, catalog: str = "", page: str = "") -> bytes:
    """A PDF of one page: object 4 is its content, object 5 its font, further objects follow."""
    held = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>{page}>>",
        *objects,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(held, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + (content if isinstance(content, bytes) else content.encode()) + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(held) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(held) + 1}/Root 1 0 R>>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


def shown(letters: str) -> bytes:
    """A content stream that shows letters given in hexadecimal digits."""
    return stream(f"BT /F 12 Tf 20 700 Td <{letters}> Tj ET".encode())


def cid_font(encoding: str, *, ordering: str = "Identity", more: str = "") -> tuple[str, str, str]:
    """A composite font, its descendant and descriptor, as objects 5, 6 and 7."""
    return (
        f"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+X/Encoding{encoding}/DescendantFonts[6 0 R]{more}>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+X/FontDescriptor 7 0 R/DW 1000"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 0>>>>",
        "<</Type/FontDescriptor/FontName/AAAAAA+X/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200"
        "/CapHeight 700/StemV 80>>",
    )


UNICODE = ("/UniGB-UCS2-H", "GB1")


def utf16(text: str) -> str:
    return text.encode("utf-16-be").hex()


def readable(*more: bytes | str, catalog: str = "", page: str = "") -> bytes:
    """A page that says TEXT, with further objects from number 8 on."""
    return pdf_of(shown(utf16(TEXT)), *cid_font(UNICODE[0], ordering=UNICODE[1]), *more, catalog=catalog, page=page)


def test_the_hand_written_page_is_read() -> None:
    found = read(readable(), "a.pdf")
    assert found.text.strip() == TEXT and len(found.notes) == 1


@pytest.mark.parametrize("host", ["", "\\\\127.0.0.1\\share"])
def test_b22_pdf_that_names_a_character_map_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.chdir(tmp_path)
    for ending in ("", ".pickle.gz", ".bcmap") if os.name == "posix" or not host else ():
        (tmp_path / f"{host}map{ending}").write_bytes(b"begincmap 1 begincidrange <0000> <ffff> 0 endcidrange endcmap")
    named = f"{host}map" if host else "/../../../.." + (tmp_path / "map").as_posix()
    written = "".join(f"#{byte:02x}" for byte in named.encode())
    with opened(tmp_path) as asked:
        assert code_of(pdf_of(shown(GLYPHS), *cid_font(f"/{written}")), "a.pdf") == "E111"
        assert not asked()


def test_b23_pdf_with_scripts_actions_embedded_files_and_forms(tmp_path: Path, server: socket.socket) -> None:
    secret, made = tmp_path / "secret.txt", tmp_path / "made"
    secret.write_text("root:x:0:0")
    url = f"http://127.0.0.1:{server.getsockname()[1]}/x"
    form = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}"><!ENTITY b SYSTEM "{url}">]><xdp><f>&a;&b;FORM</f></xdp>'
    data = readable(
        f"<</S/JavaScript/JS(app.launchURL\\('{url}'\\); this.submitForm\\('{url}'\\); app.alert\\('SCRIPT'\\);)>>",
        f"<</S/Launch/F(touch)/Unix<</F(touch {made})>>/Win<</F(cmd.exe)/P(/c echo x > {made})>>>>",
        stream(b"EMBEDDED root:", "/Type/EmbeddedFile"),
        "<</Type/Filespec/F(e.txt)/UF(e.txt)/EF<</F 10 0 R>>>>",
        stream(form.encode()),
        f"<</Type/Annot/Subtype/Link/Rect[0 0 900 800]/A<</S/URI/URI({url})>>>>",
        f"<</S/GoToR/F<</FS/URL/F({url})>>/D[0/Fit]>>",
        f"<</S/ImportData/F({secret})>>",
        catalog="/OpenAction 8 0 R/Names<</JavaScript<</Names[(a) 8 0 R]>>/EmbeddedFiles<</Names[(e.txt) 11 0 R]>>>>"
        "/AcroForm<</Fields[]/XFA 12 0 R/NeedAppearances true>>/AA<</WC 9 0 R/DP 15 0 R>>",
        page="/Annots[13 0 R]/AA<</O 9 0 R/C 14 0 R>>",
    )
    with opened(tmp_path) as asked:
        assert read(data, "a.pdf").text.strip() == TEXT
        assert not asked()
    assert not called(server) and not made.exists()


def test_b23_pdf_whose_content_lies_in_another_file(tmp_path: Path) -> None:
    """A stream may say that its bytes stand in a file of the disk: it is as good as empty."""
    (tmp_path / "outside").write_bytes(b"BT /F 12 Tf 20 700 Td <" + utf16("外面的文字").encode() + b"> Tj ET")
    data = pdf_of(stream(b"", f"/F({tmp_path / 'outside'})"), *cid_font(UNICODE[0], ordering=UNICODE[1]))
    with opened(tmp_path) as asked:
        assert code_of(data, "a.pdf") == "E110"
        assert not asked()


def test_b25_pdf_whose_fonts_do_not_say_their_letters() -> None:
    low = "".join(f"{number:04x}" for number in range(3, 60))  # the glyphs of digits and Latin letters
    for letters in (GLYPHS, low):
        assert code_of(pdf_of(shown(letters), *cid_font("/Identity-H")), "a.pdf") == "E111"
    drawn = stream(b"1000 0 0 0 750 750 d1 0 0 750 750 re f")
    kind = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 750 750]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 33/LastChar 35"
        "/Widths[1000 1000 1000]/Encoding<</Type/Encoding/Differences[33/g1/g2/g3]>>/CharProcs<</g1 6 0 R/g2 6 0 R/g3 6 0 R>>>>"
    )
    assert code_of(pdf_of(shown("212223" * 20), kind, drawn), "a.pdf") == "E111"


def test_b25_a_table_of_letters_or_numbers_that_are_unicode_make_the_same_font_readable() -> None:
    pairs = "".join(f"<{600 + number:04x}> <{utf16(letter)}>\n" for number, letter in enumerate(TEXT))
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(TEXT)} beginbfchar\n{pairs}endbfchar\nendcmap end end"
    )
    letters = "".join(f"{600 + number:04x}" for number in range(len(TEXT)))
    told = read(pdf_of(shown(letters), *cid_font("/Identity-H", more="/ToUnicode 8 0 R"), stream(table.encode())), "a.pdf")
    assert told.text.strip() == TEXT and len(told.notes) == 1
    assert read(pdf_of(shown(utf16(TEXT)), *cid_font("/Identity-H")), "a.pdf").text.strip() == TEXT


def test_b25_few_unknown_letters_are_named_and_not_silent() -> None:
    content = f"BT /F 12 Tf 0 700 Td <{utf16(TEXT * 2)}> Tj 0 -20 Td /G 12 Tf <02580259> Tj ET"
    font, below, about = cid_font(UNICODE[0], ordering=UNICODE[1])
    other, under, _ = cid_font("/Identity-H")
    data = pdf_of(
        stream(content.encode()), font, below, about, other.replace("6 0 R", "9 0 R"), under,
        page="/Resources<</Font<</F 5 0 R/G 8 0 R>>>>",
    ).replace(b"/Resources<</Font<</F 5 0 R>>>>", b" " * 31)  # fmt: skip
    found = read(data, "a.pdf")
    assert TEXT in found.text
    assert found.notes[1:] == ("有 2 个文字的字体没有编码表，可能认错，请核对。",)


# -- DOCX ------------------------------------------------------------------------------------------------------------------------


def relations(*told: tuple[str, str, bool]) -> str:
    """A part of relationships: kind, target, whether it lies outside."""
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{office}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if out else ""}/>'
        for number, (kind, target, out) in enumerate(told)
    )
    return f'<Relationships xmlns="{space}">{rows}</Relationships>'


OUTSIDE = "文件引用的外部模板、图片或对象没有打开。"
EMBEDDED = "文件中的宏与嵌入对象已忽略。"


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "subDocument", "frame"])
def test_b16_docx_that_points_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: socket.socket, kind: str) -> None:
    monkeypatch.chdir(tmp_path)
    share = "\\\\127.0.0.1\\share\\t.dotm"
    if os.name == "posix":  # there a share is a file of a strange name
        (tmp_path / share).write_text("root:")
    (tmp_path / "t.dotm").write_text("root:")
    targets = (f"http://127.0.0.1:{server.getsockname()[1]}/t.dotm", share, f"file://{tmp_path}/t.dotm", "t.dotm")
    held = relations(*((kind, target, True) for target in targets))
    parts = {"word/_rels/document.xml.rels": held, "word/_rels/settings.xml.rels": held}
    with opened(tmp_path) as asked:
        found = read(word(run(TEXT), **parts), "a.docx")
        assert not asked()
    assert found.text == TEXT and OUTSIDE in found.notes
    assert not called(server)


def test_b16_docx_whose_document_part_lies_outside(server: socket.socket) -> None:
    away = relations(("officeDocument", f"http://127.0.0.1:{server.getsockname()[1]}/d.xml", True))
    assert read(word(run(TEXT), **{"_rels/.rels": away}), "a.docx").text == TEXT
    assert not called(server)


def test_b16_plain_links_and_parts_of_the_file_need_no_remark() -> None:
    held = relations(("hyperlink", "http://127.0.0.1:9/x", True), ("styles", "styles.xml", False), ("image", "media/i.png", False))
    assert read(word(run(TEXT), **{"word/_rels/document.xml.rels": held}), "a.docx").notes == ()


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("word/vbaProject.bin", "vbaProject"),
        ("word/embeddings/oleObject1.bin", "oleObject"),
        ("word/elsewhere/sheet.xlsx", "package"),
        ("word/part.html", "aFChunk"),
    ],
)
@pytest.mark.parametrize("name", ["a.docx", "a.docm"])
def test_b17_docx_with_macros_objects_and_foreign_text(part: str, kind: str, name: str) -> None:
    held = relations((kind, part.removeprefix("word/"), False))
    body = run(TEXT) + '<w:altChunk r:id="r0" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
    found = read(word(body, **{part: "<html><body>ALIEN<script>x()</script></body></html>", "word/_rels/document.xml.rels": held}), name)
    assert (found.text, found.notes) == (TEXT, (EMBEDDED,))


def test_relationships_with_entities_are_refused() -> None:
    evil = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Relationships>&e;</Relationships>'
    assert code_of(word(run(TEXT), **{"word/_rels/document.xml.rels": evil}), "a.docx") == "E105"


# -- web pages that lie about their encoding ---------------------------------------------------------------------------------------

PARAGRAPHS = [sentences(seed, 120) for seed in range(6)]
#: What stands around the text on pages of content systems: far more than the text itself.
MARKUP = '<div class="box"><a href="http://www.example.invalid/node/list/index"></a></div>' * 300


def page(charset: str, *, heavy: bool = False) -> str:
    made = web_page(PARAGRAPHS, charset=charset)
    return made.replace("<article>", f"{MARKUP}<article>") if heavy else made


@pytest.mark.parametrize("heavy", [False, True])
@pytest.mark.parametrize("said", ["utf-8", "gb2312", "big5", "iso-8859-1", "utf-16", "unicode_escape", "utf-7", "nonsense"])
@pytest.mark.parametrize(
    ("real", "named"), [("utf-8", "UTF-8"), ("gb18030", "GB18030"), ("utf-16-le", "UTF-16 LE"), ("utf-16-be", "UTF-16 BE")]
)
def test_b29_what_a_page_says_of_its_encoding_does_not_decide(said: str, real: str, named: str, heavy: bool) -> None:
    found = read(page(said, heavy=heavy).encode(real), "a.html")
    assert found.encoding == named and found.notes == ()
    assert [paragraph for paragraph in PARAGRAPHS if paragraph not in found.text] == []


@pytest.mark.parametrize("said", ["big5", "utf-8", "gbk", "iso-8859-1"])
def test_b29_traditional_script(said: str) -> None:
    text = "一年來，縣政協圍繞中心、服務大局，開展協商議政12次，提出意見建議90餘條。"
    body = "".join(f"<p>第{number}段：{text}</p>" for number in range(6))
    found = read(f'<html><head><meta charset="{said}"></head><body>{body}</body></html>'.encode("big5"), "a.html")
    assert found.encoding == "Big5" and found.text.count(text) == 6


def test_b29_two_marks() -> None:
    found = read(b"\xef\xbb\xbf" * 2 + page("gbk").encode(), "a.html")
    assert found.encoding == "UTF-8" and found.text.startswith("河东县政协") and "\ufeff" not in found.text


@pytest.mark.parametrize("real", ["gb18030", "utf-8"])
def test_b29_one_broken_byte_is_named_or_refused_and_never_silent(real: str) -> None:
    data = page("gbk").encode(real)
    place = data.index(PARAGRAPHS[2].encode(real))
    lost = "有 1 处文字无法解码，已用 � 标出，请核对。"
    found = read(data[:place] + b"\xff" + data[place:], "a.html")
    assert found.notes == (lost,) and PARAGRAPHS[2][1:] in found.text
    for shift in range(1, 60):
        broken = data[: place + shift] + b"\xff" + data[place + shift :]
        try:
            notes = read(broken, "a.html").notes
        except ReadingError as error:
            assert error.code == "E112"
        else:
            assert any("无法解码" in note for note in notes)


def test_b29_bytes_that_are_no_chinese_in_any_encoding() -> None:
    assert code_of(b"<html><body><p>" + bytes(range(0x80, 0x100)) * 20 + b"</p></body></html>", "a.html") == "E112"
