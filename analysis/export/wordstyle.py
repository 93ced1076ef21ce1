"""The page and the styles of a document as GB/T 9704-2012 lays them out: A4, 22 lines of 28 characters, five faces.

Values: top 37 mm, binding edge 28 mm, type area 156 mm x 225 mm; title 2号 小标宋, body 3号 仿宋, headings 黑体 and 楷体, page number
4号 宋体 between dashes, 7 mm below the type area, outside on odd and even pages.
"""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from analysis.charts.look import INK, MUTED
from analysis.export.briefing import Briefing
from analysis.export.ooxml import child, keep, part_root
from analysis.export.plain import clean, shorten

SONG_TITLE, FANG, HEI, KAI, SONG = "方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"

#: What stands in where a face is not installed; Word reads these from the font table.
STAND_INS: Mapping[str, str] = {
    SONG_TITLE: "小标宋,方正小标宋_GBK,华文中宋,STZhongsong",
    FANG: "FangSong,仿宋_GB2312,华文仿宋",
    HEI: "SimHei,微软雅黑",
    KAI: "KaiTi,楷体_GB2312,华文楷体",
    SONG: "SimSun",
}

#: Type area in millimetres.
WIDTH, HEIGHT = 156, 225
#: Two characters of 3号 type.
INDENT = Pt(32)
#: 28 pt: 22 lines in 225 mm. Letters closer by a quarter of a point: 28 of them in 156 mm.
LINE, CLOSER = Pt(28), -5

TABLE_TEXT, TABLE_HEAD, SMALL = "表格文字", "表格栏目", "图表注"
#: The same, for tables of many columns.
TIGHT_TEXT, TIGHT_HEAD = "表格文字（小）", "表格栏目（小）"


def new_document(briefing: Briefing) -> Any:
    """An empty document with page, styles, fonts, page numbers and properties."""
    document = Document()
    _language(document)
    _page(document)
    _styles(document)
    _font_table(document)
    _numbers(document)
    _properties(document, briefing)
    return document


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(23)


def _styles(document: Any) -> None:
    _style(document, "Normal", FANG, 16, line=LINE, closer=True)
    body = document.styles["Normal"].paragraph_format
    body.alignment, body.widow_control = WD_ALIGN_PARAGRAPH.JUSTIFY, False
    _style(document, "Title", SONG_TITLE, 22, line=Pt(35), centred=True)
    _style(document, "Subtitle", KAI, 16, line=LINE, centred=True)
    _style(document, "Heading 1", HEI, 16, line=LINE, indent=True)
    _style(document, "Heading 2", KAI, 16, line=LINE, indent=True)
    _style(document, "Heading 3", FANG, 16, line=LINE, indent=True, bold=True)
    _style(document, "Caption", HEI, 12, line=Pt(20), centred=True, after=Pt(8))
    _style(document, "Body Text", FANG, 16, line=LINE, indent=True, closer=True)
    faces = ((TABLE_TEXT, FANG, 10.5), (TABLE_HEAD, HEI, 10.5), (TIGHT_TEXT, FANG, 9), (TIGHT_HEAD, HEI, 9), (SMALL, FANG, 10.5))
    for name, face, size in faces:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
        _style(document, name, face, size, line=Pt(15 if size > 9 else 13))
        document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    document.styles[SMALL].font.color.rgb = RGBColor.from_string(MUTED[1:])
    document.styles[SMALL].paragraph_format.space_after = Pt(10)


def _style(
    document: Any, name: str, face: str, size: float, *, line: Any, centred: bool = False, indent: bool = False, **more: Any
) -> None:
    """Set face, size and line of a style, and take away what the template put there (blue, bold, borders, spaces)."""
    style = document.styles[name]
    set_face(style, face)
    font, lay_out = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(size), more.get("bold", False), False
    font.color.rgb = RGBColor.from_string(INK[1:])
    properties = style.element.get_or_add_pPr()
    for tag in ("w:pBdr", "w:contextualSpacing"):
        for found in properties.findall(qn(tag)):
            properties.remove(found)
    spacing = style.element.rPr.find(qn("w:spacing"))
    if spacing is not None:
        style.element.rPr.remove(spacing)
    if more.get("closer"):
        element = OxmlElement("w:spacing")
        element.set(qn("w:val"), str(CLOSER))
        style.element.rPr.insert_element_before(element, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang")
    lay_out.line_spacing_rule, lay_out.line_spacing = WD_LINE_SPACING.EXACTLY, line
    lay_out.space_before, lay_out.space_after = Pt(0), more.get("after", Pt(0))
    lay_out.first_line_indent = INDENT if indent else Pt(0)
    if centred:
        lay_out.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif name.startswith("Heading"):
        lay_out.keep_with_next = True


def set_face(style: Any, face: str) -> None:
    """One face of a style or a run for Latin and Chinese letters; theme faces would win, so they go."""
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        faces.set(qn(f"w:{script}"), face)
    for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{script}"), None)


def _language(document: Any) -> None:
    """Chinese, so that punctuation takes its Mainland form and spelling is not checked as English."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    language.set(qn("w:eastAsia"), "zh-CN")
    settings = document.settings.element
    themed = settings.find(qn("w:themeFontLang"))
    if themed is not None:
        themed.set(qn("w:eastAsia"), "zh-CN")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # Word 2013 and later: no [compatibility mode] in the title bar


def _font_table(document: Any) -> None:
    """Tell Word which face stands in for which; the library has no interface for it."""
    part = document.part.part_related_by(RT.FONT_TABLE)
    root = part_root(part)
    for name, others in STAND_INS.items():
        for found in [font for font in root if font.get(qn("w:name")) == name]:
            root.remove(found)
        font = child(root, qn("w:font"), {qn("w:name"): name})
        child(font, qn("w:altName"), {qn("w:val"): others})
        child(font, qn("w:charset"), {qn("w:val"): "86"})  # GB 2312
        child(font, qn("w:family"), {qn("w:val"): "modern" if name in (FANG, HEI, KAI) else "auto"})
        child(font, qn("w:pitch"), {qn("w:val"): "variable"})
    keep(part, root)


def _numbers(document: Any) -> None:
    """— 1 — at the outer edge, one character in: right on odd pages, left on even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, edge in ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = edge
        lay_out = paragraph.paragraph_format
        lay_out.line_spacing_rule = WD_LINE_SPACING.SINGLE
        lay_out.left_indent = lay_out.right_indent = Pt(14)
        _song(paragraph.add_run("— "))
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)
        inner = paragraph.add_run("1")
        _song(inner)
        field.append(inner._r)
        _song(paragraph.add_run(" —"))


def _song(run: Any) -> None:
    run.font.size = Pt(14)
    set_face(run, SONG)


def _properties(document: Any, briefing: Briefing) -> None:
    core = document.core_properties
    moment = datetime.combine(briefing.date, time())
    core.title, core.subject = shorten(clean(briefing.title), 255), shorten(clean(briefing.subtitle), 255)
    core.author = core.last_modified_by = "政协报告对读"
    core.created = core.modified = moment
    core.comments, core.keywords, core.language = "", "", "zh-CN"
    core.revision = 1
    _drop_thumbnail(document.part.package)


def _drop_thumbnail(package: Any) -> None:
    """The template's preview would be shown by file managers in place of ours."""
    for key in [key for key, relation in package.rels.items() if relation.reltype == RT.THUMBNAIL]:
        package.rels.pop(key)
