"""What must never stand in the code, read from the code itself."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted([*ROOT.glob("*.py"), *(ROOT / "analysis").rglob("*.py"), *(ROOT / "pages").rglob("*.py")])

FORBIDDEN = {
    "HTML from text": re.compile(r"unsafe_allow_html\s*=\s*True|components\.(?:html|iframe)\("),
    "code or objects from data": re.compile(r"\b(?:pickle|marshal|joblib|shelve)\b\s*[.(]|\byaml\.load\(|\bread_pickle\b|allow_pickle|(?<![\w.])(?:eval|exec)\("),
    "a cache on disk that is pickled": re.compile(r"persist\s*="),
    "a script from elsewhere": re.compile(r"include_plotlyjs\s*=\s*[\"']cdn"),
    "maps that fetch tiles": re.compile(r"\bst\.map\(|pydeck|scatter_map|choropleth|scatter_geo"),
    "jieba's installer": re.compile(r"enable_paddle"),
}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_dangerous_is_written(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = [why for why, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert found == []


def test_our_own_markup_stands_in_the_frame_alone() -> None:
    users = [path.name for path in SOURCES if "st.html(" in path.read_text(encoding="utf-8")]
    assert users == ["frame.py"]


def test_components_set_text_and_never_markup() -> None:
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|insertAdjacentHTML|outerHTML|document\.write", text), path.name


def test_no_address_is_named_that_something_could_be_fetched_from() -> None:
    """Name spaces of office formats and links for readers are words; everything else would be a request."""
    allowed = re.compile(r"https?://(?:127\.0\.0\.1|localhost|schemas\.|www\.w3\.org|purl\.(?:org|oclc\.org)|www\.python\.org|www\.ofdspec\.org|\{|\[|%s|\.\.\.|host)")
    for path in SOURCES:
        for address in re.findall(r"https?://[^\s\"'<>)，。；]+", path.read_text(encoding="utf-8")):
            assert allowed.match(address), f"{path.relative_to(ROOT)}: {address}"


def test_the_server_stays_at_home() -> None:
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    for line in ('address = "127.0.0.1"', "gatherUsageStats = false", 'showErrorDetails = "none"', "enableXsrfProtection = true", "disableDataExport = true"):
        assert line in config
