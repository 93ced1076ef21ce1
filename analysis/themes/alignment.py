"""Sentences of two texts that say the same, unchanged or reworded: the machinery of `passages`.

Sentences are compared without white space and punctuation. Pairs that share a run of eight characters are candidates (one array
of hashes per text); only candidates are aligned (Indel distance of rapidfuzz). Linear in the texts but for very common runs, which
are passed over.
"""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import regex
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from analysis.report import Block, Repaired
from analysis.themes.formulae import fixed_spans

Kind = Literal["exact", "near", "formula"]

GRAM = 8
NEAR = 0.6  # Indel similarity from which two sentences are one, reworded
NEAR_SHORT = 0.7  # the same for sentences under SHORT characters, where a few common words make up more
SHORT = 40
LONGER = 1.25  # times as long as the other: then the sentence may hold the other and something else
CONTAINED = 0.85  # part of the shorter sentence that runs of at least GRAM characters must cover
OWN = 16  # characters beside formulae that make a match work text
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
    pairs = ((i, j) for i, j in _candidates(left, right) if not earlier or i < j)
    found = [match for i, j in pairs for match in _align(i, j, left[i], right[j])]
    kept: list[Match] = []
    taken: dict[int, list[tuple[int, int]]] = {}
    for match in sorted(found, key=lambda match: match.rank):
        start, end = match.right_span
        spans = taken.setdefault(match.right, [])
        if all(end <= a or b <= start for a, b in spans):
            spans.append((start, end))
            kept.append(match)
    work = {(match.left, match.right) for match in kept if match.kind != "formula"}
    kept = [_with_neighbours(match, left[match.left], right[match.right], work) for match in kept]
    return sorted(kept, key=lambda match: (match.right_span, match.left_span))


def _with_neighbours(match: Match, left: Sentence, right: Sentence, work: Set[tuple[int, int]]) -> Match:
    """A short unchanged sentence is work text when the sentence before or after it was carried over with it."""
    beside = {(match.left - 1, match.right - 1), (match.left + 1, match.right + 1)}
    if match.kind == "formula" and left.bare == right.bare and right.fixed.mean() < 0.5 and beside & work:
        return replace(match, kind="exact")
    return match


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


def _align(i: int, j: int, left: Sentence, right: Sentence) -> Iterator[Match]:
    """The ways in which two sentences match: whole, one inside the other, or by a formula only."""
    whole = (left.start, left.end), (right.start, right.end)
    if left.bare == right.bare:
        yield Match(i, j, *whole, 1.0, "exact" if int((~right.fixed).sum()) >= OWN else "formula")
        return
    runs = _runs(left.bare, right.bare)
    shorter, longer = sorted((len(left.bare), len(right.bare)))
    unfixed = int((~left.fixed).sum()) + int((~right.fixed).sum())
    near = NEAR if longer >= SHORT else NEAR_SHORT
    for equal, own in ((2 * sum(run.length for run in runs), _own(runs, right)), _turned(left, right)):
        if equal >= near * (shorter + longer) and own >= OWN and 2 * own >= near * unfixed:
            yield Match(i, j, *whole, equal / (shorter + longer), "near")
            break
    long = [run for run in runs if run.length >= GRAM]
    if longer >= LONGER * shorter and sum(run.length for run in long) >= CONTAINED * shorter and _own(long, right) >= OWN:
        yield _cut(i, j, left, right, long)
    yield from _formula(i, j, left, right, long)


def _turned(left: Sentence, right: Sentence) -> tuple[int, int]:
    """(characters of both that common eight-grams cover, those of `right` that are no formula): clauses may have changed places."""
    inside = _covered(right.bare, left.bare)
    return int(inside.sum() + _covered(left.bare, right.bare).sum()), int((inside & ~right.fixed).sum())


def _covered(one: str, other: str) -> NDArray[np.bool_]:
    known = {other[at : at + GRAM] for at in range(len(other) - GRAM + 1)}
    covered = np.zeros(len(one), dtype=np.bool_)
    for at in range(len(one) - GRAM + 1):
        if one[at : at + GRAM] in known:
            covered[at : at + GRAM] = True
    return covered


def _formula(i: int, j: int, left: Sentence, right: Sentence, runs: Sequence[_Run]) -> Iterator[Match]:
    """The longest shared run, when most of it is a formula."""
    if not runs:
        return
    run = max(runs, key=lambda run: (run.length, -run.right))
    back = 0  # the alignment may have given the first characters of the run to others of the same kind further up
    while back < min(run.left, run.right) and left.bare[run.left - back - 1] == right.bare[run.right - back - 1]:
        back += 1
    run = _Run(run.left - back, run.right - back, run.length + back)
    if run.length >= FORMULA and right.fixed[run.right : run.right + run.length].mean() > 0.5:
        yield Match(i, j, _span(left, run.left, run.length), _span(right, run.right, run.length), 1.0, "formula")


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
