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
    "|队|队伍|政策|经济|环境|设施|疫苗|资料|论坛|培训班|工作法|事业|企业|项目|支部|市场|信息|民主|导向|道路|党建)$"
)
#: What closes a compound of two words, the first of which names its kind: 枸杞文化, 会展经济, 机关党建, 数字赋能.
SHORT_HEADS = frozenset("党建 文化 述职 赋能 编纂 经济 定位".split())
_OWN_HEADS = frozenset("党建 文化 述职".split())  # stock words of the genre may stand before them: 协商文化, 委员党建
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


def _compound(run: Sequence[tuple[Word, str]], segmenter: Segmenter) -> Iterator[str]:
    dictionary = segmenter.dictionary
    words = [word.text for word, _ in run]
    first, last = 0, len(words)
    while first < last and (words[first] in dictionary.place_names or words[first] in dictionary.stock or words[first] in EDGE):
        first += 1
    while first < last and (words[last - 1] in EDGE or not _ENDING.search(words[last - 1])):
        last -= 1
    if first == last:
        return
    words = words[first:last]
    text = "".join(words)
    most = 16 if dictionary.kinds.get(words[0]) == "policy" else 10  # 中国特色社会主义政治发展道路
    if 2 <= len(words) <= 4 and 5 <= len(text) <= most and not all(word in dictionary.stock for word in words):
        yield text


def couples(cut: Iterable[Tagged], segmenter: Segmenter) -> Iterator[str]:
    """Compounds of two words of two characters, closed by one of `SHORT_HEADS`."""
    stock, places = segmenter.dictionary.stock, segmenter.dictionary.place_names
    for sentence in cut:
        for (word, tag), (head, _) in itertools.pairwise(sentence):
            if head.text not in SHORT_HEADS or word.end != head.start or len(word.text) != 2 or segmenter.is_stop(word.text):
                continue
            known = word.text in stock or word.text in EDGE
            fits = tag.startswith((*_NOUNS, "vn")) and word.text not in LOOSE and word.text not in places
            if fits and word.text[0] not in "全各我本" and (not known or head.text in _OWN_HEADS):
                yield word.text + head.text


def recurrent(cut: Sequence[Sequence[Word]], segmenter: Segmenter, *, least: int = 3) -> Iterator[str]:
    """Word n-grams (2–5 words) that stand at least `least` times and hold together.

    Together: the weakest seam has a mutual information of at least LEAST_PMI (natural logarithm), and on both sides what follows
    varies (branching entropy of at least LEAST_ENTROPY, or the edge of a clause). Longest first: an n-gram that stands only
    inside a longer one is not given.
    """
    single: Counter[str] = Counter(word.text for sentence in cut for word in sentence)
    total = sum(single.values())
    counts: Counter[tuple[str, ...]] = Counter(gram for sentence in cut for gram, _ in _grams(sentence))
    wanted = {gram for gram, count in counts.items() if count >= least and _edges(gram, segmenter)}
    before: dict[tuple[str, ...], Counter[str]] = {gram: Counter() for gram in wanted}
    after: dict[tuple[str, ...], Counter[str]] = {gram: Counter() for gram in wanted}
    for line, sentence in enumerate(cut):
        for gram, start in _grams(sentence):
            if gram in wanted:
                end = start + len(gram)
                before[gram][_neighbour(sentence, start - 1, start, line)] += 1
                after[gram][_neighbour(sentence, end, end - 1, line)] += 1
    for gram in sorted(wanted):
        seams = (
            log(counts[gram] * total / (_count(gram[:i], single, counts) * _count(gram[i:], single, counts))) for i in range(1, len(gram))
        )
        if min(seams) >= LEAST_PMI and min(_entropy(before[gram]), _entropy(after[gram])) >= LEAST_ENTROPY:
            text = "".join(gram)
            if SHORTEST <= len(text) <= LONGEST:
                yield text


def _grams(sentence: Sequence[Word]) -> Iterator[tuple[tuple[str, ...], int]]:
    """(words, index of the first) of every run of two to five words that touch."""
    texts = [word.text for word in sentence]
    reach = len(sentence)  # where the words that touch the current one end
    touching = [0] * len(sentence)
    for index in range(len(sentence) - 1, -1, -1):
        if index + 1 < len(sentence) and sentence[index].end != sentence[index + 1].start:
            reach = index + 1
        touching[index] = reach
    for start in range(len(sentence)):
        for end in range(start + 2, min(start + 5, touching[start]) + 1):
            yield tuple(texts[start:end]), start


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
