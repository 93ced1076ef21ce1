"""总览: what the library holds, how complete it is, and where to start."""

from pages.shared import cached, frame, overview


def draw() -> None:
    study = cached.study()
    table = study.table()
    overview.title(table)
    if table.empty:
        overview.nothing()
        return
    overview.scale(table)
    overview.held(table)
    overview.worth_opening(study.reports())
    overview.reports(table)


frame.show("总览", draw)
