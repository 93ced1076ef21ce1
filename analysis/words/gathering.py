"""Gathers what may be a fixed expression of a report: the candidates that `phrases` then counts and compares.

Six ways lead to a candidate: the tables know it; the report sets it in marks (`quotations`); its form says what it names (`namings`);
its members are parallel (`parallels`); it is a saying of four characters (`quartets`); or its words keep together (`collocations`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

import regex

from analysis.fold import fold as plain
from analysis.report import Repaired
from analysis.words import background
from analysis.words.collocations import EDGE, Tagged, compounds, couples, recurrent
from analysis.words.expressions import KINDS, Candidate, Folded, fold, folded
from analysis.words.lexicon import Dictionary, Term
from analysis.words.namings import named
from analysis.words.parallels import parallel
from analysis.words.quartets import sayings
from analysis.words.quotations import marked
from analysis.words.segment import OPAQUE, Segmenter, Word, sentences

FEW = 12  # reports
LONGEST = 60  # folded characters of an expression
_LEVELS = "省市县区旗州盟镇乡村"
_SHOWN = str.maketrans(",:;", "，：；")
#: Least characters of a term of the tables by its kind; shorter ones are everyday words of the genre (提案, 委员).
_LEAST = {"policy": 2, "slogan": 2, "activity": 2, "role": 4}
COMMON = 0.1  # terms of two characters that a greater share of ordinary reports has are ordinary words (督查, 批示)
#: Ends of posts that every place has, and of plain names of people: 专委会主任, 困难群众; short ones also 主要领导, 调研组.
_POSTS = tuple("成员 主席 主任 副书记 同志 秘书长 总书记 群众 代表 人员 学者 社会各界".split())
_SHORT = {"role": ("领导", "干部", *_POSTS), "organ": ("组", "团")}
#: Kinds that say enough even when they are made of names of places and organs only.
_OWN_NAMES = ("policy", "meeting", "slogan", "activity", "title", "number", "parallel", "rule", "role")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What comparing needs of one report, found once: its folded text, its candidates, its words sentence by sentence."""

    folded: Folded
    candidates: tuple[Candidate, ...]
    cut: tuple[tuple[Word, ...], ...]


@lru_cache(maxsize=256)  # about half a megabyte each
def prepare(repaired: Repaired, segmenter: Segmenter) -> Prepared:
    """Candidates of one report by every way but the n-grams that only recur across reports."""
    text = folded(repaired)
    found: list[Candidate] = []
    cut: list[Tagged] = []
    words: set[str] = set()
    starts: set[int] = set()
    ends: set[int] = set()
    for block in repaired.blocks:
        if block.counted:
            written = plain(block.text)
            terms = segmenter.terms(written)
            words.update(term.text for term in terms)
            found.extend(_overlapping(written, terms, segmenter))
            found.extend(_of_block(written, block.kind, segmenter))
            for number, (start, end) in enumerate(sentences(written)):
                tagged = segmenter.tagged(written[start:end])
                opens = number == 0 and block.kind == "paragraph"
                found.extend(_of_sentence(written[start:end], tagged, segmenter, opens=opens))
                starts.update(block.start + start + word.start for word, _ in tagged)
                ends.update(block.start + start + word.end for word, _ in tagged)
                cut.append(tagged)
    found.extend(candidate for candidate in _tables(segmenter)[0] if candidate.text in words)
    found.extend(candidate for candidate in _tables(segmenter)[1] if _whole(text, candidate.key, starts, ends))
    found.extend(_candidate(name, "compound") for name in chain(compounds(cut, segmenter), couples(cut, segmenter)))
    plain_cut = tuple(tuple(word for word, _ in sentence) for sentence in cut)
    found.extend(_candidate(name, "recurrent") for name in recurrent(plain_cut, segmenter))
    return Prepared(text, tuple(best(found, segmenter)), plain_cut)


def _whole(text: Folded, key: str, starts: set[int], ends: set[int]) -> bool:
    """Whether `key` stands somewhere from the beginning of a word to the end of one: 中心组学习 does not in 理论学习中心组学习."""
    return any(text.at[at] in starts and text.at[at + len(key) - 1] + 1 in ends for at in text.places(key))


def _of_block(written: str, kind: str, segmenter: Segmenter) -> Iterator[Candidate]:
    heading = kind in ("title", "heading")
    for each in marked(written, segmenter):
        # “压舱石” in a heading is this year's ornament; what the body quotes as well keeps its kind
        ornament = heading and each.kind in ("quoted", "topic")
        yield _candidate(each.text, "heading" if ornament else each.kind, quoted=each.kind in ("quoted", "title") and not ornament)


