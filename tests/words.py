"""What the tests of words and expressions share: texts made into reports, sample reports, the hand-cut sentences."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from analysis.identity import split_head
from analysis.repair import repair
from analysis.report import Block, BlockKind, Repaired

TESTS = Path(__file__).resolve().parent
SAMPLES = TESTS.parent / "data" / "samples"


def report(*blocks: str | tuple[BlockKind, str]) -> Repaired:
    """A report of these blocks; a bare string is a paragraph."""
    made: list[Block] = []
    start = 0
    for block in blocks:
        kind, text = ("paragraph", block) if isinstance(block, str) else block
        made.append(Block(kind, text, start, start + len(text)))  # type: ignore[arg-type]
        start += len(text) + 1
    return Repaired("\n".join(block.text for block in made), tuple(made))


def sample(name: str) -> Repaired:
    """A sample report of the project, repaired."""
    text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    return repair(text, start=split_head(text)[1])


def sample_names() -> list[str]:
    return sorted(path.stem for path in SAMPLES.glob("*.txt"))


def table(name: str) -> list[dict[str, str]]:
    """Rows of a tab-separated table beside the tests; `#` lines are left out."""
    lines = (TESTS / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


def gold(part: str | None = None) -> Iterator[list[str]]:
    """The hand-cut sentences as lists of words."""
    for row in table("segmentation_gold.tsv"):
        if part is None or row["part"] == part:
            yield row["cut"].split(" ")


def spans(words: Iterable[str]) -> set[tuple[int, int]]:
    """Where the words stand when they are written one after another, punctuation left out."""
    found, start = set(), 0
    for word in words:
        if any(character.isalnum() or character == "%" for character in word):
            found.add((start, start + len(word)))
        start += len(word)
    return found
