"""What each command of `python -m analysis` gives: one JSON document in the shape of the design.

The words for a terminal are in `__main__`.
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import dossier, figures, reading
from analysis.report import Figure, IdentityError, Metadata, ReadingError
from analysis.study import Study
from analysis.study.results import compare as compare_sides
from analysis.tables import records
from analysis.themes import profile, weights
from analysis.words import keywords
from analysis.words.segment import segmenter

Document = dict[str, Any]


def load(path: str) -> bytes:
    """Bytes of a file; ReadingError in Chinese when there is none."""
    try:
        if Path(path).stat().st_size > reading.LARGEST:
            raise ReadingError(reading.TOO_LARGE, "E107")
        if not Path(path).is_file() and not Path(path).is_dir():
            raise ReadingError(f"“{path}”不是普通文件，请指定报告文件。", "E103")
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise ReadingError(f"找不到文件“{path}”，请检查路径后重试。", "E101") from None
    except IsADirectoryError:
        raise ReadingError(f"“{path}”是文件夹，请指定其中的一个文件；导入整个文件夹请用 import 命令。", "E101") from None
    except OSError as error:
        raise ReadingError(f"打不开文件“{path}”（{error.strerror}），请检查权限后重试。", "E101") from None


def read(path: str, given: dict[str, str]) -> tuple[Metadata, dossier.Text]:
    """One file, read and repaired; what it does not say of place and period must be `given`."""
    return dossier.read(load(path), Path(path).name, given=given)


def repair(path: str, given: dict[str, str]) -> Document:
    """Title, place, level, period, blocks and repairs of a file."""
    known, text = read(path, given)
    blocks = []
    for block in text.repaired.blocks:
        level = {"heading_level": block.heading_level} if block.heading_level is not None else {}
        again = {"repeat_of": block.repeat_of} if block.repeat_of is not None else {}
        blocks.append({"kind": block.kind, **level, **again, "text": block.text})
    return {
        "title": known.title,
        "place": known.place,
        "level": known.level,
        "period": asdict(known.period),
        "blocks": blocks,
        "repairs": [{"kind": one.kind, "count": one.count, "example": " → ".join(one.example)} for one in text.repaired.repairs],
    }


def figure(one: Figure) -> Document:
    """A figure with the fields of the annotation guide, and what else a person may want to know of it."""
    fields = asdict(one)
    return fields | {"repeats": [[span["start"], span["end"]] for span in fields["repeats"]]}


def figures_of(path: str, given: dict[str, str]) -> Document:
    """All figures of a file."""
    known, text = read(path, given)
    found = figures.extract(text.repaired, known.period)
    return {
        "document": known.base_id,
        "place": known.place,
        "period": asdict(known.period),
        "figures": [figure(one) for one in found.figures],
        "unbound": [figure(one) for one in found.unbound],
    }


def keywords_of(paths: Sequence[str], top: int, given: dict[str, str]) -> Document:
    """The most frequent terms of each file."""
    documents = []
    for path in paths:
        known, text = read(path, given)
        table = keywords.count(text.repaired, segmenter()).head(top)
        terms = _records(table[["term", "count", "per_10k", "sections"]])
        documents.append({"document": known.base_id, "characters": text.repaired.characters, "terms": terms})
    return {"documents": documents}


def themes_of(paths: Sequence[str], given: dict[str, str]) -> Document:
    """TF-IDF terms, shares of text per function and the function of every paragraph, for each file."""
    read_files = [read(path, given) for path in paths]
    names = [known.base_id for known, _ in read_files]
    names = [name if names.index(name) == place else f"{name}~{place + 1}" for place, name in enumerate(names)]
    counts = {name: keywords.count(text.repaired, segmenter()) for name, (_, text) in zip(names, read_files, strict=True)}
    table = weights.tfidf(counts, subjects=segmenter().names_subject)
    documents = []
    for name, (_, text) in zip(names, read_files, strict=True):
        made = profile.profile(text.repaired)
        paragraphs = [{"text": text.repaired.blocks[one.block].text, "function": one.function} for one in made.paragraphs]
        own = table[table["document"] == name]
        shares = _records(made.shares()[["function", "share"]])
        documents.append({"document": name, "terms": _records(own[["term", "tfidf"]]), "functions": shares, "paragraphs": paragraphs})
    return {"documents": documents}


def compare(study: Study, left: str, right: str) -> Document:
    """Two reports of the library side by side."""
    found = compare_sides(study, ((left,), (right,)))
    pairs = found.pairs.set_index("indicator")
    indicators = []
    for name, rows in found.cells.groupby("indicator", sort=False):
        sides = [
            {"values": list(row.values), "texts": list(row.texts), "units": list(row.units), "scope": row.scope} for row in records(rows)
        ]
        pair = pairs.loc[name]
        limits = [{"mark": mark, "reason": reason} for mark, reason in zip(pair["marks"], pair["reasons"], strict=True)]
        first = rows.iloc[0]
        indicators.append(
            {"indicator": name, "name": first["name"], "group": first["group"], "left": sides[0], "right": sides[1]}
            | {"comparable": bool(pair["comparable"]), "difference": pair["difference"], "limits": limits}
        )
    phrases = {
        key: _records(table[["expression", "left", "right"]])
        for key, table in (("new", found.phrases.new), ("kept", found.phrases.kept), ("dropped", found.phrases.dropped))
    }
    return {
        "left": left,
        "right": right,
        "facts": [{"text": chip.text, "limits": chip.limits, "reason": chip.reason} for chip in found.chips],
        "summary": [found.scale.text, *(sentence.text for sentence in found.sentences)],
        "indicators": indicators,
        "contrast": _records(found.contrast),
        "caution": found.caution,
        "phrases": phrases,
        "functions": _records(found.functions),
    }


def listing(study: Study) -> Document:
    """All reports of a library."""
    rows = []
    for row in records(study.table()):
        period = {"start": int(row.start), "end": int(row.end)}
        known = {"id": row.id, "place": row.place, "level": row.level, "period": period, "title": row.title, "kind": row.kind}
        rows.append(known | {"figures": int(row.figures), "checked": int(row.checked)})
    return {"reports": rows}


def given(place: str | None, period: str | None, *, province: str | None = None, level: str | None = None) -> dict[str, str]:
    """Head fields from what was said on the command line. Raises IdentityError for a period that is none."""
    if period and not all(part.isdecimal() and len(part) == 4 for part in period.replace("—", "-").split("-")):
        raise IdentityError(f"时期“{period}”看不懂，请写成 2022 或 2018-2021。", "E121")
    told = (("地方", place), ("时期", period), ("省份", province), ("层级", level))
    return {key: value for key, value in told if value}


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON objects; what is missing is null."""
    rows = zip(*(table[column].tolist() for column in table.columns), strict=True)
    return [{name: None if value != value else value for name, value in zip(table.columns, row, strict=True)} for row in rows]
