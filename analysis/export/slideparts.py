"""What every slide is made of: a deck of 960 x 540 points, words with both faces set, rules, marks, symbols, the frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.util import Pt

from analysis.charts.look import HIGHLIGHT, HUES, INK, MARK_COLOURS, MARKS, MUTED
from analysis.charts.text import width, wrap
from analysis.export.briefing import Briefing
from analysis.export.ooxml import child, keep, part_root
from analysis.export.plain import clean, shorten

_parse: Any = RGBColor.from_string

SANS, SERIF = "微软雅黑", "华文中宋"

#: The page in points: 13.33 x 7.5 inches, white margin, lowest line of text.
PAGE_WIDTH, PAGE_HEIGHT, EDGE = 960.0, 540.0, 28.0
ROOM = PAGE_WIDTH - 2 * EDGE
TITLE, LEGEND, SMALL = 24, 15, 12


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points from the top left corner of the slide."""

    x: float
    y: float
    w: float
    h: float

    @property
    def emu(self) -> tuple[Any, Any, Any, Any]:
        return Pt(self.x), Pt(self.y), Pt(self.w), Pt(self.h)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look."""

    text: str
    size: float = 16
    colour: str = INK
    bold: bool = False
    face: str = SANS
    marked: bool = False


def fit(text: str, room: float, size: float, lines: int, *, bold: bool = False) -> tuple[str, int]:
    """`text`, cut where it would take more than `lines` lines of `room` points, and the number of lines it takes."""
    whole = shorten(clean(text), 60 * lines + 200)  # measuring a text of 100,000 characters would take minutes
    rows = wrap(whole, room, size, lines=lines + 1, bold=bold)
    if len(rows) <= lines:
        return whole, max(1, len(rows))
    return "".join(wrap(whole, room, size, lines=lines, bold=bold)), lines


def new_deck(briefing: Briefing) -> Any:
    """An empty 16:9 deck: theme in our faces and colours, two layouts, properties without a clock."""
    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = Pt(PAGE_WIDTH), Pt(PAGE_HEIGHT)
    _theme(deck)
    layouts = deck.slide_layouts
    for layout in [layout for layout in layouts if layout.name not in {"Title Only", "Blank"}]:
        layouts.remove(layout)
    for place in (deck.slide_master, layouts.get_by_name("Title Only")):
        for shape in list(place.placeholders):
            _settle(shape)
    core = deck.core_properties
    core.title, core.subject = shorten(clean(briefing.title), 255), shorten(clean(briefing.subtitle), 255)
    core.author = core.last_modified_by = "政协报告对读"
    core.created = core.modified = datetime.combine(briefing.date, time())
    core.revision, core.language = 1, "zh-CN"
    package = deck.part.package
    for key in [key for key, relation in package._rels.items() if relation.reltype == RT.THUMBNAIL]:
        package._rels.pop(key)
    return deck


def rgb(colour: str) -> Any:
    """#RRGGBB as python-pptx wants it."""
    return _parse(colour.removeprefix("#"))


def _settle(shape: Any) -> None:
    """Placeholders of the template's 4:3 page at their places on ours."""
    kind = shape.placeholder_format.type
    name = getattr(kind, "name", "")
    if name == "TITLE":
        box = Box(EDGE, 22, ROOM, 38)
        shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    elif name == "BODY":
        box = Box(EDGE, 110, ROOM, 370)
    elif name == "SLIDE_NUMBER":
        box = Box(PAGE_WIDTH - EDGE - 60, 506, 60, 20)
    else:
        box = Box(EDGE, 506, 300, 20)
    shape.left, shape.top, shape.width, shape.height = box.emu


def _theme(deck: Any) -> None:
    """Faces and accent colours of the theme, so that what a user adds looks the same; the library has no interface for it."""
    part = deck.slide_master.part.part_related_by(RT.THEME)
    root = part_root(part)
    for tag, face in (("a:majorFont", SERIF), ("a:minorFont", SANS)):
        for script in ("a:latin", "a:ea"):
            root.find(f".//{qn(tag)}").find(qn(script)).set("typeface", face)
        for font in root.find(f".//{qn(tag)}").findall(qn("a:font")):
            if font.get("script") == "Hans":
                font.set("typeface", face)
    for number, hue in enumerate(HUES[:6], 1):
        accent = root.find(f".//{qn(f'a:accent{number}')}")
        for old in list(accent):
            accent.remove(old)
        child(accent, qn("a:srgbClr"), {"val": hue.deep[1:]})
    keep(part, root)


def set_font(font: Any, size: float, colour: str = INK, *, bold: bool = False, face: str = SANS) -> None:
    """Size, colour and both faces of a font: python-pptx itself names the Latin one only."""
    font.size, font.bold, font.name = Pt(size), bold, face
    font.color.rgb = rgb(colour)
    properties = font._rPr
    for tag in ("a:ea", "a:cs"):
        for found in properties.findall(qn(tag)):
            properties.remove(found)
    east = properties.makeelement(qn("a:ea"), {"typeface": face})
    properties.find(qn("a:latin")).addnext(east)


