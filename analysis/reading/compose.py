"""Characters written in pieces become one, before any offset is counted: the text of a reading is in Unicode's composed form (NFC).

Programs of one maker write é as e and an accent, and PDF files use the compatibility ideographs for ordinary ones: a search or a
dictionary finds neither. Long heaps of marks, which no language writes, stay as they are; putting them in order would take time
that grows with the square of their number. Full-width, half-width and other forms differ in more than their writing and are left to `fold`.
"""

import unicodedata

import regex

#: Most marks on one letter that are put together; the repair leaves longer heaps out.
MARKS = 8
#: A letter with its marks, the parts of a Korean syllable, and characters that only stand for another one.
ONE = r"\u2000\u2001\u2126\u212a\u212b\u2329\u232a\u037e\u0387\uf900-\ufad9\U0002f800-\U0002fa1d"
PIECES = regex.compile(rf"\P{{M}}\p{{M}}{{1,{MARKS}}}+(?!\p{{M}})|[\u1100-\u1112\uac00-\ud7a3][\u1161-\u1175\u11a7-\u11c2]++|[{ONE}]")
#: What one of these has: most texts have none.
SIGN = regex.compile(rf"[\p{{M}}\u1161-\u1175\u11a7-\u11c2{ONE}]")


def composed(text: str) -> tuple[str, int]:
    """The text in composed form, and how many places were put together. Linear in the text."""
    if text.isascii() or SIGN.search(text) is None:
        return text, 0
    count = 0

    def whole(match: "regex.Match[str]") -> str:
        nonlocal count
        made = unicodedata.normalize("NFC", match.group())
        count += made != match.group()
        return made

    return PIECES.sub(whole, text), count
