"""What is known about a report: place, level, period, title, kind and source, each with its reason, from invented texts."""

import pickle

import pytest

from analysis.identity import identify, split_head
from analysis.identity.dating import written_period
from analysis.repair import repair
from analysis.report import IdentityError, Metadata
from tests.documents import sentences


def known(text: str, *, head: dict[str, str] | None = None, file_name: str = "") -> Metadata:
    return identify(repair(text), head=head or {}, file_name=file_name)


def report(title: str = "", body: str = "", *, under: str = "") -> str:
    return "\n\n".join(part for part in (title, under, body, sentences(4, 200)) if part)


# -- head ------------------------------------------------------------------------------------------------------------------------

HEAD = (
    "---\n标题：同心履职谱新篇\n地方：平罗县\n省份: 宁夏回族自治区\n层级：县级\n"
    "时期：2018-2021\n文体：工作综述\n来源：河东日报\n样稿：是\n---\n"
)


def test_head_is_split_off_and_wins() -> None:
    fields, start = split_head(HEAD + "正文。")
    assert fields["省份"] == "宁夏回族自治区" and HEAD[start:] == "" and (HEAD + "正文。")[start:] == "正文。"
    found = identify(repair(HEAD + report("2024年永宁县政协工作总结"), start=start), head=fields)
    assert (found.place, found.province, found.level) == ("平罗县", "宁夏回族自治区", "county")
    assert (found.period.start, found.period.end, found.title, found.kind) == (2018, 2021, "同心履职谱新篇", "工作综述")
    assert (found.source, found.sample) == ("河东日报", True)
    assert set(found.reasons.values()) == {"文件开头写明。"}
    assert found.base_id == "平罗县-2018-2021"


@pytest.mark.parametrize(
    "text",
    [
        "正文。",
        "---\n第一段\n---\n第二段",
        "---\n作者：甲\n备注：乙\n---\n正文",
        "一年来：\n---\n地方：平罗县\n---",
        "---\n地方：平罗县\n正文没有第二条线",
        "",
    ],
)
def test_what_is_no_head(text: str) -> None:
    assert split_head(text) == ({}, 0)


def test_head_after_byte_order_mark_and_windows_lines() -> None:
    fields, start = split_head("\ufeff---\r\n地方：平罗县\r\n时期：2022\r\n---\r\n正文。")
    assert fields == {"地方": "平罗县", "时期": "2022"} and start == len("\ufeff---\r\n地方：平罗县\r\n时期：2022\r\n---\r\n")


def test_head_fills_in_what_it_does_not_say() -> None:
    found = known(report("同心履职谱新篇", "一年来，县政协开展协商。"), head={"地方": "阜蒙县", "时期": "2021年"})
    assert (found.place, found.province, found.level) == ("阜新蒙古族自治县", "辽宁省", "county")


@pytest.mark.parametrize(
    ("head", "part"),
    [
        ({"地方": "无此县", "时期": "2022"}, "地名表中没有"),
        ({"地方": "平罗县", "省份": "辽宁省", "时期": "2022"}, "不属于"),
        ({"地方": "平罗县", "层级": "镇级", "时期": "2022"}, "层级"),
        ({"地方": "平罗县", "时期": "去年"}, "时期"),
        ({"地方": "平罗县", "时期": "2024-2021"}, "不合理"),
    ],
)
def test_mistakes_in_the_head_are_named(head: dict[str, str], part: str) -> None:
    with pytest.raises(IdentityError, match=part):
        known(report("工作综述", "一年来，县政协开展协商。"), head=head)


def test_a_place_that_is_not_in_the_table_may_be_given_whole() -> None:
    found = known(report("工作综述"), head={"地方": "滨湖新区", "省份": "安徽省", "层级": "县级", "时期": "2023"})
    assert (found.place, found.province, found.level) == ("滨湖新区", "安徽省", "county")


