"""Zip files that are the same bytes whenever their contents are: fixed dates, fixed order, no trace of the clock."""

import re
import zipfile
from collections.abc import Iterable
from datetime import date
from io import BytesIO

_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]{0,400}>)[^<]{0,40}(</dcterms:)")


def pack(entries: Iterable[tuple[str, bytes]], day: date, *, compress: bool = True) -> bytes:
    """A zip of (name, bytes) in the given order; every entry carries the date of the briefing."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in entries:
            entry = zipfile.ZipInfo(name, (max(1980, day.year), day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED if compress and not name.endswith((".png", ".jpeg")) else zipfile.ZIP_STORED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return target.getvalue()


def settle(data: bytes, day: date) -> bytes:
    """An Office file with the clock taken out: entry dates and the times of its core properties, also in embedded workbooks."""
    moment = f"{day.isoformat()}T00:00:00Z".encode()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return pack(((name, _settled(name, archive.read(name), day, moment)) for name in archive.namelist()), day)


def _settled(name: str, data: bytes, day: date, moment: bytes) -> bytes:
    if name == "docProps/core.xml":
        return _MODIFIED.sub(rb"\g<1>" + moment + rb"\g<3>", data)
    return settle(data, day) if name.endswith(".xlsx") else data
