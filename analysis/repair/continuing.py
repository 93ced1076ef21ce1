"""Whether a line goes on the paragraph above it: directly below it, and over a gap, the end of a page or a caption."""

import regex

from analysis.fold import fold
from analysis.joins import cuts_word
from analysis.repair.lines import Line, Run
from analysis.repair.marks import APART, GOES_ON, INNER_SPACE, WHOLE, numbered_level
from analysis.repair.paragraph import Paragraph
from analysis.repair.signs import Signs, fills

#: First words of paragraphs. Where a sentence begins with them, a paragraph does at least five times as often as not (folded text;
#: counted in three hundred government reports): who is addressed, a stretch of time, the change from praise to what is wanting.
OPENING = regex.compile(
    r"各位|同志们|现在,(?:我|请)|【|第[一二三四五六七八九十],"
    r"|(?:刚刚)?(?:过去|这|今后)的?[一二两三四五几]?(?:年|届)[,里来]|(?:[一二两三四五几]|多)年来,|\d{4}年,"
    r"|今年是|在(?:肯定|总结|看到)[^,。]{0,8}成绩|我们也清醒|与此同时,|同时,我们"
)
#: Characters with which no paragraph begins, and marks that a heading has at its end at most. The first sentence of a paragraph is
#: longer than so many characters; the end of a sentence that stands before its paragraph's others may be as short.
NEVER_FIRST = frozenset("的了着们")
INNER_END = regex.compile("[。！？；]")
NEAR = 8
#: A paragraph that is cut in a text without hard wraps fills at least this many characters; a shorter line without an end is a heading.
LONG = 45


def same_run(paragraph: Paragraph, place: int, run: Run, signs: Signs) -> bool:
    """Whether the line at `place` of the run goes on the paragraph that ends with the line directly above it."""
    before, line = paragraph.last, run.lines[place]
    if before.mark == "byline" and before.text[-1] in "，、," and line.mark == "text":  # to whom a paper goes, in several lines
        return True
    if before.mark in APART or line.mark in APART or line.mark == "caption":
        return False
    if line.text[0] in GOES_ON:
        return True
    if line.indent >= run.indent + 1 and not (run.wrapped and paragraph.open and not before.ends):
        return False
    if run.caption or paragraph.mark == "caption":
        long = len(paragraph.lines) > 2 and bool(run.short) and not run.short[place - 1]  # a paragraph behind a sign and no caption
        return not before.ends or long
    if run.short and not signs.blank_lines and not (signs.indents and run.first_indented):
        told = _by_edge(paragraph, place, run, signs)
        if told is not None:
            return told
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


def _by_edge(paragraph: Paragraph, place: int, run: Run, signs: Signs) -> bool | None:
    """What the right edge says where neither indents nor blank lines part the paragraphs; None when it says nothing.

    A line that ends short closes a paragraph. One that ends a sentence and fills the column may close one as well: it does when the
    next line is a heading or begins as first sentences of paragraphs do.
    """
    before, line = paragraph.last, run.lines[place]
    if run.short[place - 1]:
        return None if paragraph.open or _only_early(paragraph, run.room_before(place - 1)) else False
    headed = run.short[place] and not line.ends
    if headed and numbered_level(line.text) in signs.apart and before.text[-1] not in "，、,":
        return False
    if OPENING.match(fold(line.text)) and WHOLE.search(paragraph.text):
        return False
    if before.ends:
        return False if run.opens[place] or _opens(line, short=run.short[place]) else None
    if len(paragraph.lines) > 1:
        return None
    tail = headed and line.phrase and line.mark == "text"  # the short end of a heading of two lines
    if before.phrase and INNER_SPACE.search(before.text) and tail:
        return True
    apart = numbered_level(before.text) in signs.apart and not INNER_END.search(before.text) and not INNER_END.search(line.text[:NEAR])
    return False if apart and not tail and line.text[0] not in NEVER_FIRST and not cuts_word(before.text, line.text) else None


def _only_early(paragraph: Paragraph, room: float) -> bool:
    """Whether a line that ends short may do so by chance: in mid-sentence it has to be a heading, or far from the edge."""
    before = paragraph.last
    if before.ends or before.text[-1] in "：:—":
        return False
    if len(paragraph.lines) > 1:
        return before.extent >= 0.7 * room
    return not before.phrase and before.mark != "number" and before.extent >= 0.85 * room


