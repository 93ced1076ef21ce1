"""Words come out whole, the same in every process, and the same as jieba's own where they should be."""

import json
import os
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.report import CatalogueError
from analysis.words.lexicon import Change, Dictionary, from_tsv, shipped, to_tsv
from analysis.words.segment import Segmenter, Word, segmenter, sentences
from tests.words import SAMPLES, gold, spans, table

#: Sentences of our own in which the terms of the domain must come out whole.
WHOLE = [
    ("县政协广泛收集社情民意，及时转送。", "社情民意"),
    ("把民主监督寓于视察之中。", "民主监督"),
    ("提高参政议政的水平。", "参政议政"),
    ("政治协商要有计划。", "政治协商"),
    ("践行全过程人民民主的生动课堂。", "全过程人民民主"),
    ("每个委员会客室都有接待记录。", "委员会客室"),
    ("组织一次专题协商。", "专题协商"),
    ("把有事好商量办到村口。", "有事好商量"),
    ("以铸牢中华民族共同体意识为主线。", "铸牢中华民族共同体意识"),
    ("打好百日攻坚战。", "百日攻坚战"),
    ("用好四下基层的办法。", "四下基层"),
    ("深刻领悟两个确立的意义。", "两个确立"),
    ("健全提案办理机制。", "提案办理"),
    ("建成界别委员工作室九个。", "界别委员工作室"),
    ("与部门对口协商七次。", "对口协商"),
    ("开展提案督办。", "提案督办"),
    ("发挥建言资政的作用。", "建言资政"),
    ("坚持双向发力。", "双向发力"),
    ("成立功能型党支部五个。", "功能型党支部"),
    ("服务界别群众。", "界别群众"),
    ("建设书香政协。", "书香政协"),
    ("做到两个维护。", "两个维护"),
    ("增强四个意识。", "四个意识"),
    ("党组理论学习中心组学习八次。", "党组理论学习中心组"),
    ("坚定四个自信。", "四个自信"),
    ("列席主席会议。", "主席会议"),
    ("委员讲给社情民意信息员听。", "社情民意信息"),
    ("党纪学习教育走深走实。", "党纪学习教育"),
    ("邀请民主监督员到会。", "民主监督员"),
    ("专门协商机构的作用更加明显。", "专门协商机构"),
    ("落实第一议题制度。", "第一议题"),
]


def cut(text: str) -> list[str]:
    return [word.text for word in segmenter().words(text)]


@pytest.mark.parametrize(("sentence", "term"), WHOLE)
def test_terms_stand_whole_in_their_sentences(sentence: str, term: str) -> None:
    assert term in cut(sentence)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("政协委员会客室", ["政协", "委员会客室"]),
        ("县政协常委会", ["县政协", "常委会"]),
        ("民主监督员", ["民主监督员"]),
        ("盐池县政协", ["盐池县", "政协"]),
        ("盐池县委", ["盐池", "县委"]),
        ("盐池县委员", ["盐池县", "委员"]),
        ("全区政协系统", ["全区", "政协系统"]),
        ("市县政协联动", ["市县", "政协", "联动"]),
        ("庆祝人民政协成立75周年", ["庆祝", "人民政协", "成立", "75周年"]),
        ("七十五周年", ["七十五", "周年"]),
        ("90余条", ["90", "余", "条"]),
        ("增长1.2个百分点", ["增长", "1.2", "个", "百分点"]),
        ("满意率达98%", ["满意率", "达", "98"]),
        ("沟通率为百分之百", ["沟通率", "为", "百分之百"]),
        ("主席率团外出", ["主席", "率团", "外出"]),
        ("医卫界别", ["医卫", "界别"]),
        ("卫生界委员", ["卫生界", "委员"]),
        ("高度重视", ["高度", "重视"]),  # a phrase of jieba's dictionary that would hide 重视
        ("实事求是", ["实事求是"]),  # an idiom stays
        ("守正创新", ["守正创新"]),
    ],
)
def test_cuts_that_the_genre_asks_for(text: str, words: list[str]) -> None:
    assert cut(text) == words


def test_every_term_comes_out_whole() -> None:
    broken = {term.text: cut(term.text) for term in shipped().terms if cut(term.text) != [term.text]}
    assert broken == {}
    assert len(shipped().terms) >= 600


