"""Words that may name a number: which of those around it fit its unit and its clause, how telling each is, and which of several remain."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from analysis.figures.clauses import Clause
from analysis.figures.cues import Cues
from analysis.figures.spotting import Words, union

#: Scores by the place of a wording's word: behind the number, right before it, before it while an object stands behind it,
#: behind the object.
BEHIND, BEFORE, DISTANT, PREDICATE = 100.0, 100.0, 62.0, 52.0
ASIDE = 15.0  # what a word loses that is not the head of the object
ABOUT = 5.0  # what `about` adds when it stands in the sentence itself


class Candidate(NamedTuple):
    """A word that may name the number. Compared by score first."""

    score: float
    start: int
    end: int
    place: str
    indicator: str


def candidates(cues: Cues, words: Words, unit: str, clause: Clause) -> list[Candidate]:
    """Wordings whose word and lists are there, the most telling word only where one contains another."""
    starts, masks = words.starts, words.masks
    first = bisect_left(starts, clause.left)
    last = bisect_left(starts, clause.number if clause.shared else clause.right, first)
    own = 0
    for mask in masks[first:last]:
        own |= mask
    verbs = own
    if clause.whole_left < clause.left:
        verbs |= union(masks[bisect_left(starts, clause.whole_left) : first])
    seen = words.seen(clause.whole_right)
    failing = cues.failing(own, verbs, seen)
    # With an object behind the number only the number's verb tells; `reach` is where the words end that were found.
    nearest, reach = 0 if clause.object_end <= clause.stop else clause.number - 1, 0
    found: list[Candidate] = []
    for start, entries in zip(starts[first:last], map(cues.meanings[unit].get, words.numbers[first:last]), strict=True):
        if entries is None or (end := start + entries[0].length) <= reach or end < nearest:
            continue
        longest = 0
        for entry in entries:
            if entry.tests & failing or entry.length < longest:
                continue
            end, about = start + entry.length, entry.about
            if end <= reach:
                break
            bonus, place = _stands(clause, start, end)
            if not place or (about and not about & seen and not about & words.context()):
                continue
            found.append(Candidate(entry.weight + bonus + (ABOUT if about & seen else 0.0), start, end, place, entry.indicator))
            longest = entry.length
        if longest:
            reach = max(reach, start + longest)
    return _heads(words.sentence.text, found, clause) if len(found) > 1 else found


def _stands(clause: Clause, start: int, end: int) -> tuple[float, str]:
    """How telling a word is at its place, and what that place is called; "" where it says nothing about the number."""
    number, bare = clause.number, clause.object_end <= clause.stop
    if end <= number:
        if bare:
            return BEFORE - 1.5 * min(number - end, 30), "before"
        return (DISTANT - 1.5 * (number - end), "distant") if number - end < 2 else (0.0, "")
    if start < clause.stop or end > clause.right:
        return 0.0, ""
    if end <= clause.object_end:
        return BEHIND, "behind"
    return (PREDICATE, "predicate") if bare else (0.0, "")


def _heads(text: str, found: list[Candidate], clause: Clause) -> list[Candidate]:
    """Of words in the object behind a number the last one of the first unbroken run is its head: 民主监督意见建议. What stands before 的
    describes it (民主党派牵头的调研课题), and what stands behind other words is something else (联系点遍布社区)."""
    behind = [one for one in found if one.place == "behind"]
    if len(behind) < 2 or all(one.end == behind[0].end for one in behind):
        return found
    behind.sort(key=lambda one: (one.start, one.end))
    ranked: list[Candidate] = []
    begin, reach = max(clause.stop, text.rfind("的", clause.stop, behind[-1].start) + 1), -1
    for score, start, end, place, indicator in behind:
        if start < begin or (reach >= 0 and start > reach and text[reach:start].strip("、和与及“”")):
            ranked.append(Candidate(score - ASIDE, start, end, place, indicator))
            continue
        reach = max(reach, end)
        ranked.append(Candidate(score + 0.5 * min(end - clause.stop, 12), start, end, place, indicator))
    return [*(one for one in found if one.place != "behind"), *ranked]


def mixed(text: str, found: list[Candidate], clause: Clause) -> list[Candidate]:
    """Examples before 等 that name several indicators leave the word to what stands behind 等: 学习交流、调研协商等活动60余次."""
    place = text.rfind("等", clause.left, clause.number)
    if place < 0 or clause.object_end > clause.stop:
        return found
    behind = [one for one in found if one.start >= place]
    named = {one.indicator for one in found if one.end <= place and one.place == "before"}
    return behind if behind and len(named) > 1 else found


def shared(text: str, found: Sequence[Candidate]) -> list[Candidate]:
    """A rate behind a list of rates belongs to each of them: 办结率、办复率、满意率均为100%."""
    best = max(found)
    if best.place != "before":
        return [best]
    chosen: dict[int, Candidate] = {}
    for one in sorted(found, reverse=True):
        if one.place == "before":
            chosen.setdefault(one.start, one)
    ordered = [chosen[start] for start in sorted(chosen)]
    parts = [ordered[-1]]
    for one in reversed(ordered[:-1]):
        between = text[one.end : parts[0].start]
        if len(between) > 10 or not between or between[0] not in "、和及与,":
            break
        parts.insert(0, one)
    return parts if len({part.indicator for part in parts}) == len(parts) else [best]
