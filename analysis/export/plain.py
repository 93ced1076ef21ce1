"""Words of reports on their way into a file: no control characters, no formulas, no lines that never end."""

import re
import unicodedata
from itertools import pairwise

#: First characters that make a spreadsheet read a cell as a formula (OWASP's list, with the full-width forms).
FORMULA = "=+-@\t\r\n＝＋－＠"

#: Places where a long line may be cut without harm.
_BREAKS = "，。、；：！？）》」』】”’…—·,;:!?) "

_WHITE = re.compile(r"[ \t]{2,}")


def clean(text: object, *, lines: bool = False) -> str:
    """`text` without characters that Office files cannot hold or that turn words round.

    Control characters become spaces (line feeds stay with `lines`); direction marks, zero-width characters, surrogates and
    noncharacters go. The joiner inside an emoji stays. Characters beyond the BMP (𠮷) stay.
    """
    made = []
    for character in str(text).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n"):
        category = unicodedata.category(character)
        if character == "\n" and lines:
            made.append(character)
        elif category == "Cc":
            made.append(" ")
        elif category in {"Cs", "Cn"} or (category == "Cf" and character != "\u200d"):
            # Unassigned code points are newer than our tables, or noncharacters; only the latter are refused by XML.
            made.append(character if category == "Cn" and not _noncharacter(character) else "")
        else:
            made.append(character)
    return _WHITE.sub(" ", "".join(made)).strip()


def _noncharacter(character: str) -> bool:
    code = ord(character)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` characters; a longer one ends in …, at a mark of the last third where there is one."""
    if len(text) <= limit:
        return text
    kept = text[: max(1, limit - 1)]
    last = max((kept.rfind(mark) for mark in _BREAKS), default=-1)
    if last >= len(kept) * 2 // 3:
        kept = kept[:last]
    return kept.rstrip(_BREAKS) + "…"


def around(quote: str, number: str, limit: int) -> str:
    """`quote` in at most `limit` characters, the number in it kept in sight; what is left out is …"""
    if len(quote) <= limit:
        return quote
    place = quote.find(number) if number else -1
    if place < 0 or place + len(number) < limit * 2 // 3:
        return shorten(quote, limit)
    start = place - limit // 2
    return "…" + shorten(quote[start:].lstrip(_BREAKS), limit - 1)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might compute `text` instead of showing it."""
    return text[:1] in FORMULA if text[:1] else False


def unspreadsheet(text: str) -> str:
    """`text` for a CSV cell: an apostrophe before what might be read as a formula, also behind leading white space."""
    return "'" + text if is_formula(text) or is_formula(text.lstrip()) else text


def chinese_date(year: int, month: int, day: int) -> str:
    """2026年11月20日, as official documents write it."""
    return f"{year}年{month}月{day}日"


def plain_number(value: float) -> str:
    """A number in digits: whole ones without a point, others with at most two decimals, tiny ones with two that count."""
    if value == round(value):
        return str(round(value))
    return f"{value:.2g}" if abs(value) < 0.01 else f"{value:.2f}".rstrip("0").rstrip(".")


_DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """1–99 in Chinese numerals, as headings count; larger ones in digits."""
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


#: After these a title may be broken: the words before them belong together.
_PAUSES = "，、：；。！？的与和及年）》”」 "


def balanced(title: str, most: int) -> str:
    """`title` with line feeds, in about equal lines of at most `most` Chinese characters, broken at a pause if one is near."""
    wide = [0.5 if letter.isascii() else 1.0 for letter in title]
    total = sum(wide)
    lines = -(-int(total + 0.99) // most)
    if lines < 2:
        return title
    cuts: list[int] = []
    for line in range(1, lines):
        goal, reach = total * line / lines, most * line
        before = [sum(wide[:place]) for place in range(len(title))]
        places = [place for place in range(1, len(title)) if before[place] <= reach and _breakable(title, place)]
        if places:
            cuts.append(min(places, key=lambda place: abs(before[place] - goal) - (3 if title[place - 1] in _PAUSES else 0)))
    edges = [0, *sorted(set(cuts)), len(title)]
    return "\n".join(title[start:end].strip() for start, end in pairwise(edges))


def _breakable(title: str, place: int) -> bool:
    """Not within a number or a Latin word, not before a closing mark, a unit of time or after an opening mark."""
    before, after = title[place - 1], title[place]
    glued = before.isascii() and after.isascii() and not before.isspace()
    return not (glued or after.isspace() or after in _BREAKS + "年月日" or before in "（《「『【“‘")