def test_every_stop_word_and_general_word_is_a_possible_token() -> None:
    broken = [word for word in (*(word for word, _ in shipped().stopwords), *shipped().general) if cut(word) != [word]]
    assert broken == []


def test_every_cut_is_made_as_it_is_written() -> None:
    terms = {term.text for term in shipped().terms}
    broken = [told for told in shipped().cuts if (whole := told.replace(" ", "")) not in terms and cut(whole) != told.split(" ")]
    assert broken == []
    assert not {told.replace(" ", "") for told in shipped().cuts} & {*terms, *shipped().general, *(word for word, _ in shipped().stopwords)}


def test_every_synonym_is_a_term() -> None:
    known = {term.text for term in (*shipped().terms, *shipped().expressions)}
    assert [pair for pair in shipped().synonyms if not set(pair) <= known] == []


def test_words_keep_their_offsets() -> None:
    text = "“三会一课”：2024年共召开35次，覆盖面达98%，受众5000余人次。"
    for word in segmenter().words(text):
        assert text[word.start : word.end] == word.text
    assert "".join(segmenter().tokens(text)) == text


def test_nested_terms_are_found_beside_the_words() -> None:
    found = {(word.text, word.start) for word in segmenter().terms("社情民意信息")}
    assert found == {("社情民意信息", 0), ("社情民意", 0)}
    assert "民主监督" in {word.text for word in segmenter().terms("民主监督员")}
    # near misses: not every term whose characters stand there is meant
    assert "委员会" not in {word.text for word in segmenter().terms("委员会客室")}
    assert "政治协商" not in {word.text for word in segmenter().terms("中国人民政治协商会议")}


def test_a_term_with_quotation_marks_is_found_on_the_text() -> None:
    dictionary = shipped().with_changes([Change("add", "“平”事好商量", "activity")])
    text = "社区办起“平”事好商量议事点。"
    words = segmenter(dictionary).words(text)
    assert Word("“平”事好商量", 4) in words
    assert not any(word.start in range(5, 11) for word in words if word.text != "“平”事好商量")


#: Least F1 of each hand-cut set. first, second and held are the old gold, whose conventions differ a little from those of the others; dev was
#: looked at while the rules were made, own only afterwards, kept by nobody who made them.
LEAST = {"first": 0.97, "second": 0.955, "held": 0.91, "dev": 0.96, "own": 0.95, "kept": 0.91}


def test_the_gold_is_met_and_jieba_is_printed_beside_it() -> None:
    jieba = fresh_jieba()
    sets = {part: list(gold(part)) for part in ("first", "second", "held")}
    sets |= {
        part: [row["cut"].split(" ") for row in table("segmentation_more.tsv") if row["part"] == part] for part in ("dev", "own", "kept")
    }
    figures = {}
    for part, sentences_ in sets.items():
        for name, cutter in (("ours", ours), ("jieba", lambda text: spans(jieba.lcut(text)))):
            right = told = wanted = 0
            for words in sentences_:
                expected, found = spans(words), cutter("".join(words))
                right, told, wanted = right + len(expected & found), told + len(found), wanted + len(expected)
            figures[part, name] = 2 * right / (told + wanted)
    print({key: round(value, 4) for key, value in figures.items()})
    assert len(sets["first"]) >= 200 and len(sets["dev"]) == len(sets["own"]) == len(sets["kept"]) == 80
    for part, least in LEAST.items():
        assert figures[part, "ours"] >= max(least, figures[part, "jieba"] + 0.08), part


def ours(text: str) -> set[tuple[int, int]]:
    found = {(word.start, word.end) for word in segmenter().words(text)}
    return found | {(at, at + 1) for at, character in enumerate(text) if character == "%"}


def fresh_jieba():  # type: ignore[no-untyped-def]
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = tempfile.mkdtemp()  # jieba's cache must not lie in a folder that everybody can write to
    jieba.setLogLevel(60)
    return tokenizer


