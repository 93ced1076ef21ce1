"""Automatic numbers of DOCX paragraphs: 一、 （一） 1. are not in the text of a document but counted by the program that shows it."""

import regex
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = "零一二三四五六七八九"
CHINESE = frozenset({"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographTraditional", "taiwaneseCountingThousand"})
PLACE = regex.compile(r"%([1-9])")


class Numbering:
    """Counts the numbered paragraphs of one document. `label` has to be asked once for every paragraph, in order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}  # (list, level): number format, text, first number
        self._abstract: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        if root is not None:
            self._load(root)

    def _load(self, root: etree._Element) -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            name = str(abstract.get(f"{W}abstractNumId"))
            for level in abstract.iter(f"{W}lvl"):
                depth = _number(level.get(f"{W}ilvl"))
                start = _number(_value(level, "start"), 1)
                self._levels[name, depth] = (_value(level, "numFmt"), _value(level, "lvlText"), start)
        for number in root.iter(f"{W}num"):
            self._abstract[str(number.get(f"{W}numId"))] = _value(number, "abstractNumId")

    def label(self, properties: etree._Element | None) -> str:
        """The number of the next paragraph, such as 一、 or (2); an empty string when it has none or is only marked by a bullet."""
        found = properties.find(f"{W}numPr") if properties is not None else None
        if found is None:
            return ""
        abstract = self._abstract.get(_value(found, "numId"), "")
        depth = _number(_value(found, "ilvl"))
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
        return chinese(count) if kind in CHINESE else str(count)


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
