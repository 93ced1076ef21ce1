"""Saved views, the office's own dictionary, and settings."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row

from analysis.library import schema
from analysis.library.judgements import Judgements
from analysis.library.labels import clean_label
from analysis.library.records import DICTIONARY_ACTIONS, DictionaryAction, DictionaryChange, View
from analysis.library.store import now, who_label
from analysis.report import LibraryError

_QUERY_LIMIT = 8_000  # an address bar holds no more
_VALUE_LIMIT = 200_000


class Preferences(Judgements):
    """What an office sets up once and finds again."""

    def save_view(self, name: str, query: str, *, who: str = "") -> View:
        """Keep a choice under a name; the same name again replaces it."""
        name = clean_label(name)
        if not name:
            raise LibraryError("没有填写视图名称，请补上后再保存。", "E130")
        if len(query) > _QUERY_LIMIT:
            raise LibraryError("所选内容过多，无法存为视图，请减少所选报告。", "E130")
        view = View(name, clean_query(query), who_label(who), now())
        table = schema.views
        with self._writing() as connection:
            connection.execute(sa.delete(table).where(table.c.name == name))
            connection.execute(sa.insert(table).values(name=view.name, query=view.query, who=view.who, at=view.when))
            self._touch(connection)
        return view

    def views(self) -> tuple[View, ...]:
        """All saved views by name."""
        with self._reading() as connection:
            rows = connection.execute(sa.select(schema.views)).all()
        return tuple(View(row.name, row.query, row.who, row.at) for row in sorted(rows, key=lambda row: str(row.name)))

    def delete_view(self, name: str) -> None:
        """Remove a saved view. LibraryError (E130) when there is none of this name."""
        table = schema.views
        with self._writing() as connection:
            if not connection.execute(sa.delete(table).where(table.c.name == clean_label(name))).rowcount:
                raise LibraryError(f"没有名为“{clean_label(name)}”的视图。", "E130")
            self._touch(connection)

    def add_dictionary_change(self, action: DictionaryAction, term: str, value: str = "", *, who: str = "") -> DictionaryChange:
        """Add, drop, stop, keep or merge a term (`value` is what a merged term counts as). LibraryError (E130) for an empty term."""
        term, value = clean_label(term), clean_label(value)
        if action not in DICTIONARY_ACTIONS:
            raise LibraryError("无法识别这种词典修改，请重新选择。", "E130")
        if not term or (action == "merge" and not value):
            raise LibraryError("没有填写词语，请补上后再保存。", "E130")
        if action == "merge" and term == value:
            raise LibraryError(f"“{term}”不能并入它自己，请填写另一个词。", "E130")
        table = schema.dictionary
        with self._writing() as connection:
            values = {"action": action, "term": term, "value": value, "who": who_label(who), "at": now(), "undone": False}
            number = int(connection.execute(sa.insert(table).values(values)).inserted_primary_key[0])  # type: ignore[index]
            self._touch(connection)
            return _change(connection.execute(sa.select(table).where(table.c.number == number)).one())

    def undo_dictionary_change(self, number: int) -> DictionaryChange:
        """Take a change of the dictionary back. LibraryError when there is none (E130) or it is taken back (E131)."""
        table = schema.dictionary
        with self._writing() as connection:
            row = connection.execute(sa.select(table).where(table.c.number == number)).first()
            if row is None:
                raise LibraryError("没有找到这条词典修改，请刷新后再试。", "E130")
            if row.undone:
                raise LibraryError("这条词典修改已经撤销，请刷新后查看最新内容。", "E131")
            connection.execute(sa.update(table).where(table.c.number == number).values(undone=True))
            self._touch(connection)
            return _change(connection.execute(sa.select(table).where(table.c.number == number)).one())

    def dictionary_changes(self, include_undone: bool = False) -> tuple[DictionaryChange, ...]:
        """Changes of the dictionary in the order they were made; later ones win."""
        table = schema.dictionary
        with self._reading() as connection:
            rows = connection.execute(sa.select(table).order_by(table.c.number)).all()
        return tuple(_change(row) for row in rows if include_undone or not row.undone)

    def setting(self, name: str, default: str = "") -> str:
        """A setting's text."""
        table = schema.settings
        with self._reading() as connection:
            value = connection.execute(sa.select(table.c.value).where(table.c.name == name)).scalar()
        return default if value is None else str(value)

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting; the same name again replaces it."""
        if len(value) > _VALUE_LIMIT:
            raise LibraryError("设置的内容过长，请缩短后再保存。", "E130")
        table = schema.settings
        with self._writing() as connection:
            old = connection.execute(sa.select(table.c.value).where(table.c.name == name)).scalar()
            if old == value:
                return
            connection.execute(sa.delete(table).where(table.c.name == name))
            connection.execute(sa.insert(table).values(name=name, value=value))
            self._touch(connection)


def clean_query(query: str) -> str:
    """The part after `?` of a link, on one line and without control characters."""
    return "".join(character for character in query if character.isprintable()).lstrip("?")


def _change(row: Row[Any]) -> DictionaryChange:
    return DictionaryChange(row.number, row.action, row.term, row.value, row.who, row.at, bool(row.undone))
