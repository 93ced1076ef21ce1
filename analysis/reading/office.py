"""Older office formats (.doc .wps .rtf .odt) through LibreOffice, where it is installed; otherwise a refusal that names the way out."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from analysis.report import ReadingError

#: Endings that LibreOffice is asked to convert, and how a user calls them.
ENDINGS = {".doc": "旧版 Word（.doc）", ".wps": "WPS 文字（.wps）", ".rtf": "RTF", ".odt": "OpenDocument（.odt）"}
SECONDS = 60
LARGEST = 100_000_000


def convert(data: bytes, ending: str) -> bytes:
    """The document as DOCX. The conversion runs in a process and a folder of its own, with a profile of its own, and is ended in time.

    Raises ReadingError E103 when LibreOffice is not installed, E102 when it makes nothing of the file, E108 when it takes too long.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    called = ENDINGS.get(ending, "这种")
    if program is None:
        raise ReadingError(f"{called}文件需要先转换：请用 Word 或 WPS 打开，另存为 .docx 后再导入。", "E103")
    with tempfile.TemporaryDirectory(prefix="zhengxie-") as name:
        folder = Path(name)
        source = folder / f"source{ending}"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", str(folder / "out"), str(source)]
        _run(command, called)
        made = folder / "out" / "source.docx"
        if not made.is_file() or made.stat().st_size > LARGEST:
            raise ReadingError(f"{called}文件无法转换，请用 Word 或 WPS 打开，另存为 .docx 后再导入。", "E102")
        return made.read_bytes()


def _run(command: list[str], called: str) -> None:
    """Run the conversion; end it and all that it started when the time is over."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=os.name == "posix"
    )
    try:
        process.wait(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
        raise ReadingError(f"{called}文件转换超时，请用 Word 或 WPS 打开，另存为 .docx 后再导入。", "E108") from None
