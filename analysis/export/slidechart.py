"""Native charts on slides: bars, lines, and rows that are each their own ruler. Their values are the page's values."""

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from analysis.charts.look import AXIS, GRID, HUES, INK, MISSING, MUTED, RULE
from analysis.charts.text import cut, width
from analysis.export.briefing import ABSENT, NativeChart, Series
from analysis.export.ooxml import child
from analysis.export.plain import clean, plain_number
from analysis.export.slideparts import EDGE, LEGEND, PAGE_WIDTH, SMALL, Box, Run, block, line, mark, rgb, set_font, words
from analysis.wording import number

#: Rulers on one slide; bars of all series together on one slide.
MOST_RULERS, MOST_BARS, MOST_YEARS = 8, 26, 24

#: Widest name of a row, in points: a longer one would push the bars off the slide.
_NAME = 250.0

_new_data: Any = CategoryChartData

#: Letters of a chart, in points.
_LABEL = 14

_WORKBOOK_READS = ("=", "{=", "http://", "https://", "ftp://", "ftps://", "mailto:", "internal:", "external:", "file://")

_SHAPES = {
    "circle": (MSO_SHAPE.OVAL, XL_MARKER_STYLE.CIRCLE),
    "square": (MSO_SHAPE.RECTANGLE, XL_MARKER_STYLE.SQUARE),
    "diamond": (MSO_SHAPE.DIAMOND, XL_MARKER_STYLE.DIAMOND),
    "triangle-up": (MSO_SHAPE.ISOSCELES_TRIANGLE, XL_MARKER_STYLE.TRIANGLE),
    "pentagon": (MSO_SHAPE.REGULAR_PENTAGON, XL_MARKER_STYLE.CIRCLE),
    "triangle-down": (MSO_SHAPE.FLOWCHART_MERGE, XL_MARKER_STYLE.TRIANGLE),
    "hexagon": (MSO_SHAPE.HEXAGON, XL_MARKER_STYLE.CIRCLE),
    "star": (MSO_SHAPE.STAR_5_POINT, XL_MARKER_STYLE.STAR),
}


def symbol(series: Series) -> tuple[Any, Any]:
    """Shape for the legend and marker for a line, by the hue of the place."""
    return _SHAPES[next((hue.symbol for hue in HUES if hue.deep == series.colour), "circle")]


