"""The source as marked lines: cleaned, measured, gathered into runs of lines that stand without a blank line between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import regex

from analysis.joins import cuts_word
from analysis.repair.captions import Captions
from analysis.repair.characters import CharacterRepair, close_letter_spacing, drop_emphasis, drop_invisible, single_print
from analysis.repair.marks import CLOSERS, CONTINUED, CREDIT, LINE_END, Mark, ends_sentence, is_phrase, mark_of, width
from analysis.repair.piece import Piece
from analysis.repair.tally import Tally

#: A caption or a credit that shares its line with another caption: 。 and a gap between them.
SHARED_LINE = regex.compile(r"(?<=[。）)])[ \t　]++(?=\S)")

CONTINUED_END = regex.compile(f"(?:{CONTINUED.pattern})$")
UNPARTED = regex.compile(rf"[“‘（《「]*+(?:[\w.%-]++|.)[{CLOSERS}，。、；：！？…]*+", regex.ASCII)

#: Repairs inside a line, in this order, with the names a user sees.
LINE_REPAIRS: tuple[tuple[str, CharacterRepair], ...] = (
    ("不可见字符", drop_invisible),
    ("标题标记", drop_emphasis),
    ("字间空格", close_letter_spacing),
    ("重影文字", single_print),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line without white space at its ends. `gap`: blank lines before it. `indent`: width of the white space before it."""

    piece: Piece
    indent: float
    gap: int
    blank: bool  # a blank line stands before it in the source, usual or not
    page: bool  # a page of the source begins here
    mark: Mark
    width: float
    ends: bool  # ends where a sentence may end
    phrase: bool  # has no mark that divides sentences

    @property
    def text(self) -> str:
        return self.piece.text

    @property
    def extent(self) -> float:
        """Where the line ends, counted from the left edge of the text."""
        return self.indent + self.width

    @property
    def opening(self) -> str:
        """What cannot be parted at the line's beginning: a number, a word, a character with the marks after it."""
        match = UNPARTED.match(self.text)
        return match.group() if match else ""

    @property
    def token(self) -> float:
        """Width of `opening`."""
        return width(self.opening)


@dataclass(slots=True)
class Run:
    """Lines `[first, last)` without a blank line between them; `width` is the widest, `wrapped` whether sentences run over line ends."""

    first: int
    last: int
    width: float = 0.0
    wrapped: bool = False
    caption: bool = False
    indent: float = 0.0  # of the line with the least
    first_indented: bool = False  # some lines have more of it, as first lines of paragraphs do
    short: Sequence[bool] = ()  # by line, whether it ends short of the right edge; empty where the lines keep none
    opens: Sequence[bool] = ()  # by line, whether it ends as early as first lines of paragraphs do that lost their indent
    lines: list[Line] = field(default_factory=list)

    def room_before(self, place: int) -> float:
        """Width of the column that ends at the line `place`: the widest of it and the three lines above: columns change within a run."""
        return max(line.extent for line in self.lines[max(0, place - 3) : place + 1])

    def room_after(self, place: int) -> float:
        """Width of the column that begins at the line `place`: the widest of it and the three lines below."""
        return max(line.extent for line in self.lines[place : place + 4])


def source_lines(text: str, start: int) -> Iterator[tuple[int, int, bool]]:
    """(begin, end, whether a form feed stands before it) of every line of `text` from `start` on."""
    begin, page = start, False
    for match in LINE_END.finditer(text, start):
        yield begin, match.start(), page
        begin, page = match.end(), match.group() == "\x0c"
    yield begin, len(text), page


def read_lines(text: str, start: int, tally: Tally, is_caption: Captions) -> list[Line]:
    """The lines of `text` that are not blank, repaired one by one. Gaps are counted from the usual gap of the text."""
    found: list[Line] = []
    gap, page = 0, False
    for begin, end, new_page in source_lines(text, start):
        page = page or new_page
        piece = Piece(text[begin:end], range(begin, end))
        for kind, repair in LINE_REPAIRS:
            repaired = repair(piece)
            if repaired is not piece:
                tally.add(kind, piece.text.strip(), repaired.text.strip())
                piece = repaired
        body = piece.strip()
        if not body:
            gap += 1
            continue
        indent = width(piece.text[: len(piece.text) - len(piece.text.lstrip())].replace("\t", "　　"))
        for part in split_line(body, is_caption):
            mark = mark_of(part.text)
            found.append(Line(part, indent, gap, gap > 0, page, mark, width(part.text), ends_sentence(part.text), is_phrase(part.text)))
            gap, page = 0, False
    return _without_usual_gap(found)


