"""What `python run.py` serves: the pages as Streamlit's own ASGI application, warmed up, with a document of ours round them.

usage: python serving.py [--server.port 8501 …], settings of Streamlit by their names. `streamlit run dashboard.py` serves the same
pages without warming them up.
"""

import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from pages.shared import warming
from run import NAME

ROOT = Path(__file__).resolve().parent
#: Streamlit's document: every page of the menu is this one, and what it shows comes later.
DOCUMENT = Path(st.__file__).parent / "static" / "index.html"
#: What draws charts and tables, the largest files of all. Pages that show them ask from the first moment, and not when the first
#: chart has come; 总览 shows neither, and loads them when it has been drawn, for the page that comes next.
DRAWING = ("PlotlyChart.*.js", "DataFrame.*.js")
LATER = 1500  # milliseconds
#: For who cannot see it the page is Chinese from the beginning. And its pages lie side by side: without being told, Streamlit's
#: script looks for its server below the path of the page first, and the console of the browser says twice that there is none.
CHANGES = (
    ('<html lang="en">', '<html lang="zh-CN">'),
    ("<title>Streamlit</title>", f"<title>{NAME}</title>"),
    ("<head>", "<head>\n    <script>window.__streamlit = { BACKEND_BASE_URL: new URL('.', location.href).href }</script>"),
)


def document(*, charts: bool) -> str:
    """Streamlit's document with our changes, for a page with charts or for 总览; what is not there any more is left out."""
    text = DOCUMENT.read_text(encoding="utf-8")
    files = [f"./static/js/{path.name}" for kind in DRAWING for path in (DOCUMENT.parent / "static" / "js").glob(kind)]
    if charts:
        drawing = "".join(f'    <link rel="modulepreload" crossorigin href="{file}">\n' for file in files)
    else:
        loaded = "; ".join(f"import('{file}').catch(() => null)" for file in files)
        drawing = f"    <script>addEventListener('load', () => setTimeout(() => {{ {loaded} }}, {LATER}))</script>\n"
    for old, new in (*CHANGES, ("  </head>", f"{drawing}  </head>")):
        text = text.replace(old, new, 1)
    return text


def routes() -> list[Route]:
    """The addresses of the pages; none where Streamlit keeps its document elsewhere, which then serves it itself."""
    if not DOCUMENT.is_file():
        return []
    names = ["", *sorted(path.stem for path in (ROOT / "pages").glob("*.py"))]
    return [Route(f"/{name}", _answer(document(charts=bool(name)))) for name in names]


def _answer(text: str) -> Callable[[Request], Awaitable[HTMLResponse]]:
    async def page(_: Request) -> HTMLResponse:
        return HTMLResponse(text, headers={"Cache-Control": "no-cache"})

    return page


@asynccontextmanager
async def warmed(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """The server answers at once; what its pages need is loaded meanwhile."""
    warming.begin()
    yield {}


app = st.App(ROOT / "dashboard.py", lifespan=warmed, routes=routes())


def main(arguments: Sequence[str]) -> None:
    """Serve until somebody presses Ctrl+C."""
    values = {"true": True, "false": False}
    pairs = zip(arguments[::2], arguments[1::2], strict=True)
    with suppress(KeyboardInterrupt):
        app.run(config={name.removeprefix("--"): values.get(value, int(value) if value.isdecimal() else value) for name, value in pairs})


if __name__ == "__main__":
    main(sys.argv[1:])
