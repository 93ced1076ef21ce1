"""What a figure speaks of: its topic, whether it is the year's whole or a part, done or planned, and where it is said again.

The rules are about the genre: 其中 opens a share, 围绕一个题目 gives advice on one thing, 累计 and 全年 sum up, a named activity is one
activity, and beside the sum of an indicator its other numbers are parts.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from analysis.figures.catalogue import Catalogue, Indicator
from analysis.figures.clauses import REACH, TAIL, Sentence
from analysis.figures.cues import MOMENT, PLAN, RULE, SHARE, SUBSET, TOPIC, TOTAL
from analysis.figures.drafts import THINGS, family
from analysis.figures.framing import NO_FRAME, Frame, dated
from analysis.figures.quantities import Quantity, choice
from analysis.figures.spotting import Role, Words, in_stretch, inside
from analysis.fold import fold
from analysis.report import Scope

TOPIC_LENGTH = 24
NEAR = 8  # so many numbers back an event may be that a number of suggestions belongs to
_QUOTE = re.compile("“[^“”\n]{2,40}”|《[^《》\n]{2,60}》")
#: One activity under a name of its own: “…”主题活动; a kind of event under a name is all there is of it: “…”书画展.
_NAMED = re.compile("(?<!、)“[^“”\n]{4,40}”(?!等)(?:[^,;“”等]{0,6}(?:活动|行动|学习|工程|监督|调研|视察)|[^,;“”等]{0,2})$")
#: What follows 围绕 without being a topic: 围绕县委决策部署.
_NO_TOPIC = re.compile(
    "[^,;]{0,40}(?:部署|大局|目标|战略|中心工作|思路|要求|主线|主责|精神|任务|布局|安排|"
    "(?:热点|难点|焦点|堵点|操心事|烦心事|揪心事|急难愁盼|大事|要事|关切|所盼|所需)(?:难点)?(?:问题)?)$"
)
#: Nor are several topics with their number: 围绕34个议题, 就村卫生室建设等8个课题.
_TOPICS = re.compile(
    "(?:(?!提出|形成|解决|反映|梳理|归纳|从)[^,;]){0,60}?(?<!第)(?:[0-9]{1,4}余?|[二两三四五六七八九十]{1,3})[个项类]?(?:重点|重要|方面|协商)?"
    "(?:议题|课题|专题|主题|选题|题目|领域|方面)"
)
#: A proposal by its title; what is told behind it is what came of this one.
_PROPOSAL = re.compile("《[^《》\n]{2,60}(?:提案|建议)》(?!等)")
#: One of many who gave or did something: a member by name, a firm, a sector's members, a village by name, what is told of 该社区.
_ONE_OF_MANY = re.compile(
    "(?=[委常该村集公商作医银酒药界镇乡道])(?:"
    "(?:委员|常委)(?!高度|陆续|曾经|许多|严格|马上|任职|方面)"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁余叶蒋杜苏魏程吕丁沈任姚卢姜崔钟"
    "谭陆范汪廖金贾夏付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤]"
    "[一-鿿]{1,2}(?:拿出|捐|为[^了]|出资|个人|主动|自筹|带领|投资|租|资助|在[^职岗])"
    "|该(?:社区|村|镇|乡|企业|公司|校|小区|工作室|书|院|项目|馆|支部|界别|小组)"
    "|村(?=自|因|先后|累计|已|共有|产生)(?<=[。!?;,:\n][一-鿿]{2}村)(?<![自行贫脱示帮联试乡中重驻].村)(?<![全各][县市区镇乡]村)"
    "|(?:(?:集团|公司|商会|作社|医院|银行|酒店|药业)(?<=[^各级、,全等类家和及与]{2}..)(?:为[^了]|向|给|捐|出资|送|拿出|赠|带动|吸纳|提供)"
    "|界(?<=[^各、,社][^各、,会]界)(?:政协)?委员(?!先后|分别)"
    "|[镇乡道][^,;、的各个()镇乡]{2,3}(?<![行贫脱示帮])(?<![行贫脱示帮].)(?:村|社区)(?![民委书支]))[^,;:]{0,60}$)"
)
#: Who came to one occasion: 承办…论坛,30位专家交流.
_OCCASION = re.compile(
    "(?:举办|承办|召开|举行|主办|协办)[^,;各次场]{0,24}(?:论坛|座谈会|研讨会|推进会|仪式|现场会|茶话会|联谊会|报告会|交流会|展)"
    "(?![^,;]{0,4}[0-9])"
)
_ADVICE = frozenset("条份篇项个件")
_EVENTS = frozenset({"次", "场", "场次", "期", "轮", "批次", "批"})
_OF_ALL = re.compile("[,(]?约?占")
_ITEM = re.compile(r"\([一二三四五六七八九十]{1,2}\)")
_FORMULA = re.compile(r"(?<!\d)\d{1,3}(?:\+\d{1,3}){1,6}+")
_SCOPING = SHARE | TOPIC | TOTAL | SUBSET | RULE | MOMENT
NEVER = 1 << 60  # a place behind every text


class Paragraph:
    """What a paragraph, [start, end) of the folded `text`, says about all its numbers; looked up when asked for. event: whether what
    stands at a place is told of one event."""

    def __init__(self, text: str, start: int, end: int, frame: Frame = NO_FRAME) -> None:
        self.event = frame.event if frame.marks else None
        self._text, self._start, self._end = text, start, end
        self._relief: tuple[tuple[int, int], ...] | None = None
        #: Addends of a formula that sums its numbers up: 1个县级、3个区域、7个基层 make “1+3+7+N”.
        self.addends: frozenset[float] = frozenset()
        if text.find("+", start, end) >= 0:
            self.addends = frozenset(float(addend) for formula in _FORMULA.findall(text, start, end) for addend in formula.split("+"))

    def urgent(self, place: int, relief: Sequence[str]) -> bool:
        """Whether what stands at `place` was done in an emergency: a word of `relief` stands in its stretch, from one (一) to the next."""
        if self._relief is None:
            text, items = self._text, _ITEM.finditer(self._text, self._start, self._end)
            edges = [self._start, *(match.start() for match in items), self._end]
            self._relief = tuple((low, high) for low, high in pairwise(edges) if any(text.find(word, low, high) >= 0 for word in relief))
        return inside(place, self._relief)


class Nature(NamedTuple):
    """What an indicator is to the rules of scope.

    part: always a share or a detail. proposal: an outcome of proposals. any_topic, any_name: no part for being about one topic, for
    bearing one name. detail: not one of the annotation guide's ids, so that one topic makes it a part whatever it counts.
    """

    part: bool
    proposal: bool
    any_topic: bool
    any_name: bool
    detail: bool

    @classmethod
    def of(cls, indicator: Indicator, catalogue: Catalogue) -> "Nature":
        named = {indicator.group, indicator.id}
        return cls(
            indicator.part, indicator.id.startswith("proposal"), bool(named & {*catalogue.whatever_topic}),
            bool(named & {*catalogue.whatever_name}), not indicator.listed,
        )  # fmt: skip


_OTHER = Nature(part=False, proposal=False, any_topic=False, any_name=False, detail=True)


class Scopes:
    """What one catalogue says about parts, and how it trims a topic, compiled once."""

    def __init__(self, catalogue: Catalogue) -> None:
        fillers = tuple(map(fold, catalogue.phrases["filler"]))
        self._head = re.compile(f"(?:{choice(filler for filler in fillers if len(filler) > 1)}|[了的、和及与共约达并 ])*+")
        self._tails = sorted((*fillers, *"了的等、和及与 "), key=len, reverse=True)
        self._last = frozenset(tail[-1] for tail in self._tails)
        self._relief = tuple(map(fold, catalogue.phrases["relief"]))
        self._natures = {indicator.id: Nature.of(indicator, catalogue) for indicator in catalogue.indicators}
        self._names = {indicator.id: indicator.name for indicator in catalogue.indicators}

    def judge(
        self, words: Words, quantity: Quantity, indicator: str, before: Sequence[Quantity], about: Paragraph
    ) -> tuple[Scope, bool, bool]:
        """Scope of a number as its sentence tells it; whether it says to be the sum of the year or term; whether it says to be a share of
        another number (其中).

        before: the numbers before it in the sentence.
        """
        nature = self._natures.get(indicator, _OTHER)
        if nature.part:
            return "part", False, False
        text, start = words.sentence.text, quantity.start
        low = start - REACH
        left, event = max(quantity.left, low), about.event is not None and about.event(start)
        if quantity.kind == "rate":
            part = nature.detail and (event or text.find("占", left, start) >= 0 or _of_many(words, quantity))
            return ("part" if part else "total"), False, False
        roles = in_stretch(words.roles, low, start) if words.phrases & _SCOPING else ()
        own = said = 0
        for role in roles:
            said |= role.roles
            if role.start >= left:
                own |= role.roles
        if own & RULE or (event and not nature.proposal) or (indicator == "donations" and about.urgent(start, self._relief)):
            return "part", False, False
        if about.addends and quantity.value in about.addends and family(quantity.unit) in THINGS:
            return "part", False, False
        if _of_all(text, quantity.stop) or (said & SHARE and _shares(text, quantity, roles, before)):
            return "part", False, True
        if indicator == "other" and quantity.kind == "measure":
            return "part", False, False
        if words.titled and not nature.proposal and _PROPOSAL.search(text, max(words.sentence.start, low), start):
            return "part", False, False
        if _of_many(words, quantity) or (quantity.kind == "people" and not before and _of_an_occasion(words, quantity)):
            return "part", False, False
        if own & TOTAL:
            return "total", True, False
        if own & SUBSET:
            return "part", False, False
        if said & TOPIC and not nature.any_topic and _one_topic(words.sentence, quantity, roles, before, aside=nature.detail):
            return "part", False, False
        if words.quoted and quantity.unit in _EVENTS and not nature.any_name and _NAMED.search(text, left, start):
            return "part", False, False
        if (said & MOMENT or dated(text, words.sentence.start, start)) and not any(one.kind == "event" for one in before[-NEAR:]):
            return "part", False, False
        if indicator == "other" and quantity.unit not in _EVENTS and not said & TOTAL:
            return "part", False, False  # what no catalogue asks for is hardly ever the sum of a year
        return "total", bool(said & TOTAL), False

    def topic(self, original: str, folded: str, span: tuple[int, int], word: str, indicator: str) -> str:
        """What was counted, in the report's own words. span: the words that name it, in both texts; word: what named the indicator."""
        start, end = span
        start = self._head.match(folded, max(start, end - 60), end).end()  # type: ignore[union-attr]  # it matches nothing too
        while end > start and folded[end - 1] in self._last and (tail := self._tail(folded, start, end)):
            end -= tail
        found = original[start:end]
        if end - start > TOPIC_LENGTH:
            for mark in ("等", "的"):
                if len(found) > TOPIC_LENGTH and len(found.rpartition(mark)[2]) > 1:
                    found = found.rpartition(mark)[2]
            found = found[-TOPIC_LENGTH:]
        if found.count("“") != found.count("”"):
            found = found.replace("“", "").replace("”", "")
        return found if len(found) > 1 else word or self._names.get(indicator, "")

    def _tail(self, folded: str, start: int, end: int) -> int:
        """Length of the filler that [start, end) ends with."""
        for tail in self._tails:
            if folded.endswith(tail, start, end):
                return len(tail)
        return 0


