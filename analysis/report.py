"""What a report, its repaired text and a figure are: frozen values that every other module passes on, and the error family.

Offsets count Python characters. `Block` and `Figure` offsets point into `Repaired.text`; `Repaired.source_offset` leads
from there to the text that was read from the file.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

BlockKind = Literal["title", "byline", "lead", "heading", "paragraph", "caption", "credit", "furniture"]
Level = Literal["county", "prefecture", "province", "nation"]
Bound = Literal["exact", "at_least", "below", "about"]
Scope = Literal["total", "part"]
Status = Literal["done", "plan"]
Action = Literal["confirm", "correct", "reject", "add"]

#: Kinds of block whose words and figures count; captions, bylines and credits are set apart.
COUNTED_KINDS: frozenset[str] = frozenset({"title", "lead", "heading", "paragraph"})

LEVEL_NAMES: Mapping[str, str] = {"county": "县级", "prefecture": "地市级", "province": "省级", "nation": "全国"}


class ReportError(Exception):
    """Something a user can put right. `str(error)` is one Chinese sentence that says what is wrong and what to do next."""

    def __init__(self, message: str, code: str = "E100") -> None:
        super().__init__(message)
        self.code = code


class ReadingError(ReportError):
    """The bytes could not be turned into text (E101–E112 of the bad-input list)."""


class IdentityError(ReportError):
    """Place or year could not be found in the text and must be given by a person (E121)."""


class DuplicateError(ReportError):
    """The same file is in the library already (E120). `report_id` says under which id."""

    def __init__(self, message: str, report_id: str) -> None:
        super().__init__(message, "E120")
        self.report_id = report_id


class CatalogueError(ReportError):
    """A reference file of data/reference is wrong; the message names the row and the reason (E140)."""


class LibraryError(ReportError):
    """The library cannot do what was asked: no such report, stale correction, disk full (E130, E131, E160)."""


@dataclass(frozen=True, slots=True)
class Period:
    """The years a report covers, both ends included."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 1949 <= self.start <= self.end <= 2100:
            raise IdentityError(f"年份 {self.start}—{self.end} 不合理，请改成报告所写的起止年份。", "E121")

    @property
    def years(self) -> int:
        return self.end - self.start + 1

    def __str__(self) -> str:
        return str(self.start) if self.start == self.end else f"{self.start}—{self.end}"


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file as it was read, nothing repaired. `format` is txt, md, docx …; `notes` are Chinese remarks for the user.

    unread: numbers, from 1, of the pages of a PDF that hold no text to be read.
    """

    text: str
    format: str
    encoding: str = ""
    notes: tuple[str, ...] = ()
    unread: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch `[start, end)` of the repaired text. `repeat_of` is the index of the earlier block that says the same."""

    kind: BlockKind
    text: str
    start: int
    end: int
    heading_level: int | None = None
    repeat_of: int | None = None
    plan: bool = False  # stands in a part of the report that speaks of what is to come

    @property
    def counted(self) -> bool:
        """Whether words and figures of this block enter the counts: body text, and not for the second time."""
        return self.kind in COUNTED_KINDS and self.repeat_of is None


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of repair: how often it was made, and the first place as (before, after)."""

    kind: str
    count: int
    example: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Repaired:
    """Clean text: blocks joined by a line feed, the repairs that led there, and the way back to the source.

    `runs` are (start in text, start in source, length): character `start + k` of the text is character `source + k`
    of the source. Characters that no run covers (joining line feeds) belong to the end of the run before them.
    """

    text: str
    blocks: tuple[Block, ...]
    repairs: tuple[Repair, ...] = ()
    runs: tuple[tuple[int, int, int], ...] = ()

    def source_offset(self, offset: int) -> int:
        """Offset in the source of the repaired character at `offset`; identity when the text was not repaired."""
        if not self.runs:
            return offset
        start, source, length = self.runs[max(0, bisect_right(self.runs, (offset, 1 << 60, 0)) - 1)]
        return source + min(max(0, offset - start), length)

    def block_at(self, offset: int) -> Block | None:
        """The block that holds the character at `offset`."""
        index = bisect_right([block.start for block in self.blocks], offset) - 1
        return self.blocks[index] if index >= 0 else None

    def heading_at(self, offset: int) -> str:
        """Text of the nearest heading before `offset`, or an empty string."""
        found = ""
        for block in self.blocks:
            if block.start > offset:
                break
            if block.kind == "heading":
                found = block.text
        return found

    @property
    def characters(self) -> int:
        """Number of counted characters, white space left out: the base of every frequency."""
        return sum(len("".join(block.text.split())) for block in self.blocks if block.counted)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch `[start, end)` of the repaired text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A countable statement of work, with the clause that says it. Fields as the annotation guide of the project defines them.

    value: 万 and 亿 expanded; percentages as 95 with unit %. upper: the far end of a range, else None.
    unit: the measure word as written; 元 for money. indicator: an id of indicators.yaml, or "other".
    quote: the clause; start, end: the number with its qualifier in the repaired text.
    repeats: further places that state the same fact. confidence: 0–1 with its reason in Chinese.
    """

    value: float
    upper: float | None
    bound: Bound
    unit: str
    indicator: str
    topic: str
    scope: Scope
    status: Status
    period_years: int
    quote: str
    start: int
    end: int
    number_text: str = ""
    repeats: tuple[Span, ...] = ()
    confidence: float = 1.0
    reason: str = ""
    checked: bool = False  # a person has confirmed or corrected it
    origin: Literal["rule", "person"] = "rule"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a report. `reasons` says in Chinese, field by field, why we believe it."""

    place: str
    province: str
    level: Level
    period: Period
    title: str
    kind: str = "工作报告"
    source: str = ""
    sample: bool = False
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def base_id(self) -> str:
        """`平罗县-2022` or `阜新蒙古族自治县-2018-2021`: the id without a version mark."""
        period = self.period
        return f"{self.place}-{period.start}" + ("" if period.years == 1 else f"-{period.end}")


@dataclass(frozen=True, slots=True)
class Report:
    """A report in the library: its id, what is known about it, and the hash of the file it came from."""

    id: str
    metadata: Metadata
    sha256: str
    file_name: str
    imported_at: str  # ISO 8601, UTC
    place_number: int = 1  # colour and symbol of its place, given at the first import and kept
    counts: bool = True  # of several versions of one place and period, the one that comparisons use
    deleted: bool = False  # in the bin: left out everywhere until it is restored

    @property
    def label(self) -> str:
        """`平罗县 2022`, as heads and legends write it."""
        version = self.id.partition("~")[2]
        return f"{self.metadata.place} {self.metadata.period}" + (f"（第{version}版）" if version else "")

    def with_metadata(self, metadata: Metadata) -> "Report":
        return replace(self, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the engine makes of one file at import. `derived`: kind -> JSON text, made by the rules of version `rules`."""

    metadata: Metadata
    derived: Mapping[str, str] = field(default_factory=dict)
    rules: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """By what a correction finds its figure again when new rules cut the text differently.

    start, end, number_text, quote: as the figure had them. ordinal: among the figures of the report with this quote and
    number_text (one number can be three figures: 三率均为 100%), the how-manieth it was, 0 first; None when nobody counted.
    """

    start: int
    end: int
    number_text: str
    quote: str
    ordinal: int | None = None

    def same(self, other: "Anchor") -> bool:
        """Whether both point at one figure of one report."""
        if (self.quote, self.number_text) != (other.quote, other.number_text):
            return False
        if self.ordinal is None or other.ordinal is None:
            return self.start == other.start
        return self.ordinal == other.ordinal


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's word on a figure. `before` and `after` are JSON objects of the figure's fields, or empty."""

    id: int
    report_id: str
    action: Action
    anchor: Anchor
    before: str
    after: str
    who: str
    when: str  # ISO 8601, UTC
    undone: bool = False
