"""What follows from the whole text: the level of headings, the lead, repeated blocks, and the part that speaks of what is to come."""

from collections.abc import Sequence

import regex

from analysis.fold import fold
from analysis.repair.draft import Draft
from analysis.repair.marks import MARKDOWN, numbered_level
from analysis.repair.tally import Tally

#: Shortest block that can repeat another one; slogans and greetings may well be said twice.
REPEATED = 15
#: Most paragraphs of a lead; where more stand before the first heading, only the first is the lead.
LONGEST_LEAD = 12
#: A heading or a title that opens a part about what is to come, and what shows that it does not.
TO_COME = regex.compile(
    r"今后|下一步|下步|下一阶段|新的一年|来年|明年|未来[一二三四五几]年|展望|工作(?:总体)?(?:建议|安排|打算|思路|计划|要点|部署|设想|要求|目标|任务)|(?:主要|重点|目标)任务|努力方向"
)
LOOKING_BACK = regex.compile(r"回顾|总结|完成|过去|成效|回眸|情况|报告|综述")
#: The first words of a paragraph about what is to come, wherever it stands.
FUTURE = regex.compile(
    r"(?:新的一年|今后|下一步|下步|明年|来年|未来[一二三四五几]年|面向未来|展望未来|展望\d{4}|站在新的(?:历史)?起点|新征程上|新的征程)"
)
WILL = regex.compile(r"将|要|必须|努力|继续|争取|力争")
PLAN_TITLE = regex.compile(r"工作(?:要点|计划|安排|打算|思路)")


def set_levels(made: Sequence[Draft]) -> None:
    """Give every heading its level, 1 for the outermost kind that this text uses."""
    headings = [draft for draft in made if draft.kind == "heading"]
    ranks = [_rank(draft) for draft in headings]
    order = {rank: level for level, rank in enumerate(sorted(set(ranks)), 1)}
    for draft, rank in zip(headings, ranks, strict=True):
        draft.level = order[rank]


def _rank(draft: Draft) -> int:
    """Markdown by its number of signs, then unnumbered and 一、 alike, then （一）, 1. and （1）."""
    match = MARKDOWN.match(draft.paragraph.text)
    hashes = len(match.group(1)) if match else 0
    level = numbered_level(draft.text)
    return hashes * 10 if level is None and hashes else 100 + (level or 1) if not hashes else hashes * 10 + (level or 0)


def set_lead(made: Sequence[Draft]) -> None:
    """Mark the lead: what stands between title and first heading, as far as it is set in one width; in a page that was read
    column by column, with the title in its middle, the last box of another width before the title."""
    titles = [index for index, draft in enumerate(made) if draft.kind == "title"]
    if not titles or not any(draft.kind == "heading" for draft in made):
        return
    body = [index for index, draft in enumerate(made) if draft.kind == "paragraph"]
    before = [index for index in body if index < titles[0]]
    if before:
        box = _last_box(made, before)
        if box:
            for index in box:
                made[index].kind = "lead"
            return
    lead: list[Draft] = []
    for draft in made[titles[-1] + 1 :]:
        if draft.kind == "heading" or (draft.kind == "paragraph" and numbered_level(draft.text)):
            break
        if draft.kind == "paragraph":
            if lead and not _same_width(lead[0], draft):
                break
            lead.append(draft)
    for draft in lead[: len(lead) if len(lead) <= LONGEST_LEAD else 1]:
        draft.kind = "lead"


def _same_width(first: Draft, draft: Draft) -> bool:
    """Whether two drafts may stand in one box: one of them is not wrapped, or their widths are close."""
    one, other = first.paragraph, draft.paragraph
    if not other.wrapped:
        return True
    return abs(one.run_width - other.run_width) <= 0.25 * max(one.run_width, other.run_width)


def _last_box(made: Sequence[Draft], before: Sequence[int]) -> list[int]:
    """The last drafts of `before` that share a width clearly narrower or wider than that of the paragraph before them."""
    width = 0.0
    box: list[int] = []
    for index in reversed(before):
        paragraph = made[index].paragraph
        if paragraph.mark == "dots" or not box:
            box.insert(0, index)
            width = max(width, paragraph.run_width if paragraph.wrapped else 0.0)
            continue
        if abs(paragraph.run_width - width) > 0.18 * width:
            return box if len(box) >= 2 else []
        box.insert(0, index)
    return []


def mark_repeats(made: Sequence[Draft], tally: Tally) -> None:
    """Point every block that says word for word what an earlier one says to that one; running titles and captions are left alone."""
    seen: dict[str, int] = {}
    for index, draft in enumerate(made):
        if draft.kind not in ("lead", "paragraph") and not (draft.kind == "heading" and index and made[index - 1].text == draft.text):
            continue
        key = "".join(fold(draft.text).split())
        if len(key) < REPEATED and draft.kind != "heading":
            continue
        if key in seen:
            draft.repeat_of = seen[key]
            tally.add("重复段落", draft.text, "")
        else:
            seen[key] = index
    for index, draft in enumerate(made[1:], 1):
        if draft.kind == "heading" and made[index - 1].text == draft.text and draft.repeat_of is None:
            draft.repeat_of = index - 1
            tally.add("重复段落", draft.text, "")


def mark_plan(made: Sequence[Draft]) -> None:
    """Mark the blocks that speak of what is to come: under a heading that says so, until a heading of its level or higher, and
    paragraphs that begin with 新的一年, 今后 and go on with what will be done. A report named 工作要点 is all plan."""
    if any(draft.kind == "title" and PLAN_TITLE.search(fold(draft.text)) and not LOOKING_BACK.search(fold(draft.text)) for draft in made):
        for draft in made:
            draft.plan = draft.kind in ("heading", "paragraph", "lead")
        return
    open_level: int | None = None
    for draft in made:
        if draft.kind == "heading":
            level = draft.level or 1
            if open_level is None or level <= open_level:
                comes = is_to_come(draft.text)
                open_level = level if comes else None
        draft.plan = draft.kind in ("heading", "paragraph", "lead") and (open_level is not None or is_plan(draft.text))


def is_to_come(heading: str) -> bool:
    """Whether a heading opens a part about what is to come."""
    heading = fold(heading)
    return TO_COME.search(heading) is not None and LOOKING_BACK.search(heading) is None


def is_plan(text: str) -> bool:
    """Whether a paragraph speaks of what is to come for its larger part."""
    text = fold(text)
    match = FUTURE.search(text)
    return match is not None and match.start() <= 0.5 * len(text) and WILL.search(text, match.end()) is not None
