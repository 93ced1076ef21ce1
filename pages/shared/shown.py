"""A figure as the browser is given it, made once: what Streamlit's chart would change right after drawing stands in it already.

Streamlit hands every chart to plotly.js a second time, as a copy, and sets the modes of the pointer in between. plotly.js then draws
all of it again wherever it finds another object than before: a template, words for files, data without a revision. Here are none.
"""

from typing import Any

import plotly.graph_objects as go

from analysis.charts.lettering import lettered

#: What Streamlit sets on a chart whose points can be clicked; and data with a revision are compared by it, not by their identity.
SET_ANYWAY = {"clickmode": "event+select", "hovermode": "closest", "dragmode": "pan", "datarevision": 1}


class Shown(go.Figure):
    """What `st.plotly_chart` asks of a figure. Shared by all who look at it: `to_dict` gives the same dictionary each time.

    height: pixels. alt: words for who cannot see it, or an empty string.
    """

    def __init__(self, figure: go.Figure) -> None:
        super().__init__()
        self._height = int(figure.layout.height)
        self._alt = str((figure.layout.meta or {}).get("alt", ""))
        spec = without_template(figure.to_dict())
        spec["layout"].pop("meta", None)
        self._spec = spec | {"layout": lettered(spec["layout"]) | SET_ANYWAY}

    @property
    def height(self) -> int:
        return self._height

    @property
    def alt(self) -> str:
        return self._alt

    def to_dict(self) -> dict[str, Any]:
        return self._spec


def without_template(spec: dict[str, Any]) -> dict[str, Any]:
    """The same chart with its template's layout written out; a further axis (xaxis2) takes the template's first of its kind."""
    layout = dict(spec["layout"])
    template = layout.pop("template", {}).get("layout", {})
    traced = {f"{trace[kind][0]}axis{trace[kind][1:]}" for trace in spec["data"] for kind in ("xaxis", "yaxis") if kind in trace}
    axes = {"xaxis", "yaxis", *traced, *(name for name in layout if name[:5] in ("xaxis", "yaxis"))}
    usual = template | {axis: template.get(axis[:5], {}) for axis in sorted(axes)}
    return spec | {"layout": filled(layout, usual)}


def filled(given: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    """`given` with what it leaves open taken from `usual`, level by level."""
    found = usual | given
    for name in usual.keys() & given.keys():
        if isinstance(usual[name], dict) and isinstance(given[name], dict):
            found[name] = filled(given[name], usual[name])
    return found
