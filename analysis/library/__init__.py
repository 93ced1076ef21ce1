"""The library: originals, what is known and was made of them, people's corrections, and the history of all that.

One database holds everything; `Library(url)` is the only object of the engine that has state. It is safe to use from several
threads and, with the same URL, from several processes.
"""

from analysis.library.jobs import Jobs
from analysis.library.records import (
    DICTIONARY_ACTIONS,
    EVENT_NAMES,
    ITEM_STATES,
    JOB_STATES,
    DictionaryAction,
    DictionaryChange,
    HistoryEntry,
    ItemState,
    Job,
    JobItem,
    JobState,
    View,
)

__all__ = [
    "DICTIONARY_ACTIONS",
    "EVENT_NAMES",
    "ITEM_STATES",
    "JOB_STATES",
    "DictionaryAction",
    "DictionaryChange",
    "HistoryEntry",
    "ItemState",
    "Job",
    "JobItem",
    "JobState",
    "Library",
    "View",
]


class Library(Jobs):
    """The reports of an office at an SQLAlchemy URL, `sqlite:///path/reports.db` or `postgresql://…`.

    Makes folder and tables where there are none, and closes the import jobs whose process died. Every method is one
    transaction; every trouble is a LibraryError (see `Store`). Methods, by room: reports (`reports.py`), changes and undo
    (`changes.py`), derived values (`products.py`), corrections (`judgements.py`), views, dictionary and settings
    (`preferences.py`), import jobs (`jobs.py`).
    """

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.sweep_jobs()
