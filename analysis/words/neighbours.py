"""A token of jieba's and the word right before it: where the border between the two is wrong.

盐池／县政协 is 盐池县／政协, 30／余条 is 30／余／条, 沟通／率 is one word. These rules are asked while the text is cut, token by token;
what needs to look further is in `joining`.
"""

from typing import NamedTuple

import regex

from analysis.words.lexicon import Dictionary

LEVELS = frozenset("县市区旗州盟省")
WHOLE_BEFORE_LEVEL = frozenset("全各该本我")
ORGANS = frozenset({"政协", "政府", "人大", "委员", "政协系统", "政协委员"})
RATE_IS = frozenset("为达均超和与的稳提较居在保")  # what follows a rate; after 率 the verb stands whom it leads
#: First characters of tokens that may belong with the word before them (`Neighbours.beside`).
TRIGGERS = LEVELS | frozenset("余多周委别率万亿年一二两三四五六七八九十百千")
POINTS = frozenset("来间内前后")  # what follows a stretch of time

_NUMBER = regex.compile(r"[0-9０-９.]++[万亿]?")
_ROUND = frozenset("余多")
_WRITTEN = regex.compile(r"[一二两三四五六七八九十百千万亿零]++")
_WRITTEN_FIRST = frozenset("一二两三四五六七八九十百千")
_TENS = frozenset("十百千万亿")


class Word(NamedTuple):
    """A word and where it begins in the text it was cut from."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Neighbours:
    """Says what becomes of a token and the word before it."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._places = frozenset(dictionary.places)
        self._known = frozenset(term.text for term in dictionary.terms)
        self._plain = self._known | frozenset(dictionary.general)
        self._organs = dictionary.members("organ") | ORGANS
        self._measures, self._units = dictionary.members("measure"), dictionary.members("unit")
        self._whole_before_level = WHOLE_BEFORE_LEVEL | dictionary.members("numeral")  # 全 区政协, 四 市政协

    def beside(self, last: Word, token: str, following: str) -> tuple[Word, ...] | None:
        """What `token` and the word right before it become, or None when both stay as they are; `following`: the next character."""
        word, start = last
        first, rest = token[0], token[1:]
        if word[-1] in _TENS and first in _WRITTEN_FIRST and _WRITTEN.fullmatch(word):
            return self._written(last, token)
        if _NUMBER.fullmatch(word) or (first in _ROUND and word[-1] in _TENS and _WRITTEN.fullmatch(word)):
            return self._figure(last, token)
        if first in LEVELS and rest in self._organs and rest != "委":  # 盐池 县政协, 全 区政协, 市 县政协
            if word + first in self._places or word in self._whole_before_level or LEVELS.issuperset(word):
                return (Word(word + first, start), Word(rest, last.end + 1))
        elif token == "委" and word[-1] in LEVELS and word in self._places and len(word) > 2:  # 平罗县 委
            return (Word(word[:-1], start), Word(word[-1] + token, last.end - 1))
        elif token == "率" and len(word) == 2 and not ("\u4e00" <= following <= "\u9fff" and following not in RATE_IS):  # 沟通 率
            return (Word(word + token, start),)
        elif first == "别" and word[-1] == "界" and len(word) > 2:  # 医卫界 别, 工会界 别组
            cut = (Word(word[:-1], start), Word("界别", last.end - 1))
            return (*cut, Word(rest, last.end + 1)) if rest else cut
        elif first in "万亿" and word in _ROUND and rest in self._units:  # 30 余 万元
            return (last, Word(first, last.end), Word(rest, last.end + 1))
        return None

    def _figure(self, last: Word, token: str) -> tuple[Word, ...] | None:
        """After a figure: 75周年 is one word, 30／余条 and 30／多万元 are cut, and so are 30／万元 and 5／年间."""
        first, rest = token[0], token[1:]
        if token == "周年":
            return (Word(last.text + token, last.start),)
        if first in _ROUND and rest and token not in self._known:
            if rest[0] in "万亿" and (rest[1:] in self._units or len(rest) == 1):
                pieces = (last, Word(first, last.end), Word(rest[0], last.end + 1), Word(rest[1:], last.end + 2))
                return pieces if len(rest) > 1 else pieces[:3]
            return (last, Word(first, last.end), Word(rest, last.end + 1))
        if (first in "万亿" and rest in self._units) or (first == "年" and rest in POINTS):
            return (last, Word(first, last.end), Word(rest, last.end + 1))
        return None

    def _written(self, last: Word, token: str) -> tuple[Word, ...] | None:
        """六百／三十七 is one figure, 四十／四项 is 四十四 and 项; 万 and 亿 stay apart, and what only begins with a numeral."""
        number = _WRITTEN.match(token)
        if number is None or number.group() in {"万", "亿"} or token in self._plain:
            return None
        unit = token[number.end() :]
        if not unit:
            return (Word(last.text + token, last.start),)
        whole = Word(last.text + number.group(), last.start)
        if unit in self._measures or unit in self._units:
            return (whole, Word(unit, whole.end))
        if unit[0] in _ROUND and (unit[1:] in self._units or unit[1:] in {"万", "亿", ""}):  # 四百／六十余万
            more = Word(unit[0], whole.end)
            return (whole, more, Word(unit[1:], more.end)) if unit[1:] else (whole, more)
        return None
