"""How often words stand in ordinary official prose: the prior of a contrast, and the rule for stock words.

Only the table is shipped, never the texts. An office can make its own from a folder of texts: `python -m analysis background DIR`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import regex

from analysis.reference import REFERENCE, rows
from analysis.report import CatalogueError
from analysis.words.segment import Segmenter

COLUMNS = ("term", "count", "documents")
NAME = "background.tsv"
_HEAD = regex.compile(r"#\s*(texts|words)\s*[:：]\s*([0-9]+)")
_HAN = regex.compile(r"\p{Han}")


@dataclass(frozen=True)
class Background:
    """Counts over `texts` texts of `words` words. Terms that were pruned are not in `counts`; their share is 0."""

    texts: int
    words: int
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)
    documents: Mapping[str, int] = field(default_factory=dict, hash=False)

    def share(self, term: str) -> float:
        """Share of the texts in which `term` stands, 0–1; 0 for a term that is not in the table."""
        return self.documents.get(term, 0) / self.texts if self.texts else 0.0


@cache
def shipped(folder: Path = REFERENCE) -> Background:
    """The table of data/reference. Raises CatalogueError when it is missing or malformed."""
    return load(folder)


def load(folder: Path, name: str = NAME) -> Background:
    """Read a table made by `build`. Raises CatalogueError naming file, row and reason."""
    counts: dict[str, int] = {}
    documents: dict[str, int] = {}
    for number, row in rows(name, COLUMNS, folder=folder):
        try:
            counts[row["term"]], documents[row["term"]] = int(row["count"]), int(row["documents"])
        except ValueError:
            raise CatalogueError(f"参考表 {name} 第 {number} 行的次数不是整数，请重新生成。", "E140") from None
    head = dict(_HEAD.findall("\n".join(_comments(folder / name))))
    if "texts" not in head or "words" not in head:
        raise CatalogueError(f"参考表 {name} 开头缺少 texts 与 words 两项说明，请重新生成。", "E140")
    return Background(int(head["texts"]), int(head["words"]), counts, documents)


def _comments(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            return
        yield line


def count_texts(texts: Iterable[str], segmenter: Segmenter) -> tuple[Counter[str], Counter[str], int, int]:
    """(occurrences, documents, number of texts, number of words) of every Chinese word of two characters and more.

    Words as cut and the lexicon terms inside longer ones, variants merged, as `keywords.count` counts; stop words stay in.
    Expressions of several words are counted on the text.
    """
    counts: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    number = words = 0
    for text in texts:
        number += 1
        cut = segmenter.words(text)
        words += len(cut)
        places = {(word.start, word.end): word.text for word in cut} | {
            (word.start, word.end): word.text for word in segmenter.terms(text, cut)
        }
        found = Counter(segmenter.merged(term) for term in places.values() if len(term) > 1 and _HAN.search(term))
        for expression in segmenter.dictionary.expressions:
            if stands := text.count(expression.text):
                found[expression.text] = stands
        counts.update(found)
        documents.update(found.keys())
    return counts, documents, number, words


def build(texts: Iterable[str], segmenter: Segmenter, *, source: str, date: str, least_documents: int = 3) -> str:
    """The table as text with its head. Terms in fewer than `least_documents` texts are left out: names and misprints."""
    counts, documents, number, words = count_texts(texts, segmenter)
    kept = sorted((term for term in counts if documents[term] >= least_documents), key=lambda term: (-counts[term], term))
    head = [
        "# How often words stand in official prose; made by: python -m analysis background DIR",
        f"# source: {source}",
        f"# date: {date}",
        f"# texts: {number}",
        f"# words: {words}",
        f"# dictionary: {segmenter.version}",
        f"# left out: terms in fewer than {least_documents} texts, single characters, figures",
        "\t".join(COLUMNS),
    ]
    return "\n".join([*head, *(f"{term}\t{counts[term]}\t{documents[term]}" for term in kept)]) + "\n"


def folder_texts(folder: Path) -> Iterator[str]:
    """The texts of every .txt and .md file below `folder`, in the order of their names, decoded as UTF-8 or GB18030."""
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".txt", ".md"} and path.is_file()):
        data = path.read_bytes()
        try:
            yield data.decode("utf-8-sig")
        except UnicodeDecodeError:
            yield data.decode("gb18030", errors="replace")