def jieba_like(own: Segmenter):  # type: ignore[no-untyped-def]
    """jieba itself with our words and weights.

    jieba adds the weight of a word it has already to its total a second time, its Rust port puts the new weight in place of the
    old one; near a tie the total decides, so jieba is given the port's.
    """
    tokenizer = fresh_jieba()
    tokenizer.initialize()
    total = tokenizer.total
    for word, weight in own.weights:
        total += weight - tokenizer.FREQ.get(word, 0)
        tokenizer.add_word(word, weight)
    tokenizer.total = total
    return tokenizer


def test_tokens_are_jiebas_on_the_samples() -> None:
    own = segmenter()
    jieba = jieba_like(own)
    for path in sorted(SAMPLES.glob("*.txt")):
        text = without_hyphens(path.read_text(encoding="utf-8"))
        assert own.tokens(text) == jieba.lcut(text, HMM=False), path.name


def test_tokens_are_jiebas_on_reports_of_the_corpus(shared: Path) -> None:
    own = segmenter()
    jieba = jieba_like(own)
    with tarfile.open(shared / "corpus" / "gov-300.tar.xz") as archive:
        names = sorted(name for name in archive.getnames() if name.endswith(".txt"))
        for name in random.Random(5).sample(names, 12):
            data = archive.extractfile(name)
            assert data is not None
            text = without_hyphens(data.read().decode("utf-8"))
            assert own.tokens(text) == jieba.lcut(text, HMM=False), name


def without_hyphens(text: str) -> str:
    """jieba keeps a hyphen inside 2022-2026, its Rust port does not: the one known difference. White space is grouped differently too."""
    return re.sub(r"[-\s]+", "。", text)


