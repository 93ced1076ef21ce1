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

#: A place in a ranking (在…20个县区中名列第三), or a standard (不低于20%的要求).
_NO_WORK = re.compile("[^,;中]{0,10}中[^,;]{0,6}(?:名列|位列|位居|排名|排在|排第|列第|居第)|的(?:规定|要求|标准|原则)(?!落实|完成|开展)")
#: How many live somewhere: 全村有90户350人.
_DWELLERS = re.compile("全(?:村|镇|乡|县|市|区|旗|社区|街道)(?:现|共|总共)?有(?:[0-9]{1,8}余?户)?$")
#: A single thing told behind its noun, as in a ledger: 修建便桥一座、水井一眼.
_LEDGER, _LEDGER_ENDS = frozenset("口座眼栋幢台辆"), frozenset(",;。、)")
_NO_LEDGER = frozenset("每第再这那又同任唯另某逐有是为了过成出的不、,")
#: How much each of those counted gave or did: 捐款1万元以上的12人.
_THRESHOLD = re.compile("的(?:共|有)?[0-9]")
#: What is told of leaders, and is no work of this body: 两次重要讲话.
_WORDS_OF_LEADERS = ("重要讲话", "重要指示", "重要批示", "系列讲话")
#: What some of several did: 有的捐了数万元.
_SOME = ("有的", "有些", "有人")
#: A rule of so much money for each of them is an amount that was given: 每人资助2000元.
_PERSONS = "人名位户个"
_SERVICE_HOURS = re.compile("时长|服务|学时|课|培训|累计")


class Vetoes:
    """The vetoes of one catalogue, as patterns compiled once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._countable = re.compile(f"的?.{{0,6}}?(?:{choice(catalogue.phrases['countable'])})")
        self._units = load_units()

    def sift(self, words: Words, read: Sequence[Quantity]) -> tuple[list[Quantity], set[int]]:
        """Of the quantities of a sentence those that are figures, and where the numbers start among them that are no work."""
        sentence, kept = words.sentence, []
        text = sentence.text
        aside: set[int] = set()
        judging = words.roles if words.phrases & (RULE | BACKGROUND) else ()
        for index, quantity in enumerate(read):
            if quantity.form == "one":
                if _listed(sentence.text, read, index) or _ledger(sentence, quantity):
                    kept.append(quantity)
                continue
            if quantity.form != "arabic" and not self._written(sentence, quantity):
                continue
            if quantity.unit == "小时" and not _SERVICE_HOURS.search(sentence.text, quantity.left, quantity.start):
                continue
            behind = text[quantity.stop : quantity.stop + 11]
            if (behind[:1] == "的" or "中" in behind) and _NO_WORK.match(text, quantity.stop, quantity.right):
                continue
            if quantity.kind == "money" and _THRESHOLD.match(behind):
                continue
            if quantity.unit == "次" and behind.startswith(_WORDS_OF_LEADERS):
                continue
            verdict = _verdict(text, quantity, judging) if judging else "figure"
            if (quantity.kind == "people" or text[quantity.left] == "有") and _of_others(text, quantity):
                verdict = "unbound"
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


def _verdict(text: str, quantity: Quantity, roles: Sequence[Role]) -> Verdict:
    """What the phrases of its sentence say of a number."""
    verdict: Verdict = "figure"
    for role in in_stretch(roles, max(quantity.left, quantity.start - REACH), min(quantity.right, quantity.stop + TAIL)):
        if role.roles & RULE and role.start < quantity.start and (quantity.kind != "money" or text[role.start + 1] not in _PERSONS):
            return "drop"
        if role.roles & BACKGROUND:
            verdict = "unbound"
    return verdict


def _of_others(text: str, quantity: Quantity) -> bool:
    """Whether a number tells how many live somewhere, or what some of several did."""
    left, near = quantity.left, max(quantity.left, quantity.start - 20)
    if quantity.kind == "people" and text.find("全", near, quantity.start) >= 0 and _DWELLERS.search(text, near, quantity.start):
        return True
    return text.startswith(_SOME, left)


def _ledger(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a 一 ends its clause behind the thing it counts."""
    text, start = sentence.text, quantity.start
    if quantity.unit not in _LEDGER or start - quantity.left < 3 or text[start - 1] in _NO_LEDGER:
        return False
    return quantity.stop >= sentence.end or text[quantity.stop] in _LEDGER_ENDS


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
