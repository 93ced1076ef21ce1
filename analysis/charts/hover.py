"""What stands under the pointer: always a repetition of what the picture or its table says, and what a click does."""

from collections.abc import Sequence

from analysis.charts.text import escape, wrap

CLICK = "点一下，看原句"


def hover(head: str, lines: Sequence[str], *, click: str = CLICK) -> str:
    """Hover label in plotly's markup: a bold head, wrapped lines, and the hint. All words are escaped."""
    body = [escape(part) for line in lines if line for part in wrap(line, 300, 14, lines=4)]
    return "<br>".join([f"<b>{escape(head)}</b>", *body, *([escape(click)] if click else [])])
