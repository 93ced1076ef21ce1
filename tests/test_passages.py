"""Carried-over sentences: found when moved, reworded, split or joined; formulae set aside; nothing found where nothing is."""

import io
import math
import random
import tarfile
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from analysis.report import CatalogueError, Repaired
from analysis.themes import formulae, passages
from analysis.words import segment
from tests.theme_texts import paragraphs, real, samples, text_of

ONE = "县政协组织委员走访沿河六个村，记下渠道淤塞、桥面破损等问题十四处，逐一转交水务部门处理。"
TWO = "围绕老街改造召开恳谈会三次，居民代表、商户和设计单位坐在一起，把骑楼怎么修、摊位怎么摆谈出了结果。"
THREE = "全年编印口述史料两册，收录老工人、老教师的回忆四十二篇，赠送给县里的学校和图书馆。"
OTHER = "委员培训班请来高校教师授课，白天听讲，晚上分组讨论，学员写下体会六十篇，选编成册。"
NAME = "习近平总书记在庆祝中国人民政治协商会议成立75周年大会上的重要讲话精神"


def kinds(left: Repaired, right: Repaired) -> list[str]:
    return passages.carried_over(left, right)["kind"].tolist()


def test_an_unchanged_sentence_is_exact_wherever_it_stands() -> None:
    left, right = paragraphs(ONE + TWO, THREE), paragraphs(OTHER, THREE + ONE)
    found = passages.carried_over(left, right)
    assert tuple(found.columns) == passages.PASSAGE_COLUMNS
    assert found["kind"].tolist() == ["exact", "exact"]
    assert found["right_text"].tolist() == [THREE, ONE]
    for row in found.itertuples():
        assert left.text[row.left_start : row.left_end] == row.left_text
        assert right.text[row.right_start : row.right_end] == row.right_text
    assert found["similarity"].tolist() == [1.0, 1.0]


def test_marks_and_white_space_change_nothing() -> None:
    assert kinds(paragraphs(ONE), paragraphs(ONE.replace("，", ",").replace("、", " ").replace("。", "！"))) == ["exact"]


def test_new_numbers_and_words_make_it_near() -> None:
    changed = ONE.replace("六个村", "九个村").replace("十四处", "二十一处").replace("水务部门", "乡镇")
    found = passages.carried_over(paragraphs(ONE), paragraphs(changed))
    assert found["kind"].tolist() == ["near"]
    assert 0.75 < found["similarity"].iloc[0] < 1.0


def test_clauses_that_changed_places_are_near() -> None:
    turned = "居民代表、商户和设计单位坐在一起，把骑楼怎么修、摊位怎么摆谈出了结果，围绕老街改造召开恳谈会三次。"
    assert kinds(paragraphs(TWO), paragraphs(turned)) == ["near"]


def test_a_different_sentence_on_the_same_matter_is_not_carried_over() -> None:
    assert kinds(paragraphs(ONE), paragraphs("沿河各村的渠道今年都清了淤，水务部门修好了桥面，村民浇地比往年省了两天工夫。")) == []


def test_a_split_sentence_and_a_joined_one_are_found() -> None:
    left, right = paragraphs(TWO), paragraphs(TWO.replace("坐在一起，", "坐在一起。"))
    assert kinds(left, right) == ["near", "near"]
    assert passages.share(passages.carried_over(left, right), right) == pytest.approx(1.0)
    back = passages.carried_over(right, left)
    assert passages.share(back, left) > 0.9


def test_a_short_sentence_counts_beside_its_neighbour_only() -> None:
    short = "春耕前修通了六条渠道。"
    assert kinds(paragraphs(short + ONE), paragraphs(short + ONE)) == ["exact", "exact"]
    assert kinds(paragraphs(short + ONE), paragraphs(short + OTHER)) == ["formula"]


