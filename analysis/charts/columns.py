"""Value columns at the right of a ruler chart: heads in the colours of the places, values as the report writes them."""

from collections.abc import Sequence

from analysis.charts import look
from analysis.charts.frame import Canvas
from analysis.charts.look import Side
from analysis.charts.text import cut, width

#: Left edge of the first value column, in pixels from the plot's right edge, and the room in it.
FIRST, ROOM = 16, 62
#: Right edge of the second one.
LAST = 168


def second(sides: Sequence[Side]) -> int:
    """Left edge of the second value column; a little further right when the first head names a place and a year."""
    return 82 if not sides or len(sides) > 2 or width(sides[0].short, 13, bold=True) <= 52 else 88


def split_head(side: Side, room: float, *, size: float = 13) -> list[str]:
    """A head on one line if it fits, else place over year."""
    if width(side.short, size, bold=True) <= room:
        return [side.short]
    place, _, year = side.short.rpartition(" ")
    if width(year, size, bold=True) > room and "—" in year:
        year = year[2:]  # 18—21 where 2018—21 is too wide
    return [cut(part, room, size, bold=True) for part in (place, year) if part]


def heads(canvas: Canvas | None, sides: Sequence[Side]) -> int:
    """Write the heads of the value columns, lower edge just above the first row; returns the pixels beyond one line they need."""
    split = [split_head(side, ROOM) for side in sides]
    extra = 16 * (max((len(lines) for lines in split), default=1) - 1)
    if canvas is None:
        return extra
    size = 14 if all(width(line, 14, bold=True) <= ROOM - 8 for lines in split for line in lines) else 13
    for x, side, lines in zip((FIRST, second(sides)), sides, split, strict=False):
        for number, line in enumerate(reversed(lines)):
            canvas.words([(line, side.letters, True)], 1, 1, dx=x, dy=13 + 16 * number, size=size, yref="paper")
    return extra


def value_cell(canvas: Canvas, sides: Sequence[Side], index: int, *, texts: tuple[str, ...], y: float, percent: bool) -> None:
    """The value of a side beside its row: 90余, 6／9, or 未提及. Three and four sides stand two by two, each behind its symbol."""
    words = "／".join(text.replace("%", "") if percent else text for text in texts) or look.ABSENT
    many = len(sides) > 2
    column = index % 2 if many else index
    dx, dy = (FIRST, second(sides))[column], 22 - 21 * (index // 2 if many else 0)
    room = ROOM if column == 0 else LAST - dx
    if many:
        canvas.symbol(sides[index], 1, y, dx=dx + 5, dy=dy, size=9)
        dx, room = dx + 14, room - 14
    if not texts:
        canvas.words([(words, look.MUTED, False)], 1, y, dx=dx, dy=dy, size=look.LABEL if width(words, look.LABEL) <= room else 13)
        return
    size = next((size for size in (15, 14, 13, 12) if width(words, size, bold=True) <= room), 12)
    canvas.words([(cut(words, room, size, bold=True), look.INK, True)], 1, y, dx=dx, dy=dy, size=size)
