"""Worker processes as the parent sees them: each can be given one file, and killed without harm to the others."""

import contextlib
import functools
import json
import logging
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import IO, Any

from analysis.importing.worker import prepared_of, receive, send
from analysis.report import Prepared, ReadingError, ReportError

_log = logging.getLogger(__name__)

#: However many imports people start at once, no more files than this are worked on at one time in this server.
_slots = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))


class WorkerError(ReportError):
    """No worker process can be started at all: a matter of the installation, not of a file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds by the clock, bytes of memory beyond the engine's own; and how long a start may take."""

    seconds: float = 30.0
    memory: int = 1536 * 1024 * 1024
    start_seconds: float = 120.0


class Worker:
    """One process, started when first needed and again after it was killed. Used by one thread; `kill` from any."""

    def __init__(self, process: Mapping[str, Any], limits: Limits) -> None:
        self._setup = dict(process) | {"memory": limits.memory, "seconds": limits.seconds}
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._folder = ""
        self._late = False
        self._stopped = False

    def work(self, data: bytes, name: str, fields: Mapping[str, str]) -> Prepared:
        """What the process makes of a file. ReportError as it raised it, E108 when it had to be killed or died.

        Raises WorkerError when no process can be started.
        """
        inbox, outbox = self._start()
        try:
            answer = self._ask(inbox, outbox, {"name": name, "fields": dict(fields)}, data)
        except (OSError, EOFError, ValueError):
            late = self._late
            self.kill()
            if late:
                sentence = f"处理超过 {self._limits.seconds:g} 秒，已跳过；请拆分或另存为 .docx、.txt 后再导入。"
            else:
                sentence = "处理时程序意外中止，已跳过；文件可能已损坏，请另存为 .docx 或 .txt 后再导入。"
            raise ReadingError(sentence, "E108") from None
        if "prepared" in answer:
            return prepared_of(answer["prepared"])
        if "error" in answer:
            raise ReportError(str(answer["error"]), str(answer["code"]))
        _log.error("import of %r failed: %s", name, answer.get("crash"))
        raise ReadingError("处理这个文件时出错，已跳过；请另存为 .docx 或 .txt 后再导入。", "E108")

    def kill(self) -> None:
        """End the process and whatever it started."""
        child, self._child = self._child, None
        if child is None:
            return
        _kill_tree(child)
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # bytes that nobody will read any more
                    stream.close()
        child.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def stop(self) -> None:
        """End the process for good."""
        self._stopped = True
        self.kill()

    def _start(self) -> tuple[IO[bytes], IO[bytes]]:
        child = self._child
        if child is not None and child.poll() is None and child.stdin is not None and child.stdout is not None:
            return child.stdout, child.stdin
        self.kill()
        if self._stopped:
            raise WorkerError("导入已停止。")
        self._folder = tempfile.mkdtemp(prefix="reports-")
        command = [sys.executable, "-m", "analysis.importing.worker"]
        self._child = child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd=self._folder, env=_environment(), start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
        assert child.stdin is not None and child.stdout is not None
        try:
            answer = self._ask(child.stdout, child.stdin, self._setup, b"", self._limits.start_seconds)
        except (OSError, EOFError, ValueError):
            answer = {}
        if "ready" not in answer:
            _log.error("an import worker did not start: %s", answer.get("crash", "no answer"))
            self.kill()
            raise WorkerError("导入程序无法启动，请重新安装本程序后再试；文件没有改动。")
        return child.stdout, child.stdin

    def _ask(
        self, inbox: IO[bytes], outbox: IO[bytes], message: Mapping[str, Any], data: bytes, seconds: float | None = None
    ) -> dict[str, Any]:
        """Send and wait for the answer; when the time is over the process is killed, which ends every wait on its pipes."""
        child = self._child
        assert child is not None
        self._late = False

        def too_late() -> None:
            self._late = True
            _kill_tree(child)

        timer = threading.Timer(seconds or self._limits.seconds, too_late)
        timer.daemon = True
        timer.start()
        try:
            send(outbox, message, data)
            return receive(inbox)[0]
        finally:
            timer.cancel()


class Pool:
    """Threads that each lead one worker. `submit` returns at once; `stop` kills what is still at work."""

    def __init__(self, process: Mapping[str, Any], workers: int, limits: Limits) -> None:
        self._tasks: queue.SimpleQueue[tuple[Future[Prepared], bytes, str, Mapping[str, str]] | None] = queue.SimpleQueue()
        self._workers = [Worker(process, limits) for _ in range(workers)]
        # Daemons: a server that is told to stop must not wait for a file; every import is one transaction anyway.
        self._threads = [threading.Thread(target=self._lead, args=(worker,), daemon=True) for worker in self._workers]
        for thread in self._threads:
            thread.start()

    def submit(self, data: bytes, name: str, fields: Mapping[str, str]) -> Future[Prepared]:
        """Hand a file to the next free worker."""
        future: Future[Prepared] = Future()
        self._tasks.put((future, data, name, fields))
        return future

    def stop(self) -> None:
        """Kill the workers and end the threads."""
        for worker in self._workers:
            worker.stop()
            self._tasks.put(None)
        for thread in self._threads:
            thread.join(timeout=5)
        for worker in self._workers:
            worker.kill()  # one that was just being started when it was told to stop

    def _lead(self, worker: Worker) -> None:
        while (task := self._tasks.get()) is not None:
            future, data, name, fields = task
            try:
                with _slots:
                    future.set_result(worker.work(data, name, fields))
            except Exception as error:
                future.set_exception(error)


def described(process: Callable[..., Prepared]) -> dict[str, Any]:
    """A function as a name that another process can import, with the keywords that a `partial` has bound.

    Raises ValueError for a function that no other process could find: a mistake of ours, not of a user.
    """
    keywords: dict[str, Any] = {}
    while isinstance(process, functools.partial):
        if process.args:
            raise ValueError("bind keyword arguments only")
        keywords = process.keywords | keywords
        process = process.func
    module = process.__module__
    if module == "__main__":
        spec = getattr(sys.modules["__main__"], "__spec__", None)
        module = spec.name if spec else ""
    if not module or "<" in process.__qualname__:
        raise ValueError(f"{process!r} must be a function of an importable module")
    json.dumps(keywords)
    return {"function": f"{module}:{process.__qualname__}", "keywords": keywords}


def _environment() -> dict[str, str]:
    """The parent's environment, its import path, and one thread for each worker: there are as many workers as cores."""
    path = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)
    return os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _kill_tree(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is not None:
        return
    try:
        if sys.platform == "win32":
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(child.pid)], capture_output=True, check=False)
        else:
            os.killpg(child.pid, signal.SIGKILL)
    except OSError:
        child.kill()