def _opens(line: Line, *, short: bool) -> bool:
    """Whether a line behind the end of a sentence begins a paragraph: by its first words, or because it is a heading."""
    if OPENING.match(fold(line.text)) or (line.phrase and INNER_SPACE.search(line.text)):
        return True
    return short and not line.ends and line.text[-1] not in "，、：,:—"


def _sentence_fills(paragraph: Paragraph, place: int, run: Run, signs: Signs) -> bool:
    """Whether a line that ends a sentence fills its column, so that the paragraph may go on. What parts paragraphs otherwise says
    how much of the column it has to fill: little where every paragraph has an indent, nearly all where nothing else parts them."""
    before, line = paragraph.last, run.lines[place]
    above = [other.extent for other in paragraph.lines[-4:]]
    room = max(run.room_before(place - 1), *above) if len(above) > 1 else run.room_after(place - 1)
    if signs.indents and run.first_indented:
        return fills(before, line, room, 0.7) and not _heads(place, run)
    if signs.blank_lines:
        return fills(before, line, room, 0.85)
    if run.short:
        return not run.short[place - 1] and fills(before, line, room, 0.75)
    return len(paragraph.lines) > 1 and fills(before, line, room, 0.94)


def _heads(place: int, run: Run) -> bool:
    """Whether a line without an indent is a heading above a paragraph that has one: it ends no sentence, as last lines of paragraphs do."""
    line = run.lines[place]
    below = next((line for line in run.lines[place + 1 :] if line.mark != "furniture"), None)
    if below is None or line.ends or line.text[-1] in "，、：,:—":
        return False
    return below.indent >= run.indent + 1.5


def _wrapped_phrase(before: Line, place: int, run: Run) -> bool:
    """Whether a first line without any dividing mark is the beginning of a sentence and not a heading."""
    line, room = run.lines[place], run.room_after(place - 1)
    if INNER_SPACE.search(before.text) and _halved(before, place, run):
        return True
    if _tail(before, line, last=line is run.lines[-1]):
        return True
    if INNER_SPACE.search(before.text) or WHOLE.search(before.text) or line.mark in ("item", "number") or not run.wrapped:
        return False
    enough = 0.92 if before.mark == "number" else 0.75
    full = bool(run.short) and not run.short[place - 1]
    return full or before.extent >= enough * room or cuts_word(before.text, line.text)


def _halved(before: Line, place: int, run: Run) -> bool:
    """Whether a paired heading was too long for its line: a short rest follows that cuts a word, or stands above a paragraph."""
    line = run.lines[place]
    if line.mark != "text" or not line.phrase or line.ends or before.width < 12 or line.width >= before.width:
        return False
    alone = place + 1 == len(run.lines) or run.lines[place + 1].indent >= run.indent + 1.5
    return cuts_word(before.text, line.text) or (alone and line.width <= 0.5 * before.width)


def _tail(before: Line, line: Line, *, last: bool) -> bool:
    """Whether `line` is the short end of a sentence of two lines: last of its run, shorter, and ended by a mark."""
    return last and line.ends and before.width >= 12 and line.width <= before.width and line.mark == "text" and not before.ends


def goes_on(paragraph: Paragraph, line: Line, run: Run, signs: Signs, cut: bool) -> bool:
    """Whether `line`, the first after a gap, a page end or a caption, goes on the paragraph. `cut`: the page shows that it was cut."""
    before = paragraph.last
    if line.mark not in ("text", "item") or paragraph.mark in APART or run.caption:
        return False
    if line.text[0] in GOES_ON:
        return not before.ends
    if before.ends and signs.indents and line.mark == "text" and not line.phrase:  # what has no indent begins nothing
        return line.indent < 1 and len(paragraph.lines) > 1 and fills(before, line, paragraph.run_width, 0.85)
    if before.ends and cut and run.short and paragraph.wrapped and not (signs.indents or signs.blank_lines):
        opens = line.mark == "item" or _opens(line, short=run.short[0])
        return not opens and len(paragraph.lines) > 1 and before.extent + line.token > paragraph.run_width
    if before.ends or before.text[-1] in "：:—" or line.mark == "item" or (signs.indents and line.indent >= 1.5):
        return False
    full = before.extent >= 0.7 * min(paragraph.run_width, run.width) and before.width >= 12
    if paragraph.heading_like:
        wrapped = (paragraph.wrapped or run.wrapped) and full
        return wrapped and not INNER_SPACE.search(before.text) and not WHOLE.search(before.text) and cuts_word(before.text, line.text)
    if not (paragraph.wrapped or run.wrapped):
        return before.width >= LONG or paragraph.open or (cut and before.text[-1] in "，、,")
    return full
