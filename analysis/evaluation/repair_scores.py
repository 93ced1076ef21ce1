"""How well the repair does: its blocks against a text that was repaired by hand.

The hand-made file has `blocks` of `kind` and `text`; the score asks how alike the texts are and how many blocks are the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.distance import Levenshtein, Opcodes

from analysis.report import Repaired


@dataclass(frozen=True, slots=True)
class Score:
    """`ratio`: 1 − Levenshtein distance / length of the longer text, for the blocks joined by line feeds (0–1).

    `kinds`, `borders`, `blocks`: shares (0–1) of the expected blocks that have the right kind, the right borders, and both.
    `wrong` names the blocks that have not both, as (expected kind, found kind or "", beginning of the text).
    """

    ratio: float
    kinds: float
    borders: float
    blocks: float
    wrong: tuple[tuple[str, str, str], ...] = field(default=())


def score(repaired: Repaired, expected: Sequence[Mapping[str, Any]]) -> Score:
    """The repair against `expected`, blocks `{"kind", "text"}` in the order of the text.

    A block has the right borders when it begins and ends at the same characters as an expected one, white space apart.
    Raises ValueError when `expected` is empty.
    """
    if not expected:
        raise ValueError("no expected blocks")
    found = [(block.kind, block.text) for block in repaired.blocks]
    right = [(str(block["kind"]), str(block["text"])) for block in expected]
    ratio = Levenshtein.normalized_similarity("\n".join(text for _, text in right), "\n".join(text for _, text in found))
    borders = _borders(right, found)
    matched = [(kind, text, borders.get(index)) for index, (kind, text) in enumerate(right)]
    bordered = sum(found_kind is not None for _, _, found_kind in matched)
    both = sum(kind == found_kind for kind, _, found_kind in matched)
    kinds = sum(kind == _kind_over(index, right, found) for index, (kind, _) in enumerate(right))
    wrong = tuple((kind, found_kind or "", text[:24]) for kind, text, found_kind in matched if kind != found_kind)
    count = len(right)
    return Score(ratio, kinds / count, bordered / count, both / count, wrong)


def _squeezed(blocks: Sequence[tuple[str, str]]) -> tuple[str, list[tuple[int, int, str]]]:
    """The texts without white space, and (start, end, kind) of every block in that."""
    texts, spans, offset = [], [], 0
    for kind, text in blocks:
        plain = "".join(text.split())
        texts.append(plain)
        spans.append((offset, offset + len(plain), kind))
        offset += len(plain)
    return "".join(texts), spans


def _mapped(
    right: Sequence[tuple[str, str]], found: Sequence[tuple[str, str]]
) -> tuple[list[tuple[int, int, str]], list[tuple[int, int, str]], Opcodes]:
    right_text, right_spans = _squeezed(right)
    found_text, found_spans = _squeezed(found)
    return right_spans, found_spans, Levenshtein.opcodes(right_text, found_text)


def _borders(right: Sequence[tuple[str, str]], found: Sequence[tuple[str, str]]) -> dict[int, str]:
    """Index of each expected block that a found block covers exactly, with the kind of that block."""
    right_spans, found_spans, opcodes = _mapped(right, found)
    to_right: dict[int, int] = {}  # character of the found text -> the same character of the expected one
    for code in opcodes:
        if code.tag == "equal":
            to_right.update(zip(range(code.dest_start, code.dest_end), range(code.src_start, code.src_end), strict=True))
    spans = {(start, end): index for index, (start, end, _) in enumerate(right_spans)}
    matched: dict[int, str] = {}
    for start, end, kind in found_spans:
        span = (to_right.get(start, -1), to_right.get(end - 1, -2) + 1)
        if span in spans:
            matched.setdefault(spans[span], kind)
    return matched


def _kind_over(index: int, right: Sequence[tuple[str, str]], found: Sequence[tuple[str, str]]) -> str:
    """Kind of the found block that holds the middle of the expected block's text, by its own words."""
    plain = "".join(right[index][1].split())
    middle = plain[len(plain) // 4 : max(len(plain) // 4 + 1, 3 * len(plain) // 4)]
    hits = [kind for kind, text in found if middle and middle in "".join(text.split())]
    return right[index][0] if right[index][0] in hits else (hits[0] if hits else "")
