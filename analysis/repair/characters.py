"""Repairs inside one line or one paragraph: characters left out, nothing else. Every function is linear in the line."""

import unicodedata
from collections import Counter
from collections.abc import Callable

import regex

from analysis.repair.piece import Piece

#: A repair looks at a piece and returns what is left of it; the same object when there was nothing to do.
CharacterRepair = Callable[[Piece], Piece]

#: Longest line in which doubled print is looked for: headlines and bylines are printed bold, paragraphs are not.
DOUBLED_LINE = 160

INVISIBLE = regex.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\ufff9-\ufffc\U000e0000-\U000e007f]++")
CONTROL = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]++")
EMPHASIS = regex.compile(r"\*\*(?!\*)")
QUOTED = regex.compile(r"[ \t]*+>[ \t]++")
MARKS_IN_A_ROW = regex.compile(r"\p{M}{4,}+")

SPACES = regex.compile(r"[ \t\u00a0\u2002\u2003\u2009\u202f\u3000]++")
HAN = r"\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ebef"
PUNCTUATION = r"，。、；：！？…—（）《》〈〉“”‘’【】〔〕「」『』·,;:!?()％%"
ONE_LETTER = regex.compile(rf"[{PUNCTUATION}]*+[{HAN}][{PUNCTUATION}]*+|[{PUNCTUATION}]{{1,3}}|\d{{1,4}}")

#: What may follow a number in a sentence: more of the number, or what is counted. A number before anything else keeps its space.
MEASURES = (
    "年月日时分秒周天期届次场批个名人位户家条件篇项份幅本册辑套部章节页字元万亿千百十多余几来款笔斤吨亩里"
    "米倍成点角岁口所处座栋间辆台架只头支组队班站校村镇乡县市区省国民例起宗案门类种样大级层轮遍趟回号路线"
    "段片块张封首曲集讲课堂学%％℃以左上"
)

NUMBER = r"\d[\d.,:，．％%]*+"
GAP = r"[ \t\u00a0\u3000]{1,4}+"
SPACE_AFTER_NUMBER = regex.compile(rf"(?<=[\d％%]){GAP}(?=[{HAN}，。、；：！？）》”’])")
SPACE_BEFORE_NUMBER = regex.compile(rf"(?<=[{HAN}，。、；：！？（《“‘”’》）]){GAP}(?=\d)")
SPACE_AT_MARK = regex.compile(rf"(?<=[{HAN}\d”’》）]){GAP}(?=[，。、；：！？）》”’])|(?<=[，；（《“‘]){GAP}(?=[{HAN}\d“‘《])")
LIST_NUMBER = regex.compile(rf"\d{{1,2}}{GAP}(?=[{HAN}])")


def drop_invisible(piece: Piece) -> Piece:
    """Leave out characters that show nothing or steer the direction of writing, and heaps of combining marks."""
    text = piece.text
    if text.isascii() and text.isprintable():
        return piece
    found = [match.span() for pattern in (INVISIBLE, CONTROL, MARKS_IN_A_ROW) for match in pattern.finditer(text)]
    return piece.without(sorted(found)) if found else piece


def drop_emphasis(piece: Piece) -> Piece:
    """Leave out the paired ** of Markdown and the > before a quotation."""
    found = [match.span() for match in EMPHASIS.finditer(piece.text)]
    if len(found) % 2:
        found = []
    quoted = QUOTED.match(piece.text)
    if quoted:
        found.insert(0, quoted.span())
    return piece.without(found) if found else piece


