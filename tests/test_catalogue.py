"""The indicator catalogue: its own examples are its tests, and a mistake in the file is told with its line."""

import re
from pathlib import Path

import pytest

from analysis import figures
from analysis.figures import tried_indicators
from analysis.figures.catalogue import KINDS, LABEL_LENGTH, NAME_LENGTH, Catalogue, Indicator, default_catalogue, load_catalogue, with_own
from analysis.figures.quantities import load_units
from analysis.reference import REFERENCE
from analysis.report import Block, CatalogueError, Period, Repaired
from analysis.study import Study

CATALOGUE = default_catalogue()
GROUPS = ("党建与学习", "协商议政", "提案", "监督视察调研", "社情民意", "委员服务管理", "民生公益", "联谊文史宣传", "中心工作")

SMALL = """groups: [提案]
lists:
  brought: [收到, 提交]
phrases: {share: [其中], topic: [围绕], topic_not: [就业], total: [全年], subset: [经济委], plan: [计划], plan_not: [列入计划],
  background: [总人口], rule: [每年], rule_not: [平均每年], cut: [办理], filler: [共], countable: [方面], relief: [疫情], moment: [当天], year: [全年]}
indicators:
  - id: proposals_submitted
    group: 提案
    name: 提交提案
    label: 提交
    meaning: 收到的提案
    kind: count
    units: [件]
    wordings:
      - {near: [提案], beside: [$brought], without: [立案]}
    examples: [共收到提案21件。]
    near_misses: [提案立案21件。]
"""


def indicators_of(text: str, catalogue: Catalogue = CATALOGUE) -> list[str]:
    found = figures.extract(Repaired(text, (Block("paragraph", text, 0, len(text)),)), Period(2023, 2023), catalogue=catalogue)
    return [figure.indicator for figure in found.figures]


@pytest.mark.parametrize("indicator", CATALOGUE.indicators, ids=lambda indicator: indicator.id)
def test_examples_and_near_misses(indicator: Indicator) -> None:
    assert indicator.examples, "an indicator without an example is untested"
    for text in indicator.examples:
        assert indicator.id in indicators_of(text), text
    for text in indicator.near_misses:
        assert indicators_of(text), f"a near miss without a number proves nothing: {text}"
        assert indicator.id not in indicators_of(text), text


@pytest.mark.parametrize("indicator", CATALOGUE.indicators, ids=lambda indicator: indicator.id)
def test_names_fit_where_they_stand(indicator: Indicator) -> None:
    assert indicator.group in GROUPS
    assert 1 <= len(indicator.name) <= NAME_LENGTH and 1 <= len(indicator.label) <= LABEL_LENGTH
    assert indicator.kind in KINDS
    assert set(indicator.units) <= {"*", *load_units()}
    assert indicator.meaning.strip()


def test_groups_and_order() -> None:
    assert CATALOGUE.groups == GROUPS
    assert [GROUPS.index(indicator.group) for indicator in CATALOGUE.indicators] == sorted(
        GROUPS.index(one.group) for one in CATALOGUE.indicators
    )
    for group in GROUPS:
        labels = [indicator.label for indicator in CATALOGUE.indicators if indicator.group == group]
        assert len(set(labels)) == len(labels), f"two bars of {group} would have one label"
    assert len({indicator.name for indicator in CATALOGUE.indicators}) == len(CATALOGUE.indicators)


def test_every_id_of_the_guide_is_listed_and_no_other(shared: Path) -> None:
    guide = (shared / "facts" / "GUIDE.md").read_text(encoding="utf-8").split("## indicator ids")[1]
    ids = set(re.findall(r"([a-z_]+)=", guide))
    assert ids == {indicator.id for indicator in CATALOGUE.indicators if indicator.listed}


def test_rates_are_never_summed() -> None:
    assert not [indicator.id for indicator in CATALOGUE.indicators if indicator.kind == "rate" and indicator.summable]
    assert CATALOGUE.by_id["proposals_filed"].summable and not CATALOGUE.by_id["member_studios"].summable


def test_name_of_an_unknown_id() -> None:
    assert CATALOGUE.name("proposals_filed") == "提案立案"
    assert CATALOGUE.name("other") == CATALOGUE.name("an_id_of_tomorrow") == "其他"


