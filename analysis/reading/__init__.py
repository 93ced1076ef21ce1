"""Bytes of a file become its text. The first bytes decide what a file is; its name only has to agree.

plain  .txt .md    docx  .docx .docm    pdf  .pdf    html  .html .htm .mht    ofd  .ofd    office  .doc .wps .rtf .odt through LibreOffice
"""

from collections.abc import Callable

from analysis.fold import traditional_share
from analysis.reading import docx, html, ofd, office, pdf, plain
from analysis.reading.compose import composed
from analysis.reading.package import Package
from analysis.report import Reading, ReadingError

__all__ = ["ENDINGS", "read"]

#: Pages that a remark names one by one.
NAMED = 6
#: Longest text, in characters, largest file, in bytes, and most paragraphs; each may be followed by a blank line.
LONGEST = 5_000_000
LARGEST = 100_000_000
LINES = 60_000

#: Endings that can be read, with what the content of such a file has to be.
ENDINGS = {
    ".txt": "plain", ".text": "plain", ".md": "plain", ".markdown": "plain", ".docx": "docx", ".docm": "docx", ".pdf": "pdf",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mht": "html", ".mhtml": "html",
    ".ofd": "ofd", ".doc": "ole", ".wps": "ole", ".rtf": "rtf", ".odt": "odt",
}  # fmt: skip
CALLED = {
    "plain": "文本",
    "docx": "Word",
    "pdf": "PDF",
    "html": "网页",
    "ofd": "OFD",
    "ole": "旧版 Word",
    "rtf": "RTF",
    "odt": "OpenDocument",
}

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Name of the stream in which office programs keep a document with a password.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

EMPTY = "文件为空，请确认选对了文件。"
LOCKED = "文件已加密，请在 Word 或 WPS 中去除密码后再试。"
TOO_LONG = f"文件超过 {LONGEST:,} 字的上限，请拆分后再试。"
TOO_MANY = f"文件超过 {LINES:,} 段，不像一篇报告，请拆分后再试。"
TOO_LARGE = f"文件超过 {LARGEST // 1_000_000} MB，请去除图片或拆分后再试。"