def close_letter_spacing(piece: Piece) -> Piece:
    """着 力 加 强 becomes 着力加强; a wider gap between two spaced words stays as one space.

    Five letters in a row that stand alone make a spaced run. 互观互学 共促提升 and 罗 鸣 are not.
    """
    gaps = list(SPACES.finditer(piece.text))
    if len(gaps) < 4:
        return piece
    edges = [0, *(edge for gap in gaps for edge in gap.span()), len(piece.text)]
    tokens = [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
    single = [ONE_LETTER.fullmatch(piece.text, *token) is not None for token in tokens]
    dropped: list[tuple[int, int]] = []
    first = 0
    while first < len(tokens):
        last = first
        while last < len(tokens) and single[last]:
            last += 1
        if last - first >= 5:
            inside = gaps[max(0, first - 1) : last]
            usual = Counter(gap.end() - gap.start() for gap in gaps[first : last - 1]).most_common(1)[0][0]
            dropped.extend(_narrowed(piece.text, gap.span(), usual) for gap in inside)
        first = max(last, first + 1)
    dropped = sorted({span for span in dropped if span[0] < span[1]})
    return piece.without(dropped) if dropped else piece


def _narrowed(text: str, gap: tuple[int, int], usual: int) -> tuple[int, int]:
    """The part of a gap to leave out: all of it, but one space of a gap wider than the usual one between two letters."""
    start, end = gap
    wide = end - start > usual or ("\u3000" in text[start:end] and usual == 1 and text[start] != " ")
    return (start + 1, end) if wide and end < len(text) and start > 0 else (start, end)


def single_print(piece: Piece) -> Piece:
    """Bold type that was drawn twice: 用初心履职用初心履职 becomes 用初心履职, 20222022年工作综述年工作综述 becomes 2022年工作综述.

    Only a line that is doubled from end to end counts, with at least one doubled run of three characters: 天天向上, 高高兴兴 and
    研究研究 stay. A line doubled character by character (用用初初心心) needs six pairs.
    """
    if not 6 <= len(piece.text) <= DOUBLED_LINE:
        return piece
    counts = Counter(character for character in piece.text if not character.isspace())
    if any(count % 2 for count in counts.values()):
        return piece
    dropped: list[tuple[int, int]] = []
    lengths: list[int] = []
    for match in regex.finditer(r"\S++", piece.text):
        halves = _halves(match.group())
        if halves is None:
            return piece
        for start, length in halves:
            dropped.append((match.start() + start + length, match.start() + start + 2 * length))
            lengths.append(length)
    if max(lengths, default=0) >= 3 or (len(lengths) >= 6 and set(lengths) == {1}):
        return piece.without(dropped)
    return piece


def _halves(token: str) -> list[tuple[int, int]] | None:
    """`token` as a row of doubled runs (start, length of one half), the fewest; None when it is not one."""
    best: list[tuple[int, int] | None] = [None] * (len(token) + 1)  # at i: (number of runs from i on, length of the first half)
    best[len(token)] = (0, 0)
    for start in range(len(token) - 2, -1, -1):
        for length in range(1, (len(token) - start) // 2 + 1):
            rest = best[start + 2 * length]
            if rest is None or token[start] != token[start + length]:
                continue
            if token[start : start + length] == token[start + length : start + 2 * length]:
                here = best[start]
                if here is None or rest[0] + 1 < here[0]:
                    best[start] = (rest[0] + 1, length)
    if best[0] is None:
        return None
    runs, start = [], 0
    while start < len(token):
        step = best[start]
        assert step is not None
        runs.append((start, step[1]))
        start += 2 * step[1]
    return runs


def close_number_gaps(piece: Piece) -> Piece:
    """130 多户 becomes 130多户, 培训班 5 期 becomes 培训班5期. 回望 2022 奋进新程 and a list number (1 加强学习) keep their space."""
    text = piece.text
    if not any(character.isdigit() for character in text):
        return piece
    head = LIST_NUMBER.match(text)
    first = head.end() if head and text[head.end()] not in MEASURES else 0
    kept: set[int] = set()
    dropped: list[tuple[int, int]] = []
    for gap in SPACE_AFTER_NUMBER.finditer(text, first):
        follows = text[gap.end()]
        if follows in MEASURES or not unicodedata.category(follows).startswith("L"):
            dropped.append(gap.span())
        else:
            kept.add(gap.start())
    for gap in SPACE_BEFORE_NUMBER.finditer(text, first):
        number = regex.compile(NUMBER).match(text, gap.end())
        if number is None or number.end() not in kept:
            dropped.append(gap.span())
    return piece.without(sorted(dropped)) if dropped else piece


def close_mark_gaps(piece: Piece) -> Piece:
    """A space beside a comma, a full stop, a quotation mark or a bracket goes: （ 社区 ） ，开展 becomes （社区），开展."""
    found = [gap.span() for gap in SPACE_AT_MARK.finditer(piece.text)]
    return piece.without(found) if found else piece
