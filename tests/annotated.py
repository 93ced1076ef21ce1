"""Text with its figures written into it, for tests: clauses of clauses.tsv, and whole invented reports.

A figure is `value unit id`, then words of part, total, plan, at_least, below, about. `>=90`, `<100`, `~50` before the value say the same;
`3-5` is a range. An id may be `a/b` (either is right) or `*` (other, or any id that the guide does not list).
In tests/invented a figure stands in the text as `[[as written|value unit id …]]`; `[[as written|-]]` is a number that may be read or not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.evaluation.figure_scores import Gold
from analysis.figures.catalogue import default_catalogue
from analysis.fold import fold
from analysis.report import Block, Figure, Period, Repaired

_MARK = re.compile(r"\[\[([^|\]]+)\|([^\]]*)\]\]")
_BOUNDS = {">=": "at_least", "<": "below", "~": "about"}


@dataclass(frozen=True)
class Wanted:
    """A figure that a text should yield."""

    value: float
    upper: float | None
    bound: str
    unit: str
    ids: tuple[str, ...]
    scope: str | None
    status: str

    @classmethod
    def of(cls, text: str) -> "Wanted":
        number, unit, ids, *flags = text.split()
        bound = next((flag for flag in flags if flag in _BOUNDS.values()), "exact")
        for mark, name in _BOUNDS.items():
            if number.startswith(mark):
                number, bound = number.removeprefix(mark), name
        low, _, high = number.partition("-")
        scope = next((flag for flag in flags if flag in ("part", "total")), None)
        return cls(
            float(low), float(high) if high else None, bound, unit, tuple(ids.split("/")), scope, "plan" if "plan" in flags else "done"
        )

    def names(self, indicator: str) -> bool:
        """Whether an id is right."""
        known = default_catalogue().by_id.get(indicator)
        return indicator in self.ids or ("*" in self.ids and (known is None or not known.listed))

    def fits(self, figure: Figure) -> bool:
        """Whether a figure has the value and the unit."""
        return fold(figure.unit) == fold(self.unit) and abs(figure.value - self.value) < 1e-6


@dataclass(frozen=True)
class Score:
    """Counts over texts. named: found with the right id. wrong: what to look at."""

    wanted: int
    predicted: int
    found: int
    named: int
    wrong: tuple[str, ...]

    def __add__(self, other: "Score") -> "Score":
        counts = (one + two for one, two in zip(self.counts, other.counts, strict=True))
        return Score(*counts, (*self.wrong, *other.wrong))

    @property
    def counts(self) -> tuple[int, int, int, int]:
        return self.wanted, self.predicted, self.found, self.named

    @property
    def f1(self) -> float:
        return 2 * self.found / max(1, self.wanted + self.predicted)

    @property
    def strict(self) -> float:
        return 2 * self.named / max(1, self.wanted + self.predicted)


NOTHING = Score(0, 0, 0, 0, ())


def score(where: str, wanted: Sequence[Wanted], figures: Sequence[Figure], *, optional: Sequence[str] = ()) -> Score:
    """Match figures to what is wanted; numbers written like one of `optional` count neither way."""
    free = [figure for figure in figures if figure.number_text not in optional]
    predicted, found, named, wrong = len(free), 0, 0, []
    for one in wanted:
        fitting = sorted((figure for figure in free if one.fits(figure)), key=lambda figure: not one.names(figure.indicator))
        if not fitting:
            wrong.append(f"{where}: missed {one.value:g}{one.unit} {one.ids}")
            continue
        figure = fitting[0]
        free.remove(figure)
        found += 1
        if one.names(figure.indicator):
            named += 1
        else:
            wrong.append(f"{where}: {figure.quote}: {figure.number_text}{figure.unit} {figure.indicator}, wanted {one.ids}")
        said = (figure.bound, figure.upper, figure.status, figure.scope if one.scope else None)
        if said != (one.bound, one.upper, one.status, one.scope):
            wrong.append(f"{where}: {figure.quote}: {figure.number_text} is {said}")
    wrong += [f"{where}: extra {figure.number_text}{figure.unit} {figure.indicator}" for figure in free]
    return Score(len(wanted), predicted, found, named, tuple(wrong))


@dataclass(frozen=True)
class Clause:
    """A row of clauses.tsv. line: its line in the file; kept: open, or aside."""

    line: int
    kept: str
    heading: str
    text: str
    wanted: tuple[Wanted, ...]

    @property
    def repaired(self) -> Repaired:
        text = f"{self.heading}\n{self.text}"
        cut = len(self.heading)
        return Repaired(text, (Block("heading", self.heading, 0, cut), Block("paragraph", self.text, cut + 1, len(text))))


def clauses(path: Path) -> Iterator[Clause]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith(("#", "set\t")):
            kept, heading, text, figures = line.split("\t")
            wanted = () if figures == "-" else tuple(map(Wanted.of, figures.split(";")))
            yield Clause(number, kept, heading, text, wanted)


@dataclass(frozen=True)
class Invented:
    """A whole invented report with its figures."""

    repaired: Repaired
    period: Period
    wanted: tuple[Wanted, ...]
    optional: tuple[str, ...]


def invented(path: Path) -> Invented:
    """First line is the title with the years; lines without a full stop are headings; what follows a heading of plans is a plan."""
    wanted: list[Wanted] = []
    optional: list[str] = []

    def take(match: re.Match[str]) -> str:
        (optional.append(match[1]) if match[2].strip() == "-" else wanted.append(Wanted.of(match[2])))
        return match[1]

    blocks: list[Block] = []
    place, plan = 0, False
    for number, line in enumerate(path.read_text(encoding="utf-8").strip().splitlines()):
        text = _MARK.sub(take, line)
        kind = "title" if number == 0 else "heading" if len(text) < 26 and not re.search("[。：]", text) else "paragraph"
        plan = plan or (kind == "heading" and re.search("工作安排|今后", text) is not None)
        blocks.append(Block(kind, text, place, place + len(text), plan=plan))  # type: ignore[arg-type]
        place += len(text) + 1
    years = re.search(r"(20\d\d)(?:-(20\d\d))?", blocks[0].text)
    assert years, f"{path.name} has no year in its title"
    repaired = Repaired("\n".join(block.text for block in blocks), tuple(blocks))
    return Invented(repaired, Period(int(years[1]), int(years[2] or years[1])), tuple(wanted), tuple(optional))


def distractor_place(text: str, distractor: Gold) -> tuple[int, int] | None:
    """Where a distractor of a gold file stands in a repaired text, whatever the white space and width; None when it was not found."""
    places = [index for index, character in enumerate(text) if not character.isspace()]
    plain = fold("".join(text[index] for index in places))
    quote = fold("".join(str(distractor["quote"]).split()))
    number = fold("".join(str(distractor["number_text"]).split()))
    at, within = plain.find(quote), quote.find(number)
    if at < 0 or within < 0:
        return None
    return places[at + within], places[at + within + len(number) - 1] + 1
