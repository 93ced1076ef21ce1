"""Whose report it is: the place whose committee speaks, not the places it visits, hosts or answers to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex

from analysis.fold import fold
from analysis.reference_places import Mention, Place, gazetteer, own_name
from analysis.report import LEVEL_NAMES, IdentityError, Level, Repaired

ASK = "没有在报告中找到地方，请填写是哪个县（市、区）的报告。"
LEVELS: Mapping[str, Level] = {
    "县级": "county", "县": "county", "区县": "county", "county": "county",
    "地市级": "prefecture", "市级": "prefecture", "地级": "prefecture", "州级": "prefecture", "prefecture": "prefecture",
    "省级": "province", "自治区": "province", "province": "province", "全国": "nation", "nation": "nation",
}  # fmt: skip

#: What follows the name of the place whose committee speaks, and how much that says.
OWN = (
    (30, regex.compile(r"(?:第[一二三四五六七八九十]{1,3}届)?委员会|第[一二三四五六七八九十]{1,3}届")),  # after 政协
    (8, regex.compile(r"委坚?强?(?:的)?(?:坚强)?领导|委的?(?:坚强|正确)领导")),
    (
        5,
        regex.compile(
            r"政协(?:始终|坚持|围绕|组织|充分|紧扣|深入|认真|积极|高举|着眼|以|将|在|把|及|履职|工作|机关|开展|举办|召开|主席|常委会|党组|全面|紧紧|立足|聚焦|共|委员|[一二三四五六七八九十]{1,3}届)"
        ),
    ),
    (3, regex.compile(r"政协|委(?![员托会])|县委")),
    (1, regex.compile(r"")),
)
COMMITTEE_OF = regex.compile(r"政协(?:第[一二三四五六七八九十]{1,3}届)?$|政治协商会议(?:第[一二三四五六七八九十]{1,3}届)?$")
#: Words before or after a name that make it a guest, a host or a neighbour.
VISIT_BEFORE = regex.compile(
    r"(?:到|赴|来自|前往|接待|迎接|迎来|邀请|远赴|配合|协助|联合|与|和|同|、|学习|借鉴|对接|陪同|参加|向|转报|上报|报送)(?:[了过]|自治区|省|全国)?$"
)
#: Where one went, or who came, within the same clause.
AWAY = regex.compile(r"(?:(?<![得达受看感])到|赴|来自|前往|接待|迎接|迎来|邀请|学习|借鉴|对接)[^,，。;；\n]{0,16}$")
VISIT_AFTER = regex.compile(
    r"(?:县|市|区)?(?:政协)?(?:(?:等|、|和)[^。；]{0,12})?(?:来|考察|调研组|学习|交流|参观|取经|考察团|一行|同仁|兄弟)"
)


@dataclass(frozen=True, slots=True)
class Located:
    """The place of a report, and why: a reason each for 地方, 省份 and 层级."""

    name: str
    province: str
    level: Level
    reasons: Mapping[str, str] = field(default_factory=dict)


def place_of(repaired: Repaired, *, title: str, head: Mapping[str, str], file_name: str) -> Located:
    """The place of a report. First the head, then the title, then the committee that speaks in the text, then the file name.

    Raises IdentityError E121 when no place speaks, or when several of one name might and the text does not say which.
    """
    body = fold("\n".join(block.text for block in repaired.blocks if block.kind != "furniture"))
    hints = _hints(f"{fold(title)}\n{body}\n{fold(file_name)}")
    if head.get("地方", "").strip():
        return _from_head(head, hints)
    scores: dict[tuple[str, str], float] = defaultdict(float)
    known: dict[tuple[str, str], Place] = {}
    why: dict[tuple[str, str], str] = {}
    sure: set[tuple[str, str]] = set()  # places of which the text itself says which of several of that name they are
    for text, weight, where in ((fold(title), 20.0, "标题"), (body, 1.0, "正文"), (fold(file_name), 8.0, "文件名")):
        first = True
        for mention in _innermost(gazetteer().find(text)):
            place = _likely(mention.places, hints)[0]
            points = _points(text, mention, place) * weight * (2.0 if first and where == "正文" else 1.0)
            if points <= 0:
                continue
            first = False
            key = (place.name, place.parent)
            scores[key] += points
            known[key] = place
            if len(_likely(mention.places, hints)) == 1:
                sure.add(key)
            why.setdefault(key, f"{where}写有“{text[max(0, mention.start - 2) : mention.end + 6].strip()}”。".replace("\n", " "))
    for place in list(known.values()):
        parent = _parent(place)
        if parent is not None and (parent.name, parent.parent) not in known and _bare(body, parent) >= 5 > _bare(body, place):
            known[parent.name, parent.parent] = parent
            why[parent.name, parent.parent] = f"正文多处写“全{_mark(parent)}”，并写到所辖的{place.name}。"
            scores[parent.name, parent.parent] = scores[place.name, place.parent]
            sure.add((parent.name, parent.parent))
    for key, place in known.items():
        scores[key] += _bare(body, place)
    best = max(scores, key=lambda key: (scores[key], key), default=None)
    if best is None or scores[best] < 3:
        raise IdentityError(ASK, "E121")
    if best not in sure:
        raise IdentityError(_which([place for place in gazetteer().named(best[0]) if place.name == best[0]]), "E121")
    return _located(known[best], why[best])


def _which(places: Sequence[Place]) -> str:
    """The question which of several places of one name is meant."""
    above = "、".join(place.parent for place in places[:4]) + ("等" if len(places) > 4 else "")
    return f"叫“{places[0].name}”的地方有 {len(places)} 个（{above}），请把地方写成“{places[0].parent}{places[0].name}”这样。"


def _located(place: Place, why: str) -> Located:
    """The place with its reasons."""
    reasons = {
        "地方": why,
        "省份": f"地名表：{place.name}属{place.parent or place.province}。",
        "层级": f"地名表：{LEVEL_NAMES[place.level]}。",
    }
    return Located(own_name(place), place.province, place.level, reasons)


def _innermost(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Of names that follow one another directly (上海市徐汇区) only the last, standing for the whole."""
    held: Mention | None = None
    for mention in mentions:
        if held is not None and held.end == mention.start:
            above = {place.name for place in held.places}
            below = tuple(place for place in mention.places if {place.parent, place.province} & above)
            held = Mention(below or mention.places, held.start, mention.end, mention.full)
            continue
        if held is not None:
            yield held
        held = mention
    if held is not None:
        yield held