def _of_sentence(written: str, tagged: Tagged, segmenter: Segmenter, *, opens: bool) -> Iterator[Candidate]:
    for text, kind in chain(parallel(written, tagged, segmenter), named(written, tagged, segmenter)):
        yield _candidate(text, kind)
    for text in sayings(written, tagged, segmenter, opens=opens):
        yield _candidate(text, "saying")


def _overlapping(written: str, terms: Sequence[Word], segmenter: Segmenter) -> Iterator[Candidate]:
    """Two terms that share characters are one expression: 全面从严治党 and 从严治党主体责任."""
    for one, other in pairwise(terms):
        if one.start < other.start < one.end < other.end:
            kinds = {segmenter.dictionary.kinds.get(term.text, "place") for term in (one, other)}
            if kinds <= set(KINDS):
                yield _candidate(written[one.start : other.end], min(kinds, key=KINDS.index))


def _candidate(text: str, kind: str, *, quoted: bool = False) -> Candidate:
    return Candidate(text.translate(_SHOWN), fold(text), kind, quoted)


def candidates(prepared: Sequence[Prepared], segmenter: Segmenter) -> list[Candidate]:
    """Candidates of several reports together, one for each folded form, sorted by it.

    Up to `FEW` reports, n-grams that recur across them count too: once this year and once last year is twice.
    """
    found = [candidate for each in prepared for candidate in each.candidates]
    if 1 < len(prepared) <= FEW:
        grams = recurrent([sentence for each in prepared for sentence in each.cut], segmenter)
        found.extend(best([_candidate(name, "recurrent") for name in grams], segmenter))
    return best(found, segmenter, checked=True)


def best(found: Iterable[Candidate], segmenter: Segmenter, *, checked: bool = False) -> list[Candidate]:
    """The most trusted candidate of every folded form, sorted by it; pure names left out unless `checked` before."""
    kept: dict[str, Candidate] = {}
    for each in found:
        if not 1 < len(each.key) <= LONGEST:
            continue
        other = kept.get(each.key)
        if other is None:
            kept[each.key] = each
            continue
        first = min(each, other, key=lambda one: (KINDS.index(one.kind), one.text))
        kept[each.key] = Candidate(first.text, first.key, first.kind, each.quoted or other.quoted)
    names = _names(segmenter)
    return [kept[key] for key in sorted(kept) if checked or not _only_names(kept[key], segmenter, names)]


@lru_cache(maxsize=4)
def _tables(segmenter: Segmenter) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """The terms of the lexicon and the expressions of the table that can be a 提法.

    A term counts when it is a word at least once, or 协商会 would be found in every 协商会议.
    """
    dictionary = segmenter.dictionary
    terms, expressions = (
        tuple(Candidate(term.text, fold(term.text), term.kind) for term in table if term.kind in KINDS and _tells(term, dictionary))
        for table in (dictionary.terms, dictionary.expressions)
    )
    return terms, expressions


def _tells(term: Term, dictionary: Dictionary) -> bool:
    """Whether a term can be a 提法: no stock word, no post that every place has."""
    text, size = term.text, len(term.text)
    if text in OPAQUE or text in dictionary.stock or text in dictionary.stopped or size < _LEAST.get(term.kind, 3):
        return False
    if (term.kind == "role" and text.endswith(_POSTS)) or (size < 5 and text.endswith(_SHORT.get(term.kind, ()))):
        return False
    return size > 2 or term.kind != "activity" or background.shipped().share(text) < COMMON


@lru_cache(maxsize=4)
def _names(segmenter: Segmenter) -> regex.Pattern[str]:
    """Place names and the organs that every place has, longest first: what is left without them must say something."""
    names = sorted({*segmenter.dictionary.places, *EDGE, *_LEVELS}, key=lambda name: (-len(name), name))
    return regex.compile("|".join(regex.escape(name) for name in names))


def _only_names(candidate: Candidate, segmenter: Segmenter, names: regex.Pattern[str]) -> bool:
    """Pure names of places and their organs, single stop words in quotation marks: no 提法."""
    if candidate.kind not in _OWN_NAMES:
        rest = names.sub("", candidate.key)
        if not regex.search(r"\p{Han}|[0-9A-Za-z]" if candidate.kind == "quoted" else r"\p{Han}{2}|[0-9A-Za-z]", rest):
            return True
    return candidate.kind == "quoted" and (candidate.text in segmenter.dictionary.stock or segmenter.is_stop(candidate.text))
