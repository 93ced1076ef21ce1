"""Ranked bars of words and the map of likeness: what is drawn, what a click returns, what nobody may see twice or cut."""

from typing import Any

import pandas as pd
import pytest

from analysis.charts import look, near, ranks
from analysis.charts.frame import Caption

SIDE = look.Side("甲山县 2024", "2024", 1)
CAPTION = Caption("甲山县 2024", source="来源：甲山县政协报告")


def words(figure: Any) -> list[str]:
    return [note.text for note in figure.layout.annotations if note.name != "frame"]


def rows(*pairs: tuple[str, float]) -> pd.DataFrame:
    return pd.DataFrame([(term, value, f"{value:g} 次", "（1.0）") for term, value in pairs], columns=list(ranks.RANK_COLUMNS))


def test_every_bar_has_its_word_its_number_and_its_click() -> None:
    figure = ranks.ranks(rows(("协商", 9), ("<b>提案</b>", 3)), SIDE, CAPTION)
    written = " ".join(words(figure))
    assert "9 次" in written and "3 次" in written and "<b>提案" not in written
    assert [row[0] for row in figure.data[0].customdata] == ["协商", "<b>提案</b>"]
    assert figure.layout.xaxis.range == (0, 9) and list(figure.data[0].x) == [9, 3]
    assert "协商 9 次" in figure.layout.meta["alt"]


def test_small_multiples_share_their_scale() -> None:
    assert ranks.ranks(rows(("协商", 3)), SIDE, CAPTION, top=9).layout.xaxis.range == (0, 9)


def test_no_word_at_all_is_a_picture_too() -> None:
    assert ranks.ranks(rows(), SIDE, CAPTION).layout.height > 0


def test_a_long_word_is_cut_in_the_picture_and_whole_under_the_pointer() -> None:
    figure = ranks.ranks(rows(("中国人民政治协商会议第一届全体会议", 2)), SIDE, CAPTION)
    assert any("…" in text for text in words(figure)) and "第一届全体会议" in figure.data[0].hovertext[0]


def spots(*places: tuple[str, float, float, int]) -> pd.DataFrame:
    return pd.DataFrame([(name, name, x, y, side, "乙") for name, x, y, side in places], columns=list(near.NEAR_COLUMNS))


def test_chosen_reports_are_coloured_and_named_all_others_grey() -> None:
    figure = near.near(spots(("甲", -1, 0, 0), ("乙", 1, 0, -1), ("丙", 0, 1, -1)), [SIDE], CAPTION)
    grey, bright = figure.data
    assert len(grey.x) == 2 and len(bright.x) == 1 and bright.customdata[0][0] == "甲"
    assert [text for text in words(figure) if "甲" in text] and not [text for text in words(figure) if "丙" in text]
    assert grey.marker.size < bright.marker.size


@pytest.mark.parametrize("scale", [1.0, 0.001, 1000.0])
def test_distance_keeps_its_shape(scale: float) -> None:
    """One scale for both axes: a point twice as far stays twice as far, however large the numbers are."""
    figure = near.near(spots(("甲", 0, 0, 0), ("乙", scale, 0, 0), ("丙", 0, 2 * scale, 0)), [SIDE], CAPTION)
    x, y = figure.data[1].x, figure.data[1].y
    assert (y[2] - y[0]) / (x[1] - x[0]) == pytest.approx(2)
    assert figure.layout.yaxis.scaleanchor == "x"
    assert all(0 <= one <= 1 for one in x)


def test_one_place_or_none_can_be_drawn() -> None:
    assert near.near(spots(("甲", 0, 0, 0)), [SIDE], CAPTION).data[1].x == (0.5,)
    assert near.near(spots(), [], CAPTION).layout.height > 0
