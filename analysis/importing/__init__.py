"""Import of many files: worker processes read them, the parent keeps each in one transaction, and the library keeps the books.

One bad file never stops the others; it is named with the reason. Nothing depends on a browser being open: who comes back
reads `Library.job`. The engine is not known here: `process` is passed in and named to the workers.
"""

import hashlib
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from os import cpu_count

from analysis.importing.pool import Limits, Pool, WorkerError, described
from analysis.importing.sources import Input, Source, Upload, gather
from analysis.importing.worker import Process
from analysis.library import ItemState, Job, JobItem, JobState, Library
from analysis.library.labels import clean_label
from analysis.report import DuplicateError, LibraryError, Prepared, ReportError

__all__ = ["Input", "Limits", "Process", "Progress", "Upload", "WorkerError", "cancel", "gather", "run", "start"]

_log = logging.getLogger(__name__)

#: Called after each file with what became of it, how many files are settled, and how many there are.
Progress = Callable[[JobItem, int, int], None]

#: Troubles of the library as a whole: the next file would meet them too.
_HOPELESS = frozenset({"E160", "E162", "E163"})
_BEAT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class _Options:
    workers: int
    who: str
    limits: Limits


def start(
    library_url: str,
    inputs: Iterable[Input],
    process: Process,
    *,
    workers: int = 0,
    fields: Mapping[str, str] | None = None,
    who: str = "",
    limits: Limits | None = None,
) -> int:
    """Begin an import in the background of this (server) process and return the number of its job at once.

    `process` must be a function of an importable module, or a `partial` of one with keywords that JSON can carry.
    workers: 0 for as many as cores, four at most. fields: what a person told about every file. Follow the job with
    `Library.job(number)`, stop it with `cancel`. Raises LibraryError when the library cannot be opened.
    """
    sources = gather(inputs, fields)
    batch = _Batch(Library(library_url), sources, process, _options(workers, who, limits, len(sources)))
    threading.Thread(target=batch.run_to_the_end, name=f"import-{batch.job_id}", daemon=True).start()
    return batch.job_id


def run(
    library: Library,
    inputs: Iterable[Input],
    process: Process,
    *,
    workers: int = 0,
    fields: Mapping[str, str] | None = None,
    who: str = "",
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Job:
    """Import and return the finished job with its items, in the order of the inputs; Ctrl+C cancels what is left.

    Files that failed are told in the job. Raises LibraryError when not even the books can be kept.
    """
    sources = gather(inputs, fields)
    return _Batch(library, sources, process, _options(workers, who, limits, len(sources)), progress).run()


def cancel(library_url: str, job_id: int) -> None:
    """Ask a running import to stop, from any process: within about a second, and what is imported stays."""
    library = Library(library_url)
    library.cancel_job(job_id)
    library.close()


def _options(workers: int, who: str, limits: Limits | None, files: int) -> _Options:
    wanted = workers or min(4, cpu_count() or 1)
    return _Options(max(1, min(wanted, files)), who, limits or Limits())


class _Cancelled(Exception):
    """Somebody asked to stop."""


class _Batch:
    """One import. Files are worked on side by side, and kept one after another in their order: ids do not depend on chance."""

    def __init__(
        self, library: Library, sources: tuple[Source, ...], process: Process, options: _Options, progress: Progress | None = None
    ) -> None:
        self._library = library
        self._sources = sources
        self._process = described(process)
        self._options = options
        self._progress = progress
        self._settled = 0
        self.job_id = library.create_job([source.name for source in sources], who=options.who)

    def run_to_the_end(self) -> None:
        """`run` for a thread of its own: nobody is there to catch anything."""
        try:
            self.run()
        except Exception:
            _log.exception("import job %d broke off", self.job_id)
        finally:
            self._library.close()

    def run(self) -> Job:
        state: JobState = "failed"
        message = "导入意外中止，未完成的文件请重新导入。"
        pool = Pool(self._process, self._options.workers, self._options.limits)
        try:
            self._work(pool)
            state, message = "done", ""
        except (_Cancelled, KeyboardInterrupt) as stop:
            state, message = "cancelled", "导入已取消，已导入的报告保留。"
            if isinstance(stop, KeyboardInterrupt):
                raise
        except (WorkerError, LibraryError) as error:
            message = str(error)
        finally:
            pool.stop()
            self._library.finish_job(self.job_id, state, message)
        return self._library.job(self.job_id)

    def _work(self, pool: Pool) -> None:
        ahead: deque[tuple[int, Future[Prepared], bytes]] = deque()
        position = 0
        # A few files ahead keep every worker busy; all of them would fill the memory.
        window = 2 * self._options.workers
        while ahead or position < len(self._sources):
            while position < len(self._sources) and len(ahead) < window:
                ahead.append((position, *self._begin(pool, position)))
                position += 1
            self._finish(*ahead.popleft())

    def _begin(self, pool: Pool, position: int) -> tuple[Future[Prepared], bytes]:
        """Load a file and hand it to a worker, unless it cannot be read or the library has it: then that is the outcome."""
        source = self._sources[position]
        try:
            data = source.load()
            sha256 = hashlib.sha256(data).hexdigest()
            known = self._library.find(sha256)
            if known is not None:
                raise DuplicateError(f"这份文件已在库中，编号为“{known.id}”，无需再次导入。", known.id)
        except ReportError as error:
            outcome: Future[Prepared] = Future()
            outcome.set_exception(error)
            return outcome, b""
        self._library.mark_item(self.job_id, position, "running", sha256=sha256)
        return pool.submit(data, source.name, source.fields), data

    def _finish(self, position: int, future: Future[Prepared], data: bytes) -> None:
        try:
            prepared = self._wait(future)
            report = self._library.add(
                data, self._sources[position].name, prepared.metadata,
                derived=prepared.derived, rules=prepared.rules, who=self._options.who,
            )  # fmt: skip
        except DuplicateError as error:
            self._settle(position, "duplicate", message=str(error), code=error.code, report_id=error.report_id)
        except WorkerError:
            raise
        except LibraryError as error:
            self._settle(position, "failed", message=str(error), code=error.code)
            if error.code in _HOPELESS:
                raise
        except ReportError as error:
            self._settle(position, "failed", message=str(error), code=error.code)
        else:
            self._settle(position, "done", report_id=report.id)

    def _wait(self, future: Future[Prepared]) -> Prepared:
        self._beat()
        while True:
            try:
                return future.result(timeout=_BEAT_SECONDS)
            except FutureTimeout:
                self._beat()

    def _beat(self) -> None:
        if self._library.beat(self.job_id):
            raise _Cancelled

    def _settle(self, position: int, state: ItemState, *, message: str = "", code: str = "", report_id: str = "") -> None:
        self._library.mark_item(self.job_id, position, state, message=message, code=code, report_id=report_id)
        self._settled += 1
        if self._progress is not None:
            name = clean_label(self._sources[position].name, "file_name") or "未命名"  # as the books have it: one line, nothing hidden
            item = JobItem(position, name, state, message, code, report_id)
            self._progress(item, self._settled, len(self._sources))
