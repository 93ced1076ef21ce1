"""What a person points at (files, folders, ZIP archives, uploads) as a list of files, each with a name and a way to its bytes.

Nothing is unpacked to disk and no name is ever used as a path. What cannot be read stays in the list, so that it is named.
"""

import contextlib
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from analysis.reading.package import overlapping
from analysis.report import ReadingError

#: Largest single file, and for an archive: most entries, most bytes when unpacked, and how far a byte may swell.
MAX_FILE_BYTES = 30 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_SWELLING = 100
_SWELLING_FROM = 1024 * 1024  # below a megabyte no swelling hurts

_JUNK = frozenset({"__macosx", "thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came through the browser. `fields`: what the person told about it, as in the head of a text file (地方, 时期 …)."""

    name: str
    data: bytes = field(repr=False)
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """One file to import. `load()` gives its bytes or raises ReadingError with the sentence for the user."""

    name: str
    load: Callable[[], bytes] = field(repr=False)
    fields: Mapping[str, str] = field(default_factory=dict)


#: A path of a file, folder or archive, an upload, or (name, bytes).
Input = Path | str | Upload | tuple[str, bytes]


def gather(inputs: Iterable[Input], fields: Mapping[str, str] | None = None) -> tuple[Source, ...]:
    """The files behind paths and uploads, in the order given; folders and archives by name.

    Junk of operating systems and office programs is passed over, links are not followed. `fields` hold for every file.
    """
    told = dict(fields or {})
    found: list[Source] = []
    for given in inputs:
        if isinstance(given, tuple):
            found += _upload(Upload(*given), told)
        elif isinstance(given, Upload):
            found += _upload(given, told | dict(given.fields))
        else:
            found += _path(Path(given), told)
    return tuple(found)


def _upload(upload: Upload, fields: Mapping[str, str]) -> Iterator[Source]:
    if upload.name.lower().endswith(".zip"):
        return _archive(io.BytesIO(upload.data), upload.name, fields)
    return iter([Source(upload.name, partial(_held, upload.data), fields)])


def _path(path: Path, fields: Mapping[str, str]) -> Iterator[Source]:
    if path.is_dir():
        return _folder(path, fields)
    if path.suffix.lower() == ".zip" and path.is_file():
        return _archive(path, path.name, fields)
    return iter([Source(path.name or str(path), partial(_read, path), fields)])


def _folder(folder: Path, fields: Mapping[str, str]) -> Iterator[Source]:
    empty = True
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_junk(name) and not Path(where, name).is_symlink())
        for name in sorted(names):
            path = Path(where, name)
            if _is_junk(name) or path.is_symlink():
                continue
            empty = False
            label = path.relative_to(folder).as_posix()
            if path.suffix.lower() == ".zip":
                yield from _archive(path, label, fields)
            else:
                yield Source(label, partial(_read, path), fields)
    if empty:
        yield _bad(str(folder.name), "文件夹中没有可导入的文件，请检查所选的文件夹。", "E101")


def _archive(file: Path | io.BytesIO, name: str, fields: Mapping[str, str]) -> Iterator[Source]:
    try:
        archive = zipfile.ZipFile(file)
        listed = archive.infolist()
        entries = [entry for entry in listed if not entry.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        yield _bad(name, "压缩包不完整或不是 ZIP 格式，请重新压缩后再导入。", "E102")
        return
    swollen = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    swells = swollen > MAX_UNPACKED_BYTES or (swollen > _SWELLING_FROM and swollen > packed * MAX_SWELLING)
    if len(listed) > MAX_ENTRIES or swells or overlapping(listed):
        yield _bad(name, "压缩包解压后过大，请分成几个较小的压缩包再导入。", "E106")
        return
    budget = [MAX_UNPACKED_BYTES]  # the directory of an archive can lie about sizes; what is really read is counted too
    kept = [(_entry_name(entry), entry) for entry in entries]
    kept = [(label, entry) for label, entry in kept if not any(_is_junk(part) for part in label.split("/"))]
    if not kept:
        yield _bad(name, "压缩包中没有可导入的文件，请检查所选的压缩包。", "E101")
    for label, entry in sorted(kept, key=lambda pair: pair[0]):
        yield Source(f"{name}/{label}", partial(_unpack, archive, entry, budget), fields)


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name; archives made on Chinese systems name files in GB18030 and do not say so."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):  # pure ASCII, or right already
            name = name.encode("cp437").decode("gb18030")
    return "/".join(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: list[int]) -> bytes:
    if entry.flag_bits & 0x1:
        raise ReadingError("文件已加密，请去除密码后再导入。", "E104")
    if stat.S_ISLNK(entry.external_attr >> 16) or entry.filename.lower().endswith(".zip"):
        raise ReadingError("压缩包里的链接和压缩包不再展开，请解压后直接导入里面的文件。", "E103")
    _check_size(entry.file_size)
    try:
        with archive.open(entry) as stream:
            data = stream.read(min(MAX_FILE_BYTES, budget[0]) + 1)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, zlib.error):
        raise ReadingError("压缩包中的这个文件已损坏，请重新压缩后再导入。", "E102") from None
    budget[0] -= len(data)
    if budget[0] < 0:
        raise ReadingError("压缩包解压后过大，请分成几个较小的压缩包再导入。", "E106")
    _check_size(len(data))
    return data


def _read(path: Path) -> bytes:
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise ReadingError("这不是普通文件，没有导入；请选择报告文件。", "E103")
        _check_size(state.st_size)
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        raise ReadingError("找不到这个文件，请检查路径和文件名。", "E100") from None
    except (OSError, ValueError):
        raise ReadingError("这个文件读不出来，请检查文件是否被占用、是否有读取权限。", "E100") from None
    _check_size(len(data))
    return data


def _check_size(size: int) -> None:
    if size > MAX_FILE_BYTES:
        raise ReadingError(f"文件超过 {MAX_FILE_BYTES // 1024 // 1024} MB，请删去图片或拆分后再导入。", "E107")


def _held(data: bytes) -> bytes:
    _check_size(len(data))
    return data


def _bad(name: str, message: str, code: str) -> Source:
    def refuse() -> bytes:
        raise ReadingError(message, code)

    return Source(name, refuse)


def _is_junk(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _JUNK
