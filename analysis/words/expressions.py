"""What an expression is: how it was found, how it is folded, and the folded text on which it is counted."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from analysis.fold import fold as plain
from analysis.report import Repaired

#: How a candidate was found, most trusted first. The first five and role are kinds of the lexicon.
KIND_NAMES = {
    "policy": "政策",
    "meeting": "会议",
    "slogan": "提法",
    "activity": "活动",
    "organ": "组织",
    "quoted": "引号内",
    "title": "书名号内",
    "number": "数字式",
    "parallel": "排比",
    "rule": "制度机制",
    "topic": "议题",
    "role": "身份",
    "heading": "标题用语",
    "series": "对举",
    "motto": "警句",
    "saying": "四字语",
    "recurrent": "反复出现",
    "compound": "词组",
}
KINDS = tuple(KIND_NAMES)

NUMERALS = frozenset("一二三四五六七八九十两双")

_DROP = frozenset(" \t\r\n\x0b\x0c“”\"‘’'「」『』《》〈〉、·")
_DROPPED = regex.compile(f"[{regex.escape(''.join(sorted(_DROP)))}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """Counted text without quotation marks, 、 and white space, and where each of its characters stands in the repaired text."""

    text: str
    at: "array[int]"
    grams: frozenset[str]  # its stretches of three characters: a cheap no before a long search

    def count(self, key: str) -> int:
        """How often `key` stands here, overlaps not counted."""
        return self.text.count(key) if self.may_hold(key) else 0

    def places(self, key: str) -> Iterator[int]:
        """Offsets of `key` in the folded text, overlaps not counted."""
        at = self.text.find(key) if self.may_hold(key) else -1
        while at >= 0:
            yield at
            at = self.text.find(key, at + len(key))

    def may_hold(self, key: str) -> bool:
        return len(key) < 3 or (key[:3] in self.grams and key[-3:] in self.grams)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expression as it is written, its folded form, how it was found, and whether a report sets it in quotation or title marks."""

    text: str
    key: str
    kind: str
    quoted: bool = False


def fold(text: str) -> str:
    """The form in which expressions are compared: “互观互学 共促提升” and 互观互学、共促提升 are one."""
    return _DROPPED.sub("", plain(text))


def folded(repaired: Repaired) -> Folded:
    """Counted blocks of a report in folded form, one line feed after each block."""
    pieces: list[str] = []
    places = array("L")
    for block in repaired.blocks:
        if not block.counted:
            continue
        for offset, character in enumerate(plain(block.text)):
            if character not in _DROP:
                pieces.append(character)
                places.append(block.start + offset)
        pieces.append("\n")
        places.append(block.end)
    text = "".join(pieces)
    return Folded(text, places, frozenset(text[index : index + 3] for index in range(len(text) - 2)))
