"""The ten functions of 政协 work as data: names and seed terms of data/reference/functions.yaml, checked as they are read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import regex
import yaml

from analysis.reference import REFERENCE
from analysis.report import CatalogueError

FILE = "functions.yaml"
NONE = "none"
STRONG = 3  # the weight of a seed that decides by itself

#: The ids other modules, links and stored results know; the file may reword a function, not remove one.
FUNCTION_IDS = ("party", "consult", "proposal", "supervise", "opinion", "members", "livelihood", "unity", "central", "self")

_FIELDS = frozenset({"id", "name", "short", "meaning", "seeds"})
_HEADINGS = ("plan_headings", "reflection_headings")
_SENTENCES = ("plan_openings", "plan_words", "plan_words_not", "lack_words", "finding_words")
_TOP = frozenset({"functions", "none", "neutral", "report_titles", *_HEADINGS, *_SENTENCES})


@dataclass(frozen=True, slots=True)
class Function:
    """One function (or `none`): names for people, and the words that speak for it with their weights 1–3."""

    id: str
    name: str
    short: str
    meaning: str
    seeds: Mapping[str, int] = field(repr=False)


class Finder:
    """Finds the seed terms of functions in raw text: at each place the longest, each character used once."""

    def __init__(self, entries: Sequence[Function], neutral: Sequence[str]) -> None:
        self.size = len(entries)
        weights: dict[str, tuple[int, int] | None] = dict.fromkeys(neutral)
        for index, function in enumerate(entries):
            weights.update({term: (index, weight) for term, weight in function.seeds.items()})
        by_first: dict[str, list[str]] = {}
        for term in sorted(weights, key=lambda term: (-len(term), term)):
            by_first.setdefault(term[0], []).append(term)
        self._weights = weights
        self._by_first = {first: tuple(terms) for first, terms in by_first.items()}

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield (start, end, index of the function, weight) in `text[start:end]`; neutral names are passed over."""
        place = start
        while place < end:
            step = 1
            for term in self._by_first.get(text[place], ()):
                if place + len(term) <= end and text.startswith(term, place):
                    step = len(term)
                    found = self._weights[term]
                    if found is not None:
                        yield place, place + step, *found
                    break
            place += step


@dataclass(frozen=True, slots=True)
class Functions:
    """The catalogue. `all` is the ten in catalogue order with `none` last; the other fields are word lists."""

    all: tuple[Function, ...]
    neutral: tuple[str, ...]
    plan_headings: tuple[str, ...]
    reflection_headings: tuple[str, ...]
    plan_openings: tuple[str, ...]
    plan_words: tuple[str, ...]
    plan_words_not: tuple[str, ...]
    lack_words: tuple[str, ...]
    finding_words: tuple[str, ...]
    report_titles: Mapping[str, tuple[str, ...]] = field(repr=False)
    finder: Finder = field(repr=False, compare=False)
    _names: regex.Pattern[str] = field(repr=False, compare=False)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(function.id for function in self.all)

    def name(self, identifier: str) -> str:
        """Full name of a function; KeyError for an id that is not one."""
        return next((function.name for function in self.all if function.id == identifier), None) or _unknown(identifier)

    def without_names(self, text: str) -> str:
        """`text` with blanks for the neutral names, so that no word inside one counts; as long as `text`."""
        neutral = frozenset(self.neutral)
        return self._names.sub(lambda match: "\u3000" * len(match.group()) if match.group() in neutral else match.group(), text)


def _unknown(identifier: str) -> str:
    raise KeyError(identifier)


@lru_cache(maxsize=1)
def functions() -> Functions:
    """The catalogue of this installation, read once."""
    return load()


