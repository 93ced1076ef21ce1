"""What people did, in words: one line for each correction of a figure and for each entry of a report's history."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from analysis.checking.corrections import Judged, figure_from_json
from analysis.figures.catalogue import Catalogue
from analysis.library import EVENT_NAMES, HistoryEntry
from analysis.report import LEVEL_NAMES, Correction, Figure, ReportError
from analysis.wording import figure_text

SCOPES = {"total": "全部", "part": "局部"}
STATES = {"done": "已做", "plan": "计划"}
#: Fields of a report's metadata as a reader calls them.
FIELDS = {
    "title": "标题",
    "place": "地方",
    "province": "省份",
    "level": "层级",
    "start": "起始年",
    "end": "终止年",
    "kind": "文体",
    "source": "来源",
}


def of(judged: Judged, corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections of one figure, newest first, undone ones included."""
    return tuple(sorted((one for one in corrections if one.anchor.same(judged.anchor)), key=lambda one: -one.id))


def counted(figure: Figure) -> str:
    """A figure with its unit: 90余 条, 100%."""
    text = figure_text(figure)
    return text if figure.unit == "%" else f"{text} {figure.unit}"


def said(correction: Correction, catalogue: Catalogue) -> str:
    """What a correction says: 更正数字：数 90余 → 95，单位 条 → 件. A record that cannot be read is named by its action alone."""
    name = EVENT_NAMES[correction.action]
    try:
        before = figure_from_json(correction.before) if correction.before else None
        after = figure_from_json(correction.after, before) if correction.after else None
    except ReportError:
        return name
    if before and after:
        changes = _changes(before, after, catalogue)
        return f"{name}：{'，'.join(changes)}" if changes else name
    only = after or before
    return f"{name}：{catalogue.name(only.indicator)} {counted(only)}" if only else name


def _changes(before: Figure, after: Figure, catalogue: Catalogue) -> list[str]:
    ways: tuple[tuple[str, Callable[[Figure], str]], ...] = (
        ("数", figure_text),
        ("单位", lambda figure: figure.unit),
        ("指标", lambda figure: catalogue.name(figure.indicator)),
        ("范围", lambda figure: SCOPES[figure.scope]),
        ("状态", lambda figure: STATES[figure.status]),
        ("年数", lambda figure: str(figure.period_years)),
    )
    return [f"{word} {show(before)} → {show(after)}" for word, show in ways if show(before) != show(after)]


def entry_text(entry: HistoryEntry, catalogue: Catalogue) -> str:
    """What an entry of a report's history says: 修改信息：地方 甲县 → 乙县. Details that cannot be read are left out."""
    before, after = _object(entry.before), _object(entry.after)
    if entry.what in ("revise", "undo") and "metadata" in before and "metadata" in after:
        return _with(entry.label, _fields(before["metadata"], after["metadata"]))
    if entry.what == "import":
        return _with(entry.label, [str(after.get("file_name", ""))])
    if entry.what in ("confirm", "correct", "reject", "add", "undo", "conflict") and ("value" in before or "value" in after):
        return _with(entry.label, _figures(before, after, catalogue))
    return entry.label


def _with(label: str, details: list[str]) -> str:
    told = "，".join(detail for detail in details if detail)
    return f"{label}：{told}" if told else label


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    def shown(name: str, value: Any) -> str:
        return LEVEL_NAMES.get(value, str(value)) if name == "level" else str(value) or "（空）"

    return [
        f"{word} {shown(name, before.get(name, ''))} → {shown(name, after.get(name, ''))}"
        for name, word in FIELDS.items()
        if before.get(name) != after.get(name)
    ]


def _figures(before: Mapping[str, Any], after: Mapping[str, Any], catalogue: Catalogue) -> list[str]:
    """Two figures of the history, either of which may be missing or hold its changed fields alone."""
    try:
        old = figure_from_json(json.dumps(before)) if "quote" in before else None
        new = figure_from_json(json.dumps(after), old) if after else None
    except ReportError:
        return []
    if old and new:
        return _changes(old, new, catalogue)
    one = new or old
    return [f"{catalogue.name(one.indicator)} {counted(one)}"] if one else []
