"""The places of data/reference/places.tsv, and where they stand in running text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast, get_args

import regex

from analysis.joins import cuts_word
from analysis.reference import REFERENCE, rows
from analysis.report import CatalogueError, Level

PLACE_COLUMNS = ("place", "short", "province", "level", "parent", "population_2020", "source")

#: What may follow a short name that means a place: 平罗政协, 平罗县委. Short names are words too (和平, 朝阳, 通道), so they need a sign.
AFTER_SHORT = regex.compile(r"(?:政协|[县市区旗州]委(?![员托会])|人大|籍|等(?:地|县|市|区|省|兄弟)|[两三四五](?:县|市|区|地))|、|和|等")
BEFORE_SHORT = regex.compile(r"(?:到|赴|来自|前往|走进|远赴|与|和|、|[省市州区])$")
#: Short names that are words far more often than places, even in an enumeration.
WORDS = frozenset(
    """
    三江 东兴 东安 东山 东方 东港 东湖 东风 中原 丰满 二道 保靖 光明 全州 全椒 公安 共和 兴业 兴国 兴安 兴山
    兴隆 前进 化州 北安 北林 南山 南岔 南明 南海 南湖 南部 友谊 双江 双阳 古城 合作 同心 向阳 和平 和静 和顺
    商州 城中 城关 大化 大同 大城 大新 大方 大通 天河 天长 天门 太和 太平 宁化 宁国 安宁 安定 安康 宏伟 宝山
    宽城 富民 富裕 山南 山阳 崇礼 工农 市中 平和 平安 惠民 振兴 文圣 新兴 新华 新和 新城 新安 新建 新民 新源
    明光 朝阳 民乐 民和 永兴 永和 永安 永定 永新 江北 江山 河东 河口 河池 河西 海东 海北 海盐 海西 清水
    清河 温泉 港北 港南 港口 爱民 白云 白山 站前 红旗 细河 绿园 老边 西山 西湖 资源 通化 通城 金山 金州 金水
    铁东 铁西 长乐 长安 长寿 长治 长白 长顺 隆化 青山 高明 高要 鹤山 龙华 龙山
    """.split()
)


@dataclass(frozen=True, slots=True)
class Place:
    """A county-level or higher place. `parent`: the place above it; `population`: of 2020, None where no source was read."""

    name: str
    short: tuple[str, ...]
    province: str
    level: Level
    parent: str
    population: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name at `[start, end)` of a text. `places`: every place of that name, most likely first. `full`: the name is written out."""

    places: tuple[Place, ...]
    start: int
    end: int
    full: bool


@cache
def load_places(folder: Path = REFERENCE) -> tuple[Place, ...]:
    """All places in the order of the file.

    Raises CatalogueError when a level is unknown, a population is no whole number, or a row stands twice (name, parent).
    """
    found: list[Place] = []
    seen: set[tuple[str, str]] = set()
    for number, row in rows("places.tsv", PLACE_COLUMNS, folder=folder):
        if row["level"] not in get_args(Level):
            raise CatalogueError(
                f"参考表 places.tsv 第 {number} 行的层级“{row['level']}”不对，应为 county、prefecture、province 或 nation。", "E140"
            )
        people = row["population_2020"].strip()
        if people and not people.isdecimal():
            raise CatalogueError(f"参考表 places.tsv 第 {number} 行的人口“{people}”应为整数，请改正。", "E140")
        key = (row["place"], row["parent"])
        if not row["place"] or key in seen:
            raise CatalogueError(f"参考表 places.tsv 第 {number} 行的地名“{row['place']}”为空或重复，请改正。", "E140")
        seen.add(key)
        short = tuple(name for name in row["short"].split("/") if name)
        found.append(
            Place(
                row["place"],
                short,
                row["province"],
                cast(Level, row["level"]),
                row["parent"],
                int(people) if people else None,
                row["source"],
            )
        )
    return tuple(found)


