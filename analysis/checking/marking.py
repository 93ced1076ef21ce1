"""A figure that a person marks in the text: find the clause and its number again, so that it has offsets like any other figure.

What is typed or pasted need not agree with the text in white space, width of characters or script; what is kept is the text's own.
"""

import math
from dataclasses import dataclass

import regex

from analysis.evidence import CLAUSE_ENDS, SENTENCE_ENDS
from analysis.figures.quantities import Quantity, number, scan
from analysis.fold import fold
from analysis.report import Bound, Figure, LibraryError, Period, Repaired, Scope, Span, Status

#: Longest clause a person can give, in characters, and most places of it that are offered.
LONGEST, MOST_PLACES = 400, 20

#: Numbers as people type them in a form: 1,200  97万  46.5  三十六  80%.
_TYPED = regex.compile(r"(\d{1,3}(?:,\d{3})++|\d{1,15}+)(\.\d{1,6}+)?([十百千万亿]{0,2}+)")
_CHINESE = regex.compile(r"[零〇一二三四五六七八九十百千万亿两廿卅]{1,16}+")
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_LARGEST = 1e15


@dataclass(frozen=True, slots=True)
class Marked:
    """A number in the text with its qualifier, as the grammar reads it; unit may be empty when a person marked the number."""

    text: str
    start: int
    end: int
    value: float
    upper: float | None
    bound: Bound
    unit: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a person says of a marked number."""

    value: float
    unit: str
    indicator: str
    scope: Scope = "total"
    bound: Bound = "exact"
    upper: float | None = None
    status: Status = "done"


def places(repaired: Repaired, typed: str) -> tuple[Span, ...]:
    """Where the typed clause stands in the text, first things first. LibraryError (E130) when it is empty, too long or not there."""
    wanted = "".join(fold(typed).split())
    if not wanted:
        raise LibraryError("请照原文写出或粘贴含有这个数的一句。", "E130")
    if len(wanted) > LONGEST:
        raise LibraryError(f"这一句有 {len(wanted)} 字，请只取含有这个数的一句，不超过 {LONGEST} 字。", "E130")
    dense, way = _dense(fold(repaired.text))
    found: list[Span] = []
    at = dense.find(wanted)
    while at >= 0 and len(found) < MOST_PLACES:
        found.append(Span(way[at], way[at + len(wanted) - 1] + 1))
        at = dense.find(wanted, at + len(wanted))
    if not found:
        raise LibraryError("整理后的文字里没有这一句，请照“整理后的文字”写，或在文中划选。", "E130")
    return tuple(found)


def _dense(text: str) -> tuple[str, list[int]]:
    """The text without white space, and for each character its offset."""
    way = [offset for offset, character in enumerate(text) if not character.isspace()]
    return "".join(text[offset] for offset in way), way


def numbers(repaired: Repaired, place: Span) -> tuple[Marked, ...]:
    """The numbers that the grammar reads in a stretch of the text, in text order."""
    return tuple(_marked(repaired, found) for found in scan(fold(repaired.text), place.start, place.end))


def _marked(repaired: Repaired, found: Quantity) -> Marked:
    text = repaired.text[found.start : found.end]
    return Marked(text, found.start, found.end, float(found.value), found.upper, found.bound, found.unit)


def number_at(repaired: Repaired, place: Span, written: str) -> Marked:
    """A number that a person writes as it stands in the clause. LibraryError (E130) when the clause does not have it."""
    known = [one for one in numbers(repaired, place) if fold(one.text) == fold(written).strip()]
    if known:
        return known[0]
    wanted = fold(written).strip()
    at = fold(repaired.text).find(wanted, place.start, place.end) if wanted else -1
    if at < 0:
        raise LibraryError(f"这一句里没有“{written.strip()[:20]}”，请照原文写出这个数。", "E130")
    try:
        value = value_of(wanted)
    except LibraryError:
        value = 0.0
    return Marked(repaired.text[at : at + len(wanted)], at, at + len(wanted), value, None, "exact", "")


def value_of(typed: str) -> float:
    """The value of a number as people type it: 90, 1,200, 97万, 46.5, 三十六, 80%. LibraryError (E130) for anything else."""
    text = fold(typed).strip().rstrip("%").strip()
    match = _TYPED.fullmatch(text)
    if match:
        value = float(match[1].replace(",", "") + (match[2] or ""))
        for scale in match[3]:
            value *= _SCALES[scale]
    elif _CHINESE.fullmatch(text):
        value = number(text)[0]
    else:
        raise LibraryError(f"“{typed.strip()[:20]}”不是数，请写成 90、1200、46.5 或 97万 这样。", "E130")
    if not math.isfinite(value) or value > _LARGEST:
        raise LibraryError("这个数过大，请检查是否多写了几位。", "E130")
    return float(value)


def figure(repaired: Repaired, place: Span, marked: Marked, statement: Statement, period: Period) -> Figure:
    """The figure that a person adds: what they say of the number, with the text's own clause and offsets."""
    unit = "".join(statement.unit.split())
    if not unit:
        raise LibraryError("没有写单位，请写上量词，如 条、次、%。", "E130")
    start, end = _clause(repaired.text, place, marked)
    return Figure(
        value=statement.value,
        upper=statement.upper,
        bound=statement.bound,
        unit=unit,
        indicator=statement.indicator,
        topic="",
        scope=statement.scope,
        status=statement.status,
        period_years=period.years,
        quote=repaired.text[start:end],
        start=marked.start,
        end=marked.end,
        number_text=marked.text,
        reason="由人在原文中标出。",
        checked=True,
        origin="person",
    )


def _clause(text: str, place: Span, marked: Marked) -> tuple[int, int]:
    """The clause round the number, but never more than was pointed at and never cut within it."""
    start, end = marked.start, marked.end
    while start > place.start and text[start - 1] not in CLAUSE_ENDS:
        start -= 1
    while end < place.end and text[end] not in CLAUSE_ENDS:
        end += 1
    if end - start <= marked.end - marked.start + 2:  # the number alone says nothing: take the sentence as pointed at
        start, end = place.start, place.end
    return start, end


def sentence(repaired: Repaired, start: int, end: int) -> Span:
    """The whole sentence round a stretch that was marked with the pointer, within its block."""
    block = repaired.block_at(start)
    low, high = (block.start, block.end) if block else (0, len(repaired.text))
    start, end = max(low, min(start, high)), max(low, min(end, high))
    while start > low and repaired.text[start - 1] not in SENTENCE_ENDS:
        start -= 1
    while end < high and repaired.text[end - 1 : end] not in tuple(SENTENCE_ENDS):
        end += 1
    return Span(start, end)
