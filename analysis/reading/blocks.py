"""The text of a web page as its blocks make it: a line a block, however many spans it is cut into; rows of tables with tabs."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import regex
from lxml import etree

#: Elements that begin and end a line.
BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "li main nav ol p pre section summary table tbody tfoot thead title ul".split()
)
LEFT_OUT = frozenset(
    {"script", "style", "noscript", "nav", "footer", "header", "aside", "form", "select", "button", "iframe", "svg", "template", "head"}
)
CELLS = frozenset({"td", "th"})
#: Longest cell that is set beside others on one line; longer cells hold text and not a table.
CELL = 60
NOT_SHOWN = regex.compile(r"(?:^|;)\s*+display\s*+:\s*+none", regex.IGNORECASE)
WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uff65\u2018-\u201d\u2014\u2026"
#: The end of a line in the source of a page between two Chinese characters, where no space is meant.
SOURCE_END = regex.compile(rf"(?<=[{WIDE}])[ \t]*+\r?\n\s*+(?=[{WIDE}])")
SPACE = regex.compile(r"[ \t\r\n\f\u200b]++")


@dataclass(slots=True)
class Scope:
    """The page, a table row or a cell: what is said on the line that is being made, and the lines and cells before."""

    tag: str
    parts: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)

    def end_line(self) -> None:
        """Begin a new line."""
        line = SPACE.sub(" ", SOURCE_END.sub("", "".join(self.parts))).strip(" \u00a0\u3000")
        if line:
            self.lines.append(line)
        self.parts.clear()


def lines_of(tree: etree._Element) -> Iterator[str]:
    """The lines of an element, menus and footers, and what is not shown, left out. Walks by events, so that depth costs nothing."""
    scopes = [Scope("page")]
    skipping: list[etree._Element] = []
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if not skipping and event == "start":
            if tag in LEFT_OUT or NOT_SHOWN.search(element.get("style") or ""):
                skipping.append(element)
            else:
                _open(scopes, tag)
                scopes[-1].parts.append(element.text or "")
        elif not skipping and event == "end":
            _close(scopes, tag)
        elif skipping and event == "end" and element is skipping[-1]:
            skipping.pop()
            if tag in BLOCKS:
                scopes[-1].end_line()
        if event != "start" and not skipping and element is not tree:
            scopes[-1].parts.append(element.tail or "")
    while len(scopes) > 1:
        _close(scopes, scopes[-1].tag)
    scopes[0].end_line()
    yield from scopes[0].lines


def _open(scopes: list[Scope], tag: str) -> None:
    if tag in CELLS or tag == "tr":
        if tag == "tr":
            scopes[-1].end_line()
        scopes.append(Scope("cell" if tag in CELLS else tag))
    elif tag in BLOCKS or tag == "br":
        scopes[-1].end_line()


def _close(scopes: list[Scope], tag: str) -> None:
    """End a line, or hand the lines of a finished cell or row to what holds it."""
    if tag in BLOCKS:
        scopes[-1].end_line()
    wanted = "cell" if tag in CELLS or tag == "cell" else tag
    if wanted not in ("cell", "tr") or scopes[-1].tag != wanted:
        return
    scope = scopes.pop()
    scope.end_line()
    if wanted == "cell":
        scopes[-1].cells.append(scope.lines)
    else:
        scopes[-1].lines += [*_row(scope.cells), *scope.lines]


def _row(cells: list[list[str]]) -> list[str]:
    """One row: short cells beside each other, or line after line where the table only lays the page out."""
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and all(len("".join(cell)) <= CELL for cell in filled):
        return ["\t".join(" ".join(cell) for cell in cells)]
    return [line for cell in filled for line in cell]
