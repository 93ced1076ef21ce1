"""Which reports are alike: cosine of their TF-IDF rows, the shared terms that make them so, an order and a map.

Cosine of two rows of length 1 is the sum of products over shared terms, so each shared term has a part in it. Distance on the map
is sqrt(2 - 2 cos), the Euclidean distance of the rows. How far a picture in two dimensions distorts these distances is its
stress (Kruskal's stress-1): sqrt(sum (d - D)^2 / sum d^2) over all pairs, d on the map, D between the rows. Below 0.1 the map can
be read closely, above 0.2 only its rough neighbourhoods.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster import hierarchy
from scipy.linalg.blas import ssyrk
from scipy.sparse.linalg import LinearOperator, eigsh
from scipy.spatial.distance import squareform

from analysis.themes.weights import Basis, TermCounts, Weighted, matrix, stock, weighted
from analysis.words.background import Background

SHARED_COLUMNS = ("term", "left_count", "right_count", "part")
MAP_COLUMNS = ("document", "x", "y")

Method = Literal["SMACOF", "classical"]
Square = NDArray[np.float64]

DENSE = 4_000  # terms in most documents, multiplied as one dense block; the rest as sparse rows
REFINED = 400  # documents up to which the map is refined step by step and the order made optimal
STEPS = 300
SETTLED = 1e-7


@dataclass(frozen=True, slots=True)
class Likeness:
    """`cosine`: documents x documents, 0–1, 1 on the diagonal. `order`: documents, like ones side by side.

    `coordinates`: MAP_COLUMNS, centred, axes without meaning of their own; `stress` of that map, NaN for fewer than three reports.
    """

    cosine: pd.DataFrame
    order: tuple[str, ...]
    coordinates: pd.DataFrame
    stress: float
    method: Method
    basis: Basis
    _rows: Weighted = field(repr=False)

    def shared(self, left: str, right: str, top: int = 10) -> pd.DataFrame:
        """The terms that make two reports alike: SHARED_COLUMNS, part descending, then term. KeyError for a report that is not there.

        left_count, right_count: occurrences. part: the term's product divided by the cosine; all parts sum to 1 (before `top`).
        """
        table, weights = self._rows.table, self._rows.weights
        number = {document: index for index, document in enumerate(table.documents)}
        i, j = number[left], number[right]
        products = weights[[i]].multiply(weights[[j]]).tocsr()
        total = float(products.data.sum())
        rows = [
            (table.terms[column], int(table.counts[i, column]), int(table.counts[j, column]), float(value) / total)
            for column, value in zip(products.indices, products.data, strict=True)
            if value > 0.0
        ]
        rows.sort(key=lambda row: (-round(row[3], 12), row[0]))
        types = dict(zip(SHARED_COLUMNS, ("str", "int64", "int64", "float64"), strict=True))
        return pd.DataFrame(rows[:top], columns=list(SHARED_COLUMNS)).astype(types)


def likeness(counts: Mapping[str, pd.DataFrame], *, genre: bool = False, background: Background | None = None) -> Likeness:
    """Likeness of the reports whose frequency tables are given (columns term, count; genre marks stock words and places).

    Stock words are left out unless `genre`: that all of them speak of the 政协 makes no two reports alike.
    """
    return of_matrix(matrix(counts), leave_out=frozenset() if genre else stock(counts), background=background)


def of_matrix(table: TermCounts, *, leave_out: Set[str] = frozenset(), background: Background | None = None) -> Likeness:
    """The same from a count matrix that is at hand already."""
    kept = np.array([index for index, term in enumerate(table.terms) if term not in leave_out], dtype=np.int64)
    terms = tuple(table.terms[index] for index in kept)
    counts = table.counts if len(kept) == len(table.terms) else sparse.csr_array(table.counts[:, kept])
    rows = weighted(TermCounts(table.documents, terms, counts), background=background)
    cosine = cosines(rows)
    places, stress, method = _map(rows.weights, cosine)
    names = pd.Index(table.documents, dtype="str")
    coordinates = pd.DataFrame({"document": pd.Series(table.documents, dtype="str"), "x": places[:, 0], "y": places[:, 1]})
    order = tuple(table.documents[index] for index in _order(cosine))
    return Likeness(pd.DataFrame(cosine, index=names, columns=names), order, coordinates, stress, method, rows.basis, rows)


def cosines(rows: Weighted) -> Square:
    """Cosine of every pair of rows, exactly symmetric, single precision inside (differences below 1e-6), 1 on the diagonal.

    Terms that stand in many documents are multiplied as a dense block, the rest as sparse rows: neither way is fast for both.
    """
    weights = rows.weights.astype(np.float32)
    frequency = np.bincount(weights.indices, minlength=weights.shape[1])
    common = np.sort(np.lexsort((np.arange(len(frequency)), -frequency))[:DENSE])
    rare = np.setdiff1d(np.arange(len(frequency)), common, assume_unique=True)
    block = np.ascontiguousarray(weights[:, common].toarray())
    product = ssyrk(1.0, block.T, trans=True, lower=True) if block.size else np.zeros((len(block),) * 2, dtype=np.float32)
    product = np.tril(product) + np.tril(product, -1).T
    if len(rare):
        rest = sparse.csr_array(weights[:, rare])
        product += (rest @ rest.T).toarray()
    result = np.clip(product.astype(np.float64), 0.0, 1.0)
    result = (result + result.T) / 2
    np.fill_diagonal(result, 1.0)
    return result


def _order(cosine: Square) -> list[int]:
    """Leaves of average-linkage clustering; up to REFINED reports in the order that puts most alike ones side by side."""
    size = len(cosine)
    if size < 3:
        return list(range(size))
    distances = squareform(1.0 - cosine, checks=False)
    tree = hierarchy.linkage(distances, "average")
    if size <= REFINED:
        tree = hierarchy.optimal_leaf_ordering(tree, distances)
    return [int(leaf) for leaf in hierarchy.leaves_list(tree)]


def _map(weights: sparse.csr_array, cosine: Square) -> tuple[Square, float, Method]:
    size = len(cosine)
    if size < 3:
        gap = float(np.sqrt(2.0 - 2.0 * cosine[0, 1])) if size == 2 else 0.0
        return np.array([[-gap / 2, 0.0], [gap / 2, 0.0]])[:size] if size == 2 else np.zeros((size, 2)), float("nan"), "classical"
    distances = np.sqrt(np.maximum(0.0, 2.0 - 2.0 * cosine))
    places = _classical(weights)
    method: Method = "classical"
    if size <= REFINED:
        places, method = _smacof(places, distances), "SMACOF"
    scale, stress = _fit(_distances(places), distances)
    return _turned(places * scale), stress, method


def _classical(weights: sparse.csr_array) -> Square:
    """Classical scaling of the rows: their first two principal coordinates, without ever forming the centred matrix."""
    size = weights.shape[0]
    transposed = sparse.csr_array(weights.T)

    def product(vector: NDArray[np.float64]) -> NDArray[np.float64]:
        centred = vector - vector.mean()
        result = np.asarray(weights @ (transposed @ centred))
        return np.asarray(result - result.mean(), dtype=np.float64)

    if size <= 20:
        full = np.column_stack([product(column) for column in np.eye(size)])
        values, vectors = np.linalg.eigh((full + full.T) / 2)
    else:
        start = np.sin(np.arange(1.0, size + 1.0))  # any fixed start without symmetry will do
        values, vectors = eigsh(LinearOperator((size, size), matvec=product, dtype=np.float64), k=2, which="LA", v0=start, tol=1e-6)
    order = np.argsort(values)[::-1][:2]
    return np.asarray(vectors[:, order] * np.sqrt(np.maximum(values[order], 0.0)), dtype=np.float64)


def _distances(places: Square) -> Square:
    squares = (places * places).sum(axis=1)
    now = squares[:, None] + squares[None, :] - 2.0 * (places @ places.T)
    now = np.sqrt(np.maximum(now, 0.0, out=now), out=now)
    np.fill_diagonal(now, 0.0)
    return np.asarray(now, dtype=np.float64)


def _fit(now: Square, target: Square) -> tuple[float, float]:
    """(scale, stress): the size of the map that fits best - classical scaling draws everything too close - and stress-1 at it."""
    spread, product, wanted = float(np.vdot(now, now)), float(np.vdot(now, target)), float(np.vdot(target, target))
    if spread <= 0.0 or product <= 0.0:
        return 1.0, 0.0 if wanted <= 0.0 else float("nan")
    scale = product / spread
    return scale, float(np.sqrt(max(0.0, wanted - scale * product) / (scale * product)))


def _smacof(places: Square, target: Square) -> Square:
    """Lower the stress step by step (de Leeuw's majorisation, unit weights) until it settles."""
    before = np.inf
    for _ in range(STEPS):
        now = _distances(places)
        scale, after = _fit(now, target)
        if before - after < SETTLED:
            break
        before = after
        ratio = np.divide(target, now, out=np.zeros_like(now), where=now > 1e-12) / scale
        places = scale * (ratio.sum(axis=1)[:, None] * places - ratio @ places) / len(target)
    return places


def _turned(places: Square) -> Square:
    """Centred, on principal axes, the coordinate farthest out positive: the same picture however the solver turned it."""
    centred = places - places.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1]
    for axis in range(2):
        farthest = int(np.argmax(np.abs(np.round(turned[:, axis], 9))))
        if turned[farthest, axis] < 0.0:
            turned[:, axis] = -turned[:, axis]
    return np.asarray(np.round(turned, 9) + 0.0, dtype=np.float64)
