"""Web pages: the text of the article, without menus and footers. Text only: nothing runs, nothing is fetched."""

import regex
import trafilatura
from lxml import etree
from lxml import html as lxml_html

from analysis.reading.plain import decode
from analysis.report import ReadingError

LONGEST = 8_000_000
BLOCKS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "section", "article", "blockquote", "br", "title"})
#: Elements in which a page may set its headline.
NAMES = ("h1", "h2", "h3", "h4", "div", "p", "td", "span", "strong", "b", "font")
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
    # What a page says of its encoding is not asked: servers and content systems set it wrongly, its bytes cannot.
    found = decode(data, markup=True)
    source, encoding = found.text, found.encoding
    try:
        tree = lxml_html.fromstring(regex.sub(r"^\s*+<\?xml[^<>]*+>", "", source))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise ReadingError(BROKEN, "E105") from None
    for element in list(tree.iter("script", "style", "noscript", "template", "iframe", "svg", "object", "embed")):
        element.drop_tree()
    title, published = _headline(tree), _published(tree)
    text = trafilatura.extract(tree, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False) or ""
    if len("".join(text.split())) < 50:
        text = _plain(tree)
    if not text.strip():
        raise ReadingError(NO_TEXT, "E110")
    if title and "".join(title.split()) not in "".join(text.split())[:400]:
        text = f"{title}\n{text}"
    first, _, rest = text.partition("\n")
    if published and first.strip() == title:
        text = f"{first}\n{published}\n{rest}"
    return text, encoding


def is_html(data: bytes) -> bool:
    """Whether bytes begin as a web page does."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\x00", b"").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in head[:1024]


def _headline(tree: etree._Element) -> str:
    """The name of the article, where the page says it; else an empty string.

    Pages of Chinese authorities name it in `<meta name="ArticleTitle">`. Others set it in their one first-level heading, or only name it
    in `<title>`, with the name of the site after it: what of that stands alone somewhere on the page is the article's.
    """
    told = _told(tree, "articletitle")
    if _fits(told):
        return told
    found = [_line(element) for element in tree.iter("h1")]
    if len(found) == 1 and _fits(found[0]) and not found[0].endswith(("网", "网站", "门户")):
        return found[0]
    name = next((_line(element) for element in tree.iter("title")), "")
    alone = {text for element in tree.iter(*NAMES) if element.text and _fits(text := " ".join(element.text.split()))}
    return max((text for text in alone if len(text) >= 6 and name.startswith(text)), key=len, default="")


def _published(tree: etree._Element) -> str:
    """Date and source of the article as pages of Chinese authorities tell them in their head; an empty string when they do not."""
    told = (("发布时间", _told(tree, "pubdate")), ("来源", _told(tree, "contentsource")))
    return "　".join(f"{name}：{value}" for name, value in told if value and len(value) <= 40)


def _told(tree: etree._Element, name: str) -> str:
    """What the page says of itself under this name."""
    found = (str(element.get("content", "")) for element in tree.iter("meta") if str(element.get("name", "")).lower() == name)
    return " ".join(next(found, "").split())


def _line(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _fits(text: str) -> bool:
    """Whether a text is as long as headlines are."""
    return 4 <= len(text) <= 80


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
