"""The dictionary of the domain: its terms, stop words and synonyms, and the changes an office makes to it.

A `Dictionary` is a frozen value. What an office changes is a list of `Change` laid over the shipped tables, never an edit of
them, so that every change can be taken back, exported and carried to another office. The version is a hash of the content:
results that name the same version were counted with the same words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Literal

from analysis.reference import REFERENCE, rows
from analysis.report import CatalogueError

KINDS = ("organ", "role", "meeting", "policy", "activity", "slogan", "place")
KIND_NAMES = {"organ": "组织", "role": "身份", "meeting": "会议", "policy": "政策", "activity": "活动", "slogan": "提法", "place": "地名"}
ACTIONS = ("add", "merge", "protect", "stop", "remove")
ACTION_NAMES = {"add": "新增词语", "merge": "归并", "protect": "保护（不切开）", "stop": "停用", "remove": "撤除"}
CHANGE_COLUMNS = ("action", "word", "target", "note")

RULES = "words-2"  # version of the rules in segment and keywords; a change of it makes every count again
#: Reasons of stop words that begin so mark stock words of the genre: counted, but dimmed.
GENRE_REASON = "体裁词"
NOUN_REASON = "名词"  # reasons of ordinary words that begin so say that the word names a thing
LONGEST = 60  # characters of a term; longer is a sentence, not a term

Action = Literal["add", "merge", "protect", "stop", "remove"]


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """A term that is one word wherever it stands. `protected` wins over every other way to cut the text."""

    text: str
    kind: str
    source: str = ""
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One decision of the office. `target`: the term a variant is merged into, or the kind of an added term."""

    action: Action
    word: str
    target: str = ""
    note: str = ""


