"""提法: fixed expressions that came, stayed and went between two reports, or along many; each opens its sentences."""

from pages.shared import cached, frame, phrase_parts, several


def draw() -> None:
    reports = cached.reports()
    if not reports:
        several.nothing("提法")
        return
    picked = several.pick(reports, "phrases")
    if picked:
        phrase_parts.draw(phrase_parts.look_at(picked))


frame.show("提法", draw)
