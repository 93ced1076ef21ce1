"""A repair made visible: the text of the file with what the repair took out, moved or put in, for a person to check.

Read from the offsets alone (`Repaired.runs`), so that what is shown is what was done, whatever rule did it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.report import Repaired

Mark = Literal["kept", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the file's text: kept as it was, gone in the repaired text, or new there (a character the repair wrote)."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One place: what stands before and after it, what went, what came. start: its offset in the file's text."""

    before: str
    gone: str
    new: str
    after: str
    start: int


def stretches(source: str, repaired: Repaired, *, start: int = 0) -> tuple[Stretch, ...]:
    """The file's text from `start` (where its body begins) cut into what stayed, went and came, in the file's order.

    Paragraphs that the repair moved stand where the file has them. Joined, kept and gone make `source[start:]` again.
    """
    found: list[Stretch] = []
    at = start
    for begin, origin, length in sorted(repaired.runs, key=lambda run: (run[1], run[0])):
        if origin > at:
            _add(found, "gone", source[at:origin])
        skip = max(0, at - origin)  # a character of the file that two places of the repaired text come from
        for index in range(skip, length):
            old, new = source[origin + index : origin + index + 1], repaired.text[begin + index]
            if old == new or (old.isspace() and new.isspace()):
                _add(found, "kept", old)
            else:
                _add(found, "gone", old)
                _add(found, "new", new)
        at = max(at, origin + length)
    _add(found, "gone", source[at:])
    return tuple(found)


def _add(found: list[Stretch], mark: Mark, text: str) -> None:
    if not text:
        return
    if found and found[-1].mark == mark:
        found[-1] = Stretch(mark, found[-1].text + text)
    else:
        found.append(Stretch(mark, text))


def changes(found: Sequence[Stretch], *, room: int = 16) -> tuple[Change, ...]:
    """The places where something other than white space went or came, each with `room` characters on either side.

    Places nearer to each other than two characters are told as one.
    """
    made: list[Change] = []
    offset = 0
    index = 0
    while index < len(found):
        if found[index].mark == "kept":
            offset += len(found[index].text)
            index += 1
            continue
        first, start = index, offset
        while index < len(found) and (found[index].mark != "kept" or (len(found[index].text) < 2 and index + 1 < len(found))):
            offset += len(found[index].text) if found[index].mark != "new" else 0
            index += 1
        gone = "".join(one.text for one in found[first:index] if one.mark != "new")
        new = "".join(one.text for one in found[first:index] if one.mark != "gone")
        if "".join(gone.split()) or new.strip():
            before = found[first - 1].text[-room:] if first else ""
            made.append(Change(before, gone, new, found[index].text[:room] if index < len(found) else "", start))
    return tuple(made)
