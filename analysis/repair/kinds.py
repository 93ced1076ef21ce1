"""What each paragraph is: title, byline, lead, heading, paragraph, caption, credit or furniture."""

from collections.abc import Sequence

import regex

from analysis.fold import fold
from analysis.repair.captions import Captions, caption_like, is_marked
from analysis.repair.characters import close_mark_gaps, close_number_gaps
from analysis.repair.draft import Draft
from analysis.repair.front import mark_bylines, mark_titles
from analysis.repair.marks import CAPTION_MARK, DATE_LINE, ITEM, MARKDOWN, numbered_level
from analysis.repair.paragraph import Paragraph
from analysis.repair.piece import Piece
from analysis.repair.surroundings import tail_of
from analysis.repair.tally import Tally
from analysis.report import BlockKind

#: Longest heading, without and with a number, in characters.
HEADING = 34
NUMBERED_HEADING = 60

SURNAME = regex.compile(r"(?<![^\s　])([\u4e00-\u9fff])[ 　]{1,2}([\u4e00-\u9fff])(?![^\s　])")
WIDE_GAP = regex.compile(r"[ \t\u00a0\u3000]{2,}+")

#: Signs before captions that are no part of their text.
SIGNS = "▲△▼▽◆◀▶►◄↑↓←→"


def drafts(found: Sequence[Paragraph], tally: Tally, is_caption: Captions) -> list[Draft]:
    """One draft a paragraph, furniture inside a paragraph set apart, and the kinds that a paragraph shows by itself."""
    made: list[Draft] = []
    for paragraph in found:
        piece = paragraph.piece
        kind = _own_kind(paragraph, piece.text, is_caption)
        if kind == "heading":
            piece = _without_mark(piece, MARKDOWN, "标题标记", tally)
        made.append(Draft(kind, _tidied(piece, kind, tally) if paragraph.mark != "table" else piece, paragraph))
    made = [draft for draft in made if draft.text]
    for draft in made[tail_of([fold(draft.text) for draft in made]) :]:
        if draft.kind in ("heading", "paragraph"):
            draft.kind = "furniture"
    mark_titles(made)
    mark_bylines(made)
    _too_many_headings(made)
    for draft in made:
        if draft.kind in ("caption", "byline", "credit", "furniture"):
            name = {"caption": "图片说明分出", "byline": "署名分出", "credit": "来源与编辑信息分出", "furniture": "版面文字分出"}[
                draft.kind
            ]
            tally.add(name, draft.text, draft.text)
    return made


def _own_kind(paragraph: Paragraph, text: str, is_caption: Captions) -> BlockKind:
    mark = paragraph.mark
    if mark == "caption":
        return "caption" if text[0] not in SIGNS or is_marked(text) else "paragraph"
    if mark in ("byline", "credit", "furniture"):
        return mark
    if mark == "markdown":
        return "heading"
    if mark in ("table", "dots"):
        return "paragraph"
    if is_caption(text) or (paragraph.caption and caption_like(text)):
        return "caption"
    return "heading" if is_heading(paragraph, text) else "paragraph"


def is_heading(paragraph: Paragraph, text: str) -> bool:
    """Whether a paragraph reads like a heading: numbered and short, or a short line that no sentence mark ends."""
    if text[-1] in "，、：,:；;—" or text.startswith(("各位", "尊敬的")) or DATE_LINE.fullmatch(text):
        return False
    level = numbered_level(text)
    if level is not None:
        short = len(text) <= NUMBERED_HEADING and len(paragraph.lines) <= 2
        inner = any(mark in text[:-1] for mark in "。；！？")
        return short and not inner and (not paragraph.last.ends or (level <= 2 and text[-1] == "。"))
    if paragraph.mark == "item" or paragraph.last.ends or len(paragraph.lines) > 2 or len(text) > HEADING:
        return False
    return len(text) >= 4 and not any(mark in text for mark in "。；：！？…") and text.count("，") + text.count(",") <= 2


def _too_many_headings(made: list[Draft]) -> None:
    """Four or more lines in a row that read like headings, without a number or a mark, are a list and not headings."""
    row: list[Draft] = []
    for draft in [*made, None]:
        plain = draft is not None and draft.kind == "heading" and draft.paragraph.mark == "text"
        if plain and draft is not None:
            row.append(draft)
            continue
        if len(row) >= 4:
            for member in row:
                member.kind = "paragraph"
        row = []


def _without_mark(piece: Piece, pattern: "regex.Pattern[str]", name: str, tally: Tally) -> Piece:
    match = pattern.match(piece.text)
    if not match:
        return piece
    tally.add(name, piece.text, piece.text[match.end() :])
    return piece.part(match.end(), len(piece)).strip("# \t　")


def _tidied(piece: Piece, kind: BlockKind, tally: Tally) -> Piece:
    """The spaces of one block put right: beside numbers, beside marks, in names, and more than one of them."""
    for name, repair in (("数字旁空格", close_number_gaps), ("标点旁空格", close_mark_gaps)):
        repaired = repair(piece)
        if repaired is not piece:
            tally.add(name, *_change(piece, repaired), count=1)
            piece = repaired
    if kind == "byline":
        spans = [(match.end(1), match.start(2)) for match in SURNAME.finditer(piece.text)]
        if spans:
            tally.add("姓名间空格", piece.text, piece.without(spans).text)
            piece = piece.without(spans)
    if kind != "furniture" and not ("\t" in piece.text or piece.text.count("  ") > 1):
        spans = [(match.start() + 1, match.end()) for match in WIDE_GAP.finditer(piece.text)]
        if spans:
            tally.add("多余空格", *_change(piece, piece.without(spans)))
            piece = piece.without(spans)
    if kind == "caption":
        match = CAPTION_MARK.match(piece.text)
        if match and piece.text[0] in SIGNS:
            piece = piece.part(match.end(), len(piece))
    if kind == "paragraph" and ITEM.match(piece.text) and piece.text[0] in "*•●■◆○□▪":
        return piece
    return piece


def _change(before: Piece, after: Piece) -> tuple[str, str]:
    """The neighbourhood of the first difference between two pieces, for an example."""
    first = next((index for index, (a, b) in enumerate(zip(before.text, after.text, strict=False)) if a != b), len(after))
    start = max(0, first - 8)
    return before.text[start : first + 14], after.text[start : first + 12]
