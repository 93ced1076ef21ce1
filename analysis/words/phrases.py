"""提法: the fixed expressions of reports, and which of them came, stayed and went.

An expression is counted on the text, not on the words: however a sentence was cut, 三级联动协商 stands where its characters stand,
with or without quotation marks. Once is enough to be new: that is what a statistic of words cannot see in four thousand characters.
"""

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.report import Repaired
from analysis.words.expressions import Candidate, Folded, fold
from analysis.words.gathering import candidates, prepare
from analysis.words.segment import Segmenter
from analysis.words.segment import segmenter as shared
from analysis.words.weighing import WEIGHTS, Group, importance

INVENTORY_COLUMNS = ("expression", "count", "sentences", "kind")
PHRASE_COLUMNS = ("expression", "left", "right", "first_left", "first_right", "left_report", "right_report", "kind", "change", "variants")
TIMELINE_COLUMNS = ("expression", "kind", "report", "count", "per_10k", "first", "last", "status")
CHANGES = {"stronger": "加强", "weaker": "减弱", "": ""}

TABLES = frozenset({"policy", "meeting", "slogan", "activity", "organ", "role"})
#: Organs and documents stand for themselves, wherever they are named: not part of a formula or of another title.
FORMS, NAMES = frozenset({"parallel", "series", "title"}), frozenset({"organ", "meeting", "title"})
STRONGER = 2.0  # a kept expression is stronger when its rate has at least doubled …
DERIVED = 1.5  # what a wording loses that only adds a word to an expression that both sides have
STEP = 2  # … and it stands at least two times more often
_END = frozenset("。！？；!?;\n")


@dataclass(frozen=True)
class PhraseChange:
    """new, kept, dropped: frames of PHRASE_COLUMNS, the most important first.

    left, right: how often. first_left, first_right: offset of the first occurrence in the repaired text of the report whose index
    is left_report, right_report; −1 where there is none. change (kept): "stronger", "weaker" or "". variants: other wordings that
    are counted with it, joined by 、.
    """

    new: pd.DataFrame
    kept: pd.DataFrame
    dropped: pd.DataFrame


def inventory(repaired: Repaired, segmenter: Segmenter | None = None) -> pd.DataFrame:
    """The fixed expressions of one report: INVENTORY_COLUMNS, the most important first (then by expression)."""
    segmenter = segmenter or shared()
    prepared = prepare(repaired, segmenter)
    text = prepared.folded
    ends = [at for at, character in enumerate(text.text) if character in _END]
    rows = []
    for group in _groups([text], prepared.candidates, segmenter):
        places = _find(text, group.keys)
        if places:
            rows.append(
                (
                    group.text,
                    len(places),
                    _sentences(ends, places),
                    group.kind,
                    -importance(group, len(places), _lead(text, places, repaired), segmenter),
                )
            )
    rows.sort(key=lambda row: (row[4], row[0]))
    return pd.DataFrame([row[:4] for row in rows], columns=list(INVENTORY_COLUMNS)).astype({"count": "int64", "sentences": "int64"})


def compare(left: Sequence[Repaired], right: Sequence[Repaired], segmenter: Segmenter | None = None) -> PhraseChange:
    """Expressions that only `right` has (new), both have (kept), only `left` has (dropped).

    The most important first: `weighing.importance`, less for a wording that only adds to one that both sides have (反映社情民意
    where both have 社情民意); ties by expression.
    """
    segmenter = segmenter or shared()
    reports = [*left, *right]
    prepared = [prepare(report, segmenter) for report in reports]
    texts = [each.folded for each in prepared]
    found: dict[str, list[tuple[Group, float, tuple[object, ...]]]] = {"new": [], "kept": [], "dropped": []}
    base = [sum(report.characters for report in side) or 1 for side in (left, right)]
    for group in _groups(texts, candidates(prepared, segmenter), segmenter):
        places = [_find(text, group.keys) for text in texts]
        counts = [sum(map(len, places[: len(left)])), sum(map(len, places[len(left) :]))]
        if not any(counts):
            continue
        lead = any(_lead(text, at, report) for text, at, report in zip(texts, places, reports, strict=True))
        status = "kept" if all(counts) else "new" if counts[1] else "dropped"
        first_left, first_right = _first(texts[: len(left)], places[: len(left)]), _first(texts[len(left) :], places[len(left) :])
        change = _change(counts, base) if status == "kept" else ""
        row = (group.text, *counts, first_left[1], first_right[1], first_left[0], first_right[0], group.kind, change, _others(group, texts))
        found[status].append((group, importance(group, max(counts), lead, segmenter), row))
    kept = frozenset(key for group, _, _ in found["kept"] for key in group.keys)
    return PhraseChange(*(_frame(found[status], kept if status != "kept" else frozenset()) for status in found))


