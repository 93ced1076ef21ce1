"""Figures: clauses in the genre's variety, whole invented reports, the real ones, and what a figure carries besides its value."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from analysis import figures, repair
from analysis.evaluation.figure_scores import evaluate, read_gold, render
from analysis.figures.catalogue import default_catalogue
from analysis.identity import split_head
from analysis.reading import read
from analysis.report import Block, Figure, Period, Repaired, ReportError, Span
from tests.annotated import NOTHING, Clause, clauses, distractor_place, invented, score

TESTS = Path(__file__).resolve().parent
CLAUSES = tuple(clauses(TESTS / "clauses.tsv"))
INVENTED = sorted((TESTS / "invented").glob("*.txt"))
REAL = ("pingluo-2022", "pingluo-2024", "yongning-2022")
SAMPLES = {
    "平罗县-2022": "pingluo-2022.gold",
    "平罗县-2024": "pingluo-2024.gold",
    "永宁县-2022": "yongning-2022.gold",
    "中卫市-2024": "zhongwei-2024.facts",
    "阜新蒙古族自治县-2018-2021": "fumeng-2018-2021.facts",
}


def blocks(*parts: tuple[str, str] | Block) -> Repaired:
    """A repaired text of (kind, text) or of blocks whose places are still to be set."""
    made, place = [], 0
    for part in parts:
        block = part if isinstance(part, Block) else Block(part[0], part[1], 0, 0)  # type: ignore[arg-type]
        made.append(replace(block, start=place, end=place + len(block.text)))
        place += len(block.text) + 1
    return Repaired("\n".join(block.text for block in made), tuple(made))


def of(*texts: str, years: tuple[int, int] = (2023, 2023)) -> tuple[Figure, ...]:
    return figures.extract(blocks(*(("paragraph", text) for text in texts)), Period(*years)).figures


def one(text: str) -> Figure:
    (found,) = of(text)
    return found


# ------------------------------------------------------------------ clauses


def test_there_are_enough_clauses() -> None:
    assert len(CLAUSES) >= 250
    assert len({clause.text for clause in CLAUSES}) == len(CLAUSES)
    assert sum(not clause.wanted for clause in CLAUSES) >= 50, "near misses stand beside the figures"
    assert sum(clause.kept == "aside" for clause in CLAUSES) >= len(CLAUSES) // 10


@pytest.mark.parametrize("clause", [clause for clause in CLAUSES if clause.kept == "open"], ids=lambda clause: str(clause.line))
def test_open_clause(clause: Clause) -> None:
    found = figures.extract(clause.repaired, Period(2023, 2023)).figures
    assert score(clause.text, clause.wanted, found).wrong == ()


def test_clauses_kept_aside(capsys: pytest.CaptureFixture[str]) -> None:
    """A tenth of the clauses, kept aside while the rules were written; their score is printed."""
    total = NOTHING
    for clause in (clause for clause in CLAUSES if clause.kept == "aside"):
        total += score(clause.text, clause.wanted, figures.extract(clause.repaired, Period(2023, 2023)).figures)
    with capsys.disabled():
        print(f"\nclauses kept aside: {total.wanted} figures, F1 {total.f1:.3f}, with indicator {total.strict:.3f}")
    assert total.f1 >= 0.97, total.wrong
    assert total.strict >= 0.88, total.wrong


@pytest.mark.parametrize("path", INVENTED, ids=lambda path: path.stem)
def test_invented_report(path: Path) -> None:
    """Annotated before any rule had seen them, in five sets of two to four; each set was scored once before the next rules were written:
    F1 with indicator 0.947, 0.894, 0.958, 0.914, 0.963 (value and unit never below 0.994). Since then they guard what was learnt."""
    report = invented(path)
    total = score(path.stem, report.wanted, figures.extract(report.repaired, report.period).figures, optional=report.optional)
    assert total.f1 >= 0.97, total.wrong
    assert total.strict >= 0.93, total.wrong


# ------------------------------------------------------------------ real reports and samples


def repaired(path: Path) -> Repaired:
    reading = read(path.read_bytes(), path.name)
    _, start = split_head(reading.text)
    return repair.repair(reading.text, start=start)


@pytest.mark.parametrize("name", REAL)
def test_real_report(shared: Path, name: str) -> None:
    gold = read_gold(shared / "facts" / f"{name}.gold.json")
    text = repaired(shared / "reports" / f"{name}.txt")
    found = figures.extract(text, Period(int(name[-4:]), int(name[-4:]))).figures
    result = evaluate(gold, found)
    told = render(result, misses=True)
    assert result["f1"] >= 0.99 and result["strict_f1"] >= 0.95 and result["bound"] >= 0.98, told
    assert result["scope"] >= 0.88 and result["status"] == result["period"] == 1.0, told


@pytest.mark.parametrize("name", REAL)
def test_no_distractor_is_extracted(shared: Path, name: str) -> None:
    distractors = json.loads((shared / "facts" / f"{name}.gold.json").read_text(encoding="utf-8"))["distractors"]
    text = repaired(shared / "reports" / f"{name}.txt")
    extraction = figures.extract(text, Period(2022, 2022))
    places = [distractor_place(text.text, distractor) for distractor in distractors]
    assert sum(place is not None for place in places) >= 0.8 * len(places)
    for distractor, place in zip(distractors, places, strict=True):
        for figure in (*extraction.figures, *extraction.unbound):
            assert place is None or figure.end <= place[0] or place[1] <= figure.start, (distractor, figure.quote)


@pytest.mark.parametrize("name", SAMPLES)
def test_sample(root: Path, shared: Path, name: str) -> None:
    years = [int(part) for part in name.split("-")[1:]]
    found = figures.extract(repaired(root / "data" / "samples" / f"{name}.txt"), Period(years[0], years[-1])).figures
    result = evaluate(read_gold(shared / "facts" / f"{SAMPLES[name]}.json"), found)
    told = render(result, misses=True)
    assert result["f1"] >= 0.99 and result["strict_f1"] >= 0.95 and result["bound"] >= 0.98, told
    assert result["scope"] >= 0.88 and result["period"] == 1.0, told


# ------------------------------------------------------------------ what a figure carries


def test_span_quote_and_number_text_lead_back_to_the_text() -> None:
    text = "全年收集社情民意信息一百二十餘條，編發簡報３５期。"
    for figure in of(text):
        assert text[figure.start : figure.end] == figure.number_text
        assert figure.number_text in figure.quote and figure.quote in text
    assert [(figure.number_text, figure.unit, figure.value) for figure in of(text)] == [("一百二十餘", "條", 120), ("３５", "期", 35)]


def test_money_is_in_yuan_and_percent_in_percent() -> None:
    found = of("捐款捐物八十余万元，办复率百分之百。")
    assert [(figure.value, figure.unit, figure.bound) for figure in found] == [(800_000, "元", "at_least"), (100, "%", "exact")]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("提出有分量的意见建议32条。", "有分量的意见建议"),
        ("形成12份调研报告呈送县委。", "调研报告"),
        ("先后开展了各类集中学习共20次。", "集中学习"),
        ("围绕春耕、水利等开展专题协商3次。", "专题协商"),
        ("组织“书香润心”读书活动6场。", "“书香润心”读书活动"),
    ],
)
def test_topic_is_what_was_counted(text: str, topic: str) -> None:
    assert one(text).topic == topic


def test_a_shared_rate_is_one_figure_for_each() -> None:
    found = of("提案办结率、办复率和满意率均为100%。")
    assert [figure.indicator for figure in found] == ["proposal_completion_rate", "proposal_reply_rate", "proposal_satisfaction_rate"]
    assert len({figure.start for figure in found}) == 1 and len({figure.topic for figure in found}) == 3
    assert len(of("提案办复率100%，满意率98%。")) == 2


def test_a_rate_by_a_name_nobody_knows_is_no_other_rate() -> None:
    found = of("提案办复率为100%，领导批阅率为97%，满意率达99%。")
    assert [figure.indicator for figure in found] == ["proposal_reply_rate", "other", "proposal_satisfaction_rate"]
    assert [figure.indicator for figure in of("提案办结率、批阅率均为98%。")] == ["proposal_completion_rate"]


def test_a_share_of_what_was_answered_is_no_rate_of_answers() -> None:
    found = of("提案全部办复，所提问题已解决的69件，占办复总数的75%。")
    assert found[-1].indicator == "proposal_class_share" and found[-1].scope == "part"


def test_equal_items_of_one_list_are_several_facts() -> None:
    assert [figure.value for figure in of("农业方面的提案14件，占12%；经济方面的提案14件，占12%；其他9件。")] == [14, 12, 14, 12, 9]
    assert len(of("农业方面的提案14件。农业方面的提案14件。")) == 1


@pytest.mark.parametrize("text", ["学习两次重要讲话精神。", "落实五届四次党代会的任务。", "宣传12次重要指示。"])
def test_what_leaders_and_congresses_did_is_no_figure(text: str) -> None:
    assert not of(text)


def test_what_each_gave_is_no_figure_of_what_all_gave() -> None:
    assert [(figure.value, figure.unit) for figure in of("捐款1万元以上的12人。")] == [(12, "人")]
    assert [(figure.value, figure.unit) for figure in of("捐款1万元。")] == [(10_000, "元")]


def test_an_increment_is_never_the_total() -> None:
    found = of("立案提案109件，比上年增加12件，满意率99%，提高1.2个百分点。")
    assert [figure.indicator for figure in found] == ["proposals_filed", "increment", "proposal_satisfaction_rate", "increment"]
    assert [figure.indicator for figure in of("立案提案由80件增加到109件。")].count("increment") == 0


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("全年提出意见建议120条。", "total"),
        ("围绕城市更新协商议政，提出意见建议12条。", "part"),
        ("围绕城市更新开展协商5次，提出意见建议12条。", "total"),
        ("先后围绕“增绿”“治水”开展民主监督，提出意见建议12条。", "total"),
        ("把就业作为重点，提出意见建议12条。", "total"),
        ("开展“同心里程”主题活动4次。", "part"),
        ("开展“里程”“同心”等主题活动4次。", "total"),
        ("开展“有事好商量”协商40次。", "total"),
        ("开展党的精神宣讲30场。", "total"),
        ("举办“墨香”书画展3场。", "total"),
        ("举办“品读经典”读书分享会9场。", "total"),
        ("围绕渔业转型召开专题协商会，走访企业21家。", "part"),
        ("围绕渔业转型召开专题协商会1次，发放问卷300份。", "part"),
        ("围绕渔业、林业、旅游等开展调研9次，走访企业21家。", "total"),
        ("围绕县委决策部署，组织协商活动13场。", "total"),
        ("围绕渔业转型，组织协商活动3场。", "part"),
        ("围绕渔业转型召开专题议政性常委会会议1次。", "total"),
        ("召开座谈会6场，从品种、加工等四个方面提出建议12条。", "part"),
        ("修建产业路3公里。", "part"),
        ("在《关于整治某某河的提案》推动下，推动解决问题8个。", "part"),
        ("将《关于整治某某河的提案》等9件提案列为重点提案，推动解决问题8个。", "total"),
        ("县长、副县长各领办重点提案1件。", "part"),
        ("县长、副县长领办重点提案8件。", "total"),
        ("围绕28个议题组织视察16次。", "total"),
        ("就渔港建设、道路养护等八个课题进行视察，组织视察8次。", "total"),
        ("围绕渔港建设提出三个方面建议12条。", "part"),
        ("争取苗木2100株。", "part"),
        ("1月7日召开新闻发布会，记者了解到，2024年，召开党组会议26次。", "total"),
        ("1月7日，召开党组会议2次。", "part"),
    ],
)
def test_scope_of_one_sentence(text: str, scope: str) -> None:
    assert of(text)[-1].scope == scope


def test_shares_after_qizhong_are_parts() -> None:
    found = of("审查立案205件，其中甲类88件，乙类97件，丙类20件，办复率100%。")
    assert [figure.scope for figure in found] == ["total", "part", "part", "part", "total"]


def test_a_number_with_its_share_is_a_part() -> None:
    found = of("提案全部办复，其中已经解决的88件，占43%；正在解决的97件，占47%；留作参考的20件，占10%。")
    assert [figure.scope for figure in found if figure.unit == "件"] == ["part"] * 3


def test_a_dot_behind_a_chinese_character_ends_the_sentence() -> None:
    found = of("围绕渔业转型建言献策.全年开展协商会12次.参加委员90多人.满意率98.5%.立案70件.")
    assert [(figure.value, figure.unit) for figure in found] == [(12, "次"), (90, "人"), (98.5, "%"), (70, "件")]
    assert {figure.scope for figure in found} == {"total"}


def test_relief_is_told_item_by_item() -> None:
    found = of("(一)热心公益。委员捐款捐物80万元。(二)投身疫情防控。委员捐款捐物9万元。")
    assert [(figure.value, figure.scope) for figure in found] == [(800_000, "total"), (90_000, "part")]


def test_beside_a_sum_the_other_numbers_are_parts() -> None:
    found = of("全年组织宣讲60场。", "党组成员赴社区宣讲5场。")
    assert [figure.scope for figure in found] == ["total", "part"]
    assert [figure.scope for figure in of("修订党建制度13项。", "修订机关制度14项。")] == ["part", "part"]
    assert [figure.scope for figure in of("组织宣讲60场。")] == ["total"]


def test_addends_of_a_formula_are_parts() -> None:
    found = of("建立1个县级协商议政中心、3个片区协商议政中心和7个基层协商议政中心，形成“1+3+7+N”模式。")
    assert [(figure.value, figure.scope) for figure in found] == [(1, "part"), (3, "part"), (7, "part")]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("计划开展调研5次。", "plan"),
        ("力争办结率达到95%。", "plan"),
        ("明年将建成委员工作室9个。", "plan"),
        ("将52名党员委员编入党支部。", "done"),
        ("圆满完成年度协商计划，开展协商12次。", "done"),
        ("列入计划解决的提案30件。", "done"),
    ],
)
def test_status(text: str, status: str) -> None:
    assert {figure.status for figure in of(text)} == {status}


def test_a_block_of_plans_makes_plans() -> None:
    text = blocks(Block("paragraph", "开展调研5次。", 0, 0, plan=True))
    assert [figure.status for figure in figures.extract(text, Period(2023, 2023)).figures] == ["plan"]


def test_period() -> None:
    assert one("开展调研5次。").period_years == 1
    assert {figure.period_years for figure in of("五年来，开展调研5次。", years=(2018, 2022))} == {5}
    assert {figure.period_years for figure in of("2021年，开展调研5次。", years=(2018, 2022))} == {1}
    assert {figure.period_years for figure in of("四年来，共开展调研50次。")} == {4}


def test_a_fact_told_twice_is_one_figure_with_two_places() -> None:
    text = blocks(
        ("lead", "提出意见建议90余条；解决具体问题16个。"), ("paragraph", "一年来提出意见建议90余条。"), ("paragraph", "开展调研5次。")
    )
    found = figures.extract(text, Period(2023, 2023)).figures
    assert [figure.value for figure in found] == [90, 16, 5]
    (place,) = found[0].repeats
    assert text.text[place.start : place.end] == "90余" and place.start > found[0].end


def test_two_small_numbers_of_the_body_are_two_facts() -> None:
    assert len(of("春季在县委党校举办委员培训班2期。", "秋季赴红色教育基地举办委员培训班2期。")) == 2
    assert len(of("全年召开会议，办复提案2件、督办提案2件。")) == 2


def test_a_repeated_block_adds_places_and_no_figures() -> None:
    paragraph = "推动解决具体问题16个，开展调研5次。"
    text = blocks(("paragraph", paragraph), Block("paragraph", paragraph, 0, 0, repeat_of=0))
    found = figures.extract(text, Period(2023, 2023)).figures
    assert [figure.value for figure in found] == [16, 5]
    assert all(text.text[place.start : place.end] == figure.number_text for figure in found for place in figure.repeats)
    assert [len(figure.repeats) for figure in found] == [1, 1] and isinstance(found[0].repeats[0], Span)


@pytest.mark.parametrize("kind", ["caption", "byline", "credit", "furniture"])
def test_blocks_set_apart_are_not_read(kind: str) -> None:
    assert figures.extract(blocks((kind, "开展调研5次。")), Period(2023, 2023)).figures == ()


def test_the_heading_tells_what_a_paragraph_is_about() -> None:
    text = blocks(("heading", "提案工作"), ("paragraph", "一年来共收到238件，立案201件。"))
    assert [figure.indicator for figure in figures.extract(text, Period(2023, 2023)).figures] == ["proposals_submitted", "proposals_filed"]


def test_the_paragraph_before_tells_what_a_number_is_about() -> None:
    found = of("重视反映社情民意。全年编发52期；采用11条。")
    assert [figure.indicator for figure in found] == ["opinions_edited", "opinions_adopted"]


def test_figures_of_the_place_are_listed_but_not_bound() -> None:
    extraction = figures.extract(blocks(("paragraph", "全县总人口28万人，开展调研5次。")), Period(2023, 2023))
    assert [figure.value for figure in extraction.figures] == [5]
    assert [figure.value for figure in extraction.unbound] == [280_000]


def test_confidence_comes_with_its_reason() -> None:
    sure, unsure = one("提出意见建议32条。"), one("开展某某32次。")
    assert sure.confidence > 0.9 and "意见建议" in sure.reason
    assert unsure.indicator == "other" and unsure.confidence < 0.5 and unsure.reason


def test_two_numbers_of_one_event() -> None:
    assert [figure.indicator for figure in of("接待考察团20余批次300余人。")] == ["delegations_received"] * 2
    assert [figure.indicator for figure in of("宣讲54场3000人次。")] == ["lectures_publicity", "audience"]


def test_a_list_is_read_one_by_one() -> None:
    found = of("专题协商、对口协商、界别协商分别开展4次、11次、8次。")
    assert [figure.indicator for figure in found] == ["thematic_consultations", "counterpart_consultations", "consultations"]


def test_empty_and_strange_texts() -> None:
    assert figures.extract(Repaired("", ()), Period(2023, 2023)) == figures.Extraction(())
    for text in ("", "　", "。；，", "\ud800立案3件", "\U00020000立案3件", "〇〇〇〇件", "百分之", "第", "“”"):
        of(text)


def test_the_same_text_gives_the_same_figures() -> None:
    text = "".join(clause.text for clause in CLAUSES)
    assert of(text) == of(text)


@pytest.mark.parametrize(
    ("piece", "each"),
    [
        ("9", 0), ("余", 0), ("、", 0), ("3次", 1), ("提案3件、", 1), ("分别为3次", 1), ("围绕甲“乙”3次", 1), ("其中3件，", 1), ("“", 0),
        ("1+", 0), ("(甲", 0), ("每年3次", 0), ("收到3件；", 1), ("《甲提案", 0), ("围绕甲乙丙丁3家", 1), ("一.", 0),
    ],
)  # fmt: skip
def test_hostile_text_is_read_to_its_end(piece: str, each: int) -> None:
    """How long it takes is measured in benchmarks/figures.py; here, that every number of a long line is found, and nothing else."""
    times = 20_000 // len(piece)
    extraction = figures.extract(blocks(("paragraph", piece * times)), Period(2023, 2023))
    told = sum(1 + len(figure.repeats) for figure in extraction.figures)
    assert (told, len(extraction.unbound)) == (each * times, 0)


# ------------------------------------------------------------------ evaluation


def test_evaluate_counts_what_was_found_named_and_missed() -> None:
    gold = [
        {"value": 42, "unit": "件", "indicator": "proposals_filed", "bound": "exact", "scope": "total"},
        {"value": 9, "unit": "个", "indicator": "other", "scope": "part", "scope_disputed": True},
        {"value": 7, "unit": "次", "indicator": "inspections", "indicator_also": ["research_topics"]},
        {"value": 42, "unit": "件", "indicator": "proposals_filed", "repeat_of": 1},
        {"value": 5, "unit": "场", "indicator": "symposia"},
    ]
    found = of("立案42件，与9个部门协商，开展调研7次，接待来访8批。")
    result = evaluate(gold, found)
    assert (result["figures"], result["predicted"]) == (4, 4)
    assert (result["precision"], result["recall"], result["f1"], result["strict_f1"]) == (0.75, 0.75, 0.75, 0.75)
    assert result["scope"] == result["bound"] == 1.0
    assert [one["indicator"] for one in result["missed"]] == ["symposia"] and [figure.value for figure in result["extra"]] == [8]
    told = render(result, misses=True)
    assert "漏读" in told and "多读" in told and "0.750" in told
    assert "漏读" not in render(result)


def test_other_accepts_only_ids_outside_the_guide() -> None:
    gold = [{"value": 42, "unit": "件", "indicator": "other"}]
    assert evaluate(gold, of("立案42件。"))["strict_f1"] == 0.0
    assert evaluate(gold, of("督办重点提案42件。"))["strict_f1"] == 1.0
    assert not default_catalogue().by_id["proposals_keypoint"].listed


def test_what_the_gold_does_not_say_is_not_scored() -> None:
    result = evaluate([{"value": 42, "unit": "件", "indicator": "proposals_filed", "scope": "total"}], of("立案42件。"))
    assert result["scope"] == 1.0 and result["status"] is None and "已做或计划一致：标注里没有" in render(result)


def test_evaluate_of_nothing() -> None:
    assert evaluate([], [])["f1"] == 0.0


def test_gold_file_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "gold.json"
    for text in ("", "[]", '{"figures": [{"value": 1}]}'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ReportError, match=r"gold\.json"):
            read_gold(path)
    with pytest.raises(ReportError):
        read_gold(tmp_path / "none.json")
