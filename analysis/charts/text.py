"""Words on a picture: escaping, width in pixels, wrapping and cutting.

The server knows neither the window nor the font. Widths are those of Noto Sans CJK SC, in ems; 微软雅黑 and 苹方 are as wide or
narrower, so that what fits by this table fits everywhere.
"""

import html
import unicodedata
from collections.abc import Iterator, Sequence

#: Left, lower, right, upper edge in pixels.
Box = tuple[float, float, float, float]

_NARROW = {
    " ": 0.25,
    ".": 0.3,
    ",": 0.3,
    ":": 0.3,
    ";": 0.3,
    "'": 0.3,
    "!": 0.33,
    "|": 0.3,
    "-": 0.36,
    "(": 0.36,
    ")": 0.36,
    "i": 0.3,
    "l": 0.3,
    "I": 0.33,
}
_WIDE = {"%": 0.94, "M": 0.84, "W": 0.9, "m": 0.95, "w": 0.82, "@": 0.95}

#: Marks that must not begin a line, and marks that must not end one.
_CLOSING = "，。、；：！？）》」』】〉”’…—·%％"
_OPENING = "（《「『【〈“‘"


def escape(words: str) -> str:
    """Text for an annotation, a tick or a hover label, which plotly reads as markup: `& < >` and `$` lose their meaning.

    Line feeds and control characters become spaces; quotation marks stay, for plotly would print their entity.
    """
    clean = "".join(" " if unicodedata.category(character) in {"Cc", "Cf"} else character for character in words)
    return html.escape(" ".join(clean.split()), quote=False).replace("$", "&#36;")


def width(words: str, size: float, *, bold: bool = False) -> float:
    """Width in pixels of `words` in letters of `size` pixels."""
    ems = sum(_ems(character) for character in words)
    return ems * size * (1.04 if bold else 1.0)


def _ems(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if unicodedata.combining(character):
        return 0.0
    if character in _NARROW:
        return _NARROW[character]
    return _WIDE.get(character, 0.66 if character.isupper() else 0.57)


def cut(words: str, room: float, size: float, *, bold: bool = False) -> str:
    """`words` as they are if they fit into `room` pixels, else their beginning and …"""
    if width(words, size, bold=bold) <= room:
        return words
    kept = words
    while kept and width(kept + "…", size, bold=bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _pieces(words: str) -> Iterator[str]:
    """Smallest stretches that stay together: a Latin word or number, or one character with the marks that cling to it."""
    piece = ""
    for character in words:
        plain = character.isascii() and not character.isspace()
        joined = piece and ((piece[-1].isascii() and not piece[-1].isspace()) or piece[-1] == "—")
        clings = piece and (character in _CLOSING or piece[-1] in _OPENING or (plain and joined))
        if piece and not clings:
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def wrap(words: str, room: float, size: float, *, lines: int = 9, bold: bool = False) -> list[str]:
    """`words` in lines of at most `room` pixels, at most `lines` of them; what is left over is cut with ….

    No line begins with a closing mark or ends with an opening one, and numbers are not torn, as long as they fit a line.
    """
    done: list[str] = []
    line = ""
    for piece in _pieces(" ".join(words.split())):
        if line and width((line + piece).rstrip(), size, bold=bold) > room:
            at = _pause(line)
            done.append(line[:at].rstrip())
            line = line[at:].lstrip()
        line += piece.lstrip() if not line else piece
        while width(line.rstrip(), size, bold=bold) > room and len(line) > 1:
            head = _fitting(line, room, size, bold=bold)
            done.append(line[:head])
            line = line[head:]
    if line.strip():
        done.append(line.rstrip())
    if len(done) > lines:
        done = [*done[: lines - 1], cut("".join(done[lines - 1 :]), room, size, bold=bold)]
    return done


def _pause(line: str) -> int:
    """Where a full line is best broken: after its last clause mark, when that leaves it two thirds full, else at its end."""
    last = max(line.rfind(mark) for mark in "；。，：、") + 1
    return last if 3 * last >= 2 * len(line) else len(line)


def _fitting(words: str, room: float, size: float, *, bold: bool) -> int:
    """How many characters of `words` fit into `room`, at least one."""
    count = 1
    while count < len(words) and width(words[: count + 1], size, bold=bold) <= room:
        count += 1
    return count


def years_together(years: int) -> str:
    """四年合计: what stands beside a figure of several years."""
    numerals = "零一二三四五六七八九十"
    return f"{numerals[years] if years <= 10 else years}年合计"


def first_free(
    spots: Sequence[tuple[int, int, str]], point: tuple[float, float], size: tuple[float, float], boxes: list[Box]
) -> tuple[int, int, str]:
    """The first spot (dx, dy, anchor) beside a point where a label of `size` meets no box, else the one that meets fewest.

    The label's own box is added to `boxes`, so that the next label keeps away from it. y runs upwards.
    """
    counted = []
    for order, (dx, dy, anchor) in enumerate(spots):
        left = point[0] + dx - {"left": 0.0, "right": size[0], "center": size[0] / 2}[anchor]
        box = (left, point[1] + dy - size[1] / 2, left + size[0], point[1] + dy + size[1] / 2)
        counted.append((sum(meets(box, other) for other in boxes), order, box))
    _, order, box = min(counted)
    boxes.append(box)
    return spots[order]


def meets(a: Box, b: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
