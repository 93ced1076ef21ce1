"""How long a reader waits: first page, page switch and change of choice in a real browser, beside an empty Streamlit app.

usage: python benchmarks/pages.py [--library URL] [--rounds 10] [--browser PATH]

Everything is measured in one run on one machine, and the first page is told as a ratio to the empty app: the seconds
themselves depend on the machine and on who else is using it.
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
STILL = """() => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === 'notRunning'"""


@contextmanager
def serving(script: Path, environment: dict[str, str]) -> Iterator[str]:
    """A Streamlit server of `script`; yields its address once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), "--server.headless", "true"]
    command += ["--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.25)
        yield url
    finally:
        process.terminate()
        process.wait()


def first_page(browser: Browser, url: str) -> float:
    """Seconds from an empty browser to a page that stands still."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(url)
    page.wait_for_selector("h1", timeout=120_000)
    page.wait_for_function(STILL, timeout=120_000)
    passed = time.perf_counter() - start
    context.close()
    return passed


def until(page: Page, action: str, change: str) -> float:
    """Seconds from a click to the changed head line."""
    start = time.perf_counter()
    page.locator(action).first.click()
    page.wait_for_function(change, timeout=60_000)
    return time.perf_counter() - start


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def head(words: str) -> str:
    return f"() => (document.querySelector('h1')?.innerText || '').includes('{words}')"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--library", default="")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--browser", default=shutil.which("chromium") or shutil.which("google-chrome") or "")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        library = options.library or f"sqlite:///{(Path(folder) / 'reports.db').as_posix()}"
        empty = Path(folder) / "empty.py"
        empty.write_text("import streamlit as st\nst.title('empty')\n", encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=options.browser, args=ARGUMENTS)
        with serving(empty, {}) as floor, serving(ROOT / "dashboard.py", {"REPORT_LIBRARY": library}) as ours:
            cold = first_page(browser, ours)
            first_page(browser, floor)
            pairs = [(first_page(browser, floor), first_page(browser, ours)) for _ in range(max(3, options.rounds // 2))]
            print(f"very first page after the start: {cold:.2f} s")
            bare, full = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
            print(f"first page, warm server: {full:.2f} s, empty app {bare:.2f} s, ratio {full / bare:.2f}")
            page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
            page.goto(f"{ours}/compare")
            page.wait_for_selector("h1")
            page.wait_for_function(STILL)
            changes, switches = [], []
            for turn in range(options.rounds + 1):
                words = page.inner_text("h1")
                changed = f"() => document.querySelector('h1')?.innerText !== {words!r}"
                changes.append(until(page, "button:has-text('互换')", changed))
                page.wait_for_function(STILL)
                switches.append(until(page, "[data-testid=stSidebar] a:has-text('原文')", head("的报告")))
                page.wait_for_function(STILL)
                switches.append(until(page, "[data-testid=stSidebar] a:has-text('对比')", head("年与")))
                page.wait_for_function(STILL)
                if turn == 0:  # the first turn fills the caches
                    changes.clear()
                    switches.clear()
            print(f"change of choice: median {statistics.median(changes):.2f} s, p95 {p95(changes):.2f} s")
            print(f"page switch: median {statistics.median(switches):.2f} s, p95 {p95(switches):.2f} s")
        browser.close()


if __name__ == "__main__":
    main()
