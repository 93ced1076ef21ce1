"""Bytes of a file become its text. The first bytes decide what a file is; its name only has to agree.

plain  .txt .md    docx  .docx    pdf  .pdf    html  .html .htm    ofd  .ofd    office  .doc .wps .rtf .odt through LibreOffice
"""

from analysis.fold import traditional_share
from analysis.readers import plain
from analysis.report import Reading, ReadingError

#: Version of the readers; readings made by another version are made again.
RULES = "reading-1"
#: Longest text, in characters.
LONGEST = 5_000_000
EMPTY = "文件为空，请确认选对了文件。"


def read(data: bytes, name: str) -> Reading:
    """The text of a file. `name` is a label that is never opened; its ending has to fit the content.

    Raises ReadingError with one Chinese sentence: E101 empty, E102 cut off, E103 content and ending differ, E104 encrypted, E105 broken
    structure, E106 too large unpacked, E107 too long, E108 takes too long, E110 no text, E111 unreadable letters, E112 encoding.
    """
    if not data:
        raise ReadingError(EMPTY, "E101")
    decoded = plain.decode(data)
    notes = (f"有 {decoded.broken} 处文字无法解码，已用 � 标出。",) if decoded.broken else ()
    return _finished(
        Reading(decoded.text, "md" if name.lower().endswith((".md", ".markdown")) else "txt", plain.encoding_name(decoded.encoding), notes)
    )


def _finished(reading: Reading) -> Reading:
    """The reading with what holds for every format: not empty, not too long, a remark on traditional script."""
    if not reading.text.strip("\ufeff \t\r\n\x0b\x0c　"):
        raise ReadingError(EMPTY, "E101")
    if len(reading.text) > LONGEST:
        raise ReadingError(f"文件有 {len(reading.text):,} 字，超过 {LONGEST:,} 字的上限，请拆分后重试。", "E107")
    notes = reading.notes
    if traditional_share(reading.text[:100_000]) > 0.05:
        notes = (*notes, "原文为繁体，分析时按简体处理，原文不变。")
    return Reading(reading.text, reading.format, reading.encoding, notes)
