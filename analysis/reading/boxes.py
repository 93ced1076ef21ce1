"""Pieces of lines with their places on a page, and what is asked of them: which stand on one line, where white stripes part them."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

#: A gap between columns is at least this many letter heights wide; a gap inside a line is narrower.
GUTTER = 0.75
#: A comma or a full stop at a line's end may hang into the gap beside the column by this much of its height.
HANGING = 0.6
CLOSING = "，。、；：！？”’）》"


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of a line: `left` to `right`, `bottom` to `top` in points, y upwards, and the height of its letters."""

    left: float
    bottom: float
    right: float
    top: float
    text: str
    size: float

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    @property
    def width(self) -> float:
        return self.right - self.left


def columns(boxes: Sequence[Box]) -> list[list[Box]]:
    """The boxes left to right, cut at every white stripe from top to bottom; empty when there is none."""
    stripe = GUTTER * median(box.size for box in boxes)
    parts: list[list[Box]] = []
    right = 0.0
    for box in sorted(boxes, key=lambda box: (box.left, -box.top)):
        if not parts or box.left - right >= stripe:
            parts.append([])
            right = box.right
        parts[-1].append(box)
        right = max(right, box.right - (HANGING * box.size if box.text[-1] in CLOSING else 0.0))
    return parts if len(parts) > 1 else []


def rows(boxes: Sequence[Box]) -> list[list[Box]]:
    """The boxes top to bottom, those together that stand at one height, left to right."""
    found: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: -box.middle):
        if found and abs(found[-1][0].middle - box.middle) < 0.5 * max(box.size, found[-1][0].size):
            found[-1].append(box)
        else:
            found.append([box])
    return [sorted(row, key=lambda box: box.left) for row in found]
