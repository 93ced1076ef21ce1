"""Lines become paragraphs: hard wraps are joined, and so are paragraphs that a column, a page or a caption has cut.

A line ends a paragraph when it ends a sentence short of the column's width, when it reads like a heading, or when the next line
begins something new. In a text of one paragraph a line nothing is joined, for none of its lines ends in mid-sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from analysis.joins import cuts_word
from analysis.repair.lines import Line, Run
from analysis.repair.marks import HAN, Mark
from analysis.repair.piece import Piece, join
from analysis.repair.tally import Tally

#: A line that begins with one of these goes on from the line before.
GOES_ON = frozenset("，。、；：！？”’）》」』】〕,;:!?)%％")
PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("‘", "’"), ("「", "」"))
#: Marks that stand for themselves and are never joined with the line before or after.
APART: frozenset[Mark] = frozenset({"markdown", "byline", "credit", "furniture", "table", "dots"})
#: What may stand between the two halves of a paragraph that a column or a page has cut.
BETWEEN: frozenset[Mark] = frozenset({"caption", "furniture", "credit"})
#: Between the halves of a paired heading: 强根铸魂 开创新局.
INNER_SPACE = regex.compile(rf"(?<=[{HAN}”’》]) ++(?=[{HAN}“‘《])")
#: The end of a subtitle or a report's name, after which nothing goes on.
WHOLE = regex.compile(r"(?:会议|大会|全会)上$|(?:综述|报告|答卷|纪实|总结|要点|回顾|安排|建议|任务|要求)(?:[（(][^（）()]{1,10}[）)])?$")
#: A paragraph that is cut in a text without hard wraps fills at least this many characters; a shorter line without an end is a heading.
LONG = 45


@dataclass(frozen=True, slots=True)
class Signs:
    """How this text parts its paragraphs: by indents, by blank lines."""

    indents: bool
    blank_lines: bool


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, and what later decisions about their kind need to know of them."""

    lines: list[Line]
    mark: Mark
    run_width: float
    wrapped: bool
    gap: int
    caption: bool = False
    balance: dict[str, int] = field(default_factory=dict)  # opened and not yet closed, by kind of bracket
    phrase: bool = True  # no line has a mark that divides sentences

    def __post_init__(self) -> None:
        for line in self.lines:
            self._note(line)

    def append(self, line: Line) -> None:
        """One more line."""
        self.lines.append(line)
        self._note(line)

    def _note(self, line: Line) -> None:
        self.phrase = self.phrase and line.phrase
        for left, right in PAIRS:
            self.balance[left] = self.balance.get(left, 0) + line.text.count(left) - line.text.count(right)

    @property
    def open(self) -> bool:
        """Whether a quotation, a bracket or a title is left open at the end."""
        return any(count > 0 for count in self.balance.values())

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    @property
    def piece(self) -> Piece:
        return join([line.piece for line in self.lines])

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def heading_like(self) -> bool:
        """One line that might be a heading, as far as it alone can say."""
        return len(self.lines) == 1 and (self.last.phrase or self.mark == "number") and not self.last.ends and not self.open


def paragraphs(runs: Sequence[Run], tally: Tally) -> list[Paragraph]:
    """The paragraphs of the runs, in their order; what stood between the halves of one paragraph comes after it."""
    found: list[Paragraph] = []
    current: Paragraph | None = None  # the paragraph that the next line of body text may go on
    signs = Signs(_indents(runs), _blank_lines_part(runs))
    for number, run in enumerate(runs):
        for place, line in enumerate(run.lines):
            between = run.caption or line.mark in BETWEEN
            previous = found[-1] if found else None
            if place and previous is not None and _same_run(previous, place, run, signs):
                tally.add("硬换行合并", f"{previous.last.text[-12:]}⏎{line.text[:12]}", previous.last.text[-12:] + line.text[:12])
                previous.append(line)
                continue
            cut = line.page or current is not previous
            if current is not None and not between and (place == 0 or current is not previous) and _goes_on(current, line, run, signs, cut):
                kind = "段落续接" if line.gap or line.page or current is not previous else "硬换行合并"
                tally.add(kind, f"{current.last.text[-12:]}⏎{line.text[:12]}", current.last.text[-12:] + line.text[:12])
                current.append(line)
                current.run_width, current.wrapped = max(current.run_width, run.width), current.wrapped or run.wrapped
                if current is not previous:  # what stood between stays after it, and the next line goes on here
                    found.remove(current)
                    found.append(current)
                continue
            paragraph = Paragraph([line], line.mark, run.width, run.wrapped, 1 if number and not place else line.gap, caption=run.caption)
            found.append(paragraph)
            if not between:
                current = paragraph if line.mark not in APART else None
    return found


