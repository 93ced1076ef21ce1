"""Telling words are learned the same from the same paragraphs, and they do on paragraphs they were not learned from."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from analysis.__main__ import main
from analysis.evaluation import learning, profile_scores
from analysis.themes.functions import functions
from analysis.themes.profile import profile
from analysis.themes.telling import load, telling
from tests.theme_texts import materials, text_of

#: What each group reaches when it is left out, a little rounded down: accuracy. A report is left out as a whole.
REACHED = {"annotator": 0.92, "opened": 0.92, "samples": 0.90, "author": 0.86}

FEW = [
    learning.alone("县政协讲墨鱼，委员提案。", "proposal"),
    learning.alone("县政协又讲墨鱼，委员立案。", "proposal"),
    learning.alone("县政协看海马三次，在平罗县视察。", "supervise"),
    learning.alone("县政协又看海马三次，还在平罗县。", "supervise|consult"),
]


def test_left_out_paragraphs_agree_with_their_labels(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made, groups = materials(root)
    pairs = defaultdict(list)
    for pair, name in learning.cross_validate(made, functions()):
        pairs[groups[name]].append(pair)
    scores = {group: profile_scores.score(found)[:2] for group, found in pairs.items()}
    scores["development set"] = profile_scores.score([*pairs["annotator"], *pairs["opened"]])[:2]
    scores["all"] = profile_scores.score([pair for found in pairs.values() for pair in found])[:2]
    with capsys.disabled():
        told = "  ".join(f"{group} {accuracy:.3f}/{macro_f1:.3f}" for group, (accuracy, macro_f1) in scores.items())
        print(f"\nfunctions, left out in turn (accuracy/macro-F1): {told}")
    assert all(scores[group][0] >= least for group, least in REACHED.items())
    assert scores["development set"][0] >= 0.93 and scores["development set"][1] >= 0.92
    assert scores["all"][0] >= 0.88 and scores["all"][1] >= 0.88


def test_the_shipped_table_is_what_the_paragraphs_teach(root: Path) -> None:
    """Alike, not equal: another processor rounds otherwise, and jieba's dictionary may cut a word otherwise."""
    made, _ = materials(root)
    taught, shipped = learning.learn(made, functions()), telling()
    both = sorted(set(taught.terms) & set(shipped.terms))
    assert len(both) >= 0.98 * max(len(taught.terms), len(shipped.terms))
    here, there = ([words.terms.index(term) for term in both] for words in (taught, shipped))
    assert np.abs(taught.weights[here] - shipped.weights[there]).mean() < 0.02


def test_words_of_one_source_numbers_and_places_are_not_learned() -> None:
    words = learning.learn(FEW, functions())
    assert "墨鱼" in words.terms and "海马" in words.terms
    assert not {"平罗县", "三次"} & set(words.terms)
    ids = functions().ids
    assert words.weights[words.terms.index("墨鱼")].argmax() == ids.index("proposal")
    assert words.weights[words.terms.index("海马")].argmax() == ids.index("supervise")


def test_a_report_is_one_source_and_what_its_place_decides_teaches_nothing() -> None:
    report = text_of(
        ("lead", "县政协讲墨鱼。"), ("heading", "回顾"), ("paragraph", "海马多，县政协看海马。"), ("paragraph", "海马少，县政协看海马。"),
        ("heading", "下一步打算"), ("paragraph", "县政协讲珊瑚。"),
    )  # fmt: skip
    labelled = learning.Material("甲", report, {0: "none", 2: "party", 3: "party", 5: "none"})
    words = learning.learn([labelled, learning.alone("委员也讲珊瑚和墨鱼，不讲海。", "none")], functions())
    assert not {"海马", "珊瑚", "墨鱼"} & set(words.terms)


def test_the_same_paragraphs_teach_the_same() -> None:
    one, two = learning.learn(FEW, functions()), learning.learn(FEW, functions())
    assert one.terms == two.terms and (one.weights == two.weights).all() and (one.rarity == two.rarity).all()


def test_a_table_written_is_the_table_read(tmp_path: Path) -> None:
    words = learning.learn(FEW, functions())
    (tmp_path / "function_words.tsv").write_text(learning.render(words, functions(), source="四段"), encoding="utf-8")
    read = load(functions(), tmp_path)
    assert read.terms == words.terms
    assert read.weights == pytest.approx(words.weights) and read.rarity == pytest.approx(words.rarity)


def test_a_paragraph_alone_is_neither_first_nor_last() -> None:
    text = "委员们听取提案办理情况。"
    made = learning.alone(text, "proposal")
    assert made.labels == {1: "proposal"} and made.repaired.blocks[1].text == text
    assert profile(made.repaired).paragraphs[0].block == 1


def test_the_command_scores_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        f"甲\t{function}\t\t县政协{word}{number}，委员参加。"
        for number in "一二三四"
        for function, word in (("party", "学习党章"), ("unity", "征集史料"))
    ]
    (tmp_path / "written.tsv").write_text("hand\tfunction\talso\ttext\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert main(["function-words", str(tmp_path / "written.tsv"), "--out", str(tmp_path / "function_words.tsv")]) == 0
    assert "段落：8" in capsys.readouterr().out
    assert "史料" in load(functions(), tmp_path).terms
