"""One long-lived browser that draws plotly figures, for every thread of the process.

The browser lives on a thread with its own event loop; each call has its own future, so that nobody gets another caller's
picture. (The sync server of kaleido mixes them up.) It reaches no network, and is started anew when it died or hangs.
"""

import asyncio
import atexit
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Coroutine, Mapping, MutableMapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Expired
from contextlib import suppress
from pathlib import Path
from typing import Any

import kaleido
import plotly.graph_objects as go
from choreographer.browsers import Chromium
from kaleido.errors import JavascriptError, KaleidoError

from analysis.export.safe import ExportError, in_words

#: Told while a long export runs: steps done, steps in all, what is being done.
Progress = Callable[[int, int, str], None]

NO_BROWSER = (
    "这台电脑上没有找到 Chrome、Edge 或 Chromium，画不了图片；请安装其中一个（Debian、Ubuntu：apt-get install chromium fonts-noto-cjk），"
    "或用环境变量 BROWSER_PATH 指明它的位置。表格（XLSX、CSV）和可编辑图表的 PPTX 不需要浏览器，可以照常导出。"
)
_FAILED = "这张图没有画成，请再试一次；仍不成，请减少图里的报告或指标。"
_HUNG = "画图的浏览器没有响应，已经重新启动；请再导出一次。"

#: Where every request goes: a port where nobody listens. Loopback too, or a figure could knock at local services.
_NOWHERE = "http://127.0.0.1:9"
_QUIET = (
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-component-extensions-with-background-pages",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--no-pings",
)


class _Offline(Chromium):
    """A browser without a way out, and with all its scraps in one folder."""

    def get_cli(self) -> Sequence[str]:
        return [*super().get_cli(), *_QUIET]

    def get_env(self) -> MutableMapping[str, str]:
        folder = str(self._tmp_dir_path)
        # It opens a socket in there, and the path of a socket is at most 104 characters long.
        return {**super().get_env(), **({"TMPDIR": folder} if len(folder) < 50 else {})}


def find_browser() -> str | None:
    """Path of the browser that would be used, or None; BROWSER_PATH goes first."""
    path = Chromium.find_browser(skip_local=False)
    return str(path) if path and Path(path).is_file() else None


def without_links(figure: go.Figure) -> dict[str, Any]:
    """The figure as plain values of its own, without images that would be fetched from a file or an address."""
    spec: dict[str, Any] = figure.to_dict()
    for layout in (spec.get("layout", {}), spec.get("layout", {}).get("template", {}).get("layout", {})):
        if "images" in layout:
            layout["images"] = [image for image in layout["images"] if str(image.get("source", "")).startswith("data:image/")]
    return spec


