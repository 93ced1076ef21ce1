"""Sentences of two texts that say the same, unchanged or reworded: the machinery of `passages`.

Sentences are compared without white space and punctuation. Pairs that share a run of eight characters are candidates (one array
of hashes per text); only candidates are aligned (Indel distance of rapidfuzz). Linear in the texts but for very common runs, which
are passed over.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import regex
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from analysis.formulae import fixed_spans
from analysis.report import Block, Repaired

Kind = Literal["exact", "near", "formula"]

GRAM = 8
NEAR = 0.6  # Indel similarity from which two sentences are one, reworded
CONTAINED = 0.85  # part of the shorter sentence that runs of at least GRAM characters must cover
OWN = 10  # characters beside formulae that make a match work text
FORMULA = 12  # a shared formula as short as a word is not worth a row
COMMON = 40  # an eight-gram in more left sentences than this says nothing of any of them

_SENTENCE = regex.compile(r"[^。！？!?；;\n]++[。！？!?；;]*+[”’」』）)]*+")
_BARE = regex.compile(r"[\w%]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`[start, end)` of the repaired text; `bare` are its word characters, `places` their offsets, `fixed` marks formulae."""

    start: int
    end: int
    bare: str
    places: tuple[int, ...]
    fixed: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Match:
    """Sentence `left` of one text and `right` of the other, with the spans that match and their similarity 0–1."""

    left: int
    right: int
    left_span: tuple[int, int]
    right_span: tuple[int, int]
    similarity: float
    kind: Kind

    @property
    def rank(self) -> tuple[bool, float, int, int, int]:
        """Best first: work text before formulae, then similarity, then length, then order in the texts."""
        return self.kind == "formula", -round(self.similarity, 9), self.right_span[0] - self.right_span[1], self.right, self.left


@dataclass(frozen=True, slots=True)
class _Run:
    """`length` equal characters: from `left` in one bare sentence, from `right` in the other."""

    left: int
    right: int
    length: int


def sentences(repaired: Repaired, wanted: Callable[[Block], bool]) -> list[Sentence]:
    """The sentences (to 。！？；) of the wanted blocks that have at least GRAM word characters."""
    found = []
    for block in repaired.blocks:
        if not wanted(block):
            continue
        fixed = np.zeros(len(block.text), dtype=np.bool_)
        for start, end in fixed_spans(block.text):
            fixed[start:end] = True
        for match in _SENTENCE.finditer(block.text):
            places = [mark.start() for mark in _BARE.finditer(block.text, match.start(), match.end())]
            if len(places) >= GRAM:
                bare = "".join(block.text[place] for place in places)
                start = match.end() - len(match.group().lstrip())
                offsets = tuple(block.start + place for place in places)
                found.append(Sentence(block.start + start, block.start + match.end(), bare, offsets, fixed[places]))
    return found


def matches(left: Sequence[Sentence], right: Sequence[Sentence], *, earlier: bool = False) -> list[Match]:
    """The best match for every stretch of `right`, in the order of `right`; `earlier`: only sentences before it (left is right)."""
    found: list[Match] = []
    for i, j in _candidates(left, right):
        match = _align(i, j, left[i], right[j]) if not earlier or i < j else None
        if match is not None:
            found.append(match)
    kept: list[Match] = []
    taken: dict[int, list[tuple[int, int]]] = {}
    for match in sorted(found, key=lambda match: match.rank):
        start, end = match.right_span
        spans = taken.setdefault(match.right, [])
        if all(end <= a or b <= start for a, b in spans):
            spans.append((start, end))
            kept.append(match)
    return sorted(kept, key=lambda match: (match.right_span, match.left_span))