def test_an_office_can_write_its_own(tmp_path: Path) -> None:
    path = tmp_path / "indicators.yaml"
    path.write_text(SMALL, encoding="utf-8")
    small = load_catalogue(path)
    figures.check_examples(small)
    assert indicators_of("全年收到提案30件，开展调研5次。", small) == ["proposals_submitted", "other"]


WRONG = [
    # name, what is replaced, by what, line, words of the message
    ("duplicate id", "提案立案21件。]\n", "提案立案21件。]\n" + SMALL[SMALL.index("  - id:") :], 18, "重复"),
    ("unknown unit", "units: [件]", "units: [件, 坨]", 7, "坨"),
    ("no unit", "units: [件]", "units: []", 7, "units"),
    ("unknown group", "group: 提案\n", "group: 体育\n", 7, "体育"),
    ("unknown kind", "kind: count", "kind: thing", 7, "kind"),
    ("name too long", "name: 提交提案", "name: 一个长得放不进表格的名字", 7, "name"),
    ("bad id", "id: proposals_submitted", "id: 提案", 7, "id"),
    ("reserved id", "id: proposals_submitted", "id: other", 7, "other"),
    ("missing meaning", "    meaning: 收到的提案\n", "", 7, "meaning"),
    ("unknown key", "    kind: count\n", "    kind: count\n    colour: red\n", 7, "colour"),
    ("wording without near", "{near: [提案], ", "{", 15, "near"),
    ("unknown key of a wording", "without: [立案]", "without: [立案], behind: [件]", 15, "behind"),
    ("bad weight", "without: [立案]", "weight: much", 15, "weight"),
    ("a number for a word", "near: [提案]", "near: [100]", 15, "100"),
    ("a word for a list", "near: [提案]", "near: 提案", 15, "near"),
    ("unknown list", "$brought", "$got", 15, "got"),
    ("no wordings", "    wordings:\n      - {near: [提案], beside: [$brought], without: [立案]}\n", "    wordings: []\n", 7, "wordings"),
    ("unknown follower", "    kind: count\n", "    kind: count\n    followers: audience\n", None, "audience"),
    ("missing phrases", "cut: [办理], ", "", 4, "cut"),
    ("key twice", "    kind: count\n", "    kind: count\n    kind: rate\n", 13, "kind"),
    ("bad brackets", "units: [件]", "units: [件", 14, "写法"),
    ("unknown group beside", "groups: [提案]\n", "groups: [提案]\nwhatever_name: [体育]\n", None, "whatever_name"),
    ("not a catalogue", SMALL, "- 甲\n- 乙\n", None, "groups"),
    ("unsafe tag", "meaning: 收到的提案", "meaning: !!python/object/apply:os.getcwd []", 11, "写法"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "words"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_mistake_is_told_with_line_and_reason(tmp_path: Path, old: str, new: str, line: int | None, words: str) -> None:
    assert old in SMALL
    path = tmp_path / "indicators.yaml"
    path.write_text(SMALL.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(path)
    message = str(caught.value)
    assert words in message and message.startswith("指标目录 indicators.yaml") and "\n" not in message
    if line is not None:
        assert f"第 {line} 行" in message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("共收到提案21件。", "共立案21件。", "例句“共立案21件。”"),
        ("提案立案21件。", "提交提案21件。", "反例“提交提案21件。”"),
        ("共收到提案21件。", "没有数字。", "没有数字"),
    ],
)
def test_an_example_that_does_not_match(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "indicators.yaml"
    path.write_text(SMALL.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match="第 7 行") as caught:
        figures.check_examples(load_catalogue(path))
    assert words in str(caught.value)


def test_missing_file_and_wrong_encoding(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="缺失"):
        load_catalogue(tmp_path / "none.yaml")
    path = tmp_path / "indicators.yaml"
    path.write_bytes(SMALL.encode("gb18030"))
    with pytest.raises(CatalogueError, match="UTF-8"):
        load_catalogue(path)
    path.write_bytes(b"groups: [\x00]")
    with pytest.raises(CatalogueError):
        load_catalogue(path)


TEMPLATE = (REFERENCE / "indicators-own.yaml").read_text(encoding="utf-8")


def test_an_office_adds_an_indicator_behind_those_of_its_group() -> None:
    found = tried_indicators(TEMPLATE)
    assert found.own == ("own_hotline_calls",) and found.version and not CATALOGUE.version
    ids = [one.id for one in found.indicators]
    assert [one for one in ids if one not in found.own] == [one.id for one in CATALOGUE.indicators]
    assert found.by_id[ids[ids.index("own_hotline_calls") - 1]].group == "社情民意"
    text = "县政协委员全年值守热线，群众来电96个。"
    whole = Repaired(text, (Block("paragraph", text, 0, len(text)),))
    (figure,) = figures.extract(whole, Period(2023, 2023), catalogue=found).figures
    assert (figure.indicator, figure.value) == ("own_hotline_calls", 96)
    assert figures.extract(whole, Period(2023, 2023)).figures[0].indicator != "own_hotline_calls"
    assert with_own("") is default_catalogue() and with_own(" \n") is default_catalogue()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("own_hotline_calls ", "suggestions ", "第 5 行：指标“suggestions”重复"),
        ("[个, 次, 件]", "[个, 枚枚]", "units.tsv 里没有的量词：枚枚"),
        ("热线来电]", "$none]", "第 14 行：没有名为“none”的词表"),
        ("weight: 2", "wieght: 2", "第 14 行：wordings 含有不认识的项 wieght"),
        ("接听来电312个", "接听312个来访者", "例句“委员轮流值守热线，全年接听312个来访者。”应读作它"),
        ("编发社情民意信息23篇", "接听来电23个", "反例“委员热线开通后，接听来电23个。”不应读作它"),
        ("[接听来电,", "[立案, 接听来电,", "本单位指标改变了原有指标的读法"),
        ("group: 社情民意 ", "group: 热线 ", "“热线”不在 groups 之中"),
        ("    kind:", "   kind:", "第 10 行：写法不对"),
        ("indicators:\n", "指标:\n", "应以“indicators:”开头"),
        ("indicators:\n", "phrases: {}\nindicators:\n", "请删去 phrases"),
        ("indicators:\n", "lists: {events: [回]}\nindicators:\n", "“events”随软件目录已有"),
    ],
)  # fmt: skip
def test_a_mistake_in_an_office_file_is_told_with_its_line(old: str, new: str, said: str) -> None:
    assert old in TEMPLATE
    with pytest.raises(CatalogueError) as caught:
        tried_indicators(TEMPLATE.replace(old, new, 1))
    assert said in str(caught.value) and "\n" not in str(caught.value) and str(caught.value).startswith("本单位指标")


