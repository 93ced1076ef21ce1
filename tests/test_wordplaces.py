"""Finding many words in a text at once: the same as trying every word at every place."""

import random

import pytest

from analysis.figures.wordplaces import WordPlaces
from analysis.letters import Letters


def found(words: list[str], text: str) -> dict[int, str]:
    places, numbers = WordPlaces(words).of(Letters.of(text))
    return {place: words[number] for place, number in zip(places.tolist(), numbers.tolist(), strict=True)}


def tried(words: list[str], text: str) -> dict[int, str]:
    text = Letters.of(text).text
    longest = {place: max((word for word in words if text.startswith(word, place)), key=len, default="") for place in range(len(text))}
    return {place: word for place, word in longest.items() if word}


def test_the_longest_word_of_a_place_is_found() -> None:
    words = ["提案", "提案办理", "提案办理协商会", "案", "协商", "商会"]
    assert found(words, "开展提案办理协商会议提案") == {2: "提案办理协商会", 3: "案", 6: "协商", 7: "商会", 10: "提案", 11: "案"}


def test_a_word_that_is_cut_off_is_none() -> None:
    assert found(["提案办理", "民主监督意见建议"], "民主监督意见建") == {}
    assert found(["提案办理", "提案"], "立案与提案") == {3: "提案"}


@pytest.mark.parametrize("words", [["案"], ["提案"], ["提案办理协商会议"], ["案", "提"], ["，", "3"]])
def test_short_lists(words: list[str]) -> None:
    for text in ("", "案", "提案", "提案办理协商会议", "3，提案办理协商会"):
        assert found(words, text) == tried(words, text)


def test_characters_outside_the_basic_plane_are_no_words() -> None:
    assert found(["提案"], "𠮷提案𠮷") == {1: "提案"}


def test_agrees_with_trying_every_word() -> None:
    rng = random.Random(5)
    for _ in range(60):
        letters = "甲乙丙丁"[: rng.randint(2, 4)]
        words = sorted({"".join(rng.choices(letters, k=rng.randint(1, 8))) for _ in range(rng.randint(1, 60))})
        text = "".join(rng.choices(letters + "戊", k=200))
        assert found(words, text) == tried(words, text)


def test_a_thousand_words_with_one_beginning_have_their_own_cells() -> None:
    words = sorted(
        {chr(0x4E00 + step) + chr(0x4E00 + 7 * step % 900) for step in range(1200)} | {"一" + chr(0x4E00 + step) for step in range(900)}
    )
    assert found(words, "".join(words)) == tried(words, "".join(words))
