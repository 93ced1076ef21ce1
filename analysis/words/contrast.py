"""Which words tell two sides apart, and how far a few thousand characters allow to say so.

Four figures stand beside each other because each answers another question: signed G² and its p (is the difference more than
chance?), Benjamini–Hochberg q (after looking at many words at once?), the log ratio with its interval (how large is it?), and
the log-odds with an informative Dirichlet prior (how surprising, knowing ordinary official prose?).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import xlogy
from scipy.stats import chi2, false_discovery_control

from analysis.words import background as backgrounds
from analysis.words.background import Background

CONTRAST_COLUMNS = (
    "term", "side", "left_count", "right_count", "left_per_10k", "right_per_10k", "g2", "p", "q", "log_odds", "z",
    "log_ratio", "log_ratio_low", "log_ratio_high", "left_sentences", "right_sentences", "verdict",
)  # fmt: skip
#: The rule of `verdict`, as a page may print it.
VERDICTS = {
    "characteristic": "特有：校正后仍显著（q<0.05），差距至少一倍，且在这一侧出现于两句以上",
    "suggestive": "倾向：单独看显著（p<0.01），差距至少一倍，且在这一侧出现于两句以上；不足以下定论",
    "alike": "相近：差距可以肯定不到一倍",
    "stock": "体裁常用词：只列次数，不归于任何一侧",
    "too_little": "文本太少，不足以判断",
}
LEVEL = 0.05  # of q, and of what a test can reach at all
HINT = 0.01  # of p: in a hundred words one looks so by chance
LEAST_RATIO = 1.0  # log2: at least twice as frequent
LEAST_SENTENCES = 2
PRIOR_WORDS = 1000.0  # a0: the prior weighs as much as a thousand words, about a third of a report
Floats = npt.NDArray[np.float64]
Objects = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Sides:
    """Counts of the same terms on two sides: arrays of equal length; `terms` are sorted and stand once."""

    terms: Objects
    left: Floats
    right: Floats
    left_sentences: npt.NDArray[np.int64]
    right_sentences: npt.NDArray[np.int64]
    stock: npt.NDArray[np.bool_]


def contrast(
    left: pd.DataFrame, right: pd.DataFrame, *, left_characters: int, right_characters: int, background: Background | None = None
) -> pd.DataFrame:
    """Contrast two frequency tables (keywords.TERM_COLUMNS); returns CONTRAST_COLUMNS.

    g2: likelihood ratio of the 2×2 table (term, other words) × (left, right), no correction, as quanteda.textstats
    `textstat_keyness(measure = "lr", correction = "none")` defines it (Dunning 1993), signed positively if the left count exceeds
    its expectation. p: χ² with one degree of freedom. q: Benjamini–Hochberg over the words that could at all reach p < 0.05
    with their total count (Tarone 1990): a word that stands once in both texts together is no test.
    log_odds, z: Monroe, Colaresi and Quinn 2008, (15)–(22); the prior is the background's frequency with a0 = 1,000 words.
    log_ratio: log2 of the ratio of rates, half a count added on each side, with its 95 % interval (delta method).
    left_sentences, right_sentences: in how many sentences the term stands.
    side: "left" or "right" for characteristic and suggestive words, else "". verdict (`VERDICTS`), the first rule that holds:
    stock a stock word of the genre; characteristic q < 0.05, at least twice as frequent, in ≥ 2 sentences of its side;
    suggestive the same with p < 0.01; alike when the interval of the log ratio excludes a ratio of two; else too_little.
    Sorted: characteristic, suggestive, others; inside by |g2| (descending), then term.
    """
    return of_sides(_aligned(left, right), left_characters, right_characters, background)


def of_sides(sides: Sides, left_characters: int, right_characters: int, background: Background | None = None) -> pd.DataFrame:
    """`contrast` for arrays, which is what a library of thousands of reports has."""
    if not len(sides.terms):
        return _empty()
    a, b = sides.left, sides.right
    total_a, total_b = max(a.sum(), 1.0), max(b.sum(), 1.0)
    g2 = signed_g2(a, b, total_a, total_b)
    p = chi2.sf(np.abs(g2), 1)
    whole = a + b
    zero = np.zeros_like(whole)
    reach = np.maximum(np.abs(signed_g2(whole, zero, total_a, total_b)), np.abs(signed_g2(zero, whole, total_a, total_b)))
    testable = chi2.sf(reach, 1) < LEVEL
    q = np.ones_like(p)
    if testable.any():
        q[testable] = false_discovery_control(p[testable], method="bh")
    log_odds, z = dirichlet_log_odds(a, b, sides.terms, background or backgrounds.shipped())
    ratio, low, high = log_ratio(a, b, total_a, total_b)
    spread = np.where(g2 > 0, sides.left_sentences, sides.right_sentences) >= LEAST_SENTENCES
    able = spread & (np.abs(ratio) >= LEAST_RATIO) & testable
    rules = [sides.stock, able & (q < LEVEL), able & (p < HINT), (low > -LEAST_RATIO) & (high < LEAST_RATIO)]
    verdict = np.select(rules, ["stock", "characteristic", "suggestive", "alike"], "too_little").astype(object)
    told = np.isin(verdict, ("characteristic", "suggestive"))
    side = np.where(told, np.where(g2 > 0, "left", "right"), "")
    rank = np.select([verdict == "characteristic", verdict == "suggestive"], [0, 1], 2)
    order = np.lexsort((-np.round(np.abs(g2), 9), rank))  # stable: ties stay in the order of the terms
    per = [10_000 / n if n else 0.0 for n in (left_characters, right_characters)]
    values = (
        sides.terms, side, a.astype(np.int64), b.astype(np.int64), a * per[0], b * per[1], g2, p, q, log_odds, z,
        ratio, low, high, sides.left_sentences, sides.right_sentences, verdict,
    )  # fmt: skip
    return pd.DataFrame({name: value[order] for name, value in zip(CONTRAST_COLUMNS, values, strict=True)})


def signed_g2(a: Floats, b: Floats, total_a: float, total_b: float) -> Floats:
    """G² of each term, positive where `a` exceeds its expectation; 0·log 0 = 0, no constant added inside the logarithm."""
    n, row = total_a + total_b, a + b
    c, d = np.maximum(total_a - a, 0.0), np.maximum(total_b - b, 0.0)
    expected = (row * total_a / n, row * total_b / n, (n - row) * total_a / n, (n - row) * total_b / n)
    g2 = np.zeros_like(a)
    for observed, expectation in zip((a, b, c, d), expected, strict=True):
        g2 += xlogy(observed, np.divide(observed, expectation, out=np.ones_like(a), where=expectation > 0))
    return np.where(a > expected[0], 1.0, -1.0) * np.maximum(2 * g2, 0.0)


def log_ratio(a: Floats, b: Floats, total_a: float, total_b: float) -> tuple[Floats, Floats, Floats]:
    """log2((a + ½)/(A + ½) ÷ (b + ½)/(B + ½)) with the bounds of its 95 % interval."""
    ratio = np.log2((a + 0.5) / (total_a + 0.5)) - np.log2((b + 0.5) / (total_b + 0.5))
    error = np.sqrt(np.maximum(1 / (a + 0.5) - 1 / (total_a + 0.5) + 1 / (b + 0.5) - 1 / (total_b + 0.5), 0)) / np.log(2)
    return ratio, ratio - 1.959964 * error, ratio + 1.959964 * error


def dirichlet_log_odds(a: Floats, b: Floats, terms: Objects, prior: Background) -> tuple[Floats, Floats]:
    """(δ, z) of Monroe et al. 2008 with the prior of ordinary prose, scaled to `PRIOR_WORDS`; unknown terms get half a count."""
    known = np.fromiter((prior.counts.get(term, 0) for term in terms.tolist()), dtype=np.float64, count=len(terms)) + 0.5
    alpha = known * (PRIOR_WORDS / known.sum())
    total_a, total_b, total = a.sum(), b.sum(), PRIOR_WORDS
    rest_a, rest_b = np.maximum(total_a + total - a - alpha, 1e-9), np.maximum(total_b + total - b - alpha, 1e-9)
    delta = np.log((a + alpha) / rest_a) - np.log((b + alpha) / rest_b)
    return delta, delta / np.sqrt(1 / (a + alpha) + 1 / (b + alpha))


def caution(frame: pd.DataFrame) -> str:
    """One Chinese sentence on what this contrast can and cannot say; an empty string when nothing limits it."""
    if frame.empty:
        return "两侧都没有可比较的词语。"
    total = frame["left_count"].sum(), frame["right_count"].sum()
    if min(total) == 0:
        return "有一侧没有文本，无法比较。"
    found, hints = (int((frame["verdict"] == verdict).sum()) for verdict in ("characteristic", "suggestive"))
    if not found and not hints:
        return "文本太少，不足以判断：没有一个词的差别超出偶然波动。可改看“提法”，或并入更多年份、更多报告。"
    if not found:
        return f"文本太少，不足以下定论：没有词在校正后显著，以下 {hints} 个词只是倾向，请结合原句判断。"
    if min(total) < 1500:
        return f"文本较短（较少一侧 {int(min(total))} 词），只有反复出现的词才能判断；只出现一两次的新说法请看“提法”。"
    return ""


def _aligned(left: pd.DataFrame, right: pd.DataFrame) -> Sides:
    terms = np.array(sorted({*left["term"], *right["term"]}), dtype=object)
    columns = []
    for frame in (left, right):
        indexed = frame.set_index("term").reindex(terms.tolist())
        columns.append((indexed["count"].fillna(0).to_numpy(np.float64), indexed["sentences"].fillna(0).to_numpy(np.int64)))
    stock = {*left.loc[left["genre"].astype(bool), "term"], *right.loc[right["genre"].astype(bool), "term"]}
    flags = np.fromiter((term in stock for term in terms.tolist()), dtype=np.bool_, count=len(terms))
    return Sides(terms, columns[0][0], columns[1][0], columns[0][1], columns[1][1], flags)


def _empty() -> pd.DataFrame:
    whole = {"left_count", "right_count", "left_sentences", "right_sentences"}
    types = {name: "int64" if name in whole else "float64" for name in CONTRAST_COLUMNS if name not in {"term", "side", "verdict"}}
    return pd.DataFrame(columns=list(CONTRAST_COLUMNS)).astype({**types, "term": object, "side": object, "verdict": object})
