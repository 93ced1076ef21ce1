"""The sentence a figure stands in, cut round the number, as every page and every export quotes it."""

from dataclasses import dataclass

from analysis.report import Figure, Repaired

SENTENCE_ENDS = "。！？；!?;\n"
CLAUSE_ENDS = SENTENCE_ENDS + "，、,"
ROOM = 110  # characters quoted on either side of the number at most; a longer sentence is cut at a comma


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence: what stands before the number, the number with its unit, what follows; and the heading it stands under."""

    before: str
    number: str
    after: str
    heading: str
    start: int

    @property
    def text(self) -> str:
        return self.before + self.number + self.after


def excerpt(repaired: Repaired, figure: Figure) -> Excerpt:
    """The sentence of a figure. Its unit, where it follows the number, belongs to the marked part."""
    return around(repaired, figure.start, figure.end, unit=figure.unit)


def around(repaired: Repaired, start: int, end: int, *, unit: str = "") -> Excerpt:
    """The sentence round `[start, end)` of the repaired text, within its block, with …… where it was cut."""
    text, block = repaired.text, repaired.block_at(start)
    low, high = (block.start, block.end) if block else (0, len(text))
    tail = text[end:high]
    shift = len(tail) - len(tail.lstrip())
    if unit and tail.lstrip().startswith(unit):
        end += shift + len(unit)
    first, last = start, end
    while first > low and text[first - 1] not in SENTENCE_ENDS:
        first -= 1
    while last < high and text[last] not in SENTENCE_ENDS:
        last += 1
    last = min(last + 1, high)
    head, foot = text[first:start], text[end:last]
    return Excerpt(_shorten_left(head), text[start:end], _shorten_right(foot), repaired.heading_at(start), start)


def _shorten_left(head: str) -> str:
    if len(head) <= ROOM:
        return head
    kept = head[-ROOM:]
    cut = min((kept.find(mark) for mark in CLAUSE_ENDS if mark in kept), default=-1)
    return "……" + kept[cut + 1 :]


def _shorten_right(foot: str) -> str:
    if len(foot) <= ROOM:
        return foot
    kept = foot[:ROOM]
    cut = max(kept.rfind(mark) for mark in CLAUSE_ENDS)
    return (kept[:cut] if cut > 0 else kept) + "……"
