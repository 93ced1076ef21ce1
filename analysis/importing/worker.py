"""The process that takes one file after another, run as `python -m analysis.importing.worker`; and what both ends agree on.

A process of its own, because a hostile file can hang, eat the memory or crash the program that reads it, and a pattern that
never ends can only be stopped by killing its process. JSON through pipes and no pickle: what comes back from a process that
has read a hostile file is data. Not `multiprocessing`: its spawn would run the main script of the server, a page, once more.
"""

import importlib
import json
import logging
import os
import signal
import struct
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import IO, Any

from analysis.library.rows import metadata_fields, metadata_of
from analysis.report import Prepared, ReportError

#: (bytes of a file, its name, what a person told about it) -> what goes into the library; raises ReportError.
Process = Callable[[bytes, str, Mapping[str, str]], Prepared]

#: Longest answer in bytes: far more than a report of a million characters gives.
MAX_ANSWER_BYTES = 128 * 1024 * 1024
_LENGTH = struct.Struct(">Q")


def send(stream: IO[bytes], message: Mapping[str, Any], body: bytes = b"") -> None:
    """Write a JSON message and bytes that follow it."""
    # ASCII: a lone surrogate in a name must not stop the messenger.
    head = json.dumps(message, separators=(",", ":")).encode("ascii")
    stream.write(_LENGTH.pack(len(head)) + _LENGTH.pack(len(body)) + head)
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Read what `send` wrote. Raises EOFError when the other end is gone, ValueError when it says what it should not."""
    head, body = (_LENGTH.unpack(_exactly(stream, _LENGTH.size))[0] for _ in range(2))
    if head + body > MAX_ANSWER_BYTES:
        raise ValueError("message too long")
    message = json.loads(_exactly(stream, head))
    if not isinstance(message, dict):
        raise ValueError("message is no object")
    return message, _exactly(stream, body)


def prepared_to_json(prepared: Prepared) -> dict[str, Any]:
    """`Prepared` as a JSON object; `prepared_of` is the way back."""
    return {"metadata": metadata_fields(prepared.metadata), "derived": dict(prepared.derived), "rules": prepared.rules}


def prepared_of(fields: Mapping[str, Any]) -> Prepared:
    """`Prepared` from its JSON object."""
    return Prepared(metadata_of(fields["metadata"]), dict(fields["derived"]), fields["rules"])


def main() -> None:
    """Take files from standard input until it closes."""
    inbox, outbox = _channels()
    setup, _ = receive(inbox)
    try:
        process = _resolve(setup["function"])
    except Exception:
        send(outbox, {"crash": traceback.format_exc()})
        return
    _limit_memory(setup["memory"])
    send(outbox, {"ready": True})
    while True:
        try:
            task, data = receive(inbox)
        except EOFError:
            return
        _set_alarm(setup["seconds"] + 5)
        answer = _answer(process, data, task, setup["keywords"])
        _set_alarm(0)
        send(outbox, answer)


def _answer(process: Callable[..., Prepared], data: bytes, task: Mapping[str, Any], keywords: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {"prepared": prepared_to_json(process(data, task["name"], task["fields"], **keywords))}
    except ReportError as error:
        return {"error": str(error), "code": error.code}
    except MemoryError:
        return {"error": "处理这个文件需要的内存过多，已跳过；请拆分或简化后再导入。", "code": "E108"}
    except Exception:
        return {"crash": traceback.format_exc()}


def _channels() -> tuple[IO[bytes], IO[bytes]]:
    """Pipes of our own: what a library prints or reads in passing must not get between the messages."""
    inbox, outbox = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    logging.disable(logging.INFO)
    return inbox, outbox


def _resolve(function: str) -> Callable[..., Prepared]:
    module, _, name = function.partition(":")
    found: Any = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    if not callable(found):
        raise TypeError(f"{function} cannot be called")
    return found  # type: ignore[no-any-return]


def _limit_memory(extra: int) -> None:
    """Let the process grow by `extra` bytes from here on. Only the soft limit: a converter it starts may raise it again."""
    if sys.platform == "win32" or not extra:
        return
    import resource

    try:
        with open("/proc/self/statm", encoding="ascii") as status:
            now = int(status.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + extra, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (OSError, ValueError):
        pass  # a system that does not count so; the time limit still holds


def _set_alarm(seconds: float) -> None:
    """Should the parent be gone, the system ends this process, even from within a pattern that holds the interpreter."""
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise EOFError
    return data


if __name__ == "__main__":
    main()
