"""How telling each word is: what it says for or against every function, in points, learned from paragraphs that people labelled.

`data/reference/function_words.tsv` has a row for every word: how rare it is among the labelled paragraphs, and its weight for each
function (above 0 it speaks for it, below 0 against it). `analysis/evaluation/learning.py` makes the table by a command. A stretch
of text gets, for every function, the sum of its words' weights, each word by its rarity and little more for coming again, the
whole made independent of the stretch's length: the points. `parts` turns points into shares that sum to one.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.reference import REFERENCE, rows
from analysis.report import CatalogueError
from analysis.themes.functions import Functions, functions
from analysis.themes.subjects import say

FILE = "function_words.tsv"
COLUMNS = ("term", "rarity")  # then one column for each function

Points = NDArray[np.float64]
Numbers = NDArray[np.int64]


class Telling:
    """Terms with their rarity and their weights: shapes (n,), (n,), (n, number of functions). Never changed after construction."""

    def __init__(self, terms: Sequence[str], rarity: Points, weights: Points) -> None:
        self.terms = tuple(terms)
        self.rarity = rarity
        self.weights = weights
        self._number = {term: number for number, term in enumerate(self.terms)}
        lengths: dict[str, set[int]] = {}
        for term in self.terms:
            lengths.setdefault(term[:2], set()).add(len(term))
        self.longest = max(map(len, self.terms), default=0)
        self._lengths = {beginning: tuple(sorted(known)) for beginning, known in lengths.items() if len(beginning) == 2}

    def find(self, text: str) -> "Found":
        """Every place of every term in a folded text, by start, short before long, terms inside longer ones too."""
        hits: list[int] = []  # start, end, number; start, end, number …
        known, lengths, last = self._number, self._lengths, len(text)
        for start, first in enumerate(text):
            if (number := known.get(first)) is not None:
                hits += (start, start + 1, number)
            for length in lengths.get(text[start : start + 2], ()):
                end = start + length
                if end <= last and (number := known.get(text[start:end])) is not None:
                    hits += (start, end, number)
        starts, ends, numbers = np.array(hits, dtype=np.int64).reshape(-1, 3).T.copy()
        return Found(starts, ends, numbers, say(text, starts, ends))

    def points(self, found: "Found", first: int = 0, last: int | None = None) -> Points:
        """What the terms found (those from `first` to before `last`) say together, for every function; zeros for no term."""
        chosen, values = vector(found.numbers[first:last], found.say[first:last], self.rarity)
        told: Points = values @ self.weights[chosen]
        return told


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The terms found in a text: where each starts and ends, its number, and how much say it has there (`subjects`). Shapes (n,)."""

    starts: Numbers
    ends: Numbers
    numbers: Numbers
    say: Points


def vector(numbers: Numbers, say: Points, rarity: Points) -> tuple[Numbers, Points]:
    """The different terms, and their values as a vector of length one: damped count x rarity, as usual in TF-IDF.

    A term's count is the sum of its say; from 1 on it is damped to 1 + ln count.
    """
    chosen, places = np.unique(numbers, return_inverse=True)
    counts = np.bincount(places, weights=say, minlength=len(chosen))
    raw = np.where(counts < 1.0, counts, 1.0 + np.log(np.maximum(counts, 1.0))) * rarity[chosen]
    length = math.sqrt(float(raw @ raw))
    return chosen, raw / length if length > 0.0 else raw


def parts(points: Points) -> Points:
    """Points as shares that sum to one (softmax)."""
    raised = np.exp(points - points.max())
    shares: Points = raised / raised.sum()
    return shares


@lru_cache(maxsize=1)
def telling() -> Telling:
    """The table of this installation with the seeds of its catalogue, read once."""
    return load(functions())


def load(catalogue: Functions, folder: Path = REFERENCE) -> Telling:
    """Read and check function_words.tsv. Raises CatalogueError that names the row and the reason."""
    terms: dict[str, tuple[float, list[float]]] = {}
    for number, row in rows(FILE, (*COLUMNS, *catalogue.ids), folder=folder):
        term = row["term"]
        if not term.strip() or term != term.strip() or term in terms:
            raise _error(f"第 {number} 行的词“{term}”是空的、首尾带空格或与前面重复")
        try:
            values = [float(row[column]) for column in ("rarity", *catalogue.ids)]
        except ValueError:
            raise _error(f"第 {number} 行（{term}）里有不是数字的权重") from None
        if not all(map(math.isfinite, values)) or values[0] <= 0.0:
            raise _error(f"第 {number} 行（{term}）的权重应当是有限的数，rarity 应当大于 0")
        terms[term] = values[0], values[1:]
    if not terms:
        raise _error("没有词")
    known = Telling(list(terms), np.array([value for value, _ in terms.values()]), np.array([value for _, value in terms.values()]))
    return with_seeds(known, catalogue)


def with_seeds(known: Telling, catalogue: Functions) -> Telling:
    """`known` and the seeds it does not hold: a seed that people add counts at once, as much as the learned ones of its group do."""
    place = {term: number for number, term in enumerate(known.terms)}
    usual = {weight: _usual(known, place, catalogue, weight) for weight in (1, 2, 3)}
    added = {
        seed: (index, usual[weight])
        for index, function in enumerate(catalogue.all)
        for seed, weight in function.seeds.items()
        if seed not in place
    }
    if not added:
        return known
    weights = np.zeros((len(added), len(catalogue.all)))
    for number, (index, weight) in enumerate(added.values()):
        weights[number, index] = weight
    rarity = np.full(len(added), float(known.rarity.max()))
    return Telling((*known.terms, *added), np.concatenate([known.rarity, rarity]), np.vstack([known.weights, weights]))


def _usual(known: Telling, place: Mapping[str, int], catalogue: Functions, group: int) -> float:
    """Median weight of the learned seeds of a group, each for its own function."""
    found = [
        known.weights[place[seed], index]
        for index, function in enumerate(catalogue.all)
        for seed, weight in function.seeds.items()
        if weight == group and seed in place
    ]
    return float(np.median(found)) if found else float(group)


def _error(reason: str) -> CatalogueError:
    return CatalogueError(f"参考表 {FILE}：{reason}。", "E140")
