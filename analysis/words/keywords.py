"""Words of a report to a frequency table.

What is counted is said once, here: body text, not for the second time; stop words, single characters, figures and punctuation
left out; a term inside a longer term counts as well; variants count as their term. Nothing is weighted and nothing is hidden:
stock words of the genre are marked, and the reader decides.
"""

from collections.abc import Iterable, Mapping

import pandas as pd
import regex

from analysis.fold import fold
from analysis.report import Repaired
from analysis.words import background
from analysis.words.lexicon import Dictionary
from analysis.words.segment import Segmenter, Word, sentences
from analysis.words.segment import segmenter as shared

TERM_COLUMNS = ("term", "count", "per_10k", "sections", "sentences", "genre")
EFFECT_COLUMNS = ("term", "before", "after", "change", "reports")
TOP_COLUMNS = ("report", "term", "count", "per_10k")

#: A word is stock of the genre when it stands in at least this share of the background's texts …
GENRE_SHARE = 0.95
#: … or, in a library of at least `GENRE_REPORTS` reports, in more than this share of them.
LIBRARY_SHARE, GENRE_REPORTS = 0.9, 10

_COUNTED = regex.compile(r"\A(?:(?=[^\p{Han}A-Za-z]*+[\p{Han}A-Za-z])[^0-9０-９].*+|[0-9]++周年)", regex.S)
#: 四年, 三次, 两个: figures written out, which say nothing of what a report is about.
_FIGURE = regex.compile(r"第?[一二两三四五六七八九十几]{1,3}[余多]?[年月日天周次个件名位项条家户场期届轮批篇处所份]来?")


def count(repaired: Repaired, segmenter: Segmenter, *, merge: bool = True) -> pd.DataFrame:
    """Frequency table of a report, TERM_COLUMNS, sorted by count (descending), then term.

    count: occurrences, those inside longer lexicon terms included. per_10k: per 10,000 counted characters. sections: under how
    many headings the term stands. sentences: in how many sentences. genre: stock word of the genre, by `is_stock`.
    merge: count variants as their term; False counts every wording by itself.
    """
    found = Tally(segmenter, merge)
    section = 0
    for block in repaired.blocks:
        if block.counted:
            section += block.kind == "heading"
            found.add(fold(block.text), section)
    base = 10_000 / repaired.characters if repaired.characters else 0.0
    table = [
        (term, n, n * base, found.sections[term], found.sentences[term], is_stock(term, segmenter))
        for term, n in found.counts.items()
        if counts_as_term(term, segmenter)
    ]
    return _frame(sorted(table, key=lambda row: (-row[1], row[0])))


class Tally:
    """Adds up the terms of texts: occurrences, sections and sentences of each."""

    def __init__(self, segmenter: Segmenter, merge: bool) -> None:
        self.counts: dict[str, int] = {}
        self.sections: dict[str, int] = {}
        self.sentences: dict[str, int] = {}
        self._segmenter, self._merge = segmenter, merge
        self._last_section: dict[str, int] = {}
        self._last_sentence: dict[str, int] = {}
        self._sentence = 0

    def add(self, text: str, section: int) -> None:
        """Count the terms of `text`, which stands in section number `section`; sections come in ascending order."""
        words = self._segmenter.words(text)
        ends = [end for _, end in sentences(text)]
        which = 0
        for term, start in self._terms(text, words):
            while which < len(ends) - 1 and start >= ends[which]:
                which += 1
            self.counts[term] = self.counts.get(term, 0) + 1
            if self._last_section.get(term) != section:
                self._last_section[term] = section
                self.sections[term] = self.sections.get(term, 0) + 1
            if self._last_sentence.get(term) != self._sentence + which:
                self._last_sentence[term] = self._sentence + which
                self.sentences[term] = self.sentences.get(term, 0) + 1
        self._sentence += len(ends)

    def _terms(self, text: str, words: list[Word]) -> list[tuple[str, int]]:
        """(term, start) in the order of the text, once per occurrence."""
        if not self._merge:
            found = {(word.start, word.text) for word in (*words, *self._segmenter.terms(text, words))}
            return [(term, start) for start, term in sorted(found)]
        mentions = self._segmenter.mentions
        plain = [(term, word.start) for word in words for term in mentions(word.text)]
        spanning = self._segmenter.spanning(text, words)
        if not spanning:
            return plain
        return sorted(
            [*plain, *((self._segmenter.merged(word.text), word.start) for word in spanning)], key=lambda each: (each[1], each[0])
        )


