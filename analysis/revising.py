"""Correcting what is known about a report by the words of a form, and taking the last change of a report back."""

from collections.abc import Mapping
from dataclasses import replace

from analysis import dossier
from analysis.report import Metadata, Report
from analysis.study import Study

BY_HAND = "由人改正。"


def restate(study: Study, report_id: str, told: Mapping[str, str], *, seen: Metadata | None = None, who: str = "") -> Report:
    """Give a report the metadata that a person writes in head fields (地方, 时期 …); its figures are read again.

    The words are read like the head of a file: 平罗 becomes 平罗县, 2018-2021 a period. Fields that are left out stay as they are.
    seen: the metadata on the person's screen. Raises IdentityError (E121) for a place or period that is none, LibraryError (E131)
    when somebody has changed the metadata since; nothing is changed then.
    """
    report = study.report(report_id)
    data, name = study.library.original(report.id)
    before = dossier.head_of(report.metadata)
    fields = {**before, **told}
    if made_up(report.metadata) and fields["标题"] == before["标题"]:
        del fields["标题"]  # it was put together from place, period and kind: it follows them
    made = study.prepare(data, name, given=fields).metadata
    after = dossier.head_of(made)
    changed = {field: BY_HAND for field in before if before[field] != after[field]}
    if not changed:
        return report
    return study.revise(report.id, replace(made, reasons={**report.metadata.reasons, **changed}), seen=seen or report.metadata, who=who)


def made_up(metadata: Metadata) -> bool:
    """Whether the text had no title and one was put together."""
    return "拟定" in metadata.reasons.get("标题", "")


def undo(study: Study, report_id: str, *, who: str = "") -> Report:
    """Take the last change of a report back; what hangs on its period is made again. LibraryError (E130) when there is none."""
    report = study.library.undo(report_id, who=who)
    study.refresh(report.id)
    study.forget()
    return report
