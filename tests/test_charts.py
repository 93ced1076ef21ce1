"""What the charts say and how they stand on the picture; the tokens are in test_look."""

import json
import re
from dataclasses import replace
from functools import cache
from math import isclose
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.charts import bars, butterfly, cloud, dots, frame, grid, heat, lines, look, matrix, rulers, scatter, shares, slide, text
from analysis.charts.frame import Caption
from tests import chart_frames as demo
from tests.chart_gallery import figures

CHINESE = "一乙丙丁甲山水河海林川，。、；（）“”0123456789 aB%—"
PAGE = {name: make for name, make in figures().items() if not name.startswith("slide-")}
SLIDES = {name: make for name, make in figures().items() if name.startswith("slide-")}


@cache
def drawn(name: str) -> Any:
    """A picture of the gallery, made once; tests that change it make their own."""
    return {**PAGE, **SLIDES}[name]()


def plain(markup: str) -> str:
    """The words of an annotation without plotly's markup."""
    return re.sub(r"<[^>]*>", "", markup).replace("&lt;", "<").replace("&gt;", ">").replace("&#36;", "$").replace("&amp;", "&")


def words(figure: Any, *, own: bool = True) -> list[str]:
    """Words of the chart's own annotations, or of its frame."""
    return [plain(note.text) for note in figure.layout.annotations if (note.name != "frame") is own]


def shapes(figure: Any, **wanted: Any) -> list[Any]:
    return [shape for shape in figure.layout.shapes if all(shape[key] == value for key, value in wanted.items())]


def joins(figure: Any) -> list[Any]:
    """Connecting lines: the only lines of 3 pixels."""
    return [shape for shape in figure.layout.shapes if shape.type == "line" and shape.line.width == 3]


def boxes(figure: Any, wide: int) -> list[tuple[str, text.Box]]:
    """Estimated box of every annotation in pixels from the lower left corner of a picture `wide` pixels wide."""
    layout = figure.to_plotly_json()["layout"]  # reading plain dictionaries is ten times faster than plotly's objects
    margin, height = layout["margin"], layout["height"]
    low, high = layout["yaxis"]["range"]
    inner, tall = wide - margin["l"] - margin["r"], height - margin["t"] - margin["b"]
    found = []
    for note in layout["annotations"]:
        share = note["y"] if note["yref"] == "paper" else (note["y"] - low) / (high - low)
        x, y = margin["l"] + note["x"] * inner + note["xshift"], margin["b"] + share * tall + note["yshift"]
        words_, size = plain(note["text"]), note["font"]["size"]
        broad = text.width(words_, size, bold=note["text"].startswith("<b>"))
        left = x - {"left": 0.0, "right": broad, "center": broad / 2}[note["xanchor"]]
        found.append((words_, (left, y - size * 0.5, left + broad, y + size * 0.5)))
    return found


# --- words ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words_", "safe"),
    [
        ("<b>粗</b>", "&lt;b&gt;粗&lt;/b&gt;"),
        ("甲 & 乙", "甲 &amp; 乙"),
        ("$x$", "&#36;x&#36;"),
        ('“引”"号"', '“引”"号"'),
        ("一\n二\x00三", "一 二 三"),
        ("&lt;", "&amp;lt;"),
    ],
)
def test_escape(words_: str, safe: str) -> None:
    assert text.escape(words_) == safe


def test_width_counts_ems() -> None:
    assert text.width("政协", 14) == 28
    assert text.width("2022", 14) < text.width("政协", 14) + 5
    assert text.width("", 14) == 0
    assert text.width("政协", 14, bold=True) > 28


@given(st.text(CHINESE, max_size=60), st.integers(30, 330))
def test_wrap_loses_nothing_and_fits(words_: str, room: int) -> None:
    found = text.wrap(words_, room, 12, lines=99)
    assert "".join("".join(found).split()) == "".join(words_.split())
    assert all(text.width(line, 12) <= room for line in found)


@given(st.text(CHINESE, min_size=1, max_size=60), st.integers(1, 3))
def test_wrap_keeps_to_its_lines(words_: str, most: int) -> None:
    found = text.wrap(words_, 60, 12, lines=most)
    assert len(found) <= most
    assert all(text.width(line, 12) <= 60 for line in found)


