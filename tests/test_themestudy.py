"""Themes over a library: terms, functions with what decided them, likeness, carried-over text, topics that are kept."""

import pandas as pd
import pytest

from analysis.study import SAMPLES, Study, themestudy, wordstudy
from analysis.themes.profile import profile


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The five samples, and a copy of one with words changed as the next year's report."""
    made = Study.open(f"sqlite:///{(tmp_path_factory.mktemp('themes') / 'reports.db').as_posix()}")
    text = (SAMPLES / "平罗县-2024.txt").read_text(encoding="utf-8").replace("时期：2024", "时期：2025")
    made.add(text.replace("全年", "一年来").encode(), "平罗县-2025.txt")
    return made


def test_terms_of_a_report_do_not_change_with_the_reports_beside_it(study: Study) -> None:
    alone = themestudy.marking(study, ["永宁县-2022"])
    among = themestudy.marking(study, ["中卫市-2024", "永宁县-2022"])
    pd.testing.assert_frame_equal(alone, among[among["document"] == "永宁县-2022"].reset_index(drop=True))
    assert list(dict.fromkeys(among["document"])) == ["中卫市-2024", "永宁县-2022"]
    assert themestudy.marking(study, []).empty


def test_paragraphs_are_those_of_the_profile_and_quote_what_decided(study: Study) -> None:
    repaired = study.repaired("永宁县-2022")
    wanted = [found for found in profile(repaired).paragraphs if found.function == "party"]
    table = themestudy.paragraphs(study, ["永宁县-2022"], "party")
    assert tuple(table.columns) == themestudy.PARAGRAPH_COLUMNS and len(table) == len(wanted) > 0
    for row in table.itertuples():
        assert row.before + row.mark + row.after in repaired.text
        assert row.mark in row.terms.split("、") if row.mark else not row.terms
    none = themestudy.paragraphs(study, ["永宁县-2022"], "none")
    assert len(none) and not none["mark"].any()
    assert themestudy.paragraphs(study, ["永宁县-2022"], "没有这一项").empty


def test_shares_of_a_report_make_a_whole(study: Study) -> None:
    table = themestudy.shares(study, ["永宁县-2022", "中卫市-2024"])
    assert table.groupby("side")["share"].sum().tolist() == pytest.approx([1.0, 1.0])


def test_the_nearest_of_a_copy_is_what_it_was_copied_from(study: Study) -> None:
    found = themestudy.alike(study)
    table = themestudy.nearest(found, ["平罗县-2025", "永宁县-2022"], top=2)
    assert tuple(table.columns) == themestudy.NEAREST_COLUMNS and len(table) == 4
    assert table.iloc[0]["other"] == "平罗县-2024" and table.iloc[0]["cosine"] > 0.9
    assert (table["report"] != table["other"]).all()


def test_pieces_join_to_the_passages_and_mark_what_changed(study: Study) -> None:
    found = themestudy.carried(study, "平罗县-2024", "平罗县-2025")
    left, right = study.repaired("平罗县-2024").text, study.repaired("平罗县-2025").text
    assert found.share > 0.9
    for row in found.pairs.itertuples():
        assert left.startswith("".join(words for words, _ in row.left_pieces), row.left_start)
        assert right.startswith("".join(words for words, _ in row.right_pieces), row.right_start)
        assert any(changed for _, changed in row.right_pieces) == (row.kind != "exact") or row.similarity == 1.0
    assert set(found.formulae["kind"]) <= {"formula"}


def test_strangers_carry_nothing_over(study: Study) -> None:
    found = themestudy.carried(study, "永宁县-2022", "中卫市-2024")
    assert found.pairs.empty and found.share == 0.0
    assert tuple(found.pairs.columns) == themestudy.CARRIED_COLUMNS


def test_shares_are_asked_of_earlier_reports_only(study: Study) -> None:
    table = themestudy.carried_shares(study, ["平罗县-2022", "平罗县-2024", "平罗县-2025"]).set_index(["left", "right"])["share"]
    assert len(table) == 3 and table["平罗县-2024", "平罗县-2025"] > 0.9 and table["平罗县-2022", "平罗县-2024"] == 0.0
    assert themestudy.carried_shares(study, []).empty


def test_paragraphs_are_counted_without_stock_words_and_places(study: Study) -> None:
    told: list[float] = []
    counted = themestudy.paragraph_counts(study, ["永宁县-2022"], told.append)
    assert told == [0.0]
    assert len(counted["永宁县-2022"]) == len(themestudy.topic_blocks(study.repaired("永宁县-2022")))
    terms = {term for paragraph in counted["永宁县-2022"] for term in paragraph}
    assert "社情民意" in terms and not terms & {"工作", "开展", "永宁县", "永宁"}


def test_a_stop_is_heard(study: Study) -> None:
    class Enough(Exception):
        pass

    def tell(part: float) -> None:
        if part > 0.1:
            raise Enough

    with pytest.raises(Enough):
        themestudy.fit_topics(study, tell)


def test_topics_are_kept_for_one_state_of_the_library(study: Study) -> None:
    key = wordstudy.texts_key(study)
    assert themestudy.kept_topics(study, key) is None
    made = themestudy.fit_topics(study, lambda part: None)
    assert made.coarse and len(made.topics) in themestudy.FEW
    themestudy.keep_topics(study, key, made)
    again = themestudy.kept_topics(study, key)
    assert again is not None and again.to_json() == made.to_json()
    assert themestudy.kept_topics(study, "another state") is None
    assert wordstudy.texts_key(study) == key, "keeping topics is no change of the texts"


def test_names_of_topics_are_given_and_taken_back(study: Study) -> None:
    themestudy.name_topic(study, "提案·办理", " 提案办理 ")
    assert themestudy.topic_names(study) == {"提案·办理": "提案办理"}
    themestudy.name_topic(study, "提案·办理", "")
    assert themestudy.topic_names(study) == {}
