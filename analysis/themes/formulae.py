"""Names and set phrases that every office writes the same: where they stand in a text.

Three sources: `data/reference/formulae.txt`, the meetings, policies and slogans of the lexicon, and forms of names that no list can
hold (the title of a speech, of a session, of a document between 《》).
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import regex

from analysis.reference import REFERENCE
from analysis.report import CatalogueError
from analysis.words.lexicon import shipped

FILE = "formulae.txt"
SHORTEST = 5  # characters of a lexicon term that is a name rather than a word
_KINDS = frozenset({"meeting", "policy", "slogan"})

_NAMES = regex.compile(
    r"《[^《》\n]{2,60}+》"
    r"|习近平(?:总书记|主席|同志)?[^，,。；;！!？?、\n]{0,40}?(?:重要讲话|重要指示|重要论述|重要思想|讲话精神|指示精神|批示)(?:重要指示|指示|批示|精神)*+"
    r"|在[^，,。；;\n“”]{4,40}?(?:大会|会议|座谈会|全会)上的(?:重要)?讲话(?:精神)?"
    r"|(?:中国共产党|中共|党的)?(?:第?[一二三四五六七八九十]{1,3}+(?:大|届))(?:(?:历次|[一二三四五六七八九十]{1,2}+中)?(?:、[一二三四五六七八九十]{1,2}+中)*+(?:全会|全体会议))?(?:精神)?"
    r"|中国人民政治协商会议[^，,。；;\n]{0,24}?(?:委员会|大会|全体会议|第[一二三四五六七八九十]{1,3}+次会议)"
    r"|(?:县|市|区|州|盟|旗|自治区|省|全国)?政协[^，,。；;\n]{0,12}?[一二三四五六七八九十]{1,3}+届[一二三四五六七八九十]{1,3}+次(?:全体)?会议"
)
_MARKS = regex.compile(r"[^\w%]++")
_BARE = regex.compile(r"[\w%]")


def fixed_spans(text: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of the formulae in `text`, merged where they touch, in order. Marks inside a listed formula may differ."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted([*(match.span() for match in _NAMES.finditer(text)), *_listed_spans(text)]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _listed_spans(text: str) -> Iterator[tuple[int, int]]:
    phrases = _phrases()
    places = [match.start() for match in _BARE.finditer(text)]
    bare = "".join(text[place] for place in places)
    at = 0
    while at < len(bare):
        step = next((len(phrase) for phrase in phrases.get(bare[at : at + 2], ()) if bare.startswith(phrase, at)), 0)
        if step:
            yield places[at], places[at + step - 1] + 1
        at += step or 1


def load(folder: Path = REFERENCE) -> tuple[str, ...]:
    """The listed formulae, marks kept. Raises CatalogueError when the file is missing, not UTF-8, or holds a formula twice."""
    try:
        lines = (folder / FILE).read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise CatalogueError(f"缺少参考表 {FILE}，请从安装包中恢复 data/reference 文件夹。", "E140") from None
    except UnicodeDecodeError:
        raise CatalogueError(f"参考表 {FILE} 不是 UTF-8 编码，请另存为 UTF-8 后重试。", "E140") from None
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        phrase = line.strip()
        if not phrase or phrase.startswith("#"):
            continue
        bare = _MARKS.sub("", phrase)
        if len(bare) < SHORTEST or bare in seen:
            raise CatalogueError(f"参考表 {FILE} 第 {number} 行“{phrase}”{'重复' if bare in seen else '太短'}，请改正。", "E140")
        seen.add(bare)
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, tuple[str, ...]]:
    """First two characters -> formulae without marks, longest first."""
    terms = [term.text for term in shipped().terms if term.kind in _KINDS and len(term.text) >= SHORTEST]
    bare = sorted({_MARKS.sub("", phrase) for phrase in [*load(), *terms]}, key=lambda phrase: (-len(phrase), phrase))
    found: dict[str, tuple[str, ...]] = {}
    for phrase in bare:
        found[phrase[:2]] = (*found.get(phrase[:2], ()), phrase)
    return found
