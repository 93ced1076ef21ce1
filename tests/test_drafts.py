"""Drafts: what can still be set, what a draft becomes, and facts that a report tells twice."""

from dataclasses import FrozenInstanceError, fields

import pytest

from analysis.figures.drafts import Draft, Unfinished, family, merge, settle
from analysis.figures.quantities import scan
from analysis.report import Figure, Span


def draft(text: str, start: int = 0, *, sentence: int = 0, indicator: str = "proposals_submitted", topic: str = "提案") -> Draft:
    """The number at `start` of a text, as a statement of its sentence."""
    (quantity, *_) = scan(text, start)
    quantity.left, quantity.right = sentence, text.find("。", sentence)
    figure = Unfinished(
        quantity.value, None, quantity.bound, quantity.unit, indicator, topic, "total", "done", 1,
        text[sentence:], quantity.start, quantity.end, text[quantity.start : quantity.end], (), 0.95, "数字后面写明“提案”", False, "rule",
    )  # fmt: skip
    return Draft(figure, quantity, sentence, False, False, [])


def test_the_fields_are_those_of_a_figure() -> None:
    assert [field.name for field in fields(Unfinished)] == [field.name for field in fields(Figure)]


def test_a_finished_draft_is_a_figure_like_any_other() -> None:
    one = draft("收到提案42件")
    one.repeats.append(Span(30, 32))
    figure = one.finished()
    values = {field.name: getattr(figure, field.name) for field in fields(Figure)}
    assert type(figure) is Figure
    assert figure == Figure(**values) and hash(figure) == hash(Figure(**values))
    assert figure.repeats == (Span(30, 32),)
    with pytest.raises(FrozenInstanceError):
        figure.scope = "part"  # type: ignore[misc]


def test_a_fact_told_twice_is_one_figure() -> None:
    text = "收到提案142件。收到提案142件。收到提案150件。"
    kept = merge([draft(text), draft(text, 9, sentence=9), draft(text, 18, sentence=18)], text)
    assert [one.figure.value for one in kept] == [142, 150]
    assert kept[0].repeats == [Span(13, 16)]


def test_two_small_numbers_of_different_sentences_are_two_facts() -> None:
    text = "春季培训班2期，讲授提案写作。秋天到外地考察的还有2期进修人员。"
    assert len(merge([draft(text), draft(text, 15, sentence=15)], text)) == 2


def test_beside_one_far_larger_number_others_are_parts() -> None:
    text = "收到提案142件。转办提案15件。催办提案9件。"
    drafts = [draft(text), draft(text, 9, sentence=9), draft(text, 17, sentence=17)]
    settle(drafts)
    assert [one.figure.scope for one in drafts] == ["total", "part", "part"]


@pytest.mark.parametrize(("unit", "same"), [("次", "场"), ("场次", "回"), ("件", "件"), ("条次", "篇")])
def test_units_of_one_family(unit: str, same: str) -> None:
    assert family(unit) == family(same)


@pytest.mark.parametrize(("unit", "other"), [("人次", "人"), ("批次", "次"), ("件", "条")])
def test_units_of_two_families(unit: str, other: str) -> None:
    assert family(unit) != family(other)
