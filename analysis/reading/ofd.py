"""OFD (GB/T 33190): a ZIP of XML pages on which stretches of text have places. Read like a page of a PDF, by columns."""

from collections.abc import Iterator

from lxml import etree

from analysis.reading.boxes import Box
from analysis.reading.columns import reading_order
from analysis.reading.package import BROKEN, Package
from analysis.report import ReadingError

PAGES = 2_000
LETTERS = 2_000_000
NO_TEXT = "OFD 文件中没有可复制的文字（可能是扫描件），请先做文字识别（OCR），或提供 Word、文本文件。"
TOO_LONG = f"OFD 文件超过 {PAGES:,} 页或 {LETTERS:,} 字，请拆分后再试。"


def read(package: Package) -> str:
    """The text of an OFD file, a form feed between pages.

    Raises ReadingError E105 when its structure is broken, E107 when it is too long, E110 when its pages hold no text.
    """
    root = package.xml("OFD.xml")
    if root is None:
        raise ReadingError(BROKEN, "E105")
    pages: list[str] = []
    letters = 0
    for document in _values(root, "DocRoot"):
        for name in _page_names(package, document.lstrip("/")):
            lines = reading_order(list(_boxes(package, name)))
            letters += sum(map(len, lines))
            if len(pages) >= PAGES or letters > LETTERS:
                raise ReadingError(TOO_LONG, "E107")
            pages.append("\n".join(lines))
    text = "\f".join(pages)
    if not text.strip():
        raise ReadingError(NO_TEXT, "E110")
    return text


def is_ofd(package: Package) -> bool:
    """Whether the container is an OFD file."""
    return "OFD.xml" in package.names


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _values(root: etree._Element, name: str) -> Iterator[str]:
    return (element.text.strip() for element in root.iter() if _local(element) == name and element.text)


def _page_names(package: Package, document: str) -> Iterator[str]:
    """Names of the page parts in order; their places are given relative to the document part."""
    root = package.xml(document)
    if root is None:
        raise ReadingError(BROKEN, "E105")
    folder = document.rpartition("/")[0]
    for element in root.iter():
        if _local(element) == "Page" and element.get("BaseLoc"):
            place = str(element.get("BaseLoc"))
            yield place.lstrip("/") if place.startswith("/") else f"{folder}/{place}".lstrip("/")


def _boxes(package: Package, name: str) -> Iterator[Box]:
    """The stretches of text of one page. OFD counts y downwards in millimetres; the letters' places count from the object's corner."""
    root = package.xml(name)
    for element in root.iter() if root is not None else ():
        if _local(element) != "TextObject":
            continue
        corner = _numbers(element.get("Boundary"))
        size = next(iter(_numbers(element.get("Size"))), 4.0) or 4.0
        left, top = (corner[0], corner[1]) if len(corner) >= 2 else (0.0, 0.0)
        for code in element:
            if _local(code) != "TextCode" or not (code.text or "").strip():
                continue
            text = (code.text or "").strip("\r\n")
            x = left + next(iter(_numbers(code.get("X"))), 0.0)
            y = -(top + next(iter(_numbers(code.get("Y"))), size))
            yield Box(x, y, x + _advance(code, text, size), y + size, text, size)


def _advance(code: etree._Element, text: str, size: float) -> float:
    """Width of a stretch: the sum of its steps and one letter, or a letter each where no steps are given."""
    steps = _deltas(str(code.get("DeltaX", "")), len(text))
    return sum(steps) + size if steps else sum(size if ord(letter) > 0x2000 else size / 2 for letter in text)


def _deltas(text: str, most: int) -> list[float]:
    """`3.5 3.5` or `g 12 3.5` (twelve times 3.5), at most `most` of them."""
    words, place = text.split(), 0
    found: list[float] = []
    while place < len(words) and len(found) < most:
        if words[place] == "g" and place + 2 < len(words):
            count, step = _numbers(f"{words[place + 1]} {words[place + 2]}") or (0.0, 0.0)
            found += [step] * min(int(count), most - len(found))
            place += 3
        else:
            found += _numbers(words[place])
            place += 1
    return found


def _numbers(text: str | None) -> list[float]:
    """The numbers of an attribute; an empty list when one of them is none, or no number that a page can have."""
    try:
        found = [float(word) for word in (text or "").split()]
    except ValueError:
        return []
    return found if all(abs(number) < 1e6 for number in found) else []
