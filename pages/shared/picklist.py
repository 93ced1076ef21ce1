"""A list of words or expressions that can be pressed: each opens what the page has to say of it. Text goes in as data."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from pages.shared.listening import heard

CSS = """
.list{font-family:var(--st-font);color:#101317;font-variant-numeric:tabular-nums;display:grid}
button{font:inherit;font-size:16px;line-height:1.5;color:inherit;text-align:left;background:none;border:0;border-bottom:1px solid #E8E5DD;
 padding:6px 4px;cursor:pointer;display:grid;grid-template-columns:minmax(0,1fr) max-content;column-gap:10px;overflow-wrap:anywhere}
button:hover,button:focus-visible{background:#FAF9F5;outline:none}
button:focus-visible{box-shadow:inset 0 0 0 2px #A63A24}
button[aria-pressed=true]{background:#F6F4EE;font-weight:700}
.detail{color:#5C6168;font-weight:400;font-size:14px;line-height:24px;white-space:nowrap}
.note{grid-column:1/-1;color:#5C6168;font-weight:400;font-size:14px}
.mark{font-size:12px;color:#4A4F56;border:1px solid #A9A69D;border-radius:2px;padding:0 4px;margin-left:6px;white-space:nowrap}
@media print{button{break-inside:avoid}}
"""

SCRIPT = """
export default function({data, parentElement, setTriggerValue}) {
  const root = parentElement.querySelector('.list');
  root.replaceChildren();
  for (const item of data.items) {
    const row = document.createElement('button'), name = document.createElement('span'), detail = document.createElement('span');
    row.type = 'button';
    row.setAttribute('aria-pressed', item.id === data.chosen ? 'true' : 'false');
    name.textContent = item.label;
    if (item.mark) {
      const mark = document.createElement('span');
      mark.className = 'mark'; mark.textContent = item.mark; name.append(mark);
    }
    detail.className = 'detail'; detail.textContent = item.detail;
    row.append(name, detail);
    if (item.note) {
      const note = document.createElement('span');
      note.className = 'note'; note.textContent = item.note; row.append(note);
    }
    row.onclick = () => setTriggerValue('pressed', item.id);
    root.append(row);
  }
}
"""


@dataclass(frozen=True, slots=True)
class Item:
    """One row: what it is called, a number at the right, a mark in a box, and a line under it."""

    id: str
    label: str
    detail: str = ""
    mark: str = ""
    note: str = ""


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    return st.components.v2.component("picklist", html='<div class="list"></div>', css=CSS, js=SCRIPT)


def picklist(items: Sequence[Item], opened: Callable[[str], None], *, key: str) -> None:
    """Draw the list; `opened` draws what a pressed row has to show, right under it. A second press closes it.

    `key` must change with the choice of reports, or an old row stays open under a new list.
    """
    chosen = str(st.session_state.get(f"pressed-{key}", ""))
    number = next((number for number, item in enumerate(items, 1) if item.id == chosen), 0)
    if not number:
        _part(items, "", key=f"{key}-all", store=f"pressed-{key}")
        return
    _part(items[:number], chosen, key=f"{key}-head-{number}", store=f"pressed-{key}")
    opened(chosen)
    if number < len(items):
        _part(items[number:], chosen, key=f"{key}-rest-{number}", store=f"pressed-{key}")


def _part(items: Sequence[Item], chosen: str, *, key: str, store: str) -> None:
    data = {"items": [asdict(item) for item in items], "chosen": chosen}
    pressed = _component()(data=data, key=key, on_pressed_change=heard).pressed
    if pressed:
        st.session_state[store] = "" if pressed == chosen else str(pressed)
        st.rerun()
