"""The database under the library: connections, transactions, and its troubles told in one Chinese sentence each.

A writer holds the row `revision` (or, in SQLite, the whole file) from its first statement to its commit, so that writers
queue and no number, id or version is given twice. Readers see the state of one commit.
"""

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.pool import StaticPool

from analysis.library import schema
from analysis.library.labels import clean_label
from analysis.report import LibraryError

#: From this version on SQLite's write-ahead log is free of the checkpoint race that could damage a database silently.
SAFE_WAL = (3, 51, 3)
#: Files up to this size are looked through page by page when the library is opened; larger ones on request (`check`).
QUICK_CHECK_BYTES = 64 * 1024 * 1024

#: One lock for each database and process: threads queue here and not in SQLite's sleeping retry loop.
_writers: dict[str, threading.RLock] = {}
_writers_guard = threading.Lock()


def now() -> str:
    """This moment as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Store:
    """Opens the database at an SQLAlchemy URL, makes its tables, and runs transactions. The base of `Library`.

    Raises LibraryError: a URL that is none (E140), a folder one cannot write to or a server that is away (E162), a damaged
    file or one from a newer version (E163), a full disk (E160), a database that stays locked (E161).
    """

    def __init__(self, url: str) -> None:
        with _troubles():
            self._engine = _engine(url)
            self._memory = isinstance(self._engine.pool, StaticPool)
            with _writers_guard:
                own = f"{url}#{id(self)}" if self._memory else str(self._engine.url)
                self._writer = _writers.setdefault(own, threading.RLock())
            self._file: Path | None = None
            self._prepare()
            if self._engine.dialect.name == "sqlite" and not self._memory:
                self._file = Path(str(self._engine.url.database)).resolve()
                self._known = self._identity(self._file)

    def close(self) -> None:
        """Give the connections back; the object is not used afterwards."""
        self._engine.dispose()

    def revision(self) -> str:
        """A text that changes whenever anything in the library changes; different libraries never share one.

        Progress of import jobs does not count: it would empty every cache once a second.
        """
        with self._reading() as connection:
            rows = connection.execute(sa.select(schema.state.c.name, schema.state.c.number, schema.state.c.label)).all()
        labels, numbers = {row.name: row.label for row in rows}, {row.name: row.number for row in rows}
        return f"{labels.get('identity')}-{numbers.get('revision')}"

    def check(self) -> None:
        """Look through the whole file of an SQLite library; LibraryError (E163) when a page of it is damaged."""
        if self._engine.dialect.name != "sqlite":
            return
        with self._reading() as connection:
            answer = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if answer != "ok":
            raise LibraryError("报告库文件已损坏，请用最近的备份替换后重新打开。", "E163")

    def _opened(self) -> Connection:
        self._same_file()
        return self._engine.connect()

    def _same_file(self) -> None:
        """Open anew when another file stands in the place of ours, as after a backup was put back: connections that are open go on in the
        old file, which nobody will ever see again. LibraryError (E162) when there is none."""
        if self._file is None:
            return
        now_there = self._identity(self._file)
        if now_there != self._known:
            self._engine.dispose()
            self._known = now_there

    @staticmethod
    def _identity(file: Path) -> tuple[int, int]:
        try:
            state = file.stat()
        except FileNotFoundError:
            raise LibraryError("报告库文件不见了，没有读写；请把它放回原处，或用备份恢复后再试。", "E162") from None
        return state.st_dev, state.st_ino

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the library."""
        alone: AbstractContextManager[Any] = self._writer if self._memory else nullcontext()
        with _troubles(), alone, self._opened() as connection:
            if self._engine.dialect.name != "sqlite":  # which shows one state anyway
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept when the block ends, nothing of it when the block raises."""
        with _troubles(), self._writer, self._opened() as connection:
            connection.execution_options(writing=True)
            with connection.begin():
                # The row lock makes writers of a database server queue; SQLite has locked the file already.
                connection.execute(sa.select(schema.state.c.number).where(schema.state.c.name == "revision").with_for_update())
                yield connection

    def _touch(self, connection: Connection) -> int:
        """Count the library's revision up by one and return it: every change does this, once or more."""
        named = schema.state.c.name == "revision"
        connection.execute(sa.update(schema.state).where(named).values(number=schema.state.c.number + 1))
        return int(connection.execute(sa.select(schema.state.c.number).where(named)).scalar_one())

    def _prepare(self) -> None:
        if self._engine.dialect.name == "sqlite" and self._small_file():
            self.check()
        try:
            version = self._make_tables()
        except (sa.exc.IntegrityError, sa.exc.ProgrammingError):
            version = self._make_tables()  # a database server let another process make them at the same moment
        if version is None or int(version) > schema.SCHEMA:
            raise LibraryError("这个报告库由更新的版本建立，请先升级本程序再打开。", "E163")

    def _make_tables(self) -> int | None:
        """Make the tables where there are none; the version of those that are there."""
        with self._writer, self._engine.connect() as connection:
            connection.execution_options(writing=True)
            with connection.begin():
                tables = sa.inspect(connection).get_table_names()
                if "state" not in tables:
                    if tables and self._engine.dialect.name == "sqlite":
                        raise LibraryError("这个文件是别的程序的数据库，没有改动它；请给报告库另选一个文件名。", "E163")
                    schema.tables.create_all(connection)
                    rows = [
                        {"name": "schema", "number": schema.SCHEMA, "label": ""},
                        {"name": "revision", "number": 1, "label": ""},
                        {"name": "identity", "number": 0, "label": secrets.token_hex(6)},
                    ]
                    connection.execute(sa.insert(schema.state), rows)
                return connection.execute(sa.select(schema.state.c.number).where(schema.state.c.name == "schema")).scalar()

    def _small_file(self) -> bool:
        file = self._engine.url.database
        return bool(file) and Path(str(file)).is_file() and Path(str(file)).stat().st_size <= QUICK_CHECK_BYTES


