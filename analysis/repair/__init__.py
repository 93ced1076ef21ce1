"""Newspaper text becomes clean text: repairs by name, each counted, every character with its way back to the source.

    lines       invisible characters, letter spacing, doubled print          characters, lines
    pages       running heads and feet                                       running
    paragraphs  hard wraps, paragraphs cut by a column, a page or a caption  paragraphs
    blocks      title, byline, lead, heading, caption, credit, furniture     kinds, captions, marks
    the whole   heading levels, repeated paragraphs, plan and past           parts

The report keeps its own punctuation, digits and script; `fold` makes them one for analysis. Everything is linear in the text.
"""

from collections.abc import Sequence

from analysis.repair.captions import captions_of
from analysis.repair.draft import Draft
from analysis.repair.kinds import drafts
from analysis.repair.lines import gather, read_lines
from analysis.repair.paragraphs import paragraphs
from analysis.repair.parts import mark_plan, mark_repeats, set_lead, set_levels
from analysis.repair.piece import runs
from analysis.repair.running import mark_running
from analysis.repair.tally import Tally
from analysis.report import Block, Repaired

__all__ = ["repair"]


def repair(text: str, *, start: int = 0) -> Repaired:
    """The clean text of `text[start:]`, in blocks, with the repairs that were made. Offsets in `runs` are offsets of the whole `text`.

    A text that needs no repair comes back with its own lines as blocks. An empty text has no block.
    """
    tally = Tally()
    is_caption = captions_of(text[start:] if start else text)
    lines = mark_running(read_lines(text, start, tally, is_caption))
    made = drafts(paragraphs(gather(lines, is_caption), tally), tally, is_caption)
    set_levels(made)
    set_lead(made)
    mark_repeats(made, tally)
    mark_plan(made)
    return _repaired(made, tally)


def _repaired(made: Sequence[Draft], tally: Tally) -> Repaired:
    """The drafts as one text with its blocks and runs."""
    blocks: list[Block] = []
    ways: list[tuple[int, int, int]] = []
    offset = 0
    for draft in made:
        end = offset + len(draft.piece)
        blocks.append(Block(draft.kind, draft.text, offset, end, draft.level, draft.repeat_of, draft.plan))
        ways.extend(runs(offset, draft.piece.at))
        offset = end + 1
    return Repaired("\n".join(block.text for block in blocks), tuple(blocks), tally.repairs(), tuple(ways))
