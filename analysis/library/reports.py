"""Reports in the library: put in, found, listed, their originals and their versions."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from analysis.library import schema
from analysis.library.labels import clean_file_name, clean_label, to_json
from analysis.library.rows import checksum, chunks, clean_metadata, metadata_columns, metadata_fields, report_of, versioned
from analysis.library.store import Store, now, who_label
from analysis.report import DuplicateError, LibraryError, Metadata, Report

_table = schema.reports


class Reports(Store):
    """What the library does with whole reports."""

    def add(
        self,
        data: bytes,
        file_name: str,
        metadata: Metadata,
        *,
        derived: Mapping[str, str] | None = None,
        rules: str = "",
        who: str = "",
    ) -> Report:
        """Keep a file with what is known about it and what was made from it (kind -> JSON text, by `rules`), in one transaction.

        Another text of the same place and period becomes a version `…~2`, and the newest version counts. Raises DuplicateError
        when the very bytes are in the library; bytes of a deleted report bring that report back, under the metadata given now.
        """
        if not data:
            raise LibraryError("文件为空，没有导入；请检查文件后重试。", "E101")
        sha256 = hashlib.sha256(data).hexdigest()
        metadata = clean_metadata(metadata)
        with self._writing() as connection:
            known = connection.execute(sa.select(_table).where(_table.c.sha256 == sha256)).first()
            if known is not None:
                key = self._bring_back(connection, known, metadata, who)
            else:
                key = self._insert(connection, data, clean_file_name(file_name), metadata, sha256)
                report = self._by_key(connection, key)
                after = {"id": report.id, "file_name": report.file_name}
                self._record(connection, key, "import", who=who, after=after)
            self._keep_derived(connection, key, derived or {}, rules)
            return self._by_key(connection, key)

    def reports(self, include_deleted: bool = False) -> tuple[Report, ...]:
        """All reports, by place number, then period, then version."""
        with self._reading() as connection:
            rows = connection.execute(sa.select(_table)).all()
        found = _with_counts(rows)
        return tuple(report for report in found if include_deleted or not report.deleted)

    def get(self, report_id: str, *, include_deleted: bool = False) -> Report:
        """The report of this id, present or former. LibraryError (E130) when there is none or it is deleted."""
        with self._reading() as connection:
            key = self._key(connection, report_id)
            report = self._by_key(connection, key)
        if report.deleted and not include_deleted:
            raise LibraryError(f"报告“{report.id}”已删除，可在报告库中恢复。", "E130")
        return report

    def find(self, sha256: str) -> Report | None:
        """The report whose original has this hash, deleted ones left out."""
        with self._reading() as connection:
            key = connection.execute(sa.select(_table.c.key).where(_table.c.sha256 == sha256, _table.c.deleted.is_(False))).scalar()
            return None if key is None else self._by_key(connection, key)

    def original(self, report_id: str) -> tuple[bytes, str]:
        """The file as it was imported, and its name. LibraryError (E163) when the stored bytes are no longer those."""
        with self._reading() as connection:
            key = self._key(connection, report_id)
            query = (
                sa.select(schema.originals.c.data, _table.c.file_name, _table.c.sha256)
                .join(_table, _table.c.sha256 == schema.originals.c.sha256)
                .where(_table.c.key == key)
            )
            row = connection.execute(query).one()
        data = bytes(row.data)
        if hashlib.sha256(data).hexdigest() != row.sha256:
            raise LibraryError(f"报告“{report_id}”的原件已损坏，请用备份恢复或重新导入原文件。", "E163")
        return data, str(row.file_name)

    def versions(self, report_id: str) -> tuple[Report, ...]:
        """The living versions of the report's place and period, first imported first; exactly one of them counts."""
        with self._reading() as connection:
            report = self._by_key(connection, self._key(connection, report_id))
            rows = connection.execute(sa.select(_table).where(_same_group(report))).all()
        return tuple(found for found in _with_counts(rows) if not found.deleted)

    # -- parts that the other rooms of the library use as well

    def _key(self, connection: Connection, report_id: str) -> int:
        """The inner number of a report by its present or a former id."""
        key = connection.execute(sa.select(_table.c.key).where(_table.c.id == report_id)).scalar()
        if key is None:
            former = schema.former_ids
            key = connection.execute(sa.select(former.c.report_key).where(former.c.id == report_id)).scalar()
        if key is None:
            raise LibraryError(f"报告库中没有“{clean_label(report_id)}”，请在报告库中查看现有报告。", "E130")
        return int(key)

    def _keys(self, connection: Connection, report_ids: Iterable[str]) -> dict[str, int]:
        """Inner numbers by id, in one query for present ids; unknown ids are left out."""
        wanted = list(dict.fromkeys(report_ids))
        found: dict[str, int] = {}
        for table, column in ((_table, _table.c.key), (schema.former_ids, schema.former_ids.c.report_key)):
            rest = [report_id for report_id in wanted if report_id not in found]
            for part in chunks(rest):
                rows = connection.execute(sa.select(table.c.id, column.label("key")).where(table.c.id.in_(part)))
                found.update({row.id: row.key for row in rows})
        return {report_id: found[report_id] for report_id in wanted if report_id in found}

    def _by_key(self, connection: Connection, key: int) -> Report:
        own = report_of(connection.execute(sa.select(_table).where(_table.c.key == key)).one())
        rows = connection.execute(sa.select(_table).where(_same_group(own))).all()
        return next(report for report in _with_counts(rows) if report.id == own.id)

    def _record(
        self,
        connection: Connection,
        key: int,
        what: str,
        *,
        who: str,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        reference: int = 0,
    ) -> int:
        """Write an entry of the history and count the revision up; the entry's number."""
        self._touch(connection)
        entry = {
            "report_key": key,
            "at": now(),
            "who": who_label(who),
            "what": what,
            "before": to_json(before) if before else "",
            "after": to_json(after) if after else "",
            "reference": reference,
            "undone": False,
        }
        result = connection.execute(sa.insert(schema.history).values(entry))
        return int(result.inserted_primary_key[0])  # type: ignore[index]

    def _keep_derived(self, connection: Connection, key: int, derived: Mapping[str, str], rules: str) -> bool:
        """Store what was made of a report; whether anything differed from what stood there."""
        table = schema.derived
        changed = False
        for kind, payload in sorted(derived.items()):
            values = {"rules": rules, "payload": payload, "checksum": checksum(payload)}
            here = sa.and_(table.c.report_key == key, table.c.kind == kind)
            old = connection.execute(sa.select(table.c.rules, table.c.payload, table.c.checksum).where(here)).first()
            if old is None:
                connection.execute(sa.insert(table).values(report_key=key, kind=kind, **values))
            elif old._asdict() != values:
                connection.execute(sa.update(table).where(here).values(**values))
            else:
                continue
            changed = True
        return changed

    def _set_metadata(self, connection: Connection, key: int, metadata: Metadata) -> None:
        """Store metadata; a new place or period gives a new id, and the old one still leads here."""
        old = connection.execute(sa.select(_table).where(_table.c.key == key)).one()
        self._move_place(connection, report_of(old), metadata)
        values = metadata_columns(metadata) | {"place_number": self._place_number(connection, metadata)}
        if old.base_id != metadata.base_id:
            base_id, version = metadata.base_id, self._next_version(connection, metadata.base_id)
            values |= {"id": versioned(base_id, version), "base_id": base_id, "version": version, "chosen": self._touch(connection)}
            self._rename(connection, key, old.id, str(values["id"]))
        connection.execute(sa.update(_table).where(_table.c.key == key).values(**values))

    def _rename(self, connection: Connection, key: int, old: str, new: str) -> None:
        former = schema.former_ids
        connection.execute(sa.delete(former).where(former.c.id.in_([old, new])))
        connection.execute(sa.insert(former).values(id=old, report_key=key))

    def _insert(self, connection: Connection, data: bytes, file_name: str, metadata: Metadata, sha256: str) -> int:
        chosen = self._touch(connection)
        base_id, version = metadata.base_id, self._next_version(connection, metadata.base_id)
        connection.execute(sa.insert(schema.originals).values(sha256=sha256, data=data))
        values = metadata_columns(metadata) | {
            "id": versioned(base_id, version),
            "base_id": base_id,
            "version": version,
            "place_number": self._place_number(connection, metadata),
            "sha256": sha256,
            "file_name": file_name,
            "imported_at": now(),
            "chosen": chosen,
            "deleted": False,
        }
        # A former id that a new report now rightly bears leads to the new one.
        connection.execute(sa.delete(schema.former_ids).where(schema.former_ids.c.id == values["id"]))
        result = connection.execute(sa.insert(_table).values(values))
        return int(result.inserted_primary_key[0])  # type: ignore[index]

    def _bring_back(self, connection: Connection, known: Row[Any], metadata: Metadata, who: str) -> int:
        if not known.deleted:
            raise DuplicateError(f"这份文件已在库中，编号为“{known.id}”，无需再次导入。", known.id)
        key = int(known.key)
        old = report_of(known).metadata
        connection.execute(sa.update(_table).where(_table.c.key == key).values(deleted=False, chosen=self._touch(connection)))
        self._record(connection, key, "restore", who=who)
        if old != metadata:
            self._set_metadata(connection, key, metadata)
            before, after = {"id": known.id, "metadata": metadata_fields(old)}, {"metadata": metadata_fields(metadata)}
            self._record(connection, key, "revise", who=who, before=before, after=after)
        return key

    def _next_version(self, connection: Connection, base_id: str) -> int:
        """One more than the highest version of this id, deleted ones included: they keep their ids until they come back."""
        highest = connection.execute(sa.select(sa.func.max(_table.c.version)).where(_table.c.base_id == base_id)).scalar()
        return int(highest or 0) + 1

    def _place_number(self, connection: Connection, metadata: Metadata) -> int:
        """The number of a place, a new one for a new place. Namesakes in two provinces are two places."""
        table = schema.places
        rows = connection.execute(sa.select(table).where(table.c.place == metadata.place).order_by(table.c.number)).all()
        for row in rows:
            if row.province == metadata.province or not metadata.province:
                return int(row.number)
        for row in rows:
            if not row.province:  # first seen without its province: it is the same place, now known better
                connection.execute(sa.update(table).where(table.c.number == row.number).values(province=metadata.province))
                return int(row.number)
        number = int(connection.execute(sa.select(sa.func.max(table.c.number))).scalar() or 0) + 1
        connection.execute(sa.insert(table).values(number=number, place=metadata.place, province=metadata.province))
        return number

    def _move_place(self, connection: Connection, old: Report, metadata: Metadata) -> None:
        """A corrected province of a place that only this report has keeps the place's number, and with it its colour."""
        table = schema.places
        if (old.metadata.place, bool(metadata.province)) != (metadata.place, True) or old.metadata.province == metadata.province:
            return
        others = connection.execute(sa.select(sa.func.count()).where(_table.c.place_number == old.place_number)).scalar_one() - 1
        namesake = sa.and_(table.c.place == metadata.place, table.c.province == metadata.province)
        if not others and connection.execute(sa.select(table.c.number).where(namesake)).first() is None:
            connection.execute(sa.update(table).where(table.c.number == old.place_number).values(province=metadata.province))


def _same_group(report: Report) -> sa.ColumnElement[bool]:
    period = report.metadata.period
    return sa.and_(_table.c.place_number == report.place_number, _table.c.start_year == period.start, _table.c.end_year == period.end)


def _with_counts(rows: Iterable[Row[Any]]) -> list[Report]:
    """Reports in their stable order; of each place and period the version chosen last counts."""
    ordered = sorted(rows, key=lambda row: (row.place_number, row.start_year, row.end_year, row.base_id, row.version))
    counting: dict[tuple[int, int, int], Row[Any]] = {}
    for row in ordered:
        group = (row.place_number, row.start_year, row.end_year)
        if not row.deleted and (group not in counting or row.chosen > counting[group].chosen):
            counting[group] = row
    chosen = {row.key for row in counting.values()}
    return [report_of(row, row.key in chosen) for row in ordered]