def test_the_last_good_indicators_stay_and_can_be_put_back(tmp_path: Path) -> None:
    study = Study.open(f"sqlite:///{(tmp_path / 'reports.db').as_posix()}")
    report = study.add("2023年，平罗县政协开通委员热线，全年接听来电312个。".encode(), "甲.txt", given={"地方": "平罗县", "时期": "2023"})
    assert [one.indicator for one in study.figures(report.id)] != ["own_hotline_calls"] and not study.stale()
    study.keep_indicators(TEMPLATE)
    assert report.id in study.stale() and [one.indicator for one in study.figures(report.id)] == ["own_hotline_calls"]
    with pytest.raises(CatalogueError):
        study.keep_indicators(TEMPLATE.replace("own_hotline_calls ", "suggestions ", 1))
    assert study.catalogue.own == ("own_hotline_calls",) and study.own_indicators == TEMPLATE
    made = study.process("2024年，平罗县政协全年接听来电20个。".encode(), "乙.txt", {"地方": "平罗县", "时期": "2024"})
    assert (
        f"figures-{study.catalogue.version}" in made.derived and "own_hotline_calls" in made.derived[f"figures-{study.catalogue.version}"]
    )
    study.keep_indicators("")
    assert not study.catalogue.own and study.indicators_before == TEMPLATE
    assert [one.indicator for one in study.figures(report.id)] != ["own_hotline_calls"]
    again = Study.open(f"sqlite:///{(tmp_path / 'reports.db').as_posix()}")
    again.keep_indicators(again.indicators_before)
    assert study.catalogue.own == ("own_hotline_calls",), "another process of the server sees it too"


def test_indicators_that_a_newer_catalogue_overtook_are_passed_over(tmp_path: Path) -> None:
    study = Study.open(f"sqlite:///{(tmp_path / 'reports.db').as_posix()}")
    study.library.set_setting("indicators", TEMPLATE.replace("own_hotline_calls ", "suggestions ", 1))
    assert not study.catalogue.own and study.own_indicators and study.figures("平罗县-2022")
