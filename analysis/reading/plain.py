"""Plain text and its encodings: byte order marks, UTF-8, GB18030, UTF-16, Big5."""

import codecs
from dataclasses import dataclass

import charset_normalizer
import regex

from analysis.fold import fold
from analysis.report import ReadingError

#: What nearly every second character of a Chinese report is; text decoded by the wrong table has hardly any of them.
COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三"
    "之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样"
    "与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文"
    "总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规"
    "协商委员提案县市区视察调研社情民意履职监督界别联系群众服务议组织党组办复专题座谈书香，。、；：！？“”《》（）0123456789 \n"
)
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NAMES = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "utf-32": "UTF-32",
    "big5hkscs": "Big5",
    "cp1252": "Windows-1252",
}
#: Characters that text does not have: control codes, private use, noncharacters, halves of surrogates.
ODD = regex.compile(r"[\x00-\x08\x0e-\x1b\x7f\ufffd\ufffe\uffff\p{Co}\p{Cs}\p{Cn}]")
#: What a page says beside its tags: characters that are not ASCII, and those that are given by their number, as pages do that do not
#: trust encodings.
SAID = regex.compile(r"[^\x00-\x7f]{1,200}+|&#(?:x([0-9a-f]{2,6}+)|(\d{3,7}+))", regex.IGNORECASE)
UNCLEAR = "文件的文字编码无法判断，请用记事本或文字处理软件另存为 UTF-8 后重试。"
#: How many characters of a text may be lost to single broken bytes before it is refused.
BROKEN_SHARE, BROKEN_FEW = 0.002, 3
#: Least likeness of a text that is Chinese; what was decoded by the wrong table stays far below.
READS = 0.2
#: How many characters of a text are looked at to judge it.
LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """`broken`: characters that could not be decoded and stand as � in the text."""

    text: str
    encoding: str
    broken: int = 0


def decode(data: bytes, *, markup: bool = False) -> Decoded:
    """The text of `data`: by its mark, else strict UTF-8, else what reads most like Chinese of GB18030, UTF-16 and Big5.

    `markup`: the bytes are a page whose tags are Latin letters, so that only the other characters are judged.

    Raises ReadingError E112 when nothing reads like text, E103 when the bytes are no text at all.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _checked(_lenient(data, encoding))
    if not (markup and b"\x00" in data[:200]):  # Latin letters in UTF-16 are UTF-8 with a null before each
        try:
            return _checked(Decoded(data.decode("utf-8"), "utf-8"))
        except UnicodeDecodeError:
            pass
    names = ["gb18030", "utf-8", "big5hkscs", *(("cp1252",) if markup else ())]
    if len(data) % 2 == 0:
        names += ["utf-16-le", "utf-16-be"]
    tried = [found for name in names if (found := _lenient(data, name)).broken <= max(BROKEN_FEW, BROKEN_SHARE * len(found.text))]
    best = max(tried, key=lambda found: (likeness(found.text, markup=markup), -found.broken), default=None)
    if best is None or likeness(best.text, markup=markup) < READS:
        guess = charset_normalizer.from_bytes(data[:200_000]).best()
        if guess is None or likeness(str(guess), markup=markup) < READS:
            raise ReadingError(
                "文件不是文字内容，请选择报告的文本、Word、PDF 或网页文件。" if _binary(data) else UNCLEAR,
                "E103" if _binary(data) else "E112",
            )
        best = _lenient(data, guess.encoding)
    return _checked(best)


def encoding_name(encoding: str) -> str:
    """The name of an encoding as people know it."""
    return NAMES.get(encoding, encoding.upper())


def _lenient(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace").lstrip("\ufeff")
    return Decoded(text, encoding, text.count("\ufffd"))


def _checked(found: Decoded) -> Decoded:
    """`found`, unless it is not text: too many odd characters, or too many that were lost."""
    text = found.text.lstrip("\ufeff")
    odd = len(ODD.findall(text[:200_000]))
    share = odd / max(1, min(len(text), 200_000))
    if "\x00" in text[:200_000] and share > 0.02:
        raise ReadingError("文件不是文字内容，请选择报告的文本、Word、PDF 或网页文件。", "E103")
    if share > 0.02 or found.broken > max(BROKEN_FEW, BROKEN_SHARE * len(text)):
        raise ReadingError(UNCLEAR, "E112")
    return Decoded(text, found.encoding, found.broken)


def likeness(text: str, *, markup: bool = False) -> float:
    """Share (0–1) of common characters in the first 20,000 that are not white space, traditional ones taken as simplified.

    With `markup` the letters of tags, which are ASCII, do not count, and characters given by their number do.
    """
    sample = "".join(fold(_said(text) if markup else text[:LOOKED_AT]).split())
    return sum(character in COMMON for character in sample) / len(sample) if sample else 0.0


def _said(page: str) -> str:
    """The beginning of what a page says beside its tags."""
    found: list[str] = []
    length = 0
    for match in SAID.finditer(page):
        code = int(match[1], 16) if match[1] else int(match[2] or 0)
        text = match.group() if not code else chr(code) if 0x80 <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else ""
        found.append(text)
        length += len(text)
        if length >= LOOKED_AT:
            break
    return "".join(found)[:LOOKED_AT]


def _binary(data: bytes) -> bool:
    head = data[:4096]
    return b"\x00" in head or sum(byte < 9 or 13 < byte < 32 for byte in head) > 0.05 * len(head)
