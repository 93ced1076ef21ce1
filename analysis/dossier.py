"""Everything that is computed about one report, from its bytes alone: made once at import, stored as JSON, read back for ever after.

The functions here are pure and picklable, so that a pool of processes can run them. What is stored carries the version of the
rules; when a rule or a reference table changes, the version changes and the dossier is made again.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import figures, identity, reading
from analysis.figures.catalogue import Catalogue, with_own
from analysis.reference import REFERENCE
from analysis.repair import repair
from analysis.report import Block, Figure, Metadata, Period, Prepared, Repair, Repaired, Span
from analysis.themes import profile
from analysis.words import keywords
from analysis.words.lexicon import Change, Dictionary, shipped
from analysis.words.segment import segmenter

#: Kinds of stored documents. The words carry the dictionary's version in their kind, see `words_kind`.
TEXT, FIGURES, PROFILE, UNREAD = "text", "figures", "profile", "unread"

#: Modules that only show or keep what the rules made; a change in them makes nothing again.
NOT_RULES = frozenset("charts export library importing study comparison checking evaluation wording captions commands __main__".split())


@dataclass(frozen=True, slots=True)
class Text:
    """A report's repaired text, the format it was read from, Chinese remarks on the reading, and the pages that could not be read."""

    repaired: Repaired
    format: str
    notes: tuple[str, ...]
    unread: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Functions:
    """The function of every counted paragraph: (index of the block, id of the function), and the share table of the profile."""

    paragraphs: tuple[tuple[int, str], ...]
    shares: pd.DataFrame


@cache
def rules_version() -> str:
    """Twelve hexadecimal digits that change with any rule of the engine and any reference table."""
    digest = hashlib.sha256()
    engine = Path(__file__).parent
    sources = [path for path in engine.rglob("*.py") if path.relative_to(engine).parts[0].removesuffix(".py") not in NOT_RULES]
    for path in sorted([*sources, *(path for path in REFERENCE.iterdir() if path.suffix in {".tsv", ".txt", ".yaml"})]):
        digest.update(path.name.encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))  # a checkout on Windows has other line ends, not other rules
    return digest.hexdigest()[:12]


def words_kind(dictionary: Dictionary) -> str:
    """Name under which the counts of this dictionary are stored: a change of the dictionary makes the counts again, and nothing else."""
    return f"words-{dictionary.version}"


def figures_kind(catalogue: Catalogue) -> str:
    """Name under which the figures of this catalogue are stored: an office's own indicators make the figures again."""
    return f"{FIGURES}-{catalogue.version}" if catalogue.version else FIGURES


def read(data: bytes, name: str, *, given: Mapping[str, str] | None = None) -> tuple[Metadata, Text]:
    """Read, repair and identify. `given`: head fields (地方, 时期 …) that a person states and that win over the text.

    Raises ReadingError for bytes that are no text, IdentityError when place or year can neither be found nor were given.
    """
    raw = reading.read(data, name)
    head, start = identity.split_head(raw.text)
    repaired = repair(raw.text, start=start)
    metadata = identity.identify(repaired, head={**head, **(given or {})}, file_name=name)
    told = {key: "导入时由人填写。" for key, value in (given or {}).items() if value.strip()}
    metadata = replace(metadata, reasons={**metadata.reasons, **told})
    return metadata, Text(repaired, raw.format, raw.notes, raw.unread)


def prepare(
    data: bytes, name: str, fields: Mapping[str, str] | None = None, *, changes: Sequence[Sequence[str]] = (), indicators: str = ""
) -> Prepared:
    """What an import stores: the metadata, and the derived documents as JSON by kind. Runs in a worker process.

    fields: what a person said of the file. changes: the office's changes of the dictionary, as plain lists that JSON can carry.
    indicators: the office's own part of the catalogue, as its file has it.
    """
    dictionary = shipped().with_changes([Change(*change) for change in changes])  # type: ignore[arg-type]
    metadata, text = read(data, name, given=fields)
    return Prepared(metadata, _derived(text, metadata, dictionary, with_own(indicators)), rules_version())