def read(data: bytes, name: str) -> Reading:
    """The text of a file. `name` is a label that is never opened; its ending has to fit the content.

    Raises ReadingError with one Chinese sentence: E101 empty, E102 cut off, E103 content and ending differ, E104 encrypted, E105 broken
    structure, E106 too large unpacked, E107 too long, E108 takes too long, E110 no text, E111 unreadable letters, E112 encoding.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise ReadingError(EMPTY, "E101")
    if len(data) > LARGEST:
        raise ReadingError(TOO_LARGE, "E107")
    ending = ending_of(name)
    found = kind_of(data)
    if found == "ole" and ENCRYPTED in data:
        raise ReadingError(LOCKED, "E104")
    if found == "docx" and ENDINGS.get(ending) == "odt":
        found = "odt"
    _check_ending(ending, found)
    return _finished(READERS[found](data, ending))


def ending_of(name: str) -> str:
    """The ending of a file name in small letters, such as `.docx`; an empty string when it has none."""
    stem, dot, ending = name.strip().replace("\\", "/").rpartition("/")[2].rpartition(".")
    return f".{ending.lower()}" if dot and (stem or ending) else ""


def kind_of(data: bytes) -> str:
    """What a file is by its first bytes: a key of READERS. Raises ReadingError E103 for pictures, programs, other archives."""
    if data.startswith(PICTURES):
        raise ReadingError("文件是图片，没有可复制的文字，请先做文字识别（OCR），或提供 Word、文本文件。", "E103")
    if data.startswith(PROGRAMS):
        raise ReadingError("文件是程序，不是报告，请选择报告的文本、Word、PDF 或网页文件。", "E103")
    if data.startswith(ARCHIVES):
        raise ReadingError("不支持这种压缩文件，请解压后再导入，或改用 ZIP。", "E103")
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(OLE):
        return "ole"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "docx"
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    return "html" if html.is_html(data) else "plain"


def _check_ending(ending: str, found: str) -> None:
    """Refuse a file whose ending promises something else than its bytes are; plain text may have any unknown ending."""
    promised = ENDINGS.get(ending)
    if promised is None and found == "plain":
        return
    same = promised in (None, found) or {promised, found} in ({"docx", "ofd"}, {"docx", "odt"}, {"rtf", "ole"}, {"html", "plain"})
    if not same:
        raise ReadingError(f"内容与扩展名不符：扩展名是 {ending}，内容是 {CALLED[found]} 文件，{_way_out(found)}", "E103")


def _way_out(found: str) -> str:
    return "请用 Word 或 WPS 打开，另存为 .docx 后再试。" if found == "ole" else "请改正扩展名或重新导出后再试。"


def _plain(data: bytes, ending: str) -> Reading:
    if len(data) > 4 * LONGEST:  # no encoding takes more than four bytes for a character
        raise ReadingError(TOO_LONG, "E107")
    decoded = plain.decode(data)
    written = "md" if ending in (".md", ".markdown") else "txt"
    return Reading(decoded.text, written, plain.encoding_name(decoded.encoding), _lost(decoded.broken))


def _lost(count: int) -> tuple[str, ...]:
    """The remark on letters that could not be decoded, so that none is lost in silence."""
    return (f"有 {count} 处文字无法解码，已用 � 标出，请核对。",) if count else ()


def _package(data: bytes, ending: str) -> Reading:
    package = Package(data)
    if ofd.is_ofd(package):
        return Reading(ofd.read(package), "ofd", "", ())
    if not docx.is_document(package):
        raise ReadingError("压缩文件中没有可读的报告，请解压后再导入，或用“导入文件夹”。", "E103")
    text, notes = docx.read(package)
    return Reading(text, "docx", "", notes)


def _ole(data: bytes, ending: str) -> Reading:
    return _converted(data, ending if ending in office.ENDINGS else ".doc")


def _converted(data: bytes, ending: str) -> Reading:
    text, notes = docx.read(Package(office.convert(data, ending)))
    return Reading(text, ending.lstrip("."), "", ("由 LibreOffice 转换后读取。", *notes))


def _pdf(data: bytes, ending: str) -> Reading:
    pages = pdf.read(data)
    straight = pages.count - pages.by_columns - len(pages.unread)
    order = f"共 {pages.count} 页，其中 {pages.by_columns} 页按分栏顺序读取，{straight} 页按文件自身顺序读取。"
    doubtful = (f"有 {pages.unmapped} 个文字的字体没有编码表，可能认错，请核对。",) if pages.unmapped else ()
    return Reading(pages.text, "pdf", "", (order, *doubtful, *_unread(pages.unread)), pages.unread)


def _unread(pages: tuple[int, ...]) -> tuple[str, ...]:
    """The remark on pages that hold pictures only, so that what may stand there is not taken for absent."""
    named = f"第 {'、'.join(map(str, pages[:NAMED]))} 页" + (f"等 {len(pages)} 页" if len(pages) > NAMED else "")
    return (f"{named}没有读出文字，多半是扫描图片，其中的数不在这里；请先做文字识别（OCR）再导入。",) if pages else ()


def _html(data: bytes, ending: str) -> Reading:
    text, encoding = html.read(data)
    return Reading(text, "html", plain.encoding_name(encoding), _lost(text.count("\ufffd")))


READERS: dict[str, Callable[[bytes, str], Reading]] = {
    "plain": _plain, "docx": _package, "odt": _converted, "pdf": _pdf, "html": _html, "ole": _ole, "rtf": _converted,
}  # fmt: skip


def _finished(reading: Reading) -> Reading:
    """The reading with what holds for every format: not empty, not too long, a remark on traditional script."""
    if not "".join(reading.text.split()).strip("\ufeff\u200b\u00ad"):
        raise ReadingError(EMPTY, "E101")
    if len(reading.text) > LONGEST:
        raise ReadingError(TOO_LONG, "E107")
    if reading.text.count("\n") + reading.text.count("\r") > 2 * LINES:
        raise ReadingError(TOO_MANY, "E107")
    notes, text = reading.notes, reading.text
    if "\x00" in text:
        notes, text = (*notes, "文件中的空字符已去除。"), text.replace("\x00", "")
    text, pieces = composed(text)
    if pieces:
        notes = (*notes, f"有 {pieces} 处分开书写的字符（字母与附加符号、兼容汉字等）已合为通行的一个字符，原文件不变。")
    if traditional_share(text[:100_000]) > 0.05:
        notes = (*notes, "原文为繁体，分析时按简体处理，原文不变。")
    return Reading(text, reading.format, reading.encoding, notes, reading.unread)
