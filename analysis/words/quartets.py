"""Sayings of four characters that no table holds: 入脑入心, 学思践悟, and those that open a paragraph (上下联动，…)."""

from collections.abc import Iterator

import regex

from analysis.words import background
from analysis.words.collocations import EDGE, Tagged
from analysis.words.segment import Segmenter

SIZE = 4
ORDINARY = 0.4  # share of ordinary reports above which a word makes no saying
_ECHO = regex.compile(r"(\p{Han})(?!\1)\p{Han}(?:\1(?!\1)\p{Han}){1,3}+|\p{Han}(\p{Han})(?!\2)\p{Han}\2")
_OPENING = regex.compile(r"\p{Han}{4}(?=[,，])")
_NOT_FIRST = frozenset("越所各一不有大小民是也的得再每")
_NOT_LAST = frozenset("镇乡村县市区路街上中下里之")
#: Parts of speech of which a saying of single characters is made; 以 is the only preposition (以学铸魂).
_TAGS = frozenset({"n", "v", "a", "vg", "ng", "ag", "zg", "g"})


def sayings(text: str, tagged: Tagged, segmenter: Segmenter, *, opens: bool) -> Iterator[str]:
    """Sayings in one sentence; `opens`: whether it is the first one of a paragraph."""
    starts = {word.start: index for index, (word, _) in enumerate(tagged)}
    ends = {word.end: index for index, (word, _) in enumerate(tagged)}
    for match in _ECHO.finditer(text, overlapped=True):
        first, last = starts.get(match.start()), ends.get(match.end())
        if first is not None and last is not None and match[0][0] not in _NOT_FIRST and _says(tagged[first : last + 1], len(match[0])):
            yield match[0]
    yield from _single(tagged)
    if opens and (opening := _OPENING.match(text)) and ends.get(SIZE) is not None and text[SIZE - 1] not in _NOT_LAST:
        words = tagged[: ends[SIZE] + 1]
        if len(words) == 1 and segmenter.dictionary.kinds.get(opening[0]):
            return  # the lexicon knows what it is
        if not any(word.text in EDGE or word.text in segmenter.dictionary.stock or tag[0] in "rmqtudc" for word, tag in words):
            yield opening[0]


def _says(words: Tagged, size: int) -> bool:
    """Whether an echo is a saying: something is done in it, and it is not of everyday words (宣传宣讲, 提案立案)."""
    share = background.shipped().share
    return any(tag.startswith("v") for _, tag in words) and (size > SIZE or all(share(word.text) < ORDINARY for word, _ in words))


def _single(tagged: Tagged) -> Iterator[str]:
    """Four words of one character each that stand together: words that no dictionary knows are cut so."""
    run: list[str] = []
    end = -1
    for word, tag in tagged:
        fits = len(word.text) == 1 and (tag in _TAGS or word.text == "以")
        if run and (not fits or word.start != end):
            if len(run) == SIZE and run[-1] not in _NOT_LAST:
                yield "".join(run)
            run = []
        if fits:
            run.append(word.text)
        end = word.end
    if len(run) == SIZE and run[-1] not in _NOT_LAST:
        yield "".join(run)
