"""ZIP of all pictures with a list of contents, and CSV that opens in Excel with its Chinese intact."""

import csv
from collections.abc import Sequence
from io import StringIO

import pandas as pd

from analysis.export.briefing import ABSENT, Briefing
from analysis.export.cells import plain_value
from analysis.export.names import file_names
from analysis.export.pack import pack
from analysis.export.plain import clean, unspreadsheet

CONTENTS = "目录.txt"


def build(briefing: Briefing, images: Sequence[bytes | None]) -> bytes:
    """The ZIP; `images` are PNGs parallel to `briefing.pictures`. A picture that was not drawn is named in the list."""
    names = file_names([picture.name for picture in briefing.pictures], ".png", numbered=True)
    drawn = [(name, data) for name, data in zip(names, images, strict=True) if data is not None]
    return pack([(CONTENTS, _contents(briefing, names, images)), *drawn], briefing.date)


def _contents(briefing: Briefing, names: Sequence[str], images: Sequence[bytes | None]) -> bytes:
    lines = [clean(briefing.title), clean(briefing.subtitle), ""] if briefing.subtitle else [clean(briefing.title), ""]
    lines += [f"{name}：{clean(words)}" for name, words in briefing.credits()]
    lines += [f"说明：{clean(note)}" for note in briefing.notes]
    lines += ["", f"共 {len(names)} 张图"]
    for name, picture, image in zip(names, briefing.pictures, images, strict=True):
        marks = f"〔{'，'.join(picture.marks)}〕" if picture.marks else ""
        lines.append(f"{name}  {clean(picture.title)}{marks}" if image is not None else f"（没有画成）  {clean(picture.title)}")
        lines += [f"    {clean(words)}" for words in (picture.caption, picture.source) if words and words != picture.title]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def csv_bytes(frame: pd.DataFrame, absent: tuple[str, ...] = ()) -> bytes:
    """The table as CSV in UTF-8 with a byte order mark; numbers stay numbers, text that looks like a formula gets an apostrophe."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([unspreadsheet(clean(name)) for name in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([_field(value, ABSENT if name in absent else "") for name, value in zip(frame.columns, row, strict=True)])
    return ("\ufeff" + target.getvalue()).encode()


def _field(value: object, missing: str) -> str | int | float:
    plain = plain_value(value)
    if plain is None:
        return missing
    if isinstance(plain, bool):
        return "是" if plain else "否"
    return unspreadsheet(clean(plain)) if isinstance(plain, str) else plain