def test_wrap_breaks_after_a_pause_and_never_before_a_closing_mark() -> None:
    found = text.wrap("来源：甲山县政协、乙水县政协年度工作报告；自动读数，未核", 280, 12)
    assert found == ["来源：甲山县政协、乙水县政协年度工作报告；", "自动读数，未核"]
    assert not any(line[0] in "，。；）”" for line in text.wrap("一二三四五，六七八九十）一二三四五。", 60, 12))
    assert "2018—2021" in "|".join(text.wrap("甲山县工作报告 2018—2021", 100, 12))


def test_cut_says_that_it_cuts() -> None:
    assert text.cut("向党委请示报告", 200, 14) == "向党委请示报告"
    assert text.cut("向党委请示报告", 60, 14) == "向党委…"


def test_first_free_keeps_labels_apart() -> None:
    taken: list[text.Box] = []
    spots = ((0, 17, "center"), (0, -17, "center"))
    assert text.first_free(spots, (50, 50), (30, 15), taken) == spots[0]
    assert text.first_free(spots, (50, 50), (30, 15), taken) == spots[1]
    assert not text.meets(*taken)


# --- rulers --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "end"), [(0, 1), (1, 1), (1.01, 1.5), (5, 5), (5.1, 6), (37, 40), (63, 80), (81, 100), (101, 150), (970000, 1e6), (0.7, 0.8)]
)
def test_nice_end(value: float, end: float) -> None:
    assert isclose(rulers.nice_end(value), end)


@given(st.floats(1e-3, 1e9))
def test_nice_end_holds_the_value(value: float) -> None:
    assert value * (1 - 1e-6) <= rulers.nice_end(value) <= value * 2 + 1e-9


@pytest.mark.parametrize(
    ("values", "bounds", "percent", "expected"),
    [
        ([107], ["exact"], False, (0, 150)),
        ([90], ["at_least"], False, (0, 150)),  # 1.12 x 90 lies over 100, so that the arrow has room
        ([90], ["exact"], False, (0, 100)),
        ([90], ["below"], False, (0, 100)),
        ([42], ["exact"], True, (0, 100)),
        ([98], ["at_least"], True, (0, 100)),
        ([120], ["exact"], True, (0, 150)),
        ([0], ["exact"], False, (0, 1)),
        ([-5, 20], ["exact", "exact"], False, (-5, 20)),
        ([], [], False, (0, 1)),
    ],
)
def test_ruler(values: list[float], bounds: list[str], percent: bool, expected: tuple[float, float]) -> None:
    assert rulers.ruler(values, bounds, percent=percent) == expected


@given(st.floats(0.01, 1e8))
def test_ticks_begin_at_zero_and_stay_inside(end: float) -> None:
    found = rulers.ticks(end)
    assert found[0] == 0 and 2 <= len(found) <= 5 and found[-1] <= end * (1 + 1e-6)


# --- every picture -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*PAGE, *SLIDES])
def test_every_picture_has_what_a_picture_needs(name: str) -> None:
    figure = drawn(name)
    layout = figure.layout
    assert layout.meta["alt"].startswith(layout.meta["caption"]["title"])
    assert layout.height and layout.margin.t and layout.paper_bgcolor is None  # the template's white
    assert layout.template.layout.font.family == look.FONT
    assert all(note.font.size >= 12 for note in layout.annotations)
    assert all(note.showarrow is False for note in layout.annotations)
    assert sum(shape.name == "frame" and shape.type == "line" for shape in layout.shapes) == 3, "the ink rule"
    for trace in figure.data:
        if trace.hoverinfo != "skip" and trace.x is not None and len(trace.x):
            assert trace.selected.marker.opacity == trace.unselected.marker.opacity == 1
            assert len(trace.customdata) == len(trace.x) == len(trace.hovertext)


