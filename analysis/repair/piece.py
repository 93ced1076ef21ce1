"""Text that knows where each of its characters stood in the source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Run = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """`text` and, character by character, its offsets `at` in the source. Repairs only leave characters out; they never invent one."""

    text: str
    at: Sequence[int]

    def __len__(self) -> int:
        return len(self.text)

    def part(self, start: int, end: int) -> "Piece":
        """The characters `[start, end)`."""
        return Piece(self.text[start:end], self.at[start:end])

    def strip(self, characters: str | None = None) -> "Piece":
        """Without white space, or the given characters, at both ends."""
        left = len(self.text) - len(self.text.lstrip(characters))
        return self.part(left, max(left, len(self.text.rstrip(characters))))

    def without(self, dropped: Iterable[tuple[int, int]]) -> "Piece":
        """Without the stretches `dropped`, which are in order and do not overlap."""
        texts: list[str] = []
        at: list[int] = []
        last = 0
        for start, end in dropped:
            texts.append(self.text[last:start])
            at.extend(self.at[last:start])
            last = end
        texts.append(self.text[last:])
        at.extend(self.at[last:])
        return Piece("".join(texts), at)


def join(pieces: Sequence[Piece]) -> Piece:
    """The pieces one after the other."""
    if len(pieces) == 1:
        return pieces[0]
    at: list[int] = []
    for piece in pieces:
        at.extend(piece.at)
    return Piece("".join(piece.text for piece in pieces), at)


def runs(start: int, at: Sequence[int]) -> list[Run]:
    """`(start in text, start in source, length)` of every stretch in which text and source go side by side."""
    found: list[Run] = []
    first = 0
    for index in range(1, len(at) + 1):
        if index == len(at) or at[index] != at[index - 1] + 1:
            found.append((start + first, at[first], index - first))
            first = index
    return found
