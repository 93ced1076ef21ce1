"""How well the function profile agrees with people: accuracy and F1 against paragraphs labelled by hand.

A gold table has the columns report, paragraph, mark, function. `paragraph` helps people to find the place; the paragraph is
recognised by its mark: its first twelve characters, or - for texts that must not be copied - the first twelve characters of the
SHA-256 of the paragraph without white space.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pandas as pd

from analysis.reference import rows
from analysis.report import CatalogueError, Repaired
from analysis.themes.functions import functions
from analysis.themes.profile import profile

EVALUATION_COLUMNS = ("function", "name", "precision", "recall", "f1", "labelled", "given")
MISS_COLUMNS = ("report", "block", "expected", "given", "text")

MARK = 12

Gold = Mapping[tuple[str, str], str]  # (report, mark) -> function


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`accuracy` over `paragraphs` labelled paragraphs, NaN for none; `macro_f1`: mean F1 of the functions that occur at all.

    `by_function`: EVALUATION_COLUMNS in catalogue order. `misses`: MISS_COLUMNS. `unlabelled`: paragraphs of the reports without a
    label; `unfound`: labels without a paragraph, as (report, mark). Both should be nothing.
    """

    accuracy: float
    macro_f1: float
    paragraphs: int
    by_function: pd.DataFrame
    misses: pd.DataFrame
    unlabelled: int
    unfound: tuple[tuple[str, str], ...]


def load(path: Path) -> Gold:
    """Read a gold table. Raises CatalogueError for an unknown function or a mark that has two."""
    gold: dict[tuple[str, str], str] = {}
    known = functions().ids
    for number, row in rows(path.name, ("report", "paragraph", "mark", "function"), folder=path.parent):
        key = row["report"], row["mark"]
        if row["function"] not in known:
            raise CatalogueError(f"标注表 {path.name} 第 {number} 行的职能“{row['function']}”不在 functions.yaml 里。", "E140")
        if gold.setdefault(key, row["function"]) != row["function"]:
            raise CatalogueError(f"标注表 {path.name} 第 {number} 行的段落“{row['mark']}”前面已标作另一职能，请核对。", "E140")
    return gold


def marks(text: str) -> tuple[str, str]:
    """The two marks by which a gold table may name a paragraph: its beginning, and its hash."""
    return text[:MARK], sha256("".join(text.split()).encode("utf-8")).hexdigest()[:MARK]


def evaluate(gold: Gold, reports: Mapping[str, Repaired]) -> Evaluation:
    """Compare the profile of every report with the labels that `gold` has for it. Labels of other reports are passed over."""
    pairs: list[tuple[str, str]] = []
    misses: list[tuple[str, int, str, str, str]] = []
    seen: set[tuple[str, str]] = set()
    unlabelled = 0
    for report, repaired in reports.items():
        for paragraph in profile(repaired).paragraphs:
            text = repaired.blocks[paragraph.block].text
            key = next(((report, mark) for mark in marks(text) if (report, mark) in gold), None)
            if key is None:
                unlabelled += 1
                continue
            seen.add(key)
            pairs.append((gold[key], paragraph.function))
            if gold[key] != paragraph.function:
                misses.append((report, paragraph.block, gold[key], paragraph.function, text))
    unfound = tuple(sorted(key for key in gold if key[0] in reports and key not in seen))
    table = _by_function(pairs)
    scored = table["f1"][(table["labelled"] > 0) | (table["given"] > 0)]
    accuracy = sum(expected == given for expected, given in pairs) / len(pairs) if pairs else float("nan")
    types = dict(zip(MISS_COLUMNS, ("str", "int64", "str", "str", "str"), strict=True))
    frame = pd.DataFrame(misses, columns=list(MISS_COLUMNS)).astype(types)
    return Evaluation(accuracy, float(scored.mean()), len(pairs), table, frame, unlabelled, unfound)


def _by_function(pairs: list[tuple[str, str]]) -> pd.DataFrame:
    found = []
    for function in functions().all:
        labelled = sum(expected == function.id for expected, _ in pairs)
        given = sum(answer == function.id for _, answer in pairs)
        right = sum(expected == answer == function.id for expected, answer in pairs)
        precision = right / given if given else float("nan")
        recall = right / labelled if labelled else float("nan")
        f1 = 2 * right / (labelled + given) if labelled + given else float("nan")
        found.append((function.id, function.name, precision, recall, f1, labelled, given))
    types = dict(zip(EVALUATION_COLUMNS, ("str", "str", "float64", "float64", "float64", "int64", "int64"), strict=True))
    return pd.DataFrame(found, columns=list(EVALUATION_COLUMNS)).astype(types)
