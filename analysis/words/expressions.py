"""Finds what may be a fixed expression in the text of a report: the candidates that `phrases` then counts and compares.

Five ways lead to a candidate: the tables know it; the report sets it in quotation marks or title marks; it is written in figures
(75周年, 1+1+2+N); it is a run of parallel members (把方向、管大局、保落实); or its words keep together, either because they recur
(mutual information and branching entropy over word n-grams) or because they form one noun compound (供水管网改造).
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from analysis.fold import fold as plain
from analysis.report import Repaired
from analysis.words.collocations import EDGE, compounds, recurrent
from analysis.words.lexicon import Dictionary
from analysis.words.segment import OPAQUE, Segmenter, Word, sentences

#: How a candidate was found, most trusted first. The first five and role are kinds of the lexicon.
KIND_NAMES = {
    "policy": "政策",
    "meeting": "会议",
    "slogan": "提法",
    "activity": "活动",
    "organ": "组织",
    "quoted": "引号内",
    "title": "书名号内",
    "number": "数字式",
    "parallel": "排比",
    "role": "身份",
    "heading": "标题用语",
    "topic": "议题",
    "recurrent": "反复出现",
    "compound": "词组",
}
KINDS = tuple(KIND_NAMES)

FEW = 12  # reports
LONGEST_QUOTE = 14  # folded characters; a longer quotation is a sentence or the title of an item on an agenda
NUMERALS = frozenset("一二三四五六七八九十两双")
_LEVELS = "省市县区旗州盟镇乡村"

_DROP = frozenset(" \t\r\n\x0b\x0c“”\"‘’'「」『』《》〈〉、·")
_DROPPED = regex.compile(f"[{regex.escape(''.join(sorted(_DROP)))}]")
_QUOTED = regex.compile(r"[“「『]([^“”「」『』。！？；\n]{2,30})[”」』]")
_INNER = regex.compile(r"‘([^‘’。！？；\n]{2,24})’")
_TITLE = regex.compile(r"《([^《》\n]{2,30})》")
_FORMULA = regex.compile(r"(?<![0-9])[0-9]++(?:(?:\+[0-9]++)++(?:\+[A-Za-z])?|周年)")
_PARALLEL = regex.compile(
    r"(?<![、\p{Han}])(?:\p{Han}{3}、){2,4}\p{Han}{3}(?![\p{Han}、])|(?:\p{Han}、){2,4}\p{Han}(?=[”’])|大\p{Han}{2}大\p{Han}{2}大\p{Han}{2}"
)
_ITEM_BEFORE = regex.compile(r"(?:围绕|针对|关于|就|以|对|如|其中|反映|提出|提交|撰写|聚焦)(?:了|的|推进|落实|学习贯彻|贯彻落实)?$")
_ITEM_AFTER = regex.compile(
    r"(?:等)?(?:[\p{Han}0-9]{0,6}?)(?:为题|为议题|为主题|为内容|议题|课题|提案|建议|内容|问题|协商|议政|监督|调研|视察|培训|研讨|辅导|讲堂|讲座)"
)
_NAMED_AFTER = regex.compile(
    r"(?:等)?(?!开展|进行|组织|提出|举办|举行)(?:\p{Han}{0,6}?)(?:活动|行动|品牌|机制|工作法|模式|平台|制度|工程|专栏|系列|计划|体系|作用|直通车|理念|要求|定位|样板)"
)
_LISTED = regex.compile(r"[、和与及，]?")
_CLAUSE = regex.compile(r"[，,：:]")


@dataclass(frozen=True, slots=True)
class Folded:
    """Counted text without quotation marks, 、 and white space, and where each of its characters stands in the repaired text."""

    text: str
    at: "array[int]"
    grams: frozenset[str]  # its stretches of three characters: a cheap no before a long search

    def count(self, key: str) -> int:
        """How often `key` stands here, overlaps not counted."""
        return self.text.count(key) if self.may_hold(key) else 0

    def may_hold(self, key: str) -> bool:
        return len(key) < 3 or (key[:3] in self.grams and key[-3:] in self.grams)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expression as it is written, its folded form, and how it was found."""

    text: str
    key: str
    kind: str


