"""The table of places and how places are found in running text."""

import random
from collections import Counter
from pathlib import Path

import pytest

from analysis.reference_places import WORDS, Gazetteer, Place, gazetteer, load_places, own_name
from analysis.report import CatalogueError


def found(text: str) -> list[tuple[str, str, bool]]:
    return [(mention.places[0].name, mention.places[0].level, mention.full) for mention in gazetteer().find(text)]


def of_level(level: str) -> list[Place]:
    return [place for place in load_places() if place.level == level]


def test_the_table_covers_the_mainland() -> None:
    levels = Counter(place.level for place in load_places())
    assert (levels["province"], levels["prefecture"], levels["nation"]) == (31, 333, 1)
    assert levels["county"] >= 2840
    names = {place.name for place in load_places()}
    for place in load_places():
        assert place.level in ("province", "nation") or (place.parent in names and place.province in names), place
        assert place.source and all(len(short) >= 2 and short != place.name for short in place.short)


def test_known_populations() -> None:
    people = {place.name: place.population for place in load_places() if place.population is not None}
    assert people["平罗县"] == 274206 and people["中卫市"] == 1067300
    assert gazetteer().named("阜蒙县")[0].name == "阜新蒙古族自治县"
    assert gazetteer().named("前郭")[0].province == "吉林省"
    assert gazetteer().named("无此县") == ()


def test_names_with_the_place_above_before_them() -> None:
    assert [(place.name, place.parent) for place in gazetteer().named("福建省福州市鼓楼区")] == [("鼓楼区", "福州市")]
    assert [(place.name, place.parent) for place in gazetteer().named("南京鼓楼区")] == [("鼓楼区", "南京市")]
    assert gazetteer().named("福州市平罗县") == () and gazetteer().named("福州市")[0].level == "prefecture"
    assert gazetteer().named("市" * 400) == ()
    assert {own_name(place) for place in gazetteer().named("鼓楼区")} == {"南京市鼓楼区", "徐州市鼓楼区", "福州市鼓楼区", "开封市鼓楼区"}
    assert len({own_name(place) for place in load_places()}) == len(load_places()) and own_name(load_places()[1]) == "北京市"


@pytest.mark.parametrize("province", of_level("province"), ids=lambda place: place.name)
def test_provinces_by_full_and_short_name(province: Place) -> None:
    text = f"接待{province.name}政协来访，组织委员赴{province.short[0]}学习。"
    assert found(text) == [(province.name, "province", True), (province.name, "province", False)]


@pytest.mark.parametrize(("level", "count"), [("county", 60), ("prefecture", 20)])
def test_counties_and_cities_in_running_text(level: str, count: int) -> None:
    names = Counter(short for place in load_places() for short in place.short)
    chosen = [
        place for place in of_level(level)
        if place.short and len(place.short[0]) >= 2 and place.short[0] not in WORDS and names[place.short[0]] == 1
    ]  # fmt: skip
    for place in random.Random(7).sample(chosen, count):
        short = place.short[0]
        full = f"县政协组织委员到{place.name}考察学习，邀请{place.name}政协交流经验。"
        assert found(full) == [(place.name, level, True)] * 2, place
        listed = f"组织委员到{short}、沙坡头等县区学习，与{short}政协座谈。"
        assert [name for name, _, _ in found(listed)] == [place.name, "沙坡头区", place.name], place


@pytest.mark.parametrize(
    "text",
    [
        "创建全国民族团结示范县工作", "第一时间响应县委号召", "建设和平、发展、合作的环境", "畅通道路、改善民生",
        "顺应城市发展规律，建立山区帮扶机制", "深化州情认识", "全县城区道路", "长治久安、平安建设", "推动东方经济合作",
    ],
)  # fmt: skip
def test_words_that_are_no_places(text: str) -> None:
    assert [name for name, level, _ in found(text) if level != "nation"] == []


def test_places_of_one_name_come_together() -> None:
    mention = next(gazetteer().find("朝阳区政协"))
    assert {place.parent for place in mention.places} == {"北京市", "长春市"}


def test_short_name_of_county_and_city_prefers_the_higher_level() -> None:
    assert Gazetteer(load_places()).named("吉林")[0].level == "province"


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ("甲县\t甲\t乙省\ttown\t乙省\t\t源", "层级"),
        ("甲县\t甲\t乙省\tcounty\t乙省\t很多\t源", "人口"),
        ("甲县\t甲\t乙省\tcounty\t乙省\t\t源\n甲县\t甲\t乙省\tcounty\t乙省\t\t源", "重复"),
    ],
)
def test_mistakes_in_the_table_are_named(tmp_path: Path, row: str, part: str) -> None:
    (tmp_path / "places.tsv").write_text("place\tshort\tprovince\tlevel\tparent\tpopulation_2020\tsource\n" + row + "\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=part):
        load_places(tmp_path)
