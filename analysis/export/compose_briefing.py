"""Chosen parts, in their order, put together: evidence numbered, sections headed, one value for all exporters."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import pandas as pd

from analysis.charts import look
from analysis.comparison import Side
from analysis.evidence import Excerpt, excerpt
from analysis.export.briefing import Briefing, EvidenceItem, Origin, Section, Sentence
from analysis.export.compose_parts import BOUNDS, Cite, Draft, Part, Said
from analysis.report import Figure, Report
from analysis.study import Study
from analysis.wording import figure_text


def compose(study: Study, made: Draft, keys: Sequence[str] | None = None, *, title: str = "") -> Briefing:
    """The briefing of the parts with these keys, in this order; without keys the usual ones. Unknown keys are passed over.

    Sentences without a heading open the briefing; a heading is written once for the parts that stand together under it.
    """
    known = {part.key: part for part in made.parts}
    chosen = [known[key] for key in dict.fromkeys(made.usual if keys is None else keys) if key in known]
    opening = [part for part in chosen if not part.heading]
    body = [part for part in chosen if part.heading]
    # What paper lists has the first numbers, so that its list has no gaps.
    printed = dict.fromkeys(cite for part in (*opening, *body) for cite in part.printed_cites())
    others = (cite for part in body for cite in part.all_cites())
    numbers = {cite: place for place, cite in enumerate(dict.fromkeys((*printed, *others)), 1)}
    return Briefing(
        title=title.strip() or made.title,
        subtitle=made.subtitle,
        date=made.today,
        reports=tuple(Origin(side.label, report.metadata.title, report.metadata.sample) for side in made.sides for report in side.reports),
        sections=tuple(_sections(body, numbers)),
        summary=tuple(_numbered(said, numbers) for part in opening for said in part.said),
        evidence=_evidence(study, made.sides, numbers, len(printed)),
        notes=made.notes,
        versions=made.versions,
    )


def _numbered(said: Said, numbers: Mapping[Cite, int]) -> Sentence:
    return Sentence(said.text, tuple(dict.fromkeys(numbers[cite] for cite in said.cites)))


def _sections(body: Sequence[Part], numbers: Mapping[Cite, int]) -> list[Section]:
    """Parts that stand together under one heading are a section.

    A section holds sentences, then pictures, then tables; where the chosen order is another one, a section without a heading goes on.
    """
    sections: list[Section] = []
    seen: set[str] = set()
    for heading, parts in groupby(body, key=lambda part: part.heading):
        name = heading + ("（续）" if heading in seen else "")
        seen.add(heading)
        reached = -1
        for part in parts:
            place = ("句", "图", "表").index(part.kind)
            if reached < 0 or place < reached or (part.said and reached > 0):
                sections.append(Section(name))
                name = ""
            reached = place
            sections[-1] = _with(sections[-1], part, numbers)
    return sections


def _with(section: Section, part: Part, numbers: Mapping[Cite, int]) -> Section:
    """The section and one part more, its evidence numbered and written beside every row."""
    said = tuple(_numbered(one, numbers) for one in part.said)
    cited = tuple(dict.fromkeys(numbers[cite] for row in part.cites for cite in row))
    made = replace(section, sentences=(*section.sentences, *said))
    if (drawn := part.picture) is not None:
        picture = replace(drawn, table=_cited(drawn.table, part.cites, numbers), evidence=cited)
        shown = picture.shown
        picture = picture if shown is None else replace(picture, shown=_cited(shown, part.cites, numbers))
        made = replace(made, pictures=(*made.pictures, picture))
    if part.table is not None:
        table = replace(part.table, frame=_cited(part.table.frame, part.cites, numbers), evidence=cited)
        shown = table.shown
        table = table if shown is None else replace(table, shown=_cited(shown, part.shown_cites, numbers))
        made = replace(made, tables=(*made.tables, table))
    return made


def _cited(table: pd.DataFrame, cites: Sequence[Sequence[Cite]], numbers: Mapping[Cite, int]) -> pd.DataFrame:
    """The table with a column 出处: the numbers of each row's evidence."""
    if len(cites) != len(table) or not any(cites):
        return table
    cells: list[Any] = [tuple(dict.fromkeys(numbers[cite] for cite in row)) for row in cites]
    single = all(len(cell) <= 1 for cell in cells)
    column = pd.Series([(cell[0] if cell else None) if single else "、".join(map(str, cell)) for cell in cells], index=table.index)
    return table.assign(出处=pd.to_numeric(column) if single else column)


def _evidence(study: Study, sides: Sequence[Side], numbers: Mapping[Cite, int], printed: int) -> tuple[EvidenceItem, ...]:
    """The cited figures with their sentences, by number; the first `printed` of them are for paper too."""
    held = {
        report.id: (report, figures, look.hue(report.place_number).deep)
        for side in sides
        for report, figures in zip(side.reports, side.figures, strict=True)
    }
    names = {indicator.id: indicator.name for indicator in study.catalogue.indicators}
    made = []
    for (report_id, index), place in sorted(numbers.items(), key=lambda item: item[1]):
        report, figures, colour = held[report_id]
        figure = figures[index]
        quoted = excerpt(study.repaired(report_id), figure)
        item = _item(place, report, figure, quoted, (names.get(figure.indicator, figure.topic), colour))
        made.append(replace(item, printed=place <= printed))
    return tuple(made)


def _item(place: int, report: Report, figure: Figure, quoted: Excerpt, shown: tuple[str, str]) -> EvidenceItem:
    """One figure as numbered evidence; its own value, whatever a switch made of it in tables."""
    marks = [
        *(["约数"] if figure.bound != "exact" else []),
        *(["局部"] if figure.scope == "part" else []),
        *([f"{figure.period_years} 年合计"] if figure.period_years > 1 else []),
        *(["计划"] if figure.status == "plan" else []),
    ]
    return EvidenceItem(
        number=place, report=report.label, section=quoted.heading, quote=quoted.text, number_text=marked(quoted), indicator=shown[0],
        value=figure_text(figure), marks=tuple(marks), checked=figure.checked, amount=figure.value, bound=BOUNDS[figure.bound],
        unit=figure.unit, start=figure.start, end=figure.end, colour=shown[1],
    )  # fmt: skip


def marked(quoted: Excerpt) -> str:
    """What to mark inside the quotation: the number, with so much before it that it is the first place of these words.

    Exporters mark the first place they find; 5次 alone would be found within 15次.
    """
    text, at = quoted.text, len(quoted.before)
    start = at
    while start > 0 and text.find(text[start : at + len(quoted.number)]) != start:
        start -= 1
    return text[start : at + len(quoted.number)]
