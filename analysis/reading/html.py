"""Web pages: the text of the article, without menus and footers. Text only: nothing runs, nothing is fetched."""

from collections.abc import Sequence

import regex
import trafilatura
from lxml import etree
from lxml import html as lxml_html

from analysis.reading.blocks import lines_of
from analysis.reading.mhtml import is_mhtml, page_of
from analysis.reading.plain import decode
from analysis.report import ReadingError

LONGEST = 8_000_000
#: Elements in which a page may set its headline.
NAMES = ("h1", "h2", "h3", "h4", "div", "p", "td", "span", "strong", "b", "font")
#: The element in which a social account has its article.
ACCOUNT = "js_content"
#: Fewest characters of an article; of a line that is known by itself; and how far behind the last line a shorter one may stand.
SHORT, LINE, NEAR = 50, 12, 40
#: Share (0–1) of the chosen text that the lines of the page have to give.
COVERED = 0.95
#: How many characters may be searched for the lines of one page.
SEARCHED = 1_000_000_000
DRAWN = regex.compile(r"[\s\u200b\ufeff|\\#*_>-]++")
BROKEN = "网页文件结构异常，请在浏览器中打开后复制正文，粘贴导入。"
NO_TEXT = "网页中没有找到正文，请在浏览器中打开后复制正文，粘贴导入。"


def read(data: bytes) -> tuple[str, str]:
    """The article of a page and the encoding it was in.

    Raises ReadingError E105 (not to be parsed), E107 (too long), E110 (no article), E112 (encoding unknown).
    """
    if len(data) > LONGEST:
        raise ReadingError("网页文件过大，请复制正文后粘贴导入。", "E107")
    data = page_of(data) if is_mhtml(data) else data
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
    text = "\n".join(_article(tree))
    if not text.strip():
        raise ReadingError(NO_TEXT, "E110")
    if title and "".join(title.split()) not in "".join(text.split())[:400]:
        text = f"{title}\n{text}"
    first, _, rest = text.partition("\n")
    if published and first.strip() == title:
        text = f"{first}\n{published}\n{rest}"
    return text, encoding


def _article(tree: etree._Element) -> list[str]:
    """The lines of the article: which text it is says trafilatura, which characters are of one line say the blocks of the page.

    An article of a social account says itself where it is.
    """
    told = next(iter(tree.xpath(f"//*[@id='{ACCOUNT}']")), None)
    if told is not None:
        own = list(lines_of(told))
        if len("".join(own)) >= SHORT:
            return own
    lines = list(lines_of(tree))
    chosen = trafilatura.extract(tree, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False) or ""
    plain = _squeezed(chosen)
    if len(plain) < SHORT:
        return lines
    kept = _chosen(lines, plain)
    return kept if sum(len(_squeezed(line)) for line in kept) >= COVERED * len(plain) else chosen.split("\n")


def _chosen(lines: Sequence[str], plain: str) -> list[str]:
    """The lines whose text stands in `plain`, a text without white space. A short line has to stand where the last one ended."""
    kept: list[str] = []
    place, left = 0, SEARCHED
    for line in lines:
        wanted = _squeezed(line)
        known = len(wanted) >= LINE
        at = plain.find(wanted, place, len(plain) if known else place + len(wanted) + NEAR) if wanted else -1
        left -= at - place if at >= 0 else len(plain) * known
        if at >= 0:
            place = at + len(wanted)
        if at >= 0 or (known and (wanted in plain or wanted[:LINE] in plain)):
            kept.append(line)
        if left < 0:
            return []
    return kept


def _squeezed(text: str) -> str:
    """The text without white space and the signs that draw tables, lists and headings."""
    return DRAWN.sub("", text)


def is_html(data: bytes) -> bool:
    """Whether bytes begin as a web page does."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\x00", b"").lower()
    return is_mhtml(data) or head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in head[:1024]


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
    """Date and source of the article as pages of Chinese authorities tell them in their head, and social accounts below the headline; an
    empty string when they do not."""
    date, source = _told(tree, "pubdate"), _told(tree, "contentsource")
    if next(iter(tree.xpath(f"//*[@id='{ACCOUNT}']")), None) is not None:
        date, source = date or _with_id(tree, "publish_time"), source or _with_id(tree, "js_name") or _with_id(tree, "profileBt")
    told = (("发布时间", date), ("来源", source))
    return "　".join(f"{name}：{value}" for name, value in told if value and len(value) <= 40)


def _told(tree: etree._Element, name: str) -> str:
    """What the page says of itself under this name."""
    found = (str(element.get("content", "")) for element in tree.iter("meta") if str(element.get("name", "")).lower() == name)
    return " ".join(next(found, "").split())


def _with_id(tree: etree._Element, name: str) -> str:
    found = next(iter(tree.xpath(f"//*[@id='{name}']")), None)
    return _line(found) if found is not None else ""


def _line(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _fits(text: str) -> bool:
    """Whether a text is as long as headlines are."""
    return 4 <= len(text) <= 80