def _from_head(head: Mapping[str, str], hints: frozenset[str]) -> Located:
    """The place that the head names; what it leaves out comes from the table of places, and which of several from the text."""
    name, province = head["地方"].strip(), head.get("省份", "").strip()
    told = head.get("层级", "").strip()
    if told and told not in LEVELS:
        raise IdentityError(f"层级“{told[:12]}”不对，请写县级、地市级或省级。", "E121")
    named = gazetteer().named(name)
    found = [place for place in named if not province or province in (place.province, place.parent, *_province_short(place))]
    if not found and not (told and province):
        short = name if len(name) <= 20 else f"{name[:19]}…"
        text = f"“{short}”不属于“{province[:20]}”，请改正省份。" if named else f"地名表中没有“{short}”，请同时写明省份和层级。"
        raise IdentityError(text, "E121")
    likely = _likely([place for place in found if place.name == found[0].name], hints) if found else []
    if len(likely) > 1:
        raise IdentityError(_which(likely), "E121")
    place = likely[0] if likely else None
    level = LEVELS[told] if told else place.level if place else "county"
    stated = "文件开头写明。"
    full = own_name(place) if place else name
    reasons = {
        "地方": stated,
        "省份": stated if province else f"地名表：{full}。",
        "层级": stated if told else f"地名表：{LEVEL_NAMES[level]}。",
    }
    return Located(full, place.province if place else province, level, reasons)


def _province_short(place: Place) -> tuple[str, ...]:
    return next((other.short for other in gazetteer().named(place.province) if other.level == "province"), ())


def _hints(body: str) -> frozenset[str]:
    """Names of the provinces and prefectures that the text mentions: they tell places of one name apart. Where one only went does not."""
    return frozenset(
        place.name
        for mention in gazetteer().find(body)
        for place in mention.places[:1]
        if place.level in ("province", "prefecture") and not AWAY.search(body[max(0, mention.start - 20) : mention.start])
    )


def _likely(places: Sequence[Place], hints: frozenset[str]) -> list[Place]:
    """Of several places of one name those whose prefecture and province the text mentions; more than one where it does not settle it."""
    scores = [(place.parent in hints) + (place.province in hints) for place in places]
    return [place for place, score in zip(places, scores, strict=True) if score == max(scores)]


def _points(text: str, mention: Mention, place: Place) -> float:
    """How much one mention says that this place speaks; nothing for guests, hosts and neighbours."""
    before, after = text[max(0, mention.start - 12) : mention.start], text[mention.end : mention.end + 16]
    if COMMITTEE_OF.search(before):
        return 30.0 if OWN[0][1].match(after) else 10.0
    if VISIT_BEFORE.search(before) or VISIT_AFTER.match(after):
        return 0.0
    if place.level in ("province", "nation") and not place.name.endswith("市"):
        return 3.0 if after.startswith("政协") and place.level != "nation" else 0.0
    for points, pattern in OWN[1:]:
        if pattern.match(after):
            return float(points)
    return 0.0


def _parent(place: Place) -> Place | None:
    """The prefecture above a county; None where there is none."""
    above = [other for other in gazetteer().named(place.parent) if other.level == "prefecture" and other.province == place.province]
    return above[0] if place.level == "county" and above else None


def _mark(place: Place) -> str:
    """The one character by which a text calls a place of this kind: 县, 市, 区, 旗, 州, 盟."""
    return place.name[-1] if place.name[-1] in "县市区旗州盟" else "地区"


def _bare(body: str, place: Place) -> float:
    """Points for the way the text speaks of its own level without a name: 县政协, 全县, 我县 of a county; 市政协, 全市 of a city."""
    mark = _mark(place)
    if mark not in "县市区旗州盟" and place.level != "prefecture":
        return 0.0
    own = regex.findall(rf"(?:我|全|本){mark}|(?<![\u4e00-\u9fff]){mark}(?:政协|委)", body)
    return min(len(own), 20) * 0.5
