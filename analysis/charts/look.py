"""Tokens of the look: colours, shades, symbols, type, the plotly template and what `st.plotly_chart` is told.

A place has a hue and a symbol, a year a shade; nothing else is coloured. Values are those of the design notes, with the
contrast of each colour measured there and held by tests.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import plotly.graph_objects as go

Shade = Literal["deep", "mid", "pale"]

FONT = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
SERIF = "Source Han Serif SC, Noto Serif CJK SC, Songti SC, STZhongsong, Microsoft YaHei, serif"

INK = "#101317"
MUTED = "#5C6168"
MISSING = "#72767C"
PAPER = "#F6F4EE"
GROUP_ROW = "#FAF9F5"
RULE = "#D8D4CA"
GRID = "#E8E5DD"
AXIS = "#8C8A83"
ACCENT = "#A63A24"
HIGHLIGHT = "#FFE9A8"
WHITE = "#FFFFFF"

#: Grey ramp of heat maps, six steps; hue is taken by places. White letters from the fifth step on.
RAMP = ("#FFFFFF", "#ECEAE4", "#CFCBC1", "#9C988E", "#5C6168", "#2A2E34")

#: Sizes of type in pixels.
TITLE, VALUE, LABEL, SMALL = 17, 15, 14, 12

#: The word that stands for an absent wording, everywhere.
ABSENT = "未提及"


@dataclass(frozen=True, slots=True)
class Hue:
    """Colours, plotly symbol and letter glyphs (full, hollow) of one place number."""

    name: str
    deep: str
    mid: str
    pale: str
    symbol: str
    full: str
    hollow: str


HUES = (
    Hue("靛蓝", "#1762B6", "#80ACE4", "#E2EEFF", "circle", "●", "○"),
    Hue("赭黄", "#8E5B01", "#CDA068", "#F9EAD9", "square", "■", "□"),
    Hue("松绿", "#025446", "#7BB8A8", "#DAF3EC", "diamond", "◆", "◇"),
    Hue("葡紫", "#542277", "#BA99D8", "#F2E8FC", "triangle-up", "▲", "△"),
    Hue("墨榄", "#414002", "#ADAD7B", "#EEEFD9", "pentagon", "–", "–"),
    Hue("玫红", "#A52F63", "#DA90A9", "#FEE6ED", "triangle-down", "▼", "▽"),
    Hue("石青", "#277789", "#7DB3C1", "#D9F2F9", "hexagon", "–", "–"),
    Hue("茶褐", "#806154", "#BCA398", "#FEE8DE", "star", "★", "☆"),
)

#: Hues (from 0) whose deep shade is under 4.5:1 upon their own pale one; letters there are ink.
_WEAK_ON_PALE = frozenset({6})

#: At most so many places are coloured in one chart; beyond four, hue alone fails for the colour-blind.
COLOURED = 4

Kind = Literal["comparison", "precision"]

#: Marks in the order in which they are shown: what limits the comparison first, then what limits precision.
MARKS: Mapping[str, Kind] = {
    "口径不同": "comparison",
    "跨年累计": "comparison",
    "层级不同": "comparison",
    "约数": "precision",
    "局部": "precision",
    "未核": "precision",
}

MARK_COLOURS: Mapping[Kind, tuple[str, str, str]] = {  # text, ground, border
    "comparison": ("#74490A", "#F7ECD8", "#F7ECD8"),
    "precision": ("#4A4F56", WHITE, "#A9A69D"),
}


def hue(number: int) -> Hue:
    """Hue of a place number (from 1); from the ninth place on the numbers start again."""
    return HUES[(number - 1) % len(HUES)]


@dataclass(frozen=True, slots=True)
class Side:
    """One report or group of reports in a picture.

    label: 平罗县 2022, for legends. short: column head, 2022 or 永宁 2022. place_number: from 1, as the library gave it.
    muted: a place beyond the four that may be coloured; it is drawn in the grey of the axis.
    """

    label: str
    short: str
    place_number: int
    shade: Shade = "deep"
    muted: bool = False

    @property
    def colour(self) -> str:
        """The deep colour: outlines, lines and letters, never less than 3:1 on white."""
        return AXIS if self.muted else hue(self.place_number).deep

    @property
    def letters(self) -> str:
        """Colour of words that belong to the side: the deep colour, or muted ink for a grey place (the axis grey is too light)."""
        return MUTED if self.muted else self.colour

    @property
    def fill(self) -> str:
        if self.muted:
            return {"deep": AXIS, "mid": "#CFCBC1", "pale": PAPER}[self.shade]
        return str(getattr(hue(self.place_number), self.shade))

    @property
    def on_fill(self) -> str:
        """Colour of letters upon the fill."""
        if self.shade == "deep":
            return INK if self.muted else WHITE
        return self.letters if self.shade == "pale" and (self.place_number - 1) % len(HUES) not in _WEAK_ON_PALE else INK

    @property
    def symbol(self) -> str:
        """Name of the plotly marker symbol."""
        return hue(self.place_number).symbol

    @property
    def glyph(self) -> str:
        """The symbol as a letter, hollow for the earliest year; an en dash for the two shapes that fonts do not have."""
        own = hue(self.place_number)
        return own.hollow if self.shade == "pale" else own.full


def shades(periods: Sequence[tuple[int, int]]) -> tuple[Shade, ...]:
    """Shades of one place's reports in a picture, in the given order: the latest deep, the earliest pale, all between mid."""
    order = sorted(set(periods), key=lambda period: (period[1], period[0]))

    def shade(period: tuple[int, int]) -> Shade:
        if period == order[-1]:
            return "deep"
        return "pale" if period == order[0] else "mid"

    return tuple(shade(period) for period in periods)


