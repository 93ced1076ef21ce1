"""Captions without a mark: one plain sentence in which a committee does one thing, as it stands under a photograph."""

from dataclasses import dataclass
from itertools import pairwise

import regex

from analysis.fold import fold
from analysis.repair.marks import CAPTION_MARK, LINE_END

#: Who is in the photograph, within the first characters of the caption.
WHO = regex.compile(r"[^,。;、:\d]{0,14}?(?:政协|县委|市委|区委|旗委|州委|委员|党支部|党组|专委会|常委会|主席|工作室|会客室)")
#: What is being done in it.
DOING = regex.compile(
    r"开展|举办|组织|召开|举行|参加|出席|赴|深入|调研|视察|走访|慰问|捐赠|揭牌|观摩|座谈|研究|查看|督查|督办|协商|考察|培训|宣讲|义诊|植树|学习|交流|参观|检查|接待|发放|监督|讨论|发言|合影|现场|活动|服务|评议|商议|瞻仰|重温"
)
#: What a paragraph says and a caption does not: a stretch of time, a sum, a claim.
TELLING = regex.compile(
    r"一年来|年来|今年|全年|先后|累计|始终|不断|坚持|着力|积极|进一步|全面|持续|切实|充分|有效|主动|认真|共有|共计|其中|将|必须|应当|荣获|"
    r"(?<![\d.])\d[\d.]*+[余多]?[万亿]?(?:[个名人位户家条件篇项份幅次场批期套元部卷册辑％%]|$)"
)
#: Who opens a sentence of its own: the committee by its name, its members.
SUBJECT = regex.compile(r"(?:[\u4e00-\u9fff]{2,6}[县市区旗州盟])?(?:[县市区旗州盟]?政协|(?:部分|全体)?委员)")
#: What only a caption does without a full stop at its end; a heading says 深入协商议政 as well.
SURE = regex.compile(r"(?:政协|委员会?|机关|党组|支部|主席|委)[^,。;:]{0,8}(?:开展|举办|组织|召开|举行|赴|走访|慰问|参加|视察|调研)")
EVIDENCE = regex.compile(r"(?:图片|照片|摄影)[^。\n]{0,12}(?:提供|拍摄|摄|记者)|[（(][^（）()\n]{2,20}(?:摄|供图)[）)]")

#: Longest caption behind a sign that may tell of sums as paragraphs do.
MARKED = 60


def caption_like(text: str) -> bool:
    """Whether `text` reads like a caption without a mark. Says nothing about whether the text has photographs at all."""
    text = fold(text)
    body = text.rstrip("。 　")
    if body == text and (SURE.search(body) is None or "——" in body):
        return False
    return (
        6 <= len(body) <= 60
        and not any(mark in body for mark in "。;!?:…")
        and body.count(",") <= 1
        and WHO.match(body) is not None
        and DOING.search(body) is not None
        and TELLING.search(body) is None
    )


def is_marked(text: str) -> bool:
    """Whether a text behind ▲ or another sign is a caption. Where the sign opens a paragraph of a list, it tells of sums and runs on."""
    text = fold(text)
    return len(text) <= MARKED or EVIDENCE.search(text) is not None or "图为" in text or TELLING.search(text) is None


@dataclass(frozen=True, slots=True)
class Captions:
    """What counts as a caption without a mark in one text. `usual`: the text has photographs and sets their captions without a mark.
    `marked`: it marks them, so that what has no mark is none."""

    usual: bool
    marked: bool

    def __call__(self, text: str) -> bool:
        """Whether a line that stands for itself is a caption."""
        return self.usual and caption_like(text)

    def between(self, text: str) -> bool:
        """Whether lines between the two halves of a sentence are a caption; the sentence itself shows that they do not belong to it."""
        return not self.marked and text.endswith("。") and SUBJECT.match(fold(text)) is not None and caption_like(text)


def captions_of(text: str) -> Captions:
    """How this text sets its captions.

    Unmarked captions are looked for only where photographs are: a credit, or two lines one after the other that both read like
    captions. Elsewhere a short sentence is a short paragraph.
    """
    lines = [line.strip() for line in LINE_END.split(text) if line.strip()]
    if any(CAPTION_MARK.match(line) for line in lines):
        return Captions(usual=False, marked=True)
    if EVIDENCE.search(fold(text)):
        return Captions(usual=True, marked=False)
    likely = [line.endswith("。") and caption_like(line) for line in lines]
    return Captions(usual=any(first and second for first, second in pairwise(likely)), marked=False)
