"""What of one report stands in another: sentences carried over unchanged or reworded, told apart from fixed formulae.

The kinds of a pair of sentences, compared without white space and punctuation (`analysis.themes.alignment` finds them):

- `exact`: the same characters, at least 16 of them no formula; fewer when the sentence beside it was carried over too;
- `near`: Indel similarity of at least 0.6 (0.7 for short sentences), formulae left out too, or one holds 0.85 of the other in
  long runs (a sentence that was split or joined; the longer side is cut to the part that is shared);
- `formula`: what they share is names and set phrases that every office writes (`analysis.themes.formulae`), or too short to say
  anything. Formulae are listed, and never enter a share.
"""

from collections.abc import Callable, Sequence
from typing import Literal

import pandas as pd
import regex
from rapidfuzz.distance import Indel

from analysis.report import Block, Repaired
from analysis.themes.alignment import Kind, Match, matches, sentences

PASSAGE_COLUMNS = ("left_start", "left_end", "right_start", "right_end", "left_text", "right_text", "similarity", "kind")

Tag = Literal["equal", "replace", "delete", "insert"]
Opcode = tuple[Tag, int, int, int, int]
_Row = tuple[int, int, int, int, float, Kind]

_TYPES = dict(zip(PASSAGE_COLUMNS, ("int64", "int64", "int64", "int64", "str", "str", "float64", "str"), strict=True))
_WORD = regex.compile(r"[\w%]")
_PIECE = regex.compile(r"[0-9０-９]++(?:[.．][0-9０-９]++)?|[A-Za-z]++|.", regex.S)


def carried_over(left: Repaired, right: Repaired) -> pd.DataFrame:
    """Sentences of `right` that stand in `left`: PASSAGE_COLUMNS, in the order of `right`.

    Offsets point into the repaired texts; similarity is 0–1. Each stretch of `right` is matched once, with the best sentence of
    `left`; a sentence of `left` can be carried over more than once. Only counted paragraphs and leads are read: a repeated
    paragraph counts where it stands first.
    """
    return _frame(matches(sentences(left, _is_text), sentences(right, _is_text)), left, right)


def repeated(repaired: Repaired) -> pd.DataFrame:
    """Sentences that say again what an earlier sentence of the same report said: PASSAGE_COLUMNS, left is the earlier place.

    Paragraphs that the repair marked as repeats are read too, so this is also the evidence for `Block.repeat_of`.
    """
    found = sentences(repaired, lambda block: block.kind in ("paragraph", "lead"))
    return _frame(matches(found, found, earlier=True), repaired, repaired)


def share(passages: pd.DataFrame, right: Repaired) -> float:
    """Part (0–1) of the characters of `right`'s counted paragraphs and leads that was carried over; formulae left out.

    `passages` is what `carried_over(left, right)` gave. NaN when `right` has no such text: nothing to have a share of.
    """
    total = sum(_width(block.text) for block in right.blocks if _is_text(block))
    work = passages[passages["kind"] != "formula"]
    carried, reach = 0, 0
    for start, end in sorted(zip(work["right_start"].tolist(), work["right_end"].tolist(), strict=True)):
        if end > reach:
            carried += _width(right.text[max(start, reach) : end])
            reach = end
    return carried / total if total else float("nan")


def joined(passages: pd.DataFrame, left: Repaired, right: Repaired) -> pd.DataFrame:
    """The same passages with neighbours made one where both sides run on within one paragraph: PASSAGE_COLUMNS.

    Similarity is the mean by characters of `right`; the kind is exact only when all parts are. Formulae are left out.
    """
    work = passages[passages["kind"] != "formula"].sort_values(["right_start", "left_start"], kind="stable")
    columns = ["left_start", "left_end", "right_start", "right_end", "similarity", "kind"]
    runs: list[list[_Row]] = []
    for row in work[columns].itertuples(index=False, name=None):
        if runs and _run_on(left, runs[-1][-1][1], row[0]) and _run_on(right, runs[-1][-1][3], row[2]):
            runs[-1].append(row)
        else:
            runs.append([row])
    return pd.DataFrame([_one(run, left, right) for run in runs], columns=list(PASSAGE_COLUMNS)).astype(_TYPES)


def opcodes(left: str, right: str, words: Callable[[str], Sequence[str]] | None = None) -> tuple[Opcode, ...]:
    """How `left` became `right`: (tag, left start, left end, right start, right end), covering both texts in order.

    `words` cuts a text into pieces that change as a whole and join to the text again (`Segmenter.tokens`); without it the pieces
    are characters and whole numbers. One equal character between two changes is taken into the change: it is chance.
    """
    cut = words or _pieces
    before, after = list(cut(left)), list(cut(right))
    left_at, right_at = _offsets(before), _offsets(after)
    steps: list[tuple[bool, int, int, int, int]] = []
    for step in Indel.opcodes(before, after):
        a, b, c, d = left_at[step.src_start], left_at[step.src_end], right_at[step.dest_start], right_at[step.dest_end]
        inside = min(a, c) > 0 and b < len(left) and d < len(right)
        equal = step.tag == "equal" and not (inside and b - a == 1)
        if steps and steps[-1][0] == equal:
            _, a, _, c, _ = steps.pop()
        steps.append((equal, a, b, c, d))
    return tuple((_tag(equal, b - a, d - c), a, b, c, d) for equal, a, b, c, d in steps)


def _tag(equal: bool, removed: int, added: int) -> Tag:
    if equal:
        return "equal"
    return "replace" if removed and added else "delete" if removed else "insert"


def _pieces(text: str) -> list[str]:
    return _PIECE.findall(text)


def _offsets(pieces: Sequence[str]) -> list[int]:
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    return offsets


def _is_text(block: Block) -> bool:
    return block.counted and block.kind in ("paragraph", "lead")


def _width(text: str) -> int:
    return len("".join(text.split()))


def _frame(found: Sequence[Match], left: Repaired, right: Repaired) -> pd.DataFrame:
    rows = []
    for match in found:
        (a, b), (c, d) = match.left_span, match.right_span
        rows.append((a, b, c, d, left.text[a:b], right.text[c:d], match.similarity, match.kind))
    return pd.DataFrame(rows, columns=list(PASSAGE_COLUMNS)).astype(_TYPES)


def _run_on(repaired: Repaired, end: int, start: int) -> bool:
    """Whether a passage that begins at `start` follows one that ended at `end` with only white space or marks between."""
    return end <= start and "\n" not in repaired.text[end:start] and _WORD.search(repaired.text, end, start) is None


def _one(run: Sequence[_Row], left: Repaired, right: Repaired) -> tuple[object, ...]:
    widths = [row[3] - row[2] for row in run]
    similarity = sum(row[4] * width for row, width in zip(run, widths, strict=True)) / sum(widths)
    kind: Kind = "exact" if all(row[5] == "exact" for row in run) else "near"
    a, b, c, d = run[0][0], run[-1][1], run[0][2], run[-1][3]
    return a, b, c, d, left.text[a:b], right.text[c:d], similarity, kind
