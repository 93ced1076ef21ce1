"""What stands around a report and is none of it: the buttons and links of a web page, the red head and the foot of an official paper.

Lines only; a line counts when nothing else is in it. `tail_of` finds where the footer of a copied page begins.
"""

from collections.abc import Sequence

import regex

#: Words that stand on buttons and in menus; a line of two of them, or of one that nothing but a page says, is no text.
BUTTONS = (
    "设为首页|加入收藏|收藏本站|无障碍(?:阅读|浏览)?|适老版|长者模式|返回(?:顶部|首页|列表)?|关闭(?:窗口|本页|页面)?|打印(?:本页|本文|页面)?|"
    "分享到?|微信|朋友圈|新浪微博|腾讯微博|微博|QQ(?:空间|好友)?|手机版|繁体(?:版|中文)?|简体(?:版|中文)?|网站(?:地图|首页)|联系我们|关于我们|"
    "登录|注册|搜索|首页|收藏|字体|字号|大|中|小|A[+-]"
)
SURE = r"设为首页|加入收藏|收藏本站|无障碍(?:阅读|浏览)|返回(?:顶部|列表)|关闭(?:窗口|本页|页面)|打印(?:本页|本文|页面)|网站地图"
BETWEEN = r"[ \t　|/\[\]【】()·:：,、>-]"
PAGE = regex.compile(
    rf"{BETWEEN}*+(?:{SURE}){BETWEEN}*+"
    rf"|{BETWEEN}*+(?:(?:{BUTTONS}){BETWEEN}++){{1,12}}(?:{BUTTONS}){BETWEEN}*+"
    r"|(?:[您你](?:现在|当前|所在)?的?|当前|现在|所在)位置[ 　]*+(?:是|在)?[:：].{0,80}|(?:网站)?首页[ 　]*+(?:>{1,2}|»|›|→|/|\|).{1,80}"
    r"|点击[上下]方.{0,20}(?:关注|订阅|阅读).{0,12}"
    r"|(?:长按|扫码|扫一扫|识别).{0,16}(?:关注|二维码|打开|分享).{0,12}|[ —*-]{0,8}END[ —*-]{0,8}"
)
#: What a page sets below its article; nothing of the article comes after it.
FOOTER = regex.compile(
    r"[上下]一(?:篇|条)[ 　]*+[:：].{0,80}"
    r"|(?:相关|友情|常用|快速)(?:链接|阅读|文章|新闻|附件|信息|专题|导航)[ 　]*+[:：]?"
    r"|(?:往期|精彩|热门|为您)(?:推荐|回顾|精彩)|(?:推荐|延伸)阅读[:：]?|猜你喜欢"
    r"|.{0,40}版权所有.{0,80}|.{0,60}(?:ICP[备证]|公网安备).{0,60}|(?:喜欢|觉得).{0,12}(?:在看|点赞|转发).{0,8}|阅读原文"
)
#: The head and the foot of an official paper: its name in red, its number, who signed it, to whom it goes, when it was printed; and
#: what papers of a meeting say of themselves.
NUMERAL = "[一二三四五六七八九十\\d]"
PAPER = regex.compile(
    r"(?:中国人民政治协商会议|政协|中共)[^,，。:：]{2,30}文[ 　]{0,4}件"
    r"|[\u4e00-\u9fff]{1,14}[〔\[(]\d{4}[〕\])][ 　]?第?\d{1,4}号(?:[ \t　]++签发人[:：].{1,20})?|签发人[:：].{1,20}"
    r"|(?:抄送|抄报|主送|分送)[ 　]*+[:：].{2,110}|[^,，。:：\d]{4,30}(?:办公室|委员会|秘书处)[ \t　]++\d{4}年\d{1,2}月\d{1,2}日(?:印发)?"
    r"|(?:[^,，。:：\d]{4,30}[ \t　]++)?\d{4}年\d{1,2}月\d{1,2}日印发?(?<=印发|印)|主题词[:：].{2,60}"
    r"|[(（]此件[^,，。()（）]{2,24}[)）]|[(（]?共印[ 　]*+[:：]?[ 　]*+\d{1,5}[ 　]?份[)）]?|份号[:：]?[ 　]*+\d{3,8}"
    rf"|[^,，。:：]{{0,30}}(?:会议|大会|全会)(?:文件|材料)(?:之{NUMERAL}{{1,3}}|[(（]{NUMERAL}{{1,3}}[)）])"
    r"|内部(?:资料|材料|文件)(?:[ ,，　]*+(?:注意保存|请勿外传|妥善保管))?|[(（](?:送审|征求意见|讨论|审议|修改|初|定)稿[)）]"
)
STAR = regex.compile(r"[★☆]{1,3}|(?:绝密|机密|秘密)(?:[★☆].{0,8})?|(?:特急|加急|平急)")
#: Longest line of a footer.
SHORT = 120
#: A line this long that ends a sentence is text; the footer of a page has none.
TEXT = 30


def is_page_line(plain: str) -> bool:
    """Whether a folded line belongs to a web page and not to the text on it, or is a mark on an official paper."""
    return bool(PAGE.fullmatch(plain) or FOOTER.fullmatch(plain) or STAR.fullmatch(plain))


def is_paper_line(plain: str) -> bool:
    """Whether a folded line is of the head or foot of an official paper."""
    return PAPER.fullmatch(plain) is not None


def tail_of(texts: Sequence[str]) -> int:
    """Index of the first of the folded texts, block by block, that is of the footer of a page; their number when there is none.

    Below the first line of a footer stand names of links and sites, but no sentence of some length.
    """
    tail = len(texts)
    for index in range(len(texts) - 1, -1, -1):
        text = texts[index]
        if len(text) <= SHORT and FOOTER.fullmatch(text):
            tail = index
        elif len(text) >= TEXT and text[-1] in "。!?！？":
            break
    return tail
