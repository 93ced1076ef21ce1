"""Web pages saved as one file (MHTML): the page without its pictures. Only what stands in the file is read."""

import binascii
import quopri

import regex

from analysis.report import ReadingError

BROKEN = "网页文件不完整，请在浏览器中打开后复制正文，粘贴导入。"
HEADS = regex.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\r\n]{0,4000}+\r?\n(?:[ \t][^\r\n]{0,4000}+\r?\n)*+){1,60}+")
MULTIPART = regex.compile(rb"^content-type:\s*+multipart/related\b", regex.IGNORECASE | regex.MULTILINE)
BOUNDARY = regex.compile(rb'boundary="?([^"\r\n;]{1,200})', regex.IGNORECASE)
HTML_PART = regex.compile(rb"^content-type:\s*+text/html\b", regex.IGNORECASE | regex.MULTILINE)
CODED = regex.compile(rb"^content-transfer-encoding:\s*+([a-z0-9-]{1,40})", regex.IGNORECASE | regex.MULTILINE)


def is_mhtml(data: bytes) -> bool:
    """Whether bytes begin with the heads of a page saved as one file."""
    heads = HEADS.match(data[:16_000].lstrip())
    return heads is not None and MULTIPART.search(heads.group()) is not None


def page_of(data: bytes) -> bytes:
    """The bytes of the page in such a file. Raises ReadingError E102 when there is none."""
    data = data.lstrip()
    heads = HEADS.match(data[:16_000])
    border = BOUNDARY.search(heads.group()) if heads else None
    for part in data.split(b"--" + border.group(1))[1:] if border else ():
        found = HEADS.match(part.lstrip(b"\r\n"))
        if found is None or HTML_PART.search(found.group()) is None:
            continue
        body = part.lstrip(b"\r\n")[found.end() :]
        coded = CODED.search(found.group())
        way = coded.group(1).lower() if coded else b""
        try:
            return binascii.a2b_base64(body) if way == b"base64" else quopri.decodestring(body) if way == b"quoted-printable" else body
        except binascii.Error:
            break
    raise ReadingError(BROKEN, "E102")
