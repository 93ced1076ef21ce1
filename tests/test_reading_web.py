"""Web pages as offices have them: saved from a social account, laid out with tables, saved as one file, with characters by number."""

import base64
import quopri
import time

import pytest

from analysis.reading import read
from analysis.reading.blocks import lines_of
from analysis.report import ReadingError
from tests.documents import sentences, web_page

NAME = "河东县政协2023年工作综述"
PARAGRAPHS = [sentences(seed, 120) for seed in range(6)]
ACCOUNT = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><meta property="og:title" content="{name}"><title></title></head>'
    '<body id="activity-detail"><div id="js_article"><div id="img-content"><h1 id="activity-name">\n{name}\n</h1>'
    '<div id="meta_content"><span>原创</span><span id="profileBt"><a>河东政协</a></span><em id="publish_time">2024-01-09 18:30</em>'
    '<em id="js_ip_wording">发表于某省</em></div><div id="js_content" style="visibility: hidden; opacity: 0; ">{body}</div></div></div>'
    "<div>微信扫一扫关注该公众号</div><div><p>继续滑动看下一个</p><button>轻触阅读原文</button></div><script>var a=1;</script></body></html>"
)


def by_number(text: str, *, hexadecimal: bool = False) -> str:
    """The text with every character that is not ASCII given by its number."""
    return "".join(c if ord(c) < 128 else f"&#x{ord(c):x};" if hexadecimal else f"&#{ord(c)};" for c in text)


@pytest.mark.parametrize(
    "body",
    [
        "".join(f'<section><section><p><span>{p[:30]}</span><strong><span>{p[30:60]}</span></strong>{p[60:]}</p></section></section>' for p in PARAGRAPHS),
        "".join(f'<section><section><span>{p[:30]}<span>{p[30:60]}</span></span><span leaf="">{p[60:]}</span></section></section>' for p in PARAGRAPHS),
        "<section>" + "<br>".join(f"<span>{p}</span>" for p in PARAGRAPHS) + "</section>",
        "".join(f"<p>\n  {p[:50]}\n  {p[50:]}\n</p><p><br></p><p><img data-src='x'></p>" for p in PARAGRAPHS),
    ],
)  # fmt: skip
def test_article_of_a_social_account_however_it_is_cut_into_spans(body: str) -> None:
    found = read(ACCOUNT.format(name=NAME, body=body).encode(), "a.html").text
    assert found.split("\n") == [NAME, "发布时间：2024-01-09 18:30　来源：河东政协", *PARAGRAPHS]


def test_what_a_page_does_not_show_is_not_read() -> None:
    body = (
        "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
        + '<p style="color:red; display: none">隐藏的话</p><p style="visibility:visible">末段。</p>'
    )
    found = read(ACCOUNT.format(name=NAME, body=body).encode(), "a.html").text
    assert "隐藏的话" not in found and found.endswith("末段。")


def test_layout_in_tables() -> None:
    paragraphs = "".join(f"<p>&nbsp;&nbsp;&nbsp;&nbsp;{p}</p>" for p in PARAGRAPHS)
    page = (
        f"<html><head><title>{NAME}-河东县人民政府</title></head><body><table><tr><td><a href=1>首页</a></td></tr></table>"
        f"<table><tr><td>{NAME}</td></tr><tr><td>{paragraphs}</td></tr></table></body></html>"
    )
    lines = read(page.encode(), "a.html").text.split("\n")
    assert [line for line in lines if line in PARAGRAPHS] == PARAGRAPHS and NAME in lines


def test_tables_of_data_have_tabs() -> None:
    table = "<table><tr><th>项目</th><th>数量</th></tr><tr><td>提案</td><td>42 件</td></tr><tr><td>信息</td><td>120 篇</td></tr></table>"
    page = web_page(PARAGRAPHS).replace("</article>", f"{table}</article>")
    assert read(page.encode(), "a.html").text.split("\n")[-3:] == ["项目\t数量", "提案\t42 件", "信息\t120 篇"]


def test_line_ends_of_the_source_are_no_spaces_between_chinese_characters() -> None:
    page = web_page([p[:40] + "\n      " + p[40:] + " Word 2024" for p in PARAGRAPHS])
    lines = read(page.encode(), "a.html").text.split("\n")
    assert lines[1:] == [f"{p} Word 2024" for p in PARAGRAPHS]


def test_page_of_a_word_processor() -> None:
    body = "".join(f'<p class=MsoNormal><span style="font-family:x">{p}<o:p></o:p></span></p>' for p in PARAGRAPHS)
    page = f"<html><head><meta charset=gb2312><!--[if gte mso 9]><xml>垃圾</xml><![endif]--></head><body>{body}</body></html>"
    found = read(page.encode("gbk"), "a.htm")
    assert found.text.split("\n") == PARAGRAPHS and found.encoding == "GB18030"


