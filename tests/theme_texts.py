"""Small repaired texts for the tests of themes, profile and passages; the five samples; the real reports when they are at hand."""

import json
from pathlib import Path

from analysis import identity, repair
from analysis.report import Block, BlockKind, Repaired

#: What a test writes: (kind, text), or (kind, text, heading level).
Item = tuple[BlockKind, str] | tuple[BlockKind, str, int]

REAL = {"平罗县-2022": "pingluo-2022", "永宁县-2022": "yongning-2022", "平罗县-2024": "pingluo-2024"}
#: Labelled with the others, but scored only after the rule was finished.
ASIDE_REAL, ASIDE_SAMPLE = "平罗县-2024", "中卫市-2024"


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
