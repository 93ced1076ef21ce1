"""What people change about a report, the history of it, and the way back."""

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from analysis.library import schema
from analysis.library.records import HistoryEntry
from analysis.library.reports import Reports
from analysis.library.rows import clean_metadata, metadata_fields, metadata_of
from analysis.report import LibraryError, Metadata, Report

_table = schema.reports

#: Changes that `undo` takes back, newest first. The import itself is undone by deleting.
UNDOABLE = ("revise", "delete", "restore", "choose", "confirm", "correct", "reject", "add")


class Changes(Reports):
    """Revise, delete, restore, choose a version, undo; nothing is ever lost by any of them."""

    def revise(self, report_id: str, metadata: Metadata, *, seen: Metadata | None = None, who: str = "") -> Report:
        """Give a report other metadata. Another place or period gives it another id; the old id still leads to it.

        `seen`: the metadata on the person's screen; LibraryError (E131) when somebody has changed them since.
        """
        metadata = clean_metadata(metadata)
        with self._writing() as connection:
            key = self._key(connection, report_id)
            old = self._by_key(connection, key)
            if seen is not None and clean_metadata(seen) != old.metadata:
                raise LibraryError("数据已被他人修改，请刷新后查看最新内容，再决定是否修改。", "E131")
            if metadata == old.metadata:
                return old
            self._set_metadata(connection, key, metadata)
            new = self._by_key(connection, key)
            self._record(connection, key, "revise", who=who, before=_state(old), after=_state(new))
            return new

    def delete(self, report_id: str, *, who: str = "") -> Report:
        """Put a report in the bin: it leaves lists and comparisons, its file, corrections and history stay."""
        return self._set_deleted(report_id, True, who)

    def restore(self, report_id: str, *, who: str = "") -> Report:
        """Take a report out of the bin."""
        return self._set_deleted(report_id, False, who)

    def choose_version(self, report_id: str, *, who: str = "") -> Report:
        """Make this version the one that counts among those of its place and period."""
        with self._writing() as connection:
            key = self._key(connection, report_id)
            report = self._by_key(connection, key)
            if report.deleted:
                raise LibraryError(f"报告“{report.id}”已删除，请先恢复再选用。", "E130")
            if report.counts:
                return report
            before = connection.execute(sa.select(_table.c.chosen).where(_table.c.key == key)).scalar_one()
            after = self._touch(connection)
            connection.execute(sa.update(_table).where(_table.c.key == key).values(chosen=after))
            self._record(connection, key, "choose", who=who, before={"chosen": before}, after={"chosen": after})
            return self._by_key(connection, key)

    def history(self, report_id: str) -> tuple[HistoryEntry, ...]:
        """All that happened to a report, first things first."""
        table = schema.history
        with self._reading() as connection:
            key = self._key(connection, report_id)
            now_id = connection.execute(sa.select(_table.c.id).where(_table.c.key == key)).scalar_one()
            rows = connection.execute(sa.select(table).where(table.c.report_key == key).order_by(table.c.number)).all()
        return tuple(HistoryEntry(row.number, now_id, row.at, row.who, row.what, row.before, row.after, bool(row.undone)) for row in rows)

    def undo(self, report_id: str | None = None, *, who: str = "") -> Report:
        """Take back the last change of a report that is not taken back yet; without an id, the last one in the library.

        LibraryError (E130) when there is none.
        """
        table = schema.history
        with self._writing() as connection:
            query = sa.select(table).where(table.c.what.in_(UNDOABLE), table.c.undone.is_(False)).order_by(table.c.number.desc())
            if report_id is not None:
                query = query.where(table.c.report_key == self._key(connection, report_id))
            entry = connection.execute(query.limit(1)).first()
            if entry is None:
                raise LibraryError("没有可以撤销的修改。", "E130")
            self._take_back(connection, entry)
            connection.execute(sa.update(table).where(table.c.number == entry.number).values(undone=True))
            before, after = json.loads(entry.after or "{}"), json.loads(entry.before or "{}")
            self._record(connection, entry.report_key, "undo", who=who, before=before, after=after, reference=entry.number)
            return self._by_key(connection, entry.report_key)

    def _take_back(self, connection: Connection, entry: Row[Any]) -> None:
        key = int(entry.report_key)
        before = json.loads(entry.before or "{}")
        if entry.what == "revise":
            self._set_metadata(connection, key, metadata_of(before["metadata"]))
            self._regain_id(connection, key, before["id"])
        elif entry.what in ("delete", "restore"):
            connection.execute(sa.update(_table).where(_table.c.key == key).values(deleted=entry.what == "restore"))
        elif entry.what == "choose":
            connection.execute(sa.update(_table).where(_table.c.key == key).values(chosen=before["chosen"]))
        else:
            table = schema.corrections
            connection.execute(sa.update(table).where(table.c.id == entry.reference).values(undone=True))

    def _regain_id(self, connection: Connection, key: int, wanted: str) -> None:
        """After an undone revision the report gets the very id it had, unless another report bears it by now."""
        own = connection.execute(sa.select(_table.c.id, _table.c.base_id).where(_table.c.key == key)).one()
        base, _, version = wanted.partition("~")
        taken = connection.execute(sa.select(_table.c.key).where(_table.c.id == wanted)).first()
        if own.id == wanted or own.base_id != base or taken is not None:
            return
        connection.execute(sa.update(_table).where(_table.c.key == key).values(id=wanted, version=int(version or 1)))
        self._rename(connection, key, own.id, wanted)

    def _set_deleted(self, report_id: str, deleted: bool, who: str) -> Report:
        with self._writing() as connection:
            key = self._key(connection, report_id)
            if self._by_key(connection, key).deleted != deleted:
                connection.execute(sa.update(_table).where(_table.c.key == key).values(deleted=deleted))
                self._record(connection, key, "delete" if deleted else "restore", who=who)
            return self._by_key(connection, key)


def _state(report: Report) -> dict[str, Any]:
    return {"id": report.id, "metadata": metadata_fields(report.metadata)}