def test_one_segmenter_serves_threads() -> None:
    text = SAMPLES.joinpath("平罗县-2022.txt").read_text(encoding="utf-8")
    expected, found = segmenter().words(text), []
    threads = [threading.Thread(target=lambda: found.extend(segmenter().words(text) == expected for _ in range(5))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 20


def test_sentences_end_at_their_marks() -> None:
    text = "全年协商五次。“效果好！”群众说；还要继续\n下一段"
    assert [text[start:end] for start, end in sentences(text)] == ["全年协商五次。", "“效果好！”", "群众说；", "还要继续", "下一段"]


def test_same_words_whatever_the_hash_seed(root: Path) -> None:
    program = (
        "import json; from tests.words import sample; from analysis.words import keywords, phrases; from analysis.words.segment import segmenter;"
        "left, right = sample('平罗县-2022'), sample('平罗县-2024'); found = phrases.compare([left], [right]);"
        "print(json.dumps([segmenter().version, keywords.count(left, segmenter()).to_csv(), found.new.to_csv(), found.kept.to_csv()]))"
    )
    outputs = set()
    for seed in ("0", "1", "77"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
        outputs.add(subprocess.run([sys.executable, "-c", program], cwd=root, env=env, capture_output=True, text=True, check=True).stdout)
    assert len(outputs) == 1
    assert json.loads(outputs.pop())[0] == shipped().version


# --- the dictionary that an office governs


def test_changes_make_another_dictionary_and_leave_the_first() -> None:
    before = shipped()
    after = before.with_changes([Change("add", "龙舟议事亭", "organ", "本县品牌")])
    assert cut("龙舟议事亭里人声鼎沸") != ["龙舟议事亭", "里", "人声鼎沸"]
    assert [word.text for word in segmenter(after).words("龙舟议事亭里人声鼎沸")] == ["龙舟议事亭", "里", "人声鼎沸"]
    assert before.version != after.version
    assert before == shipped()


def test_a_change_can_be_taken_back() -> None:
    added = Change("add", "龙舟议事亭", "organ")
    assert shipped().with_changes([added, Change("remove", "龙舟议事亭")]).version == shipped().version
    assert shipped().with_changes([]).version == shipped().version


def test_protect_wins_over_every_other_cut() -> None:
    plain = [word.text for word in segmenter().words("群众点题目录")]
    guarded = shipped().with_changes([Change("protect", "众点题")])
    assert plain == ["群众", "点题", "目录"]
    assert "众点题" in [word.text for word in segmenter(guarded).words("群众点题目录")]


def test_merge_is_followed_and_reversible() -> None:
    dictionary = shipped().with_changes([Change("merge", "院坝会", "院坝协商"), Change("merge", "屋场会", "院坝会")])
    own = segmenter(dictionary)
    assert own.merged("屋场会") == own.merged("院坝会") == "院坝协商"
    assert set(own.variants("院坝协商")) == {"院坝协商", "院坝会", "屋场会"}


@pytest.mark.parametrize(
    "changes",
    [
        [Change("merge", "甲乙", "丙丁"), Change("merge", "丙丁", "甲乙")],
        [Change("add", "单")],
        [Change("remove", "从未有过的词")],
        [Change("add", "换\n行")],
        [Change("add", " 前有空格")],
    ],
)
def test_changes_that_make_no_sense_are_refused(changes: list[Change]) -> None:
    with pytest.raises(CatalogueError):
        shipped().with_changes(changes)


def test_changes_travel_as_a_table() -> None:
    changes = (
        Change("add", "龙舟议事亭", "organ", "本县品牌"),
        Change("merge", "院坝会", "院坝协商"),
        Change("stop", "一枝独秀", "", "修辞"),
    )
    assert from_tsv(to_tsv(changes)) == changes
    assert from_tsv("\ufeff" + to_tsv(changes).replace("\n", "\r\n")) == changes
    for wrong in ("", "word\n新词\n", to_tsv(changes) + "fly\t词语\t\t\n", to_tsv(changes) + "add\t词语\n"):
        with pytest.raises(CatalogueError):
            from_tsv(wrong)
    with pytest.raises(CatalogueError):
        to_tsv([Change("add", "词语", "", "说明\t有制表符")])


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("lexicon.tsv", "term\tkind\tsource\n政协\tthing\t甲\n", "类别"),
        ("lexicon.tsv", "term\tkind\tsource\n政协\torgan\t甲\n政协\torgan\t乙\n", "重复"),
        ("stopwords.txt", "我们\n", "理由"),
        ("synonyms.tsv", "variant\tterm\n甲乙\t丙丁\n丙丁\t甲乙\n", "绕回"),
        ("cuts.txt", "不 是\n", "理由"),
        ("morphology.tsv", "class\tmembers\treason\nrole\t主席\t甲\nrole\t委员\t乙\n", "重复"),
    ],
)
def test_mistakes_in_the_tables_name_their_row(tmp_path: Path, name: str, text: str, part: str) -> None:
    for file in (
        "lexicon.tsv",
        "expressions.tsv",
        "stopwords.txt",
        "general.txt",
        "synonyms.tsv",
        "places.tsv",
        "cuts.txt",
        "morphology.tsv",
    ):
        (tmp_path / file).write_bytes((SAMPLES.parent / "reference" / file).read_bytes())
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=part):
        shipped(tmp_path)


def test_the_version_covers_everything_that_changes_a_count() -> None:
    base = Dictionary(shipped().terms[:5], shipped().stopwords[:5], shipped().synonyms[:5], shipped().places[:5], shipped().general[:5])
    others = [
        Dictionary(base.terms[1:], base.stopwords, base.synonyms, base.places, base.general),
        Dictionary(base.terms, base.stopwords[1:], base.synonyms, base.places, base.general),
        Dictionary(base.terms, base.stopwords, base.synonyms[1:], base.places, base.general),
        Dictionary(base.terms, base.stopwords, base.synonyms, base.places[1:], base.general),
        Dictionary(base.terms, base.stopwords, base.synonyms, base.places, base.general[1:]),
        Dictionary(base.terms, tuple((word, "体裁词") for word, _ in base.stopwords), base.synonyms, base.places, base.general),
        replace(base, nouns=base.general[:1]),
        replace(base, cuts=("不 是",)),
        replace(base, classes=(("level", ("县",)),)),
    ]
    assert len({base.version, *(other.version for other in others)}) == len(others) + 1


def test_the_example_of_the_readme_can_be_imported(root: Path) -> None:
    text = (root / "data" / "reference" / "README-words.md").read_text(encoding="utf-8")
    changes = from_tsv(text.split("```\n")[1])
    assert {change.action for change in changes} == {"add", "merge", "protect", "stop", "remove"}
    assert shipped().with_changes(changes).version != shipped().version
