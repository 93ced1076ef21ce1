"""The command `export`: reports of a library -> files on the disk, the same as 简报 makes on the page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.export import File, Format, export, save
from analysis.export.browser import Progress
from analysis.export.compose import compose, draft, latest
from analysis.export.images import ARTICLE, PAGE, SLIDE, SQUARE, Size, own_size
from analysis.export.safe import ExportError, write
from analysis.study import Study

SIZES = {"slide": SLIDE, "article": ARTICLE, "square": SQUARE, "page": PAGE}
_OWN = re.compile("([0-9]{1,6})[x×X*]([0-9]{1,6})")

#: Instead of ids: every report of the library, or the last one of every place.
ALL, LAST = "全部", "最近"


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted. template, title, size: empty for what fits by itself."""

    format: Format
    out: Path
    template: str = ""
    title: str = ""
    size: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """The files that were written, in their order, and a Chinese sentence when something could not be as asked."""

    paths: tuple[Path, ...]
    remark: str = ""


def make(
    study: Study, ids: Sequence[str], order: Order, *, yearly: bool = False, per_head: bool = False, progress: Progress | None = None
) -> Made:
    """Compose, export, write; each file is whole or not there. Raises LibraryError and ExportError."""
    size = _size(order.size)
    made = draft(study, _reports(study, ids), order.template, yearly=yearly, per_head=per_head)
    files = export(compose(study, made, title=order.title), order.format, size=size, progress=progress)
    return Made(_write(files, order.out), next((file.remark for file in files if file.remark), ""))


def _reports(study: Study, ids: Sequence[str]) -> list[str]:
    if list(ids) == [ALL]:
        return [report.id for report in study.reports() if report.counts]
    return [report.id for report in latest(study.reports())] if list(ids) == [LAST] else list(ids)


def _size(words: str) -> Size | None:
    if not words:
        return None
    if words in SIZES:
        return SIZES[words]
    own = _OWN.fullmatch(words)
    if own is None:
        raise ExportError(f"图的大小“{words}”看不懂，请写 {'、'.join(SIZES)}，或 1920x1080 这样的宽和高。", "E162")
    return own_size(int(own[1]), int(own[2]))


def _write(files: Sequence[File], out: Path) -> tuple[Path, ...]:
    """One file to `out`; several into the folder `out`, or, where `out` is the name of a file, beside it with numbers."""
    if len(files) == 1 or out.is_dir() or not out.suffix:
        return save(files, out)
    return tuple(
        write(out if number == 1 else out.with_name(f"{out.stem}_{number}{out.suffix}"), file.data) for number, file in enumerate(files, 1)
    )
