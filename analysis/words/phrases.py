"""提法: the fixed expressions of reports, and which of them came, stayed and went.

An expression is counted on the text, not on the words: however a sentence was cut, 三级联动协商 stands where its characters stand,
with or without quotation marks. Once is enough to be new: that is what a statistic of words cannot see in four thousand characters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

import pandas as pd

from analysis.report import Repaired
from analysis.words import background
from analysis.words.expressions import NUMERALS, Candidate, Folded, candidates, fold, prepare
from analysis.words.segment import Segmenter
from analysis.words.segment import segmenter as shared

INVENTORY_COLUMNS = ("expression", "count", "sentences", "kind")
PHRASE_COLUMNS = ("expression", "left", "right", "first_left", "first_right", "left_report", "right_report", "kind", "change", "variants")
TIMELINE_COLUMNS = ("expression", "kind", "report", "count", "per_10k", "first", "last", "status")
CHANGES = {"stronger": "加强", "weaker": "减弱", "": ""}

#: Trust in a way of finding an expression; `_importance` says how it is used.
WEIGHTS = {
    "policy": 2.5,
    "meeting": 2.5,
    "slogan": 2.5,
    "quoted": 2.5,
    "number": 2.5,
    "parallel": 2.5,
    "title": 1.5,
    "activity": 1.5,
    "organ": 1.2,
    "role": 1.0,
    "heading": 1.0,
    "topic": 1.0,
    "recurrent": 1.0,
    "compound": 0.5,
}
TABLES = frozenset({"policy", "meeting", "slogan", "activity", "organ", "role"})
STRONGER = 2.0  # a kept expression is stronger when its rate has at least doubled …
ORDINARY = 1.5  # what an expression gains that no ordinary report has
LONG_NAME = 8  # folded characters; a longer quotation is rather a title than a name
STEP = 2  # … and it stands at least two times more often
_END = "。！？；\n"


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


@dataclass(frozen=True, slots=True)
class _Group:
    """One expression with all its wordings."""

    text: str
    kind: str
    keys: tuple[str, ...]


def inventory(repaired: Repaired, segmenter: Segmenter | None = None) -> pd.DataFrame:
    """The fixed expressions of one report: INVENTORY_COLUMNS, the most important first (then by expression)."""
    segmenter = segmenter or shared()
    prepared = prepare(repaired, segmenter)
    text = prepared.folded
    rows = []
    for group in _groups([text], prepared.candidates, segmenter):
        places = _find(text, group.keys)
        if places:
            rows.append(
                (
                    group.text,
                    len(places),
                    _sentences(text.text, places),
                    group.kind,
                    -_importance(group, len(places), _lead(text, places, repaired)),
                )
            )
    rows.sort(key=lambda row: (row[4], row[0]))
    return pd.DataFrame([row[:4] for row in rows], columns=list(INVENTORY_COLUMNS)).astype({"count": "int64", "sentences": "int64"})


def compare(left: Sequence[Repaired], right: Sequence[Repaired], segmenter: Segmenter | None = None) -> PhraseChange:
    """Expressions that only `right` has (new), both have (kept), only `left` has (dropped).

    Importance, highest first: trust in the way it was found (long quotations one less), plus log2 of its count (at most 2), plus
    one half when it stands in a title, lead or heading, plus one when it is a numeral formula such as “三项计划”, plus up to one for
    its length, plus up to 1.5 the rarer it is in ordinary official prose; ties by expression.
    """
    segmenter = segmenter or shared()
    reports = [*left, *right]
    prepared = [prepare(report, segmenter) for report in reports]
    texts = [each.folded for each in prepared]
    rows: dict[str, list[tuple[float, tuple[object, ...]]]] = {"new": [], "kept": [], "dropped": []}
    base = [sum(report.characters for report in side) or 1 for side in (left, right)]
    for group in _groups(texts, candidates(prepared, segmenter), segmenter):
        places = [_find(text, group.keys) for text in texts]
        counts = [sum(map(len, places[: len(left)])), sum(map(len, places[len(left) :]))]
        if not any(counts):
            continue
        lead = any(_lead(text, found, report) for text, found, report in zip(texts, places, reports, strict=True))
        status = "kept" if all(counts) else "new" if counts[1] else "dropped"
        first_left, first_right = _first(texts[: len(left)], places[: len(left)]), _first(texts[len(left) :], places[len(left) :])
        change = _change(counts, base) if status == "kept" else ""
        row = (group.text, *counts, first_left[1], first_right[1], first_left[0], first_right[0], group.kind, change, _others(group, texts))
        rows[status].append((_importance(group, max(counts), lead), row))
    return PhraseChange(*(_frame(rows[status]) for status in ("new", "kept", "dropped")))


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
            found.append((-_importance(group, max(counts), lead), group, counts))
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


def _groups(texts: Sequence[Folded], found: Sequence[Candidate], segmenter: Segmenter) -> list[_Group]:
    """Candidates with their variants together; one that stands only inside a longer, no less trusted one is left out."""
    merged: dict[str, list[Candidate]] = {}
    for candidate in found:
        name = segmenter.merged(candidate.text)
        merged.setdefault(fold(name), []).append(candidate)
    counts = {candidate.key: sum(text.count(candidate.key) for text in texts) for candidate in found}
    absorbed = _absorbed(found, counts)
    groups = []
    for canonical in sorted(merged):
        members = sorted(merged[canonical], key=lambda member: (-counts[member.key], member.key != canonical, member.text))
        if all(member.key in absorbed for member in members):
            continue
        keys = tuple(
            sorted(
                {member.key for member in members} | {fold(variant) for variant in segmenter.variants(segmenter.merged(members[0].text))}
            )
        )
        best = min(members, key=lambda member: -WEIGHTS[member.kind])
        groups.append(_Group(members[0].text, best.kind, keys))
    return groups


def _absorbed(found: Sequence[Candidate], counts: dict[str, int]) -> frozenset[str]:
    """Keys that stand only inside one longer candidate: longest first. What the tables know outlives what merely recurs."""
    holders: dict[str, list[Candidate]] = {}
    by_key = {candidate.key: candidate for candidate in found}
    for candidate in found:
        key = candidate.key
        for start in range(len(key)):
            for end in range(start + 2, len(key) + 1):
                inner = key[start:end]
                if inner != key and inner in by_key:
                    holders.setdefault(inner, []).append(candidate)
    gone = set()
    for inner in sorted(holders):
        mine = by_key[inner]
        for holder in holders[inner]:
            trusted = WEIGHTS[holder.kind] >= WEIGHTS[mine.kind] or {holder.kind, mine.kind} <= TABLES
            if trusted and counts[holder.key] == counts[inner]:
                gone.add(inner)
            elif not trusted and counts[holder.key] <= counts[inner] and holder.kind in ("compound", "recurrent"):
                gone.add(holder.key)
    return frozenset(gone)


def _find(folded: Folded, keys: Sequence[str]) -> list[int]:
    """Offsets of all wordings in the folded text, longest wording first, nothing counted twice."""
    taken: list[tuple[int, int]] = []
    text = folded.text
    for key in keys if len(keys) == 1 else sorted(keys, key=lambda each: (-len(each), each)):
        at = text.find(key) if folded.may_hold(key) else -1
        while at >= 0:
            if not any(start < at + len(key) and at < end for start, end in taken):
                taken.append((at, at + len(key)))
            at = text.find(key, at + len(key))
    return sorted(start for start, _ in taken)


def _sentences(text: str, places: Sequence[int]) -> int:
    """In how many sentences of the folded text the offsets fall."""
    ends = {min((found for mark in _END if (found := text.find(mark, at)) >= 0), default=len(text)) for at in places}
    return len(ends)


def _first(texts: Sequence[Folded], places: Sequence[Sequence[int]]) -> tuple[int, int]:
    """(index of the report, offset in its repaired text) of the first occurrence; (−1, −1) when there is none."""
    for index, (text, found) in enumerate(zip(texts, places, strict=True)):
        if found:
            return index, text.at[found[0]]
    return -1, -1


def _lead(text: Folded, places: Sequence[int], report: Repaired) -> bool:
    blocks = (report.block_at(text.at[at]) for at in places)
    return any(block is not None and block.kind in ("title", "lead", "heading") for block in blocks)


def _importance(group: _Group, count: int, lead: bool) -> float:
    share = max(background.shipped().share(name) for name in (group.text, *group.keys))
    numbered = group.kind in ("quoted", "policy", "slogan") and group.text[0] in NUMERALS and len(group.text) < LONG_NAME
    long = group.kind == "quoted" and len(fold(group.text)) > LONG_NAME
    return round(
        WEIGHTS[group.kind]
        - long
        + min(log2(count), 2.0)
        + 0.5 * lead
        + numbered
        + min(len(fold(group.text)), 6) / 6
        + ORDINARY * (1 - share),
        6,
    )


def _change(counts: Sequence[int], base: Sequence[int]) -> str:
    ratio = (counts[1] / base[1]) / (counts[0] / base[0])
    if ratio >= STRONGER and counts[1] - counts[0] >= STEP:
        return "stronger"
    return "weaker" if ratio <= 1 / STRONGER and counts[0] - counts[1] >= STEP else ""


def _others(group: _Group, texts: Sequence[Folded]) -> str:
    mine = fold(group.text)
    return "、".join(key for key in group.keys if key != mine and any(text.count(key) for text in texts))


def _frame(rows: list[tuple[float, tuple[object, ...]]]) -> pd.DataFrame:
    ordered = [row for _, row in sorted(rows, key=lambda each: (-each[0], str(each[1][0])))]
    whole = ("left", "right", "first_left", "first_right", "left_report", "right_report")
    return pd.DataFrame(ordered, columns=list(PHRASE_COLUMNS)).astype(dict.fromkeys(whole, "int64"))
