"""Names, titles and other words from outside, where Streamlit would read Markdown: every sign that means something is escaped."""

_SIGNS = str.maketrans({sign: "\\" + sign for sign in "\\`*_{}[]()#+!|<>~$^="} | {"\n": " ", "\r": " ", ":": "\\:"})


def plain(text: str) -> str:
    """`text` as Markdown that shows exactly `text`."""
    return text.translate(_SIGNS)
