"""Under the library: troubles told in Chinese, statements every database knows, jobs, and many writers at once."""

import os
import random
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from analysis.library import Library, schema, store
from analysis.report import LibraryError
from tests.shelf import ANCHOR, FIGURE, about, fresh_url, tampered

sqlite_only = pytest.mark.skipif(bool(os.environ.get("REPORT_TEST_SERVER")), reason="about the file of an SQLite library")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return fresh_url(tmp_path)


@pytest.fixture
def library(url: str) -> Iterator[Library]:
    opened = Library(url)
    yield opened
    opened.close()


# -- troubles


@pytest.mark.parametrize(
    ("wrong", "code"), [("nonsense", "E140"), ("", "E140"), ("nosuchdb://host/name", "E140"), ("postgresql+nosuch://host/name", "E140")]
)
def test_a_wrong_address_is_answered_in_chinese(wrong: str, code: str) -> None:
    with pytest.raises(LibraryError, match=r"报告库地址|组件") as raised:
        Library(wrong)
    assert raised.value.code == code


def test_a_folder_that_cannot_be_and_a_file_that_is_no_library(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError, match="文件夹") as raised:
        Library(f"sqlite:///{tmp_path.as_posix()}/file/reports.db")
    assert raised.value.code == "E162"
    (tmp_path / "broken.db").write_bytes(b"not a database at all, only some text that is long enough" * 40)
    with pytest.raises(LibraryError, match="已损坏") as raised:
        Library(f"sqlite:///{tmp_path.as_posix()}/broken.db")
    assert raised.value.code == "E163"


@sqlite_only
def test_a_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE places (url TEXT)")
    before = file.read_bytes()
    with pytest.raises(LibraryError, match="别的程序的数据库") as raised:
        Library(f"sqlite:///{file.as_posix()}")
    assert raised.value.code == "E163" and file.read_bytes() == before
    with pytest.raises(LibraryError, match="地址无法识别"):
        Library(f"sqlite:///{tmp_path.as_posix()}/a.db?mode=ro")
    assert not (tmp_path / "a.db").exists()


@sqlite_only
@pytest.mark.skipif(os.name == "nt", reason="Windows does not let an open file be taken away")
def test_a_backup_that_is_put_back_under_an_open_library_is_what_it_reads_and_writes(library: Library, url: str, tmp_path: Path) -> None:
    library.add(b"1", "a.txt", about("甲县", 2021))
    file, away = Path(url.removeprefix("sqlite:///")), tmp_path / "away.db"
    file.rename(away)
    for act in (library.reports, lambda: library.add(b"2", "b.txt", about("乙县", 2022))):
        with pytest.raises(LibraryError, match="报告库文件不见了") as raised:
            act()
        assert raised.value.code == "E162" and not file.exists()
    other = Library(url)
    other.add(b"3", "c.txt", about("丙县", 2023))
    other.close()
    assert [report.id for report in library.reports()] == ["丙县-2023"]
    library.add(b"2", "b.txt", about("乙县", 2022))
    assert {report.id for report in Library(url).reports()} == {"乙县-2022", "丙县-2023"}
    file.unlink()
    away.rename(file)
    assert [report.id for report in library.reports()] == ["甲县-2021"]


@sqlite_only
def test_a_damaged_page_is_found_at_the_door(library: Library, url: str) -> None:
    for number in range(40):
        library.add(b"%d" % number + b"x" * 3000, "a.txt", about(f"{number}县"), derived={"text": "y" * 3000}, rules="r")
    library.close()
    file = Path(url.removeprefix("sqlite:///"))
    data = bytearray(file.read_bytes())
    for offset in range(8192, len(data), 4096):
        data[offset : offset + 64] = b"\xff" * 64
    file.write_bytes(bytes(data))
    with pytest.raises(LibraryError, match="已损坏"):
        Library(url)


@sqlite_only
def test_a_flipped_bit_anywhere_is_told_or_harmless_and_never_another_number(library: Library, url: str, tmp_path: Path) -> None:
    kept = {}
    for number in range(6):
        data, payload = f"报告{number}".encode() * 300, f'{{"value":{number}}}' * 200
        report = library.add(data, "a.txt", about(f"{number}县"), derived={"figures": payload}, rules="r")
        correction = library.add_correction(report.id, "correct", ANCHOR, before=FIGURE, after=f'{{"value":{number}}}')
        kept[report.id] = (data, report.metadata, payload, correction.after)
    library.close()
    sound = Path(url.removeprefix("sqlite:///")).read_bytes()
    chance = random.Random(7)
    told = 0
    for turn in range(60):
        damaged = bytearray(sound)
        damaged[chance.randrange(100, len(damaged))] ^= 1 << chance.randrange(8)
        (tmp_path / f"{turn}.db").write_bytes(bytes(damaged))
        try:
            opened = Library(f"sqlite:///{(tmp_path / f'{turn}.db').as_posix()}")
            for report in opened.reports():
                data, metadata, payload, after = kept.get(report.id, (b"", None, "", ""))
                if metadata is None:
                    continue  # its id is another one now: links break, numbers do not
                assert report.metadata == metadata
                assert opened.derived(report.id, "figures", "r") in (payload, None)
                assert [one.after for one in opened.corrections(report.id)] in ([after], [])
                assert opened.original(report.id)[0] == data
            opened.close()
        except LibraryError:
            told += 1
    assert told > 10, "a flipped bit is hardly ever noticed: is anything checked?"


