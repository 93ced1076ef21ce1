"""The time a reader waits, kept by the browser itself: from a press to what it alters on the page. For benchmarks/pages.py."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, TimeoutError

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
SIZE = {"width": 1440, "height": 1000}
#: Milliseconds without an alteration after which a page is taken to stand still.
QUIET = 300

#: When something was pressed, sent, received and altered, and where.
CLOCK = """(() => {
  const PLACE = '[data-testid=stElementContainer]';
  const log = window.pace = {pressed: 0, sent: [], got: [], bytes: 0, altered: 0, places: new Map()};
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', event => {
        log.got.push(performance.now());
        log.bytes += event.data.byteLength ?? event.data.size ?? event.data.length;
      });
    }
    send(data) { log.sent.push(performance.now()); super.send(data); }
  };
  for (const kind of ['click', 'keydown']) document.addEventListener(kind, () => { log.pressed = performance.now(); }, true);
  // Only noted here, and looked up when the page stands still: what watches must not be what takes the time.
  const noted = [];
  new MutationObserver(records => noted.push([performance.now(), records])).observe(
    document, {subtree: true, childList: true, characterData: true, attributes: true});
  log.settle = () => {
    for (const [now, records] of noted.splice(0)) for (const one of records) {
      // A table tells a screen reader of its cells a while after it has been drawn: that is not waited for.
      if (one.target.nodeName === 'CANVAS') continue;
      const inside = one.target.nodeType === 1 ? one.target : one.target.parentElement;
      if (inside?.isConnected && !inside.closest('[data-testid=stMain]')) continue;
      log.altered = Math.max(log.altered, now);
      const place = inside?.closest(PLACE);
      const found = place ? [place] : [...one.addedNodes].flatMap(node => [...node.querySelectorAll?.(PLACE) ?? []]);
      for (const each of found) log.places.set(each, now);
    }
  };
})()"""

STILL = f"""() => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === 'notRunning'
  && document.querySelector('h1') && !document.querySelector('[data-testid="stSpinner"], [data-testid="stSkeleton"], [data-stale="true"]')
  && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].every(one => one.querySelector('.main-svg'))
  && performance.now() - Math.max(pace.pressed, ...pace.got.slice(-1)) > {QUIET}
  && performance.now() - (pace.settle(), Math.max(pace.altered, pace.pressed, ...pace.got.slice(-1))) > {QUIET}"""

TIMES = """() => {
  const shown = [...pace.places].filter(([place]) => {
    const box = place.getBoundingClientRect();
    return place.isConnected && box.bottom > 0 && box.top < innerHeight;
  }).map(([, at]) => at);
  return {runs: pace.sent.filter(at => at >= pace.pressed).length, kilobytes: pace.bytes / 1000, pressed: pace.pressed,
    seen: Math.max(pace.pressed, ...shown), still: Math.max(pace.pressed, pace.altered, ...pace.got.slice(-1))};
}"""


@dataclass(frozen=True)
class Measured:
    """One change. seen, still: seconds until the first screen, and the whole page, stood still. runs: messages sent to the server.

    server, browser: seconds of a processor that the server, and the browser's main thread, worked: without other programs' share.
    fresh: whether nobody had asked for it before.
    """

    page: str
    change: str
    fresh: bool
    seen: float
    still: float
    server: float
    browser: float
    runs: int
    kilobytes: float


@dataclass(frozen=True)
class Server:
    """A running Streamlit server: its address and its process."""

    url: str
    process: int

    def worked(self) -> float:
        """Seconds of a processor so far; 0 where the system does not say."""
        try:
            fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(script: Path, environment: dict[str, str]) -> Iterator[Server]:
    """A Streamlit server of `script`, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), "--server.headless", "true"]
    command += ["--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=script.parent, env={**os.environ, **environment}, **quiet)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.05)
        yield Server(url, process.pid)
    finally:
        process.terminate()
        process.wait()


def first_page(browser: Browser, url: str) -> tuple[float, float]:
    """Seconds from an empty browser to words that can be read, and to a page that stands still."""
    context = browser.new_context(viewport=SIZE)
    page = context.new_page()
    page.add_init_script(CLOCK)
    page.goto(url, wait_until="commit")
    read = page.wait_for_function("() => document.querySelector('h1') && performance.now()", polling=20, timeout=120_000).json_value()
    page.wait_for_function(STILL, timeout=120_000)
    still = page.evaluate("() => Math.max(pace.altered, ...pace.got.slice(-1))")  # the clock starts with the navigation
    context.close()
    return float(read) / 1000, float(still) / 1000


class Reader:
    """A browser on an app that keeps the time of what it does. labels: the reports that can be picked."""

    def __init__(self, browser: Browser, server: Server, labels: Sequence[str]) -> None:
        self.server, self.labels, self.found = server, labels, list[Measured]()
        context = browser.new_context(viewport=SIZE, locale="zh-CN")
        self.page: Page = context.new_page()
        self.page.add_init_script(CLOCK)
        self._devtools = context.new_cdp_session(self.page)
        self._devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.page.goto(server.url)
        self.page.wait_for_function(STILL, timeout=120_000)
        self._next, self.at, self.fresh = 7, "", True

    def _worked(self) -> float:
        return next(one["value"] for one in self._devtools.send("Performance.getMetrics")["metrics"] if one["name"] == "TaskDuration")

    def timed(self, change: str, press: Callable[[], None], *, fresh: bool | None = None) -> None:
        """Press, and note how long it takes until the page stands still."""
        self.page.evaluate("() => Object.assign(pace, {sent: [], got: [], bytes: 0, pressed: performance.now(), places: new Map()})")
        before = self.server.worked(), self._worked()
        press()
        self.page.wait_for_timeout(50)
        self.page.wait_for_function(STILL, timeout=120_000, polling=50)
        took, after = self.page.evaluate(TIMES), (self.server.worked(), self._worked())
        seen, still = ((took[name] - took["pressed"]) / 1000 for name in ("seen", "still"))
        worked = [round(late - early, 3) for early, late in zip(before, after, strict=True)]
        fresh = self.fresh if fresh is None else fresh
        self.found.append(Measured(self.at, change, fresh, seen, still, worked[0], worked[1], int(took["runs"]), float(took["kilobytes"])))

    def switch(self, name: str) -> None:
        """To another page by the menu."""
        self.at = name
        self.timed("换页", self.page.locator("[data-testid=stSidebar] a", has_text=name).first.click)

    def press(self, name: str) -> None:
        """A button, or one of a row of buttons, where the page has it."""
        # The name of an icon stands before the words, as the text that its font draws as a picture.
        button = self.page.locator("[data-testid=stMain] button", has_text=re.compile(rf"(^|[a-z_\s]){name}$")).first
        if button.count() and button.is_enabled() and button.get_attribute("aria-checked") != "true":
            self.timed(name, button.click)

    def picker(self, kind: str, name: str) -> Locator:
        label = self.page.locator("label p", has_text=re.compile(f"^{name}$"))
        return self.page.locator(f"[data-testid={kind}]").filter(has=label).first

    def choose(self, kind: str, name: str, wanted: str = "") -> str:
        """Another report in a picker: a new one each time, or this one again. What stood there before."""
        picker = self.picker(kind, name)
        box = picker.get_by_role("combobox")
        before = str(box.input_value())
        change, wanted, new = ("换回原来的", wanted, False) if wanted else ("换一份没看过的", self._other(), True)
        option = self.page.get_by_role("option", name=wanted, exact=True).first
        for _ in range(5):  # a list closes again when the page is drawn under it
            box.click()
            box.fill(wanted)
            with suppress(TimeoutError):
                option.wait_for(timeout=2000)
                self.timed(change, lambda: option.click(timeout=2000), fresh=new)
                break
            self.page.keyboard.press("Escape")
        else:
            raise LookupError(f"{self.at}: {wanted} could not be chosen")
        if self.page.get_by_role("listbox").count():  # where several are chosen the list stays open; Escape in a closed one empties it
            self.page.keyboard.press("Escape")
        return before

    def drop(self) -> str:
        """Take the last report out of the picker of several."""
        tag = self.picker("stMultiSelect", "报告").locator("[data-tag]:visible").last
        label = tag.inner_text()
        self.timed("去掉一份", tag.locator("button").click)
        return label

    def _other(self) -> str:
        """A report that is not chosen, another one each time."""
        chosen = self.page.locator("[data-tag]").all_inner_texts() + [box.input_value() for box in self.page.get_by_role("combobox").all()]
        while True:
            self._next += 1
            found = self.labels[self._next * 37 % len(self.labels)]
            if found not in chosen:
                return found
