"""Changes of the dictionary: as the library keeps them, as the dictionary takes them, and laid over what is shipped."""

from collections.abc import Mapping, Sequence

from analysis.library import DictionaryAction, DictionaryChange
from analysis.report import CatalogueError
from analysis.words.lexicon import Action, Change, Dictionary

#: What the library calls a change of the dictionary -> what the dictionary calls it.
ACTIONS: Mapping[DictionaryAction, Action] = {"add": "add", "merge": "merge", "keep": "protect", "stop": "stop", "drop": "remove"}


def lexicon_change(change: DictionaryChange) -> Change:
    """A change as the library keeps it -> as the dictionary takes it. The value of a stopped word is its reason."""
    action = ACTIONS[change.action]
    return Change(action, change.term, "", change.value) if action == "stop" else Change(action, change.term, change.value)


def library_change(change: Change) -> tuple[DictionaryAction, str, str]:
    """(action, term, value) under which the library keeps a change of the dictionary: the way back of `lexicon_change`."""
    action = next(name for name, meant in ACTIONS.items() if meant == change.action)
    return action, change.word, change.note if change.action == "stop" else change.target


def laid_over(dictionary: Dictionary, changes: Sequence[Change]) -> tuple[tuple[Change, ...], Dictionary]:
    """The changes that make sense one after another, and the dictionary they make; the others are passed over."""
    try:
        return tuple(changes), dictionary.with_changes(changes)
    except CatalogueError:
        kept: list[Change] = []
    for change in changes:
        try:
            dictionary = dictionary.with_changes([change])
        except CatalogueError:
            continue
        kept.append(change)
    return tuple(kept), dictionary
