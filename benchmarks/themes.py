"""How long topics, likeness, profile and carried-over passages take, beside what they were promised to take.

usage: python benchmarks/themes.py [CORPUS]      (CORPUS: a .tar.xz or a folder of .txt reports; without it the samples, resampled)
"""

import io
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from analysis.report import Block, Repaired  # noqa: E402
from analysis.themes import likeness, passages, profile, topics, weights  # noqa: E402
from analysis.words.segment import segmenter  # noqa: E402

REPORTS = 3_000
PARAGRAPHS = 25  # of a made-up report: about as many words as a real one has


def texts(path: Path | None) -> Iterator[tuple[str, str]]:
    """(name, text) of every report of the corpus."""
    if path is not None and path.suffix == ".xz":
        with tarfile.open(path) as archive:
            for member in archive:
                file = archive.extractfile(member)
                if file is not None:
                    yield Path(member.name).stem, io.TextIOWrapper(file, encoding="utf-8").read()
        return
    for file_path in sorted((path or ROOT / "data" / "samples").rglob("*.txt")):
        yield file_path.stem, file_path.read_text(encoding="utf-8")


def repaired(text: str) -> Repaired:
    """Every line a paragraph: what is timed here needs no repair."""
    blocks, start = [], 0
    for line in filter(None, (line.strip() for line in text.splitlines())):
        blocks.append(Block("paragraph", line, start, start + len(line)))
        start += len(line) + 1
    return Repaired("\n".join(block.text for block in blocks), tuple(blocks))


def timed(name: str, work: Callable[[], object], promised: float | None = None) -> object:
    start = time.perf_counter()
    result = work()
    taken = time.perf_counter() - start
    verdict = "" if promised is None else f"  promised {promised:g} s: {'kept' if taken <= promised else 'MISSED'}"
    print(f"{name:58} {taken:8.3f} s{verdict}", flush=True)
    return result


def main(arguments: list[str]) -> int:
    path = Path(arguments[0]) if arguments else None
    reports = {name: repaired(text) for name, text in texts(path)}
    cut = segmenter()
    counts = {}

    def count() -> None:
        counts.update({name: topics.paragraph_counts(report, cut) for name, report in reports.items()})

    timed(f"words of {len(reports)} reports", count)
    found = timed(f"topics of {len(reports)} reports, number chosen by stability", lambda: topics.fit(counts), 60.0)
    assert isinstance(found, topics.Topics)
    print(found.stability.to_string(index=False))

    rows = [row for report in counts.values() for row in report if row]
    random = np.random.default_rng(1)
    frames = {}
    for number in range(REPORTS):
        total: Counter[str] = Counter()
        for index in random.integers(0, len(rows), PARAGRAPHS):
            total.update(rows[index])
        frames[str(number)] = pd.DataFrame({"term": pd.Series(list(total), dtype="str"), "count": list(total.values())})
    table = timed(f"count matrix of {REPORTS} reports from their tables", lambda: weights.matrix(frames))
    assert isinstance(table, weights.TermCounts)
    timed(f"likeness of {REPORTS} reports: cosine, order, map", lambda: likeness.of_matrix(table), 2.0)

    some = list(reports.values())[:20]
    timed(f"profile of {len(some)} reports", lambda: [profile.profile(report) for report in some])
    left, right = some[0], some[1]
    timed("passages of one pair", lambda: passages.carried_over(left, right))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
