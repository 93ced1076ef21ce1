"""Where a report speaks of plans and of lessons, which are no function: under such headings, and in single sentences.

What to look for is data: `plan_headings`, `reflection_headings`, `plan_openings`, `plan_words` and the rest of functions.yaml.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import regex

from analysis.fold import fold
from analysis.report import Block
from analysis.themes.functions import Functions

Outlook = Literal["plan", "reflection"]

ENOUGH = 2  # so many plan words, or words of lacking, make a sentence one of plans or of shortcomings


def section_kinds(blocks: Sequence[Block], catalogue: Functions) -> dict[int, Outlook | None]:
    """For every block: whether a heading above says that plans or reflections follow, until a heading of the same rank."""
    kinds: dict[int, Outlook | None] = {}
    kind: Outlook | None = None
    rank = 0
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            level = block.heading_level or 1
            if kind is None or level <= rank:
                kind = _heading_kind(fold(block.text), catalogue)
                rank = level
        kinds[index] = kind
    return kinds


def _heading_kind(text: str, catalogue: Functions) -> Outlook | None:
    if any(word in text for word in catalogue.plan_headings):
        return "plan"
    return "reflection" if any(word in text for word in catalogue.reflection_headings) else None


def outlook(sentence: str, catalogue: Functions) -> Outlook | None:
    """What a folded sentence speaks of: plans (明年…; 要…, 要…), one's own shortcomings (…不够, …有待…), or neither."""
    opening, plans, lacks, findings = _patterns(
        catalogue.plan_openings, catalogue.plan_words, catalogue.plan_words_not, catalogue.lack_words, catalogue.finding_words
    )
    if opening.match(sentence) or len(plans.findall(sentence)) >= ENOUGH:
        return "plan"
    return "reflection" if len(lacks.findall(sentence)) >= ENOUGH and findings.search(sentence) is None else None


@lru_cache(maxsize=8)
def _patterns(*lists: tuple[str, ...]) -> tuple[regex.Pattern[str], ...]:
    openings, plans, plans_not, lacks, findings = (_any(words) for words in lists)
    return (
        regex.compile(rf"\A\s*+(?:{openings})"),
        regex.compile(rf"(?:^|[,;:、。.\s])(?:[一二三四五六七八九十]是|我们|委员们)?(?!{plans_not})(?:{plans})"),
        regex.compile(lacks),
        regex.compile(findings),
    )


def _any(words: Sequence[str]) -> str:
    return "|".join(regex.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) or r"(?!)"
