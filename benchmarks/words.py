"""How fast words are counted and contrasted: ratios, because absolute figures of a shared machine mean little.

usage: python benchmarks/words.py [REPORTS]      (default 3000 made-up reports, drawn with a seed from the background's vocabulary)
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from analysis.report import Block, Repaired
from analysis.words import background, contrast, keywords, phrases
from analysis.words.matrix import TermMatrix
from analysis.words.segment import segmenter

SAMPLES = Path(__file__).resolve().parent.parent / "data" / "samples"
TARGET = 0.3  # seconds, contrast of two sides in a library of 3,000 reports, warm


def best(work: Callable[[], object], times: int = 5) -> float:
    """Shortest wall time of `times` runs, in seconds, after one run to warm up."""
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def made_up(reports: int, seed: int = 1) -> dict[str, pd.DataFrame]:
    """Frequency tables of reports with about 1,400 words each, drawn from the background by frequency."""
    rng = np.random.default_rng(seed)
    prior = background.shipped()
    terms = np.array(sorted(prior.counts), dtype=object)
    shares = np.array([prior.counts[term] for term in terms], dtype=np.float64)
    tables = {}
    for number in range(reports):
        found, counts = np.unique(rng.choice(len(terms), size=1400, p=shares / shares.sum()), return_counts=True)
        columns = (terms[found], counts, counts * 2.5, np.minimum(counts, 6), counts, np.zeros(len(found), dtype=bool))
        tables[f"{number:05d}"] = pd.DataFrame(dict(zip(keywords.TERM_COLUMNS, columns, strict=True)))
    return tables


def as_report(text: str) -> Repaired:
    return Repaired(text, (Block("paragraph", text, 0, len(text)),))


def main(argv: list[str]) -> int:
    reports = int(argv[0]) if argv else 3000
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    cutter, size = segmenter(), sum(len(text.encode()) for text in texts) / 1e6
    cut = best(lambda: [cutter.tokens(text) for text in texts])
    words = best(lambda: [cutter.words(text) for text in texts])
    counted = best(lambda: [keywords.count(as_report(text), cutter) for text in texts])
    print(f"segmentation, tokens   {size / cut:8.1f} MB/s   1.0")
    print(f"words with offsets     {size / words:8.1f} MB/s   {words / cut:.1f} × tokens")
    print(f"frequency tables       {size / counted:8.1f} MB/s   {counted / cut:.1f} × tokens")
    pair = [as_report(text) for text in texts[:2]]
    print(f"提法 of two reports     {best(lambda: phrases.compare(pair[:1], pair[1:])) * 1000:8.1f} ms (warm)")

    tables = made_up(reports)
    start = time.perf_counter()
    matrix = TermMatrix(tables, dict.fromkeys(tables, 4000))
    print(f"matrix of {reports} reports, {len(matrix.terms)} terms: built in {time.perf_counter() - start:.2f} s")
    ids = list(tables)
    half = len(ids) // 2
    sides = {"two halves": (ids[:half], ids[half:]), "one against all others": (ids[:1], ids[1:]), "one against one": (ids[:1], ids[1:2])}
    slowest = 0.0
    for name, (left, right) in sides.items():
        taken = best(lambda left=left, right=right: matrix.contrast(left, right))
        slowest = max(slowest, taken)
        print(f"contrast, {name:24} {taken * 1000:8.1f} ms")
    found = matrix.contrast(*sides["two halves"])
    print(f"caution: {contrast.caution(found) or '—'}")
    print(f"{'ok' if slowest <= TARGET else 'TOO SLOW'}: slowest contrast {slowest:.3f} s, target {TARGET} s")
    return 0 if slowest <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
