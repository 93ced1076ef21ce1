"""指标: indicators by reports in one matrix; a click on a cell opens its sentences, its chart, and a person's last word on it."""

from pages.shared import cached, choice, frame, indicator_parts, indicator_room


def draw() -> None:
    reports = cached.reports()
    if not reports:
        indicator_parts.nothing()
        return
    picked = indicator_parts.pick(reports)
    if not picked:
        indicator_parts.none_picked()
        return
    choice.keep([report.id for report in picked])
    ids = tuple(report.id for report in picked)
    now = indicator_parts.switches(cached.matrix(ids))
    found = cached.matrix(ids, yearly=now.yearly, per_head=now.per_head)
    indicator_parts.limits(found)
    opened = indicator_parts.table(found, now)
    if opened:
        indicator_parts.one(found, opened)
    indicator_room.draw()


frame.show("指标", draw)