def again(data: bytes, name: str, metadata: Metadata, dictionary: Dictionary, catalogue: Catalogue) -> Prepared:
    """The derived documents of a report whose metadata stand: new rules of identity must never turn away what is in the library."""
    raw = reading.read(data, name)
    repaired = repair(raw.text, start=identity.split_head(raw.text)[1])
    return Prepared(metadata, _derived(Text(repaired, raw.format, raw.notes, raw.unread), metadata, dictionary, catalogue), rules_version())


def _derived(text: Text, metadata: Metadata, dictionary: Dictionary, catalogue: Catalogue) -> dict[str, str]:
    return {
        TEXT: dump_text(text),
        UNREAD: _json(list(text.unread)),
        figures_kind(catalogue): dump_figures(figures.extract(text.repaired, metadata.period, catalogue=catalogue)),
        PROFILE: dump_functions(profile.profile(text.repaired)),
        words_kind(dictionary): dump_words(keywords.count(text.repaired, segmenter(dictionary))),
    }


def head_of(metadata: Metadata) -> dict[str, str]:
    """The head fields that say what the library knows of a report, so that reading it again keeps what a person corrected."""
    period = metadata.period
    return {
        "标题": metadata.title,
        "地方": metadata.place,
        "省份": metadata.province,
        "层级": metadata.level,
        "时期": f"{period.start}-{period.end}",
        "文体": metadata.kind,
        "来源": metadata.source,
        "样稿": "是" if metadata.sample else "否",
    }


def dump_text(text: Text) -> str:
    return _json(asdict(text))


def load_text(stored: str) -> Text:
    raw = json.loads(stored)
    repaired = raw["repaired"]
    made = Repaired(
        repaired["text"],
        tuple(Block(**block) for block in repaired["blocks"]),
        tuple(Repair(one["kind"], one["count"], tuple(one["example"])) for one in repaired["repairs"]),
        tuple((start, source, length) for start, source, length in repaired["runs"]),
    )
    return Text(made, raw["format"], tuple(raw["notes"]), tuple(raw["unread"]))


def load_unread(stored: str) -> tuple[int, ...]:
    """Numbers of the pages that could not be read; by themselves, because every page of the dashboard asks for them."""
    return tuple(json.loads(stored))


def dump_figures(extraction: figures.Extraction) -> str:
    return _json({"figures": [asdict(one) for one in extraction.figures], "unbound": [asdict(one) for one in extraction.unbound]})


def load_figures(stored: str) -> figures.Extraction:
    raw = json.loads(stored)
    return figures.Extraction(tuple(map(load_figure, raw["figures"])), tuple(map(load_figure, raw["unbound"])))


def dump_functions(made: profile.Profile) -> str:
    paragraphs = [(paragraph.block, paragraph.function) for paragraph in made.paragraphs]
    return _json({"paragraphs": paragraphs, "shares": _columns(made.shares())})


def load_functions(stored: str) -> Functions:
    raw = json.loads(stored)
    return Functions(
        tuple((block, function) for block, function in raw["paragraphs"]), pd.DataFrame(raw["shares"], columns=list(profile.SHARE_COLUMNS))
    )


def dump_words(table: pd.DataFrame) -> str:
    return _json(_columns(table))


def load_words(stored: str) -> pd.DataFrame:
    return pd.DataFrame(json.loads(stored), columns=list(keywords.TERM_COLUMNS))


def load_figure(raw: Mapping[str, Any]) -> Figure:
    """A figure from its JSON object."""
    return Figure(**{**raw, "repeats": tuple(Span(**span) for span in raw.get("repeats", ()))})


def load_metadata(raw: Mapping[str, Any]) -> Metadata:
    """Metadata from its JSON object."""
    return Metadata(**{**raw, "period": Period(**raw["period"])})


def _columns(table: pd.DataFrame) -> dict[str, list[Any]]:
    # NaN is no JSON; the shares of a text without paragraphs are missing, not nought.
    return {str(column): [None if value != value else value for value in table[column].tolist()] for column in table.columns}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
