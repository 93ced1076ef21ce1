"""Themes of a choice of reports, computed over a `Study`: what the page 主题 shows.

Terms, likeness and topics are always those of the whole library: what marks a report does not change with the report beside it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.comparison import Side
from analysis.fold import fold
from analysis.report import Block, Repaired
from analysis.study import Study
from analysis.study.results import functions
from analysis.tables import records
from analysis.themes import likeness, passages, profile, weights
from analysis.themes.functions import NONE
from analysis.themes.likeness import Likeness
from analysis.words import keywords
from analysis.words.segment import segmenter, sentences

if TYPE_CHECKING:
    from analysis.themes.topics import Topics  # it brings scikit-learn along, which only topics need

#: One row a paragraph of a function. The sentence that decided it is cut round its strongest term (`mark`, empty when none did).
PARAGRAPH_COLUMNS = ("report", "start", "heading", "before", "mark", "after", "terms", "characters", "reason")
#: One row a pair of passages. left_pieces, right_pieces: tuples of (text, whether it changed).
CARRIED_COLUMNS = ("left_start", "right_start", "left_pieces", "right_pieces", "similarity", "kind")
NEAREST_COLUMNS = ("report", "other", "cosine", "terms")

#: Why a paragraph was given to its function, as a page says it.
REASONS = {
    "lead": "导语", "plan": "下一步打算", "reflection": "体会和不足", "slogan": "口号式短段", "terms": "", "heading": "依据标题",
    "no evidence": "没有可依据的词",
}  # fmt: skip
SHORT = 90
#: Numbers of topics that are tried in a library too small for fine ones.
FEW = (4, 5, 6, 8)
#: Part of the work of topics that is counting words.
COUNTING = 0.3
#: Under what names the library keeps topics (without the mixtures, which stand with the reports) and the names people gave them.
TOPICS, TOPIC_NAMES = "topics", "topic-names"


@dataclass(frozen=True)
class Carried:
    """What `right` carries over from `left`: pairs and formulae (CARRIED_COLUMNS), and the share of right's text, 0–1 or NaN."""

    pairs: pd.DataFrame
    formulae: pd.DataFrame
    share: float


def marking(study: Study, ids: Sequence[str], *, top: int = 30, genre: bool = False) -> pd.DataFrame:
    """The terms that mark the reports: weights.TFIDF_COLUMNS, documents in the order of `ids`."""
    frequencies, subjects = study.frequencies(), segmenter(study.dictionary).names_subject
    counts = dict(zip(ids, study.words(ids), strict=True)) if frequencies else _library_words(study, ids)
    table = weights.tfidf(counts, top=top, genre=genre, library=frequencies, subjects=subjects, only=frozenset(ids))
    number = {report_id: index for index, report_id in enumerate(ids)}
    order = sorted(range(len(table)), key=lambda index: (number[table["document"].iloc[index]], index))
    return table.iloc[order].reset_index(drop=True)


def shares(study: Study, ids: Sequence[str]) -> pd.DataFrame:
    """Share of each report's text per function: results.FUNCTION_COLUMNS, side being the index in `ids`."""
    reports = [study.report(report_id) for report_id in ids]
    return functions(study, [Side(report.label, (report,), ((),)) for report in reports])


def paragraphs(study: Study, ids: Sequence[str], function: str) -> pd.DataFrame:
    """The paragraphs that were given to a function, with what decided each: PARAGRAPH_COLUMNS, in the order of the text."""
    rows: list[tuple[object, ...]] = []
    for report_id in ids:
        repaired = study.repaired(report_id)
        for found in profile.profile(repaired).paragraphs:
            if found.function == function:
                block = repaired.blocks[found.block]
                terms = "、".join(dict.fromkeys(repaired.text[span.start : span.end] for span in found.decided_by))
                quote = _deciding(repaired, block, found)
                heading = repaired.heading_at(block.start)
                rows.append((report_id, block.start, heading, *quote, terms, found.characters, REASONS[found.reason]))
    return pd.DataFrame(rows, columns=list(PARAGRAPH_COLUMNS)).astype({"start": "int64", "characters": "int64"})


def _deciding(repaired: Repaired, block: Block, found: profile.ParagraphFunction) -> tuple[str, str, str]:
    """The sentence with most of the deciding terms, cut round the longest of them; the paragraph's beginning when none decided it."""
    spans = [(first + block.start, last + block.start) for first, last in sentences(block.text)]
    held = [[span for span in found.decided_by if first <= span.start < last] for first, last in spans]
    best = max(range(len(spans)), key=lambda index: (len(held[index]), -index), default=-1)
    if best < 0 or not held[best] or found.function == NONE:
        return block.text[:SHORT] + ("……" if len(block.text) > SHORT else ""), "", ""
    (first, last), mark = spans[best], max(held[best], key=lambda span: (span.end - span.start, -span.start))
    return repaired.text[first : mark.start].lstrip(), repaired.text[mark.start : mark.end], repaired.text[mark.end : last].rstrip()


def alike(study: Study, ids: Sequence[str] = ()) -> Likeness:
    """Likeness of all reports of the library that count, and of `ids`."""
    return likeness.likeness(_library_words(study, ids))


def nearest(found: Likeness, ids: Sequence[str], *, top: int = 3) -> pd.DataFrame:
    """For each of `ids` the reports most like it, with the terms that make them so: NEAREST_COLUMNS, the nearest first."""
    rows = []
    for report_id in ids:
        others = found.cosine[report_id].drop(report_id).sort_values(ascending=False, kind="stable")
        for other, cosine in others.head(top).items():
            terms = "、".join(found.shared(report_id, str(other), top=6)["term"])
            rows.append((report_id, str(other), float(cosine), terms))
    return pd.DataFrame(rows, columns=list(NEAREST_COLUMNS)).astype({"cosine": "float64"})


