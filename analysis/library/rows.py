"""Reports and their metadata as rows of the database, and back."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.engine import Row

from analysis.library.labels import clean_label, to_json
from analysis.report import LibraryError, Metadata, Period, Report


def clean_metadata(metadata: Metadata) -> Metadata:
    """Metadata with every text cleaned as a label. Raises LibraryError (E130) when no place is left."""
    place = clean_label(metadata.place, "place").replace("~", "～")  # ~ marks versions in ids
    if not place:
        raise LibraryError("没有填写地方名称，请补上后再保存。", "E130")
    return replace(
        metadata,
        place=place,
        province=clean_label(metadata.province, "province"),
        title=clean_label(metadata.title, "title"),
        kind=clean_label(metadata.kind, "kind"),
        source=clean_label(metadata.source, "source"),
        reasons={clean_label(name): clean_label(why, "reason") for name, why in sorted(metadata.reasons.items())},
    )


def metadata_fields(metadata: Metadata) -> dict[str, Any]:
    """Metadata as JSON fields; `metadata_of` is the way back."""
    period = metadata.period
    return {
        "place": metadata.place,
        "province": metadata.province,
        "level": metadata.level,
        "start": period.start,
        "end": period.end,
        "title": metadata.title,
        "kind": metadata.kind,
        "source": metadata.source,
        "sample": metadata.sample,
        "reasons": dict(metadata.reasons),
    }


def metadata_of(fields: Mapping[str, Any]) -> Metadata:
    """Metadata from its JSON fields."""
    rest = {name: value for name, value in fields.items() if name not in {"start", "end"}}
    return Metadata(period=Period(fields["start"], fields["end"]), **rest)


def metadata_columns(metadata: Metadata) -> dict[str, Any]:
    """The columns of a report's row that follow from its metadata alone."""
    text = to_json(metadata_fields(metadata))
    return {"metadata": text, "checksum": checksum(text), "start_year": metadata.period.start, "end_year": metadata.period.end}


def report_of(row: Row[Any], counts: bool = True) -> Report:
    """The report of a row. LibraryError (E163) when the row is not as it was written."""
    if checksum(row.metadata) != row.checksum:
        raise LibraryError(f"报告“{row.id}”的记录已损坏，请用最近的备份恢复报告库。", "E163")
    metadata = metadata_of(json.loads(row.metadata))
    return Report(row.id, metadata, row.sha256, row.file_name, row.imported_at, row.place_number, counts, bool(row.deleted))


def versioned(base_id: str, version: int) -> str:
    """The id of a version: the first bears none, the second `~2`."""
    return base_id if version == 1 else f"{base_id}~{version}"


def checksum(*texts: str) -> int:
    """CRC-32 over texts: a flipped bit is noticed before its number is shown."""
    total = 0
    for text in texts:
        total = zlib.crc32(text.encode("utf-8"), total)
    return total


def chunks(values: list[str], size: int = 5_000) -> Iterable[list[str]]:
    """Parts small enough for the number of parameters a statement may have."""
    return (values[start : start + size] for start in range(0, len(values), size))
