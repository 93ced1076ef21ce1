"""Names by their form: sessions, speeches, anniversaries, rules and mechanisms, rooms and platforms, campaigns, roles, goals.

Such names are made anew in every place, so that no table holds them; but sessions are counted, a rule ends with the word for what it
is, and what governs it (制定, 健全, 落实) stands before it.
"""

from collections.abc import Iterator

import regex

from analysis.words.collocations import EDGE, Tagged
from analysis.words.segment import Segmenter

LEAST, MOST, MOST_OF_RULES = 5, 14, 30  # characters of a name that is found by its last word

_N = "[一二三四五六七八九十百0-9]{1,3}"
_FOUNDED = (
    r"(?:庆祝|纪念)?(?:(?:中国人民政治协商会议|人民政协|中华人民共和国|新中国|中国共产党|(?:(?![是也和年])\p{Han}){2,6}(?:省|市|县|自治[区州县旗]|政协))"
    r"(?:成立|诞生)|建党|建军|建国|建[市县区州旗])[0-9]{1,3}周年"
)
_SPOKEN = (
    r"(?:(?<=在)[\p{Han}0-9]{4,30}上的|(?:视察|考察|关于)\p{Han}{2,16}?的?|系列)?重要(?:讲话|论述|指示|批示|回信|贺信)"
    r"(?:、?+(?:重要)?+(?:讲话|论述|指示|批示)){0,3}+(?:精神)?"
)
#: Names of which every character is told by their form: (kind, form, least characters).
_FORMS = (
    ("meeting", regex.compile(rf"第?{_N}届(?:委员会)?(?:常务委员会|常委会)?第?{_N}次(?:全体|常委会?|主席|党组)?(?:会议|全会)"), 5),
    ("meeting", regex.compile(rf"(?:(?<!全)[国省市县区旗州])?第{_N}次(?:党代会|党员代表大会|代表大会)"), 6),
    ("title", regex.compile(r"(?:常务委员会|常委会|提案)工作(?:情况)?的?报告"), 6),
    ("policy", regex.compile(_SPOKEN), 8),
    ("rule", regex.compile(r"(?:年终|年末|年度|定期)?向\p{Han}{2,10}?述职"), 6),
    ("number", regex.compile(_FOUNDED), 6),
    (
        "slogan",
        regex.compile(r"(?:首要|重大|根本|最高|共同|坚强|正确)(?:政治|思想|思想政治|理论)(?:任务|原则|规矩|立场|基础|责任|优势|使命|保证)"),
        6,
    ),
    ("slogan", regex.compile(r"(?:开局|收官|关键|换届|起步|奠基|开创)之年"), 4),
    ("slogan", regex.compile(r"中国式现代化的?\p{Han}{2,8}?(?:篇章|实践|样板|画卷|答卷)"), 8),
    ("role", regex.compile(r"统战(?:委员|部长)|(?:组织|宣传)部长|纪检委员|驻[村企镇校](?:干部|工作队)"), 4),
)
#: Names that begin with the words before the form: (kind, form).
_LED = (
    ("activity", regex.compile(r"(?<!大\p{Han}{2})大(?:调研|走访|摸排|排查|讨论|学习|培训|宣讲|整治|接访)(?:活动|行动)?+(?!大)")),
    ("role", regex.compile(r"(?<=(?<!各|社会各)界)别?委员(?!会)")),
)
_RULES = "条例 规则 工作规则 通则 工作通则 细则 章程 办法 守则 责任制 实施意见 实施方案 行动方案 制度 机制 工作制度 工作机制 工作法"
_ROOMS = (
    "工作室 会客室 会客厅 客厅 议事厅 议事室 协商室 联系点 读书点 读书角 服务站 工作站 驿站 网络 平台 专区 中心 小组 专班 组委会 书屋 书院"
)
_CAMPAIGNS = "行动 工程 攻坚战 示范县 示范市 示范区 先进集体 研讨会 论坛"
#: Last words of names, and the kind of what they name.
ENDINGS = {
    **dict.fromkeys(_RULES.split(), "rule"),
    **dict.fromkeys(_ROOMS.split(), "organ"),
    **dict.fromkeys(_CAMPAIGNS.split(), "activity"),
}
_FIRM = (
    "制定 修订 出台 印发 建立 健全 建立健全 完善 优化 执行 推行 实行 实施 实现 构建 打造 创建 搭建 搭好 成立 设 设立 组建 建成 "
    "新建 建好 用好 做好 做实 抓好 压实 开展 形成 明确 坚持 探索 通过 借助 依托 启动 打响 聚焦 走进 召开 举办 加强 入选 完成 "
    "作为 成为 得到 做到 采取 是 有 想 出 为 把 将 在 从 让 使 由 以 等 就 到 即"
)
#: Verbs and particles that stand before a name, never in it; and those that stand before it or in it.
FIRM = frozenset(_FIRM.split())
_SOFT = "落实 推进 推动 创新 规范 组织 研究 强化 深化 拓展 发挥 贯彻 参加 深入 严格 扎实 认真 升级 支持"
SOFT = frozenset(_SOFT.split())
#: What a room, a platform or a group of the 政协 is for.
_OWN = "委员 委员会 协商 议事 议政 界别 履职 提案 读书 书香 党建 党员 社情民意 文史 民主监督 监督 商量 恳谈 调研 民情 民意"
OWN = frozenset(_OWN.split())
_INSIDE = frozenset("和 与 及 、 向 对 的 中 下 后".split())


