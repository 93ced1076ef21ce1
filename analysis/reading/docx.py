"""DOCX: every paragraph in order, those in tables, text boxes and notes too.

The parts are read as XML and not through a document model: a model builds a grid for every table, and a cell that says it spans a
hundred million columns stops it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from analysis.reading.numbering import Numbering
from analysis.reading.package import BROKEN, Package
from analysis.report import ReadingError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

#: Elements whose text is not part of the document as it is read: deleted text, field codes, the second form of a text box.
SKIPPED = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{COMPATIBLE}Fallback", f"{W}pPr", f"{W}rPr", f"{W}sectPr"}
)
LETTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
#: Last parts of the relationship types of what is embedded and not read.
EMBEDDED = frozenset({"aFChunk", "oleObject", "package", "vbaProject", "control"})
#: Longest cell that is set beside others on one line; longer cells hold text and not a table.
CELL = 60
#: Longest paragraph with a heading style that is marked as a heading.
HEADING = 80
LONGEST = 5_000_000
TOO_LONG = f"文件超过 {LONGEST:,} 字，请拆分后再试。"


@dataclass(slots=True)
class Scope:
    """What is being read: the body, a table row, a cell, a text box. Lines go up to the enclosing scope when it closes."""

    tag: str
    lines: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)


def read(package: Package) -> tuple[str, tuple[str, ...]]:
    """The text of a DOCX, one paragraph a line, cells of a table row with a tab between them; and remarks for the user.

    Raises ReadingError E105 when the document part is missing or broken, E107 when it is too long.
    """
    name = _main_part(package)
    root = _transitional(package, name)
    if root is None:
        raise ReadingError(BROKEN, "E105")
    folder = name.rpartition("/")[0]
    styles = _heading_styles(package, folder)
    numbering = Numbering(package.xml(f"{folder}/numbering.xml"))
    lines = list(_lines(root, styles, numbering))
    for notes in ("footnotes.xml", "endnotes.xml"):
        part = _transitional(package, f"{folder}/{notes}")
        if part is not None:
            lines += [line for line in _lines(part, {}, numbering) if line.strip()]
    return "\n".join(lines), _remarks(package)


def is_document(package: Package) -> bool:
    """Whether the container is a word-processing document."""
    return any(name.startswith("word/") for name in package.names) or "[Content_Types].xml" in package.names


def _remarks(package: Package) -> tuple[str, ...]:
    """What the user should know: that something is embedded, or lies outside the file, and was left alone. Plain links are text."""
    embedded = any(
        part.endswith(("vbaProject.bin", ".ole")) or "/embeddings/" in part or "/afchunk" in part.lower() for part in package.names
    )
    outside = False
    for name in package.names:
        root = package.xml(name) if name.endswith(".rels") else None
        for relation in root.iter("{*}Relationship") if root is not None else ():
            kind = str(relation.get("Type", "")).rpartition("/")[2]
            embedded = embedded or kind in EMBEDDED
            outside = outside or (relation.get("TargetMode") == "External" and kind != "hyperlink")
    return ("文件中的宏与嵌入对象已忽略。",) * embedded + ("文件引用的外部模板、图片或对象没有打开。",) * outside


def _main_part(package: Package) -> str:
    """Name of the part that holds the document, as the relationships say, word/document.xml by default."""
    root = package.xml("_rels/.rels")
    for relation in root if root is not None else ():
        if str(relation.get("Type", "")).endswith("/officeDocument") and relation.get("TargetMode") != "External":
            return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _transitional(package: Package, name: str) -> etree._Element | None:
    """An XML part with the usual names; the strict variant of the format uses others for the same elements."""
    root = package.xml(name)
    if root is not None and str(root.tag).startswith(STRICT):
        for element in root.iter(f"{STRICT}*"):
            element.tag = W + etree.QName(element).localname
    return root


def _heading_styles(package: Package, folder: str) -> dict[str, int]:
    """Level by style id: 0 of the title, 1 of heading 1 and so on."""
    root = _transitional(package, f"{folder}/styles.xml")
    found: dict[str, int] = {}
    for style in root.iter(f"{W}style") if root is not None else ():
        name = style.find(f"{W}name")
        plain = str(name.get(f"{W}val", "") if name is not None else "").lower().replace(" ", "")
        if plain in ("title", "标题"):
            found[str(style.get(f"{W}styleId"))] = 0
        elif plain.startswith(("heading", "标题")) and plain[-1:].isdigit():
            found[str(style.get(f"{W}styleId"))] = int(plain[-1])
    return found


def _lines(root: etree._Element, styles: dict[str, int], numbering: Numbering) -> Iterator[str]:
    """The paragraphs below `root`, in order. Walks by events, so that depth costs nothing."""
    scopes = [Scope("body")]
    paragraphs: list[list[str]] = []
    skipping = size = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = str(element.tag)
        if tag in SKIPPED:
            skipping += 1 if event == "start" else -1
        elif skipping:
            continue
        elif tag == f"{W}p":
            if event == "start":
                paragraphs.append([])
            else:
                scopes[-1].lines += _paragraph(element, "".join(paragraphs.pop()), styles, numbering)
        elif tag in (f"{W}tr", f"{W}tc", f"{W}txbxContent"):
            if event == "start":
                scopes.append(Scope(tag))
            else:
                _close(scopes)
        elif event == "end" and paragraphs:
            letters = element.text or "" if tag == f"{W}t" else LETTERS.get(tag, "")
            size += len(letters)
            if size > LONGEST:
                raise ReadingError(TOO_LONG, "E107")
            if letters:
                paragraphs[-1].append(letters)
        if len(scopes) == 1 and not paragraphs:
            yield from scopes[0].lines
            scopes[0].lines = []


def _close(scopes: list[Scope]) -> None:
    """Hand the lines of a finished row, cell or text box to what holds it."""
    scope = scopes.pop()
    if scope.tag == f"{W}tc":
        scopes[-1].cells.append([line for line in scope.lines if line.strip()])
    elif scope.tag == f"{W}tr":
        scopes[-1].lines += _row(scope.cells) + scope.lines
    else:
        scopes[-1].lines += scope.lines


def _row(cells: list[list[str]]) -> list[str]:
    """One table row: short cells beside each other, or paragraph after paragraph where the table only makes columns."""
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and all(len("".join(cell)) <= CELL for cell in filled):
        return ["\t".join(" ".join(cell) for cell in cells)]
    return [line for cell in filled for line in cell]


def _paragraph(element: etree._Element, text: str, styles: dict[str, int], numbering: Numbering) -> list[str]:
    """The lines of one paragraph, its automatic number before it, signs of a heading where its style is one."""
    properties = element.find(f"{W}pPr")
    style = properties.find(f"{W}pStyle") if properties is not None else None
    level = styles.get(str(style.get(f"{W}val")) if style is not None else "")
    if not text.strip():
        return text.split("\n")
    text = numbering.label(properties) + text
    if level is not None and len(text) <= HEADING and "\n" not in text.strip():
        text = "#" * (level + 1) + " " + text.strip()
    return text.split("\n")
