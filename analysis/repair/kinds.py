"""What each paragraph is: title, byline, lead, heading, paragraph, caption, credit or furniture."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from analysis.fold import fold
from analysis.repair.captions import Captions, caption_like
from analysis.repair.characters import SPACES, close_mark_gaps, close_number_gaps
from analysis.repair.marks import CAPTION_MARK, DATE_LINE, ITEM, MARKDOWN, numbered_level, width
from analysis.repair.paragraphs import INNER_SPACE, Paragraph
from analysis.repair.piece import Piece, join
from analysis.repair.tally import Tally
from analysis.report import BlockKind

#: Longest heading and longest line of a title, in characters.
HEADING = 34
NUMBERED_HEADING = 60
TITLE = 44
FULL_NAME = 70

SUBTITLE = regex.compile(r"(?:——|--|—)[ 　]?(?=.*(?:年|政协|工作|综述|会议|报告|委员会|纪实))")
REPORT_NAME = regex.compile(
    r"(?:工作|提案|履职|情况|常务委员会|年度)[^，。；]{0,12}(?:报告|综述|总结|要点|计划|安排|纪实|巡礼|答卷|回眸|侧记|公报)(?:[(][^)]{1,12}[)])?$"
)
SIGNED = regex.compile(r"[^，。；：！？\d]{2,30}(?:委员会|办公室|政协|主席|副主席|秘书长)(?:[ 　]+[^，。；：！？\d]{2,4})?")
SPEAKER = regex.compile(
    r"[^，。；：！？\d]{0,24}(?:主席|副主席|主任|书记|秘书长|[省市县区州旗]长|盟长)"
    r"[ \u00a0\u2002\u3000]{0,4}[\u4e00-\u9fff·]{2,8}(?:[ \u3000][\u4e00-\u9fff])?"
)
SURNAME = regex.compile(r"(?<![^\s　])([\u4e00-\u9fff])[ 　]{1,2}([\u4e00-\u9fff])(?![^\s　])")
WIDE_GAP = regex.compile(r"[ \t\u00a0\u3000]{2,}+")


@dataclass(slots=True)
class Draft:
    """A block on its way: its characters, its kind, the paragraph it comes from."""

    kind: BlockKind
    piece: Piece
    paragraph: Paragraph
    level: int | None = None
    repeat_of: int | None = None
    plan: bool = False

    @property
    def text(self) -> str:
        return self.piece.text


def drafts(found: Sequence[Paragraph], tally: Tally, is_caption: Captions) -> list[Draft]:
    """One draft a paragraph, furniture inside a paragraph set apart, and the kinds that a paragraph shows by itself."""
    made: list[Draft] = []
    running = _running_heads(found)
    for paragraph in found:
        piece = paragraph.piece
        kind = _own_kind(paragraph, piece.text, is_caption)
        if piece.text in running:
            kind = "furniture"
        if kind == "heading":
            piece = _without_mark(piece, MARKDOWN, "标题标记", tally)
        made.append(Draft(kind, _tidied(piece, kind, tally) if paragraph.mark != "table" else piece, paragraph))
    made = [draft for draft in made if draft.text]
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
    if mark in ("byline", "credit", "furniture", "caption"):
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
    if text[-1] in "，、：,:；;—" or DATE_LINE.fullmatch(text):
        return False
    level = numbered_level(text)
    if level is not None:
        short = len(text) <= NUMBERED_HEADING and len(paragraph.lines) <= 2
        inner = any(mark in text[:-1] for mark in "。；！？")
        return short and not inner and (not paragraph.last.ends or (level <= 2 and text[-1] == "。"))
    if paragraph.mark == "item" or paragraph.last.ends or len(paragraph.lines) > 2 or len(text) > HEADING:
        return False
    return len(text) >= 4 and not any(mark in text for mark in "。；：！？…") and text.count("，") + text.count(",") <= 2


def mark_titles(made: list[Draft]) -> None:
    """Mark the title: lines that read like headings at the front of the text or around a subtitle (——2022年…工作综述), joined
    where one headline was set in two lines."""
    front = _front(made)
    chosen = [index for index in front if _may_be_title(made[index])]
    if not chosen:
        anchor = next((index for index, draft in enumerate(made) if _is_subtitle(draft)), None)
        chosen = [] if anchor is None else [*_headline_before(made, anchor), anchor]
    for index in chosen:
        made[index].kind = "title"
    _join_titles(made, chosen)


def _front(made: Sequence[Draft]) -> list[int]:
    """The headline at the very front: heading-like drafts before the first paragraph, as far as they belong to one title."""
    front: list[int] = []
    for index, draft in enumerate(made):
        if draft.kind == "furniture" or draft.kind == "byline":
            if front and draft.kind == "byline":
                break
            continue
        if draft.kind != "heading" and not _is_subtitle(draft) and not _is_report_name(draft):
            break
        if numbered_level(draft.text) is not None or len(front) == 4 or (front and _is_speaker(draft.text)):
            break
        if front and draft.paragraph.mark == "markdown" and not _is_subtitle(draft) and _hashes(draft) > _hashes(made[front[0]]):
            break
        front.append(index)
    followed = front and front[-1] + 1 < len(made)
    return front if followed else []


def _hashes(draft: Draft) -> int:
    match = MARKDOWN.match(draft.paragraph.text)
    return len(match.group(1)) if match else 0


def _is_subtitle(draft: Draft) -> bool:
    text = draft.text
    return len(text) <= TITLE and SUBTITLE.match(text) is not None and text[-1] not in "。；，！" and draft.kind in ("paragraph", "heading")


def _may_be_title(draft: Draft) -> bool:
    return len(draft.text) <= TITLE or _is_report_name(draft)


def _is_report_name(draft: Draft) -> bool:
    """Whether a line too long for a heading is the full name of a report: 中国人民政治协商会议…常务委员会工作报告（摘要）."""
    phrase = all(line.phrase for line in draft.paragraph.lines)
    return phrase and len(draft.text) <= FULL_NAME and REPORT_NAME.search(fold(draft.text)) is not None


def _headline_before(made: Sequence[Draft], anchor: int) -> list[int]:
    """The one or two heading-like drafts directly before a subtitle."""
    found: list[int] = []
    for index in range(anchor - 1, max(-1, anchor - 3), -1):
        if made[index].kind != "heading" or numbered_level(made[index].text) is not None:
            break
        found.insert(0, index)
        if made[index].paragraph.lines[0].blank and index < anchor - 1:
            break
    return found


def _join_titles(made: list[Draft], chosen: Sequence[int]) -> None:
    """Lines of one headline become one block, a space between halves of a couplet; a subtitle is a block of its own."""
    for index in reversed(chosen[1:]):
        before, draft = made[index - 1], made[index]
        if index - 1 not in chosen or draft.paragraph.lines[0].blank or _is_sub(draft.text) or draft.paragraph.mark == "markdown":
            continue
        if _is_speaker(draft.text) or _is_sub(before.text):
            continue
        couplet = INNER_SPACE.search(before.text) or abs(width(before.text) - width(draft.text)) <= 1
        gap = [Piece(" ", (draft.piece.at[0] - 1,))] if couplet else []
        before.piece = join([before.piece, *gap, draft.piece])
        del made[index]


def _is_sub(text: str) -> bool:
    return text.startswith(("—", "--"))


def mark_bylines(made: list[Draft]) -> None:
    """Dates, speakers and offices directly under the title, and signatures at the very end, are bylines."""
    last_title = max((index for index, draft in enumerate(made) if draft.kind == "title"), default=-1)
    for index in range(last_title + 1, min(last_title + 4, len(made))) if last_title >= 0 else ():
        draft = made[index]
        if draft.kind == "byline":
            continue
        if draft.kind in ("heading", "paragraph") and _signs(draft.text):
            draft.kind = "byline"
        else:
            break
    for draft in reversed(made):
        if draft.kind in ("credit", "caption", "furniture", "byline"):
            continue
        if draft.kind not in ("heading", "paragraph") or not _signs(draft.text):
            break
        draft.kind = "byline"


def _signs(text: str) -> bool:
    """Whether a short line is a date, a person or an office, as it stands under a title or at the end."""
    return bool(DATE_LINE.fullmatch(text) or SIGNED.fullmatch(text)) or _is_speaker(text) or _is_name(text)


def _is_speaker(text: str) -> bool:
    """Whether a line names a speaker with the office: 县政协主席 李明."""
    return SPEAKER.fullmatch(text) is not None


def _is_name(text: str) -> bool:
    """Whether a line is one person's name: 李 明, 王晓东."""
    plain = SPACES.sub("", text)
    return 2 <= len(plain) <= 4 and all("\u4e00" <= character <= "\u9fff" for character in plain)


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


def _running_heads(found: Sequence[Paragraph]) -> frozenset[str]:
    """Short lines that stand at the head or foot of at least three pages: running heads."""
    edges: Counter[str] = Counter()
    for before, paragraph in zip([None, *found], found, strict=False):
        if paragraph.lines[0].page:
            edges[paragraph.text] += 1
            if before is not None:
                edges[before.text] += 1
    return frozenset(text for text, count in edges.items() if count >= 3 and len(text) <= 40)


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
        if match and piece.text[0] in "▲△▼▽◆◀▶►◄↑↓←→":
            piece = piece.part(match.end(), len(piece))
    if kind == "paragraph" and ITEM.match(piece.text) and piece.text[0] in "*•●■◆○□▪":
        return piece
    return piece


def _change(before: Piece, after: Piece) -> tuple[str, str]:
    """The neighbourhood of the first difference between two pieces, for an example."""
    first = next((index for index, (a, b) in enumerate(zip(before.text, after.text, strict=False)) if a != b), len(after))
    start = max(0, first - 8)
    return before.text[start : first + 14], after.text[start : first + 12]