def fold(text: str) -> str:
    """The form in which expressions are compared: “互观互学 共促提升” and 互观互学、共促提升 are one."""
    return _DROPPED.sub("", plain(text))


def folded(repaired: Repaired) -> Folded:
    """Counted blocks of a report in folded form, one line feed after each block."""
    pieces: list[str] = []
    places = array("L")
    for block in repaired.blocks:
        if not block.counted:
            continue
        for offset, character in enumerate(plain(block.text)):
            if character not in _DROP:
                pieces.append(character)
                places.append(block.start + offset)
        pieces.append("\n")
        places.append(block.end)
    text = "".join(pieces)
    return Folded(text, places, frozenset(text[index : index + 3] for index in range(len(text) - 2)))


@dataclass(frozen=True, slots=True)
class Prepared:
    """What comparing needs of one report, found once: its folded text, its candidates, its words sentence by sentence."""

    folded: Folded
    candidates: tuple[Candidate, ...]
    cut: tuple[tuple[Word, ...], ...]


@lru_cache(maxsize=256)  # about half a megabyte each
def prepare(repaired: Repaired, segmenter: Segmenter) -> Prepared:
    """Candidates of one report by every way but the n-grams that only recur across reports."""
    blocks = [(block.kind, plain(block.text)) for block in repaired.blocks if block.counted]
    cut = [segmenter.tagged(text[start:end]) for _, text in blocks for start, end in sentences(text)]
    words = frozenset(term.text for _, text in blocks for term in segmenter.terms(text))
    text = folded(repaired)
    found = list(known(text.text, words, segmenter.dictionary))
    for kind, block in blocks:
        heading = kind in ("title", "heading")
        for each in marked(block, segmenter):
            # “压舱石” in a heading is this year's ornament; what the body quotes as well keeps its kind
            found.append(Candidate(each.text, each.key, "heading") if heading and each.kind in ("quoted", "topic") else each)
    found.extend(Candidate(name, fold(name), "compound") for name in compounds(cut, segmenter))
    plain_cut = tuple(tuple(word for word, _ in sentence) for sentence in cut)
    found.extend(Candidate(name, fold(name), "recurrent") for name in recurrent(plain_cut, segmenter))
    return Prepared(text, tuple(best(found, segmenter)), plain_cut)


def candidates(prepared: Sequence[Prepared], segmenter: Segmenter) -> list[Candidate]:
    """Candidates of several reports together, one for each folded form, sorted by it.

    Up to `FEW` reports, n-grams that recur across them count too: once this year and once last year is twice.
    """
    found = [candidate for each in prepared for candidate in each.candidates]
    if 1 < len(prepared) <= FEW:
        grams = recurrent([sentence for each in prepared for sentence in each.cut], segmenter)
        found.extend(best([Candidate(name, fold(name), "recurrent") for name in grams], segmenter))
    return best(found, segmenter, checked=True)


def best(found: Iterable[Candidate], segmenter: Segmenter, *, checked: bool = False) -> list[Candidate]:
    """The most trusted candidate of every folded form, sorted by it; pure names left out unless `checked` before."""
    kept: dict[str, Candidate] = {}
    for each in found:
        other = kept.get(each.key)
        if other is None or (KINDS.index(each.kind), each.text) < (KINDS.index(other.kind), other.text):
            kept[each.key] = each
    names = _names(segmenter.dictionary)
    return [kept[key] for key in sorted(kept) if checked or not _only_names(kept[key], segmenter, names)]