class Gazetteer:
    """Finds places in text. Immutable after it is made; one pass over the text, longest name first."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._full: dict[str, tuple[Place, ...]] = {}
        self._short: dict[str, tuple[Place, ...]] = {}
        for place in places:
            self._full[place.name] = (*self._full.get(place.name, ()), place)
            for name in place.short:
                self._short[name] = (*self._short.get(name, ()), place)
        order = {"province": 0, "prefecture": 1, "county": 2, "nation": 3}
        self._short = {name: tuple(sorted(found, key=lambda place: order[place.level])) for name, found in self._short.items()}
        lengths: dict[str, set[int]] = {}
        for name in [*self._full, *self._short]:
            lengths.setdefault(name[:2], set()).add(len(name))
        self._lengths = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}

    def named(self, name: str) -> tuple[Place, ...]:
        """Places of that full name, else of that short name, else of a name with the place above before it (南京市鼓楼区); else none."""
        name = "".join(name.split())
        return self._full.get(name) or self._short.get(name) or self._below(name)

    def _below(self, name: str) -> tuple[Place, ...]:
        for cut in range(2, min(len(name) - 1, 24)):
            found = self._full.get(name[cut:], ())
            above = {place.name for place in self.named(name[:cut])} if found else set()
            held = tuple(place for place in found if {place.parent, place.province} & above)
            if held:
                return held
        return ()

    def find(self, text: str) -> Iterator[Mention]:
        """Places in `text`, in order and not overlapping. A short name counts only where what stands beside it shows that it is a place."""
        position = 0
        while position < len(text) - 1:
            mention = self._at(text, position)
            if mention is None:
                position += 1
            else:
                yield mention
                position = mention.end

    def _at(self, text: str, start: int) -> Mention | None:
        for length in self._lengths.get(text[start : start + 2], ()):
            name = text[start : start + length]
            if name in self._full and _stands_alone(name, text, start):
                return Mention(self._full[name], start, start + length, True)
            if name in self._short and _is_place(name, self._short[name], text, start):
                return Mention(self._short[name], start, start + length, False)
        return None


def _stands_alone(name: str, text: str, start: int) -> bool:
    """Whether a written-out name is not the end of a longer word: 示范县 and 响应县委 hold 范县 and 应县, 全县城区 holds no 城区."""
    if text.startswith("政协", start + len(name)):
        return True
    if len(name) > 2:
        return len(name) > 3 or not _inside_word(name, text, start)
    if name in ("城区", "郊区", "矿区"):
        return text[start - 1 : start] == "市"
    before = text[max(0, start - 1) : start]
    return not ("\u4e00" <= before <= "\u9fff") or before in "省市州区到赴在与和及由向对把使让从的是协了"


def _inside_word(name: str, text: str, start: int) -> bool:
    """Whether the name only seems to stand at `start`, since a word of the dictionary begins before it: 顺应 + 城市, 建立 + 山区."""
    return cuts_word(text[max(0, start - 2) : start], text[start : start + len(name)])


def _is_place(name: str, places: Sequence[Place], text: str, start: int) -> bool:
    """Whether a short name at `start` is meant as a place."""
    after = text[start + len(name) : start + len(name) + 8]
    if places[0].level == "province" and name not in WORDS:
        return True
    if name[-1] in "县旗州" and name not in WORDS:
        return after[:1] not in ("级", "情", "直", "内")
    strong = AFTER_SHORT.match(after)
    if strong and strong.group() not in ("、", "和", "等"):
        return True
    if name in WORDS:
        return False
    if len(name) >= 3:
        return True
    return bool(strong) and BEFORE_SHORT.search(text[max(0, start - 2) : start]) is not None


def own_name(place: Place) -> str:
    """The name by which reports of a place are known: with its city where the country has several of that name, 南京市鼓楼区."""
    namesakes = [other for other in gazetteer().named(place.name) if other.name == place.name]
    return f"{place.parent}{place.name}" if len(namesakes) > 1 else place.name


def short_name(place: str, province: str = "") -> str:
    """The shortest name that people give a place, for narrow column heads: 平罗, 阜蒙; an empty string when the table has none."""
    found = [one for one in gazetteer().named(place) if one.name == place and (not province or one.province == province)]
    return min(found[0].short, key=len, default="") if len(found) == 1 else ""


@cache
def gazetteer() -> Gazetteer:
    """The shared gazetteer of the places table."""
    return Gazetteer(load_places())


def population(place: str, province: str) -> int | None:
    """Inhabitants of a place at the census of 2020, where the table of places knows them."""
    found = [known.population for known in load_places() if known.name == place and (not province or known.province == province)]
    return found[0] if len(found) == 1 else None
