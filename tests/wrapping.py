"""Texts cut into lines as machines cut them, and how many borders between paragraphs the repair finds again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import regex

from analysis.repair import repair
from tests.documents import lines_of

CLOSING = "，。、；：！？”’）》"
OPENING = "“‘（《"
UNITS = regex.compile(r"[A-Za-z0-9.,]+%?|.", regex.DOTALL)

Wrap = Callable[[str, int], list[str]]


def by_width(text: str, width: int) -> list[str]:
    """Lines of at most this many full-width characters: a digit takes half of one, numbers are not cut, a closing mark never begins a
    line and an opening one never ends it."""
    lines, line = [], ""
    for unit in UNITS.findall(text):
        if not line or _width(line + unit) <= width:
            line += unit
            continue
        cut = len(line)
        while unit in CLOSING and cut > 1 and (line[cut - 1] in CLOSING or line[cut - 1].isascii()):
            cut -= 1
        cut -= unit in CLOSING and cut > 1
        while cut > 1 and line[cut - 1] in OPENING:
            cut -= 1
        lines.append(line[:cut])
        line = line[cut:] + unit
    return [*lines, line]


def hanging(text: str, width: int) -> list[str]:
    """Lines of so many characters over whose edge closing marks hang."""
    lines = []
    while text:
        cut = width
        while cut < len(text) and text[cut] in CLOSING:
            cut += 1
        lines.append(text[:cut])
        text = text[cut:]
    return lines


def by_count(text: str, width: int) -> list[str]:
    """Lines of so many characters, whatever their width."""
    return lines_of(text, width)


def _width(text: str) -> float:
    return sum(1.0 if ord(character) > 0x2000 else 0.5 for character in text)


@dataclass(frozen=True, slots=True)
class Borders:
    """Borders between paragraphs: those there are, those that were found, and those that are both."""

    there: int = 0
    found: int = 0
    right: int = 0

    def __add__(self, other: "Borders") -> "Borders":
        return Borders(self.there + other.there, self.found + other.found, self.right + other.right)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.there)


#: How paragraphs are set: what stands before each when it is wrapped, whether that was lost since, and what stands between them.
LAYOUTS = {
    "bare": ("", False, "\n"),
    "lost indents": ("　　", True, "\n"),
    "indents": ("　　", False, "\n"),
    "blank lines": ("", False, "\n\n"),
    "both": ("　　", False, "\n\n"),
}


def borders(paragraphs: Sequence[str], wrap: Wrap, width: int, layout: str = "bare") -> Borders:
    """The borders found in the paragraphs wrapped at this width and set in this way."""
    indent, lost, gap = LAYOUTS[layout]
    wrapped = ["\n".join(wrap(indent + text, width)) for text in paragraphs]
    source = gap.join(text.lstrip(indent) if lost else text for text in wrapped)
    place, places = 0, []
    for character in source:
        places.append(place)
        place += not character.isspace()
    there = set()
    end = 0
    for text in paragraphs:
        end += len("".join(text.split()))
        there.add(end)
    found = repair(source)
    ends = {places[found.source_offset(block.end - 1)] + 1 for block in found.blocks}
    last = {end}
    return Borders(len(there - last), len(ends - last), len((there & ends) - last))