def test_a_sentence_is_matched_with_the_best_only() -> None:
    near = ONE.replace("十四处", "十五处")
    found = passages.carried_over(paragraphs(near, ONE), paragraphs(ONE))
    assert len(found) == 1
    assert found["kind"].tolist() == ["exact"]


def test_a_name_is_a_formula_and_no_carried_over_work() -> None:
    left = paragraphs(f"班子成员带头学习{NAME}，联系实际谈打算，写下读书笔记。")
    right = paragraphs(f"各专委会分头组织委员座谈，结合本职岗位畅谈{NAME}给自己带来的启发。")
    found = passages.carried_over(left, right)
    assert found["kind"].tolist() == ["formula"]
    assert found["right_text"].iloc[0].startswith("习近平总书记")
    assert passages.share(found, right) == 0.0


def test_a_sentence_of_nothing_but_formulae_is_one() -> None:
    line = "增强“四个意识”、坚定“四个自信”、做到“两个维护”。"
    assert kinds(paragraphs(line), paragraphs(line)) == ["formula"]


def test_work_beside_a_name_is_still_work() -> None:
    line = f"{ONE[:-1]}，并把学习{NAME}同走访结合起来。"
    assert kinds(paragraphs(line), paragraphs(line)) == ["exact"]


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("学习《某某条例实施细则》", ["《某某条例实施细则》"]),
        ("党的二十届三中全会精神入脑入心", ["党的二十届三中全会精神"]),
        ("县政协十一届一次会议开幕", ["县政协十一届一次会议"]),
        ("认真履行政治协商,民主监督,参政议政职能", ["认真履行政治协商,民主监督,参政议政职能"]),
        ("以习近平同志为核心的党中央", ["以习近平同志为核心的党中央"]),
        ("提出修建水渠的建议四条", []),
        ("三次走访六个村", []),
        ("十二届", []),
    ],
)  # fmt: skip
def test_names_and_set_phrases(text: str, fixed: list[str]) -> None:
    assert [text[start:end] for start, end in formulae.fixed_spans(text) if end - start > 4] == fixed


@pytest.mark.parametrize(("content", "reason"), [("短话\n", "太短"), ("一句人人都写的套话\n一句人人都写的、套话\n", "重复")])
def test_mistakes_in_the_list_are_named(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / formulae.FILE).write_text(content, encoding="utf-8")
    with pytest.raises(CatalogueError, match=reason):
        formulae.load(tmp_path)


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="安装包"):
        formulae.load(tmp_path)
    assert len(formulae.load()) > 40


@pytest.mark.parametrize("right", [Repaired("", ()), paragraphs("短。"), text_of(("title", ONE))], ids=["empty", "short", "title"])
def test_nothing_to_carry_over(right: Repaired) -> None:
    found = passages.carried_over(paragraphs(ONE), right)
    assert found.empty
    assert tuple(found.columns) == passages.PASSAGE_COLUMNS
    assert found["similarity"].dtype == np.float64
    share = passages.share(found, right)
    assert math.isnan(share) if right.blocks == () or right.blocks[0].kind == "title" else share == 0.0
    assert passages.carried_over(right, paragraphs(ONE)).empty
    assert tuple(passages.joined(found, paragraphs(ONE), right).columns) == passages.PASSAGE_COLUMNS


def test_share_counts_characters_once() -> None:
    left, right = paragraphs(ONE), paragraphs(ONE, OTHER)
    found = passages.carried_over(left, right)
    assert passages.share(found, right) == pytest.approx(len(ONE) / (len(ONE) + len(OTHER)))
    doubled = found.iloc[[0, 0]]
    assert passages.share(doubled, right) == passages.share(found, right)


def test_captions_and_headings_are_not_read() -> None:
    assert kinds(text_of(("caption", ONE), ("heading", TWO)), paragraphs(ONE + TWO)) == []


