"""What 总览 shows of the library: the grid of places and years, and the reports that came last, as tables of the browser.

They stand there with the first words of the page; a chart or a table of Streamlit would first have to fetch the program that draws it.
Names go in as data and are set as text: never HTML, never Markdown.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from analysis.charts.grid import Grid
from analysis.charts.look import ACCENT, FONT, INK, MUTED, PAPER
from pages.shared.listening import heard

CSS = f"""
figure{{margin:0;font-family:{FONT};color:{INK};font-variant-numeric:tabular-nums}}
.grid{{border-top:1px solid {INK};padding-top:10px}}
b{{display:block;font-size:17px;line-height:24px}}
.under{{color:{MUTED};font-size:14px;line-height:21px}} .foot{{color:{MUTED};font-size:12px;line-height:16px;padding-top:8px}}
table{{border-collapse:collapse;width:100%;font-size:15px}}
th{{font-weight:400;text-align:left}}
.grid table{{table-layout:fixed;margin-top:4px}}
.grid thead th{{color:{MUTED};font-size:13px;text-align:center;padding:4px 0}} .grid thead td{{width:92px;height:auto;padding:0}}
.grid tbody th{{font-size:14px;line-height:18px;padding:0 8px 0 0;overflow-wrap:anywhere}}
.grid td{{padding:7px min(4px,.5%);height:38px;text-align:center}}
.grid td>*{{box-sizing:border-box;width:100%;height:100%;min-height:var(--high,38px);border:1.5px solid var(--line);background:var(--fill);
 color:var(--letters);font:inherit;font-weight:700;padding:0;display:block;border-radius:0;-webkit-print-color-adjust:exact;print-color-adjust:exact;
 overflow:hidden;white-space:nowrap}}
.grid button,.rows button{{cursor:pointer}}
button:focus-visible{{outline:2px solid {ACCENT};outline-offset:2px}} .grid button:hover{{outline:1.5px solid {ACCENT};outline-offset:1px}}
.low thead td{{width:118px}} .low tbody th{{font-size:13px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}}
.low td{{padding:2px min(4px,.5%);height:22px;font-size:13px}} .low td>*{{--high:22px}}
.low .head{{font-weight:700;border-top:1px solid #D8D4CA;padding:6px 0 2px;font-size:13px}}
.rows th,.rows td{{padding:6px 10px;border:1px solid #E4E1D8;line-height:22px}} 
.rows thead th{{background:{PAPER};color:#4A4F56;font-size:14px}}
.rows table{{font-size:14px}} .rows td.number{{text-align:right}} .rows thead th.number{{text-align:right;white-space:nowrap}}
.rows button{{font:inherit;color:inherit;background:none;border:0;padding:0;text-align:left;overflow-wrap:anywhere}}
.rows tbody tr:hover{{background:#FAF9F5;cursor:pointer}} .rows tr:hover button{{color:{ACCENT};text-decoration:underline}}
@media (max-width:640px){{.grid thead td{{width:66px}} .grid td>*{{font-size:13px}}
 .low thead td{{width:84px}} .rows th,.rows td{{padding:6px 5px}}}}
@media print{{tr{{break-inside:avoid}}}}
"""

SCRIPT = """
const element = (tag, name, text) => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
};
const headed = (text, scope, name) => Object.assign(element('th', name, text), {scope});

function grid(data, open) {
  const root = element('figure', data.low ? 'grid low' : 'grid'), words = element('figcaption');
  words.append(element('b', '', data.title), element('div', 'under', data.under));
  const table = element('table'), head = table.createTHead().insertRow(), body = table.createTBody();
  table.setAttribute('aria-label', data.title);
  head.append(element('td'), ...data.years.map(year => headed(String(year), 'col')));
  for (const row of data.rows) {
    if (row.head) {
      const region = headed(row.head, 'colgroup', 'head');
      region.colSpan = data.years.length + 1;
      body.insertRow().append(region);
    }
    row.lanes.forEach((lane, number) => {
      const line = body.insertRow();
      if (!number) {
        const place = headed(row.place, 'row');
        place.rowSpan = row.lanes.length;
        place.title = row.place;
        line.append(place);
      }
      for (const cell of lane) {
        const held = cell.kind === 'held', inside = element(held ? 'button' : 'div', '', cell.words), place = line.insertCell();
        place.colSpan = cell.years;
        place.rowSpan = cell.lanes;
        if (cell.kind === 'blank') continue;
        for (const part of ['fill', 'line', 'letters']) inside.style.setProperty('--' + part, cell[part]);
        if (held) {
          inside.type = 'button';
          inside.title = cell.said;
          inside.setAttribute('aria-label', cell.said);
          inside.onclick = () => open(cell.id);
        }
        place.append(inside);
      }
    });
  }
  root.append(words, table, element('div', 'foot', data.foot));
  return root;
}

function rows(data, open) {
  const root = element('figure', 'rows'), table = element('table'), head = table.createTHead().insertRow(), body = table.createTBody();
  table.setAttribute('aria-label', data.title);
  head.append(...data.columns.map((name, at) => headed(name, 'col', at > 1 ? 'number' : '')));
  for (const {id, values} of data.rows) {
    const line = body.insertRow(), name = headed('', 'row'), button = element('button', '', values[0]);
    button.type = 'button';
    name.append(button);
    line.append(name, ...values.slice(1).map((value, at) => element('td', at ? 'number' : '', String(value))));
    line.onclick = () => open(id);
  }
  root.append(table);
  return root;
}

export default function({data, parentElement, setTriggerValue}) {
  const root = parentElement.querySelector('.held'), open = id => setTriggerValue('opened', id);
  root.replaceChildren((data.years ? grid : rows)(data, open));
}
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A report in the table: the values stand under COLUMNS."""

    id: str
    values: tuple[str | int, ...]


COLUMNS = ("报告", "文体", "读出", "其中约数", "核过")


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    return st.components.v2.component("held", html='<div class="held"></div>', css=CSS, js=SCRIPT)


def grid(found: Grid, *, title: str, under: str, foot: str, key: str) -> str | None:
    """Draw the grid; the id of the report whose cell was pressed, or None."""
    return _shown(asdict(found) | {"title": title, "under": under, "foot": foot}, key)


def lines(reports: Sequence[Line], *, title: str, key: str) -> str | None:
    """Draw the table of reports; the id of the one whose row was pressed, or None."""
    return _shown({"columns": COLUMNS, "rows": [asdict(line) for line in reports], "title": title}, key)


def _shown(data: dict[str, Any], key: str) -> str | None:
    pressed = _component()(data=data, key=key, on_opened_change=heard).opened
    return str(pressed) if pressed else None
