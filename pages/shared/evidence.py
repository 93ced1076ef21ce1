"""Quotation with its number marked. Report text goes to the browser as data and is set as text there: never HTML, never Markdown."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import streamlit as st

CSS = """
.ev{font-family:var(--st-font);color:#101317;display:grid;gap:14px;font-variant-numeric:tabular-nums}
h4{margin:0;font-size:15px;line-height:1.5}
figure{margin:0;padding-left:14px;border-left:3px solid var(--c)}
blockquote{margin:0;font-size:16px;line-height:1.8;overflow-wrap:anywhere}
blockquote.none{color:#72767C}
mark{background:#FFE9A8;color:inherit;font-weight:700;padding:0 2px}
figcaption{font-size:14px;color:#5C6168}
@media print{mark{background:none;border-bottom:2px solid #101317}}
"""

SCRIPT = """
export default function({data, parentElement}) {
  const root = parentElement.querySelector('.ev');
  root.replaceChildren();
  const element = (tag, text) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  if (data.title) root.append(element('h4', data.title));
  for (const quote of data.quotes) {
    const figure = element('figure'), block = element('blockquote');
    figure.style.setProperty('--c', quote.color);
    if (!quote.number) block.className = 'none';
    block.append(quote.before);
    if (quote.number) block.append(element('mark', quote.number));
    block.append(quote.after);
    figure.append(block, element('figcaption', quote.source));
    root.append(figure);
  }
}
"""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence cut round its number (empty when nothing was found), the deep colour of its place, and where it stands."""

    before: str
    number: str
    after: str
    source: str
    color: str


@st.cache_resource
def _component() -> object:
    return st.components.v2.component("evidence", html='<div class="ev"></div>', css=CSS, js=SCRIPT)


def quotes(title: str, found: Sequence[Quote], *, key: str) -> None:
    """Draw quotations under what was clicked. `key` must change with the choice, or an old sentence stays open."""
    _component()(data={"title": title, "quotes": [asdict(quote) for quote in found]}, key=key)  # type: ignore[operator]
