"""Parallel wording: members of one length and one make, joined by 、 or ，, are one expression and not several.

把方向、管大局、保落实; 问需于民、问计于民、问效于民; 小切口，大文章. What only enumerates is none: places, organs, sectors, topics, stages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from analysis.words import background
from analysis.words.collocations import EDGE, LOOSE, Tagged
from analysis.words.namings import FIRM
from analysis.words.segment import Segmenter, Word

MEMBER = range(2, 13)  # characters of a member
MOTTO = range(3, 10)  # characters of each half of a motto
RARE = 0.3  # members that share no character need, each of them, a word that fewer ordinary reports have
CLAUSE = range(4, 15)  # characters of each of three clauses that begin alike: 凡重大事项必请示，凡重要活动必报告，…
MUCH = 0.5  # a pair that shares this part of its characters needs no other sign

_PIECE = regex.compile(r"[^、，,：:；;。！？!?…\s“”‘’\"《》〈〉（）()—]++")
_HAN = regex.compile(r"\p{Han}++")
_STOP = frozenset("。！？；!?;")
_PLACES = frozenset("上下中时前后内外里间")  # 会前、会中、会后 are stages
#: Last characters of names of places and offices: 海原县、盐池县 and 财政局、水利局 are lists.
_NAMED = frozenset("省市县区旗州乡镇村局部委办厅科处院校会河湖山路桥率")
#: Characters of sentences, not of formulas: 开了好头、起了好步, 更接地气、更有温度, 传承怎么抓、创新怎么办.
_LOOSE = regex.compile("[的了得着过怎么什更也都又被让把将]|(?:起|出|下)来")
#: What may stand right before a pair and right after it.
_BEFORE = frozenset("的了以是着起和与及把将为")
_JOINTS = frozenset("是和与为就在对向从")  # a member begins with none of them, unless all do
_AFTER = frozenset("的等之地，")


class Piece(NamedTuple):
    """Text between two marks, and the mark after it, empty at the end."""

    start: int
    end: int
    mark: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, and by offset the index of the word that begins and that ends there."""

    text: str
    tagged: Tagged
    starts: dict[int, int]
    ends: dict[int, int]
    segmenter: Segmenter

    def words(self, start: int, end: int) -> Tagged:
        """The words of a stretch; nothing when its edges cut one."""
        first, last = self.starts.get(start), self.ends.get(end)
        return () if first is None or last is None else self.tagged[first : last + 1]


def parallel(text: str, tagged: Tagged, segmenter: Segmenter) -> Iterator[tuple[str, str]]:
    """(expression, kind) of the parallel runs in one sentence: `parallel`, or `series` and `motto` where there are fewer signs."""
    if "、" not in text and "，" not in text and "," not in text:
        return
    starts = {word.start: index for index, (word, _) in enumerate(tagged)}
    line = Line(text, tagged, starts, {word.end: index for index, (word, _) in enumerate(tagged)}, segmenter)
    pieces = [Piece(match.start(), match.end(), text[match.end() : match.end() + 1]) for match in _PIECE.finditer(text)]
    for run in _joined(pieces, "、"):
        for spans in [_pair(line, *run)] if len(run) == 2 else _stretches(line, run):
            if spans and (kind := _kind(line, spans)):
                yield text[spans[0][0] : spans[-1][1]], kind
    for run in _joined(pieces, "，,"):
        yield from _framed(line, run)
        if len(run) == 2 and run[0].start == 0 and run[1].mark in _STOP:
            yield from _motto(line, *run)


def _joined(pieces: Sequence[Piece], marks: str) -> Iterator[list[Piece]]:
    """Runs of two pieces and more with one of `marks` between them."""
    run: list[Piece] = []
    for piece in pieces:
        if run and not (run[-1].mark and run[-1].mark in marks and run[-1].end + 1 == piece.start):
            if len(run) > 1:
                yield run
            run = []
        run.append(piece)
    if len(run) > 1:
        yield run


