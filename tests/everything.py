"""What `python run.py test` does: install what tests need, then ruff, mypy and pytest. Standard library only, like run.py."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

#: Debian's packages for the browser tests: a Chromium, and a font without which its Chinese would be boxes.
CHROMIUM, FONT = "chromium", "fonts-noto-cjk"
OFFICE = ("libreoffice-writer", "libreoffice-impress", "libreoffice-calc")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def check(arguments: list[str], launcher: ModuleType) -> int:
    """Run everything; 0 when all is well, else 1. `launcher` is run.py. pytest speaks last, and so its last line is the last."""
    if arguments[:1] in (["-h"], ["--help"]):
        print("用法：python run.py test [--require-browser] [pytest 参数]")
        print("安装测试组件，运行 ruff、mypy 和 pytest；--require-browser：没有浏览器时算失败而不是跳过。")
        return 0
    launcher.install(launcher.DEVELOPMENT)
    browser = provide_browser()
    if "--require-browser" in arguments:
        provide_office()
    environment = {**os.environ, "PYTHONUTF8": "1"}
    if browser:
        environment["BROWSER_PATH"] = browser
    if "--require-browser" in arguments:
        environment["REQUIRE_BROWSER"] = "1"
    rest = [argument for argument in arguments if argument != "--require-browser"]
    coverage = ["--cov=analysis", "--cov-report=term:skip-covered"]
    failed: list[str] = []
    for name, options in (("ruff", ["check", "."]), ("mypy", []), ("pytest", [*coverage, *rest])):
        if name == "pytest" and failed:
            print(f"—— 未通过：{'、'.join(failed)}", flush=True)
        print(f"—— {name}", flush=True)
        if subprocess.call([str(launcher.python()), "-m", name, *options], cwd=launcher.ROOT, env=environment) != 0:
            failed.append(name)
    return 1 if failed else 0


def provide_browser() -> str:
    """Path of a Chromium for the browser tests, installed first where we may (Debian, root); empty when there is none."""
    needed = {CHROMIUM: bool(find_browser()), FONT: _has_chinese_font()}
    missing = [name for name, there in needed.items() if not there]
    if missing and _is_debian_root():
        print(f"—— 安装浏览器测试所需的 {' '.join(missing)}", flush=True)
        _apt_install(missing)
    elif missing and shutil.which("apt-get"):
        print(f"浏览器测试还缺少组件，请运行：sudo apt-get install -y --no-install-recommends {' '.join(missing)}", flush=True)
    elif CHROMIUM in missing:
        print("浏览器测试需要 Chromium、Google Chrome 或 Edge，请安装后重试。", flush=True)
    return find_browser()


def provide_office() -> None:
    """LibreOffice, where everything is to be checked and we may install: without it the tests of Office files skip their last step."""
    if not shutil.which("soffice") and _is_debian_root():
        print(f"—— 安装核对 Office 文件所需的 {' '.join(OFFICE)}", flush=True)
        _apt_install(list(OFFICE))


def find_browser() -> str:
    """A Chromium or Chrome of this system, or an empty text."""
    places = [os.environ.get("BROWSER_PATH", ""), *(shutil.which(name) or "" for name in BROWSERS)]
    places.append("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    for base in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if os.environ.get(base):
            places.append(str(Path(os.environ[base]) / "Google/Chrome/Application/chrome.exe"))
            places.append(str(Path(os.environ[base]) / "Microsoft/Edge/Application/msedge.exe"))
    return next((place for place in places if place and Path(place).is_file()), "")


def _has_chinese_font() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    if not shutil.which("fc-list"):
        return Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").is_file()
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True).stdout.strip())


def _is_debian_root() -> bool:
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def _apt_install(packages: "list[str]") -> None:
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.call(command, env=quiet) != 0:
        subprocess.call(["apt-get", "update", "-q"], env=quiet)  # a fresh machine has no package lists yet
        if subprocess.call(command, env=quiet) != 0:
            print(f"没有装上，请手动运行：{' '.join(command)}", flush=True)