def counts_as_term(word: str, segmenter: Segmenter) -> bool:
    """Whether `word` enters a table: two characters or more, not a figure (in digits or written out), not a stop word."""
    if len(word) < 2 or _COUNTED.fullmatch(word) is None or segmenter.is_stop(word):
        return False
    return _FIGURE.fullmatch(word) is None or word in segmenter.dictionary.kinds


def is_stock(term: str, segmenter: Segmenter) -> bool:
    """Whether `term` says nothing about a single report: marked so in the stop list, a place, or in nearly every text of the background.

    Names of policies, activities and slogans in the lexicon are never stock by frequency: that everybody says them is the finding.
    """
    dictionary = segmenter.dictionary
    if term in dictionary.stock or term in dictionary.place_names:
        return True
    return term not in dictionary.kinds and background.shipped().share(term) >= GENRE_SHARE


def stock_of_library(frames: Iterable[pd.DataFrame]) -> frozenset[str]:
    """Terms that stand in more than 90 % of at least ten reports: stock words of this very library. Fewer reports: none."""
    standing: dict[str, int] = {}
    reports = 0
    for frame in frames:
        reports += 1
        for term in frame["term"]:
            standing[term] = standing.get(term, 0) + 1
    if reports < GENRE_REPORTS:
        return frozenset()
    return frozenset(term for term, n in standing.items() if n > LIBRARY_SHARE * reports)


def top(frames: Mapping[str, pd.DataFrame], n: int = 20, *, genre: bool = False) -> pd.DataFrame:
    """The `n` terms with the highest mean rate over all reports, and their figures in each: TOP_COLUMNS, one row per pair.

    Ordered by term (highest mean rate first), then by report in the order given. A report without the term has count 0, which
    is a true zero here: its whole text was counted. genre: keep stock words.
    """
    tables = {report: frame if genre else frame[~frame["genre"].astype(bool)] for report, frame in frames.items()}
    rates: dict[str, float] = {}
    for frame in tables.values():
        for term, rate in zip(frame["term"], frame["per_10k"], strict=True):
            rates[term] = rates.get(term, 0.0) + rate
    chosen = sorted(rates, key=lambda term: (-round(rates[term], 9), term))[:n]
    known = {
        report: dict(zip(frame["term"], zip(frame["count"], frame["per_10k"], strict=True), strict=True))
        for report, frame in tables.items()
    }
    rows = [(report, term, *known[report].get(term, (0, 0.0))) for term in chosen for report in known]
    return pd.DataFrame(rows, columns=list(TOP_COLUMNS)).astype({"count": "int64", "per_10k": "float64"})


def effect(before: Dictionary, after: Dictionary, texts: Mapping[str, Repaired]) -> pd.DataFrame:
    """Which counts change when `after` takes the place of `before`, summed over `texts`: EFFECT_COLUMNS.

    change: after − before, never 0. reports: in how many reports the count changes. Largest change first, then term.
    """
    totals: dict[str, list[int]] = {}
    for repaired in texts.values():
        tables = [
            dict(zip(frame["term"], frame["count"], strict=True)) for frame in (count(repaired, shared(each)) for each in (before, after))
        ]
        for term in {**tables[0], **tables[1]}:
            old, new = tables[0].get(term, 0), tables[1].get(term, 0)
            if old != new:
                total = totals.setdefault(term, [0, 0, 0])
                totals[term] = [total[0] + old, total[1] + new, total[2] + 1]
    rows = [(term, old, new, new - old, reports) for term, (old, new, reports) in totals.items()]
    rows.sort(key=lambda row: (-abs(row[3]), row[0]))
    types = {"term": "str", "before": "int64", "after": "int64", "change": "int64", "reports": "int64"}
    return pd.DataFrame(rows, columns=list(EFFECT_COLUMNS)).astype(types)


def _frame(rows: list[tuple[str, int, float, int, int, bool]]) -> pd.DataFrame:
    types = {"term": "str", "count": "int64", "per_10k": "float64", "sections": "int64", "sentences": "int64", "genre": "bool"}
    return pd.DataFrame(rows, columns=list(TERM_COLUMNS)).astype(types)
