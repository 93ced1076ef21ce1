"""The launcher: quick when all is there, repairs what is broken, keeps to this machine, and says in Chinese what to do."""

import ast
import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import run

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project that the launcher takes for its own; nothing is installed or started unless a test says so."""
    (tmp_path / "requirements.txt").write_text("probe_thing==1.0  # why\n", encoding="utf-8")
    (tmp_path / "requirements-dev.txt").write_text("-r requirements.txt\nother==2.0\n", encoding="utf-8")
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "WHEELHOUSE", tmp_path / "wheelhouse")
    monkeypatch.delenv("STREAMLIT_SERVER_ADDRESS", raising=False)
    return tmp_path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[list[str]]]:
    """Commands that would have been run in the launcher's place."""
    commands: list[list[str]] = []
    monkeypatch.setattr(run, "install", lambda requirements: None)
    monkeypatch.setattr(run, "replace_by", lambda command, environment: commands.append(command) or 0)
    yield commands


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def option(command: list[str], name: str) -> str:
    return command[command.index(name) + 1]


def test_help_works_from_a_shell_in_any_folder_and_is_chinese(tmp_path: Path) -> None:
    shown = subprocess.run(
        [sys.executable, str(ROOT / "run.py"), "--help"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"LC_ALL": "C"},
    )
    assert shown.returncode == 0 and shown.stderr == ""
    assert all(word in shown.stdout for word in ("用法", "--port", "--address", "test", "本机"))
    assert not any(word in shown.stdout for word in ("usage", "options", "show this"))


def test_only_the_standard_library_is_needed_before_anything_is_installed() -> None:
    for path in (ROOT / "run.py", ROOT / "tests" / "everything.py", ROOT / "tests" / "__init__.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.split(".")[0] in {*sys.stdlib_module_names, "tests"}, f"{path.name} imports {name}"


def test_an_old_python_is_told_so_and_not_shown_a_syntax_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 8))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert run.main([]) == 2
    assert "3.11" in capsys.readouterr().err


# -- serving


