"""Frequency tables: what is counted, what is left out, and the background they are read against."""

from pathlib import Path

import pytest

from analysis.report import Block, CatalogueError, Repaired
from analysis.words import background, keywords
from analysis.words.lexicon import Change, shipped
from analysis.words.segment import segmenter
from tests.words import report, sample


def counts(frame) -> dict[str, int]:  # type: ignore[no-untyped-def]
    return dict(zip(frame["term"], frame["count"], strict=True))


def test_columns_and_order_hold_for_every_branch() -> None:
    for repaired in (report(), report("，。"), report("我们的工作"), sample("永宁县-2022")):
        frame = keywords.count(repaired, segmenter())
        assert tuple(frame.columns) == keywords.TERM_COLUMNS
        assert list(frame["term"]) == [term for _, term in sorted(zip(-frame["count"], frame["term"], strict=True))]
        assert [str(kind) for kind in frame.dtypes] == ["str", "int64", "float64", "int64", "int64", "bool"]


def test_stop_words_figures_punctuation_and_single_characters_are_left_out() -> None:
    found = counts(keywords.count(report("我们在2024年提出20条建议，以及3.5万元、98%、第一、A、12个；龙舟文化节。"), segmenter()))
    assert {"龙舟", "建议", "文化节"} <= found.keys()
    assert not {"我们", "2024", "20", "年", "条", "以及", "3.5", "98", "%", "第一", "A", "，", "万元"} & found.keys()


def test_body_text_counts_once_captions_and_credits_do_not() -> None:
    text = "委员走进龙舟亭。"
    blocks = (
        Block("paragraph", text, 0, len(text)),
        Block("paragraph", text, 10, 10 + len(text), repeat_of=0),
        Block("caption", "龙舟亭外景。", 20, 26),
        Block("byline", "本报记者 龙舟", 30, 37),
    )
    assert counts(keywords.count(Repaired("\n".join(block.text for block in blocks), blocks), segmenter()))["龙舟"] == 1


def test_sections_sentences_and_rate() -> None:
    repaired = report(("heading", "水利"), "水渠修好了水渠。水渠长。", "水渠宽。", ("heading", "道路"), "水渠旁的道路；道路平。")
    frame = keywords.count(repaired, segmenter()).set_index("term")
    assert (frame.at["水渠", "count"], frame.at["水渠", "sentences"], frame.at["水渠", "sections"]) == (5, 4, 2)
    assert (frame.at["道路", "count"], frame.at["道路", "sentences"], frame.at["道路", "sections"]) == (3, 3, 1)
    assert frame.at["水渠", "per_10k"] == pytest.approx(5 * 10_000 / repaired.characters)


def test_terms_inside_terms_count_and_one_mention_counts_once() -> None:
    found = counts(keywords.count(report("报送社情民意信息九篇，反映社情民意。"), segmenter()))
    assert (found["社情民意信息"], found["社情民意"]) == (1, 2)
    merged = counts(keywords.count(report("学习中共二十大报告，贯彻党的二十大精神，宣讲二十大。"), segmenter()))
    assert merged["党的二十大"] == 3 and "二十大" not in merged and "中共二十大" not in merged
    apart = counts(keywords.count(report("学习中共二十大报告，贯彻党的二十大精神，宣讲二十大。"), segmenter(), merge=False))
    assert (apart["中共二十大"], apart["党的二十大"]) == (1, 1) and apart["二十大"] >= 1


def test_stock_words_are_dimmed_and_findings_are_not() -> None:
    frame = keywords.count(report("开展工作，推动发展，建设新的盐池县；推进乡村振兴，落实四下基层，守望龙舟。"), segmenter())
    genre = dict(zip(frame["term"], frame["genre"], strict=True))
    assert genre["开展"] and genre["工作"] and genre["发展"] and genre["盐池县"]
    assert not genre["乡村振兴"] and not genre["四下基层"] and not genre["龙舟"]


def test_full_width_and_traditional_writing_count_as_the_same() -> None:
    plain, other = report("庆祝人民政协成立75周年"), report("慶祝人民政協成立７５周年")
    assert counts(keywords.count(plain, segmenter())) == counts(keywords.count(other, segmenter()))


