"""The words round a picture as of today: what the pages ask of analysis.captions."""

from collections.abc import Sequence
from datetime import date

from analysis import captions
from analysis.captions import chart_sides, day, page_marks
from analysis.charts.frame import Caption
from analysis.comparison import Side

__all__ = ["caption", "chart_sides", "day", "page_marks", "source"]


def source(sides: Sequence[Side]) -> str:
    """The source line: reports by place, how the numbers were read, samples, today's date."""
    return captions.source(sides, date.today())


def caption(title: str, sides: Sequence[Side], *, subtitle: str = "", note: str = "", marks: Sequence[str] = ()) -> Caption:
    """A caption whose legend and source line are those of the sides."""
    return Caption(title, chart_sides(sides), subtitle, tuple(marks), note, source(sides))
