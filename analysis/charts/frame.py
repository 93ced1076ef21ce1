"""What every picture has around its data: ink rule, title, legend line with page marks, note and source line.

All of it is annotations and shapes at fixed pixels, so that one figure serves a phone, a wide page and a saved picture. The
caption travels in `layout.meta`, from which `slide` builds the larger frame of a slide.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from analysis.charts import look
from analysis.charts.look import Side
from analysis.charts.symbols import outline
from analysis.charts.text import escape, width, wrap

Part = tuple[str, str, bool]  # words, colour, bold


@dataclass(frozen=True, slots=True)
class Caption:
    """The words around a picture.

    title: at most 20 characters stay on one line. sides: legend. subtitle: words after the legend or in its place, such as the
    name of a switch that is on. marks: what limits the whole page (层级不同, 未核). note: how to read it, above the source line.
    """

    title: str
    sides: tuple[Side, ...] = ()
    subtitle: str = ""
    marks: tuple[str, ...] = ()
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Geometry:
    """Pixels of a frame. `room` is the width that lines are wrapped to: 330 is what a phone of 358 leaves."""

    inset: int = 14
    rule: int = 12
    rule_width: int = 1
    title_top: int = 22
    title_size: int = look.TITLE
    title_face: str = look.FONT
    title_line: int = 24
    legend_size: int = look.LABEL
    legend_line: int = 21
    small_line: int = 16
    room: int = 330


PAGE = Geometry()


@dataclass(frozen=True, slots=True)
class Lines:
    """The caption, wrapped: what stands on which line, and how many pixels head and foot need."""

    title: list[str]
    legend: list[list[tuple[float, str | Side]]]
    foot: list[str]
    top: int
    bottom: int


def lay_out(caption: Caption, geometry: Geometry = PAGE) -> Lines:
    """Wrap a caption. `top` is the lower edge of the legend line, `bottom` the height of note and source with their white."""
    title = wrap(caption.title, geometry.room + 14, geometry.title_size, bold=True, lines=2)
    legend = _flow(caption, geometry)
    foot = [line for words in (caption.note, caption.source) if words for line in wrap(words, geometry.room, look.SMALL, lines=4)]
    top = geometry.title_top + len(title) * geometry.title_line + len(legend) * geometry.legend_line
    return Lines(title, legend, foot, top, 24 + geometry.small_line * max(1, len(foot)))


def _flow(caption: Caption, geometry: Geometry) -> list[list[tuple[float, str | Side]]]:
    """Legend entries, subtitle and page marks in lines, each entry with its distance from the left edge."""
    size = geometry.legend_size
    subtitle: list[str | Side] = list(wrap(caption.subtitle, geometry.room, size, lines=3)) if caption.subtitle else []
    entries: list[str | Side] = [*caption.sides, *subtitle, *caption.marks]
    rows: list[list[tuple[float, str | Side]]] = []
    x = 0.0
    for entry in entries:
        wide = width(entry.label, size) + 18 if isinstance(entry, Side) else width(entry, look.SMALL if entry in look.MARKS else size)
        if not rows or x + wide > geometry.room:
            rows.append([])
            x = 0.0
        rows[-1].append((x, entry))
        x += wide + (12 if isinstance(entry, str) and entry in look.MARKS else 16)
    return rows


@dataclass
class Canvas:
    """Gathers annotations and shapes of a picture, then makes the figure.

    left, right: margins of the plot. head: pixels between legend line and plot. foot: pixels between plot and source line, for
    ticks. x of every method is a fraction of the plot's width, y a value of the y axis; dx and dy are pixels, dy upwards.
    """

    caption: Caption
    left: int = 14
    right: int = 14
    head: int = 27
    foot: int = 0
    annotations: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)

    def words(
        self,
        parts: str | Sequence[Part],
        x: float,
        y: float,
        *,
        dx: float = 0,
        dy: float = 0,
        size: float = look.LABEL,
        anchor: str = "left",
        **options: Any,
    ) -> None:
        """Write text at a point, vertically centred on it; `parts` are (words, colour, bold)."""
        note = {
            "text": markup(parts),
            "x": x,
            "y": y,
            "xref": "paper",
            "yref": "y",
            "xanchor": anchor,
            "yanchor": "middle",
            "showarrow": False,
        }
        plain = {"xshift": dx, "yshift": dy, "borderpad": 0, "borderwidth": 0, "align": anchor, "font": {"size": size}, "textangle": 0}
        self.annotations.append(note | plain | options)

    def mark(self, word: str, x: float, y: float, *, dx: float = 0, dy: float = 0, **options: Any) -> float:
        """A mark in its box; returns the pixels it takes, gap included."""
        letters, ground, border = look.MARK_COLOURS[look.MARKS.get(word, "precision")]
        box: dict[str, Any] = {"bgcolor": ground, "bordercolor": border, "borderwidth": 1, "borderpad": 1.5}
        self.words([(word, letters, False)], x, y, dx=dx, dy=dy, size=look.SMALL, **(box | options))
        return width(word, look.SMALL) + 11

    def line(self, x0: float, x1: float, y: float, *, colour: str = look.RULE, thick: float = 1, layer: str = "between") -> None:
        stroke = {"color": colour, "width": thick}
        self.shapes.append(
            {"type": "line", "xref": "paper", "yref": "y", "x0": x0, "x1": x1, "y0": y, "y1": y, "line": stroke, "layer": layer}
        )

    def path(self, path: str, x: float, y: float, *, colour: str, thick: float = 1, **options: Any) -> None:
        """A path in pixels around a point, y upwards."""
        place = {"xref": "paper", "yref": "y", "xanchor": x, "yanchor": y, "xsizemode": "pixel", "ysizemode": "pixel"}
        self.shapes.append({"type": "path", "path": path, "line": {"color": colour, "width": thick}, "layer": "between"} | place | options)

    def ring(self, x: float, y: float, *, colour: str, dx: float = 0, dy: float = 0, radius: float = 6) -> None:
        """The dashed empty ring that stands for 未提及."""
        place = {"xref": "paper", "yref": "y", "xanchor": x, "yanchor": y, "xsizemode": "pixel", "ysizemode": "pixel"}
        box = {"x0": dx - radius, "x1": dx + radius, "y0": dy - radius, "y1": dy + radius}
        self.shapes.append({"type": "circle", "line": {"color": colour, "width": 1.5, "dash": "2px,2px"}, "layer": "between"} | box | place)

    def symbol(self, side: Side, x: float, y: float, *, dx: float = 0, dy: float = 0, size: float = 11, **options: Any) -> None:
        """The side's symbol as a shape, exactly like its points."""
        self.path(outline(side.symbol, dx, dy, size), x, y, colour=side.colour, thick=1.5, fillcolor=side.fill, **options)

    def figure(self, traces: Sequence[Any], height: int, *, alt: str, reading: str = "", **layout: Any) -> go.Figure:
        """The finished figure; `height` is that of the plot alone, `layout` goes to plotly (xaxis, yaxis, …).

        reading: one sentence on how to read the chart, which a slide writes under it and a page says once for all its charts.
        """
        lines = lay_out(self.caption)
        top, bottom = lines.top + self.head, self.foot + lines.bottom
        notes, shapes = frame(self.caption, lines, PAGE, (self.left, self.right, top, self.foot))
        margin = {"l": self.left, "r": self.right, "t": top, "b": bottom}
        meta = {"alt": alt, "caption": store(self.caption), "head": self.head, "foot": self.foot, "reading": reading}
        own = {"template": look.TEMPLATE, "height": height + top + bottom, "margin": margin, "meta": meta}
        marked = {"annotations": [*notes, *self.annotations], "shapes": [*shapes, *self.shapes]}
        # Each name and value would be checked anew at every drawing, which takes longer than the drawing; tests check them all.
        return go.Figure(data=list(traces), layout=own | marked | layout, _validate=False)


