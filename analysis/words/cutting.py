"""One token of jieba's dictionary that is several words: where it is cut.

jieba's dictionary holds many phrases (认真学习, 打招呼, 十余年) and whole figures (万元). What counts as one word here is said by
the conventions in the head of tests/segmentation_more.tsv; the rules below are their part about words that are too long.
"""

import regex
import rjieba

from analysis.words.lexicon import Dictionary

JIEBA_TOTAL = 60_101_967  # sum of the weights of jieba's dictionary
#: A word of four characters is a phrase when its halves meet less than this many times as often as chance would have it.
#: Chosen on the government reports of the background: below stand 认真学习 and 高度重视, above 统筹兼顾 and 蔚然成风.
LOOSE = 60
#: The same for a word that is neither an idiom nor a name and has two words as halves: 资源共享, 开花结果, but 高速公路 stays.
LOOSE_COMPOUND = 2000
#: jieba gives this weight or less to what it was never trained on: phrases that were added in bulk (鼎力支持, 修缮一新).
UNTRAINED = 5
COMMON = 100  # weight from which a half counts as a word of its own
NAMES = frozenset({"nt", "ns", "nrt", "nrfg"})  # jieba's tags of names: a university or a plain is one word
IDIOM = "i"
#: Ends of words of four characters that are bound to what stands before: 爱国主义, 经济学家.
BOUND_HALVES = frozenset({"主义", "学家", "有限", "公司"})

_WORD = regex.compile(r"\w")
_NUMERAL = "[一二两三四五六七八九十百千万亿几数零〇]"
_WRITTEN = regex.compile(f"{_NUMERAL}{{2,}}")
_FIGURE = regex.compile(rf"(第?{_NUMERAL}++)([余多])?+(.*+)", regex.DOTALL)
_FUNCTION_ENDS = frozenset("到在着了过得")
_FUNCTION_BEGINS = frozenset("没很最太更着")
_GOOD = frozenset("新老好")

Pieces = tuple[tuple[str, int], ...]


class Cutter:
    """Says of a token whether it is several words. Answers are remembered; none depends on what was asked before."""

    def __init__(self, dictionary: Dictionary, jieba: "rjieba.Jieba") -> None:
        self._jieba = jieba
        terms = {term.text for term in dictionary.terms}
        self._terms = frozenset(terms)
        self._whole = frozenset(terms | set(dictionary.places) | set(dictionary.general) | {word for word, _ in dictionary.stopwords})
        self._one = dictionary.members("one_word")
        self._units = dictionary.members("unit") | dictionary.members("measure")
        self._verbs = dictionary.members("verb_object")
        self._prepositions = dictionary.members("preposition")
        self._cuts = {cut.replace(" ", ""): _offsets(cut.split(" ")) for cut in dictionary.cuts}
        self._rules = bool(dictionary.classes)
        self.told: dict[str, Pieces | None] = {}  # what `pieces` has answered; callers in a hurry look here first
        self._tags: dict[str, str] = {}

    def pieces(self, token: str) -> Pieces | None:
        """(word, offset) of the words in `token`, None when it is one word, () when it is none: a mark or white space."""
        if not "\u4e00" <= token[0] <= "\u9fff":
            other: Pieces | None = None if _WORD.search(token) else ()
            if len(token) == 1:
                self.told[token] = other
            return other
        found = self.told[token] = self._look(token) if len(token) > 1 else None
        return found

    def _look(self, token: str) -> Pieces | None:
        if token in self._terms:
            return None
        if token in self._cuts:
            return self._cuts[token]
        if token in self._whole or token in self._one:
            return None
        if self._rules and _WRITTEN.fullmatch(token):
            return None
        if self._rules and (figure := self._figure(token)):
            return figure
        if self._rules and len(token) == 2:
            return self._pair(token)
        if self._rules and len(token) == 3:
            return self._triple(token)
        return self._halves(token) if len(token) == 4 else None

    def _figure(self, token: str) -> Pieces | None:
        """第十届 is 第十 and 届, 十余年 is 十, 余 and 年, 百余 is 百 and 余, 万元 is 万 and 元; 十届 and 三个 are one."""
        match = _FIGURE.fullmatch(token)
        if match is None:
            return None
        number, more, unit = match.groups()
        if more and (not unit or unit in self._units or unit in {"万", "亿"}):
            return _offsets([piece for piece in (number, more, unit) if piece])
        if unit not in self._units:
            return None
        if len(number) > 1 or (number in "万亿" and len(unit) > 1) or token in {"万元", "亿元"}:
            return None if token == "万分" else _offsets([number, unit])
        return None

    def _pair(self, token: str) -> Pieces | None:
        """开到, 写着, 很大: a function word and its neighbour, in jieba's dictionary only because they often meet."""
        first, second = token[0], token[1]
        if second not in _FUNCTION_ENDS and first not in _FUNCTION_BEGINS:
            return None
        return ((first, 0), (second, 1)) if self._untrained(token) else None

    def _triple(self, token: str) -> Pieces | None:
        """新机制, 打招呼, 于长江, 好几个, 各部委: a free character before a word."""
        first, rest = token[0], token[1:]
        if token[:2] in {"好几", "好多"} or (token[2] in "难到在" and self._jieba.has_word(token[:2])):  # 好几个, 融资难, 认识到
            return ((token[:2], 0), (token[2], 2))
        if self._weight(rest) < COMMON or not self._jieba.has_word(rest):
            return None
        tag = self.tag(rest)
        if (
            first in _GOOD
            or (first in "每各" and tag[:1] in "nqtmv")
            or (first in self._verbs and (tag[:1] in "na" or (tag[:1] == "v" and self.tag(token) in {"v", "l"})))
            or (first in self._prepositions and tag[:1] in "nvt")
        ):
            return ((first, 0), (rest, 1))
        return None

    def _halves(self, token: str) -> Pieces | None:
        """Two words of two characters each, when nothing but habit holds them together."""
        left, right, has = token[:2], token[2:], self._jieba.has_word
        if not (has(left) and has(right)):
            return None
        weight, by_chance = self._weight(token), self._weight(left) * self._weight(right)
        ratio = weight * JIEBA_TOTAL / by_chance
        tag = self.tag(token)
        loose = ratio < LOOSE
        if self._rules and right not in BOUND_HALVES and tag not in NAMES:
            rarer = min(self._weight(left), self._weight(right))
            compound = rarer >= COMMON / 2 and (tag == "l" or (tag != IDIOM and ratio < LOOSE_COMPOUND))
            loose = loose or compound or (weight <= UNTRAINED and rarer >= COMMON / 10)
        return ((left, 0), (right, 2)) if loose else None

    def _untrained(self, token: str) -> bool:
        """Whether jieba's dictionary has `token` about as often as chance would, or never learned it."""
        return self._weight(token) <= max(UNTRAINED, 3 * self._weight(token[0]) * self._weight(token[1]) / JIEBA_TOTAL)

    def _weight(self, word: str) -> int:
        return int(self._jieba.suggest_freq(word))

    def tag(self, word: str) -> str:
        """jieba's part of speech of one word; `l` when it is several."""
        known = self._tags.get(word)
        if known is None:
            found = self._jieba.tag(word, False)
            known = self._tags[word] = str(found[0][1]) if len(found) == 1 else "l"
        return known


def _offsets(words: list[str]) -> Pieces:
    found, start = [], 0
    for word in words:
        found.append((word, start))
        start += len(word)
    return tuple(found)
