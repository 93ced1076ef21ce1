"""What pages need is loaded in a thread while the server starts, so that the first page is drawn as quickly as the later ones.

Nothing of it is asked from anywhere but this machine; a page that is opened meanwhile waits for no more than it needs itself.
"""

import gc
import logging
import time
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from analysis.report import ReportError

if TYPE_CHECKING:
    from analysis.study import Study

#: What the page is made of that is opened first.
FIRST = ("frame", "overview")
#: Seconds that are left to who opens that page at once, before the rest is loaded.
PAUSE = 3.0

log = logging.getLogger(__name__)


def begin() -> Thread:
    """Warm up in a thread of its own, which does not keep the server from ending."""
    made = Thread(target=_work, name="warming", daemon=True)
    made.start()
    return made


def _work() -> None:
    try:
        warm(PAUSE)
    except ReportError:
        pass  # there is no library to be opened: every page says so
    except Exception:
        log.exception("warming up failed")  # pages load what they need themselves


def warm(pause: float = 0.0) -> None:
    """Import what pages are made of, open the library, compare two of its reports: that loads the dictionary and the catalogues."""
    for name in FIRST:
        import_module(f"pages.shared.{name}")
    from pages.shared import cached

    study = cached.opened(cached.library_url())
    try:
        study.table()
        time.sleep(pause)
        for path in sorted(Path(__file__).parent.glob("*.py")):
            import_module(f"pages.shared.{path.stem}")
        _compare(study)
    finally:
        study.library.close()
    # What is loaded now stays as long as the server: the collector need not look through it again and again.
    gc.collect()
    gc.freeze()


def _compare(study: "Study") -> None:
    """The comparison that 对比 opens with; what it has read of the texts is kept by the engine."""
    from analysis.study.results import compare
    from pages.shared import head

    reports = study.reports()
    if len(reports) > 1:
        ids = {report.label: report.id for report in reports}
        compare(study, [(ids[label],) for label in head.first_pair(reports)]).whole()
