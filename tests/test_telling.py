"""Telling words: where they are found, what they say, what is talked about, and mistakes in their table."""

from pathlib import Path

import numpy as np
import pytest

from analysis.reference import REFERENCE
from analysis.report import CatalogueError
from analysis.themes import subjects
from analysis.themes.functions import functions
from analysis.themes.telling import COLUMNS, FILE, Telling, load, parts, telling, vector, with_seeds

WIDTH = len(functions().ids)


def small(*terms: str) -> Telling:
    """Every term speaks for the function of its own number."""
    return Telling(terms, np.full(len(terms), 2.0), np.eye(len(terms), WIDTH))


def words(known: Telling, text: str) -> list[str]:
    found = known.find(text)
    return [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)]


def test_terms_inside_longer_ones_are_found_too() -> None:
    assert words(small("提案", "提案办理", "办", "理办"), "提案办理。提") == ["提案", "提案办理", "办"]


def test_the_end_of_a_text_is_kept() -> None:
    assert words(small("协商会"), "协商") == []
    assert words(small("协商会"), "协商会") == ["协商会"]
    assert words(small("协商会"), "") == []


def test_points_do_not_grow_with_length() -> None:
    known = small("提案", "视察")
    once, often = known.points(known.find("提案")), known.points(known.find("提案" * 9))
    assert once == pytest.approx(often)
    assert once[0] == pytest.approx(1.0) and not once[1:].any()
    assert not known.points(known.find("没有")).any()
    mixed = known.points(known.find("提案提案视察"))
    assert mixed[0] > mixed[1] > 0.0


def test_a_part_of_the_places_can_be_asked() -> None:
    known = small("提案", "视察")
    found = known.find("提案，视察")
    assert known.points(found, 1)[0] == 0.0 and known.points(found, 1)[1] == pytest.approx(1.0)


def test_vector_has_length_one() -> None:
    chosen, values = vector(np.array([3, 3, 1]), np.ones(3), np.array([1.0, 2.0, 3.0, 4.0]))
    assert chosen.tolist() == [1, 3]
    assert float(values @ values) == pytest.approx(1.0)
    assert values[1] / values[0] == pytest.approx((1 + np.log(2)) * 4.0 / 2.0)


def test_parts_sum_to_one() -> None:
    assert parts(np.array([1000.0, 999.0, 0.0])).sum() == pytest.approx(1.0)
    assert parts(np.zeros(4)).tolist() == [0.25] * 4


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("召开招商推介会", 1.0),
        ("围绕招商引资和项目建设召开协商会", subjects.SUBJECT),
        ("就招商引资怎么抓开展协商", subjects.SUBJECT),
        ("以“招商引资与园区建设”为题", subjects.QUOTED),
        ("《招商》杂志", 1.0),  # too short to be what is talked about
        ("就业招商两手抓", 1.0),
        ("成就招商引资的佳话", 1.0),
    ],
)
def test_what_is_talked_about_has_less_say(text: str, say: float) -> None:
    assert small("招商").find(text).say.tolist() == [say]


def test_a_word_that_is_most_of_the_quotation_keeps_its_say() -> None:
    assert small("提案工作条例").find("修订《提案工作条例》").say.tolist() == [1.0]


def test_the_shipped_table_holds_every_seed_and_speaks_for_it() -> None:
    known = telling()
    number = {term: place for place, term in enumerate(known.terms)}
    for index, function in enumerate(functions().all):
        strong = [seed for seed, weight in function.seeds.items() if weight == 3]
        speaking = [known.weights[number[seed], index] > 0.0 for seed in strong]
        assert sum(speaking) >= 0.9 * len(strong), function.id


def test_a_new_seed_counts_at_once() -> None:
    terms = ("提案", "督办", "审查")  # one seed of every weight
    speaks = np.zeros((3, WIDTH))
    speaks[:, functions().ids.index("proposal")] = (3.0, 2.0, 1.0)
    known = with_seeds(Telling(terms, np.full(3, 2.0), speaks), functions())
    assert len(known.terms) > 1000 and known.terms[0] == "提案"
    place = known.terms.index("专题协商")
    assert known.weights[place].argmax() == functions().ids.index("consult") and known.weights[place].max() == 3.0
    assert known.rarity[place] == 2.0


HEAD = "\t".join((*COLUMNS, *functions().ids))


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("", "没有词"),
        ("提案\t1" + "\tx" * WIDTH, "不是数字"),
        ("提案\t0" + "\t1" * WIDTH, "rarity"),
        ("提案\t1" + "\tnan" * WIDTH, "有限"),
        ("提案 \t1" + "\t1" * WIDTH, "空格"),
        ("提案\t1" + "\t1" * WIDTH + "\n提案\t1" + "\t1" * WIDTH, "重复"),
        ("提案\t1", "列"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, rows: str, reason: str) -> None:
    (tmp_path / FILE).write_text(f"{HEAD}\n{rows}\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=FILE) as error:
        load(functions(), tmp_path)
    assert reason in str(error.value)


def test_the_shipped_table_is_read_without_its_comments() -> None:
    assert (REFERENCE / FILE).read_text(encoding="utf-8").startswith("# How telling")
    assert all(not term.startswith("#") for term in telling().terms)