# -- characters by number --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hexadecimal", [False, True])
@pytest.mark.parametrize(
    ("encoding", "mark", "named"),
    [("ascii", "", "UTF-8"), ("latin-1", "\xa9 caf\xe9", "Windows-1252"), ("utf-16-le", "", "UTF-16 LE"), ("gb18030", "县政协", "GB18030")],
)
def test_page_that_gives_its_characters_by_number(encoding: str, mark: str, named: str, hexadecimal: bool) -> None:
    page = by_number(web_page(PARAGRAPHS), hexadecimal=hexadecimal).replace("</footer>", f"{mark}</footer>")
    found = read(page.encode(encoding), "a.html")
    assert found.encoding == named and found.notes == ()
    assert [line for line in found.text.split("\n") if line in PARAGRAPHS] == PARAGRAPHS


def test_numbers_behind_a_long_head_are_found() -> None:
    page = by_number(web_page(PARAGRAPHS)).replace("<title>", '<meta name="x">' * 60_000 + "<title>").replace("</footer>", "\xa9</footer>")
    assert PARAGRAPHS[0] in read(page.encode("latin-1"), "a.html").text


@pytest.mark.parametrize(
    "page", ["<html><body>" + "caf\xe9 " * 400 + "</body></html>", "<html><body>" + "&#233;" * 400 + "\xe9</body></html>"]
)
def test_page_in_another_language_is_no_report(page: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read(page.encode("latin-1"), "a.html")
    assert caught.value.code == "E112"


# -- saved as one file -----------------------------------------------------------------------------------------------------------


def mhtml(page: bytes, coding: str, *, kind: str = "text/html") -> bytes:
    body = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(coding, bytes)(page)
    return (
        b"From: <Saved by a browser>\r\nSnapshot-Content-Location: http://127.0.0.1:9/x\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----B1----"\r\n\r\n\r\n'
        b"------B1----\r\nContent-Type: text/css\r\nContent-Location: cid:x\r\n\r\np{color:red}\r\n"
        b"------B1----\r\nContent-Type: " + kind.encode() + b"\r\nContent-Transfer-Encoding: " + coding.encode() + b"\r\n\r\n" + body
        + b"\r\n------B1----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------B1------\r\n"
    )  # fmt: skip


@pytest.mark.parametrize("name", ["a.mht", "a.mhtml", "a.html"])
@pytest.mark.parametrize("coding", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_page_saved_as_one_file(encoding: str, coding: str, name: str) -> None:
    found = read(mhtml(web_page(PARAGRAPHS, charset="gb2312").encode(encoding), coding), name)
    assert found.format == "html" and found.text.split("\n") == [NAME, *PARAGRAPHS]


@pytest.mark.parametrize(
    "data",
    [
        mhtml(b"x", "8bit", kind="text/plain"),
        mhtml(web_page(PARAGRAPHS).encode(), "base64").split(b"text/html\r\n")[0],
        mhtml(b"\xff\xfe\x00", "base64").replace(b'boundary="----B1----"', b"x=1"),
    ],
)
def test_saved_page_without_a_page(data: bytes) -> None:
    with pytest.raises(ReadingError) as caught:
        read(data, "a.mht")
    assert caught.value.code == "E102" and str(caught.value).count("。") == 1


def test_text_that_speaks_of_its_content_is_no_saved_page() -> None:
    text = "来源：河东日报\n内容：县政协开展协商议政12次，提出意见建议90余条。\n"
    assert read(text.encode(), "a.txt").format == "txt"


# -- cost ------------------------------------------------------------------------------------------------------------------------


def test_pages_of_many_lines_take_bounded_time() -> None:
    start = time.perf_counter()
    for page in ("<table><tr><td>" * 3000 + "县政协" * 200, "".join(f"<p>{n}县政协开展协商议政活动若干次{n}</p>" for n in range(15_000))):
        try:
            read(f"<html><body>{page}</body></html>".encode(), "a.html")
        except ReadingError as error:
            assert error.code in ("E105", "E107", "E108", "E110")
    assert time.perf_counter() - start < 10


def test_blocks_make_lines_and_spans_do_not() -> None:
    from lxml import html

    tree = html.fromstring("<div>甲<b>乙</b><i>丙</i><div>丁</div>戊<br>己<!-- 庚 --><script>x</script>辛<nav>壬</nav>癸</div>")
    assert list(lines_of(tree)) == ["甲乙丙", "丁", "戊", "己辛", "癸"]
