#!/usr/bin/env python3
"""The one command. `python run.py` serves the dashboard, `python run.py test` checks everything.

Needs Python 3.11 or newer and nothing else; works on Linux, macOS and Windows. On the first start it makes .venv beside this
file and installs what requirements.txt pins; later starts only compare a stamp, so that the server answers within seconds.
"""

import argparse
import hashlib
import ipaddress
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
import venv
import webbrowser
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WHEELHOUSE = ROOT / "wheelhouse"
RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"
NAME = "政协报告对读"


class Stop(Exception):
    """The program cannot go on; the text is for the user."""


def main(arguments: "list[str]") -> int:
    """Serve or test; the exit status."""
    _speak_chinese()
    try:
        if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older one
            raise Stop(f"需要 Python 3.11 或更新的版本，当前是 {sys.version.split()[0]}。请从 https://www.python.org 安装后重试。")
        if arguments[:1] == ["test"]:
            from tests import everything

            return everything.check(arguments[1:], sys.modules[__name__])
        if arguments[:1] == ["--open"] and len(arguments) == 2:  # our own helper process, see open_later
            return open_when_ready(arguments[1])
        return serve(arguments)
    except Stop as stop:
        print(stop, file=sys.stderr, flush=True)
        return 2
    except KeyboardInterrupt:
        say("\n已停止。")
        return 130


def serve(arguments: "list[str]") -> int:
    """Start the dashboard and stay until it ends."""
    options = _options(arguments)
    _check_address(options.address)
    address = options.address or "127.0.0.1"
    _check_port(address, options.port)
    install(RUNTIME)
    url = _url("127.0.0.1" if address in ("0.0.0.0", "::") else address, options.port)
    say(f"{NAME}正在启动，请在浏览器打开：{url}")
    say("结束时在本窗口按 Ctrl+C。")
    if not options.no_browser and _has_desktop():
        open_later(url)
    command = [
        str(python()), str(ROOT / "serving.py"),
        "--server.address", address, "--server.port", str(options.port), "--server.headless", "true",
        "--browser.gatherUsageStats", "false", "--logger.hideWelcomeMessage", "true", "--logger.level", "warning",
    ]  # fmt: skip
    return replace_by(command, {**os.environ, "PYTHONUTF8": "1"})


def _options(arguments: "list[str]") -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python run.py",
        usage="python run.py [--port 端口] [--address 地址] [--no-browser]\n      python run.py test [--require-browser] [pytest 参数]",
        description=f"启动{NAME}；test 运行全部检查。首次运行会在本文件夹建立 .venv 并安装所需组件，之后几秒即可打开。",
        add_help=False, allow_abbrev=False, exit_on_error=False,
    )  # fmt: skip
    options = parser.add_argument_group("选项")
    options.add_argument("--port", default="8501", metavar="端口", help="网页端口，默认 8501")
    options.add_argument("--address", default="", metavar="地址", help="监听地址，默认 127.0.0.1，只有本机能打开")
    options.add_argument("--no-browser", action="store_true", help="不自动打开浏览器")
    options.add_argument("-h", "--help", action="store_true", help="显示本说明")
    try:
        found, unknown = parser.parse_known_args(arguments)
    except argparse.ArgumentError:
        raise Stop("参数不完整。用法请看：python run.py --help") from None
    if found.help:
        say(parser.format_help().replace("usage:", "用法：", 1))
        raise SystemExit(0)
    if unknown:
        raise Stop(f"不认识的参数：{' '.join(unknown)}。用法请看：python run.py --help")
    if not re.fullmatch(r"[0-9]{1,5}", found.port) or not 1 <= int(found.port) <= 65535:
        raise Stop(f"端口“{found.port}”无效，请填 1 到 65535 之间的数字，例如：python run.py --port 8502")
    found.port = int(found.port)
    return found


def _check_address(given: str) -> None:
    """Other machines may reach the server only when somebody says so here and now, not by an inherited setting."""
    if given and not _is_loopback(given):
        say(f"注意：正在监听 {given}，同一网络中的任何人都能用本机的 IP 地址打开，导入、修改和删除报告，不需要密码。")
        say("请只在可信的内网这样使用，并用防火墙限制来访的电脑；只给自己用时请去掉 --address。")
        return
    inherited = os.environ.get("STREAMLIT_SERVER_ADDRESS", "")
    if not given and inherited and not _is_loopback(inherited):
        raise Stop(
            f"环境变量 STREAMLIT_SERVER_ADDRESS={inherited} 会让网络中的任何人打开本程序，已拒绝启动。\n"
            f"请删去这个变量；如果确实要让同事打开，请明确写出：python run.py --address {inherited}"
        )


def _check_port(address: str, port: int) -> None:
    """Say in Chinese what is wrong before the server says it in English."""
    try:
        family = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0][0]
    except (OSError, UnicodeError):
        raise Stop(f"地址“{address}”无法识别，请填本机的 IP 地址，或去掉 --address。") from None
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a server that has just ended leaves its port waiting
        try:
            probe.bind((address, port))
        except PermissionError:
            raise Stop(f"没有权限使用端口 {port}，请换一个大于 1024 的端口，例如：python run.py --port 8502") from None
        except OSError:
            raise Stop(
                f"端口 {port} 已被占用。如果本程序已经在运行，请直接打开 {_url(address, port)} ；"
                f"否则换一个端口：python run.py --port {port % 65535 + 1}"
            ) from None


