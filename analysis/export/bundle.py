"""Several finished files as one, for a browser that saves one file at a time."""

from collections.abc import Sequence

from analysis.export import MIME, File
from analysis.export.briefing import Briefing
from analysis.export.names import file_name, file_names
from analysis.export.pack import pack


def bundle(files: Sequence[File], briefing: Briefing, *, what: str = "") -> File:
    """A single file as it is; several as a ZIP named by the briefing, each numbered in its order. what: added to the name."""
    if len(files) == 1:
        return files[0]
    stems, suffixes = zip(*(file.name.rpartition(".")[::2] for file in files), strict=True)
    names = file_names(stems, f".{suffixes[0]}", numbered=True)
    remark = next((file.remark for file in files if file.remark), "")
    entries = [(name, file.data) for name, file in zip(names, files, strict=True)]
    name = f"{briefing.title}_{what}" if what else briefing.title
    return File(file_name(name, ".zip"), MIME["zip"], pack(entries, briefing.date), remark)