def markup(parts: str | Sequence[Part]) -> str:
    """Plotly's markup for words in several colours; every word is escaped."""
    if isinstance(parts, str):
        return escape(parts)
    return "".join(_part(*part) for part in parts)


def _part(words: str, colour: str, bold: bool) -> str:
    lead, trail = " " if words.startswith(" ") else "", " " if words.endswith(" ") else ""
    text = f'<span style="color:{colour}">{lead}{escape(words)}{trail}</span>'
    return f"<b>{text}</b>" if bold else text


def frame(
    caption: Caption, lines: Lines, geometry: Geometry, margins: tuple[int, int, int, int]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Annotations and shapes of head and foot, all named `frame`. margins: left, right, top of the plot, pixels below it for ticks."""
    left, right, top, foot = margins
    canvas, edge = Canvas(caption), geometry.inset - left
    frame_only: dict[str, Any] = {"yref": "paper", "name": "frame"}
    y: float = geometry.title_top + geometry.title_line / 2
    title_font = {"size": geometry.title_size, "family": geometry.title_face}
    for line in lines.title:
        canvas.words([(line, look.INK, True)], 0, 1, dx=edge, dy=top - y, **(frame_only | {"font": title_font}))
        y += geometry.title_line
    y += (geometry.legend_line - geometry.title_line) / 2
    for row in lines.legend:
        for x, entry in row:
            _entry(canvas, entry, geometry.legend_size, (edge + x, top - y))
        y += geometry.legend_line
    for number, line in enumerate(lines.foot):
        down = foot + 19 + number * geometry.small_line
        canvas.words([(line, look.MUTED, False)], 0, 0, dx=edge, dy=-down, size=look.SMALL, **frame_only)
    return canvas.annotations, [*_rule(geometry, left, right, top), *canvas.shapes]


def _entry(canvas: Canvas, entry: str | Side, size: int, place: tuple[float, float]) -> None:
    dx, dy = place
    options = {"yref": "paper", "name": "frame"}
    if isinstance(entry, Side):
        canvas.symbol(entry, 0, 1, dx=dx + 6, dy=dy, size=size - 3, **options)
        canvas.words([(entry.label, look.MUTED, False)], 0, 1, dx=dx + 18, dy=dy, size=size, **options)
    elif entry in look.MARKS:
        canvas.mark(entry, 0, 1, dx=dx, dy=dy, **options)
    else:
        canvas.words([(entry, look.MUTED, False)], 0, 1, dx=dx, dy=dy, size=size, **options)


def _rule(geometry: Geometry, left: int, right: int, top: int) -> list[dict[str, Any]]:
    """The ink rule over the whole picture: one line as wide as the plot and one of fixed pixels for each margin."""
    y = top - geometry.rule
    base = {
        "type": "line",
        "xref": "paper",
        "yref": "paper",
        "ysizemode": "pixel",
        "yanchor": 1,
        "y0": y,
        "y1": y,
        "name": "frame",
        "layer": "above",
    }
    base["line"] = {"color": look.INK, "width": geometry.rule_width}
    pixel = {"xsizemode": "pixel"}
    middle = base | {"x0": 0, "x1": 1}
    return [
        middle,
        base | pixel | {"xanchor": 0, "x0": geometry.inset - left, "x1": 0},
        base | pixel | {"xanchor": 1, "x0": 0, "x1": right - geometry.inset},
    ]


def store(caption: Caption) -> dict[str, Any]:
    """The caption as plain values for `layout.meta`."""
    sides = [[side.label, side.short, side.place_number, side.shade, side.muted] for side in caption.sides]
    words = {"title": caption.title, "subtitle": caption.subtitle, "note": caption.note, "source": caption.source}
    return words | {"marks": list(caption.marks), "sides": sides}


def restore(stored: dict[str, Any]) -> Caption:
    """The caption that `store` wrote."""
    sides = tuple(Side(*values) for values in stored["sides"])
    return Caption(**{**stored, "sides": sides, "marks": tuple(stored["marks"])})