def who_label(who: str) -> str:
    """The person as the history names them."""
    return clean_label(who, "who") or "本机用户"


def _engine(url: str) -> Engine:
    try:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return _sqlite(parsed)
        return sa.create_engine(parsed, pool_pre_ping=True, pool_size=10, max_overflow=20)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ValueError):
        raise LibraryError("报告库地址无法识别，请写成 sqlite:///文件路径 或 postgresql://用户@服务器/库名。", "E140") from None
    except ModuleNotFoundError as error:
        raise LibraryError(f"连接这种数据库还缺少组件 {error.name}，请先安装它。", "E140") from None


def _sqlite(url: URL) -> Engine:
    if url.query:
        raise ValueError("options of a file are ours to set")
    file = url.database or ""
    if file in ("", ":memory:"):
        engine = sa.create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        Path(file).resolve().parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(url, pool_size=10, max_overflow=20, connect_args={"timeout": 10})
    sa.event.listen(engine, "connect", _set_up_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """What SQLite must be told on each connection: durable commits, checked references, no trust in a schema from outside."""
    connection.isolation_level = None  # the driver's own BEGIN comes too late and too weak; `_begin_sqlite` gives ours
    wal = sqlite3.sqlite_version_info >= SAFE_WAL
    for pragma in (
        "busy_timeout=10000",
        f"journal_mode={'WAL' if wal else 'TRUNCATE'}",
        f"synchronous={'FULL' if wal else 'EXTRA'}",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "mmap_size=0",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer that begins as a reader can be refused half way; one that takes the lock first only ever waits.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writing") else "BEGIN")


@contextmanager
def _troubles() -> Iterator[None]:
    """Turn what a database, a driver or a disk raises into a LibraryError."""
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        raise _explained(str(getattr(error, "orig", None) or error), error) from error
    except sqlite3.Error as error:
        raise _explained(str(error), error) from error
    except UnicodeEncodeError as error:
        raise LibraryError("内容含有无法保存的字符，请删去特殊符号后重试。", "E130") from error
    except OSError as error:
        raise _explained(str(error), error) from error


def _explained(text: str, error: Exception) -> LibraryError:
    lower = text.lower()
    if "is full" in lower or "no space left" in lower or "disk quota" in lower:
        return LibraryError("磁盘空间不足，没有保存；请清出空间后重试。", "E160")
    if "is locked" in lower or "timeout" in lower:
        return LibraryError("报告库正忙，没有保存；请稍候再试。", "E161")
    if "malformed" in lower or "not a database" in lower or "no such table" in lower or "no such column" in lower:
        return LibraryError("报告库文件已损坏，请用最近的备份替换后重新打开。", "E163")
    if "readonly" in lower or "read-only" in lower or "unable to open" in lower or isinstance(error, OSError):
        return LibraryError("报告库文件或它所在的文件夹打不开或不能写入，请检查位置和权限。", "E162")
    if isinstance(error, sa.exc.IntegrityError):
        return LibraryError("数据已被他人修改，请刷新后再试。", "E131")
    return LibraryError("报告库暂不可用，请稍后再试；若一直如此，请检查磁盘或数据库服务。", "E162")
