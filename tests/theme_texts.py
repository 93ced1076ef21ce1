"""Small repaired texts for the tests of themes, profile and passages; the five samples; the real reports when they are at hand."""

import json
from pathlib import Path

from analysis import dossier, identity, repair
from analysis.evaluation import learning, profile_scores
from analysis.report import Block, BlockKind, Repaired

#: What a test writes: (kind, text), or (kind, text, heading level).
Item = tuple[BlockKind, str] | tuple[BlockKind, str, int]

REAL = {"平罗县-2022": "pingluo-2022", "永宁县-2022": "yongning-2022", "平罗县-2024": "pingluo-2024"}
#: Labelled with the others, but scored only after the rule was finished.
ASIDE_REAL, ASIDE_SAMPLE = "平罗县-2024", "中卫市-2024"
#: Reports of tests/heldout whose paragraphs were labelled and may be learned from.
OPENED = ("chongchuan-2023", "huaining-2022", "kaiping-2022", "lintao-2023")


def text_of(*items: Item, plan: tuple[int, ...] = (), repeats: bool = False) -> Repaired:
    """Blocks one below the other; with `repeats`, a long paragraph that comes again is marked as the repair does."""
    blocks: list[Block] = []
    first: dict[str, int] = {}
    start = 0
    for number, item in enumerate(items):
        kind, text = item[0], item[1]
        level = item[2] if len(item) == 3 else 1 if kind == "heading" else None
        repeat = first.get(text) if repeats and kind == "paragraph" and len(text) >= 40 else None
        blocks.append(Block(kind, text, start, start + len(text), level, repeat, number in plan))
        first.setdefault(text, number)
        start += len(text) + 1
    return Repaired("\n".join(block.text for block in blocks), tuple(blocks))


def paragraphs(*texts: str) -> Repaired:
    return text_of(*(("paragraph", text) for text in texts))


def sample(root: Path, report: str) -> Repaired:
    text = (root / "data" / "samples" / f"{report}.txt").read_text(encoding="utf-8")
    _, start = identity.split_head(text)
    return repair.repair(text, start=start)


def samples(root: Path) -> dict[str, Repaired]:
    return {path.stem: sample(root, path.stem) for path in sorted((root / "data" / "samples").glob("*.txt"))}


def real(shared: Path, report: str) -> Repaired:
    """A real report, repaired by hand."""
    data = json.loads((shared / "facts" / f"{REAL[report]}.clean.json").read_text(encoding="utf-8"))
    return text_of(*((block["kind"], block["text"], block.get("heading_level") or 1) for block in data["blocks"]), repeats=True)


def opened(root: Path) -> dict[str, Repaired]:
    """The opened reports of tests/heldout, read as the library reads them."""
    paths = [root / "tests" / "heldout" / f"{name}.txt" for name in OPENED]
    return {path.stem: dossier.read(path.read_bytes(), path.name)[1].repaired for path in paths}


def materials(root: Path) -> tuple[list[learning.Material], dict[str, str]]:
    """What function_words.tsv is learned from, and the group of each by name: annotator, author, samples, opened.

    The sample kept aside, the real reports and elsewhere.tsv are not among them.
    """
    gold = root / "tests" / "profile_gold"
    made: list[learning.Material] = []
    groups: dict[str, str] = {}
    for hand, label, text in profile_scores.written(gold / "written.tsv"):
        made.append(learning.alone(text, label))
        groups[text] = hand
    labelled = {key: text for key, text in samples(root).items() if key != ASIDE_SAMPLE}
    made += learning.reports(profile_scores.load(gold / "samples.tsv"), labelled)
    for name, repaired in opened(root).items():
        made += learning.reports(profile_scores.load(root / "tests" / "heldout" / f"{name}.functions.tsv"), {name: repaired})
    return made, groups | dict.fromkeys(labelled, "samples") | dict.fromkeys(OPENED, "opened")
