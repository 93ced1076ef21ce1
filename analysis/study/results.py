"""A comparison of two or more sides with everything a page, the command line and a briefing show of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from analysis.comparison import Side, cells, pairs
from analysis.comparison.limits import Chip, chips
from analysis.comparison.summary import Sentence, scale, sentences
from analysis.reference_places import population
from analysis.report import LibraryError, Repaired
from analysis.study import Study
from analysis.themes import passages
from analysis.themes.functions import functions as function_catalogue
from analysis.words import contrast, phrases
from analysis.words.segment import segmenter

#: Share of a side's text per function; shares are 0–1, or NaN when the side has no paragraph.
FUNCTION_COLUMNS = ("function", "name", "side", "share", "characters")


@dataclass(frozen=True)
class Comparison:
    """cells, pairs: analysis.comparison. functions: FUNCTION_COLUMNS. tfidf: weights.TFIDF_COLUMNS by side label.

    contrast (contrast.CONTRAST_COLUMNS), its caution, phrases and carried (passages.PASSAGE_COLUMNS) speak of the first two sides.
    What takes longest, phrases, tfidf and carried, is computed when it is asked for and then kept: a page shows it last.
    """

    sides: tuple[Side, ...]
    chips: tuple[Chip, ...]
    cells: pd.DataFrame
    pairs: pd.DataFrame
    scale: Sentence
    sentences: tuple[Sentence, ...]
    functions: pd.DataFrame
    contrast: pd.DataFrame
    caution: str
    _study: Study = field(repr=False)
    _texts: tuple[tuple[Repaired, ...], ...] = field(repr=False)
    _words: Mapping[str, pd.DataFrame] = field(repr=False)

    @cached_property
    def phrases(self) -> phrases.PhraseChange:
        return phrases.compare(self._texts[0], self._texts[1], segmenter(self._study.dictionary))

    @cached_property
    def tfidf(self) -> pd.DataFrame:
        return self._study.tfidf(self._words)

    @cached_property
    def carried(self) -> pd.DataFrame:
        return passages.carried_over(self._texts[0][-1], self._texts[1][-1])

    def whole(self) -> "Comparison":
        """The same with nothing left to compute."""
        for name in ("phrases", "tfidf", "carried"):
            getattr(self, name)
        return self


def side(study: Study, ids: Sequence[str]) -> Side:
    """One side of a comparison from report ids. Raises LibraryError for an id the library does not hold, or for none at all."""
    if not ids:
        raise LibraryError("没有选报告，请先选一份。", "E130")
    reports = tuple(study.report(report_id) for report_id in ids)
    label = "、".join(report.label for report in reports) if len(reports) <= 3 else f"{reports[0].label} 等 {len(reports)} 份"
    known = {(report.metadata.place, report.metadata.province) for report in reports}
    inhabitants = population(*next(iter(known))) if len(known) == 1 else None
    found = [report.id for report in reports]
    return Side(label, reports, tuple(study.figures_of(found)), inhabitants, tuple(study.unread(found)))


def compare(study: Study, groups: Sequence[Sequence[str]], *, yearly: bool = False, per_head: bool = False) -> Comparison:
    """Compare two or more sides, each the ids of one report or of several."""
    if len(groups) < 2:
        raise LibraryError("对比至少要有两方，请再选一份报告。", "E130")
    sides = tuple(side(study, ids) for ids in groups)
    table = cells(sides, study.catalogue, yearly=yearly, per_head=per_head)
    found = pairs(table, sides, study.catalogue, yearly=yearly)
    texts = tuple(tuple(study.repaired(report.id) for report in one.reports) for one in sides)
    words = [_summed(pd.concat(study.words([report.id for report in one.reports]))) for one in sides]
    counted = contrast.contrast(
        *words[:2],
        left_characters=sum(text.characters for text in texts[0]),
        right_characters=sum(text.characters for text in texts[1]),
    )
    return Comparison(
        sides=sides,
        chips=chips(sides),
        cells=table,
        pairs=found,
        scale=scale(table, found, sides),
        sentences=sentences(table, found, sides),
        functions=functions(study, sides),
        contrast=counted,
        caution=contrast.caution(counted),
        _study=study,
        _texts=texts,
        _words={one.label: frame for one, frame in zip(sides, words, strict=True)},
    )


def functions(study: Study, sides: Sequence[Side]) -> pd.DataFrame:
    """Share of each side's text per function, in the catalogue's order; name is the short one. Columns: FUNCTION_COLUMNS."""
    short = {function.id: function.short for function in function_catalogue().all}
    rows: list[tuple[str, str, int, float, int]] = []
    for index, one in enumerate(sides):
        shares = pd.concat([study.functions(report.id).shares for report in one.reports])
        summed = shares.groupby("function", sort=False)["characters"].sum()
        total = int(summed.sum())
        rows += [(str(key), short[str(key)], index, count / total if total else float("nan"), int(count)) for key, count in summed.items()]
    return pd.DataFrame(rows, columns=list(FUNCTION_COLUMNS))


def _summed(words: pd.DataFrame) -> pd.DataFrame:
    """Counts of several reports as one table; a term is a stock word when it is one in any of them."""
    if not words["term"].duplicated().any():
        return words
    summed = words.groupby("term", sort=False).agg(
        {"count": "sum", "per_10k": "mean", "sections": "sum", "sentences": "sum", "genre": "any"}
    )
    return summed.reset_index().sort_values(["count", "term"], ascending=[False, True], ignore_index=True)
