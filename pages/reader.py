"""原文: the repaired text of one report with its figures marked, and search in context."""

from pages.shared import cached, choice, frame, head, reading_room, several


def draw() -> None:
    reports = cached.reports()
    if not reports:
        several.nothing("原文")
        return
    report = head.pick_one(reports)
    choice.keep([report.id])
    reading_room.facts(report)
    reading_room.search(report)
    reading_room.text(report)


frame.show("原文", draw)