def _stretches(line: Line, run: Sequence[Piece]) -> Iterator[list[tuple[int, int]]]:
    """Three members and more of one length: pieces between two marks are members whole, the first and the last of a run in part."""
    inner = [(piece.start, piece.end) for piece in run[1:-1]]
    at = 0
    while at < len(inner):
        size = inner[at][1] - inner[at][0]
        last = at
        while last + 1 < len(inner) and inner[last + 1][1] - inner[last + 1][0] == size:
            last += 1
        spans = inner[at : last + 1]
        if at == 0:
            spans = [(max(run[0].start, run[0].end - size), run[0].end), *spans]
        if last == len(inner) - 1:
            spans = [*spans, (run[-1].start, min(run[-1].end, run[-1].start + size))]
        whole = {(piece.start, piece.end) for piece in run[at : last + 3]}
        spans = [span for span in spans if span[1] - span[0] == size and (span in whole or _fits(line, span, inner[at]))]
        if len(spans) > 2 and all(one[1] + 1 == other[0] for one, other in pairwise(spans)):
            yield spans
        at = last + 1


def _fits(line: Line, span: tuple[int, int], model: tuple[int, int]) -> bool:
    """Whether a part of a piece is a member: its edges are edges of words, or it begins and ends as the whole member beside it does."""
    one, other = line.text[slice(*span)], line.text[slice(*model)]
    return bool(line.words(*span)) or (one[0] == other[0]) + (one[-1] == other[-1]) + (one[1:-1] == other[1:-1]) > (len(one) > 3)


def _pair(line: Line, left: Piece, right: Piece) -> list[tuple[int, int]]:
    """The spans of two members, the shortest that stand free: nothing but a function word or an organ beside them, or much in common."""
    for size in range(3, min(left.end - left.start, right.end - right.start, MEMBER[-1]) + 1):
        spans = [(left.end - size, left.end), (right.start, right.start + size)]
        if size == 3 and line.text[left.end - 1] == line.text[right.start + 2] == "化" and _kind(line, spans):  # 规范化、制度化
            return spans
        if all(line.words(*span) for span in spans) and _ends(line, right, spans[1][1]):
            same = sum(a == b for a, b in zip(line.text[slice(*spans[0])], line.text[slice(*spans[1])], strict=True))
            if line.text[spans[0][0]] in _JOINTS and not same:
                continue
            if (_begins(line, left, spans[0][0]) or same > MUCH * size) and _kind(line, spans):
                return spans
    return []


def _begins(line: Line, piece: Piece, at: int) -> bool:
    """Whether a first member can begin at `at`: at the mark, or behind a function word, an organ, a verb that governs names."""
    if at == piece.start:
        return True
    before = line.ends.get(at)
    word = "" if before is None else line.tagged[before][0].text
    return word[-1:] in _BEFORE or word in EDGE or word in FIRM


def _ends(line: Line, piece: Piece, at: int) -> bool:
    return at == piece.end or line.text[at] in _AFTER


def _kind(line: Line, spans: Sequence[tuple[int, int]]) -> str:
    """`parallel`, `series`, or empty when the members only enumerate."""
    members = [line.text[start:end] for start, end in spans]
    cuts = [line.words(*span) for span in spans]
    size = len(members[0])
    if size not in MEMBER or len(set(members)) < len(members) or not all(map(_HAN.fullmatch, members)):
        return ""
    known = sum(member in _slogans(line.segmenter) for member in members)
    if known == len(members):
        return "parallel"
    if any(map(_LOOSE.search, members)):
        return ""
    shared = [at for at, column in enumerate(zip(*members, strict=True)) if len(set(column)) == 1]
    if all(len(cut) == 1 for cut in cuts) and not (size == 2 and shared):
        return "parallel" if any(members[0][at] == "化" for at in shared) else ""
    named = all(member[-1] in _NAMED and not _done(cut) for member, cut in zip(members, cuts, strict=True))
    if named and (size - 1 in shared or not any(any(map(_verbal, cut)) for cut in cuts)):
        return ""
    if len(members) == 2:
        return _kind_of_pair(members, cuts, len(shared), known)
    return _kind_of_short(members, cuts, shared) if size < 4 else _kind_of_long(members, cuts, shared, known)


