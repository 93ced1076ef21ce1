"""简报: choose charts, tables and sentences, put them in order, take them as a file that can be handed in."""

from pages.shared import briefing_export, briefing_parts, briefing_preview, cached, frame, several


def draw() -> None:
    reports = cached.reports()
    if not reports:
        several.nothing("简报")
        return
    wanted = briefing_parts.pick(reports)
    if wanted is None:
        return
    briefing_parts.limits(wanted)
    briefing_export.draw(wanted)
    briefing_parts.contents(wanted)
    briefing_preview.draw(wanted)
    briefing_parts.link(wanted)


frame.show("简报", draw)
