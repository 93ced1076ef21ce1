"""What headings say of the paragraphs, read downwards and, in some newspaper pages, upwards."""

import numpy as np

from analysis.themes import headings
from analysis.themes.functions import functions
from tests.theme_texts import Item, text_of

IDS = functions().ids


def says(function: str) -> np.ndarray:
    return np.eye(len(IDS))[IDS.index(function)]


def read(*items: Item, **paragraphs: str) -> headings.Headings:
    """`paragraphs`: what the paragraphs say, by number of the block: b1="party"."""
    return headings.read(text_of(*items).blocks, functions(), {int(name[1:]): says(told) for name, told in paragraphs.items()})


def test_a_heading_speaks_for_what_stands_below_and_half_for_its_subsections() -> None:
    found = read(
        ("heading", "民主监督工作", 1), ("paragraph", "甲"), ("heading", "提案工作", 2), ("paragraph", "乙"), ("paragraph", "丙"),
        b1="supervise", b3="proposal", b4="proposal",
    )  # fmt: skip
    assert found.of[1] @ says("supervise") == 1.0
    assert found.of[3] @ says("proposal") > found.of[3] @ says("supervise") > 0.0
    assert found.of[3].sum() <= 1.0 + 1e-9
    assert found.outside == {4}


def test_headings_that_stand_below_are_read_upwards() -> None:
    found = read(
        ("paragraph", "甲"), ("heading", "民主监督工作"), ("paragraph", "乙"), ("heading", "提案工作"), ("paragraph", "丙"),
        b0="supervise", b2="proposal", b4="none",
    )  # fmt: skip
    assert found.of[0] @ says("supervise") == found.of[2] @ says("proposal") == 1.0
    assert 4 not in found.of and found.outside == {4}


def test_paragraphs_above_the_first_heading_are_outside() -> None:
    found = read(("paragraph", "甲"), ("heading", "民主监督工作"), ("paragraph", "乙"), ("paragraph", "丙"), b0="none", b2="supervise")
    assert found.outside == {0}  # the last paragraph is decided by its place
    assert read(("paragraph", "甲"), ("paragraph", "乙"), b0="party", b1="party").outside == {1}
    assert read().outside == frozenset()


def test_a_title_speaks_only_for_one_function() -> None:
    assert not read(("title", "某县政协提质增效工作综述：提案、协商、监督"), ("paragraph", "甲"), b1="party").title.any()
    assert read(("title", "关于五次会议以來提案工作情況的報告"), ("paragraph", "甲"), b1="party").title @ says("proposal") == 1.0