def known(text: str, words: frozenset[str], dictionary: Dictionary) -> Iterator[Candidate]:
    """Terms of the lexicon among the `words` of the reports, and expressions of the table that stand in the folded `text`.

    A short term must be a word at least once, or 协商会 would be found in every 协商会议. Short names of roles, places and stock words
    are no 提法.
    """
    for table, there in ((dictionary.terms, words.__contains__), (dictionary.expressions, lambda name: fold(name) in text)):
        for term in table:
            if term.kind in KINDS and term.text not in OPAQUE and term.text not in dictionary.stock and term.text not in dictionary.stopped:
                least = {"policy": 2, "slogan": 2, "organ": 4, "role": 5}.get(term.kind, 3)
                if len(term.text) >= least and there(term.text):
                    yield Candidate(term.text, fold(term.text), term.kind)


def marked(block: str, segmenter: Segmenter) -> Iterator[Candidate]:
    """What the report itself marks off: quotations, titles, formulas, and runs of parallel members.

    A quotation of two characters must be written in numerals, as 双减. What the report discussed, heard or proposed (围绕“…”开展协商,
    提出“…”等建议, 以“…”为题) and what begins with a verb is the title of an item, unless it is called an activity, a brand, a mechanism.
    """
    for run in _runs(list(_QUOTED.finditer(block)), block):
        start, end = run[0].start(), run[-1].end()
        named = _NAMED_AFTER.match(block, end) is not None
        item = not named and bool(_ITEM_BEFORE.search(block, max(0, start - 8), start) or _ITEM_AFTER.match(block, end))
        for quotation in (match[1] for match in run):
            clauses = _CLAUSE.search(quotation) is not None
            for part in _members(quotation):
                verb = len(fold(part)) > 3 and not named and segmenter.part_of_speech(part[:2]).startswith(("v", "d", "p", "ad"))
                yield from _quotation(part, "topic" if clauses or (item and len(fold(part)) > 5) or verb else "quoted")
    for match in _INNER.finditer(block):
        for part in _members(match[1]):
            yield from _quotation(part, "quoted")
    for match in _TITLE.finditer(block):
        yield Candidate(match[1].strip(), fold(match[1]), "title")
    for match in _FORMULA.finditer(block):
        yield Candidate(match[0], fold(match[0]), "number")
    for match in _PARALLEL.finditer(block):
        yield Candidate(match[0], fold(match[0]), "parallel")


def _runs(matches: list[regex.Match[str]], block: str) -> Iterator[list[regex.Match[str]]]:
    """Quotations that are listed one after another: what is said before the first and after the last is said of all."""
    run: list[regex.Match[str]] = []
    for match in matches:
        if run and not _LISTED.fullmatch(block, run[-1].end(), match.start()):
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _members(quotation: str) -> Iterator[str]:
    """The clauses of a quotation; one that is still too long is taken apart at its 、 and spaces."""
    for part in _CLAUSE.split(quotation):
        if len(fold(part)) <= LONGEST_QUOTE:
            yield part
        else:
            yield from (member for member in regex.split(r"[、\s]", part) if len(member) > 3)


def _quotation(part: str, kind: str) -> Iterator[Candidate]:
    key = fold(part)
    if 3 <= len(key) <= LONGEST_QUOTE or (len(key) == 2 and key[0] in NUMERALS):
        yield Candidate(part.strip(), key, kind)


@lru_cache(maxsize=4)
def _names(dictionary: Dictionary) -> regex.Pattern[str]:
    """Place names and the organs that every place has, longest first: what is left without them must say something."""
    names = sorted({*dictionary.places, *EDGE, *_LEVELS}, key=lambda name: (-len(name), name))
    return regex.compile("|".join(regex.escape(name) for name in names))


def _only_names(candidate: Candidate, segmenter: Segmenter, names: regex.Pattern[str]) -> bool:
    """Pure names of places and their organs, single stop words in quotation marks: no 提法."""
    if candidate.kind not in ("policy", "meeting", "slogan", "activity"):
        rest = names.sub("", candidate.key)
        if not regex.search(r"\p{Han}|[0-9A-Za-z]" if candidate.kind == "quoted" else r"\p{Han}{2}|[0-9A-Za-z]", rest):
            return True
    return candidate.kind == "quoted" and (candidate.text in segmenter.dictionary.stock or segmenter.is_stop(candidate.text))