def carried(study: Study, left_id: str, right_id: str) -> Carried:
    """What the right report carries over from the left one, neighbours made one, changed words told apart."""
    left, right = study.repaired(left_id), study.repaired(right_id)
    found = passages.carried_over(left, right)
    cut = segmenter(study.dictionary).tokens
    formulae = found[found["kind"] == "formula"].drop_duplicates("right_text")
    return Carried(_pieces(passages.joined(found, left, right), cut), _pieces(formulae, cut), passages.share(found, right))


def carried_shares(study: Study, ids: Sequence[str]) -> pd.DataFrame:
    """Share of each report's text that stands in each earlier one of `ids`: columns left, right, share."""
    rows = []
    for index, right in enumerate(ids):
        for left in ids[:index]:
            found = passages.carried_over(study.repaired(left), study.repaired(right))
            rows.append((left, right, passages.share(found, study.repaired(right))))
    return pd.DataFrame(rows, columns=["left", "right", "share"]).astype({"share": "float64"})


def _pieces(found: pd.DataFrame, cut: Callable[[str], Sequence[str]]) -> pd.DataFrame:
    rows = []
    for row in records(found):
        steps = passages.opcodes(row.left_text, row.right_text, cut)
        left = tuple((row.left_text[a:b], tag != "equal") for tag, a, b, _, _ in steps if b > a)
        right = tuple((row.right_text[c:d], tag != "equal") for tag, _, _, c, d in steps if d > c)
        rows.append((row.left_start, row.right_start, left, right, row.similarity, row.kind))
    types = {"left_start": "int64", "right_start": "int64", "similarity": "float64"}
    return pd.DataFrame(rows, columns=list(CARRIED_COLUMNS)).astype(types)


def _library_words(study: Study, ids: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Term counts of every report that counts, and of those chosen although another version of them counts."""
    every = list(dict.fromkeys([*(report.id for report in study.reports() if report.counts), *ids]))
    return dict(zip(every, study.words(every), strict=True))


def topic_reports(study: Study) -> tuple[str, ...]:
    """The reports that topics are made of: those of the library that count."""
    return tuple(report.id for report in study.reports() if report.counts)


def topic_blocks(repaired: Repaired) -> list[Block]:
    """The paragraphs that topics read; their numbers are those of topics.TOPIC_PARAGRAPH_COLUMNS."""
    return [block for block in repaired.blocks if block.counted and block.kind in ("paragraph", "lead")]


def paragraph_counts(study: Study, ids: Sequence[str], tell: Callable[[float], None]) -> dict[str, list[Mapping[str, int]]]:
    """Term counts of every paragraph of the reports: only what can be a subject, no stock words, no places.

    `tell` is told the part done, 0–1, and may raise to stop.
    """
    own = segmenter(study.dictionary)
    told: dict[str, bool] = {}
    found: dict[str, list[Mapping[str, int]]] = {}
    for number, report_id in enumerate(ids):
        tell(number / len(ids))
        counted: list[Mapping[str, int]] = []
        for block in topic_blocks(study.repaired(report_id)):
            tally = keywords.Tally(own, True)
            tally.add(fold(block.text), 0)
            for term in tally.counts:
                if term not in told:
                    told[term] = keywords.counts_as_term(term, own) and not keywords.is_stock(term, own) and own.names_subject(term)
            counted.append({term: count for term, count in tally.counts.items() if told[term]})
        found[report_id] = counted
    return found


def fit_topics(study: Study, tell: Callable[[float], None]) -> "Topics":
    """Topics of the library, made now: long work for a thread of its own. `tell` is told the part done, 0–1, and may raise to stop."""
    from analysis.themes import topics

    ids = topic_reports(study)
    counted = paragraph_counts(study, ids, lambda part: tell(COUNTING * part))
    candidates = topics.CANDIDATES if len(ids) >= topics.COARSE else FEW
    return topics.fit(counted, candidates=candidates, progress=lambda part: tell(COUNTING + (1 - COUNTING) * part))


def keep_topics(study: Study, key: str, found: "Topics") -> None:
    """Keep topics in the library under the state they were made for (`wordstudy.texts_key`). Raises LibraryError when a report has gone."""
    made = found.to_json()
    mixtures = made.pop("mixtures")
    payloads = {report_id: json.dumps(mixtures.get(report_id, []), separators=(",", ":")) for report_id in found.documents}
    study.library.put_derived_many(payloads, TOPICS, key)
    study.library.set_setting(TOPICS, json.dumps({"key": key, "made": made}, ensure_ascii=False))


def kept_topics(study: Study, key: str) -> "Topics | None":
    """Topics that were made for this state of the library, or None."""
    stored = json.loads(study.library.setting(TOPICS, "{}"))
    if stored.get("key") != key:
        return None
    documents = stored["made"]["documents"]
    mixtures = study.library.derived_many(documents, TOPICS, key)
    if len(mixtures) < len(documents):
        return None
    from analysis.themes import topics

    return topics.from_json(stored["made"] | {"mixtures": {name: rows for name, text in mixtures.items() if (rows := json.loads(text))}})


def topic_names(study: Study) -> dict[str, str]:
    """Names that people gave: name made from the terms -> name given."""
    return dict(json.loads(study.library.setting(TOPIC_NAMES, "{}")))


def name_topic(study: Study, made: str, given: str) -> None:
    """Name the topic whose name from its terms is `made`; an empty name takes the own name back."""
    names = topic_names(study) | {made: given.strip()}
    kept = {name: said for name, said in names.items() if said and said != name}
    study.library.set_setting(TOPIC_NAMES, json.dumps(kept, ensure_ascii=False, sort_keys=True))
