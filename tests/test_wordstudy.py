"""Words and expressions over a library: every count leads to its places, groups, stock words, changes of the dictionary."""

from pathlib import Path

import pytest

from analysis.report import CatalogueError, ReportError
from analysis.study import Study, wordstudy
from analysis.study.governing import laid_over, lexicon_change, library_change
from analysis.words.lexicon import Change, shipped

HEAD = "---\n标题：{place}政协工作综述\n地方：{place}\n省份：宁夏回族自治区\n层级：县级\n时期：{year}\n文体：工作综述\n---\n"
BODY = (
    "{place}政协工作综述\n"
    "{year}年，{place}政协围绕中心任务开展工作，组织委员学习，凝聚共识。\n"
    "一、提案工作\n全年立案提案十八件，{own}提案办理协商会开了三次，委员评议提案办理。\n"
    "二、社情民意\n收集社情民意信息三十条，社情民意专刊编了四期，{own}得到采纳。\n"
)


def text(place: str, year: int, own: str) -> bytes:
    return (HEAD + BODY).format(place=place, year=year, own=own).encode()


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The five samples; tests of this module change nothing in it."""
    return Study.open(f"sqlite:///{(tmp_path_factory.mktemp('words') / 'reports.db').as_posix()}")


@pytest.fixture
def small(tmp_path: Path) -> Study:
    """Twelve invented reports, alike but for one word each."""
    made = Study.open(f"sqlite:///{(tmp_path / 'reports.db').as_posix()}")
    for report in made.reports():
        made.library.delete(report.id)
    owns = "枸杞 葡萄 滩羊 苹果 西瓜 大米 药材 奶牛 渔业 蜂蜜 瓷器 剪纸".split()
    for number, own in enumerate(owns):
        made.add(text("平罗县", 2010 + number, own), f"{2010 + number}.txt")
    return made


def ids(study: Study) -> list[str]:
    return [report.id for report in study.reports()]


def test_every_count_has_as_many_places(study: Study) -> None:
    found = wordstudy.words(study, ids(study))
    for row in wordstudy.ranking(found).iloc[::23].itertuples():
        places = wordstudy.places(study, ids(study), row.term)
        assert len(places) == row.count, row.term
        assert tuple(places.columns) == wordstudy.PLACE_COLUMNS
        for place in places.itertuples():
            assert study.repaired(place.report).text[place.start : place.end] == place.match
            assert (place.left + place.match + place.right).strip() in place.sentence


def test_a_place_inside_a_longer_word_that_is_no_term_is_not_counted(small: Study) -> None:
    """提案 stands in 提案办理协商会 as a part of its own; 案 stands in 立案 and in 提案, but nowhere as a word."""
    first = ids(small)[:1]
    assert len(wordstudy.places(small, first, "提案")) == wordstudy.rates(wordstudy.words(small, first), ["提案"])["count"].iloc[0]
    assert wordstudy.places(small, first, "案").empty
    assert len(wordstudy.search(small, first, "案")) == 5, "a search takes characters"


def test_places_are_sorted_by_what_stands_beside_them(small: Study) -> None:
    left = wordstudy.places(small, ids(small), "提案", sort="left")
    assert [text[::-1] for text in left["left"]] == sorted(text[::-1] for text in left["left"])
    right = wordstudy.places(small, ids(small), "提案", sort="right")
    assert list(right["right"]) == sorted(right["right"])
    assert wordstudy.places(small, [], "提案").empty


def test_search_refuses_what_it_cannot_look_for(small: Study) -> None:
    with pytest.raises(ReportError, match="请输入"):
        wordstudy.search(small, ids(small), " * ")


def test_rates_keep_true_zeros_and_rankings_add_up(small: Study) -> None:
    found = wordstudy.words(small, ids(small)[:2])
    rates = wordstudy.rates(found, ["枸杞", "提案"])
    assert list(rates["count"]) == [2, 0, 4, 4]
    ranked = wordstudy.ranking(found).set_index("term")
    assert ranked.at["提案", "count"] == 8 and ranked.at["提案", "reports"] == 2 and ranked.at["枸杞", "reports"] == 1
    assert ranked.at["提案", "per_10k"] == pytest.approx(8 * 10_000 / sum(found.characters.values()))
    nothing = wordstudy.ranking(wordstudy.words(small, []))
    assert nothing.empty and tuple(nothing.columns) == wordstudy.RANK_COLUMNS


def test_stock_of_a_library_spares_the_names_of_what_is_done(small: Study) -> None:
    found = wordstudy.stock(small)
    assert "组织" in found and "枸杞" not in found
    assert "社情民意" not in found, "a name of the work is never stock, however common"
    dimmed = wordstudy.words(small, ids(small)[:1], found).tables[ids(small)[0]].set_index("term")
    assert dimmed.at["组织", "genre"] and not dimmed.at["枸杞", "genre"]


def test_a_small_library_has_no_stock_of_its_own(study: Study) -> None:
    assert wordstudy.stock(study) == frozenset()


def test_contrast_of_groups_turns_round_with_its_sides(study: Study) -> None:
    left, right = ["平罗县-2022"], ["平罗县-2024", "中卫市-2024"]
    there, back = wordstudy.contrasted(study, left, right), wordstudy.contrasted(study, right, left)
    assert there.characters == back.characters[::-1]
    a, b = there.table.set_index("term")["g2"], back.table.set_index("term")["g2"]
    assert (a + b.reindex(a.index)).abs().max() < 1e-9
    assert there.table.set_index("term").at["75周年", "side"] in ("right", "")


def test_every_count_of_an_expression_has_its_places(study: Study) -> None:
    change = wordstudy.changed_expressions(study, ["平罗县-2022"], ["平罗县-2024"])
    for row in [*change.new.iloc[::9].itertuples(), *change.kept.iloc[::5].itertuples()]:
        assert len(wordstudy.expression_places(study, ["平罗县-2024"], row.expression)) == row.right, row.expression
    along = wordstudy.expression_timeline(study, ids(study))
    for row in along.iloc[::97].itertuples():
        assert len(wordstudy.expression_places(study, [row.report], row.expression)) == row.count, row.expression


def test_the_key_of_the_texts_follows_words_and_nothing_else(small: Study) -> None:
    before = wordstudy.texts_key(small)
    small.library.save_view("常用", "keywords?reports=a")
    small.library.set_setting("任意", "值")
    assert wordstudy.texts_key(small) == before
    change = small.library.add_dictionary_change("stop", "凝聚共识")
    assert wordstudy.texts_key(small) != before
    small.library.undo_dictionary_change(change.number)
    assert wordstudy.texts_key(small) == before
    small.library.delete(ids(small)[0])
    assert wordstudy.texts_key(small) != before


def test_an_effect_is_told_and_nothing_kept(small: Study) -> None:
    found = wordstudy.effect(small, [Change("stop", "枸杞")], ids(small)[:2]).set_index("term")
    assert list(found.index) == ["枸杞"] and found.at["枸杞", "before"] == 2 and found.at["枸杞", "after"] == 0
    assert not small.library.dictionary_changes()
    with pytest.raises(CatalogueError):
        wordstudy.effect(small, [Change("remove", "并无此词")], ids(small)[:1])


@pytest.mark.parametrize(
    "change",
    [
        Change("add", "书香平罗", "slogan"),
        Change("merge", "视察", "调研"),
        Change("protect", "委员会客室"),
        Change("stop", "界别", "", "本单位不用"),
        Change("stop", "政治", "", "体裁词：本单位认定"),
        Change("remove", "社情民意"),
    ],
)
def test_library_and_dictionary_mean_the_same_change(small: Study, change: Change) -> None:
    action, term, value = library_change(change)
    kept = small.library.add_dictionary_change(action, term, value)
    assert lexicon_change(kept) == change
    assert small.dictionary.version == shipped().with_changes([change]).version


def test_counts_follow_the_dictionary_at_once(small: Study) -> None:
    report = ids(small)[0]
    assert "枸杞" in set(small.words([report])[0]["term"])
    number = small.library.add_dictionary_change("stop", "枸杞").number
    assert "枸杞" not in set(small.words([report])[0]["term"])
    small.library.undo_dictionary_change(number)
    assert "枸杞" in set(small.words([report])[0]["term"])


def test_a_change_that_was_overtaken_is_passed_over_and_named(small: Study) -> None:
    added = small.library.add_dictionary_change("add", "书香平罗", "slogan")
    removed = small.library.add_dictionary_change("drop", "书香平罗")
    assert wordstudy.overtaken(small) == frozenset()
    small.library.undo_dictionary_change(added.number)
    assert wordstudy.overtaken(small) == {removed.number}, "there is nothing left to take out"
    assert small.dictionary.version == shipped().version
    kept, _ = laid_over(shipped(), [Change("remove", "并无此词"), Change("stop", "枸杞")])
    assert kept == (Change("stop", "枸杞"),)
