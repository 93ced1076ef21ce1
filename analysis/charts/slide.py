"""A figure in the frame of a slide: 960 x 540 with larger letters, or any other size.

Every chart is drawn for the page. Here its caption is set again at slide size from `layout.meta`, its margins and pixel offsets
grow, and its rows spread evenly over the height, for their places are values of the axis and not pixels.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import plotly.graph_objects as go

from analysis.charts import look
from analysis.charts.columns import FIRST
from analysis.charts.frame import PAGE, Geometry, frame, lay_out, restore, store

SLIDE = Geometry(
    inset=28,
    rule=14,
    rule_width=2,
    title_top=28,
    title_size=24,
    title_face=look.SERIF,
    title_line=34,
    legend_size=15,
    legend_line=24,
    small_line=19,
    room=900,
)

#: How much offsets at the right grow. Letters: 15 -> 18 and 14 -> 16 as the look asks.
_SHIFT = 1.28
_SIZES = {12: 13, 13: 15, 14: 16, 15: 18}

_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class _Growth:
    """How a chart's own annotations and shapes change. wider: pixels the left margin gains; lift: factor of vertical offsets."""

    wider: int
    lift: float
    letters: bool

    def size(self, size: Any) -> Any:
        """A font size of the page at slide size; the page's own where many rows leave no room to grow."""
        if isinstance(size, list | tuple):
            return [self.size(one) for one in size]
        return _SIZES.get(round(size), round(size * 1.2)) if self.letters else size

    @property
    def symbol(self) -> float:
        """Factor of symbols, arrows and rings."""
        return 1.16 if self.letters else 0.95


def slide(figure: go.Figure, *, width: int = 960, height: int = 540, words: Mapping[str, str] | None = None) -> go.Figure:
    """The figure framed for a slide of `width` x `height`; save it with scale 4 for 3840 x 2160. The given one stays as it is.

    words: title, subtitle, note or source that replace those of the page: a slide stands alone and its title should name both
    sides and the subject. Without a note the chart's own sentence on how to read it is written.
    Raises ValueError when the figure was not made by this package.
    """
    meta = figure.layout.meta
    if not isinstance(meta, dict) or "caption" not in meta:
        raise ValueError("figure carries no caption in layout.meta")
    said: dict[str, Any] = dict(words or {})
    caption = replace(restore(meta["caption"]), **said)
    caption = caption if caption.note else replace(caption, note=meta.get("reading", ""))
    geometry = replace(SLIDE, room=width - 60)
    lines = lay_out(caption, geometry)
    plain = figure.to_plotly_json()
    layout, margin = dict(plain["layout"]), plain["layout"]["margin"]
    left, right, top, bottom = _margins(margin, meta, (lines.top, lines.bottom))
    squeeze = (height - top - bottom) / (layout["height"] - margin["t"] - margin["b"])
    growth = _Growth(left - margin["l"], min(1.1, squeeze), squeeze > 0.85)
    notes, shapes = frame(caption, lines, geometry, (left, right, top, round(meta["foot"] * 1.1)))
    notes += [_note(note, growth) for note in layout.get("annotations", ()) if note.get("name") != "frame"]
    shapes += [_shape(shape, growth) for shape in layout.get("shapes", ()) if shape.get("name") != "frame"]
    axes = {name: _axis(axis) for name, axis in layout.items() if re.fullmatch("[xy]axis[0-9]*", name)}
    own = {"annotations": notes, "shapes": shapes, "margin": {"l": left, "r": right, "t": top, "b": bottom}}
    size = {"width": width, "height": height, "meta": {**meta, "caption": store(caption), "slide": True}}
    return go.Figure(data=[_trace(trace, growth) for trace in plain["data"]], layout=layout | own | size | axes)


def _margins(margin: dict[str, int], meta: dict[str, Any], lines: tuple[int, int]) -> tuple[int, int, int, int]:
    """left, right, top, bottom at slide size: what lies inside the page's inset grows, the inset becomes the slide's."""
    left = SLIDE.inset + round((margin["l"] - PAGE.inset) * 1.15)
    right = SLIDE.inset + round((margin["r"] - PAGE.inset) * _SHIFT)
    return left, right, lines[0] + round(meta["head"] * 1.15), lines[1] + round(meta["foot"] * 1.1)


def _note(note: dict[str, Any], growth: _Growth) -> dict[str, Any]:
    """An annotation of the chart: larger letters, offsets stretched; one that hangs left of the plot stays at the margin.

    `tail` marks what follows other words on its line: it moves with them, keeps its distance and its size.
    """
    dx, tail = note.get("xshift", 0), note.get("name") == "tail"
    if note.get("x") == 1 and note.get("xanchor") != "center" and dx > 0:
        dx = FIRST * _SHIFT + dx - FIRST if tail else dx * _SHIFT
    elif dx <= -40 and not tail:
        dx -= growth.wider - (SLIDE.inset - PAGE.inset)
    else:
        dx *= 1.12
    size = note["font"]["size"]
    font = {**note["font"], "size": size if tail else growth.size(size)}
    return {**note, "font": font, "xshift": dx, "yshift": note.get("yshift", 0) * growth.lift}


def _shape(shape: dict[str, Any], growth: _Growth) -> dict[str, Any]:
    """A pixel shape of the chart, enlarged around its anchor; symbols in the value columns move with their values."""
    if shape.get("ysizemode") != "pixel":
        return shape
    grown: dict[str, Any] = {}
    for key in ("x0", "x1", "y0", "y1"):
        if key in shape:
            grown[key] = shape[key] * growth.symbol
    if "path" in shape:
        grown["path"] = _path(shape["path"], growth, moves=shape.get("xanchor") == 1)
    return {**shape, **grown}


def _path(path: str, growth: _Growth, *, moves: bool) -> str:
    """The path enlarged; where it `moves`, its middle goes as far as the words beside it."""
    numbers = [float(number) for number in _NUMBERS.findall(path)]
    xs, ys = numbers[0::2], numbers[1::2]
    middle = (min(xs) + max(xs)) / 2
    right = middle * (_SHIFT - growth.symbol) if moves and middle > 12 else 0.0
    up = (min(ys) + max(ys)) / 2 * (growth.lift - growth.symbol) if moves else 0.0
    grown = iter([value for x, y in zip(xs, ys, strict=True) for value in (x * growth.symbol + right, y * growth.symbol + up)])
    return _NUMBERS.sub(lambda _: f"{next(grown):.2f}", path)


def _axis(axis: dict[str, Any]) -> dict[str, Any]:
    return {**axis, "tickfont": {**axis.get("tickfont", {}), "size": 14}}


def _trace(trace: dict[str, Any], growth: _Growth) -> dict[str, Any]:
    """A trace with larger symbols and letters."""
    grown, marker = dict(trace), dict(trace.get("marker", {}))
    if "size" in marker:
        size = marker["size"]
        marker["size"] = [one * growth.symbol for one in size] if isinstance(size, list | tuple) else size * growth.symbol
        grown["marker"] = marker
    if "size" in trace.get("textfont", {}):
        grown["textfont"] = {**trace["textfont"], "size": growth.size(trace["textfont"]["size"])}
    return grown
