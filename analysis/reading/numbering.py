"""Automatic numbers of DOCX paragraphs: 一、 （一） 1. are not in the text of a document but counted by the program that shows it."""

import regex
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = "零一二三四五六七八九"
CHINESE = frozenset({"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographTraditional", "taiwaneseCountingThousand"})
CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})
PLACE = regex.compile(r"%([1-9])")


class Numbering:
    """Counts the numbered paragraphs of one document. `label` has to be asked once for every paragraph, in order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}  # (list, level): number format, text, first number
        self._abstract: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._styled: dict[tuple[str, str], int] = {}  # (list, style): its level there
        self._restarts: dict[str, dict[int, int]] = {}  # list: at which number each level begins anew where it is first used
        if root is not None:
            self._load(root)

    def _load(self, root: etree._Element) -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            name = str(abstract.get(f"{W}abstractNumId"))
            for level in abstract.iter(f"{W}lvl"):
                depth = _number(level.get(f"{W}ilvl"))
                start = _number(_value(level, "start"), 1)
                self._levels[name, depth] = (_value(level, "numFmt"), _value(level, "lvlText"), start)
                self._styled[name, _value(level, "pStyle")] = depth
        for number in root.iter(f"{W}num"):
            name = str(number.get(f"{W}numId"))
            self._abstract[name] = _value(number, "abstractNumId")
            for override in number.iter(f"{W}lvlOverride"):
                anew = _value(override, "startOverride")
                if anew:
                    self._restarts.setdefault(name, {})[_number(override.get(f"{W}ilvl"))] = _number(anew, 1)

    def label(self, properties: etree._Element | None, style: str = "", styled: tuple[str, int | None] | None = None) -> str:
        """The number of the next paragraph, such as 一、 or (2); an empty string when it has none or is only marked by a bullet.

        style: the id of the paragraph's style. styled: the list and the level that the style brings, which the paragraph's own go before.
        """
        found = properties.find(f"{W}numPr") if properties is not None else None
        own = _value(found, "numId") if found is not None else ""
        name = own or (styled[0] if styled else "")
        if not name:
            return ""
        abstract = self._abstract.get(name, "")
        told = _value(found, "ilvl") if found is not None else ""
        depth = _number(told) if told or own or not styled or styled[1] is None else styled[1]
        if not told and not own:
            depth = self._styled.get((abstract, style), depth)
        for level, first in self._restarts.pop(name, {}).items():
            self._counts[abstract, level] = first - 1
        if (abstract, depth) not in self._levels:
            return ""
        kind, text, start = self._levels[abstract, depth]
        self._counts[abstract, depth] = self._counts.get((abstract, depth), start - 1) + 1
        for deeper in range(depth + 1, 9):
            self._counts.pop((abstract, deeper), None)
        if kind in ("bullet", "none", ""):
            return ""
        return PLACE.sub(lambda match: self._written(abstract, int(match[1]) - 1), text)

    def _written(self, abstract: str, depth: int) -> str:
        kind, _, start = self._levels.get((abstract, depth), ("decimal", "", 1))
        count = self._counts.get((abstract, depth), start)
        if kind in CHINESE:
            return chinese(count)
        if kind in CIRCLED and 0 < count <= 20:
            return chr(ord("①") + count - 1)
        return str(count)


def chinese(number: int) -> str:
    """1–99 in Chinese: 一, 十, 十二, 二十三; Arabic digits for anything else."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def _value(element: etree._Element, name: str) -> str:
    child = element.find(f"{W}{name}")
    return str(child.get(f"{W}val", "")) if child is not None else ""


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else default