def test_a_library_of_a_newer_version_is_left_alone(library: Library, url: str) -> None:
    tampered(url, "UPDATE state SET number = 99 WHERE name = 'schema'")
    with pytest.raises(LibraryError, match="更新的版本"):
        Library(url)


@sqlite_only
def test_a_full_disk_is_told_and_nothing_half_is_kept(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.add(b"a", "a.txt", about())

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={connection.execute('PRAGMA page_count').fetchone()[0] + 8}")

    library.close()
    sa.event.listen(library._engine, "connect", limit)
    with pytest.raises(LibraryError, match="磁盘空间不足") as raised:
        library.add(b"b" * 500_000, "b.txt", about())
    assert raised.value.code == "E160"
    assert [one.id for one in library.reports()] == ["甲县-2022"]
    library.check()
    assert library.add(b"small", "c.txt", about()).id == "甲县-2022~2", "it goes on working for what there is room for"


@pytest.mark.parametrize(
    ("text", "code"),
    [("database is locked", "E161"), ("attempt to write a readonly database", "E162"), ("server closed the connection", "E162")],
)
def test_what_a_database_says_is_told_in_chinese(text: str, code: str) -> None:
    with pytest.raises(LibraryError) as raised, store._troubles():
        raise sa.exc.OperationalError("SELECT 1", {}, Exception(text))
    assert raised.value.code == code and "SELECT" not in str(raised.value)


@sqlite_only
def test_a_locked_library_answers_busy(library: Library, url: str) -> None:
    library.add(b"a", "a.txt", about())
    library.close()
    sa.event.listen(library._engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout=50"))
    blocker = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(LibraryError, match="正忙"):
        library.delete("甲县-2022")
    blocker.close()
    assert library.delete("甲县-2022").deleted


# -- what the database is told


@sqlite_only
def test_sqlite_is_set_up_to_keep_what_it_acknowledged(library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def pragmas(opened: Library) -> dict[str, Any]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "trusted_schema")
        with opened._reading() as connection:
            return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}

    rest = {"foreign_keys": 1, "busy_timeout": 10_000, "trusted_schema": 0}
    for version, journal, synchronous in (((3, 51, 2), "truncate", 3), ((3, 51, 3), "wal", 2)):
        monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
        opened = Library(f"sqlite:///{(tmp_path / journal).as_posix()}.db")
        assert pragmas(opened) == {"journal_mode": journal, "synchronous": synchronous, **rest}
        opened.add(b"a", "a.txt", about())
        opened.close()


def test_every_statement_is_understood_by_postgresql_too(library: Library) -> None:
    """What the library says to SQLite as SQL expressions compiles for PostgreSQL; as text it says only PRAGMA and BEGIN."""
    said: list[sa.sql.elements.ClauseElement] = []
    texts: set[str] = set()

    def before_execute(connection: Any, element: Any, *rest: Any) -> None:
        said.append(element)

    def before_cursor(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        texts.add(statement.split()[0])

    sa.event.listen(library._engine, "before_execute", before_execute)
    sa.event.listen(library._engine, "before_cursor_execute", before_cursor)
    library.add(b"a", "a.txt", about(province=""), derived={"text": "{}"}, rules="r")
    library.add(b"b", "a.txt", about())
    library.choose_version("甲县-2022"), library.delete("甲县-2022"), library.add(b"a", "a.txt", about(start=2023))
    library.revise("甲县-2023", about("乙县")), library.undo(), library.history("甲县-2023")
    library.reports(), library.versions("甲县-2023")
    library.derived_many(["甲县-2023", "乙县-2022"], "text", "r"), library.stale("text", "r")
    library.put_derived("甲县-2023", "t", "r", "1"), library.derived("甲县-2023", "t"), library.original("甲县-2023"), library.find("0")
    made = library.add_correction("甲县-2023", "confirm", ANCHOR, before=FIGURE, seen=0)
    library.corrections("甲县-2023"), library.corrections_many(["甲县-2023"]), library.undo_correction(made.id)
    library.save_view("v", "x"), library.views(), library.delete_view("v"), library.set_setting("a", "b"), library.setting("a")
    library.add_dictionary_change("add", "词"), library.undo_dictionary_change(1), library.dictionary_changes()
    job = library.create_job(["a", "b"])
    library.mark_item(job, 0, "done"), library.beat(job), library.cancel_job(job), library.jobs(), library.job(job)
    library.finish_job(job, "done"), library.sweep_jobs()
    dialect = postgresql.dialect()
    for element in said:
        assert str(element.compile(dialect=dialect))
    for table in schema.tables.sorted_tables:
        assert str(sa.schema.CreateTable(table).compile(dialect=dialect))
    assert len(said) > 100
    assert texts <= {"SELECT", "INSERT", "UPDATE", "DELETE", "BEGIN", "PRAGMA"}
    locking = [element for element in said if isinstance(element, sa.Select) and "FOR UPDATE" in str(element.compile(dialect=dialect))]
    assert locking, "writers of a database server must queue"


# -- jobs


def test_a_job_keeps_its_books(library: Library) -> None:
    number = library.create_job(["一.txt", "坏\n.txt", "三.txt"], who="赵六")
    library.mark_item(number, 0, "done", report_id="甲县-2022")
    library.mark_item(number, 1, "failed", message="文件为空。", code="E101")
    job = library.job(number)
    assert (job.state, job.total, job.settled, job.skipped, job.who) == ("running", 3, 2, 2, "赵六")
    assert [(one.name, one.state, one.message) for one in job.items] == [
        ("一.txt", "done", ""), ("坏 .txt", "failed", "文件为空。"), ("三.txt", "waiting", ""),
    ]  # fmt: skip
    assert library.beat(number) is False
    library.cancel_job(number)
    assert library.beat(number) is True
    library.finish_job(number, "cancelled")
    assert (library.job(number).state, library.job(number).items[2].state) == ("cancelled", "cancelled")
    assert library.jobs()[0].counts == {"done": 1, "failed": 1, "cancelled": 1}
    with pytest.raises(LibraryError):
        library.job(99)


def test_a_job_whose_process_died_is_closed_when_the_library_is_opened(library: Library, url: str) -> None:
    alive, silent, dead = (library.create_job(["a.txt", "b.txt"]) for _ in range(3))
    report = library.add(b"in", "a.txt", about())
    library.mark_item(dead, 0, "running", sha256=report.sha256)
    tampered(url, "UPDATE jobs SET beat = beat - 3600, owner = 'elsewhere:1' WHERE id = :value", value=silent)
    tampered(url, "UPDATE jobs SET owner = :owner WHERE id = :id", owner=f"{socket.gethostname()}:{_no_process()}", id=dead)
    assert [one.state for one in library.jobs()] == ["interrupted", "interrupted", "running"], "told so even before it is swept"
    again = Library(url)
    assert [one.state for one in again.jobs()] == ["interrupted", "interrupted", "running"]
    assert [(one.state, one.report_id) for one in again.job(dead).items] == [("done", report.id), ("interrupted", "")]
    assert "重新导入" in again.job(silent).message
    assert again.sweep_jobs() == 0 and again.job(alive).state == "running"
    again.close()


def _no_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


# -- threads


def test_threads_write_at_once_and_nothing_is_lost(library: Library) -> None:
    errors: list[Exception] = []

    def work(name: str) -> None:
        try:
            for number in range(15):
                library.add(f"{name} {number}".encode(), "a.txt", about("甲县" if number % 2 else f"{name}县"))
                library.reports()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "甲乙丙丁"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    reports = library.reports()
    assert len(reports) == 60 == len({one.id for one in reports})
    assert sorted({one.place_number for one in reports}) == [1, 2, 3, 4]
    assert sum(one.counts for one in reports) == 4


def test_two_people_who_correct_one_figure_at_once_lose_no_update(library: Library) -> None:
    library.add(b"a", "a.txt", about())
    wins: list[int] = []

    def work(person: int) -> None:
        done = 0
        while done < 10:
            seen = max((one.id for one in library.corrections("甲县-2022")), default=0)
            try:
                made = library.add_correction("甲县-2022", "correct", ANCHOR, before=FIGURE, after=f'{{"value": {person}}}', seen=seen)
            except LibraryError as error:
                assert error.code == "E131"
            else:
                wins.append(made.id)
                done += 1

    threads = [threading.Thread(target=work, args=(person,)) for person in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(wins) == [one.id for one in library.corrections("甲县-2022")] and len(wins) == 20
