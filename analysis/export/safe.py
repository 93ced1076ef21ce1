"""Files that are whole or not there: written beside their place, then renamed. What goes wrong is one Chinese sentence."""

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from analysis.report import ReportError


class ExportError(ReportError):
    """Nothing could be written or drawn: disk full (E160), no browser (E161), drawing failed (E162), no right to write (E163)."""


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def write(path: Path, data: bytes) -> Path:
    """Write `data` to `path`, folders included; the final name appears only when every byte is on the disk.

    Raises ExportError (E160, E163); what stood under the name before is then still there, and no other file is left.
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        raise in_words(error, path.name) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)
    return path


def in_words(error: OSError, name: str) -> ExportError:
    """What the disk said, as one Chinese sentence."""
    if error.errno in _FULL:
        return ExportError(f"磁盘空间不足，“{name}”没有导出；腾出空间后再导一次，原有文件没有改动。", "E160")
    return ExportError(f"“{name}”写不进所选的文件夹；请换一个文件夹，或先关掉正打开它的程序，再导一次。", "E163")
