"""Names, titles and other words from outside, where Streamlit would read Markdown: every sign that means something is escaped.

Some signs are read only after Markdown has taken its escapes away: icons (`:material/…:`), addresses that become links, arrows. A sign
that shows nothing stands between their letters; text without them is passed on letter by letter.
"""

#: Shows nothing and lets no line break in: WORD JOINER.
JOINER = "\u2060"
#: What Streamlit finds in text that Markdown has already read, as the two parts between which the joiner goes.
READ_LATER = (
    (":", "material/"), (":", "streamlit:"), ("p", "://"), ("s", "://"), ("P", "://"), ("S", "://"), ("ww", "."), ("WW", "."), ("@", ""),
    ("-", "-"), ("-", "-"), ("-", ">"), ("<", "-"), (">", "="), ("<", "="), ("~", "="),
)  # fmt: skip
_SIGNS = str.maketrans({sign: "\\" + sign for sign in "\\`*_{}[]()#+-.!|<>~$^=&:"} | {"\n": " ", "\r": " "})


def plain(text: str) -> str:
    """`text` as Markdown that shows exactly `text`, on one line."""
    for left, right in READ_LATER:
        text = text.replace(left + right, left + JOINER + right)  # twice for ---, of which one pass sees every other pair
    body = text.lstrip(" \t")
    return "\u00a0" * (len(text) - len(body)) + body.translate(_SIGNS)  # four spaces would begin a block of code
