"""What a line says about itself: numbering, bylines, credits, captions, page furniture, tables. Nothing about its neighbours."""

import unicodedata
from typing import Literal

import regex

from analysis.fold import fold
from analysis.repair.surroundings import is_page_line, is_paper_line

Mark = Literal["text", "markdown", "number", "item", "byline", "credit", "caption", "furniture", "table", "dots"]

LINE_END = regex.compile(r"\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
HAN = r"\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ebef"
CLOSERS = "”’）》」』】〕\"')"
ENDINGS = "。！？；!?;…"
FULL_STOP = regex.compile(rf"[{HAN}％%{CLOSERS}]\.$")
#: A line that begins with one of these goes on from the line before.
GOES_ON = frozenset("，。、；：！？”’）》」』】〕,;:!?)%％")
#: Marks of lines that stand for themselves and are never joined with the line before or after.
APART: frozenset[Mark] = frozenset({"markdown", "byline", "credit", "furniture", "table", "dots"})

NUMERALS = "一二三四五六七八九十百"
#: Numbered headings by level: 第一部分 and 一、, （一）, 1. and 1、, （1） and ①.
NUMBERED = (
    (1, regex.compile(rf"第[{NUMERALS}]{{1,3}}(?:部分|章)[ 　:：、]*+|[{NUMERALS}]{{1,3}}[、.．][ 　]*+")),
    (2, regex.compile(rf"[（(][{NUMERALS}]{{1,3}}[）)][ 　、]*+|第[{NUMERALS}]{{1,3}}节[ 　]*+")),
    (3, regex.compile(r"\d{1,2}(?:[.．、](?!\d)|[ 　]++(?=[^\d\s年月日]))[ 　]*+")),
    (4, regex.compile(r"[（(]\d{1,2}[）)][ 　、]*+|[①-⑳][ 　]*+")),
)
MARKDOWN = regex.compile(r"(#{1,6})[ \t　]++")
ITEM = regex.compile(r"(?:——|--|—|[-*•·●■◆○□▪])[ 　]?+(?=\S)")
DOTS = regex.compile(r"(?:…{1,4}|\.{3,12}|·{3,12})")

REPORTER = "本报记者|本报通讯员|特约记者|见习记者|融媒体记者|全媒体记者|记者|通讯员|作者|撰文|文/图|文／图|图/文|图／文|文"
#: Longest line that can be a byline, a credit or page furniture.
SHORT = 120
MONTH = rf"(?:\d{{1,2}}|[{NUMERALS}]{{1,2}})月(?:(?:\d{{1,2}}|[{NUMERALS}]{{1,3}})日)?"
DAY = rf"(?:\d{{4}}|[〇○零{NUMERALS}]{{4}})年{MONTH}"
STAMP = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ 　]++\d{1,2}:\d{2}(?::\d{2})?)?"
BYLINE = regex.compile(
    rf"[（(]?[□■●◎◆][ 　]?(?:{REPORTER})[ 　:：/／]++[^。！？；，,;]{{2,40}}[）)]?"
    rf"|[（(]?(?:本报讯[ 　]*+)?(?:{REPORTER})(?:[ 　:：/／]++)[^。！？；，,;]{{2,40}}[）)]?"
    rf"|[{HAN}]{{2,10}}(?:日报|晚报|新闻网|融媒体中心|电视台)?(?:记者|通讯员)[ 　:：]++[^。！？；，,;]{{2,40}}"
    r"|(?:作者|来源|稿源|文章来源|信息来源|发布时间|发布日期|发布机构|发布单位|时间|日期|(?:浏览|阅读)次数|访问量|点击数?|字号)"
    r"[ 　]*+[:：].{1,100}"
    r"|[（(]来源[:：].{1,40}[）)]"
    rf"|[（(]{DAY}(?:[^。，,；;]{{0,50}}(?:会议|全会|大会)(?:上|通过)?)?[）)]"
    rf"|(?:[^。，,；;:：\d]{{2,24}}[ 　]++)?{STAMP}(?:[ 　].{{0,60}})?"
)
DATE_LINE = regex.compile(rf"(?:\d{{4}}|[〇○零{NUMERALS}]{{4}})年(?:\d{{1,2}}|[{NUMERALS}]{{1,3}})月(?:\d{{1,2}}|[{NUMERALS}]{{1,3}})日")
EDITORS = "责任编辑|责编|美编|校对|版式"
CREDIT = regex.compile(
    r"[（(【\[]?[ 　]*+(?:本版|本文|本组|本专版|以上)?(?:图片|照片|文图|图文|摄影|供图|文字|稿件|图)"
    r"(?:(?:均)?由|均为|[:：/／ 　])[^。；]{2,50}(?:提供|拍摄|摄|供图|摄影)?[。]?[）)】\]]?"
    r"|[（(【\[]?(?:本版|本文|本组)(?:图片|照片|文图|图文|文字|稿件)[^。；]{2,50}[）)】\]]?"
    r"|[（(][^（）()。；，]{2,24}(?:摄|供图|摄影|摄影报道|供稿)[）)]|(?:供稿|撰稿)[ 　]*+[:：].{1,40}"
    r"|[（(【\[]?(?:本版)?(?:责任编辑|责编|编辑|美编|校对|审核|[一二三初复终]审|值班主任|版式|编审)[ 　]*+[:：].{1,60}"
    rf"|(?:本版)?(?:{EDITORS})[ 　]++[{HAN}]{{2,4}}(?:[ 　]++(?:{EDITORS})[ 　]*+[{HAN}]{{2,4}}){{0,4}}"
)
CAPTION_MARK = regex.compile(
    r"[▲△▼▽◆◀▶►◄↑↓←→][ 　]*+(?=\S)|(?:图为|图①|图②|图③|图④|图[一二三四五][:：]|上图|下图|左图|右图|左上图|右下图)[ 　:：]*+(?=\S)"
)
CONTINUED = regex.compile(
    rf"[>》▶]{{0,3}}[（(【\[]?(?:紧|文)?(?:上接|下转|接|转)(?:第)?[ 　]?[0-9A-Z０-９{NUMERALS}]{{1,4}}[ 　]?版"
    r"[^。，；）)]{0,12}[）)】\]]?"
)
#: Parts of a newspaper, as they stand beside the number of a page; and the day of the week.
PARTS = "要闻|专版|专题|特刊|综合|时政|新闻|政协|理论|广告"
WEEKDAY = "星期[一二三四五六日天]"
FURNITURE = regex.compile(
    r"[-—–－·~\s]{0,6}\d{1,4}[-—–－·~\s]{0,6}|[-—*_=]{3,80}|页码[ ]*+:[ ]*+\d{1,4}|0\d{5}"
    rf"|第[ 　]?[\d{NUMERALS}]{{1,4}}[ 　]?[页版](?:[ 　]*+[/／]?[ 　]*+共[ 　]?\d{{1,4}}[ 　]?页)?"
    r"|(?:Page|page|P)[ .]?\d{1,4}(?:[ ]?(?:of|/)[ ]?\d{1,4})?|\d{1,4}[ 　]?[/／][ 　]?\d{1,4}"
    r"|共[ ]?\d{1,4}[ ]?页[ ,/]*+第[ ]?\d{1,4}[ ]?页"
    rf"|[A-Z]?\d{{1,2}}[ 　]?版?[ 　·]++(?:{PARTS})|(?:{PARTS})[ ]?(?:[A-Z]\d{{1,2}}|0\d)"
    rf"|(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日[ 　]*+{WEEKDAY}.{{0,30}}|{WEEKDAY}[ ]*+(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日"
    rf"|[{HAN}]{{2,8}}报[ ]++\d{{4}}年\d{{1,2}}月\d{{1,2}}日.{{0,20}}|农历[{HAN}]{{2,4}}年.{{2,10}}"
    r"|(?:总第[ ]?\d{1,6}期|第[ ]?\d{2,6}期[ ]++今日[ ]?\d{1,2}版)|今日[ ]?\d{1,2}版"
    r"|(?:国内统一(?:连续出版物|刊)号|邮发代号|(?:新闻|广告|投稿)(?:热线|邮箱)|本报地址|邮政编码|网址)[ :].{1,80}"
    r"|目[ 　]{0,4}录|[^。！？；]{1,50}(?:\.{4,}|…{2,}|·{4,})[ 　]*+\d{1,4}"
)
#: Between the halves of a paired heading: 强根铸魂 开创新局.
INNER_SPACE = regex.compile(rf"(?<=[{HAN}”’》]) ++(?=[{HAN}“‘《])")
#: The end of a subtitle or a report's name, after which nothing goes on.
WHOLE = regex.compile(r"(?:会议|大会|全会)上$|(?:综述|报告|答卷|纪实|总结|要点|回顾|安排|建议|任务|要求)(?:[（(][^（）()]{1,10}[）)])?$")
TABLE_GAP = regex.compile(r"\t[ \t]*+|[ ]{3,}+|　{2,}+| ?\| ?")


