"""Words that jieba's dictionary does not know, put together from what it cut them into.

Rules over neighbouring tokens, from left to right: level and organ (县／文旅局), numeral and measure word (三／省), personal names
after a role (渔民／孙／长河), verb and result (种／出), word and suffix (种植／户). Single characters that no rule takes and that
rarely stand alone are left to jieba's hidden Markov model (陇／原); elsewhere it guesses wrongly too often (余条, 的新).
The tables are classes of data/reference/morphology.tsv; without them no rule applies.
"""

from collections.abc import Callable, Sequence

import regex
import rjieba

from analysis.words.lexicon import Dictionary
from analysis.words.neighbours import LEVELS, ORGANS, POINTS, WHOLE_BEFORE_LEVEL, Word

TOWNS = frozenset("镇乡村")
NAMED = frozenset({"nr", "ns", "nz", "nrt", "nt", "l", "x"})  # jieba's tags of names; `l`: put together here, so unknown to it
STEMS = frozenset("nvajlisz")  # first letters of jieba's tags of words that take a suffix
AFTER_ADJECTIVE = frozenset("者性化型度感户期")
GROUND = frozenset("港湖江岛峡寺庙塔湾沟坪坡庄屯寨岭山河桥店营堡集铺塘坝圩垸冲洼峪崖口滩嘴渡坳畈岗坨泊窑")  # ends of names of places

_COUNTED = regex.compile(r"[0-9０-９%％]$|[一二两三四五六七八九十百千万亿零余多几数]$")

#: A rule takes the words joined so far, all words of the cut, and the place of the single character that calls it. It
#: changes the former and says how many of the latter it used up; 0 when it does not apply.
Rule = Callable[[list[Word], Sequence[Word], int], int]


