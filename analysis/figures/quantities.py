"""The grammar of quantities: folded text -> numbers with value, bound, unit and span. It knows writing, not meaning.

Reads Arabic and Chinese numerals, 万 and 亿, decimals, thousands commas, ranges (3至5次), qualifiers before and after
(近 约 超 余 多 以上 左右 不少于), measure words of units.tsv longest first, percentages in digits and in words. What is written like a
quantity and is none (第十辑, 十二届二次会议, “六个一”, 1+3+7+N) is consumed by the alternatives that stand before it in the one pattern.

Linear time: every repeat is bounded or possessive, and no number is tried from its middle. The pattern runs on `re`, which has possessive
repeats since Python 3.11 and takes a third of the time that `regex` takes for it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from analysis.reference import rows
from analysis.report import Bound, CatalogueError

UNIT_COLUMNS = ("unit", "kind", "not_before", "small")
UNIT_KINDS = ("event", "count", "people", "measure", "words", "money", "rate")

NUMERALS = "零〇一二三四五六七八九十百千万亿两廿卅"
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "廿": 20, "卅": 30, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_BARE = frozenset("百千万亿")


_FREE = 11  # so many groups of the grammar are empty in a plain number with its unit


def _each(bound: Bound, *words: str) -> dict[str, Bound]:
    return dict.fromkeys(words, bound)


#: Qualifiers and what they say about the value; the first ones stand before the number, the others behind it.
BEFORE: Mapping[str, Bound] = {
    **_each("about", "约", "大约", "大概"),
    **_each("below", "近", "将近", "接近", "不足", "不到", "不超过"),
    **_each("at_least", "超", "超过", "逾", "突破", "不少于", "不低于", "不下", "不下于", "至少", "上", "成", "过"),
}
BEHIND: Mapping[str, Bound] = {
    **_each("at_least", "以上", "余", "多", "几"),
    **_each("below", "以下", "以内"),
    **_each("about", "左右", "上下", "来"),
    "之多": "exact",
}

#: Written like quantities, but names: quotations, titles, sessions, ordinals, formulas, clock times, telephone numbers, codes.
NAMES = r"""
    (?=[“‘《"A-Za-z])(?:“[^“”\n]{1,40}”|‘[^‘’\n]{1,40}’|《[^《》\n]{1,60}》|"[^"\n]{1,30}"|[A-Za-z]\d{1,6}+)
    |(?=[第届\d零一二三四五六七八九十])(?:第?[\d零一二三四五六七八九十]{1,4}+)?届[^,。;“《\d]{0,10}?[一二三四五六七八九十]{1,3}+次(?=全体|全会|会议|常委|主席|党组|党代会|党员代表|人代会)
    |第[\d零一二三四五六七八九十百千两]{1,6}+(?:[、和至到~-]第?[\d零一二三四五六七八九十百千两]{1,6}+)*+(?:个|届|次|批|期|辑|版|场|轮|季|号|集|卷|部|名|位|条|项|讲|课|站|家)?
    |(?<!\d)(?=\d)(?:\d{1,4}(?:\+[\dA-Za-z一-鿿]{1,6}){1,8}+|\d{3,4}-\d{7,8}(?!\d)|\d{1,2}:\d{2}(?!\d)|\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?)
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """A measure word. kind: one of UNIT_KINDS. not_before: words that must not follow. small: yes, no, noun or digits (see units.tsv)."""

    name: str
    kind: str
    not_before: tuple[str, ...]
    small: str


@dataclass(slots=True)
class Quantity:
    """A number with its unit, offsets in the text that was scanned. Not frozen: a slot is read three times as fast as a tuple's field,
    and each of these is read some forty times.

    start, end: the number with its qualifier (90余, 95%以上); unit_start, unit_end: the measure word as written; stop: where the words
    behind the quantity begin. unit is folded: money is 元, percentages %. upper: far end of a range, else None.
    form: arabic, chinese, small (one Chinese numeral from 二 to 十) or one (a Chinese 一, most often generic).
    left, right: edges of the clause that holds it, told by `Sentence.place`.
    """

    value: float
    upper: float | None
    bound: Bound
    unit: str
    kind: str
    form: str
    start: int
    end: int
    unit_start: int
    unit_end: int
    stop: int
    left: int = field(default=0, compare=False)
    right: int = field(default=0, compare=False)


@cache
def load_units() -> Mapping[str, Unit]:
    """Measure words of units.tsv by name, in the file's order. Raises CatalogueError with line and reason."""
    found: dict[str, Unit] = {}
    for line, row in rows("units.tsv", UNIT_COLUMNS):
        name, kind, small = row["unit"], row["kind"], row["small"]
        if kind not in UNIT_KINDS:
            raise CatalogueError(f"量词表 units.tsv 第 {line} 行：类别“{kind}”应为 {'、'.join(UNIT_KINDS)} 之一，请改正。", "E140")
        if small not in ("yes", "no", "noun", "digits"):
            raise CatalogueError(f"量词表 units.tsv 第 {line} 行：small 应为 yes、no、noun 或 digits，现为“{small}”，请改正。", "E140")
        if name in found:
            raise CatalogueError(f"量词表 units.tsv 第 {line} 行：量词“{name}”重复，请删去一行。", "E140")
        found[name] = Unit(name, kind, tuple(part for part in row["not_before"].split("|") if part not in ("", "-")), small)
    return found


def choice(words: Iterable[str]) -> str:
    """Alternatives of a pattern, longest first, so that 人次 is tried before 人."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def _unit_choice(units: Mapping[str, Unit]) -> str:
    """Measure words by their first character (so that 人 is looked at once for 人次 and 人), longest first, the common ones of the file
    first, each with the words that must not follow it."""
    heads: dict[str, list[Unit]] = {}
    for unit in units.values():
        heads.setdefault(unit.name[0], []).append(unit)
    parts = []
    for head, members in heads.items():
        ends = [re.escape(unit.name[1:]) + _unless(unit.not_before) for unit in sorted(members, key=lambda unit: -len(unit.name))]
        parts.append(re.escape(head) + (ends[0] if len(ends) == 1 else f"(?:{'|'.join(ends)})"))
    return f"(?=[{''.join(re.escape(head) for head in heads)}])(?:{'|'.join(parts)})"


def _unless(words: Sequence[str]) -> str:
    """A look-ahead against words, the single characters as one class."""
    single = "".join(re.escape(word) for word in words if len(word) == 1)
    parts = ([f"[{single}]"] if single else []) + (
        [choice(word for word in words if len(word) > 1)] if any(len(word) > 1 for word in words) else []
    )
    return f"(?!{'|'.join(parts)})" if parts else ""


@cache
def grammar() -> re.Pattern[str]:
    """The one pattern of names and quantities. A name matches without the group `u` or `p`; see `_read` for the groups."""
    arabic = r"(?:[1-9]\d{0,2}(?:,\d{3}){1,3}+(?![\d,])|\d{1,12}+(?!\d))(?:\.\d{1,6}+)?+"
    chinese = rf"[数几]?+[{NUMERALS}]{{1,16}}+(?:几|点[零〇一二三四五六七八九]{{1,4}}+)?+"
    either = f"(?:{arabic}|{chinese})"
    return re.compile(
        rf"""(?=[“‘《"第届\dA-Za-z数几{NUMERALS}约大将接不至超逾近上成过突])(?:
        {NAMES}
        |(?P<pre>(?<![节预签履邀违条合公契大])(?:大约|约)|大概|将近|接近|不足|不到|不超过|不少于|不低于|不下于|不下|至少|超过|(?<![赶反])超|逾|突破
            |(?<![最附就亲靠])近|(?<![以向])上(?=[百千万亿])|成(?=[百千万亿])|过(?=[百千万亿]))?+\ ?+
         (?:百分之(?P<p>{either})
           |(?<![\d.A-Za-z+/·{NUMERALS}第初老之周])(?<!第\ )(?<!\d:)(?P<n>{either})(?P<s>[十百千万亿]{{1,2}}+)?+
            (?:[-—~]{{1,2}}+(?P<r1>{either})|[至到](?P<r2>{either}))?+
            (?:(?P<n2>\d{{1,4}}+)(?P<s3>[百千]?万|[百千]))?+
            \ ?+(?P<a>余|多(?!次)|几(?=[十百千万亿个])|来(?=[个条次件场名人户]))?+(?P<s2>[十百千万亿]{{1,2}}+)?+(?P<a2>余|多)?+\ ?+
            (?:农(?=户))?+(?P<u>{_unit_choice(load_units())})(?:\([次条份张件个篇期人名批场]{{1,2}}\))?+)
         (?P<post>以上|以下|以内|左右|上下|之多)?+)""",
        re.VERBOSE,
    )


def scan(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """Quantities of the folded `text` in [start, end), in text order; names and bare 百 千 万 (千家万户) are left out."""
    matches = grammar().finditer(text, start, len(text) if end is None else end)
    return [quantity for match in matches if match.lastgroup and (quantity := _read(match))]  # a name sets no group


def _read(match: "re.Match[str]") -> Quantity | None:
    """The quantity of a match: groups pre, p (百分之) or n with its scales, then unit and post. None for an idiom."""
    groups = match.groups()
    before, percent, body, scale, far, far2, rest, scale3, more, scale2, more2, unit, post = groups
    if percent:
        value, upper, vague = number(percent)
        start, stop = match.start("pre") if before else match.start("p") - 3, match.end()
        return Quantity(
            value, upper, _bound(before, post or vague), "%", "rate", "arabic", start, stop, match.end("p"), match.end("p"), stop
        )
    if body is None:  # a qualifier that belongs to nothing
        return None
    known = load_units()[unit]
    name = "百分点" if unit == "个百分点" else unit
    unit_start, unit_end = match.span("u")
    end = match.end() if unit == "%" else unit_start - (match.string[unit_start - 1] in " 农")
    if groups.count(None) == (_FREE - 1 if post else _FREE) and body.isdecimal():  # 42件: most of all
        bound: Bound = BEHIND[post] if post else "exact"
        return Quantity(int(body), None, bound, name, known.kind, "arabic", match.start("n"), end, unit_start, unit_end, match.end())
    loose = more or more2
    if body[0] in _BARE and not (before or loose) and (body[0] == "万" or _BARE.issuperset(body)):  # 千万户; 万三, a person's name
        return None
    value, upper, vague = number(body)
    if far or far2:
        value, upper, vague = value * _factor(scale or scale2), number(far or far2)[0] * _factor(scale2 or scale), None
        upper = upper if upper > value else None
    elif scale or scale2 or rest:
        factor = _factor(scale) * _factor(scale2)
        value = value * factor + int(rest or 0) * _factor(scale3)
        upper = None if upper is None else upper * factor
    return Quantity(
        value, upper, _bound(before, post or loose or vague), name, known.kind,
        _form(body, loose or vague or upper, scale), match.start("pre" if before else "n"), end, unit_start, unit_end, match.end(),
    )  # fmt: skip


def _form(body: str, loose: object, scale: str | None) -> str:
    if body[0].isdecimal():
        return "arabic"
    if len(body) == 1 and not loose and not scale and body not in _BARE:
        return "one" if body == "一" else "small"
    return "chinese"


def _bound(before: str | None, behind: str | None) -> Bound:
    if before:
        return BEFORE[before]
    return BEHIND[behind] if behind else "exact"


def _factor(scale: str | None) -> int:
    factor = 1
    for character in scale or "":
        factor *= _SCALES[character]
    return factor


def number(text: str) -> tuple[float, float | None, str | None]:
    """Value, far end (三四十 → 30, 40) and vague mark (余 for 数十 and 十几) of an Arabic or a Chinese numeral."""
    if text[0].isdecimal():
        plain = text.replace(",", "")
        return (float(plain) if "." in plain else int(plain)), None, None
    if text[0] in "数几":
        return float(_whole(text[1:].rstrip("几"))), None, "余"
    if text[-1] == "几":
        return float(_whole(text[:-1])), None, "余"
    whole, point, decimals = text.partition("点")
    if point:
        return _whole(whole) + int("".join(str(_DIGITS[character]) for character in decimals)) / 10 ** len(decimals), None, None
    return _neighbours(whole) or (_whole(whole), None, None)


def _neighbours(text: str) -> tuple[float, float, None] | None:
    """Two neighbouring digits mean a range: 五六 → 5–6, 三四十 → 30–40, 十五六 → 15–16."""
    for index in range(len(text) - 1):
        low, high = _DIGITS.get(text[index]), _DIGITS.get(text[index + 1])
        if low and high and high == low + 1:
            before, after = text[:index], text[index + 2 :]
            if any(character in _DIGITS for character in before + after):
                return None
            return _whole(before + text[index] + after), _whole(before + text[index + 1] + after), None
    return None


def _whole(text: str) -> int:
    """A Chinese whole number; digits without a scale are read one by one (二〇三五). 一百二 is read as 120."""
    if not any(character in _SCALES for character in text):
        return int("".join(str(_DIGITS[character]) for character in text) or "0")
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
            continue
        scale = _SCALES[character]
        if scale >= 10_000:
            total = total * scale if total and not section + digit else total + (section + digit or 1) * scale
            section = 0
        elif character in "廿卅":
            section += scale
        else:
            section += (digit or 1) * scale
        digit = 0
    last = _SCALES[text[-2]] if len(text) > 1 and text[-2] in "百千万" and digit else 1
    return total + section + digit * (last // 10 or 1)
