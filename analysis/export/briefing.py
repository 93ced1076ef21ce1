"""What a briefing is: the one value that every exporter takes. It knows no engine; pages and the command line fill it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from analysis.export.plain import chinese_date, plain_number

#: Sheets of a workbook, in their order; a topic that is not among them comes after these.
TOPICS = ("对照", "数字", "篇幅", "用词", "提法")

#: What stands where a report says nothing: never 0, never a blank.
ABSENT = "未提及"


@dataclass(frozen=True, slots=True)
class Series:
    """One side of a native chart. values: None where nothing was found. texts: as written (90余), one a value, or empty.

    colour: deep, for outlines, lines and letters; fill: the shade, for bars and points. points: (colour, fill) of each value,
    where they differ, as bars of several places do.
    """

    name: str
    values: tuple[float | None, ...]
    colour: str
    fill: str
    texts: tuple[str, ...] = ()
    points: tuple[tuple[str, str], ...] = ()

    def text(self, index: int) -> str:
        """The value as it is written, or 未提及."""
        if self.texts and self.texts[index]:
            return self.texts[index]
        value = self.values[index]
        return ABSENT if value is None else plain_number(value)


@dataclass(frozen=True, slots=True)
class NativeChart:
    """A chart that Office draws itself, so that it can be edited. Values are those of the page's table.

    bar: a row for each category, one axis. line: along the categories (years). dot: a ruler for each category, from zero to
    `ends`, for rows of different units; without `ends` all rows share one ruler. units, marks and remarks (增 41) are by row.
    """

    kind: Literal["bar", "line", "dot"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    ends: tuple[float, ...] = ()
    units: tuple[str, ...] = ()
    marks: tuple[tuple[str, ...], ...] = ()
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        rows = len(self.categories)
        columns: list[tuple[object, ...]] = [series.values for series in self.series]
        columns += [column for series in self.series for column in (series.texts, series.points) if column]
        for name, column in [("series", column) for column in columns] + [
            (name, column) for name in ("ends", "units", "marks", "remarks") if (column := getattr(self, name))
        ]:
            if len(column) != rows:
                raise ValueError(f"{name}: {len(column)} entries for {rows} categories")


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A chart. name: for files. figure: as the page draws it. table: what it shows, columns with Chinese heads.

    absent: columns of the table where NaN means 未提及. topic: the sheet its table goes to. caption: the words under it in a
    document (title when empty). native: for slides; without it the picture itself is put there. evidence: numbers of its items.
    shown: the table as print has it, where its picture cannot be drawn: fewer columns, values as written.
    """

    name: str
    title: str
    figure: go.Figure
    table: pd.DataFrame
    caption: str = ""
    native: NativeChart | None = None
    topic: str = "对照"
    absent: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    note: str = ""
    source: str = ""
    evidence: tuple[int, ...] = ()
    shown: pd.DataFrame | None = None

    @property
    def printed(self) -> pd.DataFrame:
        """The table for paper and slides."""
        return self.table if self.shown is None else self.shown


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table on its own. frame: Chinese heads, typed columns, bounds and marks in columns of their own; absent as in Picture.

    shown: the same for paper and slides, where values stand as they are written (90余) and columns are few; else frame.
    """

    name: str
    title: str
    frame: pd.DataFrame
    topic: str = "数字"
    absent: tuple[str, ...] = ()
    note: str = ""
    source: str = ""
    evidence: tuple[int, ...] = ()
    shown: pd.DataFrame | None = None

    @property
    def printed(self) -> pd.DataFrame:
        """The table for paper and slides."""
        return self.frame if self.shown is None else self.shown


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the text, and the numbers of the evidence that carries it."""

    text: str
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A figure with the clause that says it. number: from 1, unique. report: its label; section: the heading it stands under.

    number_text: the number inside the quote. value: as tables write it (90余). amount, bound (余, 近, 约 or empty), unit: the
    same as data. start, end: offsets in the repaired text. colour: deep colour of the place. printed: whether its value stands in
    the text, a picture or a printed table; the others are for the workbook alone.
    """

    number: int
    report: str
    section: str
    quote: str
    number_text: str
    indicator: str
    value: str
    marks: tuple[str, ...] = ()
    checked: bool = False
    amount: float | None = None
    bound: str = ""
    unit: str = ""
    start: int | None = None
    end: int | None = None
    colour: str = "#8C8A83"
    printed: bool = True

    @property
    def place_in_text(self) -> str:
        """平罗县 2022 · 一、… — where to look for the sentence."""
        return " · ".join(part for part in (self.report, self.section) if part)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the briefing. level 1 is 一、, 2 is （一）, 3 is 1.; the number is written by the exporter, not here."""

    heading: str
    sentences: tuple[Sentence, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    level: int = 1


@dataclass(frozen=True, slots=True)
class Origin:
    """A report of the briefing: label (平罗县 2022), title, and whether it is a sample (样稿)."""

    label: str
    title: str = ""
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything that goes into a file. summary: 一眼看去. notes: limits with their reasons. versions: 规则, 词典, … -> version."""

    title: str
    subtitle: str
    date: date
    reports: tuple[Origin, ...]
    sections: tuple[Section, ...]
    summary: tuple[Sentence, ...] = ()
    evidence: tuple[EvidenceItem, ...] = ()
    notes: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        numbers = [item.number for item in self.evidence]
        if len(set(numbers)) != len(numbers):
            raise ValueError("evidence: numbers must be distinct")

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All pictures, in the order of the text; drawn pictures are handed over in this order."""
        return tuple(picture for section in self.sections for picture in section.pictures)

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table for section in self.sections for table in section.tables)

    @property
    def chinese_date(self) -> str:
        return chinese_date(self.date.year, self.date.month, self.date.day)

    def items(self, numbers: tuple[int, ...]) -> tuple[EvidenceItem, ...]:
        """The evidence of these numbers, in their order; numbers that are not there are left out."""
        known = {item.number: item for item in self.evidence}
        return tuple(known[number] for number in dict.fromkeys(numbers) if number in known)

    @property
    def printed(self) -> tuple[EvidenceItem, ...]:
        """The evidence that paper lists."""
        return tuple(item for item in self.evidence if item.printed)

    def shown(self) -> tuple[EvidenceItem, ...]:
        """The evidence that a room may ask for: not that of tables alone, unless there is nothing else."""
        said = [*self.summary, *(sentence for section in self.sections for sentence in section.sentences)]
        told = {number for sentence in said for number in sentence.evidence}
        told |= {number for picture in self.pictures for number in picture.evidence}
        rest = {number for table in self.tables for number in table.evidence} - told
        return tuple(item for item in self.printed if item.number not in rest) or self.printed

    def status(self) -> tuple[str, ...]:
        """样稿 and 未核, as short as a mark allows."""
        unchecked = sum(not item.checked for item in self.evidence)
        return tuple(word for word, true in (("样稿", any(origin.sample for origin in self.reports)), ("未核", unchecked > 0)) if true)

    def named(self, most: int = 4) -> str:
        """The reports in one line: A、B、C 等 300 份报告."""
        labels = [origin.label for origin in self.reports]
        return "、".join(labels) if len(labels) <= most else f"{'、'.join(labels[:most])} 等 {len(labels)} 份报告"

    def credits(self) -> tuple[tuple[str, str], ...]:
        """What every file says about itself, as (name, words): date, reports, samples, checking, versions."""
        samples = [origin.label for origin in self.reports if origin.sample]
        unchecked = sum(not item.checked for item in self.evidence)
        lines = [("日期", self.chinese_date)]
        if self.reports:
            count = len(self.reports)
            lines.append(("报告", self.named() + (f"（共 {count} 份）" if 1 < count <= 4 else "")))
        if samples:
            which = "、".join(samples[:6]) + (f" 等 {len(samples)} 份" if len(samples) > 6 else "")
            lines.append(("样稿", f"{which}是按公开报告编写的样稿，数字与公开报告一致，文字不是原文。"))
        if self.evidence:
            done = "全部由人核对过。" if not unchecked else f"其中 {unchecked} 个未核：由程序读出，还没有人核对。"
            lines.append(("核对", f"共引用 {len(self.evidence)} 个数，{done}"))
        if self.versions:
            lines.append(("版本", "，".join(f"{name} {version}" for name, version in self.versions.items())))
        return tuple(lines)
