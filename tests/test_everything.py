"""`run.py test`: everything runs, pytest speaks last, a browser is found, installed, or asked for."""

import os
from pathlib import Path
from typing import Any

import pytest

import run
from tests import everything

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, str]]]:
    """Commands of `run.py test` with their environment; the n-th ends with the n-th status of `everything.statuses`."""
    seen: list[tuple[list[str], dict[str, str]]] = []

    def call(command: list[str], **options: Any) -> int:
        seen.append((command, options["env"]))
        return next((status for name, status in FAILING.items() if name in command), 0)

    monkeypatch.setattr(run, "install", lambda requirements: None)
    monkeypatch.setattr(everything, "provide_browser", lambda: "/usr/bin/some-browser")
    monkeypatch.setattr(everything.subprocess, "call", call)
    FAILING.clear()
    return seen


FAILING: dict[str, int] = {}


def test_test_runs_everything_and_pytest_last(
    commands: list[tuple[list[str], dict[str, str]]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUIRE_BROWSER", raising=False)
    assert run.main(["test", "-k", "word"]) == 0
    assert [command[2] for command, _ in commands] == ["ruff", "mypy", "pytest"]
    assert commands[-1][0][-2:] == ["-k", "word"] and "--cov=analysis" in commands[-1][0]
    assert commands[-1][1]["BROWSER_PATH"] == "/usr/bin/some-browser" and "REQUIRE_BROWSER" not in commands[-1][1]
    assert capsys.readouterr().out.rstrip().endswith("—— pytest"), "nothing of ours after what pytest says"


def test_a_required_browser_is_handed_on(commands: list[tuple[list[str], dict[str, str]]]) -> None:
    assert run.main(["test", "--require-browser", "tests/browser"]) == 0
    assert commands[-1][1]["REQUIRE_BROWSER"] == "1"
    assert commands[-1][0][-1] == "tests/browser" and "--require-browser" not in commands[-1][0]


@pytest.mark.parametrize("name", ["ruff", "mypy", "pytest"])
def test_any_failure_is_a_failure_and_the_rest_still_runs(commands: list[tuple[list[str], dict[str, str]]], name: str) -> None:
    FAILING[name] = 2
    assert run.main(["test"]) == 1
    assert len(commands) == 3


@pytest.mark.parametrize(("root", "expected"), [(True, "install"), (False, "print")])
def test_a_missing_browser_is_installed_where_we_may_and_else_the_command_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: bool, expected: str
) -> None:
    installed: list[list[str]] = []
    monkeypatch.setattr(everything, "find_browser", lambda: "")
    monkeypatch.setattr(everything, "_has_chinese_font", lambda: False)
    monkeypatch.setattr(everything, "_is_debian_root", lambda: root)
    monkeypatch.setattr(everything.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(everything.subprocess, "call", lambda command, env: installed.append(command) or len(installed) == 1)
    assert everything.provide_browser() == ""
    told = capsys.readouterr().out
    if expected == "install":
        assert [command[1] for command in installed] == ["install", "update", "install"], "a fresh machine has no package lists"
        assert installed[0][-3:] == ["--no-install-recommends", "chromium", "fonts-noto-cjk"]
    else:
        assert installed == [] and "sudo apt-get install -y --no-install-recommends chromium fonts-noto-cjk" in told


def test_a_browser_named_by_the_environment_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "chrome").write_text("")
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "chrome"))
    assert everything.find_browser() == str(tmp_path / "chrome")


def test_the_checking_server_calls_the_same_command() -> None:
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "python3 run.py test --require-browser" in text and text.startswith("#!")
    if os.name == "posix":
        assert os.access(ROOT / ".ci" / "run", os.X_OK)
