"""Lines that belong together on their way to a block."""

from dataclasses import dataclass, field

from analysis.repair.lines import Line
from analysis.repair.marks import Mark
from analysis.repair.piece import Piece, join

PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("‘", "’"), ("「", "」"))


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, and what later decisions about their kind need to know of them."""

    lines: list[Line]
    mark: Mark
    run_width: float
    wrapped: bool
    gap: int
    caption: bool = False
    balance: dict[str, int] = field(default_factory=dict)  # opened and not yet closed, by kind of bracket
    phrase: bool = True  # no line has a mark that divides sentences

    def __post_init__(self) -> None:
        for line in self.lines:
            self._note(line)

    def append(self, line: Line) -> None:
        """One more line."""
        self.lines.append(line)
        self._note(line)

    def _note(self, line: Line) -> None:
        self.phrase = self.phrase and line.phrase
        for left, right in PAIRS:
            self.balance[left] = self.balance.get(left, 0) + line.text.count(left) - line.text.count(right)

    @property
    def open(self) -> bool:
        """Whether a quotation, a bracket or a title is left open at the end."""
        return any(count > 0 for count in self.balance.values())

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    @property
    def piece(self) -> Piece:
        return join([line.piece for line in self.lines])

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def heading_like(self) -> bool:
        """One line that might be a heading, as far as it alone can say."""
        return len(self.lines) == 1 and (self.last.phrase or self.mark == "number") and not self.last.ends and not self.open