def width(text: str) -> float:
    """Width in full-width characters: 1 for a Chinese character, 0.5 for a Latin letter or a digit."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


def ends_sentence(text: str) -> bool:
    """Whether the line ends where a sentence may end: 。！？；… with closing quotation marks or brackets after them.

    A dot behind a Chinese character or % is a full stop, as some papers print it; behind a digit or a letter it is none.
    """
    if text[-1:] in "，、,":
        return False
    plain = text.rstrip(CLOSERS + " 　")
    return plain[-1:] in ENDINGS or FULL_STOP.search(plain) is not None


def is_phrase(text: str) -> bool:
    """Whether the line has no mark that divides sentences, as headings do: no comma, stop or colon at all."""
    return not any(character in "，。；：,;！？!?…" for character in text)


def numbered_level(text: str) -> int | None:
    """Level 1–4 of a numbered line (一、 （一） 1. （1）), None for a line without a number."""
    for level, pattern in NUMBERED:
        match = pattern.match(text)
        if match and match.end() < len(text):
            return level
    return None


def mark_of(text: str) -> Mark:
    """The mark of one stripped line."""
    if MARKDOWN.match(text):
        return "markdown"
    if CAPTION_MARK.match(text):
        return "caption"
    if DOTS.fullmatch(text):
        return "dots"
    if len(text) <= SHORT:
        plain = fold(text)
        if CREDIT.fullmatch(plain):
            return "credit"
        if BYLINE.fullmatch(plain) or is_paper_line(plain):
            return "byline"
        if CONTINUED.fullmatch(plain) or FURNITURE.fullmatch(plain) or is_page_line(plain):
            return "furniture"
    if is_table_row(text):
        return "table"
    if numbered_level(text) is not None:
        return "number"
    return "item" if ITEM.match(text) else "text"


def is_table_row(text: str) -> bool:
    """Whether a line has at least two wide gaps or bars, or one tab, between short cells."""
    cells = TABLE_GAP.split(text)
    return (len(cells) >= 3 or "\t" in text) and max(map(len, cells)) <= (60 if "\t" in text else 40)
