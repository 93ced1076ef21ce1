"""The front of a report: its title, in one line or several, the meeting, the date and the speaker below it, and who signed at the end."""

from collections.abc import Sequence
from itertools import pairwise

import regex

from analysis.fold import fold
from analysis.repair.characters import SPACES
from analysis.repair.draft import Draft
from analysis.repair.marks import BYLINE, DATE_LINE, DAY, INNER_SPACE, MARKDOWN, numbered_level, width
from analysis.repair.piece import Piece, join

#: Longest line of a title, and longest name of a report, in characters.
TITLE = 44
FULL_NAME = 70

SUBTITLE = regex.compile(r"(?:——|--|—)[ 　]?(?=.*(?:年|政协|工作|综述|会议|报告|委员会|纪实))")
REPORT_NAME = regex.compile(
    r"(?:工作|提案|履职|情况|常务委员会|年度)[^，。；]{0,12}(?:报告|综述|总结|要点|计划|安排|纪实|巡礼|答卷|回眸|侧记|公报)(?:[(][^)]{1,12}[)])?$"
)
#: The letter with which an office sends a report on; the report with its own title comes after it.
NOTICE = regex.compile(r"(?:关于)?(?:印发|转发|报送|呈报).{4,60}的(?:通知|函|请示|报告)$")
#: When and where a report was given; the line may be cut after its first half.
GIVEN = regex.compile(rf"(?:——|--|—)?[ 　]?[（(]?{DAY}在[^。，,；;]{{2,60}}")
GIVEN_END = regex.compile(r"[^。，,；;]{2,40}(?:会议|全会|大会)上?[）)]?")
SIGNED = regex.compile(r"[^，。；：！？\d]{2,30}(?:委员会|办公室|政协|主席|副主席|秘书长)(?:[ 　]+[^，。；：！？\d]{2,4})?")
COMPOUND = ("欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "令狐", "慕容", "司徒", "端木", "公孙", "尉迟")
NO_NAME = regex.compile(r".*(?:报告|综述|总结|要点|纪实|公报|前言|引言|导语|结语|摘要|目录|附件|编者按)")
SPEAKER = regex.compile(
    r"[^，。；：！？\d]{0,24}(?:主席|副主席|主任|书记|秘书长|[省市县区州旗]长|盟长)"
    r"[ \u00a0\u2002\u3000]{0,4}[\u4e00-\u9fff·]{2,8}(?:[ \u3000][\u4e00-\u9fff])?"
)


def mark_titles(made: list[Draft]) -> None:
    """Mark the title: lines that read like headings at the front of the text or around a subtitle (——2022年…工作综述), joined
    where one headline was set in two lines."""
    _join_meetings(made)
    front = _front(made)
    chosen = [index for index in front if _may_be_title(made[index])]
    if not chosen:
        anchor = next((index for index, draft in enumerate(made) if _is_subtitle(draft)), None)
        chosen = _named_later(made) if anchor is None else [*_headline_before(made, anchor), anchor]
    for index in chosen:
        made[index].kind = "title"
    _join_titles(made, chosen)


def _join_meetings(made: list[Draft]) -> None:
    """One draft of a meeting that was set in two lines: 2023年1月5日在政协甲县 / 第十届委员会第二次会议上.

    A date at the very front is a byline.
    """
    for index in range(min(8, len(made) - 1) - 1, -1, -1):
        first, second = made[index], made[index + 1]
        if GIVEN.fullmatch(first.text) and not GIVEN_END.fullmatch(first.text) and GIVEN_END.fullmatch(second.text):
            first.piece = join([first.piece, second.piece])
            first.kind = "byline" if BYLINE.fullmatch(fold(first.text)) else "heading"
            del made[index + 1]
    for draft in made:
        if not DATE_LINE.fullmatch(draft.text):
            break
        draft.kind = "byline"


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
        if numbered_level(draft.text) is not None or len(front) == 4:
            break
        if NOTICE.search(draft.text):
            return []
        if front and (_is_speaker(draft.text) or _is_name(draft.text) or (_is_given(draft.text) and not _is_sub(draft.text))):
            break
        if front and draft.paragraph.mark == "markdown" and not _is_subtitle(draft) and _hashes(draft) > _hashes(made[front[0]]):
            break
        front.append(index)
    followed = front and front[-1] + 1 < len(made)
    return front if followed else []


def _named_later(made: Sequence[Draft]) -> list[int]:
    """The name of a report that comes after the letter it was sent with, in one line or two; the name of the letter when there is none."""
    head = [index for index, draft in enumerate(made[:20]) if draft.kind not in ("furniture", "byline")]
    letter = next((index for index in head[:6] if NOTICE.search(made[index].text)), None)
    if letter is None:
        return []
    later = range(letter + 1, min(letter + 12, len(made)))
    named = [index for index in later if made[index].kind == "heading" and numbered_level(made[index].text) is None]
    name = next((index for index in named if _is_report_name(made[index])), None)
    if name is None:
        return [letter]
    return [name - 1, name] if name - 1 in named and not made[name].paragraph.lines[0].blank else [name]


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
    """Dates, speakers and offices directly under the title, signatures at the very end, and an office with a date below it, are bylines."""
    last_title = max((index for index, draft in enumerate(made) if draft.kind == "title"), default=-1)
    for index in range(last_title + 1, min(last_title + 4, len(made))) if last_title >= 0 else ():
        draft = made[index]
        if draft.kind == "byline":
            continue
        if draft.kind in ("heading", "paragraph") and _signs(draft.text):
            draft.kind = "byline"
        else:
            break
    for before, draft in pairwise(made):
        if DATE_LINE.fullmatch(draft.text) and before.kind in ("heading", "byline") and SIGNED.fullmatch(before.text):
            before.kind = draft.kind = "byline"
    for draft in reversed(made):
        if draft.kind in ("credit", "caption", "furniture", "byline"):
            continue
        if draft.kind not in ("heading", "paragraph") or not _signs(draft.text):
            break
        draft.kind = "byline"


def _signs(text: str) -> bool:
    """Whether a short line is a date, a person or an office, as it stands under a title or at the end."""
    return bool(DATE_LINE.fullmatch(text) or SIGNED.fullmatch(text)) or _is_given(text) or _is_speaker(text) or _is_name(text)


def _is_given(text: str) -> bool:
    """Whether a line says when and at which meeting a report was given."""
    return GIVEN.match(text) is not None and GIVEN_END.fullmatch(text) is not None


def _is_speaker(text: str) -> bool:
    """Whether a line names a speaker with the office: 县政协主席 李明."""
    return SPEAKER.fullmatch(text) is not None


def _is_name(text: str) -> bool:
    """Whether a line is one person's name: 李 明, 王晓东."""
    plain = SPACES.sub("", text)
    if not 2 <= len(plain) <= 4 or not all("\u4e00" <= character <= "\u9fff" for character in plain) or NO_NAME.fullmatch(plain):
        return False
    return len(plain) < 4 or plain != text or plain.startswith(COMPOUND)
