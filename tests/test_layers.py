"""The arrows of the house go one way. This test reads the imports and fails on one that runs back."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: From the ground up; a room (a package or a module beside the packages) may import only what stands on a lower floor, or on its own.
FLOORS: tuple[frozenset[str], ...] = tuple(
    frozenset(rooms.split())
    for rooms in (
        "report fold letters tables evidence",
        "joins reference reference_places library wording",
        "reading repair identity",
        "words figures",
        "themes checking",
        "dossier comparison importing",
        "study",
        "charts captions",
        "export commands",
        "evaluation",
        "__main__",
    )
)


def floor(module: str) -> int:
    for number, rooms in enumerate(FLOORS):
        if module in rooms:
            return number
    raise AssertionError(f"analysis.{module} stands on no floor; add it to FLOORS in {Path(__file__).name}")


def imports(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" if node.module == "analysis" else node.module for alias in node.names]
    return names


MODULES = sorted(path for path in (ROOT / "analysis").rglob("*.py") if path != ROOT / "analysis" / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_arrow_runs_back(path: Path) -> None:
    own = path.relative_to(ROOT / "analysis").parts[0].removesuffix(".py")
    for name in imports(path):
        parts = name.split(".")
        assert parts[0] not in {"streamlit", "pages", "dashboard"}, f"{path.name} imports {name}: the engine knows no page"
        if parts[0] == "analysis" and len(parts) > 1 and parts[1] != own:
            assert floor(parts[1]) <= floor(own), f"analysis.{own} imports analysis.{parts[1]}, which stands above it"


def test_library_knows_only_the_report() -> None:
    paths = [path for path in MODULES if path.relative_to(ROOT / "analysis").parts[0] in {"library", "library.py"}]
    used = {name.split(".")[1] for path in paths for name in imports(path) if name.startswith("analysis.")}
    assert used <= {"report", "library"}


def test_charts_take_tables_only() -> None:
    paths = [path for path in MODULES if path.relative_to(ROOT / "analysis").parts[0] == "charts"]
    used = {name.split(".")[1] for path in paths for name in imports(path) if name.startswith("analysis.")}
    assert used <= {"report", "charts", "wording", "tables"}


PAGES = [ROOT / "dashboard.py", *sorted((ROOT / "pages").rglob("*.py"))]


@pytest.mark.parametrize("path", [path for path in PAGES if path.exists()], ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_do_no_work_of_the_engine(path: Path) -> None:
    """No pattern, no database and no raw HTML on a page; only the shared frame may send our own style sheet."""
    names = {name.split(".")[0] for name in imports(path)}
    assert not names & {"re", "regex", "sqlalchemy", "sqlite3", "sklearn", "jieba", "rjieba"}
    text = path.read_text(encoding="utf-8")
    assert "unsafe_allow_html=True" not in text
    if path.name != "frame.py":
        assert "st.html(" not in text


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_no_module_of_the_engine_leads_back_to_itself() -> None:
    """Floors order the rooms; within a room too, what a module imports never imports that module."""
    known = {_module(path) for path in MODULES}
    leads = {_module(path): set() for path in MODULES}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                parts = {f"{node.module}.{alias.name}" for alias in node.names}
                leads[_module(path)] |= {part if part in known else node.module for part in parts} & known
    while done := {module for module, led in leads.items() if not led}:
        leads = {module: led - done for module, led in leads.items() if module not in done}
    assert not leads, f"these modules import each other in a circle, or stand on one: {sorted(leads)}"
