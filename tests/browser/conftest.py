"""A server with a fresh library, and a browser that counts what it asks for and what it complains about."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
ARGUMENTS += ["--disable-component-update", "--disable-sync"]


def find_browser() -> str | None:
    """Path of a Chromium or Chrome of this machine."""
    known = os.environ.get("BROWSER_PATH"), "chromium", "chromium-browser", "google-chrome", "chrome", "msedge"
    return next((found for name in known if name and (found := shutil.which(name))), None)


@dataclass
class Visit:
    """A page in the browser, with the errors of its console and the hosts it spoke to."""

    page: object
    url: str
    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def open(self, path: str = "") -> None:
        self.page.goto(f"{self.url}/{path}")
        self.settled()

    def settled(self) -> None:
        """Wait until the page stands still: a title, no running script, no spinner."""
        self.page.wait_for_selector("h1", timeout=60_000)
        self.page.wait_for_function(
            """() => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === 'notRunning'
                && !document.querySelector('[data-testid="stSpinner"], [data-stale="true"]')""",
            timeout=60_000,
        )
        self.page.wait_for_timeout(300)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    path = find_browser()
    if path is None:
        message = "no Chromium or Chrome on this machine; `python run.py test` says how to install one"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, browser: object) -> Iterator[str]:
    """Address of a running dashboard over a library of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("browser-library")
    log = (folder / "server.log").open("w", encoding="utf-8")
    environment = {**os.environ, "REPORT_LIBRARY": f"sqlite:///{(folder / 'reports.db').as_posix()}", "PYTHONUTF8": "1"}
    command = [sys.executable, str(ROOT / "serving.py"), "--server.port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:
                    if answer.status == 200:
                        break
            except OSError:
                time.sleep(0.5)
        else:
            pytest.fail("the server did not answer within a minute: " + (folder / "server.log").read_text(encoding="utf-8"))
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


@pytest.fixture
def visit(browser: object, server: str) -> Iterator[Visit]:
    """A fresh browser context, as a colleague's computer is."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, accept_downloads=True, locale="zh-CN")
    page = context.new_page()
    made = Visit(page, server)
    page.on("console", lambda message: made.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: made.errors.append(str(error)))
    page.on("request", lambda request: made.hosts.add(request.url.split("/")[2]) if "://" in request.url else None)
    yield made
    context.close()
