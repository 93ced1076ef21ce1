"""What a text talks about and not what is done: the subject of 围绕…, 聚焦…, 就…, and longer quotations.

围绕招商引资召开专题协商会 is a consultation, not the luring of investors; so words in such a stretch have less say.
"""

import numpy as np
import regex
from numpy.typing import NDArray

QUOTED = 0.5  # the say of a word in a quotation
SUBJECT = 0.34  # the say of a word in the subject of 围绕…

#: Texts are folded: half-width commas, brackets and colons.
_QUOTED = regex.compile(r"[“《]([^“”《》\n]{6,60}+)[”》]")
_SUBJECT = regex.compile(
    r"(?:围绕|聚焦|针对|紧扣|(?<!成)就(?![业医是地近读学要能会跟]))([^，,。；;！!？?\n]{2,60}?)(?=开展|组织|进行|举行|举办|召开|深入|提出|[，,。；;！!？?\n]|$)"
)


def say(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.float64]:
    """For every place, by start: 1, or less when it is a part of a quotation or of the subject of 围绕…

    A place that makes up more than half of the stretch keeps its say: 《提案工作条例》 is about 提案. Shapes: (n,).
    """
    found = np.ones(len(starts))
    for pattern, weight in ((_QUOTED, QUOTED), (_SUBJECT, SUBJECT)):
        for match in pattern.finditer(text):
            left, right = match.span(1)
            near = slice(*np.searchsorted(starts, (left, right)))
            inside = (ends[near] <= right) & ((ends[near] - starts[near]) * 2 <= right - left)
            found[near][inside] = np.minimum(found[near][inside], weight)
    return found
