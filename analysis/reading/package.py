"""ZIP containers, opened with care: DOCX and OFD are such containers, and offices send folders as ZIP.

What the directory of a container says is checked before anything is unpacked, and counted again while it is, since it may lie.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from xml.parsers import expat

from lxml import etree

from analysis.report import ReadingError

ENTRIES = 2_000
TOTAL = 200_000_000
#: A part may be at most this many times as large as its packed form, once it is larger than the free part.
RATIO = 100
FREE = 1_000_000
CHUNK = 1 << 16
#: Endings of parts that are XML.
XML = (".xml", ".rels", ".vml")
#: Bytes of an entry before its name.
HEADER = 30

CUT = "文件不完整，请重新导出或重新下载后再试。"
BROKEN = "文件结构异常，无法安全读取，请用 Word 或 WPS 打开后另存为新文件。"
BOMB = "文件解压后过大，已停止读取，请去除其中的大图片或附件后再试。"


class Package:
    """The parts of one container by name. Raises ReadingError E102 (cut off), E105 (broken or unsafe), E106 (too large unpacked)."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
            raise ReadingError(CUT, "E102") from None
        self._infos = {info.filename: info for info in self._archive.infolist()}
        self._left = TOTAL
        _check_directory(self._archive.infolist())
        self._check_prologs()

    def _check_prologs(self) -> None:
        """Refuse a container with a document type in any XML part, read or not: no office program writes one. Looks at what stands
        before the first element, which is in the first chunk of every honest part."""
        for info in self._infos.values():
            if not info.filename.lower().endswith(XML):
                continue
            try:
                with self._archive.open(info) as stream:
                    head = stream.read(CHUNK)
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
                continue  # said when somebody reads the part
            if declares_type(head):
                raise ReadingError(BROKEN, "E105")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all parts, as the directory lists them."""
        return tuple(self._infos)

    def infos(self) -> Iterator[zipfile.ZipInfo]:
        """The directory's entries that are no folders."""
        return (info for info in self._infos.values() if not info.is_dir())

    def part(self, name: str) -> bytes | None:
        """The bytes of one part; None when there is no such part."""
        info = self._infos.get(name.lstrip("/"))
        if info is None:
            return None
        found = bytearray()
        most = max(FREE, RATIO * info.compress_size)
        try:
            with self._archive.open(info) as stream:
                while chunk := stream.read(CHUNK):
                    found += chunk
                    self._left -= len(chunk)
                    if len(found) > most or self._left < 0:
                        raise ReadingError(BOMB, "E106")
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
            raise ReadingError(CUT, "E102") from None
        except RuntimeError:
            raise ReadingError("压缩文件已加密，请去除密码后再试。", "E104") from None
        return bytes(found)

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML part; None when there is no such part. A document type declaration or a broken part gives E105."""
        data = self.part(name)
        return None if data is None else parse_xml(data)


class _Told(Exception):
    """A document type or the first element was reached; `args` says whether it was the former."""


def declares_type(head: bytes) -> bool:
    """Whether an XML document declares a document type, by its first bytes, in whatever encoding; also when it is longer than a chunk
    and no element has begun."""

    def told(found: bool) -> None:
        raise _Told(found)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: told(True)
    parser.StartElementHandler = lambda *_: told(False)
    try:
        parser.Parse(head, False)
    except _Told as reached:
        return bool(reached.args[0])
    except (expat.ExpatError, ValueError, LookupError):  # no XML, or in an encoding unknown here
        return b"<!DOCTYPE" in head.replace(b"\x00", b"")
    return len(head) == CHUNK


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML document that names no entity and no document type; nothing is fetched. Raises ReadingError E105."""
    head = data[:4096].replace(b"\x00", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise ReadingError(BROKEN, "E105")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ReadingError(BROKEN, "E105") from None
    if root.getroottree().docinfo.doctype:
        raise ReadingError(BROKEN, "E105")
    return root


def overlapping(infos: Iterable[zipfile.ZipInfo]) -> bool:
    """Whether two entries of a directory share bytes of the archive, as those of bombs do that unpack the same bytes again and again."""
    end = -1
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            return True
        end = info.header_offset + HEADER + info.compress_size
    return False


def _check_directory(infos: list[zipfile.ZipInfo]) -> None:
    """Refuse what no honest container has: too many parts, parts of too great a size, names that leave the folder, parts that overlap."""
    if len(infos) > ENTRIES or sum(info.file_size for info in infos) > TOTAL:
        raise ReadingError(BOMB, "E106")
    if overlapping(infos):
        raise ReadingError(BOMB, "E106")
    for info in infos:
        if info.file_size > FREE and info.file_size > RATIO * max(1, info.compress_size):
            raise ReadingError(BOMB, "E106")
        name = info.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0] or "\x00" in name:
            raise ReadingError(BROKEN, "E105")
