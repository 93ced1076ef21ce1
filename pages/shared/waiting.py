"""Files of imports that may have to be asked about: kept by the server for a while, so that nobody must choose them twice."""

from collections.abc import Collection, Mapping, Sequence
from threading import Lock

from analysis.importing.sources import Source

#: Imports whose files are kept; the oldest goes first.
MOST = 6


class WaitingRoom:
    """The files of the last imports by the number of their job. One for the server; safe for several sessions."""

    def __init__(self) -> None:
        self._jobs: dict[int, dict[int, Source]] = {}
        self._lock = Lock()

    def keep(self, number: int, sources: Sequence[Source]) -> None:
        """Remember the files of a job by their position."""
        with self._lock:
            self._jobs[number] = dict(enumerate(sources))
            for old in sorted(self._jobs)[:-MOST]:
                del self._jobs[old]

    def prune(self, number: int, positions: Collection[int]) -> None:
        """Let go of the files of a job that nobody will be asked about."""
        with self._lock:
            held = self._jobs.get(number, {})
            self._jobs[number] = {position: source for position, source in held.items() if position in positions}

    def held(self, number: int) -> Mapping[int, Source]:
        """The files of a job that are still here."""
        with self._lock:
            return dict(self._jobs.get(number, {}))