class Joiner:
    """Joins neighbouring tokens. The same after construction, but for remembered answers."""

    def __init__(self, dictionary: Dictionary, jieba: "rjieba.Jieba", tag: Callable[[str], str]) -> None:
        self._jieba, self._tag = jieba, tag
        self._places = frozenset(dictionary.places)
        self._known = frozenset(term.text for term in dictionary.terms)
        self._plain = self._known | frozenset(dictionary.general)
        self._class = dictionary.members
        self._compound = self._class("compound_surname")
        self._free, self._surnames = self._class("free"), self._class("surname") | self._compound
        self._roles, self._not_given = self._class("role"), self._class("not_given")
        self._organs, self._measures = self._class("organ") | ORGANS, self._class("measure")
        self._not_stem = self._class("not_stem")
        self._verbs, self._nouns = self._class("result_verb"), self._class("position_noun")
        self._as_verbs, self._person_stems = self._class("as"), self._class("person_stem")
        self._any, self._after_noun, self._after_verb = (self._class("suffix" + name) for name in ("", "_after_noun", "_after_verb"))
        self._rules: dict[str, list[Rule]] = {}
        if dictionary.classes:
            self._lay_out()

    def _lay_out(self) -> None:
        """Which rules a single character calls, in their order."""
        suffixes = self._any | self._after_noun | self._after_verb | {"人"}
        calls: tuple[tuple[frozenset[str], Rule], ...] = (
            (self._measures | self._verbs, self._double),
            (LEVELS, self._level),
            (self._class("numeral"), self._numeral),
            (self._surnames, self._name),
            (self._class("result"), self._result),
            (frozenset("为"), self._as),
            (self._class("position"), self._position),
            (TOWNS, self._town),
            (GROUND, self._ground),
            (suffixes, self._suffix),
            (frozenset("总副"), self._prefix),
        )
        self._alone = self._free - frozenset().union(*(characters for characters, _ in calls))  # nothing is ever asked about these
        for characters, rule in calls:
            for character in sorted(characters):
                self._rules.setdefault(character, []).append(rule)

    def joined(self, words: list[Word], text: str) -> list[Word]:
        """`words` of `text` with those put together that the rules take for one."""
        if not self._rules:
            return words
        words = self._foreign(words, text) if "·" in text else words
        out: list[Word] = []
        at, end = 0, len(words)
        alone, compound = self._alone, self._compound
        while at < end:
            word = words[at]
            text = word.text
            if (text not in alone if len(text) == 1 else text in compound) and (taken := self._apply(out, words, at)):
                at += taken
                continue
            out.append(word)
            at += 1
        return out

    def _apply(self, out: list[Word], words: Sequence[Word], at: int) -> int:
        """The first rule that takes the character at `at`; how many words it used up."""
        character = words[at].text
        for rule in self._rules.get(character, ()):
            if taken := rule(out, words, at):
                return taken
        return self._run(out, words, at) if character not in self._free and _han(character) else 0

    # --- the rules

    def _double(self, out: list[Word], words: Sequence[Word], at: int) -> int:
        """件／件, 聊／聊, 一枚／枚."""
        before, after = _before(out, words[at]), _after(words, at)
        if before is not None and before.text == "一" + words[at].text:
            out[-1] = Word(before.text + words[at].text, before.start)
            return 1
        return _put(out, words[at], after) if after is not None and after.text == words[at].text else 0

    def _level(self, out: list[Word], words: Sequence[Word], at: int) -> int:
        """盐池／县, 各／县, 县／文旅局."""
        word, before, after = words[at], _before(out, words[at]), _after(words, at)
        if after is not None and after.text == "委":
            return _put(out, word, after)
        if before is not None and (before.text + word.text in self._places or before.text in WHOLE_BEFORE_LEVEL):
            out[-1] = Word(before.text + word.text, before.start)
            return 1
        if after is not None and after.text in self._organs and after.text not in ORGANS:
            return _put(out, word, after)
        return 0

    def _numeral(self, out: list[Word], words: Sequence[Word], at: int) -> int:
        """三／省, 几／把; not the last character of a figure. 四／年间 is 四年 and 间."""
        before, after = _before(out, words[at]), _after(words, at)
        if after is None or (before is not None and (_COUNTED.search(before.text) or before.text == "第")):
            return 0
        if len(after.text) == 2 and after.text[0] == "年" and after.text[1] in POINTS:
            _put(out, words[at], Word("年", after.start))
            out.append(Word(after.text[1], after.start + 1))
            return 2
        return _put(out, words[at], after) if after.text in self._measures else 0

    def _name(self, out: list[Word], words: Sequence[Word], at: int) -> int:
        """渔民／孙／长河: a surname right after a role, and one or two characters more."""
        before, first = _before(out, words[at]), _after(words, at)
        if before is None or first is None or not self._is_role(before.text):
            return 0
        if not _han(first.text) or not self._not_given.isdisjoint(first.text):
            return 0
        if first.text in self._roles:
            return 0
        if len(first.text) > 2 or (len(first.text) == 2 and first.text in self._known):
            return 0
        if len(first.text) == 2 and self._tag(first.text)[0] in "vdpcrmuf" and self._weigh(first.text) > 1000:
            return 0
        second = _after(words, at + 1) if len(first.text) == 1 else None
        if second is not None and len(second.text) == 1 and _han(second.text) and second.text not in self._not_given:
            whole = words[at].text + first.text + second.text
            if self._jieba.cut(whole, True)[0] == whole:
                return _put(out, words[at], first, second)
        return _put(out, words[at], first)

    def _result(self, out: list[Word], words: Sequence[Word], at: int) -> int:
        """种／出, 送／去; not a measure word: 3／张／下."""
        before = _before(out, words[at])
        if before is None or before.text not in self._verbs or self._is_counted(out):
            return 0
        out[-1] = Word(before.text + words[at].text, before.start)
        return 1

    def _as(self, out: list[Word], words: Sequence[Word], at: int) -> int:
        """列／为, 升／为."""
        before = _before(out, words[at])
        if before is None or len(before.text) > 1 or before.text not in self._as_verbs or self._is_counted(out):
            return 0
        out[-1] = Word(before.text + words[at].text, before.start)
        return 1

    def _position(self, out: list[Word], words: Sequence[Word], at: int) -> int:
        """江／边, 院／里."""
        before = _before(out, words[at])
        if before is None or before.text not in self._nouns or self._is_counted(out):
            return 0
        out[-1] = Word(before.text + words[at].text, before.start)
        return 1

    def _town(self, out: list[Word], words: Sequence[Word], at: int) -> int:
        """阳关／镇, 王家／湾／村; a name before it, not 帮扶／村."""
        before = _before(out, words[at])
        if before is not None and before.text in GROUND and len(out) > 1 and out[-2].end == before.start:
            stem = out[-2]
            if len(stem.text) == 2 and (stem.text[1] == "家" or self._tag(stem.text) in NAMED - {"l", "x"}):
                out[-2:] = [Word(stem.text + before.text + words[at].text, stem.start)]
                return 1
        after = _after(words, at)
        if before is None or not 2 <= len(before.text) <= 4 or not _han(before.text) or before.text[-1] in LEVELS | TOWNS:
            return 0
        if self._tag(before.text) not in NAMED or before.text in self._plain or (after is not None and after.text in TOWNS):
            return 0
        common = 1500 if self._tag(before.text) == "ns" else 300
        if self._jieba.has_word(before.text) and self._weigh(before.text) > common and before.text not in self._places:
            return 0
        out[-1] = Word(before.text + words[at].text, before.start)
        return 1

    def _ground(self, out: list[Word], words: Sequence[Word], at: int) -> int:
        """南沙／港, 漓江／桥: after the name of a place."""
        before = _before(out, words[at])
        if before is None or len(before.text) != 2 or self._tag(before.text) != "ns" or self._weigh(before.text) > 1500:
            return 0
        out[-1] = Word(before.text + words[at].text, before.start)
        return 1

    def _suffix(self, out: list[Word], words: Sequence[Word], at: int) -> int:
        """种植／户, 妇联／界, 传承／人."""
        before, character = _before(out, words[at]), words[at].text
        if before is None or not 2 <= len(before.text) <= 5 or not _han(before.text):
            return 0
        if before.text in self._not_stem and character != "者":
            return 0
        tag = self._tag(before.text)
        if tag[0] not in STEMS or before.text[-1] == character or _COUNTED.search(before.text):
            return 0
        if character == "人":  # 罗布／人, 传承／人
            fits = (tag in {"ns", "nr", "nz"} and before.text not in self._known) or before.text in self._person_stems
        elif tag[0] == "a":
            fits = character in AFTER_ADJECTIVE
        else:
            fits = character in self._any or (character in self._after_noun and (tag[0] != "v" or tag == "vn"))
            fits = fits or (character in self._after_verb and tag[0] in "vl")
        if not fits:
            return 0
        out[-1] = Word(before.text + character, before.start)
        return 1

    def _prefix(self, out: list[Word], words: Sequence[Word], at: int) -> int:
        """总／投资, 副／调研员."""
        after = _after(words, at)
        if after is None or len(after.text) < 2 or not (self._tag(after.text)[0] == "n" or self._tag(after.text) == "vn"):
            return 0
        if words[at].text == "副" and after.text not in self._roles:
            return 0
        return _put(out, words[at], after)

    def _run(self, out: list[Word], words: Sequence[Word], at: int) -> int:
        """Single characters that rarely stand alone, as jieba's hidden Markov model has them; it may join two, or a name of three."""
        end = at + 1
        while end < len(words) and len(words[end].text) == 1 and words[end].start == words[end - 1].end:
            if words[end].text in self._free or not _han(words[end].text):
                break
            end += 1
        if end == at + 1:
            return 0
        start = words[at].start
        for piece in self._jieba.cut("".join(word.text for word in words[at:end]), True):
            if len(piece) <= 2 or (len(piece) == 3 and piece[0] in self._surnames):
                out.append(Word(piece, start))
            else:
                out.extend(Word(character, start + offset) for offset, character in enumerate(piece))
            start += len(piece)
        return end - at

    def _foreign(self, words: list[Word], text: str) -> list[Word]:
        """阿依古丽·买买提: a name of two parts is one word; a place before the dot is not part of a name."""
        out: list[Word] = []
        for word in words:
            before = out[-1] if out else None
            if before is not None and before.end + 1 == word.start and text[before.end] == "·" and _han(before.text) and _han(word.text):
                first = before.text.partition("·")[0]
                if first not in self._places and self._tag(first)[0] in "nlx" and self._tag(first) != "ns":
                    out[-1] = Word(text[before.start : word.end], before.start)
                    continue
            out.append(word)
        return out

    # --- what they ask

    def _is_role(self, word: str) -> bool:
        return bool(self._roles & {word, word[-2:], word[-3:]}) or (len(word) > 1 and word[-1] in "员师匠" and self._tag(word)[0] in "nl")

    def _weigh(self, word: str) -> int:
        return int(self._jieba.suggest_freq(word))

    def _is_counted(self, out: list[Word]) -> bool:
        """Whether the last word follows a figure, so that it is a measure word rather than a verb or a noun."""
        return len(out) > 1 and out[-2].end == out[-1].start and bool(_COUNTED.search(out[-2].text))


def _before(out: list[Word], word: Word) -> Word | None:
    return out[-1] if out and out[-1].end == word.start else None


def _after(words: Sequence[Word], at: int) -> Word | None:
    return words[at + 1] if at + 1 < len(words) and words[at + 1].start == words[at].end else None


def _put(out: list[Word], *words: Word) -> int:
    out.append(Word("".join(word.text for word in words), words[0].start))
    return len(words)


def _han(text: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in text)