def test_repeats_inside_a_report() -> None:
    repaired = text_of(("paragraph", ONE + TWO), ("paragraph", OTHER), ("paragraph", ONE + TWO), repeats=True)
    assert repaired.blocks[2].repeat_of == 0
    found = passages.repeated(repaired)
    assert found["right_text"].tolist() == [ONE, TWO]
    assert (found["left_end"] <= found["right_start"]).all()
    assert passages.repeated(paragraphs(ONE, TWO, OTHER)).empty


def test_neighbours_are_joined_within_a_paragraph() -> None:
    left, right = paragraphs(ONE + TWO + THREE), paragraphs(ONE + TWO.replace("三次", "五次"), THREE)
    found = passages.joined(passages.carried_over(left, right), left, right)
    assert found["right_text"].tolist() == [ONE + TWO.replace("三次", "五次"), THREE]
    assert found["left_text"].tolist() == [ONE + TWO, THREE]
    assert found["kind"].tolist() == ["near", "exact"]
    turned = passages.joined(passages.carried_over(left, paragraphs(TWO + ONE)), left, paragraphs(TWO + ONE))
    assert len(turned) == 2


def replayed(left: str, right: str, steps: tuple[passages.Opcode, ...]) -> None:
    assert "".join(left[a:b] for _, a, b, _, _ in steps) == left
    assert "".join(right[c:d] for _, _, _, c, d in steps) == right
    assert all(left[a:b] == right[c:d] for tag, a, b, c, d in steps if tag == "equal")
    assert all(tag == "equal" or left[a:b] != right[c:d] for tag, a, b, c, d in steps)


def test_changed_words_are_marked() -> None:
    right = ONE.replace("十四处", "二十一处").replace("，记下", "，如实记下")
    steps = passages.opcodes(ONE, right, segment.segmenter().tokens)
    replayed(ONE, right, steps)
    assert [(ONE[a:b], right[c:d]) for tag, a, b, c, d in steps if tag != "equal"] == [("", "如实"), ("十四", "二十一")]


@pytest.mark.parametrize(
    ("left", "right"), [("", ""), ("", "新话"), ("旧话", ""), ("一样", "一样"), ("共120条", "共135条"), ("甲乙丙", "丁乙戊")]
)
def test_opcodes_cover_both_texts(left: str, right: str) -> None:
    replayed(left, right, passages.opcodes(left, right))


def test_a_whole_number_changes_as_one() -> None:
    assert passages.opcodes("共120条", "共125条") == (("equal", 0, 1, 0, 1), ("replace", 1, 4, 1, 4), ("equal", 4, 5, 4, 5))


# A report is edited by a seeded hand: sentences are moved, deleted, reworded, and new ones put between them.
NEW = [
    "山货上网那天，集镇上的快递点排起了长队，几位从没摸过电脑的大婶学会了接单。",
    "雪下了一夜，扫雪的人群里多了十几个佩戴徽章的身影，天亮时主街已经露出黑色的路面。",
    "老码头的石阶重新铺过，装上了路灯和扶手，傍晚来散步的人比从前多了一倍。",
    "合唱队用方言唱了三首新歌，台下坐着从外地赶回来过节的年轻人，掌声响了很久。",
    "养蜂人把箱子搬到油菜地边上，乡里替他们算了一笔账，一季下来每户多收两千多元。",
]
SWAPS = [
    ("推动", "带动"),
    ("组织", "安排"),
    ("群众", "居民"),
    ("提出", "给出"),
    ("深入", "走进"),
    ("开展", "举行"),
    ("委员", "政协委员"),
    ("建议", "对策"),
]


def reworded(sentence: str, hand: random.Random) -> str:
    """Two or three words swapped, and the sentence opened anew, so that neither its beginning nor its length is the same."""
    usable = [pair for pair in SWAPS if pair[0] in sentence]
    for old, new in hand.sample(usable, min(len(usable), 3)):
        sentence = sentence.replace(old, new, 1)
    return "这一年，" + sentence