def _grams(of: Sequence[Sentence]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Hash and sentence number of every eight-gram; grams do not cross sentences."""
    if not of:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    codes = np.concatenate([np.frombuffer(sentence.bare.encode("utf-32-le"), dtype="<u4") for sentence in of]).astype(np.uint64)
    owner = np.repeat(np.arange(len(of), dtype=np.int64), [len(sentence.bare) for sentence in of])
    windows = len(codes) - GRAM + 1
    hashes = np.zeros(windows, dtype=np.uint64)
    for offset in range(GRAM):
        hashes = hashes * np.uint64(1_000_003) + codes[offset : offset + windows]  # wraps at 2**64: that is the hash
    whole = owner[:windows] == owner[GRAM - 1 :]
    return hashes[whole], owner[:windows][whole]


def _candidates(left: Sequence[Sentence], right: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """(left, right) numbers of the sentences that share an eight-gram, by right, then left."""
    (left_hash, left_of), (right_hash, right_of) = _grams(left), _grams(right)
    order = np.argsort(left_hash, kind="stable")
    left_hash, left_of = left_hash[order], left_of[order]
    low, high = np.searchsorted(left_hash, right_hash, "left"), np.searchsorted(left_hash, right_hash, "right")
    hits = np.flatnonzero((high > low) & (high - low <= COMMON))
    pairs = {(int(right_of[hit]), int(number)) for hit in hits for number in left_of[low[hit] : high[hit]]}
    for number, other in sorted(pairs):
        yield other, number


def _runs(left: str, right: str) -> list[_Run]:
    steps = Indel.opcodes(left, right)
    return [_Run(step.src_start, step.dest_start, step.src_end - step.src_start) for step in steps if step.tag == "equal"]


def _own(runs: Sequence[_Run], right: Sentence) -> int:
    """Characters of the runs that are no formula."""
    return sum(int((~right.fixed[run.right : run.right + run.length]).sum()) for run in runs)


def _align(i: int, j: int, left: Sentence, right: Sentence) -> Match | None:
    if left.bare == right.bare:
        kind: Kind = "exact" if int((~right.fixed).sum()) >= OWN else "formula"
        return Match(i, j, (left.start, left.end), (right.start, right.end), 1.0, kind)
    runs = _runs(left.bare, right.bare)
    similarity = 2.0 * sum(run.length for run in runs) / (len(left.bare) + len(right.bare))
    own, unfixed = _own(runs, right), int((~left.fixed).sum()) + int((~right.fixed).sum())
    if similarity >= NEAR and own >= OWN and 2.0 * own >= NEAR * unfixed:
        return Match(i, j, (left.start, left.end), (right.start, right.end), similarity, "near")
    long = [run for run in runs if run.length >= GRAM]
    if not long:
        return None
    if sum(run.length for run in long) >= CONTAINED * min(len(left.bare), len(right.bare)) and _own(long, right) >= OWN:
        return _cut(i, j, left, right, long)
    run = max(long, key=lambda run: (run.length, -run.right))
    if run.length < FORMULA or right.fixed[run.right : run.right + run.length].mean() <= 0.5:
        return None
    return Match(i, j, _span(left, run.left, run.length), _span(right, run.right, run.length), 1.0, "formula")


def _span(sentence: Sentence, first: int, length: int) -> tuple[int, int]:
    return sentence.places[first], sentence.places[first + length - 1] + 1


def _cut(i: int, j: int, left: Sentence, right: Sentence, runs: Sequence[_Run]) -> Match:
    """One sentence inside the other: the shorter whole, the longer from the first shared run to the last."""
    first, last = runs[0], runs[-1]
    if len(left.bare) > len(right.bare):
        length = last.left + last.length - first.left
        inside, outside = left.bare[first.left : first.left + length], right.bare
        spans = _span(left, first.left, length), (right.start, right.end)
    else:
        length = last.right + last.length - first.right
        inside, outside = left.bare, right.bare[first.right : first.right + length]
        spans = (left.start, left.end), _span(right, first.right, length)
    return Match(i, j, *spans, float(Indel.normalized_similarity(inside, outside)), "near")
