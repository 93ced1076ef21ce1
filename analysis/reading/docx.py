"""DOCX: every paragraph in order, those in tables, text boxes and notes too.

The parts are read as XML and not through a document model: a model builds a grid for every table, and a cell that says it spans a
hundred million columns stops it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from analysis.reading.numbering import Numbering
from analysis.reading.package import BROKEN, Package
from analysis.reading.styles import Styles, is_on
from analysis.report import ReadingError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

#: Elements whose text is not part of the document as it is read: deleted text, field codes, how letters are pronounced.
SKIPPED = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr", f"{W}sectPr", f"{W}rt"})
TEXTS = frozenset({f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
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
    pending: str = ""  # a paragraph whose end is deleted: the next one goes on from it


@dataclass(frozen=True, slots=True)
class Shape:
    """Styles and numbers of a document, and names of what is not read of it, for a remark."""

    styles: Styles
    numbering: Numbering
    left_out: list[str] = field(default_factory=list)


def read(package: Package) -> tuple[str, tuple[str, ...]]:
    """The text of a DOCX, one paragraph a line, cells of a table row with a tab between them; and remarks for the user.

    Raises ReadingError E105 when the document part is missing or broken, E107 when it is too long.
    """
    name = _main_part(package)
    root = _transitional(package, name)
    if root is None:
        raise ReadingError(BROKEN, "E105")
    folder = name.rpartition("/")[0]
    shape = Shape(Styles(_transitional(package, f"{folder}/styles.xml")), Numbering(_transitional(package, f"{folder}/numbering.xml")))
    lines = list(_lines(root, shape))
    for notes in ("footnotes.xml", "endnotes.xml"):
        part = _transitional(package, f"{folder}/{notes}")
        if part is not None:
            lines += [line for line in _lines(part, Shape(Styles(None), shape.numbering, shape.left_out)) if line.strip()]
    return "\n".join(lines), (*(f"文件中的{name}没有读取。" for name in dict.fromkeys(shape.left_out)), *_remarks(package))


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


def _lines(root: etree._Element, shape: Shape) -> Iterator[str]:
    """The paragraphs below `root`, in order. Walks by events, so that depth costs nothing."""
    scopes = [Scope("body")]
    paragraphs: list[list[str]] = []
    left_out: list[etree._Element] = []
    size = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = str(element.tag)
        if left_out:
            if event == "end" and element is left_out[-1]:
                left_out.pop()
        elif event == "start" and (tag in SKIPPED or _left_out(element, tag, shape)):
            left_out.append(element)
        elif tag == f"{W}p":
            if event == "start":
                paragraphs.append([scopes[-1].pending])
                scopes[-1].pending = ""
            elif element.find(f"{W}pPr/{W}rPr/{W}del") is not None:  # the border to the next paragraph is deleted
                scopes[-1].pending = "".join(paragraphs.pop())
            else:
                scopes[-1].lines += _paragraph(element, "".join(paragraphs.pop()), shape)
        elif tag in (f"{W}tr", f"{W}tc", f"{W}txbxContent"):
            if event == "start":
                scopes.append(Scope(tag))
            else:
                _close(scopes)
        elif event == "end" and paragraphs:
            letters = element.text or "" if tag in TEXTS else LETTERS.get(tag, "")
            size += len(letters)
            if size > LONGEST:
                raise ReadingError(TOO_LONG, "E107")
            if letters:
                paragraphs[-1].append(letters)
        if len(scopes) == 1 and not paragraphs:
            yield from scopes[0].lines
            scopes[0].lines = []
    if scopes[0].pending:
        yield scopes[0].pending


def _left_out(element: etree._Element, tag: str, shape: Shape) -> bool:
    """Whether an element holds text that is not read, for what it says of itself; what a person should know of is noted in `shape`."""
    if tag == f"{W}r":
        properties = element.find(f"{W}rPr")
        hidden = properties is not None and is_on(properties.find(f"{W}vanish"))
        if hidden and element.find(f"{W}t") is not None:
            shape.left_out.append("隐藏文字")
        return hidden
    if tag == f"{W}tr":
        return element.find(f"{W}trPr/{W}del") is not None
    if tag in (f"{COMPATIBLE}Choice", f"{COMPATIBLE}Fallback"):
        return element is not _chosen(element)
    if tag == f"{W}sdt":
        told = element.find(f"{W}sdtPr")
        if told is None:
            return False
        gallery = told.find(f"{W}docPartObj/{W}docPartGallery")
        contents = gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
        if contents:
            shape.left_out.append("自动目录")
        return contents or is_on(told.find(f"{W}showingPlcHdr"))
    if tag == f"{W}p" and shape.styles.of(element.find(f"{W}pPr"))[1].contents:
        shape.left_out.append("自动目录")
        return True
    return False


def _chosen(choice: etree._Element) -> etree._Element | None:
    """Of the forms in which one thing is given for newer and older programs, the first that holds text."""
    parent = choice.getparent()
    forms = list(parent) if parent is not None else [choice]
    return next((form for form in forms if next(form.iter(f"{W}t"), None) is not None), forms[0])


def _close(scopes: list[Scope]) -> None:
    """Hand the lines of a finished row, cell or text box to what holds it."""
    scope = scopes.pop()
    scope.lines += [scope.pending] if scope.pending else []
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


def _paragraph(element: etree._Element, text: str, shape: Shape) -> list[str]:
    """The lines of one paragraph, its automatic number before it, signs of a heading where its style is one."""
    properties = element.find(f"{W}pPr")
    name, style = shape.styles.of(properties)
    if not text.strip():
        return text.split("\n")
    text = shape.numbering.label(properties, name, style.number) + text
    if style.level is not None and len(text) <= HEADING and "\n" not in text.strip():
        text = "#" * (style.level + 1) + " " + text.strip()
    return text.split("\n")