def _indents(runs: Sequence[Run]) -> bool:
    """Whether the text marks the beginning of a paragraph by an indent: some lines have one of two characters, others none."""
    lines = [line for run in runs for line in run.lines]
    deep = sum(line.indent >= 1.5 for line in lines)
    return 0 < deep < 0.9 * len(lines)


def _blank_lines_part(runs: Sequence[Run]) -> bool:
    """Whether paragraphs are parted by blank lines alone: hardly a sentence inside a wrapped run ends short of the column's width."""
    ends = short = 0
    for run in runs:
        for place, line in enumerate(run.lines[:-1] if run.wrapped else ()):
            follows = run.lines[place + 1]
            if line.ends and line.mark == follows.mark == "text" and (follows.ends or not follows.phrase):
                ends += 1
                short += not _fills(line, follows, run.room_before(place), 0.85)
    return short <= 0.1 * ends


def _fills(before: Line, line: Line, room: float, share: float) -> bool:
    """Whether `before` fills its column, so that the first word of `line` had no place left in it."""
    return before.extent + line.token - 1 >= share * room


def _same_run(paragraph: Paragraph, place: int, run: Run, signs: Signs) -> bool:
    """Whether the line at `place` of the run goes on the paragraph that ends with the line directly above it."""
    before, line = paragraph.last, run.lines[place]
    if before.mark in APART or line.mark in APART or line.mark == "caption":
        return False
    if line.text[0] in GOES_ON:
        return True
    if line.indent >= run.indent + 1 and not (run.wrapped and paragraph.open and not before.ends):
        return False
    if run.caption or paragraph.mark == "caption":
        return not before.ends
    if before.ends or before.text[-1] in "：:":
        return run.wrapped and line.mark not in ("item", "number") and _sentence_fills(paragraph, place, run, signs)
    if paragraph.open:
        return run.wrapped or _tail(before, line, last=line is run.lines[-1])
    if before.phrase and len(paragraph.lines) == 1:
        return _wrapped_phrase(before, place, run)
    room = run.room_before(place - 1)
    if before.extent < 0.7 * room and paragraph.phrase:
        return False  # a heading of several lines
    if line.mark in ("item", "number") and before.extent < 0.85 * room:
        return False
    return run.wrapped and (len(paragraph.lines) > 1 or before.extent >= 0.7 * run.room_after(place - 1))


def _sentence_fills(paragraph: Paragraph, place: int, run: Run, signs: Signs) -> bool:
    """Whether a line that ends a sentence fills its column, so that the paragraph may go on. What parts paragraphs otherwise says
    how much of the column it has to fill: little where every paragraph has an indent, nearly all where nothing else parts them."""
    before, line = paragraph.last, run.lines[place]
    above = [other.extent for other in paragraph.lines[-4:]]
    room = max(run.room_before(place - 1), *above) if len(above) > 1 else run.room_after(place - 1)
    if signs.indents and run.first_indented:
        return _fills(before, line, room, 0.7)
    if signs.blank_lines:
        return _fills(before, line, room, 0.85)
    return len(paragraph.lines) > 1 and _fills(before, line, room, 0.94)


def _wrapped_phrase(before: Line, place: int, run: Run) -> bool:
    """Whether a first line without any dividing mark is the beginning of a sentence and not a heading."""
    line, room = run.lines[place], run.room_after(place - 1)
    if _tail(before, line, last=line is run.lines[-1]):
        return True
    if INNER_SPACE.search(before.text) or WHOLE.search(before.text) or line.mark in ("item", "number") or not run.wrapped:
        return False
    enough = 0.92 if before.mark == "number" else 0.75
    return before.extent >= enough * room or cuts_word(before.text, line.text)


def _tail(before: Line, line: Line, *, last: bool) -> bool:
    """Whether `line` is the short end of a sentence of two lines: last of its run, shorter, and ended by a mark."""
    return last and line.ends and before.width >= 12 and line.width <= before.width and line.mark == "text" and not before.ends


def _goes_on(paragraph: Paragraph, line: Line, run: Run, signs: Signs, cut: bool) -> bool:
    """Whether `line`, the first after a gap, a page end or a caption, goes on the paragraph. `cut`: the page shows that it was cut."""
    before = paragraph.last
    if line.mark not in ("text", "item") or paragraph.mark in APART or run.caption:
        return False
    if line.text[0] in GOES_ON:
        return not before.ends
    if before.ends or before.text[-1] in "：:—" or line.mark == "item" or (signs.indents and line.indent >= 1.5):
        return False
    full = before.extent >= 0.7 * min(paragraph.run_width, run.width) and before.width >= 12
    if paragraph.heading_like:
        wrapped = (paragraph.wrapped or run.wrapped) and full
        return wrapped and not INNER_SPACE.search(before.text) and not WHOLE.search(before.text) and cuts_word(before.text, line.text)
    if not (paragraph.wrapped or run.wrapped):
        return before.width >= LONG or paragraph.open or (cut and before.text[-1] in "，、,")
    return full