def words(
    slide: Any, box: Box, lines: Sequence[Sequence[Run]], *, align: str = "left", anchor: str = "top", spacing: float = 1.0, gap: float = 0
) -> Any:
    """A text box; each line is a paragraph of runs. spacing: of the lines of a paragraph; gap: points between paragraphs."""
    shape = slide.shapes.add_textbox(*box.emu)
    fill_frame(shape.text_frame, lines, align=align, anchor=anchor, spacing=spacing, gap=gap)
    return shape


def fill_frame(
    frame: Any, lines: Sequence[Sequence[Run]], *, align: str = "left", anchor: str = "top", spacing: float = 1.0, gap: float = 0
) -> None:
    """Write paragraphs into a text frame without inner margins."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}[anchor]
    for index, runs in enumerate(lines):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.alignment = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}[align]
        paragraph.line_spacing = spacing
        paragraph.space_after = Pt(gap)
        for run in runs:
            write_run(paragraph, run)


def write_run(paragraph: Any, run: Run) -> None:
    text = clean(run.text)
    # `clean` trims; a run keeps the space that parts it from the next one.
    text = (" " if run.text[:1] == " " else "") + text + (" " if run.text[-1:] == " " and text else "")
    made = paragraph.add_run()
    made.text = text
    set_font(made.font, run.size, run.colour, bold=run.bold, face=run.face)
    if run.marked:
        properties = made.font._rPr
        highlight = properties.makeelement(qn("a:highlight"), {})
        child(highlight, qn("a:srgbClr"), {"val": HIGHLIGHT[1:]})
        properties.find(qn("a:latin")).addprevious(highlight)


def line(slide: Any, start: tuple[float, float], end: tuple[float, float], *, colour: str = INK, thick: float = 1) -> None:
    made = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Pt(start[0]), Pt(start[1]), Pt(end[0]), Pt(end[1]))
    made.line.color.rgb = rgb(colour)
    made.line.width = Pt(thick)
    _unstyled(made)


def _unstyled(shape: Any) -> None:
    """Without the theme's shadow and fill."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def block(slide: Any, box: Box, *, fill: str | None, outline: str | None = None, shape: Any = MSO_SHAPE.RECTANGLE, thick: float = 1) -> Any:
    """A shape without shadow or words."""
    made = slide.shapes.add_shape(shape, *box.emu)
    _unstyled(made)
    if fill is None:
        made.fill.background()
    else:
        made.fill.solid()
        made.fill.fore_color.rgb = rgb(fill)
    if outline is None:
        made.line.fill.background()
    else:
        made.line.color.rgb = rgb(outline)
        made.line.width = Pt(thick)
    return made


def mark(slide: Any, word: str, x: float, y: float, *, size: float = SMALL) -> float:
    """A mark in its box at (x, y); returns where the next one may begin."""
    letters, ground, border = MARK_COLOURS[MARKS.get(word, "precision")]
    wide, high = width(word, size) + 9, size + 6
    made = block(slide, Box(x, y, wide, high), fill=ground, outline=border)
    fill_frame(made.text_frame, [[Run(word, size, letters)]], align="center", anchor="middle")
    return x + wide + 6


def open_slide(deck: Any, title: str, *, page: int, source: str = "", note: str = "") -> tuple[Any, float]:
    """A slide with rule, title, source line and number; returns it and the y under the title."""
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title Only"))
    line(slide, (EDGE, 14), (PAGE_WIDTH - EDGE, 14), thick=2)
    text, rows = fit(title, ROOM, TITLE, 2, bold=True)
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = Box(EDGE, 22, ROOM, 34.0 * rows).emu
    fill_frame(shape.text_frame, [[Run(text or "（没有标题）", TITLE, INK, True, SERIF)]])
    foot = [part for part in (note, source) if part]
    top = PAGE_HEIGHT - 16 - 17.0 * len(foot)
    for index, part in enumerate(foot):
        room = ROOM - (60 if index == len(foot) - 1 else 0)
        text, _ = fit(part, room, SMALL, 1)
        words(slide, Box(EDGE, top + 17 * index, room + 4, 17), [[Run(text, SMALL, MUTED)]])
    words(slide, Box(PAGE_WIDTH - EDGE - 50, PAGE_HEIGHT - 33, 50, 17), [[Run(str(page), SMALL, MUTED)]], align="right")
    return slide, 22 + 34.0 * rows


def speak(slide: Any, lines: Sequence[str]) -> None:
    """Speaker notes."""
    frame = slide.notes_slide.notes_text_frame
    for index, text in enumerate(lines):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        made = paragraph.add_run()
        made.text = clean(text)
        set_font(made.font, 12)