def timeline(reports: Sequence[tuple[str, Repaired]], segmenter: Segmenter | None = None) -> pd.DataFrame:
    """Expressions along the reports, in the order given (a place's years): TIMELINE_COLUMNS, a row for each expression and report.

    first, last: labels of the first and last report that has it. status: "new" when it first stands in the last report, "dropped"
    when the last report no longer has it, "kept" when every report has it, else "returned" or "interrupted" by its last step.
    """
    segmenter = segmenter or shared()
    prepared = [prepare(report, segmenter) for _, report in reports]
    texts = [each.folded for each in prepared]
    labels = [label for label, _ in reports]
    found = []
    for group in _groups(texts, candidates(prepared, segmenter), segmenter):
        places = [_find(text, group.keys) for text in texts]
        counts = [len(each) for each in places]
        if any(counts):
            lead = any(_lead(text, each, report) for text, each, (_, report) in zip(texts, places, reports, strict=True))
            found.append((-importance(group, max(counts), lead, segmenter), group, counts))
    rows = []
    for _, group, counts in sorted(found, key=lambda each: (each[0], each[1].text)):
        standing = [index for index, n in enumerate(counts) if n]
        status = _status(counts)
        for (label, report), n in zip(reports, counts, strict=True):
            rate = n * 10_000 / report.characters if report.characters else 0.0
            rows.append((group.text, group.kind, label, n, rate, labels[standing[0]], labels[standing[-1]], status))
    return pd.DataFrame(rows, columns=list(TIMELINE_COLUMNS)).astype({"count": "int64", "per_10k": "float64"})


def _status(counts: Sequence[int]) -> str:
    if all(counts):
        return "kept"
    if not counts[-1]:
        return "dropped"
    if not any(counts[:-1]):
        return "new"
    return "kept" if counts[-2] else "returned"


def _groups(texts: Sequence[Folded], found: Sequence[Candidate], segmenter: Segmenter) -> list[Group]:
    """Candidates with their variants together; one that stands only inside a longer, no less trusted one is left out."""
    merged: dict[str, list[Candidate]] = {}
    variants: dict[str, set[str]] = {}
    for candidate in found:
        name = segmenter.merged(candidate.text)
        merged.setdefault(candidate.key if name == candidate.text else fold(name), []).append(candidate)
    for variant, term in segmenter.dictionary.merged.items():
        variants.setdefault(fold(term), {fold(term)}).add(fold(variant))
    counts = {candidate.key: sum(text.count(candidate.key) for text in texts) for candidate in found}
    absorbed = _absorbed(found, counts, texts)
    groups = []
    for canonical in sorted(merged):
        members = sorted(merged[canonical], key=lambda member: (-counts[member.key], member.key != canonical, member.text))
        if all(member.key in absorbed for member in members):
            continue
        keys = tuple(sorted({member.key for member in members} | variants.get(canonical, set())))
        best = min(members, key=lambda member: -WEIGHTS[member.kind])
        groups.append(Group(members[0].text, members[0].key, best.kind, keys, any(member.quoted for member in members)))
    return groups


