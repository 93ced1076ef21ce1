"""Words that keep together: noun compounds, and word n-grams that recur.

The statistics (mutual information of the weakest seam, branching entropy of both sides) say that words stay together; what an
expression may begin and end with says whether they name something.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log

import regex

from analysis.words.segment import Segmenter, Word

#: A run of words with their part of speech.
Tagged = Sequence[tuple[Word, str]]

LEAST_PMI, LEAST_ENTROPY = 3.0, 0.5
SHORTEST, LONGEST = 4, 14

_NOUNS = ("n", "b", "j")
_VERBS = "建设 改革 治理 整治 改造 监管 监督 保护 防治 振兴 发展 管理 服务 教育 培训 行动 防控 普查 流通 协商 评价 规划 保障 供应 创建 联动"
#: Verbs that name a thing when they close a compound: 供水管网改造, 未成年人保护.
HEADS = frozenset(_VERBS.split())
#: Endings of things that an office does or makes; a compound that ends otherwise is a chance meeting of nouns.
_ENDING = regex.compile(
    f"(?:{'|'.join(sorted(HEADS))}|制度|机制|平台|体系|条例|办法|通则|方案|工程|计划|模式|品牌|中心|基地|示范区|攻坚战|人才|产业|产品|文化|馆|会议"
    "|队|队伍|政策|经济|环境|设施|疫苗|资料|论坛|培训班|工作法|事业|企业|项目|支部|市场|信息|民主|导向)$"
)
_LOOSE = "情况 问题 工作 方面 进行 相关 有关 各类 各项 主要 重要 重点 部分 内容 地方"
_ORGANS = "政协 委员 政协委员 县政协 市政协 区政协 省政协 自治区政协 全国政协 人民政协 党委 政府 县委 市委 区委 部门 单位"
_GENERAL = "群众 全县 全市 全区 全省 领导 干部 工作 活动 精神 情况 水平 能力 作用 任务 重要 主要 广大 有关 相关 成员 班子成员 同志"
#: Words that do not belong to a name, wherever they stand.
LOOSE = frozenset(_LOOSE.split())
#: Words that a name neither begins nor ends with: everybody's organs, and words that fit everywhere.
EDGE = frozenset(f"{_ORGANS} {_GENERAL}".split())


def compounds(cut: Iterable[Tagged], segmenter: Segmenter) -> Iterator[str]:
    """Noun compounds of two to four words and four to ten characters: nouns, closed by a noun or a verb that names a thing."""
    for sentence in cut:
        run: list[tuple[Word, str]] = []
        for word, tag in [*sentence, (Word("", -1), "x")]:
            touching = bool(run) and run[-1][0].end == word.start
            if run and touching and word.text == "工作":  # inside, as in 专门委员会工作通则; never at the edge
                run.append((word, tag))
                continue
            if run and not (touching and _nominal(word, tag, segmenter)):
                yield from _compound(run, segmenter)
                run = []
            if (run or tag.startswith(_NOUNS)) and _nominal(word, tag, segmenter):
                run.append((word, tag))


def _nominal(word: Word, tag: str, segmenter: Segmenter) -> bool:
    if len(word.text) < 2 or segmenter.is_stop(word.text) or word.text in LOOSE or word.text[0].isdigit():
        return False
    return tag.startswith(_NOUNS) or tag == "vn" or word.text in HEADS


def _compound(run: list[tuple[Word, str]], segmenter: Segmenter) -> Iterator[str]:
    dictionary = segmenter.dictionary
    while run and (run[0][0].text in dictionary.place_names or run[0][0].text in dictionary.stock or run[0][0].text in EDGE):
        run = run[1:]
    while run and (run[-1][0].text in EDGE or not _ENDING.search(run[-1][0].text)):
        run = run[:-1]
    words = [word.text for word, _ in run]
    text = "".join(words)
    if 2 <= len(words) <= 4 and 5 <= len(text) <= 10 and not all(word in dictionary.stock for word in words):
        yield text


def recurrent(cut: Sequence[Sequence[Word]], segmenter: Segmenter, *, least: int = 2) -> Iterator[str]:
    """Word n-grams (2–5 words) that stand at least `least` times and hold together.

    Together: the weakest seam has a mutual information of at least LEAST_PMI (natural logarithm), and on both sides what follows
    varies (branching entropy of at least LEAST_ENTROPY, or the edge of a clause). Longest first: an n-gram that stands only
    inside a longer one is not given.
    """
    single: Counter[str] = Counter(word.text for sentence in cut for word in sentence)
    total = sum(single.values())
    counts: Counter[tuple[str, ...]] = Counter()
    before: dict[tuple[str, ...], Counter[str]] = {}
    after: dict[tuple[str, ...], Counter[str]] = {}
    for line, sentence in enumerate(cut):
        for start in range(len(sentence)):
            for size in range(2, 6):
                part = sentence[start : start + size]
                if len(part) < size or any(a.end != b.start for a, b in itertools.pairwise(part)):
                    break
                gram = tuple(word.text for word in part)
                counts[gram] += 1
                before.setdefault(gram, Counter())[_neighbour(sentence, start - 1, start, line)] += 1
                after.setdefault(gram, Counter())[_neighbour(sentence, start + size, start + size - 1, line)] += 1
    for gram in sorted(counts):
        if counts[gram] < least or not _edges(gram, segmenter):
            continue
        seams = (
            log(counts[gram] * total / (_count(gram[:i], single, counts) * _count(gram[i:], single, counts))) for i in range(1, len(gram))
        )
        if min(seams) >= LEAST_PMI and min(_entropy(before[gram]), _entropy(after[gram])) >= LEAST_ENTROPY:
            text = "".join(gram)
            if SHORTEST <= len(text) <= LONGEST:
                yield text


def _count(gram: tuple[str, ...], single: Counter[str], counts: Counter[tuple[str, ...]]) -> int:
    return single[gram[0]] if len(gram) == 1 else counts[gram]


def _neighbour(sentence: Sequence[Word], index: int, beside: int, line: int) -> str:
    """The word next to an n-gram; the edge of a clause counts as another neighbour each time."""
    if 0 <= index < len(sentence):
        near, far = sorted((sentence[index], sentence[beside]), key=lambda word: word.start)
        if near.end == far.start:
            return sentence[index].text
    return f"\n{line}"


def _entropy(neighbours: Counter[str]) -> float:
    total = sum(neighbours.values())
    return -sum(n / total * log(n / total) for n in neighbours.values())


def _edges(gram: tuple[str, ...], segmenter: Segmenter) -> bool:
    """An expression neither begins nor ends with a function word or a stock word, and holds two words that say something."""
    stock = segmenter.dictionary.stock
    edge = (gram[0], gram[-1])
    if any(len(word) < 2 or segmenter.is_stop(word) or word in EDGE or word[0].isdigit() for word in edge):
        return False
    if gram[0] in stock or gram[0] in segmenter.dictionary.place_names:
        return False
    return sum(word not in stock and len(word) > 1 and not segmenter.is_stop(word) for word in gram) >= 2
