"""What reads like a count and is none: a generic 一, slogans with small numerals, frequency rules, figures of the place.

The grammar of quantities leaves out what is written as a name; here the words around a quantity decide.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from analysis.figures.catalogue import Catalogue
from analysis.figures.clauses import REACH, TAIL, Sentence
from analysis.figures.cues import BACKGROUND, RULE
from analysis.figures.quantities import Quantity, choice, load_units
from analysis.figures.spotting import Role, Words, in_stretch

Verdict = Literal["figure", "drop", "unbound"]

_SERVICE_HOURS = re.compile("时长|服务|学时|课|培训|累计")


class Vetoes:
    """The vetoes of one catalogue, as patterns compiled once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._countable = re.compile(f"的?.{{0,6}}?(?:{choice(catalogue.phrases['countable'])})")
        self._units = load_units()

    def sift(self, words: Words, read: Sequence[Quantity]) -> tuple[list[Quantity], set[int]]:
        """Of the quantities of a sentence those that are figures, and where the numbers start among them that are no work."""
        sentence, kept = words.sentence, []
        aside: set[int] = set()
        judging = words.roles if words.phrases & (RULE | BACKGROUND) else ()
        for index, quantity in enumerate(read):
            if quantity.form == "one":
                if _listed(sentence.text, read, index):
                    kept.append(quantity)
                continue
            if quantity.form != "arabic" and not self._written(sentence, quantity):
                continue
            if quantity.unit == "小时" and not _SERVICE_HOURS.search(sentence.text, quantity.left, quantity.start):
                continue
            verdict = _verdict(quantity, judging) if judging else "figure"
            if verdict != "drop":
                kept.append(quantity)
            if verdict == "unbound":
                aside.add(quantity.start)
        return kept, aside

    def _written(self, sentence: Sentence, quantity: Quantity) -> bool:
        """Whether a number in Chinese numerals counts; a small one does when its noun can be counted."""
        if self._units[quantity.unit].small == "digits":
            return False
        return quantity.form != "small" or self._small(sentence, quantity)

    def _small(self, sentence: Sentence, quantity: Quantity) -> bool:
        """A numeral up to 十: 八件, 两次 count; 三级, 两支队伍 do not; with 个 or 项 it depends on the noun."""
        text, mode = sentence.text, self._units[quantity.unit].small
        left, right = quantity.left, quantity.right
        if mode == "yes":
            return True
        if mode == "no":
            return False
        if quantity.stop >= right or text[quantity.stop] in "、,;:。)和及":
            return quantity.start - left >= 3
        return self._countable.match(text, quantity.stop, right) is not None


def _verdict(quantity: Quantity, roles: Sequence[Role]) -> Verdict:
    """What the phrases of its sentence say of a number."""
    verdict: Verdict = "figure"
    for role in in_stretch(roles, max(quantity.left, quantity.start - REACH), min(quantity.right, quantity.stop + TAIL)):
        if role.roles & RULE and role.start < quantity.start:
            return "drop"
        if role.roles & BACKGROUND:
            verdict = "unbound"
    return verdict


def _listed(folded: str, read: Sequence[Quantity], index: int) -> bool:
    """Whether a 一 stands in a list with a larger number of its kind: 两名科长、一名干事."""
    one = read[index]
    for other in read[max(0, index - 1) : index + 2]:
        if other.form != "one" and other.kind == one.kind and (other.unit == one.unit or one.kind == "people"):
            between = folded[min(one.stop, other.stop) : max(one.start, other.start)]
            if "、" in between and "," not in between and len(between) <= 20:
                return True
    return False


@lru_cache(maxsize=4)
def vetoes(catalogue: Catalogue) -> Vetoes:
    """The compiled vetoes of a catalogue; catalogues are compared by identity."""
    return Vetoes(catalogue)