def replace_by(command: "list[str]", environment: "dict[str, str]") -> int:
    """Become the command where the system can (signals then reach it), else run it and wait."""
    sys.stdout.flush()
    os.chdir(ROOT)  # the server finds .streamlit/config.toml in the folder it is started from
    if os.name == "posix":
        os.execve(command[0], command, environment)
    try:
        return subprocess.call(command, env=environment)
    except KeyboardInterrupt:
        return 0


def open_later(url: str) -> None:
    """Open the browser once the server answers, from a small process of its own."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.Popen([sys.executable, str(Path(__file__).resolve()), "--open", url], **quiet)  # type: ignore[call-overload]


def open_when_ready(url: str, tries: int = 200) -> int:
    """Wait for the server, then show it; 1 when it never answers."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy would not find this machine
    for _ in range(tries):
        try:
            direct.open(f"{url}/_stcore/health", timeout=2).close()
        except OSError:
            time.sleep(0.3)
        else:
            webbrowser.open(url)
            return 0
    return 1


def _has_desktop() -> bool:
    if os.environ.get("CI") or not sys.stdout.isatty():
        return False
    return os.name == "nt" or sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def python() -> Path:
    """The interpreter of .venv."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(requirements: str) -> None:
    """Make .venv usable with these requirements; quick when nothing has changed since the last time."""
    packages = venv_packages()
    stamped = _stamp(requirements).is_file() and _stamp(requirements).read_bytes() == fingerprint(requirements).encode()
    if packages and stamped and not missing(requirements, packages):
        return
    if not packages:
        make_venv()
    say("正在安装所需组件（首次约需一到三分钟，之后不再安装）……")
    offline = ["--no-index", "--find-links", str(WHEELHOUSE)] if WHEELHOUSE.is_dir() else []
    pip = [str(python()), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "-qq"]
    if run_patiently([*pip, *offline, "-r", str(ROOT / requirements)]) != 0:
        raise Stop(_offline_hint(requirements))
    for name in included(requirements):
        _stamp(name).write_text(fingerprint(name), encoding="ascii")
    say("组件安装完成。")


def venv_packages() -> "Path | None":
    """The packages of .venv; None when its interpreter does not run, or is another one than they were installed for."""
    ask = "import sys; print(f'{sys.version_info[0]}.{sys.version_info[1]}')"
    try:
        answer = subprocess.run([str(python()), "-I", "-S", "-c", ask], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return None
    version = answer.stdout.strip()
    packages = VENV / ("Lib/site-packages" if os.name == "nt" else f"lib/python{version}/site-packages")
    old = not re.fullmatch(r"\d\.\d{1,3}", version) or tuple(map(int, version.split("."))) < (3, 11)
    return packages if not old and (VENV / "pyvenv.cfg").is_file() and (packages / "pip").is_dir() else None


def missing(requirements: str, packages: Path) -> "list[str]":
    """Pinned packages that are not there: an installation that was interrupted, or tidied up by hand."""
    there = {_plain(name.partition("-")[0]) for name in os.listdir(packages) if name.endswith(".dist-info")}
    text = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in included(requirements))
    # A pin that holds for some systems only says so after a semicolon and is pip's business.
    return [name for name in re.findall(r"^([\w.-]{1,80})==[^;\n]{1,200}$", text, re.MULTILINE) if _plain(name) not in there]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]", "-", name).lower()


def make_venv() -> None:
    """Make .venv, in the place of a broken one."""
    say("正在建立运行环境 .venv ……")
    try:
        venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name == "posix").create(VENV)
    except subprocess.CalledProcessError:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise Stop(f"无法建立运行环境。Debian 或 Ubuntu 请先运行：sudo apt install python{version}-venv") from None
    except OSError as error:
        raise Stop(f"无法建立运行环境（{error.strerror}）：请检查 {VENV} 能否写入、是否被占用，或删去 .venv 文件夹后重试。") from None


def included(requirements: str) -> "list[str]":
    """The file and those it includes by `-r`."""
    text = (ROOT / requirements).read_text(encoding="utf-8")
    return [requirements, *(name for line in re.findall(r"^-r\s{1,4}(\S{1,80})", text, re.MULTILINE) for name in included(line))]


def fingerprint(requirements: str) -> str:
    """What a stamp holds: changes with any of the requirement files."""
    return hashlib.sha256(b"\0".join((ROOT / name).read_bytes() for name in included(requirements))).hexdigest()


def _stamp(requirements: str) -> Path:
    return VENV / f".{requirements}.sha256"


def run_patiently(command: "list[str]") -> int:
    """Run a long command and say from time to time that it is still at work; its exit status."""
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT)
    while True:
        try:
            return process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            say(f"  仍在安装，已用 {time.monotonic() - started:.0f} 秒……")


def _offline_hint(requirements: str) -> str:
    if WHEELHOUSE.is_dir():
        return (
            f"安装失败：wheelhouse 文件夹里的组件不全，或不适合这个系统和 Python 版本。\n"
            f"请在能上网、系统和 Python 版本相同的电脑上重新运行：python -m pip wheel -r {requirements} -w wheelhouse"
        )
    return (
        "安装失败：多半是连不上网。如果这台电脑不能上网，请这样做：\n"
        "  1. 找一台能上网、系统和 Python 版本相同的电脑，在本项目文件夹里运行：\n"
        f"     python -m pip wheel -r {requirements} -w wheelhouse\n"
        "  2. 把得到的 wheelhouse 文件夹复制到 run.py 旁边，\n"
        "  3. 再次运行 python run.py，就会从 wheelhouse 安装，不需要网络。"
    )


def say(text: str) -> None:
    print(text, flush=True)


def _speak_chinese() -> None:
    """A terminal whose encoding lacks a character shows a question mark and not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", encoding="utf-8" if os.name == "posix" else stream.encoding)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