def _absorbed(found: Sequence[Candidate], counts: dict[str, int], texts: Sequence[Folded]) -> frozenset[str]:
    """Keys that stand only inside longer candidates. What the tables know outlives what merely recurs."""
    holders: dict[str, list[Candidate]] = {}
    by_key = {candidate.key: candidate for candidate in found}
    for candidate in found:
        for inner in _inside(candidate.key, by_key):
            holders.setdefault(inner, []).append(candidate)
    gone = set()
    for inner in sorted(holders):
        mine = by_key[inner]
        longer = []
        for holder in holders[inner]:
            if (holder.kind in FORMS and mine.kind in NAMES) or (holder.kind == "topic" and mine.kind in TABLES):
                continue
            if WEIGHTS[holder.kind] >= WEIGHTS[mine.kind] or {holder.kind, mine.kind} <= TABLES:
                longer.append(holder.key)
            elif counts[holder.key] <= counts[inner] and holder.kind in ("compound", "recurrent"):
                gone.add(holder.key)
        if longer and sum(counts[key] * key.count(inner) for key in longer) >= counts[inner] and _covered(inner, longer, texts):
            gone.add(inner)
    return frozenset(gone)


def _inside(key: str, known: Container[str]) -> Iterator[str]:
    """The known keys of two characters and more that stand inside `key`, each once."""
    parts = {key[start:end] for start in range(len(key)) for end in range(start + 2, len(key) + 1)} - {key}
    return (part for part in sorted(parts) if part in known)


def _covered(inner: str, longer: Sequence[str], texts: Sequence[Folded]) -> bool:
    """Whether each place of `inner` lies inside a place of one of the longer keys."""
    for text in texts:
        spans = [(at, at + len(key)) for key in longer for at in text.places(key)]
        inside = {at + offset for at, end in spans for offset in range(end - at - len(inner) + 1)}
        if any(at not in inside for at in text.places(inner)):
            return False
    return True


def _find(folded: Folded, keys: Sequence[str]) -> list[int]:
    """Offsets of all wordings in the folded text, longest wording first, nothing counted twice."""
    if len(keys) == 1:
        return list(folded.places(keys[0]))
    taken: set[int] = set()
    found = []
    for key in sorted(keys, key=lambda each: (-len(each), each)):
        for at in folded.places(key):
            span = range(at, at + len(key))
            if taken.isdisjoint(span):
                taken.update(span)
                found.append(at)
    return sorted(found)


def _sentences(ends: Sequence[int], places: Sequence[int]) -> int:
    """In how many sentences the offsets fall; `ends`: where the sentences of the folded text end."""
    return len({bisect_left(ends, at) for at in places})


def _first(texts: Sequence[Folded], places: Sequence[Sequence[int]]) -> tuple[int, int]:
    """(index of the report, offset in its repaired text) of the first occurrence; (−1, −1) when there is none."""
    for index, (text, found) in enumerate(zip(texts, places, strict=True)):
        if found:
            return index, text.at[found[0]]
    return -1, -1


def _lead(text: Folded, places: Sequence[int], report: Repaired) -> bool:
    blocks = (report.block_at(text.at[at]) for at in places)
    return any(block is not None and block.kind in ("title", "lead", "heading") for block in blocks)


def _derived(group: Group, kept: frozenset[str]) -> bool:
    """Whether a wording of the tables adds no more than a word to an expression that both sides have."""
    key = group.key
    parts = (key[:-1], key[1:], key[:-2], key[2:])
    return not group.quoted and group.kind in TABLES and any(len(part) > 2 and part in kept for part in parts)


def _change(counts: Sequence[int], base: Sequence[int]) -> str:
    ratio = (counts[1] / base[1]) / (counts[0] / base[0])
    if ratio >= STRONGER and counts[1] - counts[0] >= STEP:
        return "stronger"
    return "weaker" if ratio <= 1 / STRONGER and counts[0] - counts[1] >= STEP else ""


def _others(group: Group, texts: Sequence[Folded]) -> str:
    return "、".join(key for key in group.keys if key != group.key and any(text.count(key) for text in texts))


def _frame(found: Sequence[tuple[Group, float, tuple[object, ...]]], kept: frozenset[str]) -> pd.DataFrame:
    rows = [(weight - DERIVED * _derived(group, kept), row) for group, weight, row in found]
    ordered = [row for _, row in sorted(rows, key=lambda each: (-each[0], str(each[1][0])))]
    whole = ("left", "right", "first_left", "first_right", "left_report", "right_report")
    return pd.DataFrame(ordered, columns=list(PHRASE_COLUMNS)).astype(dict.fromkeys(whole, "int64"))