def plans(words: Words) -> int:
    """From which place on a sentence speaks of what is to come."""
    return next(role.end for role in words.roles if role.roles & PLAN) if words.phrases & PLAN else NEVER


def announced(text: str, roles: Sequence[Role]) -> bool:
    """Whether phrases say what will be done: 将…; not 计划, which may be the name of something."""
    return any(role.roles & PLAN and text[role.start] == "将" for role in roles)


def to_come(words: Words, quantity: Quantity) -> bool:
    """Whether the number opens its clause, which goes on with what is to come: 3项调研将聚焦…"""
    if quantity.left < quantity.start:
        return False
    end = min(quantity.right, quantity.stop + TAIL)
    return announced(words.sentence.text, in_stretch(words.roles, quantity.stop, end))


def _of_many(words: Words, quantity: Quantity) -> bool:
    """Whether the sentence tells of one member, firm or village."""
    return _ONE_OF_MANY.search(words.sentence.text, max(words.sentence.start, quantity.start - REACH), quantity.start) is not None


def _of_an_occasion(words: Words, quantity: Quantity) -> bool:
    return _OCCASION.search(words.sentence.text, max(words.sentence.start, quantity.start - REACH), quantity.start) is not None


def _of_all(text: str, stop: int) -> bool:
    """Whether the number's share is told with it: 甲类3件，占30%."""
    return text.find("占", stop, stop + 3) >= 0 and _OF_ALL.match(text, stop) is not None


