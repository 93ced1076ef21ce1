"""The statistics of two sides: against scipy, against a second formula, against themselves."""

import random

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency, false_discovery_control

from analysis.report import Repaired
from analysis.words import contrast, keywords
from analysis.words.background import Background
from analysis.words.matrix import TermMatrix
from analysis.words.segment import segmenter, sentences
from tests.words import report, sample, sample_names

FLAT = Background(1, 1, {}, {})


def frame(**terms: int) -> pd.DataFrame:
    rows = [(term, n, float(n), 1, n, False) for term, n in terms.items()]
    return pd.DataFrame(rows, columns=list(keywords.TERM_COLUMNS))


def against(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    return contrast.contrast(left, right, left_characters=1000, right_characters=1000, background=FLAT)


def of(left: Repaired, right: Repaired) -> pd.DataFrame:
    tables = [keywords.count(each, segmenter()) for each in (left, right)]
    return contrast.contrast(*tables, left_characters=left.characters, right_characters=right.characters)


LEFT = frame(甲=40, 乙=3, 丙=11, 丁=0, 戊=200)
RIGHT = frame(甲=9, 乙=7, 丙=30, 丁=5, 戊=260)


def test_g2_is_scipys_without_correction() -> None:
    found = against(LEFT, RIGHT).set_index("term")
    totals = LEFT["count"].sum(), RIGHT["count"].sum()
    for term, a, b in zip(LEFT["term"], LEFT["count"], RIGHT["count"], strict=True):
        table = np.array([[a, b], [totals[0] - a, totals[1] - b]])
        statistic, p, *_ = chi2_contingency(table, correction=False, lambda_="log-likelihood")
        assert abs(found.at[term, "g2"]) == pytest.approx(statistic, rel=1e-9)
        assert found.at[term, "p"] == pytest.approx(p, rel=1e-9)
        assert np.sign(found.at[term, "g2"]) == np.sign(a / totals[0] - b / totals[1])


def test_g2_of_the_documented_example_of_quanteda() -> None:
    # textstat_keyness("lr", correction = "none") on its toy example: c 6 against 2, d 1 against 4
    left, right = np.array([6.0, 1.0, 3.0]), np.array([2.0, 4.0, 4.0])
    found = contrast.signed_g2(left, right, left.sum(), right.sum())
    expected = [2 * sum(x * np.log(x / e) for x, e in cells(a, b, 10, 10) if x) for a, b in zip(left, right, strict=True)]
    assert np.abs(found) == pytest.approx(expected)
    assert found[0] > 0 > found[1]


def cells(a: float, b: float, total_a: float, total_b: float) -> list[tuple[float, float]]:
    """A second way to the same: observed and expected of the four cells."""
    n = total_a + total_b
    return [
        (a, (a + b) * total_a / n),
        (b, (a + b) * total_b / n),
        (total_a - a, (n - a - b) * total_a / n),
        (total_b - b, (n - a - b) * total_b / n),
    ]


def test_q_is_benjamini_hochberg_over_the_words_that_are_a_test() -> None:
    found = against(LEFT, RIGHT)
    able = found[found["q"] < 1]
    assert able["q"].to_numpy() == pytest.approx(false_discovery_control(able["p"].to_numpy()))
    rare = against(frame(甲=1, 戊=500), frame(戊=500)).set_index("term")
    assert rare.at["甲", "q"] == 1.0 and rare.at["甲", "verdict"] == "too_little"


def test_swapping_the_sides_flips_every_sign() -> None:
    there, back = (table.set_index("term").sort_index() for table in (against(LEFT, RIGHT), against(RIGHT, LEFT)))
    for column in ("g2", "log_odds", "z", "log_ratio"):
        assert there[column].to_numpy() == pytest.approx(-back[column].to_numpy())
    assert there["log_ratio_low"].to_numpy() == pytest.approx(-back["log_ratio_high"].to_numpy())
    assert there["p"].to_numpy() == pytest.approx(back["p"].to_numpy())
    assert list(there["verdict"]) == list(back["verdict"])
    assert list(there["side"].map({"left": "right", "right": "left", "": ""})) == list(back["side"])


def test_log_odds_are_monroes_written_out() -> None:
    prior = Background(10, 1000, {"甲": 30, "戊": 500}, {"甲": 5, "戊": 10})
    left, right = frame(甲=12, 戊=100), frame(甲=2, 戊=120)
    found = contrast.contrast(left, right, left_characters=1, right_characters=1, background=prior).set_index("term")
    alpha = {term: contrast.PRIOR_WORDS * (prior.counts[term] + 0.5) / (30.5 + 500.5) for term in ("甲", "戊")}
    a0 = sum(alpha.values())
    delta = np.log((12 + alpha["甲"]) / (112 + a0 - 12 - alpha["甲"])) - np.log((2 + alpha["甲"]) / (122 + a0 - 2 - alpha["甲"]))
    variance = 1 / (12 + alpha["甲"]) + 1 / (2 + alpha["甲"])
    assert found.at["甲", "log_odds"] == pytest.approx(delta)
    assert found.at["甲", "z"] == pytest.approx(delta / np.sqrt(variance))


def test_the_prior_of_ordinary_prose_calms_a_common_word() -> None:
    left, right = frame(甲=8, 乙=8, 戊=300), frame(甲=2, 乙=2, 戊=300)
    prior = Background(10, 1000, {"甲": 400, "乙": 2, "戊": 500}, {})
    found = contrast.contrast(left, right, left_characters=1, right_characters=1, background=prior).set_index("term")
    assert 0 < found.at["甲", "log_odds"] < found.at["乙", "log_odds"]


def test_the_interval_holds_the_ratio_and_narrows_with_more_text() -> None:
    small, large = (against(frame(甲=4 * k, 戊=90 * k), frame(甲=2 * k, 戊=90 * k)).set_index("term").loc["甲"] for k in (1, 25))
    for row in (small, large):
        assert row["log_ratio_low"] < row["log_ratio"] < row["log_ratio_high"]
    assert large["log_ratio_high"] - large["log_ratio_low"] < (small["log_ratio_high"] - small["log_ratio_low"]) / 3


def test_verdicts_follow_their_rules() -> None:
    left, right = frame(甲=40, 乙=6, 丙=2, 戊=400), frame(甲=4, 乙=0, 丙=1, 戊=400)
    once = left.assign(sentences=[1, 6, 2, 400])
    stock = left.assign(genre=[True, False, False, False])
    verdicts = dict(against(left, right)[["term", "verdict"]].itertuples(index=False))
    assert verdicts == {"甲": "characteristic", "乙": "characteristic", "丙": "too_little", "戊": "alike"}
    assert dict(against(once, right)[["term", "side"]].itertuples(index=False))["甲"] == ""  # forty times, but in one sentence
    told = against(stock, right).set_index("term")
    assert (told.at["甲", "verdict"], told.at["甲", "side"], told.at["甲", "left_count"]) == ("stock", "", 40)
    assert set(verdicts.values()) | {"stock", "suggestive"} == set(contrast.VERDICTS)


def test_columns_hold_for_every_branch() -> None:
    empty = frame()
    for left, right in ((empty, empty), (LEFT, empty), (empty, RIGHT), (LEFT, RIGHT)):
        assert tuple(against(left, right).columns) == contrast.CONTRAST_COLUMNS
    assert contrast.caution(against(empty, empty)) == "两侧都没有可比较的词语。"
    assert contrast.caution(against(LEFT, empty)).startswith("有一侧没有文本")
    assert contrast.caution(against(frame(甲=2, 乙=1), frame(甲=1))).startswith("文本太少，不足以判断")


def test_two_years_of_one_place() -> None:
    found = of(sample("平罗县-2022"), sample("平罗县-2024")).set_index("term")
    assert found.at["75周年", "side"] == "right"
    assert found.at["开展", "side"] == "" and found.at["工作", "side"] == ""
    assert "文本太少" in contrast.caution(found.reset_index())


def test_two_years_of_one_place_in_the_real_reports(shared) -> None:  # type: ignore[no-untyped-def]
    import json

    sides = []
    for name in ("pingluo-2022", "pingluo-2024"):
        blocks = json.loads((shared / "facts" / f"{name}.clean.json").read_text(encoding="utf-8"))["blocks"]
        texts = dict.fromkeys((block["kind"], block["text"]) for block in blocks)
        sides.append(report(*texts))
    found = of(*sides).set_index("term")
    assert found.at["75周年", "side"] == "right"
    assert found.at["开展", "side"] == "" and found.at["工作", "side"] == ""


@pytest.mark.parametrize("name", sample_names())
def test_a_report_against_itself_finds_nothing(name: str) -> None:
    repaired = sample(name)
    found = of(repaired, repaired)
    assert set(found["side"]) == {""} and not {"characteristic", "suggestive"} & set(found["verdict"])


def test_random_halves_of_one_report_rarely_find_anything() -> None:
    """Over 100 seeded splits a finding at q < 0.05 may stand in at most five; hints stay near the one in a hundred they promise."""
    blocks = [block.text for block in sample("平罗县-2022").blocks if block.counted]
    parts = [text[start:end] for text in blocks for start, end in sentences(text)]
    findings = hints = 0
    for seed in range(100):
        order = list(range(len(parts)))
        random.Random(seed).shuffle(order)
        half = len(order) // 2
        found = of(*(report(*(parts[index] for index in sorted(chosen))) for chosen in (order[:half], order[half:])))
        findings += bool((found["q"] < contrast.LEVEL).any())
        hints += int((found["verdict"] == "suggestive").sum())
    assert findings <= 5
    assert hints <= 200


def test_the_matrix_adds_up_to_the_same() -> None:
    names = sample_names()
    repaired = {name: sample(name) for name in names}
    frames = {name: keywords.count(repaired[name], segmenter()) for name in names}
    matrix = TermMatrix(frames, {name: repaired[name].characters for name in names})
    left, right = names[:2], names[2:]
    sums = [pd.concat([frames[name] for name in side]).groupby("term", as_index=False) for side in (left, right)]
    tables = [each.agg({"count": "sum", "per_10k": "sum", "sections": "sum", "sentences": "sum", "genre": "max"}) for each in sums]
    sizes = [sum(repaired[name].characters for name in side) for side in (left, right)]
    expected = contrast.contrast(*tables, left_characters=sizes[0], right_characters=sizes[1])
    pd.testing.assert_frame_equal(matrix.contrast(left, right), expected, check_dtype=False)
    counts, in_sentences = matrix.sums([names[0], names[0]])  # a report chosen twice counts once
    assert counts.sum() == frames[names[0]]["count"].sum() and in_sentences.sum() == frames[names[0]]["sentences"].sum()
    with pytest.raises(KeyError):
        matrix.sums(["没有的报告"])
    assert tuple(TermMatrix({}, {}).contrast([], []).columns) == contrast.CONTRAST_COLUMNS
