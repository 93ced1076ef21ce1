"""The indicator catalogue: loads, validates and interprets data/reference/indicators.yaml. Code interprets, the catalogue knows.

An office adds indicators of its own in a file of the same form, which the library keeps. A mistake in a file is answered by one
`CatalogueError` that names the line and the reason; the caller keeps its last good catalogue.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from analysis.figures.catalogue_file import LINE, OWN, SHIPPED, At, mistake, parsed, strings
from analysis.figures.quantities import load_units
from analysis.fold import fold
from analysis.reference import REFERENCE
from analysis.report import CatalogueError

Kind = Literal["count", "people", "money", "rate", "words"]
KINDS: tuple[Kind, ...] = ("count", "people", "money", "rate", "words")
#: Phrases that say something about the numbers behind them; a longer one hides a shorter one inside it, so that `…_not` takes words out.
ROLES = ("share", "topic", "topic_not", "total", "subset", "plan", "plan_not", "background", "rule", "rule_not", "moment")
PHRASES = (*ROLES, "cut", "filler", "countable", "relief", "year")
_INDICATOR_KEYS = frozenset("id extra group name label meaning kind summable part units followers wordings examples near_misses".split())
_WORDING_KEYS = frozenset("near beside verb with also about without units weight".split())
NAME_LENGTH, LABEL_LENGTH = 10, 6


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to speak of an indicator. All words are folded.

    near: one of these stands at the number. beside: one of these stands in the number's own clause, behind the number before it. verb:
    one of these stands in the whole clause, where a list (选派队员3名、干部2名) has its verb. context, also: one of each stands in the
    sentence, up to the end of the clause. about: one stands in the sentence, or earlier in the paragraph, or in its heading. without:
    none of these stands in the number's own clause. units: as the indicator's, if given. weight: added to the score.
    """

    near: tuple[str, ...]
    beside: tuple[str, ...] = ()
    verb: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a figure can say. listed: one of the annotation guide's ids. units: the usual one first; ("*",) takes every unit.

    summable: whether figures of several reports of one place may be added (proposals of two years, not rooms that stand in both).
    followers: the id that people counted right behind a number of this indicator belong to (宣讲54场3000人次), else "". part: a share or
    a detail by its nature, never the year's whole. line: where it stands in the file. examples must bind to it, near_misses must not.
    """

    id: str
    group: str
    name: str
    label: str
    meaning: str
    kind: Kind
    units: tuple[str, ...]
    wordings: tuple[Wording, ...]
    summable: bool = False
    listed: bool = True
    followers: str = ""
    part: bool = False
    line: At = SHIPPED
    examples: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()

    @property
    def looked_for(self) -> str:
        """The first wordings that were looked for, as a page names them where nothing was found: “收集”“收到”“征集”."""
        words = dict.fromkeys(word for wording in self.wordings for word in wording.near if "”" not in word and "“" not in word)
        return "".join(f"“{word}”" for word in list(words)[:4])


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Groups and indicators in the order of the file, and the phrases that every reading uses (cut, filler, share, plan …).

    whatever_topic: groups and indicators whose counts are no part for being about one topic (宣讲). whatever_name: those whose counts are
    no part for bearing one name in quotation marks (“有事好商量” is the name of all of a county's 基层协商). own: ids that an office added.
    version: eight hexadecimal digits of the office's file, "" without one.
    """

    groups: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    phrases: Mapping[str, tuple[str, ...]]
    whatever_topic: tuple[str, ...] = ()
    whatever_name: tuple[str, ...] = ()
    by_id: Mapping[str, Indicator] = field(default_factory=dict)
    own: tuple[str, ...] = ()
    version: str = ""

    def name(self, indicator: str) -> str:
        """Chinese name of an id; 其他 for `other` and for an id that an older catalogue knew."""
        found = self.by_id.get(indicator)
        return found.name if found else "其他"


@cache
def default_catalogue() -> Catalogue:
    """The catalogue of data/reference, read once. Raises CatalogueError."""
    return load_catalogue()


def load_catalogue(path: Path = REFERENCE / "indicators.yaml") -> Catalogue:
    """Read and check a catalogue. Raises CatalogueError with line and reason; examples are tried by `figures.check_examples`."""
    return _catalogue(_shipped(path))


