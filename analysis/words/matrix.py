"""Many frequency tables as one sparse matrix, so that any choice of reports can be added up and contrasted at once."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.words.background import Background
from analysis.words.contrast import Sides, of_sides
from analysis.words.keywords import LIBRARY_SHARE, TERM_COLUMNS

Ints = npt.NDArray[np.int32]


class TermMatrix:
    """Reports × terms in compressed rows. Immutable. Raises KeyError for a report id it does not hold."""

    def __init__(self, frames: Mapping[str, pd.DataFrame], characters: Mapping[str, int]) -> None:
        self.ids: tuple[str, ...] = tuple(frames)
        self.characters = {report: int(characters[report]) for report in self.ids}
        self._row = {report: index for index, report in enumerate(self.ids)}
        joined = [frame for frame in frames.values() if len(frame)]
        columns = {name: np.concatenate([frame[name].to_numpy() for frame in joined]) if joined else np.zeros(0) for name in TERM_COLUMNS}
        codes, terms = pd.factorize(columns["term"].astype(object), sort=True)
        self.terms: npt.NDArray[np.object_] = np.asarray(terms, dtype=object)
        self._bounds = np.concatenate(([0], np.cumsum([len(frame) for frame in frames.values()]))).astype(np.int64)
        self._codes: Ints = codes.astype(np.int32)
        self._counts: Ints = columns["count"].astype(np.int32)
        self._sentences: Ints = columns["sentences"].astype(np.int32)
        self._stock = np.zeros(len(self.terms), dtype=np.bool_)
        self._stock[self._codes[columns["genre"].astype(bool)]] = True

    def sums(self, ids: Iterable[str]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
        """(occurrences, sentences) of every term over the chosen reports, in the order of `terms`."""
        size = len(self.terms)
        counts, in_sentences = np.zeros(size), np.zeros(size)
        for report in dict.fromkeys(ids):
            part = slice(self._bounds[self._row[report]], self._bounds[self._row[report] + 1])
            counts[self._codes[part]] += self._counts[part]  # a term stands once in a row
            in_sentences[self._codes[part]] += self._sentences[part]
        return counts, in_sentences.astype(np.int64)

    def stock_of_library(self) -> npt.NDArray[np.bool_]:
        """Terms that stand in more than 90 % of the reports (of at least ten): stock words of this library."""
        standing = np.bincount(self._codes, minlength=len(self.terms))
        return (standing > LIBRARY_SHARE * len(self.ids)) & (len(self.ids) >= 10)

    def contrast(self, left: Sequence[str], right: Sequence[str], *, background: Background | None = None) -> pd.DataFrame:
        """`contrast.contrast` of two choices of reports: CONTRAST_COLUMNS. Terms that stand on neither side are left out."""
        (a, a_sentences), (b, b_sentences) = self.sums(left), self.sums(right)
        there = (a + b) > 0
        sides = Sides(self.terms[there], a[there], b[there], a_sentences[there], b_sentences[there], self._stock[there])
        sizes = [sum(self.characters[report] for report in dict.fromkeys(ids)) for ids in (left, right)]
        return of_sides(sides, sizes[0], sizes[1], background)