_PLACE_ENDS = re.compile("(?:自治县|自治旗|林区|特区|新区|县|区|市|旗)$")


def short_place(place: str) -> str:
    """永宁 for 永宁县, where two characters or more are left; a place whose short form is known should be given by the caller."""
    short = _PLACE_ENDS.sub("", place)
    return short if len(short) >= 2 else place


def short_period(period: tuple[int, int]) -> str:
    """2022, or 2018—21 for several years: a column head is narrow."""
    start, end = period
    return str(start) if start == end else f"{start}—{end % 100:02d}"


def long_period(period: tuple[int, int]) -> str:
    start, end = period
    return str(start) if start == end else f"{start}—{end}"


def sides(
    places: Sequence[str],
    periods: Sequence[tuple[int, int]],
    numbers: Sequence[int],
    *,
    shorts: Mapping[str, str] | None = None,
    labels: Sequence[str] | None = None,
) -> tuple[Side, ...]:
    """One Side a report, in the given order. `periods` are (first year, last year); `numbers` the library's place numbers.

    shorts: short form of places, where the library knows it. labels: legend texts, `平罗县 2022` when not given.
    Only the first four places are coloured. Heads are years alone when all reports are of one place.
    """
    known = shorts or {}
    order = list(dict.fromkeys(places))
    found = []
    for index, (place, period, number) in enumerate(zip(places, periods, numbers, strict=True)):
        own = [index for index, other in enumerate(places) if other == place]
        shade = shades([periods[other] for other in own])[own.index(index)]
        head = short_period(period)
        if len(order) > 1:
            head = f"{known.get(place) or short_place(place)} {head}"
        label = labels[index] if labels else f"{place} {long_period(period)}"
        found.append(Side(label, head, number, shade, order.index(place) >= COLOURED))
    return tuple(found)


def _axis(size: int, colour: str) -> dict[str, Any]:
    plain = {"showgrid": False, "zeroline": False, "showline": False, "ticks": "", "fixedrange": True, "automargin": False}
    return {**plain, "gridcolor": GRID, "tickfont": {"size": size, "color": colour, "family": FONT}}


TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": FONT, "size": LABEL, "color": INK},
        "paper_bgcolor": WHITE,
        "plot_bgcolor": WHITE,
        "margin": {"l": 14, "r": 14, "t": 92, "b": 40},
        "colorway": [hue(number).deep for number in range(1, COLOURED + 1)],
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "bargap": 0.3,
        "hoverlabel": {"bgcolor": WHITE, "bordercolor": AXIS, "align": "left", "font": {"family": FONT, "size": LABEL, "color": INK}},
        "xaxis": _axis(SMALL, MUTED),
        "yaxis": _axis(LABEL, INK),
        "colorscale": {"sequential": [[index / 5, colour] for index, colour in enumerate(RAMP)]},
    }
)

_DICTIONARY = {
    "Download plot as a PNG": "下载图片（PNG）",
    "Download plot": "下载图片",
    "Preparing image - this may take a few seconds": "正在生成图片，请稍候",
    "Image download succeeded": "图片已下载",
    "Taking snapshot - this may take a few seconds": "正在生成图片，请稍候",
    "Snapshot succeeded": "图片已下载",
    "Sorry, there was a problem downloading your image!": "图片没有下载成功，请再点一次。",
    "Sorry, there was a problem downloading your snapshot!": "图片没有下载成功，请再点一次。",
    "Double-click to zoom back out": "双击还原",
}
_DAYS = ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"]
_MONTHS = ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"]
_LOCALE = {
    "moduleType": "locale",
    "name": "zh-CN",
    "dictionary": _DICTIONARY,
    "format": {
        "days": _DAYS,
        "shortDays": [day.replace("星期", "周") for day in _DAYS],
        "months": _MONTHS,
        "shortMonths": [f"{number}月" for number in range(1, 13)],
        "date": "%Y-%m-%d",
    },
}

#: Width of a picture saved from the page, and how often it is enlarged: 3840 pixels wide.
EXPORT_WIDTH, EXPORT_SCALE = 640, 6

_ILLEGAL = re.compile(r'[\\/:*?"<>|\s]+')


def file_stem(name: str) -> str:
    """A file name that Windows, macOS and Linux take: no separators, controls or dots at the ends, at most 80 characters."""
    visible = "".join(" " if unicodedata.category(character)[0] == "C" else character for character in name)
    stem = _ILLEGAL.sub("_", visible.strip()).strip("._")[:80].strip("._")
    return stem or "图"


def plot_config(file_name: str, height: int, *, width: int = EXPORT_WIDTH) -> dict[str, Any]:
    """`config` of st.plotly_chart: Chinese modebar with the one button that saves a PNG of `width` x `height`, six times enlarged."""
    scale = EXPORT_SCALE * EXPORT_WIDTH / width
    return {
        "locale": "zh-CN",
        "locales": {"zh-CN": _LOCALE},
        "displaylogo": False,
        "displayModeBar": "hover",
        "modeBarButtons": [["toImage"]],
        "showTips": False,
        "scrollZoom": False,
        "toImageButtonOptions": {"format": "png", "filename": file_stem(file_name), "width": width, "height": height, "scale": scale},
    }
