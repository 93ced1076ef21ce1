"""What is known about a report, read from its own text: place and level, period, title, kind, source. Every field says why.

A head of `键：值` lines, which a sample or a user's own file may begin with, wins over everything the text says.
"""

from collections.abc import Mapping
from types import MappingProxyType

import regex

from analysis.fold import fold
from analysis.identity.dating import Found, period_of
from analysis.identity.locating import place_of
from analysis.report import Metadata, Repaired

__all__ = ["identify", "split_head"]

HEAD_KEYS = ("标题", "地方", "省份", "层级", "时期", "文体", "来源", "样稿")
HEAD_LINE = regex.compile(r"[ \t　]*+([^\s：:]{2,6})[ \t　]*+[：:][ \t　]*+(.*?)[ \t　\r]*+")
RULE = regex.compile(r"-{3,}[ \t\r]*+")

#: Kinds of report, first match wins; each with what its title says.
KINDS = (
    ("提案工作报告", regex.compile(r"提案(?:工作|办理)?(?:情况|工作)?(?:的)?(?:情况)?(?:的)?报告|提案工作(?:总结|综述)")),
    ("常委会工作报告", regex.compile(r"(?:常务委员会|常委会)工作(?:的)?报告")),
    ("工作总结", regex.compile(r"工作总结|工作小结|总结报告")),  # before plans: 2023年工作总结和2024年工作要点 tells of 2023
    ("工作要点", regex.compile(r"工作要点")),
    ("工作计划", regex.compile(r"工作(?:计划|安排|打算)")),
    ("工作综述", regex.compile(r"综述|答卷|纪实|回眸|巡礼|侧记|掠影|扫描|亮点|回顾|成效|印记|剪影")),
    ("政府工作报告", regex.compile(r"政府工作报告")),
    ("工作报告", regex.compile(r"报告")),
)
ENTRUSTED = regex.compile(r"受[^。]{0,30}(?:常务委员会|常委会)[^。]{0,10}委托|代表[^。]{0,30}(?:常务委员会|常委会)[^。]{0,20}报告")
SOURCE = regex.compile(r"(?:文章|信息)?(?:来源|稿源)[ 　]*+[：:][ 　]*+([^\s　]{2,30})")
REPORTER = regex.compile(r"(?:本报|融媒体|见习|特约)?(?:记者|通讯员)")


def split_head(text: str) -> tuple[dict[str, str], int]:
    """The optional head and the offset at which the body begins.

    A head is `键：值` lines between two lines of `---` at the very beginning of the text; at least one of its keys is a known one.
    A text without a head gives ({}, 0): a rule between two stories is not a head.
    """
    position = len(text) - len(text.lstrip("\ufeff \t\r\n　"))
    fields: dict[str, str] = {}
    opened = False
    for _ in range(len(HEAD_KEYS) + 12):
        end = text.find("\n", position)
        line = text[position : end if end >= 0 else len(text)]
        if RULE.fullmatch(line):
            if opened:
                return (fields, end + 1 if end >= 0 else len(text)) if any(key in HEAD_KEYS for key in fields) else ({}, 0)
            opened = True
        elif not opened:
            return {}, 0
        elif match := HEAD_LINE.fullmatch(line):
            fields[match[1]] = match[2]
        elif line.strip():
            return {}, 0
        if end < 0:
            return {}, 0
        position = end + 1
    return {}, 0


def identify(repaired: Repaired, *, head: Mapping[str, str] = MappingProxyType({}), file_name: str = "") -> Metadata:
    """Place, level, period, title, kind and source of a report, each with its reason in Chinese.

    `head`: fields of `split_head`, or what a person has filled in; they win. Raises IdentityError E121 when place or year cannot be
    found, with a sentence that asks for it.
    """
    reasons: dict[str, str] = {}
    title = _told(_title(repaired, head, file_name), "标题", reasons)
    place = place_of(repaired, title=title, head=head, file_name=file_name)
    reasons.update(place.reasons)
    kind = _told(_kind(repaired, title, head), "文体", reasons)
    period = period_of(repaired, title=title, head=head, file_name=file_name, kind=kind)
    reasons["时期"] = period.reason
    if not title:
        title = f"{place.name}政协{period.value}年{kind}"
        reasons["标题"] = "原文没有标题，按地方、时期和文体拟定。"
    source = _told(_source(repaired, head), "来源", reasons)
    sample = head.get("样稿", "").strip() in ("是", "true", "1", "yes")
    return Metadata(place.name, place.province, place.level, period.value, title, kind, source, sample, reasons)


def _told(found: Found[str], field: str, reasons: dict[str, str]) -> str:
    reasons[field] = found.reason
    return found.value


def _title(repaired: Repaired, head: Mapping[str, str], file_name: str) -> Found[str]:
    if head.get("标题", "").strip():
        return Found(head["标题"].strip(), "文件开头写明。")
    blocks = [block.text for block in repaired.blocks if block.kind == "title" and block.repeat_of is None]
    if blocks:
        joined = blocks[0]
        for text in blocks[1:]:
            joined += text if text.startswith(("—", "-", "（", "(")) else " " + text
        return Found(joined, "正文标题。")
    stem = file_name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or file_name
    if regex.search(r"\p{Han}{4}", stem) and regex.search(r"政协|报告|综述|总结|要点", stem):
        return Found(stem.strip(), "正文没有标题，取自文件名。")
    return Found("", "")


def _kind(repaired: Repaired, title: str, head: Mapping[str, str]) -> Found[str]:
    if head.get("文体", "").strip():
        return Found(head["文体"].strip(), "文件开头写明。")
    plain = fold(title)
    for name, pattern in KINDS:
        match = pattern.search(plain)
        if match:
            return Found(name, f"标题写有“{match.group()}”。")
    opening = fold("\n".join(block.text for block in repaired.blocks[:12]))
    match = ENTRUSTED.search(opening)
    if match:
        proposals = "提案" in opening[match.start() : match.end() + 60]
        return Found("提案工作报告" if proposals else "常委会工作报告", f"正文写有“{match.group()[:24]}”。")
    if any(block.kind == "byline" and REPORTER.search(block.text) for block in repaired.blocks):
        return Found("工作综述", "有记者署名，是报纸综述。")
    return Found("工作报告", "标题和正文没有写明文体。")


def _source(repaired: Repaired, head: Mapping[str, str]) -> Found[str]:
    if head.get("来源", "").strip():
        return Found(head["来源"].strip(), "文件开头写明。")
    for block in repaired.blocks:
        if block.kind in ("byline", "credit"):
            match = SOURCE.search(block.text)
            if match:
                return Found(match[1], "正文写明来源。")
    bylines = [block.text for block in repaired.blocks if block.kind == "byline" and REPORTER.search(block.text)]
    if bylines:
        return Found(bylines[0], "记者署名。")
    return Found("", "原文没有写明来源。")
