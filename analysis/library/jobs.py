"""Import jobs: which files, how far, what came of each, so that the result is there when one comes back.

A job belongs to the process that works on it and gives a sign of life every second or two. When the process is gone the job
is told as interrupted, whoever asks.
"""

import os
import socket
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from analysis.library import schema
from analysis.library.labels import clean_label
from analysis.library.preferences import Preferences
from analysis.library.records import ItemState, Job, JobItem, JobState
from analysis.library.store import now, who_label
from analysis.report import LibraryError

_jobs = schema.jobs
_items = schema.job_items

#: Seconds without a sign of life after which a job is taken for dead, wherever it ran.
SILENCE = 60


class Jobs(Preferences):
    """The books that an import keeps while it works."""

    def create_job(self, names: Sequence[str], *, who: str = "") -> int:
        """Open a job for files of these names (labels, in order); its number."""
        with self._writing() as connection:
            values = {
                "state": "running", "who": who_label(who), "created_at": now(), "finished_at": "", "message": "",
                "cancel": False, "owner": _owner(), "beat": int(time.time()),
            }  # fmt: skip
            job_id = int(connection.execute(sa.insert(_jobs).values(values)).inserted_primary_key[0])  # type: ignore[index]
            self._insert_items(connection, job_id, names, 0)
            return job_id

    def mark_item(self, job_id: int, position: int, state: ItemState, **fields: str) -> None:
        """Say what became of a file; fields: message, code, sha256, report_id."""
        with self._writing() as connection:
            here = sa.and_(_items.c.job_id == job_id, _items.c.position == position)
            connection.execute(sa.update(_items).where(here).values(state=state, **fields))

    def beat(self, job_id: int) -> bool:
        """Give a sign of life; whether somebody has asked to cancel."""
        with self._writing() as connection:
            connection.execute(sa.update(_jobs).where(_jobs.c.id == job_id).values(beat=int(time.time())))
            return bool(connection.execute(sa.select(_jobs.c.cancel).where(_jobs.c.id == job_id)).scalar())

    def finish_job(self, job_id: int, state: JobState, message: str = "") -> None:
        """Close a job; files that nobody came to are cancelled or interrupted with it."""
        with self._writing() as connection:
            self._close(connection, job_id, state, message)

    def cancel_job(self, job_id: int) -> None:
        """Ask a running job to stop; what is imported stays."""
        with self._writing() as connection:
            connection.execute(sa.update(_jobs).where(_jobs.c.id == job_id, _jobs.c.state == "running").values(cancel=True))

    def job(self, job_id: int) -> Job:
        """A job with its files. LibraryError (E130) when there is none of this number."""
        with self._reading() as connection:
            row = connection.execute(sa.select(_jobs).where(_jobs.c.id == job_id)).first()
            rows = connection.execute(sa.select(_items).where(_items.c.job_id == job_id).order_by(_items.c.position)).all()
        if row is None:
            raise LibraryError(f"没有编号为 {job_id} 的导入任务。", "E130")
        items = tuple(JobItem(item.position, item.name, item.state, item.message, item.code, item.report_id) for item in rows)
        return _job(row, Counter(item.state for item in items), items)

    def jobs(self, limit: int = 20) -> tuple[Job, ...]:
        """The newest jobs first, without their files."""
        with self._reading() as connection:
            rows = connection.execute(sa.select(_jobs).order_by(_jobs.c.id.desc()).limit(limit)).all()
            query = sa.select(_items.c.job_id, _items.c.state, sa.func.count().label("number"))
            query = query.where(_items.c.job_id.in_([row.id for row in rows])).group_by(_items.c.job_id, _items.c.state)
            counts: dict[int, dict[str, int]] = {}
            for line in connection.execute(query):
                counts.setdefault(line.job_id, {})[line.state] = line.number
        return tuple(_job(row, counts.get(row.id, {})) for row in rows)

    def sweep_jobs(self) -> int:
        """Close the jobs whose process is gone; how many there were. Files that had gone in are told so."""
        with self._reading() as connection:
            if not any(_gone(row) for row in connection.execute(sa.select(_jobs).where(_jobs.c.state == "running"))):
                return 0
        with self._writing() as connection:
            dead = [row.id for row in connection.execute(sa.select(_jobs).where(_jobs.c.state == "running")).all() if _gone(row)]
            for job_id in dead:
                self._settle_imported(connection, job_id)
                self._close(connection, job_id, "interrupted", "导入时程序被关闭，未完成的文件请重新导入。")
        return len(dead)

    def _insert_items(self, connection: Connection, job_id: int, names: Sequence[str], start: int) -> None:
        rows = [
            {"job_id": job_id, "position": number, "name": clean_label(name, "file_name") or "未命名", "state": "waiting",
             "message": "", "code": "", "sha256": "", "report_id": ""}
            for number, name in enumerate(names, start)
        ]  # fmt: skip
        if rows:
            connection.execute(sa.insert(_items), rows)

    def _settle_imported(self, connection: Connection, job_id: int) -> None:
        """A file can be in the library although its process died before it could write so in the job's books."""
        reports = schema.reports
        began = connection.execute(sa.select(_jobs.c.created_at).where(_jobs.c.id == job_id)).scalar_one()
        query = sa.select(_items.c.position, reports.c.id, reports.c.imported_at).join(reports, reports.c.sha256 == _items.c.sha256)
        for row in connection.execute(query.where(_items.c.job_id == job_id, _items.c.state == "running")).all():
            here = sa.and_(_items.c.job_id == job_id, _items.c.position == row.position)
            state: ItemState = "done" if row.imported_at >= began else "duplicate"
            connection.execute(sa.update(_items).where(here).values(state=state, report_id=row.id))

    def _close(self, connection: Connection, job_id: int, state: JobState, message: str) -> None:
        rest = sa.and_(_items.c.job_id == job_id, _items.c.state.in_(["waiting", "running"]))
        left: ItemState = "cancelled" if state == "cancelled" else "interrupted"
        connection.execute(sa.update(_items).where(rest).values(state=left))
        values = {"state": state, "message": message, "finished_at": now()}
        connection.execute(sa.update(_jobs).where(_jobs.c.id == job_id).values(**values))


def _job(row: Row[Any], counts: Mapping[str, int], items: tuple[JobItem, ...] = ()) -> Job:
    state: JobState = "interrupted" if row.state == "running" and _gone(row) else row.state
    return Job(row.id, state, row.who, row.created_at, row.finished_at, row.message, dict(counts), items)


def _owner() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _gone(row: Row[Any]) -> bool:
    """Whether the process that worked on a job has ended, or is silent for too long."""
    if time.time() - row.beat > SILENCE:
        return True
    host, _, number = str(row.owner).rpartition(":")
    if os.name != "posix" or host != socket.gethostname() or int(number) == os.getpid():
        return False
    try:
        os.kill(int(number), 0)  # asks only; on Windows the same call would end the process
    except ProcessLookupError:
        return True
    except OSError:
        return False  # alive, and another user's
    return False
