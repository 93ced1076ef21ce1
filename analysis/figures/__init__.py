"""Repaired text -> figures: every countable statement of work with its clause, what it counts, its scope, status and period.

Numbers are read by `quantities`, judged by `vetoes`, named by `binding` with the words of the catalogue, and placed by `scope`; `reader`
goes through the sentences. What is written twice (lead and body, a repeated paragraph) is one figure with several places of evidence.
"""

from dataclasses import dataclass

from analysis.figures.catalogue import Catalogue, default_catalogue, with_own
from analysis.figures.catalogue_file import SHIPPED
from analysis.figures.drafts import Draft, merge, settle
from analysis.figures.reader import Reader
from analysis.report import COUNTED_KINDS, Block, CatalogueError, Figure, Period, Repaired, Span


@dataclass(frozen=True, slots=True)
class Extraction:
    """figures in text order; unbound: numbers that were read but are no statement of work (figures of the place), in text order."""

    figures: tuple[Figure, ...]
    unbound: tuple[Figure, ...] = ()


def extract(repaired: Repaired, period: Period, *, catalogue: Catalogue | None = None) -> Extraction:
    """Figures of a repaired report. Only title, lead, heading and paragraph blocks are read; repeated blocks add places of evidence.

    Linear in the length of the text. `catalogue`: the one of data/reference unless given (CatalogueError when that is wrong).
    """
    reader = Reader(repaired, period, catalogue or default_catalogue())
    heading: Block | None = None
    for block in repaired.blocks:
        if block.kind == "heading":
            heading = block
        if block.repeat_of is None and block.kind in COUNTED_KINDS:
            reader.read(block, heading)
    settle(reader.found)
    kept = merge(reader.found, repaired.text)
    if any(block.repeat_of is not None for block in repaired.blocks):
        for draft in kept:
            draft.repeats += _in_repeated_blocks(draft, repaired)
    return Extraction(tuple([draft.finished() for draft in kept]), tuple([draft.finished() for draft in reader.unbound]))


def check_examples(catalogue: Catalogue) -> None:
    """Try the catalogue's own tests: an example must yield a figure of its indicator, a near miss must not.

    Raises CatalogueError that names the line of the indicator and the first example or near miss that fails.
    """
    for indicator in catalogue.indicators:
        tried = [(text, True) for text in indicator.examples] + [(text, False) for text in indicator.near_misses]
        for text, wanted in tried:
            figures = extract(Repaired(text, (Block("paragraph", text, 0, len(text)),)), Period(2020, 2020), catalogue=catalogue).figures
            found = [figure.indicator for figure in figures]
            if (indicator.id in found) != wanted:
                got = "、".join(dict.fromkeys(found)) or "没有数字"
                reason = f"例句“{text}”应读作它，却读成 {got}" if wanted else f"反例“{text}”不应读作它"
                raise CatalogueError(f"{indicator.line}：指标“{indicator.id}”的{reason}，请改例句或 wordings。", "E140")


def _in_repeated_blocks(draft: Draft, repaired: Repaired) -> list[Span]:
    """Places where a repeated block says the same."""
    figure = draft.figure
    home = repaired.block_at(figure.start)
    places = []
    for block in repaired.blocks:
        if home is None or block.repeat_of is None or block.kind not in COUNTED_KINDS or repaired.blocks[block.repeat_of] is not home:
            continue
        within = figure.start - home.start
        if block.text != home.text:
            at, inside = block.text.find(figure.quote), figure.quote.find(figure.number_text)
            if at < 0 or inside < 0:
                continue
            within = at + inside
        places.append(Span(block.start + within, block.start + within + figure.end - figure.start))
    return places


def tried_indicators(text: str) -> Catalogue:
    """The catalogue with an office's own indicators, all examples and near misses tried, the shipped ones too: an indicator of the
    office must not take away what others count. Raises CatalogueError with line and reason."""
    catalogue = with_own(text)
    try:
        check_examples(catalogue)
    except CatalogueError as error:
        if not str(error).startswith(SHIPPED.file):
            raise
        raise CatalogueError(f"本单位指标改变了原有指标的读法。{error}", error.code) from None
    return catalogue
