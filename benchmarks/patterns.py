"""Every pattern of the engine against hostile text: `python benchmarks/patterns.py` names those that grow and ends with status 1.

A pattern that holds the interpreter stops every user of a server, so each must take time in proportion to the text. What is tried is
printed as it goes: the last line is where the process stood when it was stopped.
"""

import ast
import importlib
import pkgutil
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
ENGINE = ROOT / "analysis"
#: What a text can consist of that makes patterns try again and again.
BAITS = (
    "1", "1,", "1.", "12月", "字", " ", "　", "\t", "（", "《", "“", "一", "一、", "第", "-", "——", "…", ".", "。", "、", "，", "：",
    "年", "2023年", "2023-01-01 ", "3亿元", "政协", "县政协", "委员会", "会议上", "记者", "图", "来源：", "万", "余", "和", "其中",
    "a", "<a ", "|", "\n", "#", "首页 ",
)  # fmt: skip
#: A text four times as long may take four times as long, and noise; a quadratic pattern takes sixteen times.
LENGTH, GROWTH, NOISE = 2_000, 9.0, 0.004
#: Methods that begin anywhere; match and fullmatch begin once.
ANYWHERE = frozenset({"search", "finditer", "findall", "sub", "split"})
SAMPLE = "河东县政协2023年工作综述\n\n一年来，县政协提出意见建议41条。\n\n一、协商\n\n走访农户12户，听取“民意”，办复率100%。\n"


@dataclass(frozen=True)
class Found:
    """A compiled pattern: where it was compiled, and the name it is called by, empty when it has none of its own."""

    where: str
    name: str
    pattern: Any


def patterns() -> list[Found]:
    """Every pattern that the modules compile when they are imported and when they read a report."""
    found: dict[tuple[str, Any], Found] = {}
    originals = {module: module.compile for module in (re, regex)}

    def noting(module: Any) -> Any:
        def compiled(*arguments: Any, **options: Any) -> Any:
            pattern = originals[module](*arguments, **options)
            frame = sys._getframe(1)
            path = Path(frame.f_code.co_filename)
            if ENGINE in path.parents:
                name = _names(path).get(frame.f_lineno, "")
                where = f"{path.relative_to(ENGINE).as_posix()}:{frame.f_lineno}"
                found.setdefault((where, pattern), Found(where, name, pattern))
            return pattern

        return compiled

    for module in originals:
        module.compile = noting(module)
    try:
        _exercise()
    finally:
        for module, original in originals.items():
            module.compile = original
    return list(found.values())


def _exercise() -> None:
    """Import every module of the engine, and let it read a report."""
    names = [info.name for info in pkgutil.walk_packages([str(ENGINE)], "analysis.") if not info.name.endswith("__main__")]
    modules = {name: importlib.import_module(name) for name in names}
    prepared = modules["analysis.dossier"].prepare(SAMPLE.encode(), "a.txt", {"地方": "平罗县"})
    text = modules["analysis.dossier"].load_text(prepared.derived["text"]).repaired
    modules["analysis.words.phrases"].inventory(text)
    modules["analysis.words.concordance"].sentences(text, "协商*建议")


def _names(path: Path) -> dict[int, str]:
    """By line of a file, the name (or attribute) to which what is compiled there is assigned; nothing for members of tables."""
    found: dict[int, str] = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call | ast.IfExp):
            target = node.targets[0]
            name = target.id if isinstance(target, ast.Name) else target.attr if isinstance(target, ast.Attribute) else ""
            found |= dict.fromkeys(range(node.lineno, (node.end_lineno or node.lineno) + 1), name)
    return found


def _ways() -> dict[str, set[str]]:
    """By name of a pattern, whether it is made to begin anywhere or once, over the whole engine."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ANYWHERE | {"match", "fullmatch"}:
                name = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", "")
                found[name].add("search" if node.attr in ANYWHERE else "match")
    return found


def growing(tried: Iterable[Found]) -> Iterator[tuple[str, str, float]]:
    """(pattern, bait, factor by which four times the text takes longer) of those that take longer than they may."""
    used = _ways()
    for one in tried:
        print(one.where, one.name, flush=True)
        # A pattern that a loop takes out of a table is called by the loop's name; nothing is known of it, so the harder way is tried.
        for way in sorted(used.get(one.name) or {"search"}):
            for bait in BAITS:
                for end in ("", "x"):
                    factor = _factor(getattr(one.pattern, way), *(_text(one.pattern, bait, size, end) for size in (LENGTH, LENGTH // 4)))
                    if factor > GROWTH:
                        yield f"{one.where} {one.name}.{way}", bait, factor


def _factor(run: Any, long: Any, short: Any) -> float:
    if _seconds(run, long) <= NOISE:
        return 0.0
    return min(_seconds(run, long) for _ in range(3)) / max(1e-5, min(_seconds(run, short) for _ in range(3)))


def _text(pattern: Any, bait: str, size: int, end: str) -> Any:
    text = bait * (size // len(bait)) + end
    return text.encode() if isinstance(pattern.pattern, bytes) else text


def _seconds(run: Any, text: Any) -> float:
    start = time.perf_counter()
    run(text)
    return time.perf_counter() - start


if __name__ == "__main__":
    bad = list(growing(patterns()))
    for where, bait, factor in bad:
        print(f"{where} on {bait!r}: {factor:.0f} times", file=sys.stderr)
    sys.exit(bool(bad))
