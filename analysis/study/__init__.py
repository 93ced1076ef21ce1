"""A choice of reports -> everything the engine knows of them, once. What keeps page, command line and export telling the same number.

A `Study` reads what the library holds and remembers what it has read. What is missing or was made by older rules is made again
from the original, one report at a time, when somebody asks for it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

import pandas as pd

from analysis import dossier
from analysis.checking.corrections import Judged, apply_corrections, judge
from analysis.figures import Extraction, tried_indicators
from analysis.figures.catalogue import Catalogue, default_catalogue, with_own
from analysis.library import Library
from analysis.report import CatalogueError, Figure, Metadata, Prepared, Repaired, Report
from analysis.study.governing import laid_over, lexicon_change
from analysis.themes import weights
from analysis.words import keywords
from analysis.words.background import Background
from analysis.words.lexicon import Change, Dictionary, shipped
from analysis.words.segment import segmenter

DATA = Path(__file__).resolve().parents[2] / "data"
SAMPLES = DATA / "samples"
DEFAULT_LIBRARY = f"sqlite:///{(DATA / 'library' / 'reports.db').as_posix()}"

#: One row a report; the table of 总览 and of `list`.
REPORT_COLUMNS = (
    "id", "label", "place", "place_number", "province", "level", "start", "end", "title", "kind", "sample", "counts", "imported_at",
    "figures", "bounded", "checked", "unread",
)  # fmt: skip


#: The settings under which a library keeps the office's own part of the catalogue, and what it was before.
OWN_INDICATORS, INDICATORS_BEFORE = "indicators", "indicators-before"

T = TypeVar("T")


class Study:
    """The reports of one library with all that is computed about them. Safe for several threads."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._indicators: tuple[str, str, Catalogue] = ("", "", default_catalogue())
        self._shelf: dict[tuple[str, str, str], Any] = {}
        self._listed: tuple[str, tuple[Report, ...]] = ("", ())
        self._lock = RLock()
        self._dictionary: tuple[tuple[Change, ...], tuple[Change, ...], Dictionary] | None = None

    @classmethod
    def open(cls, url: str = DEFAULT_LIBRARY) -> "Study":
        """Open a library; a new one is given the five samples, so that the first page has something to show."""
        study = cls(Library(url))
        if not study.library.reports(include_deleted=True):
            study.add_samples()
        return study

    def add_samples(self) -> tuple[Report, ...]:
        """Put the samples in; those that are in the library already are left alone."""
        files = [(path.name, path.read_bytes()) for path in sample_files()]
        return tuple(self.add(data, name) for name, data in files if self.library.find(sha256(data).hexdigest()) is None)

    def add(self, data: bytes, name: str, *, given: Mapping[str, str] | None = None, who: str = "") -> Report:
        """Read one file and keep it. Raises what reading, identity and the library raise; nothing is kept then."""
        made = self.prepare(data, name, given=given)
        return self.library.add(data, name, made.metadata, derived=made.derived, rules=made.rules, who=who)

    def prepare(self, data: bytes, name: str, *, given: Mapping[str, str] | None = None) -> Prepared:
        """What `add` would keep, for a preview."""
        return self.process(data, name, dict(given or {}))

    def revise(self, report_id: str, metadata: Metadata, *, seen: Metadata | None = None, who: str = "") -> Report:
        """Correct what is known about a report; its figures are read again, because their period may have changed.

        seen: the metadata on the person's screen; LibraryError (E131) when somebody has changed them since.
        """
        data, name = self.library.original(report_id)
        report = self.library.revise(report_id, metadata, seen=seen, who=who)
        made = dossier.again(data, name, report.metadata, self.dictionary, self.catalogue)
        for kind, payload in made.derived.items():
            self.library.put_derived(report.id, kind, made.rules, payload)
        self.forget()
        return report

    def forget(self) -> None:
        """Let go of what was read from the library: after a change by which an id may lead to another report."""
        with self._lock:
            self._shelf.clear()

    @property
    def process(self) -> Callable[[bytes, str, Mapping[str, str]], Prepared]:
        """The function that an import runs in its worker processes, with the present dictionary and indicators."""
        changes = [[one.action, one.word, one.target, one.note] for one in self._laid()[0]]
        return partial(dossier.prepare, changes=changes, indicators=self._own()[0])

    @property
    def catalogue(self) -> Catalogue:
        """The shipped catalogue with the office's own indicators."""
        return self._own()[1]

    @property
    def own_indicators(self) -> str:
        """The office's own part of the catalogue as its file has it; an empty string when there is none."""
        return self.library.setting(OWN_INDICATORS)

    def keep_indicators(self, text: str) -> Catalogue:
        """Put `text` in the place of the office's own indicators; an empty one takes them out, and the last ones can be put back.

        Raises what `tried_indicators` raises; then the last good ones stay.
        """
        catalogue = tried_indicators(text)
        before = self.own_indicators
        if before != text:
            self.library.set_setting(INDICATORS_BEFORE, before)
            self.library.set_setting(OWN_INDICATORS, text)
        return catalogue

    @property
    def indicators_before(self) -> str:
        """The office's own indicators before the last change of them."""
        return self.library.setting(INDICATORS_BEFORE)

    def _own(self) -> tuple[str, Catalogue]:
        """The text kept and what it makes. What a newer shipped catalogue has overtaken is passed over: `own_indicators` still has it."""
        revision = self.library.revision()
        with self._lock:
            if self._indicators[0] != revision:
                text = self.own_indicators
                try:
                    self._indicators = (revision, text, with_own(text))
                except CatalogueError:
                    self._indicators = (revision, "", default_catalogue())
            return self._indicators[1:]

    @property
    def dictionary(self) -> Dictionary:
        """The shipped dictionary with the office's own changes; a change that the shipped tables have overtaken is left out."""
        return self._laid()[1]

    def _laid(self) -> tuple[tuple[Change, ...], Dictionary]:
        """The changes that make sense over the shipped dictionary, in their order, and what they make of it."""
        changes = tuple(lexicon_change(change) for change in self.library.dictionary_changes())
        with self._lock:
            if self._dictionary is None or self._dictionary[0] != changes:
                self._dictionary = (changes, *laid_over(shipped(), changes))
            return self._dictionary[1:]

    @property
    def versions(self) -> dict[str, str]:
        """What every export names: the rules, the dictionary and the state of the library."""
        return {
            "rules": dossier.rules_version(),
            "dictionary": self.dictionary.version,
            "indicators": self.catalogue.version,
            "library": str(self.library.revision()),
        }

    def reports(self) -> tuple[Report, ...]:
        """Every report that is not deleted, in the library's order. Read once for each state of the library: pages ask often."""
        revision = self.library.revision()
        with self._lock:
            if self._listed[0] != revision:
                self._listed = (revision, self.library.reports())
            return self._listed[1]

    def report(self, report_id: str) -> Report:
        """One report; LibraryError when there is none of that id."""
        return self.library.get(report_id)

    def text(self, report_id: str) -> dossier.Text:
        """Repaired text of a report."""
        return self._get([report_id], dossier.TEXT, dossier.load_text)[0]

    def unread(self, ids: Sequence[str]) -> list[tuple[int, ...]]:
        """Numbers of the pages that could not be read, parallel to `ids`."""
        return self._get(ids, dossier.UNREAD, dossier.load_unread)

    def repaired(self, report_id: str) -> Repaired:
        return self.text(report_id).repaired

    def figures(self, report_id: str) -> tuple[Figure, ...]:
        """Figures of a report after the corrections that people made."""
        return self.figures_of([report_id])[0]

    def figures_of(self, ids: Sequence[str]) -> list[tuple[Figure, ...]]:
        """The same for many reports, parallel to `ids`, in one reading."""
        found = self._get(ids, dossier.figures_kind(self.catalogue), dossier.load_figures)
        corrections = self.library.corrections_many(ids)
        return [apply_corrections(one.figures, corrections.get(report_id, ())) for report_id, one in zip(ids, found, strict=True)]

    def judged(self, report_id: str) -> tuple[Judged, ...]:
        """Every figure of a report with people's word over it, rejected ones included: what corrections and their undoing need.

        Without the rejected ones it is parallel to `figures`.
        """
        extraction: Extraction = self._get([report_id], dossier.figures_kind(self.catalogue), dossier.load_figures)[0]
        return judge(extraction.figures, self.library.corrections(report_id))

    def unbound(self, report_id: str) -> tuple[Figure, ...]:
        """Numbers that were read but are no statement of work, or could not be bound to what they count."""
        extraction: Extraction = self._get([report_id], dossier.figures_kind(self.catalogue), dossier.load_figures)[0]
        return extraction.unbound

    def functions(self, report_id: str) -> dossier.Functions:
        """Function of every paragraph of a report, and the shares of its text."""
        return self._get([report_id], dossier.PROFILE, dossier.load_functions)[0]

    def words(self, ids: Sequence[str]) -> list[pd.DataFrame]:
        """Term counts (keywords.TERM_COLUMNS) of many reports by the present dictionary, parallel to `ids`."""
        return self._get(ids, dossier.words_kind(self.dictionary), dossier.load_words)

    def frequencies(self) -> Background | None:
        """Document frequencies of the whole library, or None while it is too small to say what is common in the genre."""
        ids = [report.id for report in self.reports() if report.counts]
        if len(ids) < weights.LIBRARY_ENOUGH:
            return None
        key = ("", dossier.words_kind(self.dictionary), str(hash(tuple(ids))))
        with self._lock:
            if key not in self._shelf:
                self._shelf[key] = weights.frequencies(weights.matrix(dict(zip(ids, self.words(ids), strict=True))))
            found: Background = self._shelf[key]
        return found

    def tfidf(self, words: Mapping[str, pd.DataFrame], *, top: int | None = 30) -> pd.DataFrame:
        """The terms that mark each of these texts (weights.TFIDF_COLUMNS), by the whole library where it is large enough."""
        return weights.tfidf(words, top=top, library=self.frequencies(), subjects=segmenter(self.dictionary).names_subject)

    def table(self) -> pd.DataFrame:
        """One row a report with how many figures were read, how many are bounds only, how many a person has checked, and how many
        pages could not be read."""
        reports = self.reports()
        ids = [report.id for report in reports]
        rows = []
        for report, figures, unread in zip(reports, self.figures_of(ids), self.unread(ids), strict=True):
            known = report.metadata
            bounded, checked = sum(one.bound != "exact" for one in figures), sum(one.checked for one in figures)
            row = [report.id, report.label, known.place, report.place_number, known.province, known.level, known.period.start]
            row += [known.period.end, known.title, known.kind, known.sample, report.counts, report.imported_at, len(figures), bounded]
            rows.append((*row, checked, len(unread)))
        return pd.DataFrame(rows, columns=list(REPORT_COLUMNS))

    def stale(self) -> tuple[str, ...]:
        """Ids of reports of which something was made by older rules or another dictionary, or not at all."""
        rules, figures, words = dossier.rules_version(), dossier.figures_kind(self.catalogue), dossier.words_kind(self.dictionary)
        kinds = (dossier.TEXT, figures, dossier.PROFILE, words)
        found = dict.fromkeys(report_id for kind in kinds for report_id in self.library.stale(kind, rules))
        return tuple(report.id for report in self.reports() if report.id in found)

    def refresh(self, report_id: str) -> None:
        """Make everything of one report again by the present rules."""
        self._make_again(report_id, dossier.TEXT)

    def _get(self, ids: Iterable[str], kind: str, load: Callable[[str], T]) -> list[T]:
        """Stored documents of one kind, parallel to `ids`: from memory, else from the library, else made again."""
        ids, rules = list(ids), dossier.rules_version()
        with self._lock:
            missing = [report_id for report_id in dict.fromkeys(ids) if (report_id, kind, rules) not in self._shelf]
            if missing:
                stored = self.library.derived_many(missing, kind, rules)
                for report_id in missing:
                    payload = stored[report_id] if report_id in stored else self._make_again(report_id, kind)
                    self._shelf[report_id, kind, rules] = load(payload)
            return [self._shelf[report_id, kind, rules] for report_id in ids]

    def _make_again(self, report_id: str, kind: str) -> str:
        if kind == dossier.words_kind(self.dictionary) and self.library.derived(report_id, dossier.TEXT, dossier.rules_version()):
            # A change of the dictionary is felt at once: the words are counted again, nothing else is.
            payload = dossier.dump_words(keywords.count(self.repaired(report_id), segmenter(self.dictionary)))
            self.library.put_derived(report_id, kind, dossier.rules_version(), payload)
            return payload
        data, name = self.library.original(report_id)
        made = dossier.again(data, name, self.library.get(report_id).metadata, self.dictionary, self.catalogue)
        for each, payload in made.derived.items():
            self.library.put_derived(report_id, each, made.rules, payload)
        return made.derived[kind]


def sample_files() -> tuple[Path, ...]:
    """The files of the samples, in the order in which their places get their colours."""
    order = {"平罗县": 0, "永宁县": 1, "中卫市": 2, "阜新蒙古族自治县": 3}
    return tuple(sorted(SAMPLES.glob("*.txt"), key=lambda path: (order.get(path.stem.partition("-")[0], 9), path.stem)))