@lru_cache(maxsize=8)
def with_own(text: str) -> Catalogue:
    """The shipped catalogue and an office's own indicators behind it; `text`: `indicators` as in indicators.yaml, `lists` if it has words
    of its own, and nothing else. Raises CatalogueError that names the line of the office's file."""
    if not text.strip():
        return default_catalogue()
    return _catalogue(_shipped(REFERENCE / "indicators.yaml"), parsed(text.removeprefix("\ufeff"), OWN), text)


def _shipped(path: Path) -> Any:
    try:
        return parsed(path.read_text(encoding="utf-8-sig"), SHIPPED)
    except FileNotFoundError:
        raise mistake(SHIPPED, "缺失，请从安装包中恢复 data/reference 文件夹") from None
    except UnicodeDecodeError:
        raise mistake(SHIPPED, "不是 UTF-8 编码，请另存为 UTF-8") from None


def _catalogue(data: Any, own: Any = None, text: str = "") -> Catalogue:
    if not isinstance(data, dict) or not {"groups", "lists", "phrases", "indicators"} <= data.keys():
        raise mistake(SHIPPED, "应含 groups、lists、phrases、indicators 四部分")
    lists, phrases = _word_lists(data, "lists", SHIPPED), _word_lists(data, "phrases", SHIPPED)
    missing = [name for name in PHRASES if name not in phrases]
    if missing:
        raise mistake(_place(data, "phrases"), f"phrases 缺少 {'、'.join(missing)}")
    groups = strings(data["groups"], SHIPPED, "groups")
    found: dict[str, Indicator] = {}
    _gather(found, data, groups, lists, SHIPPED)
    added: tuple[str, ...] = ()
    if text:
        added = _add_own(found, own, groups, lists)
    for indicator in found.values():
        if indicator.followers and indicator.followers not in found:
            raise mistake(indicator.line, f"指标“{indicator.id}”的 followers“{indicator.followers}”不是目录里的指标")
    ordered = sorted(found.values(), key=lambda indicator: groups.index(indicator.group))
    whatever = {key: strings(data.get(key, []), SHIPPED, key) for key in ("whatever_topic", "whatever_name")}
    for key, named in whatever.items():
        if not set(named) <= {*groups, *found}:
            raise mistake(SHIPPED, f"{key} 中有不在 groups 里的板块，也不是指标的 id")
    version = sha256(text.encode()).hexdigest()[:8] if text else ""
    by_id = {indicator.id: indicator for indicator in ordered}
    return Catalogue(groups, tuple(ordered), phrases, **whatever, by_id=by_id, own=added, version=version)