class Browser:
    """Draws figures. Safe for any number of threads; starts with the first figure, and again when it died.

    tabs: pictures drawn at the same time; a second one makes every start longer and gains little on two cores.
    timeout: seconds for one picture, and for the start. idle: seconds until it rests.
    """

    def __init__(self, *, tabs: int = 1, timeout: float = 60, idle: float = 600) -> None:
        self._tabs, self._timeout, self._idle = tabs, timeout, idle
        self._waiting = 0
        self._alarm: asyncio.TimerHandle | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._guard = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._kaleido: Any = None
        self._opening: asyncio.Lock
        self._turn: asyncio.Semaphore

    def draw(self, figure: go.Figure, options: Mapping[str, object]) -> bytes:
        """One picture. options: format, width, height, scale of kaleido. Raises ExportError (E161, E162)."""
        return self.wait(self.submit(figure, options))

    def submit(self, figure: go.Figure, options: Mapping[str, object]) -> "Future[bytes]":
        """A future of the picture, for drawing several at once."""
        return self._run(self._turn_of(without_links(figure), dict(options)))

    def wait(self, future: "Future[bytes]") -> bytes:
        """The picture of a future; an hour's queue is not waited for."""
        try:
            return future.result(self._timeout * 20)
        except Expired as error:
            future.cancel()
            raise ExportError(_HUNG, "E162") from error

    def warm(self) -> None:
        """Start the browser without waiting for it, so that the first picture does not wait; errors come with that picture."""
        self.submit(go.Figure(), {"format": "svg", "width": 100, "height": 100, "scale": 1})

    @property
    def process(self) -> int | None:
        """Process id of the running browser's wrapper, or None."""
        running = self._kaleido
        return int(running.subprocess.pid) if running is not None and running.subprocess.poll() is None else None

    def close(self) -> None:
        """End the browser and its thread; a later call starts another."""
        with self._guard:
            loop, self._loop = self._loop, None
        if loop is not None:
            with suppress(Exception):
                asyncio.run_coroutine_threadsafe(self._drop(self._kaleido), loop).result(15)
            loop.call_soon_threadsafe(loop.stop)

    def _run(self, work: Coroutine[Any, Any, bytes]) -> "Future[bytes]":
        with self._guard:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._opening, self._turn = asyncio.Lock(), asyncio.Semaphore(self._tabs)
                threading.Thread(target=self._loop.run_forever, daemon=True, name="figures").start()
            return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _turn_of(self, spec: dict[str, Any], options: dict[str, object]) -> bytes:
        """Wait for a free tab, then draw; a browser that died or hangs is replaced once."""
        self._waiting += 1
        try:
            return await self._drawn(spec, options)
        finally:
            self._waiting -= 1
            self._rest()

    async def _drawn(self, spec: dict[str, Any], options: dict[str, object]) -> bytes:
        async with self._turn:
            for attempt in (1, 2):
                running = await self._running()
                try:
                    return bytes(await self._patiently(running.calc_fig(spec, opts=options)))
                except (JavascriptError, KaleidoError, TypeError) as error:
                    raise ExportError(_FAILED, "E162") from error
                except (Exception, asyncio.CancelledError) as error:
                    await self._drop(running)
                    if attempt == 2:
                        raise ExportError(_HUNG, "E162") from error
        raise AssertionError("unreachable")

    def _rest(self) -> None:
        """End the browser when nobody has drawn for a while: it holds half a gigabyte."""
        if self._alarm is not None:
            self._alarm.cancel()
        loop = asyncio.get_running_loop()
        self._alarm = loop.call_later(self._idle, lambda: self._tasks.append(loop.create_task(self._retire())))

    async def _retire(self) -> None:
        async with self._opening:
            self._tasks = [task for task in self._tasks if not task.done()]
            if not self._waiting:
                await self._drop(self._kaleido)

    async def _patiently(self, work: Coroutine[Any, Any, Any]) -> Any:
        """The result of `work`, at most `timeout` seconds; what is too slow is left behind, for its own clean-up may hang as well."""
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({task}, timeout=self._timeout)
        if not done:
            task.cancel()
            task.add_done_callback(_look_away)
            raise TimeoutError
        return task.result()

    async def _running(self) -> Any:
        """The open browser; opened here when there is none."""
        async with self._opening:
            if self._kaleido is None or self._kaleido.subprocess.poll() is not None:
                await self._drop(self._kaleido)
                made = self._made()
                try:
                    await self._patiently(made.open())
                except (Exception, asyncio.CancelledError) as error:
                    await self._drop(made)
                    raise ExportError("浏览器没有启动成功，画不了图片；请关掉一些程序后再导出一次。", "E162") from error
                self._kaleido = made
            return self._kaleido

    def _made(self) -> Any:
        """A browser that is not open yet, with a folder of its own for profile and page."""
        path = find_browser()
        if path is None:
            raise ExportError(NO_BROWSER, "E161")
        # A browser from a snap package sees no common temporary folder.
        try:
            folder = tempfile.mkdtemp(prefix=".pictures-", dir=Path.home() if "snap" in path else None)
            page = Path(folder) / "page.html"
            page.write_text(kaleido.PageGenerator(mathjax=False).generate_index(), encoding="utf-8")
        except OSError as error:
            raise in_words(error, "临时文件") from error
        made = kaleido.Kaleido(
            n=self._tabs, timeout=self._timeout, page_generator=page, browser_cls=_Offline, path=path, tmp_dir=folder, proxy_server=_NOWHERE
        )
        made.folder = folder
        return made

    async def _drop(self, dead: Any) -> None:
        """Forget a browser and end its processes, whatever state they are in."""
        if dead is None:
            return
        if self._kaleido is dead:
            self._kaleido = None
        with suppress(Exception, asyncio.CancelledError):
            task = asyncio.ensure_future(dead.close())
            task.add_done_callback(_look_away)
            await asyncio.wait({task}, timeout=2)
        process = getattr(dead, "subprocess", None)
        if process is not None:
            with suppress(OSError):
                # The wrapper leads a session of its own: everything in its group is this browser.
                os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
        shutil.rmtree(dead.folder, ignore_errors=True)


def _look_away(task: "asyncio.Task[Any]") -> None:
    """Take note of a forgotten task's error, or the loop would print it."""
    if not task.cancelled():
        task.exception()


_shared: Browser | None = None
_shared_guard = threading.Lock()


def browser() -> Browser:
    """The browser of this process. It starts with the first picture and ends with the process."""
    global _shared
    with _shared_guard:
        if _shared is None:
            _shared = Browser()
            atexit.register(_shared.close)
        return _shared
