"""Words and expressions of a choice of reports: everything that the pages 关键词 and 提法 show, computed over a `Study`.

A number on these pages opens the very places that were counted: `places` reads the text with the words of the same dictionary,
where a search for characters would also find a term inside words that are not the term.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import dossier
from analysis.fold import fold
from analysis.report import Block, Repaired
from analysis.study import Study
from analysis.study.governing import laid_over, lexicon_change
from analysis.tables import records
from analysis.words import concordance, contrast, keywords, phrases
from analysis.words.expressions import fold as folded
from analysis.words.lexicon import Change, shipped
from analysis.words.segment import Segmenter, segmenter, sentences

RANK_COLUMNS = ("term", "count", "per_10k", "reports", "sections", "sentences", "genre")
RATE_COLUMNS = ("report", "term", "count", "per_10k")
PLACE_COLUMNS = concordance.REPORT_CONTEXT_COLUMNS

#: Kinds of lexicon terms that are never dimmed because the whole library uses them: that everybody says them is the finding.
SAID = frozenset({"policy", "meeting", "slogan", "activity"})
#: The stock words of a library are read off at most so many of its reports, evenly taken.
SAMPLE = 100


@dataclass(frozen=True)
class Words:
    """Term counts (keywords.TERM_COLUMNS) and counted characters of reports, by id and in the order chosen."""

    tables: Mapping[str, pd.DataFrame]
    characters: Mapping[str, int]


@dataclass(frozen=True)
class Contrast:
    """Two sides set against each other. table: contrast.CONTRAST_COLUMNS; caution: what it cannot say, or ""; characters of each side."""

    table: pd.DataFrame
    caution: str
    characters: tuple[int, int]


def texts_key(study: Study) -> str:
    """Changes with everything that words depend on: the reports and their files, the rules, the dictionary; with nothing else."""
    made = [[report.id, report.sha256, report.counts] for report in study.reports()]
    said = json.dumps([made, dossier.rules_version(), study.dictionary.version], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def stock(study: Study) -> frozenset[str]:
    """Stock words of this library: in more than 90 % of its reports, and no name of a policy, meeting, slogan or activity.

    None for a library of fewer than ten reports.
    """
    ids = [report.id for report in study.reports() if report.counts]
    if len(ids) < keywords.GENRE_REPORTS:
        return frozenset()
    kinds = study.dictionary.kinds
    step = -(-len(ids) // SAMPLE)
    return frozenset(term for term in keywords.stock_of_library(study.words(ids[::step])) if kinds.get(term) not in SAID)


def words(study: Study, ids: Sequence[str], stock: frozenset[str] = frozenset()) -> Words:
    """Counts of the reports by the present dictionary; `stock` is dimmed besides what the dictionary dims."""
    tables = study.words(ids)
    if stock:
        tables = [table.assign(genre=table["genre"].astype(bool) | table["term"].isin(stock)) for table in tables]
    return Words(dict(zip(ids, tables, strict=True)), {report_id: study.repaired(report_id).characters for report_id in ids})


def ranking(found: Words) -> pd.DataFrame:
    """Counts of several reports added up: RANK_COLUMNS, count descending, then term.

    per_10k: of all reports together. reports: in how many the term stands. genre: dimmed in any of them.
    """
    frames = [table for table in found.tables.values() if len(table)]
    if not frames:
        return _typed([], RANK_COLUMNS)
    joined = pd.concat(frames, ignore_index=True)
    joined["genre"] = joined["genre"].astype(bool)
    joined["reports"] = 1
    summed = joined.groupby("term", sort=False).agg(
        {"count": "sum", "reports": "sum", "sections": "sum", "sentences": "sum", "genre": "any"}
    )
    total = sum(found.characters.values())
    summed["per_10k"] = summed["count"] * (10_000 / total if total else 0.0)
    ordered = summed.reset_index().sort_values(["count", "term"], ascending=[False, True], ignore_index=True)
    return ordered[list(RANK_COLUMNS)]


def rates(found: Words, terms: Sequence[str]) -> pd.DataFrame:
    """Count and rate of each term in each report: RATE_COLUMNS, by term as given, then report. 0 is a true zero: all was counted."""
    rows = []
    known = {report: table.set_index("term")["count"] for report, table in found.tables.items()}
    for term in terms:
        for report, counts in known.items():
            count = int(counts.get(term, 0))
            base = found.characters[report]
            rows.append((report, term, count, count * 10_000 / base if base else 0.0))
    return _typed(rows, RATE_COLUMNS)


def contrasted(study: Study, left: Sequence[str], right: Sequence[str], stock: frozenset[str] = frozenset()) -> Contrast:
    """The words of two groups of reports against each other, by `contrast.contrast`."""
    sides = [words(study, ids, stock) for ids in (left, right)]
    characters = (sum(sides[0].characters.values()), sum(sides[1].characters.values()))
    table = contrast.contrast(*(ranking(side) for side in sides), left_characters=characters[0], right_characters=characters[1])
    return Contrast(table, contrast.caution(table), characters)


def places(study: Study, ids: Sequence[str], term: str, *, sort: str = "text", window: int = 30) -> pd.DataFrame:
    """Every counted occurrence of a term in the reports: PLACE_COLUMNS, as many rows as the counts say.

    A term inside a longer one is marked inside it; variants count as their term. sort: a key of concordance.SORTS.
    """
    own = segmenter(study.dictionary)
    wordings = tuple(fold(wording) for wording in own.variants(term))
    rows = []
    for report_id in ids:
        repaired = study.repaired(report_id)
        for block in repaired.blocks:
            text = fold(block.text)
            if block.counted and any(wording in text for wording in wordings):
                rows += [(report_id, *_row(repaired, block, span, window)) for span in _spans(text, term, wordings, own)]
    return sorted_places(_typed(rows, PLACE_COLUMNS), sort)


def _spans(text: str, term: str, wordings: Sequence[str], own: Segmenter) -> Iterator[tuple[int, int]]:
    """Where `text` counts for `term`, once an occurrence: the same words and terms as `keywords.count` reads."""
    cut = own.words(text)
    whole = [word for word in cut if term in own.mentions(word.text)]
    whole += [word for word in own.spanning(text, cut) if own.merged(word.text) == term]
    for word in sorted(whole, key=lambda word: word.start):
        inside = next(((at, wording) for wording in wordings if (at := word.text.find(wording)) >= 0), (0, word.text))
        yield word.start + inside[0], word.start + inside[0] + len(inside[1])


def _row(repaired: Repaired, block: Block, span: tuple[int, int], window: int) -> tuple[object, ...]:
    first, last = next(((a, b) for a, b in sentences(fold(block.text)) if a <= span[0] < b), (0, len(block.text)))
    start, end = block.start + span[0], block.start + span[1]
    left = repaired.text[max(block.start + first, start - window) : start]
    right = repaired.text[end : min(max(end, block.start + last), end + window)]
    sentence = repaired.text[block.start + first : max(end, block.start + last)].strip()
    return start, end, left, repaired.text[start:end], right, sentence, repaired.heading_at(block.start)


def search(study: Study, ids: Sequence[str], query: str, *, sort: str = "text", window: int = 30) -> pd.DataFrame:
    """Where characters stand, whatever the words: PLACE_COLUMNS. Query and errors as `concordance.sentences`."""
    return concordance.in_reports({report_id: study.repaired(report_id) for report_id in ids}, query, window=window, sort=sort)


def expression_places(study: Study, ids: Sequence[str], expression: str, *, sort: str = "text") -> pd.DataFrame:
    """Where an expression stands in any of the wordings that are counted with it: PLACE_COLUMNS.

    A wording inside a longer one of the same expression is one place, as it is one count.
    """
    own = segmenter(study.dictionary)
    wordings = {folded(expression), *(folded(wording) for wording in own.variants(own.merged(expression)))}
    frames = [search(study, ids, wording) for wording in sorted(wordings, key=lambda one: (-len(one), one)) if wording]
    taken: dict[str, list[tuple[int, int]]] = {}
    rows = []
    for row in (row for frame in frames for row in records(frame)):
        spans = taken.setdefault(row.report, [])
        if all(row.end <= start or end <= row.start for start, end in spans):
            spans.append((row.start, row.end))
            rows.append(tuple(row))
    number = {report_id: index for index, report_id in enumerate(ids)}
    rows.sort(key=lambda row: (number[row[0]], row[1]))
    return sorted_places(_typed(rows, PLACE_COLUMNS), sort)


def sorted_places(table: pd.DataFrame, sort: str) -> pd.DataFrame:
    """The rows by what stands left (read backwards) or right of the place; "text" leaves them in the order of reports and text."""
    if sort not in ("left", "right"):
        return table
    key = [folded(each)[::-1] if sort == "left" else folded(each) for each in table[sort]]
    order = sorted(range(len(table)), key=lambda index: (key[index], index))
    return table.iloc[order].reset_index(drop=True)


def expressions(study: Study, report_id: str) -> pd.DataFrame:
    """The fixed expressions of one report: phrases.INVENTORY_COLUMNS."""
    return phrases.inventory(study.repaired(report_id), segmenter(study.dictionary))


def changed_expressions(study: Study, left: Sequence[str], right: Sequence[str]) -> phrases.PhraseChange:
    """What came, stayed and went between two groups of reports."""
    sides = [[study.repaired(report_id) for report_id in ids] for ids in (left, right)]
    return phrases.compare(sides[0], sides[1], segmenter(study.dictionary))


def expression_timeline(study: Study, ids: Sequence[str]) -> pd.DataFrame:
    """Expressions along reports in the order given: phrases.TIMELINE_COLUMNS, with the ids of the reports in `report`, `first`, `last`."""
    return phrases.timeline([(report_id, study.repaired(report_id)) for report_id in ids], segmenter(study.dictionary))


def effect(study: Study, changes: Sequence[Change], ids: Sequence[str]) -> pd.DataFrame:
    """Which counts of these reports change when `changes` are laid over the dictionary: keywords.EFFECT_COLUMNS.

    Raises CatalogueError when one of them makes no sense; nothing is kept in any case.
    """
    before = study.dictionary
    return keywords.effect(before, before.with_changes(changes), {report_id: study.repaired(report_id) for report_id in ids})


def overtaken(study: Study) -> frozenset[int]:
    """Numbers of the library's changes that no longer do anything, because the shipped tables or other changes say otherwise."""
    laid, found = shipped(), set()
    for change in study.library.dictionary_changes():
        applied, laid = laid_over(laid, [lexicon_change(change)])
        if not applied:
            found.add(change.number)
    return frozenset(found)


def _typed(rows: Sequence[tuple[object, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    """A frame with these columns whose numbers are numbers in the empty frame too."""
    whole = {"count", "reports", "sections", "sentences", "start", "end"}
    types = {name: "int64" if name in whole else "float64" for name in columns if name in whole or name == "per_10k"}
    return pd.DataFrame(list(rows), columns=list(columns)).astype(types)
