"""What reads like a count and is none: a generic 一, slogans with small numerals, frequency rules, figures of the place.

The grammar of quantities leaves out what is written as a name; here the words around a quantity decide.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from analysis.figures.catalogue import Catalogue
from analysis.figures.clauses import REACH, TAIL, Sentence
from analysis.figures.cues import BACKGROUND, RULE, Role, in_stretch
from analysis.figures.quantities import Quantity, choice, load_units

Verdict = Literal["figure", "drop", "unbound"]

_SERVICE_HOURS = re.compile("时长|服务|学时|课|培训|累计")


class Vetoes:
    """The vetoes of one catalogue, as patterns compiled once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._countable = re.compile(f"的?.{{0,6}}?(?:{choice(catalogue.phrases['countable'])})")
        self._units = load_units()

    def verdict(self, sentence: Sentence, quantity: Quantity, roles: Sequence[Role], *, listed: bool) -> Verdict:
        """Whether a quantity of a sentence is a figure. roles: its phrases. listed: the quantity stands in a list with a larger number."""
        if quantity.form == "one":
            return "figure" if listed else "drop"
        if quantity.form != "arabic" and self._units[quantity.unit].small == "digits":
            return "drop"
        if quantity.form == "small" and not self._small(sentence, quantity):
            return "drop"
        if quantity.unit == "小时" and not _SERVICE_HOURS.search(sentence.text, sentence.left(quantity.start), quantity.start):
            return "drop"
        if not roles:
            return "figure"
        verdict: Verdict = "figure"
        left, right = sentence.left(quantity.start, quantity.start - REACH), sentence.right(quantity.stop, quantity.stop + TAIL)
        for role in in_stretch(roles, left, right):
            if role.roles & RULE and role.start < quantity.start:
                return "drop"
            if role.roles & BACKGROUND:
                verdict = "unbound"
        return verdict

    def _small(self, sentence: Sentence, quantity: Quantity) -> bool:
        """A numeral up to 十: 八件, 两次 count; 三级, 两支队伍 do not; with 个 or 项 it depends on the noun."""
        text, mode = sentence.text, self._units[quantity.unit].small
        left, right = sentence.left(quantity.start), sentence.right(quantity.stop)
        if mode == "yes":
            return True
        if mode == "no":
            return False
        if quantity.stop >= right or text[quantity.stop] in "、,;:。)和及":
            return quantity.start - left >= 3
        return self._countable.match(text, quantity.stop, right) is not None


@lru_cache(maxsize=4)
def vetoes(catalogue: Catalogue) -> Vetoes:
    """The compiled vetoes of a catalogue; catalogues are compared by identity."""
    return Vetoes(catalogue)
