"""主题: what a report is about, where its weight lies, what it shares with others, and what it carries over."""

from pages.shared import cached, frame, likeness_parts, passage_parts, several, theme_parts, topic_parts

PARTS = {
    "主题词": theme_parts.marking,
    "职能": theme_parts.weights,
    "话题": topic_parts.draw,
    "相近": likeness_parts.draw,
    "沿用": passage_parts.draw,
}


def draw() -> None:
    reports = cached.reports()
    if not reports:
        several.nothing("主题")
        return
    picked = several.pick(reports, "themes")
    if picked:
        now = theme_parts.look_at(picked)
        PARTS[now.view](now)


frame.show("主题", draw)
