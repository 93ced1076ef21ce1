"""What reads like a count and is none: a generic 一, slogans with small numerals, frequency rules, figures of the place.

The grammar of quantities leaves out what is written as a name; here the words around a quantity decide.
"""

from functools import lru_cache
from typing import Literal

import regex

from analysis.catalogue import Catalogue
from analysis.quantities import Quantity, choice, load_units

Verdict = Literal["figure", "drop", "unbound"]

_SERVICE_HOURS = regex.compile("时长|服务|学时|课|培训|累计")
_BREAK = regex.compile("[,;:]")


class Vetoes:
    """The vetoes of one catalogue, as patterns compiled once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._rule = regex.compile(f"(?<!平均)(?:{choice(catalogue.phrases['rule'])})")
        self._background = regex.compile(choice(catalogue.phrases["background"]))
        self._countable = regex.compile(f"的?.{{0,6}}?(?:{choice(catalogue.phrases['countable'])})")
        self._units = load_units()

    def doubtful(self, text: str) -> bool:
        """Whether the folded sentence has a word that can speak against its numbers; if not, only the numbers themselves can."""
        return self._rule.search(text) is not None or self._background.search(text) is not None

    def verdict(self, text: str, quantity: Quantity, *, left: int, right: int, listed: bool, doubtful: bool) -> Verdict:
        """Whether a quantity of the folded `text` is a figure. left, right: its clause. listed: it stands in a list with a larger number."""
        if quantity.form == "one":
            return "figure" if listed else "drop"
        if quantity.form != "arabic" and quantity.unit in self._units and self._units[quantity.unit].small == "digits":
            return "drop"
        if quantity.form == "small" and not self._small(text, quantity, left, right):
            return "drop"
        if quantity.unit == "小时" and not _SERVICE_HOURS.search(text, left, quantity.start):
            return "drop"
        if doubtful and self._rule.search(text, left, quantity.start):
            return "drop"
        return "unbound" if doubtful and self._background.search(text, left, right) else "figure"

    def _small(self, text: str, quantity: Quantity, left: int, right: int) -> bool:
        """A numeral up to 十: 八件, 两次 count; 三级, 两支队伍 do not; with 个 or 项 it depends on the noun."""
        mode = self._units[quantity.unit].small if quantity.unit in self._units else "yes"
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
