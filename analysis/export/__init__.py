"""From a briefing to files: PNG, SVG, ZIP, PPTX, DOCX, XLSX, CSV. One shape for all: a briefing in, files in memory out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from analysis.export import archive, document, slides, workbook
from analysis.export.briefing import Briefing
from analysis.export.browser import Browser, Progress
from analysis.export.images import ARTICLE, SLIDE, Size, attempts, svg
from analysis.export.names import file_name, file_names
from analysis.export.safe import ExportError, write

Format = Literal["png", "svg", "zip", "pptx", "docx", "xlsx", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)

#: Formats that can be made on a computer without a browser; tables then stand in for pictures.
WITHOUT_BROWSER: tuple[Format, ...] = ("pptx", "docx", "xlsx", "csv")

_OFFICE = "application/vnd.openxmlformats-officedocument."
MIME: dict[Format, str] = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "zip": "application/zip",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "csv": "text/csv",
}


@dataclass(frozen=True, slots=True)
class File:
    """A finished file. remark: one Chinese sentence when something could not be as asked (no browser), else empty."""

    name: str
    mime: str
    data: bytes
    remark: str = ""


def export(
    briefing: Briefing, format: Format, *, size: Size | None = None, using: Browser | None = None, progress: Progress | None = None
) -> tuple[File, ...]:
    """The files of a briefing: one for zip, pptx, docx and xlsx; one a picture for png and svg, one a table for csv.

    size: of the pictures; the slide's for png, svg, zip and pptx, the page's width for docx. Same briefing, same bytes.
    Raises ExportError: nothing to export or a picture not drawn (E162), no browser where one is needed (E161).
    """
    if format == "csv":
        return _tables(briefing)
    if format in ("png", "svg", "zip") and not briefing.pictures:
        raise ExportError("这份简报里没有图，没有可以导出的图片；请先选一张图，或改导出 XLSX。", "E162")
    if format == "svg":
        names = file_names([picture.name for picture in briefing.pictures], ".svg")
        drawn = [svg(picture.figure, size or SLIDE, using=using) for picture in briefing.pictures]
        return tuple(File(name, MIME["svg"], data) for name, data in zip(names, drawn, strict=True))
    images, error = _images(briefing, format, size, using, progress)
    if format == "png":
        if error is not None:
            raise error
        names = file_names([picture.name for picture in briefing.pictures], ".png")
        return tuple(File(name, MIME["png"], data) for name, data in zip(names, images, strict=True) if data is not None)
    if format == "zip" and error is not None and not any(images):
        raise error
    steps = len(briefing.pictures) + 1
    if progress:
        progress(steps - 1, steps, "正在排版")
    data = {"zip": archive, "pptx": slides, "docx": document, "xlsx": workbook}[format].build(briefing, images)
    if progress:
        progress(steps, steps, "完成")
    return (File(file_name(briefing.title, f".{format}"), MIME[format], data, str(error) if error is not None else ""),)


def save(files: Sequence[File], path: Path) -> tuple[Path, ...]:
    """Write files to the disk, each whole or not at all: a single one to `path`, several into the folder `path`.

    A single file goes into `path` under its own name where `path` is a folder. Raises ExportError (E160, E163).
    """
    if len(files) == 1 and not path.is_dir():
        return (write(path, files[0].data),)
    return tuple(write(path / file.name, file.data) for file in files)


def _images(
    briefing: Briefing, format: Format, size: Size | None, using: Browser | None, progress: Progress | None
) -> tuple[list[bytes | None], ExportError | None]:
    """PNGs parallel to the pictures, None where none is wanted or none could be drawn, and the first error."""
    pictures = briefing.pictures
    wanted = {
        index: picture
        for index, picture in enumerate(pictures)
        if format != "xlsx" and not (format == "pptx" and picture.native is not None and picture.native.categories)
    }
    if not wanted:
        return [None] * len(pictures), None
    chosen = SLIDE if format == "pptx" else size or (ARTICLE if format == "docx" else SLIDE)
    drawn = attempts([(picture.figure, picture.title) for picture in wanted.values()], chosen, using=using, progress=progress)
    error = next((one for one in drawn if isinstance(one, ExportError)), None)
    images = dict(zip(wanted, drawn, strict=True))
    return [image if isinstance(image := images.get(index), bytes) else None for index in range(len(pictures))], error


def _tables(briefing: Briefing) -> tuple[File, ...]:
    found = [(picture.name, picture.table, picture.absent) for picture in briefing.pictures]
    found += [(table.name, table.frame, table.absent) for table in briefing.tables]
    if not found:
        raise ExportError("这份简报里没有表，没有可以导出的数据；请先选一张图或表。", "E162")
    names = file_names([name for name, _, _ in found], ".csv")
    return tuple(File(name, MIME["csv"], archive.csv_bytes(frame, absent)) for name, (_, frame, absent) in zip(names, found, strict=True))
