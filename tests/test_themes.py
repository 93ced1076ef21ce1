"""TF-IDF: scikit-learn's numbers, the two bases, fixed columns."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfTransformer

from analysis.themes import weights
from analysis.words import keywords, segment
from analysis.words.background import Background
from tests.theme_texts import samples


def frame(counts: dict[str, int], genre: tuple[str, ...] = ()) -> pd.DataFrame:
    return pd.DataFrame(
        {"term": pd.Series(list(counts), dtype="str"), "count": list(counts.values()), "genre": [term in genre for term in counts]}
    )


REPORTS = {"甲": frame({"协商": 5, "提案": 2, "枸杞": 3}), "乙": frame({"协商": 1, "提案": 4}), "丙": frame({"协商": 2, "蒙医药": 1})}
NOTHING = Background(100, 1_000)

tables = st.lists(
    st.dictionaries(st.sampled_from([f"词{n}" for n in range(12)]), st.integers(1, 40), min_size=1, max_size=12), min_size=1, max_size=6
)


@given(tables)
@settings(max_examples=60, deadline=None)
def test_equal_to_scikit_learn(rows: list[dict[str, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weights, "LIBRARY_ENOUGH", 1)
        found = weights.tfidf({f"报告{n}": frame(row) for n, row in enumerate(rows)}, top=None)
    terms = sorted({term for row in rows for term in row})
    expected = TfidfTransformer().fit_transform(np.array([[row.get(term, 0) for term in terms] for row in rows])).toarray()
    assert len(found) == np.count_nonzero(expected)
    for row in found.itertuples():
        assert row.tfidf == pytest.approx(expected[int(row.document[2:]), terms.index(row.term)], abs=1e-9)
    assert set(found["basis"]) == {"library"}


def test_library_document_frequencies_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "LIBRARY_ENOUGH", 3)
    found = weights.tfidf(REPORTS).set_index(["document", "term"])
    assert found.loc[("甲", "协商"), "documents"] == 3
    assert found.loc[("甲", "枸杞"), "documents"] == 1
    assert found.loc[("甲", "枸杞"), "tfidf"] > found.loc[("甲", "提案"), "tfidf"]


def test_one_report_of_a_large_library_has_the_weights_it_has_among_all() -> None:
    many = {f"报告{n:02}": frame({"协商": n % 4 + 1, f"词{n % 7}": 2, f"词{n % 5}丙": 1}) for n in range(30)}
    whole = weights.tfidf(many, top=None)
    assert set(whole["basis"]) == {"library"}
    library = weights.frequencies(weights.matrix(many))
    alone = weights.tfidf({"报告07": many["报告07"]}, top=None, library=library)
    pd.testing.assert_frame_equal(alone, whole[whole["document"] == "报告07"].reset_index(drop=True))
    few = {key: many[key] for key in list(many)[:29]}
    assert set(weights.tfidf(few, background=NOTHING)["basis"]) == {"background"}


def test_few_reports_use_the_background_and_say_so() -> None:
    known = Background(99, 1_000, documents={"协商": 99, "提案": 9})
    found = weights.tfidf({"甲": REPORTS["甲"]}, background=known).set_index("term")
    assert set(found["basis"]) == {"background"}
    expected = {"协商": 5 * (np.log(100 / 100) + 1), "提案": 2 * (np.log(100 / 10) + 1), "枸杞": 3 * (np.log(100 / 1) + 1)}
    length = np.sqrt(sum(value**2 for value in expected.values()))
    for term, value in expected.items():
        assert found.loc[term, "tfidf"] == pytest.approx(value / length, abs=1e-12)
    assert found["documents"].to_dict() == {"枸杞": 0, "协商": 99, "提案": 9}


def test_what_all_reports_say_counts_as_known_to_the_genre() -> None:
    found = weights.tfidf(REPORTS, background=NOTHING).set_index(["document", "term"])["documents"]
    assert found[("甲", "协商")] == 50  # all of 3 reports: 100 * (3 - 1) / (3 + 1)
    assert found[("甲", "提案")] == 33  # two of three
    assert found[("甲", "枸杞")] == 0  # one report alone shows nothing of the genre


def test_stock_words_are_left_out_after_the_weights_are_made() -> None:
    marked = {"甲": frame({"工作": 9, "枸杞": 3}, genre=("工作",)), "乙": frame({"工作": 4, "云计算": 2}, genre=("工作",))}
    shown, whole = weights.tfidf(marked, background=NOTHING), weights.tfidf(marked, background=NOTHING, genre=True)
    assert list(shown["term"]) == ["枸杞", "云计算"]
    assert set(whole["term"]) == {"工作", "枸杞", "云计算"}
    assert shown["tfidf"].tolist() == whole[whole["term"] != "工作"]["tfidf"].tolist()


@pytest.mark.parametrize("counts", [{}, {"空": frame({})}, REPORTS], ids=["none", "empty", "three"])
def test_columns_never_change(counts: dict[str, pd.DataFrame]) -> None:
    found = weights.tfidf(counts, background=NOTHING)
    assert tuple(found.columns) == weights.TFIDF_COLUMNS
    assert found["tfidf"].dtype == np.float64
    assert found["count"].dtype == np.int64


def test_order_is_by_weight_then_term_and_does_not_hang_on_the_order_of_rows() -> None:
    forth = {"甲": frame({"乙词": 2, "甲词": 2, "丁词": 1, "丙词": 5})}
    back = {"甲": frame(dict(reversed([("乙词", 2), ("甲词", 2), ("丁词", 1), ("丙词", 5)])))}
    found = weights.tfidf(forth, background=NOTHING)
    assert list(found["term"]) == ["丙词", "乙词", "甲词", "丁词"]
    pd.testing.assert_frame_equal(found, weights.tfidf(back, background=NOTHING))
    assert list(weights.tfidf(forth, background=NOTHING, top=2)["term"]) == ["丙词", "乙词"]


def test_matrix_of_mappings_is_the_matrix_of_frames() -> None:
    left = weights.matrix(REPORTS)
    right = weights.matrix_of({key: dict(zip(table["term"], table["count"], strict=True)) for key, table in REPORTS.items()})
    assert left.terms == right.terms == ("协商", "提案", "枸杞", "蒙医药")
    assert (left.counts.toarray() == right.counts.toarray()).all()
    assert left.document_frequencies.tolist() == [3, 2, 1, 1]


def test_terms_of_a_sample_are_its_own(root) -> None:  # type: ignore[no-untyped-def]
    cut = segment.segmenter()
    counts = {report: keywords.count(text, cut) for report, text in samples(root).items()}
    found = weights.tfidf(counts, top=15)
    assert set(found["basis"]) == {"background"}
    by_report = found.groupby("document")["term"].apply(set)
    for report, terms in by_report.items():
        assert not terms & {"工作", "开展", "发展", "政协", "委员", "县政协", "市政协"}, report
    assert "有事好商量" in by_report["永宁县-2022"]
    assert "75周年" in by_report["平罗县-2024"]
