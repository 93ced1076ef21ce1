"""The tokens: contrast, palette, shades, template and what the browser is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.charts import look


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_formula_against_known_pairs() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("number", range(1, 9))
def test_letters_of_every_place_can_be_read(number: int) -> None:
    own = look.hue(number)
    assert contrast(own.deep, look.WHITE) >= 4.5
    for shade in ("deep", "mid", "pale"):
        side = look.Side("甲山县 2022", "2022", number, shade)
        assert contrast(side.on_fill, side.fill) >= 4.5, shade
        assert contrast(side.colour, look.WHITE) >= 3, "outline"


@pytest.mark.parametrize("shade", ["deep", "mid", "pale"])
def test_grey_places_can_be_read_too(shade: look.Shade) -> None:
    side = look.Side("某县 2022", "某县 2022", 5, shade, muted=True)
    assert contrast(side.on_fill, side.fill) >= 4.5
    assert contrast(side.letters, look.WHITE) >= 4.5
    assert contrast(side.colour, look.WHITE) >= 3


@pytest.mark.parametrize(
    ("letters", "ground", "least"),
    [(look.INK, look.WHITE, 15), (look.MUTED, look.WHITE, 6), (look.MUTED, look.PAPER, 5.5), (look.MISSING, look.WHITE, 4.5)],
)
def test_words_can_be_read(letters: str, ground: str, least: float) -> None:
    assert contrast(letters, ground) >= least


@pytest.mark.parametrize("kind", ["comparison", "precision"])
def test_marks_can_be_read(kind: look.Kind) -> None:
    letters, ground, _ = look.MARK_COLOURS[kind]
    assert contrast(letters, ground) >= 4.5


def test_heat_letters_can_be_read_on_every_step() -> None:
    for step, colour in enumerate(look.RAMP):
        assert contrast(look.WHITE if step >= 4 else look.INK, colour) >= 4.5, step


def test_grey_print_keeps_the_three_shades_apart() -> None:
    for own in look.HUES:
        deep, mid, pale = (luminance(colour) for colour in (own.deep, own.mid, own.pale))
        assert deep < 0.22 < mid < 0.6 < pale


def test_every_place_has_its_own_hue_and_symbol() -> None:
    assert len({own.deep for own in look.HUES}) == len({own.symbol for own in look.HUES}) == 8
    assert look.hue(9) == look.hue(1)


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ([(2022, 2022)], ["deep"]),
        ([(2022, 2022), (2024, 2024)], ["pale", "deep"]),
        ([(2024, 2024), (2022, 2022)], ["deep", "pale"]),
        ([(2021, 2021), (2022, 2022), (2023, 2023), (2024, 2024)], ["pale", "mid", "mid", "deep"]),
        ([(2018, 2021), (2021, 2021)], ["pale", "deep"]),
        ([(2022, 2022), (2022, 2022)], ["deep", "deep"]),
    ],
)
def test_shade_depends_on_the_choice(periods: list[tuple[int, int]], expected: list[str]) -> None:
    assert list(look.shades(periods)) == expected


@given(st.lists(st.integers(2000, 2030), min_size=1, max_size=9, unique=True))
def test_one_deep_and_one_pale(years: list[int]) -> None:
    found = look.shades([(year, year) for year in years])
    assert found.count("deep") == 1
    assert found.count("pale") == (len(years) > 1)
    assert found[years.index(max(years))] == "deep"


def test_heads_are_years_alone_for_one_place() -> None:
    left, right = look.sides(["平山县", "平山县"], [(2022, 2022), (2024, 2024)], [3, 3])
    assert (left.short, right.short) == ("2022", "2024")
    assert (left.shade, right.shade) == ("pale", "deep")
    assert (left.label, left.colour) == ("平山县 2022", "#025446")
    assert (left.glyph, right.glyph) == ("◇", "◆")


def test_heads_name_the_place_when_there_are_two() -> None:
    left, right = look.sides(["永河县", "中州市"], [(2022, 2022), (2018, 2021)], [2, 3])
    assert (left.short, right.short) == ("永河 2022", "中州 2018—21")
    assert right.label == "中州市 2018—2021"
    assert left.shade == right.shade == "deep"


def test_given_short_forms_and_labels_win() -> None:
    found = look.sides(["阜山蒙古族自治县", "永河县"], [(2022, 2022)] * 2, [1, 2], shorts={"阜山蒙古族自治县": "阜山"}, labels=["甲", "乙"])
    assert [side.short for side in found] == ["阜山 2022", "永河 2022"]
    assert [side.label for side in found] == ["甲", "乙"]


def test_the_fifth_place_is_grey_and_no_earlier_one() -> None:
    places = ["甲山县", "乙水县", "丙州市", "丁海县", "戊林县", "甲山县"]
    found = look.sides(places, [(2022, 2022)] * 5 + [(2024, 2024)], [1, 2, 3, 4, 5, 1])
    assert [side.muted for side in found] == [False, False, False, False, True, False]
    assert found[4].colour == look.AXIS


@pytest.mark.parametrize(
    ("place", "short"), [("永宁县", "永宁"), ("中卫市", "中卫"), ("某某蒙古族自治县", "某某蒙古族"), ("区县", "区县"), ("雄安新区", "雄安")]
)
def test_short_place(place: str, short: str) -> None:
    assert look.short_place(place) == short


def test_template_names_a_simplified_face_everywhere() -> None:
    layout = look.TEMPLATE.layout
    assert layout.font.family == layout.xaxis.tickfont.family == layout.hoverlabel.font.family == look.FONT
    assert "Noto Sans CJK SC" in look.FONT and "Noto Serif CJK SC" in look.SERIF
    assert layout.xaxis.fixedrange and layout.yaxis.fixedrange and layout.dragmode is False
    assert layout.paper_bgcolor == "#FFFFFF"


def test_config_saves_a_wide_picture_under_a_chinese_name() -> None:
    config = look.plot_config("平罗县 2022/2024：数字", 432)
    options = config["toImageButtonOptions"]
    assert options == {"format": "png", "filename": "平罗县_2022_2024：数字", "width": 640, "height": 432, "scale": 6}
    assert config["modeBarButtons"] == [["toImage"]] and config["displaylogo"] is False
    words = config["locales"]["zh-CN"]["dictionary"]
    assert all(any("一" <= character <= "鿿" for character in word) for word in words.values())
    assert look.plot_config("图", 300, width=960)["toImageButtonOptions"]["scale"] * 960 == 3840


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("a/b\\c:d", "a_b_c_d"),
        ("..", "图"),
        ("", "图"),
        ("  表 1 ", "表_1"),
        ("x" * 300, "x" * 80),
        ("a\nb\x00c", "a_b_c"),
        ("con?", "con"),
    ],
)
def test_file_stem(name: str, stem: str) -> None:
    assert look.file_stem(name) == stem
