"""Topics are made in a thread of their own: pages answer meanwhile, whoever opens the page sees how far it is, anybody may stop it."""

import logging
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Literal

import streamlit as st

from analysis.report import ReportError
from analysis.study import Study, themestudy
from pages.shared import cached

if TYPE_CHECKING:
    from analysis.themes.topics import Topics

State = Literal["running", "done", "stopped", "failed"]

log = logging.getLogger(__name__)


class Stopped(Exception):
    """Somebody pressed 停止."""


@dataclass
class Job:
    """The work for one state of the library. `part`: how much is done, 0–1."""

    part: float = 0.0
    state: State = "running"
    topics: "Topics | None" = None
    message: str = ""
    stop: Event = field(default_factory=Event)

    def tell(self, part: float) -> None:
        """Called by the engine as it goes; the place where a stop is heard."""
        self.part = part
        if self.stop.is_set():
            raise Stopped


@dataclass
class Jobs:
    """The jobs of this server, by the state of the library they are for; only the newest is kept."""

    lock: Lock = field(default_factory=Lock)
    found: dict[str, Job] = field(default_factory=dict)


@st.cache_resource(show_spinner=False)
def _jobs() -> Jobs:
    return Jobs()


def job() -> Job:
    """The job for the present state of the library: made before, kept in the library, or begun now."""
    key, jobs, study = cached.texts(), _jobs(), cached.study()
    with jobs.lock:
        if key in jobs.found:
            return jobs.found[key]
        for old in jobs.found.values():
            old.stop.set()
        jobs.found.clear()
        kept = themestudy.kept_topics(study, key)
        made = Job(1.0, "done", kept) if kept is not None else Job()
        jobs.found[key] = made
    if made.state == "running":
        Thread(target=_work, args=(made, key, study), name=f"topics-{key}", daemon=True).start()
    return made


def again() -> None:
    """Forget a job that was stopped or failed; the next look begins a new one."""
    with _jobs().lock:
        _jobs().found.clear()


def _work(made: Job, key: str, study: Study) -> None:
    """Runs in the thread: no Streamlit here."""
    try:
        found = themestudy.fit_topics(study, made.tell)
        made.topics = found
        made.state = "done"
        if found.topics:
            themestudy.keep_topics(study, key, found)
    except Stopped:
        made.state = "stopped"
    except ReportError as error:
        made.message = str(error)
        made.state = "failed" if made.topics is None else "done"  # the topics are there, only keeping them failed
    except Exception:
        log.exception("topics failed")
        made.state = "failed"
