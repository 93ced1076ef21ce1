"""DOCX as offices make them, with Word and with WPS: what is shown is read, what is deleted, hidden or only an aid is not."""

import pytest

from analysis.reading import read
from analysis.report import ReadingError
from tests.documents import run, word

NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HIDDEN = "文件中的隐藏文字没有读取。"
CONTENTS = "文件中的自动目录没有读取。"
BOX = f"<w:txbxContent>{run('文本框的话。')}</w:txbxContent>"


def paragraph(text: str, *, of: str = "", letters: str = "") -> str:
    """A paragraph with properties of its own and of its letters."""
    return f'<w:p><w:pPr>{of}</w:pPr><w:r><w:rPr>{letters}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def listed(text: str, number: int, level: int) -> str:
    return paragraph(text, of=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def row(*cells: str, of: str = "") -> str:
    return f"<w:tr>{of}{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"


def lines(body: str, **parts: str | bytes) -> list[str]:
    return [line for line in read(word(body, **parts), "a.docx").text.split("\n") if line]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (paragraph("可见。") + paragraph("隐藏。", letters="<w:vanish/>"), ["可见。"]),
        (paragraph("可见。") + paragraph("不隐藏。", letters='<w:vanish w:val="0"/>'), ["可见。", "不隐藏。"]),
        ("<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>" + run("控件里的话。") + "</w:sdtContent></w:sdt>", ["控件里的话。"]),
        ("<w:p><w:sdt><w:sdtContent><w:r><w:t>行内</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>结束。</w:t></w:r></w:p>", ["行内结束。"]),
        ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("单击输入") + "</w:sdtContent></w:sdt>" + run("正文。"), ["正文。"]),
        ("<w:p><w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>", ["拼"]),
        ("<w:p><w:smartTag><w:r><w:t>2024年</w:t></w:r></w:smartTag><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>", ["2024年链接"]),
        ("<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:softHyphen/><w:t>乙</w:t></w:r></w:p>", ["甲乙"]),
    ],
)  # fmt: skip
def test_what_is_shown_is_read(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


def test_remarks_on_what_was_not_read() -> None:
    body = paragraph("正文。") + paragraph("隐藏。", letters="<w:vanish/>") * 3
    assert read(word(body), "a.docx").notes == (HIDDEN,)
    assert read(word(paragraph("正文。", letters="<w:b/>")), "a.docx").notes == ()


def test_tracked_changes() -> None:
    """What was deleted is gone, also a paragraph's end and a row; what was inserted or moved here stands here."""
    body = (
        "<w:p><w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:ins><w:r><w:t>新增</w:t></w:r></w:ins><w:r><w:t>保留。</w:t></w:r></w:p>"
        "<w:p><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来。</w:t></w:r></w:moveTo></w:p>"
        + paragraph("前半，", of="<w:rPr><w:del/></w:rPr>")
        + paragraph("后半。")
        + f"<w:tbl>{row('旧', '1', of='<w:trPr><w:del/></w:trPr>')}{row('新', '2', of='<w:trPr><w:ins/></w:trPr>')}</w:tbl>"
    )
    assert lines(body) == ["新增保留。", "移来。", "前半，后半。", "新\t2"]
    assert lines(paragraph("末段", of="<w:rPr><w:del/></w:rPr>")) == ["末段"]
    assert lines(f"<w:tbl><w:tr><w:tc>{paragraph('格', of='<w:rPr><w:del/></w:rPr>')}</w:tc></w:tr></w:tbl>") == ["格"]


@pytest.mark.parametrize(
    ("forms", "times"),
    [
        (f'<mc:Choice Requires="wps"><wps:txbx>{BOX}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>{BOX}</v:textbox></mc:Fallback>', 1),
        (f'<mc:Choice Requires="wps">{BOX}</mc:Choice><mc:Choice Requires="wpc">{BOX}</mc:Choice><mc:Fallback/>', 1),
        (f'<mc:Choice Requires="wpg"><w:drawing/></mc:Choice><mc:Fallback><v:textbox>{BOX}</v:textbox></mc:Fallback>', 1),
        ('<mc:Choice Requires="wpg"><w:drawing/></mc:Choice><mc:Fallback><w:pict/></mc:Fallback>', 0),
    ],
)
def test_text_boxes_in_several_forms_are_read_once(forms: str, times: int) -> None:
    body = f"<w:p><w:r><mc:AlternateContent>{forms}</mc:AlternateContent></w:r></w:p>" + run("正文。")
    assert lines(body) == ["文本框的话。"] * times + ["正文。"]


def test_text_box_of_an_older_program() -> None:
    body = f"<w:p><w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r></w:p>" + run("正文。")
    assert lines(body) == ["文本框的话。", "正文。"]


def test_heads_feet_and_comments_are_not_of_the_text_and_notes_are() -> None:
    parts = {
        "word/footnotes.xml": f'<w:footnotes {NAMES}><w:footnote w:type="separator"><w:p/></w:footnote><w:footnote>{run("注释的话。")}</w:footnote></w:footnotes>',
        "word/comments.xml": f"<w:comments {NAMES}><w:comment>{run('批注')}</w:comment></w:comments>",
        "word/header1.xml": f"<w:hdr {NAMES}>{run('页眉')}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {NAMES}>{run('— 1 —')}</w:ftr>",
    }
    body = "<w:p><w:r><w:t>有注</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t>的话。</w:t></w:r></w:p>"
    assert lines(body, **parts) == ["有注的话。", "注释的话。"]


NUMBERING = (
    f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%1）"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:pStyle w:val="sub"/><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%2"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
)
STYLES = (
    f'<w:styles {NAMES}><w:style w:styleId="2"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="own"><w:name w:val="本单位标题"/><w:basedOn w:val="2"/></w:style>'
    '<w:style w:styleId="sub"><w:name w:val="小点"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="t1"><w:name w:val="toc 1"/></w:style><w:style w:styleId="loop"><w:name w:val="x"/><w:basedOn w:val="loop"/></w:style>'
    "</w:styles>"
)


def styled(text: str, style: str, more: str = "") -> str:
    return paragraph(text, of=f'<w:pStyle w:val="{style}"/>{more}')


def test_numbers_of_lists_begin_anew_where_the_list_says_so() -> None:
    body = (
        listed("甲", 3, 0)
        + listed("乙", 3, 1)
        + listed("丙", 3, 1)
        + listed("丁", 3, 0)
        + listed("戊", 4, 0)
        + listed("己", 4, 0)
        + listed("无", 0, 0)
    )
    assert lines(body, **{"word/numbering.xml": NUMBERING}) == ["（一）甲", "①乙", "②丙", "（二）丁", "（一）戊", "（二）己", "无"]


def test_styles_bring_headings_and_numbers_with_them() -> None:
    body = (
        styled("工作回顾", "2")
        + styled("学习", "sub")
        + styled("基于标题", "own")
        + styled("不编号", "2", '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + styled("循环", "loop")
    )
    parts = {"word/numbering.xml": NUMBERING, "word/styles.xml": STYLES}
    assert lines(body, **parts) == ["## （一）工作回顾", "①学习", "## （二）基于标题", "## 不编号", "循环"]


def test_table_of_contents_is_not_of_the_text() -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    block = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{run('目录')}{run('一、工作回顾 1')}</w:sdtContent></w:sdt>"
    found = read(word(block + run("正文。")), "a.docx")
    assert (found.text, found.notes) == ("正文。", (CONTENTS,))
    found = read(word(styled("一、工作回顾 1", "t1") + run("正文。"), **{"word/styles.xml": STYLES}), "a.docx")
    assert (found.text, found.notes) == ("正文。", (CONTENTS,))


# -- B09: a document type in any part ----------------------------------------------------------------------------------------------

TYPED = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "y">]><x>&e;</x>'


@pytest.mark.parametrize(
    "part", ["customXml/item1.xml", "word/theme/theme1.xml", "docProps/app.xml", "word/_rels/a.rels", "word/drawings/v.VML"]
)
@pytest.mark.parametrize(
    "content",
    [
        TYPED.encode(),
        TYPED.replace("<?xml", "\ufeff<?xml").encode("utf-16"),
        TYPED.replace('version="1.0"', 'version="1.0" encoding="utf-16"').encode("utf-16"),
        f"<!-- {'x' * 5000} -->{TYPED[21:]}".encode(),
        f"<!-- {'x' * 70_000} -->{TYPED[21:]}".encode(),
        b"<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'><x/>",
        b'<?xml version="1.0" encoding="unknown-x"?><!DOCTYPE x><x/>',
    ],
)
def test_b09_document_type_in_a_part_that_nobody_reads(part: str, content: bytes) -> None:
    with pytest.raises(ReadingError) as caught:
        read(word(run("正文。"), **{part: content}), "a.docx")
    assert caught.value.code == "E105"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<x/>",
        "<?xml version='1.0'?><!-- 说明：<!DOCTYPE 不在这里 --><x>&lt;!DOCTYPE</x>".encode(),
        b"<x><![CDATA[<!DOCTYPE x>]]></x>",
        b"no xml at all",
        f"<x>{'y' * 200_000}</x>".encode(),
        "<x/>".encode("utf-16"),
    ],
)
def test_b09_honest_parts_that_nobody_reads(content: bytes) -> None:
    assert lines(run("正文。"), **{"customXml/item1.xml": content}) == ["正文。"]
    assert lines(run("正文。"), **{"word/media/note.txt": TYPED}) == ["正文。"]
