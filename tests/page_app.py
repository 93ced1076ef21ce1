"""What the tests of pages share: a library of their own, a page opened without a browser, a click on a picture, what a component shows."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from analysis.study import Study

ROOT = Path(__file__).resolve().parent.parent


def only(url: str, kept: int) -> Study:
    """A library that holds the first so many of the samples."""
    study = Study.open(url)
    for report in study.reports()[kept:]:
        study.library.delete(report.id)
    return study


def opened(page: str, query: dict[str, str | list[str]] | None = None) -> AppTest:
    """A page as a link opens it; nothing on it may have failed."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=90)
    for key, value in (query or {}).items():
        app.query_params[key] = value
    app.run()
    app.switch_page(page).run()
    return whole(app)


def whole(app: AppTest) -> AppTest:
    """The page, if nothing failed on it."""
    assert not app.exception
    assert not [error.value for error in app.error]
    return app


def said(app: AppTest) -> str:
    """Everything that the page says in words of its own, without charts and components."""
    kinds = ("title", "header", "markdown", "caption", "text", "info", "warning")
    return "\n".join(str(element.value) for kind in kinds for element in app.get(kind)).replace("\\", "")


def charts(app: AppTest) -> list[dict[str, Any]]:
    """The pictures of the page as plotly reads them."""
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def words_in(chart: dict[str, Any]) -> str:
    return json.dumps(chart, ensure_ascii=False)


def press(app: AppTest, number: int, data: list[Any]) -> AppTest:
    """Click the point of the picture `number` that carries `data`; it must be there."""
    held = [point for trace in charts(app)[number]["data"] for point in trace.get("customdata") or []]
    assert data in held, held
    key = app.get("plotly_chart")[number].proto.id.split("-", 2)[2]
    app.session_state[key] = {"selection": {"points": [{"customdata": data}]}}
    return whole(app.run())


def components(app: AppTest, name: str) -> list[Any]:
    """What the components of this name were given to show, in the order of the page."""
    return [
        json.loads(element.proto.json)
        for element in _all(app.main)
        if element.type == "bidi_component" and element.proto.component_name == name
    ]


def _all(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from _all(child)
