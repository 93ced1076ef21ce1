"""How important an expression is: by the evidence that it is one, then by how rare it is elsewhere, last by how often it stands."""

from dataclasses import dataclass
from math import log2

from analysis.words import background
from analysis.words.collocations import EDGE
from analysis.words.expressions import NUMERALS
from analysis.words.segment import Segmenter

#: Trust in a way of finding an expression; `importance` says how it is used.
WEIGHTS = {
    "quoted": 3.0,
    "title": 3.0,
    "number": 3.0,
    "meeting": 2.8,
    "parallel": 2.6,
    "policy": 2.5,
    "slogan": 2.3,
    "rule": 2.5,
    "topic": 2.2,
    "activity": 1.7,
    "organ": 1.4,
    "heading": 1.4,
    "role": 1.2,
    "series": 1.0,
    "motto": 1.0,
    "saying": 0.8,
    "compound": 0.4,
    "recurrent": 0.4,
}
ORDINARY = 1.2  # what an expression gains that no ordinary report has
OFTEN = 0.4  # for each doubling of the count, up to four times
WEAK = 3.0  # what an expression loses that only joins everyday words of the genre
SHORT = 0.7  # what an expression loses outside quotation marks that is shorter than most of its kind
SHORTEST = {"slogan": 4, "activity": 4, "organ": 4, "role": 5}


@dataclass(frozen=True, slots=True)
class Group:
    """One expression with all its wordings: as it is written, folded, and the folded forms of all."""

    text: str
    key: str
    kind: str
    keys: tuple[str, ...]
    quoted: bool


def importance(group: Group, count: int, lead: bool, segmenter: Segmenter) -> float:
    """The weight of its kind, more when it is quoted, rare, numbered or repeated, less when everyday words make it."""
    size = len(group.key)
    share = max(background.shipped().share(name) for name in (group.text, *group.keys))
    weight = WEIGHTS["quoted"] if group.quoted else WEIGHTS[group.kind]
    numbered = group.quoted or group.kind in ("policy", "slogan")
    if numbered and group.text[0] in NUMERALS and size < 8:
        weight += 0.5
    if not group.quoted and ordinary(group.text, segmenter):
        weight -= WEAK
    if not group.quoted and size < SHORTEST.get(group.kind, 0):
        weight -= SHORT
    return round(weight + OFTEN * min(log2(count), 2.0) + 0.3 * lead + min(size, 6) / 6 + ORDINARY * (1 - share), 6)


def ordinary(text: str, segmenter: Segmenter) -> bool:
    """Whether nothing but stock words of the genre is joined (履职成果, 意见建议), or 新 with one of them (新台阶)."""
    stock = segmenter.dictionary.stock
    if len(text) == 3 and text[0] == "新":
        return True
    words = [word.text for word in segmenter.words(text)]
    if len(words) == 1 and len(text) == 4:
        words = [text[:2], text[2:]]
    return len(words) > 1 and all(word in stock or word in EDGE for word in words)
