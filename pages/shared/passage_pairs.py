"""Passages of two reports beside each other, what changed marked. Report text goes in as data and is set as text."""

from typing import Any

import streamlit as st

from pages.shared.listening import heard

CSS = """
.pairs{font-family:var(--st-font);color:#101317;font-variant-numeric:tabular-nums;container-type:inline-size}
.pair{padding:14px 0;border-top:1px solid #D8D4CA}
h4{margin:0 0 6px;font-size:14px;font-weight:400;color:#5C6168}
.both{display:grid;gap:14px}
.one{border-left:3px solid var(--c);padding-left:14px}
p{margin:0;font-size:16px;line-height:1.8;overflow-wrap:anywhere}
ins,del{background:#FFE9A8;text-decoration:none;font-weight:700;padding:0 1px}
del{text-decoration:line-through;text-decoration-color:#8C8A83}
button{font:inherit;font-size:14px;color:#5C6168;background:none;border:0;padding:0;cursor:pointer}
button:hover,button:focus-visible{color:#A63A24;text-decoration:underline;outline:none}
@container (min-width:700px){.both{grid-template-columns:1fr 1fr;gap:32px}}
@media print{ins,del{background:none;border-bottom:2px solid #101317} .pair{break-inside:avoid}}
"""

SCRIPT = """
export default function({data, parentElement, setTriggerValue}) {
  const root = parentElement.querySelector('.pairs');
  root.replaceChildren();
  const element = (tag, name, text) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  for (const pair of data.pairs) {
    const made = element('div', 'pair'), both = element('div', 'both');
    made.append(element('h4', '', pair.title));
    for (const side of pair.sides) {
      const one = element('div', 'one'), text = element('p');
      one.style.setProperty('--c', side.color);
      for (const [words, changed] of side.pieces)
        text.append(changed ? element(side.before ? 'del' : 'ins', '', words) : document.createTextNode(words));
      const source = element('button', '', side.source + '，看原文');
      source.type = 'button';
      source.onclick = () => setTriggerValue('open', [side.report, String(side.start)]);
      one.append(text, source);
      both.append(one);
    }
    made.append(both);
    root.append(made);
  }
}
"""


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    return st.components.v2.component("passage_pairs", html='<div class="pairs"></div>', css=CSS, js=SCRIPT)


def passage_pairs(pairs: list[dict[str, Any]], *, key: str) -> list[str] | None:
    """Draw the pairs; returns [report id, offset] when a source was pressed.

    A pair: title, and sides of report, start, source, color, before (whether it is the earlier side), pieces of (text, changed).
    """
    pressed = _component()(data={"pairs": pairs}, key=key, on_open_change=heard).open
    return [str(part) for part in pressed] if pressed else None
