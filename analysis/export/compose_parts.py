"""What a briefing can be made of: parts that a person chooses and puts in order, each with the figures it stands on.

A part is finished but for the numbers of its evidence: those are given when the parts have been chosen, so that a file counts
from 1 without gaps.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from analysis.comparison import Side
from analysis.comparison.limits import Chip
from analysis.export.briefing import Picture, Table

#: A figure: the id of its report and its place among that report's figures.
Cite = tuple[str, int]
Kind = Literal["句", "图", "表"]

BOUNDS = {"exact": "", "at_least": "余", "below": "近", "about": "约"}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and the figures that carry it."""

    text: str
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One thing to choose. key: stable, stands in links. heading: of the section it goes to; a 句 without one opens the briefing.

    usual: chosen as long as nobody chooses. said: sentences, before the picture or table. cites: row by row of the picture's or
    table's data, or empty; unprinted: those of them that only the workbook shows; shown_cites: row by row of the printed table.
    drawn: makes the picture, which is not made before somebody looks: of many that are offered few are chosen.
    """

    key: str
    kind: Kind
    heading: str
    title: str
    usual: bool = True
    said: tuple[Said, ...] = ()
    drawn: Callable[[], Picture] | None = None
    table: Table | None = None
    cites: tuple[tuple[Cite, ...], ...] = ()
    unprinted: frozenset[Cite] = frozenset()
    shown_cites: tuple[tuple[Cite, ...], ...] = ()

    @property
    def picture(self) -> Picture | None:
        return self.drawn() if self.drawn is not None else None

    def all_cites(self) -> tuple[Cite, ...]:
        """Every figure of the part, once, in the order in which a reader meets them."""
        found = [cite for one in self.said for cite in one.cites] + [cite for row in self.cites for cite in row]
        return tuple(dict.fromkeys(found))

    def printed_cites(self) -> tuple[Cite, ...]:
        """Those of them whose value stands on paper."""
        return tuple(cite for cite in self.all_cites() if cite not in self.unprinted)


@dataclass(frozen=True, slots=True)
class Context:
    """What all parts of a draft share. who: the reports in words, for titles. switched: 年均、每十万人, where on."""

    sides: tuple[Side, ...]
    who: str
    today: date
    switched: str = ""
    dictionary: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """All parts that a template offers for these reports. usual: keys of the parts chosen as long as nobody chooses."""

    template: str
    title: str
    subtitle: str
    sides: tuple[Side, ...]
    parts: tuple[Part, ...]
    chips: tuple[Chip, ...]
    notes: tuple[str, ...]
    versions: Mapping[str, str]
    today: date

    @property
    def usual(self) -> tuple[str, ...]:
        return tuple(part.key for part in self.parts if part.usual)


def number(values: Sequence[float]) -> float | tuple[float, ...] | None:
    """A cell of a table: the number, several of them side by side, or None where nothing was found."""
    if not values:
        return None
    return values[0] if len(values) == 1 else tuple(values)


def bound(bounds: Sequence[str]) -> str:
    """The cell beside it: 余, 近, 约, of several numbers one each; empty for exact ones."""
    words = [BOUNDS[one] for one in bounds]
    return "／".join(word or "准" for word in words) if len(words) > 1 and any(words) else "".join(words)


def stated(texts: Sequence[str]) -> str:
    """The values as they are written: 6／9."""
    return "／".join(texts)


def frame(rows: Sequence[Sequence[Any]], columns: Sequence[str]) -> pd.DataFrame:
    """A table of these rows, also of none; columns that hold numbers and gaps are numbers."""
    made = pd.DataFrame({name: [row[index] for row in rows] for index, name in enumerate(columns)}, columns=list(columns))
    for name in made.columns:
        values = [value for value in made[name] if value is not None]
        if values and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
            made[name] = pd.to_numeric(made[name])
    return made
