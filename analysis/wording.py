"""Numbers and differences in the words of a briefing: 90余, 97万, 近100, 增 41, 至少少 15.

The report's own qualifier is never dropped. Our own arithmetic is written with digits, and with 至少 or 至多 where a side is
only a bound.
"""

from collections.abc import Sequence
from datetime import datetime

from analysis.fold import fold
from analysis.report import Bound, Figure

#: The word that stands for an absent wording, everywhere.
ABSENT = "未提及"

#: Measure words that count the same thing. 人 and 人次, 批 and 批次, 期 and 次 are not among them on purpose.
SAME_UNIT = (
    frozenset({"次", "场", "场次", "回"}),
    frozenset({"条", "篇", "份", "则"}),
    frozenset({"人", "名", "位"}),
    frozenset({"个", "家"}),
    frozenset({"册", "本"}),
)


def number(value: float) -> str:
    """A plain number: under 10,000 as it is, then in 万, from 10⁸ in 亿; at most one decimal, but never a false one.

    A count that one decimal of 万 cannot hold exactly (12,345) is written in full: a figure must be the report's figure.
    """
    for size, word in ((100_000_000, "亿"), (10_000, "万")):
        if abs(value) >= size:
            scaled = value / size
            if abs(scaled * 10 - round(scaled * 10)) < 1e-9:
                return f"{_trim(scaled)}{word}"
            return _trim(value)
    return _trim(value)


def _trim(value: float) -> str:
    return str(round(value)) if abs(value - round(value)) < 1e-9 else f"{value:.2f}".rstrip("0").rstrip(".")


def written(value: float, bound: Bound, *, upper: float | None = None, percent: bool = False) -> str:
    """A value with its qualifier as tables and charts write it: 90余, 80余万, 近100, 约30, 3—5, 95%以上."""
    if percent:
        text = f"{_trim(value)}%" if upper is None else f"{_trim(value)}—{_trim(upper)}%"
        return {"exact": text, "at_least": f"{text}以上", "below": f"近{text}", "about": f"约{text}"}[bound]
    if upper is not None:
        return f"{number(value)}—{number(upper)}"
    text = number(value)
    if bound == "at_least":
        head, scale = (text[:-1], text[-1]) if text[-1] in "万亿" else (text, "")
        return f"{head}余{scale}"
    return {"exact": text, "below": f"近{text}", "about": f"约{text}"}[bound]


def figure_text(figure: Figure) -> str:
    """`written` for a figure."""
    return written(figure.value, figure.bound, upper=figure.upper, percent=figure.unit == "%")


def difference(left: tuple[float, Bound], right: tuple[float, Bound], *, one_place: bool, percent: bool = False) -> str:
    """How far the right value lies from the left one, or an empty string when the bounds do not say.

    Both exact: 增/减 along the years of one place, 多/少 between places, 持平. One bound: 至少 or 至多 with 多/少.
    Two bounds, or 约 on a side: nothing can be said.
    """
    (a, a_bound), (b, b_bound) = left, right
    if "about" in (a_bound, b_bound) or (a_bound != "exact" and b_bound != "exact"):
        return ""
    gap, unit = b - a, " 个百分点" if percent else ""
    more, less = ("增", "减") if one_place and a_bound == b_bound == "exact" else ("多", "少")
    if a_bound == b_bound == "exact":
        return "持平" if gap == 0 else f"{more if gap > 0 else less} {number(abs(gap))}{unit}"
    # The true gap is at least `gap` when the right side may be larger or the left side smaller, at most otherwise.
    at_least = (b_bound == "at_least") or (a_bound == "below")
    if gap == 0:
        return "持平或更多" if at_least else "持平或更少"
    if gap > 0:
        return f"{'至少' if at_least else '至多'}{more} {number(gap)}{unit}"
    return f"{'至多' if at_least else '至少'}{less} {number(-gap)}{unit}"


def ratio(left: tuple[float, Bound], right: tuple[float, Bound]) -> float | None:
    """right / left, where that means something: both exact and the smaller at least 10; otherwise None."""
    if left[1] != "exact" or right[1] != "exact" or min(left[0], right[0]) < 10:
        return None
    return right[0] / left[0]


def same_unit(a: str, b: str) -> bool:
    """Whether two measure words count the same thing, in whichever script they are written."""
    a, b = fold(a), fold(b)
    return a == b or any(a in family and b in family for family in SAME_UNIT)


def row_unit(units: Sequence[str]) -> str:
    """The unit that the head of a row can write for all its figures: 条、篇 of one family; empty when they differ, and for %."""
    found = list(dict.fromkeys(unit for unit in units if unit))
    return "、".join(found) if found and found != ["%"] and all(same_unit(found[0], unit) for unit in found) else ""


def cell_text(texts: Sequence[str], units: Sequence[str], scope: str, *, unit: str) -> str:
    """What a cell of a table says: 90余, 6／9, 4 期, 14 局部, 100%, 未提及. `unit` is what the row's head writes already."""
    if not texts:
        return ABSENT
    own = list(dict.fromkeys(units))
    if unit or own == ["%"]:
        said = "／".join(texts)
    elif len(own) == 1:
        said = f"{'／'.join(texts)} {own[0]}"
    else:
        said = "／".join(text if one == "%" else f"{text} {one}" for text, one in zip(texts, units, strict=True))
    return f"{said} 局部" if scope == "part" else said


def moment(iso: str) -> str:
    """A moment of the library (ISO 8601, UTC) as the people at this machine read it: 2024-03-05 14:07. Anything else as it is."""
    try:
        return datetime.fromisoformat(iso).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return iso
