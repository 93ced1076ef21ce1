"""What the documents say must be true: every command, page, reference file and mark that exists is named where a user looks."""

import re
from pathlib import Path

import pytest

from analysis.__main__ import _parser
from analysis.charts.look import MARKS
from pages.shared.frame import MENU

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
REFERENCE = ROOT / "data" / "reference"


def commands() -> list[str]:
    action = next(action for action in _parser()._actions if action.dest == "command")
    return list(action.choices or ())


@pytest.mark.parametrize("name", commands())
def test_every_command_is_in_the_readme(name: str) -> None:
    assert re.search(rf"python -m analysis {name}\b", README), f"README.md does not name the command {name}"


@pytest.mark.parametrize("title", [title for _, pages in MENU for title, _, _ in pages])
def test_every_page_is_in_the_readme(title: str) -> None:
    assert f"| {title} |" in README


def test_every_file_of_the_menu_exists() -> None:
    assert [file for _, pages in MENU for _, file, _ in pages if not (ROOT / file).exists()] == []


@pytest.mark.parametrize("mark", sorted(MARKS))
def test_every_mark_is_explained(mark: str) -> None:
    assert f"| {mark} |" in README


@pytest.mark.parametrize("name", sorted(path.name for path in REFERENCE.iterdir() if path.suffix in {".tsv", ".txt", ".yaml"}))
def test_every_reference_file_names_its_source(name: str) -> None:
    assert f"`{name}`" in (REFERENCE / "README.md").read_text(encoding="utf-8")
    assert any(name in path.read_text(encoding="utf-8") for path in REFERENCE.glob("README-*.md"))
