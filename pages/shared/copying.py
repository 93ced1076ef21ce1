"""A button that puts the link of the present view, or a text, on the clipboard; in a plain-HTTP network too."""

from typing import Any

import streamlit as st

CSS = """
button{font:inherit;font-family:var(--st-font);font-size:14px;line-height:1.6;color:#101317;background:#FFF;border:1px solid #D8D4CA;
 border-radius:4px;padding:4px 12px;cursor:pointer;min-height:40px}
button:hover,button:focus-visible{border-color:#A63A24;color:#A63A24;outline:none}
@media print{button{display:none}}
"""

SCRIPT = """
export default function({data, parentElement}) {
  const button = parentElement.querySelector('button');
  button.textContent = data.label;
  button.onclick = async () => {
    const text = data.link ? location.origin + location.pathname + (data.text ? '?' + data.text : '') : data.text;
    let done = false;
    try { await navigator.clipboard.writeText(text); done = true; } catch (error) {
      const area = document.createElement('textarea');
      area.value = text; area.style.position = 'fixed'; area.style.opacity = '0';
      document.body.append(area); area.select();
      done = document.execCommand('copy'); area.remove();
    }
    button.textContent = done ? '已复制' : '没能复制，请手工复制地址栏';
    setTimeout(() => { button.textContent = data.label; }, 2000);
  };
}
"""


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    return st.components.v2.component("copy_button", html='<button type="button"></button>', css=CSS, js=SCRIPT)


def copy_link(label: str, query: str, *, key: str) -> None:
    """A button that copies the address of this page with `query`."""
    _component()(data={"label": label, "text": query, "link": True}, key=key, width="content")


def copy_text(label: str, text: str, *, key: str) -> None:
    """A button that copies `text`."""
    _component()(data={"label": label, "text": text, "link": False}, key=key, width="content")
