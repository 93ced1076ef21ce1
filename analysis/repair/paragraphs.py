"""Lines become paragraphs: hard wraps are joined, and so are paragraphs that a column, a page or a caption has cut.

A line ends a paragraph when it ends a sentence short of the column's width, when it reads like a heading, or when the next line
begins something new. In a text of one paragraph a line nothing is joined, for none of its lines ends in mid-sentence.
"""

from collections.abc import Sequence

from analysis.repair.continuing import goes_on, same_run
from analysis.repair.edges import mark_short
from analysis.repair.lines import Run
from analysis.repair.marks import APART, Mark
from analysis.repair.paragraph import Paragraph
from analysis.repair.signs import signs_of
from analysis.repair.tally import Tally

#: What may stand between the two halves of a paragraph that a column or a page has cut.
BETWEEN: frozenset[Mark] = frozenset({"caption", "furniture", "credit"})


def paragraphs(runs: Sequence[Run], tally: Tally) -> list[Paragraph]:
    """The paragraphs of the runs, in their order; what stood between the halves of one paragraph comes after it."""
    found: list[Paragraph] = []
    current: Paragraph | None = None  # the paragraph that the next line of body text may go on
    mark_short(runs)
    signs = signs_of(runs)
    for number, run in enumerate(runs):
        for place, line in enumerate(run.lines):
            between = run.caption or line.mark in BETWEEN
            previous = found[-1] if found else None
            if place and previous is not None and same_run(previous, place, run, signs):
                tally.add("硬换行合并", f"{previous.last.text[-12:]}⏎{line.text[:12]}", previous.last.text[-12:] + line.text[:12])
                previous.append(line)
                continue
            cut = line.page or current is not previous
            if current is not None and not between and (place == 0 or current is not previous) and goes_on(current, line, run, signs, cut):
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