@pytest.mark.parametrize("wide", [358, 554, 640, 1180])
@pytest.mark.parametrize("name", PAGE)
def test_no_word_is_cut_by_the_edge(name: str, wide: int) -> None:
    figure = drawn(name)
    for words_, (left, low, right, high) in boxes(figure, wide):
        assert left >= -1 and right <= wide + 1, words_
        assert low >= 0 and high <= figure.layout.height, words_


@pytest.mark.parametrize("wide", [358, 640])
@pytest.mark.parametrize("name", [name for name in PAGE if name != "cloud"])  # two sizes in one label; its own test looks at it
def test_no_word_lies_on_another(name: str, wide: int) -> None:
    found = boxes(drawn(name), wide)
    for index, (words_, (a, b, c, d)) in enumerate(found):
        for other, (e, f, g, h) in found[index + 1 :]:
            assert min(c, g) - max(a, e) <= 2 or min(d, h) - max(b, f) <= 2, (words_, other)


@pytest.mark.parametrize("name", SLIDES)
def test_no_word_of_a_slide_is_cut(name: str) -> None:
    figure = drawn(name)
    assert (figure.layout.width, figure.layout.height) == (960, 540)
    for words_, (left, low, right, high) in boxes(figure, 960):
        assert left >= 20 and right <= 944 and low >= 0 and high <= 540, words_


# --- frame ---------------------------------------------------------------------------------------------------------------


def test_caption_travels_in_the_figure() -> None:
    caption = Caption("题", demo.FOUR, "年均", ("层级不同",), "注", "来源")
    assert frame.restore(frame.store(caption)) == caption


def test_long_titles_and_legends_take_more_lines() -> None:
    short, long = (
        frame.lay_out(Caption("党建与学习", demo.YEARS)),
        frame.lay_out(Caption("党建与学习" * 6, demo.FOUR, marks=("层级不同", "未核"))),
    )
    assert (len(short.title), len(short.legend)) == (1, 1)
    assert len(long.title) == 2 and len(long.legend) == 2
    assert long.top > short.top
    twenty = frame.lay_out(Caption("一二三四五六七八九十一二三四五六七八九十"[:19]))
    assert len(twenty.title) == 1


def test_report_text_is_never_markup() -> None:
    bad = "<img src=x>&$y$"
    side = look.Side(bad, bad, 1)
    table = demo.rows((bad, "x", bad, bad[:3], (demo.one(3, bad),)))
    figure = dots.dots(table, demo.pairs(), (side,), Caption(bad, (side,), bad, (bad,), bad, bad))
    every = [note.text for note in figure.layout.annotations] + [label for trace in figure.data for label in trace.hovertext]
    assert every and not any("<img" in words_ or "$" in words_ for words_ in every)


# --- dots ----------------------------------------------------------------------------------------------------------------


def draw(
    *entries: demo.Entry, comparable: bool = True, difference: str = "", marks: tuple[str, ...] = (), unit: str = "条", **options: Any
) -> Any:
    sides = options.get("sides", demo.YEARS)
    table = demo.rows(("社情民意", "x", "编发", unit, entries))
    return dots.dots(table, demo.pairs(("x", comparable, difference, marks)), sides, Caption("社情民意", sides))


def test_a_line_joins_only_what_may_be_compared() -> None:
    assert [shape.line.color for shape in joins(draw(demo.one(53), demo.one(94)))] == [demo.YEARS[0].colour]
    assert [shape.line.color for shape in joins(draw(demo.one(53), demo.one(94), sides=demo.PLACES))] == [look.AXIS]
    assert joins(draw(demo.one(53), demo.one(94), comparable=False, marks=("口径不同",))) == []
    assert joins(draw(demo.one(53), demo.NONE)) == []
    assert joins(draw(demo.one(12), demo.one(12))) == []
    several: demo.Entry = ((6, 9), ("6", "9"), ("exact", "exact"), "total")
    assert joins(draw(demo.one(12), several)) == []


@pytest.mark.parametrize("bound", ["at_least", "below", "about"])
def test_a_bound_is_an_open_end(bound: str) -> None:
    figure = draw(demo.one(90, "90余", bound), demo.one(25))
    arrows = [shape for shape in figure.layout.shapes if shape.type == "path" and shape.line.width == 2]
    assert [shape.path for shape in arrows] == [dots._ARROWS[bound]]
    assert arrows[0].xsizemode == arrows[0].ysizemode == "pixel"
    assert not [shape for shape in draw(demo.one(90), demo.one(25)).layout.shapes if shape.type == "path" and shape.line.width == 2]


