"""A number marked by hand finds its place in the repaired text, or one sentence says why not."""

import pytest

from analysis.checking import marking
from analysis.report import Block, LibraryError, Period, Repaired, Span

TEXT = "全年开展协商１２场，走访委员三十余人次。\n又开展协商12场，修路8.5公里。"
REPAIRED = Repaired(TEXT, (Block("paragraph", TEXT[:20], 0, 20), Block("paragraph", TEXT[21:], 21, len(TEXT))))


def test_a_clause_is_found_in_spite_of_spaces_and_width() -> None:
    assert marking.places(REPAIRED, " 全年 开展协商12场 ") == (Span(0, 9),)
    assert len(marking.places(REPAIRED, "开展协商12场")) == 2


@pytest.mark.parametrize(("typed", "said"), [("", "请照原文"), ("没有这一句5件", "没有这一句"), ("数" * 500, "不超过")])
def test_a_clause_that_is_not_there_is_refused(typed: str, said: str) -> None:
    with pytest.raises(LibraryError, match=said):
        marking.places(REPAIRED, typed)


def test_numbers_of_a_clause_keep_the_offsets_of_the_text() -> None:
    found = marking.numbers(REPAIRED, Span(0, 20))
    assert [(one.text, one.value, one.bound, one.unit) for one in found] == [
        ("１２", 12, "exact", "场"),
        ("三十余", 30, "at_least", "人次"),
    ]
    assert all(TEXT[one.start : one.end] == one.text for one in found)


def test_a_number_that_the_grammar_does_not_read_can_be_written_out() -> None:
    text = "建成示范院落壹拾贰处。"
    repaired = Repaired(text, (Block("paragraph", text, 0, len(text)),))
    marked = marking.number_at(repaired, Span(0, len(text)), "壹拾贰")
    assert (marked.text, marked.start, marked.value) == ("壹拾贰", 6, 0.0)
    with pytest.raises(LibraryError, match="没有“九”"):
        marking.number_at(repaired, Span(0, len(text)), "九")


@pytest.mark.parametrize(
    ("typed", "value"),
    [("90", 90), ("1,200", 1200), ("97万", 970000), ("46.5", 46.5), ("三十六", 36), ("80%", 80), ("１２", 12), ("1.2亿", 120_000_000)],
)
def test_values_as_people_type_them(typed: str, value: float) -> None:
    assert marking.value_of(typed) == pytest.approx(value)


@pytest.mark.parametrize(
    "typed", ["", "abc", "1e999", "NaN", "inf", "-3", "12件", "1,2,3", "9" * 30, "'; DROP TABLE--", "999999999999999亿"]
)
def test_values_that_are_none(typed: str) -> None:
    with pytest.raises(LibraryError) as refused:
        marking.value_of(typed)
    assert refused.value.code == "E130" and str(refused.value).endswith("。")


def test_the_figure_quotes_the_text_and_says_that_a_person_made_it() -> None:
    place = marking.places(REPAIRED, "又开展协商12场，修路8.5公里")[0]
    marked = marking.numbers(REPAIRED, place)[-1]
    found = marking.figure(REPAIRED, place, marked, marking.Statement(8.5, " 公里 ", "other", scope="part"), Period(2018, 2021))
    assert (found.quote, found.number_text, found.unit, found.value) == ("修路8.5公里", "8.5", "公里", 8.5)
    assert TEXT[found.start : found.end] == "8.5"
    assert (found.origin, found.checked, found.period_years, found.scope) == ("person", True, 4, "part")


def test_a_figure_without_a_unit_is_refused() -> None:
    marked = marking.numbers(REPAIRED, Span(0, 20))[0]
    with pytest.raises(LibraryError, match="单位"):
        marking.figure(REPAIRED, Span(0, 20), marked, marking.Statement(12, "  ", "other"), Period(2022, 2022))


def test_a_stretch_that_was_marked_grows_to_its_sentence_and_stays_in_its_block() -> None:
    assert marking.sentence(REPAIRED, 5, 8) == Span(0, 20)
    assert TEXT[slice(*_ends(marking.sentence(REPAIRED, 24, 500)))] == TEXT[21:]


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end