def sentences_of(repaired: Repaired) -> list[str]:
    found = []
    for block in repaired.blocks:
        if block.kind == "paragraph" and block.counted:
            found += [block.text[start:end] for start, end in segment.sentences(block.text)]
    return [line for line in dict.fromkeys(found) if len(line) >= 24]


def edited(repaired: Repaired, hand: random.Random) -> tuple[Repaired, list[tuple[str, str | None]]]:
    """The edited report, and for each of its sentences the one it came from (None: new)."""
    kept = [line for line in sentences_of(repaired) if hand.random() > 0.4]
    plan: list[tuple[str, str | None]] = [(reworded(line, hand) if hand.random() < 0.5 else line, line) for line in kept]
    plan += [(line, None) for line in NEW]
    hand.shuffle(plan)
    return paragraphs(*("".join(line for line, _ in plan[at : at + 4]) for at in range(0, len(plan), 4))), plan


@pytest.mark.parametrize("seed", range(5))
def test_an_edited_report_is_described_rightly(root: Path, seed: int) -> None:
    expected = found_right = given = 0
    for report, original in samples(root).items():
        right, plan = edited(original, random.Random(f"{report}-{seed}"))
        found = passages.carried_over(original, right)
        work = found[found["kind"] != "formula"]
        given += len(work)
        expected += sum(source is not None for _, source in plan)
        for line, source in plan:
            rows = work[[line.strip() in text or text in line for text in work["right_text"]]]
            found_right += bool(source is not None and any(source.strip() in text or text in source for text in rows["left_text"]))
    assert found_right / expected >= 0.95, "recall"
    assert found_right / given >= 0.95, "precision"


def test_unrelated_reports_share_less_than_one_percent(root: Path) -> None:
    texts = samples(root)
    for left, right in permutations(texts, 2):
        assert passages.share(passages.carried_over(texts[left], texts[right]), texts[right]) < 0.01, (left, right)


def test_unrelated_real_reports_share_less_than_one_percent(shared: Path) -> None:
    texts = [real(shared, report) for report in ("平罗县-2022", "永宁县-2022", "平罗县-2024")]
    for left, right in permutations(texts, 2):
        assert passages.share(passages.carried_over(left, right), right) < 0.01


def test_government_reports_of_different_cities_share_little(shared: Path) -> None:
    """Another genre, where targets and thanks are worded by statute: a little more than one percent is true there for some pairs."""
    texts: list[Repaired] = []
    with tarfile.open(shared / "corpus" / "gov-300.tar.xz") as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is not None and len(texts) < 5:
                lines = io.TextIOWrapper(file, encoding="utf-8").read().splitlines()
                texts.append(paragraphs(*(line.strip() for line in lines if len(line) > 60)))
    shares = sorted(passages.share(passages.carried_over(left, right), right) for left, right in permutations(texts, 2))
    assert shares[len(shares) // 2] < 0.005
    assert shares[-1] < 0.04


def test_the_repeated_paragraph_of_a_real_report_is_found(shared: Path) -> None:
    repaired = real(shared, "平罗县-2022")
    marked = [index for index, block in enumerate(repaired.blocks) if block.repeat_of is not None]
    assert len(marked) == 1
    block = repaired.blocks[marked[0]]
    found = passages.repeated(repaired)
    exact = found[found["kind"] == "exact"]
    inside = exact[(exact["right_start"] >= block.start) & (exact["right_end"] <= block.end)]
    covered = sum(len(text) for text in inside["right_text"])
    assert covered >= 0.95 * len(block.text)
    assert len(inside) == len(exact), "nothing else in that report is said twice word for word"


def test_the_order_of_hashes_does_not_matter(root: Path) -> None:
    texts = list(samples(root).values())
    first = passages.carried_over(texts[0], edited(texts[0], random.Random(1))[0])
    assert first.equals(passages.carried_over(texts[0], edited(texts[0], random.Random(1))[0]))