def test_stock_words_of_a_library_need_ten_reports() -> None:
    frames = [keywords.count(report(f"枸杞园区第{n}次参观，{word}。"), segmenter()) for n, word in enumerate(["水稻", "棉花"] * 6)]
    assert keywords.stock_of_library(frames[:9]) == frozenset()
    found = keywords.stock_of_library(frames)
    assert "枸杞" in found and "水稻" not in found


def test_top_fills_a_grid_in_a_fixed_order() -> None:
    frames = {"乙": keywords.count(report("水稻水稻棉花。"), segmenter()), "甲": keywords.count(report("棉花。"), segmenter())}
    grid = keywords.top(frames, 2)
    assert tuple(grid.columns) == keywords.TOP_COLUMNS
    assert list(zip(grid["report"], grid["term"], grid["count"], strict=True)) == [
        ("乙", "棉花", 1),
        ("甲", "棉花", 1),
        ("乙", "水稻", 2),
        ("甲", "水稻", 0),
    ]
    assert len(keywords.top({}, 5)) == 0 and tuple(keywords.top({}, 5).columns) == keywords.TOP_COLUMNS


def test_effect_says_what_a_change_of_the_dictionary_does() -> None:
    texts = {"甲": report("龙舟议事亭开张，龙舟下水。"), "乙": report("没有变化的一句。")}
    after = shipped().with_changes([Change("add", "龙舟议事亭", "organ")])
    table = keywords.effect(shipped(), after, texts)
    assert tuple(table.columns) == keywords.EFFECT_COLUMNS
    rows = {row.term: (row.before, row.after, row.change, row.reports) for row in table.itertuples()}
    assert rows["龙舟议事亭"] == (0, 1, 1, 1) and rows["龙舟"] == (2, 1, -1, 1)
    assert len(keywords.effect(shipped(), shipped(), texts)) == 0
    stopped = keywords.effect(shipped(), shipped().with_changes([Change("stop", "龙舟")]), texts)
    assert list(stopped["term"]) == ["龙舟"]


# --- the background


def test_the_shipped_background_is_of_the_three_hundred() -> None:
    table = background.shipped()
    assert table.texts == 300 and table.words > 1_000_000
    assert table.share("发展") > 0.99 and table.share("四下基层") < 0.1 and table.share("从未有过的词") == 0.0
    assert all(0 < table.documents[term] <= min(300, table.counts[term]) for term in table.counts)


def test_an_office_can_make_its_own(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    for name, text, encoding in (("a.txt", "龙舟比赛，龙舟下水。", "utf-8"), ("b.md", "龙舟上岸。", "gb18030"), ("c.pdf", "棉花", "utf-8")):
        (tmp_path / "texts" / name).write_bytes(text.encode(encoding))
    made = background.build(background.folder_texts(tmp_path / "texts"), segmenter(), source="本县", date="2026-11-20", least_documents=2)
    (tmp_path / background.NAME).write_text(made, encoding="utf-8")
    table = background.load(tmp_path)
    assert (table.texts, table.counts["龙舟"], table.documents["龙舟"]) == (2, 3, 2)
    assert "比赛" not in table.counts and "棉花" not in table.counts
    assert "# source: 本县" in made and segmenter().version in made


def test_a_broken_background_is_named(tmp_path: Path) -> None:
    for text in ("term\tcount\tdocuments\n龙舟\tx\t1\n", "term\tcount\tdocuments\n龙舟\t1\t1\n"):
        (tmp_path / background.NAME).write_text(text, encoding="utf-8")
        with pytest.raises(CatalogueError, match=r"background\.tsv"):
            background.load(tmp_path)


@pytest.mark.parametrize(("word", "counted"), [("四年", False), ("三次", False), ("十余家", False), ("第五届", False), ("一线", True), ("三农", True), ("75周年", True), ("百年", True)])  # fmt: skip
def test_figures_written_out_are_no_key_words(word: str, counted: bool) -> None:
    assert keywords.counts_as_term(word, segmenter()) is counted
