"""The time a number speaks of: one event or the year, and how many years. Texts are invented."""

import pytest

from analysis import figures
from analysis.report import Block, Figure, Period, Repaired


def told(*paragraphs: str, years: tuple[int, int] = (2023, 2023)) -> tuple[Figure, ...]:
    """Figures of a text of these paragraphs."""
    blocks, place = [], 0
    for text in paragraphs:
        blocks.append(Block("paragraph", text, place, place + len(text)))
        place += len(text) + 1
    return figures.extract(Repaired("\n".join(paragraphs), tuple(blocks)), Period(*years)).figures


@pytest.mark.parametrize("opening", ["5月9日上午，区政协走进茶场送医。", "近日，区政协走进茶场送医。", "连日来，区政协委员走进茶场。"])
def test_news_of_one_event_tells_parts(opening: str) -> None:
    assert {figure.scope for figure in told(opening, "共接诊茶农90人次，累计发放药品300盒。")} == {"part"}


@pytest.mark.parametrize("turn", ["今年以来，", "截至目前，", "一年来，", "2023年，", "去年，", "今年1至9月，"])
def test_it_may_turn_to_the_year(turn: str) -> None:
    found = told("5月9日上午，区政协走进茶场送医。", "共接诊茶农90人次。", f"{turn}区政协收集社情民意信息160条。")
    assert [figure.scope for figure in found] == ["part", "total"]


@pytest.mark.parametrize(
    "opening", ["5月9日讯，区政协履职出彩。", "截至5月9日，区政协履职出彩。", "5月9日至11日是会期。", "区政协履职出彩。"]
)
def test_a_dateline_is_no_event(opening: str) -> None:
    assert {figure.scope for figure in told(opening, "收集社情民意信息160条。")} == {"total"}


def test_a_session_is_no_event_for_its_proposals() -> None:
    found = told("1月9日上午，全会开幕。大会收到提案160件，12名委员走上通道。")
    assert [figure.scope for figure in found] == ["total", "part"]


def test_a_long_text_is_a_report_whatever_scene_it_opens_with() -> None:
    scene = "5月9日上午，区政协走进茶场。"
    assert told(scene, "收集社情民意信息160条。")[0].scope == "part"
    assert told(scene, "委员们深入一线，认真履职。" * 300, "收集社情民意信息160条。")[0].scope == "total"


@pytest.mark.parametrize(
    ("text", "years", "covered"),
    [
        ("三年来，走访企业160家。", (2023, 2023), 3),
        ("23年来，资助学子160名。", (2023, 2023), 23),
        ("一年来，走访企业160家。", (2023, 2023), 1),
        ("自2019年以来，走访企业160家。", (2023, 2023), 5),
        ("2018年至2020年，走访企业160家。", (2018, 2022), 3),
        ("2018年~2022年，走访企业160家。", (2018, 2022), 5),
        ("依据2016—2030年规划，走访企业160家。", (2018, 2022), 5),
        ("九届二次会议收到提案160件。", (2018, 2022), 1),
        ("九届一次会议以来，收到提案160件。", (2018, 2022), 5),
        ("其中，2021年收到提案160件。", (2018, 2022), 1),
        ("2019年换届以来，收到提案160件。", (2018, 2022), 4),
        ("截至2022年11月30日，收到提案160件。", (2018, 2022), 5),
        ("3月，走访企业160家。", (2018, 2022), 1),
        ("五年召开常委会议160次。", (2023, 2023), 5),
        ("五年规划写到企业160家。", (2023, 2023), 1),
        ("两年一次，走访企业160家。", (2023, 2023), 1),
        ("“十三五”时期，走访企业160家。", (2020, 2020), 5),
        ("十三五期间，走访企业160家。", (2020, 2020), 5),
        ("围绕“十四五”规划走访企业160家。", (2021, 2021), 1),
        ("围绕“十四五”时期的发展目标走访企业160家。", (2021, 2021), 1),
        ("3月5日，区政协召开工作会议。“十二五”时期，走访企业160家。", (2015, 2015), 5),
    ],
)
def test_years_covered(text: str, years: tuple[int, int], covered: int) -> None:
    assert [figure.period_years for figure in told(text, years=years)] == [covered]


def test_one_year_of_several_is_a_part() -> None:
    found = told("五年来，收到提案820件。", "2021年，收到提案160件。", years=(2018, 2022))
    assert [(figure.period_years, figure.scope) for figure in found] == [(5, "total"), (1, "part")]


def test_equal_numbers_of_two_sessions_are_two_facts() -> None:
    found = told("九届二次会议收到委员提案160件；九届三次会议收到委员提案160件。", years=(2018, 2022))
    assert [len(figure.repeats) for figure in found] == [0, 0]
    assert len(told("大会收到委员提案160件；大会收到委员提案160件。")) == 1


def test_what_a_plan_holds_is_to_come() -> None:
    opening = "近日，区政协印发《2023年工作要点》，明确重点工作26项。"
    assert {figure.status for figure in told(opening, "调研7项，视察4项。")} == {"plan"}
    assert {figure.status for figure in told("学习《2023年工作要点》，完成重点工作26项。")} == {"done"}


def test_a_rounded_number_of_the_title_is_the_sum() -> None:
    text = "提案超千件\n全年共收到提案1082件。"
    blocks = (Block("title", "提案超千件", 0, 5), Block("paragraph", text[6:], 6, len(text)))
    found = figures.extract(Repaired(text, blocks), Period(2023, 2023)).figures
    assert [figure.scope for figure in found] == ["total", "total"]
