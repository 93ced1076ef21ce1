"""Topics over many reports: non-negative matrix factorisation of the TF-IDF of their paragraphs.

The number of topics is not guessed. For every candidate the factorisation is made on a sample and on seeded random subsets of
it; for every subset, topics are paired with those of the whole sample so that the mean Jaccard overlap of their ten leading terms
is highest; stability is the mean over subsets, 0–1 (after Greene, O'Callaghan and Cunningham 2014, "How many topics? Stability
analysis for topic models"). Taken is the largest number whose stability is within 0.03 of the best.
Same input and seed, same output to the byte: vocabulary in a stated order, one thread for linear algebra, results rounded.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.fold import fold
from analysis.report import Block, Repaired
from analysis.themes.weights import TermCounts, inverse_frequencies, matrix_of, weigh
from analysis.words.keywords import Tally, counts_as_term
from analysis.words.segment import Segmenter

TOPIC_SHARE_COLUMNS = ("document", "topic", "name", "share")
STABILITY_COLUMNS = ("topics", "stability", "chosen")
TOPIC_PARAGRAPH_COLUMNS = ("document", "paragraph", "topic", "weight")

CANDIDATES = (6, 8, 10, 12, 15, 20)
COARSE = 30  # fewer reports than this give coarse topics
VOCABULARY = 5_000
LEAST_TERMS = 5  # different terms a paragraph must have to say what it is about
SAMPLE = 3_000  # paragraphs that the stability is measured on
SUBSETS = 4
SUBSET_SHARE = 0.8
TOLERANCE = 0.03  # in stability: few topics are always a little more stable, and finer ones tell more
LEADING = 10  # terms that stability compares
LISTED = 20  # terms kept for a topic
DIGITS = 9

Progress = Callable[[float], None]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Topic:
    """`id` counts from 1 in the order of size. `terms` are its leading terms with weights relative to the first."""

    id: int
    name: str
    terms: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Topics:
    """Topics, their shares, and how stable their number is.

    `mixtures`: document -> for each of its paragraphs that is long enough (paragraph number, number of terms, weight of each topic;
    the weights sum to 1). `stability`: STABILITY_COLUMNS. `coarse`: fewer than 30 reports, too few for fine topics.
    """

    topics: tuple[Topic, ...]
    stability: pd.DataFrame
    coarse: bool
    documents: tuple[str, ...]
    mixtures: Mapping[str, tuple[tuple[int, int, tuple[float, ...]], ...]] = field(repr=False)

    def shares(self, groups: Mapping[str, str] | None = None) -> pd.DataFrame:
        """TOPIC_SHARE_COLUMNS: share of every topic in every report, weighted by terms; a report's shares sum to 1.

        `groups` maps documents to a place, a year …: then `document` is the group, in the order of first appearance. A report
        without a paragraph that is long enough has no rows: nothing is known of it.
        """
        sums: dict[str, Matrix] = {}
        for document in self.documents:
            for _, width, weights in self.mixtures.get(document, ()):
                key = groups[document] if groups is not None else document
                sums[key] = sums.get(key, np.zeros(len(self.topics))) + width * np.asarray(weights)
        rows = [
            (key, topic.id, topic.name, float(value))
            for key, total in sums.items()
            for topic, value in zip(self.topics, total / total.sum(), strict=True)
        ]
        return _frame(rows, TOPIC_SHARE_COLUMNS, ("str", "int64", "str", "float64"))

    def paragraphs(self, topic: int, top: int = 20) -> pd.DataFrame:
        """The paragraphs that speak most of a topic, TOPIC_PARAGRAPH_COLUMNS: its evidence. Weight, then text order."""
        at = [known.id for known in self.topics].index(topic)
        rows = [
            (document, number, topic, weights[at])
            for document in self.documents
            for number, _, weights in self.mixtures.get(document, ())
            if weights[at] > 0.0
        ]
        rows.sort(key=lambda row: -row[3])
        return _frame(rows[:top], TOPIC_PARAGRAPH_COLUMNS, ("str", "int64", "int64", "float64"))

    def renamed(self, names: Mapping[int, str]) -> "Topics":
        """The same topics under names that people gave; ids that are not there are ignored, empty names too."""
        return replace(self, topics=tuple(replace(topic, name=names.get(topic.id, "").strip() or topic.name) for topic in self.topics))

    def to_json(self) -> dict[str, Any]:
        """Plain values for the library; `from_json` takes them back."""
        return {
            "topics": [[topic.id, topic.name, [list(pair) for pair in topic.terms]] for topic in self.topics],
            "stability": self.stability.to_dict(orient="records"),
            "coarse": self.coarse,
            "documents": list(self.documents),
            "mixtures": {key: [[n, width, list(weights)] for n, width, weights in rows] for key, rows in self.mixtures.items()},
        }


def from_json(data: Mapping[str, Any]) -> Topics:
    """Topics as `Topics.to_json` wrote them."""
    topics = tuple(Topic(int(i), str(name), tuple((str(t), float(w)) for t, w in terms)) for i, name, terms in data["topics"])
    rows = [tuple(row[column] for column in STABILITY_COLUMNS) for row in data["stability"]]
    mixtures = {
        key: tuple((int(n), int(w), tuple(map(float, weights))) for n, w, weights in rows_) for key, rows_ in data["mixtures"].items()
    }
    return Topics(topics, _stability_frame(rows), bool(data["coarse"]), tuple(data["documents"]), mixtures)


def paragraph_counts(repaired: Repaired, segmenter: Segmenter) -> tuple[Mapping[str, int], ...]:
    """Term counts of every block of a report, so that a paragraph's number is its block's; empty where a block does not count."""
    return tuple(_terms_of(block, segmenter) if block.counted and block.kind in ("paragraph", "lead") else {} for block in repaired.blocks)


def _terms_of(block: Block, segmenter: Segmenter) -> Mapping[str, int]:
    tally = Tally(segmenter, True)
    tally.add(fold(block.text), 0)
    return {term: count for term, count in tally.counts.items() if counts_as_term(term, segmenter)}


def fit(
    documents: Mapping[str, Sequence[Mapping[str, int]]],
    *,
    candidates: Sequence[int] = CANDIDATES,
    leave_out: Set[str] = frozenset(),
    seed: int = 20_260_101,
    progress: Progress | None = None,
) -> Topics:
    """Topics of reports given as term counts of their paragraphs, in the order of the text.

    `leave_out`: terms that are not used (stock words, places). `progress` is told the part done, 0–1, and may raise to stop.
    With nothing to factorise (no term in two paragraphs) there are no topics, and every report is without shares.
    """
    tell = progress or (lambda part: None)
    tell(0.0)
    with threadpool_limits(limits=1):
        rows, weights, terms = _weights(documents, leave_out)
        tried = sorted({k for k in candidates if 2 <= k <= min(weights.shape) // 2})
        if not tried:
            return Topics((), _stability_frame([]), len(documents) < COARSE, tuple(documents), {})
        scores = _stability(weights, tried, seed, lambda part: tell(0.05 + 0.75 * part))
        best = max(k for k in tried if scores[k] >= max(scores.values()) - TOLERANCE)
        mixture, components = _factorise(weights, best, seed)
        tell(0.95)
        stability = _stability_frame([(k, round(scores[k], DIGITS), k == best) for k in tried])
        result = _assemble(documents, rows, (mixture, components), terms, stability)
    tell(1.0)
    return result


_Row = tuple[str, int, int]  # document, paragraph number, number of terms


def _weights(documents: Mapping[str, Sequence[Mapping[str, int]]], leave_out: Set[str]) -> tuple[list[_Row], sparse.csr_array, list[str]]:
    """Rows kept, their TF-IDF over at most VOCABULARY terms, and the terms in column order."""
    paragraphs: dict[str, Mapping[str, int]] = {}
    rows: list[_Row] = []
    for document, found_in in documents.items():
        for number, found in enumerate(found_in):
            kept = {term: n for term, n in found.items() if term not in leave_out}
            if len(kept) >= LEAST_TERMS:
                paragraphs[str(len(rows))] = kept
                rows.append((document, number, sum(kept.values())))
    table = matrix_of(paragraphs)
    columns = _vocabulary(table, [row[0] for row in rows])
    counts = sparse.csr_array(table.counts[:, columns])
    frequencies = np.bincount(counts.indices, minlength=len(columns)).astype(np.int64)
    return rows, weigh(counts, inverse_frequencies(len(rows), frequencies)), [table.terms[column] for column in columns]


def _vocabulary(table: TermCounts, owners: Sequence[str]) -> list[int]:
    """Columns of the terms in most reports (then most paragraphs, then by name), in term order.

    A term must stand in two reports, or in two paragraphs where there is one report only, and not in half of all paragraphs.
    """
    number = {owner: index for index, owner in enumerate(dict.fromkeys(owners))}
    by_row = np.array([number[owner] for owner in owners], dtype=np.int64)
    row_of = np.repeat(np.arange(len(owners)), np.diff(table.counts.indptr))
    pairs = (
        np.unique(np.stack([table.counts.indices.astype(np.int64), by_row[row_of]]), axis=1) if len(owners) else np.zeros((2, 0), dtype=int)
    )
    in_reports = np.bincount(pairs[0], minlength=len(table.terms))
    in_paragraphs = table.document_frequencies
    least = in_reports >= 2 if len(number) > 1 else in_paragraphs >= 2
    usable = np.flatnonzero(least & (in_paragraphs * 2 <= max(4, len(owners))))
    ranked = sorted(usable.tolist(), key=lambda column: (-in_reports[column], -in_paragraphs[column], table.terms[column]))
    return sorted(ranked[:VOCABULARY])


def _factorise(weights: sparse.csr_array, k: int, seed: int, *, steps: int = 200) -> tuple[Matrix, Matrix]:
    model = NMF(n_components=k, init="nndsvda", solver="cd", tol=1e-4, max_iter=steps, random_state=seed)
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):  # a perfect fit leaves a rest just below zero
        warnings.simplefilter("ignore", ConvergenceWarning)  # the number of steps is part of the definition here
        mixture = np.asarray(model.fit_transform(weights), dtype=np.float64)
    return mixture, np.asarray(model.components_, dtype=np.float64)


def _stability(weights: sparse.csr_array, tried: Sequence[int], seed: int, tell: Progress) -> dict[int, float]:
    random = np.random.default_rng(seed)
    size = weights.shape[0]
    sample = np.sort(random.permutation(size)[:SAMPLE])
    subsets = [np.sort(random.permutation(len(sample))[: max(2, int(len(sample) * SUBSET_SHARE))]) for _ in range(SUBSETS)]
    whole = sparse.csr_array(weights[sample])
    parts = [sparse.csr_array(whole[subset]) for subset in subsets]
    scores: dict[int, float] = {}
    for step, k in enumerate(tried):
        reference = _leading(_factorise(whole, k, seed, steps=60)[1])
        found = []
        for number, part in enumerate(parts):
            found.append(_agreement(reference, _leading(_factorise(part, k, seed, steps=60)[1])))
            tell((step + (number + 1) / len(parts)) / len(tried))
        scores[k] = float(np.mean(found))
    return scores


def _leading(components: Matrix) -> list[frozenset[int]]:
    order = np.argsort(-np.round(components, DIGITS), axis=1, kind="stable")[:, :LEADING]
    return [frozenset(row.tolist()) for row in order]


def _agreement(left: Sequence[frozenset[int]], right: Sequence[frozenset[int]]) -> float:
    """Mean Jaccard overlap of the best one-to-one pairing of topics."""
    overlap = np.array([[len(a & b) / len(a | b) for b in right] for a in left])
    pairs = linear_sum_assignment(-overlap)
    return float(overlap[pairs].mean())


def _assemble(
    documents: Mapping[str, object], rows: Sequence[_Row], model: tuple[Matrix, Matrix], terms: Sequence[str], stability: pd.DataFrame
) -> Topics:
    mixture, components = model
    mixture = mixture * np.linalg.norm(components, axis=1)  # a topic's scale may lie on either side of the product
    totals = mixture.sum(axis=1)
    known = np.flatnonzero(totals > 0.0)
    parts = np.round(mixture[known] / totals[known, None], DIGITS)
    widths = np.array([rows[index][2] for index in known.tolist()], dtype=np.float64)
    order = sorted(range(len(components)), key=lambda k: (-round(float(widths @ parts[:, k]), 6), k))
    topics = tuple(_topic(number, components[k], terms) for number, k in enumerate(order, 1))
    mixtures: dict[str, list[tuple[int, int, tuple[float, ...]]]] = {}
    for index, part in zip(known.tolist(), parts[:, order], strict=True):
        document, paragraph, width = rows[index]
        mixtures.setdefault(document, []).append((paragraph, width, tuple(part.tolist())))
    return Topics(topics, stability, len(documents) < COARSE, tuple(documents), {key: tuple(found) for key, found in mixtures.items()})


def _topic(number: int, component: Matrix, terms: Sequence[str]) -> Topic:
    order = np.argsort(-np.round(component, DIGITS), kind="stable")[:LISTED]
    first = float(component[order[0]]) or 1.0
    listed = tuple((terms[index], round(float(component[index]) / first, 6)) for index in order if component[index] > 0.0)
    return Topic(number, _name([term for term, _ in listed]), listed)


def _name(terms: Sequence[str]) -> str:
    """The three leading terms, none of them part of another."""
    chosen: list[str] = []
    for term in terms:
        if not any(term in other or other in term for other in chosen):
            chosen.append(term)
        if len(chosen) == 3:
            break
    return "·".join(chosen)


def _stability_frame(rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    return _frame(rows, STABILITY_COLUMNS, ("int64", "float64", "bool"))


def _frame(rows: Sequence[tuple[object, ...]], columns: tuple[str, ...], kinds: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).astype(dict(zip(columns, kinds, strict=True)))
