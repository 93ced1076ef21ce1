"""PDF files, page by page, in the better of two orders: that of the columns on the page, or the file's own."""

import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
import regex

from analysis.reading.boxes import Box
from analysis.reading.columns import continuity, joins, reading_order
from analysis.reading.plain import READS, likeness
from analysis.report import ReadingError

#: pdfium may only be used by one thread at a time.
LOCK = threading.Lock()
PAGES = 2_000
LETTERS = 2_000_000
SECONDS = 20.0
#: Letters that a page with a picture may have and still not be read: its number and a running head.
CAPTION = 30
#: Share of letters that cannot be known above which a file is refused.
UNREADABLE_SHARE = 0.05
#: Codes of white space, which may be unknown without harm.
BLANK = frozenset({9, 10, 13, 32, 0xA0, 0x3000})
UNREADABLE = regex.compile(r"\(cid:\d{1,6}\)|[\ufffd\ufffe\p{Co}]")

DAMAGED = "PDF 文件不完整或已损坏，请重新导出后再试。"
LOCKED = "PDF 文件已加密，请去除密码后再试。"
SCANNED = "PDF 是扫描图片，没有可复制的文字，请先做文字识别（OCR），或提供 Word、文本文件。"
NO_TEXT = "PDF 中没有文字，请确认选对了文件，或提供 Word、文本文件。"
LETTERLESS = "PDF 中的文字无法识别（字体没有编码表），请换用 Word 或文本文件。"
TOO_LONG = f"PDF 超过 {PAGES:,} 页，请拆分后再试。"
TOO_SLOW = "PDF 结构过于复杂，解析超时，请另存为 Word 或文本文件后再试。"


@dataclass(frozen=True, slots=True)
class Pages:
    """The text of the pages, a form feed between them, how many were read by columns, and how many letters may be others.

    unread: numbers, from 1, of the pages that could not be read: pictures of text, most of them, or damaged.
    """

    text: str
    count: int
    by_columns: int
    unmapped: int = 0
    unread: tuple[int, ...] = ()


def read(data: bytes) -> Pages:
    """The text of a PDF file.

    Raises ReadingError E102 (damaged), E104 (encrypted), E107 (too long), E108 (takes too long), E110 (pictures only), E111 (no letters).
    """
    with LOCK:
        document = _open(data)
        try:
            return _read(document)
        finally:
            document.close()


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise ReadingError(LOCKED, "E104") if locked else ReadingError(DAMAGED, "E102") from None


def _read(document: pypdfium2.PdfDocument) -> Pages:
    if len(document) > PAGES:
        raise ReadingError(TOO_LONG, "E107")
    until = time.monotonic() + SECONDS
    texts: list[str] = []
    unmapped: list[str] = []
    unread: list[int] = []
    letters = by_columns = failed = pictures = 0
    for number in range(len(document)):
        if time.monotonic() > until:
            raise ReadingError(TOO_SLOW, "E108")
        try:
            page = document[number]
            on_page = page.get_textpage()
            lines, columns = _page(on_page, until)
            unmapped.append(_unmapped(on_page))
            if len("".join("".join(lines).split())) <= CAPTION and _has_picture(page):
                pictures += 1
                unread.append(number + 1)
        except pypdfium2.PdfiumError:
            failed += 1
            unread.append(number + 1)
            continue
        letters += sum(map(len, lines))
        if letters > LETTERS:
            raise ReadingError(TOO_LONG.replace(f"{PAGES:,} 页", f"{LETTERS:,} 字"), "E107")
        by_columns += columns
        texts.append("\n".join(lines))
    text = "\f".join(texts)
    if not text.strip() or len(unread) == len(document):
        if failed or not len(document):
            raise ReadingError(DAMAGED, "E102")
        raise ReadingError(SCANNED if pictures else NO_TEXT, "E110")
    plain = "".join(text.split())
    guessed = "".join(unmapped)
    # Some programs number the letters of a font as Unicode does and leave the table out: what reads well is right.
    doubtful = 0 if likeness(guessed, markup=True) >= READS else len(guessed)
    if len(UNREADABLE.findall(plain)) > UNREADABLE_SHARE * len(plain) or doubtful > UNREADABLE_SHARE * len(plain):
        raise ReadingError(LETTERLESS, "E111")
    return Pages(text, len(document), by_columns, doubtful, tuple(unread))


def _unmapped(letters: pypdfium2.PdfTextPage) -> str:
    """The letters whose font does not say which they are: pdfium then gives the number of the glyph as if it were a letter."""
    raw = pypdfium2.raw
    found = (
        raw.FPDFText_GetUnicode(letters.raw, index)
        for index in range(letters.count_chars())
        if raw.FPDFText_HasUnicodeMapError(letters.raw, index) == 1
    )
    return "".join(chr(code) if code <= sys.maxunicode else "\ufffd" for code in found if code not in BLANK)


def _page(letters: pypdfium2.PdfTextPage, until: float) -> tuple[list[str], bool]:
    """The lines of one page in the better order, and whether that is the order of the columns."""
    own = letters.get_text_range(errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    if len(own) > LETTERS:
        raise ReadingError(TOO_LONG.replace(f"{PAGES:,} 页", f"{LETTERS:,} 字"), "E107")
    straight = own.split("\n")
    if len("".join(own.split())) < 40:
        return straight, False
    ordered = reading_order(_boxes(letters, until))
    return (ordered, True) if _better(ordered, straight) and _same_letters(straight, ordered) else (straight, False)


def _better(ordered: Sequence[str], straight: Sequence[str]) -> bool:
    """Whether the lines go on no worse in the order of the columns, by share or, where feet of pages part the lines into more, by number.
    What is in a table does not count: the lines of its cells go on in any order."""
    cells = "\n".join(line for line in ordered if "\t" in line)
    text = [line for line in straight if not cells or not all(word in cells for word in line.split())]
    return continuity(ordered) >= continuity(text) or joins(ordered)[0] >= joins(text)[0]


def _same_letters(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether no text was lost on the way: 98 of 100 letters have to be there."""
    return len("".join("".join(other).split())) >= 0.98 * len("".join("".join(one).split()))


def _boxes(letters: pypdfium2.PdfTextPage, until: float) -> list[Box]:
    """Stretches of letters that stand side by side on one line."""
    found: list[Box] = []
    text, place, space = "", (0.0, 0.0, 0.0, 0.0), ""
    for index in range(letters.count_chars()):
        letter = letters.get_text_range(index, 1, errors="replace")
        if not letter.strip() or letter == "\x00":
            space = " "
            continue
        if index % 2_000 == 0 and time.monotonic() > until:
            raise ReadingError(TOO_SLOW, "E108")
        left, bottom, right, top = letters.get_charbox(index, loose=True)
        height = max(1.0, top - bottom)
        level = abs((bottom + top) - (place[1] + place[3])) < 0.5 * height
        near = level and -0.3 * height < left - place[2] < (0.9 if space else 0.35) * height
        if text and near:
            text, space, place = text + space + letter, "", (place[0], min(place[1], bottom), max(place[2], right), max(place[3], top))
            continue
        if text:
            found.append(Box(*place, text, place[3] - place[1]))
        text, space, place = letter, "", (left, bottom, right, top)
    return [*found, Box(*place, text, place[3] - place[1])] if text else found


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
