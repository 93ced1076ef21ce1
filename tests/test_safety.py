"""What must never stand in the source: markup from text, code from data, requests to anywhere, patterns that hold the interpreter."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("analysis", "pages", "benchmarks")
CODE = (
    *sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")),
    *(ROOT / name for name in ("dashboard.py", "serving.py", "run.py")),
)
SHOWN = tuple(path for path in CODE if path.is_relative_to(ROOT / "pages") or path.name == "dashboard.py")

#: Addresses that are names of formats, of this machine, of nowhere, or words of a sentence for the person who installs.
NAMES_OF_FORMATS = ("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/", "http://www.w3.org/", "http://www.ofdspec.org/")
THIS_MACHINE = re.compile(r"https?://(?:127\.0\.0\.1|localhost|\[?\{host\}\]?)(?![\w.])")
ADDRESSES_IN_WORDS = {("run.py", "https://www.python.org")}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """(dotted name of what is called, the call)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def breaches(source: str, file: str = "analysis/x.py") -> list[str]:
    """What a source does that none may do."""
    tree, found = ast.parse(source), []
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        found += [f"import {name}" for name in names if name.split(".")[0] in {"pickle", "cPickle", "marshal", "shelve", "dill", "joblib"}]
    for name, call in calls(tree):
        last, options = name.rpartition(".")[2], {word.arg: word.value for word in call.keywords}
        if name in {"eval", "exec", "compile", "__import__", "yaml.load", "yaml.full_load", "yaml.unsafe_load", "os.system", "os.popen"}:
            found.append(name)
        if last in {"read_pickle", "to_pickle", "read_feather", "read_parquet", "map", "pydeck_chart"} and name.startswith(("pd.", "st.")):
            found.append(name)
        if last in {"scatter_map", "choropleth_map", "density_map", "scatter_geo", "choropleth", "Choropleth", "Scattergeo", "Scattermap"}:
            found.append(name)
        if last == "html" and name.startswith("st") and not _own_style(file, call):
            found.append(name)
        if name.endswith(("components.v1.html", "components.html", "components.iframe", "st.iframe", "components.declare_component")):
            found.append(name)
        if "components.v2.component" in name and not all(_constant(one) for one in [*call.args, *options.values()]):
            found.append(f"{name} with a text that is made")
        for word in ("unsafe_allow_html", "allow_pickle", "persist", "shell"):
            if word in options and not (isinstance(options[word], ast.Constant) and not options[word].value):
                found.append(f"{name}({word})")
        if isinstance(options.get("include_plotlyjs"), ast.Constant) and options["include_plotlyjs"].value not in (True, False, "inline"):
            found.append(f"{name}(include_plotlyjs)")
        if last in {"urlopen", "urlretrieve", "Request"} and file not in {"run.py", "benchmarks/pages.py"}:
            found.append(name)
    return found


def _own_style(file: str, call: ast.Call) -> bool:
    """Whether markup is sent by the frame, and is its own constant style sheet."""
    return file == "pages/shared/frame.py" and len(call.args) == 1 and isinstance(call.args[0], ast.Name) and call.args[0].id.isupper()


def _constant(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) or (isinstance(value, ast.Name) and value.id.isupper())


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_markup_from_text_and_no_code_from_data(path: Path) -> None:
    assert breaches(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()) == []


@pytest.mark.parametrize(
    "source",
    [
        "import pickle", "from marshal import loads", "eval('1')", "exec(text)", "yaml.load(text)", "os.system('x')", "pd.read_pickle(p)",
        "st.markdown(text, unsafe_allow_html=True)", "st.markdown(text, unsafe_allow_html=flag)", "st.html(text)", "st.html(f'<b>{x}</b>')",
        "st.components.v1.html(x)", "st.components.v2.component('a', html=f'<b>{name}</b>')", "@st.cache_data(persist='disk')\ndef f(): ...",
        "figure.write_html(p, include_plotlyjs='cdn')", "px.choropleth(x)", "st.map(x)", "urllib.request.urlopen(x)",
        "subprocess.run(x, shell=True)",
    ],
)  # fmt: skip
def test_the_gate_bites(source: str) -> None:
    assert breaches(source)


def test_what_the_gate_lets_pass() -> None:
    for source in (
        "st.markdown(plain(x))",
        "yaml.safe_load(x)",
        "re.compile('a')",
        "map(str, x)",
        "subprocess.run(x, shell=False)",
        "x.html()",
    ):
        assert breaches(source) == []
    assert breaches("st.html(STYLE)", "pages/shared/frame.py") == [] and breaches("st.html(STYLE)", "pages/compare.py")


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_scripts_of_components_take_text_as_text(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "new Function", "fetch(", "XMLHttpRequest", "WebSocket"):
        assert word not in source


def foreign(source: str, file: str) -> list[str]:
    """Addresses in the text constants of a source that lead out of this machine."""
    found = []
    for node in ast.walk(ast.parse(source)):
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        text = ast.unparse(node) if isinstance(node, ast.JoinedStr) else text
        for match in re.finditer(r"(?:https?|wss?|ftp)://(?:[A-Za-z0-9][^\s\"'<>，。）]*|\[?\{[^}]*\}\]?)", text):
            address = match.group()
            if not (address.startswith(NAMES_OF_FORMATS) or THIS_MACHINE.match(address) or (file, address) in ADDRESSES_IN_WORDS):
                found.append(address)
    return found


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_address_leads_out_of_this_machine(path: Path) -> None:
    assert foreign(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()) == []


def test_an_address_in_the_source_is_found() -> None:
    assert foreign("x = 'https://cdn.example.com/a.js'", "a.py") and foreign("x = f'http://{where}/a'", "a.py")
    assert foreign("x = f'http://{host}:{port}'; y = 'http://127.0.0.1:9'; z = ('http://', 'https://')", "a.py") == []


def test_settings_and_tables_lead_nowhere_either() -> None:
    for path in [ROOT / ".streamlit" / "config.toml", *(ROOT / "data" / "reference").glob("*.yaml")]:
        assert "://" not in path.read_text(encoding="utf-8"), path
