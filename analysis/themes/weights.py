"""Words of many reports -> the terms that mark each report (TF-IDF).

The definition is scikit-learn's (`TfidfTransformer` with its defaults), so that the numbers can be checked elsewhere:

    idf(t)      = ln((1 + n) / (1 + df(t))) + 1        n documents, df(t) of them hold t
    tfidf(d, t) = count(d, t) * idf(t) / |row of d|    Euclidean length of the whole row, before anything is left out

It differs from the textbook in the three ones: no division by nothing, and a term of every document keeps weight 1.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis.words.background import Background, shipped

TFIDF_COLUMNS = ("document", "term", "count", "tfidf", "documents", "basis")

Basis = Literal["library", "background"]

#: From so many reports on, the document frequencies of the library itself are worth more than those of the background table.
LIBRARY_ENOUGH = 30


@dataclass(frozen=True, slots=True)
class TermCounts:
    """Counts of terms: one row a document, one column a term (terms in code-point order), CSR of float64."""

    documents: tuple[str, ...]
    terms: tuple[str, ...]
    counts: sparse.csr_array = field(repr=False)

    @property
    def document_frequencies(self) -> NDArray[np.int64]:
        """In how many documents each term stands."""
        return np.bincount(self.counts.indices, minlength=len(self.terms)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Weighted:
    """TF-IDF rows of Euclidean length 1 in the columns of `table`, and the document frequencies they were made with."""

    table: TermCounts
    weights: sparse.csr_array = field(repr=False)
    frequencies: NDArray[np.int64] = field(repr=False)
    basis: Basis


def matrix(counts: Mapping[str, pd.DataFrame]) -> TermCounts:
    """The count matrix of frequency tables with columns `term` and `count`, as `keywords.count` makes them."""
    if not counts:
        return TermCounts((), (), sparse.csr_array((0, 0), dtype=np.float64))
    words = pd.concat([frame["term"] for frame in counts.values()], ignore_index=True)
    values = np.concatenate([frame["count"].to_numpy(dtype=np.float64) for frame in counts.values()])
    codes, terms = pd.factorize(words)  # one dictionary for all tables, far faster than a look-up for every row
    return _matrix(tuple(counts), [len(frame) for frame in counts.values()], [str(term) for term in terms], codes, values)


def matrix_of(counts: Mapping[str, Mapping[str, int]]) -> TermCounts:
    """The same matrix from plain mappings term -> count."""
    column: dict[str, int] = {}
    codes = np.array([column.setdefault(term, len(column)) for row in counts.values() for term in row], dtype=np.int64)
    values = np.array(list(chain.from_iterable(row.values() for row in counts.values())), dtype=np.float64)
    return _matrix(tuple(counts), [len(row) for row in counts.values()], list(column), codes, values)


def _matrix(
    documents: tuple[str, ...], sizes: Sequence[int], terms: Sequence[str], codes: NDArray[np.int64], values: NDArray[np.float64]
) -> TermCounts:
    order = sorted(range(len(terms)), key=terms.__getitem__)
    place = np.zeros(len(terms), dtype=np.int32)
    place[order] = np.arange(len(terms), dtype=np.int32)
    pointer = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(np.asarray(sizes, dtype=np.int64))])
    table = sparse.csr_array((values, place[codes], pointer), shape=(len(documents), len(terms)))
    table.sum_duplicates()  # sorts the columns of each row too, so that sums are made in one order
    table.eliminate_zeros()
    return TermCounts(documents, tuple(terms[index] for index in order), table)


def inverse_frequencies(documents: int, frequencies: NDArray[np.int64]) -> NDArray[np.float64]:
    """ln((1 + n) / (1 + df)) + 1 of every term."""
    return np.asarray(np.log((1.0 + documents) / (1.0 + frequencies)) + 1.0, dtype=np.float64)


def weigh(table: sparse.csr_array, idf: NDArray[np.float64]) -> sparse.csr_array:
    """Counts times idf, every row brought to Euclidean length 1; an empty row stays empty."""
    weights = table.data * idf[table.indices]
    rows_of = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    lengths = np.sqrt(np.bincount(rows_of, weights=weights * weights, minlength=table.shape[0]))
    lengths[lengths == 0.0] = 1.0
    return sparse.csr_array((weights / lengths[rows_of], table.indices, table.indptr), shape=table.shape)


def frequencies(table: TermCounts) -> Background:
    """Document frequencies of a whole library, in the shape of the background table: what `tfidf` takes as `library`."""
    in_documents = dict(zip(table.terms, table.document_frequencies.tolist(), strict=True))
    return Background(len(table.documents), int(table.counts.sum()), documents=in_documents)


def weighted(table: TermCounts, *, library: Background | None = None, background: Background | None = None) -> Weighted:
    """TF-IDF of a count matrix, with the basis that `tfidf` describes."""
    collection = library if library is not None else frequencies(table)
    if collection.texts >= LIBRARY_ENOUGH:
        size, known = collection.texts, np.array([collection.documents.get(term, 0) for term in table.terms], dtype=np.int64)
        return Weighted(table, weigh(table.counts, inverse_frequencies(size, known)), known, "library")
    general = background if background is not None else shipped()
    known = _pooled(table, general, collection)
    return Weighted(table, weigh(table.counts, inverse_frequencies(general.texts, known)), known, "background")


def tfidf(
    counts: Mapping[str, pd.DataFrame],
    *,
    top: int | None = 30,
    library: Background | None = None,
    background: Background | None = None,
    genre: bool = False,
    only: Collection[str] | None = None,
    subjects: Callable[[str], bool] | None = None,
) -> pd.DataFrame:
    """The terms that mark each report: TFIDF_COLUMNS, documents in the order given, tfidf descending, then term.

    `library` are the document frequencies of the whole library (`frequencies`); without it, of the reports given. With
    LIBRARY_ENOUGH reports they are what `idf` is made of (`basis` library: exactly `TfidfTransformer` on the library). With fewer,
    those of `background` are, by default data/reference/background.tsv (`basis` background), raised where the library shows
    that a word belongs to the genre: a term of p of n reports, p > 1, counts as standing in at least the part
    p / n * (n - 1) / (n + 1) of the background's texts. `documents` is the document frequency used, in the collection named.
    Rows are left out only after the weights are made: stock words (column `genre` of the tables, when they have it)
    unless `genre` is True, words for which `subjects` says no (Segmenter.names_subject), what comes after the first `top` terms
    (None keeps all), and reports that are not in `only`.
    Raises CatalogueError when the background table is needed and cannot be read.
    """
    known = weighted(matrix(counts), library=library, background=background)
    hidden = frozenset() if genre else stock(counts)
    parts = [_marking(known, row, hidden, subjects, top) for row, report in enumerate(counts) if only is None or report in only]
    if not parts:
        return pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in zip(TFIDF_COLUMNS, _KINDS, strict=True)})
    frame = pd.concat(parts, ignore_index=True)
    frame["basis"] = known.basis
    return frame[list(TFIDF_COLUMNS)]


_KINDS = ("str", "str", "int64", "float64", "int64", "str")


def _pooled(table: TermCounts, general: Background, collection: Background) -> NDArray[np.int64]:
    known = np.array([general.documents.get(term, 0) for term in table.terms], dtype=np.int64)
    here = np.array([collection.documents.get(term, 0) for term in table.terms], dtype=np.int64)
    size = collection.texts
    if size < 2:
        return known
    trust = (size - 1) / (size + 1)
    shown = np.floor(here * (general.texts * trust / size) + 1e-9).astype(np.int64)
    return np.where(here > 1, np.maximum(known, shown), known)


def stock(counts: Mapping[str, pd.DataFrame]) -> frozenset[str]:
    """Terms that column `genre` of the tables marks as stock words; none for tables without that column."""
    return frozenset(term for frame in counts.values() if "genre" in frame for term in frame["term"][frame["genre"].astype(bool)])


def _marking(known: Weighted, row: int, hidden: frozenset[str], subjects: Callable[[str], bool] | None, top: int | None) -> pd.DataFrame:
    terms, begin, end = known.table.terms, known.weights.indptr[row], known.weights.indptr[row + 1]
    columns, values = known.weights.indices[begin:end], known.weights.data[begin:end]
    # columns stand in term order, so a stable sort by weight breaks ties by term; rounding keeps noise out of the ties
    ranked = (index for index in np.argsort(-np.round(values, 12), kind="stable") if terms[columns[index]] not in hidden)
    # lazily: asking for a part of speech costs, and only the first `top` are wanted
    order = list(islice((index for index in ranked if subjects is None or subjects(terms[columns[index]])), top))
    return pd.DataFrame(
        {
            "document": pd.Series([known.table.documents[row]] * len(order), dtype="str"),
            "term": pd.Series([terms[columns[index]] for index in order], dtype="str"),
            "count": known.table.counts.data[begin:end][order].astype(np.int64),
            "tfidf": values[order],
            "documents": known.frequencies[columns[order]],
        }
    )
