"""Figures -> PNG and SVG: the presets, the exact size, the resolution for print, and whether Chinese can be read at all."""

import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

import plotly.graph_objects as go

from analysis.charts.look import FONT
from analysis.charts.slide import slide
from analysis.export.browser import Browser, Progress, browser
from analysis.export.plain import clean
from analysis.export.safe import ExportError

#: Characters whose Simplified, Traditional and Japanese forms differ, and which no box can stand for.
_PROBE = ("骨", "直")
#: How much the rows of a chart grow in the frame of a slide when the height is free: its letters are a seventh larger.
_ROOMIER = 1.05
#: Largest picture, in pixels of a side: browsers refuse more.
_MOST_PIXELS = 12_000


@dataclass(frozen=True, slots=True)
class Size:
    """How a figure becomes pixels. width, height: of the layout, in CSS pixels; height None: the figure's own. scale: enlargement.

    dpi: written into the PNG, so that Word shows it at the right width. slide: the figure wants the frame of a slide.
    """

    name: str
    width: float
    height: float | None
    scale: float
    dpi: int | None = None
    slide: bool = False


#: 3840 x 2160; one CSS pixel is one point on a slide of 13.33 inches.
SLIDE = Size("幻灯片 16:9", 960, 540, 4, slide=True)
#: 1890 pixels: 16 cm at 300 dpi. At 700 CSS pixels the labels of 16 px print at 10 pt, the smallest letters of 12 px at 7.5 pt.
ARTICLE = Size("公文插图", 700, None, 1890 / 700, dpi=300, slide=True)
#: 2160 x 2160, for messages and notice boards.
SQUARE = Size("方图", 720, 720, 3, slide=True)
#: As the page's own button saves it: 3840 wide, the figure's own height.
PAGE = Size("原样", 640, None, 6)

PRESETS: tuple[Size, ...] = (SLIDE, ARTICLE, SQUARE, PAGE)


def own_size(width: int, height: int, *, dpi: int | None = None) -> Size:
    """A size in pixels of the finished picture, each side from 200 to 12,000. Raises ExportError (E162) outside of it."""
    if not (200 <= width <= _MOST_PIXELS and 200 <= height <= _MOST_PIXELS):
        raise ExportError(f"图片的宽和高要在 200 到 {_MOST_PIXELS} 像素之间，现在是 {width} × {height}，请改一下。", "E162")
    # Letters keep their share of the picture: the layout is at least a slide's 960 x 540 CSS pixels, and just that in one direction.
    scale = min(width / 960, height / 540)
    return Size("自定尺寸", width / scale, height / scale, scale, dpi, slide=True)


def framed(figure: go.Figure, size: Size) -> go.Figure:
    """The figure as it is drawn at this size: in the slide's frame, where the size asks for it and the figure is one of our charts."""
    meta = figure.layout.meta
    if not size.slide or not isinstance(meta, dict) or "caption" not in meta:
        return figure
    if size.height is not None:
        return slide(figure, width=round(size.width), height=round(size.height))
    made = slide(figure, width=round(size.width))
    old, new = figure.layout.margin, made.layout.margin
    plot = (figure.layout.height - old.t - old.b) * _ROOMIER
    return made.update_layout(height=round(plot + new.t + new.b))


def png(figure: go.Figure, size: Size = PAGE, *, using: Browser | None = None, title: str = "") -> bytes:
    """One PNG. Raises ExportError: no browser (E161), not drawn (E162)."""
    return pngs([(figure, title)], size, using=using)[0]


def pngs(
    figures: Sequence[tuple[go.Figure, str]], size: Size = PAGE, *, using: Browser | None = None, progress: Progress | None = None
) -> list[bytes]:
    """PNGs of (figure, title), in order, drawn side by side. The title goes into the file's own description. Raises as `png` does."""
    made = []
    for drawn in attempts(figures, size, using=using, progress=progress):
        if isinstance(drawn, ExportError):
            raise drawn
        made.append(drawn)
    return made


def attempts(
    figures: Sequence[tuple[go.Figure, str]], size: Size = PAGE, *, using: Browser | None = None, progress: Progress | None = None
) -> list[bytes | ExportError]:
    """As `pngs`, but a picture that cannot be drawn is its error, and the others are drawn all the same."""
    drawing = using or browser()
    futures = [drawing.submit(made, _options(made, size, "png")) for made in (framed(figure, size) for figure, _ in figures)]
    made: list[bytes | ExportError] = []
    for index, (future, (_, title)) in enumerate(zip(futures, figures, strict=True)):
        if progress:
            progress(index, len(figures), f"正在画第 {index + 1} 张图，共 {len(figures)} 张")
        try:
            made.append(_described(drawing.wait(future), size.dpi, clean(title)))
        except ExportError as error:
            made.append(error)
    return made


def svg(figure: go.Figure, size: Size = PAGE, *, using: Browser | None = None) -> bytes:
    """One SVG, in CSS pixels; letters stay letters, so the reader's computer needs a Chinese font of the list."""
    drawing = using or browser()
    made = framed(figure, size)
    drawn = drawing.draw(made, {**_options(made, size, "svg"), "scale": 1})
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + _settled(drawn)


def _options(figure: go.Figure, size: Size, format: Literal["png", "svg"]) -> dict[str, object]:
    height = size.height or figure.layout.height or 450
    scale = min(size.scale, _MOST_PIXELS / height)
    return {"format": format, "width": size.width, "height": height, "scale": scale}


def _settled(drawn: bytes) -> bytes:
    """An SVG with plotly's random id replaced by one made from the drawing: the same figure gives the same file."""
    found = re.search(rb'id="(?:top)?defs-([0-9a-f]{6})"', drawn)
    if not found:
        return drawn
    random = re.compile(rb"(legend|[g-z-])" + found.group(1))
    blank = random.sub(rb"\g<1>000000", drawn)
    return random.sub(rb"\g<1>" + sha256(blank).hexdigest()[:6].encode(), drawn)


def _described(data: bytes, dpi: int | None, title: str) -> bytes:
    """A PNG with its resolution and title, put in after the header; pixels are not touched."""
    chunks = b""
    if dpi:
        metre = round(dpi / 0.0254)
        chunks += _chunk(b"pHYs", struct.pack(">IIB", metre, metre, 1))
    if title:
        chunks += _chunk(b"iTXt", b"Title\0\0\0zh-CN\0\0" + title.encode())
    header = 8 + 25  # signature, then IHDR with length, name, 13 bytes and checksum
    return data[:header] + chunks + data[header:]


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def pixels(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    width, height = struct.unpack(">II", data[16:24])
    return int(width), int(height)


def chinese_readable(*, using: Browser | None = None) -> bool:
    """Whether Chinese comes out as characters: two of them must not look the same, as boxes do."""
    first, second = (png(_letter(word), Size("", 60, 60, 1), using=using) for word in _PROBE)
    return first != second


def _letter(word: str) -> go.Figure:
    layout = {"xaxis": {"visible": False}, "yaxis": {"visible": False}, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}}
    note = {"text": word, "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False, "font": {"size": 40, "family": FONT}}
    return go.Figure(layout=layout | {"annotations": [note]})
