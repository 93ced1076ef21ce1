"""Counting repairs: how often each was made, with its first place."""

from analysis.report import Repair

#: Longest example, in characters; a longer one is cut in the middle of nothing but its end.
EXAMPLE = 40


class Tally:
    """Counts repairs by kind while one text is repaired."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._examples: dict[str, tuple[str, str]] = {}

    def add(self, kind: str, before: str = "", after: str = "", *, count: int = 1) -> None:
        """One more repair of this kind; the first pair is kept as its example."""
        if kind not in self._counts:
            self._examples[kind] = (_short(before), _short(after))
        self._counts[kind] = self._counts.get(kind, 0) + count

    def repairs(self) -> tuple[Repair, ...]:
        """Every kind that occurred, in the order in which it first did."""
        return tuple(Repair(kind, count, self._examples[kind]) for kind, count in self._counts.items())


def _short(text: str) -> str:
    return text if len(text) <= EXAMPLE else text[: EXAMPLE - 1] + "…"
