"""Words on a chart as the browser is given them: labels of empty shapes instead of annotations, which look the same.

plotly.js draws every annotation twice, first to see whether axes must make room for it. Ours stand at fixed places; on a page of ten
charts that is half of the time they take. A saved picture and an Office file keep the annotations.
"""

import html
import re
from typing import Any

from analysis.charts.text import width

#: What an annotation must be made of, as `Canvas.words` makes it, so that nothing is lost.
KNOWN = {"text", "x", "y", "xref", "yref", "xanchor", "yanchor", "showarrow", "xshift", "yshift", "font", "name"}
KNOWN |= {"borderpad", "borderwidth", "align", "textangle", "bgcolor", "bordercolor"}

#: plotly.js centres a label a little higher than an annotation: part of the letters' size.
LOWER = 1 / 9
#: Pixels left and right of the words of a mark, and above and below its letters.
BESIDE, ABOVE = 1.0, 2.6

_TAG = re.compile(r"<[^<>]*>")


def lettered(layout: dict[str, Any]) -> dict[str, Any]:
    """A layout whose annotations of fixed place are shapes with labels, drawn over everything in their order."""
    notes = layout.get("annotations", ())
    shapes, kept = list(layout.get("shapes", ())), []
    for note in notes:
        if _plain(note):
            shapes.append(_label(note))
        else:
            kept.append(note)
    return layout | {"shapes": shapes, "annotations": kept}


def _plain(note: dict[str, Any]) -> bool:
    """Whether a label says all of it: one line, no arrow, not turned."""
    return set(note) <= KNOWN and not note["showarrow"] and not note["textangle"] and "<br" not in note["text"]


def _label(note: dict[str, Any]) -> dict[str, Any]:
    size = note["font"]["size"]
    dx, dy = note["xshift"], note["yshift"] - size * LOWER
    place = {"xref": note["xref"], "yref": note["yref"], "xanchor": note["x"], "yanchor": note["y"]}
    pixels = {"xsizemode": "pixel", "ysizemode": "pixel"}  # a rectangle over everything, with its label in the middle: that is usual
    words = {"text": note["text"], "font": note["font"], "padding": 0}
    if "bgcolor" not in note:
        box = {"x0": dx, "x1": dx, "y0": dy, "y1": dy, "line": {"width": 0}}
        return place | pixels | box | {"label": words | {"xanchor": note["xanchor"]}}
    wide = width(html.unescape(_TAG.sub("", note["text"])), size) + 2 * (note["borderpad"] + BESIDE)
    left = dx - {"left": 0.0, "center": wide / 2, "right": wide}[note["xanchor"]]
    half = size / 2 + ABOVE + note["borderpad"]
    box = {"x0": left, "x1": left + wide, "y0": dy - half, "y1": dy + half, "fillcolor": note["bgcolor"]}
    line = {"width": note["borderwidth"], "color": note.get("bordercolor", note["bgcolor"])}
    return place | pixels | box | {"line": line, "label": words | {"xanchor": "center"}}