def load(folder: Path = REFERENCE) -> Functions:
    """Read and check functions.yaml. Raises CatalogueError that names the entry and the reason."""
    try:
        data = yaml.safe_load((folder / FILE).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise _error("文件不存在，请从安装包中恢复 data/reference 文件夹") from None
    except UnicodeDecodeError:
        raise _error("不是 UTF-8 编码，请另存为 UTF-8 后重试") from None
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark is not None else "文件"
        raise _error(f"{where}不是合法的 YAML，请检查缩进、冒号和括号") from None
    return _checked(data)


def _checked(data: Any) -> Functions:
    if not isinstance(data, dict) or set(data) != _TOP:
        raise _error(f"顶层应当恰好有 {'、'.join(sorted(_TOP))} 这些项")
    if not isinstance(data["functions"], list):
        raise _error("functions 应当是列表")
    entries = [_function(entry, f"functions 第 {number} 项") for number, entry in enumerate(data["functions"], 1)]
    found = tuple(entry.id for entry in entries)
    if found != FUNCTION_IDS:
        raise _error(f"functions 的 id 应当依次为 {'、'.join(FUNCTION_IDS)}，现为 {'、'.join(found)}")
    if not isinstance(data["none"], dict):
        raise _error("none 应当写明 name、short、meaning、seeds")
    entries.append(_function({"id": NONE, **data["none"]}, "none"))
    neutral = _words(data["neutral"], "neutral")
    owner: dict[str, str] = {}
    for identifier, word in [*((entry.id, word) for entry in entries for word in entry.seeds), *(("neutral", word) for word in neutral)]:
        if word in owner:
            raise _error(f"“{word}”同时写在 {owner[word]} 和 {identifier} 里，请只留一处")
        owner[word] = identifier
    lists = {key: _words(data[key], key) for key in (*_HEADINGS, *_SENTENCES)}
    return Functions(
        all=tuple(entries),
        neutral=neutral,
        report_titles=_titles(data["report_titles"]),
        finder=Finder(entries, neutral),
        _names=_names(neutral, owner),
        **lists,
    )


def _titles(entry: Any) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(entry, dict) or not set(entry) <= set(FUNCTION_IDS):
        raise _error(f"report_titles 应当按职能列出题目用词，职能只能是 {'、'.join(FUNCTION_IDS)}")
    return {function: _words(entry[function], f"report_titles 的 {function}") for function in FUNCTION_IDS if function in entry}


def _names(neutral: tuple[str, ...], words: Mapping[str, str]) -> regex.Pattern[str]:
    """Finds neutral names, and the seeds that hold one: 政府工作报告 is not 政府 and the name 工作报告."""
    held = {word for word in words for name in neutral if name in word}
    return regex.compile("|".join(regex.escape(word) for word in sorted(held, key=lambda word: (-len(word), word))) or r"(?!)")


def _function(entry: Any, where: str) -> Function:
    if not isinstance(entry, dict) or set(entry) != _FIELDS:
        raise _error(f"{where}应当恰好有 {'、'.join(sorted(_FIELDS))} 五个字段")
    for key in ("id", "name", "short", "meaning"):
        if not isinstance(entry[key], str) or not entry[key].strip():
            raise _error(f"{where}的 {key} 应当是不空的文字")
    seeds = dict(_weighted(entry["seeds"], f"{where}（{entry['id']}）"))
    if not seeds:
        raise _error(f"{where}（{entry['id']}）没有判定用词")
    return Function(entry["id"], entry["name"], entry["short"], entry["meaning"], seeds)


def _weighted(groups: Any, where: str) -> Iterator[tuple[str, int]]:
    if not isinstance(groups, dict):
        raise _error(f"{where}的 seeds 应当按权重 3、2、1 分组")
    seen: set[str] = set()
    for weight, words in groups.items():
        if isinstance(weight, bool) or weight not in (1, 2, 3):
            raise _error(f"{where}的权重“{weight}”不对，只能是 3、2、1")
        for word in _words(words, f"{where} 权重 {weight}"):
            if word in seen:
                raise _error(f"{where}的“{word}”重复")
            seen.add(word)
            yield word, int(weight)


def _words(words: Any, where: str) -> tuple[str, ...]:
    if not isinstance(words, list):
        raise _error(f"{where}应当是词的列表")
    for word in words:
        if not isinstance(word, str) or not word.strip() or word != word.strip():
            raise _error(f"{where}里有空词、数字或首尾带空格的词：{word!r}")
    doubled = sorted({word for word in words if words.count(word) > 1})
    if doubled:
        raise _error(f"{where}里的“{doubled[0]}”重复")
    return tuple(words)


def _error(reason: str) -> CatalogueError:
    return CatalogueError(f"参考表 {FILE}：{reason}。", "E140")