def test_missing_is_a_word_and_an_empty_ring_and_never_zero() -> None:
    figure = draw(demo.NONE, demo.one(63))
    rings = shapes(figure, type="circle")
    assert len(rings) == 1 and rings[0].line.dash == "2px,2px" and rings[0].line.color == demo.YEARS[0].colour
    assert look.ABSENT in words(figure) and "0" not in words(figure)
    assert figure.data[0].x[0] < 0 and list(figure.data[0].customdata[0]) == ["x", 0]
    assert shapes(draw(demo.one(0), demo.one(63)), type="circle") == []


def test_equal_values_stand_in_each_other() -> None:
    figure = draw(demo.one(12), demo.one(12), difference="持平")
    assert (figure.data[0].marker.size[0], figure.data[1].marker.size[0]) == (20, 11)
    assert figure.data[0].marker.color[0] == look.WHITE
    assert draw(demo.one(12), demo.one(13)).data[0].marker.size[0] == 13


def test_several_figures_are_several_dots_and_never_a_sum() -> None:
    figure = draw(demo.one(12), ((6, 9), ("6", "9"), ("exact", "exact"), "total"), comparable=False)
    assert len(figure.data[1].x) == 2 and "6／9" in words(figure) and "15" in words(figure)  # 15 is the ruler's end
    assert [round(x * 15) for x in figure.data[1].x] == [6, 9]


def test_at_most_two_marks_comparison_first_and_those_of_the_page_left_out() -> None:
    figure = draw(demo.one(97), demo.one(80), comparable=False, marks=("约数", "未核", "局部", "层级不同", "口径不同"))
    boxed = [plain(note.text) for note in figure.layout.annotations if note.bordercolor and note.name != "frame"]
    assert boxed == ["口径不同", "约数"]


def test_values_and_difference_are_written() -> None:
    figure = draw(demo.one(53), demo.one(94), difference="增 41")
    assert {"53", "94", "增 41", "100", "编发 条"} <= set(words(figure))


def test_percent_ruler_is_a_hundred_and_the_sign_stands_once() -> None:
    figure = draw(demo.one(42, "42%"), demo.one(55.5, "55.5%"), unit="%")
    assert {"编发 %", "42", "55.5", "100"} <= set(words(figure))


def test_points_lead_to_their_sentences() -> None:
    figure = draw(demo.one(53), demo.one(94))
    assert [list(trace.customdata[0]) for trace in figure.data] == [["x", 0], ["x", 1]]
    assert "点一下，看原句" in figure.data[0].hovertext[0]


def test_a_long_group_is_continued_in_even_parts() -> None:
    table = demo.rows(*[("组", f"k{number}", "编发", "条", (demo.one(number), demo.one(2))) for number in range(9)])
    found = dots.by_group(table, demo.pairs(*[(f"k{number}", True, "", ()) for number in range(9)]), demo.YEARS, demo.CAPTION)
    assert [figure.layout.meta["caption"]["title"] for figure in found] == ["组", "组（续）"]
    assert [len(figure.data[0].x) for figure in found] == [5, 4]


def test_two_columns_keep_the_order_and_balance_heights() -> None:
    found = dots.by_group(demo.ROWS, demo.PAIRS, demo.YEARS, demo.CAPTION)
    left, right = dots.two_columns(found)
    assert [*left, *right] == found and len(left) == 1
    assert dots.two_columns([]) == ([], [])


def test_four_sides_write_four_values_behind_their_symbols() -> None:
    figure = PAGE["dots-four"]()
    assert {"100余", "未提及", "5200余"} <= set(words(figure))
    assert len(figure.data) == 4 and {trace.marker.symbol for trace in figure.data} == {"circle", "square", "diamond", "triangle-up"}


# --- the other charts ----------------------------------------------------------------------------------------------------


