"""What people said of a figure, in words: one line for each correction, for the history under an opened sentence."""

from collections.abc import Callable, Iterable

from analysis.catalogue import Catalogue
from analysis.corrections import Judged, figure_from_json
from analysis.library import EVENT_NAMES
from analysis.report import Correction, Figure, ReportError
from analysis.wording import figure_text

SCOPES = {"total": "全部", "part": "局部"}
STATES = {"done": "已做", "plan": "计划"}


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