# -- place -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "body", "place", "level"),
    [
        ("2023年平罗县政协工作综述", "", "平罗县", "county"),
        ("同心履职谱新篇", "2023年，平罗县政协坚持围绕中心、服务大局。", "平罗县", "county"),
        ("同心履职谱新篇", "2023年，平罗政协坚持围绕中心、服务大局。", "平罗县", "county"),
        (
            "政协第十四届阜新蒙古族自治县委员会常务委员会工作报告",
            "2023年，在中共阜蒙县委坚强领导下，县政协积极履职。",
            "阜新蒙古族自治县",
            "county",
        ),
        (
            "中国人民政治协商会议中卫市第五届委员会常务委员会工作报告",
            "2023年，市政协围绕沙坡头区、中宁县、海原县发展调研。",
            "中卫市",
            "prefecture",
        ),
        ("政协恩施土家族苗族自治州委员会2023年工作总结", "州政协组织委员深入利川市、建始县调研。", "恩施土家族苗族自治州", "prefecture"),
        ("政协宁夏回族自治区第十二届委员会常务委员会工作报告", "2023年，围绕银川市、石嘴山市发展开展协商。", "宁夏回族自治区", "province"),
        ("政协前郭尔罗斯蒙古族自治县委员会工作报告", "2023年，前郭县政协积极履职。", "前郭尔罗斯蒙古族自治县", "county"),
        ("政协上海市徐汇区委员会2023年工作总结", "区政协配合上海市政协开展调研。", "徐汇区", "county"),
    ],
)
def test_places_and_levels(title: str, body: str, place: str, level: str) -> None:
    found = known(report(title, body), file_name="报告2023.txt")
    assert (found.place, found.level) == (place, level)
    assert all(found.reasons[field] for field in ("地方", "省份", "层级", "时期", "标题", "文体", "来源"))


def test_visits_do_not_change_whose_report_it_is() -> None:
    visits = "".join(
        f"组织委员到盐池县、海原县考察学习，接待盐池县政协来访{number}次，与盐池县政协交流经验，学习盐池县政协做法，盐池县政协一行来我县参观。"
        for number in range(2, 12)
    )
    body = f"2023年，在平罗县委坚强领导下，县政协积极履职。{visits}我县委员反响热烈，全县委员配合石嘴山市政协、宁夏政协开展调研。"
    found = known(report("同心履职谱新篇", body))
    assert (found.place, found.level) == ("平罗县", "county")


def test_districts_of_one_name_are_told_apart_by_their_city() -> None:
    found = known(report("2023年朝阳区政协工作综述", "区政协配合长春市政协开展调研，推动长春市和吉林省发展。"))
    assert (found.place, found.province) == ("长春市朝阳区", "吉林省")
    with pytest.raises(IdentityError, match="叫“朝阳区”的地方有 2 个（北京市、长春市），请把地方写成“北京市朝阳区”这样。"):
        known(report("2023年朝阳区政协工作综述", "区政协积极履职，组织委员赴天津市、北京市学习。"))
    spelled = known(report("2023年北京市朝阳区政协工作综述", "区政协积极履职，向吉林省长春市政协学习。"))
    assert (spelled.place, spelled.province) == ("北京市朝阳区", "北京市")


def test_districts_of_one_name_bear_their_city() -> None:
    found = known(report("2023年徐州市鼓楼区政协工作综述", "区政协积极履职。"))
    assert (found.place, found.province, found.base_id) == ("徐州市鼓楼区", "江苏省", "徐州市鼓楼区-2023")
    again = known(report("2023年鼓楼区政协工作综述"), head={"地方": found.place, "省份": found.province, "时期": "2023"})
    assert again.place == found.place
    alone = known(report("2023年福州市台江区政协工作综述", "区政协积极履职。"))
    assert (alone.place, alone.province) == ("台江区", "福建省")