def test_shares_are_sorted_by_the_last_side() -> None:
    table = pd.DataFrame(
        [("a", "提案", 0, 0.3), ("a", "提案", 1, 0.1), ("b", "协商", 0, 0.1), ("b", "协商", 1, 0.2)], columns=shares.SHARE_COLUMNS
    )
    figure = shares.shares(table, demo.YEARS, Caption("篇幅", demo.YEARS))
    assert [list(point) for point in figure.data[1].customdata] == [["b", 1], ["a", 1]]
    assert list(figure.data[1].x) == [20, 10] and figure.layout.xaxis.tickvals[-1] >= 30
    assert {"30.0", "20.0"} <= set(words(figure))


def test_butterfly_writes_zero_and_draws_no_bar_for_it() -> None:
    figure = butterfly.butterfly(demo.WORDS, demo.YEARS, Caption("词"))
    left = {point[0] for point in figure.data[0].customdata}
    assert "75周年" not in left and "制度" in left
    assert "0" in words(figure) and "更多见于 2022" in words(figure)
    lengths = {point[0]: -x for point, x in zip(figure.data[0].customdata, figure.data[0].x, strict=True)}
    assert lengths["制度"] / lengths["学习"] == pytest.approx(32.1 / 18.4)
    assert all(x > 0 for x in lengths.values())


def test_butterfly_takes_six_words_a_block_and_needs_no_second_block() -> None:
    many = pd.DataFrame([(f"词{number}", 9, 1, 9.0, 1.0) for number in range(9)], columns=butterfly.WORD_COLUMNS)
    figure = butterfly.butterfly(many, demo.PLACES, Caption("词"))
    assert len(figure.data[0].x) == 6 and "更多见于丙州 2024" not in words(figure)


def test_bars_are_ranked_and_missing_stands_last() -> None:
    figure = bars.bars(demo.ONE_INDICATOR, demo.FIVE, Caption("收集"), marks={3: ("层级不同",)})
    assert [point[1] for point in figure.data[0].customdata] == [2, 3, 1, 0]
    assert look.ABSENT in words(figure) and "140 条" in words(figure)
    assert {"层级不同", "局部"} <= set(words(figure))
    given = bars.bars(demo.ONE_INDICATOR, demo.FIVE, Caption("收集"), ranked=False)
    assert [point[1] for point in given.data[0].customdata] == [0, 1, 2, 3]


def test_bars_draw_several_figures_side_by_side_and_never_their_sum() -> None:
    table = demo.rows(("组", "x", "请示", "次", (demo.one(12), ((6, 9), ("6", "9"), ("exact", "exact"), "total"))))
    figure = bars.bars(table, demo.YEARS, Caption("请示"))
    assert sorted(figure.data[0].x) == [6, 9, 12] and "6／9 次" in words(figure)
    assert len({round(y, 3) for y in figure.data[0].y}) == 3


def test_grid_draws_four_years_as_one_bar_and_overlaps_in_lanes() -> None:
    found = grid.grid(demo.HELD)
    assert found.years == tuple(range(2018, 2025)) and not found.low and not found.left_out
    rows = {row.place: row.lanes for row in found.rows}
    assert all(sum(cell.years for cell in lanes[0]) == 7 for lanes in rows.values())
    first, second = rows["丁海蒙古族自治县"]
    assert [(cell.kind, cell.years, cell.words) for cell in first[:2]] == [("held", 4, "17 四年合计"), ("empty", 1, "")]
    assert [(cell.kind, cell.words) for cell in second] == [("blank", ""), ("blank", ""), ("held", "9"), ("blank", "")]
    assert {cell.lanes for cell in first if cell.kind == "empty"} == {2}  # a year without a report is one cell beside both
    [cut] = rows["戊林县"]
    assert (cut[0].id, cut[0].years, cut[0].words) == ("戊林县-2015-2019", 2, "44")
    [kinds] = ([cell.kind for cell in lane] for lane in rows["甲山县"])
    assert kinds == ["empty"] * 4 + ["held"] * 3 and rows["甲山县"][0][-1].fill == look.hue(1).deep
    assert grid.grid(demo.HELD, last_year=2019).years[-1] == 2019


