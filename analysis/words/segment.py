"""Text to words: jieba's dictionary and algorithm by its Rust port, with the terms of the domain as words of their own.

Jieba cuts by its dictionary alone (HMM off); what it cuts too long or too short is mended by tables and rules: `cutting` (认真学习),
`neighbours` (盐池／县政协) and `joining` (县／文旅局). The same text gives the same words in every process. A `Segmenter` is built once
and never changed afterwards; threads share it.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial

import regex
import rjieba

from analysis.words.cutting import Cutter
from analysis.words.joining import Joiner
from analysis.words.lexicon import Dictionary, shipped
from analysis.words.neighbours import TRIGGERS, Neighbours
from analysis.words.neighbours import Word as Word

#: Words of jieba's own dictionary that swallow two words of the genre; without them 县政协常委会 is 县政协 and 常委会.
SWALLOWERS = ("政协常委会", "政协会议", "县委县政府", "市委市政府", "省委省政府")
#: Names that are read as one; what stands inside them says nothing about the work done.
OPAQUE = ("中国人民政治协商会议",)
#: Single characters that may be left over beside a term inside a longer one: 民主监督 in 民主监督员, 政协 in 县政协.
AFFIXES = frozenset("员性化者们县市区旗州省率类式型层级各新老大")
#: Weight of a term in the dictionary by its length, so that it wins against chance cuts beside it. jieba's own words sum to 6e7.
FLOORS = {2: 1000, 3: 1000, 4: 1500}
PROTECTED = 2_000_000  # a term that people protect wins over everything
SHORT_PLACE = 3  # the weight jieba gives a word it knows nothing about

_PLAIN = regex.compile(r"[\u4E00-\u9FD5A-Za-z0-9+#&._%]++")
_WORD = regex.compile(r"\w")
_DIGITS = frozenset("0123456789")

#: `Word` of a pair, without the detour by way of its own constructor: half of the time of `Segmenter.words` was spent there.
_word: Callable[[tuple[str, int]], Word] = partial(tuple.__new__, Word)

#: jieba's tags of words that can name a subject.
SUBJECTS = frozenset({"n", "nz", "ns", "nt", "nl", "vn", "an", "j", "l", "i"})


class Segmenter:
    """Cuts text with one dictionary. Immutable after construction, safe to share between threads.

    `version` names the dictionary; two segmenters with the same version cut the same.
    """

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self.version = dictionary.version
        self._jieba = rjieba.Jieba()
        self.weights: tuple[tuple[str, int], ...] = tuple(self._weigh())
        marked = sorted((t.text for t in dictionary.terms if not _PLAIN.fullmatch(t.text)), key=lambda term: (-len(term), term))
        self._marked = regex.compile("|".join(regex.escape(term) for term in marked)) if marked else None
        self._known = frozenset(term.text for term in dictionary.terms)
        self._neighbours = Neighbours(dictionary)
        self._cutter = Cutter(dictionary, self._jieba)
        self._joiner = Joiner(dictionary, self._jieba, self._cutter.tag)
        self._surnames = dictionary.members("surname")
        self._mentions: dict[str, tuple[str, ...]] = {}  # remembers answers; none depends on what was asked before
        self._lengths: dict[str, tuple[int, ...]] = {}
        for term in sorted(self._known):
            self._lengths[term[:2]] = tuple(sorted({*self._lengths.get(term[:2], ()), len(term)}))
        self._inner = {term: found for term in sorted(self._known) if (found := tuple(self._parts(term)))}

    def _weigh(self) -> Iterator[tuple[str, int]]:
        """Add terms and places, short before long, and yield (word, weight) so that jieba itself can be given the same."""
        for word in SWALLOWERS:
            if word not in {term.text for term in self.dictionary.terms}:
                self._jieba.add_word(word, 0, None)
                yield word, 0
        known = {term.text: term.protected for term in self.dictionary.terms}
        nouns = frozenset(self.dictionary.nouns)
        told = [cut.replace(" ", "") for cut in self.dictionary.cuts]
        for word in (*self.dictionary.general, *(word for word in told if not self._jieba.has_word(word))):
            if word not in known:
                weight = max(self._jieba.suggest_freq(word), FLOORS[min(len(word), 4)])
                self._jieba.add_word(word, weight, "n" if word in nouns else "v")
                yield word, weight
        for place in sorted(self.dictionary.places, key=lambda name: (len(name), name)):
            if place not in known and _PLAIN.fullmatch(place) and (len(place) > 2 or not self._jieba.has_word(place)):
                weight = SHORT_PLACE if len(place) < 3 else max(self._jieba.suggest_freq(place), FLOORS[3])
                self._jieba.add_word(place, weight, "ns")
                yield place, weight
        for term in sorted(known, key=lambda text: (len(text), text)):
            if _PLAIN.fullmatch(term):
                weight = max(self._jieba.suggest_freq(term), FLOORS[min(len(term), 4)], PROTECTED if known[term] else 0)
                self._jieba.add_word(term, weight, "nz")
                yield term, weight

    def tokens(self, text: str) -> list[str]:
        """Every token, punctuation and white space included: `"".join(tokens(text)) == text`. Same as jieba's with `weights`."""
        return list(self._jieba.cut(text, False))

    def words(self, text: str) -> list[Word]:
        """The words of `text` in order, punctuation left out.

        On top of jieba's cut: a term that holds marks is one word; 75周年 and 1.2 are one word; phrases and figures of jieba's
        dictionary are cut into their words (认真学习, 十余年); what belongs together is joined (县文旅局, 种植户, 三省).
        """
        found: list[Word] = []
        told, beside = self._cutter.told, self._neighbours.beside
        start = edge = 0  # edge: where the last word ends
        for token in self._jieba.cut(text, False):
            begin, start = start, start + len(token)
            pieces = told[token] if token in told else self._cutter.pieces(token)
            if pieces == ():
                continue
            first = token[0]
            if first in _DIGITS and found and edge == begin - 1 and text[edge] == "." and found[-1].text.isdecimal():
                found[-1] = Word(text[found[-1].start : start], found[-1].start)  # 1.2
            elif first in TRIGGERS and found and edge == begin and (met := beside(found[-1], token, text[start : start + 1])) is not None:
                found[-1:] = met
            elif pieces is None:
                found.append(_word((token, begin)))
            else:
                found.extend([_word((piece, begin + at)) for piece, at in pieces])
            edge = start
        found = self._joiner.joined(found, text)
        return self._with_marked(text, found) if self._marked else found

    def tagged(self, text: str) -> list[tuple[Word, str]]:
        """The words of `text` with jieba's part of speech; terms of the lexicon are `nz`, places `ns`."""
        tags: dict[str, str] = dict(self._jieba.tag(text, False))
        return [
            (word, "nz" if word.text in self._known else tags.get(word.text) or self.part_of_speech(word.text)) for word in self.words(text)
        ]

    def part_of_speech(self, word: str) -> str:
        """jieba's part of speech of one word; `l` when it is several of jieba's, unless their first says that it is no noun."""
        tag = self._cutter.tag(word)
        if tag != "l" or (first := self._jieba.cut(word, False)[0]) == word:
            return tag
        if len(word) == 3 and first in self._surnames:
            return "nr"
        start = self._cutter.tag(first)
        return start if len(word) == 2 and start[0] in "vm" else tag

    def names_subject(self, word: str) -> bool:
        """Whether a word can say what a text is about: terms of the lexicon, nouns, verbal nouns, set phrases and anniversaries.

        Not verbs, adverbs, numerals, pronouns, times and personal names, however rare they are elsewhere (无不, 抓细, 一处, 四年).
        """
        if word in self._known or word.endswith("周年"):
            return True
        return self.part_of_speech(word) in SUBJECTS

    def _with_marked(self, text: str, words: list[Word]) -> list[Word]:
        assert self._marked is not None
        wholes = [Word(match.group(), match.start()) for match in self._marked.finditer(text)]
        if not wholes:
            return words
        kept = [word for word in words if not any(whole.start < word.end and word.start < whole.end for whole in wholes)]
        return sorted([*kept, *wholes], key=lambda word: word.start)

    def terms(self, text: str, words: list[Word] | None = None) -> list[Word]:
        """Every term of the lexicon in `text`, those inside longer terms too, in the order of (start, length).

        A term counts where it begins and ends with words of the cut, or where it is a whole part of a longer term:
        社情民意 in 社情民意信息, but not 委员会 in 委员会客室. `words`: the cut of `text`, when the caller has it already.
        """
        words = self.words(text) if words is None else words
        found: dict[tuple[int, int], Word] = {}
        for word in words:
            if word.text in self._known:
                self._take(word, found)
        for whole in self.spanning(text, words):
            self._take(whole, found)
        return [found[key] for key in sorted(found)]

    def _take(self, term: Word, found: dict[tuple[int, int], Word]) -> None:
        found[term.start, len(term.text)] = term
        for inner, offset in self._inner.get(term.text, ()):
            found.setdefault((term.start + offset, len(inner)), Word(inner, term.start + offset))

    def spanning(self, text: str, words: list[Word]) -> list[Word]:
        """Terms of the lexicon that begin and end with words but were cut into several: a rare thing, for which no word stands."""
        found: list[Word] = []
        ends: set[int] | None = None
        for word in words:
            for length in self._lengths.get(text[word.start : word.start + 2], ()):
                if length > len(word.text) and (piece := text[word.start : word.start + length]) in self._known:
                    ends = {each.end for each in words} if ends is None else ends
                    if word.start + length in ends:
                        found.append(Word(piece, word.start))
        return found

    def mentions(self, word: str) -> tuple[str, ...]:
        """What one occurrence of `word` counts for: its term, and the terms inside it that are not the same term again.

        二十大 inside 中共二十大 is the same mention of the same term, not a second one; 社情民意 inside 社情民意信息 is one.
        """
        known = self._mentions.get(word)
        if known is None:
            terms = dict.fromkeys((self.merged(word), *(self.merged(inner) for inner, _ in self._inner.get(word, ()))))
            known = self._mentions[word] = tuple(terms)
        return known

    def _parts(self, term: str) -> Iterator[tuple[str, int]]:
        """(term, offset) of the lexicon terms that are whole parts of `term`."""
        opaque = [(at, at + len(name)) for name in OPAQUE if (at := term.find(name)) >= 0]
        for start in range(len(term) - 1):
            for length in self._lengths.get(term[start : start + 2], ()):
                piece = term[start : start + length]
                end = start + length
                if len(piece) < length or length == len(term) or piece not in self._known:
                    continue
                if any(left <= start and end <= right and end - start < right - left for left, right in opaque):
                    continue
                if self._sound(term[:start]) and self._sound(term[end:]):
                    yield piece, start

    def _sound(self, rest: str) -> bool:
        """Whether what is left beside an inner term is made of words, not of crumbs."""
        return all(len(token) > 1 or token in AFFIXES or not _WORD.search(token) for token in self._jieba.cut(rest, False))

    def merged(self, word: str) -> str:
        """The term that `word` is counted as; `word` itself when it is no variant."""
        return self.dictionary.merged.get(word, word)

    def variants(self, term: str) -> tuple[str, ...]:
        """Every wording that is counted as `term`, itself first: the way back from a merged count."""
        return (term, *(variant for variant, _ in self.dictionary.synonyms if self.merged(variant) == term and variant != term))

    def is_stop(self, word: str) -> bool:
        return word in self.dictionary.stopped

    def is_word(self, text: str) -> bool:
        """Whether `text` is one word of this dictionary."""
        return text in self._known or (bool(self._jieba.has_word(text)) and (len(text) == 1 or self._cutter.pieces(text) is None))


@lru_cache(maxsize=4)  # one takes about 25 MB; an office rarely compares more than its dictionary before and after a change
def _built(dictionary: Dictionary) -> Segmenter:
    return Segmenter(dictionary)


def segmenter(dictionary: Dictionary | None = None) -> Segmenter:
    """The shared segmenter of `dictionary`, by default of the shipped one."""
    return _built(dictionary if dictionary is not None else shipped())


def sentences(text: str) -> Iterable[tuple[int, int]]:
    """(start, end) of the sentences of `text`, their closing mark included; 。！？；and line breaks end one."""
    for match in _SENTENCE.finditer(text):
        if match.group().strip():
            yield match.start(), match.end()


_SENTENCE = regex.compile(r"[^。！？；!?;\n…]++[。！？；!?;…]*+[”’」』）)]*+|[。！？；!?;…]++")