@pytest.mark.parametrize(
    ("place", "province", "found"),
    [
        ("福州市鼓楼区", "", ("福州市鼓楼区", "福建省")),
        ("江苏省徐州市鼓楼区", "", ("徐州市鼓楼区", "江苏省")),
        ("鼓楼区", "徐州市", ("徐州市鼓楼区", "江苏省")),
        ("鼓楼区", "福建", ("福州市鼓楼区", "福建省")),
        ("鼓楼区", "", None),
        ("鼓楼区", "江苏省", None),
        ("福州市平罗县", "", None),
    ],
)
def test_a_person_may_write_the_city_before_the_district(place: str, province: str, found: tuple[str, str] | None) -> None:
    head = {"地方": place, "省份": province, "时期": "2023"}
    if found is None:
        with pytest.raises(IdentityError, match="请"):
            known(report("工作综述"), head=head)
    else:
        made = known(report("工作综述"), head=head)
        assert (made.place, made.province) == found


def test_traditional_script_is_understood() -> None:
    found = known(report("2023年平羅縣政協工作綜述", "一年來，縣政協積極履職。"))
    assert (found.place, found.kind) == ("平罗县", "工作综述")


def test_file_name_helps_when_the_text_is_silent() -> None:
    found = known(report("同心履职谱新篇", "一年来，县政协积极履职。"), file_name="上报/平罗县政协2023年工作总结.docx")
    assert (found.place, found.period.end) == ("平罗县", 2023)


@pytest.mark.parametrize("body", ["一年来，县政协积极履职。", "示范县建设和平、发展、合作，畅通道路。", ""])
def test_no_place_asks_for_it(body: str) -> None:
    with pytest.raises(IdentityError, match="没有在报告中找到地方，请填写") as caught:
        known(report("2023年工作综述", body))
    assert caught.value.code == "E121"


# -- period ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "under", "body", "start", "end"),
    [
        ("2023年平罗县政协工作综述", "", "", 2023, 2023),
        ("平罗县政协2019—2022年工作综述", "", "", 2019, 2022),
        ("政协平罗县委员会二〇二三年工作总结", "", "", 2023, 2023),
        (
            "政协平罗县第十届委员会常务委员会工作报告",
            "——2024年1月8日在政协平罗县第十届委员会第三次会议上",
            "一年来，积极履职。",
            2023,
            2023,
        ),
        ("政协平罗县第十届委员会常务委员会工作报告", "（2023年12月28日）", "一年来，积极履职。", 2023, 2023),
        (
            "政协平罗县第十届委员会常务委员会工作报告",
            "——2022年1月8日在政协平罗县第十一届委员会第一次会议上",
            "过去五年工作回顾。五年来，县政协积极履职。",
            2017,
            2021,
        ),
        (
            "政协平罗县第十四届委员会常务委员会工作报告",
            "",
            "2018年以来的四年，是奋进的四年。四年来，县政协积极履职。2022年工作建议。",
            2018,
            2021,
        ),
        ("政协平罗县委员会工作报告", "", "十届一次会议以来，县政协积极履职。2023年，平罗县政协开展协商12次。", 2023, 2023),
        ("平罗县政协2024年工作要点", "2024年2月3日", "突出政治引领。", 2024, 2024),
        ("平罗县政协2023年工作总结和2024年工作要点", "", "突出政治引领。", 2023, 2023),
        ("平罗县政协关于2023年工作情况及2024年工作计划的报告", "", "突出政治引领。", 2023, 2023),
        (
            "政协平罗县委员会工作报告",
            "（二〇二四年一月十日在政协平罗县第十届委员会第三次会议上）",
            "一年来，积极履职。",
            2023,
            2023,
        ),
        ("政协平罗县委员会工作报告", "（二〇二三年十二月二十八日）", "一年来，积极履职。", 2023, 2023),
        (
            "同心履职谱新篇",
            "",
            "回望2022年，平罗县政协积极履职，编制《五年规划（2022-2026）》。今年是建国73周年，2024年工作另作安排。",
            2022,
            2022,
        ),
        ("同心履职谱新篇", "本报记者 林小禾\n\n发布时间：2023年1月6日", "今年以来，平罗县政协积极履职。", 2022, 2022),
    ],
)
def test_periods(title: str, under: str, body: str, start: int, end: int) -> None:
    found = known(report(title, body + "平罗县政协始终坚持党的领导。", under=under))
    assert (found.period.start, found.period.end) == (start, end), found.reasons["时期"]