def split_line(piece: Piece, is_caption: Captions) -> list[Piece]:
    """（上接第一版） and （下转第四版） at the ends of a line for themselves; so too two captions, or a caption and a credit, that
    share a line. Every other line whole."""
    if "版" in piece.text:
        for match in (CONTINUED.match(piece.text), CONTINUED_END.search(piece.text, max(0, len(piece) - 30))):
            if match and match.group()[-1] in "）)】]" and len(match.group()) < len(piece):
                left, right = piece.part(0, match.start()).strip(), piece.part(match.end(), len(piece)).strip()
                mark = [piece.part(*match.span())]
                return [*(split_line(left, is_caption) if left else []), *mark, *(split_line(right, is_caption) if right else [])]
    return _split_captions(piece, is_caption)


def _split_captions(piece: Piece, is_caption: Captions) -> list[Piece]:
    if len(piece) > 160 or "。" not in piece.text:
        return [piece]
    edges = [match.span() for match in SHARED_LINE.finditer(piece.text)]
    if not edges:
        return [piece]
    starts = [0, *(end for _, end in edges)]
    ends = [*(begin for begin, _ in edges), len(piece)]
    parts = [piece.part(begin, end) for begin, end in zip(starts, ends, strict=True)]
    apart = [bool(CREDIT.fullmatch(part.text)) or is_caption(part.text) for part in parts]
    if all(apart) or (len(parts) == 2 and CREDIT.fullmatch(parts[1].text)):
        return parts
    return [piece]


def _without_usual_gap(lines: list[Line]) -> list[Line]:
    """In a text with a blank line after nearly every line, that blank line says nothing: it is taken off every gap."""
    gaps = [line.gap for line in lines[1:]]
    if not gaps or sum(gap == 0 for gap in gaps) > 0.05 * len(gaps):
        return lines
    usual = min(gap for gap in gaps if gap)
    return [replace(line, gap=max(0, line.gap - usual)) for line in lines]


def gather(lines: Sequence[Line], is_caption: Captions) -> list[Run]:
    """Runs of lines without a gap, each with its width, whether it is wrapped, and whether it is one caption."""
    runs: list[Run] = []
    for index, line in enumerate(lines):
        if line.gap or line.page or not runs:
            runs.append(Run(index, index))
        runs[-1].last = index + 1
        runs[-1].lines.append(line)
    for run in runs:
        body = [line for line in run.lines if line.mark in ("text", "number", "item")]
        run.indent = min(line.indent for line in run.lines)
        run.first_indented = any(line.indent >= run.indent + 1.5 and not line.phrase for line in run.lines)
        run.width = max((line.width for line in body), default=0.0)
        run.wrapped = _is_wrapped(body, run.width)
        run.caption = len(run.lines) <= 3 and is_caption("".join(line.text for line in run.lines))
    for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
        run.caption = run.caption or _cuts_sentence(before, run, after, is_caption)
    sure = sorted(run.width for run in runs if run.wrapped)
    for run in runs:
        run.wrapped = run.wrapped or (len(run.lines) > 1 and _near(run.width, sure))
    return runs


def _is_wrapped(body: Sequence[Line], widest: float) -> bool:
    """Whether sentences of a run go on after a line's end: a line as wide as the run ends with neither a mark nor as a heading does.

    Lines that all end with a mark are verse or a list; lines of fewer than twelve characters are verse.
    """
    return widest >= 12 and any(
        line.width >= 0.7 * widest and not line.phrase and (line.text[-1].isalnum() or line.text[-1] in "、“（《") for line in body[:-1]
    )


def _cuts_sentence(before: Run, run: Run, after: Run, is_caption: Captions) -> bool:
    """Whether a short run that reads like a caption stands between a line in mid-sentence and one that may go on from it."""
    last, first = before.lines[-1], after.lines[0]
    return (
        before.wrapped
        and after.wrapped
        and not last.ends
        and (len(before.lines) > 1 or not last.phrase)
        and last.mark == first.mark == "text"
        and len(run.lines) <= 3
        and is_caption.between("".join(line.text for line in run.lines))
        and not cuts_word(last.text, run.lines[0].text)
    )


def _near(value: float, widths: Sequence[float]) -> bool:
    return any(abs(value - other) <= 2 for other in widths)
