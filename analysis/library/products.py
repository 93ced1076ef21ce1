"""What rules made of the reports, kept with the version of the rules, so that nothing is computed twice or shown stale."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from analysis.library import schema
from analysis.library.changes import Changes
from analysis.library.rows import checksum, chunks

_table = schema.derived
_reports = schema.reports


class Products(Changes):
    """Derived values: one JSON text for each report and kind."""

    def derived(self, report_id: str, kind: str, rules: str | None = None) -> str | None:
        """The stored JSON text, or None when there is none, when it is damaged, or when other rules than `rules` made it."""
        query = sa.select(_table.c.rules, _table.c.payload, _table.c.checksum)
        with self._reading() as connection:
            key = self._key(connection, report_id)
            row = connection.execute(query.where(_table.c.report_key == key, _table.c.kind == kind)).first()
        if row is None or (rules is not None and row.rules != rules) or checksum(row.payload) != row.checksum:
            return None
        return str(row.payload)

    def derived_many(self, report_ids: Iterable[str], kind: str, rules: str) -> dict[str, str]:
        """Id -> JSON text made by these rules, in the order of the ids, in one query; ids without one are left out."""
        wanted = list(dict.fromkeys(report_ids))
        found: dict[str, str] = {}
        made = sa.and_(_table.c.kind == kind, _table.c.rules == rules)
        query = sa.select(_reports.c.id, _table.c.payload, _table.c.checksum).join(_reports, _reports.c.key == _table.c.report_key)
        with self._reading() as connection:
            for part in chunks(wanted):
                for row in connection.execute(query.where(made, _reports.c.id.in_(part))):
                    if checksum(row.payload) == row.checksum:
                        found[row.id] = row.payload
            missing = [report_id for report_id in wanted if report_id not in found]
            for report_id, key in self._keys(connection, missing).items():
                own = connection.execute(sa.select(_table.c.payload, _table.c.checksum).where(made, _table.c.report_key == key)).first()
                if own is not None and checksum(own.payload) == own.checksum:
                    found[report_id] = own.payload
        return {report_id: found[report_id] for report_id in wanted if report_id in found}

    def put_derived(self, report_id: str, kind: str, rules: str, payload: str) -> None:
        """Store what rules of this version made of a report."""
        self.put_derived_many({report_id: payload}, kind, rules)

    def put_derived_many(self, payloads: Mapping[str, str], kind: str, rules: str) -> None:
        """The same for many reports (id -> JSON text) in one transaction."""
        with self._writing() as connection:
            changed = False
            for report_id, payload in payloads.items():
                key = self._key(connection, report_id)
                changed |= self._keep_derived(connection, key, {kind: payload}, rules)
            if changed:
                self._touch(connection)

    def stale(self, kind: str, rules: str) -> tuple[str, ...]:
        """Ids of living reports for which these rules have made nothing yet."""
        made = sa.select(_table.c.report_key).where(_table.c.kind == kind, _table.c.rules == rules)
        query = sa.select(_reports.c.id).where(_reports.c.deleted.is_(False), _reports.c.key.not_in(made)).order_by(_reports.c.key)
        with self._reading() as connection:
            return tuple(connection.execute(query).scalars())
