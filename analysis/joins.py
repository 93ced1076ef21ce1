"""Whether two lines belong together, by the words of the dictionary: a column's end cuts words, a paragraph's end does not."""

import rjieba

from analysis.fold import fold

#: Characters looked at on either side of the border.
NEAR = 4


def cuts_word(left: str, right: str) -> bool:
    """Whether a word of the dictionary runs over the border between `left` and `right`: 服务保 + 障部门. In traditional script too."""
    edge = min(len(left), NEAR)
    position = 0
    for word in rjieba.cut(fold(left[len(left) - edge :] + right[:NEAR]), False):
        if position < edge < position + len(word):
            return True
        position += len(word)
    return False
