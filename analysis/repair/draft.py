"""A block on its way to the report: what the stages after the paragraphs hand on to each other."""

from dataclasses import dataclass

from analysis.repair.paragraph import Paragraph
from analysis.repair.piece import Piece
from analysis.report import BlockKind


@dataclass(slots=True)
class Draft:
    """A block on its way: its characters, its kind, the paragraph it comes from."""

    kind: BlockKind
    piece: Piece
    paragraph: Paragraph
    level: int | None = None
    repeat_of: int | None = None
    plan: bool = False

    @property
    def text(self) -> str:
        return self.piece.text
