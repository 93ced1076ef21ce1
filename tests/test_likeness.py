"""Likeness of reports: cosine, the terms behind it, the order, the map and its stress."""

import math

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics.pairwise import cosine_similarity

from analysis.themes import likeness, weights
from analysis.words.background import Background

NOTHING = Background(100, 1_000)


def frame(counts: dict[str, int], genre: tuple[str, ...] = ()) -> pd.DataFrame:
    return pd.DataFrame(
        {"term": pd.Series(list(counts), dtype="str"), "count": list(counts.values()), "genre": [term in genre for term in counts]}
    )


def invented(size: int, terms: int = 120, seed: int = 3) -> dict[str, pd.DataFrame]:
    random = np.random.default_rng(seed)
    counts = random.poisson(0.8, (size, terms)) + (random.random((size, terms)) < 0.05) * 3
    return {f"报告{n:03}": frame({f"词{t:03}": int(c) for t, c in enumerate(row) if c}) for n, row in enumerate(counts)}


PAIRS = {
    "甲-2022": frame({"枸杞": 5, "云计算": 3, "提案": 2, "工作": 9}, genre=("工作",)),
    "丙-2022": frame({"母语": 4, "书法": 4, "提案": 1, "工作": 8}, genre=("工作",)),
    "甲-2023": frame({"枸杞": 4, "云计算": 4, "会展": 1, "工作": 7}, genre=("工作",)),
    "丙-2023": frame({"母语": 3, "书法": 5, "白鹳": 2, "工作": 9}, genre=("工作",)),
}


@pytest.mark.parametrize("dense", [likeness.DENSE, 7, 1])
def test_cosine_is_scikit_learns(monkeypatch: pytest.MonkeyPatch, dense: int) -> None:
    monkeypatch.setattr(likeness, "DENSE", dense)
    counts = invented(40)
    table = weights.matrix(counts).counts.toarray()
    expected = cosine_similarity(TfidfTransformer().fit_transform(table))
    found = likeness.likeness(counts)
    assert found.basis == "library"
    assert np.abs(found.cosine.to_numpy() - expected).max() < 1e-6
    assert (found.cosine.to_numpy() == found.cosine.to_numpy().T).all()
    assert list(found.cosine.index) == list(found.cosine.columns) == list(counts)
    assert (np.diag(found.cosine) == 1.0).all()


def test_like_reports_stand_side_by_side() -> None:
    found = likeness.likeness(PAIRS, background=NOTHING)
    places = {report: at for at, report in enumerate(found.order)}
    assert set(places) == set(PAIRS)
    assert abs(places["甲-2022"] - places["甲-2023"]) == 1
    assert abs(places["丙-2022"] - places["丙-2023"]) == 1
    assert found.cosine.loc["甲-2022", "甲-2023"] > 0.8 > 0.1 > found.cosine.loc["甲-2022", "丙-2023"]


def test_stock_words_make_nothing_alike_unless_asked_for() -> None:
    assert likeness.likeness(PAIRS, background=NOTHING).cosine.loc["甲-2022", "丙-2023"] == 0.0
    assert likeness.likeness(PAIRS, background=NOTHING, genre=True).cosine.loc["甲-2022", "丙-2023"] > 0.2


def test_shared_terms_say_why() -> None:
    found = likeness.likeness(PAIRS, background=NOTHING)
    table = found.shared("甲-2022", "甲-2023")
    assert tuple(table.columns) == likeness.SHARED_COLUMNS
    assert list(table["term"]) == ["枸杞", "云计算"]
    assert table[["left_count", "right_count"]].to_numpy().tolist() == [[5, 4], [3, 4]]
    assert math.isclose(table["part"].sum(), 1.0)
    assert len(found.shared("甲-2022", "甲-2023", top=1)) == 1
    nothing = found.shared("甲-2022", "丙-2023")
    assert tuple(nothing.columns) == likeness.SHARED_COLUMNS
    assert nothing.empty
    with pytest.raises(KeyError, match="没有"):
        found.shared("甲-2022", "没有的报告")


def test_parts_are_the_products_of_the_rows() -> None:
    found = likeness.likeness(invented(35))
    whole = found.shared("报告000", "报告001", top=10_000)
    assert math.isclose(whole["part"].sum(), 1.0)
    assert list(whole["part"]) == sorted(whole["part"], reverse=True)


def test_the_map_of_three_has_no_stress() -> None:
    three = {key: PAIRS[key] for key in list(PAIRS)[:3]}
    found = likeness.likeness(three, background=NOTHING)
    assert tuple(found.coordinates.columns) == likeness.MAP_COLUMNS
    assert found.stress == pytest.approx(0.0, abs=1e-4)
    points = found.coordinates[["x", "y"]].to_numpy()
    drawn = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    assert np.abs(drawn - np.sqrt(2 - 2 * found.cosine.to_numpy())).max() < 1e-3


def test_stress_is_kruskals_and_steps_lower_it(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = invented(50)
    refined = likeness.likeness(counts)
    points = refined.coordinates[["x", "y"]].to_numpy()
    drawn = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    wanted = np.sqrt(2 - 2 * refined.cosine.to_numpy())
    assert refined.stress == pytest.approx(math.sqrt(((drawn - wanted) ** 2).sum() / (drawn**2).sum()), abs=1e-6)
    monkeypatch.setattr(likeness, "REFINED", 10)
    plain = likeness.likeness(counts)
    assert (refined.method, plain.method) == ("SMACOF", "classical")
    assert refined.stress < plain.stress
    assert sorted(plain.order) == sorted(counts)


@pytest.mark.parametrize("size", [0, 1, 2])
def test_very_few_reports(size: int) -> None:
    few = {key: PAIRS[key] for key in list(PAIRS)[:size]}
    found = likeness.likeness(few, background=NOTHING)
    assert found.cosine.shape == (size, size)
    assert found.order == tuple(few)
    assert list(found.coordinates["document"]) == list(few)
    assert math.isnan(found.stress)


def test_an_empty_report_is_like_no_other() -> None:
    found = likeness.likeness({**PAIRS, "空": frame({})}, background=NOTHING)
    assert found.cosine.loc["空"].tolist() == [0.0, 0.0, 0.0, 0.0, 1.0]
    assert np.isfinite(found.coordinates[["x", "y"]].to_numpy()).all()


def test_twice_the_same_picture() -> None:
    counts = invented(30)
    first, second = likeness.likeness(counts), likeness.likeness(counts)
    pd.testing.assert_frame_equal(first.coordinates, second.coordinates, check_exact=True)
    pd.testing.assert_frame_equal(first.cosine, second.cosine, check_exact=True)
    assert (first.order, first.stress) == (second.order, second.stress)
