"""How well the function profile agrees with people: accuracy and F1 against paragraphs labelled by hand.

A gold table has the columns report, paragraph, mark, function. `paragraph` helps people to find the place; the paragraph is
recognised by its mark: its first twelve characters, or - for texts that must not be copied - the first twelve characters of the
SHA-256 of the paragraph without white space. A column `also` may name other functions that would be right too, `|` between them.
"""

from collections.abc import Mapping, Sequence
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

Gold = Mapping[tuple[str, str], str]  # (report, mark) -> function, and after `|` others that would be right too
Pair = tuple[str, str]  # (label as in Gold, given function)


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
        label = _label(row, known, f"标注表 {path.name} 第 {number} 行")
        if gold.setdefault(key, label) != label:
            raise CatalogueError(f"标注表 {path.name} 第 {number} 行的段落“{row['mark']}”前面已标作另一职能，请核对。", "E140")
    return gold


def _label(row: Mapping[str, str], known: tuple[str, ...], where: str) -> str:
    label = "|".join(filter(None, (row["function"], row.get("also", ""))))
    for function in label.split("|"):
        if function not in known:
            raise CatalogueError(f"{where}的职能“{function}”不在 functions.yaml 里。", "E140")
    return label


def is_written(path: Path) -> bool:
    """Whether a table holds single paragraphs (`written`) and not marks of reports (`load`). Raises CatalogueError for no table."""
    return any("text" in row for _, row in rows(path.name, ("function",), folder=path.parent))


def written(path: Path) -> list[tuple[str, str, str]]:
    """Read a table of single paragraphs (columns hand, function, also, text) as (hand, label, text). Raises CatalogueError."""
    known = functions().ids
    found = []
    for number, row in rows(path.name, ("hand", "function", "also", "text"), folder=path.parent):
        found.append((row["hand"], _label(row, known, f"标注表 {path.name} 第 {number} 行"), row["text"]))
    return found


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
            if not right(pairs[-1]):
                misses.append((report, paragraph.block, gold[key].partition("|")[0], paragraph.function, text))
    unfound = tuple(sorted(key for key in gold if key[0] in reports and key not in seen))
    accuracy, macro_f1, table = score(pairs)
    types = dict(zip(MISS_COLUMNS, ("str", "int64", "str", "str", "str"), strict=True))
    frame = pd.DataFrame(misses, columns=list(MISS_COLUMNS)).astype(types)
    return Evaluation(accuracy, macro_f1, len(pairs), table, frame, unlabelled, unfound)


def right(pair: Pair) -> bool:
    return pair[1] in pair[0].split("|")


def score(pairs: Sequence[Pair]) -> tuple[float, float, pd.DataFrame]:
    """(accuracy, macro-F1, EVALUATION_COLUMNS). A paragraph counts as labelled what it was given when that would be right too."""
    settled = [(given if right((label, given)) else label.partition("|")[0], given) for label, given in pairs]
    table = _by_function(settled)
    scored = table["f1"][(table["labelled"] > 0) | (table["given"] > 0)]
    accuracy = sum(expected == given for expected, given in settled) / len(settled) if settled else float("nan")
    return accuracy, float(scored.mean()), table


def _by_function(pairs: Sequence[Pair]) -> pd.DataFrame:
    found = []
    for function in functions().all:
        labelled = sum(expected == function.id for expected, _ in pairs)
        given = sum(answer == function.id for _, answer in pairs)
        both = sum(expected == answer == function.id for expected, answer in pairs)
        precision = both / given if given else float("nan")
        recall = both / labelled if labelled else float("nan")
        f1 = 2 * both / (labelled + given) if labelled + given else float("nan")
        found.append((function.id, function.name, precision, recall, f1, labelled, given))
    types = dict(zip(EVALUATION_COLUMNS, ("str", "str", "float64", "float64", "float64", "int64", "int64"), strict=True))
    return pd.DataFrame(found, columns=list(EVALUATION_COLUMNS)).astype(types)
