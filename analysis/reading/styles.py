"""Styles of DOCX paragraphs: which are headings and of which level, which bring a number with them, which belong to a table of contents."""

from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: How far a style is followed to the one it is based on.
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Style:
    """`level`: 0 of the title, 1 of heading 1 and so on; None of a style that is no heading. `number`: its list and its level there, None
    where the style does not say it. `contents`: whether it is of a table of contents."""

    level: int | None = None
    number: tuple[str, int | None] | None = None
    contents: bool = False


PLAIN = Style()


class Styles:
    """The paragraph styles of one document by their id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._raw = {str(style.get(f"{W}styleId")): style for style in (root.iter(f"{W}style") if root is not None else ())}
        self._made: dict[str, Style] = {}

    def of(self, properties: etree._Element | None) -> tuple[str, Style]:
        """Id and style of a paragraph with these properties."""
        found = properties.find(f"{W}pStyle") if properties is not None else None
        name = str(found.get(f"{W}val")) if found is not None else ""
        if name not in self._made:
            self._made[name] = self._style(name, 0)
        return name, self._made[name]

    def _style(self, name: str, depth: int) -> Style:
        raw = self._raw.get(name)
        if raw is None or depth > DEEPEST:
            return PLAIN
        based = value(raw, "basedOn")
        below = self._style(based, depth + 1) if based else PLAIN
        called = value(raw, "name").lower().replace(" ", "")
        if called in ("title", "标题"):
            level: int | None = 0
        elif called.startswith(("heading", "标题")) and called[-1:].isdigit():
            level = int(called[-1])
        else:
            level = below.level
        contents = below.contents or (called.startswith(("toc", "目录")) and called[-1:].isdigit()) or called == "tocheading"
        listed = raw.find(f"{W}pPr/{W}numPr")
        number = below.number
        if listed is not None:
            depth_told = value(listed, "ilvl")
            number = (value(listed, "numId") or (below.number or ("",))[0], int(depth_told) if depth_told.isdecimal() else None)
        return Style(level, number, contents)


def value(element: etree._Element, name: str) -> str:
    """The value of a child element; an empty string when there is none."""
    child = element.find(f"{W}{name}")
    return str(child.get(f"{W}val", "")) if child is not None else ""


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as w:vanish is there and not set to off."""
    return element is not None and str(element.get(f"{W}val", "1")).lower() not in ("0", "false", "off")