@dataclass(frozen=True)
class Dictionary:
    """Everything that says what is a word, sorted and hashable.

    terms: words of the domain. stopwords: (word, reason). synonyms: (variant, term). places: full and short names. general:
    ordinary words that jieba's dictionary lacks; nouns: those of them that name things. expressions: fixed expressions of several
    words, for `phrases` only. cuts: words of jieba's dictionary that are several, written apart. classes: (name, members) of the
    classes the rules of word building go by.
    """

    terms: tuple[Term, ...]
    stopwords: tuple[tuple[str, str], ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()
    places: tuple[str, ...] = ()
    general: tuple[str, ...] = ()
    expressions: tuple[Term, ...] = ()
    nouns: tuple[str, ...] = ()
    cuts: tuple[str, ...] = ()
    classes: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @cached_property
    def version(self) -> str:
        """Twelve hex digits over everything that can change a count."""
        digest = sha256(RULES.encode())
        for term in self.terms:
            digest.update(f"t\t{term.text}\t{term.kind}\t{term.protected}\n".encode())
        for mark, pairs in (("s", self.stopwords), ("v", self.synonyms)):
            for left, right in pairs:
                digest.update(f"{mark}\t{left}\t{right}\n".encode())
        for names in (self.places, self.general, tuple(term.text for term in self.expressions), self.nouns, self.cuts):
            digest.update(("\n".join(names) + "\f").encode())
        for name, members in self.classes:
            digest.update(f"c\t{name}\t{' '.join(members)}\n".encode())
        return digest.hexdigest()[:12]

    @cached_property
    def stopped(self) -> frozenset[str]:
        """Words that never enter a table."""
        return frozenset(word for word, reason in self.stopwords if not reason.startswith(GENRE_REASON))

    @cached_property
    def stock(self) -> frozenset[str]:
        """Stock words of the genre: counted, but dimmed."""
        return frozenset(word for word, reason in self.stopwords if reason.startswith(GENRE_REASON))

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Kind of every term."""
        return {term.text: term.kind for term in self.terms}

    @cached_property
    def place_names(self) -> frozenset[str]:
        """Names of places, from the gazetteer and the lexicon."""
        return frozenset(self.places) | {term.text for term in self.terms if term.kind == "place"}

    def members(self, name: str) -> frozenset[str]:
        """The class `name` of morphology.tsv; empty when the dictionary has none."""
        return frozenset(dict(self.classes).get(name, ()))

    @cached_property
    def merged(self) -> dict[str, str]:
        """Variant to term; chains are followed, so that the result is never itself a variant."""
        direct = dict(self.synonyms)
        return {variant: _end(variant, direct) for variant in direct}

    def with_changes(self, changes: Iterable[Change]) -> "Dictionary":
        """The dictionary with `changes` laid over it in their order. Raises CatalogueError on a change that makes no sense."""
        terms = {term.text: term for term in self.terms}
        stopwords, synonyms = dict(self.stopwords), dict(self.synonyms)
        for change in changes:
            word = _checked(change.word)
            if change.action == "add":
                terms[word] = Term(word, change.target if change.target in KINDS else "slogan", change.note or "用户")
                stopwords.pop(word, None)
            elif change.action == "protect":
                terms[word] = replace(terms.get(word, Term(word, "slogan", change.note or "用户")), protected=True)
            elif change.action == "merge":
                synonyms[word] = _checked(change.target)
                for each in (word, change.target):
                    terms.setdefault(
                        each, Term(each, terms[change.target].kind if change.target in terms else "slogan", change.note or "用户")
                    )
                _end(word, synonyms)
            elif change.action == "stop":
                stopwords[word] = change.note or "用户停用"
            elif change.action == "remove":
                found = [table.pop(word, None) for table in (terms, stopwords, synonyms)]
                if not any(found):
                    raise CatalogueError(f"词典里没有“{word}”，无需撤除。", "E140")
            else:
                raise CatalogueError(f"不认识的词典操作“{change.action}”，应为 {'、'.join(ACTIONS)} 之一。", "E140")
        return replace(
            self,
            terms=tuple(sorted(terms.values())),
            stopwords=tuple(sorted(stopwords.items())),
            synonyms=tuple(sorted(synonyms.items())),
        )


def _end(variant: str, synonyms: dict[str, str]) -> str:
    seen = [variant]
    while seen[-1] in synonyms:
        seen.append(synonyms[seen[-1]])
        if seen.count(seen[-1]) > 1:
            raise CatalogueError(f"“{variant}”的归并绕回了自己：{' → '.join(seen)}，请去掉其中一条。", "E140")
    return seen[-1]


def _checked(word: str) -> str:
    """`word` as it may stand in the dictionary; its marks stay, because “平”事好商量 is a name with its quotation marks."""
    if word != word.strip() or not 2 <= len(word) <= LONGEST or any(mark in word for mark in "\t\r\n\0"):
        raise CatalogueError(f"词语“{word[:20]}”不能收入词典：应为 2 到 {LONGEST} 个字，首尾不带空白，中间不换行。", "E140")
    return word


@cache
def shipped(folder: Path = REFERENCE) -> Dictionary:
    """The dictionary of data/reference. Raises CatalogueError that names file, row and reason."""
    terms, expressions = _terms("lexicon.tsv", folder), _terms("expressions.tsv", folder)
    ordinary, cuts = _reasoned("general.txt", folder), tuple(cut for cut, _ in _reasoned("cuts.txt", folder))
    general, nouns = tuple(word for word, _ in ordinary), tuple(word for word, reason in ordinary if reason.startswith(NOUN_REASON))
    tables = (_reasoned("stopwords.txt", folder), _synonyms(folder), _places(folder))
    return Dictionary(terms, *tables, general, expressions, nouns, cuts, _classes(folder))


def _classes(folder: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, tuple[str, ...]] = {}
    for number, row in rows("morphology.tsv", ("class", "members", "reason"), folder=folder):
        if row["class"] in found:
            raise CatalogueError(f"参考表 morphology.tsv 第 {number} 行重复了“{row['class']}”，请并入前一行。", "E140")
        found[row["class"]] = tuple(sorted(set(row["members"].split())))
    return tuple(sorted(found.items()))


def _terms(name: str, folder: Path) -> tuple[Term, ...]:
    found: dict[str, Term] = {}
    for number, row in rows(name, ("term", "kind", "source"), folder=folder):
        word = _checked(row["term"])
        if row["kind"] not in KINDS:
            raise CatalogueError(f"参考表 {name} 第 {number} 行的类别“{row['kind']}”不在 {'、'.join(KINDS)} 之中。", "E140")
        if word in found:
            raise CatalogueError(f"参考表 {name} 第 {number} 行重复了“{word}”，请删去一行。", "E140")
        found[word] = Term(word, row["kind"], row["source"])
    return tuple(sorted(found.values()))


def _reasoned(name: str, folder: Path) -> tuple[tuple[str, str], ...]:
    """`word<TAB>reason` without a head line, as lists of stop words are passed on between people."""
    path = folder / name
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        raise CatalogueError(f"参考表 {name} 缺失或不是 UTF-8 编码，请从安装包中恢复。", "E140") from None
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        word, tab, reason = line.partition("\t")
        if not tab or not reason.strip():
            raise CatalogueError(f"参考表 {name} 第 {number} 行缺少理由，格式为“词语、制表符、理由”。", "E140")
        if word in found:
            raise CatalogueError(f"参考表 {name} 第 {number} 行重复了“{word}”，请删去一行。", "E140")
        found[_checked(word)] = reason.strip()
    return tuple(sorted(found.items()))


def _synonyms(folder: Path) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for number, row in rows("synonyms.tsv", ("variant", "term"), folder=folder):
        if row["variant"] in found:
            raise CatalogueError(f"参考表 synonyms.tsv 第 {number} 行重复了“{row['variant']}”，请删去一行。", "E140")
        found[_checked(row["variant"])] = _checked(row["term"])
    for variant in found:
        _end(variant, found)
    return tuple(sorted(found.items()))


def _places(folder: Path) -> tuple[str, ...]:
    """Full and short names of more than one character; a place may have several short names, apart by a stroke."""
    found: set[str] = set()
    for _, row in rows("places.tsv", ("place", "short", "province"), folder=folder):
        found.update(name for name in (row["place"], *row["short"].split("/"), row["province"]) if len(name) > 1)
    return tuple(sorted(found))


def to_tsv(changes: Sequence[Change]) -> str:
    """The changes as a table that Excel and another office can read; `from_tsv` reads it back unchanged."""
    lines = ["\t".join(CHANGE_COLUMNS)]
    for change in changes:
        cells = (change.action, change.word, change.target, change.note)
        if any(mark in cell for cell in cells for mark in "\t\r\n"):
            raise CatalogueError(f"“{change.word}”的说明里有制表符或换行，不能导出，请先删去。", "E140")
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def from_tsv(text: str) -> tuple[Change, ...]:
    """Read a table of changes. Raises CatalogueError that names the row; nothing of a wrong table is taken over."""
    lines = [
        (number, line) for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1) if line.strip() and not line.startswith("#")
    ]
    if not lines or tuple(lines[0][1].split("\t")) != CHANGE_COLUMNS:
        raise CatalogueError(f"词典文件第一行应为表头：{'、'.join(CHANGE_COLUMNS)}，以制表符分隔。", "E140")
    changes = []
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(CHANGE_COLUMNS) or cells[0] not in ACTIONS:
            raise CatalogueError(f"词典文件第 {number} 行应有四列，第一列为 {'、'.join(ACTIONS)} 之一。", "E140")
        changes.append(Change(cells[0], _checked(cells[1]), cells[2], cells[3]))  # type: ignore[arg-type]
    return tuple(changes)
