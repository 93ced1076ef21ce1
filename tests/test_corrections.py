"""People's word outlives new rules: it finds its figure by clause and number, and never falls upon a neighbour."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.checking.corrections import anchor_of, apply_corrections, figure_from_json, figure_to_json, judge, last_correction
from analysis.report import Action, Anchor, Correction, Figure, LibraryError, Span


def figure(number: str, quote: str, start: int, **fields: Any) -> Figure:
    values: dict[str, Any] = {
        "value": float(number), "upper": None, "bound": "exact", "unit": "件", "indicator": "proposal_filed", "topic": "立案提案",
        "scope": "total", "status": "done", "period_years": 1, "quote": quote, "start": start, "end": start + len(number),
        "number_text": number,
    }  # fmt: skip
    return Figure(**(values | fields))


FILED = figure("42", "全年共立案提案42件", 100)
VISITS = figure("18", "组织委员视察18次", 140, unit="次", indicator="inspections", topic="视察")


def word(
    number: int, action: Action, anchor: Anchor, before: Figure | None = None, after: Figure | None = None, undone: bool = False
) -> Correction:
    texts = [figure_to_json(one) if one else "" for one in (before, after)]
    return Correction(number, "甲县-2022", action, anchor, texts[0], texts[1], "某人", "2026-01-01T00:00:00+00:00", undone)


def test_without_corrections_nothing_changes() -> None:
    assert apply_corrections((FILED, VISITS), ()) == (FILED, VISITS)
    assert apply_corrections((), ()) == ()


def test_confirm_marks_the_figure_and_no_other() -> None:
    told = apply_corrections((FILED, VISITS), [word(1, "confirm", anchor_of(FILED), FILED)])
    assert told == (replace(FILED, checked=True), VISITS)


def test_correct_changes_what_was_said_and_keeps_where_it_stands() -> None:
    after = replace(FILED, value=24, unit="条", indicator="proposals_received", start=999, quote="别处")
    (told, other) = apply_corrections((FILED, VISITS), [word(1, "correct", anchor_of(FILED), FILED, after)])
    assert (told.value, told.unit, told.indicator, told.checked, told.origin) == (24, "条", "proposals_received", True, "rule")
    assert (told.start, told.quote, other) == (FILED.start, FILED.quote, VISITS)


def test_reject_takes_the_figure_away_and_undo_brings_it_back() -> None:
    rejected = word(1, "reject", anchor_of(FILED), FILED)
    assert apply_corrections((FILED, VISITS), [rejected]) == (VISITS,)
    assert apply_corrections((FILED, VISITS), [replace(rejected, undone=True)]) == (FILED, VISITS)


def test_an_added_figure_appears_in_its_place_as_a_persons() -> None:
    added = figure("7", "另有专题协商7场", 120, unit="场", indicator="consultations")
    told = apply_corrections((FILED, VISITS), [word(1, "add", anchor_of(added), None, added)])
    assert told == (FILED, replace(added, checked=True, origin="person"), VISITS)


def test_an_added_figure_that_new_rules_find_is_told_once() -> None:
    added = figure("7", "另有专题协商7场", 120, unit="场", indicator="consultations")
    told = apply_corrections((FILED, added, VISITS), [word(1, "add", anchor_of(added), None, added)])
    assert told == (FILED, replace(added, checked=True, origin="person"), VISITS)


def test_a_figure_added_at_a_shared_number_stands_beside_the_others() -> None:
    rates = tuple(figure("100", "三项率均为100%", 50, unit="%", indicator=name) for name in ("rate_a", "rate_b"))
    third = replace(rates[0], indicator="rate_c")
    told = apply_corrections(rates, [word(1, "add", anchor_of(third), None, third)])
    assert [one.indicator for one in told] == ["rate_a", "rate_b", "rate_c"]


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (replace(FILED, start=260, end=262), "the text before it was repaired otherwise"),
        (replace(FILED, quote="一年来，全年共立案提案42件"), "the clause is cut longer"),
        (replace(FILED, quote="立案提案42件"), "the clause is cut shorter"),
        (replace(FILED, number_text="近42", start=99, bound="about"), "the qualifier belongs to the number now"),
        (replace(FILED, value=4200, unit="元", indicator="other"), "new rules read it otherwise"),
    ],
)
def test_a_correction_outlives_new_rules(now: Figure, why: str) -> None:
    after = replace(FILED, value=24)
    told = apply_corrections((now, VISITS), [word(1, "correct", anchor_of(FILED), FILED, after)])
    assert len(told) == 2, why
    assert {one.value for one in told if one.checked} == {24.0}, why
    assert VISITS in told


@pytest.mark.parametrize(
    "neighbour",
    [
        figure("142", "全年共立案提案142件", 100),
        figure("4", "全年共立案提案4件", 100),
        figure("42", "走访委员42人", 700, unit="人"),
        figure("43", "全年共立案提案43件", 100),
    ],
)
def test_a_rejection_never_falls_upon_a_neighbour(neighbour: Figure) -> None:
    assert apply_corrections((neighbour,), [word(1, "reject", anchor_of(FILED), FILED)]) == (neighbour,)


def test_what_rules_lose_a_person_keeps() -> None:
    kept = apply_corrections((VISITS,), [word(1, "confirm", anchor_of(FILED), FILED)])
    assert kept == (replace(FILED, checked=True), VISITS)
    after = replace(FILED, value=24)
    assert [one.value for one in apply_corrections((VISITS,), [word(1, "correct", anchor_of(FILED), FILED, after)])] == [24, 18]
    assert apply_corrections((VISITS,), [word(1, "reject", anchor_of(FILED), FILED)]) == (VISITS,)


def test_the_last_word_wins_and_an_undone_one_says_nothing() -> None:
    first = word(1, "correct", anchor_of(FILED), FILED, replace(FILED, value=24))
    second = word(2, "correct", anchor_of(FILED), replace(FILED, value=24), replace(FILED, value=44))
    assert apply_corrections((FILED,), [second, first])[0].value == 44
    assert apply_corrections((FILED,), [first, replace(second, undone=True)])[0].value == 24
    confirmed = word(3, "confirm", anchor_of(FILED), replace(FILED, value=44))
    assert apply_corrections((FILED,), [first, second, confirmed])[0].value == 44
    revived = word(4, "confirm", anchor_of(FILED), FILED)
    assert apply_corrections((FILED,), [word(2, "reject", anchor_of(FILED), FILED), revived])[0].checked


def test_three_rates_of_one_number_are_told_apart_whatever_they_are_called_now() -> None:
    quote = "办结率、办复率、满意率均为100%"
    rates = tuple(figure("100", quote, 50, unit="%", indicator=name) for name in ("rate_a", "rate_b", "rate_c"))
    as_found = judge(rates, ())
    # The second becomes the third in name; a further word on it must not go to the third.
    renamed = word(1, "correct", as_found[1].anchor, rates[1], replace(rates[1], indicator="rate_c"))
    again = judge(rates, [renamed])[1]
    lowered = word(2, "correct", again.anchor, again.figure, replace(again.figure, value=98))
    told = apply_corrections(rates, [renamed, lowered])
    assert [(one.indicator, one.value) for one in told] == [("rate_a", 100), ("rate_c", 98), ("rate_c", 100)]


def test_the_same_clause_twice_keeps_its_order_when_the_text_moves() -> None:
    twins = tuple(figure("30", "收到30件，转报30件", start, indicator=name) for start, name in ((102, "received"), (107, "forwarded")))
    moved = tuple(replace(one, start=one.start + 9, end=one.end + 9) for one in twins)
    anchor = judge(twins, ())[1].anchor
    assert apply_corrections(moved, [word(1, "reject", anchor, twins[1])]) == (moved[0],)


def test_judge_tells_the_page_what_a_further_correction_must_carry() -> None:
    corrections = [word(5, "confirm", anchor_of(FILED), FILED), word(6, "reject", anchor_of(VISITS), VISITS)]
    longer = replace(FILED, quote="一年来，全年共立案提案42件")
    (filed, visits) = judge((longer, VISITS), corrections)
    assert (filed.action, filed.seen, filed.found) == ("confirm", 5, longer)
    assert last_correction(filed.anchor, corrections) == 5, "the chain goes on although the rules cut the clause otherwise"
    assert (visits.action, visits.seen) == ("reject", 6)
    assert last_correction(anchor_of(figure("9", "另一句", 3)), corrections) == 0


def test_a_figure_survives_json_and_nonsense_is_refused() -> None:
    whole = replace(FILED, upper=50.0, repeats=(Span(3, 5),), confidence=0.5)
    assert figure_from_json(figure_to_json(whole)) == whole
    assert figure_from_json('{"value": 7}', whole).value == 7
    for text in ("", "[]", '{"value": 1}', "{", '{"nonsense": 1}'):
        with pytest.raises(LibraryError):
            figure_from_json(text)


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["confirm", "correct", "reject"]), st.booleans()), max_size=12))
def test_any_sequence_of_words_keeps_figures_apart_and_in_order(steps: list[tuple[int, Action, bool]]) -> None:
    figures = tuple(figure(str(20 + n), f"第{n}项工作完成{20 + n}件", 50 * n + 1, indicator=f"i{n}") for n in range(6))
    corrections = [
        word(number, action, judge(figures, ())[of].anchor, figures[of], replace(figures[of], value=float(number)), undone)
        for number, (of, action, undone) in enumerate(steps, 1)
    ]
    told = judge(figures, corrections)
    assert [one.found for one in told] == list(figures)
    for of, one in enumerate(told):
        mine = [c for c, step in zip(corrections, steps, strict=True) if step[0] == of and not c.undone]
        assert one.seen == (mine[-1].id if mine else 0)
        assert one.action == (mine[-1].action if mine else "")
        assert one.figure.checked == (bool(mine) and mine[-1].action != "reject")