def test_grid_of_many_places_is_low_grouped_and_coloured_only_where_chosen() -> None:
    found = grid.grid(demo.held_many(70), chosen=("第3县",))
    assert found.low and found.left_out == 10 and len(found.rows) == 60
    assert [row.head for row in found.rows if row.head] == [f"第{number}市" for number in range(7)]
    lines = {row.place: {cell.line for lane in row.lanes for cell in lane if cell.kind == "held"} for row in found.rows}
    assert lines["第3县"] == {look.hue(4).deep} and lines["第4县"] == {look.AXIS}


def test_grid_of_nothing_has_years_and_no_rows() -> None:
    empty = grid.grid(pd.DataFrame(columns=grid.HELD_COLUMNS))
    assert len(empty.years) == 7 and not empty.rows


def test_lines_leave_gaps_and_join_only_following_years() -> None:
    figure = lines.lines(demo.LINES, Caption("收集", lines.legend(demo.LINES)))
    strokes = [tuple(trace.x) for trace in figure.data if trace.mode == "lines"]
    assert strokes == [(2018, 2019), (2019, 2020), (2021, 2022), (2022, 2023), (2023, 2024)]
    assert [trace.line.color for trace in figure.data if trace.mode == "lines"].count(look.hue(1).deep) == 2
    assert len(shapes(figure, type="rect")) == 1 and "142 四年合计" in words(figure)
    assert len(shapes(figure, type="circle")) == 1 and look.ABSENT in words(figure)


def test_lines_do_not_join_a_whole_with_a_part() -> None:
    table = demo.LINES.iloc[:2].copy()
    table["scope"] = ["total", "part"]
    assert not [trace for trace in lines.lines(table, Caption("收集")).data if trace.mode == "lines"]


def test_heat_hatches_what_is_missing_and_never_paints_it() -> None:
    figure = heat.heat(demo.heat_table(), Caption("词"))
    missing = int(demo.heat_table()["value"].isna().sum())
    assert missing and len(figure.data[1].x) == missing and figure.data[1].marker.pattern.shape == "/"
    assert "斜线格：未提及" in "".join(words(figure, own=False)) and "nan" not in words(figure)
    assert set(figure.data[0].marker.color) <= set(look.RAMP)


def test_heat_by_column_uses_the_whole_ramp_in_each_column_and_says_so() -> None:
    table = pd.DataFrame(
        [("a", "小", 1.0, "1", "k"), ("b", "小", 2.0, "2", "k"), ("a", "大", 100.0, "100", "k"), ("b", "大", 200.0, "200", "k")],
        columns=heat.HEAT_COLUMNS,
    )
    own = heat.heat(table, Caption("词"), by_column=True)
    assert list(own.data[0].marker.color) == [look.RAMP[0], look.RAMP[5]] * 2
    assert "每一列" in "".join(words(own, own=False))
    together = heat.heat(table, Caption("词"))
    assert list(together.data[0].marker.color[:2]) == [look.RAMP[0]] * 2
    assert "每一列" not in "".join(words(together, own=False))


def test_heat_pages_split_columns_that_a_phone_cannot_hold() -> None:
    found = heat.pages(demo.likeness_table(12), Caption("相似"))
    assert [figure.layout.meta["caption"]["title"] for figure in found] == ["相似", "相似（续）"]
    assert sum(len(figure.data[0].x) for figure in found) == 144


def test_scatter_labels_the_words_farthest_from_the_diagonal() -> None:
    table = pd.DataFrame(
        [(f"词{number}", 10, 10, 10.0 + number, 10.0 + number) for number in range(20)] + [("远词", 0, 30, 0.0, 90.0)],
        columns=scatter.SCATTER_COLUMNS,
    )
    figure = scatter.scatter(table, demo.PLACES, Caption("词"))
    assert "远词" in words(figure) and "远词" in figure.layout.meta["alt"]
    labels = [words_ for words_ in words(figure) if words_.startswith("词")]
    assert len(labels) < scatter.LABELLED
    assert list(figure.data[0].customdata[-1]) == ["远词", 1]