def test_it_serves_on_this_machine_alone_unless_told_otherwise(
    project: Path, started: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    assert run.main(["--port", str(port)]) == 0
    (command,) = started
    assert command[:2] == [str(run.python()), str(project / "serving.py")]
    assert (option(command, "--server.address"), option(command, "--server.port")) == ("127.0.0.1", str(port))
    assert option(command, "--browser.gatherUsageStats") == "false" and option(command, "--server.headless") == "true"
    told = capsys.readouterr().out
    assert f"http://127.0.0.1:{port}" in told and "注意" not in told


def test_an_open_address_must_be_said_and_is_warned_of(
    project: Path, started: list[list[str]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    port = str(free_port())
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")
    assert run.main(["--port", port]) == 2
    refused = capsys.readouterr().err
    assert "已拒绝启动" in refused and "--address 0.0.0.0" in refused and started == []
    assert run.main(["--port", port, "--address", "0.0.0.0"]) == 0
    told = capsys.readouterr().out
    assert "注意" in told and "不需要密码" in told and f"http://127.0.0.1:{port}" in told
    assert option(started[0], "--server.address") == "0.0.0.0"
    assert run.main(["--port", port, "--address", "localhost"]) == 0
    assert "注意" not in capsys.readouterr().out


def test_a_taken_port_is_told_with_the_way_out(project: Path, started: list[list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert run.main(["--port", str(port)]) == 2
    told = capsys.readouterr().err
    assert f"端口 {port} 已被占用" in told and f"http://127.0.0.1:{port}" in told and "--port" in told
    assert started == []


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--port", "0"], "端口"), (["--port", "70000"], "端口"), (["--port", "８５０１"], "端口"), (["--port", "x"], "端口"),
        (["--port"], "参数不完整"), (["--nonsense"], "不认识"), (["tset"], "不认识"), (["--address", "no such host"], "地址"),
    ],
)  # fmt: skip
def test_wrong_arguments_are_answered_in_chinese(
    project: Path, started: list[list[str]], capsys: pytest.CaptureFixture[str], arguments: list[str], word: str
) -> None:
    assert run.main(arguments) == 2
    told = capsys.readouterr()
    assert word in told.err and "Traceback" not in told.err and started == []


def test_the_browser_is_opened_when_the_server_answers_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(run.webbrowser, "open", opened.append)
    monkeypatch.setattr(run.time, "sleep", lambda seconds: None)
    monkeypatch.setenv("http_proxy", "http://192.0.2.1:9")
    assert run.open_when_ready(f"http://127.0.0.1:{free_port()}", tries=3) == 1 and opened == []
    script = (
        "from http.server import *\n"
        "class H(BaseHTTPRequestHandler):\n"
        "    def do_GET(self): self.send_response(200 if self.path == '/_stcore/health' else 404); self.end_headers()\n"
        "    def log_message(self, *a): pass\n"
        "s = HTTPServer(('127.0.0.1', 0), H); print(s.server_port, flush=True); s.serve_forever()"
    )
    server = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    url = f"http://127.0.0.1:{server.stdout.readline().strip()}"
    assert run.open_when_ready(url, tries=3) == 0 and opened == [url]
    server.kill()
    server.wait()


# -- installing


def wheel(folder: Path, name: str, version: str) -> None:
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        info = f"{name}-{version}.dist-info"
        archive.writestr(f"{name}.py", "")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")


def test_it_installs_from_the_wheelhouse_once_and_repairs_what_breaks(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """For once a real .venv and a real pip, without any network: the wheels are made here."""
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    wheel(project / "wheelhouse", "probe_thing", "1.0")
    (project / ".venv").mkdir()  # a broken one: nothing in it
    run.install("requirements.txt")
    packages = run.venv_packages()
    assert packages is not None and (packages / "probe_thing.py").is_file()

    calls: list[list[str]] = []
    monkeypatch.setattr(run, "run_patiently", lambda command: calls.append(command) or 1)
    monkeypatch.setattr(run, "make_venv", lambda: calls.append(["make_venv"]))
    began = time.perf_counter()
    run.install("requirements.txt")
    assert calls == [] and time.perf_counter() - began < 1, "the second start asks nobody"

    with pytest.raises(run.Stop, match="wheelhouse"):  # the tests' own requirements are not installed yet
        run.install("requirements-dev.txt")
    assert "--no-index" in calls[0] and calls.pop()

    (project / "requirements.txt").write_text("probe_thing==1.1\n", encoding="utf-8")
    with pytest.raises(run.Stop):
        run.install("requirements.txt")
    assert calls[0][1:4] == ["-m", "pip", "install"] and calls.pop()

    (project / "requirements.txt").write_text("probe_thing==1.0  # why\n", encoding="utf-8")
    next(packages.glob("probe_thing*.dist-info")).rename(packages / "gone")
    with pytest.raises(run.Stop):  # somebody tidied up by hand
        run.install("requirements.txt")
    assert calls[0][1:4] == ["-m", "pip", "install"] and calls.pop()

    run.python().unlink()
    with pytest.raises(run.Stop):
        run.install("requirements.txt")
    assert calls[0] == ["make_venv"], "an interpreter that is gone, as after a system update"
    assert "正在安装" in capsys.readouterr().out


def test_without_a_network_the_way_out_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "venv_packages", lambda: None)
    monkeypatch.setattr(run, "make_venv", lambda: None)
    commands: list[list[str]] = []
    monkeypatch.setattr(run, "run_patiently", lambda command: commands.append(command) or 1)
    with pytest.raises(run.Stop, match=r"pip wheel -r requirements\.txt -w wheelhouse"):
        run.install("requirements.txt")
    assert "--no-index" not in commands[0]
    assert not list(project.glob(".venv/.*.sha256")), "a failed installation leaves no stamp"


def test_a_stamp_changes_with_every_file_it_stands_for(project: Path) -> None:
    before = {name: run.fingerprint(name) for name in ("requirements.txt", "requirements-dev.txt")}
    (project / "requirements.txt").write_text("probe_thing==1.1\n", encoding="utf-8")
    assert all(run.fingerprint(name) != stamp for name, stamp in before.items())
    assert run.included("requirements-dev.txt") == ["requirements-dev.txt", "requirements.txt"]


def test_pins_are_compared_with_what_is_there_whatever_the_spelling(project: Path) -> None:
    packages = project / "site-packages"
    for name in ("probe_thing-1.0", "Other-2.0"):
        (packages / f"{name}.dist-info").mkdir(parents=True)
    pins = 'Probe.Thing==1.0\nother==2.0  # a remark\nonly-there==3.0; sys_platform == "win32"\n# absent==1\nabsent-too==1\n'
    (project / "requirements.txt").write_text(pins, encoding="utf-8")
    assert run.missing("requirements.txt", packages) == ["absent-too"]


def test_our_own_pins_are_all_there() -> None:
    """The names in the requirement files are spelt so that a start recognises what pip has installed."""
    packages = next(Path(entry) for entry in sys.path if entry.endswith("site-packages"))
    assert run.missing("requirements-dev.txt", packages) == []


def test_a_folder_that_cannot_be_written_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object, folder: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(run.venv.EnvBuilder, "create", refuse)
    with pytest.raises(run.Stop, match="无法建立运行环境"):
        run.make_venv()


def test_a_long_installation_says_that_it_is_alive(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow:
        turns = 0

        def __init__(self, command: list[str], cwd: Path) -> None: ...

        def wait(self, timeout: float) -> int:
            Slow.turns += 1
            if Slow.turns < 3:
                raise subprocess.TimeoutExpired("pip", timeout)
            return 7

    monkeypatch.setattr(run.subprocess, "Popen", Slow)
    assert run.run_patiently(["pip"]) == 7
    assert capsys.readouterr().out.count("仍在安装") == 2


def test_the_server_takes_the_launchers_place(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    executed: list[Any] = []
    monkeypatch.setattr(run.os, "chdir", executed.append)
    monkeypatch.setattr(run.os, "execve", lambda *rest: executed.append(rest), raising=False)
    monkeypatch.setattr(run.subprocess, "call", lambda command, env: 5)
    monkeypatch.setattr(run, "os", SimpleNamespace(**{name: getattr(run.os, name) for name in ("chdir", "execve")}, name="posix"))
    run.replace_by(["python", "-m"], {"A": "1"})
    assert executed == [project, ("python", ["python", "-m"], {"A": "1"})]
    monkeypatch.setattr(run.os, "name", "nt")
    assert run.replace_by(["python"], {}) == 5, "on Windows a replaced process would leave its console"
