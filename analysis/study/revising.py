"""Correcting what is known about a report by the words of a form, and taking the last change of a report back."""

from collections.abc import Mapping
from dataclasses import replace

from analysis import dossier
from analysis.identity.dating import written_period
from analysis.identity.locating import LEVELS, place_of
from analysis.reference_places import gazetteer
from analysis.report import IdentityError, Metadata, Report
from analysis.study import Study

BY_HAND = "由人改正。"
PLACE = ("地方", "省份", "层级")


def restate(study: Study, report_id: str, told: Mapping[str, str], *, seen: Metadata | None = None, who: str = "") -> Report:
    """Give a report the metadata that a person writes in head fields (地方, 时期 …); its figures are read again.

    The words are read like the head of a file: 平罗 becomes 平罗县, 2018-2021 a period. Fields that are left out stay as they are.
    seen: the metadata on the person's screen. Raises IdentityError (E121) for a place or period that is none, LibraryError (E131)
    when somebody has changed the metadata since; nothing is changed then.
    """
    report = study.report(report_id)
    old = report.metadata
    before = dossier.head_of(old)
    fields = {**before, **{name: " ".join(text.split()) for name, text in told.items()}}
    new = replace(_placed(study, report, before, fields), kind=fields["文体"] or old.kind, source=fields["来源"])
    if fields["时期"] != before["时期"]:
        period = written_period(fields["时期"])
        if period is None:
            raise IdentityError(f"时期“{fields['时期'][:20]}”看不出年份，请写成 2024 或 2018-2021。", "E121")
        new = replace(new, period=period)
    title = fields["标题"] or old.title
    if made_up(old) and title == old.title:
        title = f"{new.place}政协{new.period}年{new.kind}"  # it was put together from these, and follows them
    new = replace(new, title=title)
    after = dossier.head_of(new)
    changed = {field: BY_HAND for field in before if before[field] != after[field]}
    if not changed:
        return report
    return study.revise(report.id, replace(new, reasons={**old.reasons, **changed}), seen=seen or old, who=who)


def _placed(study: Study, report: Report, before: Mapping[str, str], fields: Mapping[str, str]) -> Metadata:
    """The metadata with the place that the fields name; one that nobody touched is not asked about again."""
    touched = {name for name in PLACE if LEVELS.get(fields[name], fields[name]) != before[name]}
    if not fields["地方"] or not touched:
        return report.metadata
    # Province and level of the old place say nothing of a new one that the table of places knows.
    known = "地方" in touched and bool(gazetteer().named(fields["地方"]))
    head = {name: fields[name] for name in PLACE if name == "地方" or name in touched or not known}
    found = place_of(study.repaired(report.id), title="", head=head, file_name="")
    return replace(report.metadata, place=found.name, province=found.province, level=found.level)


def made_up(metadata: Metadata) -> bool:
    """Whether the text had no title and one was put together."""
    return "拟定" in metadata.reasons.get("标题", "")


def undo(study: Study, report_id: str, *, who: str = "") -> Report:
    """Take the last change of a report back; what hangs on its period is made again. LibraryError (E130) when there is none."""
    report = study.library.undo(report_id, who=who)
    study.refresh(report.id)
    study.forget()
    return report
