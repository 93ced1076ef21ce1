"""A person's last word on figures, kept beside the rules and never overwritten by them."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from analysis.library import schema
from analysis.library.figure_fields import check_figure
from analysis.library.labels import check_json
from analysis.library.products import Products
from analysis.library.rows import checksum, chunks
from analysis.library.store import now, who_label
from analysis.report import Action, Anchor, Correction, LibraryError

_table = schema.corrections
_reports = schema.reports

_ACTIONS = ("confirm", "correct", "reject", "add")


class Judgements(Products):
    """Corrections of figures: append-only, undone by a mark, guarded against two people at one figure."""

    def add_correction(
        self,
        report_id: str,
        action: Action,
        anchor: Anchor,
        *,
        before: str = "",
        after: str = "",
        who: str = "",
        seen: int | None = None,
    ) -> Correction:
        """Confirm, correct, reject or add a figure; `before` and `after` are JSON objects of figures.

        `after` of `correct` may hold the changed fields alone when `before` is given.
        `seen`: the number of the last correction of this figure on the person's screen, 0 for none. When somebody was faster,
        LibraryError (E131), and the refused value is kept in the history. E130 for values that are none.
        """
        if action not in _ACTIONS:
            raise LibraryError("无法识别这种更正，请重新选择：确认、更正、剔除或补充。", "E130")
        if action in ("correct", "add") and not after:
            raise LibraryError("没有填写更正后的数值，请补上后再保存。", "E130")
        whole = action == "add" or (action == "correct" and not before)
        texts = {"before": check_figure(before, complete=bool(before)), "after": check_figure(after, complete=whole)}
        with self._writing() as connection:
            key = self._key(connection, report_id)
            last = self._last(connection, key, anchor)
            if seen is None or seen == (last.id if last else 0):
                return self._append(connection, key, action, anchor, texts, who)
            # The refused value is part of the story: both people's numbers can be read in the history.
            current = check_json(last.after) if last else {}
            self._record(connection, key, "conflict", who=who, before=current, after=check_json(texts["after"]))
        raise LibraryError("数据已被他人修改，请刷新后查看最新内容，再决定是否修改。", "E131")

    def undo_correction(self, correction_id: int, *, who: str = "") -> Correction:
        """Take a correction back; it stays in the history. LibraryError when there is none (E130) or it is taken back (E131)."""
        with self._writing() as connection:
            row = connection.execute(_select().where(_table.c.id == correction_id)).first()
            if row is None:
                raise LibraryError("没有找到这条更正，请刷新后再试。", "E130")
            if row.undone:
                raise LibraryError("这条更正已经撤销，请刷新后查看最新内容。", "E131")
            connection.execute(sa.update(_table).where(_table.c.id == correction_id).values(undone=True))
            history = schema.history
            entry = sa.and_(history.c.reference == correction_id, history.c.what == row.action)
            number = connection.execute(sa.select(history.c.number).where(entry)).scalar_one()
            connection.execute(sa.update(history).where(history.c.number == number).values(undone=True))
            before, after = check_json(row.after), check_json(row.before)
            self._record(connection, row.report_key, "undo", who=who, before=before, after=after, reference=number)
            return _correction(connection.execute(_select().where(_table.c.id == correction_id)).one())

    def corrections(self, report_id: str) -> tuple[Correction, ...]:
        """All corrections of a report in the order they were made, undone ones included."""
        with self._reading() as connection:
            key = self._key(connection, report_id)
            rows = connection.execute(_select().where(_table.c.report_key == key).order_by(_table.c.id)).all()
        return tuple(_correction(row) for row in rows)

    def corrections_many(self, report_ids: Iterable[str]) -> dict[str, tuple[Correction, ...]]:
        """Id -> its corrections, in one query; reports without any are left out."""
        wanted = list(dict.fromkeys(report_ids))
        found: dict[int, list[Correction]] = {}
        with self._reading() as connection:
            keys = self._keys(connection, wanted)
            for part in chunks([str(key) for key in keys.values()]):
                numbers = [int(key) for key in part]
                for row in connection.execute(_select().where(_table.c.report_key.in_(numbers)).order_by(_table.c.id)):
                    found.setdefault(row.report_key, []).append(_correction(row))
        return {report_id: tuple(found[key]) for report_id, key in keys.items() if key in found}

    def _last(self, connection: Connection, key: int, anchor: Anchor) -> Correction | None:
        """The last correction in force on the figure of this anchor."""
        query = _select().where(_table.c.report_key == key, _table.c.undone.is_(False)).order_by(_table.c.id.desc())
        for row in connection.execute(query):
            correction = _correction(row)
            if correction.anchor.same(anchor):
                return correction
        return None

    def _append(self, connection: Connection, key: int, action: Action, anchor: Anchor, texts: dict[str, str], who: str) -> Correction:
        anchored = json.dumps(asdict(anchor), sort_keys=True)  # ASCII: a quotation is found again to the letter, whatever is in it
        values = {
            "report_key": key,
            "action": action,
            "anchor": anchored,
            **texts,
            "checksum": checksum(anchored, texts["before"], texts["after"]),
            "who": who_label(who),
            "at": now(),
            "undone": False,
        }
        number = int(connection.execute(sa.insert(_table).values(values)).inserted_primary_key[0])  # type: ignore[index]
        before, after = check_json(texts["before"]), check_json(texts["after"])
        self._record(connection, key, action, who=who, before=before, after=after, reference=number)
        return _correction(connection.execute(_select().where(_table.c.id == number)).one())


def _select() -> sa.Select[Any]:
    return sa.select(_table, _reports.c.id.label("report_id")).join(_reports, _reports.c.key == _table.c.report_key)


def _correction(row: Row[Any]) -> Correction:
    if checksum(row.anchor, row.before, row.after) != row.checksum:
        raise LibraryError(f"报告“{row.report_id}”的一条更正记录已损坏，请用最近的备份恢复报告库。", "E163")
    anchor = Anchor(**json.loads(row.anchor))
    return Correction(row.id, row.report_id, row.action, anchor, row.before, row.after, row.who, row.at, bool(row.undone))
