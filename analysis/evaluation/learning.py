"""Make data/reference/function_words.tsv: how telling each word is of each function, from paragraphs that people labelled.

What is learned is a weight for each word and function: multinomial logistic regression (scikit-learn) on damped TF-IDF vectors of
length one, as `telling.points` reads them, without an intercept, each function weighing the same. The seeds of functions.yaml
are put beside the paragraphs as tiny paragraphs of one word, so that what people know stands where no paragraph speaks.

Words are those of jieba's own dictionary, whatever the office's dictionary holds, and the seeds. A word counts from two sources
on (a report is one source, however often it stands there); names of places say nothing of a function and are left out. The
paragraphs themselves are not kept in the table.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import regex
import rjieba
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.evaluation.profile_scores import Gold, Pair, marks
from analysis.fold import fold
from analysis.report import Block, Repaired
from analysis.themes.functions import Functions
from analysis.themes.headings import is_text
from analysis.themes.profile import by_place, profile
from analysis.themes.telling import COLUMNS, Found, Points, Telling, vector
from analysis.words.lexicon import shipped

LEAST_SOURCES = 2
SEED_SHARE = 0.5  # a seed of weight 3 counts as much as half a paragraph
STRENGTH = 20.0  # C of the regression: how far the paragraphs may pull a weight away from 0
FOLDS = 10

#: A word that may be telling: Chinese, and no number with its measure (三天, 五名).
_LEARNABLE = regex.compile(r"(?![一二三四五六七八九十百千万两零〇几]{1,8}+[\u4E00-\u9FFF]?$)[\u4E00-\u9FFF]++")


@dataclass(frozen=True, slots=True)
class Material:
    """A report with labels for some of its blocks, as `profile_scores` writes them. A paragraph written alone is its own report."""

    name: str
    repaired: Repaired
    labels: Mapping[int, str]


def alone(text: str, label: str) -> Material:
    """A paragraph that stands in no report: put between a heading that says nothing and a last paragraph."""
    texts = (("heading", "工作回顾"), ("paragraph", text), ("paragraph", "以上。"))
    blocks: list[Block] = []
    start = 0
    for kind, words in texts:
        blocks.append(Block(kind, words, start, start + len(words), 1 if kind == "heading" else None))  # type: ignore[arg-type]
        start += len(words) + 1
    return Material(text, Repaired("\n".join(words for _, words in texts), tuple(blocks)), {1: label})


def reports(gold: Gold, repaired: Mapping[str, Repaired]) -> Iterator[Material]:
    """The reports with the labels that a gold table has for them; those without a label are passed over."""
    for name, report in repaired.items():
        labels: dict[int, str] = {}
        for index, block in enumerate(report.blocks):
            if is_text(block) and (key := next(((name, mark) for mark in marks(block.text) if (name, mark) in gold), None)):
                labels[index] = gold[key]
        if labels:
            yield Material(name, report, labels)


def learn(materials: Sequence[Material], catalogue: Functions) -> Telling:
    """The telling words of the labelled paragraphs that words decide; by term. ValueError when a function has no paragraph."""
    examples = list(_examples(materials, catalogue))
    sources: dict[str, set[str]] = {}
    for _, text, name in examples:
        for word in rjieba.cut(text, False):
            if _LEARNABLE.fullmatch(word):
                sources.setdefault(word, set()).add(name)
    seeds = {seed: (function.id, weight) for function in catalogue.all for seed, weight in function.seeds.items()}
    places = frozenset(shipped().places)
    terms = sorted({*(word for word, names in sources.items() if len(names) >= LEAST_SOURCES and word not in places), *seeds})
    width = len(catalogue.all)
    finder = Telling(terms, np.ones(len(terms)), np.zeros((len(terms), width)))
    found = [finder.find(text) for _, text, _ in examples]
    held = np.zeros(len(terms))
    for one in found:
        held[np.unique(one.numbers)] += 1
    rarity = np.log((1 + len(examples)) / (1 + held)) + 1
    tiny = [finder.find(fold(seed)) for seed in seeds]
    labels = [function for function, _, _ in examples] + [function for function, _ in seeds.values()]
    share = np.concatenate([np.ones(len(examples)), [SEED_SHARE * weight / 3 for _, weight in seeds.values()]])
    weights = _weights(vstack([_matrix(found, rarity), _matrix(tiny, rarity)]).tocsr(), labels, share, catalogue)
    return Telling(terms, rarity.round(2), weights.round(2))


def _examples(materials: Sequence[Material], catalogue: Functions) -> Iterator[tuple[str, str, str]]:
    for material in materials:
        decided = by_place(material.repaired, catalogue)
        for index, label in material.labels.items():
            if decided.get(index) is None:
                text = catalogue.without_names(fold(material.repaired.blocks[index].text))
                yield label.partition("|")[0], text, material.name


def _matrix(found: Sequence[Found], rarity: Points) -> csr_matrix:
    rows = [vector(one.numbers, one.say, rarity) for one in found]
    ends = np.cumsum([0, *(len(chosen) for chosen, _ in rows)])
    values, columns = np.concatenate([one for _, one in rows]), np.concatenate([chosen for chosen, _ in rows])
    return csr_matrix((values, columns, ends), shape=(len(found), len(rarity)))


def _weights(matrix: csr_matrix, labels: Sequence[str], share: Points, catalogue: Functions) -> Points:
    if missing := sorted(set(catalogue.ids) - set(labels)):
        raise ValueError(f"no paragraph and no seed for {', '.join(missing)}")
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", fit_intercept=False, max_iter=3000)
    with threadpool_limits(limits=1):  # a second thread makes so small a task ten times slower
        model.fit(matrix, np.array(labels), sample_weight=share)
    weights: Points = model.coef_.T[:, [list(model.classes_).index(function) for function in catalogue.ids]]
    return weights


def cross_validate(materials: Sequence[Material], catalogue: Functions) -> list[tuple[Pair, str]]:
    """(label, given function) and the material's name for every labelled paragraph, each decided by words learned from the others.

    A report is left out as a whole. What part a material falls into is decided by its name, so that the answer is always the same.
    """
    found: list[tuple[Pair, str]] = []
    for number in range(FOLDS):
        aside = [material for material in materials if part_of(material) == number]
        words = learn([material for material in materials if part_of(material) != number], catalogue)
        for material in aside:
            given = {one.block: one.function for one in profile(material.repaired, catalogue=catalogue, words=words).paragraphs}
            found += [((label, given[index]), material.name) for index, label in material.labels.items()]
    return found


def part_of(material: Material) -> int:
    return int(sha256(material.name.encode("utf-8")).hexdigest()[:8], 16) % FOLDS


def render(words: Telling, catalogue: Functions, *, source: str) -> str:
    """The table as a file: comment lines that say how it was made, a head line, one row a term."""
    lines = [
        "# How telling each word is of each function of 政协 work; made by: python -m analysis function-words",
        f"# source: {source}",
        "# rarity: ln((1 + paragraphs) / (1 + paragraphs with the word)) + 1; the rest: weight for (above 0) or against a function",
        "\t".join((*COLUMNS, *catalogue.ids)),
    ]
    for term, rarity, weights in zip(words.terms, words.rarity, words.weights, strict=True):
        lines.append("\t".join([term, f"{rarity:.2f}", *(f"{weight:.2f}".replace("-0.00", "0.00") for weight in weights)]))
    return "\n".join(lines) + "\n"
