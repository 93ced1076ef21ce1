"""How fast figures are extracted: as a ratio to jieba.lcut over the same text in the same run, and how time grows on hostile input.

usage: python benchmarks/figures.py [FILE …]      (default: the sample reports)

The whole extraction is timed: reading numbers, naming them, scope, repeats. Reading files and repairing text are not part of it.
Both times are the shortest of several runs that take turns, in processor time, because the machine may be shared.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import jieba

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from analysis import figures, repair
from analysis.identity import split_head
from analysis.reading import read
from analysis.report import Block, Period, Repaired

jieba.dt.tmp_dir = tempfile.mkdtemp()  # its cache must not lie in a folder that everybody can write to

SAMPLES = Path(__file__).resolve().parent.parent / "data" / "samples"
RATIO, SPEED = 0.2, 5.0  # of jieba's time at most; MB a second at least
HOSTILE = (
    "9", "余", "、", "一", "3次", "提案3件、", "分别为3次", "围绕甲“乙”3次", "其中3件，", "“", "第1、", "1+", "(甲", "每年3次", "收到3件；",
    "《甲提案", "围绕甲乙丙丁3家", "一.", "(一)疫情3人，", "(一)疫情捐款3万元，", "%", "3%、", "3件。", "十来个",
)  # fmt: skip
GROWTH = 2.5  # twice the text takes at most so many times the time; times below 0.05 s are not judged
PERIOD = Period(2023, 2023)


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def repaired(path: Path) -> Repaired:
    reading = read(path.read_bytes(), path.name)
    _, start = split_head(reading.text)
    return repair.repair(reading.text, start=start)


def speed(reports: list[Repaired], rounds: int = 30) -> tuple[list[float], list[float]]:
    """Shortest times of extraction and of segmentation, of all reports together and then of each."""
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append([seconds(lambda report=report: figures.extract(report, PERIOD)) for report in reports])
        theirs.append([seconds(lambda report=report: jieba.lcut(report.text)) for report in reports])
    return tuple([min(map(sum, times)), *map(min, zip(*times, strict=True))] for times in (ours, theirs))


def growth(piece: str, length: int = 25_000) -> list[float]:
    """Times for texts of length, 2 × length and 4 × length characters in one line."""
    times = []
    for factor in (1, 2, 4):
        text = piece * (factor * length // len(piece))
        report = Repaired(text, (Block("paragraph", text, 0, len(text)),))
        times.append(min(seconds(lambda report=report: figures.extract(report, PERIOD)) for _ in range(3)))
    return times


def main(arguments: list[str]) -> int:
    jieba.initialize()
    paths = list(map(Path, arguments)) or sorted(SAMPLES.glob("*.txt"))
    reports = [repaired(path) for path in paths]
    found = [len(figures.extract(report, PERIOD).figures) for report in reports]
    sizes = [len(report.text.encode()) for report in reports]
    ours, theirs = speed(reports)
    print(
        f"{len(reports)} reports, {sum(sizes) / 1e3:.0f} kB, {sum(found)} figures: {sum(sizes) / ours[0] / 1e6:.2f} MB/s (at least {SPEED})"
    )
    print(f"jieba.lcut {sum(sizes) / theirs[0] / 1e6:.2f} MB/s: extraction takes {ours[0] / theirs[0]:.3f} of its time (at most {RATIO})")
    for path, size, figures_found, own, other in zip(paths, sizes, found, ours[1:], theirs[1:], strict=True):
        print(f"  {size / 1e3:5.1f} kB {figures_found:4} figures {size / own / 1e6:6.2f} MB/s {own / other:.3f}  {path.stem}")
    slow: list[str] = []
    for piece in HOSTILE:
        one, two, four = growth(piece)
        slow += [piece] if max(two / one, four / two) > GROWTH and four > 0.05 else []
        print(f"n, 2n, 4n of {piece!r:16} {one * 1e3:8.1f} {two * 1e3:8.1f} {four * 1e3:8.1f} ms")
    print(f"more than {GROWTH} times the time for twice the text: {'、'.join(slow) or 'none'}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