@pytest.mark.parametrize(
    ("title", "part"), [("2023年上半年平罗县政协工作总结", "上半年"), ("平罗县政协2023年第三季度工作总结", "第三季度")]
)
def test_less_than_a_year_is_said(title: str, part: str) -> None:
    found = known(report(title, "县政协积极履职。"))
    assert found.period.end == 2023 and f"“{part}”，不是全年" in found.reasons["时期"]
    assert "不是全年" not in known(report("2023年平罗县政协工作总结", "上半年，县政协积极履职。")).reasons["时期"]


def test_no_year_asks_for_it() -> None:
    with pytest.raises(IdentityError, match="没有在报告中找到年份，请填写"):
        known(report("平罗县政协工作综述", "一年来，县政协积极履职，规划（2022-2026）已经编制。"))


def test_a_title_that_contradicts_the_text_is_named() -> None:
    body = "".join(f"2025年{month}月，县政协召开会议。" for month in range(1, 8))
    found = known(report("2024年平罗县政协工作综述", body))
    assert found.period.end == 2024
    assert "请核对" in found.reasons["时期"]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024", (2024, 2024)),
        ("2018－2021年", (2018, 2021)),
        ("2018年至2021年", (2018, 2021)),
        ("2018-21", (2018, 2021)),
        ("二〇二四年", (2024, 2024)),
    ],
)
def test_written_periods(text: str, years: tuple[int, int]) -> None:
    found = written_period(text)
    assert found is not None and (found.start, found.end) == years
    assert written_period("去年") is None


# -- title, kind, source ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("凝心聚力——2023年平罗县政协履职答卷", "", "工作综述"),
        ("政协平罗县委员会常务委员会2023年工作报告", "", "工作报告"),
        ("政协平罗县第十届委员会常务委员会工作报告", "", "常委会工作报告"),
        ("政协平罗县委员会常务委员会关于2023年提案工作情况的报告", "", "提案工作报告"),
        ("平罗县政协2023年工作要点", "", "工作要点"),
        ("平罗县政协2023年工作总结", "", "工作总结"),
        ("平罗县政协2023年工作总结和2024年工作要点", "", "工作总结"),
        ("同心履职谱新篇", "各位委员：\n\n我受政协平罗县第十届委员会常务委员会委托，向大会报告工作。", "常委会工作报告"),
        ("同心履职谱新篇", "我受政协平罗县第十届委员会常务委员会委托，报告提案工作情况。", "提案工作报告"),
        ("同心履职谱新篇", "本报记者 林小禾", "工作综述"),
    ],
)
def test_kinds(title: str, body: str, kind: str) -> None:
    assert known(report(title, body + "\n\n2023年，平罗县政协坚持服务大局。")).kind == kind


def test_title_and_source() -> None:
    found = known(report("凝心聚力谱新篇\n——2023年平罗县政协工作综述", "一年来，积极履职。", under="来源：河东日报 本报记者 林小禾"))
    assert found.title == "凝心聚力谱新篇——2023年平罗县政协工作综述"
    assert found.source == "河东日报"
    nameless = known("一年来，2023年平罗县政协坚持服务大局。" + sentences(1, 100), file_name="scan01.txt")
    assert nameless.title == "平罗县政协2023年工作报告" and "没有标题" in nameless.reasons["标题"]


def test_result_can_go_to_another_process() -> None:
    found = known(report("2023年平罗县政协工作综述"))
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize("name", ["pingluo-2022", "pingluo-2024", "yongning-2022"])
def test_real_reports(shared, name: str) -> None:
    place, year = {"pingluo": "平罗县", "yongning": "永宁县"}[name.split("-")[0]], int(name.split("-")[1])
    found = known((shared / "reports" / f"{name}.txt").read_text(encoding="utf-8"))
    assert (found.place, found.level, found.province) == (place, "county", "宁夏回族自治区")
    assert (found.period.start, found.period.end, found.kind) == (year, year, "工作综述")