def test_cloud_is_the_same_every_time_and_no_word_meets_another() -> None:
    first, second = cloud.place(demo.cloud_table()), cloud.place(demo.cloud_table().iloc[::-1])
    assert first == second and len(first) > 25
    assert not any(a.meets(b) for index, a in enumerate(first) for b in first[index + 1 :])
    assert first[0].term == "政协" and first[0].size == cloud.LARGEST


def test_matrix_writes_values_as_they_are() -> None:
    figure = matrix.matrix(demo.five_rows(), demo.FIVE, Caption("指标"))
    found = words(figure)
    assert {"6／9", "100%", "97万", "未提及", "集中学习 次", "4 期", "40余", "局部"} <= set(found)
    assert "党建与学习" in found
    assert matrix.columns_that_fit() == 8


EMPTY = {
    "dots": lambda: dots.dots(pd.DataFrame(columns=dots.ROW_COLUMNS), demo.pairs(), demo.YEARS, demo.CAPTION),
    "shares": lambda: shares.shares(pd.DataFrame(columns=shares.SHARE_COLUMNS), demo.YEARS, demo.CAPTION),
    "butterfly": lambda: butterfly.butterfly(pd.DataFrame(columns=butterfly.WORD_COLUMNS), demo.YEARS, demo.CAPTION),
    "bars": lambda: bars.bars(demo.rows(), demo.YEARS, demo.CAPTION),
    "lines": lambda: lines.lines(pd.DataFrame(columns=lines.LINE_COLUMNS), demo.CAPTION),
    "heat": lambda: heat.heat(pd.DataFrame(columns=heat.HEAT_COLUMNS), demo.CAPTION),
    "scatter": lambda: scatter.scatter(pd.DataFrame(columns=scatter.SCATTER_COLUMNS), demo.PLACES, demo.CAPTION),
    "cloud": lambda: cloud.cloud(pd.DataFrame(columns=cloud.CLOUD_COLUMNS), demo.YEARS[0], demo.CAPTION),
    "matrix": lambda: matrix.matrix(demo.rows(), demo.FIVE, demo.CAPTION),
}


@pytest.mark.parametrize("name", EMPTY)
def test_nothing_to_draw_is_an_empty_picture_and_no_error(name: str) -> None:
    figure = EMPTY[name]()
    assert figure.layout.height > 80 and slide.slide(figure).layout.height == 540


@pytest.mark.parametrize("name", PAGE)
def test_plotly_knows_every_name_and_value(name: str) -> None:
    """Pages draw without this check, for its time."""
    drawn = PAGE[name]()
    assert json.loads(go.Figure(drawn.to_dict()).to_json()) == json.loads(drawn.to_json())


# --- slide ---------------------------------------------------------------------------------------------------------------


def test_slide_leaves_the_page_figure_alone_and_grows_its_letters() -> None:
    figure = PAGE["dots-years"]()
    before = figure.to_json()
    framed = slide.slide(figure, words={"title": "甲山县 2022 年与 2024 年：党建与学习"})
    assert figure.to_json() == before
    title = next(note for note in framed.layout.annotations if plain(note.text).startswith("甲山县 2022 年与"))
    assert title.font.size == 24 and title.font.family == look.SERIF
    sizes = {plain(note.text): note.font.size for note in framed.layout.annotations}
    assert sizes["31"] == 18 and sizes["集中学习 次"] == 16
    assert any(words_.startswith("每行一把尺") for words_ in sizes)
    assert max(framed.data[0].marker.size) > max(figure.data[0].marker.size)


def test_slide_of_another_size() -> None:
    framed = slide.slide(PAGE["bars"](), width=720, height=720)
    assert (framed.layout.width, framed.layout.height) == (720, 720)
    assert all(right <= 720 for _, (_, _, right, _) in boxes(framed, 720))


def test_slide_refuses_a_foreign_figure() -> None:
    foreign = PAGE["bars"]()
    foreign.layout.meta = None
    with pytest.raises(ValueError, match="caption"):
        slide.slide(foreign)


def test_caption_can_be_replaced_by_the_caller() -> None:
    caption = replace(demo.CAPTION, title="社情民意")
    assert frame.lay_out(caption).title == ["社情民意"]
