"""Web pages: the text of the article, without menus and footers. Text only: nothing runs, nothing is fetched."""

import regex
import trafilatura
from lxml import etree
from lxml import html as lxml_html

from analysis.readers.plain import decode
from analysis.report import ReadingError

LONGEST = 8_000_000
CHARSET = regex.compile(rb"<meta[^<>]{0,200}charset\s*+=\s*+[\"']?+\s*+([A-Za-z0-9_-]{3,20})", regex.IGNORECASE)
BLOCKS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "section", "article", "blockquote", "br", "title"})
LEFT_OUT = frozenset(
    {"script", "style", "noscript", "nav", "footer", "header", "aside", "form", "select", "button", "iframe", "svg", "template", "head"}
)
BROKEN = "网页文件结构异常，请在浏览器中打开后复制正文，粘贴导入。"
NO_TEXT = "网页中没有找到正文，请在浏览器中打开后复制正文，粘贴导入。"


def read(data: bytes) -> tuple[str, str]:
    """The article of a page and the encoding it was in.

    Raises ReadingError E105 (not to be parsed), E107 (too long), E110 (no article), E112 (encoding unknown).
    """
    if len(data) > LONGEST:
        raise ReadingError("网页文件过大，请复制正文后粘贴导入。", "E107")
    source, encoding = _decoded(data)
    try:
        tree = lxml_html.fromstring(regex.sub(r"^\s*+<\?xml[^<>]*+>", "", source))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise ReadingError(BROKEN, "E105") from None
    for element in list(tree.iter("script", "style", "noscript", "template", "iframe", "svg", "object", "embed")):
        element.drop_tree()
    title = _headline(tree)
    text = trafilatura.extract(tree, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False) or ""
    if len("".join(text.split())) < 50:
        text = _plain(tree)
    if not text.strip():
        raise ReadingError(NO_TEXT, "E110")
    if title and "".join(title.split()) not in "".join(text.split())[:400]:
        text = f"{title}\n{text}"
    return text, encoding


def is_html(data: bytes) -> bool:
    """Whether bytes begin as a web page does."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\x00", b"").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in head[:1024]


def _decoded(data: bytes) -> tuple[str, str]:
    """The page by the encoding that it names, where it fits, else by what its bytes look like."""
    named = CHARSET.search(data[:4096])
    if named:
        name = {"gb2312": "gb18030", "gbk": "gb18030"}.get(named[1].decode("ascii").lower(), named[1].decode("ascii").lower())
        try:
            return data.decode(name), name
        except (UnicodeDecodeError, LookupError):
            pass
    found = decode(data)
    return found.text, found.encoding


def _headline(tree: etree._Element) -> str:
    """The one first-level heading of the page; an empty string when there are several or none."""
    found = [" ".join("".join(element.itertext()).split()) for element in tree.iter("h1")]
    return found[0] if len(found) == 1 and 4 <= len(found[0]) <= 80 else ""


def _plain(tree: etree._Element) -> str:
    """All text outside menus and footers, a line a block: for pages in which no article was recognised."""
    parts: list[str] = []
    skipping = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in LEFT_OUT:
            skipping += 1 if event == "start" else -1
        if event == "start" and not skipping and tag and element.text:
            parts.append(" ".join(element.text.split()))
        if event == "end":
            if tag in BLOCKS:
                parts.append("\n")
            if not skipping and element.tail:
                parts.append(" ".join(element.tail.split()))
    return "\n".join(line.strip() for line in "".join(parts).split("\n") if line.strip())