def named(text: str, tagged: Tagged, segmenter: Segmenter) -> Iterator[tuple[str, str]]:
    """(name, kind) of the names in one sentence."""
    for kind, form, least in _FORMS:
        for match in form.finditer(text):
            if len(match[0]) >= least:
                yield match[0], kind
    ends = {word.end: index for index, (word, _) in enumerate(tagged)}
    for kind, form in _LED:
        for match in form.finditer(text):
            if (start := _lead(tagged, ends, match.start())) < match.start():
                yield text[start : match.end()], kind
    yield from _ended(text, tagged, segmenter)
    yield from _goals(text, tagged, ends, segmenter)


def _lead(tagged: Tagged, ends: dict[int, int], end: int) -> int:
    """Where the one or two words begin that lead to `end`."""
    start, left = end, 2
    while left and (index := ends.get(start)) is not None:
        word = tagged[index][0]
        if word.text == "界":
            start = word.start
            continue
        left -= 1
        if len(word.text) < 2 or word.text in FIRM or word.text in SOFT or end - word.start > 8:
            break
        start = word.start
    return start


def _ended(text: str, tagged: Tagged, segmenter: Segmenter) -> Iterator[tuple[str, str]]:
    """Names that are found by their last word."""
    start = 0
    for index, (word, _) in enumerate(tagged):
        if index and text[tagged[index - 1][0].end : word.start] not in ("", "、"):
            start = index
        kind = ENDINGS.get(word.text, "")
        if kind and _closes(tagged, index):
            if name := _name(text, tagged[start : index + 1], kind, segmenter):
                yield name, kind
            start = index + 1


def _closes(tagged: Tagged, index: int) -> bool:
    """Whether a name can end here: no noun is joined to it (机制优势, 平台作用)."""
    word = tagged[index][0]
    if index + 1 == len(tagged) or tagged[index + 1][0].start != word.end:
        return True
    return not tagged[index + 1][1].startswith(("n", "vn", "j"))


def _name(text: str, words: Tagged, kind: str, segmenter: Segmenter) -> str:
    """The longest stretch before the last word that its governing verb lets stand; empty when it says nothing of its own."""
    last = words[-1][0]
    first = 0
    for index, (word, tag) in enumerate(words[:-1]):
        apart = kind != "rule" and words[index + 1][0].start != word.end
        bound = word.text in FIRM or (word.text in SOFT and last.end - word.end >= LEAST)
        if apart or bound or not _belongs(words, index, tag, kind):
            first = index + 1
    while first < len(words) - 1 and (words[first][0].text in _INSIDE or words[first][0].text in segmenter.dictionary.place_names):
        first += 1
    name = text[words[first][0].start : last.end]
    most = MOST_OF_RULES if kind == "rule" else MOST
    return name if LEAST <= len(name) <= most and _tells(name, words[first:-1], kind, segmenter) else ""


def _belongs(words: Tagged, index: int, tag: str, kind: str) -> bool:
    """Whether a word may stand inside a name: no numeral, adverb, particle; in rules also 的 before the last word, 和 between members."""
    text = words[index][0].text
    if text not in _INSIDE:
        return (tag[0] not in "rmqpudc" or (kind == "rule" and text[0] == "每")) and (kind == "rule" or tag not in ("a", "ad", "t"))
    if text == "的":
        return kind == "rule" and index >= len(words) - 3 and words[-1][0].text.endswith(("制度", "机制"))
    return kind == "rule" and index > 0 and words[index - 1][0].text not in ENDINGS


def _tells(name: str, words: Tagged, kind: str, segmenter: Segmenter) -> bool:
    """Whether what stands before the last word says what is meant: not stock words only, no list of organs, no slogan of its own."""
    dictionary = segmenter.dictionary
    own = [word.text for word, _ in words]
    kinds = {each: dictionary.kinds.get(each, "") for each in own}
    if "slogan" in kinds.values():  # 同题共答、成果共享的工作机制: the slogan is the name
        return False
    if kind == "organ" and not name.endswith(("专班", "组委会")) and not OWN.intersection(own):
        return False
    listed = "、" in name or not {"和", "与"}.isdisjoint(own)
    plain = (dictionary.stock, EDGE, _INSIDE, SOFT)
    return any(not any(each in words for words in plain) and not (listed and kinds[each] in ("organ", "role")) for each in own)


def _goals(text: str, tagged: Tagged, ends: dict[int, int], segmenter: Segmenter) -> Iterator[tuple[str, str]]:
    """What a place wants to become: 富裕美丽新某县."""
    places = segmenter.dictionary.place_names
    for index, (word, _) in enumerate(tagged):
        name = word.text[1:] if word.text[0] == "新" and len(word.text) > 1 else ""
        if word.text == "新" and index + 1 < len(tagged) and tagged[index + 1][0].start == word.end:
            name = tagged[index + 1][0].text
        if name in places and (start := _lead(tagged, ends, word.start)) < word.start:
            yield text[start : word.start + 1 + len(name)], "slogan"