def _add_own(found: dict[str, Indicator], own: Any, groups: Sequence[str], lists: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Add an office's indicators to `found`, and its lists to `lists`; returns the ids that are new."""
    if not isinstance(own, dict) or "indicators" not in own:
        raise mistake(OWN, "应以“indicators:”开头，下面每个指标以“- id:”开头")
    strange = sorted(str(key) for key in own.keys() - {"indicators", "lists", LINE})
    if strange:
        raise mistake(own[LINE], f"只写 indicators 和 lists，请删去 {'、'.join(strange)}")
    for name, words in _word_lists(own, "lists", OWN).items():
        if name in lists:
            raise mistake(_place(own, "lists"), f"lists 中的“{name}”随软件目录已有，请改名")
        lists[name] = words
    before = len(found)
    _gather(found, own, groups, lists, OWN)
    return tuple(found)[before:]


def _gather(found: dict[str, Indicator], data: Any, groups: Sequence[str], lists: Mapping[str, tuple[str, ...]], where: At) -> None:
    if not isinstance(data["indicators"], list):
        raise mistake(where, "indicators 应为列表")
    for entry in data["indicators"]:
        indicator = _indicator(entry, groups, lists, where)
        if indicator.id in found:
            raise mistake(entry[LINE], f"指标“{indicator.id}”重复，请改名或删去")
        found[indicator.id] = indicator


def _place(data: Any, part: str) -> At:
    found: At = data[part][LINE]
    return found


def _word_lists(data: Any, part: str, where: At) -> dict[str, tuple[str, ...]]:
    named = data.get(part, {})
    if not isinstance(named, dict):
        raise mistake(where, f"{part} 应为“名称: [词, 词]”")
    line = _place(data, part) if named else where
    return {str(name): strings(words, line, f"{part}.{name}") for name, words in named.items() if name != LINE}


def _indicator(entry: Any, groups: Sequence[str], lists: Mapping[str, tuple[str, ...]], where: At) -> Indicator:
    if not isinstance(entry, dict):
        raise mistake(where, f"indicators 中“{str(entry)[:20]}”不是指标，每个指标以“- id:”开头")
    line = entry[LINE]
    fail: Callable[[str], CatalogueError] = lambda reason: mistake(line, f"指标“{entry.get('id', '?')}”{reason}")  # noqa: E731
    unknown = sorted(str(key) for key in entry.keys() - _INDICATOR_KEYS - {LINE})
    if unknown:
        raise fail(f"含有不认识的项 {'、'.join(unknown)}")
    for key in ("id", "group", "name", "label", "meaning"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise fail(f"缺少 {key}")
    if not entry["id"].isidentifier() or not entry["id"].isascii() or entry["id"] == "other":
        raise fail("的 id 只能用英文字母、数字和下划线，且不能是 other")
    if entry["group"] not in groups:
        raise fail(f"的 group“{entry['group']}”不在 groups 之中")
    if entry.get("kind") not in KINDS:
        raise fail(f"的 kind 应为 {'、'.join(KINDS)} 之一")
    if len(entry["name"]) > NAME_LENGTH or len(entry["label"]) > LABEL_LENGTH:
        raise fail(f"的 name 应不超过 {NAME_LENGTH} 字，label 不超过 {LABEL_LENGTH} 字")
    units = _units(entry.get("units"), line, lists, fail)
    wordings = entry.get("wordings")
    if not isinstance(wordings, list) or not wordings:
        raise fail("没有 wordings，至少写一条")
    return Indicator(
        id=entry["id"],
        group=entry["group"],
        name=entry["name"],
        label=entry["label"],
        meaning=entry["meaning"],
        kind=entry["kind"],
        units=units,
        wordings=tuple(_wording(wording, units, lists, fail) for wording in wordings),
        summable=bool(entry.get("summable", False)),
        listed=not entry.get("extra", False),
        followers=str(entry.get("followers", "")),
        part=bool(entry.get("part", False)),
        line=line,
        examples=strings(entry.get("examples"), line, "examples"),
        near_misses=strings(entry.get("near_misses", []), line, "near_misses"),
    )


def _wording(entry: Any, units: tuple[str, ...], lists: Mapping[str, tuple[str, ...]], fail: Callable[[str], CatalogueError]) -> Wording:
    if not isinstance(entry, dict):
        raise fail("的 wordings 每条写成 {near: [词], …}")
    line = entry[LINE]
    if not entry.get("near"):
        raise mistake(line, "这条 wordings 没有 near（紧挨数字的词）")
    unknown = sorted(str(key) for key in entry.keys() - _WORDING_KEYS - {LINE})
    if unknown:
        raise mistake(line, f"wordings 含有不认识的项 {'、'.join(unknown)}")
    weight = entry.get("weight", 0)
    if not isinstance(weight, int | float) or isinstance(weight, bool):
        raise mistake(line, "weight 应为数字")
    lines = {key: _expand(strings(entry.get(key, []), line, key), lists, line) for key in _WORDING_KEYS - {"units", "weight"}}
    own = _units(entry["units"], line, lists, fail) if "units" in entry else units
    return Wording(
        lines["near"], lines["beside"], lines["verb"], lines["with"], lines["also"], lines["about"], lines["without"], own, float(weight)
    )


def _units(value: Any, line: At, lists: Mapping[str, tuple[str, ...]], fail: Callable[[str], CatalogueError]) -> tuple[str, ...]:
    units = _expand(strings(value, line, "units"), lists, line)
    strange = [unit for unit in units if unit != "*" and unit not in load_units()]
    if strange or not units:
        raise fail(f"的 units 含有 units.tsv 里没有的量词：{'、'.join(strange)}" if strange else "没有 units，至少写一个量词")
    return units


def _expand(words: Sequence[str], lists: Mapping[str, tuple[str, ...]], line: At) -> tuple[str, ...]:
    """Folded words, `$name` replaced by the list of that name, each once."""
    found: dict[str, None] = {}
    for word in words:
        if word.startswith("$") and word[1:] not in lists:
            raise mistake(line, f"没有名为“{word[1:]}”的词表，请先写在 lists 中")
        found.update(dict.fromkeys(map(fold, lists[word[1:]] if word.startswith("$") else (word,))))
    return tuple(found)