def _shares(text: str, quantity: Quantity, roles: Sequence[Role], before: Sequence[Quantity]) -> bool:
    """Whether 其中 opens its clause, or a list of clauses with numbers of the same unit: 其中甲类3件，乙类5件，丙类2件."""
    role = next(role for role in reversed(roles) if role.roles & SHARE)
    between = list(takewhile(lambda one: one.start > role.start, reversed(before)))
    return text.count(",", role.end + 1, quantity.start) <= len(between) and all(one.unit == quantity.unit for one in between)


def _one_topic(sentence: Sentence, quantity: Quantity, roles: Sequence[Role], before: Sequence[Quantity], *, aside: bool) -> bool:
    """Advice on one topic, or events on one topic that is not the first of a list; so is what such events bring along (aside): places seen,
    sheets handed out."""
    role = next(role for role in reversed(roles) if role.roles & TOPIC)
    if len(_QUOTE.findall(sentence.text, role.start, quantity.start)) > 1:
        return False
    end = sentence.right(role.end, sentence.end)
    if _NO_TOPIC.match(sentence.text, role.end, end) or _TOPICS.match(sentence.text, role.end, sentence.end):
        return False
    if sentence.text.startswith("聚焦", role.start) and (quantity.start < end or sentence.text.find("、", role.end, end) >= 0):
        return False
    if aside or quantity.unit == "家" or quantity.unit in _EVENTS:
        return sentence.text.find("等", role.start, quantity.start) < 0
    return quantity.unit in _ADVICE and not any(one.kind == "event" for one in before[-NEAR:])


@lru_cache(maxsize=4)
def scopes(catalogue: Catalogue) -> Scopes:
    """The compiled phrases of a catalogue; catalogues are compared by identity."""
    return Scopes(catalogue)
