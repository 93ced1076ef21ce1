"""关键词: how often words are said, along years, in heat map and cloud, one side against another; every word opens its sentences."""

from pages.shared import cached, contrast_parts, dictionary_room, frame, keyword_parts, kwic, several


def draw() -> None:
    reports = cached.reports()
    if not reports:
        several.nothing("关键词")
        return
    picked = several.pick(reports, "keywords")
    if not picked:
        return
    now = keyword_parts.look_at(picked)
    if now.view == "对照":
        contrast_parts.draw(now, reports)
    else:
        keyword_parts.draw(now)
    kwic.search(picked)
    dictionary_room.draw(picked)


frame.show("关键词", draw)