def per_slide(native: NativeChart) -> int:
    """How many categories fit on one slide and can still be read."""
    if native.kind == "line":
        return MOST_YEARS
    return MOST_RULERS if native.ends else max(4, MOST_BARS // (len(native.series) + 1) + 3)


def legend(slide: Any, native: NativeChart, y: float, marks: Sequence[str] = ()) -> float:
    """Symbols and names of the series and the page's marks on one line; returns the y below."""
    x, room = EDGE, PAGE_WIDTH - 2 * EDGE
    for series in native.series:
        name = cut(clean(series.name), room / max(2, len(native.series)) - 30, LEGEND)
        if series.points:
            x -= 17  # its bars have the colours of several places, and each is named
        else:
            block(slide, Box(x, y + 5, 11, 11), fill=series.fill, outline=series.colour, shape=symbol(series)[0], thick=1.5)
        words(slide, Box(x + 17, y, width(name, LEGEND) + 12, 22), [[Run(name, LEGEND, MUTED)]], anchor="middle")
        x += width(name, LEGEND) + 17 + 22
    for word in marks:
        if x + width(word, SMALL) < PAGE_WIDTH - EDGE:
            x = mark(slide, word, x, y + 2)
    return y + 30


def draw(slide: Any, native: NativeChart, box: Box, rows: slice, *, alt: str) -> None:
    """The chart's categories `rows` into `box`; alt: the description that a screen reader reads."""
    if native.ends:
        _rulers(slide, native, box, rows, alt)
    elif native.kind == "line":
        _line(slide, native, box, rows, alt)
    else:
        _bars(slide, native, box, rows, alt)


def absences(native: NativeChart, rows: slice) -> str:
    """Which values are missing, in words: an empty place in a chart must not be read as zero."""
    found = []
    for series in native.series:
        names = [
            clean(native.categories[index])
            for index in range(len(native.categories))[rows]
            if series.values[index] is None and series.text(index) == ABSENT
        ]
        if names:
            shown = "、".join(names[:4]) + (f" 等 {len(names)} 项" if len(names) > 4 else "")
            found.append(f"{clean(series.name)}：{shown}")
    return f"{ABSENT}（空着，不是 0）——{'；'.join(found)}。" if found else ""


def _plain(text: str) -> str:
    """A name for the chart's own workbook, whose writer takes some beginnings for formulas and links; a space in front undoes that."""
    words_ = clean(text)
    return f" {words_}" if words_.lower().startswith(_WORKBOOK_READS) else words_


def _data(native: NativeChart, rows: slice) -> Any:
    data = _new_data(number_format="General")
    data.categories = [_plain(cut(clean(name), _NAME, _LABEL)) for name in native.categories[rows]]
    for series in native.series:
        data.add_series(_plain(series.name), series.values[rows])
    return data


def _add(slide: Any, kind: Any, box: Box, data: Any, alt: str) -> Any:
    frame = slide.shapes.add_chart(kind, *box.emu, data)
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("descr", alt[:1000])
    chart = frame.chart
    chart.has_title = chart.has_legend = False
    set_font(chart.font, _LABEL)
    return chart


def _bars(slide: Any, native: NativeChart, box: Box, rows: slice, alt: str) -> None:
    chart = _add(slide, XL_CHART_TYPE.BAR_CLUSTERED, box, _data(native, rows), alt)
    plot = chart.plots[0]
    count = len(native.categories[rows])
    plot.gap_width, plot.overlap = (45, -8) if count * len(native.series) > 4 else (120, -8)
    names, values = chart.category_axis, chart.value_axis
    names.reverse_order = True  # the first row on top
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = rgb(AXIS)
    set_font(names.tick_labels.font, _LABEL)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # beside the plot also where a value is below zero
    _value_axis(values, native)
    values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    for series, made in zip(native.series, plot.series, strict=True):
        _fill(made, series)
        for place, (colour, fill) in enumerate(series.points[rows]):
            _paint(made.points[place].format, colour, fill)
        _labels(made, series, native, rows, XL_LABEL_POSITION.OUTSIDE_END)


def _line(slide: Any, native: NativeChart, box: Box, rows: slice, alt: str) -> None:
    chart = _add(slide, XL_CHART_TYPE.LINE_MARKERS, box, _data(native, rows), alt)
    names, values = chart.category_axis, chart.value_axis
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = rgb(AXIS)
    set_font(names.tick_labels.font, _LABEL)
    _value_axis(values, native)
    set_font(values.tick_labels.font, SMALL, MUTED)
    for series, made in zip(native.series, chart.plots[0].series, strict=True):
        made.smooth = False
        made.format.line.color.rgb, made.format.line.width = rgb(series.colour), Pt(2.5)
        made.marker.style, made.marker.size = symbol(series)[1], 9
        made.marker.format.fill.solid()
        made.marker.format.fill.fore_color.rgb = rgb(series.fill)
        made.marker.format.line.color.rgb = rgb(series.colour)
        if len(native.series) <= 3:
            _labels(made, series, native, rows, XL_LABEL_POSITION.ABOVE)


def _value_axis(axis: Any, native: NativeChart) -> None:
    """From zero, with thin grid lines and no line of its own."""
    numbers = [value for series in native.series for value in series.values if value is not None]
    if not numbers or min(numbers) >= 0:
        axis.minimum_scale = 0
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(GRID)
    axis.major_gridlines.format.line.width = Pt(0.75)
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()


def _fill(made: Any, series: Series) -> None:
    made.invert_if_negative = False
    _paint(made.format, series.colour, series.fill)


def _paint(format_: Any, colour: str, fill: str) -> None:
    format_.fill.solid()
    format_.fill.fore_color.rgb = rgb(fill)
    format_.line.color.rgb, format_.line.width = rgb(colour), Pt(1.5)


def _labels(made: Any, series: Series, native: NativeChart, rows: slice, position: Any) -> None:
    """The value beside every mark; as the report writes it where that is more than the number (90余)."""
    labels = made.data_labels
    labels.show_value, labels.position = True, position
    labels.number_format, labels.number_format_is_linked = 'General"%"' if native.unit == "%" else "General", False
    set_font(labels.font, SMALL, series.colour if native.kind == "line" else INK)
    for place, index in enumerate(range(len(native.categories))[rows]):
        value = series.values[index]
        own = _beside(native, series, index) if native.kind == "line" else position
        if value is None or (own is position and not _worded(series, index, value)):
            continue
        label = made.points[place].data_label
        if _worded(series, index, value):
            run = label.text_frame.paragraphs[0].add_run()
            run.text = clean(series.text(index))
            set_font(run.font, SMALL, series.colour if native.kind == "line" else INK)
        else:
            set_font(label.font, SMALL, series.colour)
        label.position = own


def _worded(series: Series, index: int, value: float) -> bool:
    """Whether the report's wording says more than the number."""
    return bool(series.texts) and series.text(index) not in {plain_number(value), f"{plain_number(value)}%"}


def _beside(native: NativeChart, series: Series, index: int) -> Any:
    """Where a point's value stands so that lines which meet do not cover it: the highest above, the lowest below, others right."""
    here = [(value, -place) for place, one in enumerate(native.series) if (value := one.values[index]) is not None]
    own = (series.values[index], -native.series.index(series))
    if len(here) < 2 or own == max(here):
        return XL_LABEL_POSITION.ABOVE
    return XL_LABEL_POSITION.BELOW if own == min(here) else XL_LABEL_POSITION.RIGHT


def _rulers(slide: Any, native: NativeChart, box: Box, rows: slice, alt: str) -> None:
    """A row for each category: its name, a chart of its own from zero to the ruler's end, and the values in columns."""
    indexes = range(len(native.categories))[rows]
    columns = len(native.series)
    column = 132.0 if columns <= 2 else 96.0
    right = box.x + box.w
    first = right - column * columns
    length = first - 28 - (box.x + 26)
    for place, series in enumerate(native.series):
        head = cut(clean(series.name), column - 8, 13, bold=True)
        words(slide, Box(first + place * column, box.y, column, 18), [[Run(head, 13, series.colour, True)]])
    high = min((box.h - 22) / max(len(indexes), 3), 64)
    for row, index in enumerate(indexes):
        top = box.y + 22 + row * high
        unit = native.units[index] if native.units else native.unit
        label = cut(clean(native.categories[index]), length - width(unit, _LABEL) - 60, 15)
        words(slide, Box(box.x, top, length, 20), [[Run(label, 15), Run(f" {unit}", _LABEL, MUTED)]], anchor="middle")
        _ruler(slide, native, index, Box(box.x + 26, top + 20, length, max(high - 26, 12)), f"{alt}：{label}")
        for place, series in enumerate(native.series):
            missing = series.values[index] is None and series.text(index) == ABSENT
            text = cut(clean(series.text(index)), column - 4, 18, bold=True)
            run = Run(text, 14, MISSING) if missing else Run(text, 18 if columns <= 2 else 15, INK, True)
            words(slide, Box(first + place * column, top, column + 6, 23), [[run]], anchor="middle")
        _remarks(slide, native, index, first, top + 23, room=column * columns)


def _ruler(slide: Any, native: NativeChart, index: int, box: Box, alt: str) -> None:
    """One chart of one category over its ruler; an absent value is a dashed ring left of zero."""
    end = native.ends[index]
    middle = box.y + box.h / 2
    line(slide, (box.x, middle), (box.x + box.w, middle), colour=RULE)
    for x in (box.x, box.x + box.w):
        line(slide, (x, middle - 4), (x, middle + 4), colour=AXIS)
    words(slide, Box(box.x + box.w - 60, box.y - 15, 60, 14), [[Run(number(end), SMALL, MUTED)]], align="right")
    chart = _add(slide, XL_CHART_TYPE.BAR_CLUSTERED, box, _data(native, slice(index, index + 1)), alt)
    chart.category_axis.reverse_order = True
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, end
    chart.value_axis.has_major_gridlines = False
    chart.category_axis.visible = chart.value_axis.visible = False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 0, 0
    for series, made in zip(native.series, plot.series, strict=True):
        _fill(made, series)
    _whole_area(chart)
    absent = [series for series in native.series if series.values[index] is None and series.text(index) == ABSENT]
    for place, series in enumerate(absent):
        ring = block(
            slide,
            Box(box.x - 20, middle - 5.5 + (place - (len(absent) - 1) / 2) * 13, 11, 11),
            fill=None,
            outline=series.colour,
            shape=MSO_SHAPE.OVAL,
        )
        ring.line.dash_style = MSO_LINE.SQUARE_DOT


def _whole_area(chart: Any) -> None:
    """The plot fills its frame, so that zero and the ruler's end lie where they are drawn; the library has no interface for it."""
    area = chart._chartSpace.chart.plotArea
    for found in area.findall(qn("c:layout")):
        area.remove(found)
    layout = child(area, qn("c:layout"))
    area.insert(0, layout)
    manual = child(layout, qn("c:manualLayout"))
    for name, value in (("layoutTarget", "inner"), ("xMode", "edge"), ("yMode", "edge"), ("x", "0"), ("y", "0"), ("w", "1"), ("h", "1")):
        child(manual, qn(f"c:{name}"), {"val": value})


def _remarks(slide: Any, native: NativeChart, index: int, x: float, y: float, *, room: float) -> None:
    """Marks in their boxes, then the difference in words."""
    end = x + room
    for word in native.marks[index][:2] if native.marks else ():
        x = mark(slide, word, x, y, size=11)
    remark = clean(native.remarks[index]) if native.remarks else ""
    if remark:
        words(slide, Box(x, y, max(end - x, 40), 18), [[Run(cut(remark, end - x, 13), 13, MUTED)]], anchor="middle")
