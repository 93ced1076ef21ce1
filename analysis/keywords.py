"""Words of a report to a frequency table.

What is counted is said once, here: body text, not for the second time; stop words, single characters, figures and punctuation
left out; a term inside a longer term counts as well; variants count as their term. Nothing is weighted and nothing is hidden:
stock words of the genre are marked, and the reader decides.
"""

from collections.abc import Iterable, Mapping

import pandas as pd
import regex

from analysis import background
from analysis.fold import fold
from analysis.lexicon import Dictionary
from analysis.report import Repaired
from analysis.segment import Segmenter, segmenter, sentences

TERM_COLUMNS = ("term", "count", "per_10k", "sections", "sentences", "genre")
EFFECT_COLUMNS = ("term", "before", "after", "change", "reports")
TOP_COLUMNS = ("report", "term", "count", "per_10k")

#: A word is stock of the genre when it stands in at least this share of the background's texts …
GENRE_SHARE = 0.95
#: … or, in a library of at least `GENRE_REPORTS` reports, in more than this share of them.
LIBRARY_SHARE, GENRE_REPORTS = 0.9, 10

_COUNTED = regex.compile(r"(?=.*[\p{Han}A-Za-z])[^0-9０-９].*+|[0-9]++周年", regex.S)


def count(repaired: Repaired, segmenter: Segmenter, *, merge: bool = True) -> pd.DataFrame:
    """Frequency table of a report, TERM_COLUMNS, sorted by count (descending), then term.

    count: occurrences, those inside longer lexicon terms included. per_10k: per 10,000 counted characters. sections: under how
    many headings the term stands. sentences: in how many sentences. genre: stock word of the genre, by `is_stock`.
    merge: count variants as their term; False counts every wording by itself.
    """
    counts: dict[str, int] = {}
    sections: dict[str, set[int]] = {}
    in_sentences: dict[str, int] = {}
    section = 0
    for block in repaired.blocks:
        if not block.counted:
            continue
        section += block.kind == "heading"
        text = fold(block.text)
        for start, end in sentences(text):
            found = occurrences(text[start:end], segmenter, merge=merge)
            for term in found:
                counts[term] = counts.get(term, 0) + 1
                sections.setdefault(term, set()).add(section)
            for term in set(found):
                in_sentences[term] = in_sentences.get(term, 0) + 1
    base = 10_000 / repaired.characters if repaired.characters else 0.0
    table = [(term, n, n * base, len(sections[term]), in_sentences[term], is_stock(term, segmenter)) for term, n in counts.items()]
    return _frame(sorted(table, key=lambda row: (-row[1], row[0])))


def occurrences(sentence: str, segmenter: Segmenter, *, merge: bool = True) -> list[str]:
    """The terms that `sentence` counts for, once per occurrence, in the order of the text."""
    words = segmenter.words(sentence)
    found = {(word.start, word.end): word.text for word in words}
    if merge:
        taken = {key: segmenter.merged(text) for key, text in found.items()}
        for word in segmenter.terms(sentence, words):
            term = segmenter.merged(word.text)
            # 二十大 inside 中共二十大 is the same mention of the same term, not a second one
            if not any(term == other and start <= word.start and word.end <= end for (start, end), other in taken.items()):
                taken[word.start, word.end] = term
        found = taken
    else:
        found.update({(word.start, word.end): word.text for word in segmenter.terms(sentence, words)})
    return [found[key] for key in sorted(found) if counts_as_term(found[key], segmenter)]


def counts_as_term(word: str, segmenter: Segmenter) -> bool:
    """Whether `word` enters a table: two characters or more, not a figure, not a stop word."""
    return len(word) > 1 and _COUNTED.fullmatch(word) is not None and not segmenter.is_stop(word)


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
            dict(zip(frame["term"], frame["count"], strict=True))
            for frame in (count(repaired, segmenter(each)) for each in (before, after))
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