def _kind_of_long(members: Sequence[str], cuts: Sequence[Tagged], shared: Sequence[int], known: int) -> str:
    """Three members of four characters and more: 问需于民、问计于民、问效于民; 文化下乡、医疗下乡、科技下乡."""
    size = len(members[0])
    verbal = [any(_verbal(word) and word[1] != "vn" for word in cut) for cut in cuts]
    if shared:
        # 重点工作、重大活动、重要事项 and 养老机构、医疗机构、教育机构 are lists: nothing is done in them
        listed = shared[-1] < 2 or shared == [size - 2, size - 1]
        return "" if listed and not any(verbal) else "parallel"
    if not all(verbal) or _PLACES.intersection(member[-1] for member in members):
        return ""
    return "series" if known or (size == 4 and len(members) > 3) or all(map(_rare, cuts)) else ""


def _kind_of_short(members: Sequence[str], cuts: Sequence[Tagged], shared: Sequence[int]) -> str:
    """Three members of two or three characters: 荐书、读书、评书; 受警醒、明底线、知敬畏."""
    if len(members[0]) == 2:
        done = any(any(map(_verbal, cut)) for cut in cuts)
        return "series" if shared and done and not _PLACES.intersection(member[-1] for member in members) else ""
    apart = sum(len(cut) != 1 and (not cut or len(cut[0][0].text) == 1 or cut[-1][0].end - cut[-1][0].start == 1) for cut in cuts)
    if apart < len(cuts) - 1 and not any(members[0][at] == "化" for at in shared):
        return ""
    return "series" if 0 in shared else "parallel"  # 讲理论、讲政策、讲方法 lists what is talked about


def _kind_of_pair(members: Sequence[str], cuts: Sequence[Tagged], shared: int, known: int) -> str:
    """Of two members little is certain: they share half of their characters, say who does what, or are of rare words."""
    size = len(members[0])
    if size < 4:
        return ""
    if all(cut[0][0].text in EDGE for cut in cuts):  # 党委有部署、政协有行动
        return "parallel" if shared else "series"
    if not all(any(map(_verbal, cut)) or any(tag == "a" for _, tag in cut) for cut in cuts):
        return ""
    if shared >= MUCH * size and size > 4:
        return "parallel"
    return "series" if size <= 5 and (known or all(map(_rare, cuts))) else ""


@lru_cache(maxsize=4)
def _slogans(segmenter: Segmenter) -> frozenset[str]:
    dictionary = segmenter.dictionary
    return frozenset(term.text for term in (*dictionary.terms, *dictionary.expressions) if term.kind == "slogan")


def _verbal(word: tuple[Word, str]) -> bool:
    return word[1].startswith(("v", "l", "i")) or (word[1] == "nz" and len(word[0].text) == 2)  # 协商, 调研: terms that are verbs


def _done(cut: Tagged) -> bool:
    """Whether the last word is a verb: 电影下乡 is no name of a place."""
    return bool(cut) and cut[-1][1] == "v" and len(cut[-1][0].text) > 1


def _rare(cut: Tagged) -> bool:
    share = background.shipped().share
    return min((share(word.text) for word, _ in cut), default=1.0) < RARE and not any(word.text in LOOSE for word, _ in cut)


def _framed(line: Line, run: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """Three clauses and more that begin with the same character."""
    at = 0
    while at < len(run):
        last = at
        while last + 1 < len(run) and line.text[run[last + 1].start] == line.text[run[at].start]:
            last += 1
        clauses = [line.text[piece.start : piece.end] for piece in run[at : last + 1]]
        alike = len(line.words(run[at].start, run[at].start + 1)) == 1  # a word of one character: 凡, 以, 用
        if alike and len(clauses) > 2 and all(map(_is_clause, clauses)):
            yield line.text[run[at].start : run[last].end], "parallel"
        at = last + 1


def _is_clause(text: str) -> bool:
    return len(text) in CLAUSE and _HAN.fullmatch(text) is not None and not _LOOSE.search(text)


def _motto(line: Line, left: Piece, right: Piece) -> Iterator[tuple[str, str]]:
    """Two clauses of one length that are the whole sentence and share a character in one place, or hold a slogan of the lexicon."""
    one, other = line.text[left.start : left.end], line.text[right.start : right.end]
    if len(one) != len(other) or len(one) not in MOTTO or not _HAN.fullmatch(one) or not _HAN.fullmatch(other):
        return
    known = any(word.text in _slogans(line.segmenter) for word, _ in line.words(left.start, right.end))
    if not _LOOSE.search(one) and (known or any(a == b for a, b in zip(one, other, strict=True))):
        yield line.text[left.start : right.end], "motto"
