"""报告库: bring reports in, see how they were read and repaired, correct what is known of them, delete and restore."""

from pages.shared import cached, frame, import_room, library_parts, report_room


def draw() -> None:
    reports = cached.reports()
    library_parts.title(reports)
    library_parts.told()
    import_room.choose()
    import_room.jobs()
    if reports:
        library_parts.table(reports)
        report_room.panel()
    library_parts.samples(reports)
    library_parts.bin_()


frame.show("报告库", draw)
